"""Time to an event: curves with intervals, who is still followed, and the terms that hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from evalkit.errors import ParameterError
from evalkit.language import Language, Text, as_text, format_number, format_percent
from evalkit.plots.blank import blank_plot
from evalkit.plots.canvas import INK, STYLES, Plot, new_sheet, number_ticks, put_foot
from evalkit.plots.cells import both, lines, result_of
from evalkit.results import Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from evalkit.disclosure import ReleasedResult
    from evalkit.inference import SurvivalCurve

_KIND: Final = Text("Verloop in de tijd", "Course over time")
_BANDS: Final = 2  # lines whose intervals can be told apart when shaded


class _Line(NamedTuple):
    """One curve: `table` has time, at_risk, value, low and high; `start` is its value at 0."""

    name: Text
    table: pd.DataFrame
    start: float
    n: int


def curve_plot(
    curves: ReleasedResult | Sequence[ReleasedResult],
    *,
    title: Text,
    unit: Text,
    terms: Sequence[tuple[float, Text]] = (),
    language: Language = "nl",
) -> Plot:
    """Draw one or more survival curves, or the ends of one cumulative incidence.

    Parameters
    ----------
    curves : ReleasedResult or sequence of ReleasedResult
        Up to four `SurvivalCurve`, or one `CumulativeIncidence` of up to four causes.
    title : Text
        What the picture shows, for caption and alt text.
    unit : Text
        What time is counted in, e.g. working days.
    terms : sequence of (float, Text)
        Moments to mark, e.g. ``(5, Text("5 werkdagen", "5 working days"))``.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text. Below the axis stands how many are still followed; up to two
        lines have their interval as a band, more lines as a bar at the end.

    Raises
    ------
    DisclosureError
        If a curve did not pass the gate.
    ParameterError
        If it is no curve, or there are more than four lines.
    """
    every = list(curves) if isinstance(curves, (list, tuple)) else [curves]
    given = [result_of(one, Result) for one in every]
    found = [one for one in given if one is not None]
    if len(found) < len(given):
        return blank_plot(_KIND, title=title, language=language)
    drawn = [line for one in found for line in _lines_of(one)]
    if len(drawn) > len(STYLES):
        raise ParameterError(
            nl=f"een plaatje met meer dan {len(STYLES)} lijnen leest niet; teken ze apart",
            en=f"more than {len(STYLES)} lines cannot be read; draw them apart",
        )
    end = max([line.table["time"].max() for line in drawn if len(line.table)], default=0.0)
    if not end > 0:
        reason = Text("er is niemand gevolgd", "nobody was followed")
        return blank_plot(_KIND, title=title, reason=reason, language=language)
    shared = not _are_curves(found)  # one group of units with several ends

    def draw(language: Language) -> Figure:
        sheet, axes = new_sheet(3.7 + 0.22 * len(drawn) + 0.17 * (1 if shared else len(drawn)))
        for place, line in enumerate(drawn):
            _draw_line(axes, line, place, end=end, language=language, bands=len(drawn) <= _BANDS)
        for time, words in terms:
            _draw_term(axes, time, words.in_language(language), end)
        _finish(axes, drawn[:1] if shared else drawn, end, language)
        axes.set_xlim(-0.01 * end, end * (1.04 + 0.025 * len(drawn)))
        sheet.legend(loc="outside upper left")
        put_foot(sheet, _notes(drawn, unit, language, shared=shared))
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, found, drawn, unit=unit, terms=terms)),
        language=language,
    )


def _are_curves(found: Sequence[Result]) -> bool:
    from evalkit.inference import SurvivalCurve

    return all(isinstance(one, SurvivalCurve) for one in found)


def _lines_of(result: Result) -> list[_Line]:
    from evalkit.inference import CumulativeIncidence, SurvivalCurve

    if isinstance(result, SurvivalCurve):
        return [_Line(as_text(result.name), result.table, 1.0, result.n)]
    if isinstance(result, CumulativeIncidence):
        table = result.table
        return [
            _Line(result.label(cause), table[table["cause"] == cause], 0.0, result.n)
            for cause in result.causes
        ]
    raise ParameterError(
        nl=f"dit plaatje neemt een verloop in de tijd, niet een {type(result).__name__}",
        en=f"this plot takes a curve over time, not a {type(result).__name__}",
    )


def _draw_line(
    axes: Axes, line: _Line, place: int, *, end: float, language: Language, bands: bool
) -> None:
    color, marker, dash = STYLES[place]
    table = line.table
    times = [0.0, *table["time"]]
    values = [line.start, *table["value"]]
    count = format_number(line.n, language)
    label = lines(f"{line.name.in_language(language)} (n = {count})", width=44)
    axes.plot(
        times,
        values,
        dash,
        drawstyle="steps-post",
        color=color,
        linewidth=1.8,
        label=label,
        zorder=3,
    )
    known = table.dropna(subset=["low", "high"])
    if bands and len(known):
        axes.fill_between(
            known["time"], known["low"], known["high"], step="post", color=color, alpha=0.16,
            linewidth=0, zorder=1,
        )  # fmt: skip
    elif len(known):
        last = known.iloc[-1]
        at = end * (1 + 0.025 * (place + 1))
        axes.plot([at, at], [last["low"], last["high"]], color=color, linewidth=1.8)
        axes.plot(at, last["value"], marker, color=color, markersize=5)
    if "censored" in table:
        gone = table[table["censored"] > 0]
        axes.plot(
            gone["time"],
            gone["value"],
            "|",
            color=color,
            markersize=8,
            markeredgewidth=1.2,
            zorder=4,
        )


def _draw_term(axes: Axes, time: float, words: str, end: float) -> None:
    axes.axvline(time, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0.8)
    side = "left" if time < 0.25 * end else "right" if time > 0.75 * end else "center"
    axes.text(
        time, 1.02, words, transform=axes.get_xaxis_transform(), ha=side, va="bottom", color=INK
    )


def _finish(axes: Axes, counted: Sequence[_Line], end: float, language: Language) -> None:
    from matplotlib.ticker import MaxNLocator

    ticks = [t for t in MaxNLocator(nbins=5, integer=end > 4).tick_values(0, end) if 0 <= t <= end]
    words = []
    for tick in ticks:
        followed = [format_number(_at_risk(line.table, tick), language) for line in counted]
        words.append("\n".join([format_number(float(tick), language), *followed]))
    axes.set_xticks(ticks, words)
    axes.set_ylim(-0.02, 1.02)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(number_ticks(language, percent=True))
    axes.grid(visible=False, axis="x")
    axes.spines["left"].set_visible(False)


def _at_risk(table: pd.DataFrame, time: float) -> int:
    later = table.loc[table["time"] >= time, "at_risk"]
    return int(later.iloc[0]) if len(later) else 0


def _notes(drawn: Sequence[_Line], unit: Text, language: Language, *, shared: bool) -> list[str]:
    nl = language == "nl"
    order = ""
    if len(drawn) > 1 and not shared:
        order = ", in de volgorde van de legenda" if nl else ", in the order of the legend"
    under = "eronder hoeveel nog gevolgd worden" if nl else "below it how many are still followed"
    notes = [f"Tijd in {unit.nl}; {under}{order}." if nl else f"Time in {unit.en}; {under}{order}."]
    if any("censored" in line.table and line.table["censored"].any() for line in drawn):
        notes.append("| = niet langer gevolgd" if nl else "| = no longer followed")
    if len(drawn) > _BANDS:
        notes.append("Rechts: interval aan het einde." if nl else "Right: interval at the end.")
    return notes


def _sentence(
    language: Language,
    title: Text,
    found: Sequence[Result],
    drawn: Sequence[_Line],
    *,
    unit: Text,
    terms: Sequence[tuple[float, Text]],
) -> str:
    nl = language == "nl"
    parts = [f"{_KIND.in_language(language)}: {title.in_language(language)}."]
    for line in drawn:
        count = format_number(line.n, language)
        end, last = _last(line)
        times = f"{'na' if nl else 'after'} {_time(end, unit, language)}"
        said = [
            f"{_share(line, time, language)} {'bij' if nl else 'at'} {words.in_language(language)}"
            for time, words in terms
        ]
        said.append(f"{format_percent(last, language)} {times}")
        name = line.name.in_language(language)
        parts.append(f"{name[0].upper()}{name[1:]} (n = {count}): {', '.join(said)}.")
    if _are_curves(found):
        parts += [f"{_median(one, unit, language)}." for one in found]  # type: ignore[arg-type]
    return " ".join(parts)


def _last(line: _Line) -> tuple[float, float]:
    if not len(line.table):
        return 0.0, line.start
    row = line.table.iloc[-1]
    return float(row["time"]), float(row["value"])


def _share(line: _Line, time: float, language: Language) -> str:
    end, last = _last(line)
    if time > end and 0 < last < 1:
        return "onbekend" if language == "nl" else "unknown"
    before = line.table[line.table["time"] <= time]
    value = float(before["value"].iloc[-1]) if len(before) else line.start
    return format_percent(value, language)


def _median(curve: SurvivalCurve, unit: Text, language: Language) -> str:
    median = curve.median()
    name = as_text(curve.name).in_language(language)
    word = f"{'Mediaan' if language == 'nl' else 'Median'} {name}"
    if math.isnan(median.value):
        return f"{word}: {'niet bereikt' if language == 'nl' else 'not reached'}"
    return f"{word}: {_time(median.value, unit, language)}"


def _time(value: float, unit: Text, language: Language) -> str:
    number = format_number(value, language, digits=0 if value % 1 == 0 else 1)
    return f"{number} {unit.in_language(language)}"
