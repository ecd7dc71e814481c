"""Two parties and the same question: who sees it rosier, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from evalkit.errors import ParameterError
from evalkit.language import Language, Text, format_number
from evalkit.plots.blank import blank_plot
from evalkit.plots.canvas import (
    BAND,
    INK,
    MARK,
    PLAIN,
    SOFT,
    Plot,
    new_sheet,
    put_foot,
    row_depth,
    write,
)
from evalkit.plots.cells import both, lines, result_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from evalkit.disclosure import ReleasedResult

    Row = Mapping[Any, Any]

_KIND: Final = Text("Twee partijen naast elkaar", "Two parties side by side")
_PARTIES: Final = {
    "VT": Text("Veilig Thuis", "Veilig Thuis"),
    "team": Text("lokaal team", "local team"),
}
_STAR: Final = Text(
    "* = verder uiteen dan toeval verklaart (tekentoets)",
    "* = further apart than chance explains (sign test)",
)
_ROOM: Final = 0.09  # width of a segment, as a share, that holds its count
_LOOKS: Final[tuple[dict[str, Any], ...]] = (
    {"facecolor": MARK},
    {"facecolor": BAND},
    {"facecolor": PLAIN},
)


def dyad_plot(
    dyads: ReleasedResult,
    *,
    title: Text,
    labels: Mapping[str, Text] | None = None,
    parties: Mapping[str, Text] | None = None,
    language: Language = "nl",
) -> Plot:
    """Draw per item how often each party was rosier, with the equal answers in the middle.

    Parameters
    ----------
    dyads : ReleasedResult
        What `dyad_congruence` made and the gate passed.
    title : Text
        What the picture shows, for caption and alt text.
    labels : mapping of item to Text, optional
        What a reader calls the items; the id otherwise.
    parties : mapping of str to Text, optional
        The first and the second party as `dyad_congruence` got them, and what a reader calls them;
        by default VT and team.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text. An item where one party is rosier by more than chance has an
        asterisk.

    Raises
    ------
    DisclosureError
        If `dyads` did not pass the gate.
    ParameterError
        If it is no such table, or there are not two parties.
    """
    from evalkit.inference import TableResult

    found = result_of(dyads, TableResult)
    if found is None:
        return blank_plot(_KIND, title=title, language=language)
    called = _PARTIES if parties is None else parties
    if len(called) != 2 or "first_higher" not in found.table:
        raise ParameterError(
            nl="dit plaatje neemt een uitkomst van dyad_congruence en twee partijen",
            en="this plot takes a result of dyad_congruence and two parties",
        )
    if found.reason is not None or found.table.empty:
        reason = found.reason or Text("er zijn geen items", "there are no items")
        return blank_plot(_KIND, title=title, reason=reason, language=language)
    named = labels or {}
    rows: list[Row] = [
        row | {"label": named.get(str(row["item"]), Text(str(row["item"]), str(row["item"])))}
        for row in found.table.to_dict("records")
    ]

    def draw(language: Language) -> Figure:
        ticks = [_tick(row, language) for row in rows]
        sheet, axes = new_sheet(1.5 + row_depth(ticks))
        for position, row in enumerate(rows):
            _draw_row(axes, position, row, language)
        axes.set_yticks(range(len(rows)), ticks)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        _finish(sheet, axes, [party.in_language(language) for party in called.values()], language)
        if any(row["rosier"] for row in rows):
            put_foot(sheet, [_STAR.in_language(language)])
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, rows, called)),
        language=language,
    )


def _tick(row: Row, language: Language) -> str:
    words = lines(row["label"].in_language(language))
    return f"{words}\nn = {format_number(row['pairs'], language)}{' *' if row['rosier'] else ''}"


def _rosier(row: Row, called: Mapping[str, Text], language: Language) -> str:
    if not row["rosier"]:
        return ""
    party = called.get(row["rosier"], Text(row["rosier"], row["rosier"])).in_language(language)
    return f"{party} positiever" if language == "nl" else f"{party} more positive"


def _draw_row(axes: Axes, position: int, row: Row, language: Language) -> None:
    if not row["pairs"]:
        none = "geen paren" if language == "nl" else "no pairs"
        write(axes, 0, position, none, ha="center", color=SOFT, fontstyle="italic")
        return
    counts = [row["first_higher"], row["same"], row["second_higher"]]
    left = -(counts[0] + counts[1] / 2) / row["pairs"]
    for count, look, ink in zip(counts, _LOOKS, ("white", INK, "white"), strict=True):
        width = count / row["pairs"]
        axes.barh(position, width, left=left, height=0.62, edgecolor=SOFT, linewidth=0.6, **look)
        if width >= _ROOM:
            axes.text(
                left + width / 2, position, format_number(count, language), ha="center",
                va="center_baseline", color=ink,
            )  # fmt: skip
        left += width


def _finish(sheet: Figure, axes: Axes, parties: list[str], language: Language) -> None:
    from matplotlib.patches import Patch

    nl = language == "nl"
    words = [f"{party} positiever" if nl else f"{party} more positive" for party in parties]
    words.insert(1, "hetzelfde antwoord" if nl else "the same answer")
    keys = [
        Patch(label=word, edgecolor=SOFT, linewidth=0.6, **look)
        for word, look in zip(words, _LOOKS, strict=True)
    ]
    sheet.legend(handles=keys, loc="outside upper left")
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0.5)
    axes.set_xlim(-1, 1)
    axes.set_xticks([])
    axes.tick_params(left=False)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


def _sentence(language: Language, title: Text, rows: list[Row], called: Mapping[str, Text]) -> str:
    nl = language == "nl"
    first, second = (party.in_language(language) for party in called.values())
    parts = [f"{_KIND.in_language(language)}: {title.in_language(language)}."]
    for row in rows:
        name = row["label"].in_language(language)
        if not row["pairs"]:
            parts.append(f"{name}: {'geen paren' if nl else 'no pairs'}.")
            continue
        words = ("positiever", "gelijk", "van") if nl else ("more positive", "the same", "of")
        judged = _rosier(row, called, language)
        more = ("; meer dan toeval: " if nl else "; more than chance: ") + judged
        parts.append(
            f"{name}: {first} {words[0]} {row['first_higher']}, {words[1]} {row['same']}, "
            f"{second} {words[0]} {row['second_higher']} {words[2]} {row['pairs']}"
            f"{more if judged else ''}."
        )
    return " ".join(parts)
