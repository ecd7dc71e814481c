"""Squares of coders: levels that are confused, and coders side by side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evalkit.disclosure import HIDDEN
from evalkit.language import Language, Text, format_number
from evalkit.plots.cells import both
from evalkit.plots.forest import WHAT, check_input
from evalkit.plots.grid import Grid, grid_plot

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from evalkit.disclosure import Gate
    from evalkit.plots.canvas import Plot


def confusion_plot(
    confusion: pd.DataFrame,
    *,
    gate: Gate,
    title: Text,
    labels: Mapping[object, Text] | None = None,
    language: Language = "nl",
) -> Plot:
    """Draw which levels were given to the same unit, darker as it happened more.

    Parameters
    ----------
    confusion : DataFrame, shape (q, q)
        From `evalkit.reliability.level_confusion`.
    gate : Gate
        Of the study; every cell passes it, under protection as a whole number.
    title : Text
        What the picture shows, for caption and alt text.
    labels : mapping of level to Text, optional
        What a reader calls the levels.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text. The shade is the share of the row.

    Raises
    ------
    DisclosureError
        If `gate` is no gate.
    """
    check_input(confusion, (), gate)
    named = labels or {}
    names = tuple(named.get(name, Text(str(name), str(name))) for name in confusion.columns)
    passes = gate.policy.passes
    cells = [
        [gate.count(cell if passes else round(cell), what=WHAT) for cell in row]
        for row in confusion.to_numpy().tolist()
    ]
    shade = []
    for row in cells:
        known = [0.0 if math.isnan(cell.value) else cell.value for cell in row]
        shade.append([cell.value / (sum(known) or 1.0) for cell in row])
    grid = Grid(names, [[_rounded(cell.value) for cell in row] for row in cells], shade)
    apart = sorted(
        (-cells[a][b].value, a, b)
        for a in range(len(names))
        for b in range(a)
        if cells[a][b].value > 0
    )
    note = Text(
        "Getal: coderingen met die twee niveaus bij dezelfde eenheid. Kleur: aandeel van de rij.",
        "Number: codings with those two levels for the same unit. Shade: share of the row.",
    )

    def sentence(language: Language) -> str:
        nl = language == "nl"
        head = "Verwarring van niveaus" if nl else "Confusion of levels"
        said = [f"{head}: {title.in_language(language)}."]
        for count, a, b in apart[:3]:
            first, second = (names[i].in_language(language) for i in (b, a))
            times = format_number(-count, language, digits=0 if count % 1 == 0 else 1)
            said.append(f"“{first}” {'en' if nl else 'and'} “{second}”: {times}.")
        if not apart:
            said.append("Geen verwarring te zien." if nl else "No confusion to be seen.")
        return " ".join(said)

    return grid_plot(grid, title, both(sentence), note, language)


def coder_plot(pairs: pd.DataFrame, *, gate: Gate, title: Text, language: Language = "nl") -> Plot:
    """Draw the coefficient of every two coders, darker as they agree more.

    Parameters
    ----------
    pairs : DataFrame
        From `evalkit.reliability.agreement_by_pair`, or one item of ``study_diagnosis(by="pair")``.
    gate : Gate
        Of the study; where the number of units of a pair is hidden its coefficient is too.
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
        If `gate` is no gate.
    ParameterError
        If a column is missing.
    """
    check_input(pairs, ("coder", "other", "value", "n"), gate)
    coders = list(dict.fromkeys([*pairs["coder"], *pairs["other"]]))
    size = len(coders)
    words = [[Text("", "")] * size for _ in coders]
    shade = [[math.nan] * size for _ in coders]
    said: list[tuple[float, str, str, Text]] = []
    for first, second, value, n in pairs[["coder", "other", "value", "n"]].itertuples(index=False):
        hidden = gate.count(n, what=WHAT).hidden
        shown = Text(HIDDEN, HIDDEN) if hidden else _decimals(value)
        for a, b in ((first, second), (second, first)):
            words[coders.index(a)][coders.index(b)] = shown
            shade[coders.index(a)][coders.index(b)] = math.nan if hidden else max(value, 0.0)
        if not hidden and not math.isnan(value):
            said.append((value, first, second, shown))
    said.sort(key=lambda each: each[0])

    def sentence(language: Language) -> str:
        nl = language == "nl"
        head = f"{'Codeurs naast elkaar' if nl else 'Coders side by side'}: "
        parts = [f"{head}{title.in_language(language)}."]
        ends = {"laagste" if nl else "lowest": said[:1], "hoogste" if nl else "highest": said[-1:]}
        for word, chosen in ends.items():
            for _, first, second, shown in chosen:
                link = "en" if nl else "and"
                parts.append(f"{word}: {first} {link} {second} {shown.in_language(language)}.")
        return " ".join(parts)

    names = tuple(Text(coder, coder) for coder in coders)
    note = Text("– = niet te bepalen", "– = undefined") if "–" in str(words) else Text("", "")
    return grid_plot(Grid(names, words, shade), title, both(sentence), note, language)


def _rounded(value: float) -> Text:
    if math.isnan(value):
        return Text(HIDDEN, HIDDEN)
    return both(lambda each: format_number(value, each, digits=0 if value % 1 == 0 else 1))


def _decimals(value: float) -> Text:
    return both(lambda each: format_number(value, each, digits=2))
