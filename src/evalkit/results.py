"""What statistics and checks return: frozen, unrounded, one line as text, one row as a table.

`value` is NaN where a quantity is undefined, and `reason` then says why. Nothing is rounded here
but in `__str__` and `_repr_html_`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from html import escape
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from evalkit.language import (
    Language,
    Text,
    as_text,
    format_number,
    format_p_value,
    format_percent,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

NAN = float("nan")
Selection = Literal["census", "random", "purposive", "unknown"]
# "people" is all that leads to them: files, families, children, answers, escalations, meetings.
# "organisations" is public whoever counts it: documents with agreements, and judgements on named
# organisations. Disclosure control protects the first.
About = Literal["people", "organisations"]
# Below this many units a percentage pretends more than was seen: the count is shown.
COUNTS_BELOW: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Base of all results: conversion to a dict, a row and HTML."""

    def to_dict(self) -> dict[str, object]:
        """Return the fields by name; nested results and frames are left out."""
        kept = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: value.en if isinstance(value, Text) else value
            for name, value in kept.items()
            if value is None or isinstance(value, (Text, str, int, float, bool, tuple))
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row with a column per field, so that results concatenate."""
        import pandas as pd

        row = {
            name: "; ".join(_plain(part) for part in value) if isinstance(value, tuple) else value
            for name, value in self.to_dict().items()
        }
        return pd.DataFrame([row])

    def in_language(self, language: Language) -> str:  # noqa: ARG002
        """Return what can be pasted into a text; in English where a result has no other words."""
        return str(self)

    def _repr_html_(self) -> str:
        return f"<p>{escape(str(self))}</p>"


def _plain(part: object) -> str:
    return part.en if isinstance(part, Text) else str(part)


def _number(value: float, language: Language = "en") -> str:
    return format_number(value, language, digits=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Result):
    """One number with its interval and the design it comes from.

    Attributes
    ----------
    name : Text or str
        What is estimated.
    value : float
        The estimate, unrounded; NaN when undefined.
    low, high : float
        Ends of the interval; NaN when there is none (a census, an undefined value).
    level : float
        Confidence level in (0, 1).
    se : float
        Standard error; NaN when the method has none.
    n : int
        Units the estimate rests on.
    k : int or None
        Units that have the property, for a proportion or count.
    population : int or None
        Units in the finite population (N), when known.
    frame : str
        What the population is, e.g. "VT regions 2020".
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen. "purposive" prints "as if random"; a census has no interval.
    clusters : int or None
        Number of clusters, when units are nested.
    method : str
        The method's own name.
    reason : Text or None
        Why `value` is NaN or there is no interval.
    warnings : tuple of Text
        What a reader must know beside the number.
    scale : {"number", "share", "count"}
        What `value` is: a plain number, a share in [0, 1] (printed as a percentage, and as a count
        when `n` is below 20), or a count of units in the population.
    """

    name: Text | str
    value: float
    low: float = NAN
    high: float = NAN
    level: float = 0.95
    se: float = NAN
    n: int
    k: int | None = None
    population: int | None = None
    frame: str = ""
    selection: Selection = "unknown"
    clusters: int | None = None
    method: str
    reason: Text | None = None
    warnings: tuple[Text, ...] = ()
    scale: Literal["number", "share", "count"] = "number"

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        name = as_text(self.name).in_language(language)
        if math.isnan(self.value):
            return f"{name} –: {self.reason.in_language(language) if self.reason else ''}"
        interval = _interval(self.low, self.high, self.level, language)
        caution = ""
        if interval and self.selection == "purposive" and self.level < 1:
            caution = " (alsof aselect getrokken)" if language == "nl" else " (as if random)"
        count = f"{self.k} van {self.n}" if language == "nl" else f"{self.k} of {self.n}"
        tail = f", {count}" if self.k is not None else f", n={self.n}"
        if self.scale == "count":
            return f"{name} {count}{self._counted(language)}{caution}"
        if self.scale == "share" and self.k is not None and self.n < COUNTS_BELOW:
            return f"{name} {count}{interval}{caution}"
        if self.scale == "share" and self.n >= COUNTS_BELOW:
            interval = _interval(self.low, self.high, self.level, language, format_percent)
            return f"{name} {format_percent(self.value, language)}{interval}{caution}{tail}"
        return f"{name} {_number(self.value, language)}{interval}{caution}{tail}"

    def _counted(self, language: Language) -> str:
        if math.isnan(self.low) or math.isnan(self.high):
            return ""
        word, to, of = ("BI", "tot", "van") if language == "nl" else ("CI", "to", "of")
        low, high = (format_number(end, language, digits=0) for end in (self.low, self.high))
        share = format_number(100 * self.level, language)
        total = "?" if self.population is None else format_number(self.population, language)
        return f": {low} {to} {high} {of} {total} ({share}%-{word})"

    def __str__(self) -> str:
        return self.in_language("en")


def _interval(
    low: float,
    high: float,
    level: float,
    language: Language,
    write: Callable[[float, Language], str] = _number,
) -> str:
    if math.isnan(low) and math.isnan(high):
        return ""
    word = "BI" if language == "nl" else "CI"
    separator = "; " if language == "nl" else ", "
    ends = f" [{write(low, language)}{separator}{write(high, language)}]"
    if level == 1:  # worst-case bounds hold with certainty
        return f"{ends}, {'grenzen' if language == 'nl' else 'bounds'}"
    return f"{ends}, {format_number(100 * level, language)}%-{word}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Result):
    """Reliability between coders: one coefficient with what it is made of.

    Attributes
    ----------
    name : Text or str
        The coefficient, e.g. "Gwet's AC1".
    value : float
        The coefficient, dimensionless and unrounded; NaN when undefined.
    low, high : float
        Ends of the interval; NaN when there is none.
    level : float
        Confidence level in (0, 1).
    se : float
        Standard error; NaN when there is none.
    observed, expected : float
        Observed and expected agreement as proportions (for alpha: 1 minus the mean distance, and
        NaN where the distance has no upper bound).
    n : int
        Units used.
    dropped : int
        Units left out by the missing-data convention of the coefficient.
    coders : int
        Coders who coded at least one unit.
    levels : tuple
        The levels seen or given, in the order used.
    method : str
        How the interval was made.
    reason : Text or None
        Why `value` is NaN.
    percent : float
        Percent agreement as a proportion, also where the coefficient is undefined.
    p_value : float
        Two-sided p-value of no agreement beyond chance; NaN when there is none.
    warnings : tuple of Text
        What a reader must know beside the number.
    """

    name: Text | str
    value: float
    low: float = NAN
    high: float = NAN
    level: float = 0.95
    se: float = NAN
    observed: float = NAN
    expected: float = NAN
    n: int
    dropped: int = 0
    coders: int
    levels: tuple[object, ...] = ()
    method: str = ""
    reason: Text | None = None
    percent: float = NAN
    p_value: float = NAN
    warnings: tuple[Text, ...] = ()

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        name = as_text(self.name).in_language(language)
        if math.isnan(self.value):
            why = self.reason.in_language(language) if self.reason else ""
            same = "overeenstemming" if language == "nl" else "percent agreement"
            known = (
                f" ({same} {_number(self.percent, language)})"
                if self.percent == self.percent
                else ""
            )
            return f"{name} –: {why}{known}"
        interval = _interval(self.low, self.high, self.level, language)
        return f"{name} {_number(self.value, language)}{interval}, n={self.n}"

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Test(Result):
    """A hypothesis test.

    Attributes
    ----------
    name : Text or str
        The test, e.g. "Sign test, exact".
    statistic : float
        Its statistic; NaN when the test has none.
    df : float
        Degrees of freedom; NaN when it has none.
    p_value : float
        p-value for `alternative`; NaN when undefined.
    alternative : {"two-sided", "less", "greater"}
        What the p-value is against.
    n : int
        Units the test rests on.
    method : str
        The method's own name.
    reason : Text or None
        Why the test is undefined.
    warnings : tuple of Text
        What a reader must know beside the number.
    population, frame, selection, clusters
        The design, as in `Estimate`.
    """

    __test__: ClassVar[bool] = False  # the name is the field's; pytest must not collect it

    name: Text | str
    statistic: float = NAN
    df: float = NAN
    p_value: float
    alternative: Literal["two-sided", "less", "greater"] = "two-sided"
    n: int
    method: str
    reason: Text | None = None
    warnings: tuple[Text, ...] = ()
    population: int | None = None
    frame: str = ""
    selection: Selection = "unknown"
    clusters: int | None = None

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        name = as_text(self.name).in_language(language)
        if math.isnan(self.p_value):
            return f"{name} –: {self.reason.in_language(language) if self.reason else ''}"
        side = {
            "two-sided": Text("tweezijdig", "two-sided"),
            "less": Text("eenzijdig, kleiner", "one-sided, less"),
            "greater": Text("eenzijdig, groter", "one-sided, greater"),
        }[self.alternative].in_language(language)
        return f"{name}: {format_p_value(self.p_value, language)} ({side}), n={self.n}"

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Result):
    """Two estimates of the same thing and their difference (second minus first).

    Attributes
    ----------
    name : Text or str
        What is compared.
    first, second : float
        The two values.
    value : float
        The difference, second minus first; NaN when undefined.
    low, high : float
        Ends of the interval of the difference.
    level : float
        Confidence level in (0, 1).
    se : float
        Standard error of the difference.
    p_value : float
        Two-sided p-value of no difference.
    n : int
        Units the comparison rests on.
    method : str
        The method's own name.
    reason : Text or None
        Why the difference is undefined.
    warnings : tuple of Text
        What a reader must know beside the number.
    population, frame, selection, clusters
        The design, as in `Estimate`.
    """

    name: Text | str
    first: float
    second: float
    value: float
    low: float = NAN
    high: float = NAN
    level: float = 0.95
    se: float = NAN
    p_value: float = NAN
    n: int
    method: str
    reason: Text | None = None
    warnings: tuple[Text, ...] = ()
    population: int | None = None
    frame: str = ""
    selection: Selection = "unknown"
    clusters: int | None = None

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        name = as_text(self.name).in_language(language)
        if math.isnan(self.value):
            return f"{name} –: {self.reason.in_language(language) if self.reason else ''}"
        interval = _interval(self.low, self.high, self.level, language)
        return f"{name} {_number(self.value, language)}{interval}, n={self.n}"

    def __str__(self) -> str:
        return self.in_language("en")


VerdictWord = Literal["same", "compatible", "different", "too little data", "not testable"]
VERDICT_WORDS: Final[dict[VerdictWord, Text]] = {
    "same": Text("gelijk", "same"),
    "compatible": Text("verenigbaar", "compatible"),
    "different": Text("anders", "different"),
    "too little data": Text("te weinig gegevens", "too little data"),
    "not testable": Text("niet te toetsen", "not testable"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Result):
    """Whether a published claim holds against what was counted.

    Attributes
    ----------
    claim : str
        Id of the claim, e.g. "E01".
    verdict : {"same", "compatible", "different", "too little data", "not testable"}
        Exactly one.
    reason : Text
        Why.
    claimed_low, claimed_high : float
        What the words of the claim allow, as a share; NaN when not testable.
    low, high : float
        Interval of the estimate it was held against; NaN when there is none.
    """

    claim: str
    verdict: VerdictWord
    reason: Text
    claimed_low: float = NAN
    claimed_high: float = NAN
    low: float = NAN
    high: float = NAN

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        word = VERDICT_WORDS[self.verdict].in_language(language)
        return f"{self.claim}: {word} ({self.reason.in_language(language)})"

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Result):
    """One finding about data: where it is, what is wrong, what to do.

    Attributes
    ----------
    file : str
        File, relative to the study.
    sheet : str
        Sheet of a workbook; empty for CSV.
    line : int or None
        Line in the file, counted from 1 (the header is line 1); None for the file as a whole.
    column : str
        Name of the column; empty when the finding is about the line or the file.
    value : str
        What was found, masked where the column is sensitive.
    rule : str
        Short fixed name of the rule, e.g. "unknown-level".
    severity : {"error", "warning"}
        An error stops the reports; a warning is shown.
    message : Text
        What is wrong.
    hint : Text
        What to do.
    """

    file: str
    sheet: str = ""
    line: int | None = None
    column: str = ""
    value: str = ""
    rule: str
    severity: Literal["error", "warning"] = "error"
    message: Text
    hint: Text

    def in_language(self, language: Language) -> str:
        """Return the finding as one line."""
        words = ("blad", "regel", "kolom") if language == "nl" else ("sheet", "line", "column")
        place = [self.file]
        place += [f"{words[0]} {self.sheet}"] if self.sheet else []
        place += [f"{words[1]} {self.line}"] if self.line is not None else []
        place += [f"{words[2]} {self.column!r}"] if self.column else []
        hint = self.hint.in_language(language)
        text = f"{', '.join(place)}: {self.message.in_language(language)}"
        return f"{text}; {hint}" if hint else text

    def __str__(self) -> str:
        return self.in_language("en")
