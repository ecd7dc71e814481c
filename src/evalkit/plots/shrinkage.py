"""Places as counted and as estimated with what is known of the others."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from evalkit.errors import ParameterError
from evalkit.language import Language, Text, format_number, format_percent
from evalkit.plots.blank import blank_plot
from evalkit.plots.canvas import (
    INK,
    MARK,
    PLAIN,
    Plot,
    new_sheet,
    number_ticks,
    put_foot,
    row_depth,
)
from evalkit.plots.cells import both, lines, position_of, result_of
from evalkit.results import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from evalkit.disclosure import ReleasedResult
    from evalkit.inference import TableResult

    Row = Mapping[Any, Any]

_KIND: Final = Text("Gemeten en bijgesteld", "As counted and as adjusted")


def shrinkage_plot(
    pooled: ReleasedResult, *, title: Text, marked: str | None = None, language: Language = "nl"
) -> Plot:
    """Draw per place what was counted and what it becomes with the other places in view.

    Places stand in the order of the table, which is no rank.

    Parameters
    ----------
    pooled : ReleasedResult
        A `BetaBinomial`, `RandomEffects` or `JamesStein` that passed the gate.
    title : Text
        What the picture shows, for caption and alt text.
    marked : str, optional
        Name of the place to mark (other colour and bold).
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text.

    Raises
    ------
    DisclosureError
        If `pooled` did not pass the gate.
    ParameterError
        If it is no such result, or there is no such place.
    """
    from evalkit.inference import TableResult

    found = result_of(pooled, TableResult)
    if found is None:
        return blank_plot(_KIND, title=title, language=language)
    if "shrunken" not in found.table:
        raise ParameterError(
            nl="dit plaatje neemt een uitkomst van beta_binomial, random_effects of james_stein",
            en="this plot takes a result of beta_binomial, random_effects or james_stein",
        )
    if found.table.empty or found.reason is not None:
        reason = found.reason or Text("er zijn geen plaatsen", "there are no places")
        return blank_plot(_KIND, title=title, reason=reason, language=language)
    rows: list[Row] = list(found.table.to_dict("records"))
    row = position_of(marked, [Text(each["unit"], each["unit"]) for each in rows], "unit")
    centre = _centre(found)
    is_share = "k" in found.table

    def draw(language: Language) -> Figure:
        ticks = [lines(_label(each, language)) for each in rows]
        sheet, axes = new_sheet(1.5 + row_depth(ticks))
        for position, each in enumerate(rows):
            _draw_row(axes, position, each, color=MARK if position == row else PLAIN)
        axes.axvline(centre, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=0.5)
        axes.set_yticks(range(len(rows)), ticks)
        if row is not None:
            axes.get_yticklabels()[row].set_fontweight("bold")
        axes.set_ylim(len(rows) - 0.4, -0.6)
        if is_share:
            axes.set_xlim(-0.03, 1.03)
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1])
        axes.xaxis.set_major_formatter(number_ticks(language, percent=is_share))
        axes.tick_params(left=False)
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)
        _explain(sheet, language, shown=_shown(centre, language, is_share=is_share))
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, rows, row, centre=centre, is_share=is_share)),
        language=language,
    )


def _centre(pooled: TableResult) -> float:
    mean = getattr(pooled, "mean", math.nan)
    return float(mean.value if isinstance(mean, Estimate) else mean)


def _label(row: Row, language: Language) -> str:
    if "k" not in row:
        return str(row["unit"])
    return f"{row['unit']}, {row['k']} {'van' if language == 'nl' else 'of'} {row['n']}"


def _draw_row(axes: Axes, position: int, row: Row, *, color: str) -> None:
    if not math.isnan(row.get("low", math.nan)):
        axes.plot([row["low"], row["high"]], [position] * 2, color=color, linewidth=1.8, zorder=2)
    if not math.isnan(row["value"]):
        axes.plot(
            row["value"], position, "o", markersize=9, color="none", markeredgecolor=INK,
            markeredgewidth=1.2, zorder=4, clip_on=False,
        )  # fmt: skip
    axes.plot(
        row["shrunken"], position, "D", markersize=6, color=color, markeredgecolor="white",
        markeredgewidth=0.6, zorder=3, clip_on=False,
    )  # fmt: skip


def _explain(sheet: Figure, language: Language, *, shown: str) -> None:
    from matplotlib.lines import Line2D

    nl = language == "nl"
    words = ("zoals geteld", "bijgesteld, met interval", f"gemiddelde van alle: {shown}")
    if not nl:
        words = ("as counted", "adjusted, with interval", f"mean of all: {shown}")
    looks: list[dict[str, Any]] = [
        {"marker": "o", "linestyle": "none", "color": "none", "markeredgecolor": INK},
        {"marker": "D", "color": PLAIN, "markersize": 6, "linewidth": 1.8},
        {"color": INK, "linestyle": (0, (4, 3)), "linewidth": 1},
    ]
    keys = [Line2D([], [], label=word, **look) for word, look in zip(words, looks, strict=True)]
    sheet.legend(handles=keys, loc="outside upper left")
    note = "Hoe minder er is gezien, hoe dichter de ruit bij het gemiddelde ligt."
    put_foot(sheet, [note if nl else "The less was seen, the closer the diamond lies to the mean."])


def _shown(value: float, language: Language, *, is_share: bool) -> str:
    if is_share:
        return format_percent(value, language)
    return format_number(value, language, digits=2)


def _sentence(
    language: Language,
    title: Text,
    rows: list[Row],
    row: int | None,
    *,
    centre: float,
    is_share: bool,
) -> str:
    nl = language == "nl"
    parts = [f"{_KIND.in_language(language)}: {title.in_language(language)}."]
    shown = _shown(centre, language, is_share=is_share)
    parts.append(f"{'Gemiddelde van alle' if nl else 'Mean of all'}: {shown}.")
    for position, each in enumerate(rows):
        mark = (" (gemarkeerd)" if nl else " (marked)") if position == row else ""
        value, shrunken, low, high = (
            _shown(each.get(part, math.nan), language, is_share=is_share)
            for part in ("value", "shrunken", "low", "high")
        )
        span = f" [{low}{'; ' if nl else ', '}{high}]" if "low" in each else ""
        words = ("geteld", "bijgesteld") if nl else ("counted", "adjusted")
        parts.append(f"{each['unit']}{mark}: {words[0]} {value}, {words[1]} {shrunken}{span}.")
    return " ".join(parts)
