"""Dates as the Dutch and their spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from evalkit.language import Text
from evalkit.study.findings import Remark, UnreadableError

_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?\Z")
_DUTCH: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})\Z")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:[.,]0+)?\Z")
_TIME: Final = re.compile(r"(.+?)[T ]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?Z?\Z")
_HOW: Final = Text(
    "schrijf jaar-maand-dag, bijvoorbeeld 2020-12-31",
    "write year-month-day, for example 2020-12-31",
)
_FIRST_SERIAL, _LAST_SERIAL = 18_264, 73_050  # 1950 and 2099, in Excel's days since 1900


def read_date(text: str, *, seen: str) -> dt.date:
    """Read a date: 2020-12-31, 31-12-2020, 31/12/2020 or 31.12.2020.

    Parameters
    ----------
    text : str
        The value, stripped.
    seen : str
        The value as a finding may show it.

    Returns
    -------
    date
        The day.

    Raises
    ------
    UnreadableError
        If it is no date, or one that cannot be known for sure (two-digit year, month first).

    Examples
    --------
    >>> read_date("31-12-2020", seen="31-12-2020")
    datetime.date(2020, 12, 31)
    """
    iso, dutch = _ISO.match(text), _DUTCH.match(text)
    if iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif dutch:
        year, month, day = int(dutch[4]), int(dutch[3]), int(dutch[1])
    elif _SERIAL.match(text) and _FIRST_SERIAL <= int(text[:5]) <= _LAST_SERIAL:
        date = dt.date(1899, 12, 30) + dt.timedelta(days=int(text[:5]))
        raise UnreadableError(
            Remark(
                "excel-serial",
                Text(
                    f"{seen!r} is een dagnummer van Excel, geen datum",
                    f"{seen!r} is a day number of Excel, not a date",
                ),
                Text(
                    f"waarschijnlijk is {date} bedoeld; geef de kolom de notatie jjjj-mm-dd",
                    f"{date} is probably meant; format the column as yyyy-mm-dd",
                ),
            )
        )
    else:
        raise UnreadableError(_no_date(seen))
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise UnreadableError(_no_date(seen)) from error


def read_datetime(text: str, *, seen: str) -> dt.datetime:
    """Read a date with or without a time of day (local time, no zone).

    Parameters
    ----------
    text : str
        The value, stripped, e.g. "2026-03-01T10:15:00" or "1-3-2026 10:15".
    seen : str
        The value as a finding may show it.

    Returns
    -------
    datetime
        The day at 0:00 when there is no time.

    Raises
    ------
    UnreadableError
        If it is no date and time.
    """
    match = _TIME.match(text)
    if not match:
        return dt.datetime.combine(read_date(text, seen=seen), dt.time())
    date = read_date(match[1], seen=seen)
    try:
        time = dt.time(int(match[2]), int(match[3]), int(match[4] or 0))
    except ValueError as error:
        raise UnreadableError(_no_date(seen)) from error
    return dt.datetime.combine(date, time)


def date_from_cell(
    value: float | dt.datetime | dt.date | dt.time, *, epoch: dt.datetime, seen: str
) -> tuple[dt.datetime, Remark | None]:
    """Read what a workbook stores for a date: a date, or the day number under it.

    Parameters
    ----------
    value : float, datetime, date or time
        The cell.
    epoch : datetime
        What the workbook counts days from.
    seen : str
        The value as a finding may show it.

    Returns
    -------
    tuple of datetime and Remark or None
        The date and time, and what is to be said about it.

    Raises
    ------
    UnreadableError
        If it is no date.
    """
    if isinstance(value, dt.datetime):
        return value, None
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time()), None
    if isinstance(value, dt.time) or not _FIRST_SERIAL <= value <= _LAST_SERIAL:
        raise UnreadableError(_no_date(seen))
    date = epoch + dt.timedelta(days=value)
    remark = Remark(
        "excel-serial",
        Text(
            f"dagnummer {seen} van Excel is gelezen als datum",
            f"Excel's day number {seen} was read as a date",
        ),
        Text(f"namelijk {date.date()}", f"namely {date.date()}"),
    )
    return date, remark


def _no_date(seen: str) -> Remark:
    return Remark("not-a-date", Text(f"{seen!r} is geen datum", f"{seen!r} is not a date"), _HOW)
