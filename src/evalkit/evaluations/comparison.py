"""TSD 2020: places side by side, without a league table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.coder_agreement import disagreement
from evalkit.evaluations.indicator import indicator_values
from evalkit.evaluations.labels import (
    MUNICIPALITIES,
    REGIONS,
    place_names,
    statement,
)
from evalkit.evaluations.place import Place, resolve_place, resolve_wave
from evalkit.evaluations.tsd import EVALUATION, NOUNS, file_indicators
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.results import Result
    from evalkit.study import Study

#: What places are held side by side on: safety first, one plan, warm handover, child heard.
COMPARED: Final = ("E1.3", "E2.4.1", "A2.3", "E2.5")
_OUTSIDE: Final = {
    "": Text("niet anders dan toeval verklaart", "no other than chance explains"),
    "below": Text("lager dan toeval verklaart", "lower than chance explains"),
    "above": Text("hoger dan toeval verklaart", "higher than chance explains"),
}
_TITLES: Final = {
    "subject": Text("Wat is gezien", "What was seen"),
    "place": Text("Plaats", "Place"),
    "here": Text("Deze", "This one"),
    "k": Text("Gezien", "Seen"),
    "n": Text("Beoordeeld", "Judged"),
    "share": Text("Aandeel", "Share"),
    "funnel_low": Text("Toevalsgrens laag (95%)", "Chance limit low (95%)"),
    "funnel_high": Text("Toevalsgrens hoog (95%)", "Chance limit high (95%)"),
    "outside": Text("Tegenover allen samen", "Against all together"),
    "shrunken": Text("Geschat, samen met de andere", "Estimated, with the others"),
    "low": Text("Ondergrens", "Low end"),
    "high": Text("Bovengrens", "High end"),
    "lowest": Text("Kans op het laagste kwart", "Chance of the lowest quarter"),
}
_DERIVED: Final = (
    "funnel_low", "funnel_high", "outside", "shrunken", "low", "high", "lowest"
)  # fmt: skip
_NOTHING: Final = Text(
    "er zijn geen twee plaatsen met dossiers die op deze vragen zijn gecodeerd: E1.3, E2.4.1, A2.3 "
    "en E2.5",
    "there are no two places with case files coded on these questions: E1.3, E2.4.1, A2.3 and E2.5",
)
_NO_ORDER: Final = Text(
    "dit is geen ranglijst: de meeste verschillen zijn zo groot als toeval al geeft",
    "this is no league table: most differences are as large as chance alone gives",
)
_TEAMS: Final = Text(
    "lokale teams zijn verschillend ingericht, en dossiers verschillen in zwaarte; daarvoor is niet "
    "gecorrigeerd",
    "local teams are set up differently, and case files differ in weight; this was not corrected for",
)


def regions_compared(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
    pooled: bool = True,
) -> Analysis:
    """Hold regions side by side on a few shares of case files.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place, whose region is marked; all regions are always shown.
    wave : str or None
        Id of a wave; None takes per item the last in which it was coded.
    pooled : bool
        Whether to pool the places partially, which takes most of the time; without it there are
        funnels only.

    Returns
    -------
    Analysis
        One row per question and region, in the order of the codes: seen, judged, and whether it is
        the region asked for. Derived: funnel limits (widened for spread beyond chance), the
        partially pooled share with interval, and the probability of being in the lowest quarter.
        Results per question, in this order: a `Funnel`, a `BetaBinomial` and the `TableResult` of
        `lowest_quarter_probability`, with names of regions as units.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    title = Text("Regio's naast elkaar", "Regions side by side")
    question = Text(
        "Verschillen regio's meer dan toeval verklaart?",
        "Do regions differ more than chance explains?",
    )
    naming = ("regions_compared", title, question)
    return _compared(study, place, wave, "region", place.region, naming, pooled)


def municipalities_compared(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
    pooled: bool = True,
) -> Analysis:
    """Hold municipalities side by side on a few shares of case files.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; the municipality is marked, or those of the region; all are always
        shown.
    wave : str or None
        Id of a wave; None takes per item the last in which it was coded.
    pooled : bool
        As for `regions_compared`.

    Returns
    -------
    Analysis
        As `regions_compared`, with a row per question and municipality.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    title = Text("Gemeenten naast elkaar", "Municipalities side by side")
    question = Text(
        "Verschillen gemeenten meer dan toeval verklaart?",
        "Do municipalities differ more than chance explains?",
    )
    naming = ("municipalities_compared", title, question)
    return _compared(study, place, wave, "municipality", place.municipality, naming, pooled)


def _compared(  # noqa: PLR0917
    study: Study,
    place: Place,
    wave: str | None,
    column: Literal["region", "municipality"],
    marked: str | None,
    naming: tuple[str, Text, Text],
    pooled: bool,  # noqa: FBT001
) -> Analysis:
    resolve_wave(study, wave)
    name, title, question = naming
    rows: list[pd.DataFrame] = []
    results: list[Result] = []
    names = place_names(study)
    marks = set(place.municipalities) if column == "municipality" and not marked else {marked}
    indicators = [each for each in file_indicators(study, wave) if each.item in COMPARED]
    compared = [each.item for each in indicators]
    for indicator in indicators:
        values = indicator_values(study, indicator, wave=wave).dropna(subset=["has"])
        counts = values.groupby(column)["has"].agg(["sum", "count"]).astype(int)
        if len(counts) < 2:
            continue
        label = study.item(indicator.item).label
        units = [names.get(code, Text(code, code)).nl for code in counts.index]
        found, made = _side_by_side(study, label, counts, units, pooled=pooled)
        found["noun"] = pd.Series([NOUNS[indicator.unit]] * len(found), dtype=object)
        found.insert(0, "subject", pd.Series([label] * len(found), dtype=object))
        found.insert(1, "place", [names.get(code, Text(code, code)) for code in counts.index])
        own = [Text("ja", "yes") if code in marks else Text("", "") for code in counts.index]
        found.insert(2, "here", pd.Series(own, dtype=object))
        rows.append(found)
        results += made
    if not rows:
        return unanswered(name, EVALUATION, title, question, _NOTHING)
    table = pd.concat(rows, ignore_index=True)
    statements = _statements(table, column)
    table = table.drop(columns="noun")
    if place.level == "study":
        table = table.drop(columns="here")
    return Analysis(
        name=name,
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table,
        counts=("k", "n"),
        shares={"share": ("k", "n")},
        derived=tuple(name for name in _DERIVED if name in table),
        titles=_TITLES,
        statements=statements,
        results=tuple(results),
        cautions=(_NO_ORDER, _TEAMS, *disagreement(study, compared)),
    )


def _side_by_side(
    study: Study, label: Text, counts: pd.DataFrame, units: list[str], *, pooled: bool
) -> tuple[pd.DataFrame, list[Result]]:
    from evalkit.inference import funnel_limits

    column = counts.index.name
    total = study.frame.regions if column == "region" else study.frame.municipalities
    design: dict[str, Any] = {
        "units": units,
        "population": total if total is not None and total >= len(counts) else None,
        "frame": "regions" if column == "region" else "municipalities",
        "selection": study.selection,
    }
    k, n = counts["sum"].to_numpy(), counts["count"].to_numpy()
    # Files of one municipality resemble each other: without widening chance is drawn too narrow.
    funnel = replace(funnel_limits(k, n, overdispersion="tau2", **design), name=label)
    found = pd.DataFrame({"k": k, "n": n})
    found["funnel_low"] = funnel.table["low_95"].to_numpy()
    found["funnel_high"] = funnel.table["high_95"].to_numpy()
    found["outside"] = pd.Series(
        [_OUTSIDE[str(side).partition(" ")[0]] for side in funnel.table["outside"]], dtype=object
    )
    results: list[Result] = [funnel]
    if pooled:
        results += _pool(found, k, n, label, design)
    return found, results


def _pool(found: pd.DataFrame, k: Any, n: Any, label: Text, design: dict[str, Any]) -> list[Result]:
    """Add what each place would have if it borrowed from the others."""
    from evalkit.inference import beta_binomial, lowest_quarter_probability

    model = replace(beta_binomial(k, n, **design), name=label)
    lowest = lowest_quarter_probability(model)
    lowest = replace(
        lowest,
        name=Text(
            f"{label.nl}: kans op het laagste kwart", f"{label.en}: chance of the lowest quarter"
        ),
    )
    for name in ("shrunken", "low", "high"):
        found[name] = model.table[name].to_numpy()
    found["lowest"] = lowest.table["probability"].to_numpy()
    return [model, lowest]


def _statements(table: pd.DataFrame, column: str) -> tuple[Statement, ...]:
    noun = REGIONS if column == "region" else MUNICIPALITIES
    said = []
    for _, rows in table.groupby(table["subject"].map(lambda text: text.nl), sort=False):
        label = rows["subject"].iloc[0]
        apart = rows[rows["outside"] != _OUTSIDE[""]]
        mine = rows[rows["here"] == Text("ja", "yes")]
        if len(mine) == 1:
            row = mine.iloc[0]
            said.append(
                statement(
                    "{subject}: in {place} gezien bij {share}, {outside}.",
                    "{subject}: in {place} seen in {share}; that is {outside}.",
                    subject=label,
                    place=row["place"],
                    share=Share(k=int(row["k"]), n=int(row["n"]), noun=row["noun"]),
                    outside=row["outside"],
                )
            )
        else:
            said.append(
                statement(
                    "{subject}: bij {share} wijkt het aandeel meer af van het geheel dan toeval verklaart.",
                    "{subject}: in {share} the share differs more from the whole than chance explains.",
                    subject=label,
                    share=Share(k=len(apart), n=len(rows), noun=noun),
                )
            )
    return tuple(said)
