"""Handovers: from sent to accepted to first contact, held against a term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.inference.aalen_johansen import aalen_johansen
from evalkit.inference.sampled import choose
from evalkit.inference.working_days import read_dates, working_days_between
from evalkit.language import Language, Text, format_number
from evalkit.results import Estimate, Result, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from evalkit.inference.working_days import HolidayCalendar

Stage = Literal["decided-sent", "sent-accepted", "accepted-first_contact", "sent-first_contact"]
STAGES: Final[dict[Stage, Text]] = {
    "decided-sent": Text("van besluit tot verzending", "decided-sent"),
    "sent-accepted": Text("van verzending tot acceptatie", "sent-accepted"),
    "accepted-first_contact": Text("van acceptatie tot eerste contact", "accepted-first_contact"),
    "sent-first_contact": Text("van verzending tot eerste contact", "sent-first_contact"),
}
TermUnit = Literal["working days", "days", "weeks"]
TERM_UNITS: Final[dict[TermUnit, Text]] = {
    "working days": Text("werkdagen", "working days"),
    "days": Text("dagen", "days"),
    "weeks": Text("weken", "weeks"),
}
_CONTACT, _OPEN = "eerste contact", "einde waarneming"
NOT_COUNTED: Final[dict[str, Text]] = {
    "no start": Text("de begindatum ontbreekt", "the date it starts from is missing"),
    "no end": Text(
        "niet bekend tot wanneer het dossier is gevolgd", "not known how long the file was followed"
    ),
    "order": Text("de datums staan in de verkeerde volgorde", "the dates are in the wrong order"),
    "date unknown": Text(
        "er was eerste contact, maar de datum ontbreekt",
        "there was first contact, but the date is missing",
    ),
}


def handover_durations(
    handovers: pd.DataFrame,
    *,
    stage: Stage = "sent-first_contact",
    measured_in: TermUnit = "working days",
    until: date | str | None = None,
    calendar: HolidayCalendar = "termijnenwet",
) -> pd.DataFrame:
    """Time that each handover took or was open, one row per handover.

    Parameters
    ----------
    handovers : DataFrame
        The table `handovers` of a study: `unit, sent, accepted, first_contact, end, end_reason`.
    stage : {"decided-sent", "sent-accepted", "accepted-first_contact", "sent-first_contact"}
        From which date to which.
    measured_in : {"working days", "days", "weeks"}
        The unit of `duration`.
    until : date or None
        Last day of observation, for files without `end`; what they reached later does not count.
    calendar : {"termijnenwet", "public"}
        Which days are holidays, see `dutch_holidays`.

    Returns
    -------
    DataFrame
        As many rows as handovers: `unit, region, municipality, duration, observed, cause, problem`.
        `cause` is the date reached, the reason the file ended, or "einde waarneming" while open;
        `duration` is NaN where `problem` says why (a key of `NOT_COUNTED`), and `problem` is empty
        otherwise. Give `duration` and `observed` to `kaplan_meier`, or `duration` and `cause` to
        `aalen_johansen`.

    Raises
    ------
    ParameterError
        If a column is absent, a value is no date, or an option does not exist.
    """
    choose("stage", stage, get_args(Stage), where="handover_durations")
    choose("measured_in", measured_in, get_args(TermUnit), where="handover_durations")
    first, last = stage.split("-")
    require_columns(handovers, ("unit", first, last, "end", "end_reason"))
    start, event, end = (read_dates(handovers[c], c) for c in (first, last, "end"))
    reasons = handovers["end_reason"].fillna(_OPEN).astype(object).to_numpy()
    # After first contact all earlier dates have been passed, known or not.
    unknown = np.isnat(event) & (reasons == _CONTACT) & (last != "sent")
    if until is not None:
        last_day = read_dates(pd.Series([until], dtype=object), "until")[0]
        still_open = np.isnat(end)
        # What happened after the last day of observation had not happened on that day.
        event = np.where(still_open & (event > last_day), np.datetime64("NaT"), event)
        end = np.where(still_open, last_day, end)
    reached = ~np.isnat(event)
    stop = np.where(reached, event, end)
    problem = np.select(
        [np.isnat(start), unknown, np.isnat(stop), (stop < start) | (reached & (event > end))],
        ["no start", "date unknown", "no end", "order"],
        default="",
    )
    spent = _spent(start, stop, measured_in, calendar)
    fine = problem == ""
    cause = np.where(reached, last, np.where(reasons == _CONTACT, _OPEN, reasons))
    table = pd.DataFrame({"unit": handovers["unit"].to_numpy()})
    for place in ("region", "municipality"):
        table[place] = handovers[place].to_numpy() if place in handovers else None
    return table.assign(
        duration=np.where(fine, spent, np.nan),
        observed=reached & fine,
        cause=pd.Series(cause, dtype=object).where(fine, None),
        problem=problem,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCheck(Result):
    """Handovers held against a term.

    Attributes
    ----------
    stage : {"decided-sent", "sent-accepted", "accepted-first_contact", "sent-first_contact"}
        From which date to which.
    term : Text
        E.g. "5 working days".
    n : int
        Handovers with a known duration.
    within, late : int
        Reached within the term; not reached when the term had passed.
    ended : int
        Ended otherwise (refused, returned, moved) before the term had passed.
    open : int
        Followed for less than the term and still open: not yet known.
    not_counted : int
        Handovers without a usable duration.
    estimate : Estimate
        Share that reached the date within the term, with open files counted for as long as they
        were followed and other ends as ends (Aalen-Johansen).
    lowest, highest : float
        The share if all open files turned out late, and if all were in time; NaN without files.
    """

    stage: Stage
    term: Text
    n: int
    within: int
    late: int
    ended: int
    open: int
    not_counted: int
    estimate: Estimate
    lowest: float
    highest: float

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        term = self.term.in_language(language)
        if language == "nl":
            return (
                f"{STAGES[self.stage].nl}, {term}: {self.within} van {self.n} binnen de termijn, "
                f"{self.late} later, {self.ended} anders geëindigd, {self.open} nog open, "
                f"{self.not_counted} niet te tellen"
            )
        return (
            f"{self.stage}, {term}: {self.within} of {self.n} within the term, {self.late} later, "
            f"{self.ended} ended otherwise, {self.open} still open, {self.not_counted} not countable"
        )

    def __str__(self) -> str:
        return self.in_language("en")


def handovers_within_term(
    handovers: pd.DataFrame,
    *,
    stage: Stage,
    term: str,
    until: date | str | None = None,
    calendar: HolidayCalendar = "termijnenwet",
    clusters: str | None = None,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> TermCheck:
    """Count the handovers that kept a term such as "5 working days" or "10 weeks".

    Parameters
    ----------
    handovers : DataFrame
        The table `handovers` of a study, see `handover_durations`.
    stage : {"decided-sent", "sent-accepted", "accepted-first_contact", "sent-first_contact"}
        From which date to which.
    term : str
        A number and "working days", "days" or "weeks" ("werkdagen", "dagen", "weken"). The day
        itself does not count; a handover on the last day of the term is in time. The law knows five
        working days for the safety assessment and ten weeks for the investigation; what holds for
        a handover is what the parties agreed.
    until : date or None
        Last day of observation, for files that are open and have no `end`.
    calendar : {"termijnenwet", "public"}
        Which days are holidays.
    clusters : str or None
        Column with the team or municipality, when files are nested.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Handovers that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the handovers were chosen.

    Returns
    -------
    TermCheck
        Counts first, then the estimate and its bounds. `within + late + ended + open = n`, and n
        plus `not_counted` is the number of rows.

    Raises
    ------
    ParameterError
        If the term cannot be read, a column is absent or an option does not exist.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "unit": ["a", "b", "c"],
    ...         "sent": "2022-04-11",
    ...         "end": "2022-04-29",
    ...         "accepted": ["2022-04-19", "2022-04-28", None],
    ...         "first_contact": None,
    ...         "end_reason": ["einde waarneming"] * 2 + ["geweigerd"],
    ...     }
    ... )
    >>> print(handovers_within_term(table, stage="sent-accepted", term="5 working days"))
    sent-accepted, 5 working days: 1 of 3 within the term, 2 later, 0 ended otherwise, 0 still open,
    0 not countable
    """
    amount, unit = read_term(term)
    table = handover_durations(
        handovers, stage=stage, measured_in=unit, until=until, calendar=calendar
    )
    if clusters is not None:
        require_columns(handovers, (clusters,))
    target = stage.split("-")[1]
    used = (table["problem"] == "").to_numpy()
    kept = table[used]
    duration = kept["duration"].to_numpy(float)
    reached = kept["observed"].to_numpy(bool)
    open_file = (kept["cause"] == _OPEN).to_numpy()
    within = int((reached & (duration <= amount)).sum())
    still_open = int((open_file & (duration < amount)).sum())
    ended = int((~reached & ~open_file & (duration <= amount)).sum())
    words = TERM_UNITS[unit]
    curve = aalen_johansen(
        duration, kept["cause"], censored=(_OPEN,), expected=(target,), level=level, population=population,
        frame=frame, selection=selection, name=STAGES[stage],
        clusters=None if clusters is None else handovers[clusters].to_numpy()[used],
    )  # fmt: skip
    n = len(kept)
    return TermCheck(
        stage=stage,
        term=Text(*(f"{format_number(amount, to)} {words.in_language(to)}" for to in ("nl", "en"))),
        n=n, within=within, late=n - within - still_open - ended, ended=ended, open=still_open,
        not_counted=len(table) - n, estimate=curve.at(amount, target),
        lowest=within / n if n else np.nan, highest=(within + still_open) / n if n else np.nan,
    )  # fmt: skip


def read_term(term: str) -> tuple[float, TermUnit]:
    """Read a term such as "5 working days", "10 weken" or "70 days"."""
    found = re.fullmatch(r"\s*(\d+(?:[.,]\d+)?)\s+(\S.*?)\s*", term)
    names = {word: unit for unit, words in TERM_UNITS.items() for word in words}
    if not found:
        raise ParameterError(
            nl=f"term {term!r} is geen getal met een eenheid; schrijf bijvoorbeeld '5 werkdagen'",
            en=f"term {term!r} is no number with a unit; write '5 working days', for example",
        )
    if found[2] not in names:
        raise unknown_name(Text("eenheid", "unit"), found[2], names, where="term")
    return float(found[1].replace(",", ".")), names[found[2]]


def require_columns(table: pd.DataFrame, columns: Iterable[str]) -> None:
    """Refuse a table in which a column is absent."""
    absent = [column for column in columns if column not in table]
    if absent:
        raise ParameterError(
            nl=f"de kolommen {', '.join(absent)} ontbreken; zie data_templates",
            en=f"the columns {', '.join(absent)} are absent; see data_templates",
        )


def _spent(
    start: NDArray[np.datetime64],
    stop: NDArray[np.datetime64],
    measured_in: TermUnit,
    calendar: HolidayCalendar,
) -> NDArray[np.float64]:
    if measured_in == "working days":
        return working_days_between(start, stop, calendar=calendar)
    days: NDArray[np.float64] = (stop - start) / np.timedelta64(1, "D")
    return days / 7 if measured_in == "weeks" else days
