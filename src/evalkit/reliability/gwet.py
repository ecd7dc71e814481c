"""Gwet's AC1 and AC2: agreement beyond chance that withstands skewed levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.agreement import agreement_of
from evalkit.reliability.pooled import Chance, pooled_statistic
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.weights import WeightsLike, disagreement_weights

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.statistic import Floats, Statistic
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike
    from evalkit.results import Agreement


def gwet_statistic(ratings: Ratings, weights: WeightsLike = "unweighted") -> Statistic:
    """Build AC1 (unweighted) or AC2 as a function of sums over patterns."""
    distance = disagreement_weights(ratings, weights)
    q = ratings.q
    total = float((1 - distance).sum())
    scale = total / (q * (q - 1)) if q > 1 else 0.0

    def disagreement(shares: Floats) -> Floats:
        if q < 2:  # one level leaves nothing to disagree about
            return np.zeros(shares.shape[:-1])
        variety: Floats = np.einsum("...c,...c->...", shares, 1 - shares)
        return 1 - scale * variety

    chance = Chance(disagreement, lambda shares: -scale * (1 - 2 * shares), "Gwet (2008, 2021)")
    unweighted = isinstance(weights, str) and weights == "unweighted"
    label = weights if isinstance(weights, str) else "own weights"
    name = "Gwet's AC1" if unweighted else f"Gwet's AC2 ({label})"
    return pooled_statistic(ratings, name, distance, chance)


def gwet_ac1(
    ratings: RatingsLike,
    *,
    levels: LevelsLike = None,
    interval: Interval = "analytic",
    level: float = 0.95,
    clusters: ClustersLike = None,
    replicates: int = 1000,
    rng: RngLike = 0,
) -> Agreement:
    """Agreement of two or more coders beyond chance, after Gwet (2008).

    Use it when one level is much more frequent than the others: kappa then falls although coders
    agree. For ordered levels use `gwet_ac2`.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`: one level per cell, missing where a coder gave none.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order; None takes those present (see `read_ratings`).
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
        AC1, at most 1; `observed` and `expected` are proportions.

    Raises
    ------
    ParameterError
        For ratings, levels or options that do not exist or do not fit.

    Notes
    -----
    (p_a - p_e) / (1 - p_e) with p_e the sum of pi_k (1 - pi_k) / (q - 1) over the shares pi of the
    q levels: name all levels with `levels`, also those nobody used. Missing codings after Gwet
    (2014): units with one coding count in the shares, units with two or more in p_a; units without
    codings are dropped. The p-value is two-sided (irrCAC for R prints a one-sided one).

    References
    ----------
    .. [1] Gwet (2008), British Journal of Mathematical and Statistical Psychology 61(1), 29-48.
    .. [2] Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.

    Examples
    --------
    >>> print(gwet_ac1([["a", "a"], ["a", "a"], ["a", "a"], ["a", "b"]], interval="none"))
    Gwet's AC1 0.68, n=4
    """
    table = read_ratings(ratings, levels=levels)
    return agreement_of(
        gwet_statistic(table),
        table,
        interval=interval,
        level=level,
        clusters=clusters,
        replicates=replicates,
        rng=rng,
    )


def gwet_ac2(
    ratings: RatingsLike,
    *,
    levels: LevelsLike = None,
    weights: WeightsLike = "quadratic",
    interval: Interval = "analytic",
    level: float = 0.95,
    clusters: ClustersLike = None,
    replicates: int = 1000,
    rng: RngLike = 0,
) -> Agreement:
    """Agreement beyond chance with weights for near misses, after Gwet (2008, 2014).

    AC1 for ordered levels: coders who are one step apart agree more than coders at both ends.

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
        AC2, at most 1; `observed` and `expected` are weighted proportions.

    Raises
    ------
    ParameterError
        For ratings, levels, weights or options that do not exist or do not fit, such as weights
        for labels without an order.

    Notes
    -----
    As `gwet_ac1`, with weighted p_a and p_e = T / (q (q - 1)) times the sum of pi_k (1 - pi_k), T
    the sum of all weights. Numbers are their own scores; ordered labels score 1, 2, 3, ...

    References
    ----------
    .. [1] Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapters 3 and 4.

    Examples
    --------
    >>> print(gwet_ac2([[1, 1], [2, 3], [3, 3]], interval="none"))
    Gwet's AC2 (quadratic) 0.79, n=3
    """
    table = read_ratings(ratings, levels=levels)
    return agreement_of(
        gwet_statistic(table, weights),
        table,
        interval=interval,
        level=level,
        clusters=clusters,
        replicates=replicates,
        rng=rng,
    )
