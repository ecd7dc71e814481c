from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError
from evalkit.schemes import load_scheme

LEVELS = ["onder de norm", "op de norm", "boven de norm"]
BEFORE = pd.Series(
    ["onder de norm"] * 9 + ["op de norm"] * 7 + ["boven de norm"] * 2,
    index=[f"GM{number:04}" for number in range(18)],
)
AFTER = pd.Series(
    ["op de norm"] * 6 + ["onder de norm"] * 2 + ["boven de norm"] * 5 + ["onder de norm"],
    index=[f"GM{number:04}" for number in [*range(8), *range(9, 14), 14]],
)


def test_moves_are_matched_by_municipality_and_count_who_is_missing():
    moves = inf.table_of_moves(BEFORE, AFTER.sample(frac=1, random_state=1), levels=LEVELS)
    assert (moves.up, moves.same, moves.down) == (11, 2, 1)
    assert (moves.n, moves.missing, moves.population) == (14, 4, 18)
    assert list(moves.table.index) == list(moves.table.columns) == LEVELS
    assert moves.table.to_numpy().sum() == 14


def test_the_four_that_are_missing_widen_the_share_to_bounds():
    found = inf.table_of_moves(BEFORE, AFTER, levels=LEVELS).bounds("up")
    assert [found.low, found.high] == pytest.approx([11 / 18, 15 / 18])
    assert "bounds" in str(found)
    assert "CI" not in str(found)
    with pytest.raises(ParameterError, match="did you mean 'up'"):
        inf.table_of_moves(BEFORE, AFTER, levels=LEVELS).bounds("ups")


def test_a_change_tells_the_moves_first_and_every_caution():
    change = inf.change_between_waves(BEFORE, AFTER, levels=LEVELS, selection="purposive")
    dutch, english = (change.in_language(language).splitlines() for language in ("nl", "en"))
    assert dutch[0] == "11 omhoog, 2 gelijk, 1 omlaag van 14; 4 van 18 niet twee keer gezien"
    assert dutch[1] == "aandeel omhoog van alle 18: minstens 0,61, hoogstens 0,83"
    assert dutch[2].startswith("Tekentoets, exact: p = 0,006")
    for word in (
        "regressie naar het gemiddelde",
        "dezelfde beoordelaars",
        "vergelijkingsgroep",
        "14 van 18",
    ):
        assert any(word in line for line in dutch)
    for word in ("regression to the mean", "same judges", "comparison group", "14 of 18"):
        assert any(word in line for line in english)
    assert len(dutch) == len(english) == 8
    assert change.sign.population == change.typical.population == 18


def test_cautions_follow_the_design():
    assert inf.change_cautions(
        18, 18, selected_on_first_wave=False, same_judges=False, comparison_group=True
    ) == ()  # fmt: skip


def test_fourteen_of_fourteen_is_a_small_p_and_no_cause():
    change = inf.change_between_waves([1] * 14, [2] * 14, population=18)
    assert change.sign.p_value == pytest.approx(2 / 2**14)
    assert "change is not effect" in str(change)


def test_the_moves_feed_the_tests_directly():
    moves = inf.table_of_moves(BEFORE, AFTER, levels=LEVELS)
    assert inf.sign_test(moves).p_value == inf.sign_test(BEFORE, AFTER, levels=LEVELS).p_value
    assert inf.bowker_test(moves).n == 14
    assert inf.stuart_maxwell_test(moves).p_value == inf.stuart_maxwell_test(moves.table).p_value


def test_the_order_of_the_levels_comes_from_the_scheme():
    scheme = load_scheme("tsd-2020")
    item = next(one for one in scheme.items if one.is_ordered and len(one.levels) > 1)
    low, high = item.levels[0].value, item.levels[-1].value
    moves = inf.table_of_moves([low, high, "nb"], [high, high, low], levels=item)
    assert (moves.up, moves.same, moves.down, moves.missing) == (1, 1, 0, 1)


def test_rounding_of_decimals_makes_no_new_ranks():
    first, second = [0.3, 0.4, 0.1, 0.2, 0.5, 0.6], [0.6, 0.7, 0.4, 0.5, 0.8, 0.9]
    found = inf.signed_rank_test(first, second)
    assert found.p_value == inf.signed_rank_test([1] * 6).p_value
    assert inf.hodges_lehmann(first, second).value == pytest.approx(0.3)


def test_many_units_take_the_normal_and_say_so():
    rng = np.random.default_rng(0)
    d = rng.integers(-3, 5, size=1500)
    found = inf.signed_rank_test(d[:900], alternative="less")
    assert "exact" in str(found)
    big = inf.signed_rank_test(d)
    assert "normal" in str(big)
    assert 0 <= big.p_value < 0.01


def test_few_clusters_that_disagree_cannot_be_told():
    groups = np.repeat(np.arange(6), 4)
    rng = np.random.default_rng(3)
    found = {}
    for shift in (0.0, 0.6, 8.0):
        y = shift + rng.normal(size=6)[groups] + rng.normal(size=24)
        found[shift] = inf.compare_cluster_methods(y, clusters=groups)
        rejected = [one.p_value <= 0.05 for one in found[shift].methods]
        agreed = (
            {True: "above", False: "not shown"}.get(all(rejected))
            if len(set(rejected)) == 1
            else None
        )
        assert found[shift].conclusion == (agreed or "cannot be told")
    assert found[8.0].conclusion == "above"
    told = inf.compare_cluster_methods([1, 2, 1, 4, 5, 4, 2, 3], clusters=list("aabbccdd"))
    assert "niet te zeggen" in told.in_language("nl")
    assert "cannot be told" in told.in_language("en")
    assert set(told.to_frame()["method"].str.split(",").str[0]) == {
        "CR1",
        "CR2",
        "wild cluster bootstrap",
    }


def test_a_small_number_of_clusters_warns_and_never_takes_the_normal():
    values, groups = [1, 2, 3, 4, 2, 5, 1, 3], list("aabbccdd")
    found = inf.survey_mean(values, clusters=groups)
    assert found.df == 3
    assert any("another method" in text.en for text in found.warnings)
    from scipy.stats import t

    assert (found.high - found.value) / found.se == pytest.approx(t.isf(0.025, 3))


def test_drawn_sign_vectors_repeat_themselves_and_are_never_zero():
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(20), 3)
    y = 9 + rng.normal(size=60)
    first, again = (inf.wild_cluster_bootstrap(y, clusters=groups, draws=199) for _ in range(2))
    assert first == again
    assert first.p_value >= 1 / 200
    assert not first.enumerated


def test_two_regions_bound_nothing():
    found = inf.wild_cluster_bootstrap([1.0, 2.0, 5.0, 7.0], clusters=[1, 1, 2, 2])
    assert (found.low, found.high) == (-np.inf, np.inf)
    assert "unbounded" in found.warnings[-1].en


def test_clusters_numbered_anew_in_each_region_are_kept_apart():
    values = np.arange(12.0) ** 1.5
    region = np.repeat([1, 2, 3], 4)
    own, anew = np.repeat(np.arange(6), 2), np.tile([1, 1, 2, 2], 3)
    sizes = {"population": [26, 8]}
    first = inf.survey_mean(values, clusters=[region, own], **sizes)
    second = inf.survey_mean(values, clusters=[region, anew], **sizes)
    assert first.se == second.se
    # The second stage adds to the variance of the first.
    assert first.se > inf.survey_mean(values, clusters=region, population=26).se


def test_waves_that_go_together_narrow_the_paired_interval():
    def width(found):
        return found.high - found.low

    together, apart = [[40, 2], [5, 40]], [[2, 40], [43, 2]]
    for table, narrower in ((together, True), (apart, False)):
        (both, lost), (gained, _) = table
        paired = inf.newcombe_paired_interval(table)
        single = inf.newcombe_interval(both + lost, 87, both + gained, 87)
        assert (width(paired) < width(single)) is narrower
    # By hand from the limits: phi = (40 * 40 - 2 * 5 - 43.5) / sqrt(42 * 45 * 45 * 42).
    phi = 1546.5 / (42 * 45)
    before, after = inf.wilson_interval(42, 87), inf.wilson_interval(45, 87)
    a, b = after.value - after.low, before.high - before.value
    low = 3 / 87 - np.sqrt(a * a - 2 * phi * a * b + b * b)
    assert inf.newcombe_paired_interval(together).low == pytest.approx(low)
