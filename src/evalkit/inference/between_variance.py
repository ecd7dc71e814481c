"""The variance between units beyond chance (tau2): its estimators and its interval."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.inference.unit_table import Floats

Estimator = Literal["REML", "ML", "DL", "PM"]


def generalised_q(tau2: float, y: Floats, v: Floats) -> float:
    """Return Cochran's Q with weights 1 / (v + tau2)."""
    w = 1 / (v + tau2)
    return float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())


def _root_of_q(target: float, y: Floats, v: Floats) -> float:
    """Return the tau2 at which Q is `target`; 0 when Q is below it already without any."""
    from scipy.optimize import brentq

    if generalised_q(0.0, y, v) <= target:
        return 0.0
    top = float(v.max()) + float(np.ptp(y)) ** 2
    while generalised_q(top, y, v) > target:
        top *= 4
    # In parts of `top`, so that the unit of the estimates does not decide the precision.
    part = brentq(lambda t: generalised_q(t * top, y, v) - target, 0.0, 1.0, xtol=1e-18, rtol=1e-13)
    return float(part) * top


def q_profile(y: Floats, v: Floats, level: float) -> tuple[float, float]:
    """Return the interval of tau2 from the chi-squared law of Q, after Viechtbauer (2007)."""
    from scipy.stats import chi2

    law = chi2(len(y) - 1)
    low, high = law.isf((1 - level) / 2), law.ppf((1 - level) / 2)
    return _root_of_q(float(low), y, v), _root_of_q(float(high), y, v)


def _dersimonian_laird(y: Floats, v: Floats) -> float:
    w = 1 / v
    below = float(w.sum() - (w**2).sum() / w.sum())
    return max(0.0, (generalised_q(0.0, y, v) - (len(y) - 1)) / below)


def _paule_mandel(y: Floats, v: Floats) -> float:
    return _root_of_q(len(y) - 1.0, y, v)


def _likelihood(y: Floats, v: Floats, *, restricted: bool) -> float:
    """Maximise over tau2 >= 0: the best of a grid, then the root of the score beside it."""
    from scipy.optimize import minimize_scalar

    def minus(tau2: float) -> float:
        w = 1 / (v + tau2)
        total = w.sum()
        rest = (w * (y - (w * y).sum() / total) ** 2).sum()
        return float(rest - np.log(w).sum() + (math.log(total) if restricted else 0.0))

    top = 10 * (float(np.ptp(y)) ** 2 + float(v.max()))
    grid = np.concatenate([[0.0], np.geomspace(top * 1e-8, top, 200)])
    best = int(np.argmin([minus(tau2) for tau2 in grid]))
    if best == 0:
        return 0.0
    ends = (grid[best - 1], grid[min(best + 1, len(grid) - 1)])
    # In logarithms, as tau2 can be anything from 1e-8 to 1e8; the tolerance is relative then.
    found = minimize_scalar(
        lambda log: minus(math.exp(log)),
        bounds=(math.log(max(ends[0], top * 1e-12)), math.log(ends[1])),
        method="bounded",
        options={"xatol": 1e-12},
    )
    return _polish(float(math.exp(found.x)), y, v, restricted=restricted)


def _polish(tau2: float, y: Floats, v: Floats, *, restricted: bool) -> float:
    """Take Fisher-scoring steps: a minimum is found to half the digits, a root to all."""
    for _ in range(20):
        w = 1 / (v + tau2)
        total = w.sum()
        rest = ((w * (y - (w * y).sum() / total)) ** 2).sum()
        trace, information = w.sum(), (w**2).sum()
        if restricted:
            trace -= (w**2).sum() / total
            information += ((w**2).sum() / total) ** 2 - 2 * (w**3).sum() / total
        step = float((rest - trace) / information)
        tau2 = max(0.0, tau2 + step)
        if abs(step) <= 1e-14 * tau2:
            break
    return tau2


#: tau2 from estimates y and their variances v, by name.
ESTIMATORS: Final[dict[str, Callable[[Floats, Floats], float]]] = {
    "REML": lambda y, v: _likelihood(y, v, restricted=True),
    "ML": lambda y, v: _likelihood(y, v, restricted=False),
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
}
