"""Feinstein and Cicchetti (1990), High agreement but low kappa, J. Clin. Epidemiol. 43, 543-549, and
Byrt, Bishop and Carlin (1993), Bias, prevalence and kappa, J. Clin. Epidemiol. 46, 423-429."""

import numpy as np
import pytest

from evalkit.reliability import brennan_prediger, cohen_kappa, gwet_ac1

BALANCED = [[40, 9], [6, 45]]
SKEWED = [[80, 10], [5, 5]]


def coded(table):
    """Two coders from their table: the first in rows."""
    first, second = np.indices(np.shape(table))
    times = np.ravel(table)
    return np.column_stack([np.repeat(first.ravel(), times), np.repeat(second.ravel(), times)])


def test_the_same_percent_agreement_gives_two_kappas():
    balanced, skewed = cohen_kappa(coded(BALANCED)), cohen_kappa(coded(SKEWED))
    assert (balanced.observed, skewed.observed) == pytest.approx((0.85, 0.85), abs=1e-12)
    assert balanced.value == pytest.approx(0.70, abs=0.005)
    assert skewed.value == pytest.approx(0.32, abs=0.005)


def test_pabak_is_twice_the_agreement_minus_one():
    for table in (BALANCED, SKEWED):
        assert brennan_prediger(coded(table)).value == pytest.approx(0.70, abs=1e-12)


def test_ac1_withstands_the_skew():
    assert gwet_ac1(coded(SKEWED)).value == pytest.approx(0.81, abs=0.005)
