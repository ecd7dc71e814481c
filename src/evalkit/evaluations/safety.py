"""TSD 2020: whether safety risks stay in view after the handover."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.labels import RISKS, statement
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, table_at
from evalkit.evaluations.tsd import EVALUATION
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.inference import RiskView
    from evalkit.results import Result
    from evalkit.study import Study

_DAYS_IN_MONTH: Final = 365.25 / 12
_SOURCES: Final = {
    None: Text("alle risico's", "all risks"),
    "VT": Text("gezien door Veilig Thuis", "seen by Veilig Thuis"),
    "team": Text("toegevoegd door het lokale team", "added by the local team"),
}
_COUNTS: Final = ("risks", "start", "later", "out", "returned", "stayed", "unknown")
_OWN: Final = ("risks", "start", "later", "out")
#: Months after which the share still in view is estimated, and how many risks must be followed.
_HALF_YEAR: Final = 6
_FEWEST_FOLLOWED: Final = 10
_TITLES: Final = {
    "source": Text("Risico", "Risk"),
    "risks": Text("Gevolgd", "Followed"),
    "start": Text("Al uit beeld bij de overdracht", "Out of view at the handover"),
    "later": Text("Daarna uit beeld", "Out of view later"),
    "out": Text("Samen uit beeld", "Out of view in all"),
    "returned": Text("Daarvan weer in beeld", "Of these back in view"),
    "stayed": Text("In beeld zolang gevolgd", "In view as long as followed"),
    "unknown": Text("Niets over bekend", "Nothing known"),
    "own_risks": Text("Hier gevolgd", "Followed here"),
    "own_start": Text("Hier al uit beeld bij de overdracht", "Out of view at the handover here"),
    "own_later": Text("Hier daarna uit beeld", "Out of view later here"),
    "own_out": Text("Hier samen uit beeld", "Out of view in all here"),
    "share": Text("Uit beeld", "Out of view"),
    "own_share": Text("Uit beeld, hier", "Out of view, here"),
}
_NOTHING: Final = Text(
    "er zijn geen risico's gevolgd; vul de tabel risks met een rij per risico en evaluatiemoment",
    "no risks were followed; fill the table risks with a row per risk and evaluation moment",
)
_BETWEEN: Final = Text(
    "een evaluatie ziet pas achteraf dat een risico uit beeld is; de dag zelf ligt ergens tussen twee "
    "momenten",
    "an evaluation sees only afterwards that a risk is out of view; the day itself lies somewhere "
    "between two moments",
)
_TWO_LOSSES: Final = Text(
    "een risico van Veilig Thuis dat bij de overdracht al uit beeld was, is niet overgenomen in het plan "
    "van het team; wat daarna uit beeld raakte, had het team wel in beeld",
    "a risk of Veilig Thuis that was out of view at the handover was not taken over in the plan of the "
    "team; what went out of view later had been in view of the team",
)
_IN_VIEW: Final = Text(
    "een risico dat in beeld blijft is niet weg, en een risico dat uit beeld raakt is niet opgelost",
    "a risk that stays in view is not gone, and a risk that goes out of view is not solved",
)


def safety_in_view(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Follow the safety risks of case files until they drop out of view.

    Parameters
    ----------
    study : Study
        The study, with the table risks.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave; None takes all files.

    Returns
    -------
    Analysis
        One row for all risks and one per source: followed, out of view at the handover itself and
        later, came back, stayed in view as long as followed, nothing known; for a place its own
        counts first. Results: a `RiskView` for all risks of the place (its `latest` is the
        `SurvivalCurve`, in months since the handover), for a place then that of the whole study,
        and for the whole study those by source; then, but for a municipality, the share in view
        after six months where ten risks were followed for so long. Files, or the municipalities
        they lie in, are clusters.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Zicht op veiligheid", "Safety in view")
    question = Text(
        "Blijven de risico's die bij de overdracht bekend waren in beeld?",
        "Do the risks that were known at the handover stay in view?",
    )
    moments = _moments(study, wave)
    if not len(moments):
        return unanswered("safety_in_view", EVALUATION, title, question, _NOTHING)
    whole = place.level == "study"
    own = place.rows(moments)
    rows: list[dict[str, Any]] = []
    results: list[Result] = []
    here: RiskView | None = None
    for source, label in _SOURCES.items():
        views = [_view(study, _from(moments, source), label, Place())]
        if not whole:
            views.insert(0, _view(study, _from(own, source), label, place))
        if views[-1] is None:
            continue
        here = views[0] if source is None else here
        row: dict[str, Any] = {"source": label}
        if not whole:
            mine = _counted(views[0])
            row |= {f"own_{name}": mine[name] for name in _OWN}
        rows.append(row | _counted(views[-1]))
        if source is None or whole:
            results += [view for view in views if view is not None]
    shares = {"share": ("out", "risks")}
    return Analysis(
        name="safety_in_view",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=pd.DataFrame(rows),
        counts=_COUNTS if whole else (*(f"own_{name}" for name in _OWN), *_COUNTS),
        shares=shares if whole else {"own_share": ("own_out", "own_risks")} | shares,
        titles=_TITLES,
        statements=_statements(pd.DataFrame(rows), place),
        results=(*results, *_after_half_a_year(here, place)),
        cautions=(_TWO_LOSSES, _BETWEEN, _IN_VIEW),
    )


def _moments(study: Study, wave: str | None) -> pd.DataFrame:
    """Return a row per risk and moment with its time in months since the first moment of its file."""
    table = table_at(study, "risks", Place(), wave=wave)
    first = table.groupby("unit")["date"].transform("min")
    months = (table["date"] - first).dt.days / _DAYS_IN_MONTH
    # A file with a moment without date, or with moments out of order, cannot be timed.
    order = table.sort_values(["unit", "risk", "moment"], kind="stable")
    back = order.groupby(["unit", "risk"])["date"].diff().dt.days <= 0
    lost = set(table.loc[table["date"].isna(), "unit"]) | set(order.loc[back, "unit"])
    table = table.assign(time=months)[~table["unit"].isin(lost)]
    return table.assign(file=table["unit"], risk=table["unit"] + " " + table["risk"])


def _from(moments: pd.DataFrame, source: str | None) -> pd.DataFrame:
    return moments if source is None else moments[moments["source"] == source]


def _view(study: Study, moments: pd.DataFrame, label: Text, place: Place) -> RiskView | None:
    from evalkit.inference import time_in_view

    if not len(moments):
        return None
    clusters = next(
        (
            column
            for column in ("municipality", "file")
            if moments[column].notna().all() and moments[column].nunique() > 1
        ),
        None,
    )
    found = time_in_view(moments, clusters=clusters, frame="risks", selection=study.selection)
    name = Text(
        f"maanden in beeld, {label.nl}, {place.name.nl}",
        f"months in view, {label.en}, {place.name.en}",
    )
    return replace(
        found,
        latest=replace(found.latest, name=name),
        earliest=replace(found.earliest, name=name),
    )


def _counted(view: RiskView | None) -> dict[str, int]:
    if view is None:
        return dict.fromkeys(_COUNTS, 0)
    out = view.latest.events
    start = int((view.cases["out_at"] == 0).sum())
    return {
        "risks": view.n,
        "start": start,
        "later": out - start,
        "out": out,
        "returned": view.returned,
        "stayed": view.n - out,
        "unknown": view.dropped,
    }


def _after_half_a_year(view: RiskView | None, place: Place) -> list[Result]:
    """Estimate which share is still in view, where enough risks were followed for so long."""
    if view is None or place.level == "municipality":
        return []
    if (view.latest.follow.durations >= _HALF_YEAR).sum() < _FEWEST_FOLLOWED:
        return []
    name = Text(
        f"nog in beeld na zes maanden, {place.name.nl}",
        f"still in view after six months, {place.name.en}",
    )
    return [replace(view.latest.at(_HALF_YEAR), name=name)]


def _statements(table: pd.DataFrame, place: Place) -> tuple[Statement, ...]:
    own = "" if place.level == "study" else "own_"
    whose = [
        Text(f"in {place.name.nl}", f"in {place.name.en}"),
        *(Text(*(f"{part}," for part in source)) for source in table["source"].iloc[1:]),
    ]
    said = [
        _lost(name, *(int(row[f"{own}{count}"]) for count in ("risks", "start", "later")))
        for name, row in zip(whose, table.to_dict("records"), strict=True)
        if row[f"{own}risks"]
    ]
    if said:
        unequal = Text(" Niet alle risico's zijn even lang gevolgd.",
                       " Not all risks were followed equally long.")  # fmt: skip
        first = Text(*(text + then for text, then in zip(said[0].text, unequal, strict=True)))
        said[0] = replace(said[0], text=first)
    return tuple(said)


def _lost(whose: Text, risks: int, start: int, later: int) -> Statement:
    """Say how many were out of view at the handover, and how many of the others went later."""
    values: dict[str, Any] = {
        "whose": Text(*(part[:1].upper() + part[1:] for part in whose)),
        "start": Share(k=start, n=risks, noun=RISKS),
    }
    if start == risks:
        return statement(
            "{whose} al uit beeld bij de overdracht: {start}.",
            "{whose} out of view at the handover: {start}.",
            **values,
        )
    if not start:
        return statement(
            "{whose} uit beeld geraakt na de overdracht: {later}.",
            "{whose} out of view after the handover: {later}.",
            whose=values["whose"],
            later=Share(k=later, n=risks, noun=RISKS),
        )
    return statement(
        "{whose} al uit beeld bij de overdracht: {start}; van de andere daarna: {later}.",
        "{whose} out of view at the handover: {start}; of the others later: {later}.",
        later=Share(k=later, n=risks - start, noun=RISKS),
        **values,
    )
