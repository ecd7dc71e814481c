"""YAML in which every scalar is the text that was written, and every place has a line.

``no``, ``0344``, ``1.10`` and ``2020-01-01`` stay what they look like;
types are the affair of the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from evalkit.errors import SchemeError
from evalkit.language import Text
from evalkit.schemes.rules import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

# libyaml is ten times as fast; both are the safe loader.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS: Final = "tag:yaml.org,2002:"
_MOST_BYTES: Final = 5_000_000


class Written(NamedTuple):
    """A YAML file as text: its data, the line of each place, and the keys written twice."""

    data: object
    lines: dict[Place, int]
    problems: list[Problem]


def read_yaml(path: Path) -> Written:
    """Read a YAML file without interpreting its scalars.

    Parameters
    ----------
    path : Path
        UTF-8 file, with or without byte order mark.

    Returns
    -------
    Written
        Dicts, lists and strings; a key without a value is left out.

    Raises
    ------
    SchemeError
        If the file cannot be read or is no YAML.
    """
    name = path.name
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SchemeError(
                nl=f"{name}: groter dan 5 MB; een schema is een klein tekstbestand",
                en=f"{name}: larger than 5 MB; a scheme is a small text file",
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemeError(
            nl=f"{name}: geen UTF-8 (byte {error.start}); bewaar het bestand als UTF-8",
            en=f"{name}: not UTF-8 (byte {error.start}); save the file as UTF-8",
        ) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise SchemeError(
            nl=f"{path}: kan niet worden gelezen ({why}); controleer naam en rechten",
            en=f"{path}: cannot be read ({why}); check its name and permissions",
        ) from None
    return _compose(text, name)


def _compose(text: str, name: str) -> Written:
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        walk = _Walk()
        return Written(walk.plain(node, ()), walk.lines, walk.problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        regel = f", regel {mark.line + 1}" if mark else ""
        raise SchemeError(
            nl=f"{name}{regel}: geen geldige YAML ({error.problem}); "
            "let op inspringen, dubbele punten en aanhalingstekens",
            en=f"{name}{line}: not valid YAML ({error.problem}); "
            "look at indents, colons and quotation marks",
        ) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise SchemeError(
            nl=f"{name}: geen geldige YAML ({type(error).__name__}); "
            "het bestand bevat vreemde tekens of is te diep genest",
            en=f"{name}: not valid YAML ({type(error).__name__}); "
            "the file holds strange characters or is nested too deep",
        ) from None
    finally:
        loader.dispose()


class _Walk:
    """From nodes to dicts, lists and strings, remembering lines."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def plain(self, node: yaml.Node | None, place: Place) -> object:
        if node is None:
            return None
        self.lines[place] = node.start_mark.line + 1
        # An alias is the same node again: refusing it keeps small files small.
        if id(node) in self._seen:
            raise yaml.MarkedYAMLError(
                problem="alias (*)", problem_mark=node.start_mark, context="alias"
            )
        self._seen.add(id(node))
        if not str(node.tag).startswith(_PLAIN_TAGS) or "python" in str(node.tag):
            raise yaml.MarkedYAMLError(problem=f"tag {node.tag}", problem_mark=node.start_mark)
        if isinstance(node, yaml.ScalarNode):
            return None if node.value in ("", "~", "null") and not node.style else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, (*place, i)) for i, child in enumerate(node.value)]
        return self._mapping(node, place)

    def _mapping(self, node: yaml.Node, place: Place) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, child in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(
                    problem="key that is not a word", problem_mark=key_node.start_mark
                )
            key = str(key_node.value)
            here = (*place, key)
            if key in found:
                self.lines.setdefault(here, key_node.start_mark.line + 1)
                self.problems.append(
                    Problem(
                        here,
                        "key-twice",
                        key,
                        Text(
                            f"sleutel {key!r} staat er twee keer (weer op regel "
                            f"{key_node.start_mark.line + 1})",
                            f"key {key!r} is there twice (again on line "
                            f"{key_node.start_mark.line + 1})",
                        ),
                        Text("laat er een staan", "keep one"),
                    )
                )
                continue
            found[key] = self.plain(child, here)
            self.lines[here] = key_node.start_mark.line + 1
        return {key: value for key, value in found.items() if value is not None}
