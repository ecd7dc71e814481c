"""A workbook is a zip of XML that a stranger made: what is looked at before it is opened.

Nothing is unpacked to disk. Members are read to their end (which checks their CRC) under a limit of
real bytes, and the XML passes a parser that refuses a DOCTYPE, so that neither a zip bomb nor an
entity bomb reaches openpyxl.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from evalkit.language import Text

if TYPE_CHECKING:
    from pathlib import Path

MOST_MEMBERS: Final = 5_000
MOST_BYTES: Final = 512 * 2**20
MOST_RATIO: Final = 200
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 500
_DEEPEST: Final = 64
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")


class ArchiveError(Exception):
    """A workbook that is not opened; `text` says why.

    Parameters
    ----------
    nl, en : str
        Why, in Dutch and English.
    """

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(nl, en)


@dataclass(slots=True)
class Part:
    """What one XML part of a workbook declares.

    Attributes
    ----------
    merged : list of str
        Ranges of merged cells.
    sheets : list of tuple of str
        Name and relation id of each sheet.
    targets : dict of str to str
        Part name by relation id.
    """

    merged: list[str] = field(default_factory=list)
    sheets: list[tuple[str, str]] = field(default_factory=list)
    targets: dict[str, str] = field(default_factory=dict)


def inspect_workbook(path: Path) -> dict[str, list[str]]:
    """Check the zip and its XML.

    Parameters
    ----------
    path : Path
        An .xlsx file.

    Returns
    -------
    dict of str to list of str
        The merged ranges of each sheet, by the name of the sheet.

    Raises
    ------
    ArchiveError
        If the file is not a sound and modest workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _parts(archive)
    except ArchiveError:
        raise
    except expat.ExpatError as error:
        raise ArchiveError("het XML erin is beschadigd", "the XML inside is damaged") from error
    # zipfile and zlib raise many kinds on damaged bytes; each means the same to the reader.
    except Exception as error:
        raise ArchiveError(
            "het is geen (heel) Excel-bestand", "it is not a (whole) Excel file"
        ) from error
    workbook = parts.get("xl/workbook.xml", Part())
    targets = parts.get("xl/_rels/workbook.xml.rels", Part()).targets
    merged: dict[str, list[str]] = {}
    for name, relation in workbook.sheets:
        target = posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
        if target not in parts:
            raise ArchiveError(f"blad {name!r} ontbreekt erin", f"sheet {name!r} is missing in it")
        merged[name] = parts[target].merged
    if not merged:
        raise ArchiveError("er staat geen blad in", "there is no sheet in it")
    return merged


def _parts(archive: zipfile.ZipFile) -> dict[str, Part]:
    members = archive.infolist()
    names = [member.filename.lower() for member in members]
    if len(members) > MOST_MEMBERS or len(set(names)) != len(names):
        raise ArchiveError(
            "er zitten te veel of dubbele onderdelen in", "it has too many or duplicate parts"
        )
    if any("vbaproject" in name for name in names):
        raise ArchiveError(
            "er zitten macro's in; bewaar het zonder macro's",
            "it holds macros; save it without macros",
        )
    parts: dict[str, Part] = {}
    total = 0
    for member in members:
        is_xml = member.filename.lower().endswith((".xml", ".rels"))
        parser = _Parser() if is_xml else None
        size = 0
        with archive.open(member) as stream:
            while chunk := stream.read(2**16):
                size += len(chunk)
                total += len(chunk)
                bomb = size > 2**20 and size > MOST_RATIO * max(member.compress_size, 1)
                if bomb or total > MOST_BYTES:
                    raise ArchiveError(
                        "het wordt uitgepakt onredelijk groot", "it unpacks to an unreasonable size"
                    )
                if parser:
                    parser.feed(chunk)
        if parser:
            parts[member.filename] = parser.close()
    return parts


class _Parser:
    """Runs expat over one part; keeps little, refuses much."""

    def __init__(self) -> None:
        self.part = Part()
        self._depth = 0
        self._row = 0
        self._column = 0
        self._expat = expat.ParserCreate()
        self._expat.StartDoctypeDeclHandler = self._refuse_doctype
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end

    def feed(self, chunk: bytes) -> None:
        self._expat.Parse(chunk)

    def close(self) -> Part:
        self._expat.Parse(b"", True)  # noqa: FBT003  expat takes it by place only
        return self.part

    def _refuse_doctype(self, *_: object) -> None:
        raise ArchiveError(
            "er staat een DOCTYPE in, die hoort niet in Excel",
            "it holds a DOCTYPE, which does not belong in Excel",
        )

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ArchiveError("het XML erin is te diep", "the XML inside is too deep")
        name = name.rpartition(":")[2]
        if name == "c":
            self._at_cell(attributes.get("r"))
        elif name == "row":
            self._at_row(int(attributes.get("r", self._row + 1)))
        elif name == "mergeCell":
            self.part.merged.append(attributes.get("ref", ""))
        elif name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.part.sheets.append((attributes.get("name", ""), relation))
        elif name == "Relationship":
            self.part.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _at_row(self, row: int) -> None:
        # Excel's reader drops a row that goes back without a word.
        if row <= self._row:
            raise ArchiveError("de rijen staan door elkaar", "its rows are out of order")
        if row > MOST_ROWS:
            raise ArchiveError(
                f"er staat iets op rij {row}; hooguit {MOST_ROWS} rijen worden gelezen",
                f"there is something on row {row}; at most {MOST_ROWS} rows are read",
            )
        self._row, self._column = row, 0

    def _at_cell(self, reference: str | None) -> None:
        column = self._column + 1
        if reference is not None:
            match = _CELL.match(reference)
            if not match or int(match[2]) != self._row:
                raise ArchiveError(
                    f"cel {reference!r} staat op de verkeerde rij",
                    f"cell {reference!r} stands on the wrong row",
                )
            column = 0
            for letter in match[1]:
                column = 26 * column + ord(letter) - 64
        if column <= self._column:
            raise ArchiveError("de cellen staan door elkaar", "its cells are out of order")
        if column > MOST_COLUMNS:
            raise ArchiveError(
                f"er staat iets in kolom {column}; hooguit {MOST_COLUMNS} kolommen worden gelezen",
                f"there is something in column {column}; at most {MOST_COLUMNS} columns are read",
            )
        self._column = column
