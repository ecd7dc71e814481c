"""The interval of a share, as the place of its units in the sample asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from evalkit.results import NAN

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.evaluations.place import Place
    from evalkit.results import Estimate
    from evalkit.study import Study

# Kinds of which the study file, or the list of units itself, says how many exist.
_FINITE: Final = {
    "region": "region",
    "municipality": "municipality",
    "centre-municipality": "unit",
}


def sampled_share(study: Study, kind: str, values: pd.DataFrame, *, place: Place) -> Estimate:
    """Estimate a share of units, at least one of which has an answer.

    Parameters
    ----------
    study : Study
        Tells how many exist and how they were chosen.
    kind : str
        What is counted.
    values : DataFrame
        As `indicator_values` gives it: all units, with `has` and `missing`.
    place : Place
        Where they lie.

    Returns
    -------
    Estimate
        Hypergeometric where it is known how many exist, clustered where units lie together, else
        Wilson's. Without an interval, and with the reason, where units lie in two to four clusters:
        these say too little of how much clusters differ, and the interval could be narrow by luck.
    """
    from evalkit.inference import hypergeometric_interval, wilson_interval

    seen = values[values["missing"] == ""]
    k, n = int(seen["has"].sum()), len(seen)
    frame = f"{kind}, {place.name.en}"
    own = _FINITE.get(kind)
    if own is not None and seen[own].is_unique:
        total = _population(study, kind, place, values)
        if total is not None and total >= n:
            return hypergeometric_interval(k, n, total, frame=frame, selection=study.selection)
    clusters = _clusters(seen, place)
    if clusters is not None:
        return _clustered(study, place, seen, clusters, frame)
    return wilson_interval(k, n, frame=frame, selection=study.selection)


def _population(study: Study, kind: str, place: Place, values: pd.DataFrame) -> int | None:
    if kind == "centre-municipality":  # all are listed, those that did not answer too
        return len(values)
    known = study.frame.regions if kind == "region" else study.frame.municipalities
    if place.level == "study":
        return known
    # The table tells how many there are in a region only when it holds all that exist.
    listed = study.table("municipalities")["municipality"].nunique()
    complete = kind == "municipality" and place.level == "region" and listed == known
    return len(place.municipalities) if complete else None


def _clusters(seen: pd.DataFrame, place: Place) -> pd.Series | None:
    """Return the widest thing the units lie in, or None when each stands by itself."""
    wide = ("municipality", "region") if place.level != "municipality" else ()
    for column in (*wide, "top"):
        within: pd.Series = seen[column].fillna(seen["unit"])
        if 1 < within.nunique() < len(within):
            return within
    return None


def _clustered(
    study: Study, place: Place, seen: pd.DataFrame, clusters: pd.Series, frame: str
) -> Estimate:
    from evalkit.inference import clopper_pearson_interval, survey_proportion, wilson_interval
    from evalkit.inference.sampled import FEWEST_CLUSTERS, too_few_clusters

    groups, k = int(clusters.nunique()), int(seen["has"].sum())
    if 0 < k < len(seen) and groups < FEWEST_CLUSTERS and study.selection != "census":
        share = wilson_interval(k, len(seen), frame=frame)
        return replace(
            share, low=NAN, high=NAN, selection=study.selection, clusters=groups,
            method="share without interval", reason=too_few_clusters(groups), warnings=(too_few_clusters(groups),),
        )  # fmt: skip
    known = study.frame.municipalities if clusters.name == "municipality" else None
    whole = place.level == "study" and known is not None and known >= clusters.nunique()
    estimate: Estimate = survey_proportion(
        seen["has"],
        clusters=clusters,
        population=known if whole else None,
        frame=frame,
        selection=study.selection,
    )
    if estimate.value not in (0, 1) or study.selection == "census":
        return estimate
    # All clusters alike: each may be worth one unit only, which is the widest the truth can be.
    bound = clopper_pearson_interval(groups if estimate.value else 0, groups)
    return replace(
        estimate,
        low=bound.low,
        high=bound.high,
        reason=None,
        method="Clopper-Pearson over clusters, as all are alike",
    )
