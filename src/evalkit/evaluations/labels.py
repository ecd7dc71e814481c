"""The words for what was coded: themes, answers, places and what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.evaluations.analysis import Share, Statement
from evalkit.language import LANGUAGES, Text, join_words
from evalkit.schemes import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.schemes import Item
    from evalkit.study import Study

REGIONS: Final = Text("regio's", "regions")
MUNICIPALITIES: Final = Text("gemeenten", "municipalities")
FILES: Final = Text("dossiers", "case files")
CHILDREN: Final = Text("kinderen", "children")
DOCUMENTS: Final = Text("documenten", "documents")
SUBJECTS: Final = Text("onderwerpen", "subjects")
NORMS: Final = Text("normen", "norms")
RISKS: Final = Text("risico's", "risks")

NOT_CODED: Final = Text("niet gecodeerd", "not coded")
NOT_SETTLED: Final = Text("codeurs nog oneens", "coders still differ")
_MOST: Final = 5


def theme_labels(study: Study) -> dict[str, Text]:
    """Return the label of the theme of every item, by id of the item."""
    return {
        item.id: theme.label
        for scheme in study.schemes
        for theme in scheme.themes
        for item in theme.items
    }


def place_names(study: Study) -> dict[str, Text]:
    """Return the names of regions and municipalities by code."""
    names: dict[str, Text] = {}
    for table in ("regions", "municipalities"):
        frame = study.table(table)
        names |= dict(zip(frame.iloc[:, 0], (Text(n, n) for n in frame["name"]), strict=True))
    return names


def answer_label(item: Item, facet: str | None, value: object) -> Text:
    """Return what a reader sees of a settled answer.

    Parameters
    ----------
    item : Item
        What was asked.
    facet : {"paper", "known", "practice"} or None
        The facet it was coded on.
    value : object
        As in `Study.settled`: a level, several with ``|``, a number or a missing code; not text
        when the coders still differ.

    Returns
    -------
    Text
    """
    if not isinstance(value, str):
        return NOT_SETTLED
    if value in MISSING:
        return MISSING[value]
    labels = {level.value: level.label for level in item.levels_on(facet)}
    parts = [labels.get(part.strip(), Text(part, part)) for part in value.split("|")]
    return Text(*(", ".join(part.in_language(to) for part in parts) for to in LANGUAGES))


def quoted(label: Text) -> Text:
    """Put the label of an item in quotation marks, so that it stands apart in a sentence."""
    return Text(*(f"“{part}”" for part in label))


def enumerated(labels: Iterable[Text], *, most: int = _MOST) -> Text:
    """Join labels as a sentence does, and leave what is past the first `most` unnamed."""
    labels = list(labels)
    rest = [Text("andere", "others")] if len(labels) > most else []
    shown = labels[:most] + rest
    return Text(*(join_words((label.in_language(to) for label in shown), to) for to in LANGUAGES))


def statement(nl: str, en: str, **values: Share | int | Text) -> Statement:
    """Make a statement of a sentence in both languages and its values by name."""
    return Statement(text=Text(nl, en), values=values)
