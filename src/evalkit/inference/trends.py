"""Counts per half-year: described when few, modelled with a break when there are enough.

A rise in reports can mean that more violence is noticed; no word here calls it good or bad.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.inference.rate_ratio import poisson_rate_ratio
from evalkit.inference.series_regression import SeriesRegression, series_regression
from evalkit.inference.unit_table import (
    TableResult,
    read_column,
    read_counts,
    require_same_length,
)
from evalkit.language import Language, Text, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from evalkit.inference.series_regression import Errors, Family
    from evalkit.inference.unit_table import Column, Floats
    from evalkit.results import Comparison

    Flags: TypeAlias = NDArray[np.bool_]
    Places: TypeAlias = NDArray[np.intp]

FEWEST_POINTS: Final = 8

_NO_JUDGEMENT: Final = Text(
    "meer of minder zegt niet dat het beter of slechter gaat: een stijging kan betekenen dat er "
    "eerder wordt gemeld",
    "more or fewer does not say that things are better or worse: a rise can mean that people "
    "report sooner",
)
_AS_POISSON: Final = Text(
    "er zijn te weinig punten om de spreiding te schatten; het interval rekent met toeval alleen "
    "(Poisson) en is te smal als perioden verder uiteenlopen",
    "there are too few points to estimate the spread; the interval counts with chance alone "
    "(Poisson) and is too narrow when periods differ by more",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trend(TableResult):
    """A series of counts (`TableResult`, and what it shows).

    Attributes
    ----------
    change : Comparison or None
        The last period against the first of the same side of the break, as a ratio of rates
        (first: the last period); None without two such periods. Its interval takes the spread of
        the series into account where there is a model; else it is that of Poisson, and a warning
        says so.
    model : SeriesRegression or None
        The segmented regression; None when there are too few points, and `reason` says so.
    description : Text
        The series in one sentence, without judgement.
    """

    change: Comparison | None
    model: SeriesRegression | None
    description: Text

    def in_language(self, language: Language) -> str:
        """Return the description."""
        return self.description.in_language(language)


def segmented_trend(
    counts: Column,
    *,
    periods: Sequence[object] | None = None,
    exposure: Column | None = None,
    break_at: object | None = None,
    family: Family = "negative binomial",
    errors: Errors = "quasi",
    lags: int | None = None,
    level: float = 0.95,
    frame: str = "",
) -> Trend:
    """Describe counts per period and, with enough points, fit a trend with a break.

    Parameters
    ----------
    counts : array_like, shape (n,)
        Counts per period, in order; a missing one is shown and left out.
    periods : sequence or None, shape (n,)
        Names of the periods, e.g. "2019-1"; None takes 1, 2, 3, ...
    exposure : array_like or None, shape (n,)
        What the counts are out of, e.g. inhabitants (> 0).
    break_at : object or None
        First period after a break, e.g. of another way of counting: figures on both sides are never
        compared as if they were the same.
    family : {"poisson", "negative binomial"}
        Law of the counts.
    errors : {"model", "quasi", "HAC"}
        See `series_regression`. "HAC" is for long series: see the notes.
    lags : int or None
        See `series_regression`.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.

    Returns
    -------
    Trend
        Table: period, side ("before", "after"; "" without a break), count, exposure, rate, fitted.

    Raises
    ------
    ParameterError
        If columns do not fit each other or `break_at` is no period.

    Notes
    -----
    The model needs 8 points on either side of the break: log rate = a + b time + c after + d time
    since the break, terms "time", "step" and "slope change". With fewer points there is no model.

    In series of 16 to 40 points the 95% interval of the step covers 95% with "quasi" errors when
    neighbouring points are independent, and 85% to 90% when they correlate by 0.3; with "HAC" errors
    it covers 75% to 87% and 75% to 82%, as so few points cannot tell the correlation.

    References
    ----------
    .. [1] Bernal, Cummins and Gasparrini (2017), International Journal of Epidemiology 46, 348-355.

    Examples
    --------
    >>> found = segmented_trend([100, 110, 130], periods=["2019-1", "2019-2", "2020-1"])
    >>> print(found)
    from 100 (2019-1) to 130 (2020-1): more
    >>> found.model is None
    True
    """
    if family == "linear":
        raise ParameterError(
            nl="family: neem 'poisson' of 'negative binomial' voor aantallen",
            en="family: take 'poisson' or 'negative binomial' for counts",
        )
    raw = read_column(counts, "counts", missing=True)
    known = ~np.isnan(raw)
    y = read_counts(raw[known], "counts")
    names = [str(period) for period in (periods if periods is not None else range(1, len(raw) + 1))]
    out_of = np.ones(len(raw)) if exposure is None else read_column(exposure, "exposure")
    require_same_length(counts=raw, periods=np.empty(len(names)), exposure=out_of)
    if (out_of <= 0).any():
        raise ParameterError(nl="exposure moet boven 0 zijn", en="exposure must be above 0")
    after = _after(names, break_at)
    place = np.flatnonzero(known)
    terms = _terms(np.arange(len(raw), dtype=np.float64), after)[known]
    model, reason = None, _too_few(after[known], has_break=break_at is not None)
    if reason is None:
        model = series_regression(
            y,
            terms,
            family=family,
            exposure=out_of[known],
            errors=errors,
            lags=lags,
            level=level,
            frame=frame,
        )
        reason = model.reason
    side = np.where(after, "after", "before") if break_at is not None else np.full(len(raw), "")
    table = pd.DataFrame({"period": names, "side": side, "count": raw, "exposure": out_of})
    table["rate"] = raw / out_of
    table["fitted"] = np.nan
    if model is not None:
        table.loc[place, "fitted"] = model.fitted
    ends = _comparable(place, after)
    change = None
    if ends is not None:
        at = list(ends[::-1])
        change = poisson_rate_ratio(list(raw[at].astype(int)), list(out_of[at]), level=level)
        series = None if reason else series_regression(y, terms, exposure=out_of[known])
        change = _with_spread(change, raw[at], series)
    return Trend(
        name=Text("aantallen per periode", "counts per period"),
        table=table,
        n=len(y),
        frame=frame,
        method=model.method if model else "description",
        reason=reason,
        warnings=_warnings(break_at, int((~known).sum())) + (model.warnings if model else ()),
        change=change,
        model=model,
        description=_describe(names, raw, out_of, ends, per=exposure is not None),
    )


def _with_spread(exact: Comparison, pair: Floats, series: SeriesRegression | None) -> Comparison:
    """Widen the interval of a ratio of two counts by the dispersion of the series they come from."""
    if series is None or series.reason is not None:
        return replace(exact, warnings=(*exact.warnings, _AS_POISSON))
    if series.dispersion <= 1 or not pair.all():
        return exact
    from scipy.stats import t as t_law

    log, se = math.log(exact.value), math.sqrt(series.dispersion * (1 / pair).sum())
    half = float(t_law.isf((1 - exact.level) / 2, series.df)) * se
    return replace(
        exact,
        low=math.exp(log - half),
        high=math.exp(log + half),
        p_value=2 * float(t_law.sf(abs(log) / se, series.df)),
        method="log rate ratio, dispersion of the series, t",
    )


def _after(names: list[str], break_at: object | None) -> Flags:
    after = np.zeros(len(names), dtype=np.bool_)
    if break_at is None:
        return after
    if str(break_at) not in names:
        raise unknown_name(Text("periode", "period"), str(break_at), names, where="break_at")
    after[names.index(str(break_at)) :] = True
    return after


def _too_few(after: Flags, *, has_break: bool) -> Text | None:
    sides = [int((~after).sum()), int(after.sum())] if has_break else [len(after)]
    if min(sides) >= FEWEST_POINTS:
        return None
    found = " + ".join(map(str, sides))
    return Text(
        f"te weinig punten voor een model ({found}; nodig zijn er {FEWEST_POINTS} per deel): "
        "alleen beschreven",
        f"too few points for a model ({found}; {FEWEST_POINTS} per part are needed): "
        "described only",
    )


def _terms(time: Floats, after: Flags) -> pd.DataFrame:
    terms = pd.DataFrame({"time": time.astype(np.float64)})
    if after.any() and not after.all():
        terms["step"] = after.astype(np.float64)
        terms["slope change"] = np.where(after, time - int(np.argmax(after)), 0.0)
    return terms


def _comparable(place: Places, after: Flags) -> tuple[int, int] | None:
    """Return the first and last period on the side of the break where the series ends."""
    if not len(place):
        return None
    same = [int(at) for at in place if after[int(at)] == after[int(place[-1])]]
    return (same[0], same[-1]) if len(same) > 1 else None


def _describe(
    names: list[str], raw: Floats, out_of: Floats, ends: tuple[int, int] | None, *, per: bool
) -> Text:
    if ends is None:
        return Text("te weinig perioden om te vergelijken", "too few periods to compare")
    first, last = ends
    rates = raw / out_of
    more = int(np.sign(rates[last] - rates[first]))
    word = {1: Text("meer", "more"), -1: Text("minder", "fewer"), 0: Text("evenveel", "as many")}[
        more
    ]
    rate = Text(" naar verhouding", " relative to exposure") if per else Text("", "")

    def sentence(language: Language) -> str:
        start, end = (format_number(float(raw[at]), language) for at in ends)
        link = ("van", "naar") if language == "nl" else ("from", "to")
        return (
            f"{link[0]} {start} ({names[first]}) {link[1]} {end} ({names[last]}): "
            f"{word.in_language(language)}{rate.in_language(language)}"
        )

    return Text(sentence("nl"), sentence("en"))


def _warnings(break_at: object | None, missing: int) -> tuple[Text, ...]:
    found: tuple[Text, ...] = (_NO_JUDGEMENT,)
    if break_at is not None:
        found += (
            Text(
                f"de reeks breekt bij {break_at}: cijfers van ervoor en erna zijn niet vergelijkbaar",
                f"the series breaks at {break_at}: figures before and after cannot be compared",
            ),
        )
    if missing:
        found += (Text(f"{missing} perioden ontbreken", f"{missing} periods are missing"),)
    return found
