"""Krippendorff (2004), Reliability in content analysis, Hum. Commun. Res. 30, and Content Analysis,
2nd ed., page 246: two tables with the same agreement."""

import numpy as np
import pytest

from evalkit.reliability import brennan_prediger, cohen_kappa, scott_pi

EVEN = [[12, 9, 9], [9, 14, 9], [9, 9, 20]]
UNEVEN = [[12, 18, 18], [0, 14, 18], [0, 0, 20]]


def coded(table):
    """Two coders from their table: the first in rows."""
    first, second = np.indices(np.shape(table))
    times = np.ravel(table)
    return np.column_stack([np.repeat(first.ravel(), times), np.repeat(second.ravel(), times)])


def test_even_coders_have_the_same_pi_and_kappa():
    assert scott_pi(coded(EVEN)).value == pytest.approx(0.186, abs=0.0005)
    assert cohen_kappa(coded(EVEN)).value == pytest.approx(0.186, abs=0.0005)


def test_s_does_not_see_that_coders_differ_in_their_shares():
    assert brennan_prediger(coded(UNEVEN)).value == pytest.approx(0.190, abs=0.0005)
    assert cohen_kappa(coded(UNEVEN)).value > scott_pi(coded(UNEVEN)).value
