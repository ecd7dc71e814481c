"""Completed data sets: their estimates combined by Rubin's rules."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.missing_units import worst_case_bounds
from evalkit.inference.sampled import SHARE, read_count
from evalkit.inference.unit_table import TableResult, read_column, require_same_length
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Column
    from evalkit.results import Selection


def rubin_pool(
    estimates: Column,
    variances: Column,
    *,
    complete_df: float = math.inf,
    level: float = 0.95,
    n: int = 0,
    name: Text | str = Text("samengenomen schatting", "pooled estimate"),
) -> TableResult:
    """Combine the estimates of completed data sets, after Rubin (1987).

    Parameters
    ----------
    estimates, variances : array_like, shape (m,)
        Estimate and squared standard error of each of the m completed data sets.
    complete_df : float
        Degrees of freedom if nothing were missing; finite uses Barnard and Rubin (1999).
    level : float
        Confidence level in (0, 1).
    n : int
        Units in a data set.
    name : Text or str
        What is estimated.

    Returns
    -------
    TableResult
        One row: value, se, low, high, df, within, between, total, riv (relative increase), fmi
        (fraction of missing information), lambda (share of the variance due to what is missing).

    Raises
    ------
    ParameterError
        If a variance is negative or the columns differ in length.

    Notes
    -----
    total = within + (1 + 1/m) between. As mice's pool.scalar: fmi = (riv + 2 / (df + 3)) /
    (riv + 1).

    References
    ----------
    .. [1] Rubin (1987), Multiple Imputation for Nonresponse in Surveys, section 3.3.
    .. [2] Barnard and Rubin (1999), Biometrika 86, 948-955.

    Examples
    --------
    >>> pooled = rubin_pool([0.70, 0.75, 0.80], [0.01, 0.01, 0.01])
    >>> round(float(pooled.table["se"].iloc[0]), 4)
    0.1155
    """
    from scipy.stats import t as t_law

    check_level(level)
    q, u = read_column(estimates, "estimates"), read_column(variances, "variances")
    require_same_length(estimates=q, variances=u)
    if (u < 0).any() or not complete_df > 0:
        raise ParameterError(
            nl="variances en complete_df kunnen niet negatief zijn",
            en="variances and complete_df cannot be negative",
        )
    m, reason = len(q), None
    row = dict.fromkeys(
        ("value", "se", "low", "high", "df", "within", "between", "total", "riv", "fmi", "lambda"),
        NAN,
    )
    if m < 2:
        reason = Text("minder dan twee aangevulde bestanden", "fewer than two completed data sets")
    else:
        within, between = float(u.mean()), float(q.var(ddof=1))
        extra = (1 + 1 / m) * between
        total = within + extra
        df = _rubin_df(m, within, extra, complete_df)
        value = float(q.mean())
        half = float(t_law.isf((1 - level) / 2, df)) * math.sqrt(total)
        riv = extra / within if within else math.inf
        fmi = (riv + 2 / (df + 3)) / (riv + 1) if math.isfinite(riv) else 1.0
        share = extra / total if total else 0.0
        row |= {"value": value, "se": math.sqrt(total), "low": value - half, "high": value + half}
        row |= {"df": df, "within": within, "between": between, "total": total}
        row |= {"riv": riv if total else 0.0, "fmi": fmi if total else 0.0, "lambda": share}
    return TableResult(
        name=name,
        table=pd.DataFrame([row]),
        n=n,
        method="Rubin (1987)" if math.isinf(complete_df) else "Barnard and Rubin (1999)",
        reason=reason,
    )


def _rubin_df(m: int, within: float, extra: float, complete_df: float) -> float:
    old = (m - 1) * (1 + within / extra) ** 2 if extra else math.inf
    if math.isinf(complete_df):
        return old
    share = extra / (within + extra) if within + extra else 0.0
    observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
    if not observed:
        return old
    return observed if math.isinf(old) else old * observed / (old + observed)


def imputed_share(
    k: int,
    n: int,
    *,
    population: int,
    odds_ratio: float = 1.0,
    draws: int = 200,
    rng: int | np.random.Generator = 0,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = SHARE,
) -> Estimate:
    """Share in a finite population whose missing units are drawn many times, by Rubin's rules.

    Only after `worst_case_bounds`, and for several `odds_ratio`: the answer follows the assumption.

    Parameters
    ----------
    k, n : int
        Units with the property, of those seen.
    population : int
        Units that should have been seen (N).
    odds_ratio : float
        Odds of the property among the missing as a multiple of the odds among those seen (> 0);
        1 assumes that being missing has nothing to do with the property.
    draws : int
        Completed data sets, at least 2.
    rng : int or Generator
        Seed or generator; the default 0 repeats itself.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is estimated, for the printed line.

    Returns
    -------
    Estimate
        With the assumption in `warnings`; the interval stays within the worst-case bounds.

    Raises
    ------
    ParameterError
        If the counts or options do not fit.

    Notes
    -----
    Each completed set draws the share of those seen from Beta(k + 1/2, n - k + 1/2), shifts its
    odds, and draws the missing units. The whole population is then known, so within a set there is
    no error and the total variance is (1 + 1/m) times that between sets.

    References
    ----------
    .. [1] Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapters 3 and 6.

    Examples
    --------
    >>> print(imputed_share(10, 14, population=18))
    share 10 of 14 [0.61, 0.78], 95%-CI
    """
    bounds = worst_case_bounds(k, n, population=population, frame=frame, selection=selection)
    draws = read_count(draws, "draws")
    if not 0 < odds_ratio < math.inf or draws < 2:
        raise ParameterError(
            nl=f"odds_ratio = {odds_ratio!r} moet boven 0 zijn en draws = {draws!r} minstens 2",
            en=f"odds_ratio = {odds_ratio!r} must be above 0 and draws = {draws!r} at least 2",
        )
    check_level(level)
    low = high = value = se = NAN
    total_units = bounds.population or 0
    if bounds.n:
        random = np.random.default_rng(rng)
        seen = random.beta(k + 0.5, n - k + 0.5, draws)
        missing = odds_ratio * seen / (1 - seen + odds_ratio * seen)
        total = k + random.binomial(total_units - bounds.n, missing)
        row = rubin_pool(total / total_units, np.zeros(draws), level=level).table.iloc[0]
        value = min(max(float(row["value"]), bounds.low), bounds.high)
        se = float(row["se"])
        low, high = max(bounds.low, float(row["low"])), min(bounds.high, float(row["high"]))
    return Estimate(
        name=name,
        value=value,
        low=low,
        high=high,
        level=level,
        se=se,
        n=bounds.n,
        k=bounds.k,
        population=total_units,
        frame=frame,
        selection=selection,
        method=f"multiple imputation, {draws} draws, Rubin (1987)",
        scale="share",
        reason=bounds.reason,
        warnings=(
            Text(
                f"aanname: de odds van de ontbrekende eenheden zijn {odds_ratio:g} maal die van de "
                "geziene".replace(".", ","),
                f"assumption: the odds of the missing units are {odds_ratio:g} times those of the seen",
            ),
        ),
    )
