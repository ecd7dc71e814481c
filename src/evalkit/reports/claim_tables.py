"""Published claims as tables: what they say, which counts fit, and what cannot be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.claims import BASES, TOPICS, assess_claims, threads
from evalkit.language import Text
from evalkit.reports.section import Paragraph, Part
from evalkit.reports.words import words
from evalkit.schemes import load_scheme, scheme_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.claims import Claim, Thread
    from evalkit.reports.report import Report
    from evalkit.reports.section import Block, Table

#: Regions that published claims name, as ``evaluation/claim`` or a whole evaluation.
_NAMED: Final = {
    "VT03": ("regioaanpak-2016/D13",),
    "VT04": ("regioaanpak-2016/D08",),
    "VT10": ("samen-doen-2021/",),
}


def claims_that_name(region: str, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that name a region or one of its municipalities."""
    prefixes = _NAMED.get(region, ())
    return [c for c in claims if prefixes and f"{c.evaluation}/{c.id}".startswith(prefixes)]


def evaluation_name(evaluation: str) -> Text:
    """Return the title of the evaluation's scheme; the id itself for one of your own."""
    if evaluation in scheme_names():
        return load_scheme(evaluation).title
    return Text(evaluation, evaluation)


def named_table(report: Report, claims: Sequence[Claim]) -> Table:
    """Lay out claims with their topic."""
    frame = pd.DataFrame(
        {
            "claim": [claim.id for claim in claims],
            "text": [claim.text for claim in claims],
            "topic": [TOPICS.get(claim.topic, Text(claim.topic, claim.topic)) for claim in claims],
            "source": [claim.source for claim in claims],
        }
    )
    return report.table(frame, "evaluations.named")


def assessed_table(report: Report, claims: Sequence[Claim], evaluation: str) -> Table:
    """Lay out the claims of an evaluation with the counts their words allow."""
    assessed = assess_claims(claims).to_dict("records")
    frame = pd.DataFrame(
        {
            "claim": [claim.id for claim in claims],
            "text": [claim.text for claim in claims],
            "quantifier": [claim.quantifier or "–" for claim in claims],
            "base": [BASES.get(claim.base, Text(claim.base, claim.base)) for claim in claims],
            "fits": [_fits(row) for row in assessed],
            "verdict_claim": [_said(row) for row in assessed],
        }
    )
    cited = report.cite(claim.source for claim in claims)
    return report.table(
        frame, "claims.table", notes=[cited], evaluation=evaluation_name(evaluation)
    )


def _fits(row: dict[Any, Any]) -> Text:
    low, high, n = row["wide_low"], row["wide_high"], row["base_n"]
    if pd.isna(low):
        return Text("–", "–")
    text = words()["claims.fits_one" if low == high else "claims.fits"]
    return Text(*(half.format(low=low, high=high, n=n) for half in text))


def _said(row: dict[Any, Any]) -> Text:
    head = words()["claims.testable" if row["testable"] else "claims.not_testable"]
    why = Text(str(row["reason_nl"]), str(row["reason_en"]))
    return Text(*(f"{a}: {b}" if b else a for a, b in zip(head, why, strict=True)))


def thread_part(report: Report, thread: Thread) -> Part:
    """Lay out what was said on one subject, year by year, and how it may be read."""
    steps = thread.steps
    frame = pd.DataFrame(
        {
            "year": [f"{step.year}" for step in steps],
            "claim": [step.claim.id for step in steps],
            "text": [step.claim.text for step in steps],
            "base": [BASES.get(step.claim.base, Text("–", "–")) for step in steps],
        }
    )
    cited = report.cite(step.claim.source for step in steps)
    reading = Paragraph(thread.reading.in_language(report.language))
    blocks: tuple[Block, ...] = (
        *((reading,) if reading.text else ()),
        report.table(frame, "claims.said", notes=[cited], thread=thread.title),
    )
    return Part(thread.title.in_language(report.language), blocks)


def thread_questions(report: Report, claims: Sequence[Claim]) -> list[Part]:
    """Return per thread how it may be read, and the question it raises for one region."""
    return [
        Part(
            thread.title.in_language(report.language),
            (
                Paragraph(thread.reading.in_language(report.language)),
                report.note(f"claims.question_{thread.id.split('-')[0]}"),
            ),
        )
        for thread in threads(claims)
        if f"claims.question_{thread.id.split('-')[0]}" in words()
    ]
