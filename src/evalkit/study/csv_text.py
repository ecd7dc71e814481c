"""Writing CSV that a spreadsheet opens as text: no cell of it is run as a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?\Z")


def guarded(value: object) -> str:
    """Return a value as CSV text that no spreadsheet takes for a formula.

    Parameters
    ----------
    value : object
        None is an empty cell.

    Returns
    -------
    str
        The text, with ``'`` in front when it could be run.

    Examples
    --------
    >>> guarded("=1+1"), guarded(-2), guarded("-2,5")
    ("'=1+1", '-2', '-2,5')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV: comma, quotes where needed, one line feed per row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue()
