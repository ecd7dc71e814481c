"""Means and shares in a sample with strata, clusters and stages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.columns import read_numbers
from evalkit.inference.design import Design, no_spread
from evalkit.inference.design_columns import read_design
from evalkit.inference.sampled import NO_UNITS, SHARE, choose, selection_warnings
from evalkit.inference.share_intervals import SHARE_ENDS, t_ends
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.inference.design import Floats
    from evalkit.inference.design_columns import Column
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
    name: Text | str = Text("gemiddelde", "mean"),
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
    name : Text or str
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
    times the share of clusters drawn, also where its size is unknown; a cluster with one unit adds
    the distance of that unit to the mean (R's lonely.psu = "adjust"). Units with a missing value
    count as not drawn; R counts them as drawn outside the domain, so its errors differ there.

    References
    ----------
    .. [1] Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling.
    .. [2] Lumley (2010), Complex Surveys.

    Examples
    --------
    >>> score = survey_mean(
    ...     [2, 3, 3, 4], clusters=list("aabb"), population=6, selection="purposive"
    ... )
    >>> print(score)
    mean 3.00 [-2.19, 8.19], 95%-CI (as if random), n=4
    """
    numbers, design, missing = _read(
        values, weights=weights, strata=strata, clusters=clusters, population=population,
        frame=frame, selection=selection,
    )  # fmt: skip
    check_level(level)
    value, se = _mean(numbers, design)
    reason = NO_UNITS if not len(numbers) else no_spread(design)
    low = high = NAN
    if reason is None:
        low, high = t_ends(value, se, design.df, level)
    return _estimate(
        numbers, design, value, se, missing=missing, ends=(low, high), reason=reason, level=level,
        name=name, method="linearisation, t with clusters - strata df", k=None,
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
    name: Text | str = SHARE,
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
    name : Text or str
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
    share 4 of 8 [0.07, 0.93], 95%-CI
    """
    choose("method", method, get_args(ShareMethod), where="survey_proportion")
    numbers, design, missing = _read(
        values, weights=weights, strata=strata, clusters=clusters, population=population,
        frame=frame, selection=selection,
    )  # fmt: skip
    check_level(level)
    if not np.isin(numbers, (0, 1)).all():
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
        ends = SHARE_ENDS[method](value, se, len(numbers), design.df, level)
    return _estimate(
        numbers, design, value, se, missing=missing, ends=ends, reason=reason, level=level,
        name=name, method=f"linearisation, {method} interval, t with clusters - strata df",
        k=int(numbers.sum()),
    )  # fmt: skip


def _read(values: Column, **columns: Any) -> tuple[Floats, Design, int]:
    numbers = read_numbers(values, "values")
    kept = ~np.isnan(numbers)
    whole = read_design(len(numbers), **columns)
    return numbers[kept], whole.take(kept), int((~kept).sum())


def _mean(numbers: Floats, design: Design) -> tuple[float, float]:
    if not len(numbers):
        return NAN, NAN
    mean, scores = design.influence(numbers[:, None])
    return float(mean[0]), math.sqrt(max(float(design.variance(scores)[0, 0]), 0.0))


def _estimate(
    numbers: Floats, design: Design, value: float, se: float, *, missing: int,
    ends: tuple[float, float], reason: Text | None, level: float, name: Text | str, method: str,
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
                f"er zijn {design.clusters} clusters; ga na of een andere methode hetzelfde zegt",
                f"there are {design.clusters} clusters; see whether another method says the same",
            )
        )
    if missing:
        warnings.append(
            Text(f"{missing} eenheden zonder waarde tellen niet mee",
                 f"{missing} units without a value do not count")
        )  # fmt: skip
    return tuple(warnings)
