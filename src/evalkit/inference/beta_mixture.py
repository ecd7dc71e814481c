"""A weighted average of beta laws: what is known of true shares before a unit is looked at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Floats

# alpha + beta below the first is nearly all-or-nothing and cannot be told from data; above the
# last a unit of a thousand files moves less than a rounding.
_SIZES: Final = (0.5, 1e6)
_STEPS: Final = 23
_POINTS: Final = 301


class BetaMixture(NamedTuple):
    """Beta laws with their weights; one law when alpha and beta are taken as known.

    Attributes
    ----------
    alpha, beta, weight : ndarray of float64, shape (n_laws,)
        The laws; the weights sum to 1.
    """

    alpha: Floats
    beta: Floats
    weight: Floats

    def updated(self, k: float, n: float) -> BetaMixture:
        """Return what is known of the share of a unit with `k` of `n`."""
        from scipy.special import betaln

        a, b = self.alpha + k, self.beta + n - k
        if len(self.weight) == 1:
            return BetaMixture(a, b, self.weight)
        # A unit that was not among those pooled speaks for some laws more than for others; those
        # that were have spoken already, so `pooled` laws are not weighed again (see `posterior`).
        log = np.log(self.weight) + betaln(a, b) - betaln(self.alpha, self.beta)
        weight = np.exp(log - log.max())
        return BetaMixture(a, b, weight / weight.sum())

    def posterior(self, k: float, n: float) -> BetaMixture:
        """Return what is known of the share of a unit that was itself pooled."""
        return BetaMixture(self.alpha + k, self.beta + n - k, self.weight)

    def mean(self) -> float:
        """Return the mean share."""
        return float((self.weight * self.alpha / (self.alpha + self.beta)).sum())

    def spread(self) -> float:
        """Return the standard deviation of the share."""
        total = self.alpha + self.beta
        centre = self.alpha / total
        square = centre * (1 - centre) / (total + 1) + centre**2
        return math.sqrt(max(float((self.weight * square).sum()) - self.mean() ** 2, 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class ShareLaw:
    """What is known of one unit's true share: the law of a mixture, tabulated once.

    Attributes
    ----------
    mean : float
        The mean share.
    x, p : ndarray of float64, shape (n_points,)
        The probability `p` of a share of at most `x`, read linearly between points 0.06 standard
        deviations apart.
    """

    mean: float
    x: Floats
    p: Floats

    def cdf(self, x: Floats) -> Floats:
        """Return the probability of a share of at most `x`."""
        return np.interp(x, self.x, self.p)

    def quantiles(self, p: Floats) -> Floats:
        """Return the quantiles at `p`."""
        return np.interp(p, self.p, self.x)


def share_law(mixture: BetaMixture) -> ShareLaw:
    """Tabulate the law of a mixture from nine standard deviations below its mean to nine above."""
    from scipy.special import betainc

    mean, reach = mixture.mean(), 9 * mixture.spread()
    if math.isnan(mean):
        return ShareLaw(mean, np.full(2, math.nan), np.full(2, math.nan))
    x = np.linspace(max(0.0, mean - reach), min(1.0, mean + reach), _POINTS)
    p = betainc(mixture.alpha, mixture.beta, x[:, None]) @ mixture.weight
    return ShareLaw(mean, x, p)


def pooled_laws(mixture: BetaMixture, k: Floats, n: Floats) -> tuple[ShareLaw, ...]:
    """Return the law of each pooled unit; units with the same counts share one."""
    known: dict[tuple[float, float], ShareLaw] = {}
    for pair in zip(k.tolist(), n.tolist(), strict=True):
        if pair not in known:
            known[pair] = share_law(mixture.posterior(*pair))
    return tuple(known[pair] for pair in zip(k.tolist(), n.tolist(), strict=True))


def log_likelihood(centre: Floats, size: Floats, k: Floats, n: Floats) -> Floats:
    """Log-likelihood of alpha = centre * size, beta = (1 - centre) * size (broadcast)."""
    from scipy.special import betaln

    pairs, times = np.unique(np.column_stack([k, n]), axis=0, return_counts=True)
    a, b = centre * size, (1 - centre) * size
    prior = betaln(a, b)
    total = np.zeros(np.broadcast(centre, size).shape)
    for (one_k, one_n), count in zip(pairs, times, strict=True):
        total += count * (betaln(a + one_k, b + one_n - one_k) - prior)
    return total


def likeliest_beta(k: Floats, n: Floats) -> tuple[float, float]:
    """Return the maximum-likelihood alpha and beta; (inf, inf) when spread is no more than chance."""
    from scipy.optimize import minimize
    from scipy.special import expit, logit

    share = float((k.sum() + 0.5) / (n.sum() + 1))

    def minus(at: Floats) -> float:
        return -float(log_likelihood(expit(at[0]), np.exp(at[1]), k, n))

    start = [float(logit(share)), 2.0]
    bounds = [(-15.0, 15.0), (math.log(1e-3), math.log(_SIZES[1]))]
    rough = minimize(minus, start, method="Nelder-Mead", bounds=bounds, options={"maxiter": 2000})
    found = minimize(
        minus,
        rough.x,
        method="Nelder-Mead",
        bounds=bounds,
        options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 4000},
    )
    centre, size = float(expit(found.x[0])), float(math.exp(found.x[1]))
    chance = float(k.sum() / n.sum())
    if chance in (0.0, 1.0):
        return math.inf, math.inf
    binomial = float((k * math.log(chance) + (n - k) * math.log(1 - chance)).sum())
    if -minus(found.x) <= binomial + 1e-6:
        return math.inf, math.inf
    return centre * size, (1 - centre) * size


def moment_beta(k: Floats, n: Floats) -> tuple[float, float]:
    """Return alpha and beta with the mean and variance of the observed shares."""
    shares = k / n
    centre, variance = float(shares.mean()), float(shares.var(ddof=1))
    if variance <= 0:
        return math.inf, math.inf
    size = centre * (1 - centre) / variance - 1
    # Shares that are all 0 or 1 can have a larger variance than any beta law.
    size = max(size, 1e-3)
    return centre * size, (1 - centre) * size


def integrated_beta(k: Floats, n: Floats) -> BetaMixture:
    """Return the posterior of alpha and beta on a grid, with the prior (alpha + beta)^(-5/2)."""
    from scipy.special import expit

    logits = np.linspace(-14.0, 14.0, 113)
    logs = np.linspace(math.log(_SIZES[0]), math.log(_SIZES[1]), 61)
    # A wide grid finds where the weight is, a second one divides that part finely.
    for steps in (_STEPS, 0):
        u, v = np.meshgrid(logits, logs, indexing="ij")
        centre, size = expit(u), np.exp(v)
        log = log_likelihood(centre, size, k, n)
        log += np.log(centre) + np.log1p(-centre) - v / 2  # the prior and the Jacobian
        weight = np.exp(log - log.max())
        if steps:
            logits = _around(logits, weight.max(axis=1), steps)
            logs = _around(logs, weight.max(axis=0), steps)
    # Trapezoids: the least size allowed is often the likeliest when units are all or nothing.
    weight[[0, -1], :] /= 2
    weight[:, [0, -1]] /= 2
    weight = np.where(weight > weight.max() * 1e-4, weight, 0.0)
    kept = weight > 0
    weight = weight[kept] / weight[kept].sum()
    return BetaMixture((centre * size)[kept], ((1 - centre) * size)[kept], weight)


def _around(grid: Floats, height: Floats, steps: int) -> Floats:
    used = np.flatnonzero(height > 1e-4)
    first, last = max(used[0] - 1, 0), min(used[-1] + 1, len(grid) - 1)
    found: Floats = np.linspace(grid[first], grid[last], steps)
    return found
