"""Krippendorff's alpha, for every kind of scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from evalkit.reliability.agreement import agreement_of, with_spread
from evalkit.reliability.alpha_interval import interval_statistic
from evalkit.reliability.alpha_levels import distance_statistic
from evalkit.reliability.alpha_ordinal import ordinal_statistic
from evalkit.reliability.distances import MetricLike, check_metric, find_distance
from evalkit.reliability.krippendorff2006 import pair_bootstrap
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.uncertainty import Spread, check_interval

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.statistic import Statistic
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike
    from evalkit.results import Agreement


def krippendorff_alpha(
    ratings: RatingsLike,
    *,
    metric: MetricLike = "nominal",
    levels: LevelsLike = None,
    interval: Interval | Literal["krippendorff2006"] = "analytic",
    level: float = 0.95,
    clusters: ClustersLike = None,
    replicates: int = 1000,
    rng: RngLike = 0,
) -> Agreement:
    """Agreement beyond chance for any number of coders, scale and gaps, after Krippendorff.

    Use it when coders are interchangeable, codings are missing, or the scale is more than names.
    For particular coders see `cohen_kappa` and `conger_kappa`, for skewed levels `gwet_ac1`.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`: one level per cell, missing where a coder gave none.
    metric : str, callable or array_like
        "nominal"; "ordinal" (squared difference of mid-ranks, which depends on the data);
        "interval"; "ratio"; for cells that are sets "jaccard" or "masi"; a function of two levels
        that returns their distance; or a matrix of distances in the order of the levels.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order; None takes those present (see `read_ratings`).
    interval : {"analytic", "bootstrap", "bca", "jackknife", "none", "krippendorff2006"}
        How the interval is made; "bootstrap" takes percentiles. The last is Krippendorff's own
        bootstrap, only to reproduce old numbers: it is far too narrow and carries a warning.
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
        Alpha, at most 1. `observed` and `expected` are 1 minus the mean distance where distances
        lie between 0 and 1, else NaN.

    Raises
    ------
    ParameterError
        For ratings, levels, a metric or options that do not exist or do not fit, such as "ordinal"
        for labels without an order.

    Notes
    -----
    alpha = 1 - D_o / D_e: mean distance within units against mean distance between all codings.
    Missing codings: units with fewer than two codings are dropped from everything (Krippendorff
    2011). The error is the linearisation over units that Gwet (2014) gives; for "ordinal" it
    follows the mid-ranks too. Bootstraps resample units, not pairs. Interval data with many values
    cost one pass: there is no matrix of values by values.

    References
    ----------
    .. [1] Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of
       Pennsylvania.
    .. [2] Hayes and Krippendorff (2007), Communication Methods and Measures 1(1), 77-89.
    .. [3] Passonneau (2006), LREC, 831-836.

    Examples
    --------
    >>> ratings = [[1, 1], [2, 2], [3, 4], [None, 3], [4, 4]]
    >>> print(krippendorff_alpha(ratings, metric="ordinal", interval="none"))
    Krippendorff's alpha (ordinal) 0.91, n=4
    """
    table = read_ratings(ratings, levels=levels)
    statistic = alpha_statistic(table, metric)
    if interval != "krippendorff2006":
        return agreement_of(
            statistic,
            table,
            interval=interval,
            level=level,
            clusters=clusters,
            replicates=replicates,
            rng=rng,
        )
    check_interval(interval, level, replicates, allowed=(interval,))
    spread = (
        pair_bootstrap(table, metric, statistic.value, level=level, replicates=replicates, rng=rng)
        if statistic.reason is None
        else Spread()
    )
    return with_spread(statistic, table, spread, level)


def alpha_statistic(ratings: Ratings, metric: MetricLike = "nominal") -> Statistic:
    """Build Krippendorff's alpha as a function of sums over patterns."""
    check_metric(ratings, metric)
    if isinstance(metric, str) and metric == "interval":
        return interval_statistic(ratings)
    if isinstance(metric, str) and metric == "ordinal":
        return ordinal_statistic(ratings)
    return distance_statistic(ratings, find_distance(ratings, metric))
