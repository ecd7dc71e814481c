"""Dutch and English: every printed word exists in both, and numbers follow the language."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Language = Literal["nl", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")

_LOCALE: Final = {"nl": "nl_NL", "en": "en_GB"}
_AND: Final = {"nl": "en", "en": "and"}
_OR: Final = {"nl": "of", "en": "or"}
_SMALLEST_P: Final = 0.001
_EXACT: Final = 1e15  # beyond it a float has no digits to round


class Text(NamedTuple):
    """The same words in Dutch and in English."""

    nl: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the words in `language` ("nl" or "en")."""
        return self.nl if language == "nl" else self.en


def as_text(words: Text | str) -> Text:
    """Return `words` as `Text`; a plain string reads the same in both languages."""
    return words if isinstance(words, Text) else Text(words, words)


def format_number(value: float | Decimal, language: Language, *, digits: int | None = None) -> str:
    """Write a number as the language does: 1.234,5 or 1,234.5.

    Parameters
    ----------
    value : float or Decimal
        The number; NaN is written as an en dash.
    language : {"nl", "en"}
        Decides the decimal and the thousands mark.
    digits : int or None
        Decimals to show, rounded half up, as readers do; None shows as many as needed, at most six.

    Returns
    -------
    str

    Examples
    --------
    >>> format_number(12.5, "nl", digits=0), format_number(0.145, "en", digits=2)
    ('13', '0.15')
    """
    from babel.numbers import format_decimal

    if math.isnan(value):
        return "–"
    if digits is not None and abs(float(value)) < _EXACT:
        # Zero is added for a minus sign that rounding leaves without a number.
        value = _decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
    pattern = "#,##0.######" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=_LOCALE[language])


def _decimal(value: float | Decimal) -> Decimal:
    """Return the number that Python prints, which is what a reader rounds: 0.145 is 0.15."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def format_percent(share: float, language: Language, *, digits: int = 0) -> str:
    """Write a proportion in [0, 1] as a percentage (NaN is an en dash).

    Examples
    --------
    >>> format_percent(7 / 8, "nl"), format_percent(0.575, "en")
    ('88%', '58%')
    """
    if math.isnan(share):
        return "–"
    return format_number(100 * _decimal(share), language, digits=digits) + "%"


def format_p_value(p_value: float, language: Language) -> str:
    """Write a p-value as "p = 0.042", or as "p < 0.001": no chance is nil.

    Examples
    --------
    >>> format_p_value(0.0421, "nl"), format_p_value(2e-5, "en")
    ('p = 0,042', 'p < 0.001')
    """
    if p_value < _SMALLEST_P:
        return f"p < {format_number(_SMALLEST_P, language)}"
    return f"p = {format_number(p_value, language, digits=3)}"


def join_words(
    words: Iterable[str], language: Language, *, last: Literal["and", "or"] = "and"
) -> str:
    """Join words as a sentence does: ``a, b en c``."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    link = (_AND if last == "and" else _OR)[language]
    return f"{', '.join(words[:-1])} {link} {words[-1]}"
