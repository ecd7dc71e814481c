"""Intervals for one proportion: Wilson, Clopper-Pearson and mid-p."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from evalkit.inference.sampled import (
    SHARE,
    check_selection,
    no_interval,
    read_k_of_n,
    read_population,
    selection_warnings,
)
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.results import Selection

_INFINITE: Final = Text(
    "het interval rekent met een oneindige populatie en is daardoor ruim; "
    "hypergeometric_interval rekent met het aantal dat er is",
    "the interval takes the population to be infinite and is therefore wide; "
    "hypergeometric_interval takes the number that exist",
)


def wilson_interval(
    k: int,
    n: int,
    *,
    continuity: bool = False,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = SHARE,
) -> Estimate:
    """Score interval of a proportion, after Wilson (1927).

    The interval for everyday use: its coverage is near the level on average, also at 0 or n of n,
    where the textbook interval p ± 1.96 se has no width. Take `clopper_pearson_interval` where the
    coverage may never be below the level.

    Parameters
    ----------
    k : int
        Units with the property.
    n : int
        Units seen.
    continuity : bool
        Whether to correct for continuity (as R's prop.test does by default): wider, with coverage
        nearly always above the level.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N); a count, never a fraction.
    frame : str
        What the population is, e.g. "VT regions 2020".
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is estimated, for the printed line.

    Returns
    -------
    Estimate
        A share in [0, 1]; printed as a count below 20 units. A census has no interval.

    Raises
    ------
    ParameterError
        If the counts do not fit each other, or `population` is a fraction or less than n.

    References
    ----------
    .. [1] Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    .. [2] Newcombe (1998), Statistics in Medicine 17, 857-872.

    Examples
    --------
    >>> print(wilson_interval(81, 263))
    share 31% [26%, 37%], 95%-CI, 81 of 263
    >>> print(wilson_interval(6, 6, selection="purposive"))
    share 6 of 6 [0.61, 1.00], 95%-CI (as if random)
    """

    def ends(k: int, n: int, alpha: float) -> tuple[float, float]:
        from scipy.stats import norm

        z = float(norm.isf(alpha / 2))
        return wilson_ends(k, n, z, continuity=continuity)

    method = "Wilson (1927) with continuity correction" if continuity else "Wilson (1927)"
    return _share(
        k,
        n,
        ends,
        method=method,
        level=level,
        population=population,
        frame=frame,
        selection=selection,
        name=name,
    )


def wilson_ends(k: int, n: int, z: float, *, continuity: bool = False) -> tuple[float, float]:
    """Both ends of Wilson's interval for `n` > 0 and normal quantile `z`."""
    correction = 1.0 if continuity else 0.0
    p, below = k / n, 2 * (n + z * z)

    def end(sign: int) -> float:
        inside = z * z - sign * 2 * correction - correction / n
        inside += 4 * p * (n * (1 - p) + sign * correction)
        return (2 * n * p + z * z - sign * (correction + z * math.sqrt(max(inside, 0.0)))) / below

    # Newcombe (1998): at 0 and at n the end is 0 and 1 by definition.
    low = 0.0 if k == 0 else max(0.0, end(1))
    return low, 1.0 if k == n else min(1.0, end(-1))


def clopper_pearson_interval(
    k: int,
    n: int,
    *,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = SHARE,
) -> Estimate:
    """Exact interval of a proportion, after Clopper and Pearson (1934).

    Both tails of the binomial test hold at most half of 1 - level, so the coverage is never below
    the level; it is often well above it.

    Parameters
    ----------
    k : int
        Units with the property.
    n : int
        Units seen.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N); a count, never a fraction.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is estimated, for the printed line.

    Returns
    -------
    Estimate
        A share in [0, 1]; printed as a count below 20 units. A census has no interval.

    Raises
    ------
    ParameterError
        If the counts do not fit each other, or `population` is a fraction or less than n.

    References
    ----------
    .. [1] Clopper and Pearson (1934), Biometrika 26, 404-413.

    Examples
    --------
    >>> round(clopper_pearson_interval(0, 20).high, 4)
    0.1684
    """

    def ends(k: int, n: int, alpha: float) -> tuple[float, float]:
        from scipy.special import betaincinv

        low = float(betaincinv(k, n - k + 1, alpha / 2)) if k else 0.0
        high = float(betaincinv(k + 1, n - k, 1 - alpha / 2)) if k < n else 1.0
        return low, high

    method = "Clopper-Pearson (1934)"
    return _share(
        k,
        n,
        ends,
        method=method,
        level=level,
        population=population,
        frame=frame,
        selection=selection,
        name=name,
    )


def midp_interval(
    k: int,
    n: int,
    *,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = SHARE,
) -> Estimate:
    """Mid-p interval of a proportion: Clopper-Pearson with half of the observed count's chance.

    Less conservative than `clopper_pearson_interval`: the coverage is near the level on average and
    seldom much below it.

    Parameters
    ----------
    k : int
        Units with the property.
    n : int
        Units seen.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N); a count, never a fraction.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is estimated, for the printed line.

    Returns
    -------
    Estimate
        A share in [0, 1]; printed as a count below 20 units. A census has no interval.

    Raises
    ------
    ParameterError
        If the counts do not fit each other, or `population` is a fraction or less than n.

    Notes
    -----
    The low end solves P(X > k) + P(X = k) / 2 = (1 - level) / 2; the high end mirrors it.

    References
    ----------
    .. [1] Berry and Armitage (1995), The Statistician 44, 417-423.

    Examples
    --------
    >>> estimate = midp_interval(0, 20)
    >>> estimate.low, round(estimate.high, 4)
    (0.0, 0.1391)
    """
    method = "mid-p"
    return _share(
        k,
        n,
        _midp_ends,
        method=method,
        level=level,
        population=population,
        frame=frame,
        selection=selection,
        name=name,
    )


def _midp_ends(k: int, n: int, alpha: float) -> tuple[float, float]:
    from scipy.optimize import brentq
    from scipy.stats import binom

    def above(p: float) -> float:
        return float(binom.sf(k, n, p) + 0.5 * binom.pmf(k, n, p)) - alpha / 2

    def below(p: float) -> float:
        return float(binom.cdf(k, n, p) - 0.5 * binom.pmf(k, n, p)) - alpha / 2

    low = brentq(above, 0.0, 1.0, xtol=1e-14) if k else 0.0
    high = brentq(below, 0.0, 1.0, xtol=1e-14) if k < n else 1.0
    return float(low), float(high)


def _share(
    k: int,
    n: int,
    ends: Callable[[int, int, float], tuple[float, float]],
    *,
    method: str,
    level: float,
    population: int | None,
    frame: str,
    selection: Selection,
    name: Text | str,
) -> Estimate:
    k, n = read_k_of_n(k, n)
    check_level(level)
    check_selection(selection)
    total = read_population(population, n)
    reason = no_interval(selection, n, total)
    low, high = ends(k, n, 1 - level) if reason is None else (NAN, NAN)
    warnings = selection_warnings(selection) if reason is None else ()
    # Under a twentieth of the population the correction would change less than 3% of the width.
    if reason is None and total is not None and n > total / 20:
        warnings += (_INFINITE,)
    return Estimate(
        name=name,
        value=k / n if n else NAN,
        low=low,
        high=high,
        level=level,
        n=n,
        k=k,
        population=total,
        frame=frame,
        selection=selection,
        method=method,
        reason=reason,
        warnings=warnings,
        scale="share",
    )
