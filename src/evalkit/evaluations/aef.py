"""AEF 2020: what the collaboration agreements hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.agreement_dates import begun_after_files
from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.documents import documents_in_force, holders_of
from evalkit.evaluations.labels import (
    DOCUMENTS,
    NOT_CODED,
    REGIONS,
    SUBJECTS,
    answer_label,
    enumerated,
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
    from evalkit.results import Estimate
    from evalkit.schemes import Item
    from evalkit.study import Study

EVALUATION: Final = "aef-2020"
_RUBRIC: Final = "R-DOC"
_TITLES: Final = {
    "theme": Text("Thema", "Theme"),
    "subject": Text("Onderwerp", "Subject"),
    "own": Text("In deze afspraken", "In these agreements"),
    "elaborated": Text("Uitgewerkt of verder", "Worked out or further"),
    "documents": Text("Documenten", "Documents"),
    "missing": Text("Zonder oordeel", "Without judgement"),
    "share": Text("Uitgewerkt: er staat wie wat doet", "Worked out: it says who does what"),
    "low": Text("Van alle regio's minstens", "Of all regions at least"),
    "high": Text("Van alle regio's hoogstens", "Of all regions at most"),
}
_NOTHING: Final = Text(
    "er zijn geen geldende afspraken gecodeerd: codeer eenheden van soort document met schema "
    "aef-2020, facet papier; een concept telt niet mee",
    "no agreements in force were coded: code units of kind document with scheme aef-2020, facet "
    "paper; a draft does not count",
)
_ONLY_PAPER: Final = Text(
    "wat op papier staat, zegt nog niet dat het zo gebeurt",
    "what is on paper does not tell that it is done",
)


def agreement_content(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Tell how far the agreements in force work out each subject.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; a municipality without agreements of its own has those of its
        region. None for both is the whole study.
    wave : str or None
        Id of a wave, at the end of which the agreements are in force; None takes the last version.

    Returns
    -------
    Analysis
        One row per subject (items with rubric R-DOC on paper): how many of the documents in force
        reach "worked out" or more, with the number per level (whole study) or the level of the
        place. Statements tell where the agreements are younger than all case files. Derived: of how
        many of all regions that may hold. Results: an `Estimate` per subject.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Inhoud van de afspraken", "Content of the agreements")
    question = Text(
        "Hoe ver werken de geldende afspraken elk onderwerp uit?",
        "How far do the agreements in force work out each subject?",
    )
    documents = documents_in_force(study, wave=wave)
    coded = _on_paper(study, documents)
    items = [item for item in study.items.values() if item.id in set(coded["item"])]
    if not items:
        return unanswered("agreement_content", EVALUATION, title, question, _NOTHING)
    mine = holders_of(place, documents)
    estimates = {item.id: _of_all_regions(study, item, coded, documents) for item in items}
    whole = place.level == "study"
    rows = [
        _row(item, coded, documents, None if whole else mine, estimates[item.id]) for item in items
    ]
    themes = theme_labels(study)
    table = pd.DataFrame(rows, index=[item.id for item in items])
    table.insert(0, "theme", [themes.get(item.id) for item in items])
    levels = {f"level_{each.value}": each.label for each in items[0].levels_on("paper")}
    said = _of_all(items, table, study, documents) if whole else _of_own(place, items, coded, mine)
    return Analysis(
        name="agreement_content",
        evaluation=EVALUATION,
        about="organisations",
        title=title,
        question=question,
        table=table.reset_index(drop=True),
        counts=tuple(c for c in (*levels, "elaborated", "documents", "missing") if c in table),
        shares={"share": ("elaborated", "documents")},
        derived=tuple(c for c in ("low", "high") if c in table),
        titles=levels | _TITLES,
        statements=(*said, *begun_after_files(study, place, mine, wave=wave)),
        results=tuple(estimate for estimate in estimates.values() if estimate is not None),
        cautions=(_ONLY_PAPER,),
    )


def _on_paper(study: Study, documents: pd.DataFrame) -> pd.DataFrame:
    items = [i.id for i in study.items.values() if i.rubric == _RUBRIC and "document" in i.units]
    coded = settled_at(study, Place(), items=items, kind="document")
    paper = coded["facet"].isna() | (coded["facet"] == "paper")
    return coded[paper & coded["unit"].isin(documents["unit"])]


def _tally(item: Item, coded: pd.DataFrame) -> tuple[pd.Series, int]:
    """Return the levels seen, and how many of them are "worked out" or more."""
    values = coded.loc[coded["item"] == item.id, "value"]
    seen = values[values.isin([level.value for level in item.levels_on("paper")])]
    return seen, int(seen.isin(levels_that_count(item, "paper")).sum())


def _row(
    item: Item,
    coded: pd.DataFrame,
    documents: pd.DataFrame,
    mine: pd.DataFrame | None,
    estimate: Estimate | None,
) -> dict[str, object]:
    seen, elaborated = _tally(item, coded)
    row: dict[str, object] = {"subject": item.label}
    if mine is None:
        levels = item.levels_on("paper")
        row |= {f"level_{each.value}": int((seen == each.value).sum()) for each in levels}
    else:
        row["own"] = _own(item, coded, mine)
    row |= {"elaborated": elaborated, "documents": len(seen), "missing": len(documents) - len(seen)}
    return row if estimate is None else row | {"low": estimate.low, "high": estimate.high}


def _own(item: Item, coded: pd.DataFrame, mine: pd.DataFrame) -> Text:
    if not len(mine):
        return Text("geen afspraken bekeken", "no agreements looked at")
    own = coded[coded["unit"].isin(mine["unit"]) & (coded["item"] == item.id)]
    return answer_label(item, "paper", own["value"].iloc[-1]) if len(own) else NOT_CODED


def _of_all_regions(
    study: Study, item: Item, coded: pd.DataFrame, documents: pd.DataFrame
) -> Estimate | None:
    from evalkit.inference import hypergeometric_interval

    seen, elaborated = _tally(item, coded)
    total = study.frame.regions
    regional = documents["municipality"].isna().all()
    if not regional or total is None or not 0 < len(seen) <= total:
        return None
    return hypergeometric_interval(
        elaborated, len(seen), total, frame="regions", selection=study.selection, name=item.label
    )


def _of_own(
    place: Place, items: list[Item], coded: pd.DataFrame, mine: pd.DataFrame
) -> tuple[Statement, ...]:
    if not len(mine):
        return (
            statement(
                "Voor {place} zijn geen geldende afspraken bekeken.",
                "No agreements in force in {place} were looked at.",
                place=place.name,
            ),
        )
    own = coded[coded["unit"].isin(mine["unit"])].drop_duplicates("item", keep="last")
    values = dict(zip(own["item"], own["value"], strict=True))
    judged = [i for i in items if isinstance(values.get(i.id), str) and values[i.id] not in MISSING]
    reached = [i for i in judged if values[i.id] in levels_that_count(i, "paper")]
    absent = [i.label for i in judged if values[i.id] == i.levels_on("paper")[0].value]
    found = (
        statement(
            "In de afspraken die gelden in {place} staat bij {share} wie wat doet.",
            "The agreements in force in {place} say who does what on {share}.",
            place=place.name,
            share=Share(k=len(reached), n=len(judged), noun=SUBJECTS),
        ),
    )
    if not absent:
        return found
    return (
        *found,
        statement(
            "Niet genoemd in de afspraken: {subjects}.",
            "Not mentioned in the agreements: {subjects}.",
            subjects=enumerated(map(quoted, absent)),
        ),
    )


def _of_all(
    items: list[Item], table: pd.DataFrame, study: Study, documents: pd.DataFrame
) -> tuple[Statement, ...]:
    regional = bool(documents["municipality"].isna().all())
    n, total = len(documents), study.frame.regions
    noun = REGIONS if regional else DOCUMENTS
    found = []
    seen = table[table["documents"] > 0]
    everywhere = set(seen.index[seen["elaborated"] == seen["documents"]])
    if everywhere:
        found.append(
            statement(
                "In alle bekeken afspraken staat wie wat doet bij: {subjects}.",
                "All agreements looked at say who does what on: {subjects}.",
                subjects=enumerated(quoted(item.label) for item in items if item.id in everywhere),
            )
        )
    if len(everywhere) < len(seen):
        columns = seen[["subject", "elaborated", "documents"]]
        found.append(
            outermost(
                Text("Het minst vaak uitgewerkt", "Worked out least often"),
                [
                    (quoted(each), int(k), int(of))
                    for each, k, of in columns.itertuples(index=False)
                ],
                of=noun,
                things=SUBJECTS,
                lowest=True,
                link=Text("in", "in"),
            )
        )
    if regional and total is not None and total >= n:
        found.append(
            statement(
                "De geldende afspraken zijn bekeken van {seen} van de {total} regio's.",
                "The agreements in force were looked at of {seen} of the {total} regions.",
                seen=n,
                total=total,
            )
        )
    return tuple(found)
