"""Samen Doen: which routes escalations went, year by year, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, unanswered
from evalkit.evaluations.answer_counts import COUNT_TITLES
from evalkit.evaluations.labels import statement
from evalkit.evaluations.place import resolve_place, resolve_wave, table_at
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.evaluations.analysis import Statement
    from evalkit.evaluations.place import Place
    from evalkit.inference import RouteConformance
    from evalkit.results import Result
    from evalkit.study import Study

EVALUATION: Final = "samen-doen-2021"
ESCALATIONS: Final = Text("escalaties", "escalations")
NOTHING: Final = Text(
    "er zijn hier geen escalaties vastgelegd; vul de tabel escalations, een rij per stap",
    "no escalations were recorded here; fill the table escalations, one row per step",
)
_HIGH: Final = Text(
    "een hoge route is op zichzelf niet slecht; een lagere route overslaan wel",
    "a high route is not bad by itself; skipping a lower one is",
)
RECORDED: Final = Text(
    "alleen escalaties die zijn vastgelegd tellen; dat er in een jaar meer zijn, kan ook betekenen "
    "dat er beter is bijgehouden",
    "only escalations that were recorded count; more of them in a year can also mean that records "
    "were kept better",
)
_NO_CONTROL: Final = Text(
    "het verschil tussen vroeger en later laat niet zien waardoor het kwam",
    "the difference between earlier and later does not tell what caused it",
)
_FEWEST: Final = 5  # escalations in either half of the years before these are compared
_UNDATED: Final = Text("zonder datum", "without a date")
_TITLES: Final = {
    **COUNT_TITLES,
    "period": Text("Begonnen in", "Begun in"),
    "n": Text("Escalaties", "Escalations"),
    "conforms": Text("Volgt het model", "Conforms"),
    "skips": Text("Slaat een route over", "Skips a route"),
    "top": Text("Bereikt de hoogste route", "Reaches the highest route"),
    "unknown": Text("Route onbekend", "Route unknown"),
}


def escalation_routes(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Hold the escalations against the model of cumulative routes, by the year they began.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality, wave : str or None
        Where and when; an escalation belongs to the wave in which its first step fell.

    Returns
    -------
    Analysis
        Table: a row per year with how many conform, skip a route and reach the highest. Results: the conformance of all, and the difference in skipping between the earlier and the
        later half of the years of the whole study, a division that does not look at place or
        outcome; without it where either half has fewer than five escalations here.

    Raises
    ------
    ParameterError
        If the place or wave does not exist.
    """
    title = Text("Routes van escalatie", "Routes of escalation")
    question = Text(
        "Gaan escalaties stap voor stap langs de afgesproken routes?",
        "Do escalations go step by step along the agreed routes?",
    )
    place = resolve_place(study, region, municipality)
    log = escalation_log(study, place, wave=wave)
    if not len(log):
        return unanswered("escalation_routes", EVALUATION, title, question, NOTHING)
    whole = conformance(study, log)
    cases = dated_cases(whole, log)
    table = pd.DataFrame([_year_row(year, group) for year, group in cases.groupby("year")])
    results: list[Result] = [whole]
    statements = _sentences(whole)
    years = study_years(study)
    earlier, later = halves(cases, since=years[1] if years else None)
    if years and min(len(earlier), len(later)) >= _FEWEST:
        difference, said = _difference(study, earlier, later, years)
        results.append(difference)
        statements.append(said)
    return Analysis(
        name="escalation_routes",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table,
        counts=("n", "unknown"),
        shares={
            "conforms": ("k_conforms", "known"),
            "skips": ("k_skips", "known"),
            "top": ("k_top", "known"),
        },
        titles=_TITLES,
        statements=tuple(statements),
        results=tuple(results),
        cautions=(_HIGH, RECORDED, *([_NO_CONTROL] if len(results) > 1 else [])),
    )


def escalation_log(study: Study, place: Place, *, wave: str | None = None) -> pd.DataFrame:
    """Return the steps of the escalations in a place that began in a wave.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    wave : str or None
        Id of a wave; None takes all, also those without a date.

    Returns
    -------
    DataFrame
        Rows of the table escalations, whole escalations only.
    """
    log = table_at(study, "escalations", place)
    period = resolve_wave(study, wave)
    if period is None:
        return log
    begun = log.groupby("escalation")["date"].transform("min")
    inside = (begun >= pd.Timestamp(period.start)) & (begun <= pd.Timestamp(period.end))
    return log[inside]


def conformance(study: Study, log: pd.DataFrame) -> RouteConformance:
    """Hold a log against the model of the study's own scheme, or else that of Samen Doen."""
    from evalkit.inference import escalation_conformance, model_of_routes, route_model

    model = route_model()
    routes = study.items.get("B1.2")
    if routes is not None and routes.levels:
        model = model_of_routes(
            [level.value for level in routes.levels],
            name=model.name,
            labels=[level.label for level in routes.levels],
        )
    known = log["route"].isna() | log["route"].astype("str").isin(model.routes)
    ends = [wave.end for wave in study.waves]
    open_until = (
        max(ends) if ends and (log["date"].dropna() <= pd.Timestamp(max(ends))).all() else None
    )
    return escalation_conformance(
        # A route that the model does not have is unknown to it, and is counted as such.
        log.assign(route=log["route"].where(known)),
        model=model,
        until=open_until,
        clusters="municipality" if log["municipality"].notna().all() else "region",
        frame="escalations",
        selection=study.selection,
    )


def dated_cases(whole: RouteConformance, log: pd.DataFrame) -> pd.DataFrame:
    """Return a row per escalation with the year of its first step, "" when not dated."""
    begun = log.groupby("escalation")["date"].min().dt.year
    years = whole.cases["escalation"].map(begun)
    written = [("" if pd.isna(year) else str(int(year))) for year in years]
    top = whole.cases["highest"] == whole.model.routes[-1]
    return whole.cases.assign(year=written, top=top)


def halves(cases: pd.DataFrame, *, since: int | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Divide the escalations of known route in the earlier and the later half of the years.

    Parameters
    ----------
    cases : DataFrame
        From `dated_cases`.
    since : int or None
        First year of the later half; None halves the years of these cases, of an odd number of
        which the middle year is later.

    Returns
    -------
    tuple of DataFrame
        Both empty when fewer than two years are known and `since` is not given.
    """
    dated = cases[(cases["year"] != "") & (cases["problem"] == "")]
    years = dated["year"].astype("int64")
    if since is None:
        if years.nunique() < 2:
            return dated.iloc[:0], dated.iloc[:0]
        since = _middle(years)
    return dated[years < since], dated[years >= since]


def _middle(years: pd.Series) -> int:
    return int(years.min()) + (int(years.max()) - int(years.min()) + 1) // 2


def study_years(study: Study) -> tuple[int, int] | None:
    """Return the first year of the escalations of the study, and the first of their later half."""
    log = study.table("escalations")
    years = log.groupby("escalation")["date"].min().dropna().dt.year
    return (int(years.min()), _middle(years)) if years.nunique() > 1 else None


def _year_row(year: object, group: pd.DataFrame) -> dict[str, object]:
    known = group[group["problem"] == ""]
    return {
        "period": Text(str(year), str(year)) if year else _UNDATED,
        "n": len(group),
        "unknown": len(group) - len(known),
        "known": len(known),
        **{
            f"k_{what}": int(known[what].astype(bool).sum())
            for what in ("conforms", "skips", "top")
        },
    }


#: Of a single escalation: what it did, in the order of `_sentences`.
_ONE: Final = {
    "conforms": Text("volgde de routes stap voor stap", "followed the routes step by step"),
    "skips": Text("sloeg een route over", "skipped a route"),
    "repeats": Text("herhaalde een route", "repeated a route"),
}


def _sentences(whole: RouteConformance) -> list[Statement]:
    if whole.n == 1:
        done = [text for key, text in _ONE.items() if whole.estimate(key).k]
        return [
            statement(f"De ene escalatie {text.nl}.", f"The one escalation {text.en}.")
            for text in done
        ]
    said = []
    for key, nl, en in (
        ("conforms", "Stap voor stap langs de routes: {share}.",
         "Step by step along the routes: {share}."),
        ("skips", "Een route overgeslagen: {share}.", "A route skipped: {share}."),
        ("repeats", "Een route herhaald: {share}.", "A route repeated: {share}."),
    ):  # fmt: skip
        estimate = whole.estimate(key)
        if estimate.n:
            share = Share(k=estimate.k or 0, n=estimate.n, noun=ESCALATIONS)
            said.append(statement(nl, en, share=share))
    return said


def _difference(
    study: Study, earlier: pd.DataFrame, later: pd.DataFrame, years: tuple[int, int]
) -> tuple[Result, Statement]:
    from evalkit.inference import newcombe_interval

    counts = [(int(half["skips"].astype(bool).sum()), len(half)) for half in (earlier, later)]
    (k1, n1), (k2, n2) = counts
    difference = newcombe_interval(
        k1, n1, k2, n2, frame="escalations", selection=study.selection,
        name=Text("een route overslaan, later min eerder", "skipping a route, later minus earlier"),
    )  # fmt: skip
    said = statement(
        "Een route overgeslagen in {first} tot en met {until}: {before}; daarna: {after}.",
        "A route skipped in {first} to {until}: {before}; after that: {after}.",
        first=_year(years[0]),
        until=_year(years[1] - 1),
        before=Share(k=k1, n=n1, noun=ESCALATIONS),
        after=Share(k=k2, n=n2, noun=ESCALATIONS),
    )
    return difference, said


def _year(year: int) -> Text:
    return Text(f"{year}", f"{year}")
