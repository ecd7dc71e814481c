"""Which answers rest on items that coders agreed on too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.language import LANGUAGES, Text, join_words
from evalkit.reliability import interpret, study_reliability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.study import Study

_UNRELIABLE: Final = interpret(0.0).label


def disagreement(study: Study, items: Sequence[str]) -> tuple[Text, ...]:
    """Warn of items on which coders agreed too little to rely on.

    Parameters
    ----------
    study : Study
        The study.
    items : sequence of str
        Ids of the items that were counted.

    Returns
    -------
    tuple of Text
        One caution that names them; empty when there is none, or nothing was coded twice.
    """
    found = study_reliability(study, items=[*dict.fromkeys(items)])
    doubtful = found.loc[found["verdict_en"] == _UNRELIABLE.en, "item"].unique()
    if not len(doubtful):
        return ()
    labels = [study.item(item).label for item in doubtful]
    nl, en = (
        join_words((f"“{label.in_language(to)}”" for label in labels), to) for to in LANGUAGES
    )
    return (
        Text(
            f"codeurs waren het te weinig eens over {nl}; lees die aantallen als een aanwijzing",
            f"coders agreed too little on {en}; read those counts as an indication",
        ),
    )
