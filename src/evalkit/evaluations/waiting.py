"""TSD 2020: how long a family waits, and how handovers end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.handover import NO_HANDOVERS, observed_until
from evalkit.evaluations.labels import FILES, statement
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, table_at
from evalkit.evaluations.tsd import EVALUATION
from evalkit.language import Text
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from evalkit.inference import CumulativeIncidence
    from evalkit.results import Result
    from evalkit.study import Study

_STAGE: Final = "sent-first_contact"
#: Ten weeks, in working days: the period over which the mean waiting time is taken.
PERIOD: Final = 50
_ENDS: Final = {
    "first_contact": Text("eerste contact met het gezin", "first contact with the family"),
    "geweigerd": Text("geweigerd door het team", "refused by the team"),
    "teruggegeven": Text("teruggegeven aan Veilig Thuis", "returned to Veilig Thuis"),
    "verhuisd": Text("verhuisd", "moved"),
    "einde waarneming": Text("nog open aan het einde", "still open at the end"),
}
#: How the curves call them.
_CAUSES: Final = {
    "first_contact": Text("eerste contact", "first contact"),
    "geweigerd": Text("geweigerd", "refused"),
    "teruggegeven": Text("teruggegeven", "returned"),
    "verhuisd": Text("verhuisd", "moved"),
}
_HALF: Final = Text(
    "werkdagen tot de helft van alle overgedragen dossiers contact had",
    "working days until half of all files handed over had contact",
)
_NOT_HALF: Final = Text(
    "niet bereikt: minder dan de helft van alle overgedragen dossiers had contact",
    "not reached: fewer than half of all files handed over had contact",
)
_ROUNDING: Final = 1e-9
_LOST: Final = Text("niet te tellen: datum ontbreekt", "not countable: date missing")
_TITLES: Final = {
    "end": Text("Hoe het dossier eindigde", "How the file ended"),
    "own_files": Text("Hier", "Here"),
    "files": Text("Hele studie", "Whole study"),
}
_OPEN: Final = Text(
    "een dossier dat nog open is, telt mee zolang het is gevolgd; wie het weglaat, maakt de "
    "wachttijd te kort",
    "a file that is still open counts for as long as it was followed; leaving it out makes the wait "
    "too short",
)
_OTHER_ENDS: Final = Text(
    "een weigering, teruggave of verhuizing maakt eerste contact onmogelijk en telt daarom als een "
    "eigen einde",
    "a refusal, return or move makes first contact impossible and so counts as an end of its own",
)


def waiting_times(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Tell how handovers end, and how long it takes from sending to first contact.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave; None takes all handovers.

    Returns
    -------
    Analysis
        One row per way in which a handover ended; for a place its own counts first. Results, in
        working days since sending: the `SurvivalCurve` (Kaplan-Meier) of no contact yet while a
        handover is neither refused, returned nor moved; the `CumulativeIncidence` of first contact
        and of those other ends; the wait after which half of all had contact (`half_contacted`);
        the mean wait within ten weeks (`Estimate`, restricted mean). For a place these four first,
        then the same of the whole study.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    from evalkit.inference import handover_durations

    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Wachten op het eerste contact", "Waiting for first contact")
    question = Text(
        "Hoe lang duurt het van versturen tot het eerste contact met het gezin?",
        "How long is it from sending to the first contact with the family?",
    )
    handovers = table_at(study, "handovers", Place(), wave=wave)
    if not len(handovers):
        return unanswered("waiting_times", EVALUATION, title, question, NO_HANDOVERS)
    durations = handover_durations(
        handovers, stage=_STAGE, measured_in="working days", until=observed_until(study, wave)
    )
    whole = place.level == "study"
    own = place.rows(durations)
    counted = {"": durations} if whole else {"own_": own, "": durations}
    table = pd.DataFrame({"end": [*_ENDS.values(), _LOST]})
    for prefix, frame in counted.items():
        table[f"{prefix}files"] = _tally(frame)
    results: list[Result] = []
    for prefix, frame in counted.items():
        usable = frame[frame["problem"] == ""]
        if len(usable):
            results += _curves(study, usable, place.name if prefix or whole else Place().name)
    return Analysis(
        name="waiting_times",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table[(table.filter(like="files") > 0).any(axis=1)].reset_index(drop=True),
        counts=tuple(str(column) for column in table if column != "end"),
        titles=_TITLES,
        statements=_statements(own, place),
        results=tuple(results),
        cautions=(_OPEN, _OTHER_ENDS),
    )


def half_contacted(found: CumulativeIncidence, *, name: Text | None = None) -> Estimate:
    """Estimate the working days after which half of all files had first contact.

    Files that were refused, returned or moved count among all: they never have contact. The median
    of a Kaplan-Meier curve, which takes them as censored, is shorter.

    Parameters
    ----------
    found : CumulativeIncidence
        The ends of handovers, from `waiting_times`.
    name : Text or None
        How the printed line calls it.

    Returns
    -------
    Estimate
        Working days, the first at which the share reaches a half; NaN with the reason where it
        never does. The ends of the interval are where those of the share do.
    """
    contact = found.table[found.table["cause"] == "first_contact"]
    value, low, high = (
        float(contact.loc[contact[bound] >= 0.5 - _ROUNDING, "time"].min())
        for bound in ("value", "high", "low")
    )
    is_reached = not math.isnan(value)
    return Estimate(
        name=_HALF if name is None else name,
        value=value,
        low=low if is_reached else NAN,
        high=high if is_reached else NAN,
        level=found.level,
        n=found.n,
        population=found.population,
        frame=found.frame,
        selection=found.selection,
        clusters=found.clusters,
        method=found.method,
        reason=found.reason if is_reached else _NOT_HALF,
        warnings=found.warnings,
    )


def _tally(durations: pd.DataFrame) -> list[int]:
    fine = durations[durations["problem"] == ""]
    return [*(int((fine["cause"] == end).sum()) for end in _ENDS), len(durations) - len(fine)]


def _curves(study: Study, usable: pd.DataFrame, name: Text) -> list[Result]:
    from evalkit.inference import aalen_johansen, kaplan_meier, restricted_mean

    nested = 1 < usable["municipality"].nunique() < len(usable)
    design: dict[str, Any] = {
        "clusters": usable["municipality"].to_numpy() if nested else None,
        "frame": "handovers",
        "selection": study.selection,
    }
    time, observed = usable["duration"].to_numpy(float), usable["observed"].to_numpy(bool)
    ends = aalen_johansen(
        time,
        usable["cause"].to_numpy(object),
        expected=("first_contact",),
        labels=_CAUSES,
        name=Text(f"einde van de overdracht, {name.nl}", f"end of the handover, {name.en}"),
        **design,
    )
    return [
        kaplan_meier(
            time,
            observed,
            name=Text(
                f"werkdagen zonder contact zolang de overdracht loopt, {name.nl}",
                f"working days without contact while the handover runs, {name.en}",
            ),
            **design,
        ),
        ends,
        half_contacted(ends, name=Text(f"{_HALF.nl}, {name.nl}", f"{_HALF.en}, {name.en}")),
        restricted_mean(
            time,
            observed,
            until=PERIOD,
            name=Text(
                f"gemiddelde wachttijd in werkdagen binnen tien weken, {name.nl}",
                f"mean wait in working days within ten weeks, {name.en}",
            ),
            **design,
        ),
    ]


def _statements(own: pd.DataFrame, place: Place) -> tuple[Statement, ...]:
    fine = own[own["problem"] == ""]
    if not len(fine):
        return (
            statement(
                "Van {place} is geen overdracht te volgen.",
                "No handover of {place} can be followed.",
                place=place.name,
            ),
        )
    reached = int((fine["cause"] == "first_contact").sum())
    still_open = int((fine["cause"] == "einde waarneming").sum())
    return (
        statement(
            "In {place} kwam het tot eerste contact bij {share} (nog open: {open}, anders "
            "geëindigd: {other}).",
            "In {place} first contact was made for {share} (still open: {open}, ended otherwise: "
            "{other}).",
            place=place.name,
            share=Share(k=reached, n=len(fine), noun=FILES),
            open=still_open,
            other=len(fine) - reached - still_open,
        ),
    )
