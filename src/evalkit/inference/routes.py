"""Conformance of escalations to a model of cumulative routes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.inference.columns import read_numbers
from evalkit.inference.handovers import require_columns
from evalkit.inference.kaplan_meier import kaplan_meier
from evalkit.inference.proportions import wilson_interval
from evalkit.inference.route_model import RouteModel, route_distance, route_model
from evalkit.inference.route_times import route_reasons, route_times
from evalkit.inference.sampled import check_selection
from evalkit.inference.working_days import read_dates
from evalkit.language import Language, Text, as_text, join_words
from evalkit.results import NAN, Estimate, Result, Selection

if TYPE_CHECKING:
    from datetime import date

    from evalkit.inference.survival_curve import SurvivalCurve

_CASE: Final = [
    "escalation", "path", "first", "highest", "skipped", "repeated", "conforms", "skips",
    "skips_at_start", "repeats", "goes_back", "reason_given", "distance", "fitness", "problem",
]  # fmt: skip
ROUTE_SHARES: Final[dict[str, Text]] = {
    "conforms": Text("volgt het model", "conforms to the model"),
    "skips": Text("slaat een route over", "skips a route"),
    "skips_at_start": Text(
        "begint niet met de eerste route", "does not begin with the first route"
    ),
    "repeats": Text("herhaalt een route", "repeats a route"),
    "goes_back": Text("gaat terug naar een lagere route", "goes back to a lower route"),
    "reason_given": Text("noemt bij elke stap een reden", "gives a reason at each step"),
}
#: What the printed line says of one and of more.
_VERBS: Final = {
    "conforms": (ROUTE_SHARES["conforms"], Text("volgen het model", "conform to the model")),
    "skips": (ROUTE_SHARES["skips"], Text("slaan een route over", "skip a route")),
    "repeats": (ROUTE_SHARES["repeats"], Text("herhalen een route", "repeat a route")),
}
#: How the line calls a model that a shipped scheme describes; another goes by its own name.
_TITLES: Final = {
    "samen-doen-2021": Text("Routes van Samen Doen (2021)", "Routes of Samen Doen (2021)")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteConformance(Result):
    """How escalations went through the routes of a model.

    Attributes
    ----------
    model : RouteModel
        The routes.
    cases : DataFrame
        One row per escalation: `path`, `first` and `highest` route, `skipped` (routes below the
        highest that were not used before it was reached), `repeated` (routes used again), whether
        it `conforms`, `skips`, `skips_at_start`, `repeats`, `goes_back` and has `reason_given`,
        `distance` to the nearest path of the model and `fitness` in [0, 1]. Where a route is
        unknown, `problem` says so and the rest is missing.
    estimates : tuple of Estimate
        Shares of the escalations with Wilson's interval: `ROUTE_SHARES`, then each first and
        highest route, then for each route how many of those that went higher had skipped it.
    times : DataFrame
        One row per step: `escalation, step, route, days, observed, reason, problem`; `observed` is
        False where the escalation was still on that route at `until`; `days` is missing where
        `problem` (a key of `TIME_PROBLEMS`) says why.
    reasons : DataFrame
        `route, reason, k, n`: how many of the n escalations that used a route gave each reason;
        a missing reason has its own row.
    n, unknown : int
        Escalations whose whole path is known, and those with a step of unknown route, which are in
        no share.
    fitness : float
        Mean fitness of the n escalations; NaN without any.
    reason : Text or None
        Why there are no shares.
    clusters : int or None
        Municipalities or other clusters, when named.
    frame, selection
        The design, as in `Estimate`.
    """

    model: RouteModel
    cases: pd.DataFrame
    estimates: tuple[Estimate, ...]
    times: pd.DataFrame
    reasons: pd.DataFrame
    n: int
    unknown: int
    fitness: float
    reason: Text | None = None
    clusters: int | None = None
    frame: str = ""
    selection: Selection = "unknown"

    def shares(self) -> pd.DataFrame:
        """Return the estimates as a table, one row each."""
        rows = [estimate.to_frame() for estimate in self.estimates]
        return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()

    def estimate(self, name: str) -> Estimate:
        """Return one of the estimates by its name, e.g. "skips" or "first route 3"."""
        found = {as_text(estimate.name).en: estimate for estimate in self.estimates}
        if name not in found:
            raise unknown_name(Text("aandeel", "share"), name, found, where=self.model.name)
        return found[name]

    def time_on(self, route: object) -> SurvivalCurve:
        """Return how long escalations stay on a route, in days (see `kaplan_meier`)."""
        name = self.model.routes[self.model.position(route)]
        steps = self.times[self.times["route"] == name]
        used = steps[steps["problem"] == ""]
        again = used["escalation"].duplicated().any()
        return kaplan_meier(
            steps["days"], steps["observed"].astype(int),
            name=Text(f"nog op route {name}", f"still on route {name}"),
            clusters=steps["escalation"] if again else None, frame=self.frame,
            selection=self.selection,
        )  # fmt: skip

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        title = _titled(self.model).in_language(language)
        if not self.n:
            why = self.reason.in_language(language) if self.reason else ""
            return f"{title} –: {why}"
        of = "van" if language == "nl" else "of"
        shares = {as_text(estimate.name).en: estimate.k for estimate in self.estimates}
        parts = [
            f"{shares[what]} {of} {self.n} {(one if shares[what] == 1 else more).in_language(language)}"
            for what, (one, more) in _VERBS.items()
        ]
        return f"{title}: {join_words(parts, language)}"

    def __str__(self) -> str:
        return self.in_language("en")


def escalation_conformance(
    escalations: pd.DataFrame,
    *,
    model: RouteModel | None = None,
    until: date | str | None = None,
    clusters: str | None = None,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> RouteConformance:
    """Hold escalations against a model of cumulative routes.

    A high route is not bad by itself; skipping a lower one is. The case is the escalation: its
    steps never count as separate units.

    Parameters
    ----------
    escalations : DataFrame
        The table `escalations` of a study, one row per step: `escalation, step, route`, and where
        known `date`, `outcome` and `reason`.
    model : RouteModel or None
        The routes; None takes the three of scheme samen-doen-2021. Make another with `route_model`
        (from a scheme) or `model_of_routes`.
    until : date or None
        Last day of observation, for escalations whose last step is still open.
    clusters : str or None
        Column with the municipality, when escalations are nested.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Escalations that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the escalations were chosen.

    Returns
    -------
    RouteConformance

    Raises
    ------
    ParameterError
        If a column is absent, a step has no number or occurs twice, or a route is not in the model.

    Notes
    -----
    An escalation may end after any route. `distance` is the edit distance without substitution to
    the nearest path of the model (a skipped route costs 1, a route too many costs 1), and `fitness`
    is 1 - distance / (steps + 1): 1 when it conforms, 0 when nothing fits, as in alignments of
    process mining, where the worst case leaves out every step and walks the shortest path.

    References
    ----------
    .. [1] Van der Aalst, Adriansyah and Van Dongen (2012), WIREs Data Mining and Knowledge
       Discovery 2(2), 182-192.

    Examples
    --------
    >>> log = pd.DataFrame({"escalation": ["a", "a", "b"], "step": [1, 2, 1], "route": [1, 2, 3]})
    >>> print(escalation_conformance(log))
    Routes of Samen Doen (2021): 1 of 2 conforms to the model, 1 of 2 skips a route and 0 of 2
    repeat a route
    """
    check_selection(selection)
    model = route_model() if model is None else model
    steps = _read_steps(escalations, model, clusters)
    rows = [_case(name, group, model) for name, group in steps.groupby("escalation", sort=False)]
    cases = pd.DataFrame(rows, columns=_CASE)
    known = cases[cases["problem"] == ""]
    n_clusters = None
    if clusters is not None:
        used = escalations["escalation"].isin(known["escalation"])
        n_clusters = int(escalations.loc[used, clusters].nunique())
    counted = _counts(known, model)
    estimates = tuple(
        replace(
            wilson_interval(
                k, n, level=level, frame=frame, selection=selection, name=name,
                population=population if n == len(known) else None,
            ),
            clusters=n_clusters,
        )
        for name, k, n in counted
    )  # fmt: skip
    if n_clusters is not None and n_clusters < len(known):
        estimates = tuple(_nested(estimate, n_clusters) for estimate in estimates)
    reason = None if len(known) else Text("er zijn geen escalaties", "there are no escalations")
    return RouteConformance(
        model=model, cases=cases, estimates=estimates, times=route_times(steps, model, until),
        reasons=route_reasons(steps, model), n=len(known), unknown=len(cases) - len(known),
        fitness=float(known["fitness"].astype(float).mean()) if len(known) else NAN, reason=reason,
        clusters=n_clusters, frame=frame, selection=selection,
    )  # fmt: skip


def _read_steps(table: pd.DataFrame, model: RouteModel, clusters: str | None) -> pd.DataFrame:
    require_columns(table, ("escalation", "step", "route", *([clusters] if clusters else [])))
    steps = pd.DataFrame({"escalation": table["escalation"].to_numpy()})
    steps["step"] = read_numbers(table["step"], "step")
    if steps.isna().any(axis=None) or steps.duplicated().any():
        raise ParameterError(
            nl="elke rij heeft een escalatie en een eigen stapnummer nodig; er ontbreekt er een of "
            "er is er een dubbel",
            en="each row needs an escalation and a step number of its own; one is missing or twice "
            "there",
        )
    steps["place"] = [-1 if pd.isna(route) else model.position(route) for route in table["route"]]
    dates = table["date"] if "date" in table else pd.Series([None] * len(table), dtype=object)
    steps["date"] = read_dates(dates, "date").astype("datetime64[s]") if len(table) else None
    for column in ("outcome", "reason"):
        given = table[column] if column in table else pd.Series([None] * len(table), dtype=object)
        words = given.astype(object).to_numpy()
        steps[column] = [None if pd.isna(word) or not str(word).strip() else word for word in words]
    return steps.sort_values(["escalation", "step"], kind="stable").reset_index(drop=True)


def _case(name: object, steps: pd.DataFrame, model: RouteModel) -> dict[str, object]:
    path = steps["place"].tolist()
    named = tuple(model.routes[place] if place >= 0 else "?" for place in path)
    if -1 in path:
        return {"escalation": name, "path": named, "problem": "unknown route"}
    highest = max(path)
    before = set(path[: path.index(highest)])
    skipped = tuple(model.routes[place] for place in range(highest) if place not in before)
    repeated = tuple(model.routes[place] for place in sorted(set(path)) if path.count(place) > 1)
    distance = min(route_distance(path, run) for run in model.runs())
    return {
        "escalation": name, "path": named, "first": named[0], "highest": model.routes[highest],
        "skipped": skipped, "repeated": repeated, "conforms": distance == 0,
        "skips": bool(skipped), "skips_at_start": path[0] > 0, "repeats": bool(repeated),
        "goes_back": bool((np.diff(path) < 0).any()),
        "reason_given": bool(steps["reason"].notna().all()), "distance": distance,
        "fitness": 1 - distance / (len(path) + 1), "problem": "",
    }  # fmt: skip


def _counts(known: pd.DataFrame, model: RouteModel) -> list[tuple[Text, int, int]]:
    n = len(known)
    counts = [
        (Text(words.nl, what), int(known[what].astype(bool).sum()), n)
        for what, words in ROUTE_SHARES.items()
    ]
    for what, nl in (("first", "eerste"), ("highest", "hoogste")):
        counts += [
            (Text(f"{nl} route {r}", f"{what} route {r}"), int(known[what].eq(r).sum()), n)
            for r in model.routes
        ]
    for place, route in enumerate(model.routes[:-1]):
        higher = known[known["highest"].isin(model.routes[place + 1 :])]
        k = int(higher["skipped"].map(lambda gone, route=route: route in gone).sum())
        counts.append(
            (Text(f"route {route} overgeslagen", f"skipped route {route}"), k, len(higher))
        )
    return counts


def _titled(model: RouteModel) -> Text:
    return _TITLES.get(model.name.partition("@")[0], as_text(model.name))


def _nested(estimate: Estimate, clusters: int) -> Estimate:
    warning = Text(
        f"de escalaties komen uit {clusters} clusters; het interval doet alsof ze los van elkaar "
        "staan en is dus te smal als een cluster zijn eigen gewoonte heeft",
        f"the escalations come from {clusters} clusters; the interval takes them as independent and "
        "is too narrow when a cluster has a habit of its own",
    )
    return replace(estimate, warnings=(*estimate.warnings, warning))
