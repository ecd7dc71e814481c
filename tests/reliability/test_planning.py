"""How many units to double-code."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from evalkit.errors import ParameterError
from evalkit.reliability import (
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    plan_table,
    plan_units,
    plan_width,
)


def unit_sd(expected, shares, **options):
    return plan_width(50, expected=expected, shares=shares, **options).unit_sd


def size_needed(null, expected, shares, power):
    """Units for a one-sided test at 5%."""
    sides = (norm.ppf(0.95), unit_sd(null, shares)), (norm.ppf(power), unit_sd(expected, shares))
    return (sum(z * sd for z, sd in sides) / (expected - null)) ** 2


def test_cantor_1996_needs_96_units():
    # R irr 0.84.1, N.cohen.kappa(0.5, 0.5, 0.7, 0.85): the second value is the null; prints 96.
    assert math.ceil(size_needed(0.85, 0.7, [0.5, 0.5], 0.8)) == 96


@pytest.mark.parametrize(("power", "most"), [(0.8, 101), (0.9, 136)])
def test_flack_1988_bounds_the_model_from_above(power, most):
    # R irr 0.84.1, N2.cohen.kappa(c(0.2, 0.25, 0.55), k1=0.6, k0=0.4): the largest error that any
    # table with these shares can have. Our model is one of those tables.
    needed = size_needed(0.4, 0.6, [0.2, 0.25, 0.55], power)
    assert 0.8 * most < needed <= most


@pytest.mark.parametrize("kappa", [0.0, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("share", [0.5, 0.2, 0.05])
def test_two_coders_and_two_levels_have_the_variance_of_bloch_and_kraemer(kappa, share):
    wanted = (1 - kappa) * (
        (1 - kappa) * (1 - 2 * kappa) + kappa * (2 - kappa) / (2 * share * (1 - share))
    )
    for coefficient in ("kappa", "alpha"):
        sd = unit_sd(kappa, [share, 1 - share], coefficient=coefficient)
        assert sd**2 == pytest.approx(wanted, rel=1e-9)


def test_three_levels_have_the_error_of_fleiss_cohen_and_everitt():
    # Shares 1/2, 1/4, 1/4 and kappa 1/2 give whole numbers in a table of 32; times 1000.
    shares = np.array([0.5, 0.25, 0.25])
    table = 0.5 * np.outer(shares, shares) + 0.5 * np.diag(shares)
    counts = np.rint(table * 32_000).astype(int).ravel()
    first, second = (np.repeat(side.ravel(), counts) for side in np.indices((3, 3)))
    found = cohen_kappa(np.column_stack([first, second]))
    assert found.value == pytest.approx(0.5)
    assert found.se * math.sqrt(32_000) == pytest.approx(unit_sd(0.5, shares), rel=1e-4)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_three_levels_have_the_error_of_alpha_on_every_scale(metric):
    shares = np.array([0.5, 0.25, 0.25])
    table = 0.5 * np.outer(shares, shares) + 0.5 * np.diag(shares)
    counts = np.rint(table * 32_000).astype(int).ravel()
    first, second = (np.repeat(side.ravel(), counts) for side in np.indices((3, 3)))
    found = krippendorff_alpha(np.column_stack([first, second]), metric=metric)
    planned = unit_sd(0.5, shares, metric=metric)
    assert found.value == pytest.approx(0.5, abs=1e-4)
    assert found.se * math.sqrt(32_000) == pytest.approx(planned, rel=1e-4)


def draw(rng, plan, n):
    """Codings as the docstring of `plan_units` says they come about."""
    shares = np.array(plan.shares)
    true = rng.choice(len(shares), n, p=shares)
    sees = rng.random((plan.coders, n)) < plan.sure
    guess = rng.choice(len(shares), (plan.coders, n), p=shares)
    return np.where(sees, true, guess).T


FUNCTIONS = {
    ("alpha", "nominal"): lambda x: krippendorff_alpha(x, levels=range_of(x)),
    ("alpha", "ordinal"): lambda x: krippendorff_alpha(x, metric="ordinal"),
    ("alpha", "interval"): lambda x: krippendorff_alpha(x, metric="interval"),
    ("kappa", "nominal"): fleiss_kappa,
    ("kappa", "interval"): lambda x: fleiss_kappa(x, weights="quadratic"),
    ("ac1", "nominal"): gwet_ac1,
}


def range_of(ratings):
    return list(range(int(ratings.max()) + 1))


@pytest.mark.parametrize(("coefficient", "metric"), FUNCTIONS)
@pytest.mark.parametrize("coders", [2, 4])
def test_the_analytic_error_of_many_units_is_the_planned_one(coefficient, metric, coders):
    n = 40_000
    plan = plan_width(
        n,
        expected=0.65,
        shares=[0.5, 0.3, 0.15, 0.05],
        coders=coders,
        coefficient=coefficient,
        metric=metric,
    )
    found = FUNCTIONS[coefficient, metric](draw(np.random.default_rng(8), plan, n))
    assert found.value == pytest.approx(0.65, abs=4 * plan.half_width)
    assert found.se * math.sqrt(n) == pytest.approx(plan.unit_sd, rel=0.03)


def test_conger_plans_as_fleiss_when_coders_use_levels_alike():
    plan = plan_width(40_000, expected=0.5, shares=[0.7, 0.3], coders=3, coefficient="kappa")
    found = conger_kappa(draw(np.random.default_rng(3), plan, 40_000))
    assert found.se * 200 == pytest.approx(plan.unit_sd, rel=0.03)


@pytest.mark.slow
@pytest.mark.parametrize(("coefficient", "metric"), [("alpha", "nominal"), ("alpha", "ordinal"),
                                                     ("kappa", "nominal"), ("ac1", "nominal")])  # fmt: skip
def test_planned_units_give_the_planned_width(coefficient, metric):
    plan = plan_units(
        0.12, expected=0.7, shares=[0.3, 0.4, 0.3], coders=3, coefficient=coefficient, metric=metric
    )
    rng = np.random.default_rng(11)
    found = [FUNCTIONS[coefficient, metric](draw(rng, plan, plan.units)) for _ in range(300)]
    values = np.array([each.value for each in found])
    spread = values.std(ddof=1)  # from 300 studies its own error is 4%
    assert spread == pytest.approx(plan.unit_sd / math.sqrt(plan.units), rel=0.13)
    widths = [(each.high - each.low) / 2 for each in found if each.high < 1]
    assert np.mean(widths) == pytest.approx(0.12, rel=0.06)
    assert np.mean([each.low <= 0.7 <= each.high for each in found]) > 0.9


@settings(max_examples=30, deadline=None)
@given(
    st.floats(0.03, 0.4),
    st.floats(0.1, 0.95),
    st.sampled_from([[0.5, 0.5], [0.9, 0.1], [0.2, 0.3, 0.5]]),
    st.integers(2, 4),
)
def test_the_planned_number_is_the_smallest_that_will_do(half, expected, shares, coders):
    plan = plan_units(half, expected=expected, shares=shares, coders=coders)
    options = {"expected": expected, "shares": shares, "coders": coders}
    assert plan.half_width <= half
    assert plan == plan_width(plan.units, **options)
    if plan.units > 2:
        assert plan_width(plan.units - 1, **options).half_width > half


def test_more_coders_need_fewer_units():
    table = plan_table([0.1], expected=0.7, shares=[0.8, 0.2], coders=[2, 3, 5])
    assert table["units"].is_monotonic_decreasing
    assert (table["codings"] == table["units"] * table["coders"]).all()


def test_skew_costs_kappa_units_and_ac1_none():
    even, skewed = [0.5, 0.5], [0.95, 0.05]
    assert unit_sd(0.8, skewed) > 1.5 * unit_sd(0.8, even)
    options = {"coefficient": "ac1"}
    assert unit_sd(0.9, skewed, **options) < unit_sd(0.9, even, **options)


def test_a_plan_reads_in_both_languages():
    plan = plan_units(0.1, expected=0.8, shares=[0.5, 0.5])
    assert (
        plan.in_language("nl")
        == "Krippendorffs alfa 0,80 ± 0,100 (95%-BI): 142 eenheden, 2 codeurs"
    )
    assert plan.codings == 284


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"half_width": 0}, "half width above 0"),
        ({"half_width": float("nan")}, "half width above 0"),
        ({"half_width": 1e-9}, "billion"),
        ({"expected": 1.0}, "below 1"),
        ({"expected": -0.1}, "chance"),
        ({"expected": 0.1, "coefficient": "ac1", "shares": [0.95, 0.05]}, "chance"),
        ({"shares": [0.5, 0.6]}, "together 1"),
        ({"shares": [1.0, 0.0]}, "at least two above 0"),
        ({"coders": 1}, "at least 2"),
        ({"level": 95}, "between 0 and 1"),
        ({"coefficient": "kapa"}, "did you mean 'kappa'"),
        ({"metric": "ordnal"}, "did you mean 'ordinal'"),
        ({"metric": "ordinal", "coefficient": "ac1"}, "does not go with"),
        ({"shares": [0.02] * 50, "coders": 5}, "merge levels"),
    ],
)
def test_what_cannot_be_planned_is_said(change, words):
    options = {"half_width": 0.1, "expected": 0.8, "shares": [0.5, 0.5]} | change
    with pytest.raises(ParameterError, match=words):
        plan_units(options.pop("half_width"), **options)
    with pytest.raises(ParameterError, match="at least 2"):
        plan_width(1, expected=0.8, shares=[0.5, 0.5])
