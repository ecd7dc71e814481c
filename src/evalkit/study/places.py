"""Regions, municipalities and teams over time: who belongs where, and when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from evalkit.errors import unknown_name
from evalkit.language import Text, join_words
from evalkit.study.findings import Findings, shown
from evalkit.study.references import like, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from evalkit.study.reading import Reading
    from evalkit.study.settings import Wave

PLACED: Final = ("units", "answers", "handovers", "escalations")
"""Tables whose rows stand in a region or municipality."""


def find_place(table: pd.DataFrame, code_or_name: str, what: Text) -> pd.Series:
    """Return the row of a region or municipality.

    Parameters
    ----------
    table : DataFrame
        The table regions or municipalities; its first column holds the code.
    code_or_name : str
        Capitals do not matter.
    what : Text
        What is looked for.

    Returns
    -------
    Series
        The row with the code, else the last with the name.

    Raises
    ------
    ParameterError
        If there is none; it names the nearest.
    """
    wanted = code_or_name.strip().casefold()
    columns = [table.columns[0], "name"]
    for column in columns:
        match = table[table[column].str.casefold() == wanted]
        if len(match):
            return match.iloc[-1]
    known = [name for column in columns for name in table[column].dropna()]
    raise unknown_name(what, code_or_name, known)


class Period(NamedTuple):
    """Days from `start` to `end`, both included; an unknown end is the end of time."""

    start: dt.date = dt.date.min
    end: dt.date = dt.date.max

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two have a day in common."""
        return self.start <= other.end and other.start <= self.end

    def exceeds(self, other: Period) -> bool:
        """Tell whether this begins before or ends after `other`; an unknown start does not."""
        begins = dt.date.min < self.start < other.start
        return begins or self.end > other.end


def _period(start: object, end: object) -> Period:
    return Period(
        start if isinstance(start, dt.date) else dt.date.min,
        end if isinstance(end, dt.date) else dt.date.max,
    )


def validity(reading: Reading, key: str) -> dict[str, Period]:
    """Return the period in which each region or municipality exists."""
    return {
        code: _period(start, end)
        for _, code, start, end in rows(reading, key, "valid_from", "valid_to")
        if code is not None
    }


Members = dict[str, list[tuple[Period, str]]]


def check_memberships(readings: Mapping[str, Reading]) -> tuple[Members, Findings]:
    """Read which municipality belongs to which region and when.

    Parameters
    ----------
    readings : mapping of str to Reading
        All tables by name.

    Returns
    -------
    tuple of dict and Findings
        Periods and regions per municipality; memberships that overlap, or that lie outside the
        life of the region or the municipality.
    """
    reading = readings["memberships"]
    found = like(reading)
    lives = {
        "region": validity(readings["regions"], "region"),
        "municipality": validity(readings["municipalities"], "municipality"),
    }
    members: Members = defaultdict(list)
    lines: dict[tuple[str, int], int] = {}
    unsure = set()
    for row, (line, place, region, start, end) in enumerate(
        rows(reading, "municipality", "region", "valid_from", "valid_to")
    ):
        if row in reading.wrong:
            # Its period may be the part that could not be read: nothing follows from it.
            unsure.add(place)
            continue
        period = _period(start, end)
        for column, code in (("region", region), ("municipality", place)):
            if period.exceeds(lives[column].get(code, Period())):
                _outside(found, line, column, code)
        for position, (other, other_region) in enumerate(members[place]):
            if period.overlaps(other):
                found.add(
                    "overlapping-membership",
                    Text(
                        f"{place} hoort in dezelfde tijd al bij {other_region} "
                        f"(regel {lines[place, position]})",
                        f"{place} already belongs to {other_region} at the same time "
                        f"(line {lines[place, position]})",
                    ),
                    Text(
                        "sluit de eerste periode af met valid_to",
                        "end the first period with valid_to",
                    ),
                    line=line,
                    column="municipality",
                    value=place,
                )
                break
        lines[place, len(members[place])] = line
        members[place].append((period, region))
    return {place: spans for place, spans in members.items() if place not in unsure}, found


def _outside(found: Findings, line: int, column: str, code: str) -> None:
    found.add(
        "outside-validity",
        Text(
            f"deze periode valt (deels) buiten die van {code}",
            f"this period lies (partly) outside that of {code}",
        ),
        Text(
            "pas valid_from of valid_to aan, hier of bij de code zelf",
            "change valid_from or valid_to, here or at the code itself",
        ),
        line=line,
        column=column,
        value=code,
    )


def check_places(
    reading: Reading, members: Members, regions: Mapping[str, Period], waves: Sequence[Wave]
) -> Findings:
    """Report rows whose region does not exist at their date, or does not hold the municipality.

    Parameters
    ----------
    reading : Reading
        One of the tables in `PLACED`.
    members : dict
        From `check_memberships`.
    regions : mapping of str to Period
        When each region exists.
    waves : sequence of Wave
        The waves of study.toml: a row without a date is dated by its wave.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(reading)
    periods = {wave.id: Period(wave.start, wave.end) for wave in waves}
    columns = [name for name in ("wave", "date", "decided") if name in reading.values]
    for line, place, region, *moments in rows(reading, "municipality", "region", *columns):
        if region is None:
            continue
        period = _moment(moments, periods)
        if not period.overlaps(regions.get(region, Period())):
            found.add(
                "region-not-valid",
                Text(
                    f"regio {region} bestaat op dat moment niet",
                    f"region {region} does not exist at that time",
                ),
                Text("kijk in regions naar de opvolger", "look for the successor in regions"),
                line=line,
                column="region",
                value=region,
            )
        if place not in members:
            continue
        at = sorted({other for span, other in members[place] if span.overlaps(period)})
        if region not in at:
            _not_in_region(found, line, place, region, at)
    return found


def _moment(moments: Iterable[object], waves: Mapping[str, Period]) -> Period:
    """Return when a row took place: its date, else its wave, else any time."""
    period = Period()
    for moment in moments:
        if isinstance(moment, dt.date):
            period = Period(moment, moment)
        elif isinstance(moment, str):
            period = waves.get(moment, period)
    return period


def _not_in_region(found: Findings, line: int, place: str, region: str, at: Sequence[str]) -> None:
    hint = Text("vul memberships aan", "complete memberships")
    if at:
        hint = Text(
            f"{place} hoort dan bij {join_words(at, 'nl')}",
            f"{place} then belongs to {join_words(at, 'en')}",
        )
    found.add(
        "not-in-region",
        Text(
            f"gemeente {place} hoort op dat moment niet bij regio {region}",
            f"municipality {place} is not in region {region} at that time",
        ),
        hint,
        line=line,
        column="municipality",
        value=place,
    )


def check_teams(readings: Mapping[str, Reading]) -> Findings:
    """Report units whose team belongs to another municipality.

    Parameters
    ----------
    readings : mapping of str to Reading
        All tables by name.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(readings["units"])
    teams = rows(readings["teams"], "team", "municipality")
    home = {team: (line, place) for line, team, place in teams if place is not None}
    for line, team, place in rows(readings["units"], "team", "municipality"):
        if place is None or team not in home or home[team][1] == place:
            continue
        found.add(
            "team-elsewhere",
            Text(
                f"team {shown(team)!r} hoort bij {home[team][1]}, niet bij {place}",
                f"team {shown(team)!r} belongs to {home[team][1]}, not to {place}",
            ),
            Text(f"zie regel {home[team][0]} van teams", f"see line {home[team][0]} of teams"),
            line=line,
            column="team",
            value=shown(team),
        )
    return found
