"""What is wrong with a scheme file: pydantic's findings in Dutch and English, as one error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, get_args

from evalkit.errors import SchemeError, nearest
from evalkit.language import Text
from evalkit.results import Check
from evalkit.schemes.fields import RULE_BROKEN
from evalkit.schemes.item import FacetLevels, FacetRubric, Item, Level, Rubric
from evalkit.schemes.rules import Place, Problem, guess_hint
from evalkit.schemes.scheme import Quotes, Scheme, Source, Theme
from evalkit.schemes.vocabulary import Facet, Scale, Status, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from evalkit.schemes.yaml_text import Written

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
        "geen puntkomma, streep (|), regeleinde, of spatie aan begin of eind",
        "no semicolon, bar (|), line break, or space at either end",
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
        expected = re.findall("'([^']*)'", str(detail.get("ctx", {}).get("expected", "")))
        what, known = _WORDS.get(key, (Text("woord", "word"), tuple(expected)))
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


def _line(written: Written, place: Place) -> int:
    while place not in written.lines and place:
        place = place[:-1]
    return written.lines.get(place, 1)


def _path(raw: Any, place: Place) -> str:
    """Write a place with ids instead of positions: ``themes[A1].items[A1.3].scale``."""
    text = ""
    for step in place:
        raw = raw[step] if _has(raw, step) else None
        if isinstance(step, str):
            text += f".{step}" if text else step
            continue
        own = raw if isinstance(raw, dict) else {}
        text += f"[{own.get('id') or own.get('code') or own.get('value') or step}]"
    return text


def _has(raw: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(raw, list) and step < len(raw)
    return isinstance(raw, dict) and step in raw


def scheme_error(path: Path, written: Written, problems: list[Problem]) -> SchemeError:
    """Make one error of everything that is wrong with a file.

    Parameters
    ----------
    path : Path
        The file.
    written : Written
        What was read, for lines and ids.
    problems : list of Problem
        At least one; repeated ones are shown once.

    Returns
    -------
    SchemeError
        To be raised by the caller; `findings` are sorted by line.
    """
    found: dict[tuple[object, ...], Check] = {}
    for problem in problems:
        check = Check(
            file=path.name,
            line=_line(written, problem.place),
            column=_path(written.data, problem.place),
            value=problem.value,
            rule=problem.rule,
            message=problem.message,
            hint=problem.hint,
        )
        found.setdefault((problem.place, problem.rule, problem.value), check)
    checks = sorted(found.values(), key=lambda check: check.line or 0)
    if len(checks) == 1:
        return SchemeError(
            nl=checks[0].in_language("nl"), en=checks[0].in_language("en"), findings=checks
        )
    listed = {
        language: "\n  ".join(check.in_language(language) for check in checks)
        for language in ("nl", "en")
    }
    return SchemeError(
        nl=f"{path.name}: {len(checks)} fouten\n  {listed['nl']}",
        en=f"{path.name}: {len(checks)} errors\n  {listed['en']}",
        findings=checks,
    )
