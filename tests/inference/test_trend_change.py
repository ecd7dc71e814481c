"""The last period against the first: no surer than the series allows."""

from __future__ import annotations

import numpy as np
import pytest

from evalkit import inference as inf

SMOOTH = np.rint(1000 * 1.02 ** np.arange(12))
# Four times the spread of Poisson or more, without any other trend.
ROUGH = SMOOTH + 120 * np.tile([1, -1], 6)


def test_a_rough_series_gives_a_wider_interval_around_the_same_ratio():
    rough = inf.segmented_trend(ROUGH).change
    exact = inf.poisson_rate_ratio([int(ROUGH[-1]), int(ROUGH[0])], [1, 1])
    assert rough.value == exact.value
    assert rough.low < exact.low
    assert rough.high > exact.high
    assert rough.p_value > exact.p_value
    assert "dispersion" in rough.method


def test_a_smooth_series_keeps_the_exact_interval():
    change = inf.segmented_trend(SMOOTH).change
    exact = inf.poisson_rate_ratio([int(SMOOTH[-1]), int(SMOOTH[0])], [1, 1])
    assert (change.low, change.high, change.p_value) == (exact.low, exact.high, exact.p_value)
    assert not change.warnings


def test_the_interval_is_that_of_the_quasi_poisson_series():
    from scipy.stats import t

    change = inf.segmented_trend(ROUGH, exposure=np.full(12, 2.0)).change
    model = inf.segmented_trend(ROUGH, family="poisson").model
    se = np.sqrt(model.dispersion * (1 / ROUGH[-1] + 1 / ROUGH[0]))
    half = t.isf(0.025, model.df) * se
    assert np.log([change.low, change.high]) == pytest.approx(
        np.log(ROUGH[-1] / ROUGH[0]) + np.array([-half, half])
    )


def test_two_counts_alone_warn_that_their_interval_is_that_of_chance():
    change = inf.segmented_trend([120, 150]).change
    assert change.low == inf.poisson_rate_ratio([150, 120], [1, 1]).low
    assert "te smal" in change.warnings[0].nl


def test_short_series_warn_when_hac_errors_are_asked_for():
    for errors, expected in (("quasi", False), ("HAC", True)):
        warnings = inf.segmented_trend(ROUGH, errors=errors).warnings
        assert any("HAC" in warning.en for warning in warnings) is expected
