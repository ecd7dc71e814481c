"""How many units to double-code, and by how many coders, for an interval of a given width."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from scipy import special

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Language, Text, format_number
from evalkit.reliability.pattern_model import certainty, unit_deviation
from evalkit.results import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

PlannedCoefficient = Literal["kappa", "alpha", "ac1"]
PlannedMetric = Literal["nominal", "ordinal", "interval"]

_NAMES: Final = {
    "kappa": Text("Kappa", "Kappa"),
    "alpha": Text("Krippendorffs alfa", "Krippendorff's alpha"),
    "ac1": Text("Gwets AC1", "Gwet's AC1"),
}
_MOST_UNITS: Final = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityPlan(Result):
    """How many units give an interval of which width.

    Attributes
    ----------
    coefficient : {"kappa", "alpha", "ac1"}
        What is planned for.
    metric : {"nominal", "ordinal", "interval"}
        Distance between levels.
    expected : float
        The value that is expected.
    shares : tuple of float
        How often each level is expected, adding up to 1.
    coders : int
        Coders per unit.
    units : int
        Units that all coders code.
    half_width : float
        Expected half width of the interval.
    level : float
        Confidence level in (0, 1).
    unit_sd : float
        Standard deviation per unit: the standard error times the root of `units` - 1.
    sure : float
        Probability that a coder sees the true level under the model, see `plan_units`.
    """

    coefficient: PlannedCoefficient
    metric: PlannedMetric
    expected: float
    shares: tuple[float, ...]
    coders: int
    units: int
    half_width: float
    level: float
    unit_sd: float
    sure: float

    @property
    def codings(self) -> int:
        """Codings to be made: units times coders."""
        return self.units * self.coders

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        name = _NAMES[self.coefficient].in_language(language)
        value = format_number(self.expected, language, digits=2)
        half = format_number(self.half_width, language, digits=3)
        units, level = (
            format_number(self.units, language),
            format_number(100 * self.level, language),
        )
        return Text(
            f"{name} {value} ± {half} ({level}%-BI): {units} eenheden, {self.coders} codeurs",
            f"{name} {value} ± {half} ({level}%-CI): {units} units, {self.coders} coders",
        ).in_language(language)

    def __str__(self) -> str:
        return self.in_language("en")


def plan_units(
    half_width: float,
    *,
    expected: float,
    shares: Sequence[float],
    coders: int = 2,
    coefficient: PlannedCoefficient = "alpha",
    metric: PlannedMetric = "nominal",
    level: float = 0.95,
) -> ReliabilityPlan:
    """Return how many units to double-code for an interval of a given half width.

    Parameters
    ----------
    half_width : float
        Wanted half of the width of the interval, above 0.
    expected : float
        The value expected of the coefficient, below 1; take a cautious (low) one.
    shares : sequence of float, length q
        How often each of the q levels is expected, in their order; they add up to 1.
    coders : int
        Coders per unit, 2 or more; each unit is coded by all.
    coefficient : {"alpha", "kappa", "ac1"}
        Krippendorff's alpha; kappa, which is Cohen's for two coders and Fleiss's or Conger's for
        more (they are equal under the model); Gwet's AC1.
    metric : {"nominal", "ordinal", "interval"}
        Distance between levels: of alpha all three ("interval" takes levels 1, 2, 3, ...);
        "interval" makes kappa quadratically weighted; AC1 is nominal.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    ReliabilityPlan

    Raises
    ------
    ParameterError
        For a value out of range, an expected value the model cannot give, or levels and coders in
        more than 20,000 combinations.

    Notes
    -----
    The model: a unit has a true level, drawn from `shares`. Each coder, by herself, sees it with
    probability λ (`sure`) and otherwise draws a level from the same shares. Two coders then agree
    λ² + (1 - λ²) Σ p²; kappa and alpha are λ² and λ is solved for. All patterns of r codings are
    listed with their probability, and the standard deviation per unit is that of the influence of
    each pattern on the coefficient, so the asymptotic variance is exact under the model. The
    interval is t with n - 1 degrees of freedom, as evalkit's analytic one. For two coders this is
    Bloch and Kraemer's (1989) variance with two levels and that of Fleiss, Cohen and Everitt (1969)
    with more. Coders who err towards neighbouring levels give a higher ordinal alpha than chance
    draws do; plan for the value you expect then, the width is a guide. Nested units need more.

    References
    ----------
    .. [1] Bloch and Kraemer (1989), Biometrics 45(1), 269-287.
    .. [2] Cantor (1996), Psychological Methods 1(2), 150-153.

    Examples
    --------
    >>> print(plan_units(0.1, expected=0.8, shares=[0.5, 0.5]))
    Krippendorff's alpha 0.80 ± 0.100 (95%-CI): 142 units, 2 coders
    """
    if not 0 < half_width < math.inf:
        raise ParameterError(
            nl=f"half_width is {half_width!r}; geef een halve breedte boven 0, zoals 0.1",
            en=f"half_width is {half_width!r}; give a half width above 0, such as 0.1",
        )
    design = _design(expected, shares, coders, coefficient, metric, level)
    units = 2
    while _half(design, units) > half_width:
        units *= 2
        if units > _MOST_UNITS:
            raise ParameterError(
                nl=f"half_width {half_width!r} vraagt meer dan een miljard eenheden; neem een breder "
                "interval",
                en=f"half_width {half_width!r} needs more than a billion units; take a wider interval",
            )
    low = max(units // 2, 2)
    while low < units:
        middle = (low + units) // 2
        low, units = (middle + 1, units) if _half(design, middle) > half_width else (low, middle)
    return _with_units(design, units)


def plan_width(
    units: int,
    *,
    expected: float,
    shares: Sequence[float],
    coders: int = 2,
    coefficient: PlannedCoefficient = "alpha",
    metric: PlannedMetric = "nominal",
    level: float = 0.95,
) -> ReliabilityPlan:
    """Return how wide the interval will be with a given number of units.

    Parameters
    ----------
    units : int
        Units that all coders code, 2 or more.
    expected : float
        The value expected of the coefficient.
    shares : sequence of float, length q
        How often each level is expected.
    coders : int
        Coders per unit.
    coefficient : {"alpha", "kappa", "ac1"}
        See `plan_units`.
    metric : {"nominal", "ordinal", "interval"}
        See `plan_units`.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    ReliabilityPlan
        The inverse of `plan_units`, under the same model.

    Raises
    ------
    ParameterError
        As `plan_units`.

    Examples
    --------
    >>> round(plan_width(142, expected=0.8, shares=[0.5, 0.5]).half_width, 3)
    0.1
    """
    if not isinstance(units, (int, np.integer)) or units < 2:
        raise ParameterError(
            nl=f"units is {units!r}; geef een geheel getal van minstens 2",
            en=f"units is {units!r}; give a whole number of at least 2",
        )
    design = _design(expected, shares, coders, coefficient, metric, level)
    return _with_units(design, int(units))


def plan_table(
    half_widths: Sequence[float],
    *,
    expected: float,
    shares: Sequence[float],
    coders: Sequence[int] = (2, 3, 4),
    coefficient: PlannedCoefficient = "alpha",
    metric: PlannedMetric = "nominal",
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare plans: more units, or more coders per unit.

    Parameters
    ----------
    half_widths : sequence of float
        Wanted half widths.
    expected : float
        The value expected of the coefficient.
    shares : sequence of float, length q
        How often each level is expected.
    coders : sequence of int
        Numbers of coders per unit.
    coefficient : {"alpha", "kappa", "ac1"}
        See `plan_units`.
    metric : {"nominal", "ordinal", "interval"}
        See `plan_units`.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    DataFrame
        One row per half width and number of coders: half_width (wanted), coders, units, codings.

    Raises
    ------
    ParameterError
        As `plan_units`.

    Examples
    --------
    >>> table = plan_table([0.1], expected=0.8, shares=[0.5, 0.5], coders=[2, 3])
    >>> table["codings"].tolist()
    [284, 273]
    """
    import pandas as pd

    plans = [
        (
            width,
            plan_units(
                width,
                expected=expected,
                shares=shares,
                coders=r,
                coefficient=coefficient,
                metric=metric,
                level=level,
            ),
        )
        for width in half_widths
        for r in coders
    ]
    rows = [(width, plan.coders, plan.units, plan.codings) for width, plan in plans]
    return pd.DataFrame(rows, columns=["half_width", "coders", "units", "codings"])


def _design(  # noqa: PLR0917
    expected: float,
    shares: Sequence[float],
    coders: int,
    coefficient: PlannedCoefficient,
    metric: PlannedMetric,
    level: float,
) -> ReliabilityPlan:
    """Check what is asked and return a plan without units."""
    for what, found, known in (
        (Text("coëfficiënt", "coefficient"), coefficient, get_args(PlannedCoefficient)),
        (Text("maat", "metric"), metric, get_args(PlannedMetric)),
    ):
        if found not in known:
            raise unknown_name(what, found, known)
    fitting = {"alpha": get_args(PlannedMetric), "kappa": ("nominal", "interval")}
    if metric not in fitting.get(coefficient, ("nominal",)):
        raise ParameterError(
            nl=f'metric {metric!r} hoort niet bij {coefficient!r}; kies coefficient="alpha"',
            en=f'metric {metric!r} does not go with {coefficient!r}; choose coefficient="alpha"',
        )
    if not 0 < level < 1:
        raise ParameterError(
            nl=f"level is {level!r}; geef een betrouwbaarheid tussen 0 en 1, zoals 0.95",
            en=f"level is {level!r}; give a confidence level between 0 and 1, such as 0.95",
        )
    if not isinstance(coders, (int, np.integer)) or coders < 2:
        raise ParameterError(
            nl=f"coders is {coders!r}; geef een geheel getal van minstens 2",
            en=f"coders is {coders!r}; give a whole number of at least 2",
        )
    given = np.asarray(shares, np.float64)
    sound = given.ndim == 1 and bool((given >= 0).all()) and math.isclose(given.sum(), 1)
    if not sound or (given > 0).sum() < 2:
        raise ParameterError(
            nl=f"shares is {shares!r}; geef per niveau een aandeel, samen 1, minstens twee boven 0",
            en=f"shares is {shares!r}; give a share per level, together 1, at least two above 0",
        )
    sure = certainty(expected, given, coefficient)
    sd = unit_deviation(sure, given, int(coders), coefficient=coefficient, metric=metric)
    return ReliabilityPlan(
        coefficient=coefficient,
        metric=metric,
        expected=expected,
        shares=tuple(given.tolist()),
        coders=int(coders),
        units=0,
        half_width=math.nan,
        level=level,
        unit_sd=sd,
        sure=sure,
    )


def _half(design: ReliabilityPlan, units: int) -> float:
    quantile = float(special.stdtrit(units - 1, 0.5 + design.level / 2))
    return quantile * design.unit_sd / math.sqrt(units - 1)


def _with_units(design: ReliabilityPlan, units: int) -> ReliabilityPlan:
    return replace(design, units=units, half_width=_half(design, units))
