"""YAML in which every scalar is the text that was written, and every place has a line.

``no``, ``0344``, ``1.10`` and ``2020-01-01`` stay what they look like;
types are the affair of the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from evalkit.errors import SchemeError
from evalkit.language import Text
from evalkit.schemes.rules import Place, Problem, guess_hint

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
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SchemeError(
            nl=f"{name}: geen UTF-8 (byte {error.start}); bewaar het bestand als UTF-8",
            en=f"{name}: not UTF-8 (byte {error.start}); save the file as UTF-8",
        ) from None
    except FileNotFoundError:
        beside = [p.name for p in path.parent.glob("*.y*ml")]
        hint = guess_hint(name, beside) if beside else Text("controleer het pad", "check the path")
        raise SchemeError(
            nl=f"{path}: dit bestand bestaat niet; {hint.nl}",
            en=f"{path}: there is no such file; {hint.en}",
        ) from None
    except OSError:
        raise SchemeError(
            nl=f"{path}: kan niet worden gelezen; is het een bestand, en mag u het lezen?",
            en=f"{path}: cannot be read; is it a file, and may you read it?",
        ) from None
    return _compose(text, name)


def _compose(text: str, name: str) -> Written:
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        walk = _Walk()
        return Written(walk.plain(node, ()), walk.lines, walk.problems)
    except _RefusedError as refused:
        line = refused.line
        raise SchemeError(
            nl=f"{name}, regel {line}: {refused.text.nl} kan hier niet; schrijf het uit",
            en=f"{name}, line {line}: {refused.text.en} is not allowed here; write it out",
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        number = mark.line + 1 if mark else 1
        raise SchemeError(
            nl=f"{name}, regel {number}: geen geldige YAML; "
            "let op inspringen, dubbele punten en aanhalingstekens",
            en=f"{name}, line {number}: not valid YAML ({error.problem}); "
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


class _RefusedError(Exception):
    """YAML that is valid, but that a scheme does not use."""

    def __init__(self, node: yaml.Node, text: Text) -> None:
        super().__init__(text.en)
        self.line = node.start_mark.line + 1
        self.text = text


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
            raise _RefusedError(node, Text("een verwijzing (*)", "an alias (*)"))
        self._seen.add(id(node))
        if not str(node.tag).startswith(_PLAIN_TAGS) or "python" in str(node.tag):
            raise _RefusedError(node, Text("een label (!)", "a tag (!)"))
        if isinstance(node, yaml.ScalarNode):
            return None if node.value in ("", "~", "null") and not node.style else node.value
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, (*place, i)) for i, child in enumerate(node.value)]
        return self._mapping(node, place)

    def _mapping(self, node: yaml.Node, place: Place) -> dict[str, object]:
        found: dict[str, object] = {}
        for key_node, child in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                text = Text("een sleutel die geen woord is", "a key that is no word")
                raise _RefusedError(key_node, text)
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
