"""Claims against counts: what the words allow as a band, what was counted as a dot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from evalkit.disclosure import HIDDEN_NOTE, Released, ReleasedEstimate, ReleasedRange, ReleasedShare
from evalkit.errors import ParameterError
from evalkit.language import Language, Text, format_percent
from evalkit.plots.canvas import BAND, MARK, PLAIN, SOFT, Plot, new_sheet, number_ticks, write
from evalkit.plots.cells import both, lines, released

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class IntervalRow(NamedTuple):
    """One claim with what was counted.

    Attributes
    ----------
    label : Text
        The claim in a few words.
    claimed : ReleasedRange or None
        What its words allow; None when they say nothing about a share.
    counted : ReleasedShare, ReleasedEstimate or None
        The share that was counted; None when nothing was.
    """

    label: Text
    claimed: ReleasedRange | None
    counted: ReleasedShare | ReleasedEstimate | None


def interval_plot(rows: Sequence[IntervalRow], *, title: Text, language: Language = "nl") -> Plot:
    """Draw per claim the range its words allow as a band and what was counted as a dot.

    Parameters
    ----------
    rows : sequence of IntervalRow
        The claims, first on top.
    title : Text
        What the picture shows, for caption and alt text.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text.

    Raises
    ------
    DisclosureError
        If a range or count did not pass the gate.
    ParameterError
        If an estimate is no share between 0 and 1.
    """
    for row in rows:
        for thing in (row.claimed, row.counted):
            if thing is not None:
                released(thing, Released)
        if row.counted is not None and not (0 <= row.counted.value <= 1) and _known(row.counted):
            raise ParameterError(
                nl=f"{row.label.nl}: de schatting is geen aandeel tussen 0 en 1",
                en=f"{row.label.en}: the estimate is no share between 0 and 1",
            )

    def draw(language: Language) -> Figure:
        ticks = [lines(row.label.in_language(language), width=22) for row in rows]
        depth = sum(0.22 + 0.17 * (1 + tick.count("\n")) for tick in ticks)
        sheet, axes = new_sheet(1.2 + depth)
        for position, row in enumerate(rows):
            _draw_row(axes, position, row, language)
        axes.set_yticks(range(len(rows)), ticks)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(-0.03, 1.03)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.xaxis.set_major_formatter(number_ticks(language, percent=True))
        axes.tick_params(left=False)
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)
        _explain(sheet, rows, language)
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, rows)),
        language=language,
    )


def _known(counted: ReleasedShare | ReleasedEstimate) -> bool:
    return not math.isnan(counted.value)


def _draw_row(axes: Axes, position: int, row: IntervalRow, language: Language) -> None:
    if row.claimed is not None and not math.isnan(row.claimed.low):
        # An exact claim ("all") has no width; its edge keeps it visible.
        axes.barh(
            position,
            row.claimed.high - row.claimed.low,
            left=row.claimed.low,
            height=0.6,
            color=BAND,
            edgecolor=PLAIN,
            linewidth=1.5,
        )
    if row.counted is None:
        return
    if not _known(row.counted):
        style = {"color": SOFT, "fontstyle": "normal" if row.counted.hidden else "italic"}
        write(axes, 0.5, position, row.counted.in_language(language), ha="center", **style)
        return
    if not math.isnan(row.counted.low):
        ends = [row.counted.low, row.counted.high]
        axes.plot(ends, [position, position], color=MARK, linewidth=1.8)
    axes.plot(row.counted.value, position, "o", color=MARK, markersize=8, zorder=3, clip_on=False)


def _explain(sheet: Figure, rows: Sequence[IntervalRow], language: Language) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    nl = language == "nl"
    keys: list[Patch | Line2D] = [
        Patch(
            facecolor=BAND,
            edgecolor=PLAIN,
            label="wat de woorden toelaten" if nl else "what the words allow",
        )
    ]
    counted = [row.counted for row in rows if row.counted is not None]
    if any(_known(each) for each in counted):
        words = "geteld" if nl else "counted"
        if any(not math.isnan(each.low) for each in counted):
            words += ", met interval" if nl else ", with interval"
        keys.append(Line2D([], [], color=MARK, marker="o", markersize=8, label=words))
    if any(each.hidden for each in counted):
        keys.append(Line2D([], [], linestyle="none", label=HIDDEN_NOTE.in_language(language)))
    sheet.legend(handles=keys, loc="outside upper left")


def _sentence(language: Language, title: Text, rows: Sequence[IntervalRow]) -> str:
    nl = language == "nl"
    kind = "Beweringen naast tellingen" if nl else "Claims beside counts"
    said = [f"{kind}: {title.in_language(language)}."]
    for row in rows:
        claimed = counted = "geen aandeel" if nl else "no share"
        if row.claimed is not None:
            claimed = row.claimed.in_language(language)
        if row.counted is None:
            counted = "niets" if nl else "nothing"
        elif row.counted.hidden:
            counted = "afgeschermd" if nl else "hidden"
        elif _known(row.counted):
            counted = format_percent(row.counted.value, language)
        else:
            counted = row.counted.in_language(language)
        words = ("de woorden laten toe", "geteld") if nl else ("the words allow", "counted")
        said.append(
            f"{row.label.in_language(language)}: {words[0]}: {claimed}; {words[1]}: {counted}."
        )
    return " ".join(said)
