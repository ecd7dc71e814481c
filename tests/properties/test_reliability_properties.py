"""What must hold for any ratings."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from evalkit import reliability as rel
from evalkit.reliability.krippendorff import alpha_statistic
from evalkit.reliability.uncertainty import by_cluster, draw_replicates

LEVELS = [1, 2, 3, 4]
COEFFICIENTS = {
    "percent_agreement": rel.percent_agreement,
    "fleiss_kappa": rel.fleiss_kappa,
    "conger_kappa": rel.conger_kappa,
    "brennan_prediger": rel.brennan_prediger,
    "gwet_ac1": rel.gwet_ac1,
    "nominal": rel.krippendorff_alpha,
    "ordinal": lambda r, **o: rel.krippendorff_alpha(r, metric="ordinal", **o),
    "interval": lambda r, **o: rel.krippendorff_alpha(r, metric="interval", **o),
    "ratio": lambda r, **o: rel.krippendorff_alpha(r, metric="ratio", **o),
}
pytestmark = pytest.mark.parametrize("name", COEFFICIENTS)


@st.composite
def ratings(draw):
    shape = (draw(st.integers(2, 15)), draw(st.integers(2, 5)))
    cells = st.sampled_from([*map(float, LEVELS), math.nan])
    return draw(hnp.arrays(np.float64, shape, elements=cells))


def same(first, second):
    return np.array([first.value, first.se, first.observed, first.expected]) == pytest.approx(
        np.array([second.value, second.se, second.observed, second.expected]), abs=1e-9, nan_ok=True
    )


@given(table=ratings(), seed=st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_the_order_of_coders_and_units_does_not_matter(name, table, seed):
    rng = np.random.default_rng(seed)
    shuffled = table[rng.permutation(len(table))]
    shuffled = shuffled[:, rng.permutation(table.shape[1])]
    find = COEFFICIENTS[name]
    assert same(find(table, levels=LEVELS), find(shuffled, levels=LEVELS))


@given(table=ratings())
@settings(max_examples=30, deadline=None)
def test_values_lie_between_bounds(name, table):
    found = COEFFICIENTS[name](table, levels=LEVELS)
    if found.reason is None:
        assert found.value <= 1 + 1e-12
        assert math.isnan(found.se) or found.se >= 0
        assert not found.high > 1
        assert found.n + found.dropped == len(table)
    else:
        assert math.isnan(found.value)


@given(table=ratings())
@settings(max_examples=30, deadline=None)
def test_a_coder_without_codings_and_a_unit_without_codings_change_nothing(name, table):
    wider = np.hstack([table, np.full((len(table), 1), np.nan)])
    longer = np.vstack([wider, np.full((1, wider.shape[1]), np.nan)])
    find = COEFFICIENTS[name]
    assert same(find(table, levels=LEVELS), find(longer, levels=LEVELS))


@given(table=ratings())
@settings(max_examples=30, deadline=None)
def test_names_of_levels_do_not_matter_but_for_distances(name, table):
    if name in ("interval", "ratio"):
        return
    labels = np.array(["?", "d", "c", "b", "a"], object)[np.nan_to_num(table).astype(int)]
    labels[np.isnan(table)] = None
    find = COEFFICIENTS[name]
    assert same(find(table, levels=LEVELS), find(labels, levels=["d", "c", "b", "a"]))


@given(table=ratings())
@settings(max_examples=15, deadline=None)
def test_units_taken_twice_give_the_same_value_up_to_the_small_sample_terms(name, table):
    find = COEFFICIENTS[name]
    once, twice = find(table, levels=LEVELS), find(np.vstack([table, table]), levels=LEVELS)
    if once.reason is None and name in ("percent_agreement", "fleiss_kappa", "conger_kappa"):
        assert twice.value == pytest.approx(once.value, abs=1e-12)
        assert twice.n == 2 * once.n


@given(table=ratings())
@settings(max_examples=15, deadline=None)
def test_every_unit_its_own_cluster_is_no_clusters(name, table):
    find = COEFFICIENTS[name]
    plain = find(table, levels=LEVELS, interval="jackknife")
    clustered = find(table, levels=LEVELS, interval="jackknife", clusters=range(len(table)))
    assert same(plain, clustered)


@given(table=ratings(), seed=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_a_replicate_is_the_coefficient_of_the_resampled_units(name, table, seed):
    statistic = find_statistic(name, table)
    if statistic.reason is not None:
        return
    units = np.random.default_rng(seed).integers(0, len(table), len(table))
    resampled = table[units]
    read = rel.read_ratings(table, levels=LEVELS)
    rows = statistic.row_of_pattern[read.row_of_unit[units]]
    weights = np.bincount(rows[rows >= 0], minlength=len(statistic.counts)).astype(float)
    again = COEFFICIENTS[name](resampled, levels=LEVELS, interval="none").value
    assert statistic.replicate(weights[None, :])[0] == pytest.approx(again, abs=1e-9, nan_ok=True)


@given(table=ratings())
@settings(max_examples=15, deadline=None)
def test_the_jackknife_leaves_one_unit_out(name, table):
    statistic = find_statistic(name, table)
    if statistic.reason is not None:
        return
    read = rel.read_ratings(table, levels=LEVELS)
    for unit in range(len(table)):
        row = statistic.row_of_pattern[read.row_of_unit[unit]]
        if row >= 0:
            rest = COEFFICIENTS[name](np.delete(table, unit, 0), levels=LEVELS, interval="none")
            left = statistic.leave_one_out()[row]
            assert left == pytest.approx(rest.value, abs=1e-9, nan_ok=True)


@given(table=ratings())
@settings(max_examples=15, deadline=None)
def test_the_influences_of_all_units_sum_to_zero_and_clusters_add_them(name, table):
    statistic = find_statistic(name, table)
    if statistic.reason is not None:
        return
    assert statistic.counts @ statistic.influence == pytest.approx(0, abs=1e-9)
    read = rel.read_ratings(table, levels=LEVELS)
    one = by_cluster(statistic, read.row_of_unit, np.zeros(len(table), np.int64))
    assert one.influence.sum() == pytest.approx(0, abs=1e-9)
    assert draw_replicates(one, 3, 0) == pytest.approx(statistic.value, abs=1e-9)


def find_statistic(name, table):
    from evalkit.reliability.coefficients import find_statistic as build

    read = rel.read_ratings(table, levels=LEVELS)
    if name in ("nominal", "ordinal", "interval", "ratio"):
        return alpha_statistic(read, name)
    return build(name)(read)
