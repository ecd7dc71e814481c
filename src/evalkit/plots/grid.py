"""A square of cells: the same names down and across."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from evalkit.disclosure import HIDDEN, HIDDEN_NOTE
from evalkit.plots.canvas import INK, LINE, Plot, new_sheet, put_foot
from evalkit.plots.cells import lines

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from evalkit.language import Language, Text


class Grid(NamedTuple):
    """A square of cells: what is written in each, and how dark it is (NaN is not shaded)."""

    names: tuple[Text, ...]
    words: list[list[Text]]
    shade: list[list[float]]


def grid_plot(
    grid: Grid,
    title: Text,
    alt: Text,
    note: Text,
    language: Language,
    *,
    diagonal: bool = False,
) -> Plot:
    """Draw a square of cells, its columns numbered as its rows are.

    Parameters
    ----------
    grid : Grid
        What stands in it.
    title, alt : Text
        Title and alt text of the plot.
    note : Text
        The line below it.
    language : {"nl", "en"}
        Language of the figure.
    diagonal : bool
        Whether the cells from upper left to lower right have a thick edge.

    Returns
    -------
    Plot
        The picture.
    """

    def draw(language: Language) -> Figure:
        from matplotlib.colors import Normalize
        from matplotlib.patches import Rectangle
        from seaborn import light_palette

        colors = light_palette("#33587e", as_cmap=True)
        size = len(grid.names)
        side = max(size, 1)  # an empty square still has edges
        numbered = [
            lines(f"{place + 1}. {name.in_language(language)}", width=18)
            for place, name in enumerate(grid.names)
        ]
        deep = max([1, *(tick.count("\n") + 1 for tick in numbered)])
        sheet, axes = new_sheet(0.9 + side * max(0.34, 0.17 * deep + 0.06))
        scale = Normalize(0, 1)
        for row in range(size):
            for column in range(size):
                shade = grid.shade[row][column]
                color = colors(scale(shade)) if not math.isnan(shade) else "white"
                thick = diagonal and row == column
                box = Rectangle(
                    (column - 0.5, row - 0.5), 1, 1, facecolor=color,
                    edgecolor=INK if thick else LINE, linewidth=2 if thick else 1,
                    zorder=1.5 if thick else 1, clip_on=False,
                )  # fmt: skip
                axes.add_patch(box)
                words = grid.words[row][column].in_language(language)
                dark = not math.isnan(shade) and shade > 0.55
                axes.text(
                    column, row, words, ha="center", va="center_baseline",
                    color="white" if dark else INK,
                )  # fmt: skip
        axes.set_xlim(-0.5, side - 0.5)
        axes.set_ylim(side - 0.5, -0.5)
        axes.set_xticks(range(size), [str(place + 1) for place in range(size)])
        axes.set_yticks(range(size), numbered)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.grid(visible=False)
        axes.spines[:].set_visible(False)
        hidden = any(HIDDEN in words for row in grid.words for words in row)
        explain = HIDDEN_NOTE.in_language(language) if hidden else ""
        put_foot(sheet, [note.in_language(language), explain])
        return sheet

    return Plot(draw=draw, title=title, alt=alt, language=language)
