"""Reading an .xlsx: what stands in the cells, never what a formula or a format makes of it."""

from __future__ import annotations

import datetime as dt
import warnings
from typing import TYPE_CHECKING, Any, Final

from evalkit.errors import system_reason
from evalkit.language import Text
from evalkit.study.archive import ArchiveError, inspect_workbook
from evalkit.study.delimited import BLANK, report_empty_lines
from evalkit.study.findings import Findings
from evalkit.study.raw_table import Cell, RawTable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_PASTE_VALUES: Final = Text(
    "kopieer de kolom en plak haar als waarden", "copy the column and paste it as values"
)


def read_workbook(path: Path, *, file: str) -> list[RawTable]:
    """Read every sheet of a workbook.

    Parameters
    ----------
    path : Path
        The .xlsx file.
    file : str
        Its name as findings show it.

    Returns
    -------
    list of RawTable
        One per sheet that holds anything, `findings.sheet` names it; one without rows and with a
        finding when the workbook cannot be opened.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of styles and drop-downs it skips
        try:
            merged = inspect_workbook(path)
            return _sheets(path, file, merged)
        except ArchiveError as error:
            return [_unreadable(path, file, error.text)]
        except Exception:  # noqa: BLE001  openpyxl raises anything on what is no workbook
            text = Text("het is geen heel Excel-bestand", "it is not a whole Excel file")
            return [_unreadable(path, file, text)]


def _unreadable(path: Path, file: str, why: Text) -> RawTable:
    table = RawTable(Findings(file))
    try:
        with path.open("rb") as stream:
            is_ole = stream.read(4) == b"\xd0\xcf\x11\xe0"
    except OSError as error:
        is_ole = False
        why = system_reason(error)
    if is_ole:
        why = Text(
            "het is versleuteld met een wachtwoord of een oud .xls-bestand",
            "it is encrypted with a password or an old .xls file",
        )
    table.findings.add(
        "unreadable-workbook",
        Text(
            f"het Excel-bestand kan niet worden gelezen: {why.nl}",
            f"the Excel file cannot be read: {why.en}",
        ),
        Text(
            "open het in Excel en bewaar het opnieuw als .xlsx of als CSV UTF-8",
            "open it in Excel and save it again as .xlsx or as CSV UTF-8",
        ),
    )
    return table


def _sheets(path: Path, file: str, merged: dict[str, list[str]]) -> list[RawTable]:
    import openpyxl

    workbook = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    try:
        if sorted(workbook.sheetnames) != sorted(merged):
            raise ArchiveError(
                "een blad is geen gewoon werkblad", "one of its sheets is not a worksheet"
            )
        tables = []
        for sheet in workbook.worksheets:
            table = RawTable(Findings(file, sheet.title), epoch=workbook.epoch)
            sheet.reset_dimensions()  # a wrong declared size would cut rows off
            _fill(table, sheet.iter_rows())
            _report_merged(table, merged[sheet.title])
            if table.header or table.findings.kept:
                tables.append(table)
        return tables
    finally:
        workbook.close()


def _fill(table: RawTable, rows: Iterable[tuple[Any, ...]]) -> None:
    empty: list[int] = []
    for line, cells in enumerate(rows, start=1):
        values = [_value(cell) for cell in cells]
        if all(value == "" for value in values):
            if table.header:
                empty.append(line)
            continue
        if not table.header:
            while values[-1] == "":
                values.pop()
            table.header = [str(value).strip(BLANK) for value in values]
            table.header_line = line
            continue
        _take_row(table, line, cells, values)
    report_empty_lines(table, empty)


def _take_row(table: RawTable, line: int, cells: tuple[Any, ...], values: list[Cell]) -> None:
    width = len(table.header)
    wrong = False
    for name, cell, value in zip([*table.header, *[""] * len(values)], cells, values, strict=False):
        if cell.data_type == "f":
            wrong = True
            table.findings.add(
                "formula",
                Text("hier staat een formule, geen waarde", "here is a formula, not a value"),
                _PASTE_VALUES,
                line=line,
                column=name,
            )
        elif name == "" and value != "":
            wrong = True
            table.findings.add(
                "ragged-line",
                Text(
                    f"cel {cell.coordinate} staat buiten de kolommen met een naam",
                    f"cell {cell.coordinate} stands outside the columns with a name",
                ),
                Text("geef de kolom een naam of wis de cel", "name the column or clear the cell"),
                line=line,
            )
    if wrong:
        table.reported.append(line)
        return
    table.rows.append([*values[:width], *[""] * (width - len(values))])
    table.lines.append(line)


def _value(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if not value.strip(BLANK) else value
    if isinstance(value, (int, float, dt.datetime, dt.date, dt.time)):
        return value
    return str(value)


def _report_merged(table: RawTable, merged: list[str]) -> None:
    for reference in merged:
        digits = "".join(c for c in reference.partition(":")[0] if c.isdigit())
        table.findings.add(
            "merged-cells",
            Text(f"samengevoegde cellen {reference}", f"merged cells {reference}"),
            Text(
                "splits ze en herhaal de waarde in elke rij",
                "split them and repeat the value on each row",
            ),
            line=int(digits) if digits else None,
        )
