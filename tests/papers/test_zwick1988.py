"""Zwick (1988), Another look at interrater agreement, Psychol. Bull. 103, 374-378, p. 376."""

import numpy as np
import pytest

from evalkit.reliability import scott_pi

TABLE = [[20, 5, 5, 10], [0, 10, 5, 5], [0, 5, 10, 5], [0, 0, 0, 20]]


def coded(table):
    """Two coders from their table: the first in rows."""
    first, second = np.indices(np.shape(table))
    times = np.ravel(table)
    return np.column_stack([np.repeat(first.ravel(), times), np.repeat(second.ravel(), times)])


def test_pi_of_unequal_coders():
    assert scott_pi(coded(TABLE)).value == pytest.approx(0.46, abs=0.005)
