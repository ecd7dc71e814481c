"""TSD 2020: who was looked at, how they were chosen and who coded them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.labels import FILES, MUNICIPALITIES, REGIONS, statement
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, settled_at, units_at
from evalkit.evaluations.tsd import EVALUATION
from evalkit.language import LANGUAGES, Language, Text
from evalkit.schemes import UNITS

if TYPE_CHECKING:
    from datetime import date

    from evalkit.study import Study

_TITLES: Final = {
    "kind": Text("Wat", "What"),
    "here": Text("Hier", "Here"),
    "all": Text("In de hele studie", "In the whole study"),
    "exist": Text("Populatie", "Population"),
    "coded": Text("Gecodeerd", "Coded"),
    "double": Text("Door twee of meer codeurs", "By two or more coders"),
}
_CHOSEN: Final = {
    "census": Text(
        "alle eenheden zijn bekeken: er is geen toeval van een steekproef, wel van het coderen",
        "all units were looked at: there is no chance of sampling, but there is of coding",
    ),
    "random": Text(
        "de eenheden zijn aselect getrokken", "the units were drawn at random"
    ),
    "purposive": Text(
        "de eenheden zijn gekozen of meldden zich zelf; intervallen gelden alsof ze aselect getrokken "
        "waren, en dat waren ze niet",
        "the units were chosen or volunteered; intervals hold as if they had been drawn at random, "
        "and they were not",
    ),
}  # fmt: skip
# What is looked at; moments, norms, steps and points are parts of these.
_KINDS: Final = (
    "file", "child", "family", "document", "centre-municipality", "respondent", "meeting",
    "case-discussion", "escalation",
)  # fmt: skip
# Which places and teams there are and which were looked at is no secret, nor are agreements.
_TEAM: Final = Text("lokaal team", "local team")
_PUBLIC: Final = (UNITS["region"], UNITS["municipality"], _TEAM, UNITS["document"])
_NOTHING: Final = Text(
    "de studie heeft nog geen eenheden; vul de tabel units",
    "the study has no units yet; fill the table units",
)
_MANY_WAVES: Final = Text(
    "een gemeente of regio die in meer metingen is bekeken, telt één keer; dossiers en andere "
    "eenheden tellen per meting",
    "a municipality or region that was looked at in several waves counts once; case files and "
    "other units count per wave",
)


def sample(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Tell who was looked at, of how many, and how many were coded twice.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave; None takes all.

    Returns
    -------
    Analysis
        One row for regions, municipalities and teams, and one per kind of unit that is looked at: how many here (for
        a place), in the whole study, and exist (as far as the study says); how many were coded
        and by two or more coders. No results.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Wie is bekeken", "Who was looked at")
    question = Text(
        "Wie is bekeken, hoe zijn zij gekozen en hoeveel is door twee codeurs gelezen?",
        "Who was looked at, how were they chosen and how much was read by two coders?",
    )
    units = units_at(study, Place(), wave=wave)
    if not len(units):
        return unanswered("sample", EVALUATION, title, question, _NOTHING)
    own = units_at(study, place, wave=wave)
    coders = settled_at(study, place, wave=wave).groupby("unit")["coders"].max()
    rows = [
        _row(label, own[column].nunique(), units[column].nunique(), exist)
        for label, column, exist in (
            (UNITS["region"], "region", study.frame.regions),
            (UNITS["municipality"], "municipality", study.frame.municipalities),
            (_TEAM, "team", None),
        )
        if units[column].notna().any()
    ]
    for kind in _KINDS:
        if not (own["kind"] == kind).any():
            continue
        mine = own.loc[own["kind"] == kind, "unit"]
        read = coders.reindex(mine).fillna(0)
        row = _row(UNITS[kind], len(mine), int((units["kind"] == kind).sum()), None)
        rows.append(row | {"coded": int((read > 0).sum()), "double": int((read > 1).sum())})
    table = pd.DataFrame(rows, columns=["kind", "here", "all", "exist", "coded", "double"])
    counts = ["here", "all", "exist", "coded", "double"]
    table = table.astype(dict.fromkeys(counts, "Int64"))
    if place.level == "study":
        table, counts = table.drop(columns="here"), counts[1:]
    return Analysis(
        name="sample",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table,
        counts=tuple(counts),
        titles=_TITLES,
        statements=_statements(study, place, own, coders),
        cautions=(
            *_waves(study, wave),
            _CHOSEN[study.selection],
            *([_MANY_WAVES] if wave is None and len(study.waves) > 1 else []),
        ),
        public_rows=_PUBLIC,
    )


def _waves(study: Study, wave: str | None) -> tuple[Text, ...]:
    """Say when was looked."""
    kept = [each for each in study.waves if wave in {None, each.id}]
    if not kept:
        return ()
    said = []
    for to in LANGUAGES:
        link = "tot en met" if to == "nl" else "to"
        spans = (
            f"{each.label.in_language(to)}: {_month(each.start, to)} {link} {_month(each.end, to)}"
            for each in kept
        )
        said.append("; ".join(spans))
    return (Text(*said),)


def _month(day: date, language: Language) -> str:
    from babel.dates import format_date

    return format_date(day, "LLLL y", locale=language)


def _row(label: Text, here: int, everywhere: int, exist: int | None) -> dict[str, object]:
    return {"kind": label, "here": here, "all": everywhere, "exist": exist}


def _statements(
    study: Study, place: Place, own: pd.DataFrame, coders: pd.Series
) -> tuple[Statement, ...]:
    said = []
    files = own.loc[own["kind"] == "file", "unit"]
    if place.level == "study":
        for column, total, noun in (
            ("region", study.frame.regions, REGIONS),
            ("municipality", study.frame.municipalities, MUNICIPALITIES),
        ):
            seen = own[column].nunique()
            if seen and total is not None and total >= seen:
                looked = statement(
                    "Er is gekeken in {seen} van de {total} {places}.",
                    "{seen} of the {total} {places} were looked at.",
                    seen=seen,
                    total=total,
                    places=noun,
                )
                said.append(replace(looked, about="organisations"))
    if len(files):
        said.append(
            statement(
                "In {place} zijn {files} dossiers bekeken.",
                "In {place}, {files} case files were looked at.",
                place=place.name,
                files=len(files),
            )
        )
        double = int((coders.reindex(files).fillna(0) > 1).sum())
        said.append(
            statement(
                "Door twee codeurs onafhankelijk gelezen: {share}.",
                "Read by two coders independently: {share}.",
                share=Share(k=double, n=len(files), noun=FILES),
            )
        )
    return tuple(said)
