"""Cohen (1968), Weighted kappa, Psychol. Bull. 70, 213-220."""

import numpy as np
import pytest

from evalkit.reliability import cohen_kappa

TABLE = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
DISAGREEMENT = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]


def coded(table):
    """Two coders from their table: the first in rows."""
    first, second = np.indices(np.shape(table))
    times = np.ravel(table)
    return np.column_stack([np.repeat(first.ravel(), times), np.repeat(second.ravel(), times)])


def test_disagreement_weights_give_his_weighted_kappa():
    found = cohen_kappa(coded(TABLE), weights=DISAGREEMENT)
    assert found.value == pytest.approx(0.348, abs=0.0005)


def test_agreement_weights_are_the_complement():
    agreement = 1 - np.array(DISAGREEMENT) / 6
    first = cohen_kappa(coded(TABLE), weights=agreement)
    second = cohen_kappa(coded(TABLE), weights=DISAGREEMENT)
    assert (first.value, first.se) == pytest.approx((second.value, second.se), abs=1e-14)
