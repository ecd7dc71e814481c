"""Agreement between coders, item by item: coefficients with intervals and cut-offs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from evalkit.disclosure import HIDDEN, HIDDEN_NOTE, Gate
from evalkit.errors import DisclosureError, unknown_name
from evalkit.language import Language, Text, format_number
from evalkit.plots.canvas import (
    MARK,
    SOFT,
    Plot,
    new_sheet,
    number_ticks,
    put_foot,
    row_depth,
    write,
)
from evalkit.plots.cells import both, lines
from evalkit.schemes import FACETS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CUT_OFFS: Final = (0.667, 0.8)
"""Krippendorff (2004, p. 241): tentative conclusions only, and reliable, from these values."""

WHAT: Final = Text("overeenstemming tussen codeurs", "agreement between coders")
_UNDEFINED: Final = Text("niet te bepalen", "undefined")
_LEFT_END: Final = -0.25


class _Row(NamedTuple):
    """A line of a forest plot: a name, its value and interval, and how many units as released."""

    name: Text
    value: float
    low: float
    high: float
    n: Text
    hidden: bool


def forest_plot(table: pd.DataFrame, *, gate: Gate, title: Text, language: Language = "nl") -> Plot:
    """Draw the coefficient of each item with its interval, beside Krippendorff's cut-offs.

    Parameters
    ----------
    table : DataFrame
        From `evalkit.reliability.study_reliability`.
    gate : Gate
        Of the study; the number of units passes it, and where that is hidden the rest is too.
    title : Text
        What the picture shows, for caption and alt text.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text. An interval that goes on below -0.25 ends in an arrow.

    Raises
    ------
    DisclosureError
        If `gate` is no gate.
    ParameterError
        If a column is missing.
    """
    check_input(table, ("item", "facet", "label_nl", "label_en", "value", "low", "high", "n"), gate)
    rows = [_forest_row(row, gate) for row in table.to_dict("records")]

    def draw(language: Language) -> Figure:
        ticks = [
            lines(row.name.in_language(language)) + f"\nn = {row.n.in_language(language)}"
            for row in rows
        ]
        sheet, axes = new_sheet(1.1 + row_depth(ticks))
        for cut in CUT_OFFS:
            axes.axvline(cut, color=SOFT, linewidth=1, linestyle=(0, (4, 3)), zorder=0.5)
        for position, row in enumerate(rows):
            _draw_forest_row(axes, position, row, language)
        axes.set_yticks(range(len(rows)), ticks)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(min([0.0, *(_clipped(row) for row in rows)]) - 0.04, 1.04)
        axes.xaxis.set_major_formatter(number_ticks(language, percent=False))
        axes.tick_params(left=False)
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)
        put_foot(sheet, [_cut_note(language), _hidden_note(rows, language)])
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _forest_sentence(each, title, rows)),
        language=language,
    )


def check_input(table: pd.DataFrame, columns: Sequence[str], gate: object) -> None:
    """Refuse what is no gate, and a table without the columns of a plot."""
    if not isinstance(gate, Gate):
        raise DisclosureError(
            nl="een plaatje van codeurs heeft de poort van de studie nodig (open_gate)",
            en="a plot of coders needs the gate of the study (open_gate)",
        )
    for column in columns:
        if column not in table.columns:
            raise unknown_name(Text("kolom", "column"), column, map(str, table.columns))


def _forest_row(row: Mapping[Any, Any], gate: Gate) -> _Row:
    n = gate.count(row["n"], what=WHAT)
    facet = FACETS.get(str(row["facet"]))
    name = Text(
        f"{row['item']} {row['label_nl']}" + (f" ({facet.nl})" if facet else ""),
        f"{row['item']} {row['label_en']}" + (f" ({facet.en})" if facet else ""),
    )
    value, low, high = (
        math.nan if n.hidden else float(row[part]) for part in ("value", "low", "high")
    )
    return _Row(name, value, low, high, both(n.in_language), n.hidden)


def _clipped(row: _Row) -> float:
    ends = [end for end in (row.value, row.low) if not math.isnan(end)]
    return max(_LEFT_END, min([0.0, *ends]))


def _draw_forest_row(axes: Axes, position: int, row: _Row, language: Language) -> None:
    if math.isnan(row.value):
        words = HIDDEN if row.hidden else _UNDEFINED.in_language(language)
        style = "normal" if row.hidden else "italic"
        write(axes, 0.5, position, words, ha="center", color=SOFT, fontstyle=style)
        return
    if not math.isnan(row.low):
        start = max(row.low, _LEFT_END)
        axes.plot([start, row.high], [position, position], color=MARK, linewidth=1.8)
        if start > row.low:
            axes.plot(start, position, marker="<", color=MARK, markersize=6, clip_on=False)
    place = max(row.value, _LEFT_END)
    axes.plot(place, position, "o", color=MARK, markersize=8, zorder=3, clip_on=False)


def _cut_note(language: Language) -> str:
    low, high = (format_number(cut, language) for cut in CUT_OFFS)
    return Text(
        f"Streepjes: {low} (voorlopige conclusies) en {high} (betrouwbaar)",
        f"Dashes: {low} (tentative conclusions) and {high} (reliable)",
    ).in_language(language)


def _hidden_note(rows: Sequence[_Row], language: Language) -> str:
    return HIDDEN_NOTE.in_language(language) if any(row.hidden for row in rows) else ""


def _forest_sentence(language: Language, title: Text, rows: Sequence[_Row]) -> str:
    nl = language == "nl"
    kind = "Overeenstemming per item" if nl else "Agreement by item"
    said = [f"{kind}: {title.in_language(language)}."]
    for row in rows:
        if row.hidden:
            words = "afgeschermd" if nl else "hidden"
        elif math.isnan(row.value):
            words = _UNDEFINED.in_language(language)
        else:
            words = format_number(row.value, language, digits=2)
            if not math.isnan(row.low):
                ends = (format_number(end, language, digits=2) for end in (row.low, row.high))
                words += f" [{'; '.join(ends) if nl else ', '.join(ends)}]"
        said.append(f"{row.name.in_language(language)}: {words}.")
    return " ".join(said)
