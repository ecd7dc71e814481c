"""Counts over time with the fitted line, and the break that divides them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from evalkit.language import Language, Text, format_number
from evalkit.plots.blank import blank_plot
from evalkit.plots.canvas import INK, MARK, PLAIN, Plot, new_sheet, number_ticks, put_foot
from evalkit.plots.cells import both, lines, result_of
from evalkit.plots.periods import PERIOD, periods_per_year, place_of, read_period, year_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from evalkit.disclosure import ReleasedResult
    from evalkit.inference import Trend

_KIND: Final = Text("Aantallen over de tijd", "Counts over time")
_TICKS: Final = 5  # most names of periods that fit below the picture


class _Series(NamedTuple):
    """Where each period stands, what it is called and shows; `steps` only for periods of CBS."""

    places: list[float]
    names: list[Text]
    steps: list[int]
    per_year: int
    values: list[float]
    fitted: list[float] | None
    start: int | None
    """Row of the first period after the break."""


def trend_plot(
    trend: ReleasedResult,
    *,
    title: Text,
    unit: Text,
    per: float = 1.0,
    explained: Text | None = None,
    language: Language = "nl",
) -> Plot:
    """Draw counts or rates per period as points, with the model as a line where there is one.

    Parameters
    ----------
    trend : ReleasedResult
        A `Trend` that passed the gate.
    title : Text
        What the picture shows, for caption and alt text.
    unit : Text
        What stands on the axis, e.g. "meldingen per 1.000 inwoners".
    per : float
        What rates are multiplied by, e.g. 1000; leave 1 for plain counts.
    explained : Text, optional
        What changed at the break.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text. The axis starts at zero, and no line crosses the break.

    Raises
    ------
    DisclosureError
        If `trend` did not pass the gate.
    ParameterError
        If it is no trend.
    """
    from evalkit.inference import Trend

    found = result_of(trend, Trend)
    if found is None:
        return blank_plot(_KIND, title=title, language=language)
    if not found.n:
        reason = Text("er zijn geen aantallen", "there are no counts")
        return blank_plot(_KIND, title=title, reason=reason, language=language)
    series = _series(found, per)

    def draw(language: Language) -> Figure:
        sheet, axes = new_sheet(3.9)
        _draw_points(axes, series, language)
        _draw_axis(axes, series, language)
        top = max(value for value in series.values if not math.isnan(value))
        axes.set_ylim(0, 1.12 * top or 1.0)
        axes.locator_params(axis="y", nbins=5)
        axes.yaxis.set_major_formatter(number_ticks(language, percent=False))
        axes.grid(visible=False, axis="x")
        axes.spines["left"].set_visible(False)
        sheet.legend(loc="outside upper left")
        put_foot(sheet, [unit.in_language(language), *_notes(found, series, explained, language)])
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(
            lambda each: _sentence(
                each, title, series, unit, _notes(found, series, explained, each)
            )
        ),
        language=language,
    )


def _series(trend: Trend, per: float) -> _Series:
    table = trend.table
    after = [row for row, side in enumerate(table["side"]) if side == "after"]
    fitted = None
    if trend.model is not None and trend.model.reason is None:
        fitted = (table["fitted"] / table["exposure"] * per).tolist()
    shown = ((table["rate"] * per).tolist(), fitted, after[0] if after and after[0] else None)
    periods = [str(period) for period in table["period"]]
    if not all(PERIOD.fullmatch(period) for period in periods):
        names = [Text(period, period) for period in periods]
        return _Series([float(row) for row in range(len(names))], names, [], 0, *shown)
    per_year = periods_per_year(periods, "period")
    steps, names = map(list, zip(*(read_period(p, per_year) for p in periods), strict=True))
    return _Series([place_of(step, per_year) for step in steps], names, steps, per_year, *shown)


def _draw_points(axes: Axes, series: _Series, language: Language) -> None:
    nl = language == "nl"
    axes.plot(
        series.places, series.values, "o", color=PLAIN, markeredgecolor="white", markersize=8,
        zorder=3, label="geteld" if nl else "counted",
    )  # fmt: skip
    start = series.start
    if series.fitted is not None:
        sides = (slice(None),) if start is None else (slice(start), slice(start, None))
        for count, side in enumerate(sides):
            label = "lijn van het model" if nl else "line of the model"
            axes.plot(
                series.places[side], series.fitted[side], color=MARK, linewidth=2, zorder=2,
                label=None if count else label,
            )  # fmt: skip
    if start is not None:
        at = (series.places[start - 1] + series.places[start]) / 2
        axes.axvline(
            at, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=1,
            label="breuk in de reeks" if nl else "break in the series",
        )  # fmt: skip


def _draw_axis(axes: Axes, series: _Series, language: Language) -> None:
    if series.per_year:
        year_axis(axes, series.steps, series.per_year)
        return
    stride = 1 + (len(series.places) - 1) // _TICKS
    chosen = range(0, len(series.places), stride)
    axes.set_xticks(
        [series.places[row] for row in chosen],
        [lines(series.names[row].in_language(language), width=44 // len(chosen)) for row in chosen],
    )


def _notes(trend: Trend, series: _Series, explained: Text | None, language: Language) -> list[str]:
    notes = []
    if series.start is not None:
        period = series.names[series.start].in_language(language)
        why = f" ({explained.in_language(language)})" if explained else ""
        notes.append(
            f"Breuk bij {period}{why}: ervoor en erna zijn niet te vergelijken."
            if language == "nl"
            else f"Break at {period}{why}: before and after cannot be compared."
        )
    if trend.reason is not None:
        words = trend.reason.in_language(language)
        notes.append(f"{words[0].upper()}{words[1:]}.")
    return notes


def _sentence(
    language: Language, title: Text, series: _Series, unit: Text, notes: list[str]
) -> str:
    digits = _digits(series.values)
    said = [
        f"{name.in_language(language)} {format_number(value, language, digits=digits)}"
        for name, value in zip(series.names, series.values, strict=True)
    ]
    head = f"{_KIND.in_language(language)}: {title.in_language(language)}."
    words = unit.in_language(language)
    return " ".join([head, *notes, f"{words[0].upper()}{words[1:]}: {'; '.join(said)}."])


def _digits(values: list[float]) -> int:
    """Return the decimals that leave three digits of the largest value; none for counts."""
    known = [value for value in values if not math.isnan(value)]
    if all(value.is_integer() for value in known):
        return 0
    return max(0, 2 - math.floor(math.log10(max(known))))
