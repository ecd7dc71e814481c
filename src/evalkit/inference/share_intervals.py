"""Intervals of a share in a designed sample: logit, beta and likelihood."""

from __future__ import annotations

import math
from typing import Final


def t_ends(value: float, se: float, df: float, level: float) -> tuple[float, float]:
    """Both ends of the t interval."""
    from scipy.stats import t

    half = float(t.isf((1 - level) / 2, df)) * se
    return value - half, value + half


def _logit_ends(p: float, se: float, _n: int, df: float, level: float) -> tuple[float, float]:
    low, high = t_ends(math.log(p / (1 - p)), se / (p * (1 - p)), df, level)
    return 1 / (1 + math.exp(-low)), 1 / (1 + math.exp(-high))


def _beta_ends(p: float, se: float, n: int, df: float, level: float) -> tuple[float, float]:
    from scipy.stats import beta, t

    tail = (1 - level) / 2
    effective = p * (1 - p) / se**2 * float(t.isf(tail, n - 1) / t.isf(tail, df)) ** 2
    low = beta.ppf(tail, effective * p, effective * (1 - p) + 1)
    high = beta.isf(tail, effective * p + 1, effective * (1 - p))
    return float(low), float(high)


def _likelihood_ends(p: float, se: float, n: int, df: float, level: float) -> tuple[float, float]:
    from scipy.optimize import brentq
    from scipy.stats import t

    # Rao and Scott: the deviance grows by the design effect with replacement. n / (n - 1) is the
    # dispersion R's survey takes; its own interpolation of the profile is off by up to 3e-5.
    critical = float(t.isf((1 - level) / 2, df)) ** 2 * se**2 / (p * (1 - p)) * n / (n - 1)

    def excess(other: float) -> float:
        return 2 * (p * math.log(p / other) + (1 - p) * math.log((1 - p) / (1 - other))) - critical

    tiny = 1e-15
    low = brentq(excess, tiny, p, xtol=1e-14) if excess(tiny) > 0 else 0.0
    high = brentq(excess, p, 1 - tiny, xtol=1e-14) if excess(1 - tiny) > 0 else 1.0
    return float(low), float(high)


SHARE_ENDS: Final = {"logit": _logit_ends, "beta": _beta_ends, "likelihood": _likelihood_ends}
