"""What the coders settled on: one answer per question, with what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.study.levels import same_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.schemes import Item

SETTLED_COLUMNS: Final = ("unit", "item", "facet", "wave", "value", "basis", "coders")
BASES: Final = ("consensus", "agreed", "one coder", "unsettled")
"""What an answer can rest on."""

_QUESTION: Final = ["unit", "item", "facet", "wave"]


def settle(codings: pd.DataFrame, items: Mapping[str, Item], consensus: str | None) -> pd.DataFrame:
    """Take one answer per unit, item, facet and wave.

    Parameters
    ----------
    codings : DataFrame
        `Study.codings`.
    items : mapping of str to Item
        `Study.items`; tells which answers are the same.
    consensus : str or None
        The coder whose answers the others settled on.

    Returns
    -------
    DataFrame
        As `Study.settled`.
    """
    answers = codings[[*_QUESTION, "coder", "value"]]
    if not len(answers):
        empty = answers.assign(basis=pd.Series(dtype="str"), coders=pd.Series(dtype="int64"))
        return empty[[*SETTLED_COLUMNS]]
    is_final = (answers["coder"] == consensus).to_numpy()
    answers = answers.assign(same=_meanings(answers, items))
    number = answers.groupby(_QUESTION, sort=False, dropna=False).ngroup().to_numpy()
    cells = answers.drop_duplicates(_QUESTION)[_QUESTION].reset_index(drop=True)
    final = answers["value"].set_axis(number)[is_final]
    own = answers.set_axis(number)[~is_final].groupby(level=0)
    cells["coders"] = own.size().reindex(cells.index, fill_value=0).astype("int64")
    agree = own["same"].nunique().reindex(cells.index) == 1
    cells["basis"] = pd.Series("unsettled", index=cells.index, dtype="str")
    cells.loc[agree, "basis"] = "agreed"
    cells.loc[agree & (cells["coders"] == 1), "basis"] = "one coder"
    cells.loc[final.index, "basis"] = "consensus"
    cells["value"] = own["value"].first().reindex(cells.index).where(agree).astype("str")
    cells.loc[final.index, "value"] = final
    return cells[[*SETTLED_COLUMNS]]


def _meanings(answers: pd.DataFrame, items: Mapping[str, Item]) -> list[int]:
    """Give each answer a number: those that mean the same have the same."""
    pairs = list(zip(answers["item"], answers["value"], strict=True))
    meant = {(item, value): same_answer(value, items.get(item)) for item, value in set(pairs)}
    numbers: dict[object, int] = {}
    return [numbers.setdefault(meant[pair], len(numbers)) for pair in pairs]
