"""Samen Doen 2021: what a region follows of its own cooperation, meeting by meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, unanswered
from evalkit.evaluations.answer_counts import modal_answers
from evalkit.evaluations.escalation import EVALUATION, escalation_routes
from evalkit.evaluations.escalation_reasons import escalation_reasons
from evalkit.evaluations.labels import statement
from evalkit.evaluations.maintenance import agreement_maintenance
from evalkit.evaluations.place import resolve_place, resolve_wave
from evalkit.evaluations.workgroup import TITLES, counts_of_kind, known_answers, laid, parts_of
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.evaluations.analysis import Statement
    from evalkit.evaluations.place import Place
    from evalkit.study import Study

__all__ = [
    "agreement_maintenance",
    "escalation_reasons",
    "escalation_routes",
    "learning_cases",
    "meetings",
]

MEETINGS: Final = Text("overleggen", "meetings")
ACTIONS: Final = Text("actiepunten", "action points")
CASES: Final = Text("casusbesprekingen", "case discussions")
_IN_TIME: Final[tuple[Text, Text]] = (
    Text("binnen het afgesproken ritme", "within the agreed rhythm"),
    Text("later dan afgesproken", "later than agreed"),
)
_CHOSEN: Final = Text(
    "casussen zijn gekozen om van te leren en zeggen niet hoe vaak iets voorkomt",
    "cases were chosen to learn from and do not tell how often something happens",
)
_TEAMS: Final = Text(
    "aanwezigheid van een team zegt niet of het namens andere teams sprak",
    "a team being present does not tell whether it spoke for other teams",
)


def meetings(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count what meetings were about, whether they kept their rhythm and what came of actions.

    Parameters
    ----------
    study : Study
        The study; items B2 of scheme samen-doen-2021.
    region, municipality, wave : str or None
        Where and when; None takes all.

    Returns
    -------
    Analysis
        Table: kind of unit, question, answer, k and n.

    Raises
    ------
    ParameterError
        If the place or wave does not exist.
    """
    title = Text("Overleg en actiepunten", "Meetings and action points")
    question = Text(
        "Waarover gaat het overleg, houdt het zijn ritme en wat gebeurt er met afspraken?",
        "What are the meetings about, do they keep their rhythm and what becomes of actions?",
    )
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    parts = [
        counts_of_kind(study, place, kind, ("B2.1", "B2.2", "B2.5", "B2.5.1"), wave)
        for kind in ("meeting", "agenda-point", "action")
    ]
    rhythm = _rhythm(study, place, wave)
    table = pd.concat([*parts, rhythm], ignore_index=True)
    if not len(table):
        reason = Text(
            "er zijn hier geen overleggen gecodeerd; codeer de items B2",
            "no meetings were coded here; code the items B2",
        )
        return unanswered("meetings", EVALUATION, title, question, reason)
    teams = parts_of(known_answers(study, place, "B2.3", wave))
    return Analysis(
        name="meetings",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table,
        shares={"share": ("k", "n")},
        titles=TITLES,
        statements=tuple(_meeting_sentences(study, table, teams)),
        cautions=(_TEAMS,) if teams else (),
    )


def learning_cases(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count who brings cases to learning meetings and what is learned.

    Parameters
    ----------
    study : Study
        The study; items B3 of scheme samen-doen-2021.
    region, municipality, wave : str or None
        Where and when; None takes all.

    Returns
    -------
    Analysis
        Table: question, answer, k and n. The terms themselves, which are free text, stay out.

    Raises
    ------
    ParameterError
        If the place or wave does not exist.
    """
    title = Text("Leren van casussen", "Learning from cases")
    question = Text(
        "Wie brengt casussen in, en waarover gaat het leerpunt?",
        "Who brings cases, and what is the lesson about?",
    )
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    table = counts_of_kind(study, place, "case-discussion", ("B3.1", "B3.2", "B3.3"), wave)
    if not len(table):
        reason = Text(
            "er zijn hier geen casusbesprekingen gecodeerd; codeer de items B3",
            "no case discussions were coded here; code the items B3",
        )
        return unanswered("learning_cases", EVALUATION, title, question, reason)
    said = []
    for _, row in modal_answers(table.assign(id=table["item"], facet="")).iterrows():
        share = Share(k=int(row["k"]), n=int(row["n"]), noun=CASES)
        said.append(
            statement(
                "{item}, “{answer}”: {share}.",
                "{item}, “{answer}”: {share}.",
                item=row["item"],
                share=share,
                answer=row["answer"],
            )
        )
    return Analysis(
        name="learning_cases",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table.drop(columns="kind"),
        shares={"share": ("k", "n")},
        titles=TITLES,
        statements=tuple(said),
        cautions=(_CHOSEN,),
    )


def _rhythm(study: Study, place: Place, wave: str | None) -> pd.DataFrame:
    """Count the meetings that followed the one before within the agreed days."""
    days = pd.to_numeric(known_answers(study, place, "B2.4", wave))
    agreed = pd.to_numeric(known_answers(study, place, "B2.4.1", wave))
    both = days.index.intersection(agreed.index)
    if not len(both):
        return laid("meeting", [])
    kept = int((days[both] <= agreed[both]).sum())
    label = study.items["B2.4"].label
    counts = zip(_IN_TIME, (kept, len(both) - kept), strict=True)
    return laid(
        "meeting", [{"item": label, "answer": word, "k": k, "n": len(both)} for word, k in counts]
    )


def _meeting_sentences(
    study: Study, table: pd.DataFrame, teams: list[tuple[int, int]]
) -> list[Statement]:
    said = []
    for item, answer, noun, nl, en in (
        (study.items.get("B2.4"), _IN_TIME[0], MEETINGS,
         "Binnen het afgesproken ritme: {share}.", "Within the agreed rhythm: {share}."),
        (study.items.get("B2.5"), None, ACTIONS,
         "Afgehandeld: {share}.", "Done: {share}."),
    ):  # fmt: skip
        if item is None:
            continue
        wanted = answer or item.levels[-1].label
        rows = table[
            [
                a == item.label and b == wanted
                for a, b in zip(table["item"], table["answer"], strict=True)
            ]
        ]
        if len(rows) and rows["n"].iloc[0]:
            share = Share(k=int(rows["k"].iloc[0]), n=int(rows["n"].iloc[0]), noun=noun)
            said.append(statement(nl, en, share=share))
    if teams:
        many = sum(2 * k > n for k, n in teams)
        share = Share(k=many, n=len(teams), noun=MEETINGS)
        said.append(
            statement(
                "Meer dan de helft van de lokale teams aanwezig: {share}.",
                "More than half of the local teams present: {share}.",
                share=share,
            )
        )
    return said
