"""Answers of two parties in the forms people have them."""

from __future__ import annotations

import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError

ANSWERS = pd.DataFrame(
    {
        "party": ["VT", "team"] * 4,
        "municipality": list("AABBCCDD"),
        "item": "i",
        "value": [1, 2, 1, 1, None, 2, 3, 3],  # the empty cell makes these 1.0, 2.0, ...
    }
)


@pytest.mark.parametrize("levels", [[1, 2, 3], ["1", "2", "3"], [1.0, 2.0, 3.0]])
@pytest.mark.parametrize("by", ["municipality", ["municipality"]])
def test_numbers_beside_an_empty_cell_are_still_levels(levels, by):
    row = inf.dyad_congruence(ANSWERS, levels={"i": levels}, by=by).table.iloc[0]
    assert (row["pairs"], row["same"], row["second_higher"], row["only_second"]) == (3, 2, 1, 1)


@pytest.mark.parametrize(
    "options", [{"by": []}, {"levels": [1, 2, 3]}, {"by": ["gemeente"]}, {"levels": {"i": [1]}}]
)
def test_what_says_nothing_about_units_or_levels_gets_a_sentence(options):
    given = {"levels": {"i": [1, 2, 3]}, "by": ["municipality"]} | options
    with pytest.raises(ParameterError):
        inf.dyad_congruence(ANSWERS, **given)


def test_parties_that_agree_everywhere_did_not_change():
    agreed = ANSWERS[ANSWERS["municipality"].isin(["B", "D"])]
    row = inf.dyad_congruence(agreed, levels={"i": [1, 2, 3]}, by="municipality").table.iloc[0]
    assert "same answer everywhere" in row["reason_en"]
    assert "veranderde" not in row["reason_nl"]
