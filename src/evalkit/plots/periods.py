"""Periods as CBS writes them, and the axis of years they stand on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from evalkit.errors import ParameterError
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

PERIOD: Final = re.compile(r"((?:19|20)\d\d)(?:(JJ|HJ|KW|MM)(\d\d))?")
_PER_YEAR: Final = {"JJ": 1, "HJ": 2, "KW": 4, "MM": 12}
_PART: Final = {
    "HJ": Text("halfjaar", "half-year"),
    "KW": Text("kwartaal", "quarter"),
    "MM": Text("maand", "month"),
}


def periods_per_year(periods: Sequence[str], column: str) -> int:
    """Return how many periods a year has; refuse what cannot stand on one axis.

    Parameters
    ----------
    periods : sequence of str
        As CBS writes them: 2019, 2019JJ00, 2019HJ01, 2019KW01, 2019MM01.
    column : str
        Where they come from, for the message.

    Returns
    -------
    int
        1, 2, 4 or 12.
    """
    kinds = set()
    for each in periods:
        match = PERIOD.fullmatch(each)
        if match is None:
            raise ParameterError(
                nl=f"kolom {column!r}: {each!r} is geen periode; schrijf 2019 of 2019HJ01",
                en=f"column {column!r}: {each!r} is no period; write 2019 or 2019HJ01",
            )
        kinds.add(_PER_YEAR[match[2] or "JJ"])
    if len(kinds) > 1:
        raise ParameterError(
            nl=f"kolom {column!r}: perioden van verschillende lengte; teken jaren en delen apart",
            en=f"column {column!r}: periods of different length; draw years and parts apart",
        )
    return kinds.pop() if kinds else 1


def read_period(period: str, per_year: int) -> tuple[int, Text]:
    """Return the number of periods since year 0, and the period in words.

    Parameters
    ----------
    period : str
        As CBS writes it.
    per_year : int
        From `periods_per_year`.

    Returns
    -------
    tuple of int and Text
        E.g. 4038 and "1e halfjaar 2019".
    """
    year, part, number = period[:4], period[4:6], period[6:]
    if part in {"", "JJ"}:
        return int(year), Text(year, year)
    order, name = int(number), _PART[part]
    words = Text(f"{order}e {name.nl} {year}", f"{name.en} {order} of {year}")
    return int(year) * per_year + order - 1, words


def place_of(step: int, per_year: int) -> float:
    """Return the middle of a period on an axis of years."""
    return (step + 0.5) / per_year


def year_axis(axes: Axes, steps: Sequence[int], per_year: int) -> None:
    """Mark the years below a picture, at most nine of them.

    Parameters
    ----------
    axes : Axes
        Where; x is in years.
    steps : sequence of int
        The periods shown, at least one.
    per_year : int
        From `periods_per_year`.
    """
    first, last = min(steps) // per_year, max(steps) // per_year
    stride = 1 + (last - first) // 8
    years = list(range(first, last + 1, stride))
    axes.set_xticks([year + 0.5 for year in years], [str(year) for year in years])
    axes.set_xlim(first - 0.1, last + 1.1)
