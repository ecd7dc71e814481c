"""Handovers that are followed to the end of the wave, and risks that drop out of view."""

from __future__ import annotations

import numpy as np
import pandas as pd

from designs.experiment import TRUTH, Experiment, Shot, shot
from evalkit import inference as inf
from evalkit.datasets.demonstration.handovers import draw_handovers
from evalkit.datasets.demonstration.risks import DAYS_PER_MONTH, draw_risks

HANDOVERS = TRUTH.handovers
DESIGN = TRUTH.places.file_design
UNTIL = 20
CONTACT = HANDOVERS.contact_within(10)
WAITING = HANDOVERS.still_waiting(10)
MEAN_WAIT = sum(HANDOVERS.still_waiting(day) for day in range(UNTIL))
MONTHS = 6
IN_VIEW = float(TRUTH.risks.in_view(MONTHS))


def handovers(rng):
    table = draw_handovers(HANDOVERS, DESIGN, rng)
    accepted = inf.handovers_within_term(table, stage="sent-accepted", term="5 working days")
    weeks = inf.handovers_within_term(table, stage="sent-first_contact", term="10 weeks")
    waits = inf.handover_durations(table)
    times, seen = waits["duration"], waits["observed"]
    curve = inf.kaplan_meier(times, seen)
    ends = inf.aalen_johansen(times, waits["cause"])
    return {
        "`handovers_within_term`, accepted in 5 working days": shot(
            accepted.estimate, HANDOVERS.accepted_within(5)
        ),
        "`handovers_within_term`, contact in 10 weeks": shot(
            weeks.estimate, HANDOVERS.contact_within_weeks(10)
        ),
        "`aalen_johansen`, contact in 10 working days": shot(ends.at(10, "first_contact"), CONTACT),
        "`kaplan_meier`, waiting after 10 working days": shot(curve.at(10), WAITING),
        "1 - `kaplan_meier`, as if nobody was refused": _complement(curve.at(10), CONTACT),
        "`restricted_mean`, first 20 working days": shot(
            inf.restricted_mean(times, seen, until=UNTIL), MEAN_WAIT
        ),
    }


def _complement(found, truth):
    return Shot(1 - found.value, 1 - found.high, 1 - found.low, truth)


def risks(rng):
    """Risks of 150 files, nested in them: in view after half a year."""
    drawn = draw_risks(TRUTH.risks, DESIGN["unit"].to_numpy(), rng)
    since = drawn["date"] - pd.Timestamp("2019-01-01")
    moments = pd.DataFrame({
        "risk": drawn["unit"] + drawn["risk"],
        "time": since.dt.days / DAYS_PER_MONTH,
        "in_view": drawn["in_view"],
        "file": drawn["unit"],
    })  # fmt: skip
    view = inf.time_in_view(moments, clusters="file")
    latest, earliest = view.latest.at(MONTHS), view.earliest.at(MONTHS)
    return {
        "`time_in_view`, latest": shot(latest, IN_VIEW),
        "`time_in_view`, earliest": shot(earliest, IN_VIEW),
        "`time_in_view`, at the first moment, latest": shot(
            view.latest.at(0), float(np.asarray(TRUTH.risks.in_view(0)))
        ),
    }


EXPERIMENTS = (
    Experiment("handovers", "150 handovers, open ones followed to the end", handovers, 80),
    Experiment("risks", "risks in 150 files at 3 to 6 moments", risks, 120),
)
