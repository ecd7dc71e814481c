"""A series over time: gaps stay gaps, provisional figures are open."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from evalkit.disclosure import ReleasedShare, ReleasedTable
from evalkit.errors import ParameterError
from evalkit.language import Language, Text
from evalkit.plots.canvas import INK, STYLES, Plot, new_sheet, number_ticks
from evalkit.plots.cells import Number, both, has_value, labels, lines, numbers
from evalkit.plots.periods import periods_per_year, place_of, read_period, year_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST_LINES: Final = 3


class _Point(NamedTuple):
    step: int
    """Periods since year 0."""
    when: Text
    cell: Number
    is_provisional: bool


def series_plot(
    table: ReleasedTable,
    *,
    period: str,
    value: str,
    title: Text,
    status: str | None = None,
    line: str | None = None,
    language: Language = "nl",
) -> Plot:
    """Draw numbers over time as points, joined where no period lies between them.

    The axis starts at zero. A hidden or missing value is a gap. Where a period has two values
    (sources that disagree) both are drawn and neither is joined.

    Parameters
    ----------
    table : ReleasedTable
        What passed the gate.
    period : str
        Column with periods as CBS writes them (2019, 2019JJ00, 2019HJ01, 2019KW01, 2019MM01), all
        of the same length.
    value : str
        Column with the numbers or shares.
    title : Text
        What the picture shows, for caption and alt text.
    status : str, optional
        Column whose cells start with "voorlopig" or "provisional" where a figure is provisional.
    line : str, optional
        Column that tells up to three lines apart.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text.

    Raises
    ------
    DisclosureError
        If `table` did not pass the gate.
    ParameterError
        If a column does not exist, a period cannot be read, periods differ in length or there are
        more than three lines.
    """
    periods = labels(table, period)
    per_year = periods_per_year([each.nl for each in periods], period)
    named = labels(table, line) if line else (table.title(value),) * len(periods)
    states = labels(table, status) if status else (Text("", ""),) * len(periods)
    grouped: dict[Text, list[_Point]] = {}
    for when, name, state, cell in zip(periods, named, states, numbers(table, value), strict=True):
        provisional = state.nl.lower().startswith(("voorlopig", "provisional"))
        step, words = read_period(when.nl, per_year)
        grouped.setdefault(name, []).append(_Point(step, words, cell, provisional))
    if len(grouped) > _MOST_LINES:
        raise ParameterError(
            nl=f"kolom {line!r}: een plaatje met meer dan drie lijnen leest niet; splits de tabel",
            en=f"column {line!r}: more than three lines cannot be read; split the table",
        )
    for points in grouped.values():
        points.sort(key=lambda point: point.step)
    percent = bool(periods) and isinstance(numbers(table, value)[0], ReleasedShare)

    def draw(language: Language) -> Figure:
        sheet, axes = new_sheet(3.4 + 0.25 * len(grouped))
        for (name, points), style in zip(grouped.items(), STYLES, strict=False):
            _draw_line(axes, points, per_year, style, lines(name.in_language(language), width=44))
        _finish(axes, grouped, per_year)
        axes.yaxis.set_major_formatter(number_ticks(language, percent=percent))
        if any(point.is_provisional for points in grouped.values() for point in points):
            words = "open: voorlopig cijfer" if language == "nl" else "open: provisional figure"
            axes.plot([], [], "o", color="white", markeredgecolor=INK, label=words)
        handles, names = axes.get_legend_handles_labels()
        if len(grouped) > 1 or len(names) > 1:
            sheet.legend(handles, names, loc="outside upper left")
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, grouped)),
        language=language,
    )


def _draw_line(
    axes: Axes,
    points: list[_Point],
    per_year: int,
    style: tuple[str, str, str],
    label: str,
) -> None:
    color, marker, dash = style
    known = [point for point in points if has_value(point.cell)]
    steps = [point.step for point in known]
    for one, two in pairwise(known):
        if two.step - one.step == 1 and steps.count(one.step) == steps.count(two.step) == 1:
            xs = [place_of(point.step, per_year) for point in (one, two)]
            axes.plot(xs, [one.cell.value, two.cell.value], dash, color=color, linewidth=1.8)
    for point in known:
        axes.plot(
            place_of(point.step, per_year),
            point.cell.value,
            marker,
            color="white" if point.is_provisional else color,
            markeredgecolor=color,
            markeredgewidth=1.6,
            markersize=7,
            zorder=3,
        )
    axes.plot([], [], marker + dash, color=color, linewidth=1.8, markersize=7, label=label)


def _finish(axes: Axes, grouped: dict[Text, list[_Point]], per_year: int) -> None:
    steps = [point.step for points in grouped.values() for point in points]
    if steps:
        year_axis(axes, steps, per_year)
    known = [
        point.cell.value for each in grouped.values() for point in each if has_value(point.cell)
    ]
    axes.set_ylim(min([0.0, *known]), 1.1 * max([0.0, *known]) or 1.0)
    axes.locator_params(axis="y", nbins=5)
    axes.grid(visible=False, axis="x")
    axes.spines["left"].set_visible(False)


def _sentence(language: Language, title: Text, grouped: dict[Text, list[_Point]]) -> str:
    nl = language == "nl"
    parts = [
        f"{'Reeks over de tijd' if nl else 'Series over time'}: {title.in_language(language)}."
    ]
    for name, points in grouped.items():
        said = []
        for point in points:
            shown = point.cell.in_language(language)
            if point.cell.hidden:
                shown = "afgeschermd" if nl else "hidden"
            if point.is_provisional:
                shown += " (voorlopig)" if nl else " (provisional)"
            said.append(f"{point.when.in_language(language)}: {shown}")
        parts.append(f"{name.in_language(language)}: {'; '.join(said)}.")
    return " ".join(parts)
