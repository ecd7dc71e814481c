"""The cells of one table as they stand in the file, before any type is given to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evalkit.study.findings import NO_HINT, Findings

if TYPE_CHECKING:
    from evalkit.language import Text

Cell = str | int | float | dt.datetime | dt.date | dt.time
"""CSV gives text only; a workbook gives what Excel stored (a bool is an int here)."""


@dataclass(slots=True)
class RawTable:
    """Header and rows of a table, with the line each row stands on.

    Attributes
    ----------
    findings : Findings
        What was wrong with the file itself.
    header : list of str
        First row, stripped.
    header_line : int
        The line of the header, counted from 1.
    rows : list of list of Cell
        The rows that hold at least one value, as long as the header.
    lines : list of int
        The line on which each of `rows` starts.
    reported : list of int
        Lines of rows that could not be read or are not coded yet; a finding says so.
    decimal_point : bool
        Whether the file is written the machine's way (comma between columns), so that a lone
        ``1.234`` is a decimal.
    epoch : datetime
        What Excel counts days from.
    read_as : Text
        How the file was read, when that is not as evalkit writes it; else empty.
    """

    findings: Findings
    header: list[str] = field(default_factory=list)
    header_line: int = 1
    rows: list[list[Cell]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    reported: list[int] = field(default_factory=list)
    decimal_point: bool = True
    epoch: dt.datetime = dt.datetime(1899, 12, 30)  # noqa: DTZ001  Excel knows no time zones
    read_as: Text = NO_HINT
