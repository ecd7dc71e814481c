"""How many units gave each answer to an item, level by level in the order of the scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.place import settled_at
from evalkit.language import Text
from evalkit.schemes import FACETS, MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evalkit.evaluations.place import Place
    from evalkit.schemes import Item
    from evalkit.study import Study

COLUMNS: Final = ("id", "item", "facet", "answer", "k", "n", "missing", "nvt")
COUNT_TITLES: Final[dict[str, Text]] = {
    "item": Text("Vraag", "Question"),
    "facet": Text("Kant", "Facet"),
    "answer": Text("Antwoord", "Answer"),
    "k": Text("Aantal", "Number"),
    "n": Text("Beantwoord", "Answered"),
    "missing": Text("Zonder antwoord", "Without an answer"),
    "nvt": Text("Niet van toepassing", "Not applicable"),
    "share": Text("Hoeveel", "How many"),
}
_NO_FACET: Final = Text("", "")


def answer_counts(
    study: Study, place: Place, *, items: Iterable[Item], kind: str, wave: str | None = None
) -> pd.DataFrame:
    """Count the answers to items that have levels.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    items : iterable of Item
        What was asked, in the order of the table; an item without levels is passed over.
    kind : str
        Kind of unit that is counted.
    wave : str or None
        Id of a wave; None takes all.

    Returns
    -------
    DataFrame
        One row per item, facet and level: `id`, `item`, `facet` and `answer` as words, `k` units
        with that answer, `n` units with an answer (of several levels at once each counts),
        `missing` units without one or on which coders differ, and `nvt` units the question does not
        apply to. Items nobody coded have no rows.
    """
    settled = settled_at(study, place, kind=kind, wave=wave)
    rows = [row for item in items for row in _rows(item, settled[settled["item"] == item.id])]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(item: Item, settled: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    facets: tuple[str | None, ...] = item.facets or (None,)
    for facet in facets:
        answers = settled[settled["facet"].isna() if facet is None else settled["facet"] == facet]
        known = answers["value"][answers["value"].notna() & ~answers["value"].isin(list(MISSING))]
        if not len(answers) or not item.levels_on(facet):
            continue
        nvt = int((answers["value"] == "nvt").sum())
        missing = len(answers) - len(known) - nvt
        given = [{part.strip() for part in value.split("|")} for value in known]
        for level in item.levels_on(facet):
            k = sum(level.value in parts for parts in given)
            shown = _NO_FACET if facet is None else FACETS[facet]
            yield item.id, item.label, shown, level.label, k, len(known), missing, nvt


def modal_answers(counts: pd.DataFrame) -> pd.DataFrame:
    """Return per item and facet the row of the answer given most; none where several are.

    Parameters
    ----------
    counts : DataFrame
        From `answer_counts`.

    Returns
    -------
    DataFrame
        Rows of `counts`.
    """
    asked = counts.groupby(["id", "facet"], sort=False)["k"]
    most = counts[(counts["k"] == asked.transform("max")) & (counts["k"] > 0)]
    return most[~most.duplicated(["id", "facet"], keep=False)]
