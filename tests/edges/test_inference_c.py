"""Nothing, one, all alike, exactly on the edge: a reason or a refusal, never a bare NaN."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError

SETS = pd.DataFrame({"A": [1, 1, 0, 0, 1, 0], "B": [1, 0, 1, 0, 1, 1], "Y": [1, 1, 0, 0, 1, 0]})


@pytest.mark.parametrize(
    ("durations", "observed", "words"),
    [
        ([], [], "no units were seen"),
        ([None, None], [1, 1], "no units were seen"),
        ([5], [0], "median not reached"),
        ([3, 4, 5], [0, 0, 0], "median not reached"),
        ([3, 4, 5, 6], [1, 0, 0, 0], "median not reached"),
    ],
)
def test_a_median_that_is_not_there_has_a_reason(durations, observed, words):
    median = inf.kaplan_meier(durations, observed).median()
    assert np.isnan(median.value)
    assert words in median.reason.en
    assert median.reason.nl


@pytest.mark.parametrize(
    "estimate",
    [
        inf.kaplan_meier([1, 2], [1, 0]).at(9),
        inf.kaplan_meier([]).at(1),
        inf.restricted_mean([1, 2], [1, 0], until=9),
        inf.restricted_mean([], until=9),
        inf.aalen_johansen([1, 2], [1, 0]).at(9, 1),
        inf.aalen_johansen([], []).at(1, "contact"),
    ],
)
def test_what_nobody_was_followed_for_has_a_reason(estimate):
    assert np.isnan([estimate.value, estimate.low, estimate.high]).all()
    assert estimate.reason is not None
    assert estimate.in_language("nl")


def test_one_unit_and_one_cluster_have_a_value_and_no_interval():
    one = inf.kaplan_meier([2]).at(2)
    assert (one.value, one.reason is not None) == (0, True)
    clustered = inf.kaplan_meier([1, 2, 3], clusters=["a"] * 3)
    assert np.isnan(clustered.at(2).low)
    assert "one cluster" in clustered.at(2).reason.en
    # Two to four clusters tell too little of how much clusters differ.
    few = inf.kaplan_meier([1, 2, 3, 4], clusters=list("aabb"))
    assert np.isnan(few.at(2).low)
    assert "2 clusters" in few.at(2).reason.en
    five = inf.kaplan_meier(range(1, 11), clusters=list("aabbccddee"))
    assert np.isfinite(five.at(5).low)
    assert "only 5 clusters" in five.warnings[0].en


def test_a_census_has_no_interval_and_a_chosen_sample_says_so():
    census = inf.kaplan_meier([1, 2, 3], selection="census").at(1)
    assert np.isnan(census.low)
    assert census.reason is not None
    chosen = inf.kaplan_meier([1, 2, 3], selection="purposive").at(1)
    assert "as if random" in str(chosen)


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        (([-1],), {}, "negative"),
        (([1], [2]), {}, "True or False"),
        (([1, 2], [1]), {}, "as many of both"),
        (([1],), {"entry": [1]}, "before the end"),
        (([1],), {"level": 2}, "level"),
        (([1],), {"interval": "loglog"}, "did you mean 'log-log'"),
        (([1],), {"population": 0.5}, "fraction"),
        ((["x"],), {}, "number"),
        (([1],), {"clusters": [None]}, "clusters"),
    ],
)
def test_durations_that_do_not_fit_are_refused(arguments, options, words):
    with pytest.raises(ParameterError, match=words):
        inf.kaplan_meier(*arguments, **options)


def test_durations_as_differences_of_dates_are_days():
    days = pd.to_datetime(pd.Series(["2022-01-03", "2022-01-05"])) - pd.Timestamp("2022-01-01")
    assert inf.kaplan_meier(days).table["time"].tolist() == [2, 4]


def test_entry_may_be_a_difference_of_dates_too():
    days = pd.Series(pd.to_timedelta([3, 4, 5], unit="D"))
    entry = pd.Series(pd.to_timedelta([1, 3, 2], unit="D"))
    found = inf.kaplan_meier(days, entry=entry).table
    pd.testing.assert_frame_equal(found, inf.kaplan_meier([3, 4, 5], entry=[1, 3, 2]).table)


def test_a_unit_without_a_duration_needs_no_answer_to_whether_the_event_was_seen():
    assert inf.kaplan_meier([3, None, 5], [True, None, False]).dropped == 1
    assert inf.log_rank_test([3, None, 5], [1, None, 1], list("aab")).n == 2
    with pytest.raises(ParameterError):
        inf.kaplan_meier([3, 4, 5], [True, None, False])


def test_an_early_empty_risk_set_is_said():
    curve = inf.kaplan_meier([1, 5, 6], entry=[0, 2, 2])
    assert "all units in view" in curve.warnings[0].en


@pytest.mark.parametrize(
    ("durations", "observed", "groups"),
    [
        ([], [], []),
        ([1, 2], [1, 1], ["a", "a"]),
        ([1, 2], [0, 0], ["a", "b"]),
        ([0, 0, 0], [1, 1, 1], ["a", "a", "b"]),
        ([1, 2, 3, 4], [0, 0, 0, 1], ["a", "a", "b", "b"]),
    ],
)
def test_a_log_rank_test_without_a_comparison_has_a_reason(durations, observed, groups):
    found = inf.log_rank_test(durations, observed, groups)
    assert found.reason is not None
    assert np.isnan(found.p_value)


def test_a_group_that_left_before_the_first_event_is_no_degree_of_freedom():
    # R survival 3.5-3: survdiff(Surv(c(1, 2, 3, 4, 5), c(0, 1, 1, 1, 1)) ~ c("c","a","a","b","b"))
    found = inf.log_rank_test([1, 2, 3, 4, 5], [0, 1, 1, 1, 1], list("caabb"))
    assert found.df == 1
    assert found.p_value == pytest.approx(0.089555074413642771, rel=1e-12)


def test_more_conditions_than_the_cases_bear_are_refused_unless_asked_for():
    wide = SETS.assign(C=[0, 1, 0, 1, 0, 1])
    with pytest.raises(ParameterError, match=r"6 cases do not bear 3 conditions .* at most 2"):
        inf.qca_truth_table(wide, outcome="Y")
    table = inf.qca_truth_table(wide, outcome="Y", allows_many_conditions=True)
    assert "exploratory" in table.warnings[-1].en
    # 2^k <= n: two conditions fit four cases exactly.
    assert inf.qca_truth_table(SETS.iloc[:4], outcome="Y").n == 4


@pytest.mark.parametrize("column", ["A", "Y"])
def test_a_membership_of_exactly_a_half_raises_and_names_the_case(column):
    half = SETS.astype(float)
    half.loc[2, column] = 0.5
    with pytest.raises(ParameterError, match=f"case '2' has exactly 0.5 for '{column}'"):
        inf.qca_truth_table(half, outcome="Y")


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        (SETS.assign(A=2), {}, "not between 0 and 1"),
        (SETS.assign(A=None), {}, "membership is missing"),
        (SETS, {"outcome": "Z"}, "no column 'Z'"),
        (SETS, {"conditions": ["A", "A"]}, "each once"),
        (SETS, {"consistency": 0}, "consistency"),
        (SETS, {"contradiction": 0.9}, "contradiction"),
        (SETS.set_axis([0] * 6), {}, "same name"),
    ],
)
def test_sets_that_do_not_fit_are_refused(data, options, words):
    with pytest.raises(ParameterError, match=words):
        inf.qca_truth_table(data, **{"outcome": "Y", **options})


def test_an_outcome_nobody_or_everybody_has_is_answered():
    nobody = inf.qca_solution(inf.qca_truth_table(SETS.assign(Y=0), outcome="Y"))
    assert nobody.models == ()
    assert nobody.reason is not None
    everybody = inf.qca_solution(inf.qca_truth_table(SETS.assign(Y=1), outcome="Y"))
    assert everybody.models[0].terms == ("1",)
    necessity = inf.qca_necessity(SETS.assign(Y=0), outcome="Y")
    assert (necessity["reason"] == "no case has the outcome").all()


def test_expectations_are_asked_for_and_checked():
    table = inf.qca_truth_table(SETS, outcome="Y")
    for expectations, words in ((None, "give expectations"), ({"A": 2}, "1 or 0"), ({"D": 1}, "D")):
        with pytest.raises(ParameterError, match=words):
            inf.qca_solution(table, "intermediate", expectations=expectations)


def test_an_expression_against_itself_is_refused():
    with pytest.raises(ParameterError, match="at once"):
        inf.qca_necessity(SETS, outcome="Y", expressions=["A*~A"])


@pytest.mark.parametrize("anchors", [(1, 1, 2), (2, 1, 3), (1, 2, float("nan"))])
def test_anchors_out_of_order_are_refused(anchors):
    with pytest.raises(ParameterError, match="in order"):
        inf.qca_calibrate(
            [1], **dict(zip(("full_out", "crossover", "full_in"), anchors, strict=True))
        )


@pytest.mark.parametrize(
    ("positive", "free"), [([(1,), (1, 0)], []), ([(2,)], []), ([(1,)], [(1,)]), ([(0,) * 11], [])]
)
def test_functions_that_cannot_be_minimised_are_refused(positive, free):
    with pytest.raises(ParameterError):
        inf.quine_mccluskey(positive, dont_care=free)


def test_robustness_says_where_the_solution_changes():
    found = inf.qca_robustness(SETS, outcome="Y", frequency=(1, 5))
    assert found["same"].tolist() == [True, False] * 3
    assert found.loc[found["frequency_cut"] == 5, "reason"].ne("").all()
    with pytest.raises(ParameterError, match="at least one cut-off"):
        inf.qca_robustness(SETS, outcome="Y", consistency=())


@pytest.mark.parametrize("name", ["n", "out", "pri", "consistency", "A*B", "~A", "A+B"])
def test_a_condition_that_a_truth_table_cannot_show_is_refused(name):
    with pytest.raises(ParameterError) as refused:
        inf.qca_truth_table(SETS.rename(columns={"A": name}), outcome="Y")
    assert repr(name) in str(refused.value)


def test_columns_may_be_numbered():
    table = inf.qca_truth_table(SETS.rename(columns={"A": 0, "B": 1}), outcome="Y")
    assert [str(model) for model in inf.qca_solution(table).models] == ["0"]
    by_number = inf.qca_truth_table(SETS.rename(columns={"A": 0}), outcome="Y", conditions=[0])
    assert by_number.conditions == ("0",)
