"""The difference between the proportions of two independent groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evalkit.inference.proportions import wilson_ends
from evalkit.inference.sampled import (
    CENSUS,
    NO_UNITS,
    check_selection,
    read_k_of_n,
    selection_warnings,
)
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Comparison

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.results import Selection

    Ends = Callable[[int, int, int, int, float], tuple[float, float]]


def newcombe_interval(
    k1: int,
    n1: int,
    k2: int,
    n2: int,
    *,
    continuity: bool = False,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("verschil in aandelen", "difference of shares"),
) -> Comparison:
    """Difference of two independent proportions by Newcombe's hybrid score method.

    Use it for two groups of different units (large and small municipalities). For the same units at
    two moments take `newcombe_paired_interval`.

    Parameters
    ----------
    k1, n1 : int
        Units with the property and units seen, first group.
    k2, n2 : int
        The same, second group.
    continuity : bool
        Whether to correct Wilson's limits for continuity (method 11 in place of 10).
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is compared, for the printed line.

    Returns
    -------
    Comparison
        Second minus first, in [-1, 1] (Newcombe's tables give first minus second).

    Raises
    ------
    ParameterError
        If the counts do not fit each other or an option does not exist.

    Notes
    -----
    With p the shares and l, u their Wilson limits, d = p2 - p1 lies between
    d - sqrt((p2 - l2)² + (u1 - p1)²) and d + sqrt((u2 - p2)² + (p1 - l1)²).

    References
    ----------
    .. [1] Newcombe (1998), Statistics in Medicine 17, 873-890.

    Examples
    --------
    >>> print(newcombe_interval(3, 10, 9, 10))
    difference of shares 0.60 [0.17, 0.81], 95%-CI, n=20
    """

    def ends(k1: int, n1: int, k2: int, n2: int, z: float) -> tuple[float, float]:
        p1, p2 = k1 / n1, k2 / n2
        low1, high1 = wilson_ends(k1, n1, z, continuity=continuity)
        low2, high2 = wilson_ends(k2, n2, z, continuity=continuity)
        below, above = math.hypot(p2 - low2, high1 - p1), math.hypot(high2 - p2, p1 - low1)
        return max(-1.0, p2 - p1 - below), min(1.0, p2 - p1 + above)

    method = "Newcombe (1998) hybrid score" + (" with continuity correction" if continuity else "")
    return _difference(
        (k1, n1, k2, n2),
        ends,
        method=method,
        level=level,
        frame=frame,
        selection=selection,
        name=name,
    )


def miettinen_nurminen_interval(
    k1: int,
    n1: int,
    k2: int,
    n2: int,
    *,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("verschil in aandelen", "difference of shares"),
) -> Comparison:
    """Difference of two independent proportions by inverting the score test.

    Coverage nearer to the level than Newcombe's in small groups. It gives an answer for every pair
    of counts, where statsmodels' "score" stops with an error at 10 of 10 against 0 of 20.

    Parameters
    ----------
    k1, n1 : int
        Units with the property and units seen, first group.
    k2, n2 : int
        The same, second group.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is compared, for the printed line.

    Returns
    -------
    Comparison
        Second minus first, in [-1, 1].

    Raises
    ------
    ParameterError
        If the counts do not fit each other or an option does not exist.

    Notes
    -----
    Holds every d with |p2 - p1 - d| at most z times the standard error under p2 - p1 = d, the
    nuisance share at its maximum likelihood and the variance times N / (N - 1), N = n1 + n2.

    References
    ----------
    .. [1] Miettinen and Nurminen (1985), Statistics in Medicine 4, 213-226.

    Examples
    --------
    >>> print(miettinen_nurminen_interval(0, 20, 10, 10))
    difference of shares 1.00 [0.72, 1.00], 95%-CI, n=30
    """
    method = "Miettinen-Nurminen (1985) score"
    return _difference(
        (k1, n1, k2, n2),
        _score_ends,
        method=method,
        level=level,
        frame=frame,
        selection=selection,
        name=name,
    )


def _score_ends(k1: int, n1: int, k2: int, n2: int, z: float) -> tuple[float, float]:
    observed = k2 / n2 - k1 / n1

    def distance(difference: float) -> float:
        """Squared score statistic less its critical value."""
        p1 = _restricted(k1, n1, k2, n2, difference)
        p2 = p1 + difference
        variance = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
        variance *= (n1 + n2) / (n1 + n2 - 1)
        gap = (observed - difference) ** 2
        if variance <= 0:
            return math.inf if gap > 1e-24 else -z * z
        return gap / variance - z * z

    return _edge(distance, observed, -1.0), _edge(distance, observed, 1.0)


def _edge(distance: Callable[[float], float], inside: float, outside: float) -> float:
    """Bisect for the end; the statistic rises from the estimate to -1 and to 1."""
    if distance(outside) <= 0:
        return outside
    for _ in range(200):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        if distance(middle) <= 0:
            inside = middle
        else:
            outside = middle
    return inside


def _restricted(k1: int, n1: int, k2: int, n2: int, difference: float) -> float:
    """Maximum likelihood of p1 under p2 = p1 + difference: the root of a cubic, by bisection."""
    low, high = max(0.0, -difference), min(1.0, 1.0 - difference)

    def slope(p1: float) -> float:
        p2 = p1 + difference
        parts = ((k1, p1), (k1 - n1, 1 - p1), (k2, p2), (k2 - n2, 1 - p2))
        return sum(count / max(p, 1e-300) for count, p in parts if count)

    for _ in range(100):
        middle = (low + high) / 2
        if slope(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _difference(
    counts: tuple[int, int, int, int],
    ends: Ends,
    *,
    method: str,
    level: float,
    frame: str,
    selection: Selection,
    name: Text | str,
) -> Comparison:
    from scipy.stats import norm

    (k1, n1), (k2, n2) = read_k_of_n(*counts[:2]), read_k_of_n(*counts[2:])
    check_level(level)
    check_selection(selection)
    first, second = k1 / n1 if n1 else NAN, k2 / n2 if n2 else NAN
    reason = CENSUS if selection == "census" else None
    if not n1 or not n2:
        reason = NO_UNITS
    low, high = NAN, NAN
    if reason is None:
        low, high = ends(k1, n1, k2, n2, float(norm.isf((1 - level) / 2)))
    return Comparison(
        name=name,
        first=first,
        second=second,
        value=second - first,
        low=low,
        high=high,
        level=level,
        n=n1 + n2,
        method=method,
        reason=reason,
        warnings=selection_warnings(selection) if reason is None else (),
        frame=frame,
        selection=selection,
    )
