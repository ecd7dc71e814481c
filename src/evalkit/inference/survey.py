"""Means, shares and independence in a sample with strata, clusters and stages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np

from evalkit.inference.columns import read_groups, read_numbers, require_groups
from evalkit.inference.design import Design, no_spread, read_design
from evalkit.inference.sampled import NO_UNITS, choose, selection_warnings
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.inference.design import Column, Floats
    from evalkit.results import Selection

ShareMethod = Literal["logit", "beta", "likelihood"]
FEW: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyEstimate(Estimate):
    """A mean or share of a designed sample.

    Attributes
    ----------
    df : float
        Degrees of freedom of the t distribution behind the interval: clusters less strata.
    design_effect : float
        Variance against that of a simple random sample of this size without replacement.
    design_effect_replaced : float
        The same against one with replacement, always the smaller of the two.
    missing : int
        Units without a value, left out.
    """

    df: float = NAN
    design_effect: float = NAN
    design_effect_replaced: float = NAN
    missing: int = 0

    @property
    def effective_n(self) -> float:
        """Independent units that would give this variance."""
        return self.n / self.design_effect_replaced


def survey_mean(
    values: Column,
    *,
    weights: Column | None = None,
    strata: Column | None = None,
    clusters: Column | Sequence[Column] | None = None,
    population: Column | float | Sequence[Column | float] | None = None,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
    name: str = "mean",
) -> SurveyEstimate:
    """Design-based mean with strata, clusters, stages and finite populations.

    Parameters
    ----------
    values : array_like, shape (n,)
        One number per unit; missing ones are left out and counted.
    weights : array_like or None, shape (n,)
        How many units each stands for; None makes them from `population`.
    strata : array_like or None, shape (n,)
        Stratum of the first stage.
    clusters : array_like, sequence of array_like, or None
        Cluster of each unit, one column per stage.
    population : int, array_like, sequence of those, or None
        How many exist per stage; counts, never fractions. None leaves the correction out.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.
    name : str
        What is estimated, for the printed line.

    Returns
    -------
    SurveyEstimate
        The interval takes t with clusters - strata degrees of freedom, never the normal.

    Raises
    ------
    ParameterError
        If columns do not fit each other, or `population` is a fraction or less than was drawn.

    Notes
    -----
    Taylor linearisation as in R's survey, whose numbers it equals. A later stage adds its variance
    times the share of clusters drawn. Units with a missing value leave the sample, not the design
    effect of the others.

    References
    ----------
    .. [1] Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling.
    .. [2] Lumley (2010), Complex Surveys.

    Examples
    --------
    >>> score = survey_mean([2, 3, 3, 4], clusters=list("aabb"), population=6, selection="purposive")
    >>> print(score)
    mean 3.00 [-2.19, 8.19], 95%-CI (as if random), n=4
    """
    numbers, design, missing = _read(
        values, weights, strata, clusters, population, frame, selection
    )
    check_level(level)
    value, se = _mean(numbers, design)
    reason = NO_UNITS if not len(numbers) else no_spread(design)
    low = high = NAN
    if reason is None:
        low, high = _t_ends(value, se, design.df, level)
    return _estimate(
        numbers, design, missing, value, se, (low, high), reason, level, name,
        "linearisation, t with clusters - strata df", k=None,
    )  # fmt: skip


def survey_proportion(
    values: Column,
    *,
    method: ShareMethod = "logit",
    weights: Column | None = None,
    strata: Column | None = None,
    clusters: Column | Sequence[Column] | None = None,
    population: Column | float | Sequence[Column | float] | None = None,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
    name: str = "share",
) -> SurveyEstimate:
    """Design-based share with an interval that stays within 0 and 1.

    Parameters
    ----------
    values : array_like, shape (n,)
        1 (or True) for units with the property and 0 for those without; missing ones are left out.
    method : {"logit", "beta", "likelihood"}
        Interval: t on the logit scale; Clopper-Pearson with the effective sample size (Korn and
        Graubard); profile of the rescaled likelihood.
    weights : array_like or None, shape (n,)
        How many units each stands for; None makes them from `population`.
    strata : array_like or None, shape (n,)
        Stratum of the first stage.
    clusters : array_like, sequence of array_like, or None
        Cluster of each unit, one column per stage.
    population : int, array_like, sequence of those, or None
        How many exist per stage; counts, never fractions.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.
    name : str
        What is estimated, for the printed line.

    Returns
    -------
    SurveyEstimate
        A share; `k` is the plain count of units with the property.

    Raises
    ------
    ParameterError
        If a value is neither 0 nor 1, or columns do not fit each other.

    References
    ----------
    .. [1] Korn and Graubard (1998), Survey Methodology 24, 193-201.
    .. [2] Rao and Scott (1984), Annals of Statistics 12, 46-60.

    Examples
    --------
    >>> share = survey_proportion([1, 1, 0, 1, 0, 1, 0, 0], clusters=list("aabbccdd"))
    >>> print(share)
    share 4 of 8 [0.08, 0.92], 95%-CI
    """
    choose("method", method, get_args(ShareMethod), where="survey_proportion")
    numbers, design, missing = _read(
        values, weights, strata, clusters, population, frame, selection
    )
    check_level(level)
    if not np.isin(numbers, (0, 1)).all():
        from evalkit.errors import ParameterError

        raise ParameterError(
            nl="survey_proportion: geef 1 voor eenheden met het kenmerk en 0 voor de andere",
            en="survey_proportion: give 1 for units with the property and 0 for the others",
        )
    value, se = _mean(numbers, design)
    reason = NO_UNITS if not len(numbers) else no_spread(design)
    if reason is None and (value in (0, 1) or se == 0):
        reason = Text(
            "alle clusters geven dezelfde uitkomst; de steekproef zegt niets over de spreiding, "
            "neem hypergeometric_interval over de clusters",
            "all clusters give the same answer; the sample does not tell the spread, take "
            "hypergeometric_interval over the clusters",
        )
    ends = (NAN, NAN)
    if reason is None:
        ends = _SHARE_ENDS[method](value, se, len(numbers), design.df, level)
    return _estimate(
        numbers, design, missing, value, se, ends, reason, level, name,
        f"linearisation, {method} interval, t with clusters - strata df", k=int(numbers.sum()),
    )  # fmt: skip


def rao_scott_test(
    rows: Column,
    columns: Column,
    *,
    weights: Column | None = None,
    strata: Column | None = None,
    clusters: Column | Sequence[Column] | None = None,
    population: Column | float | Sequence[Column | float] | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Test:
    """Test of independence of two properties in a designed sample (Rao-Scott, second order).

    Parameters
    ----------
    rows, columns : array_like, shape (n,)
        Level of each unit on either property; units that miss one are left out.
    weights : array_like or None, shape (n,)
        How many units each stands for; None makes them from `population`.
    strata : array_like or None, shape (n,)
        Stratum of the first stage.
    clusters : array_like, sequence of array_like, or None
        Cluster of each unit, one column per stage.
    population : int, array_like, sequence of those, or None
        How many exist per stage; counts, never fractions.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.

    Returns
    -------
    Test
        `statistic` is F; `df` its first degrees of freedom (the second are `df` times clusters
        less strata).

    Raises
    ------
    ParameterError
        If columns do not fit each other.

    References
    ----------
    .. [1] Rao and Scott (1984), Annals of Statistics 12, 46-60.

    Examples
    --------
    >>> a, b = [1, 1, 0, 0, 1, 0, 1, 0], [1, 1, 0, 0, 1, 0, 0, 1]
    >>> print(rao_scott_test(a, b, clusters=list("aabbccdd")))
    Rao-Scott F: p = 0.391 (two-sided), n=8
    """
    from scipy.stats import f as f_law

    n = len(np.asarray(rows, dtype=object))
    first, second = read_groups(rows, "rows", n), read_groups(columns, "columns", n)
    kept = (first >= 0) & (second >= 0)
    design = _subset(
        n, kept, weights, strata, clusters, population, frame=frame, selection=selection
    )
    first, second = (np.unique(codes[kept], return_inverse=True)[1] for codes in (first, second))
    result = {
        "name": "Rao-Scott F", "n": int(kept.sum()), "method": "Rao-Scott (1984), second order",
        "frame": frame, "selection": selection, "clusters": design.clusters if kept.any() else 0,
        "warnings": selection_warnings(selection),
    }  # fmt: skip
    levels = len(np.unique(first)), len(np.unique(second))
    reason = NO_UNITS if not kept.any() else no_spread(design)
    if reason is None and min(levels) < 2:
        reason = Text("een van beide heeft maar één niveau", "one of the two has one level only")
    if reason is not None:
        return Test(p_value=NAN, reason=reason, **result)  # type: ignore[arg-type]
    chi_square, spread = _rao_scott(first, second, levels, design)
    trace, square = float(np.trace(spread)), float(np.trace(spread @ spread))
    if trace <= 0 or square <= 0:
        none = Text("de tabel heeft geen spreiding", "the table has no spread")
        return Test(p_value=NAN, reason=none, **result)  # type: ignore[arg-type]
    statistic, df = chi_square / trace, trace**2 / square
    p_value = float(f_law.sf(statistic, df, df * design.df))
    return Test(statistic=statistic, df=df, p_value=p_value, **result)  # type: ignore[arg-type]


def _rao_scott(
    first: Any, second: Any, levels: tuple[int, int], design: Design
) -> tuple[float, Floats]:
    n, (r, c) = len(first), levels
    cell = np.zeros((n, r * c))
    cell[np.arange(n), first * c + second] = 1
    share, scores = _influence(cell, design)
    table = share.reshape(r, c)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    chi_square = n * float(((table - expected) ** 2 / expected).sum())
    row, column = np.eye(r)[np.repeat(np.arange(r), c)], np.eye(c)[np.tile(np.arange(c), r)]
    main = np.column_stack([row, column[:, 1:]])
    both = np.column_stack(
        [row[:, i] * column[:, j] for i in range(1, r) for j in range(1, c)]
    )  # fmt: skip
    contrast = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.divide(1, share, out=np.zeros_like(share), where=share > 0)
    scaled = inverse[:, None] * contrast
    simple = contrast.T @ scaled / n
    complex_ = scaled.T @ design.variance(scores) @ scaled
    return chi_square, np.linalg.pinv(simple) @ complex_


def _read(
    values: Column, weights: Any, strata: Any, clusters: Any, population: Any, frame: str,
    selection: Selection,
) -> tuple[Floats, Design, int]:  # fmt: skip
    numbers = read_numbers(values, "values")
    kept = ~np.isnan(numbers)
    design = _subset(
        len(numbers), kept, weights, strata, clusters, population, frame=frame, selection=selection
    )
    return numbers[kept], design, int((~kept).sum())


def _subset(
    n: int, kept: Any, weights: Any, strata: Any, clusters: Any, population: Any, *, frame: str,
    selection: Selection,
) -> Design:  # fmt: skip
    whole = read_design(
        n, weights=weights, strata=strata, clusters=clusters, population=population, frame=frame,
        selection=selection,
    )  # fmt: skip
    return Design(
        weights=whole.weights[kept],
        strata=whole.strata[kept],
        stages=tuple(stage[kept] for stage in whole.stages),
        sizes=tuple(size[kept] for size in whole.sizes),
        frame=frame,
        selection=selection,
    )


def _influence(columns: Floats, design: Design) -> tuple[Floats, Floats]:
    total = design.weights.sum()
    mean = design.weights @ columns / total
    return mean, design.weights[:, None] * (columns - mean) / total


def _mean(numbers: Floats, design: Design) -> tuple[float, float]:
    if not len(numbers):
        return NAN, NAN
    mean, scores = _influence(numbers[:, None], design)
    return float(mean[0]), math.sqrt(max(float(design.variance(scores)[0, 0]), 0.0))


def _t_ends(value: float, se: float, df: float, level: float) -> tuple[float, float]:
    from scipy.stats import t

    half = float(t.isf((1 - level) / 2, df)) * se
    return value - half, value + half


def _logit_ends(p: float, se: float, _n: int, df: float, level: float) -> tuple[float, float]:
    low, high = _t_ends(math.log(p / (1 - p)), se / (p * (1 - p)), df, level)
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


_SHARE_ENDS: Final = {"logit": _logit_ends, "beta": _beta_ends, "likelihood": _likelihood_ends}


def _estimate(
    numbers: Floats, design: Design, missing: int, value: float, se: float,
    ends: tuple[float, float], reason: Text | None, level: float, name: str, method: str, *,
    k: int | None,
) -> SurveyEstimate:  # fmt: skip
    n = len(numbers)
    spread = reason is None or (n > 1 and no_spread(design) is None)
    effects = _design_effects(numbers, design, value, se) if spread else (NAN, NAN)
    return SurveyEstimate(
        name=name,
        value=value,
        low=ends[0],
        high=ends[1],
        level=level,
        se=se if spread else NAN,
        n=n,
        k=k,
        frame=design.frame,
        selection=design.selection,
        clusters=design.clusters if n else 0,
        method=method,
        reason=reason,
        warnings=_warnings(design, missing) if n else (),
        scale="number" if k is None else "share",
        df=float(design.df) if n else NAN,
        design_effect=effects[0],
        design_effect_replaced=effects[1],
        missing=missing,
    )


def _design_effects(
    numbers: Floats, design: Design, value: float, se: float
) -> tuple[float, float]:
    n, total = len(numbers), float(design.weights.sum())
    variance = float(design.weights @ (numbers - value) ** 2) / total * n / (n - 1)
    if variance <= 0:
        return NAN, NAN
    replaced = se**2 / (variance / n)
    # Weights that add up to n or less do not tell how many units exist.
    return (replaced / (1 - n / total) if total > n * (1 + 1e-12) else NAN), replaced


def _warnings(design: Design, missing: int) -> tuple[Text, ...]:
    warnings = list(selection_warnings(design.selection))
    if design.clusters <= FEW:
        warnings.append(
            Text(
                f"er zijn {design.clusters} clusters; laat compare_cluster_methods zien of andere "
                "methoden hetzelfde zeggen",
                f"there are {design.clusters} clusters; let compare_cluster_methods show whether "
                "other methods say the same",
            )
        )
    if missing:
        warnings.append(
            Text(f"{missing} eenheden zonder waarde tellen niet mee",
                 f"{missing} units without a value do not count")
        )  # fmt: skip
    return tuple(warnings)
