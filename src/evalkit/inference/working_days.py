"""Working days between two dates, with Dutch holidays."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.sampled import choose

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

HolidayCalendar = Literal["termijnenwet", "public"]
# The Algemene termijnenwet counts Good Friday and every 5 May; most employers do not.
_CATEGORIES: Final = {"termijnenwet": ("public", "optional"), "public": ("public",)}
_ZONE: Final = re.compile(r"(:[\d.]+)(?:Z|[+-]\d\d(?::?\d\d)?)$")


def dutch_holidays(
    first_year: int, last_year: int, *, calendar: HolidayCalendar = "termijnenwet"
) -> tuple[np.datetime64, ...]:
    """Dutch holidays of a range of years, in order.

    Parameters
    ----------
    first_year, last_year : int
        Both included.
    calendar : {"termijnenwet", "public"}
        "termijnenwet": the days on which a legal term does not end, with Good Friday and every
        5 May; "public": the days off, without Good Friday and with 5 May once in five years.

    Returns
    -------
    tuple of datetime64[D]

    Raises
    ------
    ParameterError
        If the calendar does not exist.

    References
    ----------
    .. [1] Algemene termijnenwet, article 3.

    Examples
    --------
    >>> [str(day) for day in dutch_holidays(2022, 2022)][1:4]
    ['2022-04-15', '2022-04-17', '2022-04-18']
    """
    from holidays import country_holidays

    choose("calendar", calendar, get_args(HolidayCalendar), where="dutch_holidays")
    days = country_holidays(
        "NL", years=range(first_year, last_year + 1), categories=_CATEGORIES[calendar]
    )
    return tuple(np.datetime64(day, "D") for day in sorted(days))


def working_days_between(
    start: ArrayLike | pd.Series,
    end: ArrayLike | pd.Series,
    *,
    calendar: HolidayCalendar = "termijnenwet",
) -> NDArray[np.float64]:
    """Count the working days after `start` up to and including `end`.

    Parameters
    ----------
    start, end : array_like of dates, shape (n,)
        Dates; missing where not known.
    calendar : {"termijnenwet", "public"}
        Which days are holidays, see `dutch_holidays`.

    Returns
    -------
    ndarray of float64, shape (n,)
        Working days, whole numbers: 0 on the same day, negative when `end` comes first, NaN where
        a date is missing.

    Raises
    ------
    ParameterError
        If a value is no date, or the two differ in length.

    Examples
    --------
    Thursday to the Tuesday after Easter 2022: Good Friday and Easter Monday do not count.

    >>> working_days_between(["2022-04-14"], ["2022-04-19"])
    array([1.])
    """
    first, last = read_dates(start, "start"), read_dates(end, "end")
    if len(first) != len(last):
        raise ParameterError(
            nl=f"start heeft {len(first)} datums en end {len(last)}; geef er evenveel",
            en=f"start has {len(first)} dates and end {len(last)}; give as many of both",
        )
    counts = np.full(len(first), np.nan)
    known = ~(np.isnat(first) | np.isnat(last))
    if not known.any():
        return counts
    low, high = np.minimum(first, last)[known], np.maximum(first, last)[known]
    years = [int(str(day)[:4]) for day in (low.min(), high.max())]
    off = dutch_holidays(years[0], years[1], calendar=calendar)
    one = np.timedelta64(1, "D")
    days = np.busday_count(low + one, high + one, holidays=off)
    counts[known] = np.where(first[known] <= last[known], days, -days)
    return counts


def read_dates(values: ArrayLike | pd.Series, what: str) -> NDArray[np.datetime64]:
    """Return dates as whole days; missing stays missing.

    Parameters
    ----------
    values : array_like of dates, shape (n,)
        Dates or ISO text; of a moment with a time zone, the day where it was written down.
    what : str
        Name of the argument or column, for the message.

    Returns
    -------
    ndarray of datetime64[D], shape (n,)

    Raises
    ------
    ParameterError
        If a value is no date.
    """
    if isinstance(values, (np.ndarray, np.datetime64)) and values.dtype.kind == "M":
        values = values.astype("datetime64[us]")  # numpy turns nanoseconds into bare numbers
    given = np.atleast_1d(np.asarray(values, dtype=object))
    if given.ndim > 1:
        raise ParameterError(
            nl=f"{what} moet één kolom met datums zijn", en=f"{what} must be one column of dates"
        )
    column = pd.Series(given, dtype=object)
    no_day = column.map(_is_no_day).astype(bool)
    local = pd.Series(list(map(_without_zone, column.mask(no_day))), dtype=object)
    dates = pd.to_datetime(local, errors="coerce", format="ISO8601")
    bad = dates.isna() & column.notna()
    if bad.any():
        line = int(np.flatnonzero(bad)[0])
        raise ParameterError(
            nl=f"{what}, rij {line + 1}: dit is geen datum; schrijf jjjj-mm-dd",
            en=f"{what}, row {line + 1}: this is not a date; write yyyy-mm-dd",
        )
    return dates.to_numpy("datetime64[D]")


def _is_no_day(value: object) -> bool:
    # A bare number would be read as nanoseconds since 1970, a year as its first day.
    if isinstance(value, str):
        return len(value) < len("20220414")
    return isinstance(value, (int, float)) and not pd.isna(value)


def _without_zone(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return _ZONE.sub(r"\1", value) if isinstance(value, str) else value
