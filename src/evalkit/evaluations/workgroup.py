"""Counting the units a workgroup codes: meetings, actions, cases, versions of the agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.answer_counts import COUNT_TITLES, answer_counts
from evalkit.evaluations.place import settled_at
from evalkit.language import Text
from evalkit.schemes import MISSING, UNITS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from evalkit.evaluations.place import Place
    from evalkit.study import Study

TITLES: Final = {
    **COUNT_TITLES,
    "kind": Text("Soort", "Kind"),
}


def counts_of_kind(
    study: Study, place: Place, kind: str, items: tuple[str, ...], wave: str | None
) -> pd.DataFrame:
    """Count the answers of units of one kind; items that the study or the kind lacks are left out."""
    asked = [study.items[item] for item in items if item in study.items]
    asked = [item for item in asked if kind in item.units]
    counts = answer_counts(study, place, items=asked, kind=kind, wave=wave)
    return laid(kind, counts[["item", "answer", "k", "n"]].to_dict("records"))


def laid(kind: str, rows: list[dict[Hashable, Any]]) -> pd.DataFrame:
    """Return rows of item, answer, k and n with the kind of unit in front."""
    filled = [{"kind": UNITS[kind], **row} for row in rows]
    return pd.DataFrame(filled, columns=["kind", "item", "answer", "k", "n"])


def known_answers(study: Study, place: Place, item: str, wave: str | None) -> pd.Series:
    """Return the answers to an item by unit, without the missing ones."""
    if item not in study.items:
        return pd.Series(dtype="str")
    settled = settled_at(study, place, items=[item], wave=wave)
    known = settled[settled["value"].notna() & ~settled["value"].isin(list(MISSING))]
    return known.drop_duplicates("unit").set_index("unit")["value"]


def parts_of(answers: pd.Series) -> list[tuple[int, int]]:
    """Return k and n of answers that were coded as k/n; a plain share has no counts."""
    pairs = [value.split("/") for value in answers if value.count("/") == 1]
    return [(int(k), int(n)) for k, n in pairs]
