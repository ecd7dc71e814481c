"""The difference between two proportions of the same units: before and after."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evalkit.inference.mcnemar import mcnemar_p
from evalkit.inference.paired_tables import read_two_by_two
from evalkit.inference.proportions import wilson_ends
from evalkit.inference.sampled import (
    CENSUS,
    NO_UNITS,
    check_selection,
    read_population,
    selection_warnings,
)
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Comparison

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.inference.paired_tables import TableLike
    from evalkit.results import Selection

    Cells = tuple[int, int, int, int]


def newcombe_paired_interval(
    table: TableLike,
    *,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("verandering in aandeel", "change in share"),
) -> Comparison:
    """Change in a proportion of the same units by Newcombe's square-and-add method.

    Parameters
    ----------
    table : array_like, DataFrame or Moves, shape (2, 2)
        ``[[both, first only], [second only, neither]]``: units with the property in both waves, in
        the first only, in the second only, in neither. In Moves the higher level is the property.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N); a count.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is compared, for the printed line.

    Returns
    -------
    Comparison
        Second minus first, in [-1, 1]; `p_value` is that of the mid-p McNemar test.

    Raises
    ------
    ParameterError
        If the table is not 2 by 2 with counts.

    Notes
    -----
    As `newcombe_interval`, less the correlation phi of the two waves, which is corrected for
    continuity when it is positive (method 10 of [1]_, recommended by [2]_).

    References
    ----------
    .. [1] Newcombe (1998), Statistics in Medicine 17, 2635-2650.
    .. [2] Fagerland, Lydersen and Laake (2014), Statistics in Medicine 33, 2850-2875.

    Examples
    --------
    >>> print(newcombe_paired_interval([[1, 1], [7, 12]]))
    change in share 0.29 [0.03, 0.51], 95%-CI, n=21
    """
    method = "Newcombe (1998) square-and-add, paired"
    return _change(
        table,
        _square_and_add,
        method=method,
        level=level,
        population=population,
        frame=frame,
        selection=selection,
        name=name,
    )


def bonett_price_interval(
    table: TableLike,
    *,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("verandering in aandeel", "change in share"),
) -> Comparison:
    """Change in a proportion of the same units by Bonett and Price's adjusted Wald method.

    Parameters
    ----------
    table : array_like, DataFrame or Moves, shape (2, 2)
        ``[[both, first only], [second only, neither]]``; in Moves the higher level is the property.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N); a count.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is compared, for the printed line.

    Returns
    -------
    Comparison
        Second minus first, in [-1, 1]; `p_value` is that of the mid-p McNemar test.

    Raises
    ------
    ParameterError
        If the table is not 2 by 2 with counts.

    Notes
    -----
    Wald's formula with one unit added to each of the two cells of change.

    References
    ----------
    .. [1] Bonett and Price (2012), Journal of Educational and Behavioral Statistics 37, 479-488.

    Examples
    --------
    >>> print(bonett_price_interval([[1, 1], [7, 12]]))
    change in share 0.29 [0.01, 0.51], 95%-CI, n=21
    """
    method = "Bonett-Price (2012) adjusted Wald"
    return _change(
        table,
        _adjusted_wald,
        method=method,
        level=level,
        population=population,
        frame=frame,
        selection=selection,
        name=name,
    )


def tango_interval(
    table: TableLike,
    *,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("verandering in aandeel", "change in share"),
) -> Comparison:
    """Change in a proportion of the same units by inverting Tango's score test.

    Parameters
    ----------
    table : array_like, DataFrame or Moves, shape (2, 2)
        ``[[both, first only], [second only, neither]]``; in Moves the higher level is the property.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N); a count.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is compared, for the printed line.

    Returns
    -------
    Comparison
        Second minus first, in [-1, 1]; `p_value` is that of the mid-p McNemar test.

    Raises
    ------
    ParameterError
        If the table is not 2 by 2 with counts.

    Notes
    -----
    Holds every d with |c - b - n d| at most z sqrt(n (2 q + d (1 - d))), b and c the units that
    changed each way and q the share of change to "no", at its maximum likelihood under d.

    References
    ----------
    .. [1] Tango (1998), Statistics in Medicine 17, 891-908.

    Examples
    --------
    >>> print(tango_interval([[1, 1], [7, 12]]))
    change in share 0.29 [0.03, 0.52], 95%-CI, n=21
    """
    method = "Tango (1998) score"
    return _change(
        table,
        _score,
        method=method,
        level=level,
        population=population,
        frame=frame,
        selection=selection,
        name=name,
    )


def _square_and_add(cells: Cells, z: float) -> tuple[float, float]:
    both, first, second, neither = cells
    n = sum(cells)
    had, has = both + first, both + second
    p1, p2 = had / n, has / n
    (low1, high1), (low2, high2) = wilson_ends(had, n, z), wilson_ends(has, n, z)
    margins = had * (n - had) * has * (n - has)
    cross = both * neither - first * second
    if cross > 0:
        cross = max(cross - n / 2, 0)  # type: ignore[assignment]
    phi = cross / math.sqrt(margins) if margins else 0.0

    def reach(one: float, other: float) -> float:
        return math.sqrt(max(one * one - 2 * phi * one * other + other * other, 0.0))

    below, above = reach(p2 - low2, high1 - p1), reach(high2 - p2, p1 - low1)
    return max(-1.0, p2 - p1 - below), min(1.0, p2 - p1 + above)


def _adjusted_wald(cells: Cells, z: float) -> tuple[float, float]:
    _, first, second, _ = cells
    n = sum(cells) + 2
    p12, p21 = (first + 1) / n, (second + 1) / n
    half = z * math.sqrt((p12 + p21 - (p21 - p12) ** 2) / n)
    return max(-1.0, p21 - p12 - half), min(1.0, p21 - p12 + half)


def _score(cells: Cells, z: float) -> tuple[float, float]:
    _, first, second, _ = cells
    n = sum(cells)

    def inside(d: float) -> bool:
        # The maximum likelihood of q solves 2 n q² + b q - c = 0.
        b = d * (2 * n + first - second) - first - second
        c = first * d * (1 - d)
        q = (math.sqrt(max(b * b + 8 * n * c, 0.0)) - b) / (4 * n)
        variance = n * (2 * q + d * (1 - d))
        return (second - first - n * d) ** 2 <= z * z * max(variance, 0.0) + 1e-12

    def edge(start: float, end: float) -> float:
        if inside(end):
            return end
        for _ in range(100):
            middle = (start + end) / 2
            start, end = (middle, end) if inside(middle) else (start, middle)
        return start

    estimate = (second - first) / n
    return edge(estimate, -1.0), edge(estimate, 1.0)


def _change(
    table: TableLike,
    ends: Callable[[Cells, float], tuple[float, float]],
    *,
    method: str,
    level: float,
    population: int | None,
    frame: str,
    selection: Selection,
    name: Text | str,
) -> Comparison:
    from scipy.stats import norm

    cells = read_two_by_two(table)
    both, first, second, _ = cells
    n = sum(cells)
    check_level(level)
    check_selection(selection)
    total = read_population(population, n)
    reason = CENSUS if selection == "census" or (n and n == total) else None
    if not n:
        reason = NO_UNITS
    low, high = ends(cells, float(norm.isf((1 - level) / 2))) if reason is None else (NAN, NAN)
    return Comparison(
        name=name,
        first=(both + first) / n if n else NAN,
        second=(both + second) / n if n else NAN,
        value=(second - first) / n if n else NAN,
        low=low,
        high=high,
        level=level,
        p_value=mcnemar_p(first, second, "mid-p") if n else NAN,
        n=n,
        method=method,
        reason=reason,
        warnings=selection_warnings(selection) if reason is None else (),
        population=total,
        frame=frame,
        selection=selection,
    )
