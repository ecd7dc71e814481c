"""Cohen (1960), A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20, 37-46, Table 1."""

import numpy as np
import pytest

from evalkit.reliability import cohen_kappa, cohen_kappa_max

TABLE = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]


def coded(table):
    """Two coders from their table: the first in rows."""
    first, second = np.indices(np.shape(table))
    times = np.ravel(table)
    return np.column_stack([np.repeat(first.ravel(), times), np.repeat(second.ravel(), times)])


def test_kappa_is_492_in_thousandths():
    found = cohen_kappa(coded(TABLE))
    assert found.value == pytest.approx(0.492, abs=0.0005)
    assert (found.observed, found.expected) == pytest.approx((0.70, 0.41), abs=1e-12)


def test_the_largest_kappa_of_these_shares_is_831_in_thousandths():
    assert cohen_kappa_max(coded(TABLE)).value == pytest.approx(0.831, abs=0.0006)
