"""Documents with agreements: their versions, and which of them was in force when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.place import Place, placed_units, settled_at

if TYPE_CHECKING:
    import datetime as dt

    from evalkit.study import Study

_STATUS, _SINCE, _UNTIL, _ADOPTED = "C0.2", "C0.2.1", "C0.2.2", "B4.1.2"
_DRAFT: Final = "concept"
COLUMNS: Final = ["unit", "region", "municipality", "wave", "holder", "status", "since", "until"]


def agreement_documents(study: Study) -> pd.DataFrame:
    """Return all documents with agreements, the oldest first.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    DataFrame
        One row per unit of kind document: unit, region, municipality, wave, `holder` (the code of
        the municipality, or else of the region, whose agreements they are), `status` as coded in
        C0.2, `since` and `until`: C0.2.1 (or else the date of adoption, or of the unit) and C0.2.2,
        missing where not known.
    """
    units = placed_units(study)
    units = units[units["kind"] == "document"].set_index("unit", drop=False)
    coded = settled_at(study, Place(), items=[_STATUS, _SINCE, _UNTIL, _ADOPTED], kind="document")
    answers = coded.drop_duplicates(["unit", "item"], keep="last")
    answers = answers.pivot(index="unit", columns="item", values="value").reindex(units.index)
    answers = answers.reindex(columns=[_STATUS, _SINCE, _UNTIL, _ADOPTED])
    own = pd.to_datetime(units["date"])
    units["holder"] = units["municipality"].fillna(units["region"])
    units["status"] = answers[_STATUS]
    units["since"] = read_dates(answers[_SINCE]).fillna(read_dates(answers[_ADOPTED])).fillna(own)
    units["until"] = read_dates(answers[_UNTIL])
    found = units[COLUMNS].sort_values("since", na_position="first", kind="stable")
    return found.reset_index(drop=True)


def documents_in_force(study: Study, *, wave: str | None = None) -> pd.DataFrame:
    """Return the document in force of every region and municipality that has one.

    Parameters
    ----------
    study : Study
        The study.
    wave : str or None
        Id of a wave, at the end of which it is in force; None takes the last version.

    Returns
    -------
    DataFrame
        As `agreement_documents`, at most one row per `holder`. A draft is never in force; a
        document without dates is taken to be in force in its own wave.
    """
    found = agreement_documents(study)
    found = found[found["holder"].notna() & (found["status"] != _DRAFT)]
    if wave is not None:
        day = pd.Timestamp(next(each.end for each in study.waves if each.id == wave))
        begun = (found["since"] <= day) | (found["since"].isna() & (found["wave"] == wave))
        found = found[begun & ~(found["until"] < day)]
    return found.drop_duplicates("holder", keep="last").reset_index(drop=True)


def holders_of(place: Place, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the documents that hold in a place: a municipality's own, or else its region's."""
    if place.level == "study":
        return documents
    if place.municipality is not None:
        own = documents[documents["holder"] == place.municipality]
        if len(own):
            return own
    return documents[documents["holder"] == place.region]


def read_dates(values: pd.Series) -> pd.Series:
    """Read coded dates; a missing code, or no answer, is missing."""
    return pd.to_datetime(values.map(_date, na_action="ignore"))


def _date(value: str) -> dt.date | None:
    from evalkit.study.dates import read_date
    from evalkit.study.findings import UnreadableError

    try:
        return read_date(value, seen=value)
    except UnreadableError:
        return None
