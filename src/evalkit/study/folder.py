"""Which file of a study holds which table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.errors import choices, nearest
from evalkit.language import Text
from evalkit.study.delimited import read_delimited, report_empty_file
from evalkit.study.findings import NO_HINT, Findings, shown
from evalkit.study.raw_table import RawTable
from evalkit.study.reading import Reading, absent, read_table
from evalkit.study.schema import table_names, table_schema
from evalkit.study.uncoded import set_aside_uncoded
from evalkit.study.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TEXT: Final = (".csv", ".tsv", ".txt")
_OTHER_SHEETS: Final = (".xls", ".xlsm", ".xlsb", ".ods", ".numbers")
_CODINGS: Final = "codings"


def read_tables(folder: Path) -> tuple[dict[str, Reading], list[Findings]]:
    """Read every table below ``tables/``.

    Parameters
    ----------
    folder : Path
        The study.

    Returns
    -------
    tuple of dict and list of Findings
        Readings by name of the table, absent tables too; and what was found about files and
        sheets that are no table.
    """
    readings: dict[str, Reading] = {}
    strays: list[Findings] = []
    for path in _files(folder / "tables", strays, folder):
        file = path.relative_to(folder).as_posix()
        for name, raw in _tables_in(path, file, strays):
            if name in readings:
                strays.append(_twice(raw, name, readings[name].findings.file))
            else:
                readings[name] = read_table(raw, table_schema(name))
    for name in table_names():
        readings.setdefault(name, absent(table_schema(name), f"tables/{name}.csv"))
    return {name: readings[name] for name in table_names()}, strays


def read_codings(folder: Path) -> tuple[dict[str, Reading], list[Findings]]:
    """Read every journal below ``codings/``: one file per coder, named after the coder.

    Parameters
    ----------
    folder : Path
        The study.

    Returns
    -------
    tuple of dict and list of Findings
        Readings by coder; and what was found about other files.
    """
    schema = table_schema(_CODINGS)
    readings: dict[str, Reading] = {}
    strays: list[Findings] = []
    for path in _files(folder / _CODINGS, strays, folder):
        file = path.relative_to(folder).as_posix()
        raw = _coder_table(path, file, strays)
        set_aside_uncoded(raw)
        if path.stem in readings:
            strays.append(_twice(raw, path.stem, readings[path.stem].findings.file))
        else:
            readings[path.stem] = read_table(raw, schema)
    return readings, strays


def _files(folder: Path, strays: list[Findings], study: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        suffix = path.suffix.lower()
        if path.name.startswith((".", "~$")) or suffix == ".md":
            continue
        if path.is_file() and suffix in (*_TEXT, ".xlsx"):
            yield path
            continue
        found = Findings(path.relative_to(study).as_posix())
        if suffix in _OTHER_SHEETS:
            found.add(
                "unsupported-file",
                Text(f"{suffix}-bestanden worden niet gelezen", f"{suffix} files are not read"),
                Text("bewaar het als .xlsx of CSV UTF-8", "save it as .xlsx or CSV UTF-8"),
            )
        else:
            found.add(
                "ignored-file",
                Text("dit is geen tabel en wordt niet gelezen", "this is no table and is not read"),
                NO_HINT,
                severity="warning",
            )
        strays.append(found)


def _tables_in(path: Path, file: str, strays: list[Findings]) -> Iterator[tuple[str, RawTable]]:
    name = path.stem.lower()
    known = table_names()
    if path.suffix.lower() != ".xlsx":
        if name in known:
            columns = table_schema(name).column_names
            yield name, read_delimited(path, file=file, known=columns)
        else:
            strays.append(_unknown(Findings(file), path.stem))
        return
    sheets = read_workbook(path, file=file)
    named = [(sheet.findings.sheet.strip().lower(), sheet) for sheet in sheets]
    if name in known and len(sheets) == 1 and named[0][0] not in known:
        named = [(name, sheets[0])]
    if name in known and not sheets:
        yield name, _empty(file)
    elif not any(title in known for title, _ in named):
        strays.extend(sheet.findings for sheet in sheets if not sheet.findings.sheet)
        strays.append(_unknown(Findings(file), path.stem))
        return
    for title, sheet in named:
        if title in known:
            yield title, sheet
        else:
            strays.append(_unread_sheet(file, sheet.findings.sheet))


def _coder_table(path: Path, file: str, strays: list[Findings]) -> RawTable:
    if path.suffix.lower() != ".xlsx":
        return read_delimited(path, file=file, known=table_schema(_CODINGS).column_names)
    sheets = read_workbook(path, file=file)
    if not sheets:
        return _empty(file)
    chosen = next((s for s in sheets if s.findings.sheet.strip().lower() == _CODINGS), sheets[0])
    strays += [_unread_sheet(file, s.findings.sheet) for s in sheets if s is not chosen]
    return chosen


def _empty(file: str) -> RawTable:
    raw = RawTable(Findings(file))
    report_empty_file(raw)
    return raw


def _unread_sheet(file: str, sheet: str) -> Findings:
    found = Findings(file, sheet)
    found.add(
        "extra-sheet",
        Text("dit blad is geen tabel en wordt niet gelezen", "this sheet is no table, not read"),
        NO_HINT,
        severity="warning",
    )
    return found


def _unknown(found: Findings, name: str) -> Findings:
    guess = nearest(name, table_names())
    hint = Text(
        f"kies uit {choices(table_names(), 'nl', most=20)}",
        f"choose {choices(table_names(), 'en', most=20)}",
    )
    if guess:
        hint = Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
    found.add(
        "unknown-table",
        Text(
            f"er is geen tabel {shown(name)!r}; het bestand wordt niet gelezen",
            f"there is no table {shown(name)!r}; the file is not read",
        ),
        hint,
    )
    return found


def _twice(raw: RawTable, name: str, file: str) -> Findings:
    found = Findings(raw.findings.file, raw.findings.sheet)
    found.add(
        "duplicate-table",
        Text(
            f"{name!r} is al gelezen uit {file}; dit bestand wordt niet gebruikt",
            f"{name!r} was already read from {file}; this file is not used",
        ),
        Text("houd een van beide", "keep one of the two"),
    )
    return found
