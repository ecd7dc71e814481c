"""The map of the Netherlands with its regions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from evalkit.disclosure import ReleasedShare, ReleasedTable
from evalkit.errors import unknown_name
from evalkit.language import Language, Text, join_words
from evalkit.plots.canvas import BAND, MARK, SOFT, Plot, new_sheet, number_ticks
from evalkit.plots.cells import Number, both, has_value, labels, numbers, without_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path
    from numpy.typing import NDArray

    Shapes = Mapping[str, Sequence[NDArray[np.float64]]]

# Middle of the country: there a degree east is so much shorter than a degree north.
_ASPECT: Final = 1 / math.cos(math.radians(52.1))


def region_map(
    shapes: Shapes,
    *,
    marked: str | None = None,
    names: Mapping[str, str] | None = None,
    table: ReleasedTable | None = None,
    region: str = "region",
    value: str = "value",
    title: Text | None = None,
    language: Language = "nl",
) -> Plot:
    """Draw the Netherlands with one region marked, or with a shade per region, or both.

    Parameters
    ----------
    shapes : mapping of str to sequence of ndarray, shape (n, 2)
        Rings of each region by code, as longitude and latitude in degrees.
    marked : str, optional
        Code of the region to mark.
    names : mapping of str to str, optional
        Names by code, for the alt text; the code itself otherwise.
    table : ReleasedTable, optional
        Values to shade by; a region without one is hatched, never shaded as zero.
    region, value : str
        Columns of `table` with the code and the number or share.
    title : Text, optional
        What the picture shows, for caption and alt text.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text: place and neighbours of the marked region, range of values.

    Raises
    ------
    DisclosureError
        If `table` did not pass the gate.
    ParameterError
        If the marked region or a region of the table is not on the map.
    """
    cells: dict[str, Number] = {}
    if table is not None:
        codes = [code.nl for code in labels(table, region)]
        cells = dict(zip(codes, numbers(table, value), strict=True))
    for code in [*cells, *([] if marked is None else [marked])]:
        if code not in shapes:
            raise unknown_name(Text("regio", "region"), code, shapes, where="region_map")
    called = {code: (names or {}).get(code, code) for code in shapes}
    heading = title or Text("Veilig Thuis-regio's", "Veilig Thuis regions")

    def draw(language: Language) -> Figure:
        sheet, axes = new_sheet(5.9 if cells else 5.0)
        if cells and table is not None:
            _shade(sheet, axes, shapes, cells, heading=table.title(value), language=language)
        else:
            for code, rings in shapes.items():
                _patch(axes, rings, facecolor=MARK if code == marked else BAND, edgecolor="white")
        if marked is not None:
            _patch(axes, shapes[marked], facecolor="none", edgecolor=MARK, linewidth=2.2, zorder=4)
        axes.set_aspect(_ASPECT)
        axes.autoscale_view()
        axes.margins(0.01)
        axes.set_axis_off()
        return sheet

    return Plot(
        draw=draw,
        title=heading,
        alt=both(
            lambda each: _sentence(each, heading, shapes, called=called, marked=marked, cells=cells)
        ),
        language=language,
    )


def neighbours(shapes: Shapes, code: str) -> list[str]:
    """Return the regions that share at least two points of outline with a region.

    Parameters
    ----------
    shapes : mapping of str to sequence of ndarray, shape (n, 2)
        Rings of each region by code.
    code : str
        The region.

    Returns
    -------
    list of str
        Codes, in the order of `shapes`.
    """
    own = _points(shapes[code])
    return [c for c in shapes if c != code and len(own & _points(shapes[c])) > 1]


def _points(rings: Sequence[NDArray[np.float64]]) -> set[tuple[float, float]]:
    return {(x, y) for ring in rings for x, y in ring.round(4).tolist()}


def _outline(rings: Sequence[NDArray[np.float64]]) -> Path:
    from matplotlib.path import Path

    return Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))


def _patch(
    axes: Axes,
    rings: Sequence[NDArray[np.float64]],
    *,
    facecolor: str | tuple[float, ...],
    edgecolor: str,
    linewidth: float = 0.8,
    hatch: str | None = None,
    zorder: int = 2,
) -> None:
    from matplotlib.patches import PathPatch

    axes.add_patch(
        PathPatch(
            _outline(rings),
            facecolor=facecolor,
            edgecolor=edgecolor,
            linewidth=linewidth,
            hatch=hatch,
            zorder=zorder,
            joinstyle="round",
        )
    )


def _shade(
    sheet: Figure,
    axes: Axes,
    shapes: Shapes,
    cells: Mapping[str, Number],
    *,
    heading: Text,
    language: Language,
) -> None:
    import seaborn as sns
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.patches import Patch

    known = [cell for cell in cells.values() if has_value(cell)]
    high = max((cell.value for cell in known), default=1.0)
    palette = sns.color_palette("crest", as_cmap=True)
    scale = Normalize(0, high or 1.0)
    shades = ScalarMappable(scale, palette)
    hatches = {"missing": "///", "hidden": "xxx"}
    seen = set()
    for code, rings in shapes.items():
        cell = cells.get(code)
        if cell is not None and has_value(cell):
            _patch(axes, rings, facecolor=palette(scale(cell.value)), edgecolor="white")
            continue
        state = "hidden" if cell is not None and cell.hidden else "missing"
        seen.add(state)
        _patch(axes, rings, facecolor="white", edgecolor=SOFT, hatch=hatches[state])
    if known:
        percent = isinstance(known[0], ReleasedShare)
        bar = sheet.colorbar(
            shades, ax=axes, location="bottom", shrink=0.8, aspect=28, pad=0.01,
            format=number_ticks(language, percent=percent),
        )  # fmt: skip
        bar.outline.set_visible(False)
        bar.ax.locator_params(nbins=4)
        bar.set_label(heading.in_language(language))
    words = {
        "missing": Text("geen cijfer bekend", "no figure known"),
        "hidden": Text("afgeschermd", "hidden"),
    }
    keys = [
        Patch(
            facecolor="white",
            edgecolor=SOFT,
            hatch=hatches[state],
            label=words[state].in_language(language),
        )
        for state in ("missing", "hidden")
        if state in seen
    ]
    if keys:
        axes.legend(handles=keys, loc="upper left", borderaxespad=0)


def _sentence(
    language: Language,
    heading: Text,
    shapes: Shapes,
    *,
    called: Mapping[str, str],
    marked: str | None,
    cells: Mapping[str, Number],
) -> str:
    nl = language == "nl"
    start = (
        f"Kaart van Nederland met {len(shapes)} regio's"
        if nl
        else (f"Map of the Netherlands with {len(shapes)} regions")
    )
    parts = [f"{start}: {heading.in_language(language)}."]
    if marked is not None:
        near = [called[code] for code in neighbours(shapes, marked)]
        place = _place(shapes, marked, language)
        bounds = ""
        if near:
            bounds = f"; {'grenst aan' if nl else 'borders on'} {join_words(near, language)}"
        mark = "Gemarkeerd" if nl else "Marked"
        parts.append(f"{mark}: {called[marked]}, {place}{bounds}.")
        if marked in cells:
            parts.append(f"{called[marked]}: {_said(cells[marked], language)}.")
    known = {code: cell for code, cell in cells.items() if has_value(cell)}
    if known:
        low, high = (f(known, key=lambda code: known[code].value) for f in (min, max))
        ends = ("Laagste", "hoogste") if nl else ("Lowest", "highest")
        parts.append(
            f"{ends[0]}: {called[low]} {_said(cells[low], language)}; "
            f"{ends[1]}: {called[high]} {_said(cells[high], language)}."
        )
    if cells:
        absent = len(shapes) - len(cells)
        none = without_value(list(cells.values()), language)
        if absent:
            none.append(f"{absent} {'niet in de tabel' if nl else 'not in the table'}")
        parts += [f"{join_words(none, language).capitalize()}."] if none else []
    return " ".join(parts)


def _said(cell: Number, language: Language) -> str:
    if cell.hidden:
        return "afgeschermd" if language == "nl" else "hidden"
    return cell.in_language(language)


def _place(shapes: Shapes, code: str, language: Language) -> str:
    import numpy as np

    every = np.concatenate([ring for rings in shapes.values() for ring in rings])
    low, high = every.min(axis=0), every.max(axis=0)
    own = np.concatenate(list(shapes[code]))
    middle = (own.min(axis=0) + own.max(axis=0)) / 2
    east, north = np.digitize((middle - low) / (high - low), (0.38, 0.62)).T.tolist()
    words = {
        "nl": (("zuid", "", "noord"), ("west", "", "oost")),
        "en": (("south", "", "north"), ("west", "", "east")),
    }[language]
    side = words[0][north] + words[1][east]
    if language == "nl":
        return f"in het {side}en van het land" if side else "midden in het land"
    return f"in the {side} of the country" if side else "in the middle of the country"
