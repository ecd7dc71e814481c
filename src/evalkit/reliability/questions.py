"""What coders of a study were asked: an item on a facet, with what each of them gave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from evalkit.errors import ParameterError, StudyError
from evalkit.language import Text
from evalkit.reliability.ratings import Ratings, read_ratings
from evalkit.schemes import MISSING
from evalkit.study.dates import read_date
from evalkit.study.findings import UnreadableError
from evalkit.study.levels import SEPARATOR
from evalkit.study.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evalkit.reliability.distances import MetricName
    from evalkit.schemes import Item
    from evalkit.study import Study

_CELL: Final = ["unit", "wave"]

# A share has an end at both sides, so 1% against 2% is as far as 98% against 99%: no ratio scale.
_METRICS: Final[dict[str, MetricName]] = {
    "nominal": "nominal",
    "ordinal": "ordinal",
    "interval": "interval",
    "ratio": "ratio",
    "count": "ratio",
    "duration": "ratio",
    "share": "interval",
    "date": "interval",
    "set": "masi",
}

_TEXT_HAS_NO_LEVELS: Final = Text(
    "vrije tekst heeft geen niveaus om te vergelijken", "free text has no levels to compare"
)


@dataclass(frozen=True, eq=False)
class Question:
    """An item on a facet, with what each coder gave to each unit.

    Attributes
    ----------
    item : Item
        What was asked.
    facet : str or None
        The facet it was coded on; None when the item has none.
    codings : DataFrame
        The codings of the study that answer it.
    """

    item: Item
    facet: str | None
    codings: pd.DataFrame

    @property
    def kind(self) -> Literal["levels", "sets", "numbers", "text"]:
        """What its answers are."""
        if self.item.levels_on(self.facet):
            return "sets" if self.item.multiple else "levels"
        return "text" if self.item.scale == "text" else "numbers"

    @property
    def metric(self) -> MetricName:
        """The metric of Krippendorff's alpha that fits the scale.

        Raises
        ------
        ParameterError
            For free text.
        """
        if self.kind == "text":
            raise ParameterError(nl=_TEXT_HAS_NO_LEVELS.nl, en=_TEXT_HAS_NO_LEVELS.en)
        metric = "masi" if self.kind == "sets" else _METRICS[self.item.scale]
        values = self.ratings.values
        if metric == "ratio" and values is not None and len(values) and values.min() < 0:
            return "interval"  # a number below zero has no ratio
        return metric

    @cached_property
    def given(self) -> pd.DataFrame:
        """What was written: a row per unit and wave, a column per coder, missing codes included."""
        cells = self.codings.assign(wave=self.codings["wave"].fillna(""))
        return cells.set_index([*_CELL, "coder"])["value"].unstack("coder").sort_index()

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """Where coders found it; rows and columns as `given`."""
        cells = self.codings.assign(wave=self.codings["wave"].fillna(""))
        return cells.set_index([*_CELL, "coder"])["evidence"].unstack("coder").sort_index()

    @cached_property
    def is_missing_code(self) -> pd.DataFrame:
        """Where a coder gave nvt, nb, nr or wg; rows and columns as `given`."""
        levels = {level.value for level in self.item.levels_on(self.facet)}
        return self.given.isin([code for code in MISSING if code not in levels])

    @property
    def applicability(self) -> pd.Series:
        """Whether one coder gave an answer and another a missing code; one truth value per row."""
        answered = self.given.notna() & ~self.is_missing_code
        return answered.any(axis=1) & self.is_missing_code.any(axis=1)

    @cached_property
    def ratings(self) -> Ratings:
        """The answers as ratings, missing codes left out.

        Raises
        ------
        ParameterError
            If an answer is not one the item allows.
        """
        answers = self.given.mask(self.is_missing_code).astype(object)
        answers = answers.where(answers.notna(), None)
        if self.kind == "numbers":
            return read_ratings(answers.map(self._number).astype(float))
        if self.kind == "sets":
            return read_ratings(answers.map(_as_set))
        if self.kind == "text":
            return read_ratings(answers)
        values = [level.value for level in self.item.levels_on(self.facet)]
        return read_ratings(
            answers, levels=pd.CategoricalDtype(values, ordered=self.item.is_ordered)
        )

    def presence(self, code: str) -> Ratings:
        """Return for a set-valued item whether each coder named a code."""
        answers = self.given.mask(self.is_missing_code).astype(object)
        named = answers.map(lambda value: None if pd.isna(value) else code in _as_set(value))
        return read_ratings(named.astype(object), levels=[False, True])

    def _number(self, value: str | None) -> float:
        if value is None:
            return float("nan")
        part, slash, whole = value.partition("/")
        try:
            if self.item.scale == "date":
                return float(read_date(value, seen=value).toordinal())
            if self.item.scale == "share" and slash:
                return float(part) / float(whole)
            return read_number(value, mark="unknown", seen=value)[0]
        except (UnreadableError, ValueError, ZeroDivisionError) as error:
            raise ParameterError(
                nl=f"item {self.item.id}: een codering is geen {self.item.scale}-waarde; "
                "evalkit check wijst haar aan",
                en=f"item {self.item.id}: a coding is no {self.item.scale} value; "
                "evalkit check points at it",
            ) from error


def _as_set(value: str | None) -> frozenset[str] | None:
    if value is None:
        return None
    return frozenset(part.strip() for part in value.split(SEPARATOR))


def study_questions(study: Study, *, items: Sequence[str] | None = None) -> Iterator[Question]:
    """Go through what coders of a study were asked.

    Parameters
    ----------
    study : Study
        The study.
    items : sequence of str or None
        Ids of items; None takes every item that was coded.

    Yields
    ------
    Question
        In the order of the schemes, per facet in the order of the item; the consensus is left out,
        as it is no coder. An item that is named but was not coded yields one question without
        codings.

    Raises
    ------
    ParameterError
        If an item does not exist; it names the nearest.
    StudyError
        If there are codings but no scheme, or codings that could not be read.
    """
    codings = study.codings
    codings = codings[codings["coder"] != study.consensus] if study.consensus else codings
    known = study.items
    if not study.schemes:
        if len(codings):
            raise StudyError(
                nl=f"studie {study.name}: er zijn coderingen maar geen schema; noem het in study.toml",
                en=f"study {study.name}: there are codings but no scheme; name it in study.toml",
            )
        if items:
            raise ParameterError(
                nl=f"studie {study.name} heeft geen codeerschema en dus geen items",
                en=f"study {study.name} has no coding scheme and therefore no items",
            )
        return
    for name in [*(items or ()), *codings["item"].unique()]:
        study.item(name)
    coded = dict(list(codings.groupby("item", sort=False)))
    for name in known if items is None else [name for name in known if name in set(items)]:
        if name in coded:
            yield from _per_facet(known[name], coded[name])
        elif items is not None:
            yield Question(known[name], None, codings.iloc[:0])


def _per_facet(item: Item, codings: pd.DataFrame) -> Iterator[Question]:
    facets = codings["facet"].fillna("")
    for facet in ["", *item.facets]:
        own = codings[facets == facet]
        if len(own):
            yield Question(item, facet or None, own)


def question_labels(question: Question) -> dict[str, str]:
    """Return what names a question in a table: item, facet and label in both languages."""
    return {
        "item": question.item.id,
        "facet": question.facet or "",
        "label_nl": question.item.label.nl,
        "label_en": question.item.label.en,
    }
