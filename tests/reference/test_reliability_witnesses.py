"""Other packages on the same random ratings: equal to 1e-12 where they are right.

krippendorff 0.9.0, scikit-learn 1.9.1 and statsmodels 0.15.0 are run; where a package is wrong,
the right number is pinned.
"""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from scipy.stats import rankdata
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from evalkit import reliability as rel

NAN = float("nan")


def random_ratings(seed, *, coders=None, missing=0.2):
    rng = np.random.default_rng(seed)
    q, n, r = rng.integers(2, 7), rng.integers(5, 40), coders or rng.integers(2, 6)
    truth = rng.integers(1, q + 1, (n, 1))
    ratings = np.where(rng.random((n, r)) < 0.6, truth, rng.integers(1, q + 1, (n, r))).astype(
        float
    )
    ratings[rng.random((n, r)) < missing] = NAN
    ratings[0], ratings[1] = 1.0, float(q)  # at least two levels
    return ratings


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("seed", range(25))
def test_alpha_is_that_of_krippendorff(metric, seed):
    ratings = random_ratings(seed)
    theirs = krippendorff.alpha(reliability_data=ratings.T, level_of_measurement=metric)
    assert rel.krippendorff_alpha(ratings, metric=metric).value == pytest.approx(theirs, abs=1e-12)


def alpha_by_definition(ratings, distance):
    """All ordered pairs, written out; krippendorff would take units x values x values of memory."""
    units = [unit[~np.isnan(unit)] for unit in ratings]
    units = [unit for unit in units if len(unit) > 1]
    pooled = np.concatenate(units)
    within = sum(distance(u[:, None], u[None, :]).sum() / (len(u) - 1) for u in units)
    return 1 - (len(pooled) - 1) * within / distance(pooled[:, None], pooled[None, :]).sum()


@pytest.mark.parametrize("metric", ["nominal", "interval", "ratio", "ordinal"])
def test_measurements_are_compared_value_by_value(metric):
    rng = np.random.default_rng(4)
    ratings = rng.gamma(2, 3, (300, 1)) * rng.uniform(0.8, 1.2, (300, 3))
    ratings[rng.random(ratings.shape) < 0.2] = NAN
    assert rel.read_ratings(ratings).numbers is not None
    found = rel.krippendorff_alpha(ratings, metric=metric, interval="bca", replicates=20)
    if metric == "ordinal":  # no value occurs twice and units of one coding do not count
        ratings[(~np.isnan(ratings)).sum(axis=1) < 2] = NAN
        ratings.ravel()[~np.isnan(ratings).ravel()] = rankdata(ratings[~np.isnan(ratings)])
    distance = {
        "nominal": np.not_equal,
        "ratio": lambda a, b: ((a - b) / (a + b)) ** 2,
    }.get(metric, lambda a, b: (a - b) ** 2)
    assert found.value == pytest.approx(alpha_by_definition(ratings, distance), abs=1e-12)
    assert found.low < found.value < found.high or metric == "nominal"


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
@pytest.mark.parametrize("seed", range(15))
def test_cohen_is_that_of_scikit_learn_and_statsmodels(weights, seed):
    ratings = random_ratings(seed, coders=2, missing=0)
    found = rel.cohen_kappa(ratings, weights=weights or "unweighted", levels=range_of(ratings))
    labels = np.array(range_of(ratings))
    theirs = cohen_kappa_score(*ratings.astype(int).T, labels=labels, weights=weights)
    table = np.zeros((len(labels), len(labels)))
    np.add.at(table, tuple(ratings.astype(int).T - 1), 1)
    other = inter_rater.cohens_kappa(table, wt=weights)
    assert found.value == pytest.approx(theirs, abs=1e-12)
    assert (found.value, found.se) == pytest.approx((other.kappa, other.std_kappa), abs=1e-12)
    assert found.p_value == pytest.approx(other.pvalue_two_sided, abs=1e-12)


@pytest.mark.parametrize("seed", range(15))
def test_fleiss_and_randolph_are_those_of_statsmodels(seed):
    ratings = random_ratings(seed, coders=4, missing=0)
    counts = np.stack([(ratings == level).sum(axis=1) for level in range_of(ratings)], axis=1)
    for method, find in (("fleiss", rel.fleiss_kappa), ("randolph", rel.brennan_prediger)):
        theirs = inter_rater.fleiss_kappa(counts, method=method)
        assert find(ratings, levels=range_of(ratings)).value == pytest.approx(theirs, abs=1e-12)


def range_of(ratings):
    return list(range(1, int(np.nanmax(ratings)) + 1))


def test_small_integers_keep_their_distance_where_krippendorff_wraps_around():
    ratings = np.array([[1, 2], [200, 1], [3, 3], [2, 200], [200, 200]], np.uint8)
    right = krippendorff.alpha(
        reliability_data=ratings.T.astype(float), level_of_measurement="interval"
    )
    found = rel.krippendorff_alpha(ratings, metric="interval").value
    assert found == pytest.approx(right, abs=1e-12)


def test_missing_codings_are_no_level_where_statsmodels_counts_them_as_one():
    ratings = [[1, 1, None], [2, 2, 2], [1, 2, 2]]
    # By hand: p_a = (1 + 1 + 1/3) / 3; shares 4/9 and 5/9 of units; p_e = 41/81.
    assert rel.fleiss_kappa(ratings).value == pytest.approx(
        (7 / 9 - 41 / 81) / (40 / 81), abs=1e-12
    )


def test_a_label_nan_is_missing_where_scikit_learn_scores_it():
    ratings = [["a", "a"], ["b", "b"], ["a", "b"], [NAN, "b"], ["a", NAN], ["b", "a"], ["a", "a"]]
    complete = [pair for pair in ratings if NAN not in pair]
    right = cohen_kappa_score(*zip(*complete, strict=True))
    found = rel.cohen_kappa(ratings)
    assert (found.value, found.n, found.dropped) == (pytest.approx(right, abs=1e-12), 5, 2)


def test_complete_ratings_of_three_coders_where_irr_is_wrong():
    # irr 0.84.1 kripp.alpha gives 0.056 and -0.25.
    first = [[2, 1, 1], [2, 2, 1], [2, 2, 1], [2, 2, 1], *[[2, 2, 2]] * 6]
    assert rel.krippendorff_alpha(first).value == pytest.approx(0.072, abs=0.0005)
    assert rel.krippendorff_alpha([[1, 2, 2]]).value == pytest.approx(0.0, abs=1e-12)


def test_units_of_four_codings_where_icr_truncates():
    # icr 0.6.6 gives -0.0476.
    ratings = [[1, 1, 2, 1], [1, 2, 1, 2], [1, 2, 1, 2]]
    assert rel.krippendorff_alpha(ratings).value == pytest.approx(-0.1524, abs=5e-5)


def test_weighted_kappa_where_dkpro_uses_two_maxima():
    table = np.array([[46, 0, 0], [4, 40, 0], [0, 0, 10]])  # DKPro 2.3.1 gives 0.8165
    first, second = np.indices(table.shape)
    ratings = np.column_stack([np.repeat(i.ravel(), table.ravel()) for i in (first, second)])
    assert rel.cohen_kappa(ratings, weights="quadratic").value == pytest.approx(0.9541, abs=5e-5)


def test_two_by_two_ratings_are_ratings_where_psych_reads_a_table():
    assert rel.cohen_kappa([[1, 2], [2, 1]]).value == pytest.approx(-1.0, abs=1e-12)
