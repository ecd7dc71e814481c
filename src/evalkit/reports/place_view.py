"""What a reader of one place needs of an answer: its own rows and columns beside one of all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from evalkit.inference import Funnel
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from evalkit.evaluations.analysis import Analysis

#: Columns for a place, where an answer has more; the others are in the report of the whole study.
_COLUMNS: Final = {
    "agreement_content": ("subject", "own", "share"),
    "paper_and_practice": ("subject", "own_paper", "own_known", "own_practice"),
    "agreement_versions": ("document", "status", "since", "in_force", "evaluation"),
    "file_practice": ("subject", "counted", "own_share", "share", "low", "high"),
    "safety_in_view": ("source", "own_start", "own_later", "own_share", "share"),
    "norm_judgements": (
        "norm", "own", "latest", "own_below", "own_at", "own_above", "share",
    ),
    "judgements_again": (
        "norm", "before", "after", "own_up", "own_same", "own_down", "share",
    ),
    "improvement": ("subject", "counted", "own", "own_share", "share"),
    "two_parties": (
        "question", "own", "own_agree", "own_first_higher", "own_second_higher", "agree",
    ),
}  # fmt: skip
#: Answers whose calculations are about the whole study, whatever the place.
_WHOLE: Final = frozenset(
    {"agreement_content", "paper_and_practice", "norm_judgements", "judgements_again",
     "improvement", "two_parties"}
)  # fmt: skip
_EVERYWHERE: Final = Text("hele studie", "whole study")
_HERE: Final = Text("ja", "yes")


def place_view(analysis: Analysis, *, passes: bool) -> Analysis:
    """Leave out of an answer at a place what is about all places or says nothing.

    Parameters
    ----------
    analysis : Analysis
        The answer at a region or municipality.
    passes : bool
        Whether everything may be published. If not, rows of zero stay: hidden like the other small
        counts, where leaving them out would tell them apart.

    Returns
    -------
    Analysis
        With the rows of the place itself where all places are held side by side, without answers
        that nobody gave, with its own columns and one share of the whole study. What is calculated
        for the whole study is left out, but for funnels, which show the place among the others.
    """
    is_compared = analysis.name.endswith("_compared")
    table = _rows(analysis.table, is_compared=is_compared, passes=passes)
    shares = dict(analysis.shares)
    wanted = _COLUMNS.get(analysis.name)
    if wanted is not None:
        if "own" in table:  # the place in a word: its counts say no more
            wanted = tuple(name for name in wanted if not name.startswith("own_"))
        shares = {name: pair for name, pair in shares.items() if name in wanted}
        kept = {*wanted, *(name for pair in shares.values() for name in pair)}
        table = table[[name for name in map(str, table) if name in kept]]
    if is_compared:
        table = table.drop(columns=["here", "place"])
    results = analysis.results
    if analysis.name in _WHOLE:
        results = ()
    elif is_compared:
        results = tuple(result for result in results if isinstance(result, Funnel))
    return replace(
        analysis,
        table=table,
        counts=_present(analysis.counts, table),
        shares=shares,
        derived=_present(analysis.derived, table),
        titles=_titles(analysis, shares),
        results=results,
    )


def _rows(table: pd.DataFrame, *, is_compared: bool, passes: bool) -> pd.DataFrame:
    if is_compared:
        return table[[cell == _HERE for cell in table["here"]]].reset_index(drop=True)
    if passes and "answer" in table and "k" in table:
        return table[table["k"] > 0].reset_index(drop=True)
    return table


def _present(names: Iterable[str], table: pd.DataFrame) -> tuple[str, ...]:
    return tuple(name for name in names if name in table)


def _titles(analysis: Analysis, shares: Iterable[str]) -> dict[str, Text]:
    """Say of a share of all places that it is one, where the place has no share of its own."""
    titles = dict(analysis.titles)
    for name in {"share", "agree"} & set(shares) & set(titles):
        if analysis.name in _COLUMNS and not _says_so(titles[name]):
            beside = zip(titles[name], _EVERYWHERE, strict=True)
            titles[name] = Text(*(f"{own}, {everywhere}" for own, everywhere in beside))
    return titles


def _says_so(title: Text) -> bool:
    return title.nl.casefold() == _EVERYWHERE.nl
