"""Two parties, escalations and half-yearly reports."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from designs.experiment import TRUTH, Experiment, Shot, shot
from evalkit import inference as inf
from evalkit.datasets.demonstration.escalations import draw_escalations
from evalkit.datasets.demonstration.half_years import draw_counts
from evalkit.datasets.demonstration.respondents import draw_answers

PLACES = TRUTH.places.municipalities
SCALE = {"C4.4": list("12345")}
ANSWERS = dataclasses.replace(
    TRUTH.answers, items={"C4.4": TRUTH.answers.items["C4.4"]}, rosier={"C4.4": 0.5}
)
UNMOVED = dataclasses.replace(ANSWERS, rosier={"C4.4": 0.0})
CHANGE = pd.Timestamp(TRUTH.escalations.change)
SERIES = "Ontvangen meldingen"
HALF_YEARS = TRUTH.half_years
POPULATION = int(PLACES["population"].sum())


def parties(rng):
    row, same = (
        inf.dyad_congruence(draw_answers(one, PLACES, rng), levels=SCALE).table.iloc[0]
        for one in (ANSWERS, UNMOVED)
    )
    return {
        "`dyad_congruence`, nobody named rosier when nobody is": Shot(
            np.nan, 0.0, 0.0, float(same["rosier"] != "")
        ),
        "`dyad_congruence`, difference": Shot(
            row["difference"], row["difference_low"], row["difference_high"],
            TRUTH.answers.dyad_difference("C4.4"),
        )
    }  # fmt: skip


def escalations(rng):
    log = draw_escalations(TRUTH.escalations, PLACES, rng)
    log["route"] = log["route"].replace("", None)
    cases = inf.escalation_conformance(log).cases.set_index("escalation")
    late = log.groupby("escalation")["date"].min() >= CHANGE
    known = cases[cases["problem"] == ""]
    found, counts = {}, []
    for period, chosen in (("before", ~late), ("after", late)):
        skips = known["skips"][chosen.reindex(known.index)].astype(bool)
        found[f"`escalation_conformance`, skips, {period} 2019"] = shot(
            inf.wilson_interval(int(skips.sum()), len(skips)),
            TRUTH.escalations.skipping(period),
        )
        counts += [int(skips.sum()), len(skips)]
    truth = TRUTH.escalations.skipping("after") - TRUTH.escalations.skipping("before")
    for interval in (inf.newcombe_interval, inf.miettinen_nurminen_interval):
        found[f"`{interval.__name__}`, skips, after less before"] = shot(interval(*counts), truth)
    return found


def reports(rng):
    counts = draw_counts(HALF_YEARS, TRUTH.places, rng)
    own = counts[(counts["measure"] == SERIES) & (counts["region_type"] == "VT")]
    series = own.groupby("period")["value"].sum()
    truth = np.log(HALF_YEARS.measures[SERIES].rate_ratio)
    found = {}
    for errors in ("HAC", "quasi", "model"):
        trend = inf.segmented_trend(
            series, periods=list(series.index), exposure=np.full(len(series), POPULATION),
            break_at=HALF_YEARS.change, errors=errors,
        )  # fmt: skip
        step = trend.model.table.set_index("term").loc["step"]
        found[f"`segmented_trend`, errors {errors}"] = Shot(
            step["estimate"], step["low"], step["high"], truth
        )
    later = HALF_YEARS.measures[SERIES].trend_after ** 7
    found["`segmented_trend`, last half-year against the first after it"] = shot(
        trend.change, later
    )
    return found


EXPERIMENTS = (
    Experiment("parties", "3 and 4 respondents about 18 municipalities", parties, 200),
    Experiment("escalations", "70 escalations, 24 of them before 2019", escalations, 100),
    Experiment("reports", "16 half-years, eight before the break", reports, 100),
)
