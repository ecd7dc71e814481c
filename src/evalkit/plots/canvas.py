"""The sheet all plots are drawn on: one look, the same bytes each time, no global state."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from io import BytesIO, StringIO
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from evalkit.language import Language, Text, format_number, format_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter

WIDTH: Final = 4.5
"""Inches: 432 px in a browser, so that the text is still legible in a page of 320 px."""

SIZE: Final = 11.0
"""Points: 15 px as made, 10 px in a page of 320 px."""

# Contrast with white: ink 15:1, mark 5.9:1, plain 3.9:1, so each stands out as WCAG 1.4.11 asks.
# Blue against orange is told apart with every kind of colour blindness.
INK: Final = "#1c2733"
SOFT: Final = "#55606b"
PLAIN: Final = "#6f86a0"
MARK: Final = "#b0470a"
BAND: Final = "#d3dce6"
LINE: Final = "#c9d1d9"

STYLES: Final = ((MARK, "o", "-"), (PLAIN, "s", "--"), (INK, "^", ":"), (SOFT, "D", "-."))
"""Colour, marker and dash of lines in one picture: each told apart without its colour."""

_DECIMALS: Final = re.compile(r"(\.\d)\d+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plot:
    """A picture and the sentence that replaces it for who does not see it.

    Attributes
    ----------
    draw : callable
        Draws the picture in a language and returns a fresh `Figure`.
    title : Text
        What the picture shows; it belongs in the caption and is not part of the picture.
    alt : Text
        The picture in words, made from the same released numbers.
    language : {"nl", "en"}
        Language of `figure` and of the default of `to_svg`.
    """

    draw: Callable[[Language], Figure]
    title: Text
    alt: Text
    language: Language = "nl"

    @property
    def figure(self) -> Figure:
        """The picture as a new matplotlib figure."""
        with look():
            return self.draw(self.language)

    def to_svg(self, language: Language | None = None) -> str:
        """Return the picture as SVG: the same bytes for the same input, in any process.

        Text stays text (searchable, small, in the reader's own sans serif); there is no date, no
        address but the two of the XML namespaces, and no id that could clash within a page.

        Parameters
        ----------
        language : {"nl", "en"}, optional
            Language of all words and numbers in it; that of the plot by default.

        Returns
        -------
        str
            An ``<svg>`` element with the sentence as its accessible name.
        """
        language = language or self.language
        sheet = StringIO()
        with look():
            figure = self.draw(language)
            empty = dict.fromkeys(("Creator", "Date", "Format", "Type"))
            figure.savefig(sheet, format="svg", metadata=empty)
        return _clean(sheet.getvalue(), self.alt.in_language(language))

    def to_png(self, language: Language | None = None, *, dpi: int = 192) -> bytes:
        """Return the picture as PNG on white.

        Parameters
        ----------
        language : {"nl", "en"}, optional
            Language of all words and numbers in it; that of the plot by default.
        dpi : int
            Pixels per inch.

        Returns
        -------
        bytes
            The same for the same version of matplotlib.
        """
        sheet = BytesIO()
        with look():
            figure = self.draw(language or self.language)
            figure.savefig(sheet, format="png", dpi=dpi, metadata={"Software": None})
        return sheet.getvalue()

    def _repr_html_(self) -> str:
        caption = escape(self.title.in_language(self.language))
        return f"<figure>{self.to_svg()}<figcaption>{caption}</figcaption></figure>"


@contextmanager
def look() -> Iterator[None]:
    """Set the look of evalkit for as long as a figure is made or written, and nothing beyond."""
    import matplotlib as mpl

    with mpl.rc_context(_look()):
        yield


@cache
def _look() -> dict[Any, Any]:
    import matplotlib as mpl
    import seaborn as sns

    theme = sns.axes_style("whitegrid") | sns.plotting_context("paper")
    own = {
        "axes.edgecolor": LINE,
        "axes.labelcolor": INK,
        "axes.labelsize": SIZE,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "figure.facecolor": "white",
        "font.family": ["sans-serif"],
        "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial", "sans-serif"],
        "font.size": SIZE,
        "grid.color": LINE,
        "grid.linewidth": 0.6,
        "hatch.linewidth": 0.7,
        "legend.fontsize": SIZE,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "evalkit",
        "text.color": INK,
        "text.parse_math": False,  # a dollar sign in a label is a dollar sign
        "xtick.color": INK,
        "xtick.labelsize": SIZE,
        "ytick.color": INK,
        "ytick.labelsize": SIZE,
    }
    # All else as matplotlib ships it, whatever the reader's own matplotlibrc says.
    backend = {name for name in mpl.rcParamsDefault if "backend" in name}
    shipped = {k: v for k, v in mpl.rcParamsDefault.items() if k not in backend}
    return {**shipped, **theme, **own}


def new_sheet(height: float) -> tuple[Figure, Axes]:
    """Return a figure of the fixed width with one set of axes, unknown to pyplot.

    Parameters
    ----------
    height : float
        Inches.

    Returns
    -------
    tuple of Figure and Axes
        Laid out by matplotlib's constrained layout.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    return figure, figure.subplots()


def row_depth(ticks: Sequence[str]) -> float:
    """Return the inches that rows with these labels take.

    Parameters
    ----------
    ticks : sequence of str
        A label per row, with its line breaks.

    Returns
    -------
    float
        Inches.
    """
    # Rows lie equally far apart, so the two deepest neighbours decide.
    deep = [tick.count("\n") + 1 for tick in ticks]
    pairs = [(one + two) / 2 for one, two in zip(deep, deep[1:] or deep, strict=False)]
    return sum([0.2 + 0.17 * max(pairs, default=1)] * len(deep))


def put_foot(sheet: Figure, notes: Sequence[str]) -> None:
    """Write lines of explanation under the picture, from its left edge.

    Parameters
    ----------
    sheet : Figure
        The picture.
    notes : sequence of str
        One or more lines each; empty ones are left out.
    """
    wrapped = ["\n".join(wrap(note, 50)) for note in notes if note]
    if wrapped:
        sheet.supxlabel("\n".join(wrapped), x=0.01, ha="left", fontsize=SIZE)


def write(axes: Axes, x: float, y: float, words: str, *, ha: str, **style: Any) -> None:
    """Write words in the picture on a white ground, so that no line runs through them.

    Parameters
    ----------
    axes : Axes
        Where.
    x, y : float
        Position in units of the axes.
    words : str
        What.
    ha : {"left", "center"}
        Which part of the words stands at `x`.
    **style
        Of the text.
    """
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
    axes.text(x, y, words, ha=ha, va="center_baseline", bbox=ground, zorder=3, **style)


def number_ticks(language: Language, *, percent: bool) -> FuncFormatter:
    """Return a formatter that writes the numbers on an axis as the language does.

    Parameters
    ----------
    language : {"nl", "en"}
        Language of words and numbers.
    percent : bool
        Whether the numbers are shares.

    Returns
    -------
    FuncFormatter
        For an axis of matplotlib.
    """
    from matplotlib.ticker import FuncFormatter

    write = format_percent if percent else format_number
    return FuncFormatter(lambda value, _: write(value, language))


def _clean(svg: str, alt: str) -> str:
    svg = svg[svg.index("<svg") :]
    # A tenth of a point is finer than a screen; a map is half as long this way.
    svg = re.sub(r' d="[^"]*"', lambda path: _DECIMALS.sub(r"\1", path[0]), svg)
    used = set(re.findall(r"(?:url\(#|href=\"#)([\w.-]+)", svg))
    salt = sha256(svg.encode()).hexdigest()[:8]

    def keep(match: re.Match[str]) -> str:
        return f' id="e{salt}-{match[1]}"' if match[1] in used else ""

    svg = re.sub(r' id="([\w.-]+)"', keep, svg)
    svg = re.sub(r"(url\(#|href=\"#)", rf"\g<1>e{salt}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
