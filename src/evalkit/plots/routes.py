"""Escalations: how many went each path, and which routes they left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from evalkit.language import Language, Text, format_number, join_words
from evalkit.plots.blank import blank_plot
from evalkit.plots.canvas import INK, LINE, MARK, PLAIN, Plot, new_sheet, put_foot, write
from evalkit.plots.cells import both, result_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from evalkit.disclosure import ReleasedResult
    from evalkit.inference import RouteConformance

_KIND: Final = Text("Gelopen routes", "Paths taken")
_MOST: Final = 10  # paths drawn one by one; the rest is counted together
_BARS: Final = 3.2  # width of the bars, in columns of routes


class _Path(NamedTuple):
    """One way through the routes and how many went it."""

    path: tuple[str, ...]
    skipped: tuple[str, ...]
    goes_back: bool
    number: int


def route_plot(routes: ReleasedResult, *, title: Text, language: Language = "nl") -> Plot:
    """Draw each path as dots on its routes, with a bar for how many escalations went it.

    Parameters
    ----------
    routes : ReleasedResult
        A `RouteConformance` that passed the gate.
    title : Text
        What the picture shows, for caption and alt text.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text, the most frequent path first. A route that was skipped is a
        cross; a route used again has its number of times.

    Raises
    ------
    DisclosureError
        If `routes` did not pass the gate.
    ParameterError
        If it is no such result.
    """
    from evalkit.inference import RouteConformance

    found = result_of(routes, RouteConformance)
    if found is None:
        return blank_plot(_KIND, title=title, language=language)
    if not found.n:
        return blank_plot(_KIND, title=title, reason=found.reason, language=language)
    paths = _paths(found)
    shown, rest = paths[:_MOST], paths[_MOST:]

    def draw(language: Language) -> Figure:
        sheet, axes = new_sheet(1.9 + 0.36 * len(shown))
        for position, path in enumerate(shown):
            _draw_path(axes, position, path, found.model.routes)
            _draw_bar(
                axes, position, path, most=shown[0].number, start=len(found.model.routes) - 0.4,
                language=language,
            )  # fmt: skip
        _finish(axes, found, len(shown), language)
        put_foot(sheet, _notes(found, shown, language) + _left_out(found, rest, language))
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, found, shown, rest)),
        language=language,
    )


def _paths(routes: RouteConformance) -> list[_Path]:
    known = routes.cases[routes.cases["problem"] == ""]
    counted = Counter(zip(known["path"], known["skipped"], known["goes_back"], strict=True))
    found = [_Path(*path, number) for path, number in counted.items()]
    places = {route: place for place, route in enumerate(routes.model.routes)}
    return sorted(found, key=lambda each: (-each.number, [places[route] for route in each.path]))


def _draw_path(axes: Axes, position: int, path: _Path, routes: tuple[str, ...]) -> None:
    used = [place for place, route in enumerate(routes) if route in path.path]
    axes.plot([used[0], used[-1]], [position] * 2, color=INK, linewidth=1.4, zorder=2)
    for place, route in enumerate(routes):
        times = path.path.count(route)
        if times:
            axes.plot(place, position, "o", color=INK, markersize=15 if times > 1 else 11, zorder=3)
        elif route in path.skipped:
            axes.plot(
                place, position, "o", color="white", markeredgecolor=MARK, markersize=12,
                markeredgewidth=1.4, zorder=3,
            )  # fmt: skip
            axes.plot(place, position, "x", color=MARK, markersize=7, markeredgewidth=2, zorder=4)
        else:
            axes.plot(place, position, "o", color=LINE, markersize=5, zorder=3)
        if times > 1:
            axes.text(
                place, position, f"{times}×", ha="center", va="center_baseline", color="white",
                zorder=5, fontsize=9,
            )  # fmt: skip


def _draw_bar(
    axes: Axes, position: int, path: _Path, *, most: int, start: float, language: Language
) -> None:
    width = _BARS * path.number / most
    color = MARK if path.skipped else PLAIN
    axes.barh(
        position, width, left=start, height=0.6, color=color, hatch="///" if path.skipped else None,
        edgecolor="white", linewidth=0,
    )  # fmt: skip
    words = format_number(path.number, language)
    if path.goes_back:
        words += ", terug" if language == "nl" else ", back"
    write(axes, start + width + 0.1, position, words, ha="left")


def _finish(axes: Axes, routes: RouteConformance, rows: int, language: Language) -> None:
    size = len(routes.model.routes)
    heads = {"nl": "escalaties", "en": "escalations"}
    axes.set_xticks([*range(size), size - 0.4], [*routes.model.routes, heads[language]])
    axes.xaxis.tick_top()
    axes.get_xticklabels()[-1].set_horizontalalignment("left")
    axes.set_yticks([])
    axes.set_xlim(-0.5, size - 0.4 + _BARS + 0.9)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


def _notes(routes: RouteConformance, shown: list[_Path], language: Language) -> list[str]:
    nl = language == "nl"
    model = routes.model
    notes = [
        f"{route} = {label.in_language(language)}"
        for route, label in zip(model.routes, model.labels, strict=True)
        if label.in_language(language) != route
    ]
    if any(path.skipped for path in shown):
        words = "Kruis en arcering: route overgeslagen."
        notes.append(words if nl else "Cross and hatching: route skipped.")
    if any(len(set(path.path)) < len(path.path) for path in shown):
        notes.append("2× = route vaker gebruikt" if nl else "2× = route used again")
    if any(path.goes_back for path in shown):
        notes.append("terug = naar een lagere route" if nl else "back = to a lower route")
    return notes


def _left_out(routes: RouteConformance, rest: list[_Path], language: Language) -> list[str]:
    nl = language == "nl"
    notes = []
    if rest:
        count = sum(path.number for path in rest)
        words = f"Niet getekend: {len(rest)} andere paden, samen {count}."
        notes.append(words if nl else f"Not drawn: {len(rest)} other paths, {count} in all.")
    if routes.unknown:
        words = f"Niet getekend: {routes.unknown} met een onbekende route."
        notes.append(words if nl else f"Not drawn: {routes.unknown} with an unknown route.")
    return notes


def _sentence(
    language: Language, title: Text, routes: RouteConformance, shown: list[_Path], rest: list[_Path]
) -> str:
    nl = language == "nl"
    skipping = sum(path.number for path in [*shown, *rest] if path.skipped)
    parts = [f"{_KIND.in_language(language)}: {title.in_language(language)}."]
    parts.append(
        f"{routes.n} escalaties, waarvan {skipping} met een overgeslagen route."
        if nl
        else f"{routes.n} escalations, {skipping} of them with a skipped route."
    )
    for path in shown:
        gone = ""
        if path.skipped:
            word = "overgeslagen" if nl else "skipped"
            gone = f" ({word}: {join_words(path.skipped, language)})"
        then = " dan " if nl else " then "
        parts.append(f"Route {then.join(path.path)}{gone}: {path.number}.")
    return " ".join(parts + _left_out(routes, rest, language))
