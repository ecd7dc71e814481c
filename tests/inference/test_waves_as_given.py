"""Waves in the forms people have them: ordered categories, other units per wave, tables of moves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError

LEVELS = ["laag", "midden", "hoog"]
ORDERED = pd.CategoricalDtype(LEVELS, ordered=True)
FIRST = pd.Series(["laag", "laag", "midden", "hoog", "laag"], list("abcde"), dtype=ORDERED)
SECOND = pd.Series(["hoog", "midden", "midden", "laag"], list("fcba"), dtype=ORDERED)
FORMS = {
    "waves of other units": (FIRST, SECOND),
    "one wave with an order": (FIRST, SECOND.reindex(list("abcde")).tolist()),
    "categories without labels": (FIRST.array, SECOND.reindex(list("abcde")).array),
}


@pytest.mark.parametrize("form", FORMS)
def test_ordered_categories_state_their_order(form):
    before, after = FORMS[form]
    moves = inf.table_of_moves(before, after)
    assert (moves.up, moves.same, moves.down) == (1, 2, 0)
    assert list(moves.table.index) == LEVELS
    for test in (inf.sign_test, inf.signed_rank_test):
        assert test(before, after).p_value == test(moves).p_value
    assert inf.hodges_lehmann(before, after).value == inf.hodges_lehmann(moves).value
    assert inf.change_between_waves(before, after).moves.up == 1


def test_an_ordered_outcome_needs_no_levels_in_a_model():
    y = pd.Series(["laag", "hoog", "midden", "laag", "hoog", "hoog", "laag", "midden"])
    x = pd.Series([0, 1, 0, 1, 1, 0, 0, 1], name="x")
    named = inf.ordinal_regression(y, x, levels=LEVELS)
    for given in (y.astype(ORDERED), pd.Categorical(y, dtype=ORDERED)):
        assert inf.ordinal_regression(given, x).coefficient("x") == named.coefficient("x")


def test_categories_without_order_or_of_two_orders_are_still_refused():
    other = pd.CategoricalDtype(LEVELS[::-1], ordered=True)
    for before in (FIRST.astype("str").astype("category"), FIRST.astype(other)):
        with pytest.raises(ParameterError, match="order"):
            inf.table_of_moves(before, FIRST)


@pytest.mark.parametrize(
    "interval", [inf.newcombe_paired_interval, inf.tango_interval, inf.bonett_price_interval]
)
def test_a_rise_in_a_table_of_moves_is_a_rise_in_share(interval):
    before, after = [0] * 7 + [1] * 2, [1] * 6 + [0] + [1, 0]
    moves = inf.table_of_moves(before, after)
    change = interval(moves)
    assert (moves.up, moves.down) == (6, 1)
    assert change.value == pytest.approx(np.mean(after) - np.mean(before))
    assert (change.first, change.second) == pytest.approx((np.mean(before), np.mean(after)))
    assert -0.1 < change.low < 0.56 < change.high
    assert inf.mcnemar_test(moves).statistic == 1  # one unit lost the property


def test_a_predictor_may_not_take_the_name_of_the_constant_or_of_another():
    x = np.arange(8) ** 2.0
    for names in (["intercept", "b"], ["a", "a"], [1, "1"]):
        frame = pd.DataFrame(np.column_stack([x, np.sin(x)]), columns=names)
        with pytest.raises(ParameterError, match="name of its own"):
            inf.cluster_regression(range(8), frame, clusters=list("aabbccdd"))


@pytest.mark.parametrize(
    "call",
    [
        lambda: inf.wilson_interval(3, 5, level="0.95"),
        lambda: inf.wilson_interval(3, 5, level=None),
        lambda: inf.kish_design_effect("0.1", 8),
        lambda: inf.wild_cluster_bootstrap([1, 2, 3, 5], clusters=list("aabb"), null="0"),
        lambda: inf.cluster_regression([1, 2, 3], [[1, 2], [1], [2]], clusters=list("abc")),
        lambda: inf.friedman_test([["laag", "hoog", "hoog"]]),
        lambda: inf.friedman_test([1, 2, 3]),
    ],
)
def test_text_where_a_number_belongs_gets_a_sentence(call):
    with pytest.raises(ParameterError) as caught:
        call()
    assert "coder" not in caught.value.text.en
