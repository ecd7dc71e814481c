"""Fitting counts with a log link: Poisson and negative binomial."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from evalkit.results import NAN

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Floats


def weighted_scoring(
    y: Floats, x: Floats, offset: Floats, theta: float
) -> tuple[Floats, Floats, bool]:
    """Return coefficients and means by reweighted least squares with log link, and if it settled."""
    extra = 0.0 if math.isnan(theta) else 1 / theta
    mu = y + 0.1 * max(float(y.mean()), 1e-3)
    eta = np.log(mu)
    beta: Floats = np.zeros(x.shape[1])
    for _ in range(200):
        weight = mu / (1 + extra * mu)
        root = np.sqrt(weight)
        target = eta - offset + (y - mu) / mu
        found = np.linalg.lstsq(x * root[:, None], target * root, rcond=None)
        new = np.asarray(found[0], np.float64)
        done = bool(np.abs(new - beta).max() <= 1e-12 * (1 + np.abs(new).max()))
        beta = new
        eta = np.clip(x @ beta + offset, -600, 600)
        mu = np.exp(eta)
        if done:
            # Coefficients that ran off mean that events lie on one side only.
            return beta, mu, bool(mu.min() > 1e-8 * max(float(y.mean()), 1e-12))
    return beta, mu, False


def count_log_likelihood(y: Floats, mu: Floats, theta: float) -> float:
    """Return the log-likelihood of counts; a NaN theta is a Poisson."""
    from scipy.special import gammaln

    if math.isnan(theta):
        return float((y * np.log(mu) - mu - gammaln(y + 1)).sum())
    log = gammaln(y + theta) - gammaln(theta) - gammaln(y + 1)
    log += theta * np.log(theta / (theta + mu)) + y * np.log(mu / (theta + mu))
    return float(log.sum())


def likeliest_theta(y: Floats, x: Floats, offset: Floats) -> tuple[float, float]:
    """Return theta by profile likelihood; NaN (a Poisson) when there is no extra variance."""
    from scipy.optimize import minimize_scalar
    from scipy.special import polygamma

    def minus(log_theta: float) -> float:
        theta = math.exp(log_theta)
        _, mu, settled = weighted_scoring(y, x, offset, theta)
        return -count_log_likelihood(y, mu, theta) if settled else 1e300

    found = minimize_scalar(minus, bounds=(-7.0, 14.0), method="bounded", options={"xatol": 1e-9})
    theta = math.exp(found.x)
    if theta > 1e5:
        return NAN, NAN
    _, mu, _ = weighted_scoring(y, x, offset, theta)
    information = -polygamma(1, theta + y) + polygamma(1, theta) - 1 / theta
    information += 2 / (mu + theta) - (y + theta) / (mu + theta) ** 2
    total = float(information.sum())
    return theta, math.sqrt(1 / total) if total > 0 else NAN
