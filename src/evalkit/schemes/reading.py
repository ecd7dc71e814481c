"""From a YAML file to a `Scheme`: rubrics filled in, every problem reported at once."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from evalkit.errors import SchemeError, unknown_name
from evalkit.language import Text
from evalkit.schemes.item import Rubric  # noqa: TC001  (pydantic needs it at run time)
from evalkit.schemes.problems import model_problems, scheme_error
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
        raise scheme_error(path, written, model_problems(error)) from None
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
        problems += scheme_problems(raw)
        problems += [p for p in model_problems(error) if not _is_filled_in(written, p.place[:-1])]
        for place, item, _ in located_items(raw):
            found = item_problems(item, place)
            problems += [
                p for p in found if "rubric" not in item or not _is_filled_in(written, p.place)
            ]
    if problems:
        raise scheme_error(path, written, problems)
    return scheme


def _fill_rubrics(raw: dict[str, Any]) -> Iterator[Problem]:
    """Write the levels of each named rubric into its items; yield the names that do not exist."""
    known: dict[str, Any] = {name: rubric.model_dump() for name, rubric in shared_rubrics().items()}
    known |= {str(own["id"]): own for _, own in entries(raw, "rubrics") if "id" in own}
    for number, own in entries(raw, "rubrics"):
        for position, facet in entries(own, "facets"):
            if "rubric" in facet and str(facet["rubric"]) not in known:
                spot = ("rubrics", number, "facets", position, "rubric")
                yield _unknown_rubric(spot, str(facet["rubric"]), list(known))
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
    # A scheme that evalkit wrote repeats the levels; only other levels contradict the rubric.
    if "levels" in item and _outline(item) != _outline(rubric):
        yield Problem(
            (*place, "levels"),
            "levels-and-rubric",
            name,
            Text(f"andere niveaus dan rubric {name!r}", f"levels other than rubric {name!r}"),
            Text("haal 'levels' of 'rubric' weg", "remove 'levels' or 'rubric'"),
        )


def _outline(raw: Any) -> list[object]:
    return [(level.get("value"), level.get("label")) for _, level in entries(raw, "levels")]


def _is_filled_in(written: Written, place: Place) -> bool:
    """Whether the place lies in levels that were copied from a rubric, which has its own report."""
    for step, key in enumerate(place, start=1):
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
