"""Difference of two coefficients on the same units, with the units resampled together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.errors import ParameterError
from evalkit.reliability.coefficients import CoefficientName, find_statistic
from evalkit.reliability.combination import combine
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.uncertainty import by_cluster, check_interval, read_clusters, spread_of
from evalkit.results import Comparison

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike


def coefficient_difference(
    first: RatingsLike,
    second: RatingsLike,
    *,
    coefficient: CoefficientName = "krippendorff_alpha",
    second_coefficient: CoefficientName | None = None,
    options: Mapping[str, Any] | None = None,
    second_options: Mapping[str, Any] | None = None,
    levels: LevelsLike = None,
    interval: Interval = "bootstrap",
    level: float = 0.95,
    clusters: ClustersLike = None,
    replicates: int = 1000,
    rng: RngLike = 0,
) -> Comparison:
    """Compare two coefficients that rest on the same units.

    Two coefficients of the same units are dependent, so their intervals cannot be compared; here
    the units are resampled once for both. Use it for two groups of coders, coders before and after
    a training, or two coefficients of one table.

    Parameters
    ----------
    first, second : RatingsLike, shape (n_units, n_coders)
        Ratings of the same units; the coders may differ. Rows are matched by index when both
        have the same labels, and by position when the labels are the same in order.
    coefficient, second_coefficient : str
        The coefficient of the first and of the second; None takes the same for both.
    options, second_options : mapping or None
        Their `weights` or `metric`; None takes the same for both.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order, of both.
    interval : {"bootstrap", "bca", "jackknife", "analytic", "none"}
        How the interval of the difference is made.
    level : float
        Confidence level in (0, 1).
    clusters : array_like or None, shape (n_units,)
        Document, file or municipality of each unit.
    replicates : int
        Bootstrap replicates.
    rng : int or Generator
        Seed or generator of the bootstrap; the default 0 repeats itself.

    Returns
    -------
    Comparison
        Second minus first.

    Raises
    ------
    ParameterError
        If the units differ, or for options that do not exist or do not fit.

    Examples
    --------
    >>> before = [["a", "b"], ["b", "b"], ["a", "a"], ["b", "a"]]
    >>> after = [["a", "a"], ["b", "b"], ["a", "a"], ["b", "a"]]
    >>> round(coefficient_difference(before, after, interval="none").value, 2)
    0.41
    """
    check_interval(interval, level, replicates)
    one = read_ratings(first, levels=levels)
    two = _same_units(read_ratings(second, levels=levels), one)
    options = dict(options or {})
    build = find_statistic(coefficient)
    build_second = find_statistic(second_coefficient or coefficient)
    if second_options is None:
        second_options = options if second_coefficient in (None, coefficient) else {}
    before, after = build(one, **options), build_second(two, **second_options)
    name = f"{after.name} minus {before.name}"
    statistic, row_of_unit = combine(name, [(before, one), (after, two)], [-1.0, 1.0])
    rows, per = statistic, "units"
    if clusters is not None:
        rows, per = by_cluster(statistic, row_of_unit, read_clusters(clusters, one)), "clusters"
    spread = spread_of(rows, interval, level=level, replicates=replicates, rng=rng, per=per)
    return Comparison(
        name=name,
        first=before.value,
        second=after.value,
        value=statistic.value,
        low=spread.low,
        high=spread.high,
        level=level,
        se=spread.se,
        p_value=spread.p_value,
        n=statistic.n,
        method=spread.method,
        reason=statistic.reason,
        warnings=spread.warnings,
    )


def _same_units(second: Ratings, first: Ratings) -> Ratings:
    if second.units.equals(first.units):
        return second
    if second.n == first.n and second.units.is_unique and first.units.isin(second.units).all():
        return second.take_units(second.units.get_indexer(first.units))
    raise ParameterError(
        nl=f"de eenheden verschillen: {first.n} en {second.n}; geef twee tabellen met dezelfde eenheden",
        en=f"the units differ: {first.n} and {second.n}; give two tables with the same units",
    )
