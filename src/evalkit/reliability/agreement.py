"""From a coefficient and its spread to the `Agreement` a person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.uncertainty import (
    Interval,
    Spread,
    by_cluster,
    check_interval,
    read_clusters,
    spread_of,
)
from evalkit.results import NAN, Agreement

if TYPE_CHECKING:
    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Statistic
    from evalkit.reliability.uncertainty import ClustersLike, RngLike

_MOST_LEVELS = 512


def agreement_of(
    statistic: Statistic,
    ratings: Ratings,
    *,
    interval: Interval,
    level: float,
    clusters: ClustersLike,
    replicates: int,
    rng: RngLike,
) -> Agreement:
    """Give a coefficient its interval.

    Parameters
    ----------
    statistic : Statistic
        The coefficient on `ratings`.
    ratings : Ratings
        Where it comes from.
    interval : {"analytic", "bootstrap", "bca", "jackknife", "none"}
        How the interval is made.
    level : float
        Confidence level in (0, 1).
    clusters : array_like or None, shape (n_units,)
        The document, file or municipality of each unit; units are then not taken as independent.
    replicates : int
        Bootstrap replicates.
    rng : int or Generator
        Seed or generator of the bootstrap.

    Returns
    -------
    Agreement
    """
    check_interval(interval, level, replicates)
    rows, per = statistic, "units"
    if clusters is not None:
        numbers = read_clusters(clusters, ratings)
        rows, per = by_cluster(statistic, ratings.row_of_unit, numbers), "clusters"
    spread = spread_of(rows, interval, level=level, replicates=replicates, rng=rng, per=per)
    return with_spread(statistic, ratings, spread, level)


def with_spread(statistic: Statistic, ratings: Ratings, spread: Spread, level: float) -> Agreement:
    """Put a coefficient and its spread together."""
    return Agreement(
        name=statistic.name,
        value=statistic.value if statistic.reason is None else NAN,
        low=_at_most_one(spread.low),
        high=_at_most_one(spread.high),
        level=level,
        se=spread.se,
        observed=statistic.observed,
        expected=statistic.expected,
        n=statistic.n,
        dropped=statistic.dropped,
        coders=int((ratings.table.rows >= 0).any(axis=0).sum()) if ratings.n else 0,
        levels=ratings.levels if ratings.q <= _MOST_LEVELS else (),
        method=spread.method,
        reason=statistic.reason,
        percent=pair_agreement(ratings),
        p_value=spread.p_value,
        warnings=spread.warnings,
    )


def _at_most_one(end: float) -> float:
    return end if np.isnan(end) else min(end, 1.0)


def pair_agreement(ratings: Ratings) -> float:
    """Return the mean over units of the share of equal pairs of codings; NaN without pairs."""
    rows = ratings.table.rows
    equal = np.zeros(len(rows))
    pairs = np.zeros(len(rows))
    for a in range(rows.shape[1]):
        for b in range(a):
            both = (rows[:, a] >= 0) & (rows[:, b] >= 0)
            pairs += both
            equal += both & (rows[:, a] == rows[:, b])
    paired = pairs > 0
    total = ratings.table.counts[paired].sum()
    if not total:
        return NAN
    return float(ratings.table.counts[paired] @ (equal[paired] / pairs[paired]) / total)
