"""A scheme and its items in words: what a codebook, a page and the command line show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.language import Language, Text, format_number, join_words
from evalkit.schemes.vocabulary import FACETS, SCALES, STATUSES, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.schemes.item import Item, Level
    from evalkit.schemes.scheme import Scheme

_WORDS: Final = {
    "scheme": Text("Schema", "Scheme"),
    "title": Text("Titel", "Title"),
    "schemes": Text("Codeerschema's", "Coding schemes"),
    "item": Text("Item", "Item"),
    "meaning": Text("Wat het is", "What it is"),
    "answer": Text("Antwoord", "Answer"),
    "unit": Text("Eenheid", "Unit"),
    "origin": Text("Herkomst", "Origin"),
    "value": Text("Waarde", "Value"),
    "level": Text("Niveau", "Level"),
    "definition": Text("Wanneer", "When"),
    "evidence": Text("Bewijs", "Evidence"),
    "note": Text("Let op", "Note"),
    "facets": Text("Facetten", "Facets"),
    "derived": Text("Berekend uit", "Computed from"),
    "scale": Text("Schaal", "Scale"),
    "levels on": Text("Niveaus bij", "Levels on"),
    "beside": Text("Bij elk antwoord", "With every answer"),
    "several": Text("meer antwoorden mogelijk", "several answers possible"),
    "version": Text("versie", "version"),
    "items": Text("Items", "Items"),
    "sources": Text("Bronnen", "Sources"),
    "from": Text("vanaf", "from"),
    "to": Text("tot en met", "up to"),
}

_MEASURED: Final = {
    "count": Text("{scale} {what}", "{scale} of {what}"),
    "share": Text("aandeel (k van n {what})", "share (k of n {what})"),
}
_MEASURED_OTHERWISE: Final = Text("{scale} in {what}", "{scale} in {what}")


def word(name: str, language: Language) -> str:
    """Return a fixed word of the codebook.

    Parameters
    ----------
    name : str
        Its key, e.g. "unit".
    language : {"nl", "en"}
        Language of the word.

    Returns
    -------
    str
        The word.
    """
    return _WORDS[name].in_language(language)


def named(words: dict[str, Text], names: Iterable[str], language: Language) -> str:
    """Write names of a vocabulary as words: ``gemeente, dossier``.

    Parameters
    ----------
    words : dict of str to Text
        `UNITS`, `FACETS`, ...
    names : iterable of str
        Keys of it.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    str
        Separated by commas.
    """
    return ", ".join(words[name].in_language(language) for name in names)


def levels_text(levels: Iterable[Level], language: Language) -> str:
    """Write levels on one line: ``[0] afwezig; [1] genoemd``.

    Brackets keep a spreadsheet from reading a value of -1 as a formula.

    Parameters
    ----------
    levels : iterable of Level
        The levels, in order.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    str
        Empty when there are none.
    """
    return "; ".join(f"[{level.value}] {level.label.in_language(language)}" for level in levels)


def scale_text(item: Item, language: Language) -> str:
    """Write the scale with what it counts and its bounds: ``duur in dagen, vanaf 0``.

    Parameters
    ----------
    item : Item
        The item.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    str
        One line.
    """
    text = SCALES[item.scale].in_language(language)
    if item.measured_in:
        what = item.measured_in.in_language(language)
        pattern = _MEASURED.get(item.scale, _MEASURED_OTHERWISE).in_language(language)
        text = pattern.format(scale=text, what=what)
    if item.multiple:
        text += f", {word('several', language)}"
    low, high = item.minimum, item.maximum
    if low is not None:
        text += f", {word('from', language)} {format_number(low, language)}"
    if high is not None:
        text += f"{' ' if low is not None else ', '}{word('to', language)} "
        text += format_number(high, language)
    return text


def codebook_rows(scheme: Scheme, language: Language) -> list[dict[str, str]]:
    """Return one row of text per item, qualifiers first.

    Parameters
    ----------
    scheme : Scheme
        The scheme.
    language : {"nl", "en"}
        Language of the words; the keys stay.

    Returns
    -------
    list of dict
        The columns of `Scheme.to_frame`.
    """
    placed = [("", item) for item in scheme.qualifiers]
    placed += [(theme.id, item) for theme in scheme.themes for item in theme.items]
    return [
        {
            "theme": theme,
            "item": item.id,
            "label": item.label.in_language(language),
            "definition": item.definition.in_language(language),
            "evidence": item.evidence.in_language(language) if item.evidence else "",
            "scale": scale_text(item, language),
            "levels": levels_text(item.levels, language),
            "units": "; ".join(UNITS[unit].in_language(language) for unit in item.units),
            "facets": "; ".join(FACETS[facet].in_language(language) for facet in item.facets),
            "status": STATUSES[item.status].in_language(language),
            "sources": "; ".join(item.sources),
        }
        for theme, item in placed
    ]


def origin_text(item: Item, language: Language) -> str:
    """Write whether the item is found in a source, and in which: ``uit bron (S0)``.

    Parameters
    ----------
    item : Item
        The item.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    str
        One line.
    """
    text = STATUSES[item.status].in_language(language)
    return f"{text} ({', '.join(item.sources)})" if item.sources else text


def facet_remarks(item: Item, language: Language) -> list[tuple[str, str]]:
    """Return the levels on facets where they are not the item's own.

    Parameters
    ----------
    item : Item
        The item.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    list of (str, str)
        Heading and levels; facets with the same levels share a line.
    """
    together: dict[tuple[Level, ...], list[str]] = {}
    for own in item.facet_levels:
        together.setdefault(own.levels, []).append(FACETS[own.facet].in_language(language))
    return [
        (f"{word('levels on', language)} {join_words(names, language)}", levels_text(lv, language))
        for lv, names in together.items()
    ]


def remarks(item: Item, language: Language) -> list[tuple[str, str]]:
    """Return what is to be said beside the definition.

    Parameters
    ----------
    item : Item
        The item.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    list of (str, str)
        Heading and text.
    """
    found = []
    if item.evidence:
        found.append((word("evidence", language), item.evidence.in_language(language)))
    if item.derived_from:
        found.append((word("derived", language), join_words(item.derived_from, language)))
    if item.note:
        found.append((word("note", language), item.note.in_language(language)))
    return found
