"""What a study counts for a published claim."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.escalation import (
    conformance,
    dated_cases,
    escalation_log,
    halves,
    study_years,
)
from evalkit.evaluations.indicator import NO_ANSWER, indicator_estimate
from evalkit.evaluations.place import placed_units, resolve_place, settled_at, table_at
from evalkit.evaluations.sampled_share import sampled_share
from evalkit.language import Text
from evalkit.results import NAN, Estimate
from evalkit.schemes import MISSING

if TYPE_CHECKING:
    from evalkit.evaluations.measured_claims import Measure
    from evalkit.evaluations.place import Place
    from evalkit.study import Study

_NAMES: Final = {
    "regions-renewed": Text(
        "regio's met een tweede versie van de afspraken",
        "regions with a second version of the agreements",
    ),
    "escalations-too-fast": Text(
        "bestuurlijk opgeschaald met een route overgeslagen",
        "taken to the administrators with a route skipped",
    ),
}
_NO_ITEM: Final = Text(
    "de schema's van de studie hebben dit item niet",
    "the schemes of the study do not have this item",
)
_COLUMNS: Final = ["unit", "region", "municipality", "top", "has"]


def measured_share(study: Study, measure: Measure, *, place: Place) -> Estimate:
    """Estimate the share that a published claim is about.

    Parameters
    ----------
    study : Study
        The study.
    measure : Measure
        What is counted.
    place : Place
        From `resolve_place`.

    Returns
    -------
    Estimate
        A count of none with a `reason` when the study did not measure it.

    Raises
    ------
    ParameterError
        If the measure does not fit its item: a fault in the table of measures.
    """
    if measure.item and measure.item not in study.items:
        return _none(study, Text(measure.item, measure.item), _NO_ITEM)
    name = _name(study, measure)
    if measure.source == "codings":
        wave = _wave(study, measure)
        return replace(
            indicator_estimate(study, measure.indicator, place=place, wave=wave), name=name
        )
    values = {
        "shares": _shares,
        "answers": _answers,
        "regions-renewed": _regions_renewed,
        "escalations-too-fast": _escalations_too_fast,
    }[measure.source](study, measure, place)
    if not len(values):
        return _none(study, name, NO_ANSWER)
    kind = measure.unit if measure.source != "shares" else measure.source
    return replace(sampled_share(study, kind, values.assign(missing=""), place=place), name=name)


def _none(study: Study, name: Text, reason: Text) -> Estimate:
    return Estimate(
        name=name, value=NAN, n=0, k=0, selection=study.selection, method="none", reason=reason,
        scale="share",
    )  # fmt: skip


def _name(study: Study, measure: Measure) -> Text:
    if measure.source in _NAMES:
        return _NAMES[measure.source]
    item = study.items[measure.item]
    return item.label if measure.source == "shares" else measure.indicator.label(item)


def _wave(study: Study, measure: Measure) -> str | None:
    if not study.waves or measure.wave == "latest":
        return None
    return study.waves[0 if measure.wave == "first" else -1].id


def _latest(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the last wave that the rows have."""
    seen = [wave.id for wave in study.waves if (frame["wave"] == wave.id).any()]
    return frame[frame["wave"] == seen[-1]] if seen else frame


def _shares(study: Study, measure: Measure, place: Place) -> pd.DataFrame:
    """Take k of n apart: one row per thing counted, clustered in the unit that counted it."""
    wave = _wave(study, measure)
    settled = settled_at(study, place, items=[measure.item], kind=measure.unit, wave=wave)
    settled = settled[settled["value"].str.match(r"[0-9]+ */ *[0-9]+$", na=False)]
    settled = settled if wave is not None else _latest(study, settled)
    rows = []
    for _, row in settled.iterrows():
        k, n = (int(part) for part in row["value"].split("/"))
        rows += [
            (f"{row['unit']}/{i}", row["region"], row["municipality"], row["unit"], float(i < k))
            for i in range(n)
        ]
    return _typed(pd.DataFrame(rows, columns=_COLUMNS))


def _answers(study: Study, measure: Measure, place: Place) -> pd.DataFrame:
    wave = _wave(study, measure)
    answers = table_at(study, "answers", place, wave=wave)
    answers = answers[(answers["item"] == measure.item) & answers["value"].notna()]
    answers = answers[~answers["value"].isin(list(MISSING))]
    answers = answers if wave is not None else _latest(study, answers)
    rows = [
        (str(index), row["region"], row["municipality"], row["respondent"],
         float(measure.indicator.holds(row["value"])))
        for index, row in answers.iterrows()
    ]  # fmt: skip
    return _typed(pd.DataFrame(rows, columns=_COLUMNS))


def _regions_renewed(study: Study, measure: Measure, place: Place) -> pd.DataFrame:  # noqa: ARG001
    if place.municipality is not None:  # agreements are a region's
        place = resolve_place(study, place.region)
    units = place.rows(placed_units(study))
    versions = units[units["kind"] == "document"].groupby("region")["unit"].nunique()
    rows = [(region, region, None, region, float(n > 1)) for region, n in versions.items()]
    return _typed(pd.DataFrame(rows, columns=_COLUMNS))


def _escalations_too_fast(study: Study, measure: Measure, place: Place) -> pd.DataFrame:  # noqa: ARG001
    log = escalation_log(study, place)
    if not len(log):
        return _typed(pd.DataFrame(columns=_COLUMNS))
    years = study_years(study)
    cases = dated_cases(conformance(study, log), log)
    earlier, _ = halves(cases, since=years[1] if years else None)
    places = log.drop_duplicates("escalation").set_index("escalation")
    rows = [
        (case["escalation"], places.loc[case["escalation"], "region"],
         places.loc[case["escalation"], "municipality"], case["escalation"],
         float(case["top"] and bool(case["skips"])))
        for _, case in earlier.iterrows()
    ]  # fmt: skip
    return _typed(pd.DataFrame(rows, columns=_COLUMNS))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({**dict.fromkeys(_COLUMNS[:-1], "str"), "has": "float64"})
