"""Samen Doen 2021: how a region maintains its agreements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, unanswered
from evalkit.evaluations.escalation import EVALUATION
from evalkit.evaluations.labels import statement
from evalkit.evaluations.place import resolve_place, resolve_wave
from evalkit.evaluations.workgroup import TITLES, counts_of_kind, known_answers, laid, parts_of
from evalkit.language import Text
from evalkit.schemes import UNITS
from evalkit.study.dates import read_date

if TYPE_CHECKING:
    from evalkit.evaluations.place import Place
    from evalkit.results import About
    from evalkit.study import Study

PLANNED: Final = Text("geplande evaluaties van afspraken", "planned evaluations of agreements")
ALDERMEN: Final = Text("wethouders", "aldermen")
#: Of one evaluation that was planned, by whether it was held.
_ONE_PLANNED: Final = (
    (
        "De ene geplande evaluatie van de afspraken in {place} is niet gehouden.",
        "The one evaluation of the agreements planned in {place} was not held.",
    ),
    (
        "De ene geplande evaluatie van de afspraken in {place} is gehouden.",
        "The one evaluation of the agreements planned in {place} was held.",
    ),
)
HELD: Final = Text("gehouden", "held")
HELD_IN_TIME: Final = Text("gehouden, op tijd", "held, in time")
TOOK_PART: Final = Text("deed mee aan een activiteit", "took part in an activity")
_OF_REGION: Final = Text(
    "afspraken zijn van de regio; alles hier gaat over de hele regio, niet over deze gemeente alleen",
    "agreements are a region's; all of this is about the whole region, not this municipality alone",
)
_PER_YEAR: Final = Text(
    "een wethouder telt ieder jaar opnieuw mee", "an alderman counts again every year"
)


def agreement_maintenance(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count how the agreements are maintained: adoption, evaluation, annexes, aldermen reached.

    Parameters
    ----------
    study : Study
        The study; items B4 and B5 of scheme samen-doen-2021.
    region, municipality, wave : str or None
        Where and when; agreements are a region's, so a municipality shows those of its region.

    Returns
    -------
    Analysis
        Table: kind of unit, question, answer, k and n: versions, or for B5.1 aldermen.

    Raises
    ------
    ParameterError
        If the place or wave does not exist.
    """
    title = Text("Onderhoud van de afspraken", "Maintenance of the agreements")
    question = Text(
        "Wie stelt de afspraken vast, worden ze geëvalueerd en doen wethouders mee?",
        "Who adopts the agreements, are they evaluated and do aldermen take part?",
    )
    place = resolve_place(study, region, municipality)
    is_of_region = place.municipality is not None and place.region is not None
    if is_of_region:
        place = resolve_place(study, place.region)
    resolve_wave(study, wave)
    versions = counts_of_kind(study, place, "document", ("B4.1", "B4.1.3", "B4.3", "B4.3.1"), wave)
    held = _evaluations(study, place, wave)
    reached = _aldermen(study, place, wave)
    table = pd.concat([versions, held, reached], ignore_index=True)
    if not len(table):
        reason = Text(
            "er zijn hier geen versies van de afspraken gecodeerd; codeer de items B4",
            "no versions of the agreements were coded here; code the items B4",
        )
        return unanswered("agreement_maintenance", EVALUATION, title, question, reason)
    sentences: tuple[tuple[pd.DataFrame, About, Text, str, str], ...] = (
        (held, "organisations", PLANNED, "In {place} gehouden: {share}.",
         "Held in {place}: {share}."),
        (reached, "people", ALDERMEN, "In {place} bereikt: {share}.",
         "Reached in {place}: {share}."),
    )  # fmt: skip
    said = []
    for part, about, noun, nl, en in sentences:
        if len(part):
            k, n = int(part["k"].iloc[0]), int(part["n"].iloc[0])
            share = Share(k=k, n=n, noun=noun)
            told = statement(nl, en, place=place.name, share=share)
            if noun is PLANNED and n == 1:
                told = statement(*_ONE_PLANNED[k], place=place.name)
            said.append(replace(told, about=about))
    return Analysis(
        name="agreement_maintenance",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table,
        shares={"share": ("k", "n")},
        titles=TITLES,
        statements=tuple(said),
        cautions=(
            *([_OF_REGION] if is_of_region else []),
            *([_PER_YEAR] if len(reached) else []),
        ),
        public_rows=(UNITS["document"],),
    )


def _evaluations(study: Study, place: Place, wave: str | None) -> pd.DataFrame:
    """Count which of the evaluations that were planned were held, and held in time."""
    planned = known_answers(study, place, "B4.2", wave)
    if not len(planned):
        return laid("document", [])
    held = known_answers(study, place, "B4.2.1", wave).reindex(planned.index).dropna()
    in_time = [
        read_date(held[unit], seen="") <= read_date(planned[unit], seen="") for unit in held.index
    ]
    label = study.items["B4.2.1"].label if "B4.2.1" in study.items else study.items["B4.2"].label
    counts = ((HELD, len(held)), (HELD_IN_TIME, sum(in_time)))
    return laid(
        "document",
        [{"item": label, "answer": word, "k": k, "n": len(planned)} for word, k in counts],
    )


def _aldermen(study: Study, place: Place, wave: str | None) -> pd.DataFrame:
    parts = parts_of(known_answers(study, place, "B5.1", wave))
    if not parts:
        return laid("region-year", [])
    reached, there = (sum(each) for each in zip(*parts, strict=True))
    label = study.items["B5.1"].label
    return laid("region-year", [{"item": label, "answer": TOOK_PART, "k": reached, "n": there}])
