"""A picture with nothing to draw: it says why, hidden or undefined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.disclosure import HIDDEN, HIDDEN_NOTE
from evalkit.language import Language, Text
from evalkit.plots.canvas import SOFT, Plot, new_sheet, put_foot, write
from evalkit.plots.cells import both, lines

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def blank_plot(kind: Text, *, title: Text, reason: Text | None = None, language: Language) -> Plot:
    """Draw the sign for hidden, or the reason why there is nothing else to draw.

    Parameters
    ----------
    kind : Text
        The kind of picture, for the alt text.
    title : Text
        What the picture would show.
    reason : Text or None
        Why there is no value; None when it is hidden.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text.
    """

    def draw(language: Language) -> Figure:
        words = HIDDEN if reason is None else lines(reason.in_language(language), width=44)
        sheet, axes = new_sheet(0.8 + 0.17 * (1 + words.count("\n")))
        style = "normal" if reason is None else "italic"
        write(axes, 0.5, 0.5, words, ha="center", color=SOFT, fontstyle=style)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_axis_off()
        put_foot(sheet, [HIDDEN_NOTE.in_language(language)] if reason is None else [])
        return sheet

    why = Text("afgeschermd", "hidden") if reason is None else reason
    return Plot(
        draw=draw,
        title=title,
        alt=both(
            lambda each: ": ".join(part.in_language(each) for part in (kind, title, why)) + "."
        ),
        language=language,
    )
