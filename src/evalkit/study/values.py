"""From a cell to a typed value, by the column's schema: read rightly, or refused with a reason."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from evalkit.errors import choices, nearest
from evalkit.language import Text
from evalkit.study.codes import wrong_pattern
from evalkit.study.dates import date_from_cell, read_date, read_datetime
from evalkit.study.delimited import BLANK
from evalkit.study.findings import NO_HINT, Remark, UnreadableError, shown
from evalkit.study.numbers import Mark, read_integer, read_number, whole

if TYPE_CHECKING:
    from evalkit.study.raw_table import Cell
    from evalkit.study.schema import Column

Value = str | int | float | bool | dt.date | dt.datetime
MISSING_KINDS: Final = ("nvt", "nb", "nr", "wg")
"""Not applicable, cannot be determined, not reported, withheld: never merged."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
_EXCEL_ERROR: Final = re.compile(
    r"#(N/A|N/B|REF!|VERW!|DIV/0!|DEEL/0!|VALUE!|WAARDE!|NAME\?|NAAM\?|NUM!|GETAL!|NULL!|LEEG!|#+)\Z",
    re.IGNORECASE,
)
_MOJIBAKE: Final = re.compile("[ÃÂâ][\u0080-\u00bf\u0152-\u2122]")
_TRUE: Final = frozenset({"ja", "j", "true", "waar", "1", "yes", "y"})
_FALSE: Final = frozenset({"nee", "n", "false", "onwaar", "0", "no"})
_LOOK: Final = Text("bekijk de cel zelf", "look at the cell itself")


def convert(
    cell: Cell, column: Column, *, mark: Mark, epoch: dt.datetime
) -> tuple[Value | None, list[Remark]]:
    """Convert one cell.

    Parameters
    ----------
    cell : str, int, float, date or datetime
        As read from the file.
    column : Column
        Type and constraints of the column.
    mark : {"point", "comma", "unknown"}
        Decimal mark of the column.
    epoch : datetime
        What the workbook counts days from.

    Returns
    -------
    tuple of value and list of Remark
        The value, None when the cell is empty, or one of `MISSING_KINDS` in a typed column that
        allows it; and what is to be said about it.

    Raises
    ------
    UnreadableError
        If the cell does not fit the column.
    """
    try:
        if isinstance(cell, str):
            text, remarks = _cleaned(cell, column)
            if not text or (text in column.missing and text in MISSING_KINDS):
                value: Value | None = text or None
            else:
                value, more = _from_text(text, column, mark)
                remarks += more
        else:
            value, remarks = _from_cell(cell, column, epoch)
        if value is None:
            if column.constraints.required:
                raise UnreadableError(_required(column))
        elif not (value in MISSING_KINDS and value in column.missing):
            _constrain(value, column)
    except UnreadableError as error:
        if column.sensitive and error.remark.rule != "required":
            remark = error.remark
            raise UnreadableError(Remark(remark.rule, remark.message, _LOOK)) from error
        raise
    if column.sensitive:
        remarks = [Remark(r.rule, r.message, NO_HINT) for r in remarks]
    return value, remarks


def _cleaned(cell: str, column: Column) -> tuple[str, list[Remark]]:
    text = cell.strip(BLANK)
    if not text:
        return "", []
    if _CONTROL.search(text):
        raise UnreadableError(
            Remark(
                "control-character",
                Text("er staat een onleesbaar teken in", "it holds an unreadable character"),
                Text("typ de waarde opnieuw", "type the value again"),
            )
        )
    if _EXCEL_ERROR.match(text):
        raise UnreadableError(
            Remark(
                "excel-error",
                Text(f"{text} is een foutmelding van Excel", f"{text} is an error of Excel"),
                Text("herstel de formule en plak de waarde", "mend the formula, paste the value"),
            )
        )
    remarks = []
    if text != cell or "\u00a0" in text:
        text = text.replace("\u00a0", " ")
        remarks.append(
            Remark(
                "spaces",
                Text(
                    "spaties om de waarde of vaste spaties erin zijn weggelaten",
                    "spaces around the value or non-breaking spaces in it were left out",
                ),
            )
        )
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _MOJIBAKE.search(text):
            remarks += _double_encoded(text, column)
    return text, remarks


def _double_encoded(text: str, column: Column) -> list[Remark]:
    try:
        mended = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return []
    seen = shown(text, sensitive=column.sensitive)
    return [
        Remark(
            "double-encoded",
            Text(
                f"{seen!r} is tweemaal omgezet tussen tekencoderingen",
                f"{seen!r} was converted twice between character encodings",
            ),
            Text(f"bedoelt u {shown(mended)!r}?", f"did you mean {shown(mended)!r}?"),
        )
    ]


def _from_text(text: str, column: Column, mark: Mark) -> tuple[Value, list[Remark]]:
    seen = shown(text, sensitive=column.sensitive)
    remark: Remark | None = None
    value: Value
    match column.type:
        case "string":
            value = text
        case "integer" | "year":
            value, remark = read_integer(text, seen=seen)
        case "number":
            value, remark = read_number(text, mark=mark, seen=seen)
        case "date":
            value = read_date(text, seen=seen)
        case "datetime":
            value = read_datetime(text, seen=seen)
        case "boolean":
            if text.lower() not in _TRUE | _FALSE:
                raise UnreadableError(
                    Remark(
                        "not-yes-or-no",
                        Text(f"{seen!r} is geen ja of nee", f"{seen!r} is not yes or no"),
                        Text("vul ja of nee in", "enter ja or nee"),
                    )
                )
            value = text.lower() in _TRUE
    return value, [remark] if remark else []


def _from_cell(
    cell: float | dt.datetime | dt.date | dt.time, column: Column, epoch: dt.datetime
) -> tuple[Value, list[Remark]]:
    """Convert what Excel stored as a number, a date or true/false."""
    seen = shown(cell, sensitive=column.sensitive)
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    match column.type:
        case "date" | "datetime" if not isinstance(cell, bool):
            moment, remark = date_from_cell(cell, epoch=epoch, seen=seen)
            if column.type == "datetime":
                return moment, [remark] if remark else []
            if moment.time() == dt.time():
                return moment.date(), [remark] if remark else []
        case "integer" | "year" if is_number:
            return whole(float(cell), seen=seen), []  # type: ignore[arg-type]
        case "number" if is_number:
            return float(cell), []  # type: ignore[arg-type]
        case "boolean" if cell in (0, 1):
            return bool(cell), []
        case "string" if is_number:
            return (str(int(cell)) if cell == int(cell) else str(cell)), []  # type: ignore[arg-type]
        case _:
            pass
    kind = Text("een datum of tijd", "a date or time")
    if isinstance(cell, bool):
        kind = Text("waar of onwaar", "true or false")
    elif is_number:
        kind = Text("een getal", "a number")
    raise UnreadableError(
        Remark(
            "excel-changed",
            Text(f"Excel heeft hier {kind.nl} van gemaakt", f"Excel turned this into {kind.en}"),
            Text(
                "geef de kolom de celeigenschap Tekst en typ de waarde opnieuw",
                "format the column as Text and type the value again",
            ),
        )
    )


def _required(column: Column) -> Remark:
    kinds = [kind for kind in MISSING_KINDS if kind in column.missing]
    return Remark(
        "required",
        Text("de cel is leeg", "the cell is empty"),
        Text(
            f"vul haar in, of gebruik {choices(kinds, 'nl')}" if kinds else "vul haar in",
            f"fill it, or use {choices(kinds, 'en')}" if kinds else "fill it",
        ),
    )


def _constrain(value: Value, column: Column) -> None:
    rules = column.constraints
    seen = shown(value, sensitive=column.sensitive)
    if rules.enum is not None and value not in rules.enum:
        known = [str(word) for word in rules.enum]
        guess = nearest(str(value), known)
        raise UnreadableError(
            Remark(
                "not-in-list",
                Text(f"{seen!r} mag hier niet", f"{seen!r} is not allowed here"),
                Text(
                    f"bedoelt u {guess!r}?" if guess else f"kies uit {choices(known, 'nl')}",
                    f"did you mean {guess!r}?" if guess else f"choose {choices(known, 'en')}",
                ),
            )
        )
    if rules.pattern is not None and not re.fullmatch(rules.pattern, str(value)):
        raise UnreadableError(wrong_pattern(str(value), column, seen))
    low, high = (_bound(bound, value) for bound in (rules.minimum, rules.maximum))
    if (low is not None and value < low) or (high is not None and value > high):  # type: ignore[operator]
        span_nl = f"van {low} tot en met {high}"
        span_en = f"from {low} to {high}"
        if high is None:
            span_nl, span_en = f"ten minste {low}", f"at least {low}"
        elif low is None:
            span_nl, span_en = f"ten hoogste {high}", f"at most {high}"
        raise UnreadableError(
            Remark(
                "out-of-range",
                Text(f"{seen} ligt buiten het bereik", f"{seen} is out of range"),
                Text(f"toegestaan is {span_nl}", f"allowed is {span_en}"),
            )
        )


def _bound(bound: float | str | None, value: Value) -> object:
    if isinstance(bound, str) and isinstance(value, dt.datetime):
        return dt.datetime.fromisoformat(bound)
    if isinstance(bound, str) and isinstance(value, dt.date):
        return dt.date.fromisoformat(bound)
    return bound
