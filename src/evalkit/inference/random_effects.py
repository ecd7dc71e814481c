"""Partial pooling of estimates with their errors: the normal random-effects model."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.between_variance import ESTIMATORS, Estimator, generalised_q, q_profile
from evalkit.inference.sampled import check_selection, choose, read_population
from evalkit.inference.unit_table import (
    TableResult,
    pooling_warnings,
    read_column,
    read_units,
    require_same_length,
)
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Column, Floats
    from evalkit.results import Selection

MeanInterval = Literal["HKSJ", "modified HKSJ", "normal"]

_TOO_FEW: Final = Text(
    "minder dan twee eenheden met een schatting; er is niets samen te nemen",
    "fewer than two units with an estimate; there is nothing to pool",
)
_KNOWN: Final = Text(
    "de ingekrompen waarden en het voorspellingsinterval nemen de spreiding tussen eenheden (tau2) "
    "als bekend aan; bij weinig eenheden zijn die intervallen daardoor te smal",
    "the shrunken values and the prediction interval take the variance between units (tau2) as "
    "known; with few units these intervals are therefore too narrow",
)
_NO_SPREAD: Final = Text(
    "tau2 is 0: de eenheden lopen niet verder uiteen dan toeval verklaart",
    "tau2 is 0: the units differ no more than chance explains",
)
_NARROW: Final = Text(
    "het HKSJ-interval is hier smaller dan het gewone; interval='modified HKSJ' voorkomt dat",
    "the HKSJ interval is narrower than the normal one here; interval='modified HKSJ' prevents that",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RandomEffects(TableResult):
    """A normal random-effects model (`TableResult`, and its parameters).

    Attributes
    ----------
    mean : Estimate
        The mean of all units.
    prediction : Estimate
        Interval in which the true value of one new unit lies.
    p_value : float
        Two-sided p-value of a mean of 0.
    tau2, tau2_low, tau2_high : float
        Variance between units with its Q-profile interval.
    i2 : float
        Share of the spread that is not chance, in [0, 1).
    q, q_p : float
        Cochran's Q (df n - 1) and its p-value.
    spread : ndarray, shape (n_units,)
        Standard deviation of each unit's shrunken value (tau2 and mean known).
    """

    mean: Estimate
    prediction: Estimate
    p_value: float
    tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    q: float
    q_p: float
    spread: Floats

    @property
    def has_spread(self) -> bool:
        """Whether the units differ by more than chance."""
        return self.tau2 > 0

    def quantiles(self, p: Floats) -> Floats:
        """Return the quantiles at `p` of each unit's true value, shape (n_units, len(p))."""
        from scipy.stats import norm

        centre = self.table["shrunken"].to_numpy(np.float64)
        found: Floats = centre[:, None] + self.spread[:, None] * norm.ppf(p)
        return found

    def cdf(self, unit: int, x: Floats) -> Floats:
        """Return the probability that the true value of row `unit` is at most `x`."""
        from scipy.stats import norm

        centre = float(self.table["shrunken"].iloc[unit])
        found: Floats = norm.cdf((x - centre) / self.spread[unit])
        return found


def random_effects(
    values: Column,
    se: Column,
    *,
    units: Column | None = None,
    estimator: Estimator = "REML",
    interval: MeanInterval = "HKSJ",
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> RandomEffects:
    """Pool estimates of several units, each with its standard error, and shrink each to the mean.

    A region with few files says little by itself; partial pooling lets it borrow from the others,
    the more so the less it has. For shares of small counts use `beta_binomial`.

    Parameters
    ----------
    values, se : array_like, shape (n_units,)
        Estimate and standard error (> 0) per unit; units without an estimate are left out.
    units : array_like or None, shape (n_units,)
        Names; None takes the index of `values`, or 1, 2, 3, ...
    estimator : {"REML", "ML", "DL", "PM"}
        Of tau2: restricted or full likelihood, DerSimonian-Laird, Paule-Mandel.
    interval : {"HKSJ", "modified HKSJ", "normal"}
        Of the mean: Hartung-Knapp-Sidik-Jonkman with t on n - 1 degrees of freedom (modified:
        never narrower than with normal errors), or the normal law, which is too narrow for few
        units.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    RandomEffects
        Table: unit, value, se, weight (share, sums to 1), shrunken, shrunken_se, low, high.

    Raises
    ------
    ParameterError
        If a standard error is not above 0, or an option does not exist.

    Notes
    -----
    w = 1 / (se^2 + tau2); mean = sum w y / sum w. HKSJ multiplies its variance 1 / sum w by
    sum w (y - mean)^2 / (n - 1). Prediction: mean ± t sqrt(tau2 + var(mean)), with the quantile of
    the interval of the mean. Shrunken: B y + (1 - B) mean, B = tau2 / (tau2 + se^2), with variance
    B se^2 + (1 - B)^2 var(mean). The same as metafor's rma, predict and blup.

    References
    ----------
    .. [1] Hartung and Knapp (2001), Statistics in Medicine 20, 3875-3889.
    .. [2] Viechtbauer (2005), Journal of Educational and Behavioral Statistics 30, 261-293.
    .. [3] Higgins, Thompson and Spiegelhalter (2009), J. R. Statist. Soc. A 172, 137-159.

    Examples
    --------
    >>> pooled = random_effects([0.2, 0.5, 0.8], [0.1, 0.1, 0.1])
    >>> print(pooled.mean)
    mean of units 0.50 [-0.25, 1.25], 95%-CI, n=3
    """
    where = "random_effects"
    choose("estimator", estimator, get_args(Estimator), where=where)
    choose("interval", interval, get_args(MeanInterval), where=where)
    check_selection(selection)
    check_level(level)
    y, s, names, dropped = _read(values, se, units)
    population = read_population(population, len(y))
    fit = _fit(y, s**2, estimator, interval, level)
    warnings = _warnings(fit, interval, selection, dropped)
    method = f"random effects, {estimator}, {interval}"

    def estimate(name: Text, variance: float, how: str) -> Estimate:
        half = fit.quantile * math.sqrt(variance)
        return Estimate(
            name=name,
            value=fit.centre,
            low=fit.centre - half,
            high=fit.centre + half,
            level=level,
            se=math.sqrt(variance),
            n=len(y),
            population=population,
            frame=frame,
            selection=selection,
            method=how,
            reason=fit.reason,
            warnings=warnings,
        )

    pull = fit.tau2 / (fit.tau2 + s**2)
    return RandomEffects(
        name=Text("gedeeltelijk samengenomen", "partial pooling"),
        table=_table(names, y, s, fit, pull),
        n=len(y),
        population=population,
        frame=frame,
        selection=selection,
        method=method,
        reason=fit.reason,
        warnings=warnings,
        mean=estimate(Text("gemiddelde van de eenheden", "mean of units"), fit.variance, method),
        prediction=estimate(
            Text("waarde van een nieuwe eenheid", "value of a new unit"),
            fit.variance + fit.tau2,
            f"prediction interval, {method}",
        ),
        p_value=fit.p_value,
        tau2=fit.tau2,
        tau2_low=fit.tau2_ends[0],
        tau2_high=fit.tau2_ends[1],
        i2=fit.i2,
        q=fit.q,
        q_p=fit.q_p,
        spread=np.sqrt(pull) * s,
    )


class _Fit(NamedTuple):
    centre: float
    variance: float
    quantile: float
    p_value: float
    ratio: float
    tau2: float
    tau2_ends: tuple[float, float]
    i2: float
    q: float
    q_p: float
    reason: Text | None


def _fit(y: Floats, v: Floats, estimator: Estimator, interval: str, level: float) -> _Fit:
    from scipy.stats import chi2, norm
    from scipy.stats import t as t_law

    k = len(y)
    if k < 2:
        return _Fit(*(NAN,) * 6, (NAN, NAN), NAN, NAN, NAN, _TOO_FEW)
    tau2 = ESTIMATORS[estimator](y, v)
    w = 1 / (v + tau2)
    centre, plain = float((w * y).sum() / w.sum()), 1 / float(w.sum())
    ratio = float((w * (y - centre) ** 2).sum()) / (k - 1)
    variance = plain * {"normal": 1.0, "HKSJ": ratio}.get(interval, max(1.0, ratio))
    law = norm if interval == "normal" else t_law(k - 1)
    p_value = 2 * float(law.sf(abs(centre) / math.sqrt(variance))) if variance > 0 else NAN
    w0 = 1 / v
    q = generalised_q(0.0, y, v)
    typical = (k - 1) * w0.sum() / (w0.sum() ** 2 - (w0**2).sum())
    return _Fit(
        centre,
        variance,
        float(law.isf((1 - level) / 2)),
        p_value,
        ratio,
        tau2,
        q_profile(y, v, level),
        float(tau2 / (tau2 + typical)),
        q,
        float(chi2.sf(q, k - 1)),
        None,
    )


def _table(names: list[str], y: Floats, s: Floats, fit: _Fit, pull: Floats) -> pd.DataFrame:
    w = 1 / (s**2 + fit.tau2)
    shrunken = pull * y + (1 - pull) * fit.centre
    shrunken_se = np.sqrt(pull * s**2 + (1 - pull) ** 2 * fit.variance)
    table = pd.DataFrame({"unit": names, "value": y, "se": s, "weight": w / w.sum()})
    table["shrunken"], table["shrunken_se"] = shrunken, shrunken_se
    table["low"] = shrunken - fit.quantile * shrunken_se
    table["high"] = shrunken + fit.quantile * shrunken_se
    return table


def _read(
    values: Column, se: Column, units: Column | None
) -> tuple[Floats, Floats, list[str], int]:
    y, s = read_column(values, "values", missing=True), read_column(se, "se", missing=True)
    require_same_length(values=y, se=s)
    names = read_units(units, values, len(y))
    known = ~np.isnan(y) & ~np.isnan(s)
    bad = known & (s <= 0)
    if bad.any():
        name = names[int(np.flatnonzero(bad)[0])]
        raise ParameterError(
            nl=f"se van {name!r} is niet boven 0; neem voor aandelen van 0% of 100% beta_binomial",
            en=f"the se of {name!r} is not above 0; for shares of 0% or 100% take beta_binomial",
        )
    kept = [name for name, keep in zip(names, known, strict=True) if keep]
    return y[known], s[known], kept, int((~known).sum())


def _warnings(fit: _Fit, interval: str, selection: str, dropped: int) -> tuple[Text, ...]:
    found = pooling_warnings(selection)
    if dropped:
        found += (
            Text(
                f"{dropped} eenheden zonder schatting of fout tellen niet mee",
                f"{dropped} units without an estimate or error are left out",
            ),
        )
    if fit.reason is None:
        found += (_KNOWN,)
        found += (_NO_SPREAD,) if fit.tau2 == 0 else ()
        found += (_NARROW,) if interval == "HKSJ" and fit.ratio < 1 else ()
    return found
