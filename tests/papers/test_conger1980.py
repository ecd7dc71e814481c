"""Conger (1980), Integration and generalization of kappas for multiple raters, Psychol. Bull. 88, 322-328;
its value on the data of Fleiss (1971) as printed by irr::kappam.fleiss(exact=TRUE) 0.84.1."""

import pytest

from evalkit.reliability import agreement_by_pair, cohen_kappa, conger_kappa

DIAGNOSES = [
    [4, 4, 4, 4, 4, 4],
    [2, 2, 2, 5, 5, 5],
    [2, 3, 3, 3, 3, 5],
    [5, 5, 5, 5, 5, 5],
    [2, 2, 2, 4, 4, 4],
    [1, 1, 3, 3, 3, 3],
    [3, 3, 3, 3, 5, 5],
    [1, 1, 3, 3, 3, 4],
    [1, 1, 4, 4, 4, 4],
    [5, 5, 5, 5, 5, 5],
    [1, 4, 4, 4, 4, 4],
    [1, 2, 4, 4, 4, 4],
    [2, 2, 2, 3, 3, 3],
    [1, 4, 4, 4, 4, 4],
    [2, 2, 4, 4, 4, 5],
    [3, 3, 3, 3, 3, 5],
    [1, 1, 1, 4, 5, 5],
    [1, 1, 1, 1, 1, 2],
    [2, 2, 4, 4, 4, 4],
    [1, 3, 3, 5, 5, 5],
    [5, 5, 5, 5, 5, 5],
    [2, 4, 4, 4, 4, 4],
    [2, 2, 4, 5, 5, 5],
    [1, 1, 4, 4, 4, 4],
    [1, 4, 4, 4, 4, 5],
    [2, 2, 2, 2, 2, 4],
    [1, 1, 1, 1, 5, 5],
    [2, 2, 4, 4, 4, 4],
    [1, 3, 3, 3, 3, 3],
    [5, 5, 5, 5, 5, 5],
]


def test_exact_kappa_of_the_data_of_fleiss():
    assert conger_kappa(DIAGNOSES).value == pytest.approx(0.442, abs=0.0005)


def test_it_is_cohen_for_two_coders():
    pair = [row[:2] for row in DIAGNOSES]
    assert conger_kappa(pair).value == pytest.approx(cohen_kappa(pair).value, abs=1e-14)


def test_it_pools_the_pairs_of_coders():
    pairs = agreement_by_pair(DIAGNOSES, interval="none")
    pooled = (pairs["observed"].mean() - pairs["expected"].mean()) / (1 - pairs["expected"].mean())
    assert conger_kappa(DIAGNOSES).value == pytest.approx(pooled, abs=1e-13)
