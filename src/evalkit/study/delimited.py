"""Reading CSV as people make it: any separator, any common encoding, every line accounted for."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from evalkit.errors import system_reason
from evalkit.language import Text
from evalkit.study.findings import NO_HINT, Findings
from evalkit.study.raw_table import Cell, RawTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

LARGEST_FILE: Final = 200 * 2**20
BLANK: Final = " \t\u00a0\u202f\u2007\ufeff\u200b\r\n"
_DELIMITERS: Final = {
    ",": Text("komma", "comma"),
    ";": Text("puntkomma", "semicolon"),
    "\t": Text("tab", "tab"),
    "|": Text("verticale streep", "vertical bar"),
}
_SAVE_AS_CSV: Final = Text(
    "open het in Excel en kies Opslaan als, CSV UTF-8", "open it in Excel and save it as CSV UTF-8"
)


def read_delimited(path: Path, *, file: str, known: Collection[str]) -> RawTable:
    """Read a delimited text file.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        Its name as findings show it.
    known : collection of str
        Column names that may be expected, used to recognise the separator.

    Returns
    -------
    RawTable
        Every cell as text. What cannot be read is a finding, never an exception.
    """
    table = RawTable(Findings(file))
    data = _bytes(path, table.findings)
    if data is None or (text := _decoded(data, table)) is None:
        return table
    lines = list(io.StringIO(text, newline=""))
    skip = 0
    declared = ""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        declared, skip = lines[0][4], 1
    separators = "".join(_DELIMITERS)
    while skip < len(lines) and not lines[skip].strip(BLANK + separators):
        skip += 1
    if skip == len(lines):
        report_empty_file(table)
        return table
    delimiter = declared or _delimiter(lines[skip], known)
    if delimiter != ",":
        table.decimal_point = False
        word = _DELIMITERS.get(delimiter, Text(repr(delimiter), repr(delimiter)))
        table.read_as = Text(
            ", ".join(filter(None, [table.read_as.nl, f"scheidingsteken {word.nl}"])),
            ", ".join(filter(None, [table.read_as.en, f"separator {word.en}"])),
        )
    _fill(table, lines, skip, delimiter)
    return table


def _bytes(path: Path, findings: Findings) -> bytes | None:
    try:
        if path.stat().st_size > LARGEST_FILE:
            findings.add(
                "file-too-large",
                Text("het bestand is groter dan 200 MB", "the file is larger than 200 MB"),
                Text("splits het of controleer het", "split it or look at what it is"),
            )
            return None
        return path.read_bytes()
    except OSError as error:
        findings.add(
            "unreadable-file",
            Text(
                f"het bestand kan niet worden gelezen ({system_reason(error).nl})",
                f"the file cannot be read ({system_reason(error).en})",
            ),
            Text("controleer de rechten en het pad", "check its permissions and path"),
        )
        return None


def _decoded(data: bytes, table: RawTable) -> str | None:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        table.findings.add(
            "workbook-named-csv",
            Text(
                "dit is een Excel-bestand met de naam van een CSV",
                "this is an Excel file with the name of a CSV",
            ),
            _SAVE_AS_CSV,
        )
        return None
    head = data[:4096]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        table.read_as = Text("codering UTF-16", "encoding UTF-16")
        text = data.decode("utf-16", errors="replace")
    elif sum(byte < 32 and byte not in b"\t\n\r" for byte in head) > len(head) / 10:
        table.findings.add(
            "binary-file",
            Text("dit is geen tekstbestand", "this is not a text file"),
            _SAVE_AS_CSV,
        )
        return None
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _decoded_by_line(data, table.findings)
    return text


def _decoded_by_line(data: bytes, findings: Findings) -> str:
    """Decode line by line, because files glued together mix UTF-8 and Windows-1252."""
    parts: list[str] = []
    other: list[int] = []
    for number, line in enumerate(data.splitlines(keepends=True), start=1):
        try:
            parts.append(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            continue
        except UnicodeDecodeError:
            other.append(number)
        try:
            parts.append(line.decode("cp1252"))
        except UnicodeDecodeError:
            # The five bytes that Windows-1252 lacks become control characters, reported per cell.
            parts.append(line.decode("latin-1"))
    more = len(other) - 1
    findings.add(
        "not-utf-8",
        Text(
            "deze regel" + (f" (en nog {more})" if more else "") + " is niet in UTF-8 opgeslagen "
            "en als Windows-1252 gelezen",
            "this line" + (f" (and {more} more)" if more else "") + " is not UTF-8 and was read "
            "as Windows-1252",
        ),
        Text(
            "controleer letters als é en ë, en bewaar als CSV UTF-8",
            "check letters such as é and ë, and save as CSV UTF-8",
        ),
        line=other[0],
        severity="warning",
    )
    return "".join(parts)


def _delimiter(header: str, known: Collection[str]) -> str:
    """Choose the separator that gives the most known column names, then the most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip(BLANK + '"').lower() for cell in header.split(delimiter)]
        return sum(cell in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=score)


def _records(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield (line number, cells), or (line number, what is wrong with its quotes).

    After a quote that does not close, reading goes on at the next line, so that one stray quote
    costs one row and not the rest of the file.
    """
    width = 0
    while start < len(lines):
        reader = csv.reader(
            (lines[i] for i in range(start, len(lines))), delimiter=delimiter, strict=True
        )
        at = start
        try:
            for cells in reader:
                following = start + reader.line_num
                width = width or len(cells)
                swallowed = lines[at + 1 : following]
                # A quote that closes rows later leaves whole rows inside one cell.
                is_swallowed = width > 2 and any(
                    line.count(delimiter) == width - 1 for line in swallowed
                )
                if is_swallowed or sum(line.count('"') for line in lines[at:following]) % 2:
                    raise csv.Error("a quote that closes on another row, or not at all")
                yield at + 1, cells
                at = following
        except csv.Error as error:
            yield at + 1, "long" if "field limit" in str(error) else "quote"
            start = at + 1
        else:
            return


_PROBLEMS: Final = {
    "quote": (
        "unclosed-quote",
        Text(
            "een aanhalingsteken is niet goed gesloten; de rij is niet gelezen",
            "a quotation mark is not closed properly; the row was not read",
        ),
        Text(
            'sluit het, of verdubbel een aanhalingsteken dat bij de tekst hoort ("")',
            'close it, or double a quotation mark that belongs to the text ("")',
        ),
    ),
    "long": (
        "cell-too-long",
        Text(
            "een cel is langer dan 131.072 tekens; de rij is niet gelezen",
            "a cell is longer than 131,072 characters; the row was not read",
        ),
        Text("misschien sluit een aanhalingsteken niet", "perhaps a quotation mark does not close"),
    ),
}


def _fill(table: RawTable, lines: list[str], start: int, delimiter: str) -> None:
    empty: list[int] = []
    has_header = False
    width = 0
    for line, cells in _records(lines, start, delimiter):
        if isinstance(cells, str):
            rule, message, hint = _PROBLEMS[cells]
            table.findings.add(rule, message, hint, line=line)
            if not has_header:
                return
            table.reported.append(line)
        elif not has_header:
            while cells and not cells[-1].strip(BLANK):
                cells.pop()
            table.header = [cell.strip(BLANK) for cell in cells]
            table.header_line, has_header, width = line, True, len(cells)
            if not cells:
                report_empty_file(table)
                return
        elif not any(cell.strip(BLANK) for cell in cells):
            empty.append(line)
        elif len(cells) >= width and not any(cell.strip(BLANK) for cell in cells[width:]):
            table.rows.append(list[Cell](cells[:width]))
            table.lines.append(line)
        else:
            table.reported.append(line)
            table.findings.add(
                "ragged-line",
                Text(
                    f"{len(cells)} cellen, terwijl er {width} kolommen zijn",
                    f"{len(cells)} cells, while there are {width} columns",
                ),
                Text(
                    "zet aanhalingstekens om een tekst met een scheidingsteken, of vul de rij aan",
                    "put quotation marks around a text with a separator, or complete the row",
                ),
                line=line,
            )
    report_empty_lines(table, empty)


def report_empty_file(table: RawTable) -> None:
    """Say that a file or sheet has no header."""
    table.findings.add(
        "empty-file",
        Text("het bestand is leeg", "the file is empty"),
        Text("zet er ten minste de kolomnamen in", "put at least the column names in it"),
    )


def report_empty_lines(table: RawTable, empty: list[int]) -> None:
    """Say that empty lines between the rows were skipped; those at the end are usual."""
    last = max([*table.lines, *table.reported], default=0)
    between = [line for line in empty if line < last]
    if between:
        n = len(between)
        table.findings.add(
            "empty-line",
            Text(
                "lege regel overgeslagen" if n == 1 else f"{n} lege regels overgeslagen",
                "empty line skipped" if n == 1 else f"{n} empty lines skipped",
            ),
            NO_HINT,
            line=between[0],
            severity="warning",
        )
