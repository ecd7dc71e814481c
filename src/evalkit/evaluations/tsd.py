"""TSD 2020: who was looked at, and what the case files show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.coder_agreement import disagreement
from evalkit.evaluations.indicator import Indicator, indicator_estimate, indicator_values
from evalkit.evaluations.labels import (
    CHILDREN,
    FILES,
    enumerated,
    quoted,
    statement,
    theme_labels,
)
from evalkit.evaluations.place import (
    Place,
    resolve_place,
    resolve_wave,
    settled_at,
)
from evalkit.evaluations.thresholds import facet_coded, indicator_of
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.inference import ClusterMethods
    from evalkit.results import Estimate, Result
    from evalkit.schemes import Item
    from evalkit.study import Study

EVALUATION: Final = "tsd-2020"
#: Items with levels of their own: the unit that is counted, and the levels that count.
SPECIAL: Final = {"E1.4": ("file", ("veiligheid",)), "E2.5": ("child", ("met",))}
NOUNS: Final = {"file": FILES, "child": CHILDREN}
_CONCLUSIONS: Final[dict[str, Text]] = {
    "above": Text("meer dan de helft", "more than half"),
    "below": Text("minder dan de helft", "less than half"),
    "not shown": Text("rond de helft, of te weinig dossiers", "about half, or too few files"),
    "cannot be told": Text(
        "niet te zeggen: de methoden spreken elkaar tegen",
        "cannot be told: the methods contradict each other",
    ),
    "undefined": Text("niet te berekenen", "cannot be computed"),
}
_TITLES: Final = {
    "theme": Text("Thema", "Theme"),
    "subject": Text("Wat is gezien", "What was seen"),
    "counted": Text("Telt mee als", "Counts when"),
    "own_k": Text("Hier gezien", "Seen here"),
    "own_n": Text("Hier beoordeeld", "Judged here"),
    "k": Text("Gezien", "Seen"),
    "n": Text("Beoordeeld", "Judged"),
    "nvt": Text("Niet van toepassing", "Not applicable"),
    "missing": Text("Zonder oordeel", "Without judgement"),
    "own_share": Text("Hier", "Here"),
    "share": Text("Hele studie", "Whole study"),
    "low": Text("Ondergrens van het aandeel", "Low end of the share"),
    "high": Text("Bovengrens van het aandeel", "High end of the share"),
    "conclusion": Text("Tegenover de helft", "Against one half"),
}
_YES: Final = Text("ja", "yes")
_NOTHING: Final = Text(
    "er zijn geen dossiers gecodeerd op vragen met ja en nee of met de maat van niet aangetroffen "
    "tot structureel: codeer eenheden van soort file met schema tsd-2020 of tsd-monitor-2022",
    "no case files were coded on questions with yes and no or with the scale from not found to "
    "structural: code units of kind file with scheme tsd-2020 or tsd-monitor-2022",
)
_IN_FILES: Final = Text(
    "geteld is wat in het dossier staat; wat wel gebeurde maar niet is opgeschreven, telt als niet "
    "gezien",
    "counted is what is in the file; what was done and not written down counts as not seen",
)
_NESTED: Final = Text(
    "dossiers van één gemeente lijken op elkaar; daarom zijn de intervallen breder dan bij evenveel "
    "losse dossiers",
    "files of one municipality resemble each other; so the intervals are wider than for as many "
    "separate files",
)


def file_practice(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count in how many case files each way of working was seen.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave; None takes per item the last in which files were coded on it.

    Returns
    -------
    Analysis
        One row per yes/no item and per item with rubric R-PRAK that was coded of files ("mostly"
        or more counts), and for safety as the leading request and children who were heard: seen, judged, and without judgement (not applicable apart); for a place
        its own counts first. Derived: interval of the share of the place, with municipalities (or
        files) as clusters; for the whole study whether more or less than half have it, "cannot be
        told" where CR1, CR2 and the wild cluster bootstrap disagree. Results: an `Estimate` per
        item, and for the whole study after each the `ClusterMethods`.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Wat er in de dossiers te zien is", "What the case files show")
    question = Text(
        "In hoeveel dossiers is de werkwijze gezien die de norm vraagt?",
        "In how many case files was the way of working seen that the norm asks?",
    )
    indicators = file_indicators(study, wave)
    if not indicators:
        return unanswered("file_practice", EVALUATION, title, question, _NOTHING)
    themes = theme_labels(study)
    rows: list[dict[str, Any]] = []
    results: list[Result] = []
    for indicator in indicators:
        row, found = _row(study, indicator, place, wave)
        rows.append({"theme": themes.get(indicator.item)} | row)
        results += found
    table = pd.DataFrame(rows)
    whole = place.level == "study"
    shares = {"share": ("k", "n")}
    return Analysis(
        name="file_practice",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table.drop(columns="noun"),
        counts=("k", "n", "nvt", "missing")
        if whole
        else ("own_k", "own_n", "k", "n", "nvt", "missing"),
        shares=shares if whole else {"own_share": ("own_k", "own_n")} | shares,
        derived=("low", "high", "conclusion") if whole else ("low", "high"),
        titles=_TITLES,
        statements=_statements(table, place),
        results=tuple(results),
        cautions=(
            _IN_FILES,
            *((_NESTED,) if table["low"].notna().any() else ()),
            *disagreement(study, [each.item for each in indicators]),
        ),
    )


def file_indicators(study: Study, wave: str | None) -> list[Indicator]:
    """Return what to count: yes, mostly or more, and the levels in `SPECIAL`."""
    found = []
    for item in study.items.values():
        unit, values = SPECIAL.get(item.id, ("file", ()))
        if unit not in item.units or not (values or item.rubric in {"R-JN", "R-PRAK"}):
            continue
        coded = settled_at(study, Place(), items=[item.id], kind=unit, wave=wave)
        if not len(coded):
            continue
        facet = facet_coded(item, coded)
        if not values:
            found.append(indicator_of(item, unit=unit, facet=facet))
        elif set(values) <= {level.value for level in item.levels_on(facet)}:
            found.append(Indicator(item=item.id, values=values, unit=unit, facet=facet))
    return found


def _row(
    study: Study, indicator: Indicator, place: Place, wave: str | None
) -> tuple[dict[str, Any], list[Result]]:
    item = study.item(indicator.item)
    values = indicator_values(study, indicator, wave=wave)
    estimate = _named(indicator_estimate(study, indicator, place=place, wave=wave), item)
    lowest = item.level(indicator.values[0], facet=indicator.facet).label
    several = len(indicator.values) > 1
    row: dict[str, Any] = {
        "subject": _subject(item, indicator.unit),
        "counted": Text(f"{lowest.nl} of meer", f"{lowest.en} or more") if several else lowest,
        "noun": NOUNS[indicator.unit],
    }
    if place.level != "study":
        own = place.rows(values)["has"].dropna()
        row |= {"own_k": int(own.sum()), "own_n": len(own)}
    seen = values["has"].notna()
    row |= {
        "k": int(values["has"].sum()),
        "n": int(seen.sum()),
        "nvt": int((values["missing"] == "nvt").sum()),
        "missing": int((~seen & (values["missing"] != "nvt")).sum()),
        "low": estimate.low,
        "high": estimate.high,
    }
    if place.level != "study":
        return row, [estimate]
    methods = _against_half(study, values, item)
    row["conclusion"] = _CONCLUSIONS["undefined" if methods is None else methods.conclusion]
    return row, [estimate] if methods is None else [estimate, methods]


def _subject(item: Item, unit: str) -> Text:
    """Return the label, with what is counted where that is no file."""
    if unit == "file":
        return item.label
    nouns = NOUNS[unit]
    return Text(f"{item.label.nl} ({nouns.nl})", f"{item.label.en} ({nouns.en})")


def _named(estimate: Estimate, item: Item) -> Estimate:
    return replace(estimate, name=item.label)


def _against_half(study: Study, values: pd.DataFrame, item: Item) -> ClusterMethods | None:
    """Hold the share against one half by each method that few clusters allow."""
    from evalkit.inference import compare_cluster_methods

    seen = values.dropna(subset=["has"])
    clusters = seen["municipality"].fillna(seen["region"])
    if clusters.isna().any() or clusters.nunique() < 2 or seen["has"].nunique() < 2:
        return None
    methods = compare_cluster_methods(
        seen["has"].to_numpy(float) - 0.5,
        clusters=clusters.to_numpy(),
        frame="file",
        selection=study.selection,
    )
    return replace(
        methods,
        name=Text(f"{item.label.nl}, verschil met de helft", f"{item.label.en}, less one half"),
    )


def _with(row: Any) -> Text:
    """Return the subject with what counted as seen, where that is more than yes."""
    return Text(*(f"{a} ({b})" for a, b in zip(row["subject"], row["counted"], strict=True)))


def _statements(table: pd.DataFrame, place: Place) -> tuple[Statement, ...]:
    k, n = ("k", "n") if place.level == "study" else ("own_k", "own_n")
    rows = table[table[n] > 0]
    if not len(rows):
        return (
            statement(
                "In {place} zijn geen dossiers beoordeeld.",
                "No case files were judged in {place}.",
                place=place.name,
            ),
        )
    ordered = rows.assign(part=rows[k] / rows[n]).sort_values("part", kind="stable")
    said = [
        statement(
            "{subject}: gezien bij {share}.",
            "{subject}: seen for {share}.",
            subject=row["subject"] if row["counted"] == _YES else _with(row),
            share=Share(k=int(row[k]), n=int(row[n]), noun=row["noun"]),
        )
        for row in (ordered.iloc[-1], ordered.iloc[0])
    ]
    if place.level != "study":
        return tuple(said)
    doubtful = rows[rows["conclusion"] == _CONCLUSIONS["cannot be told"]]
    if len(doubtful):
        said.append(
            statement(
                "Of het om meer of minder dan de helft gaat, is niet te zeggen bij: {subjects}.",
                "Whether it is more or less than half cannot be told for: {subjects}.",
                subjects=enumerated(map(quoted, doubtful["subject"])),
            )
        )
    return tuple(said)
