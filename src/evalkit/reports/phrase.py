"""Small phrases in both languages: when, how much, of how many."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evalkit.datasets import period_name
from evalkit.language import LANGUAGES, Text, format_number, format_percent
from evalkit.reports.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from evalkit.language import Language


def same(word: object) -> Text:
    """Return what reads the same in both languages."""
    return Text(str(word), str(word))


def each(write: Callable[[Language], str]) -> Text:
    """Write something in each language."""
    return Text(*(write(language) for language in LANGUAGES))


def month(date: str) -> Text:
    """Write "2015-09", "2015" or "2015-09-03" as month and year.

    Examples
    --------
    >>> month("2015-09").nl, month("2015").nl
    ('september 2015', '2015')
    """
    year, _, rest = date.partition("-")
    return period_name(f"{year}MM{rest[:2]}" if rest else year)


def span(start: object, end: object) -> Text:
    """Write a period with its two ends; an end that is not known is left out.

    Examples
    --------
    >>> span("2018-10", "2018-12").en, span("2017", float("nan")).en
    ('October 2018 to December 2018', '2017')
    """
    ends = [month(end) for end in dict.fromkeys((start, end)) if isinstance(end, str) and end]
    link = words()["phrase.until"]
    return each(lambda lang: f" {link.in_language(lang)} ".join(t.in_language(lang) for t in ends))


def amount(value: float, unit: str, base: float = math.nan, *, about: bool = False) -> Text:
    """Write a number with its unit, and out of how many where that is known.

    Examples
    --------
    >>> amount(7, "regions", 26).nl, amount(4200, "per month", about=True).en
    ("7 van 26 regio's", 'about 4,200 per month')
    """
    name = words()[f"unit.{unit.replace(' ', '_')}"]
    link, near = words()["phrase.of"], words()["phrase.about"]

    def write(language: Language) -> str:
        parts = [format_number(value, language)]
        if not _is_missing(base):
            parts += [link.in_language(language), format_number(base, language)]
        head = [near.in_language(language)] if about else []
        return " ".join([*head, *parts, name.in_language(language)])

    return each(write)


def share_of(word: Text, share: float) -> Text:
    """Add to a word for what part it holds, where that is known: "norm, 90%"."""
    if _is_missing(share):
        return word
    return each(lambda lang: f"{word.in_language(lang)}, {format_percent(share, lang)}")


def during(period: str) -> Text:
    """Write a period of CBS as it stands after "in".

    Examples
    --------
    >>> during("2020HJ02").nl
    'het tweede halfjaar van 2020'
    >>> during("2023JJ00").en
    '2023'
    """
    name = period_name(period)
    if period[4:6] not in ("HJ", "KW"):
        return name
    return Text(f"het {name.nl}", f"the {name.en}")


def met(low: object, high: object, expectations: object) -> Text:
    """Write how many expectations were met; a source may give a range.

    Examples
    --------
    >>> met(21, 22, 24).nl
    '21 of 22 van 24'
    """
    if _is_missing(low):
        return words()["word.unread"]
    link, either = words()["phrase.of"], words()["phrase.or"]

    def write(language: Language) -> str:
        count = f"{low}" if low == high else f"{low} {either.in_language(language)} {high}"
        return f"{count} {link.in_language(language)} {expectations}"

    return each(write)


def _is_missing(value: object) -> bool:
    import pandas as pd

    return bool(pd.isna(value))  # type: ignore[call-overload]
