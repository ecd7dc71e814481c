"""From raw cells to a typed table: every row is either used or reported."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evalkit.language import Text
from evalkit.study.delimited import BLANK
from evalkit.study.findings import NO_HINT, Findings, Remark, UnreadableError, shown
from evalkit.study.header import match_header
from evalkit.study.numbers import Mark, decimal_mark
from evalkit.study.values import MISSING_KINDS, Value, convert

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.study.raw_table import Cell, RawTable
    from evalkit.study.schema import Column, TableSchema

_DTYPES = {
    "string": "str",
    "integer": "Int64",
    "year": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
    "datetime": "datetime64[us]",
}


@dataclass(slots=True)
class Reading:
    """A table as read: values per column, the line of each row, and what was found.

    Rows in = rows used + rows reported: a row with an error in any of its cells is reported and
    not used, and `findings` says why.

    Attributes
    ----------
    schema : TableSchema
        What the table should be.
    findings : Findings
        What was wrong; an absent table has none.
    values : dict of str to list
        Values by column, for all rows; None where a cell is empty or wrong. A typed column may
        hold one of nvt, nb, nr, wg.
    lines : list of int
        Line of each row in the file.
    wrong : set of int
        Positions in `lines` of the rows with an error.
    unread : list of int
        Lines of the rows that could not be split into cells, or that no coder has coded yet.
    present : bool
        Whether there is a file.
    read_as : Text
        How the file was read, when not as evalkit writes it.
    """

    schema: TableSchema
    findings: Findings
    values: dict[str, list[Value | None]]
    lines: list[int] = field(default_factory=list)
    wrong: set[int] = field(default_factory=set)
    unread: list[int] = field(default_factory=list)
    present: bool = True
    read_as: Text = NO_HINT

    @property
    def rows_in(self) -> int:
        """Rows in the file that hold at least one value."""
        return len(self.lines) + len(self.unread)

    @property
    def rows_used(self) -> int:
        """Rows without an error."""
        return len(self.lines) - len(self.wrong)

    @property
    def rows_reported(self) -> int:
        """Rows with an error, each of which has a finding (or is counted in the last one)."""
        return len(self.wrong) + len(self.unread)

    def frame(self) -> pd.DataFrame:
        """Return the used rows, one typed column per column of the schema.

        Returns
        -------
        DataFrame
            Text as str, whole numbers as Int64, numbers as float64, yes/no as boolean, dates as
            datetime64. Where a typed column says nvt, nb, nr or wg the value is missing here and
            `missing_kinds` tells which.
        """
        import pandas as pd

        columns = {}
        for column in self.schema.fields:
            kept = self._kept(column.name)
            if column.type != "string":
                kept = [None if isinstance(value, str) else value for value in kept]
            columns[column.name] = pd.Series(kept, dtype=_DTYPES[column.type])
        return pd.DataFrame(columns)

    def missing_kinds(self) -> pd.DataFrame:
        """Return, cell by cell of `frame`, why a value is missing.

        Returns
        -------
        DataFrame of str
            "nvt", "nb", "nr" or "wg"; "" where there is a value or an empty cell.
        """
        import pandas as pd

        return pd.DataFrame(
            {
                name: pd.Series(
                    [value if value in MISSING_KINDS else "" for value in self._kept(name)],
                    dtype="str",
                )
                for name in self.schema.column_names
            }
        )

    def _kept(self, column: str) -> list[Value | None]:
        return [v for i, v in enumerate(self.values[column]) if i not in self.wrong]


def absent(schema: TableSchema, file: str) -> Reading:
    """Return the reading of a table that has no file: no rows, nothing found."""
    return Reading(schema, Findings(file), {n: [] for n in schema.column_names}, present=False)


def read_table(raw: RawTable, schema: TableSchema) -> Reading:
    """Give every cell its type and hold the rows against the schema.

    Parameters
    ----------
    raw : RawTable
        Cells as they stand in the file.
    schema : TableSchema
        What they should be.

    Returns
    -------
    Reading
        With all findings about this table by itself.
    """
    reading = Reading(
        schema,
        raw.findings,
        {},
        lines=list(raw.lines),
        unread=list(raw.reported),
        read_as=raw.read_as,
    )
    places = match_header(raw, schema) if raw.header else None
    if places is None:
        reading.wrong = set(range(len(raw.lines)))
    # Also under a wrong header the columns that were recognised are read: all findings at once.
    places = places if places is not None else _recognised(raw, schema)
    for column in schema.fields:
        position = places.get(column.name)
        if position is None:
            reading.values[column.name] = [None] * len(raw.rows)
        else:
            _read_column(reading, raw, column, [row[position] for row in raw.rows])
    _unique_rows(reading)
    return reading


def _recognised(raw: RawTable, schema: TableSchema) -> dict[str, int]:
    names = {name.lower(): name for name in schema.column_names}
    found = [(names.get(title.lower()), place) for place, title in enumerate(raw.header)]
    return {name: place for name, place in reversed(found) if name}


def _read_column(reading: Reading, raw: RawTable, column: Column, cells: list[Cell]) -> None:
    mark: Mark = "point"
    if column.type == "number":
        otherwise: Mark = "point" if raw.decimal_point else "unknown"
        texts = (cell.strip(BLANK) for cell in cells if isinstance(cell, str))
        mark = decimal_mark(texts, otherwise=otherwise)
    said = _Said(reading, column.name)
    values: list[Value | None] = []
    # A column repeats its values; each different text is converted once.
    known: dict[str, tuple[Value | None, list[Remark]] | UnreadableError] = {}
    for row, cell in enumerate(cells):
        result = known.get(cell) if isinstance(cell, str) else None
        if result is None:
            try:
                result = convert(cell, column, mark=mark, epoch=raw.epoch)
            except UnreadableError as error:
                result = error
            if isinstance(cell, str):
                known[cell] = result
        if isinstance(result, UnreadableError):
            values.append(None)
            _report(reading, row, column, cell, result.remark)
        else:
            values.append(result[0])
            for remark in result[1]:
                said.note(remark, row, shown(cell, sensitive=column.sensitive))
    said.report()
    reading.values[column.name] = values
    if column.constraints.unique:
        _report_doubles(reading, (column.name,), "not-unique")


def _report(reading: Reading, row: int, column: Column, cell: object, remark: Remark) -> None:
    reading.wrong.add(row)
    reading.findings.add(
        remark.rule,
        remark.message,
        remark.hint,
        line=reading.lines[row],
        column=column.name,
        value=shown(cell, sensitive=column.sensitive) if cell != "" else "",
    )


class _Said:
    """Warnings of one column: one finding per rule, at its first line, with the number of lines."""

    def __init__(self, reading: Reading, column: str) -> None:
        self._reading = reading
        self._column = column
        self._first: dict[str, tuple[Remark, int, str]] = {}
        self._count: dict[str, int] = {}

    def note(self, remark: Remark, row: int, value: str) -> None:
        self._first.setdefault(remark.rule, (remark, row, value))
        self._count[remark.rule] = self._count.get(remark.rule, 0) + 1

    def report(self) -> None:
        for rule, (remark, row, value) in self._first.items():
            more = self._count[rule] - 1
            nl, en = remark.message
            self._reading.findings.add(
                rule,
                Text(
                    nl + (f" (en nog {more} in deze kolom)" if more else ""),
                    en + (f" (and {more} more in this column)" if more else ""),
                ),
                remark.hint,
                line=self._reading.lines[row],
                column=self._column,
                value=value,
                severity="warning",
            )


def _unique_rows(reading: Reading) -> None:
    key = reading.schema.primary_key
    if key:
        _report_doubles(reading, key, "duplicate-key")


def _report_doubles(reading: Reading, columns: tuple[str, ...], rule: str) -> None:
    first: dict[tuple[Any, ...], int] = {}
    sensitive = any(reading.schema.column(name).sensitive for name in columns)
    for row, key in enumerate(zip(*(reading.values[name] for name in columns), strict=True)):
        if all(part is None for part in key):
            continue
        if key not in first:
            first[key] = row
            continue
        line = reading.lines[first[key]]
        reading.wrong.add(row)
        reading.findings.add(
            rule,
            Text(f"dezelfde sleutel staat al op regel {line}", f"the same key is on line {line}"),
            Text(
                "verwijder een van beide of geef haar een eigen sleutel",
                "remove one of the two or give it a key of its own",
            ),
            line=reading.lines[row],
            column=", ".join(columns),
            value=shown(" | ".join(_plain(part) for part in key), sensitive=sensitive),
        )


def _plain(value: Value | None) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str("" if value is None else value)
