"""Warrens (2010), Inequalities between multi-rater kappas, Adv. Data Anal. Classif. 4, 271-286, p. 284
(data of O'Malley et al. 2006)."""

import pytest

from evalkit.reliability import conger_kappa, fleiss_kappa, light_kappa

RATINGS = [
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "N"],
    ["N", "N", "N", "A", "N", "N", "N", "N"],
    ["N", "N", "N", "N", "N", "N", "N", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "A", "A", "A", "A", "A", "A"],
    ["A", "A", "N", "A", "A", "A", "A", "N"],
    ["A", "A", "N", "A", "A", "A", "A", "N"],
    ["A", "A", "N", "A", "N", "A", "A", "N"],
    ["A", "A", "N", "A", "N", "A", "N", "N"],
]


def test_light_kappa_of_eight_pathologists():
    assert light_kappa(RATINGS).value == pytest.approx(0.8325, abs=0.00012)


def test_fleiss_is_at_most_conger():
    assert fleiss_kappa(RATINGS).value <= conger_kappa(RATINGS).value + 1e-12
