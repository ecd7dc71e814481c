"""Tables of agreement between coders: what of a study is shown, and how it reads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from evalkit.disclosure import HIDDEN
from evalkit.language import Language, Text, format_number, format_percent
from evalkit.reports.section import Cell, Table
from evalkit.schemes import FACETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd

    from evalkit.disclosure import Gate

Row = dict[str, Any]

_DIGITS: Final = 1  # two decimals of a coefficient leave few counts it can come from
_WHAT: Final = Text("overeenstemming tussen codeurs", "agreement between coders")

# Per kind of table: columns that count units and pass the gate, and what is told of those units.
_COUNTS: Final = {
    "items": ("n", "dropped", "applicability"),
    "coder": ("n",),
    "level": ("n", "confused_units"),
    "pair": ("n",),
    "document": ("answers", "n"),
}
_TOLD: Final = {
    "items": (
        "value", "low", "high", "se", "percent", "ac", "ac_low", "ac_high", "probability",
        "verdict_nl", "verdict_en", "reason_nl", "reason_en", "warnings_nl", "warnings_en",
    ),
    "coder": (
        "percent", "shift", "shift_low", "shift_high", "without", "difference", "low", "high",
        "reason_nl", "reason_en",
    ),
    "level": ("value", "low", "high", "percent", "reason_nl", "reason_en"),
    "pair": ("value", "low", "high", "percent", "reason_nl", "reason_en"),
    "document": ("percent",),
}  # fmt: skip


class Column(NamedTuple):
    """A column as a reader sees it."""

    title: Text
    cell: Callable[[Row, Language], str]
    is_number: bool = False


def released_rows(frame: pd.DataFrame, kind: str, gate: Gate) -> list[Row]:
    """Pass a table through the gate of the study.

    Parameters
    ----------
    frame : DataFrame
        From `study_reliability` or `study_diagnosis`.
    kind : {"items", "coder", "level", "pair", "document"}
        Which table it is.
    gate : Gate
        Of the study.

    Returns
    -------
    list of dict
        Under "public" the values as they are. Else counts are rounded or hidden, what rests on a
        hidden number of units is hidden, percentages are made from rounded counts and other numbers
        have one decimal (`digits` of the row), so that no count can be had back from them.
    """
    rows: list[Row] = [
        {str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")
    ]
    if gate.policy.passes:
        return rows
    for row in rows:
        units, row["digits"] = row["n"], _DIGITS
        if kind == "level":
            hidden_level = gate.share(row["k"], row["n"], what=_WHAT).hidden
            row["k"] = HIDDEN if hidden_level else _count(row["k"], gate)
        for name in _COUNTS[kind]:
            row[name] = _count(row[name], gate)
        if row["n"] != HIDDEN:
            row["percent"] = _percent(row["percent"], units, gate)
        for name in _TOLD[kind]:
            if row["n"] == HIDDEN or (kind == "level" and row["k"] == HIDDEN):
                row[name] = "" if name[-3:] in ("_nl", "_en") else HIDDEN
            elif isinstance(row[name], float):
                row[name] = round(row[name], _DIGITS)
        if kind == "level":
            known = row["confused_units"] != HIDDEN and row["k"] != HIDDEN
            row["confused_with"] = row["confused_with"] if known else HIDDEN
            row["confused_share"] = round(row["confused_share"], _DIGITS) if known else HIDDEN
    return rows


def _count(value: int, gate: Gate) -> object:
    released = gate.count(value, what=_WHAT)
    return HIDDEN if released.hidden else int(released.value)


def _percent(share: float, n: int, gate: Gate) -> object:
    """Return a proportion made from rounded counts: exact ones give both counts back."""
    if math.isnan(share):
        return share
    released = gate.share(round(share * n), n, what=_WHAT)
    return HIDDEN if released.hidden or released.k is None else released.k / (released.n or 1)


def number(name: str) -> Callable[[Row, Language], str]:
    """Write a number with two decimals, an en dash where there is none."""
    return lambda row, language: _number(row, name, language)


def count(name: str) -> Callable[[Row, Language], str]:
    """Write a count."""
    return lambda row, language: (
        str(row[name]) if row[name] == HIDDEN else format_number(row[name], language)
    )


def share(name: str) -> Callable[[Row, Language], str]:
    """Write a proportion as a percentage."""
    return lambda row, language: (
        str(row[name]) if row[name] == HIDDEN else format_percent(row[name], language)
    )


def with_interval(
    name: str, low: str = "low", high: str = "high"
) -> Callable[[Row, Language], str]:
    """Write a number with its interval."""

    def cell(row: Row, language: Language) -> str:
        value = _number(row, name, language)
        if row[name] == HIDDEN or math.isnan(row[name]) or math.isnan(row[low]):
            return value
        ends = (_number(row, end, language) for end in (low, high))
        return f"{value} [{('; ' if language == 'nl' else ', ').join(ends)}]"

    return cell


def word(name: str) -> Callable[[Row, Language], str]:
    """Write a text, in the language where there is one per language."""
    return lambda row, language: str(row.get(f"{name}_{language}", row.get(name, "")))


def _number(row: Row, name: str, language: Language) -> str:
    if row[name] == HIDDEN:
        return str(row[name])
    return format_number(row[name], language, digits=row.get("digits", 2))


def _item(row: Row, language: Language) -> str:
    facet = FACETS.get(row["facet"])
    named = f" ({facet.in_language(language)})" if facet else ""
    return f"{row['item']} {row[f'label_{language}']}{named}"


def _confused(row: Row, language: Language) -> str:
    if row["confused_with"] in ("", HIDDEN):
        return str(row["confused_with"])
    return f"{row['confused_with']} ({count('confused_units')(row, language)})"


def _apart(row: Row, language: Language) -> str:
    word = _ABOUT[row["about"]].in_language(language)
    return word if math.isnan(row["distance"]) else f"{_number(row, 'distance', language)} {word}"


def _given(coder: str) -> Callable[[Row, Language], str]:
    def cell(row: Row, language: Language) -> str:  # noqa: ARG001
        given = [row[f"{part} {coder}"] for part in ("value", "evidence")]
        value, seen = ("" if isinstance(cell, float) else str(cell) for cell in given)  # NaN
        return f"{value} ({seen})" if value and seen else value

    return cell


_ABOUT: Final = {
    "level": Text("niveau", "level"),
    "applicability": Text("wel of niet van toepassing", "applicable or not"),
    "missing": Text("soort ontbreken", "kind of missing"),
}
_ITEM: Final = Column(Text("Item", "Item"), _item)
_N: Final = Column(Text("n", "n"), count("n"), is_number=True)
_SAME: Final = Column(Text("Gelijk", "Equal"), share("percent"), is_number=True)
_CODER: Final = Column(Text("Codeur", "Coder"), word("coder"))
_VALUE: Final = Column(Text("Coëfficiënt", "Coefficient"), with_interval("value"), is_number=True)
_WAVE: Final = Column(Text("Meting", "Wave"), word("wave"))
_UNIT: Final = Column(Text("Eenheid", "Unit"), word("unit"))
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "items": (
        _ITEM,
        _N,
        _VALUE,
        _SAME,
        Column(Text("AC1/AC2", "AC1/AC2"), number("ac"), is_number=True),
        Column(Text("Wel/niet n.v.t.", "Applicable?"), count("applicability"), is_number=True),
        Column(Text("Oordeel", "Verdict"), word("verdict")),
    ),
    "coder": (
        _ITEM,
        _CODER,
        _N,
        _SAME,
        Column(
            Text("Verschuiving", "Shift"),
            with_interval("shift", "shift_low", "shift_high"),
            is_number=True,
        ),
        Column(Text("Alfa zonder", "Alpha without"), number("without"), is_number=True),
        Column(Text("Verschil", "Difference"), with_interval("difference"), is_number=True),
    ),
    "level": (
        _ITEM,
        Column(Text("Niveau", "Level"), word("level")),
        Column(Text("Eenheden", "Units"), count("k"), is_number=True),
        _VALUE,
        _SAME,
        Column(Text("Verward met", "Confused with"), _confused),
    ),
    "pair": (_ITEM, _CODER, Column(Text("Met", "With"), word("other")), _N, _VALUE, _SAME),
    "document": (
        _UNIT,
        _WAVE,
        Column(Text("Antwoorden", "Answers"), count("answers"), is_number=True),
        Column(Text("Dubbel", "Double"), count("n"), is_number=True),
        _SAME,
    ),
}


def agreement_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    caption: str,
    language: Language,
    notes: Sequence[str] = (),
) -> Table:
    """Lay out rows that passed the gate."""
    return Table(
        caption,
        tuple(Cell(each.title.in_language(language), each.is_number) for each in columns),
        tuple(
            tuple(Cell(each.cell(row, language), each.is_number) for each in columns)
            for row in rows
        ),
        tuple(notes),
    )


def worklist_columns(frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return the columns of a worklist, one for each coder at the end."""
    coders = [name.removeprefix("value ") for name in map(str, frame) if name.startswith("value ")]
    return (
        _ITEM,
        _UNIT,
        _WAVE,
        Column(Text("Verschil", "Difference"), _apart, is_number=True),
        *(Column(Text(coder, coder), _given(coder)) for coder in coders),
    )
