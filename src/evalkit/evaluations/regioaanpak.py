"""RegioAanpak 2016: interviews with centre municipalities, of which some did not take part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from evalkit.evaluations.analysis import Analysis, Share, unanswered
from evalkit.evaluations.answer_counts import COUNT_TITLES, answer_counts, modal_answers
from evalkit.evaluations.labels import statement
from evalkit.evaluations.place import resolve_place, resolve_wave, settled_at, units_at
from evalkit.language import Text

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.evaluations.analysis import Statement
    from evalkit.evaluations.place import Place
    from evalkit.results import Estimate
    from evalkit.schemes import Item
    from evalkit.study import Study

EVALUATION: Final = "regioaanpak-2016"
CENTRES: Final = Text("centrumgemeenten", "centre municipalities")
_KIND: Final = "centre-municipality"
_NOTHING: Final = Text(
    "er zijn geen interviews met centrumgemeenten gecodeerd; vul eenheden van soort "
    "centre-municipality en codeer de items D1 tot en met D7",
    "no interviews with centre municipalities were coded; add units of kind centre-municipality "
    "and code the items D1 to D7",
)
_VOLUNTEERED: Final = Text(
    "waar niet aan allen is gevraagd is een aantal een ondergrens, want zwijgen is geen nee",
    "where not all were asked a number is a lower bound, for silence is not a no",
)
_OWN_WORDS: Final = Text(
    "dit zijn antwoorden van een ambtenaar per centrumgemeente, geen waarnemingen",
    "these are answers of one officer per centre municipality, not observations",
)
_ASSUMED: Final = Text(
    "wie geen antwoord gaf, heeft dit minstens half zo vaak en hooguit even vaak als wie wel "
    "antwoordde",
    "those without an answer have this at least half as often as, and at most as often as, those "
    "with one",
)
_TITLES: Final = {
    **COUNT_TITLES,
    "population": Text("Centrumgemeenten", "Centre municipalities"),
    "low": Text("Minstens", "At least"),
    "high": Text("Hooguit", "At most"),
    "assumed_low": Text("Minstens, bij aanname", "At least, assumed"),
    "assumed_high": Text("Hooguit, bij aanname", "At most, assumed"),
}


def interview_answers(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count what the centre municipalities answered, item by item.

    Parameters
    ----------
    study : Study
        The study; units of kind centre-municipality list all that exist, also the silent ones.
    region, municipality, wave : str or None
        Where and when; None takes all.

    Returns
    -------
    Analysis
        Table: item, facet, answer, k, n and how many gave no answer; derived: the exact interval in
        centre municipalities.

    Raises
    ------
    ParameterError
        If the place or wave does not exist.
    """
    title = Text("Antwoorden van centrumgemeenten", "Answers of centre municipalities")
    question = Text(
        "Wat antwoordden de centrumgemeenten in de interviews?",
        "What did the centre municipalities answer in the interviews?",
    )
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    counts = answer_counts(study, place, items=_items(study), kind=_KIND, wave=wave)
    if not len(counts):
        return unanswered("interview_answers", EVALUATION, title, question, _NOTHING)
    total = len(_centres(study, place, wave))
    estimates = [_estimate(study, row, total) for row in _each(counts)]
    counts["low"] = [estimate.low for estimate in estimates]
    counts["high"] = [estimate.high for estimate in estimates]
    said = _standings(study, modal_answers(counts))
    return Analysis(
        name="interview_answers",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=counts.drop(columns="id"),
        counts=("missing", "nvt"),
        shares={"share": ("k", "n")},
        derived=("low", "high"),
        titles=_TITLES,
        statements=(_response(study, place, wave), *_sentences(said)),
        results=tuple(estimates[position] for position in said.index),
        cautions=(_OWN_WORDS, _VOLUNTEERED),
    )


def missing_interviews(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Bound what the centre municipalities that did not answer can change.

    Parameters
    ----------
    study : Study
        The study; units of kind centre-municipality list all that exist, also the silent ones.
    region, municipality, wave : str or None
        Where and when; None takes all.

    Returns
    -------
    Analysis
        Per item the answer given most: k of n that answered, of all centre municipalities; derived:
        the bounds without and with an assumption; results: those of the ordered items, and Rubin's
        rules for the first item under three assumptions.

    Raises
    ------
    ParameterError
        If the place or wave does not exist.
    """
    from evalkit.inference import assumed_bounds, imputed_share, worst_case_bounds

    title = Text("Wie niet antwoordde", "Those who did not answer")
    question = Text(
        "Hoeveel kan het uitmaken dat niet alle centrumgemeenten antwoordden?",
        "How much can it matter that not all centre municipalities answered?",
    )
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    counts = answer_counts(study, place, items=_items(study), kind=_KIND, wave=wave)
    total = len(_centres(study, place, wave))
    most = modal_answers(counts).reset_index(drop=True)
    if not len(most):
        return unanswered("missing_interviews", EVALUATION, title, question, _NOTHING)
    most["population"] = total - most["nvt"]
    bounds, assumed = [], []
    for row in _each(most):
        k, n, size = int(row["k"]), int(row["n"]), int(row["population"])
        bounds.append(
            worst_case_bounds(k, n, population=size, selection=study.selection, name=_name(row))
        )
        assumed.append(
            assumed_bounds(
                k, n, population=size, missing_share=(k / n / 2, k / n), assumption=_ASSUMED,
                selection=study.selection, name=_name(row),
            )
        )  # fmt: skip
    most["low"], most["high"] = most["k"], most["k"] + most["population"] - most["n"]
    # Outward to whole municipalities; the tenths are of no municipality.
    for end, outward in (("low", np.floor), ("high", np.ceil)):
        shares = np.array([getattr(each, end) for each in assumed])
        most[f"assumed_{end}"] = outward((most["population"] * shares).round(9))
    told = _standings(study, most).index
    first = most.iloc[0]
    imputed = [
        imputed_share(
            int(first["k"]), int(first["n"]), population=int(first["population"]),
            odds_ratio=ratio, selection=study.selection, name=_name(first),
        )
        for ratio in (0.5, 1.0, 2.0)
    ]  # fmt: skip
    return Analysis(
        name="missing_interviews",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=most.drop(columns=["id", "missing", "nvt"]),
        counts=("population",),
        shares={"share": ("k", "n")},
        derived=("low", "high", "assumed_low", "assumed_high"),
        titles=_TITLES,
        statements=(_response(study, place, wave),),
        results=(*(each[row] for row in told for each in (bounds, assumed)), *imputed),
        cautions=(
            Text(
                "de grenzen zonder aanname gelden zeker: alle zwijgers hebben het niet, of allemaal wel",
                "the bounds without an assumption are certain: none of the silent have it, or all do",
            ),
            Text(f"de aanname: {_ASSUMED.nl}", f"the assumption: {_ASSUMED.en}"),
        ),
    )


def _items(study: Study) -> list[Item]:
    asked = [item for scheme in study.schemes for item in scheme.items if _KIND in item.units]
    return [item for item in asked if item.levels]


def _standings(study: Study, most: pd.DataFrame) -> pd.DataFrame:
    """Keep what can be told in a sentence: how far something has come."""
    return most[[study.items[item].is_ordered for item in most["id"]]]


def _each(counts: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in counts.iterrows()]


def _centres(study: Study, place: Place, wave: str | None) -> pd.DataFrame:
    return units_at(study, place, kind=_KIND, wave=wave)


def _name(row: pd.Series) -> Text:
    facet = row["facet"]
    nl, en = (f" ({facet.nl})", f" ({facet.en})") if facet.nl else ("", "")
    return Text(
        f"{row['item'].nl}{nl}: {row['answer'].nl}", f"{row['item'].en}{en}: {row['answer'].en}"
    )


def _estimate(study: Study, row: pd.Series, total: int) -> Estimate:
    from evalkit.inference import hypergeometric_interval

    return hypergeometric_interval(
        int(row["k"]), int(row["n"]), total - int(row["nvt"]), frame="centre municipalities",
        selection=study.selection, name=_name(row),
    )  # fmt: skip


def _response(study: Study, place: Place, wave: str | None) -> Statement:
    """Say how many answered anything at all."""
    coded = settled_at(study, place, kind=_KIND, wave=wave)["unit"].nunique()
    answered = Share(k=coded, n=len(_centres(study, place, wave)), noun=CENTRES)
    return statement("Geïnterviewd: {answered}.", "Interviewed: {answered}.", answered=answered)


def _sentences(most: pd.DataFrame) -> list[Statement]:
    return [
        statement(
            "{item}, antwoord “{answer}”: {share}.",
            "{item}, answer “{answer}”: {share}.",
            item=Text(_name(row).nl.rpartition(":")[0], _name(row).en.rpartition(":")[0]),
            share=Share(k=int(row["k"]), n=int(row["n"]), noun=CENTRES),
            answer=row["answer"],
        )
        for row in _each(most)
    ]
