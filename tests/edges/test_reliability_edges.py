"""Nothing, one, all missing, all the same: no coefficient may crash or claim a number."""

from __future__ import annotations

import inspect
import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from evalkit import reliability as rel
from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from evalkit.results import Agreement

NAN = float("nan")
EMPTY = {
    "no units": (pd.DataFrame({"a": [], "b": []}), "there are no codings"),
    "no coders": (pd.DataFrame(index=range(3)), "there are no codings"),
    "all missing": (np.full((4, 2), NAN), "there are no codings"),
    "one coder": (np.array([[1.0], [2.0], [1.0]]), "there is only one coder"),
    "one coder of two": (np.array([[1.0, NAN], [2.0, NAN]]), "there is only one coder"),
    "never paired": (np.array([[1.0, NAN], [NAN, 2.0]]), "no unit was coded by two coders"),
}
ONE_CODE = {
    "numbers": np.ones((5, 2)),
    "one unit": np.array([[3.0, 3.0]]),
    "labels": pd.DataFrame({"a": ["x"] * 4, "b": ["x", "x", None, "x"]}),
    "big numbers": np.full((40, 2), 1e9 / 3),
}

COEFFICIENTS = {
    "percent_agreement": rel.percent_agreement,
    "percent of all": lambda r, **o: rel.percent_agreement(r, of="all", **o),
    "cohen_kappa": rel.cohen_kappa,
    "scott_pi": rel.scott_pi,
    "fleiss_kappa": rel.fleiss_kappa,
    "conger_kappa": rel.conger_kappa,
    "light_kappa": rel.light_kappa,
    "brennan_prediger": rel.brennan_prediger,
    "gwet_ac1": rel.gwet_ac1,
    "gwet_ac2": lambda r, **o: rel.gwet_ac2(r, weights="unweighted", **o),
    "alpha nominal": rel.krippendorff_alpha,
    "alpha ordinal": lambda r, **o: rel.krippendorff_alpha(_ordered(r), metric="ordinal", **o),
    "alpha interval": lambda r, **o: rel.krippendorff_alpha(_numbers(r), metric="interval", **o),
    "alpha ratio": lambda r, **o: rel.krippendorff_alpha(_numbers(r), metric="ratio", **o),
}
INTERVALS = ("analytic", "jackknife", "bootstrap", "bca", "none")


def _numbers(ratings):
    table = pd.DataFrame(ratings)
    return table.replace({"x": 1.0}).astype(float) if table.size else ratings


def _ordered(ratings):
    return _numbers(ratings)


def check_undefined(found: Agreement, reason: str) -> None:
    assert math.isnan(found.value)
    assert math.isnan(found.low)
    assert math.isnan(found.se)
    assert found.reason is not None
    assert found.reason.en.startswith(reason)
    assert found.reason.nl
    assert found.reason.nl in found.in_language("nl")
    assert isinstance(found.to_frame(), pd.DataFrame)


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("shape", EMPTY)
@pytest.mark.parametrize("name", COEFFICIENTS)
def test_too_little_data_is_a_reason(name, shape, interval):
    ratings, reason = EMPTY[shape]
    found = COEFFICIENTS[name](ratings, interval=interval, replicates=20)
    check_undefined(found, reason)
    assert math.isnan(found.percent)


@pytest.mark.parametrize("shape", ONE_CODE)
@pytest.mark.parametrize("name", [n for n in COEFFICIENTS if not n.startswith("percent")])
def test_one_code_only_is_a_reason_with_percent_agreement_beside_it(name, shape):
    found = COEFFICIENTS[name](ONE_CODE[shape], interval="bca", replicates=20)
    check_undefined(found, "one code only")
    assert found.percent == 1.0
    assert "(percent agreement 1.00)" in str(found)


def test_declared_levels_make_even_chances_defined_when_one_was_used():
    same = [["x", "x"], ["x", "x"]]
    assert rel.gwet_ac1(same, levels=["x", "y"]).value == 1.0
    assert rel.brennan_prediger(same, levels=["x", "y"]).value == 1.0
    check_undefined(rel.fleiss_kappa(same, levels=["x", "y"]), "one code only")


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("name", COEFFICIENTS)
def test_full_agreement_is_one_and_its_interval_is_not_called_certain(name, interval):
    found = COEFFICIENTS[name](np.array([[1, 1], [2, 2], [3, 3], [1, 1]]), interval=interval)
    assert found.value == pytest.approx(1.0, abs=1e-12)
    assert not found.high > 1.0
    if interval != "none":
        assert any("not certainty" in w.en for w in found.warnings)
        assert math.isnan(found.p_value)


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_one_unit_has_a_value_without_an_interval(name):
    found = COEFFICIENTS[name](np.array([[1.0, 2.0]]))
    assert math.isnan(found.low)
    assert found.reason is not None or any("one unit" in w.en for w in found.warnings)


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_intervals_end_at_one(name):
    rng = np.random.default_rng(3)
    truth = rng.integers(1, 4, 12)
    ratings = np.column_stack([truth, np.where(np.arange(12) == 0, 4 - truth, truth)])
    for interval in INTERVALS[:-1]:
        found = COEFFICIENTS[name](ratings, interval=interval)
        assert found.low <= found.value <= 1.0
        assert found.high <= 1.0


@pytest.mark.parametrize("name", COEFFICIENTS)
@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"interval": "analityc"}, "did you mean 'analytic'"),
        ({"level": 95}, "between 0 and 1"),
        ({"interval": "bootstrap", "replicates": 1}, "at least 2"),
        ({"clusters": [1, 2]}, "one cluster per unit"),
        ({"clusters": [1, 1, None, 2]}, "of which 1 empty"),
        ({"clusters": [[1], [1], [2], [2]]}, "2 dimensions"),
        ({"levels": [1, 2]}, "there is no level 3"),
        ({"levels": {1, 2, 3}}, "give a list in order"),
        ({"levels": [1, 1, 2]}, "twice"),
    ],
)
def test_options_that_do_not_fit_are_explained(name, options, word):
    with pytest.raises(ParameterError) as error:
        COEFFICIENTS[name](np.array([[1, 1], [2, 2], [3, 3], [1, 2]]), **options)
    assert word in str(error.value)
    assert error.value.in_language("nl")


@pytest.mark.parametrize(
    "ratings", [3, "ab", [1, 2], [[1, 2], [1]], np.zeros(3), np.zeros((2, 2, 2))]
)
@pytest.mark.parametrize("name", [n for n in COEFFICIENTS if not n.startswith("alpha ")])
def test_what_is_no_table_is_refused(name, ratings):
    with pytest.raises(ParameterError, match="not a table"):
        COEFFICIENTS[name](ratings)


def test_infinity_is_no_level():
    with pytest.raises(ParameterError, match="infinity"):
        rel.fleiss_kappa(np.array([[1.0, np.inf], [1.0, 2.0]]))


@pytest.mark.parametrize("function", [rel.cohen_kappa, rel.scott_pi, rel.cohen_kappa_max])
def test_three_coders_are_refused_where_two_are_meant(function):
    with pytest.raises(ParameterError, match="exactly two coders"):
        function([[1, 1, 1], [2, 2, 2]])


@pytest.mark.parametrize("weights", ["linear", "quadratic", "ordinal", "radical", "circular"])
@pytest.mark.parametrize(
    "function", [rel.cohen_kappa, rel.fleiss_kappa, rel.conger_kappa, rel.gwet_ac2]
)
def test_ordered_weights_on_labels_without_order_are_refused(function, weights):
    ratings = [["laag", "hoog"], ["midden", "midden"], ["hoog", "hoog"]]
    with pytest.raises(ParameterError, match="the alphabet is not an order"):
        function(ratings, weights=weights)
    found = function(ratings, weights=weights, levels=["laag", "midden", "hoog"])
    assert math.isfinite(found.value)


@pytest.mark.parametrize(
    ("metric", "word"),
    [
        ("ordinal", "alphabet is not an order"),
        ("interval", "labels"),
        ("ratio", "labels"),
        ("masi", "sets"),
        ("ordnal", "did you mean 'ordinal'"),
        (np.zeros((2, 2, 2)), "a row and a column"),
        (np.array([[0, 1, 2], [3, 0, 1], [2, 1, 0]]), "symmetric"),
    ],
)
def test_metrics_that_do_not_fit_are_explained(metric, word):
    with pytest.raises(ParameterError, match=word):
        rel.krippendorff_alpha([["a", "b"], ["c", "c"]], metric=metric)


@pytest.mark.parametrize(
    "weights",
    ["linaer", np.eye(2), [[1, 0.5, 0], [0, 1, 0], [0, 0, 1]], [[1, 2, 0], [2, 1, 0], [0, 0, 1]]],
)
def test_weights_that_do_not_fit_are_refused(weights):
    with pytest.raises(ParameterError):
        rel.fleiss_kappa([[1, 2], [3, 3]], weights=weights)


def test_negative_values_have_no_ratio():
    with pytest.raises(ParameterError, match="negative"):
        rel.krippendorff_alpha([[-1, 2], [3, 3]], metric="ratio")


def test_few_clusters_carry_a_warning():
    found = rel.gwet_ac1([[1, 2], [1, 1], [2, 2]], clusters=["a", "a", "b"])
    assert any("fewer than ten clusters" in w.en for w in found.warnings)


def test_krippendorffs_bootstrap_carries_its_warning_and_survives_no_data():
    found = rel.krippendorff_alpha([[1, 1], [2, 1], [2, 2]], interval="krippendorff2006")
    assert any("76" in w.nl for w in found.warnings)
    empty = rel.krippendorff_alpha(np.full((2, 2), NAN), interval="krippendorff2006")
    check_undefined(empty, "there are no codings")


def test_tables_of_pairs_and_levels_keep_their_columns_when_there_is_nothing():
    for ratings in (np.full((3, 1), NAN), pd.DataFrame({"a": [], "b": []})):
        assert "value" in rel.agreement_by_pair(ratings).columns
        assert "value" in rel.agreement_by_level(ratings).columns


def test_a_difference_of_undefined_coefficients_is_undefined():
    found = rel.coefficient_difference(np.ones((3, 2)), np.ones((3, 2)))
    assert math.isnan(found.value)
    assert found.reason is not None
    with pytest.raises(ParameterError, match="units differ"):
        rel.coefficient_difference(np.ones((3, 2)), np.ones((4, 2)))


def test_every_public_coefficient_is_in_this_grid():
    returning = {
        name
        for name in rel.__all__
        if "ratings" in (signature := inspect.signature(getattr(rel, name))).parameters
        and signature.return_annotation == "Agreement"
    }
    elsewhere = {"cohen_kappa_max", "icc", "kendall_w"}  # the last two: tests/reliability
    assert returning - elsewhere <= set(COEFFICIENTS) | {"krippendorff_alpha"}
