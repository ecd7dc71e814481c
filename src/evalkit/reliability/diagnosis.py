"""Who differs from whom, and where: per coder, per document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import special

from evalkit.errors import ParameterError
from evalkit.language import Text
from evalkit.reliability.coefficients import CoefficientName, find_statistic
from evalkit.reliability.confusion import level_names
from evalkit.reliability.difference import coefficient_difference
from evalkit.reliability.patterns import count_levels
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.reasons import NOTHING, why_unpaired
from evalkit.reliability.uncertainty import check_interval, read_clusters
from evalkit.results import NAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.uncertainty import ClustersLike, Interval

ONE_LEFT: Final = Text(
    "zonder deze codeur blijft er één over", "without this coder only one is left"
)
NOT_SHARED: Final = Text(
    "geen eenheid is ook door een ander gecodeerd", "no unit was coded by another coder too"
)


def agreement_by_coder(
    ratings: RatingsLike, *, levels: LevelsLike = None, level: float = 0.95
) -> pd.DataFrame:
    """Return how each coder agrees with the others, and whether one is stricter.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order.
    level : float
        Confidence level of the interval of `shift`, in (0, 1).

    Returns
    -------
    DataFrame
        One row per coder: coder; `n` units shared with another coder; `percent`, the mean over
        those units of the share of others who gave the same level, in [0, 1]; `shift`, the mean
        difference with the mean of the others, in steps of the scale (numbers: in their unit), and
        `low`, `high`, a t interval. `shift` is NaN for levels without an order; `reason` says why
        there is nothing.

    Raises
    ------
    ParameterError
        If the ratings cannot be read or `level` is not in (0, 1).

    Examples
    --------
    >>> table = agreement_by_coder([[1, 2], [2, 3], [2, 2]])
    >>> table["shift"].round(2).tolist(), table["percent"].round(2).tolist()
    ([-0.67, 0.67], [0.33, 0.33])
    """
    if not 0 < level < 1:
        raise ParameterError(
            nl=f"level is {level!r}; geef een betrouwbaarheid tussen 0 en 1, zoals 0.95",
            en=f"level is {level!r}; give a confidence level between 0 and 1, such as 0.95",
        )
    table = read_ratings(ratings, levels=levels)
    codes, numbers = _codes(table), _positions(table)
    shared_by_any = ((codes >= 0).sum(axis=1) >= 2).any() if codes.size else False
    reason = why_unpaired(table, float(shared_by_any))
    rows = []
    for place, coder in enumerate(table.coders):
        own, others = codes[:, [place]], np.delete(codes, place, axis=1)
        there = (others >= 0) & (own >= 0)
        shared = there.any(axis=1)
        n = int(shared.sum())
        same = ((others == own) & there)[shared].sum(axis=1) / there[shared].sum(axis=1)
        shift, low, high = NAN, NAN, NAN
        if numbers is not None and n:
            rest = np.delete(numbers, place, axis=1)[shared]
            shift, low, high = _mean_interval(
                numbers[shared, place] - np.nanmean(rest, axis=1), level
            )
        percent = float(same.mean()) if n else NAN
        why = "" if n else (reason or NOT_SHARED).en
        rows.append((coder, n, percent, shift, low, high, why))
    return pd.DataFrame(rows, columns=["coder", "n", "percent", "shift", "low", "high", "reason"])


def levels_by_coder(ratings: RatingsLike, *, levels: LevelsLike = None) -> pd.DataFrame:
    """Return how often each coder uses each level, beside the others on the same units.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order.

    Returns
    -------
    DataFrame
        One row per coder and level: coder, level; `k` of the `n` units that the coder shares with
        another; `share` and `others`, the shares in [0, 1] of this level in the coder's codings
        and in those of the others (each unit counts once); `difference` of the two. NaN where
        nothing is shared.

    Raises
    ------
    ParameterError
        If there are more than 200 levels, or the ratings cannot be read.

    Examples
    --------
    >>> levels_by_coder([["a", "b"], ["a", "a"]])["difference"].tolist()
    [0.5, -0.5, -0.5, 0.5]
    """
    table = read_ratings(ratings, levels=levels)
    names, codes = level_names(table), _codes(table)
    parts = []
    for place, coder in enumerate(table.coders):
        own, others = codes[:, place], np.delete(codes, place, axis=1)
        shared = (own >= 0) & (others >= 0).any(axis=1)
        n = int(shared.sum())
        k = np.bincount(own[shared], minlength=table.q)
        rest = count_levels(others[shared], table.q)
        share = k / n if n else np.full(table.q, NAN)
        around = (rest / rest.sum(axis=1, keepdims=True)).mean(axis=0) if n else share
        parts.append(
            pd.DataFrame(
                {
                    "coder": coder,
                    "level": names,
                    "k": k,
                    "n": n,
                    "share": share,
                    "others": around,
                    "difference": share - around,
                }
            )
        )
    columns = ["coder", "level", "k", "n", "share", "others", "difference"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def without_each_coder(
    ratings: RatingsLike,
    *,
    coefficient: CoefficientName = "krippendorff_alpha",
    levels: LevelsLike = None,
    interval: Interval = "analytic",
    level: float = 0.95,
    clusters: ClustersLike = None,
    **options: Any,
) -> pd.DataFrame:
    """Return what a coefficient becomes without each coder.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`.
    coefficient : str
        Name of the coefficient.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order.
    interval : {"analytic", "bootstrap", "bca", "jackknife", "none"}
        How the interval of the difference is made; the units are the same, so it is of dependent
        coefficients.
    level : float
        Confidence level in (0, 1).
    clusters : array_like or None, shape (n_units,)
        Document, file or municipality of each unit.
    **options : object
        Of the coefficient, such as ``metric="ordinal"``.

    Returns
    -------
    DataFrame
        One row per coder: coder, `value` without that coder, `difference` with all coders
        (positive: agreement is better without), `low`, `high` and `se` of the difference, `n`
        units, and the reason where there is none.

    Raises
    ------
    ParameterError
        As the coefficient itself.

    Examples
    --------
    >>> ratings = [["a", "a", "b"], ["b", "b", "a"], ["a", "a", "a"], ["b", "b", "b"]]
    >>> without_each_coder(ratings, interval="none")["value"].round(2).tolist()
    [0.12, 0.12, 1.0]
    """
    table = read_ratings(ratings, levels=levels)
    columns = ["coder", "value", "difference", "low", "high", "se", "n", "reason"]
    build = find_statistic(coefficient)
    check_interval(interval, level, 2)
    if len(table.coders) < 3:
        reason = ONE_LEFT if len(table.coders) == 2 else why_unpaired(table, 0) or NOTHING
        rows = [(coder, NAN, NAN, NAN, NAN, NAN, 0, reason.en) for coder in table.coders]
        return pd.DataFrame(rows, columns=columns)
    rows = []
    for place, coder in enumerate(table.coders):
        rest = table.take_coders([j for j in range(len(table.coders)) if j != place])
        without = build(rest, **options)
        found = coefficient_difference(
            table,
            rest,
            coefficient=coefficient,
            options=options,
            interval=interval,
            level=level,
            clusters=clusters,
        )
        value = NAN if without.reason else without.value
        why = without.reason or found.reason
        ends = (found.value, found.low, found.high, found.se)
        rows.append((coder, value, *ends, without.n, why.en if why else ""))
    return pd.DataFrame(rows, columns=columns)


def agreement_by_cluster(
    ratings: RatingsLike, clusters: ClustersLike = None, *, levels: LevelsLike = None
) -> pd.DataFrame:
    """Return the percent agreement per document, file or municipality, worst first.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`.
    clusters : array_like, Series or None, shape (n_units,)
        The document, file or municipality of each unit; None takes every unit by itself.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order.

    Returns
    -------
    DataFrame
        One row per cluster: cluster; `units` in it; `n` of those with two or more codings;
        `percent`, the mean over them of the share of equal pairs, in [0, 1] (NaN where n is 0).

    Raises
    ------
    ParameterError
        If the ratings cannot be read, or a unit has no cluster.

    Examples
    --------
    >>> table = agreement_by_cluster([["a", "a"], ["a", "b"], ["b", None]], ["D1", "D1", "D2"])
    >>> table.values.tolist()
    [['D1', 2, 2, 0.5], ['D2', 1, 0, nan]]
    """
    table = read_ratings(ratings, levels=levels)
    number = np.arange(table.n) if clusters is None else read_clusters(clusters, table)
    labels = list(table.units) if clusters is None else _cluster_labels(clusters, table)
    given = count_levels(table.table.rows, table.q)
    m = given.sum(axis=1)
    pairs = m * (m - 1)
    same = np.divide(
        (given * (given - 1)).sum(axis=1), pairs, out=np.zeros(len(m)), where=pairs > 0
    )
    row = table.row_of_unit
    frame = pd.DataFrame(
        {
            "number": number,
            "cluster": pd.Series(labels, dtype=object),
            "paired": pairs[row] > 0,
            "same": same[row],
        }
    )
    grouped = frame.groupby("number", sort=False)
    found = pd.DataFrame(
        {
            "cluster": grouped["cluster"].first(),
            "units": grouped.size(),
            "n": grouped["paired"].sum().astype(int),
            "percent": frame[frame["paired"]].groupby("number")["same"].mean(),
        }
    )
    return found.sort_values("percent", kind="stable", ignore_index=True)


def _cluster_labels(clusters: ClustersLike, ratings: Ratings) -> list[object]:
    if isinstance(clusters, pd.Series) and not clusters.index.equals(ratings.units):
        clusters = clusters.reindex(ratings.units)
    return list(np.asarray(clusters, dtype=object))


def _codes(ratings: Ratings) -> NDArray[np.int64]:
    if not ratings.coders:
        return np.empty((ratings.n, 0), np.int64)
    return np.column_stack(ratings.columns).astype(np.int64)


def _positions(ratings: Ratings) -> NDArray[np.float64] | None:
    """Return numbers, or the places of ordered levels; None where there is no order."""
    if not ratings.ordered or not ratings.q or not ratings.coders:
        return None
    if ratings.values is not None:
        return ratings.to_numbers()
    codes = _codes(ratings).astype(np.float64)
    return np.where(codes >= 0, codes, NAN)


def _mean_interval(values: NDArray[np.float64], level: float) -> tuple[float, float, float]:
    mean = float(values.mean())
    if len(values) < 2:
        return mean, NAN, NAN
    se = float(values.std(ddof=1)) / np.sqrt(len(values))
    half = float(special.stdtrit(len(values) - 1, 0.5 + level / 2)) * se
    return mean, mean - half, mean + half
