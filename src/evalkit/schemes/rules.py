"""Rules between the fields of a scheme, on plain dicts: they also run on a half wrong file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from evalkit.errors import choices, nearest
from evalkit.language import LANGUAGES, Text
from evalkit.schemes.vocabulary import LEVELLED, MISSING, SCALE_NAMES

Place = tuple[str | int, ...]
Raw = Mapping[str, Any]


_TRUE: Final = frozenset({"true", "yes", "on", "1", "t", "y"})


class Problem(NamedTuple):
    """One thing wrong with a scheme: where it is, what was found and what to do."""

    place: Place
    rule: str
    value: str
    message: Text
    hint: Text


def guess_hint(found: str, known: Iterable[str]) -> Text:
    """Ask whether the nearest known word was meant, or list what there is.

    Parameters
    ----------
    found : str
        What was written.
    known : iterable of str
        What exists.

    Returns
    -------
    Text
        The remedy.
    """
    words = sorted(known)
    guess = nearest(found, words)
    if guess:
        return Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
    nl, en = (choices(words, language, most=10) for language in LANGUAGES)
    return Text(f"kies uit {nl}", f"choose from {en}")


def entries(raw: object, key: str) -> Iterator[tuple[int, Raw]]:
    """Yield the mappings in the list under `key` and skip what is not one.

    Parameters
    ----------
    raw : object
        A mapping, or anything else (yields nothing).
    key : str
        Key of the list.

    Yields
    ------
    int, mapping
        Position in the list and the mapping.
    """
    listed = raw.get(key) if isinstance(raw, Mapping) else None
    if isinstance(listed, (list, tuple)):
        for position, entry in enumerate(listed):
            if isinstance(entry, Mapping):
                yield position, entry


def _names(raw: Raw, key: str) -> list[str]:
    listed = raw.get(key)
    return [str(name) for name in listed] if isinstance(listed, (list, tuple)) else []


def _repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def item_problems(raw: Raw, place: Place = ()) -> Iterator[Problem]:
    """Yield what is wrong within one item.

    Parameters
    ----------
    raw : mapping
        The item as a dict; it may lack fields or hold wrong ones.
    place : tuple
        Where the item is in the file.

    Yields
    ------
    Problem
    """
    yield from _level_problems(raw, place)
    yield from _number_problems(raw, place)
    status, sources = str(raw.get("status", "")), _names(raw, "sources")
    if status.startswith("sourced") and not sources:
        yield Problem(
            (*place, "sources"),
            "no-source",
            status,
            Text(f"status {status!r} zonder bron", f"status {status!r} without a source"),
            Text("noem een broncode of maak er 'inferred' van", "name a source or use 'inferred'"),
        )
    for key in ("units", "facets", "sources"):
        for name in _repeated(_names(raw, key)):
            yield _twice((*place, key), name)
    if raw.get("units") is not None and not _names(raw, "units"):
        yield Problem(
            (*place, "units"),
            "no-unit",
            "",
            Text("geen eenheid van analyse", "no unit of analysis"),
            Text("noem er een, bijvoorbeeld 'document'", "name one, for example 'document'"),
        )


def _twice(place: Place, name: str) -> Problem:
    return Problem(
        place,
        "twice",
        name,
        Text(f"{name!r} staat er twee keer", f"{name!r} is there twice"),
        Text("haal er een weg of geef het een eigen naam", "remove one or give it its own name"),
    )


def _level_problems(raw: Raw, place: Place) -> Iterator[Problem]:
    scale = str(raw.get("scale", ""))
    here = (*place, "levels")
    values = [str(level["value"]) for _, level in entries(raw, "levels") if "value" in level]
    if scale in LEVELLED and not values and not raw.get("levels"):
        yield Problem(
            here,
            "no-levels",
            scale,
            Text(f"schaal {scale!r} zonder niveaus", f"scale {scale!r} without levels"),
            Text("schrijf 'levels' of noem een 'rubric'", "write 'levels' or name a 'rubric'"),
        )
    if scale in SCALE_NAMES and scale not in LEVELLED and values:
        yield Problem(
            here,
            "levels-not-wanted",
            scale,
            Text(f"schaal {scale!r} heeft geen niveaus", f"scale {scale!r} has no levels"),
            Text(
                "haal 'levels' weg of kies een andere schaal", "remove 'levels' or change 'scale'"
            ),
        )
    if scale == "ordinal" and len(list(entries(raw, "levels"))) == 1:
        yield Problem(
            here,
            "one-level",
            "".join(values),
            Text("een ordinale schaal met één niveau", "an ordinal scale with one level"),
            Text("schrijf er minstens twee", "write at least two"),
        )
    yield from _multiple_problems(raw, scale, place)
    for value in _repeated(values):
        yield _twice(here, value)
    for value in values:
        if value.lower() in MISSING:
            yield Problem(
                here,
                "missing-code",
                value,
                Text(f"{value!r} is een code voor ontbrekend", f"{value!r} is a missing code"),
                Text("kies een andere waarde", "choose another value"),
            )
    facets = _names(raw, "facets")
    for position, own in entries(raw, "facet_levels"):
        if str(own.get("facet")) not in facets:
            yield Problem(
                (*place, "facet_levels", position, "facet"),
                "facet-not-in-item",
                str(own.get("facet")),
                Text("niveaus voor een facet dat het item niet heeft", "levels of an absent facet"),
                Text("noem het in 'facets'", "name it in 'facets'"),
            )


def _multiple_problems(raw: Raw, scale: str, place: Place) -> Iterator[Problem]:
    several = str(raw.get("multiple", scale == "set")).lower() in _TRUE
    if several == (scale == "set") or scale == "nominal" or scale not in SCALE_NAMES:
        return
    yield Problem(
        (*place, "multiple"),
        "multiple-not-fitting",
        str(raw.get("multiple")),
        Text(
            f"'multiple' past niet bij schaal {scale!r}", f"'multiple' does not fit scale {scale!r}"
        ),
        Text("haal 'multiple' weg of kies 'nominal'", "remove 'multiple' or use 'nominal'"),
    )


def _number_problems(raw: Raw, place: Place) -> Iterator[Problem]:
    scale = str(raw.get("scale", ""))
    ends = []
    for key in ("minimum", "maximum"):
        if raw.get(key) is None:
            continue
        if scale in LEVELLED | {"text", "date"}:
            yield Problem(
                (*place, key),
                "bound-not-wanted",
                str(raw[key]),
                Text(f"schaal {scale!r} heeft geen grens", f"scale {scale!r} has no bounds"),
                Text(f"haal {key!r} weg", f"remove {key!r}"),
            )
        try:
            ends.append(float(raw[key]))
        except (TypeError, ValueError):
            return
    if len(ends) == 2 and ends[0] > ends[1]:
        yield Problem(
            (*place, "maximum"),
            "bounds-crossed",
            str(raw["maximum"]),
            Text("maximum ligt onder minimum", "maximum is below minimum"),
            Text("verwissel ze", "swap them"),
        )


def located_items(raw: Raw) -> Iterator[tuple[Place, Raw, str | None]]:
    """Yield every item of a scheme, qualifiers first.

    Parameters
    ----------
    raw : mapping
        The scheme as a dict; it may be half wrong.

    Yields
    ------
    tuple, mapping, str or None
        Place, item, and id of its theme (None for a qualifier).
    """
    for position, item in entries(raw, "qualifiers"):
        yield ("qualifiers", position), item, None
    for number, theme in entries(raw, "themes"):
        for position, item in entries(theme, "items"):
            yield ("themes", number, "items", position), item, str(theme.get("id", ""))


def scheme_problems(raw: Raw) -> Iterator[Problem]:
    """Yield what is wrong between the parts of a scheme.

    Parameters
    ----------
    raw : mapping
        The scheme as a dict; it may lack fields or hold wrong ones.

    Yields
    ------
    Problem
    """
    items = list(located_items(raw))
    ids = [str(item.get("id")) for _, item, _ in items]
    codes = [str(source.get("code")) for _, source in entries(raw, "sources")]
    for name in _repeated([str(theme.get("id")) for _, theme in entries(raw, "themes")]):
        yield _twice(("themes",), name)
    for code in _repeated(codes):
        yield _twice(("sources",), code)
    for position, rubric in entries(raw, "rubrics"):
        yield from _level_problems(rubric, ("rubrics", position))
    retired = _names(raw, "retired")
    seen: set[str] = set()
    for place, item, theme in items:
        name = str(item.get("id"))
        if name in seen:
            yield _twice((*place, "id"), name)
        seen.add(name)
        yield from _id_problems(name, theme, retired, (*place, "id"))
        for word, position in _unknown(item, "sources", codes):
            yield _absent((*place, "sources", position), "unknown-source", word, codes)
        for word, position in _unknown(item, "derived_from", ids):
            yield _absent((*place, "derived_from", position), "unknown-item", word, ids)


def _id_problems(
    name: str, theme: str | None, retired: list[str], place: Place
) -> Iterator[Problem]:
    if name in retired:
        yield Problem(
            place,
            "id-reused",
            name,
            Text(f"id {name!r} is vervallen", f"id {name!r} is retired"),
            Text("geef het item een nieuw id", "give the item a new id"),
        )
    if theme and name != theme and not name.startswith(f"{theme}."):
        yield Problem(
            place,
            "id-outside-theme",
            name,
            Text(
                f"id {name!r} hoort niet bij thema {theme!r}",
                f"id {name!r} is not of theme {theme!r}",
            ),
            Text(f"begin het id met '{theme}.'", f"start the id with '{theme}.'"),
        )


def _unknown(item: Raw, key: str, known: list[str]) -> Iterator[tuple[str, int]]:
    return ((word, i) for i, word in enumerate(_names(item, key)) if word not in known)


def _absent(place: Place, rule: str, word: str, known: list[str]) -> Problem:
    message = Text(f"{word!r} staat niet in dit schema", f"{word!r} is not in this scheme")
    return Problem(place, rule, word, message, guess_hint(word, known))
