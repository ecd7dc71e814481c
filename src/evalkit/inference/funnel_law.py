"""The limits of a funnel: exact, or widened for spread that chance does not explain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from evalkit.results import NAN

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Floats

FunnelKind = Literal["binomial", "poisson"]
Overdispersion = Literal["none", "phi", "tau2"]
Limits = Literal["interpolated", "integer"]


class FunnelLaw(NamedTuple):
    """How the limits are made.

    Attributes
    ----------
    target : float
        The centre line.
    kind : {"binomial", "poisson"}
        A share of n, or a rate per unit of n.
    limits : {"interpolated", "integer"}
        See `funnel_limits`.
    overdispersion : {"none", "phi", "tau2"}
        See `funnel_limits`.
    widened_by : float
        phi or tau2 where the limits are widened by it; NaN where they are exact.
    """

    target: float
    kind: FunnelKind
    limits: Limits
    overdispersion: Overdispersion
    widened_by: float

    def spread(self, sizes: Floats) -> Floats:
        """Return the standard deviation of a share or rate by chance alone; NaN where n is 0."""
        variance = self.target * (1 - self.target) if self.kind == "binomial" else self.target
        nothing = np.full(len(sizes), NAN)
        found: Floats = np.sqrt(np.divide(variance, sizes, out=nothing, where=sizes > 0))
        return found

    def ends(self, sizes: Floats, level: float) -> tuple[Floats, Floats]:
        """Return the lower and the upper limit for units of these sizes."""
        if math.isnan(self.widened_by):
            return _exact(sizes, self.target, self.kind, level, self.limits)
        s = self.spread(sizes)
        return _widened(s, self.target, self.kind, level, self.overdispersion, self.widened_by)

    def judged_ends(self, sizes: Floats, level: float) -> tuple[Floats, Floats]:
        """Return the lowest and the highest value that chance still allows.

        The smoothed upper line runs up to one count below it (8 of 8 around 70% lies above every
        line), the lower one does not: whole counts judge a share and its complement alike.
        """
        return self._replace(limits="integer").ends(sizes, level)

    def chance_outside(self, sizes: Floats, level: float) -> Floats:
        """Return how likely chance alone puts a unit of each size outside; NaN where n is 0."""
        low, high = self.judged_ends(sizes, level)
        if not math.isnan(self.widened_by):
            return np.where(sizes > 0, 1 - level, NAN)
        law = _count_law(sizes, self.target, self.kind)
        found: Floats = law.cdf(np.rint(low * sizes) - 1) + law.sf(np.rint(high * sizes))
        return np.where(sizes > 0, found, NAN)


def _count_law(n: Floats, centre: float, kind: str) -> Any:
    from scipy.stats import binom, poisson

    return binom(n, centre) if kind == "binomial" else poisson(n * centre)


def _exact(
    sizes: Floats, centre: float, kind: str, level: float, limits: str
) -> tuple[Floats, Floats]:
    low, high = np.full(len(sizes), NAN), np.full(len(sizes), NAN)
    seen = (sizes > 0) & (not math.isnan(centre))
    n = sizes[seen]
    if not len(n):
        return low, high
    law = _count_law(n, centre, kind)
    for end, p in ((low, (1 - level) / 2), (high, (1 + level) / 2)):
        count = np.maximum(law.ppf(p), 0.0)
        if limits == "interpolated":
            count -= (law.cdf(count) - p) / law.pmf(count)
        end[seen] = np.clip(count / n, 0.0, 1.0 if kind == "binomial" else None)
    if kind == "binomial" and centre in (0.0, 1.0):
        low[seen] = high[seen] = centre
    return low, high


def _widened(  # noqa: PLR0917
    s: Floats, centre: float, kind: str, level: float, how: str, amount: float
) -> tuple[Floats, Floats]:
    from scipy.stats import norm

    spread = s * math.sqrt(amount) if how == "phi" else np.sqrt(s**2 + amount)
    half = norm.isf((1 - level) / 2) * spread
    top = 1.0 if kind == "binomial" else None
    return np.clip(centre - half, 0.0, top), np.clip(centre + half, 0.0, top)
