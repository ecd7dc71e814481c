"""TSD 2020: how municipalities stand against the norms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.indicator import coded_waves
from evalkit.evaluations.labels import (
    MUNICIPALITIES,
    NORMS,
    NOT_CODED,
    answer_label,
    enumerated,
    statement,
)
from evalkit.evaluations.norm_names import EXAMPLE, norm_codes, norm_labels, norm_theme, said_norm
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, settled_at
from evalkit.evaluations.tsd import EVALUATION
from evalkit.language import Text
from evalkit.schemes import MISSING

if TYPE_CHECKING:
    from evalkit.results import Estimate
    from evalkit.schemes import Item
    from evalkit.study import Study

JUDGEMENT: Final = "E4"
BELOW, AT, ABOVE = "0", "1", "2"
_TITLES: Final = {
    "theme": Text("Thema", "Theme"),
    "norm": Text("Norm", "Norm"),
    "own": Text("Hier", "Here"),
    "own_below": Text("Hier onder norm", "Here below norm"),
    "own_at": Text("Hier op norm", "Here at norm"),
    "own_above": Text("Hier boven norm", "Here above norm"),
    "below": Text("Onder norm", "Below norm"),
    "at": Text("Op norm", "At norm"),
    "above": Text("Boven norm (goed voorbeeld)", "Above norm (good example)"),
    "n": Text("Beoordeelde gemeenten", "Municipalities judged"),
    "missing": Text("Zonder oordeel", "Without judgement"),
    "share": Text("Op of boven de norm", "At or above the norm"),
    "reached": Text("Op of boven norm", "At or above norm"),
}
NO_JUDGEMENTS: Final = Text(
    "er zijn geen oordelen per norm: codeer item E4 (schema tsd-2020) van eenheden van soort "
    "municipality-norm, met de gemeente als parent",
    "there are no judgements per norm: code item E4 (scheme tsd-2020) of units of kind "
    "municipality-norm, with the municipality as parent",
)
_VERDICT: Final = Text(
    "een oordeel is geen optelsom: dat meer normen zijn gehaald, zegt niet hoe zwaar een norm weegt",
    "a judgement is no sum: that more norms are reached does not tell how much a norm weighs",
)


def norm_judgements(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count per norm the municipalities below, at and above it.

    Parameters
    ----------
    study : Study
        The study; a unit of kind municipality-norm is named after its parent, a dash and the norm.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave; None takes the first in which norms were judged (for change between waves
        see `judgements_again`).

    Returns
    -------
    Analysis
        One row per norm; a region has its own counts and a municipality its own judgement first.
        Statements name good examples (above the norm; their theme, never their text) and points to
        improve (below it). Derived: of how many of all municipalities at or above the norm may
        hold. Results: per norm that `Estimate`.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Onder, op en boven de norm", "Below, at and above the norm")
    question = Text(
        "Waar voldoen gemeenten aan de norm, waar niet, en waar doen zij meer?",
        "Where do municipalities meet the norm, where not, and where do they do more?",
    )
    wave = wave or next(iter(coded_waves(study, JUDGEMENT)), None)
    judged = judgements(study, Place(), wave)
    if not len(judged):
        return unanswered("norm_judgements", EVALUATION, title, question, NO_JUDGEMENTS)
    own = judgements(study, place, wave)
    table, estimates = _table(study, judged, own, place)
    counts = [str(c) for c in table if c not in {"theme", "norm", "own", "low", "high"}]
    return Analysis(
        name="norm_judgements",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table,
        counts=tuple(counts),
        shares={"share": ("reached", "n")},
        derived=tuple(c for c in ("low", "high") if c in table),
        titles=_TITLES
        | {
            "low": Text("Van alle gemeenten minstens", "Of all municipalities at least"),
            "high": Text("Van alle gemeenten hoogstens", "Of all municipalities at most"),
        },
        statements=_statements(study, own, place, wave),
        results=tuple(estimates),
        cautions=(_VERDICT, *_of_wave(study, wave)),
    )


def judgements(study: Study, place: Place, wave: str | None) -> pd.DataFrame:
    """Return the settled judgements per municipality and norm.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    wave : str or None
        Id of a wave; None takes all.

    Returns
    -------
    DataFrame
        Columns municipality, region, wave, norm and value ("0", "1", "2", a missing code, or
        missing when the coders still differ), in the order of the table units.
    """
    found = settled_at(study, place, items=[JUDGEMENT], kind="municipality-norm", wave=wave)
    order = {unit: at for at, unit in enumerate(study.table("units")["unit"])}
    found = found.sort_values("unit", key=lambda units: units.map(order), kind="stable")
    found["norm"] = pd.Series(norm_codes(found), index=found.index, dtype="str")
    found = found.dropna(subset=["municipality"])
    found = found.drop_duplicates(["municipality", "wave", "norm"], keep="last")
    return found[["municipality", "region", "wave", "norm", "value"]].reset_index(drop=True)


def _table(
    study: Study, judged: pd.DataFrame, own: pd.DataFrame, place: Place
) -> tuple[pd.DataFrame, list[Estimate]]:
    from evalkit.inference import hypergeometric_interval

    rows, estimates = [], []
    total, labels = study.frame.municipalities, norm_labels(study)
    for norm in judged["norm"].unique():
        values, mine = (frame.loc[frame["norm"] == norm, "value"] for frame in (judged, own))
        row: dict[str, object] = {"theme": norm_theme(study, norm), "norm": labels[norm]}
        if place.level == "municipality":
            item = study.item(JUDGEMENT)
            row["own"] = answer_label(item, None, mine.iloc[-1]) if len(mine) else NOT_CODED
        elif place.level == "region":
            row |= {f"own_{name}": count for name, count in _tally(mine).items()}
        counted = _tally(values)
        n = sum(counted.values())
        reached = counted["at"] + counted["above"]
        row |= counted | {"n": n, "missing": len(values) - n, "reached": reached}
        if total is not None and 0 < n <= total:
            estimate = hypergeometric_interval(
                reached, n, total, frame="municipalities", selection=study.selection,
                name=labels[norm],
            )  # fmt: skip
            estimates.append(estimate)
            row |= {"low": estimate.low, "high": estimate.high}
        rows.append(row)
    return pd.DataFrame(rows), estimates


def _tally(values: pd.Series) -> dict[str, int]:
    return {
        name: int((values == value).sum())
        for name, value in (("below", BELOW), ("at", AT), ("above", ABOVE))
    }


def _of_wave(study: Study, wave: str | None) -> tuple[Text, ...]:
    labels = [each.label for each in study.waves if each.id == wave]
    return tuple(
        Text(f"deze oordelen zijn van: {label.nl}", f"these judgements are of: {label.en}")
        for label in labels
        if len(study.waves) > 1
    )


def _statements(
    study: Study, own: pd.DataFrame, place: Place, wave: str | None
) -> tuple[Statement, ...]:
    seen = own[own["value"].isin([BELOW, AT, ABOVE])]
    if not len(seen):
        return (
            statement(
                "Over {place} is geen oordeel gegeven.",
                "No judgement was given about {place}.",
                place=place.name,
            ),
        )
    if place.level == "municipality":
        return _of_municipality(study, seen, place, wave)
    said = []
    above = seen[seen["value"] == ABOVE]
    total = seen["municipality"].nunique()
    said.append(
        statement(
            "Op minstens één norm een goed voorbeeld (meer dan de norm vraagt) in {place}: {share}.",
            "A good example (more than the norm asks) on at least one norm in {place}: {share}.",
            place=place.name,
            share=Share(k=above["municipality"].nunique(), n=total, noun=MUNICIPALITIES),
        )
    )
    below = (seen["value"] == BELOW).groupby(seen["norm"], sort=False).mean()
    worst = str(below.idxmax())
    of_norm = seen[seen["norm"] == worst]
    if below.max() > 0:
        said.append(
            statement(
                "Het vaakst onder de norm: {norm}, bij {share}.",
                "Most often below the norm: {norm}, in {share}.",
                norm=said_norm(study, worst),
                share=Share(
                    k=int((of_norm["value"] == BELOW).sum()), n=len(of_norm), noun=MUNICIPALITIES
                ),
            )
        )
    return tuple(said)


def _of_municipality(
    study: Study, seen: pd.DataFrame, place: Place, wave: str | None
) -> tuple[Statement, ...]:
    reached = int(seen["value"].isin([AT, ABOVE]).sum())
    said = [
        statement(
            "{place} voldoet aan {share}.",
            "{place} meets {share}.",
            place=place.name,
            share=Share(k=reached, n=len(seen), noun=NORMS),
        )
    ]
    for value, nl, en in (
        (
            ABOVE,
            "Goede voorbeelden (boven de norm): {norms}.",
            "Good examples (above the norm): {norms}.",
        ),
        (BELOW, "Te verbeteren (onder de norm): {norms}.", "To improve (below the norm): {norms}."),
    ):
        norms = seen.loc[seen["value"] == value, "norm"]
        if len(norms):
            named = [said_norm(study, norm) for norm in norms]
            said.append(statement(nl, en, norms=enumerated(named, most=len(named))))
    if EXAMPLE in study.items:
        item: Item = study.item(EXAMPLE)
        found = settled_at(study, place, items=[EXAMPLE], kind="municipality", wave=wave)
        themes = [
            answer_label(item, None, value)
            for value in found["value"].dropna()
            if value not in MISSING
        ]
        if themes:
            said.append(
                statement(
                    "Het beschreven goede voorbeeld gaat over: {themes}.",
                    "The good example described is about: {themes}.",
                    themes=enumerated(themes),
                )
            )
    return tuple(said)
