"""Fleiss, Cohen and Everitt (1969), Large sample standard errors of kappa, Psychol. Bull. 72, 323-327."""

import numpy as np
import pytest

from evalkit.reliability import cohen_kappa

TABLE = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
WEIGHTS = [[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]]


def coded(table):
    """Two coders from their table: the first in rows."""
    first, second = np.indices(np.shape(table))
    times = np.ravel(table)
    return np.column_stack([np.repeat(first.ravel(), times), np.repeat(second.ravel(), times)])


def null_variance(found):
    from scipy import stats

    return (found.value / stats.norm.isf(found.p_value / 2)) ** 2


def test_kappa_its_variance_and_its_variance_without_agreement():
    found = cohen_kappa(coded(TABLE))
    assert found.value == pytest.approx(0.429, abs=0.0005)
    assert found.se**2 == pytest.approx(0.002885, abs=5e-7)
    assert null_variance(found) == pytest.approx(0.003082, abs=5e-7)


def test_weighted_kappa_its_variance_and_its_variance_without_agreement():
    found = cohen_kappa(coded(TABLE), weights=WEIGHTS)
    assert found.value == pytest.approx(0.507, abs=0.0005)
    assert found.se**2 == pytest.approx(0.003248, abs=5e-7)
    assert null_variance(found) == pytest.approx(0.004269, abs=5e-7)
