"""Agreements that began when the case files were already closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from evalkit.evaluations.analysis import Share, Statement
from evalkit.evaluations.labels import DOCUMENTS, statement
from evalkit.evaluations.place import Place, table_at, units_at
from evalkit.language import LANGUAGES, Text

if TYPE_CHECKING:
    from evalkit.study import Study


def begun_after_files(
    study: Study, place: Place, documents: pd.DataFrame, *, wave: str | None = None
) -> tuple[Statement, ...]:
    """Say where agreements are younger than all case files, which then cannot follow them.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    documents : DataFrame
        The documents in force in the place, as `holders_of` gives them.
    wave : str or None
        Id of a wave, whose files are held against them; None takes all files.

    Returns
    -------
    tuple of Statement
        About people, as it tells until when there are files; empty where files and agreements
        overlap, or where dates are not known.
    """
    days = _file_days(study, wave)
    dated = documents.dropna(subset="since")
    if place.level == "study":
        ends = [days.groupby(level)["day"].max() for level in ("region", "municipality")]
        last = pd.to_datetime(dated["holder"].map(pd.concat(ends).to_dict()))
        known, later = int(last.notna().sum()), int((dated["since"] > last).sum())
        if not later:
            return ()
        said = statement(
            "Geldende afspraken van na de laatste dossiers: {share}.",
            "Agreements in force from after the last case files: {share}.",
            share=Share(k=later, n=known, noun=DOCUMENTS),
        )
        return (replace(said, about="people"),)
    last_here = place.rows(days)["day"].max()
    if not len(dated) or not dated["since"].iloc[-1] > last_here:
        return ()
    said = statement(
        "De afspraken in {place} gelden sinds {since}; de dossiers zijn van daarvoor.",
        "The agreements in {place} have been in force since {since}; the case files are from "
        "before that.",
        place=place.name,
        since=_month(dated["since"].iloc[-1]),
    )
    return (replace(said, about="people"),)


def _file_days(study: Study, wave: str | None) -> pd.DataFrame:
    """Return the days of the case files and of their handovers, with the place of each."""
    files = units_at(study, Place(), kind="file", wave=wave).rename(columns={"date": "day"})
    handovers = table_at(study, "handovers", Place(), wave=wave).rename(columns={"sent": "day"})
    days = pd.concat([each[["region", "municipality", "day"]] for each in (files, handovers)])
    return days.assign(day=pd.to_datetime(days["day"])).dropna(subset="day")


def _month(day: pd.Timestamp) -> Text:
    from babel.dates import format_date

    return Text(*(format_date(day, "MMMM y", locale=to) for to in LANGUAGES))
