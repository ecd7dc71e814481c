"""Light's kappa: the mean of Cohen's kappa over all pairs of coders."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from evalkit.reliability.agreement import with_spread
from evalkit.reliability.cohen import cohen_statistic
from evalkit.reliability.combination import combine
from evalkit.reliability.ratings import RatingsLike, read_ratings
from evalkit.reliability.reasons import why_unpaired
from evalkit.reliability.uncertainty import (
    Spread,
    by_cluster,
    check_interval,
    read_clusters,
    spread_of,
)

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike
    from evalkit.reliability.weights import WeightsLike
    from evalkit.results import Agreement


def light_kappa(
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
    """Mean of Cohen's kappa over all pairs of coders, after Light (1971).

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`: one level per cell, missing where a coder gave none.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order; None takes those present (see `read_ratings`).
    weights : str or array_like, shape (q, q)
        As for `cohen_kappa`.
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
        The mean, undefined as soon as the kappa of one pair is.

    Raises
    ------
    ParameterError
        For ratings, levels, weights or options that do not exist or do not fit.

    Notes
    -----
    Missing codings: each pair uses the units coded by both.

    References
    ----------
    .. [1] Light (1971), Psychological Bulletin 76(5), 365-377.

    Examples
    --------
    >>> print(light_kappa([["a", "a", "a"], ["b", "b", "a"], ["b", "b", "b"]], interval="none"))
    Light's kappa 0.60, n=3
    """
    table = read_ratings(ratings, levels=levels)
    check_interval(interval, level, replicates)
    pairs = [table.take_coders(pair) for pair in combinations(range(len(table.coders)), 2)]
    if not pairs:
        statistic = replace(cohen_statistic(table, weights), name="Light's kappa")
        return with_spread(
            replace(statistic, reason=why_unpaired(table, 0)), table, Spread(), level
        )
    parts = [(cohen_statistic(pair, weights), pair) for pair in pairs]
    statistic, row_of_unit = combine("Light's kappa", parts, [1 / len(parts)] * len(parts))
    rows, per = statistic, "units"
    if clusters is not None:
        rows, per = by_cluster(statistic, row_of_unit, read_clusters(clusters, table)), "clusters"
    spread = spread_of(rows, interval, level=level, replicates=replicates, rng=rng, per=per)
    return with_spread(statistic, table, spread, level)
