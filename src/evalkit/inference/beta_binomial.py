"""Partial pooling of shares of small counts: the beta-binomial model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from evalkit.inference.beta_mixture import (
    BetaMixture,
    ShareLaw,
    integrated_beta,
    likeliest_beta,
    moment_beta,
    pooled_laws,
    share_law,
)
from evalkit.inference.sampled import (
    check_selection,
    choose,
    read_k_of_n,
    read_population,
)
from evalkit.inference.unit_table import TableResult, pooling_warnings, read_shares, read_units
from evalkit.language import Language, Text, as_text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Column, Floats
    from evalkit.results import Selection

BetaEstimator = Literal["integrated", "ML", "moments"]

_TOO_FEW: Final = Text(
    "minder dan twee eenheden met gegevens; er is niets samen te nemen",
    "fewer than two units with data; there is nothing to pool",
)
_NO_SPREAD: Final = Text(
    "de eenheden lopen niet verder uiteen dan toeval verklaart; alfa en bèta zijn oneindig",
    "the units differ no more than chance explains; alpha and beta are infinite",
)
_NO_INTERVAL: Final = Text(
    "bij vaste alfa en bèta is er geen interval van het gemiddelde; neem estimator='integrated'",
    "with alpha and beta fixed the mean has no interval; take estimator='integrated'",
)
_PLUG_IN: Final = Text(
    "alfa en bèta zijn als bekend genomen; bij weinig eenheden zijn de intervallen daardoor te smal",
    "alpha and beta are taken as known; with few units the intervals are therefore too narrow",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BetaBinomial(TableResult):
    """A beta-binomial model (`TableResult`, and its parameters).

    Attributes
    ----------
    alpha, beta : float
        The beta law of the true shares; NaN when undefined. For "integrated" those of the mode.
    mean : Estimate
        Mean of the true shares of all units.
    prediction : Estimate
        Interval in which the true share of one new unit lies.
    rho : float
        Correlation within a unit, 1 / (alpha + beta + 1), in [0, 1].
    mixture : BetaMixture
        The beta laws averaged over; one unless "integrated".
    laws : tuple of ShareLaw
        What is known of the true share of each unit.
    """

    alpha: float
    beta: float
    mean: Estimate
    prediction: Estimate
    rho: float
    mixture: BetaMixture
    laws: tuple[ShareLaw, ...]

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        if self.reason is not None:
            return TableResult.in_language(self, language)
        name = as_text(self.name).in_language(language)
        return f"{name}: {'; '.join(e.in_language(language) for e in (self.mean, self.prediction))}"

    def shrink(self, k: int, n: int) -> Estimate:
        """Return the true share of a unit with `k` of `n`, given what is known of the others.

        Parameters
        ----------
        k, n : int
            How many of how many.

        Returns
        -------
        Estimate
            With an interval at the level of the model.

        Raises
        ------
        ParameterError
            If k and n do not fit each other.

        Notes
        -----
        (alpha + k) / (alpha + beta + n), averaged over `mixture`.
        """
        k, n = read_k_of_n(k, n)
        law = share_law(self.mixture.updated(k, n))
        low, high = law.quantiles(_ends(self.mean.level))
        return Estimate(
            name=Text("bijgesteld aandeel", "shrunken share"),
            value=law.mean,
            low=float(low),
            high=float(high),
            level=self.mean.level,
            n=n,
            k=k,
            population=self.population,
            frame=self.frame,
            selection=self.selection,
            method=self.method,
            scale="share",
            reason=self.reason,
            warnings=self.warnings,
        )

    @property
    def has_spread(self) -> bool:
        """Whether the units differ by more than chance."""
        return not math.isinf(self.alpha)

    def quantiles(self, p: Floats) -> Floats:
        """Return the quantiles at `p` of each unit's true share, shape (n_units, len(p))."""
        return np.array([law.quantiles(p) for law in self.laws])

    def cdf(self, unit: int, x: Floats) -> Floats:
        """Return the probability that the true share of row `unit` is at most `x`."""
        return self.laws[unit].cdf(x)


def beta_binomial(
    k: Column,
    n: Column,
    *,
    units: Column | None = None,
    estimator: BetaEstimator = "integrated",
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> BetaBinomial:
    """Pool shares of several units and shrink each to the others, after Gelman et al. (ch. 5).

    The true shares are taken to follow a beta law; a unit with few files is drawn towards the rest.
    Also for units with 0 or n of n, where a standard error does not exist.

    Parameters
    ----------
    k, n : array_like, shape (n_units,)
        How many of how many per unit; units with n = 0 are shown but do not count.
    units : array_like or None, shape (n_units,)
        Names; None takes the index of `k`, or 1, 2, 3, ...
    estimator : {"integrated", "ML", "moments"}
        Average over all plausible alpha and beta (right also with six units); or take one pair as
        known: the likeliest, or that with the mean and variance of the observed shares.
    level : float
        Level of the intervals, in (0, 1).
    population : int or None
        Units that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    BetaBinomial
        Table: unit, k, n, value, shrunken, low, high.

    Raises
    ------
    ParameterError
        If counts do not fit, or an option does not exist.

    Notes
    -----
    A unit's share given k of n is Beta(alpha + k, beta + n - k). "integrated" averages it over a
    grid of logit(alpha / (alpha + beta)) and log(alpha + beta), with the prior of [1]_:
    (alpha + beta)^(-5/2) on (alpha, beta). Moments: m and v of the k / n, alpha + beta =
    m (1 - m) / v - 1, each unit weighing alike.

    References
    ----------
    .. [1] Gelman et al. (2013), Bayesian Data Analysis, 3rd ed., chapter 5.
    .. [2] Tarone (1982), Biometrics 38, 215-220.

    Examples
    --------
    >>> pooled = beta_binomial([0, 2, 9, 4], [8, 8, 10, 8], units=list("ABCD"), estimator="ML")
    >>> pooled.table["shrunken"].round(2).tolist()
    [0.07, 0.28, 0.83, 0.48]
    """
    choose("estimator", estimator, get_args(BetaEstimator), where="beta_binomial")
    check_selection(selection)
    check_level(level)
    counts, sizes = read_shares(k, n)
    names = read_units(units, k, len(counts))
    seen = sizes > 0
    population = read_population(population, len(names))
    fit = _fit(counts[seen], sizes[seen], estimator)
    warnings = pooling_warnings(selection)
    warnings += (_NO_SPREAD,) if math.isinf(fit.alpha) else ()
    warnings += (_PLUG_IN,) if estimator != "integrated" and fit.reason is None else ()
    method = f"beta-binomial, {estimator}"
    laws = pooled_laws(fit.mixture, counts, sizes)

    def estimate(name: Text, ends: Floats, how: str, reason: Text | None) -> Estimate:
        return Estimate(
            name=name,
            value=fit.mixture.mean(),
            low=float(ends[0]),
            high=float(ends[1]),
            level=level,
            n=int(seen.sum()),
            population=population,
            frame=frame,
            selection=selection,
            method=how,
            scale="share",
            reason=fit.reason or reason,
            warnings=warnings,
        )

    return BetaBinomial(
        name=Text("gedeeltelijk samengenomen aandelen", "partial pooling of shares"),
        table=_table(names, counts, sizes, laws, level),
        n=int(seen.sum()),
        population=population,
        frame=frame,
        selection=selection,
        method=method,
        reason=fit.reason,
        warnings=warnings,
        alpha=fit.alpha,
        beta=fit.beta,
        mean=estimate(
            Text("gemiddeld aandeel van de eenheden", "mean share of units"),
            _mean_ends(fit.mixture, level),
            method,
            None if estimator == "integrated" else _NO_INTERVAL,
        ),
        prediction=estimate(
            Text("aandeel van een nieuwe eenheid", "share of a new unit"),
            share_law(fit.mixture).quantiles(_ends(level)),
            f"prediction interval, {method}",
            None,
        ),
        rho=1 / (fit.alpha + fit.beta + 1),
        mixture=fit.mixture,
        laws=laws,
    )


class _Fit(NamedTuple):
    alpha: float
    beta: float
    mixture: BetaMixture
    reason: Text | None


def _fit(k: Floats, n: Floats, estimator: str) -> _Fit:
    nothing = BetaMixture(np.array([NAN]), np.array([NAN]), np.ones(1))
    if len(k) < 2:
        return _Fit(NAN, NAN, nothing, _TOO_FEW)
    if estimator == "integrated":
        laws = integrated_beta(k, n)
        mode = int(np.argmax(laws.weight))
        return _Fit(float(laws.alpha[mode]), float(laws.beta[mode]), laws, None)
    alpha, beta = likeliest_beta(k, n) if estimator == "ML" else moment_beta(k, n)
    if math.isinf(alpha):
        # Far beyond any n: each unit takes the common share.
        share = float(k.sum() / n.sum())
        share = min(max(share, 1e-9), 1 - 1e-9)
        return _Fit(alpha, beta, _one_law(share * 1e9, (1 - share) * 1e9), None)
    return _Fit(alpha, beta, _one_law(alpha, beta), None)


def _one_law(alpha: float, beta: float) -> BetaMixture:
    return BetaMixture(np.array([alpha]), np.array([beta]), np.ones(1))


def _table(
    names: list[str], k: Floats, n: Floats, laws: tuple[ShareLaw, ...], level: float
) -> pd.DataFrame:
    value = np.divide(k, n, out=np.full(len(n), NAN), where=n > 0)
    table = pd.DataFrame({"unit": names, "k": k.astype(int), "n": n.astype(int), "value": value})
    table["shrunken"] = [law.mean for law in laws]
    ends = np.array([law.quantiles(_ends(level)) for law in laws]).reshape(-1, 2)
    table["low"], table["high"] = ends[:, 0], ends[:, 1]
    return table


def _ends(level: float) -> Floats:
    return np.array([(1 - level) / 2, (1 + level) / 2])


def _mean_ends(mixture: BetaMixture, level: float) -> Floats:
    """Return the ends of the mean of the true shares: weighted quantiles of the means of the laws."""
    if len(mixture.weight) == 1:
        return np.full(2, NAN)
    from scipy.special import expit, logit

    at = logit(mixture.alpha / (mixture.alpha + mixture.beta))
    grid, column = np.unique(at.round(9), return_inverse=True)
    weight = np.bincount(column, mixture.weight)
    # Each column of the grid stands for the strip up to halfway its neighbours.
    step = (grid[-1] - grid[0]) / max(len(grid) - 1, 1)
    edges = np.append(grid - step / 2, grid[-1] + step / 2)
    cumulated = np.append(0.0, weight.cumsum())
    found: Floats = expit(np.interp(_ends(level), cumulated, edges))
    return found
