"""Regression with clusters: the unit of a predictor changes nothing, and no p-value is 0."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf

GROUPS = np.repeat(np.arange(10), 6)
YEAR = np.tile(np.arange(6.0), 10)
SCORE = np.sin(np.arange(60) * 5.0) + 0.1 * YEAR + np.cos(GROUPS * 3.0)


def curved(start):
    year = start + YEAR
    return pd.DataFrame({"year": year, "square": year**2})


@pytest.mark.parametrize("variance", ["CR1", "CR2"])
def test_a_year_and_its_square_fit_as_well_as_steps(variance):
    near, far = (
        inf.cluster_regression(SCORE, curved(start), clusters=GROUPS, variance=variance)
        for start in (0, 2018)
    )
    one, two = near.coefficient("square"), far.coefficient("square")
    for field in ("value", "se", "df", "p_value"):
        assert getattr(two, field) == pytest.approx(getattr(one, field), rel=1e-7)


def test_the_wild_bootstrap_of_a_year_and_its_square_is_that_of_steps():
    near, far = (
        inf.wild_cluster_bootstrap(SCORE, curved(start), clusters=GROUPS, coefficient="square")
        for start in (0, 2018)
    )
    assert far.p_value == near.p_value
    assert [far.low, far.high] == pytest.approx([near.low, near.high], rel=1e-6)


@pytest.mark.parametrize("unit", [1e-15, 1e-9, 1e9, 1e15])
def test_a_small_coefficient_is_no_lack_of_spread(unit):
    plain, scaled = YEAR, pd.Series(unit * YEAR, name="x")
    for estimate in (
        lambda x: inf.cluster_regression(SCORE, x, clusters=GROUPS).coefficients[1],
        lambda x: inf.wild_cluster_bootstrap(SCORE, x, clusters=GROUPS, coefficient="x"),
    ):
        found = estimate(scaled)
        assert found.reason is None
        assert found.p_value == pytest.approx(estimate(plain).p_value, rel=1e-9)


def test_no_p_value_is_zero_with_the_residuals_of_the_fit():
    far = inf.wild_cluster_bootstrap(
        SCORE + 50, clusters=np.arange(60) % 6, impose_null=False
    )  # fmt: skip
    assert far.p_value == 1 / 64


@pytest.mark.parametrize(("unit", "start"), [(1e-9, 0), (1e9, 0), (1, 1e9)])
def test_an_intraclass_correlation_does_not_depend_on_the_unit(unit, start):
    plain = inf.intraclass_correlation(SCORE.round(2), GROUPS)
    other = inf.intraclass_correlation(start + unit * SCORE.round(2), GROUPS)
    assert [other.value, other.low, other.high] == pytest.approx(
        [plain.value, plain.low, plain.high], rel=1e-6
    )
