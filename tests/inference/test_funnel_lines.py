"""The lines of a funnel run through the limits of its units."""

import numpy as np
import pytest

from evalkit.inference import funnel_limits

COLUMNS = ["n", "low_95", "high_95", "low_99.8", "high_99.8"]


@pytest.mark.parametrize("overdispersion", ["none", "phi", "tau2"])
@pytest.mark.parametrize("kind", ["binomial", "poisson"])
def test_the_limits_of_a_size_are_those_of_the_unit_of_that_size(kind, overdispersion):
    funnel = funnel_limits(
        [2, 30, 9, 44, 1], [12, 40, 31, 60, 20], kind=kind, overdispersion=overdispersion
    )
    assert funnel.phi > 1
    lines = funnel.limits_at(funnel.table["n"])
    assert np.allclose(lines[COLUMNS], funnel.table[COLUMNS])
    assert funnel.law.target == funnel.target


def test_a_funnel_narrows_as_units_grow():
    lines = funnel_limits([20, 30], [40, 60]).limits_at([10, 100, 1000])
    width = (lines["high_95"] - lines["low_95"]).to_numpy()
    assert (np.diff(width) < 0).all()
