"""Reliability of every item of a study in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.reliability.coefficients import CoefficientName, find_coefficient
from evalkit.reliability.gwet import gwet_ac1, gwet_ac2
from evalkit.reliability.interpretation import benchmark, interpret
from evalkit.reliability.krippendorff import krippendorff_alpha
from evalkit.reliability.questions import Question, question_labels, study_questions
from evalkit.reliability.reasons import NOTHING, ONE_CODER
from evalkit.reliability.uncertainty import check_interval
from evalkit.results import NAN, Agreement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.reliability.uncertainty import Interval, RngLike
    from evalkit.study import Study

Nesting = Literal["unit", "team", "municipality", "region"]
NESTINGS: Final = ("unit", "team", "municipality", "region")

#: The columns of a reliability table, always all of them and in this order.
RELIABILITY_COLUMNS: Final = (
    "item", "facet", "label_nl", "label_en", "scale", "coefficient", "value", "low", "high",
    "level", "se", "n", "coders", "dropped", "percent", "ac_name", "ac", "ac_low", "ac_high",
    "applicability", "verdict_nl", "verdict_en", "probability", "reason_nl", "reason_en",
    "warnings_nl", "warnings_en",
)  # fmt: skip

_RATIO_BELOW_ZERO: Final = Text(
    "er zijn waarden onder nul, dus is de intervalmaat genomen in plaats van de verhoudingsmaat",
    "there are values below zero, so the interval metric was taken instead of the ratio metric",
)
_FREE_TEXT: Final = Text(
    "vrije tekst heeft geen niveaus om te vergelijken", "free text has no levels to compare"
)
_NO_LEVELS: Final = Text(
    "deze coëfficiënt is voor niveaus; kies krippendorff_alpha",
    "this coefficient is for levels; choose krippendorff_alpha",
)


def study_reliability(
    study: Study,
    *,
    coefficient: CoefficientName | Literal["auto"] = "auto",
    items: Sequence[str] | None = None,
    interval: Interval = "analytic",
    level: float = 0.95,
    clusters: Nesting | Mapping[str, object] | pd.Series | None = None,
    replicates: int = 1000,
    rng: RngLike = 0,
) -> pd.DataFrame:
    """Return how reliable the coding of every item of a study is.

    Parameters
    ----------
    study : Study
        The study.
    coefficient : str
        "auto" takes Krippendorff's alpha with the metric that fits the scale of the item, see
        Notes; or the name of a coefficient for all items.
    items : sequence of str or None
        Ids of items; None takes every item that was coded.
    interval : {"analytic", "bootstrap", "bca", "jackknife", "none"}
        How intervals are made.
    level : float
        Confidence level in (0, 1), also of the verdict.
    clusters : {"unit", "team", "municipality", "region"}, mapping, Series or None
        What units are nested in: a column of the table units ("unit" when a unit is coded in
        several waves), or the document or file of each unit by its code. None takes the units of
        all waves as independent.
    replicates : int
        Bootstrap replicates.
    rng : int or Generator
        Seed or generator of the bootstrap.

    Returns
    -------
    DataFrame
        One row per item and facet in the order of the scheme: item, facet, label_nl, label_en,
        scale, coefficient, value, low, high, level, se, `n` units with two or more answers,
        coders, dropped, `percent` agreement in [0, 1]; `ac_name`, `ac`, `ac_low`, `ac_high`:
        Gwet's AC1, for ordered levels AC2 with quadratic weights, only for items with levels;
        `applicability`: units to which one coder gave an answer and another a missing code (nvt,
        nb, nr, wg); the verdict by Krippendorff's cut-offs with the probability that the item
        deserves it (NaN without a standard error, or where it is 0); reason_nl, reason_en of an undefined value;
        warnings_nl, warnings_en. Nothing is rounded.

    Raises
    ------
    ParameterError
        For an item or option that does not exist (it names the nearest), an answer the item does
        not allow, or a unit without cluster.
    StudyError
        If the codings cannot be read, or there is no scheme.

    Notes
    -----
    Metric by scale: nominal, ordinal and interval their own; ratio, count and duration "ratio";
    share and date "interval"; sets, and levels of which several can hold, MASI. Missing codes are
    no answers: they are left out of the coefficient and counted in `applicability`. A unit in two
    waves counts as two units. A coefficient that does not fit an item has a reason, not an error.
    The verdict is the best word the coefficient deserves with probability `level` (Gwet 2014).

    References
    ----------
    .. [1] Krippendorff (2004), Content Analysis, 2nd edition, p. 241.
    .. [2] Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 6.
    """
    check_interval(interval, level, replicates)
    if coefficient != "auto":
        find_coefficient(coefficient)
    nested = _nested(study, clusters)
    options = {"interval": interval, "level": level, "replicates": replicates, "rng": rng}
    rows = []
    for question in study_questions(study, items=items):
        own = options | {"clusters": _clusters_of(question, nested)}
        rows.append(_row(question, coefficient, own))
    return pd.DataFrame(rows, columns=list(RELIABILITY_COLUMNS))


def _row(question: Question, coefficient: str, options: Mapping[str, Any]) -> dict[str, object]:
    found = _coefficient(question, coefficient, options)
    gwet = _gwet(question, options) if found.n else None
    verdict, probability = _verdict(found, coefficient)
    reason = found.reason or Text("", "")
    warnings = found.warnings
    if question.kind == "numbers" and question.item.scale in ("ratio", "duration", "count"):
        warnings += (_RATIO_BELOW_ZERO,) if question.metric == "interval" else ()
    return {
        **question_labels(question),
        "scale": question.item.scale,
        "coefficient": found.name,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "level": found.level,
        "se": found.se,
        "n": found.n,
        "coders": found.coders,
        "dropped": found.dropped,
        "percent": found.percent,
        "ac_name": gwet.name if gwet else "",
        "ac": gwet.value if gwet else NAN,
        "ac_low": gwet.low if gwet else NAN,
        "ac_high": gwet.high if gwet else NAN,
        "applicability": int(question.applicability.sum()),
        "verdict_nl": verdict.nl,
        "verdict_en": verdict.en,
        "probability": probability,
        "reason_nl": reason.nl,
        "reason_en": reason.en,
        "warnings_nl": "; ".join(each.nl for each in warnings),
        "warnings_en": "; ".join(each.en for each in warnings),
    }


def _coefficient(question: Question, coefficient: str, options: Mapping[str, Any]) -> Agreement:
    coders = int((question.given.notna() & ~question.is_missing_code).any().sum())
    if not len(question.codings):
        return _undefined(coefficient, question, NOTHING, coders, options["level"])
    if question.kind == "text":
        why = _FREE_TEXT if coders > 1 else ONE_CODER
        return _undefined(coefficient, question, why, coders, options["level"])
    if coefficient in ("auto", "krippendorff_alpha"):
        return krippendorff_alpha(question.ratings, metric=question.metric, **options)
    if question.kind != "levels":
        return _undefined(coefficient, question, _NO_LEVELS, coders, options["level"])
    ratings = question.ratings  # an answer that does not fit is an error of the data, so not below
    try:
        return find_coefficient(coefficient)(ratings, **options)  # type: ignore[arg-type]
    except ParameterError as error:
        return _undefined(coefficient, question, error.text, coders, options["level"])


def _undefined(
    coefficient: str, question: Question, reason: Text, coders: int, level: float
) -> Agreement:
    name = "Krippendorff's alpha" if coefficient == "auto" else coefficient
    dropped = len(question.given)
    return Agreement(
        name=name, value=NAN, level=level, n=0, dropped=dropped, coders=coders, reason=reason
    )


def _gwet(question: Question, options: Mapping[str, Any]) -> Agreement | None:
    if question.kind != "levels":
        return None
    return (gwet_ac2 if question.item.is_ordered else gwet_ac1)(question.ratings, **options)


def _verdict(found: Agreement, coefficient: str) -> tuple[Text, float]:
    if pd.isna(found.value) or coefficient == "percent_agreement":
        return Text("", ""), NAN
    if pd.isna(found.se) or found.se < 1e-12:  # no width is no certainty
        return interpret(max(found.value, -1.0)).label, NAN
    judged = benchmark(found, level=found.level)
    return judged.label, judged.probability


def _nested(
    study: Study, clusters: str | Mapping[str, object] | pd.Series | None
) -> pd.Series | None:
    """Return the cluster of each unit by its code."""
    if clusters is None:
        return None
    if isinstance(clusters, str):
        if clusters not in NESTINGS:
            raise unknown_name(
                Text("kolom voor clusters", "column for clusters"), clusters, NESTINGS
            )
        units = study.table("units")
        return pd.Series(units[clusters].to_numpy(object), index=units["unit"].to_numpy(object))
    return pd.Series(clusters)


def _clusters_of(question: Question, nested: pd.Series | None) -> list[object] | None:
    if nested is None or not len(question.codings):
        return None
    units = question.given.index.get_level_values("unit")
    found = nested.groupby(level=0).first().reindex(units)
    if found.isna().any():
        some = str(found.index[found.isna()][0])
        count = int(found.isna().sum())
        raise ParameterError(
            nl=f"item {question.item.id}: {count} eenheden zonder cluster, de eerste is {some!r}; "
            "vul de kolom in de tabel units in, of laat clusters weg",
            en=f"item {question.item.id}: {count} units without a cluster, the first is {some!r}; "
            "fill in the column of the table units, or leave clusters out",
        )
    return list(found)
