from __future__ import annotations

import itertools
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit import inference as inf

INTERVALS = [inf.wilson_interval, inf.clopper_pearson_interval, inf.midp_interval]
PAIRED = [inf.newcombe_paired_interval, inf.bonett_price_interval, inf.tango_interval]
counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
finite = st.integers(1, 30).flatmap(
    lambda total: st.integers(1, total).flatmap(
        lambda n: st.tuples(st.integers(0, n), st.just(n), st.just(total))
    )
)
cells = st.lists(st.integers(0, 20), min_size=4, max_size=4).filter(any)
steps = st.lists(st.integers(-3, 3), min_size=1, max_size=9)


@given(counts, st.sampled_from([0.8, 0.95, 0.99]))
def test_an_interval_holds_its_estimate_and_mirrors(k_n, level):
    k, n = k_n
    for interval in INTERVALS:
        found, other = interval(k, n, level=level), interval(n - k, n, level=level)
        assert 0 <= found.low <= found.value <= found.high <= 1
        assert found.low < found.high
        assert [other.low, other.high] == pytest.approx([1 - found.high, 1 - found.low], abs=1e-9)


@given(counts)
def test_mid_p_lies_within_clopper_pearson(k_n):
    exact, midp = inf.clopper_pearson_interval(*k_n), inf.midp_interval(*k_n)
    assert exact.low <= midp.low + 1e-12
    assert midp.high <= exact.high + 1e-12


@given(finite)
def test_the_hypergeometric_interval_is_the_inverted_test(sample):
    k, n, total = sample
    found = inf.hypergeometric_interval(k, n, total)
    if n == total:
        assert np.isnan(found.low)
        return

    def tail(having, counts):
        return sum(comb(having, x) * comb(total - having, n - x) for x in counts)

    kept = [
        having
        for having in range(total + 1)
        if 40 * tail(having, range(k, n + 1)) >= comb(total, n)
        and 40 * tail(having, range(k + 1)) >= comb(total, n)
    ]
    assert [found.low, found.high] == [min(kept), max(kept)]
    narrow = inf.hypergeometric_interval(k, n, total, method="wang")
    assert found.low <= narrow.low <= narrow.high <= found.high


@pytest.mark.parametrize(("n", "total"), [(6, 26), (14, 18), (22, 35), (5, 12), (1, 3)])
@pytest.mark.parametrize("method", ["equal-tail", "wang"])
def test_the_hypergeometric_interval_covers_every_population(n, total, method):
    found = [inf.hypergeometric_interval(x, n, total, method=method) for x in range(n + 1)]
    for having in range(total + 1):
        covered = sum(
            comb(having, x) * comb(total - having, n - x)
            for x in range(n + 1)
            if found[x].low <= having <= found[x].high
        )
        assert 20 * covered >= 19 * comb(total, n)


@given(counts, counts)
def test_a_difference_turns_round_with_its_groups(first, second):
    for interval in (inf.newcombe_interval, inf.miettinen_nurminen_interval):
        found, other = interval(*first, *second), interval(*second, *first)
        assert -1 <= found.low <= found.value + 1e-12
        assert found.value - 1e-12 <= found.high <= 1
        assert [other.low, other.high] == pytest.approx([-found.high, -found.low], abs=1e-7)


@given(cells)
def test_a_change_turns_round_with_its_waves(four):
    both, lost, gained, neither = four
    for interval in PAIRED:
        found = interval([[both, lost], [gained, neither]])
        other = interval([[both, gained], [lost, neither]])
        assert -1 <= found.low <= found.high <= 1
        assert [other.low, other.high] == pytest.approx([-found.high, -found.low], abs=1e-7)
        assert found.p_value == pytest.approx(other.p_value, nan_ok=True)


@given(cells)
def test_mid_p_is_at_most_exact(four):
    table = np.reshape(four, (2, 2))
    exact, midp = (inf.mcnemar_test(table, method=m) for m in ("exact", "mid-p"))
    if exact.reason is None:
        assert 0 < midp.p_value <= exact.p_value <= 1
        sign = inf.sign_test([1] * four[2] + [-1] * four[1])
        assert sign.p_value == pytest.approx(exact.p_value)


@given(steps, st.sampled_from(["wilcoxon", "pratt"]))
def test_signed_rank_is_the_share_of_all_sign_patterns(d, zeros):
    from scipy.stats import rankdata

    values = np.array([x for x in d if x or zeros == "pratt"], float)
    found = inf.signed_rank_test(d, zeros=zeros, alternative="greater")
    if not values.any():
        assert found.reason is not None
        return
    ranks = rankdata(np.abs(values))[values != 0]
    seen = ranks[values[values != 0] > 0].sum()
    sums = [ranks @ np.array(s) for s in itertools.product([0, 1], repeat=len(ranks))]
    assert found.p_value == pytest.approx(np.mean(np.array(sums) >= seen - 1e-9))


@given(steps, st.integers(-2, 2))
def test_hodges_lehmann_moves_with_the_differences(d, shift):
    found, moved = inf.hodges_lehmann(d), inf.hodges_lehmann([x + shift for x in d])
    assert moved.value == pytest.approx(found.value + shift)
    assert moved.low == pytest.approx(found.low + shift, nan_ok=True)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_an_unused_level_or_a_transposed_table_changes_no_test(pairs):
    table = np.zeros((5, 5), int)
    for before, after in pairs:
        table[before, after] += 1
    order = [4, 2, 0, 3, 1]
    for test in (inf.bowker_test, inf.stuart_maxwell_test):
        found = test(table[:4, :4])
        for other in (test(table), test(table.T), test(table[np.ix_(order, order)])):
            assert other.p_value == pytest.approx(found.p_value, abs=1e-9, nan_ok=True)
            assert (other.reason is None) == (found.reason is None)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 5), min_size=8, max_size=20), st.integers(2, 5))
def test_units_as_clusters_are_a_simple_random_sample(values, size):
    mean = inf.survey_mean(values)
    assert mean.value == pytest.approx(np.mean(values))
    assert mean.se == pytest.approx(np.std(values, ddof=1) / np.sqrt(len(values)))
    groups = np.arange(len(values)) % size
    clustered = inf.survey_mean(values, clusters=groups, population=size)
    # All clusters seen: nothing of the spread between them is left.
    assert np.isnan(clustered.low)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 9), min_size=10, max_size=16).filter(lambda v: len(set(v)) > 3))
def test_the_wild_bootstrap_counts_ties_and_is_never_zero(y):
    groups = np.arange(len(y)) % 5
    found = inf.wild_cluster_bootstrap(y, clusters=groups, null=-1000.0)
    if found.reason is None:
        assert found.p_value >= 2 / 32
        assert (found.p_value * 32) == pytest.approx(round(found.p_value * 32))
        assert inf.wild_cluster_bootstrap(y, clusters=groups, null=found.value).p_value == 1


def brute(y, x, groups, column):
    """All sign vectors, each refitted."""
    names = np.unique(groups)

    def t(outcome):
        inverse = np.linalg.inv(x.T @ x)
        beta = inverse @ x.T @ outcome
        e = outcome - x @ beta
        scores = np.array([x[groups == g].T @ e[groups == g] for g in names])
        spread = inverse @ scores.T @ scores @ inverse * len(names) / (len(names) - 1)
        return abs(beta[column]) / np.sqrt(spread[column, column])

    rest = np.delete(x, column, 1)
    fit = rest @ np.linalg.lstsq(rest, y, rcond=None)[0]
    signs = itertools.product([1, -1], repeat=len(names))
    found = [t(fit + (y - fit) * np.array(s)[groups]) for s in signs]
    return np.mean(np.array(found) >= t(y) * (1 - 1e-9))


def test_the_wild_bootstrap_equals_refitting_every_sign_vector():
    rng = np.random.default_rng(5)
    for _ in range(5):
        groups = np.repeat(np.arange(6), [3, 5, 2, 4, 3, 6])
        x = np.column_stack([np.ones(23), rng.normal(size=23), groups % 2])
        y = rng.normal(size=23) + rng.normal(size=6)[groups]
        for column, name in ((1, "x1"), (2, "x2")):
            found = inf.wild_cluster_bootstrap(y, x[:, 1:], clusters=groups, coefficient=name)
            assert found.p_value == brute(y, x, groups, column)
            assert found.enumerated
            assert found.vectors == 64
