"""Do 95% intervals hold the true value in about 95% of samples? (table in docs/reliability.md)"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from evalkit import reliability as rel

SAMPLES, UNITS, DOCUMENT = 300, 60, 5
COEFFICIENTS = {
    "alpha nominal": rel.krippendorff_alpha,
    "alpha ordinal": lambda r, **o: rel.krippendorff_alpha(r, metric="ordinal", **o),
    "alpha interval": lambda r, **o: rel.krippendorff_alpha(r, metric="interval", **o),
    "fleiss": rel.fleiss_kappa,
    "conger": rel.conger_kappa,
    "ac1": rel.gwet_ac1,
    "ac2": lambda r, **o: rel.gwet_ac2(r, weights="linear", **o),
    "cohen": lambda r, **o: rel.cohen_kappa(r[:, :2], **o),
}


def draw(rng, units, *, documents=False):
    """Three coders, four skewed levels, 20% missing; in documents whole texts are hard or easy."""
    truth = rng.choice([1, 2, 3, 4], p=[0.5, 0.25, 0.15, 0.1], size=(units, 1))
    sure = np.full((units, 1), 0.7)
    if documents:
        sure = rng.choice([0.4, 1.0], size=(units // DOCUMENT, 1)).repeat(DOCUMENT, axis=0)
    same = rng.random((units, 3)) < sure
    ratings = np.where(same, truth, rng.integers(1, 5, (units, 3))).astype(float)
    ratings[rng.random((units, 3)) < 0.2] = np.nan
    return ratings


@cache
def true_value(name, *, documents):
    population = draw(np.random.default_rng(1), 1_000_000, documents=documents)
    return COEFFICIENTS[name](population, interval="none", levels=[1, 2, 3, 4]).value


def coverage(name, *, documents=False, clusters=None, units=UNITS, **options):
    truth = true_value(name, documents=documents)
    rng, held = np.random.default_rng(7), 0
    for seed in range(SAMPLES):
        ratings = draw(rng, units, documents=documents)
        found = COEFFICIENTS[name](
            ratings, levels=[1, 2, 3, 4], clusters=clusters, replicates=400, rng=seed, **options
        )
        held += found.low <= truth <= found.high
    return held / SAMPLES


@pytest.mark.slow
@pytest.mark.parametrize("interval", ["analytic", "jackknife", "bootstrap", "bca"])
@pytest.mark.parametrize("name", COEFFICIENTS)
def test_intervals_hold_the_true_value_about_as_often_as_they_say(name, interval):
    # Three Monte-Carlo errors around 0.95 are 0.912 and 0.988; percentiles are a little narrow.
    assert 0.90 <= coverage(name, interval=interval) <= 0.985


@pytest.mark.slow
@pytest.mark.parametrize("interval", ["analytic", "jackknife", "bootstrap"])
def test_clusters_restore_coverage_where_units_are_not_independent(interval):
    documents = np.arange(200) // DOCUMENT
    options = {"documents": True, "units": 200, "interval": interval}
    with_clusters = coverage("fleiss", clusters=documents, **options)
    without = coverage("fleiss", **options)
    assert 0.895 <= with_clusters <= 0.985
    assert without < with_clusters


@pytest.mark.slow
def test_krippendorffs_own_bootstrap_holds_the_true_value_less_often():
    own = coverage("alpha nominal", interval="krippendorff2006")
    assert own <= coverage("alpha nominal", interval="analytic") - 0.02


def draw_before_and_after(rng, units):
    """The same units rated by two coders before and after a training."""
    truth = rng.choice([1, 2, 3], p=[0.5, 0.3, 0.2], size=(units, 1))
    rounds = []
    for sure in (0.6, 0.8):
        same = rng.random((units, 2)) < sure
        rounds.append(np.where(same, truth, rng.integers(1, 4, (units, 2))).astype(float))
    return rounds


@pytest.mark.slow
@pytest.mark.parametrize("interval", ["analytic", "jackknife", "bootstrap", "bca"])
def test_the_interval_of_a_difference_holds_the_true_difference(interval):
    options = {"coefficient": "gwet_ac1", "levels": [1, 2, 3]}
    whole = draw_before_and_after(np.random.default_rng(1), 1_000_000)
    truth = rel.coefficient_difference(*whole, interval="none", **options).value
    rng, held = np.random.default_rng(9), 0
    for seed in range(SAMPLES):
        before, after = draw_before_and_after(rng, UNITS)
        found = rel.coefficient_difference(
            before, after, interval=interval, replicates=400, rng=seed, **options
        )
        held += found.low <= truth <= found.high
    assert 0.91 <= held / SAMPLES <= 0.985
