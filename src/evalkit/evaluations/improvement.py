"""TSD monitor 2022: what the municipalities that went on have realised."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.indicator import coded_waves, indicator_values
from evalkit.evaluations.labels import (
    MUNICIPALITIES,
    NOT_CODED,
    SUBJECTS,
    answer_label,
    quoted,
    statement,
    theme_labels,
)
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, settled_at, units_at
from evalkit.evaluations.thresholds import facet_coded, indicator_of, levels_that_count
from evalkit.evaluations.ties import outermost
from evalkit.evaluations.tsd_monitor import EVALUATION, not_again
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.results import Estimate
    from evalkit.schemes import Item
    from evalkit.study import Study

_SCHEME: Final = "tsd-monitor"
_TITLES: Final = {
    "theme": Text("Thema", "Theme"),
    "subject": Text("Onderwerp", "Subject"),
    "own": Text("Hier", "Here"),
    "counted": Text("Telt mee als", "Counts when"),
    "k": Text("Zo ver", "That far"),
    "n": Text("Beoordeelde gemeenten", "Municipalities judged"),
    "missing": Text("Zonder oordeel", "Without judgement"),
    "share": Text("Zo ver", "That far"),
    "low": Text("Aandeel van allen, minstens", "Share of all, at least"),
    "high": Text("Aandeel van allen, hoogstens", "Share of all, at most"),
}
_NOTHING: Final = Text(
    "verbetering is niet gecodeerd: codeer eenheden van soort municipality met schema "
    "tsd-monitor-2022",
    "improvement was not coded: code units of kind municipality with scheme tsd-monitor-2022",
)
_NO_EFFECT: Final = Text(
    "vooruitgang in afspraken en werkwijze is geen effect: geweld is hier niet gemeten",
    "progress in agreements and ways of working is no effect: violence was not measured here",
)
_VOLUNTEERS: Final = Text(
    "alleen gemeenten die doorgingen zijn beoordeeld; de grenzen rekenen de andere eerst als niet en "
    "dan als wel zo ver",
    "only municipalities that went on were judged; the bounds count the others first as not and "
    "then as that far",
)


def improvement(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count how many municipalities have come how far at the second wave.

    Parameters
    ----------
    study : Study
        The study, coded with a scheme tsd-monitor.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave; None takes per item the last in which it was coded.

    Returns
    -------
    Analysis
        One row per item with levels: the municipalities that reach "realised", "mostly", "worked
        out" or "yes" (column counted), with for a municipality its own level and for a region its
        own count first. Derived: bounds of the share when the municipalities of the first wave that
        were not followed are counted as all not or all that far. Results: per item those bounds as
        an `Estimate` (level 1: they are certain). A place that was not looked at again has a
        `reason`.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Wat gemeenten hebben verbeterd", "What municipalities improved")
    question = Text(
        "Hoe ver zijn de gemeenten die doorgingen met verbeteren?",
        "How far are the municipalities that went on improving?",
    )
    coded = settled_at(study, Place(), kind="municipality", wave=wave)
    asked = [
        item
        for scheme in study.schemes
        if scheme.id.startswith(_SCHEME)
        for item in scheme.items
        if "municipality" in item.units and levels_that_count(item, facet_coded(item, coded))
    ]
    items = [item for item in asked if item.id in set(coded["item"])]
    if not items:
        return unanswered("improvement", EVALUATION, title, question, _NOTHING)
    everyone = units_at(study, Place(), kind="municipality")["municipality"].nunique()
    themes = theme_labels(study)
    rows, results = [], []
    for item in items:
        row, estimate = _row(study, item, coded, place, wave, everyone)
        rows.append({"theme": themes.get(item.id)} | row)
        if estimate is not None:
            results.append(estimate)
    table = pd.DataFrame(rows)
    if not _is_judged(table, place):
        return unanswered("improvement", EVALUATION, title, question, not_again(place, wave))
    return Analysis(
        name="improvement",
        evaluation=EVALUATION,
        about="organisations",
        title=title,
        question=question,
        table=table.drop(columns="reached", errors="ignore"),
        counts=tuple(c for c in ("own_k", "own_n", "k", "n", "missing") if c in table),
        shares={"own_share": ("own_k", "own_n"), "share": ("k", "n")}
        if "own_k" in table
        else {"share": ("k", "n")},
        derived=tuple(c for c in ("low", "high") if c in table),
        titles=_TITLES
        | {
            "own_k": Text("Hier zo ver", "That far here"),
            "own_n": Text("Hier beoordeeld", "Judged here"),
            "own_share": Text("Hier", "Here"),
        },
        statements=_statements(table, place),
        results=tuple(results),
        cautions=(_NO_EFFECT, _VOLUNTEERS),
    )


def _row(  # noqa: PLR0917
    study: Study, item: Item, coded: pd.DataFrame, place: Place, wave: str | None, everyone: int
) -> tuple[dict[str, Any], Estimate | None]:
    from evalkit.inference import worst_case_bounds

    indicator = indicator_of(item, unit="municipality", facet=facet_coded(item, coded))
    if wave is None:
        waves = coded_waves(study, item.id, kind="municipality")
        wave = waves[-1] if waves else None
    values = indicator_values(study, indicator, wave=wave)
    levels = levels_that_count(item, indicator.facet)
    lowest = item.level(levels[0], facet=indicator.facet).label
    counted = Text(f"{lowest.nl} of meer", f"{lowest.en} or more") if len(levels) > 1 else lowest
    row: dict[str, Any] = {"subject": item.label, "counted": counted}
    mine = place.rows(values)
    if place.level == "municipality":
        value = (
            mine["value"].iloc[-1] if len(mine) and mine["missing"].iloc[-1] != "uncoded" else ""
        )
        row["own"] = NOT_CODED if value == "" else answer_label(item, indicator.facet, value)
        row["reached"] = value in levels
    elif place.level == "region":
        row |= {"own_k": int(mine["has"].sum()), "own_n": int(mine["has"].notna().sum())}
    k, n = int(values["has"].sum()), int(values["has"].notna().sum())
    row |= {
        "k": k,
        "n": n,
        "missing": int((values["missing"].isin(["nb", "nr", "wg", "nvt", "unsettled"])).sum()),
    }
    if not 0 < n <= everyone:
        return row, None
    bounds = worst_case_bounds(
        k, n, population=everyone, frame="municipalities", selection=study.selection
    )
    row |= {"low": bounds.low, "high": bounds.high}
    return row, replace(bounds, name=item.label)


def _statements(table: pd.DataFrame, place: Place) -> tuple[Statement, ...]:
    if place.level == "municipality":
        judged = table[table["own"] != NOT_CODED]
        return (
            statement(
                "Gerealiseerd, uitgewerkt of meestal te zien in {place}: {share}.",
                "Realised, worked out or mostly seen in {place}: {share}.",
                place=place.name,
                share=Share(k=int(judged["reached"].sum()), n=len(judged), noun=SUBJECTS),
            ),
        )
    k, n = ("k", "n") if place.level == "study" else ("own_k", "own_n")
    seen = table[table[n] > 0]
    if not len(seen):
        return ()
    counted = [
        (
            Text(*(f"{a} ({b})" for a, b in zip(quoted(subject), far, strict=True))),
            int(of),
            int(all_),
        )
        for subject, far, of, all_ in seen[["subject", "counted", k, n]].itertuples(index=False)
    ]
    furthest = outermost(Text("Het verst", "Furthest"), counted, of=MUNICIPALITIES, things=SUBJECTS)
    if (seen[k] / seen[n]).nunique() == 1:
        return (furthest,)
    least = outermost(
        Text("Het minst ver", "Least far"), counted, lowest=True, of=MUNICIPALITIES, things=SUBJECTS
    )
    return furthest, least


def _is_judged(table: pd.DataFrame, place: Place) -> bool:
    if place.level == "municipality":
        return bool((table["own"] != NOT_CODED).any())
    return place.level == "study" or bool(table["own_n"].any())
