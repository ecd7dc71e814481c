"""What is said of the judgements per norm, at one wave or at the latest judgement of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.evaluations.analysis import Share, Statement
from evalkit.evaluations.labels import (
    MUNICIPALITIES,
    NORMS,
    answer_label,
    enumerated,
    statement,
)
from evalkit.evaluations.norm_names import EXAMPLE, SAFETY, said_norm
from evalkit.evaluations.place import settled_at
from evalkit.evaluations.ties import outermost
from evalkit.language import Text
from evalkit.schemes import MISSING

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.evaluations.place import Place
    from evalkit.study import Study


def norm_statements(
    study: Study, place: Place, seen: pd.DataFrame, first: pd.DataFrame | None
) -> tuple[Statement, ...]:
    """Say how a place stands against the norms.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    seen : DataFrame
        One row per municipality and norm with a judgement: municipality, wave, norm, and whether it
        is `below`, `above` or `reached` (at or above).
    first : DataFrame or None
        The same at the first judgement of each municipality, when `seen` is the latest of each;
        None when `seen` is of one wave.

    Returns
    -------
    tuple of Statement
        What is met, what is to improve, and good examples.
    """
    if not len(seen):
        return (
            statement(
                "Over {place} is geen oordeel gegeven.",
                "No judgement was given about {place}.",
                place=place.name,
            ),
        )
    if place.level == "municipality":
        return _of_municipality(study, place, seen, first)
    return _of_several(study, place, seen, first)


def _wave_names(study: Study, seen: pd.DataFrame) -> list[Text]:
    """Return the waves that were seen, when there is more than one to tell apart."""
    waves = set(seen["wave"])
    return [each.label for each in study.waves if each.id in waves and len(study.waves) > 1]


def _of_several(
    study: Study, place: Place, seen: pd.DataFrame, first: pd.DataFrame | None
) -> tuple[Statement, ...]:
    total = int(seen["municipality"].nunique())
    waves = _wave_names(study, seen)
    when, named = Text("", ""), dict[str, Text]()
    if first is not None:
        when = Text(" bij de laatste beoordeling", " at the latest judgement")
    elif waves:
        when, named = Text(" ({wave})", " ({wave})"), {"wave": enumerated(waves)}
    said = [
        statement(
            "Op minstens één norm een goed voorbeeld (meer dan de norm vraagt) in "
            f"{{place}}{when.nl}: {{share}}.",
            "A good example (more than the norm asks) on at least one norm in "
            f"{{place}}{when.en}: {{share}}.",
            place=place.name,
            share=Share(
                k=int(seen.loc[seen["above"], "municipality"].nunique()),
                n=total,
                noun=MUNICIPALITIES,
            ),
            **named,
        )
    ]
    below = seen.groupby("norm", sort=False)["below"].agg(["sum", "size"])
    if below["sum"].any():
        head = Text(f"Het vaakst onder de norm{when.nl}", f"Most often below the norm{when.en}")
        counted = [
            (said_norm(study, str(norm)), int(k), int(n))
            for norm, k, n in below.itertuples(name=None)
        ]
        said.append(outermost(head, counted, of=MUNICIPALITIES, things=NORMS, blanks=named))
    if first is not None:
        said.append(_judged_again(study, place, seen, first))
    return tuple(said)


def _judged_again(study: Study, place: Place, seen: pd.DataFrame, first: pd.DataFrame) -> Statement:
    """Say of how many municipalities the latest judgement is not their first."""
    began = first.drop_duplicates("municipality").set_index("municipality")["wave"]
    again = seen[seen["wave"] != seen["municipality"].map(began)]
    share = Share(
        k=int(again["municipality"].nunique()),
        n=int(seen["municipality"].nunique()),
        noun=MUNICIPALITIES,
    )
    if not share.k:
        return statement(
            "Opnieuw beoordeeld in {place}: {share}.",
            "Judged again in {place}: {share}.",
            place=place.name,
            share=share,
        )
    return statement(
        "Opnieuw beoordeeld in {place} ({wave}): {share}.",
        "Judged again in {place} ({wave}): {share}.",
        place=place.name,
        wave=enumerated(_wave_names(study, again)),
        share=share,
    )


def _of_municipality(
    study: Study, place: Place, seen: pd.DataFrame, first: pd.DataFrame | None
) -> tuple[Statement, ...]:
    is_latest = first is not None and set(first["wave"]) != set(seen["wave"])
    good = Text("Goede voorbeelden (boven de norm)", "Good examples (above the norm)")
    poor = Text("Te verbeteren (onder de norm)", "To improve (below the norm)")
    if is_latest:
        good = Text("Goede voorbeelden (laatste beoordeling)", "Good examples (latest judgement)")
        poor = Text(
            "Te verbeteren (onder de norm bij de laatste beoordeling)",
            "To improve (below the norm at the latest judgement)",
        )
    said = [_norms_met(study, place, seen, first)]
    # A summary takes the first two: what is met beside what is not.
    for head, column in ((poor, "below"), (good, "above")):
        norms = [said_norm(study, norm) for norm in seen.loc[seen[column], "norm"]]
        if norms:
            listed = enumerated(norms, most=len(norms))
            said.append(statement(f"{head.nl}: {{norms}}.", f"{head.en}: {{norms}}.", norms=listed))
    themes = _example_themes(study, place, seen)
    if themes:
        said.append(
            statement(
                "Het beschreven goede voorbeeld gaat over: {themes}.",
                "The good example described is about: {themes}.",
                themes=enumerated(themes),
            )
        )
    return tuple(said)


def _norms_met(
    study: Study, place: Place, seen: pd.DataFrame, first: pd.DataFrame | None
) -> Statement:
    waves = _wave_names(study, seen)
    share = Share(k=int(seen["reached"].sum()), n=len(seen), noun=NORMS)
    if not waves:
        return statement(
            "{place} voldoet aan {share}.", "{place} meets {share}.", place=place.name, share=share
        )
    began = _wave_names(study, first) if first is not None else waves
    if first is not None and began != waves:
        return statement(
            "Bij de laatste beoordeling ({wave}) voldoet {place} aan {share}; bij de eerste ({began}) "
            "aan {earlier}.",
            "At the latest judgement ({wave}) {place} meets {share}; at the first ({began}) "
            "{earlier}.",
            wave=waves[0],
            place=place.name,
            share=share,
            began=began[0],
            earlier=Share(k=int(first["reached"].sum()), n=len(first), noun=NORMS),
        )
    at = Text("beoordeling", "judgement")
    if first is not None:
        at = Text("enige beoordeling", "only judgement")
    return statement(
        f"Bij de {at.nl} ({{wave}}) voldoet {{place}} aan {{share}}.",
        f"At the {at.en} ({{wave}}) {{place}} meets {{share}}.",
        wave=waves[0],
        place=place.name,
        share=share,
    )


def _example_themes(study: Study, place: Place, seen: pd.DataFrame) -> list[Text]:
    """Return what the good example described in the same wave is about; never its own text."""
    if EXAMPLE not in study.items:
        return []
    found = settled_at(study, place, items=[EXAMPLE], kind="municipality")
    found = found[found["wave"].isin(seen["wave"]) | found["wave"].isna()]
    item = study.item(EXAMPLE)
    known = found["value"].dropna()
    return [answer_label(item, None, value) for value in known if value not in MISSING]


def falls_below(study: Study, place: Place, again: pd.DataFrame) -> tuple[Statement, ...]:
    """Name the norms that fell below the norm; of the whole study say where a safety norm did.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    again : DataFrame
        One row per municipality and norm judged twice: municipality, norm, and whether it `fell`
        from at or above to below.

    Returns
    -------
    tuple of Statement
    """
    if place.level == "study":
        safety = again[again["norm"].str.startswith(SAFETY)]
        if not len(safety):
            return ()
        share = Share(
            k=int(safety.loc[safety["fell"], "municipality"].nunique()),
            n=int(safety["municipality"].nunique()),
            noun=MUNICIPALITIES,
        )
        return (
            statement(
                "Een veiligheidsnorm zakte van op of boven naar onder de norm in {share}.",
                "A safety norm fell from at or above to below the norm in {share}.",
                share=share,
            ),
        )
    norms = [said_norm(study, norm) for norm in again.loc[again["fell"], "norm"].unique()]
    if not norms:
        return ()
    listed = enumerated(norms, most=len(norms))
    if place.level == "region":
        return (
            statement(
                "In minstens één gemeente van op of boven de norm naar onder de norm: {norms}.",
                "In at least one municipality from at or above the norm to below the norm: {norms}.",
                norms=listed,
            ),
        )
    return (
        statement(
            "Van op of boven de norm naar onder de norm: {norms}.",
            "From at or above the norm to below the norm: {norms}.",
            norms=listed,
        ),
    )
