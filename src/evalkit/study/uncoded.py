"""Rows of a coding sheet that nobody has coded yet: counted and set aside, not an error each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.language import Text, format_number
from evalkit.study.delimited import BLANK

if TYPE_CHECKING:
    from evalkit.study.raw_table import RawTable

_CODED: Final = frozenset({"value", "evidence", "confidence"})


def set_aside_uncoded(raw: RawTable) -> None:
    """Take the rows out that have no value, evidence or confidence, and say how many there are.

    A coder starts from a sheet that already names items and units; until it is full, the study
    must still be open to check.

    Parameters
    ----------
    raw : RawTable
        The journal of one coder as it stands in the file; changed in place.
    """
    titles = [title.lower() for title in raw.header]
    if "value" not in titles:
        return
    places = [place for place, title in enumerate(titles) if title in _CODED]
    is_open = [
        all(isinstance(row[place], str) and not str(row[place]).strip(BLANK) for place in places)
        for row in raw.rows
    ]
    lines = [line for line, empty in zip(raw.lines, is_open, strict=True) if empty]
    if not lines:
        return
    raw.rows = [row for row, empty in zip(raw.rows, is_open, strict=True) if not empty]
    raw.lines = [line for line, empty in zip(raw.lines, is_open, strict=True) if not empty]
    raw.reported += lines
    n = len(lines)
    raw.findings.add(
        "uncoded",
        Text(
            f"{format_number(n, 'nl')} {'regel heeft' if n == 1 else 'regels hebben'} nog geen "
            f"waarde en {'telt' if n == 1 else 'tellen'} niet mee",
            f"{format_number(n, 'en')} {'line has' if n == 1 else 'lines have'} no value yet and "
            f"{'does' if n == 1 else 'do'} not count",
        ),
        Text(
            "codeer verder, of vul nvt, nb, nr of wg in",
            "code on, or enter nvt, nb, nr or wg",
        ),
        line=lines[0],
        column="value",
        severity="warning",
    )
