"""From a YAML file to a `Scheme`: rubrics filled in, every problem reported at once."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from evalkit.errors import SchemeError, unknown_name
from evalkit.language import Text
from evalkit.results import Check
from evalkit.schemes.item import Rubric  # noqa: TC001  (pydantic needs it at run time)
from evalkit.schemes.problems import model_problems
from evalkit.schemes.rules import (
    Place,
    Problem,
    entries,
    guess_hint,
    item_problems,
    located_items,
    scheme_problems,
)
from evalkit.schemes.scheme import Scheme, Source
from evalkit.schemes.vocabulary import SCALE_NAMES
from evalkit.schemes.yaml_text import Written, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LIBRARY: Final = Path(__file__).parent / "library"
_RUBRICS: Final = "rubrics.yaml"


class _RubricFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: tuple[Source, ...]
    rubrics: tuple[Rubric, ...]


@cache
def shared_rubrics() -> Mapping[str, Rubric]:
    """Return the rubrics that every scheme may name, by id.

    Returns
    -------
    mapping of str to Rubric
        In the order of the file.

    Examples
    --------
    >>> [level.value for level in shared_rubrics()["R-VER"].levels]
    ['-1', '0', '1', '2', '3']
    """
    path = LIBRARY / _RUBRICS
    written = read_yaml(path)
    try:
        file = _RubricFile.model_validate(written.data)
    except ValidationError as error:
        raise _scheme_error(path, written, model_problems(error)) from None
    return {rubric.id: rubric for rubric in file.rubrics}


def scheme_names() -> list[str]:
    """Return the names of the schemes that come with evalkit, sorted.

    Returns
    -------
    list of str
        Names that `load_scheme` takes.

    Examples
    --------
    >>> scheme_names()
    ['aef-2020', 'regioaanpak-2016', 'samen-doen-2021', 'tsd-2020', 'tsd-monitor-2022']
    """
    return sorted(
        path.stem
        for path in LIBRARY.glob("*.yaml")
        if path.name != _RUBRICS and "@" not in path.stem
    )


def load_scheme(name_or_path: str | os.PathLike[str]) -> Scheme:
    """Load a coding scheme by name or from a file.

    Parameters
    ----------
    name_or_path : str or path
        A name from `scheme_names`, with a version behind an at sign if it must be that one
        ("aef-2020@1.0"), or the path of a YAML file.

    Returns
    -------
    Scheme
        Frozen; the same object again for a shipped scheme.

    Raises
    ------
    ParameterError
        If the name or its version does not exist; it names the nearest.
    SchemeError
        If the file cannot be read or is wrong; `findings` holds everything that is.

    Examples
    --------
    >>> load_scheme("aef-2020@1.0").item("C2.5").scale
    'duration'
    """
    given = os.fspath(name_or_path)
    path = Path(given)
    is_path = isinstance(name_or_path, os.PathLike) or path.suffix in {".yaml", ".yml"}
    if is_path or path.name != given:
        return read_scheme(path)
    return _shipped(given)


@cache
def _shipped(ref: str) -> Scheme:
    name, at, version = ref.partition("@")
    if name not in scheme_names():
        raise unknown_name(Text("schema", "scheme"), name, scheme_names())
    scheme = read_scheme(LIBRARY / f"{name}.yaml")
    if not at or version == scheme.version:
        return scheme
    earlier = {path.stem.partition("@")[2]: path for path in LIBRARY.glob(f"{name}@*.yaml")}
    if version not in earlier:
        known = [*earlier, scheme.version]
        raise unknown_name(Text("versie", "version"), version, known, where=name)
    return read_scheme(earlier[version])


def read_scheme(path: Path) -> Scheme:
    """Read one scheme file and hold it against every rule.

    Parameters
    ----------
    path : Path
        YAML file as ``scheme.schema.json`` describes.

    Returns
    -------
    Scheme
        With the levels of its rubrics filled in.

    Raises
    ------
    SchemeError
        With every problem in `findings`.
    """
    written = read_yaml(path)
    if not isinstance(written.data, dict):
        raise SchemeError(
            nl=f"{path.name}: geen schema, want er staan geen sleutels in; begin met 'id:'",
            en=f"{path.name}: no scheme, for it holds no keys; begin with 'id:'",
        )
    raw: dict[str, Any] = written.data
    problems = [*written.problems, *_fill_rubrics(raw)]
    try:
        scheme = Scheme.model_validate(raw)
    except ValidationError as error:
        problems += [p for p in model_problems(error) if not _is_filled_in(written, p.place)]
        problems += scheme_problems(raw)
        for place, item, _ in located_items(raw):
            problems += item_problems(item, place)
    if problems:
        raise _scheme_error(path, written, problems)
    return scheme


def _fill_rubrics(raw: dict[str, Any]) -> Iterator[Problem]:
    """Write the levels of each named rubric into its items; yield the names that do not exist."""
    known: dict[str, Any] = {name: rubric.model_dump() for name, rubric in shared_rubrics().items()}
    known |= {str(own["id"]): own for _, own in entries(raw, "rubrics") if "id" in own}
    for number, own in entries(raw, "rubrics"):
        for position, facet in entries(own, "facets"):
            if "rubric" in facet and str(facet["rubric"]) not in known:
                place = ("rubrics", number, "facets", position, "rubric")
                yield _unknown_rubric(place, str(facet["rubric"]), list(known))
    for place, item, _ in located_items(raw):
        if not isinstance(item, dict) or "rubric" not in item:
            continue
        name = str(item["rubric"])
        if name in known:
            yield from _clashes(item, known[name], name, place)
            _fill(item, name, known)
        else:
            yield _unknown_rubric((*place, "rubric"), name, list(known))
            # Without these the item would be said to lack levels as well.
            item.setdefault("levels", [{"value": "?", "label": {"nl": "?", "en": "?"}}])


def _fill(item: dict[str, Any], name: str, known: dict[str, Any]) -> None:
    item["levels"] = known[name].get("levels", [])
    by_facet = {
        str(own.get("facet")): known.get(str(own.get("rubric")), {}).get("levels", [])
        for _, own in entries(known[name], "facets")
        if own.get("rubric") != name
    }
    item.setdefault("facets", [str(own.get("facet")) for _, own in entries(known[name], "facets")])
    if isinstance(item["facets"], list):
        item["facet_levels"] = [
            {"facet": facet, "levels": by_facet[facet]}
            for facet in item["facets"]
            if isinstance(facet, str) and facet in by_facet
        ]


def _clashes(item: dict[str, Any], rubric: Any, name: str, place: Place) -> Iterator[Problem]:
    scale, wanted = item.get("scale"), rubric.get("scale")
    if scale in SCALE_NAMES and scale != wanted:
        yield Problem(
            (*place, "scale"),
            "scale-of-rubric",
            str(scale),
            Text(
                f"schaal {scale!r} past niet bij rubric {name!r}",
                f"scale {scale!r} does not fit rubric {name!r}",
            ),
            Text(f"schrijf {wanted!r}", f"write {wanted!r}"),
        )
    for key in ("levels", "facet_levels"):
        if key in item:
            yield Problem(
                (*place, key),
                "levels-and-rubric",
                name,
                Text(f"{key!r} naast een rubric", f"{key!r} beside a rubric"),
                Text(f"haal {key!r} of 'rubric' weg", f"remove {key!r} or 'rubric'"),
            )


def _is_filled_in(written: Written, place: Place) -> bool:
    """Whether the place lies in levels that were copied from a rubric, which has its own report."""
    for step, key in enumerate(place[:-1], start=1):
        if key in ("levels", "facet_levels") and place[:step] not in written.lines:
            return True
    return False


def _unknown_rubric(place: Place, name: str, known: list[str]) -> Problem:
    return Problem(
        place,
        "unknown-rubric",
        name,
        Text(f"rubric {name!r} bestaat niet", f"there is no rubric {name!r}"),
        guess_hint(name, known),
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


def _scheme_error(path: Path, written: Written, problems: list[Problem]) -> SchemeError:
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
