"""Where the coders of a study differ: by coder, level, pair of coders or document."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import pandas as pd

from evalkit.errors import unknown_name
from evalkit.language import Text
from evalkit.reliability.confusion import confused_levels
from evalkit.reliability.diagnosis import (
    NOT_SHARED,
    ONE_LEFT,
    agreement_by_cluster,
    agreement_by_coder,
    without_each_coder,
)
from evalkit.reliability.krippendorff import krippendorff_alpha
from evalkit.reliability.questions import Question, question_labels, study_questions
from evalkit.reliability.reasons import NO_DISTANCE, NOTHING, ONE_CODER, ONE_LEVEL, UNPAIRED
from evalkit.results import NAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.reliability.ratings import Ratings
    from evalkit.study import Study

DiagnosisBy = Literal["coder", "level", "pair", "document"]

_NAMES: Final = ["item", "facet", "label_nl", "label_en"]
_REASONS: Final = ["reason_nl", "reason_en"]
#: The columns of each diagnosis, always all of them and in this order.
DIAGNOSIS_COLUMNS: Final[dict[str, list[str]]] = {
    "coder": [
        *_NAMES, "coder", "n", "percent", "shift", "shift_low", "shift_high", "without",
        "difference", "low", "high", *_REASONS,
    ],
    "level": [
        *_NAMES, "level", "k", "value", "low", "high", "n", "percent", "confused_with",
        "confused_units", "confused_share", *_REASONS,
    ],
    "pair": [
        *_NAMES, "coder", "other", "coefficient", "value", "low", "high", "n", "percent", *_REASONS,
    ],
    "document": ["unit", "wave", "answers", "n", "percent"],
}  # fmt: skip
_DUTCH: Final = {
    each.en: each.nl
    for each in (NOT_SHARED, ONE_LEFT, NO_DISTANCE, NOTHING, ONE_CODER, ONE_LEVEL, UNPAIRED)
}


def study_diagnosis(
    study: Study,
    *,
    by: DiagnosisBy,
    items: Sequence[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return where the coders of a study differ.

    Parameters
    ----------
    study : Study
        The study.
    by : {"coder", "level", "pair", "document"}
        What to set side by side.
    items : sequence of str or None
        Ids of items; None takes every item that was coded. Free text is left out.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    DataFrame
        The first four columns name the item and facet, except by document.

        - coder: see `agreement_by_coder`, with `shift_low` and `shift_high` its interval;
          `without` is alpha without this coder and `difference` that minus alpha with all.
        - level: `k` units to which some coder gave it; alpha (nominal) of this level against all
          others; the other level it is `confused_with` most, in how many units, and that as a
          share of all disagreement on the item. Items with numbers are left out; of sets each code
          is named or not.
        - pair: alpha of every two coders with the metric of the item.
        - document: per unit and wave, over items and facets, worst first: `answers` that were
          given, `n` answers by two or more coders, `percent` the mean over those of the share of
          equal pairs, in [0, 1].

    Raises
    ------
    ParameterError
        For an item or `by` that does not exist (it names the nearest).
    StudyError
        If the codings cannot be read, or there is no scheme.
    """
    if by not in get_args(DiagnosisBy):
        raise unknown_name(Text("keuze voor by", "choice for by"), by, get_args(DiagnosisBy))
    questions = [
        each
        for each in study_questions(study, items=items)
        if each.kind != "text" and len(each.codings)
    ]
    if by == "document":
        return _by_document(questions)
    build = {"coder": _by_coder, "level": _by_level, "pair": _by_pair}[by]
    rows = [
        question_labels(question) | row for question in questions for row in build(question, level)
    ]
    return pd.DataFrame(rows, columns=DIAGNOSIS_COLUMNS[by])


def _by_coder(question: Question, level: float) -> list[dict[str, Any]]:
    ratings = question.ratings
    own = agreement_by_coder(ratings, level=level)
    rest = without_each_coder(ratings, metric=question.metric, level=level)
    own = own.rename(columns={"low": "shift_low", "high": "shift_high"})
    if not question.item.is_ordered:
        own[["shift", "shift_low", "shift_high"]] = NAN
    rest = rest.rename(columns={"value": "without"})[
        ["without", "difference", "low", "high", "reason"]
    ]
    reason = own["reason"].where(own["reason"] != "", rest["reason"])
    joined = own.drop(columns="reason").join(rest.drop(columns="reason"))
    joined["reason_en"] = reason
    joined["reason_nl"] = reason.map(lambda each: _DUTCH.get(each, each))
    return [{str(name): cell for name, cell in row.items()} for row in joined.to_dict("records")]


def _by_level(question: Question, level: float) -> list[dict[str, Any]]:
    if question.kind == "sets":
        codes = [each.value for each in question.item.levels_on(question.facet)]
        return [_level_row(code, question.presence(code), 1, level) for code in codes]
    if question.kind != "levels":
        return []
    ratings = question.ratings
    confused = confused_levels(ratings)
    rows = []
    for place, name in enumerate(ratings.levels):
        row = _level_row(str(name), ratings.against_rest(place), 0, level)
        mine = confused[(confused["level"] == name) | (confused["other"] == name)]
        if len(mine):
            first = mine.iloc[0]
            row["confused_with"] = first["other"] if first["level"] == name else first["level"]
            row["confused_units"], row["confused_share"] = int(first["units"]), first["share"]
        rows.append(row)
    return rows


def _level_row(name: str, ratings: Ratings, place: int, level: float) -> dict[str, Any]:
    """Return the row of one level, which is level number `place` of two."""
    found = krippendorff_alpha(ratings, level=level)
    used = (ratings.table.rows == place).any(axis=1)
    return {
        "level": name,
        "k": int(ratings.table.counts[used].sum()),
        **{part: getattr(found, part) for part in ("value", "low", "high", "n", "percent")},
        "confused_with": "",
        "confused_units": 0,
        "confused_share": NAN,
        **_reasons(found.reason),
    }


def _by_pair(question: Question, level: float) -> list[dict[str, Any]]:
    ratings, rows = question.ratings, []
    for a, b in combinations(range(len(ratings.coders)), 2):
        found = krippendorff_alpha(ratings.take_coders((a, b)), metric=question.metric, level=level)
        rows.append(
            {
                "coder": ratings.coders[a],
                "other": ratings.coders[b],
                "coefficient": found.name,
                **{part: getattr(found, part) for part in ("value", "low", "high", "n", "percent")},
                **_reasons(found.reason),
            }
        )
    return rows


def _reasons(reason: Text | None) -> dict[str, str]:
    return {"reason_nl": reason.nl if reason else "", "reason_en": reason.en if reason else ""}


def _by_document(questions: list[Question]) -> pd.DataFrame:
    parts = []
    for question in questions:
        found = agreement_by_cluster(question.ratings)
        index = pd.MultiIndex.from_tuples(found["cluster"], names=["unit", "wave"])
        parts.append(found.set_index(index)[["n", "percent"]])
    if not parts:
        return pd.DataFrame(columns=DIAGNOSIS_COLUMNS["document"])
    grouped = pd.concat(parts).groupby(level=["unit", "wave"])
    whole = grouped.agg(answers=("n", "size"), n=("n", "sum"), percent=("percent", "mean"))
    return whole.reset_index().sort_values("percent", kind="stable", ignore_index=True)[
        DIAGNOSIS_COLUMNS["document"]
    ]
