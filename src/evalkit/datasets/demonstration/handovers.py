"""Handovers: from decided to sent, accepted and first contact, with other ends and open files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.calendar import working_days_after, working_days_within
from evalkit.datasets.demonstration.draws import chance, day, pick, weibull_reached, whole_weibull

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from evalkit.datasets.demonstration.draws import Floats

_LONGEST: Final = 2000
_REASONS: Final = {
    "contact": "eerste contact", "refused": "geweigerd", "returned": "teruggegeven",
    "moved": "verhuisd", "open": "einde waarneming",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Handovers:
    """How handovers go.

    Attributes
    ----------
    start, end : date
        First and last day of the wave; files are followed to the last.
    special_share : float
        Share of the files that go to a specialised team.
    decided_until : date
        Last day of a decision.
    report_to_decision, decided_to_sent, sent_to_accepted, accepted_to_contact, refused_after, \
    returned_after : mapping
        Scale and shape of delays in working days, Weibull rounded up.
    specialised : float
        Factor on the two delays of a specialised team.
    after_sent, after_accepted : mapping of str to float
        Chance of each end of a stage.
    lost_date : float
        Chance that a date is not in the file.
    """

    start: date
    end: date
    special_share: float
    decided_until: date
    report_to_decision: Mapping[str, float]
    decided_to_sent: Mapping[str, float]
    sent_to_accepted: Mapping[str, float]
    accepted_to_contact: Mapping[str, float]
    refused_after: Mapping[str, float]
    returned_after: Mapping[str, float]
    specialised: float
    after_sent: Mapping[str, float]
    after_accepted: Mapping[str, float]
    lost_date: float

    def accepted_within(self, working_days: int) -> float:
        """Return the true share of sent handovers accepted within a term."""
        reached = sum(
            share * weibull_reached(working_days, self.sent_to_accepted, factor)
            for factor, share in self._types()
        )
        return float(self.after_sent["accepted"] * reached)

    def contact_within(self, working_days: int) -> float:
        """Return the true share of sent handovers with first contact within working days.

        Refusals, returns and moves are ends of their own: what Aalen-Johansen estimates.
        """
        return float(self._ends()[0][: working_days + 1].sum())

    def contact_within_weeks(self, weeks: int) -> float:
        """Return the same for weeks, over the days on which handovers are sent."""
        days = np.arange(np.datetime64(self.start, "D"), np.datetime64(self.decided_until, "D"))
        sent = np.unique(working_days_after(days, 0))
        reached = np.cumsum(self._ends()[0])
        return float(reached[working_days_within(sent, 7 * weeks)].mean())

    def still_waiting(self, working_days: int) -> float:
        """Return the true curve of Kaplan-Meier for first contact, other ends as censoring."""
        contact, other = self._ends()
        left = 1 - np.r_[0.0, np.cumsum(contact + other)[:-1]]
        return float(np.prod(1 - (contact / left)[: working_days + 1]))

    def _types(self) -> tuple[tuple[float, float], ...]:
        return (1.0, 1 - self.special_share), (self.specialised, self.special_share)

    def _ends(self) -> tuple[Floats, Floats]:
        """Return the chance per working day after sending of contact, and of another end."""
        contact, other = np.zeros(_LONGEST), np.zeros(_LONGEST)
        accepted, reached = self.after_sent["accepted"], self.after_accepted["contact"]
        for factor, share in self._types():
            wait = _per_day(self.sent_to_accepted, factor)
            then = _per_day(self.accepted_to_contact, factor)
            back = _per_day(self.returned_after)
            contact += share * accepted * reached * np.convolve(wait, then)[:_LONGEST]
            other += share * accepted * (1 - reached) * np.convolve(wait, back)[:_LONGEST]
            other += share * (1 - accepted) * _per_day(self.refused_after)
        return contact, other


def _per_day(delay: Mapping[str, float], factor: float = 1.0) -> Floats:
    reached = weibull_reached(np.arange(_LONGEST), delay, factor)
    return np.diff(np.r_[0.0, reached])


def draw_handovers(
    handovers: Handovers, design: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the handover of every file.

    Parameters
    ----------
    handovers : Handovers
        The truth.
    design : DataFrame
        Files with `unit, region, municipality, specialised`.
    rng : Generator
        Stream of this part.

    Returns
    -------
    DataFrame
        The table handovers, with `reported` (report to Veilig Thuis) and `reached` (day of first
        contact, also when the file lacks it) beside it.
    """
    n = len(design)
    factor = np.where(design["specialised"], handovers.specialised, 1.0)
    decided = working_days_after(day(rng, handovers.start, handovers.decided_until, n), 0)
    before = whole_weibull(rng, handovers.report_to_decision, n)
    sent = working_days_after(decided, whole_weibull(rng, handovers.decided_to_sent, n))
    first = pick(rng, handovers.after_sent, n)
    wait = whole_weibull(rng, handovers.sent_to_accepted, n, factor=factor)
    refused = whole_weibull(rng, handovers.refused_after, n)
    second = pick(rng, handovers.after_accepted, n)
    then = whole_weibull(rng, handovers.accepted_to_contact, n, factor=factor)
    back = whole_weibull(rng, handovers.returned_after, n)
    taken = first == "accepted"
    accepted = working_days_after(sent, np.where(taken, wait, refused))
    reason = np.where(taken, second, first)
    contact = reason == "contact"
    end = np.where(taken, working_days_after(accepted, np.where(contact, then, back)), accepted)
    last = np.datetime64(handovers.end, "D")
    reason = np.where(end > last, "open", reason)
    contact &= end <= last
    never = np.datetime64("NaT", "D")
    accepted = np.where(taken & (accepted <= last), accepted, never)
    lost = chance(rng, handovers.lost_date, n), chance(rng, handovers.lost_date, n)
    reached = np.where(contact, end, never)
    table: dict[str, Any] = {
        "unit": design["unit"].to_numpy(),
        "region": design["region"].to_numpy(),
        "municipality": design["municipality"].to_numpy(),
        "decided": decided,
        "sent": np.where(sent <= last, sent, never),
        # A lost date is lost where first contact shows that it was passed.
        "accepted": np.where(lost[0] & contact, never, accepted),
        "first_contact": np.where(lost[1], never, reached),
        "end": np.where(contact & lost[1], never, np.minimum(end, last)),
        "end_reason": [_REASONS[word] for word in reason],
        "reported": working_days_after(decided, -before),
        "reached": reached,
    }
    return pd.DataFrame(table)
