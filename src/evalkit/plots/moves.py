"""Two waves of the same units: what each was and what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.language import Language, Text, format_number
from evalkit.plots.blank import blank_plot
from evalkit.plots.cells import both, result_of
from evalkit.plots.grid import Grid, grid_plot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.disclosure import ReleasedResult
    from evalkit.inference import Moves
    from evalkit.plots.canvas import Plot

_KIND: Final = Text("Verschuivingen tussen twee metingen", "Moves between two waves")
_WAVES: Final = (Text("eerste meting", "first wave"), Text("tweede meting", "second wave"))


def moves_plot(
    moves: ReleasedResult,
    *,
    title: Text,
    labels: Mapping[object, Text] | None = None,
    waves: tuple[Text, Text] = _WAVES,
    language: Language = "nl",
) -> Plot:
    """Draw how many units went from each level to each level.

    Parameters
    ----------
    moves : ReleasedResult
        A `Moves` that passed the gate.
    title : Text
        What the picture shows, for caption and alt text.
    labels : mapping of level to Text, optional
        What a reader calls the levels.
    waves : tuple of Text
        What the two waves are called.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text. Rows are the first wave, columns the second; above the thick
        diagonal a unit went up.

    Raises
    ------
    DisclosureError
        If `moves` did not pass the gate.
    ParameterError
        If it is no table of moves.
    """
    from evalkit.inference import Moves

    found = result_of(moves, Moves)
    if found is None:
        return blank_plot(_KIND, title=title, language=language)
    if not found.n:
        reason = Text("geen eenheid is bij beide metingen gezien", "no unit was seen at both waves")
        return blank_plot(_KIND, title=title, reason=reason, language=language)
    named = labels or {}
    levels = tuple(named.get(each, Text(str(each), str(each))) for each in found.table.columns)
    counts = found.table.to_numpy().tolist()
    most = max(map(max, counts))
    grid = Grid(
        levels,
        [[both(lambda each, k=k: format_number(k, each)) for k in row] for row in counts],  # type: ignore[misc]
        [[count / most for count in row] for row in counts],
    )
    alt = both(lambda each: _sentence(each, title, found, levels, waves))
    note = both(lambda each: _note(each, found, waves))
    return grid_plot(grid, title, alt, note, language, diagonal=True)


def _note(language: Language, moves: Moves, waves: tuple[Text, Text]) -> str:
    first, second = (wave.in_language(language) for wave in waves)
    if language == "nl":
        return (
            f"Rijen: {first}; kolommen: {second}, met dezelfde nummers. "
            f"Rechtsboven de dikke randen: omhoog ({moves.up}); erin: gelijk ({moves.same}); "
            f"linksonder: omlaag ({moves.down})."
        )
    return (
        f"Rows: {first}; columns: {second}, with the same numbers. "
        f"Upper right of the thick edges: up ({moves.up}); in them: the same ({moves.same}); "
        f"lower left: down ({moves.down})."
    )


def _sentence(
    language: Language,
    title: Text,
    moves: Moves,
    levels: tuple[Text, ...],
    waves: tuple[Text, Text],
) -> str:
    first, second = (wave.in_language(language) for wave in waves)
    link = "naar" if language == "nl" else "to"
    parts = [
        f"{_KIND.in_language(language)}: {title.in_language(language)}.",
        f"{moves.in_language(language)}.".capitalize(),
        f"{first} {link} {second}:".capitalize(),
    ]
    paths = [
        f"{one.in_language(language)} {link} {two.in_language(language)} {count}"
        for one, row in zip(levels, moves.table.to_numpy().tolist(), strict=True)
        for two, count in zip(levels, row, strict=True)
        if count
    ]
    return " ".join(parts) + f" {'; '.join(paths)}."
