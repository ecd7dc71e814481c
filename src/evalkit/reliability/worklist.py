"""What coders must talk about: every answer they differ on, furthest apart first."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.reliability.distances import set_distances
from evalkit.reliability.questions import Question, question_labels, study_questions
from evalkit.results import NAN
from evalkit.study.csv_text import csv_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evalkit.study import Study

#: The columns of a worklist before those of the coders.
WORKLIST_COLUMNS: Final = (
    "item", "label_nl", "label_en", "facet", "wave", "unit", "about", "distance",
)  # fmt: skip


def disagreement_worklist(study: Study, *, items: Sequence[str] | None = None) -> pd.DataFrame:
    """Return what the consensus meeting must decide: every answer that coders differ on.

    It shows single units as coders saw them: a working paper for coders, not for publication.

    Parameters
    ----------
    study : Study
        The study.
    items : sequence of str or None
        Ids of items; None takes every item that was coded.

    Returns
    -------
    DataFrame
        One row per unit, item, facet and wave on which coders differ and that the consensus of the
        study does not settle, most severe first: item,
        label_nl, label_en, facet, wave, unit; `about` is "level" when answers differ,
        "applicability" when one coder answered and another gave a missing code (nvt, nb, nr, wg),
        "missing" when only the missing codes differ; `distance` in (0, 1] is the largest between
        two coders, NaN for "missing". Then per coder ``value <coder>`` and ``evidence <coder>``.
        Evidence is left out for kinds of units that the scheme never quotes, such as case files.

    Raises
    ------
    ParameterError
        If an item does not exist; it names the nearest.
    StudyError
        If the codings cannot be read.

    Notes
    -----
    Distance: ordered levels in steps, of the steps the scale has; names 1; sets Passonneau's MASI;
    numbers and dates by the range the item allows, or else the range that was given; ratio scales,
    counts and durations |a - b| / (a + b). A difference about applicability counts as 1. Free text
    is left out: two wordings need not be two answers.
    """
    codings = study.codings
    is_final = codings["coder"] == study.consensus
    coders = list(dict.fromkeys(codings.loc[~is_final, "coder"]))
    final = set(_cells(codings[is_final]))
    unquoted = _unquoted(study)
    frames = [
        _rows(question, coders, unquoted)
        for question in study_questions(study, items=items)
        if question.kind != "text" and len(question.codings)
    ]
    frames = [frame[[cell not in final for cell in _cells(frame)]] for frame in frames]
    columns = [*WORKLIST_COLUMNS]
    columns += [f"{part} {coder}" for part in ("value", "evidence") for coder in coders]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return pd.DataFrame(columns=columns)
    whole = pd.concat(frames, ignore_index=True)[columns]
    return whole.sort_values("distance", ascending=False, kind="stable", ignore_index=True)


def worklist_csv(worklist: pd.DataFrame) -> str:
    """Write a worklist as CSV of which no cell is run as a formula.

    Parameters
    ----------
    worklist : DataFrame
        From `disagreement_worklist`.

    Returns
    -------
    str
        Comma, UTF-8 text, one line feed per row; missing cells are empty.
    """
    cells = worklist.astype(object).where(worklist.notna(), None)
    return csv_text([list(worklist.columns), *cells.itertuples(index=False)])


def _cells(rows: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    return rows[["unit", "item", "facet", "wave"]].fillna("").itertuples(index=False, name=None)


def _unquoted(study: Study) -> set[str]:
    kinds = {kind for scheme in study.schemes for kind in scheme.quotes.never_from}
    units = study.table("units")
    return set(units.loc[units["kind"].isin(kinds), "unit"])


def _rows(question: Question, coders: list[str], unquoted: set[str]) -> pd.DataFrame:
    given, missing = question.given, question.is_missing_code
    farthest = _farthest(question)
    about = pd.Series("", index=given.index, dtype=object)
    about[(given.where(missing).nunique(axis=1) > 1)] = "missing"
    about[farthest > 0] = "level"
    about[question.applicability] = "applicability"
    distance = farthest.where(about == "level", NAN).mask(about == "applicability", 1.0)
    chosen = about != ""
    rows = given[chosen].reindex(columns=coders).add_prefix("value ").reset_index()
    for name, value in question_labels(question).items():
        rows[name] = value
    rows["about"], rows["distance"] = about[chosen].to_numpy(), distance[chosen].to_numpy()
    seen = question.evidence[chosen].reindex(columns=coders).reset_index(drop=True)
    seen = seen.mask(rows["unit"].isin(unquoted).to_numpy()[:, None] & seen.notna())
    return rows.join(seen.add_prefix("evidence "))


def _farthest(question: Question) -> pd.Series:
    """Return per row the largest distance between two answers, NaN with fewer than two."""
    apart = _distance(question)
    columns = np.column_stack(question.ratings.columns)
    found = np.full(len(columns), NAN)
    for a, b in combinations(range(columns.shape[1]), 2):
        both = (columns[:, a] >= 0) & (columns[:, b] >= 0)
        pair = np.full(len(columns), NAN)
        pair[both] = apart(columns[both, a], columns[both, b])
        found = np.fmax(found, pair)
    return pd.Series(found, index=question.given.index)


def _distance(question: Question) -> Callable[[Any, Any], Any]:
    """Return the distance between two level numbers, from 0 to 1."""
    ratings, item = question.ratings, question.item
    if question.kind == "sets":
        matrix = set_distances(list(ratings.levels), masi=True)  # type: ignore[arg-type]
        return lambda a, b: matrix[a, b]
    if question.kind == "levels":
        if not item.is_ordered:
            return lambda a, b: (a != b).astype(float)
        return lambda a, b: np.abs(a - b) / max(ratings.q - 1, 1)
    if not ratings.q:
        return lambda a, b: np.zeros(np.shape(a - b))
    values = np.asarray(ratings.values)
    if question.metric == "ratio":
        return lambda a, b: (
            np.abs(values[a] - values[b]) / np.maximum(values[a] + values[b], np.finfo(float).tiny)
        )
    low = item.minimum if item.minimum is not None else values.min()
    high = item.maximum if item.maximum is not None else values.max()
    if item.scale == "share":
        low, high = 0.0, 1.0
    return lambda a, b: np.minimum(np.abs(values[a] - values[b]) / ((high - low) or 1.0), 1.0)
