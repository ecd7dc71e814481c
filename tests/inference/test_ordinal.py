"""Ordinal models: the unit of a predictor and clusters at an end of the scale change nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logsumexp

from evalkit import inference as inf

LEVELS = np.array([1, 2, 1, 3, 2, 2, 3, 1, 3, 2, 3, 3, 1, 2, 2, 3, 1, 3, 2, 3, 1, 1, 2, 3])
PLACE = np.repeat(np.arange(6), 4)
STEP = np.tile([0.0, 1.0, 2.0, 3.0], 6)


@pytest.mark.parametrize(("start", "unit"), [(2018, 1), (0, 250_000), (900_000, 1e3), (0, 1e-6)])
@pytest.mark.parametrize("model", [inf.ordinal_regression, inf.ordinal_mixed_regression])
def test_years_and_inhabitants_fit_as_well_as_steps(model, start, unit):
    plain = model(LEVELS, pd.Series(STEP, name="x"), clusters=PLACE)
    other = model(LEVELS, pd.Series(start + unit * STEP, name="x"), clusters=PLACE)
    one, two = plain.coefficient("x"), other.coefficient("x")
    for field, factor in (("value", unit), ("se", unit), ("low", unit), ("p_value", 1)):
        assert getattr(two, field) * factor == pytest.approx(getattr(one, field), rel=1e-4)
    moved = np.array(plain.thresholds) + one.value * start / unit
    assert other.thresholds == pytest.approx(moved, rel=1e-4, abs=1e-4)
    assert other.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-6)


def log_likelihood(fit, levels, x, clusters):
    """Integrate over a fine grid, without modes or quadrature."""
    u = np.linspace(-12, 12, 6001)
    cuts = np.concatenate([[-1e3], fit.thresholds, [1e3]])
    shift = (fit.coefficient("x").value * x)[:, None] + fit.deviation * u
    upper, lower = cuts[levels][:, None] - shift, cuts[levels - 1][:, None] - shift
    inside = np.zeros((clusters.max() + 1, len(u)))
    np.add.at(inside, clusters, np.log(expit(upper) - expit(lower) + 1e-300))
    density = -(u**2) / 2 - np.log(2 * np.pi) / 2 + np.log(u[1] - u[0])
    return logsumexp(inside + density, axis=1).sum()


def test_a_place_where_all_have_the_lowest_level_is_integrated_rightly():
    places = [
        [2, 2, 2, 2, 2, 3, 4, 4], [1] * 8, [1, 1, 1, 1, 1, 1, 1, 2], [3, 3, 3, 3, 3, 3, 4, 4],
        [2, 3, 3, 3, 3, 4, 4, 4], [1, 1, 2, 2, 2, 2, 4, 4], [3, 4, 4, 4, 4, 4, 4, 4], [4] * 8,
    ]  # fmt: skip
    levels, place = np.array(places).ravel(), np.repeat(np.arange(8), 8)
    x = np.sin(np.arange(64) * 7.0)
    for points, tolerance in ((1, 0.5), (15, 2e-3), (40, 1e-5)):
        fit = inf.ordinal_mixed_regression(
            levels, pd.Series(x, name="x"), clusters=place, points=points
        )
        assert fit.deviation > 2.5
        truth = log_likelihood(fit, levels, x, place)
        assert fit.log_likelihood == pytest.approx(truth, abs=tolerance)
