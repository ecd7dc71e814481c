"""Coverage at the designs of the sources: n = 6, 14, 18, 22, and 150 files in 23 teams."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, norm

from evalkit import inference as inf

SIZES = (6, 14, 18, 22)
SHARES = np.linspace(0.02, 0.98, 97)


def coverage(interval, n):
    """Exact: summed over all counts, at 97 true shares."""
    found = [interval(k, n) for k in range(n + 1)]
    low, high = (np.array([getattr(one, end) for one in found]) for end in ("low", "high"))
    chance = binom.pmf(np.arange(n + 1)[:, None], n, SHARES)
    return (chance * ((low[:, None] <= SHARES) & (high[:, None] >= SHARES))).sum(axis=0)


@pytest.mark.parametrize("n", SIZES)
def test_coverage_of_one_share(n):
    wilson = coverage(inf.wilson_interval, n)
    exact = coverage(inf.clopper_pearson_interval, n)
    midp = coverage(inf.midp_interval, n)
    assert exact.min() >= 0.95
    assert midp.mean() >= 0.95
    assert midp.min() > 0.90
    assert wilson.mean() == pytest.approx(0.95, abs=0.015)
    assert wilson.min() > 0.82
    corrected = coverage(lambda k, n: inf.wilson_interval(k, n, continuity=True), n)
    assert corrected.min() > 0.93


@pytest.mark.parametrize(("n1", "n2"), [(6, 6), (14, 18)])
def test_coverage_of_a_difference(n1, n2):
    shares = (0.1, 0.3, 0.5, 0.8)
    for interval, least in ((inf.newcombe_interval, 0.91), (inf.miettinen_nurminen_interval, 0.91)):
        found = [[interval(a, n1, b, n2) for b in range(n2 + 1)] for a in range(n1 + 1)]
        low = np.array([[one.low for one in row] for row in found])
        high = np.array([[one.high for one in row] for row in found])
        for p1 in shares:
            for p2 in shares:
                chance = np.outer(
                    binom.pmf(range(n1 + 1), n1, p1), binom.pmf(range(n2 + 1), n2, p2)
                )
                held = (low <= p2 - p1) & (p2 - p1 <= high)
                assert (chance * held).sum() > least


def test_coverage_of_the_typical_change_of_14_municipalities():
    rng = np.random.default_rng(20)
    held = 0
    for _ in range(1500):
        steps = rng.choice([-1, 0, 1, 2, 3], p=[0.1, 0.2, 0.4, 0.2, 0.1], size=14)
        found = inf.hodges_lehmann(steps)
        held += found.low <= 1 <= found.high
    # The law is symmetric about 1; ties make the interval wider, never narrower.
    assert held / 1500 >= 0.95


def teams(rng, sizes, deviation):
    codes = np.repeat(np.arange(len(sizes)), sizes)
    values = rng.normal(size=len(sizes))[codes] * deviation + rng.normal(size=len(codes))
    return values, codes


@pytest.mark.slow
def test_coverage_of_a_mean_of_150_files_in_23_teams():
    rng = np.random.default_rng(23)
    sizes = np.full(23, 6) + (np.arange(23) < 12)
    held = {"survey": 0, "cr2": 0, "files alone": 0}
    runs = 500
    for _ in range(runs):
        values, codes = teams(rng, sizes, 0.6)
        designed = inf.survey_mean(values, clusters=codes)
        cr2 = inf.cluster_regression(values, clusters=codes).coefficients[0]
        alone = inf.survey_mean(values)
        for name, one in zip(held, (designed, cr2, alone), strict=True):
            held[name] += one.low <= 0 <= one.high
    assert held["survey"] / runs == pytest.approx(0.95, abs=0.03)
    assert held["cr2"] / runs == pytest.approx(0.95, abs=0.03)
    assert held["files alone"] / runs < 0.85  # files of a team are not independent


@pytest.mark.slow
def test_coverage_of_a_share_of_150_files_in_23_teams():
    rng = np.random.default_rng(24)
    codes = np.repeat(np.arange(23), np.full(23, 6) + (np.arange(23) < 12))
    held, runs = dict.fromkeys(("logit", "beta", "likelihood"), 0), 300
    for _ in range(runs):
        own = rng.beta(0.7 * 4, 0.3 * 4, size=23)  # intraclass correlation 0.2
        values = rng.random(150) < own[codes]
        for method in held:
            found = inf.survey_proportion(values, clusters=codes, method=method)
            held[method] += found.low <= 0.7 <= found.high
    assert all(count / runs > 0.91 for count in held.values())


@pytest.mark.slow
def test_six_regions_need_more_than_the_normal():
    rng = np.random.default_rng(6)
    sizes = np.array([40, 10, 15, 30, 20, 35])
    held, runs = {"cr2": 0, "wild": 0, "normal": 0}, 1200
    for run in range(runs):
        values, codes = teams(rng, sizes, 0.7)
        cr2 = inf.cluster_regression(values, clusters=codes).coefficients[0]
        cr1 = inf.cluster_regression(values, clusters=codes, variance="CR1").coefficients[0]
        held["cr2"] += cr2.low <= 0 <= cr2.high
        held["normal"] += abs(cr1.value) <= norm.isf(0.025) * cr1.se
        if run < 300:
            held["wild"] += inf.wild_cluster_bootstrap(values, clusters=codes).p_value > 0.05
    # With 3,000 runs: CR2 .942, the wild bootstrap .974, the normal .865.
    assert held["cr2"] / runs == pytest.approx(0.942, abs=0.02)
    assert held["wild"] / 300 > 0.94
    assert held["normal"] / runs < 0.89
