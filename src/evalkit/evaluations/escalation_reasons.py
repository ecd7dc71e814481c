"""Samen Doen 2021: what escalations were about, who began them and how they ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, unanswered
from evalkit.evaluations.answer_counts import COUNT_TITLES
from evalkit.evaluations.escalation import EVALUATION, NOTHING, RECORDED, escalation_log
from evalkit.evaluations.place import resolve_place
from evalkit.language import Text
from evalkit.schemes import load_scheme

if TYPE_CHECKING:
    from evalkit.study import Study

_TITLES: Final = {**COUNT_TITLES, "what": Text("Wat", "What")}


def escalation_reasons(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count what escalations were about, who began them and how they ended.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality, wave : str or None
        Where and when; an escalation belongs to the wave in which its first step fell.

    Returns
    -------
    Analysis
        Table: what was asked, the answer, and k of the n escalations of which it is recorded. Of
        several triggers each counts; the outcome is that of the last step.

    Raises
    ------
    ParameterError
        If the place or wave does not exist.
    """
    title = Text("Aanleiding en uitkomst van escalaties", "Triggers and outcomes of escalations")
    question = Text(
        "Waar gaan escalaties over, wie begint ze en hoe lopen ze af?",
        "What are escalations about, who begins them and how do they end?",
    )
    place = resolve_place(study, region, municipality)
    log = escalation_log(study, place, wave=wave).sort_values(["escalation", "step"])
    if not len(log):
        return unanswered("escalation_reasons", EVALUATION, title, question, NOTHING)
    scheme = load_scheme("samen-doen-2021")
    rows: list[dict[str, object]] = []
    for column, item, kept in (
        ("trigger", "B1.1", "first"),
        ("initiator", "B1.5", "first"),
        ("outcome", "B1.7", "last"),
    ):
        # "first" and "last" of a group pass over steps where nothing was recorded.
        given = getattr(log.groupby("escalation", sort=False)[column], kept)().dropna()
        asked = study.items.get(item, scheme.item(item))
        answers = [{part.strip() for part in value.split("|")} for value in given]
        labels = {level.value: level.label for level in asked.levels}
        others = sorted({part for parts in answers for part in parts} - set(labels))
        labels |= {word: Text(word, word) for word in others}
        rows += [
            {"what": asked.label, "answer": label, "k": sum(word in a for a in answers),
             "n": len(answers)}
            for word, label in labels.items()
            if answers
        ]  # fmt: skip
    if not rows:
        reason = Text(
            "bij geen escalatie staat een aanleiding, indiener of uitkomst",
            "no escalation has a trigger, an initiator or an outcome",
        )
        return unanswered("escalation_reasons", EVALUATION, title, question, reason)
    return Analysis(
        name="escalation_reasons",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=pd.DataFrame(rows),
        shares={"share": ("k", "n")},
        titles=_TITLES,
        cautions=(RECORDED,),
    )
