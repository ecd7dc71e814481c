"""Evidence for and against a stated proportion: the binomial Bayes factor and its sensitivity."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.sampled import choose, read_k_of_n
from evalkit.inference.unit_table import TableResult
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evalkit.inference.unit_table import Floats

Prior = Literal["uniform", "logistic", "beta"]
#: The scales of the logistic prior that R's BayesFactor calls medium, wide and ultrawide.
SCALES: tuple[float, ...] = (0.5, math.sqrt(2) / 2, 1.0)


def binomial_bayes_factor(
    k: int,
    n: int,
    *,
    p0: float,
    prior: Prior = "logistic",
    scale: float = 0.5,
    shape: Sequence[float] = (1.0, 1.0),
) -> float:
    """Bayes factor BF10 of "another proportion" against exactly `p0`.

    Above 1 the data speak against `p0`, below 1 for it: unlike a p-value it can do both. Show
    `bayes_factor_sensitivity` beside it, since it depends on the prior.

    Parameters
    ----------
    k, n : int
        How many of how many in the new study.
    p0 : float
        The claimed proportion, in (0, 1).
    prior : {"uniform", "logistic", "beta"}
        What the proportion may be otherwise: anything alike; near p0 (log odds logistic around
        those of p0); or a beta law.
    scale : float
        Scale of the logistic prior, above 0.
    shape : pair of float
        Both parameters of the beta prior, above 0.

    Returns
    -------
    float
        Above 0; 1 when nothing was counted, infinite beyond 1e308.

    Raises
    ------
    ParameterError
        If counts, p0, the prior or its parameters do not fit.

    Notes
    -----
    The likelihood averaged over the prior, divided by the likelihood at p0. The logistic prior as
    in R's proportionBF (there rscale .5 is the default), by Gauss-Legendre quadrature.

    References
    ----------
    .. [1] Jeffreys (1961), Theory of Probability, 3rd ed.
    .. [2] Morey and Rouder, BayesFactor for R, proportionBF.

    Examples
    --------
    >>> round(binomial_bayes_factor(115, 200, p0=0.5, prior="uniform"), 4)
    0.8353
    """
    from scipy.special import betaln

    choose("prior", prior, get_args(Prior), where="binomial_bayes_factor")
    k, n = read_k_of_n(k, n)
    if not 0 < p0 < 1:
        raise ParameterError(
            nl=f"p0 = {p0!r} moet tussen 0 en 1 liggen; een uitspraak als 'alle' is met één "
            "tegenvoorbeeld weerlegd",
            en=f"p0 = {p0!r} must lie between 0 and 1; a claim such as 'all' is refuted by one "
            "counterexample",
        )
    if not 0 < scale < math.inf or len(shape) != 2 or min(shape) <= 0:
        raise ParameterError(
            nl="scale en shape moeten boven 0 zijn", en="scale and shape must be above 0"
        )
    if not n:
        return 1.0
    null = k * math.log(p0) + (n - k) * math.log1p(-p0)
    if prior == "logistic":
        return _power(_logistic(k, n, p0, scale) - null)
    a, b = (1.0, 1.0) if prior == "uniform" else shape
    return _power(float(betaln(k + a, n - k + b) - betaln(a, b)) - null)


def _power(log: float) -> float:
    return math.exp(log) if log < 709 else math.inf


def _logistic(k: int, n: int, p0: float, scale: float) -> float:
    """Log of the likelihood averaged over a logistic law of the log odds."""
    from scipy.special import expit, log_expit, logit, logsumexp

    start = float(logit(p0))

    def slope(eta: float) -> float:
        prior = (1 - 2 * float(expit((eta - start) / scale))) / scale
        return k * float(expit(-eta)) - (n - k) * float(expit(eta)) + prior

    peak = _root(slope, start, scale)
    p, q = float(expit(peak)), float(expit((peak - start) / scale))
    curvature = n * p * (1 - p) + 2 * q * (1 - q) / scale**2
    # The integrand has one peak; panels double in width away from it, and from the prior and the
    # likelihood, whose bends may lie in its tails.
    places = [
        (start, scale),
        (float(logit((k + 0.5) / (n + 1))), math.sqrt(1 / (k + 0.5) + 1 / (n - k + 0.5))),
        (peak, 1 / math.sqrt(curvature) if curvature > 0 else scale),
    ]
    steps = np.concatenate([[0.0], 2.0 ** np.arange(-1, 12)])
    edges = np.unique([at + side * width * steps for at, width in places for side in (-1, 1)])
    nodes, weights = _nodes()
    half = np.diff(edges)[:, None] / 2
    eta = edges[:-1, None] + half * (nodes + 1)
    x = (eta - start) / scale
    log = k * log_expit(eta) + (n - k) * log_expit(-eta) + log_expit(x) + log_expit(-x)
    return float(logsumexp(log, b=half * weights)) - math.log(scale)


def _root(slope: Callable[[float], float], start: float, width: float) -> float:
    """Return where a falling slope is 0, looking ever further from `start`."""
    from scipy.optimize import brentq

    side = math.copysign(width, slope(start))
    if not slope(start):
        return start
    while slope(start + side) * side > 0:
        side *= 2
    return float(brentq(slope, start, start + side))


@cache
def _nodes() -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(40)
    return nodes, weights


def bayes_factor_sensitivity(
    k: int, n: int, *, p0: float, scales: Sequence[float] = SCALES
) -> TableResult:
    """Bayes factors of the same data under several priors.

    Parameters
    ----------
    k, n : int
        How many of how many in the new study.
    p0 : float
        The claimed proportion, in (0, 1).
    scales : sequence of float
        Scales of the logistic prior.

    Returns
    -------
    TableResult
        Table: prior, scale, bf10, bf01. A warning says so when priors point different ways.

    Raises
    ------
    ParameterError
        If counts, p0 or a scale does not fit.

    Examples
    --------
    >>> bayes_factor_sensitivity(15, 25, p0=0.5).table["prior"].tolist()
    ['uniform', 'logistic', 'logistic', 'logistic']
    """
    rows = [("uniform", math.nan, binomial_bayes_factor(k, n, p0=p0, prior="uniform"))]
    rows += [
        ("logistic", scale, binomial_bayes_factor(k, n, p0=p0, scale=scale)) for scale in scales
    ]
    table = pd.DataFrame(rows, columns=["prior", "scale", "bf10"])
    table["bf01"] = 1 / table["bf10"]
    differ = bool((table["bf10"] > 1).any() and (table["bf10"] < 1).any())
    return TableResult(
        name=Text("Bayes-factor", "Bayes factor"),
        table=table,
        n=int(n),
        method="binomial Bayes factor, Jeffreys (1961)",
        warnings=(
            Text(
                "de keuze van de prior bepaalt welke kant de gegevens op wijzen",
                "the choice of prior decides which way the data point",
            ),
        )
        if differ
        else (),
    )
