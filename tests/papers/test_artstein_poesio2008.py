"""Artstein and Poesio (2008), Inter-coder agreement for computational linguistics,
Comput. Linguist. 34, 555-596, Tables 1 and 4."""

import numpy as np
import pytest

from evalkit.reliability import brennan_prediger, cohen_kappa, percent_agreement, scott_pi

TABLE_1 = [[20, 10], [20, 50]]
TABLE_4 = [[46, 0, 0], [6, 32, 6], [0, 0, 10]]


def coded(table):
    """Two coders from their table: the first in rows."""
    first, second = np.indices(np.shape(table))
    times = np.ravel(table)
    return np.column_stack([np.repeat(first.ravel(), times), np.repeat(second.ravel(), times)])


def test_table_1():
    assert cohen_kappa(coded(TABLE_1)).value == pytest.approx(0.348, abs=0.0005)


def test_table_4():
    assert percent_agreement(coded(TABLE_4)).value == pytest.approx(0.88, abs=1e-12)
    assert brennan_prediger(coded(TABLE_4)).value == pytest.approx(0.82, abs=1e-12)
    assert scott_pi(coded(TABLE_4)).value == pytest.approx(0.7995, abs=5e-5)
