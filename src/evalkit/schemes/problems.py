"""What pydantic found, in Dutch and English, with the nearest right word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

from evalkit.errors import nearest
from evalkit.language import Text
from evalkit.schemes.fields import RULE_BROKEN
from evalkit.schemes.item import FacetLevels, FacetRubric, Item, Level, Rubric
from evalkit.schemes.rules import Place, Problem, guess_hint
from evalkit.schemes.scheme import Quotes, Scheme, Source, Theme
from evalkit.schemes.vocabulary import Facet, Scale, Status, Unit

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

_WORDS: Final = {
    "scale": (Text("schaal", "scale"), get_args(Scale)),
    "facet": (Text("facet", "facet"), get_args(Facet)),
    "facets": (Text("facet", "facet"), get_args(Facet)),
    "status": (Text("status", "status"), get_args(Status)),
    "units": (Text("eenheid", "unit"), get_args(Unit)),
    "never_from": (Text("eenheid", "unit"), get_args(Unit)),
}
_INSIDE: Final[dict[str, type[BaseModel]]] = {
    "themes": Theme,
    "items": Item,
    "qualifiers": Item,
    "levels": Level,
    "facet_levels": FacetLevels,
    "facets": FacetRubric,
    "rubrics": Rubric,
    "sources": Source,
    "quotes": Quotes,
}
_FORMS: Final = {
    "id": Text(
        "gebruik letters en cijfers, in een item met punten (A2.5), in een schema met streepjes",
        "use letters and digits, in an item with dots (A2.5), in a scheme with hyphens",
    ),
    "version": Text(
        "schrijf twee getallen, bijvoorbeeld '1.0'", "write two numbers, such as '1.0'"
    ),
    "value": Text(
        "geen puntkomma, geen regeleinde, geen spatie aan het begin of eind",
        "no semicolon, no line break, no space at the start or the end",
    ),
}
_FORM: Final = Text("gebruik letters, cijfers en streepjes", "use letters, digits and hyphens")


def model_problems(error: ValidationError) -> list[Problem]:
    """Translate the errors of pydantic.

    Parameters
    ----------
    error : ValidationError
        What pydantic raised on a scheme file.

    Returns
    -------
    list of Problem
        One per error. Broken rules between fields are left out; `rules` reports those itself.
    """
    return [
        _problem(detail)
        for detail in error.errors(include_url=False)
        if detail["type"] != RULE_BROKEN
    ]


def _problem(detail: ErrorDetails) -> Problem:
    place: Place = tuple(step for step in detail["loc"] if step != "[key]")
    kind, found = detail["type"], str(detail["input"])
    key = str(next((step for step in reversed(place) if isinstance(step, str)), ""))
    if kind == "missing":
        return Problem(
            place,
            "missing",
            "",
            Text(f"{key!r} ontbreekt", f"{key!r} is missing"),
            _what_to_write(key),
        )
    if kind == "extra_forbidden":
        return _unknown_key(place, key)
    if kind == "literal_error":
        what, known = _WORDS.get(key, (Text("woord", "word"), ()))
        return Problem(
            place,
            f"unknown-{what.en}",
            found,
            Text(f"{what.nl} {found!r} bestaat niet", f"there is no {what.en} {found!r}"),
            guess_hint(found, known),
        )
    if kind == "string_pattern_mismatch":
        return Problem(
            place,
            "wrong-form",
            found,
            Text(f"{key!r} mag geen {found!r} zijn", f"{key!r} cannot be {found!r}"),
            _FORMS.get(key, _FORM),
        )
    return _wrong_kind(place, kind, key, detail["input"])


def _what_to_write(key: str) -> Text:
    if key in ("nl", "en"):
        return Text("schrijf de woorden in beide talen", "write the words in both languages")
    if key in _WORDS:
        listed = ", ".join(_WORDS[key][1])
        return Text(f"kies uit {listed}", f"choose from {listed}")
    return Text("voeg het toe", "add it")


def _unknown_key(place: Place, key: str) -> Problem:
    owner: type[BaseModel] | None = Scheme if len(place) == 1 else None
    for step in place[:-1]:
        if isinstance(step, str):
            owner = _INSIDE.get(step)
    known = list(owner.model_fields) if owner else ["nl", "en"]
    return Problem(
        place,
        "unknown-key",
        key,
        Text(f"sleutel {key!r} bestaat hier niet", f"there is no key {key!r} here"),
        guess_hint(key, known) if nearest(key, known) else Text("haal hem weg", "remove it"),
    )


_KINDS: Final = {
    "string": Text("een woord of zin", "a word or sentence"),
    "int": Text("een geheel getal", "a whole number"),
    "float": Text("een getal met een decimale punt", "a number with a decimal point"),
    "bool": Text("true of false", "true or false"),
    "tuple": Text("een lijst", "a list"),
    "dict": Text("een blok met sleutels", "a block with keys"),
    "model": Text("een blok met sleutels", "a block with keys"),
}


def _wrong_kind(place: Place, kind: str, key: str, found: Any) -> Problem:
    wanted = _KINDS.get(kind.partition("_")[0], Text("iets anders", "something else"))
    shown = found if isinstance(found, str) else type(found).__name__
    if kind == "string_too_short":
        message = Text(f"{key!r} is leeg", f"{key!r} is empty")
    else:
        message = Text(f"{key!r} kan niet {shown!r} zijn", f"{key!r} cannot be {shown!r}")
    return Problem(
        place,
        "wrong-kind",
        shown,
        message,
        Text(f"schrijf {wanted.nl}", f"write {wanted.en}"),
    )
