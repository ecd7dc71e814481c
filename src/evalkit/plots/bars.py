"""Bars: one number per row, the row of interest marked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from evalkit.disclosure import Released, ReleasedShare, ReleasedTable
from evalkit.language import Language, Text, join_words
from evalkit.plots.canvas import INK, MARK, PLAIN, SOFT, Plot, new_sheet, put_foot, row_depth, write
from evalkit.plots.cells import (
    Number,
    both,
    has_value,
    labels,
    lines,
    numbers,
    position_of,
    released,
    without_value,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LISTED = 6  # rows named one by one in the alt text; more than that belongs in a table


def bar_plot(
    table: ReleasedTable,
    *,
    label: str,
    value: str,
    title: Text,
    marked: str | None = None,
    reference: tuple[Text, Number] | None = None,
    language: Language = "nl",
) -> Plot:
    """Draw a horizontal bar per row, in the order of the table.

    The number stands at the end of its bar; a hidden value is the sign for it and a missing one its
    word, where the bar would begin. A share has its interval as a thin line.

    Parameters
    ----------
    table : ReleasedTable
        What passed the gate.
    label : str
        Column with the name of each row.
    value : str
        Column with the numbers or shares.
    title : Text
        What the picture shows, for caption and alt text.
    marked : str, optional
        Name of the row to mark (darker and bold).
    reference : tuple of Text and released number, optional
        Something to compare with, drawn as a dashed line, e.g. the Netherlands.
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
        If a column or the marked row does not exist, or a column is of the wrong kind.
    """
    names, cells = labels(table, label), numbers(table, value)
    row = position_of(marked, names, label)
    if reference is not None:
        released(reference[1], Released)
    heading = table.title(value)

    def draw(language: Language) -> Figure:
        ticks = [lines(name.in_language(language)) for name in names]
        sheet, axes = new_sheet(0.6 + row_depth(ticks) + 0.25 * (reference is not None))
        _draw_bars(axes, cells, row, language)
        axes.set_yticks(range(len(names)), ticks)
        if row is not None:
            axes.get_yticklabels()[row].set_fontweight("bold")
        foot = [heading.in_language(language)]
        if reference is not None and has_value(reference[1]):
            axes.axvline(
                reference[1].value, color=INK, linestyle=(0, (4, 3)), linewidth=1, zorder=2.5
            )
            words = "streepjeslijn" if language == "nl" else "dashed line"
            name, cell = (part.in_language(language) for part in reference)
            foot.append(f"{words}: {name} {cell}")
        if any(cell.hidden for cell in cells) and table.note is not None:
            foot.append(table.note.in_language(language))
        put_foot(sheet, foot)
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, names, cells, row=row, reference=reference)),
        language=language,
    )


def _draw_bars(axes: Axes, cells: tuple[Number, ...], row: int | None, language: Language) -> None:
    known = [cell for cell in cells if has_value(cell)]
    reach = max([_end(cell) for cell in known], default=0.0) or 1.0
    for position, cell in enumerate(cells):
        is_marked = position == row
        style: dict[str, Any] = {"color": INK, "fontweight": "bold" if is_marked else "normal"}
        at = 0.0
        if has_value(cell):
            color = MARK if is_marked else PLAIN
            axes.barh(position, cell.value, height=0.62, color=color, linewidth=0)
            at = _end(cell)
            if isinstance(cell, ReleasedShare) and not math.isnan(cell.low):
                axes.plot([cell.low, cell.high], [position] * 2, color=INK, linewidth=1.2)
        elif not cell.hidden:
            style |= {"color": SOFT, "fontstyle": "italic"}
        shown = cell.in_language(language)
        write(axes, at + 0.02 * reach, position, shown, ha="left", **style)
    axes.set_xlim(min([0.0, *(cell.value for cell in known)]), 1.28 * reach)
    axes.set_ylim(len(cells) - 0.4, -0.6)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.tick_params(left=False)
    axes.spines[:].set_visible(False)


def _end(cell: Number) -> float:
    high = cell.high if isinstance(cell, ReleasedShare) else math.nan
    return max(0.0, cell.value if math.isnan(high) else high)


def _sentence(
    language: Language,
    title: Text,
    names: tuple[Text, ...],
    cells: tuple[Number, ...],
    *,
    row: int | None,
    reference: tuple[Text, Number] | None,
) -> str:
    def said(position: int) -> str:
        mark = {"nl": " (gemarkeerd)", "en": " (marked)"}[language] if position == row else ""
        cell = cells[position]
        shown = cell.in_language(language)
        if cell.hidden:
            shown = {"nl": "afgeschermd", "en": "hidden"}[language]
        return f"{names[position].in_language(language)}{mark} {shown}"

    nl = language == "nl"
    parts = [f"{'Staafdiagram' if nl else 'Bar chart'}: {title.in_language(language)}."]
    if len(cells) <= _LISTED:
        parts += (
            [f"{'; '.join(said(position) for position in range(len(cells)))}."] if cells else []
        )
    else:
        known = [position for position, cell in enumerate(cells) if has_value(cell)]
        parts.append(f"{len(cells)} {'staven' if nl else 'bars'}.")
        if known:
            low = min(known, key=lambda position: cells[position].value)
            high = max(known, key=lambda position: cells[position].value)
            ends = ("Laagste", "hoogste") if nl else ("Lowest", "highest")
            parts.append(f"{ends[0]}: {said(low)}; {ends[1]}: {said(high)}.")
        if row is not None:
            parts.append(f"{said(row)}.")
        none = without_value(cells, language)
        parts += [f"{join_words(none, language).capitalize()}."] if none else []
    if reference is not None:
        parts.append(f"{reference[0].in_language(language)}: {reference[1].in_language(language)}.")
    return " ".join(parts)
