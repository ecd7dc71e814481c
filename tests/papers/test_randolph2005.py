"""Randolph (2005), Free-marginal multirater kappa, Joensuu Learning and Instruction Symposium, p. 17."""

import pytest

from evalkit.reliability import brennan_prediger, fleiss_kappa

RATINGS = [["Yes", "Yes", "Yes"], ["Yes", "Yes", "No"], ["No", "No", "Yes"], ["No", "No", "No"]]


def test_free_marginal_kappa_is_one_third():
    assert brennan_prediger(RATINGS).value == pytest.approx(0.33, abs=0.005)


def test_fixed_marginals_give_the_same_when_levels_are_equally_frequent():
    assert fleiss_kappa(RATINGS).value == pytest.approx(brennan_prediger(RATINGS).value, abs=1e-12)
