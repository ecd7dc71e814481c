"""Brennan and Prediger's kappa: every level equally likely by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.agreement import agreement_of
from evalkit.reliability.pooled import Chance, pooled_statistic
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.weights import WeightsLike, disagreement_weights

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.statistic import Statistic
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike
    from evalkit.results import Agreement


def brennan_prediger_statistic(ratings: Ratings, weights: WeightsLike = "unweighted") -> Statistic:
    """Build Brennan and Prediger's kappa as a function of sums over patterns."""
    distance = disagreement_weights(ratings, weights)
    expected = float(distance.mean()) if distance.size else 0.0
    chance = Chance(
        lambda shares: np.full(shares.shape[:-1], expected), np.zeros_like, "Gwet (2008, 2021)"
    )
    return pooled_statistic(ratings, "Brennan-Prediger", distance, chance)


def brennan_prediger(
    ratings: RatingsLike,
    *,
    levels: LevelsLike = None,
    weights: WeightsLike = "unweighted",
    interval: Interval = "analytic",
    level: float = 0.95,
    clusters: ClustersLike = None,
    replicates: int = 1000,
    rng: RngLike = 0,
) -> Agreement:
    """Agreement beyond even chances, after Brennan and Prediger (1981).

    Chance gives every level the same share. Known too as Bennett's S, as PABAK for two levels and
    two coders, and as Randolph's free-marginal kappa for more coders.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`: one level per cell, missing where a coder gave none.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order; None takes those present (see `read_ratings`).
    weights : str or array_like, shape (q, q)
        "unweighted", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"
        (see `agreement_weights`), or a matrix of agreement or disagreement weights.
    interval : {"analytic", "bootstrap", "bca", "jackknife", "none"}
        How the interval is made; "bootstrap" takes percentiles.
    level : float
        Confidence level in (0, 1).
    clusters : array_like or None, shape (n_units,)
        Document, file or municipality of each unit: resampled, left out or summed as a whole.
    replicates : int
        Bootstrap replicates.
    rng : int or Generator
        Seed or generator of the bootstrap; the default 0 repeats itself.

    Returns
    -------
    Agreement
        At most 1; `observed` and `expected` are proportions.

    Raises
    ------
    ParameterError
        For ratings, levels, weights or options that do not exist or do not fit.

    Notes
    -----
    (p_a - p_e) / (1 - p_e) with p_e the mean of the weights, 1 / q without weights: name all q
    levels with `levels`, also those nobody used. Missing codings after Gwet (2014): p_a uses units
    with two or more codings; units without codings are dropped.

    References
    ----------
    .. [1] Brennan and Prediger (1981), Educational and Psychological Measurement 41(3), 687-699.
    .. [2] Randolph (2005), Free-marginal multirater kappa, Joensuu Learning and Instruction
       Symposium.

    Examples
    --------
    >>> print(brennan_prediger([["a", "a"], ["a", "b"]], interval="none"))
    Brennan-Prediger 0.00, n=2
    """
    table = read_ratings(ratings, levels=levels)
    return agreement_of(
        brennan_prediger_statistic(table, weights),
        table,
        interval=interval,
        level=level,
        clusters=clusters,
        replicates=replicates,
        rng=rng,
    )
