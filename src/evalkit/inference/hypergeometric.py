"""How many of a finite population have a property, by exact rational arithmetic."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import Final, Literal, get_args

from evalkit.errors import ParameterError
from evalkit.inference.sampled import (
    check_selection,
    choose,
    no_interval,
    read_k_of_n,
    read_population,
    selection_warnings,
)
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate, Selection

HypergeometricMethod = Literal["equal-tail", "wang"]
_NAMES: Final = {
    "equal-tail": "exact hypergeometric, equal tails",
    "wang": "exact hypergeometric, Wang (2015)",
}
Interval = tuple[int, int]


def hypergeometric_interval(
    k: int,
    n: int,
    population: int,
    *,
    method: HypergeometricMethod = "equal-tail",
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("eenheden met de eigenschap", "units with the property"),
) -> Estimate:
    """Exact interval of the number of units in a finite population that have a property.

    Use it when n is not small beside N: 6 regions of 26, 22 of 26. It answers in units of the
    population, and 6 of 6 regions is seen to be compatible with as few as 16 of 26.

    Parameters
    ----------
    k : int
        Units with the property among those seen.
    n : int
        Units seen.
    population : int
        Units that exist (N); a count, never a fraction.
    method : {"equal-tail", "wang"}
        "equal-tail" keeps each tail at half of 1 - level; "wang" shrinks those intervals as far as
        the coverage allows and is never wider.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is, e.g. "VT regions 2020".
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is counted, for the printed line.

    Returns
    -------
    Estimate
        `value` is k N / n, and `low` and `high` are whole numbers of units of the population.

    Raises
    ------
    ParameterError
        If the counts do not fit each other, or `population` is missing, a fraction or less than n.

    Notes
    -----
    "equal-tail" holds every G in 0..N with P(X >= k | G) >= (1 - level) / 2 and
    P(X <= k | G) >= (1 - level) / 2, X hypergeometric. The sums are of whole numbers and are
    compared with `level` as it is written (0.95 is 19/20), so no end depends on rounding. The
    permute package expects [1, 19] for 5 of 10 in 20, which five seen units rule out (it is
    [6, 14]), and R's samplingbook is one unit too wide.

    References
    ----------
    .. [1] Konijn (1973), Statistical Theory of Sample Survey Design and Analysis.
    .. [2] Wang (2015), Journal of the American Statistical Association 110, 1491-1499.

    Examples
    --------
    >>> print(hypergeometric_interval(6, 6, 26, selection="purposive", name="regions"))
    regions 6 of 6: 16 to 26 of 26 (95%-CI) (as if random)
    """
    k, n = read_k_of_n(k, n)
    check_level(level)
    check_selection(selection)
    choose("method", method, get_args(HypergeometricMethod), where="hypergeometric_interval")
    total = read_population(population, n)
    if total is None:
        raise ParameterError(
            nl="population ontbreekt; geef hoeveel eenheden er zijn, of neem wilson_interval",
            en="population is missing; give how many units exist, or take wilson_interval",
        )
    reason = no_interval(selection, n, total)
    low, high = NAN, NAN
    if reason is None:
        tail = (1 - Fraction(repr(float(level)))) / 2
        if method == "wang":
            low, high = _wang(n, total, tail)[k]
        else:
            low, high = _equal_tail(k, n, total, tail)
    return Estimate(
        name=name,
        value=k * total / n if n else NAN,
        low=float(low),
        high=float(high),
        level=level,
        n=n,
        k=k,
        population=total,
        frame=frame,
        selection=selection,
        method=_NAMES[method],
        reason=reason,
        warnings=selection_warnings(selection) if reason is None else (),
        scale="count",
    )


def _equal_tail(k: int, n: int, total: int, tail: Fraction) -> Interval:
    # By symmetry the high end is the low end of the units without the property.
    return _lowest(k, n, total, tail), total - _lowest(n - k, n, total, tail)


def _lowest(k: int, n: int, total: int, tail: Fraction) -> int:
    """Smallest G with P(X >= k | G) >= tail; that chance rises with G."""
    low, high = k, total - (n - k)
    while low < high:
        middle = (low + high) // 2
        if _at_least(k, n, middle, total) >= tail * comb(total, n):
            high = middle
        else:
            low = middle + 1
    return low


def _at_least(k: int, n: int, having: int, total: int) -> int:
    """Count the samples of n, of all comb(total, n), with k or more of the `having` units."""
    first = max(k, n - (total - having))
    last = min(n, having)
    if first > last:
        return 0
    term = comb(having, first) * comb(total - having, n - first)
    summed = term
    for x in range(first, last):
        term = term * (having - x) * (n - x)
        term //= (x + 1) * (total - having - n + x + 1)
        summed += term
    return summed


@lru_cache(maxsize=32)
def _wang(n: int, total: int, tail: Fraction) -> tuple[Interval, ...]:
    """Shrink the equal-tailed intervals from the middle count outwards while the coverage holds.

    The ends stay outside the equal-tailed interval of twice the tail, as in the paper.
    """
    wide = [list(_equal_tail(x, n, total, tail)) for x in range(n + 1)]
    narrow = [_equal_tail(x, n, total, 2 * tail) for x in range(n + 1)]
    needed = (1 - 2 * tail) * comb(total, n)

    def covered(having: int) -> bool:
        chances = (
            comb(having, x) * comb(total - having, n - x)
            for x, (low, high) in enumerate(wide)
            if low <= having <= high
        )
        return sum(chances) >= needed

    def shrink(x: int, end: Literal[0, 1]) -> None:
        # Interval n - x mirrors interval x, so that both ways of counting give the same answer.
        step = 1 if end == 0 else -1
        while wide[x][end] != narrow[x][end]:
            lost = wide[x][end]
            wide[x][end] += step
            wide[n - x][1 - end] = total - wide[x][end]
            if not (covered(lost) and covered(total - lost)):
                wide[x][end] = lost
                wide[n - x][1 - end] = total - lost
                return

    for x in range(n // 2, -1, -1):
        shrink(x, 0)
        if 2 * x != n:
            shrink(x, 1)
    return tuple((low, high) for low, high in wide)
