"""Ordered levels as diverging stacked bars, after Heiberger and Robbins (2014)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Language, Text, format_number, format_percent
from evalkit.plots.canvas import INK, SOFT, Plot, new_sheet, put_foot, row_depth, write
from evalkit.plots.cells import both, has_value, labels, lines, numbers, position_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from evalkit.disclosure import ReleasedShare, ReleasedTable

_ROOM_FOR_NUMBER = 0.19  # width of a segment, as a share, that holds its percentage


def level_plot(
    table: ReleasedTable,
    *,
    label: str,
    levels: Sequence[str],
    title: Text,
    middle: str | None = None,
    marked: str | None = None,
    language: Language = "nl",
) -> Plot:
    """Draw per row how its units spread over ordered levels, low to the left and high to the right.

    Widths are shares of the released counts of the row, so that they fill the bar although each
    count was rounded by itself. A row with a hidden level is not drawn: the gap would tell it.

    Parameters
    ----------
    table : ReleasedTable
        What passed the gate.
    label : str
        Column with the name of each row.
    levels : sequence of str
        Share columns, one per level, in the order of the scheme, lowest first.
    title : Text
        What the picture shows, for caption and alt text.
    middle : str, optional
        The level that lies across the middle; by default the middle one of an odd number of levels
        and none of an even number.
    marked : str, optional
        Name of the row to set in bold.
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
        If a column does not exist or holds no shares, or there are fewer than two levels.

    References
    ----------
    .. [1] Heiberger and Robbins (2014), Journal of Statistical Software 57(5).
    """
    names = labels(table, label)
    row = position_of(marked, names, label)
    grid = [_shares(table, level) for level in levels]
    if len(levels) < 2:
        raise ParameterError(
            nl="een verdeling over niveaus heeft ten minste twee niveaus nodig",
            en="a spread over levels needs at least two levels",
        )
    if middle is not None and middle not in levels:
        raise unknown_name(Text("niveau", "level"), middle, levels)
    centre = len(levels) / 2 if middle is None else list(levels).index(middle) + 0.5
    rows = list(zip(*grid, strict=True))
    titles = [table.title(level) for level in levels]

    def draw(language: Language) -> Figure:
        ticks = [
            lines(name.in_language(language)) + f"\n{_size(shares, language)}"
            for name, shares in zip(names, rows, strict=True)
        ]
        sheet, axes = new_sheet(0.9 + row_depth(ticks) + 0.2 * len(levels))
        colors = _colors(len(levels))
        for position, shares in enumerate(rows):
            _draw_row(axes, position, shares, centre=centre, colors=colors, language=language)
        axes.set_yticks(range(len(names)), ticks)
        if row is not None:
            axes.get_yticklabels()[row].set_fontweight("bold")
        _finish(sheet, axes, [each.in_language(language) for each in titles], colors)
        axes.set_ylim(len(names) - 0.4, -0.6)
        if any(share.hidden for shares in rows for share in shares) and table.note is not None:
            put_foot(sheet, [table.note.in_language(language)])
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, names, rows, titles)),
        language=language,
    )


def _shares(table: ReleasedTable, level: str) -> tuple[ReleasedShare, ...]:
    cells = numbers(table, level)
    if table.kind(level) != "share":
        raise ParameterError(
            nl=f"kolom {level!r}: hier horen aandelen; geef de kolom bij Gate.table op als share",
            en=f"column {level!r}: shares belong here; declare it as a share in Gate.table",
        )
    return cast("tuple[ReleasedShare, ...]", cells)


def _widths(shares: tuple[ReleasedShare, ...]) -> list[float] | None:
    # Adding up to 1; None when one of them cannot be shown.
    counts = [share.k for share in shares if has_value(share) and share.k is not None]
    if len(counts) < len(shares) or not sum(counts):
        return None
    return [count / sum(counts) for count in counts]


def _size(shares: tuple[ReleasedShare, ...], language: Language) -> str:
    sizes = {share.n for share in shares if share.n is not None}
    return f"n = {format_number(sizes.pop(), language)}" if len(sizes) == 1 else "n = –"


def _colors(count: int) -> list[tuple[float, float, float]]:
    import seaborn as sns

    # Brown to teal: told apart with every kind of colour blindness, and in print by its order.
    return [tuple(color) for color in sns.color_palette("BrBG", count)]


def _draw_row(
    axes: Axes,
    position: int,
    shares: tuple[ReleasedShare, ...],
    *,
    centre: float,
    colors: list[tuple[float, float, float]],
    language: Language,
) -> None:
    widths = _widths(shares)
    if widths is None:
        absent = next((s for s in shares if s.hidden), None) or next(
            (s for s in shares if not has_value(s)), shares[0]
        )
        style = "normal" if absent.hidden else "italic"
        shown = absent.in_language(language)
        write(axes, 0, position, shown, ha="center", fontstyle=style)
        return
    whole = int(centre)
    left = -sum(widths[:whole]) - (widths[whole] * (centre - whole) if whole < centre else 0.0)
    for width, color in zip(widths, colors, strict=True):
        axes.barh(
            position, width, left=left, height=0.7, color=color, edgecolor=SOFT, linewidth=0.6
        )
        if width >= _ROOM_FOR_NUMBER:
            light = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2] > 0.5
            axes.text(
                left + width / 2, position, format_percent(width, language), ha="center",
                va="center_baseline", color=INK if light else "white",
            )  # fmt: skip
        left += width


def _finish(
    sheet: Figure, axes: Axes, names: list[str], colors: list[tuple[float, float, float]]
) -> None:
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor=color, edgecolor=SOFT, linewidth=0.6, label=lines(name, width=44))
        for name, color in zip(names, colors, strict=True)
    ]
    sheet.legend(handles=keys, loc="outside upper left")
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0.5)
    axes.set_xlim(-1, 1)
    axes.set_xticks([])
    axes.tick_params(left=False)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


def _sentence(
    language: Language,
    title: Text,
    names: tuple[Text, ...],
    rows: list[tuple[ReleasedShare, ...]],
    titles: list[Text],
) -> str:
    nl = language == "nl"
    kind = "Verdeling over niveaus" if nl else "Spread over levels"
    said = [f"{kind}: {title.in_language(language)}."]
    for name, shares in zip(names, rows, strict=True):
        widths = _widths(shares)
        if widths is None:
            hidden = any(share.hidden for share in shares)
            words = ("afgeschermd", "onbekend") if nl else ("hidden", "unknown")
            spread = words[0] if hidden else words[1]
        else:
            spread = ", ".join(
                f"{level.in_language(language)} {format_percent(width, language)}"
                for level, width in zip(titles, widths, strict=True)
            )
        said.append(f"{name.in_language(language)} ({_size(shares, language)}): {spread}.")
    return " ".join(said)
