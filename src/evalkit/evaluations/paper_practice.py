"""AEF 2020: the same subject on paper, known by professionals and in practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.aef import EVALUATION
from evalkit.evaluations.analysis import Analysis, Statement, unanswered
from evalkit.evaluations.documents import documents_in_force, holders_of
from evalkit.evaluations.labels import (
    DOCUMENTS,
    REGIONS,
    SUBJECTS,
    enumerated,
    place_names,
    quoted,
    statement,
    theme_labels,
)
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, settled_at
from evalkit.evaluations.thresholds import levels_that_count
from evalkit.evaluations.ties import outermost
from evalkit.language import Text
from evalkit.schemes import MISSING

if TYPE_CHECKING:
    from evalkit.schemes import Item
    from evalkit.study import Study

_FACETS: Final = ("paper", "known", "practice")
_YES, _NO, _UNKNOWN = Text("ja", "yes"), Text("nee", "no"), Text("niet bekend", "not known")
_TITLES: Final = {
    "theme": Text("Thema", "Theme"),
    "subject": Text("Onderwerp", "Subject"),
    "own_paper": Text("Hier op papier", "Here on paper"),
    "own_known": Text("Hier bekend", "Here known"),
    "own_practice": Text("Hier in de praktijk", "Here in practice"),
    "both": Text("Op papier en in de praktijk", "On paper and in practice"),
    "paper_only": Text("Alleen op papier", "On paper only"),
    "practice_only": Text("Alleen in de praktijk", "In practice only"),
    "neither": Text("Geen van beide", "Neither"),
    "known": Text("Bekend bij professionals", "Known by professionals"),
    "n": Text("Op beide beoordeeld", "Judged on both"),
}
_NOTHING: Final = Text(
    "geen onderwerp is zowel op papier als in de praktijk gecodeerd: codeer hetzelfde item van "
    "een document met facet papier en met facet praktijk",
    "no subject was coded both on paper and in practice: code the same item of a document with "
    "facet paper and with facet practice",
)


def paper_and_practice(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Tell where paper and practice go together, and where one is without the other.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave, at the end of which the agreements are in force; None takes the last version.

    Returns
    -------
    Analysis
        One row per subject coded on both facets (for a set: per form), counting documents in
        force: both, paper only, practice only, neither; for a place also its own. "On paper" is
        worked out or more, "known" and "in practice" is mostly or more. Results: per subject an
        McNemar `Test` (mid-p) of paper against practice.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Papier en praktijk", "Paper and practice")
    question = Text(
        "Gebeurt wat is afgesproken, en is afgesproken wat gebeurt?",
        "Is done what was agreed, and agreed what is done?",
    )
    documents = documents_in_force(study, wave=wave)
    coded = settled_at(study, Place(), kind="document")
    coded = coded[coded["unit"].isin(documents["unit"]) & coded["facet"].notna()]
    mine, themes = holders_of(place, documents), theme_labels(study)
    rows: list[dict[str, Any]] = []
    tests = []
    for item in study.items.values():
        for part, label in _parts(item):
            facets = _facets(item, part, coded)
            if not (facets["paper"].notna() & facets["practice"].notna()).any():
                continue
            row: dict[str, Any] = {"theme": themes.get(item.id), "subject": label}
            if place.level != "study":
                row |= _own(facets, mine)
            row |= _counts(facets)
            rows.append(row)
            tests.append(_test(label, row, study))
    if not rows:
        return unanswered("paper_and_practice", EVALUATION, title, question, _NOTHING)
    table = pd.DataFrame(rows)
    counts = ("both", "paper_only", "practice_only", "neither", "known", "n")
    return Analysis(
        name="paper_and_practice",
        evaluation=EVALUATION,
        about="organisations",
        title=title,
        question=question,
        table=table,
        counts=counts,
        titles=_TITLES,
        statements=_statements(table, place, documents, _where(study, mine)),
        results=tuple(tests),
        cautions=(_RUBRICS,),
    )


_ALIKE: Final = Text(
    "papier en praktijk verschillen nergens; er is niets om te toetsen",
    "paper and practice differ nowhere; there is nothing to test",
)
_RUBRICS: Final = Text(
    "op papier telt een afspraak vanaf 'uitgewerkt', in de praktijk een werkwijze vanaf 'meestal'; "
    "dat zijn twee verschillende maten",
    "on paper an agreement counts from 'worked out', in practice a way of working from 'mostly'; "
    "these are two different measures",
)


def _parts(item: Item) -> list[tuple[str | None, Text]]:
    """Return what to ask of an item: the item itself, or of a set each of its levels."""
    if not {"paper", "practice"} <= set(item.facets) or "document" not in item.units:
        return []
    if item.scale != "set":
        return [(None, item.label)] if levels_that_count(item, "paper") else []
    return [
        (
            level.value,
            Text(f"{item.label.nl}: {level.label.nl}", f"{item.label.en}: {level.label.en}"),
        )
        for level in item.levels
    ]


def _facets(item: Item, part: str | None, coded: pd.DataFrame) -> pd.DataFrame:
    """Return per document whether it is there on each facet; missing where not known."""
    mine = coded[coded["item"] == item.id].drop_duplicates(["unit", "facet"], keep="last")
    wide = mine.pivot(index="unit", columns="facet", values="value").reindex(columns=list(_FACETS))
    found = pd.DataFrame(index=wide.index, columns=list(_FACETS), dtype="boolean")
    for facet in _FACETS:
        values = wide[facet].where(~wide[facet].isin(list(MISSING)))
        if part is None:
            here = values.isin(levels_that_count(item, facet))
        else:
            here = values.astype(object).fillna("").map(lambda value: part in value.split("|"))
        found[facet] = here.astype("boolean").where(values.notna())
    return found


def _counts(facets: pd.DataFrame) -> dict[str, int]:
    seen = facets.dropna(subset=["paper", "practice"])
    paper, practice = seen["paper"].astype(bool), seen["practice"].astype(bool)
    return {
        "both": int((paper & practice).sum()),
        "paper_only": int((paper & ~practice).sum()),
        "practice_only": int((~paper & practice).sum()),
        "neither": int((~paper & ~practice).sum()),
        "known": int(seen["known"].fillna(value=False).sum()),
        "n": len(seen),
    }


def _own(facets: pd.DataFrame, mine: pd.DataFrame) -> dict[str, Text]:
    own = facets[facets.index.isin(mine["unit"])]
    found = {}
    for facet in _FACETS:
        known = own[facet].dropna()
        found[f"own_{facet}"] = (_YES if known.iloc[-1] else _NO) if len(known) else _UNKNOWN
    return found


def _test(label: Text, row: dict[str, Any], study: Study) -> Any:
    from dataclasses import replace

    from evalkit.inference import mcnemar_test

    table = [[row["both"], row["paper_only"]], [row["practice_only"], row["neither"]]]
    test = mcnemar_test(table, selection=study.selection)
    alike = row["paper_only"] + row["practice_only"] == 0
    return replace(test, name=label, reason=_ALIKE if alike else test.reason)


def _where(study: Study, mine: pd.DataFrame) -> Text | None:
    """Name the place whose document was judged: often the region of a municipality."""
    if not len(mine):
        return None
    holder = str(mine["holder"].iloc[-1])
    return place_names(study).get(holder, Text(holder, holder))


def _statements(
    table: pd.DataFrame, place: Place, documents: pd.DataFrame, where: Text | None
) -> tuple[Statement, ...]:
    if place.level != "study":
        gap = table[(table["own_paper"] == _YES) & (table["own_practice"] == _NO)]
        done = table[(table["own_paper"] == _NO) & (table["own_practice"] == _YES)]
        if where is None:
            return ()
        return (
            statement(
                "Wel afgesproken, maar in de praktijk niet meestal gezien in {place}: {subjects}.",
                "Agreed, but not mostly seen in practice in {place}: {subjects}.",
                place=where,
                subjects=_or_none(gap),
            ),
            statement(
                "Wel gezien, maar niet uitgewerkt op papier in {place}: {subjects}.",
                "Seen, but not worked out on paper in {place}: {subjects}.",
                place=where,
                subjects=_or_none(done),
            ),
        )
    noun = REGIONS if documents["municipality"].isna().all() else DOCUMENTS
    columns = table[["subject", "paper_only", "n"]]  # a row is there only when n is not nil
    if not table["paper_only"].any():
        return (
            statement(
                "Nergens is iets alleen op papier geregeld.",
                "Nowhere is a subject settled on paper only.",
            ),
        )
    return (
        outermost(
            Text(
                "Het vaakst alleen op papier, niet in de praktijk",
                "Most often on paper only, not in practice",
            ),
            [
                (quoted(subject), int(k), int(n))
                for subject, k, n in columns.itertuples(index=False)
            ],
            of=noun,
            things=SUBJECTS,
            link=Text("in", "in"),
        ),
    )


def _or_none(rows: pd.DataFrame) -> Text:
    return (
        enumerated(map(quoted, rows["subject"]))
        if len(rows)
        else Text("geen enkel onderwerp", "no subject")
    )
