"""Nothing, one, all the same, all missing: a value with a reason or a sentence, never a crash."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError
from evalkit.results import Test

SHARES = [inf.wilson_interval, inf.clopper_pearson_interval, inf.midp_interval]
NONE, ONE, SAME, MISSING = [], [1], [2] * 8, [None] * 8
COLUMNS = [NONE, ONE, SAME, MISSING, [0, 1], [1, None, 3, 2]]
TABLES = [[[0, 0], [0, 0]], [[5, 0], [0, 5]], [[0, 1], [0, 0]], [[0, 0], [14, 0]]]


def is_honest(result):
    number = result.p_value if isinstance(result, Test) else result.value
    if math.isnan(number) or (hasattr(result, "low") and math.isnan(result.low)):
        assert result.reason is not None
    for language in ("nl", "en"):
        assert "nan" not in result.in_language(language)
    assert result.to_frame().shape[0] == 1


@pytest.mark.parametrize("share", SHARES)
def test_no_units_is_a_reason(share):
    is_honest(share(0, 0))
    is_honest(share(0, 1))
    is_honest(inf.hypergeometric_interval(0, 0, 26))
    is_honest(inf.table_of_moves([], []).bounds("up"))
    is_honest(inf.table_of_moves([None], [1], population=18).bounds("up"))


@pytest.mark.parametrize("share", SHARES)
def test_a_census_has_no_interval(share):
    for found in (share(6, 6, population=6), share(6, 6, selection="census")):
        assert math.isnan(found.low)
        assert "all units were seen" in found.reason.en
        assert str(found) == "share 6 of 6"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"k": 7, "n": 6}, "more than n"),
        ({"k": -1, "n": 6}, "must be a count"),
        ({"k": 1.5, "n": 6}, "must be a count"),
        ({"k": True, "n": 6}, "must be a count"),
        ({"k": float("nan"), "n": 6}, "must be a count"),
        ({"k": 6, "n": 6, "population": 0.23}, "fraction"),
        ({"k": 6, "n": 6, "population": 5}, "less than the n"),
        ({"k": 6, "n": 6, "level": 95}, "between 0 and 1"),
        ({"k": 6, "n": 6, "selection": "purposeful"}, "purposive"),
    ],
)
def test_counts_that_do_not_fit_are_refused(arguments, message):
    for share in (*SHARES, inf.hypergeometric_interval):
        given = dict(arguments)
        if share is inf.hypergeometric_interval:
            given.setdefault("population", 26)
        with pytest.raises(ParameterError, match=message) as caught:
            share(**given)
        assert caught.value.text.nl != caught.value.text.en


def test_a_count_under_twenty_is_no_percentage():
    assert "%" not in str(inf.wilson_interval(19, 19)).replace("95%-CI", "")
    assert str(inf.wilson_interval(10, 20)).startswith("share 50% [")


def test_a_chosen_sample_says_so():
    found = inf.hypergeometric_interval(6, 6, 26, selection="purposive", name="regio's")
    assert (
        found.in_language("nl")
        == "regio's 6 van 6: 16 tot 26 van 26 (95%-BI) (alsof aselect getrokken)"
    )
    assert found.warnings


@pytest.mark.parametrize("table", TABLES)
def test_paired_tables_without_change_have_a_reason(table):
    for method in ("mid-p", "exact", "asymptotic", "corrected"):
        is_honest(inf.mcnemar_test(table, method=method))
    for test in (inf.bowker_test, inf.stuart_maxwell_test):
        is_honest(test(table))
    for interval in (inf.newcombe_paired_interval, inf.bonett_price_interval, inf.tango_interval):
        is_honest(interval(table))


@pytest.mark.parametrize("table", [[[1, 2]], [[1, -1], [0, 2]], [[0.5, 1], [1, 1]], "ab", [], 3])
def test_what_is_no_square_table_of_counts_is_refused(table):
    for test in (inf.bowker_test, inf.stuart_maxwell_test, inf.mcnemar_test, inf.tango_interval):
        with pytest.raises(ParameterError, match="square"):
            test(table)


def test_rows_and_columns_of_other_levels_are_refused():
    with pytest.raises(ParameterError, match="table_of_moves"):
        inf.bowker_test(pd.DataFrame([[1, 2], [3, 4]], index=["a", "b"], columns=["b", "a"]))
    with pytest.raises(ParameterError, match="2 by 2"):
        inf.mcnemar_test(np.eye(3, dtype=int))


def test_differences_of_empty_groups_have_a_reason():
    for interval in (inf.newcombe_interval, inf.miettinen_nurminen_interval):
        is_honest(interval(0, 0, 1, 2))
        is_honest(interval(0, 1, 1, 1))
        is_honest(interval(3, 3, 4, 4, selection="census"))


@pytest.mark.parametrize("column", COLUMNS)
def test_columns_without_spread_have_a_reason(column):
    groups = np.arange(len(column)) % 3
    for test in (inf.sign_test, inf.signed_rank_test):
        is_honest(test(column))
    is_honest(inf.hodges_lehmann(column))
    is_honest(inf.intraclass_correlation(column, groups))
    is_honest(inf.survey_mean(column, clusters=groups))
    for one in inf.cluster_regression(column, clusters=groups).coefficients:
        is_honest(one)
    is_honest(inf.wild_cluster_bootstrap(column, clusters=groups))
    compared = inf.compare_cluster_methods(column, clusters=groups)
    assert compared.conclusion != "undefined" or compared.reason is not None


@pytest.mark.parametrize("column", [NONE, ONE, [1] * 6, [None] * 6, [0, 1, 0, 1, 1, 0]])
def test_shares_of_columns_have_a_reason(column):
    for method in ("logit", "beta", "likelihood"):
        is_honest(inf.survey_proportion(column, method=method))
    is_honest(inf.rao_scott_test(column, column))


@pytest.mark.parametrize("column", [NONE, ONE, SAME, MISSING, [1, 2], [1, 1, 1, 2, 2, 2]])
def test_an_ordinal_model_without_a_solution_has_a_reason(column):
    x = pd.Series(np.arange(len(column)) >= len(column) / 2, name="late").astype(float)
    if len(column) < 2 or column is MISSING:
        x = pd.Series(np.zeros(len(column)), name="late")
        if column == ONE:
            with pytest.raises(ParameterError, match="do not vary"):
                inf.ordinal_regression(column, x)
            return
    for found in (
        inf.ordinal_regression(column, x),
        inf.ordinal_mixed_regression(column, x, clusters=np.arange(len(column)) % 2),
    ):
        assert found.reason is not None
        is_honest(found.coefficient("late"))


def test_one_cluster_and_lonely_strata_have_a_reason():
    assert "one cluster" in inf.survey_mean([1, 2, 3], clusters=[1, 1, 1]).reason.en
    lonely = inf.survey_mean([1, 2, 3], strata=["a", "a", "b"])
    assert lonely.value == 2
    assert "merge strata" in lonely.reason.en
    # A stratum seen whole has no spread to miss.
    whole = inf.survey_mean([1, 2, 3], strata=["a", "a", "b"], population=[4, 4, 1])
    assert whole.reason is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"population": 0.5}, "fraction"),
        ({"population": 2}, "does not fit"),
        ({"population": [9, 9, 8, 8]}, "differs within"),
        ({"weights": [1, 1, 0, 1]}, "positive"),
        ({"weights": [1]}, "positive"),
        ({"clusters": [1, 1, 2]}, "one per unit"),
        ({"clusters": [1, 1, 2, None]}, "missing for 1"),
        ({"clusters": [1, 1, 1, 2], "strata": [1, 2, 1, 1]}, "two strata"),
        ({"selection": "rondom"}, "random"),
    ],
)
def test_designs_that_do_not_fit_are_refused(options, message):
    with pytest.raises(ParameterError, match=message):
        inf.survey_mean([1, 2, 3, 4], **options)


def test_predictors_that_repeat_each_other_are_refused():
    x = pd.DataFrame({"a": [0, 1, 0, 1], "b": [0, 2, 0, 2]})
    with pytest.raises(ParameterError, match="repeat each other"):
        inf.cluster_regression([1, 2, 3, 4], x, clusters=[1, 1, 2, 2])
    with pytest.raises(ParameterError, match="did you mean 'a'"):
        inf.wild_cluster_bootstrap([1, 2, 3, 4], x[["a"]], clusters=[1, 1, 2, 2], coefficient="A")


def test_text_in_a_column_of_numbers_is_refused_without_showing_it():
    with pytest.raises(ParameterError, match="row 2") as caught:
        inf.survey_mean([1, "mevrouw X", 3])
    assert "mevrouw" not in str(caught.value)


def test_kish_refuses_what_is_no_correlation():
    for arguments in ((1.2, 8), (0.1, 0), (float("nan"), 8)):
        with pytest.raises(ParameterError, match="does not fit"):
            inf.kish_design_effect(*arguments)
    with pytest.raises(ParameterError, match="does not fit"):
        inf.kish_design_effect(0.1, 8, size_variation=-1)


def test_waves_of_other_length_or_without_order_are_refused():
    with pytest.raises(ParameterError, match="2 and 3 units"):
        inf.table_of_moves([1, 2], [1, 2, 3])
    with pytest.raises(ParameterError, match="order"):
        inf.table_of_moves(["laag", "hoog"], ["hoog", "hoog"])
    with pytest.raises(ParameterError, match="twice"):
        inf.table_of_moves(pd.Series([1, 2], ["a", "a"]), pd.Series([1, 2], ["a", "a"]))


def test_friedman_wants_three_waves():
    is_honest(inf.friedman_test([[1, 2]]))
    is_honest(inf.friedman_test([[1, 1, 1], [2, 2, 2]]))
    is_honest(inf.friedman_test(np.empty((0, 3))))
    assert inf.friedman_test([[1, 2, 3], [1, None, 2], [3, 2, 1]]).warnings
