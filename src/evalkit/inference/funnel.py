"""Funnel limits: which regions differ by more than chance, without a league table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.funnel_law import FunnelKind, FunnelLaw, Limits, Overdispersion
from evalkit.inference.sampled import check_selection, choose, read_population
from evalkit.inference.unit_table import (
    TableResult,
    read_column,
    read_counts,
    read_shares,
    read_units,
    require_same_length,
)
from evalkit.language import Language, Text, as_text, format_number
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.inference.unit_table import Column, Floats
    from evalkit.results import Selection


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Funnel(TableResult):
    """Funnel limits per unit (`TableResult`, and what they were made of).

    Attributes
    ----------
    target : float
        The centre line; NaN when undefined.
    phi : float
        Mean of the squared winsorised z-scores; about 1 when only chance is at work.
    tau2 : float
        Variance between units beyond chance, from phi; 0 when there is none.
    dispersion_p : float
        p-value of "no more spread than chance", from phi.
    levels : tuple of float
        The levels of the limits, in (0, 1).
    expected_outside : float
        Units that chance alone puts outside the first limits.
    law : FunnelLaw
        How the limits are made.
    """

    target: float
    phi: float
    tau2: float
    dispersion_p: float
    levels: tuple[float, ...]
    expected_outside: float
    law: FunnelLaw

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        if self.reason is not None:
            return TableResult.in_language(self, language)
        name = as_text(self.name).in_language(language)
        level = f"{100 * self.levels[0]:g}%"
        outside = int(self.table["outside"].fillna("").astype(bool).sum())
        chance = format_number(self.expected_outside, language, digits=1)
        p_value = format_number(self.dispersion_p, language, digits=3)
        if language == "nl":
            return (
                f"{name}: {outside} van {self.n} plaatsen buiten de {level}-grenzen, door toeval "
                f"verwacht {chance}; meer spreiding dan toeval: p = {p_value}"
            )
        return (
            f"{name}: {outside} of {self.n} places outside the {level} limits, by chance expected "
            f"{chance}; more spread than chance: p = {p_value}"
        )

    def limits_at(self, n: Column) -> pd.DataFrame:
        """Return the limits for units of any size, to draw them as lines.

        Parameters
        ----------
        n : array_like, shape (n_sizes,)
            Sizes; whole numbers for a share.

        Returns
        -------
        DataFrame
            Columns n and ``low_95``, ``high_95`` per level.
        """
        sizes = read_counts(n, "n") if self.law.kind == "binomial" else read_column(n, "n")
        table = pd.DataFrame({"n": sizes})
        for level in self.levels:
            low, high = self.law.ends(sizes, level)
            table[f"low_{100 * level:g}"], table[f"high_{100 * level:g}"] = low, high
        return table


def funnel_limits(
    k: Column,
    n: Column,
    *,
    units: Column | None = None,
    kind: FunnelKind = "binomial",
    target: float | None = None,
    levels: Sequence[float] = (0.95, 0.998),
    limits: Limits = "interpolated",
    overdispersion: Overdispersion = "none",
    winsorise: float = 0.1,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Funnel:
    """Control limits around one target for units of different size, after Spiegelhalter (2005).

    It tells which units lie further from the target than chance explains. It never ranks: of 26
    regions that do not differ, one lies outside the 95% limits as a rule.

    Parameters
    ----------
    k : array_like, shape (n_units,)
        Units with the property, or events, per region.
    n : array_like, shape (n_units,)
        How many were looked at; for `kind` "poisson" the expected number or the exposure (> 0).
    units : array_like or None, shape (n_units,)
        Names; None takes the index of `k`, or 1, 2, 3, ...
    kind : {"binomial", "poisson"}
        A share of n, or a rate per unit of n.
    target : float or None
        The centre line, e.g. a norm; None takes all units together.
    levels : sequence of float
        Levels of the limits, in (0, 1).
    limits : {"interpolated", "integer"}
        Exact limits smoothed between counts as in the paper, or the quantiles (whole counts).
    overdispersion : {"none", "phi", "tau2"}
        Widen for spread that chance does not explain: all limits by the square root of phi
        (multiplicative), or by the variance between units tau2 (additive, random effects).
    winsorise : float
        Share of the z-scores drawn in at either end before phi is computed, in [0, 0.5).
    population : int or None
        Units that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Funnel
        Table: unit, k, n, value, target, z, ``low_95``, ``high_95`` per level, and `outside`: the
        widest level that is passed ("below 95%", "above 99.8%"), "" within, missing without data.
        With exact limits that is where chance gives so low or so high a count in at most half of
        what the level leaves, however the limits are smoothed.

    Raises
    ------
    ParameterError
        If counts, target or options do not fit.

    Notes
    -----
    Exact limits: r is the smallest count with P(R <= r) >= p, and the limit is (r - a) / n with
    a = (P(R <= r) - p) / P(R = r). z = (value - target) / s with s^2 = target (1 - target) / n, or
    target / n. phi is the mean of z^2 after winsorising; I phi has about a chi-squared law with I
    degrees of freedom (I - 1 when the target comes from the units). tau2 = max(0, (I phi - (I - 1))
    / (sum w - sum w^2 / sum w)), w = 1 / s^2. Widened limits are target ± z sqrt(phi) s or ± z
    sqrt(s^2 + tau2); where phi <= 1 or tau2 = 0 nothing is widened and the exact limits hold.

    References
    ----------
    .. [1] Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202.

    Examples
    --------
    >>> funnel_limits([18, 12, 5], [25, 25, 25], units=["A", "B", "C"]).table["outside"].tolist()
    ['above 95%', '', 'below 95%']
    """
    where = "funnel_limits"
    choose("kind", kind, get_args(FunnelKind), where=where)
    choose("limits", limits, get_args(Limits), where=where)
    choose("overdispersion", overdispersion, get_args(Overdispersion), where=where)
    check_selection(selection)
    levels = _read_levels(levels)
    _check_winsorise(winsorise)
    counts, sizes = _read(k, n, kind)
    names = read_units(units, k, len(counts))
    population = read_population(population, len(names))
    centre = _centre(counts, sizes, kind, target)
    seen = sizes > 0
    law = FunnelLaw(centre, kind, limits, overdispersion, NAN)
    s = law.spread(sizes)
    value = np.divide(counts, sizes, out=np.full(len(sizes), NAN), where=seen)
    z = np.divide(value - centre, s, out=np.full(len(s), NAN), where=s > 0)
    phi, tau2, p_value = _dispersion(z, s, winsorise, given=target is not None)
    table = pd.DataFrame(
        {"unit": names, "k": counts.astype(int), "n": sizes, "value": value, "target": centre}
    )
    table["z"] = z
    table["outside"] = np.array(["" if one else None for one in seen], dtype=object)
    law = law._replace(
        widened_by={"none": NAN, "phi": phi if phi > 1 else NAN, "tau2": tau2 or NAN}[
            overdispersion
        ]
    )
    for level in levels:
        low, high = law.ends(sizes, level)
        table[f"low_{100 * level:g}"], table[f"high_{100 * level:g}"] = low, high
        low, high = law.judged_ends(sizes, level)
        for side, passed in (("below", value < low - 1e-12), ("above", value > high + 1e-12)):
            table.loc[passed & seen, "outside"] = f"{side} {100 * level:g}%"
    used = int(seen.sum())
    expected = float(np.nansum(law.chance_outside(sizes, levels[0])))
    return Funnel(
        name=Text("trechter", "funnel"),
        table=table,
        n=used,
        population=population,
        frame=frame,
        selection=selection,
        method=f"Spiegelhalter (2005), {kind}, {limits}, overdispersion {overdispersion}",
        reason=_reason(centre, z),
        warnings=_warnings(used, expected, levels[0], phi, p_value, overdispersion),
        target=centre,
        phi=phi,
        tau2=tau2,
        dispersion_p=p_value,
        levels=levels,
        expected_outside=expected,
        law=law,
    )


def _read_levels(levels: Sequence[float]) -> tuple[float, ...]:
    read = tuple(sorted(set(map(float, levels))))
    if not read:
        raise ParameterError(
            nl="levels: geef minstens één niveau, bijvoorbeeld 0.95",
            en="levels: give at least one level, 0.95 for example",
        )
    for level in read:
        check_level(level)
    return read


def _check_winsorise(winsorise: float) -> None:
    if not 0 <= winsorise < 0.5:
        raise ParameterError(
            nl=f"winsorise = {winsorise!r} moet van 0 tot 0,5 zijn, bijvoorbeeld 0.1",
            en=f"winsorise = {winsorise!r} must be from 0 to 0.5, 0.1 for example",
        )


def _read(k: Column, n: Column, kind: str) -> tuple[Floats, Floats]:
    if kind == "binomial":
        return read_shares(k, n)
    counts, sizes = read_counts(k, "k"), read_column(n, "n")
    require_same_length(k=counts, n=sizes)
    if ((sizes < 0) | ((sizes == 0) & (counts > 0))).any():
        raise ParameterError(
            nl="n moet bij elke eenheid met gebeurtenissen boven 0 zijn",
            en="n must be above 0 for every unit that has events",
        )
    return counts, sizes


def _centre(counts: Floats, sizes: Floats, kind: str, target: float | None) -> float:
    if target is None:
        return float(counts.sum() / sizes.sum()) if sizes.sum() > 0 else NAN
    fits = 0 < target < 1 if kind == "binomial" else 0 < target < math.inf
    if not fits:
        range_ = ("tussen 0 en 1", "between 0 and 1") if kind == "binomial" else ("> 0", "> 0")
        raise ParameterError(
            nl=f"target = {target!r} past niet; geef een getal {range_[0]}",
            en=f"target = {target!r} does not fit; give a number {range_[1]}",
        )
    return float(target)


def _dispersion(
    z: Floats, s: Floats, winsorise: float, *, given: bool
) -> tuple[float, float, float]:
    from scipy.stats import chi2

    used = ~np.isnan(z)
    count = int(used.sum())
    if count < 2:
        return NAN, NAN, NAN
    ends = np.quantile(z[used], [winsorise, 1 - winsorise])
    phi = float((np.clip(z[used], *ends) ** 2).mean())
    w = 1 / s[used] ** 2
    tau2 = max(0.0, (count * phi - (count - 1)) / float(w.sum() - (w**2).sum() / w.sum()))
    return phi, tau2, float(chi2.sf(count * phi, count if given else count - 1))


def _reason(centre: float, z: Floats) -> Text | None:
    if math.isnan(centre):
        return Text("er is niets geteld", "nothing was counted")
    if np.isnan(z).all():
        return Text(
            "alle eenheden hebben hetzelfde aandeel, 0% of 100%; er is geen spreiding te beoordelen",
            "all units have the same share, 0% or 100%; there is no spread to judge",
        )
    return None


def _warnings(  # noqa: PLR0917
    used: int, expected: float, level: float, phi: float, p_value: float, how: str
) -> tuple[Text, ...]:
    found = [
        Text(
            f"ook zonder enig verschil ligt naar verwachting {expected:.1f} van de {used} "
            f"buiten de {100 * level:g}%-grenzen".replace(".", ","),
            f"without any difference, {expected:.1f} of {used} are expected outside the "
            f"{100 * level:g}% limits",
        )
    ]
    if how == "none" and p_value < 0.05:
        found.append(
            Text(
                f"de eenheden lopen verder uiteen dan toeval verklaart (phi {phi:.2f}".replace(
                    ".", ","
                )
                + "); kies overdispersion='phi' of 'tau2'",
                f"the units differ more than chance explains (phi {phi:.2f}); "
                "take overdispersion='phi' or 'tau2'",
            )
        )
    return tuple(found)
