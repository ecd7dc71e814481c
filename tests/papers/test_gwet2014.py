"""Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.: four raters, example 3.2 and pages 89-90."""

import pytest

from evalkit.reliability import brennan_prediger, conger_kappa, fleiss_kappa, gwet_ac1, gwet_ac2

FOUR_RATERS = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]
EXAMPLE_3_2 = [
    ["A", None],
    ["B", "C"],
    ["C", "C"],
    ["C", "C"],
    ["B", "B"],
    ["B", None],
    ["A", "A"],
    ["A", "B"],
    ["B", "B"],
    ["B", "B"],
    [None, "C"],
]
PAGE_89 = [
    [1, 1.5, 1, None],
    [2, 2, 2, 2],
    [0.5, 1, 1.5, 1.5],
    [1, 1, 1, 1],
    [1, 1, 1, 1.5],
    [None, 1, 2.5, None],
    [2.5, 2.5, 2.5, 2.5],
    [1, 1, None, 1],
    [None, 1, 2, 1],
    [1, 1, 0.5, 1],
    [1.5, 1.5, 1.5, 1.5],
    [1, 1.5, 1, None],
    [1, 1, 1.5, None],
    [1, 2, 2.5, 2],
    [None, 1, 1.5, 1],
    [0.5, 0.5, 0.5, 0.5],
]


@pytest.mark.parametrize(
    ("coefficient", "value", "se"),
    [
        (gwet_ac1, 0.77544, 0.14295),
        (fleiss_kappa, 0.76117, 0.15302),
        (conger_kappa, 0.76282, 0.14917),
        (brennan_prediger, 0.77273, 0.14472),
    ],
)
def test_four_raters_with_gaps(coefficient, value, se):
    found = coefficient(FOUR_RATERS)
    assert (found.value, found.se) == pytest.approx((value, se), abs=6e-6)
    assert (found.n, found.dropped, found.high) == (12, 0, 1.0)


def test_example_3_2_with_quadratic_weights():
    options = {"levels": ["A", "B", "C"], "weights": "quadratic"}
    found = [f(EXAMPLE_3_2, **options).value for f in (gwet_ac2, conger_kappa, fleiss_kappa)]
    assert found == pytest.approx([0.8261, 0.7772, 0.7673], abs=6e-5)


def test_scores_of_page_89_are_their_own_distances():
    assert gwet_ac2(PAGE_89).value == pytest.approx(0.7755, abs=6e-5)
    assert brennan_prediger(PAGE_89, weights="quadratic").value == pytest.approx(0.6823, abs=6e-5)
