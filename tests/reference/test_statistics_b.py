"""Every case of regions, effect sizes, trends, missing units and replication, in its tolerance."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from evalkit import inference as inf
from evalkit.reliability import cohen_kappa

CASES = json.loads(Path(__file__).with_name("statistics_b.json").read_text("utf-8"))["cases"]
BY_ID = {case["id"]: case for case in CASES}


def close(found, expected, case):
    assert found == pytest.approx(expected, abs=case["tolerance"], rel=case["tolerance"])


def case_of(name):
    case = BY_ID[name]
    return case, case["input"], case["expected"]


def bcg():
    data = {name: np.array(column) for name, column in BY_ID["pooling-bcg-hksj"]["input"].items()
            if name != "data"}  # fmt: skip
    treated, control = data["tpos"] + data["tneg"], data["cpos"] + data["cneg"]
    y = np.log(data["tpos"] / treated / (data["cpos"] / control))
    v = 1 / data["tpos"] - 1 / treated + 1 / data["cpos"] - 1 / control
    return y, np.sqrt(v)


def ratings(table):
    table = np.array(table)
    first, second = (np.repeat(axis.ravel(), table.ravel()) for axis in np.indices(table.shape))
    return np.column_stack([first, second])


def test_james_stein_gives_the_baseball_averages():
    case, given, expected = case_of("js-efron-morris")
    share = np.array(given["hits_of_45"]) / 45
    found = inf.james_stein(share, share.mean() * (1 - share.mean()) / 45)
    close(found.mean, expected["mean"], case)
    close(found.factor, expected["c"], case)
    close(found.table["shrunken"].tolist(), expected["estimates"], case)


def test_the_beta_binomial_gives_the_rat_tumours():
    case, given, expected = case_of("eb-beta-binomial-rats")
    moments = inf.beta_binomial(given["y"], given["n"], estimator="moments")
    close([moments.alpha, moments.beta], [expected["moment_alpha"], expected["moment_beta"]], case)
    close(moments.table["value"].mean(), expected["mean"], case)
    close(moments.table["value"].std(), expected["sd"], case)
    close(moments.shrink(4, 14).value, expected["posterior_mean_4_of_14_moment"], case)
    likeliest = inf.beta_binomial(given["y"], given["n"], estimator="ML")
    close([likeliest.alpha, likeliest.beta], expected["ml_alpha_beta"], case)


def test_the_hksj_interval_is_that_of_metafor():
    case, _, expected = case_of("pooling-bcg-hksj")
    found = inf.random_effects(*bcg())
    close(found.mean.se, expected["se"], case)
    close([found.mean.low, found.mean.high], expected["ci"], case)
    close(found.p_value, expected["p"], case)


@pytest.mark.parametrize("name", ["REML normal", "REML HKSJ", "ML HKSJ", "DL normal"])
def test_random_effects_are_those_of_metafor(name):
    case, _, expected = case_of("metafor-bcg")
    estimator, interval = name.split()
    found = inf.random_effects(*bcg(), estimator=estimator, interval=interval)
    close(found.q, expected["Q"], case)
    expected = expected[name]
    close(found.tau2, expected["tau2"], case)
    close([found.mean.value, found.mean.se], [expected["mean"], expected["se"]], case)
    close([found.mean.low, found.mean.high], expected["ci"], case)
    close([found.prediction.low, found.prediction.high], expected["pi"], case)
    close(found.p_value, expected["p"], case)


def test_shrunken_values_are_those_of_metafor():
    case, _, expected = case_of("metafor-bcg")
    found = inf.random_effects(*bcg())
    close(found.table["shrunken"].tolist(), expected["blup"], case)
    close(found.table["shrunken_se"].tolist(), expected["blup se"], case)
    close(found.i2, expected["I2"], case)
    close(inf.random_effects(*bcg(), estimator="PM").tau2, expected["PM tau2"], case)


def test_the_interval_of_tau2_puts_q_at_its_quantiles():
    # metafor's confint stops at the default tolerance of uniroot; this is what it solves.
    from scipy.stats import chi2

    from evalkit.inference.between_variance import generalised_q

    y, se = bcg()
    found = inf.random_effects(y, se)
    ends = [generalised_q(tau2, y, se**2) for tau2 in (found.tau2_low, found.tau2_high)]
    assert ends == pytest.approx(chi2.ppf([0.975, 0.025], 12), rel=1e-9)
    assert [found.tau2_low, found.tau2_high] == pytest.approx([0.1197, 1.1115], abs=1e-4)


def test_the_negative_binomial_gives_the_school_days():
    case, given, expected = case_of("negbin-quine")
    age = np.array(given["Age"])
    x = pd.DataFrame({name: given[name] for name in ("EthN", "SexM")})
    x = x.assign(AgeF1=age == 1, AgeF2=age == 2, AgeF3=age == 3, LrnSL=given["LrnSL"]).astype(float)
    fit = inf.series_regression(given["Days"], x, family="negative binomial", errors="model")
    close(fit.table["estimate"].tolist(), list(expected["coef"].values()), case)
    close([fit.theta, 2 * fit.log_likelihood], [expected["theta"], expected["twologlik"]], case)
    assert fit.table["se"].iloc[0] == pytest.approx(0.228424615, abs=1e-6)
    assert fit.theta_se == pytest.approx(0.161035179, abs=1e-6)
    poisson = inf.series_regression(given["Days"], x, errors="model")
    close(poisson.dispersion, expected["poisson_pearson_dispersion"], case)
    assert any("too small" in warning.en for warning in poisson.warnings)  # the trap


def test_newey_west_errors_are_those_of_sandwich():
    case, given, expected = case_of("newey-west-seatbelts")
    time = np.arange(1, 193)
    x = pd.DataFrame({"t": time, "law": (time >= given["law_from"]).astype(float)})

    def fit(**options):
        return inf.series_regression(given["killed"], x, **options)

    poisson = {"exposure": given["kms"], "lags": 6}
    model = fit(errors="model", **poisson)
    close(model.table["estimate"].tolist(), expected["coef"], case)
    close(model.table["se"].tolist(), expected["model se"], case)
    close(model.dispersion, expected["dispersion"], case)
    close(fit(small_sample=False, **poisson).table["se"].tolist(), expected["hac se"], case)
    close(fit(**poisson).table["se"].tolist(), expected["hac adjusted se"], case)
    linear = fit(family="linear", lags=4, small_sample=False).table
    close(linear["estimate"].tolist(), expected["linear coef"], case)
    close(linear["se"].tolist(), expected["linear hac se"], case)


def test_the_rate_ratio_is_that_of_poisson_test():
    case, given, expected = case_of("poisson-rate-ratio")
    found = inf.poisson_rate_ratio(given["events"], given["time"])
    close([found.p_value, found.value], [expected["p"], expected["est"]], case)
    close([found.low, found.high], expected["ci"], case)
    case, given, expected = case_of("poisson-test")
    for events, time, (low, high) in zip(
        given["events"], given["time"], expected["ci"], strict=True
    ):
        found = inf.poisson_rate_ratio(events, time)
        close([found.low, found.high], [low, math.inf if high is None else high], case)


def test_weighted_kappa_is_that_of_cohen():
    case, given, expected = case_of("weighted-kappa-cohen1968")
    pairs = ratings(np.round(np.array(given["p"]) * 100).astype(int))
    close(cohen_kappa(pairs).value, expected["kappa"], case)
    close(cohen_kappa(pairs, weights=given["weights"]).value, expected["wk"], case)


def test_the_kappas_of_couples_are_those_of_vcd():
    case, given, expected = case_of("kappa-couples")
    pairs = ratings(given["table"])
    for weights, name in (("unweighted",) * 2, ("linear",) * 2, ("quadratic",) * 2):
        found = cohen_kappa(pairs, levels=[0, 1, 2, 3], weights=weights)
        close([found.value, found.se], expected[name], case)


def test_dyads_say_agreement_and_bias_side_by_side():
    _, given, expected = case_of("kappa-couples")
    pairs = ratings(given["table"])
    answers = pd.DataFrame(
        {
            "unit": np.repeat(np.arange(len(pairs)), 2),
            "party": ["husband", "wife"] * len(pairs),
            "item": "fun",
            "value": pairs.ravel().astype(str),
        }
    )
    found = inf.dyad_congruence(
        answers, levels={"fun": list("0123")}, parties=("husband", "wife"), by=["unit"]
    )
    row = found.table.iloc[0]
    assert row["pairs"] == 91
    assert row["kappa"] == pytest.approx(expected["quadratic"][0], abs=1e-9)
    assert row["same"] == np.trace(given["table"])
    assert (row["second_higher"], row["first_higher"]) == (31, 27)
    assert row["homogeneity_p"] == pytest.approx(inf.stuart_maxwell_test(given["table"]).p_value)
    assert row["difference"] == pytest.approx((pairs[:, 1] - pairs[:, 0]).mean())


def test_the_bounds_of_fourteen_of_eighteen():
    case, given, expected = case_of("bounds-nonresponse")
    found = inf.worst_case_bounds(given["observed_yes"], given["observed_n"], population=given["N"])
    close([found.low, found.high], expected["bounds"], case)


def test_the_sceptical_p_value_is_that_of_replication_success():
    case, _, expected = case_of("sceptical-p")
    first, second = norm.isf(0.005), norm.isf(0.01)
    nominal = inf.sceptical_p(first, second, variance_ratio=2, recalibration="nominal")
    golden = inf.sceptical_p(first, second, variance_ratio=2)
    two = inf.sceptical_p(first, first, variance_ratio=2, alternative="two-sided")
    close(nominal.p_value, expected["nominal"], case)
    close(golden.p_value, expected["golden"], case)
    close(two.p_value, expected["two"], case)
    close(inf.sceptical_z(2, 3, variance_ratio=2), expected["z1"], case)
    close(inf.sceptical_z(3, 2, variance_ratio=2), expected["z2"], case)


def test_fourteen_of_twenty_one_replications_lie_in_the_prediction_interval():
    _, given, expected = case_of("prediction-interval-ssrp")
    inside = 0
    for old, new, old_se, new_se in zip(
        *(given[name] for name in ("fiso", "fisr", "seo", "ser")), strict=True
    ):
        interval = inf.replication_prediction_interval(old, old_se, new_se)
        inside += interval.low <= new <= interval.high
    assert (inside, len(given["fiso"])) == (expected["inside"], expected["n"])


def test_small_telescopes_give_a_third_of_power():
    case, given, expected = case_of("small-telescopes-d33")
    rows = [inf.small_telescopes(n).table.iloc[0] for n in given["n_per_cell"]]
    close([row["d_small"] for row in rows], expected["d33"], case)
    factor = expected["replication_multiplier"]
    assert [row["new_n_needed"] for row in rows] == [
        math.ceil(factor * n) for n in given["n_per_cell"]
    ]


def test_bayes_factors_are_those_of_bayesfactor():
    case, given, expected = case_of("bf-binomial")
    flat = given["uniform prior"]
    found = inf.binomial_bayes_factor(flat["y"], flat["n"], p0=flat["p0"], prior="uniform")
    close(found, expected["BF10_uniform"], case)
    for data, bf in zip(given["logistic prior r=.5"], expected["BF10_logistic"], strict=True):
        close(inf.binomial_bayes_factor(data["y"], data["n"], p0=data["p0"], scale=0.5), bf, case)


def test_effect_sizes_are_those_of_effectsize():
    case, given, expected = case_of("effectsize")
    # R takes the first minus the second, here it is the second minus the first.
    pairs = inf.rank_biserial(given["second"], given["first"])
    delta = inf.cliffs_delta(given["a"], given["b"], interval="fisher")
    h = inf.cohen_h(*given["h"])
    for found, name in ((pairs, "rank_biserial"), (delta, "cliffs_delta"), (h, "cohens_h")):
        close([found.value, found.low, found.high], expected[name], case)


def test_cliffs_limits_are_those_of_effsize():
    case, given, expected = case_of("effsize-cliff")
    found = inf.cliffs_delta(given["a"], given["b"])
    close([found.value, found.low, found.high], [expected["delta"], *expected["ci"]], case)


@pytest.mark.parametrize("df", ["inf", "29"])
def test_rubins_rules_are_those_of_mice(df):
    case, given, expected = case_of("rubin-pool")
    found = inf.rubin_pool(given["estimates"], given["variances"], complete_df=float(df))
    row = found.table.iloc[0]
    close([row[name] for name in expected[df]], list(expected[df].values()), case)


def test_adjusted_p_values_are_those_of_r():
    case, given, expected = case_of("p-adjust")
    close(inf.holm(given["p"], family="all").table["adjusted"].tolist(), expected["holm"], case)
    bh = inf.benjamini_hochberg(given["p"], family="all")
    close(bh.table["adjusted"].tolist(), expected["bh"], case)


@pytest.mark.parametrize(("kind", "target"), [("binomial", 0.3), ("poisson", 1.0)])
def test_funnel_limits_are_the_exact_quantiles(kind, target):
    case, given, expected = case_of("funnel-exact")
    n = given[f"{kind} n"]
    table = inf.funnel_limits([1] * len(n), n, kind=kind, target=target).table
    found = table[["low_99.8", "low_95", "high_95", "high_99.8"]].to_numpy().tolist()
    for row, right in zip(found, expected[kind], strict=True):
        close(row, right, case)


def test_overdispersion_of_the_funnel():
    case, given, expected = case_of("funnel-exact")
    found = inf.funnel_limits(given["k"], given["n"], overdispersion="tau2")
    close([found.phi, found.tau2], [expected["phi"], expected["tau2"]], case)
    s2 = found.target * (1 - found.target) / np.array(given["n"])
    high = np.minimum(1, found.target + norm.ppf(0.975) * np.sqrt(s2 + expected["tau2"]))
    assert found.table["high_95"].tolist() == pytest.approx(high.tolist())
