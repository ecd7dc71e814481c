"""Brennan and Prediger (1981), Coefficient kappa: some uses, misuses, and alternatives,
Educ. Psychol. Meas. 41, 687-699."""

import numpy as np
import pytest

from evalkit.reliability import brennan_prediger, cohen_kappa

PAGE_689 = [[50, 0, 0], [10, 10, 10], [20, 0, 0]]
PAGE_691 = [[50, 0, 10], [0, 10, 10], [10, 10, 0]]


def coded(table):
    """Two coders from their table: the first in rows."""
    first, second = np.indices(np.shape(table))
    times = np.ravel(table)
    return np.column_stack([np.repeat(first.ravel(), times), np.repeat(second.ravel(), times)])


def test_kappa_and_kappa_n_on_page_689():
    assert cohen_kappa(coded(PAGE_689)).value == pytest.approx(0.27, abs=0.005)
    assert brennan_prediger(coded(PAGE_689)).value == pytest.approx(0.40, abs=0.005)


def test_kappa_on_page_691():
    assert cohen_kappa(coded(PAGE_691)).value == pytest.approx(0.29, abs=0.005)
