"""The report of a region in a few sentences; each number in them passed the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from evalkit.claims import threads
from evalkit.reports.figure_tables import HANDOVER, REPORTS, totals
from evalkit.reports.phrase import during, month
from evalkit.reports.report import texts
from evalkit.reports.words import words

if TYPE_CHECKING:
    from evalkit.disclosure.released import ReleasedText
    from evalkit.language import Text
    from evalkit.reports.region_facts import RegionFacts


def summary_sentences(report: RegionFacts) -> tuple[str, ...]:
    """Return what matters most about a region, in order; what does not apply is left out.

    Parameters
    ----------
    report : RegionFacts
        The data of the region.

    Returns
    -------
    tuple of str
        Sentences in the language of the report.
    """
    sentences = (
        _say_place(report),
        _say_named(report),
        _say_reports(report),
        _say_handed_over(report),
        _say_inspected(report),
        _say_known_elsewhere(report),
        report.say("summary.questions") if threads(report.claims) else "",
    )
    return tuple(sentence for sentence in sentences if sentence)


def _say_place(report: RegionFacts) -> str:
    number = report.gate.count(len(report.municipalities), what=words()["record.municipalities"])
    rows = report.every_figure
    codes = [report.code] if report.earlier.empty else list(report.earlier["region"])
    people = rows[(rows["table"] == "afgeleid") & rows["region"].isin(codes)]
    if number.value == 0:
        return ""
    if len(people) < len(codes):
        return report.say(
            "summary.place_without_population", region=report.name, municipalities=number
        )
    report.cite(people["source"])
    population = report.gate.count(people["value"].sum(), what=words()["record.population"])
    return report.say(
        "summary.place", region=report.name, municipalities=number, population=population
    )


def _say_named(report: RegionFacts) -> str:
    if not report.claims:
        return ""
    named = report.named_in
    what = words()["record.named"]
    if not named:
        n = report.gate.count(len(report.claims), what=words()["record.claims"])
        return report.say("summary.not_named", n=n)
    share = report.gate.share(len(named), len(report.claims), what=what, level=None)
    return report.say("summary.named", counted=report.counted(share, words()["noun.claims"]))


def _say_reports(report: RegionFacts) -> str:
    found = totals(report.figures)
    found = found[(found["subject"] == REPORTS) & found["value"].notna()]
    if found.empty:
        return report.say("summary.reports_unknown")
    last = found.sort_values("period").iloc[-1]
    report.cite([last["source"]])
    return report.say(
        "summary.reports",
        period=during(last["period"]),
        value=report.gate.count(last["value"], what=words()["record.reports"]),
        status=words()[f"word.{last['status']}"],
    )


def _say_handed_over(report: RegionFacts) -> str:
    found = report.outcome_shares
    handed = found[found["category"] == HANDOVER]
    if handed.empty:
        return ""
    row = handed.iloc[0]
    share = report.gate.share(
        row["value"], row["total"], what=words()["record.handed_over"], level=None
    )
    return report.say("summary.handed_over", share=share, period=during(row["period"]))


def _say_inspected(report: RegionFacts) -> str:
    if report.study.table("inspections").empty:
        return ""
    if report.judgements.empty:
        return report.say("summary.not_inspected")
    last = report.judgements.sort_values("date").iloc[-1]
    verdict = texts(report.judgements.loc[[last.name]], "verdict")[0]
    said: dict[str, Text | str] = {
        "date": month(last["date"]),
        "region": str(report.study.region(last["region"])["name"]),
        "verdict": verdict if verdict.nl else words()["word.unread"],
    }
    if pd.isna(last["met_low"]):
        return report.say("summary.inspected_uncounted", **said)
    return report.say("summary.inspected", met=_say_met(report, last), **said)


def _say_met(report: RegionFacts, row: pd.Series[Any]) -> ReleasedText:
    """Write how many expectations were met: each of these is a count, so each passes the gate."""
    what = words()["record.inspections"]
    low, high, n = (
        report.gate.count(int(row[name]), what=what)
        for name in ("met_low", "met_high", "expectations")
    )
    if row["met_low"] == row["met_high"]:
        return report.gate.text(words()["phrase.met"], what=what, low=low, n=n)
    return report.gate.text(words()["phrase.met_range"], what=what, low=low, high=high, n=n)


def _say_known_elsewhere(report: RegionFacts) -> str:
    if report.neighbours.empty:
        return ""
    return report.say("summary.others", counted=report.known_elsewhere)
