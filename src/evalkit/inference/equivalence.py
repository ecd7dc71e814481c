"""Two one-sided tests: whether a difference is small enough not to matter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.sampled import read_k_of_n
from evalkit.language import Language, Text, format_number, format_p_value
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Result

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence(Result):
    """Two one-sided tests against a stated margin.

    Attributes
    ----------
    value, se, df : float
        The difference, its standard error and degrees of freedom (inf for the normal law).
    margin_low, margin_high : float
        The stated margin.
    p_lower, p_upper : float
        Against a difference at or below `margin_low`, and at or above `margin_high`.
    p_value : float
        The larger of the two: the p-value of "not equivalent".
    p_difference : float
        Two-sided p-value of no difference.
    low, high : float
        Interval of level 1 - 2 alpha: equivalent when it lies inside the margin.
    alpha : float
        Level of each one-sided test.
    equivalent : bool
        Whether `p_value` is below alpha.
    n : int
        Units the tests rest on.
    method : str
        The method's own name.
    reason : Text or None
        Why the test is undefined.
    """

    value: float
    se: float
    df: float
    margin_low: float
    margin_high: float
    p_lower: float
    p_upper: float
    p_value: float
    p_difference: float
    low: float
    high: float
    alpha: float
    equivalent: bool
    n: int
    method: str
    reason: Text | None = None

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        if self.reason is not None:
            return f"TOST –: {self.reason.in_language(language)}"
        p = format_p_value(self.p_value, language)
        low, high = (
            format_number(end, language, digits=2) for end in (self.margin_low, self.margin_high)
        )
        if language == "nl":
            says = "klein genoeg" if self.equivalent else "niet aangetoond dat het klein genoeg is"
            return f"verschil binnen [{low}; {high}]: {says} (TOST, {p})"
        says = "small enough" if self.equivalent else "not shown to be small enough"
        return f"difference within [{low}, {high}]: {says} (TOST, {p})"

    def __str__(self) -> str:
        return self.in_language("en")


def tost(
    value: float,
    se: float,
    *,
    margin: float | Sequence[float],
    df: float = math.inf,
    alpha: float = 0.05,
    n: int = 0,
    method: str = "TOST, Schuirmann (1987)",
) -> Equivalence:
    """Test whether a difference lies within a margin that was stated before looking.

    A test that is not significant does not show that nothing changed; this can.

    Parameters
    ----------
    value, se : float
        The difference and its standard error.
    margin : float or pair of float
        The largest difference that does not matter, both ways or (low, high).
    df : float
        Degrees of freedom of `se`; infinite for the normal law.
    alpha : float
        Level of each one-sided test, in (0, 0.5).
    n : int
        Units the difference rests on.
    method : str
        The method's own name.

    Returns
    -------
    Equivalence
        With the interval of level 1 - 2 alpha.

    Raises
    ------
    ParameterError
        If the margin, `se`, `df` or `alpha` does not fit.

    References
    ----------
    .. [1] Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680.
    .. [2] Lakens (2017), Social Psychological and Personality Science 8(4), 355-362.

    Examples
    --------
    >>> print(tost(0.02, 0.03, margin=0.1))
    difference within [-0.10, 0.10]: small enough (TOST, p = 0.004)
    """
    from scipy.stats import norm
    from scipy.stats import t as t_law

    ends = _both_ways(margin)
    if len(ends) != 2 or not ends[0] < ends[1] or not all(map(math.isfinite, ends)):
        raise ParameterError(
            nl=f"margin = {margin!r}: geef het grootste verschil dat er niet toe doet, of (laag, hoog)",
            en=f"margin = {margin!r}: give the largest difference that does not matter, or (low, high)",
        )
    if not 0 < alpha < 0.5 or se < 0 or not df > 0:
        raise ParameterError(
            nl="alpha moet tussen 0 en 0,5 liggen, se mag niet negatief zijn en df moet boven 0 zijn",
            en="alpha must lie between 0 and 0.5, se may not be negative and df must be above 0",
        )
    reason = None
    if math.isnan(value) or not se > 0:
        reason = Text(
            "er is geen standaardfout: het verschil is onbepaald of zonder spreiding",
            "there is no standard error: the difference is undefined or without spread",
        )
    law = norm if math.isinf(df) else t_law(df)
    p_lower = p_upper = p_difference = low = high = NAN
    if reason is None:
        p_lower = float(law.sf((value - ends[0]) / se))
        p_upper = float(law.cdf((value - ends[1]) / se))
        p_difference = 2 * float(law.sf(abs(value) / se))
        half = float(law.isf(alpha)) * se
        low, high = value - half, value + half
    p_value = max(p_lower, p_upper) if reason is None else NAN
    return Equivalence(
        value=value,
        se=se,
        df=df,
        margin_low=ends[0],
        margin_high=ends[1],
        p_lower=p_lower,
        p_upper=p_upper,
        p_value=p_value,
        p_difference=p_difference,
        low=low,
        high=high,
        alpha=alpha,
        equivalent=p_value < alpha,
        n=n,
        method=method,
        reason=reason,
    )


def _both_ways(margin: Any) -> tuple[float, ...]:
    if isinstance(margin, str) or np.ndim(margin):
        return tuple(margin)
    return -float(margin), float(margin)


def tost_proportions(
    k1: int,
    n1: int,
    k2: int,
    n2: int,
    *,
    margin: float | Sequence[float],
    alpha: float = 0.05,
) -> Equivalence:
    """Test whether two proportions differ less than a margin (second minus first, unpooled error).

    Parameters
    ----------
    k1, n1, k2, n2 : int
        How many of how many, first and second.
    margin : float or pair of float
        The largest difference of shares that does not matter, both ways or (low, high).
    alpha : float
        Level of each one-sided test, in (0, 0.5).

    Returns
    -------
    Equivalence
        By the normal law, which needs some of either answer in both groups.

    Raises
    ------
    ParameterError
        If counts, margin or alpha do not fit.

    References
    ----------
    .. [1] Lakens (2017), Social Psychological and Personality Science 8(4), 355-362.

    Examples
    --------
    >>> tost_proportions(80, 100, 82, 100, margin=0.15).equivalent
    True
    """
    (k1, n1), (k2, n2) = read_k_of_n(k1, n1), read_k_of_n(k2, n2)
    value = se = NAN
    if n1 and n2:
        p1, p2 = k1 / n1, k2 / n2
        value = p2 - p1
        se = math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    method = "TOST of two proportions, unpooled"
    return tost(
        value, 0.0 if math.isnan(se) else se, margin=margin, alpha=alpha, n=n1 + n2, method=method
    )


def tost_means(
    means: Sequence[float],
    sds: Sequence[float],
    ns: Sequence[int],
    *,
    margin: float | Sequence[float],
    equal_variances: bool = False,
    alpha: float = 0.05,
) -> Equivalence:
    """Test whether two means differ less than a margin (first minus second), Welch by default.

    Parameters
    ----------
    means, sds, ns : pair of numbers
        Mean, standard deviation and number of units of both groups.
    margin : float or pair of float
        The largest difference that does not matter, in units of the means.
    equal_variances : bool
        Whether to pool the variances (Student) in place of Welch.
    alpha : float
        Level of each one-sided test, in (0, 0.5).

    Returns
    -------
    Equivalence
        By the t law.

    Raises
    ------
    ParameterError
        If there are not two groups of at least two units, or the margin does not fit.

    References
    ----------
    .. [1] Lakens (2017), Social Psychological and Personality Science 8(4), 355-362.

    Examples
    --------
    >>> tost_means([5.25, 5.22], [0.95, 0.83], [95, 89], margin=0.384).equivalent
    True
    """
    check_level(alpha)
    if {len(means), len(sds), len(ns)} != {2} or min(ns) < 2 or min(sds) < 0:
        raise ParameterError(
            nl="geef twee gemiddelden, twee standaardafwijkingen en twee aantallen van minstens 2",
            en="give two means, two standard deviations and two numbers of at least 2",
        )
    (s1, s2), (n1, n2) = sds, ns
    v1, v2 = s1**2 / n1, s2**2 / n2
    if equal_variances:
        df = float(n1 + n2 - 2)
        se = math.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / df * (1 / n1 + 1 / n2))
    else:
        below = v1**2 / (n1 - 1) + v2**2 / (n2 - 1)
        se, df = math.sqrt(v1 + v2), (v1 + v2) ** 2 / below if below else math.inf
    method = "TOST of two means, " + ("Student" if equal_variances else "Welch")
    return tost(
        means[0] - means[1], se, margin=margin, df=df, alpha=alpha, n=n1 + n2, method=method
    )
