"""Matching the first row of a table with the columns of its schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.errors import nearest
from evalkit.language import Text, join_words
from evalkit.study.findings import shown

if TYPE_CHECKING:
    from evalkit.study.raw_table import RawTable
    from evalkit.study.schema import TableSchema


def match_header(raw: RawTable, schema: TableSchema) -> dict[str, int] | None:
    """Find where each column of the schema stands.

    Parameters
    ----------
    raw : RawTable
        The table as read; findings are added to it.
    schema : TableSchema
        The columns that belong in it.

    Returns
    -------
    dict of str to int or None
        Position per column found; None when a header is wrong, so that no row can be trusted.
    """
    places: dict[str, int] = {}
    strange: list[tuple[int, str]] = []
    sound = True
    known = {name.lower(): name for name in schema.column_names}
    for position, title in enumerate(raw.header):
        name = known.get(title.lower())
        if name is None:
            strange.append((position, title))
        elif name in places:
            sound = False
            raw.findings.add(
                "duplicate-header",
                Text(f"kolom {name!r} staat er tweemaal", f"column {name!r} stands there twice"),
                Text("verwijder of hernoem er een", "remove or rename one"),
                line=raw.header_line,
                column=name,
            )
        else:
            places[name] = position
    absent = [name for name in schema.column_names if name not in places]
    for position, title in strange:
        guess = _report_strange(raw, position, title, absent)
        if guess:
            absent.remove(guess)
            sound = False
    required = [name for name in absent if schema.column(name).constraints.required]
    for name in required:
        raw.findings.add(
            "missing-column",
            Text(f"kolom {name!r} ontbreekt", f"column {name!r} is missing"),
            Text(
                f"de kolommen zijn {join_words(schema.column_names, 'nl')}",
                f"the columns are {join_words(schema.column_names, 'en')}",
            ),
            line=raw.header_line,
            column=name,
        )
    return places if sound and not required else None


def _report_strange(raw: RawTable, position: int, title: str, absent: list[str]) -> str | None:
    filled = any(row[position] != "" for row in raw.rows)
    if not title:
        if filled:
            raw.findings.add(
                "header-without-name",
                Text(
                    f"kolom {position + 1} heeft waarden maar geen naam en wordt niet gelezen",
                    f"column {position + 1} has values but no name and is not read",
                ),
                Text("geef haar een naam of wis haar", "name it or clear it"),
                line=raw.header_line,
                severity="warning",
            )
        return None
    guess = nearest(title, absent)
    if guess:
        raw.findings.add(
            "mistyped-header",
            Text(f"kolom {shown(title)!r} bestaat niet", f"there is no column {shown(title)!r}"),
            Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?"),
            line=raw.header_line,
            column=shown(title),
            value=shown(title),
        )
    else:
        raw.findings.add(
            "extra-column",
            Text(
                f"kolom {shown(title)!r} hoort niet bij deze tabel en wordt niet gelezen",
                f"column {shown(title)!r} does not belong to this table and is not read",
            ),
            line=raw.header_line,
            column=shown(title),
            value=shown(title),
            severity="warning",
        )
    return guess
