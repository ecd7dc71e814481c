"""What plots take: released things only, column by column."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import TYPE_CHECKING, TypeVar

from evalkit.disclosure import (
    Released,
    ReleasedNumber,
    ReleasedResult,
    ReleasedShare,
    ReleasedTable,
)
from evalkit.errors import DisclosureError, ParameterError, unknown_name
from evalkit.language import LANGUAGES, Language, Text
from evalkit.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Number = ReleasedNumber | ReleasedShare
_Kind = TypeVar("_Kind", bound=Released)
_Result = TypeVar("_Result", bound=Result)


def released(thing: object, kind: type[_Kind]) -> _Kind:
    """Return `thing` if it has passed the gate; refuse it otherwise.

    Parameters
    ----------
    thing : object
        What a caller gave.
    kind : type
        The kind of released thing that belongs here.

    Returns
    -------
    Released
        The thing itself.
    """
    if not isinstance(thing, kind):
        raise DisclosureError(
            nl=f"een plaatje neemt alleen {kind.__name__}, niet {type(thing).__name__}; "
            "haal de gegevens eerst door de poort (open_gate)",
            en=f"a plot takes {kind.__name__} only, not {type(thing).__name__}; "
            "pass the data through the gate first (open_gate)",
        )
    return thing


def result_of(thing: object, kind: type[_Result]) -> _Result | None:
    """Return the result that passed the gate; None when it is hidden.

    Parameters
    ----------
    thing : object
        What a caller gave.
    kind : type
        The kind of result that belongs here.

    Returns
    -------
    Result or None
        The result itself.
    """
    result = released(thing, ReleasedResult).result
    if result is None or isinstance(result, kind):
        return result
    raise ParameterError(
        nl=f"dit plaatje neemt een {kind.__name__}, niet een {type(result).__name__}",
        en=f"this plot takes a {kind.__name__}, not a {type(result).__name__}",
    )


def labels(table: ReleasedTable, column: str) -> tuple[Text, ...]:
    """Return the cells of a label column.

    Parameters
    ----------
    table : ReleasedTable
        What passed the gate.
    column : str
        Name of the column.

    Returns
    -------
    tuple of Text
        One per row.
    """
    cells = released(table, ReleasedTable).column(column)
    found = tuple(cell for cell in cells if isinstance(cell, Text))
    if len(found) < len(cells):
        raise _wrong_kind(column, Text("namen", "names"))
    return found


def numbers(table: ReleasedTable, column: str) -> tuple[Number, ...]:
    """Return the cells of a column of released numbers or shares.

    Parameters
    ----------
    table : ReleasedTable
        What passed the gate.
    column : str
        Name of the column.

    Returns
    -------
    tuple
        One per row.
    """
    cells = released(table, ReleasedTable).column(column)
    found = tuple(cell for cell in cells if not isinstance(cell, Text))
    if len(found) < len(cells):
        raise _wrong_kind(column, Text("vrijgegeven getallen", "released numbers"))
    return found


def position_of(marked: str | None, names: Sequence[Text], column: str) -> int | None:
    """Return the row of the marked name, in either language; None when nothing is marked.

    Parameters
    ----------
    marked : str or None
        Name of the row.
    names : sequence of Text
        Names of the rows.
    column : str
        Where the names come from, for the message.

    Returns
    -------
    int or None
        Position of the row.
    """
    if marked is None:
        return None
    for position, name in enumerate(names):
        if marked in name:
            return position
    known = sorted({half for name in names for half in name})
    raise unknown_name(Text("rij", "row"), marked, known, where=Text(column, column))


def has_value(cell: Number) -> bool:
    """Whether there is a number to draw; nothing else is ever drawn as one.

    Parameters
    ----------
    cell : ReleasedNumber or ReleasedShare
        A cell.

    Returns
    -------
    bool
        False where the cell is hidden or missing.
    """
    return not math.isnan(cell.value)


def both(sentence: Callable[[Language], str]) -> Text:
    """Make a sentence in Dutch and in English.

    Parameters
    ----------
    sentence : callable
        Makes the sentence in one language.

    Returns
    -------
    Text
        The sentence in both.
    """
    return Text(*(sentence(language) for language in LANGUAGES))


def without_value(cells: Sequence[Number], language: Language) -> list[str]:
    """Say how many cells are hidden and how many have no figure; empty when none.

    Parameters
    ----------
    cells : sequence
        Released numbers or shares.
    language : {"nl", "en"}
        Language of words and numbers.

    Returns
    -------
    list of str
        At most two phrases.
    """
    hidden = sum(cell.hidden for cell in cells)
    missing = sum(cell.missing is not None for cell in cells)
    words = ("afgeschermd", "zonder cijfer") if language == "nl" else ("hidden", "without a figure")
    return [f"{n} {word}" for n, word in zip((hidden, missing), words, strict=True) if n]


def lines(label: str, *, width: int = 23) -> str:
    """Break a label into lines that leave room for the picture.

    Parameters
    ----------
    label : str
        Any text.
    width : int
        Characters per line.

    Returns
    -------
    str
        The label with line breaks.
    """
    return "\n".join(wrap(label, width)) or label


def _wrong_kind(column: str, wanted: Text) -> ParameterError:
    return ParameterError(
        nl=f"kolom {column!r}: hier horen {wanted.nl}; kies een andere kolom",
        en=f"column {column!r}: {wanted.en} belong here; choose another column",
    )
