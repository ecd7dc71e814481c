"""How large a difference is, with its interval: never only a p-value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from evalkit.inference.paired_scores import same_steps
from evalkit.inference.sampled import (
    CENSUS,
    check_selection,
    choose,
    read_k_of_n,
    selection_warnings,
)
from evalkit.inference.unit_table import read_column, require_same_length
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Column, Floats
    from evalkit.results import Selection

DeltaInterval = Literal["cliff", "fisher"]

_EMPTY: Final = Text("een van de groepen is leeg", "one of the groups is empty")
_NO_PAIRS: Final = Text(
    "geen paar verschilt; er valt niets te wegen", "no pair differs; there is nothing to weigh"
)
_NO_VARIANCE: Final = Text(
    "de groepen overlappen niet of te weinig om een interval te maken",
    "the groups do not overlap, or too little to make an interval",
)


def cliffs_delta(
    first: Column,
    second: Column,
    *,
    interval: DeltaInterval = "cliff",
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> Estimate:
    """Probability that the first group is higher minus that it is lower, after Cliff (1993).

    For ordered levels of two independent groups: it uses their order only. The same number as the
    rank-biserial correlation of the Mann-Whitney test. For pairs: `rank_biserial`.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Levels or numbers of each group; missing values are left out.
    interval : {"cliff", "fisher"}
        From the unbiased variance of delta with Cliff's asymmetric limits; or by Fisher's z, as R's
        effectsize.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Estimate
        In [-1, 1]; 0 is no tendency.

    Raises
    ------
    ParameterError
        If a value is not a number, or an option does not exist.

    References
    ----------
    .. [1] Cliff (1993), Psychological Bulletin 114(3), 494-509.
    .. [2] Feng and Cliff (2004), Journal of Modern Applied Statistical Methods 3(2), 322-332.

    Examples
    --------
    >>> print(cliffs_delta([3, 3, 4, 4, 4], [1, 2, 3, 3, 4]))
    Cliff's delta 0.56 [-0.22, 0.90], 95%-CI, n=10
    """
    choose("interval", interval, get_args(DeltaInterval), where="cliffs_delta")
    check_level(level)
    check_selection(selection)
    x, y = (
        read_column(part, name, missing=True)
        for part, name in ((first, "first"), (second, "second"))
    )
    x, y = x[~np.isnan(x)], y[~np.isnan(y)]
    value = se = low = high = NAN
    reason = None if len(x) and len(y) else _EMPTY
    if reason is None:
        wins = np.sign(x[:, None] - y[None, :])
        value = float(wins.mean())
        if interval == "fisher":
            se, low, high = _fisher(value, (len(x) + len(y) + 1) / (3 * len(x) * len(y)), level)
        else:
            se, low, high = _cliff_limits(wins, value, level)
        reason = _NO_VARIANCE if math.isnan(low) else None
    if selection == "census" and not math.isnan(value):
        se, low, high, reason = NAN, NAN, NAN, CENSUS
    return Estimate(
        name="Cliff's delta",
        value=value,
        low=low,
        high=high,
        level=level,
        se=se,
        n=len(x) + len(y),
        frame=frame,
        selection=selection,
        method=f"Cliff (1993), interval {interval}",
        reason=reason,
        warnings=selection_warnings(selection),
    )


def _cliff_limits(wins: Floats, value: float, level: float) -> tuple[float, float, float]:
    from scipy.stats import t as t_law

    n1, n2 = wins.shape
    if n1 < 2 or n2 < 2:
        return NAN, NAN, NAN
    rows = ((wins.mean(axis=1) - value) ** 2).sum()
    columns = ((wins.mean(axis=0) - value) ** 2).sum()
    cells = ((wins - value) ** 2).sum()
    unbiased = (n2**2 * rows + n1**2 * columns - cells) / (n1 * n2 * (n1 - 1) * (n2 - 1))
    # Cliff: the unbiased estimate may be negative or too small; this is the least it can be.
    variance = max(float(unbiased), (1 - value**2) / (n1 * n2 - 1))
    if variance <= 0:
        return 0.0, NAN, NAN
    t = float(t_law.isf((1 - level) / 2, n1 + n2 - 2))
    root = t * math.sqrt(variance) * math.sqrt((1 - value**2) ** 2 + t**2 * variance)
    below = 1 - value**2 + t**2 * variance
    shift = value - value**3
    return math.sqrt(variance), max(-1.0, (shift - root) / below), min(1.0, (shift + root) / below)


def _fisher(value: float, variance: float, level: float) -> tuple[float, float, float]:
    from scipy.stats import norm

    se = math.sqrt(variance)
    if abs(value) == 1:
        return se, NAN, NAN
    half = float(norm.isf((1 - level) / 2)) * se
    return se, math.tanh(math.atanh(value) - half), math.tanh(math.atanh(value) + half)


def rank_biserial(
    first: Column,
    second: Column,
    *,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> Estimate:
    """Matched-pairs rank-biserial correlation, after Kerby (2014).

    The effect size that belongs to the signed rank test: of the ranks of the differences, the
    share that is up minus the share that is down.

    Parameters
    ----------
    first, second : array_like, shape (n_pairs,)
        Numbers of the same units; pairs with a missing value are left out, equal pairs do not count.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Estimate
        In [-1, 1]; above 0 when the second is higher. Interval by Fisher's z, as R's effectsize.

    Raises
    ------
    ParameterError
        If the columns do not fit each other.

    References
    ----------
    .. [1] Kerby (2014), Comprehensive Psychology 3, 11.IT.3.1.

    Examples
    --------
    >>> rank_biserial([1, 2, 3, 2], [2, 4, 6, 1]).value
    0.7
    """
    from scipy.stats import rankdata

    check_level(level)
    check_selection(selection)
    x, y = (
        read_column(part, name, missing=True)
        for part, name in ((first, "first"), (second, "second"))
    )
    require_same_length(first=x, second=y)
    change = same_steps((y - x)[~np.isnan(y - x)])
    moved = change[change != 0]
    value = se = low = high = NAN
    reason = None if len(moved) else _NO_PAIRS
    if reason is None:
        ranks = rankdata(np.abs(moved))
        value = float((ranks * np.sign(moved)).sum() / ranks.sum())
        m = len(moved)
        variance = (2 * m**3 + 3 * m**2 + m) / 6 / ((m**2 + m) / 2) ** 2
        se, low, high = _fisher(value, variance, level)
        reason = _NO_VARIANCE if math.isnan(low) else None
    if selection == "census" and not math.isnan(value):
        se, low, high, reason = NAN, NAN, NAN, CENSUS
    return Estimate(
        name=Text("rangbiseriële correlatie", "rank-biserial correlation"),
        value=value,
        low=low,
        high=high,
        level=level,
        se=se,
        n=len(change),
        frame=frame,
        selection=selection,
        method="Kerby (2014), interval by Fisher's z",
        reason=reason,
        warnings=selection_warnings(selection),
    )


def cohen_h(
    k1: int,
    n1: int,
    k2: int,
    n2: int,
    *,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> Estimate:
    """Difference of two proportions on the arcsine scale, after Cohen (1988): second minus first.

    For planning and for comparing differences near 0% with differences near 50%. For a reader take
    `newcombe_interval`, which speaks in points.

    Parameters
    ----------
    k1, n1, k2, n2 : int
        How many of how many, in the first and the second group.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Estimate
        In [-pi, pi].

    Raises
    ------
    ParameterError
        If the counts do not fit each other.

    Notes
    -----
    h = 2 asin(sqrt(p2)) - 2 asin(sqrt(p1)), with variance 1 / n1 + 1 / n2; the interval is cut at
    -pi and pi.

    References
    ----------
    .. [1] Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed., chapter 6.

    Examples
    --------
    >>> print(cohen_h(7, 14, 12, 14))
    Cohen's h 0.80 [0.05, 1.54], 95%-CI, n=28
    """
    from scipy.stats import norm

    check_level(level)
    check_selection(selection)
    (k1, n1), (k2, n2) = read_k_of_n(k1, n1), read_k_of_n(k2, n2)
    value = se = low = high = NAN
    if n1 and n2:
        value = 2 * math.asin(math.sqrt(k2 / n2)) - 2 * math.asin(math.sqrt(k1 / n1))
        se = math.sqrt(1 / n1 + 1 / n2)
        half = float(norm.isf((1 - level) / 2)) * se
        low, high = max(-math.pi, value - half), min(math.pi, value + half)
    reason = None if n1 and n2 else _EMPTY
    if selection == "census" and not math.isnan(value):
        se, low, high, reason = NAN, NAN, NAN, CENSUS
    return Estimate(
        name="Cohen's h",
        value=value,
        low=low,
        high=high,
        level=level,
        se=se,
        n=n1 + n2,
        frame=frame,
        selection=selection,
        method="Cohen (1988), arcsine",
        reason=reason,
        warnings=selection_warnings(selection),
    )
