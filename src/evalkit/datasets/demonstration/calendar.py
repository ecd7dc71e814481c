"""Working days of the invented files: weekends and the holidays of the Algemene termijnenwet."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Dates = NDArray[np.datetime64]

# The inference room has a calendar of all years by the package holidays; this room stands above it,
# and what is shipped may not change with a package.
EASTER: Final = (
    date(2016, 3, 27), date(2017, 4, 16), date(2018, 4, 1), date(2019, 4, 21),
    date(2020, 4, 12), date(2021, 4, 4), date(2022, 4, 17), date(2023, 4, 9),
)  # fmt: skip
_AFTER_EASTER: Final = (-2, 1, 39, 49, 50)


@cache
def days_off() -> tuple[np.datetime64, ...]:
    """Return the Dutch holidays that a legal term passes over."""
    days = []
    for easter in EASTER:
        year, king = easter.year, date(easter.year, 4, 27)
        fixed = (date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
        moving = (easter + timedelta(days=step) for step in _AFTER_EASTER)
        days += [*fixed, *moving, king - timedelta(days=king.weekday() == 6)]
    return tuple(np.datetime64(day, "D") for day in sorted(days))


def working_days_after(start: Dates, days: ArrayLike) -> Dates:
    """Return the day that is so many working days after (or before) a date."""
    moved = np.busday_offset(start, days, roll="forward", holidays=list(days_off()))
    return moved.astype("datetime64[D]")


def working_days_within(start: Dates, calendar_days: int) -> NDArray[np.int64]:
    """Count the working days in the so many calendar days after a date."""
    one = np.timedelta64(1, "D")
    stop = start + np.timedelta64(calendar_days + 1, "D")
    return np.busday_count(start + one, stop, holidays=list(days_off()))
