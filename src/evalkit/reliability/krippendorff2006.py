"""Krippendorff's own bootstrap of alpha, to reproduce numbers that were published with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.alpha_levels import paired_rows
from evalkit.reliability.alpha_ordinal import mid_ranks
from evalkit.reliability.distances import find_distance
from evalkit.reliability.patterns import count_levels
from evalkit.reliability.ratings import require_scores
from evalkit.reliability.reasons import PAIR_BOOTSTRAP
from evalkit.reliability.uncertainty import spread_of_replicates

if TYPE_CHECKING:
    from evalkit.reliability.distances import MetricLike
    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Floats
    from evalkit.reliability.uncertainty import RngLike, Spread


def pair_bootstrap(
    ratings: Ratings,
    metric: MetricLike,
    value: float,
    *,
    level: float,
    replicates: int,
    rng: RngLike,
) -> Spread:
    """Draw pairs of codings as if they were independent, with the expected distance held fixed.

    Every pair of codings in a unit of m codings takes 1 / (m - 1) of a deviation drawn from all
    observed pairs. Replicates below -1 become -1.

    Parameters
    ----------
    ratings : Ratings
        One coding per unit and coder.
    metric : str, callable or array_like
        As for `krippendorff_alpha`.
    value : float
        Alpha.
    level : float
        Confidence level in (0, 1).
    replicates : int
        Replicates.
    rng : int or Generator
        Seed or generator.

    Returns
    -------
    Spread
        With a warning that it is too narrow.

    References
    ----------
    .. [1] Krippendorff (2006, revised 2016), Bootstrapping distributions for Krippendorff's alpha.
    """
    paired, q = paired_rows(ratings), ratings.q
    levels = count_levels(paired.rows, q)
    frequencies = paired.counts @ levels
    total = frequencies.sum()
    distance = _matrix(ratings, metric, frequencies)
    together = levels.T @ (levels * (paired.counts / (paired.m - 1))[:, None])
    together -= np.diag(paired.counts / (paired.m - 1) @ levels)
    low, high = np.triu_indices(q)
    chance = np.where(low == high, 1.0, 2.0) * together[low, high] / total
    seen = chance > 0
    deviation = 2 * distance[low, high][seen] / (total * (frequencies @ distance @ frequencies))
    deviation *= total * (total - 1)
    generator = np.random.default_rng(rng)
    drawn = np.ones(replicates)
    for m in np.unique(paired.m):
        pairs = int(paired.counts[paired.m == m].sum() * m * (m - 1) / 2)
        times = generator.multinomial(pairs, chance[seen] / chance[seen].sum(), size=replicates)
        drawn -= times @ deviation / (m - 1)
    spread = spread_of_replicates(
        np.maximum(drawn, -1.0),
        value,
        level,
        acceleration=None,
        method=f"Krippendorff's (2006) bootstrap of pairs, {replicates} replicates",
    )
    return replace(spread, warnings=(*spread.warnings, PAIR_BOOTSTRAP))


def _matrix(ratings: Ratings, metric: MetricLike, frequencies: Floats) -> Floats:
    if isinstance(metric, str) and metric in ("ordinal", "interval"):
        points = mid_ranks(frequencies) if metric == "ordinal" else require_scores(ratings)
        return (points[:, None] - points[None, :]) ** 2
    return find_distance(ratings, metric).times(np.eye(ratings.q))
