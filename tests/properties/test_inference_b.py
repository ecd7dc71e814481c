"""What must hold for regions, effect sizes, two parties, trends, missing units, replication."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta as beta_law
from scipy.stats import norm

from evalkit import inference as inf

SIZES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=12)
SCORES = st.lists(st.integers(1, 5), min_size=1, max_size=15)


def counts(pairs):
    n = [k + rest for k, rest in pairs]
    return [k for k, _ in pairs], n


@given(SIZES, st.sampled_from(["none", "phi", "tau2"]))
def test_funnel_limits_hold_the_target_and_widen_with_the_level(pairs, overdispersion):
    k, n = counts(pairs)
    found = inf.funnel_limits(k, n, overdispersion=overdispersion)
    if math.isnan(found.target) or found.target in {0.0, 1.0}:
        assert found.reason is not None
        return
    seen = found.table[found.table["n"] > 0]
    assert (seen["low_99.8"] <= seen["low_95"] + 1e-12).all()
    assert (seen["high_95"] <= seen["high_99.8"] + 1e-12).all()
    assert seen[["low_99.8", "high_99.8"]].to_numpy().min() >= 0
    assert seen[["low_99.8", "high_99.8"]].to_numpy().max() <= 1
    assert found.table.loc[found.table["n"] == 0, "outside"].isna().all()


@given(SIZES)
def test_overdispersion_only_ever_widens_the_normal_limits(pairs):
    k, n = counts(pairs)
    plain = inf.funnel_limits(k, n)
    if plain.reason is not None or not plain.phi > 1:
        return
    wide = inf.funnel_limits(k, n, overdispersion="phi").table
    s = np.sqrt(plain.target * (1 - plain.target) / wide["n"].replace(0, np.nan))
    low = (plain.target - norm.ppf(0.975) * s).clip(lower=0)
    assert (wide["low_95"].fillna(0) <= low.fillna(0) + 1e-12).all()


@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 2)), min_size=2, max_size=10),
    st.floats(-5, 5),
    st.floats(0.1, 10),
)
@settings(max_examples=40, deadline=None)
def test_random_effects_move_and_stretch_with_the_data(pairs, shift, scale):
    y, se = map(np.array, zip(*pairs, strict=True))
    first = inf.random_effects(y, se)
    second = inf.random_effects(y * scale + shift, se * scale)
    assert second.tau2 == pytest.approx(first.tau2 * scale**2, rel=1e-5, abs=1e-9 * scale**2)
    assert second.mean.value == pytest.approx(first.mean.value * scale + shift, rel=1e-5, abs=1e-6)
    ends = first.table[["value", "shrunken"]].assign(mean=first.mean.value)
    low, high = ends[["value", "mean"]].min(axis=1), ends[["value", "mean"]].max(axis=1)
    assert ((ends["shrunken"] >= low - 1e-9) & (ends["shrunken"] <= high + 1e-9)).all()
    assert first.prediction.low <= first.mean.low
    assert first.table["weight"].sum() == pytest.approx(1)


@given(SIZES, st.sampled_from(["integrated", "ML", "moments"]))
@settings(max_examples=25, deadline=None)
def test_shrunken_shares_are_shares_and_mirror(pairs, estimator):
    k, n = counts(pairs)
    found = inf.beta_binomial(k, n, estimator=estimator)
    if found.reason is not None:
        assert found.table["shrunken"].isna().all()
        return
    assert found.table[["shrunken", "low", "high"]].to_numpy().min() >= 0
    assert found.table[["shrunken", "low", "high"]].to_numpy().max() <= 1
    mirrored = inf.beta_binomial([b - a for a, b in zip(k, n, strict=True)], n, estimator=estimator)
    if math.isinf(found.alpha) == math.isinf(mirrored.alpha):
        there, back = found.table["shrunken"], 1 - mirrored.table["shrunken"]
        assert there.tolist() == pytest.approx(back.tolist(), abs=2e-3)


def test_the_tabulated_law_is_the_beta_law():
    found = inf.beta_binomial([3, 8, 15], [10, 20, 30], estimator="moments")
    a, b = found.alpha + 3, found.beta + 7
    row = found.table.iloc[0]
    assert [row["low"], row["high"]] == pytest.approx(beta_law.ppf([0.025, 0.975], a, b), abs=2e-4)
    assert row["shrunken"] == pytest.approx(a / (a + b))


@given(st.lists(st.floats(-2, 2), min_size=4, max_size=9), st.floats(0.1, 1))
@settings(max_examples=30, deadline=None)
def test_places_are_shared_out_once(values, se):
    pooled = inf.random_effects(values, [se] * len(values))
    found = inf.lowest_quarter_probability(pooled)
    if found.reason is not None:
        assert found.table["probability"].isna().all()
        return
    assert found.table["probability"].sum() == pytest.approx(len(values) // 4, abs=0.02)
    assert (found.table["place_low"] <= found.table["place_high"]).all()
    order = np.argsort(values, kind="stable")
    probability = found.table["probability"].to_numpy()[order]
    assert (np.diff(probability) <= 1e-6).all()


def test_places_agree_with_random_draws():
    pooled = inf.random_effects([0.1, 0.4, 0.5, 0.9, 0.3], [0.2, 0.1, 0.3, 0.2, 0.1])
    random = np.random.default_rng(7)
    draws = random.normal(pooled.table["shrunken"], pooled.spread, (200_000, 5))
    share = (draws.argsort(axis=1).argsort(axis=1) < 1).mean(axis=0)
    found = inf.lowest_quarter_probability(pooled).table["probability"]
    assert found.tolist() == pytest.approx(share.tolist(), abs=0.005)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_values_keep_their_order_and_never_fall(p):
    holm = inf.holm(p, family="all").table["adjusted"].to_numpy()
    bh = inf.benjamini_hochberg(p, family="all").table["adjusted"].to_numpy()
    assert (bh >= np.array(p) - 1e-15).all()
    assert (holm >= bh - 1e-15).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(bh[order]) >= 0).all()
    assert (np.diff(holm[order]) >= 0).all()


@given(SCORES, SCORES)
def test_cliffs_delta_turns_with_its_groups(first, second):
    there, back = inf.cliffs_delta(first, second), inf.cliffs_delta(second, first)
    assert there.value == pytest.approx(-back.value)
    assert -1 <= there.value <= 1
    if not math.isnan(there.low):
        assert there.low <= there.value + 1e-12
        assert there.low == pytest.approx(-back.high)
    squares = inf.cliffs_delta([x**3 for x in first], [x**3 for x in second])
    assert squares.value == there.value


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_assumptions_stay_within_the_worst_case(k, rest, missing):
    n = k + rest
    if n + missing == 0:
        return
    bounds = inf.worst_case_bounds(k, n, population=n + missing)
    assert bounds.high - bounds.low == pytest.approx(missing / (n + missing))
    drawn = inf.imputed_share(k, n, population=n + missing, draws=20)
    if n:
        assert bounds.low - 1e-12 <= drawn.low <= drawn.high <= bounds.high + 1e-12


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.05, 0.95))
@settings(max_examples=25, deadline=None)
def test_bayes_factors_average_to_one_under_the_null(k, rest, p0):
    n = k + rest
    mirrored = inf.binomial_bayes_factor(rest, n, p0=1 - p0)
    assert inf.binomial_bayes_factor(k, n, p0=p0) == pytest.approx(mirrored, rel=1e-6)
    if n <= 12:
        chance = [math.comb(n, j) * p0**j * (1 - p0) ** (n - j) for j in range(n + 1)]
        factors = [inf.binomial_bayes_factor(j, n, p0=p0) for j in range(n + 1)]
        assert np.dot(chance, factors) == pytest.approx(1, rel=1e-6)


@given(st.floats(0.1, 5), st.floats(0.1, 5), st.floats(0.05, 5))
def test_the_sceptical_z_is_below_both_and_symmetric(first, second, ratio):
    z = inf.sceptical_z(first, second, variance_ratio=ratio)
    assert 0 <= z <= min(first, second) + 1e-9
    assert z == pytest.approx(inf.sceptical_z(second, first, variance_ratio=ratio))
    near = inf.sceptical_z(first, second, variance_ratio=1 + 1e-9)
    assert near == pytest.approx(inf.sceptical_z(first, second, variance_ratio=1), rel=1e-6)


@given(st.floats(-1, 1), st.floats(0.01, 1), st.floats(0.01, 1))
def test_equivalence_is_the_interval_inside_the_margin(value, se, margin):
    found = inf.tost(value, se, margin=margin)
    assert found.equivalent == (-margin < found.low and found.high < margin)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_dyads_turn_with_the_parties(pairs):
    rows = [
        {"party": party, "municipality": f"GM{unit:04}", "item": "a", "value": str(value)}
        for unit, pair in enumerate(pairs)
        for party, value in zip(("VT", "team"), pair, strict=True)
    ]
    answers, scale = pd.DataFrame(rows), {"a": ["0", "1", "2"]}
    there = inf.dyad_congruence(answers, levels=scale, by=["municipality"]).table.iloc[0]
    back = inf.dyad_congruence(
        answers, levels=scale, parties=("team", "VT"), by=["municipality"]
    ).table.iloc[0]
    assert there["difference"] == pytest.approx(-back["difference"])
    assert (there["first_higher"], there["same"]) == (back["second_higher"], back["same"])
    assert there["rosier"] == back["rosier"]
    assert there["same"] + there["first_higher"] + there["second_higher"] == len(pairs)


@pytest.mark.parametrize("estimator", ["REML", "ML", "DL", "PM"])
def test_the_unit_of_estimates_does_not_decide_how_precise_tau2_is(estimator):
    y, se = np.array([1.0, 3, 2]), np.array([0.1, 0.1, 0.2])
    right = inf.random_effects(y, se, estimator=estimator)
    found = inf.random_effects(y * 1e-6, se * 1e-6, estimator=estimator)
    for end in ("tau2", "tau2_low", "tau2_high"):
        assert getattr(found, end) * 1e12 == pytest.approx(getattr(right, end), rel=1e-9)


@pytest.mark.parametrize("k", [[0, 6, 1], [2, 5, 0], [0, 0, 5]])
def test_integrated_shares_of_few_units_do_not_hang_on_the_edge_of_the_grid(k):
    from scipy.special import betaln, expit

    n = np.array([2, 19, 20])
    centre, size = np.meshgrid(
        expit(np.linspace(-14, 14, 601)),
        np.exp(np.linspace(np.log(0.5), np.log(1e6), 601)),
        indexing="ij",
    )
    a, b = centre * size, (1 - centre) * size
    # Uniform in the centre, (a + b)^(-5/2) otherwise: per logit and logarithm.
    weight = np.log(centre) + np.log1p(-centre) - np.log(size) / 2
    for one_k, one_n in zip(k, n, strict=True):
        weight += betaln(a + one_k, b + one_n - one_k) - betaln(a, b)
    weight = np.exp(weight - weight.max())
    found = inf.beta_binomial(k, n)
    assert found.mean.value == pytest.approx((weight * centre).sum() / weight.sum(), abs=1.5e-3)


def test_integrated_shares_are_those_of_the_prior_in_other_coordinates():
    from scipy.special import betaln

    k, n = np.array([3, 8, 15, 1]), np.array([10, 10, 30, 8])
    log = np.linspace(-8, 14, 500)
    a, b = (np.exp(part) for part in np.meshgrid(log, log, indexing="ij"))
    # The prior (a + b)^(-5/2) on (a, b), with the Jacobian a b of the logarithms.
    weight = -2.5 * np.log(a + b) + np.log(a) + np.log(b)
    for one_k, one_n in zip(k, n, strict=True):
        weight += betaln(a + one_k, b + one_n - one_k) - betaln(a, b)
    weight = np.exp(weight - weight.max()) * (a + b >= 0.5)
    right = [
        (weight * (a + x) / (a + b + m)).sum() / weight.sum() for x, m in zip(k, n, strict=True)
    ]
    found = inf.beta_binomial(k, n).table["shrunken"]
    assert found.tolist() == pytest.approx(right, abs=2e-3)


def test_the_controlled_sceptical_p_has_its_closed_form_at_equal_variances():
    from scipy.stats import gamma

    z2 = inf.sceptical_z(2.5, 2.0, variance_ratio=1) ** 2
    found = inf.sceptical_p(2.5, 2.0, variance_ratio=1, recalibration="controlled")
    assert found.p_value == pytest.approx(math.sqrt(gamma.sf(z2, 0.5, scale=0.5)) / 2, rel=1e-6)


def test_a_new_effect_at_the_small_one_is_not_smaller():
    small = inf.small_telescopes(20).table["d_small"].iloc[0]
    at = inf.small_telescopes(20, new_d=small, new_n=50).table["p_smaller"].iloc[0]
    below = inf.small_telescopes(20, new_d=0.0, new_n=50).table["p_smaller"].iloc[0]
    assert at == pytest.approx(0.5, abs=0.02)
    assert below == pytest.approx(norm.cdf(-small * 5), abs=1e-12)


def test_missing_units_with_larger_odds_raise_the_share():
    low, even, high = (
        inf.imputed_share(10, 14, population=18, odds_ratio=odds).value for odds in (0.1, 1, 10)
    )
    assert low < even < high


def test_a_series_without_noise_gives_back_its_slopes():
    time = np.arange(20)
    after = time >= 10
    y = np.round(1e6 * np.exp(0.02 * time + 0.3 * after + 0.05 * np.where(after, time - 10, 0)))
    model = inf.segmented_trend(y, break_at=11, family="poisson", errors="quasi").model
    assert model.table["term"].tolist() == ["intercept", "time", "step", "slope change"]
    assert model.table["estimate"].tolist() == pytest.approx(
        [math.log(1e6), 0.02, 0.3, 0.05], abs=1e-5
    )


# Simulated coverage at the designs of the sources.


def coverage(hits):
    return float(np.mean(hits))


@pytest.mark.slow
@pytest.mark.parametrize("units", [6, 14, 18])
def test_hksj_covers_the_mean_with_few_regions(units):
    random = np.random.default_rng(4)
    hits = {"HKSJ": [], "normal": []}
    for _ in range(200):
        se = random.uniform(0.05, 0.15, units)
        y = random.normal(0.5, np.sqrt(0.1**2 + se**2))
        for interval, found in hits.items():
            mean = inf.random_effects(y, se, interval=interval).mean
            found.append(mean.low <= 0.5 <= mean.high)
    assert coverage(hits["HKSJ"]) >= 0.92
    if units == 6:
        assert coverage(hits["normal"]) < coverage(hits["HKSJ"])


@pytest.mark.slow
@pytest.mark.parametrize(("units", "files", "repeats"), [(6, 25, 40), (18, 8, 20), (23, 7, 20)])
def test_integrated_intervals_cover_the_true_shares(units, files, repeats):
    random = np.random.default_rng(5)
    shrunken, plug_in, means, new = [], [], [], []
    for _ in range(repeats):
        true = random.beta(6, 4, units)
        k = random.binomial(files, true)
        found = inf.beta_binomial(k, [files] * units)
        shrunken += ((found.table["low"] <= true) & (true <= found.table["high"])).tolist()
        means.append(found.mean.low <= 0.6 <= found.mean.high)
        fresh = random.beta(6, 4)
        new.append(found.prediction.low <= fresh <= found.prediction.high)
        if units > 6:
            continue
        fixed = inf.beta_binomial(k, [files] * units, estimator="ML").table
        plug_in += ((fixed["low"] <= true) & (true <= fixed["high"])).tolist()
    assert 0.92 <= coverage(shrunken) <= 0.985
    assert coverage(means) >= 0.85
    assert coverage(new) >= 0.85
    if units == 6:
        assert coverage(plug_in) < coverage(shrunken)


@pytest.mark.slow
def test_the_funnel_holds_its_level_when_nothing_differs():
    random = np.random.default_rng(6)
    outside = []
    for _ in range(200):
        n = random.integers(10, 60, 26)
        found = inf.funnel_limits(random.binomial(n, 0.6), n, target=0.6)
        outside += (found.table["outside"] != "").tolist()
    # Whole counts: never more than 5%, and 3.0% at these sizes.
    assert 0.025 <= coverage(outside) <= 0.05


@pytest.mark.slow
def test_the_trend_finds_the_break_that_is_there():
    random = np.random.default_rng(8)
    hits = []
    after = np.arange(24) >= 12
    for _ in range(100):
        mean = 100 * np.exp(0.01 * np.arange(24) + 0.3 * after)
        y = random.negative_binomial(20, 20 / (20 + mean))
        found = inf.segmented_trend(y, break_at=13, errors="model")
        step = found.model.table.set_index("term").loc["step"]
        hits.append(step["low"] <= 0.3 <= step["high"])
    assert 0.88 <= coverage(hits) <= 0.99


@pytest.mark.parametrize("scale", [0.05, 0.1, 0.5, 3.0])
@pytest.mark.parametrize(
    ("k", "n", "p0"),
    [(10, 18, 0.01), (150, 150, 0.01), (1, 1, 0.2), (0, 6, 0.99), (3, 14, 0.5), (0, 2000, 0.2)],
)
def test_a_bayes_factor_far_from_the_claim_is_the_integral_over_the_log_odds(k, n, p0, scale):
    from scipy.special import log_expit, logit, logsumexp

    def log(eta):
        x = (eta - logit(p0)) / scale
        prior = log_expit(x) + log_expit(-x) - np.log(scale)
        return k * log_expit(eta) + (n - k) * log_expit(-eta) + prior

    # The trapezoid rule on a smooth law that vanishes at both ends is exact to rounding.
    eta = logit(p0) + np.arange(-30_000, 30_001) * scale / 20
    right = logsumexp(log(eta)) + np.log(scale / 20)
    found = inf.binomial_bayes_factor(k, n, p0=p0, scale=scale)
    null = k * np.log(p0) + (n - k) * np.log1p(-p0)
    if right - null < 700:
        assert np.log(found) == pytest.approx(right - null, abs=1e-8)


@pytest.mark.parametrize("size", [2, 3, 4, 5, 20])
@pytest.mark.parametrize("power", [1 / 3, 0.5, 0.9])
def test_small_telescopes_of_any_size_have_the_power_they_are_named_after(size, power):
    from statsmodels.stats.power import TTestIndPower

    table = inf.small_telescopes(size, power=power, new_d=-5, new_n=200).table
    assert TTestIndPower().power(table["d_small"].iloc[0], size, 0.05) == pytest.approx(power)
    assert table["p_smaller"].iloc[0] < 1e-9


@pytest.mark.parametrize("limits", ["interpolated", "integer"])
@pytest.mark.parametrize("target", [0.05, 0.3, 0.5, 0.7, 0.9])
def test_a_funnel_judges_by_the_tail_and_a_share_as_its_complement(target, limits):
    from scipy.stats import binom

    n = np.repeat(np.arange(1, 26), np.arange(1, 26) + 1)
    k = np.concatenate([np.arange(size + 1) for size in range(1, 26)])
    yes = inf.funnel_limits(k, n, target=target, limits=limits).table["outside"]
    no = inf.funnel_limits(n - k, n, target=1 - target, limits=limits).table["outside"]
    swapped = {"above": "below", "below": "above", "": ""}
    sides = [side.partition(" ") for side in yes]
    assert no.tolist() == [swapped[side] + blank + level for side, blank, level in sides]
    for level, name in ((0.95, "95%"), (0.998, "99.8%")):
        tail = (1 - level) / 2
        above = yes.isin([f"above {name}", "above 99.8%"]).to_numpy()
        below = yes.isin([f"below {name}", "below 99.8%"]).to_numpy()
        for judged, chance in (
            (above, binom.sf(k - 1, n, target)),
            (below, binom.cdf(k, n, target)),
        ):
            told = np.abs(chance - tail) > 1e-9  # 0 of 3 around 90% has a chance of just 0.001
            assert (judged == (chance < tail))[told].all()
