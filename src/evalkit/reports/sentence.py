"""Counts in words: a quantifier only where the lexicon says that it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.claims import quantifier_interval
from evalkit.errors import ParameterError
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.disclosure.released import ReleasedShare
    from evalkit.language import Language

#: Words of the lexicon that may head a sentence, from exact to loose, with what English says.
_CANDIDATES: Final = {
    "geen": Text("geen van de", "none of the"),
    "alle": Text("alle", "all"),
    "een": Text("een van de", "one of the"),
    "nagenoeg alle": Text("nagenoeg alle", "nearly all"),
    "de meeste": Text("de meeste", "most"),
    "de meerderheid": Text("meer dan de helft van de", "more than half of the"),
    "een paar": Text("een paar", "a few"),
    "bijna geen enkele": Text("bijna geen van de", "very few of the"),
    "een beperkt aantal": Text("een beperkt aantal", "a limited number of"),
    "minder dan de helft": Text("minder dan de helft van de", "less than half of the"),
}
_EXACT: Final = frozenset({"geen", "alle", "een"})
_HALF: Final = Text("de helft van de", "half of the")


def fitting_quantifier(k: int, n: int) -> str | None:
    """Return the most exact word of the quantifier lexicon whose narrow set holds `k` of `n`.

    Parameters
    ----------
    k, n : int
        Counts, 0 <= k <= n and n >= 1.

    Returns
    -------
    str or None
        A word of the lexicon; None for exactly half, which none of them fits.

    Raises
    ------
    ParameterError
        If `k` is not between 0 and `n`, or `n` is no whole number from 1.

    Examples
    --------
    >>> fitting_quantifier(21, 22), fitting_quantifier(7, 10), fitting_quantifier(5, 10)
    ('nagenoeg alle', 'de meerderheid', None)
    """
    for word in _CANDIDATES:
        allowed = quantifier_interval(word, n).narrow
        if allowed is not None and allowed[0] <= k <= allowed[1]:
            return word
    if 2 * k == n:
        return None
    raise ParameterError(
        nl=f"{k} van {n}: het eerste getal moet van 0 tot en met het tweede lopen",
        en=f"{k} of {n}: the first number must run from 0 to the second",
    )


def counted(share: ReleasedShare, noun: Text, language: Language) -> str:
    """Write a released count of a group in words, the count beside them.

    Parameters
    ----------
    share : ReleasedShare
        The count and its group, from the gate.
    noun : Text
        What is counted, plural.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    str
        A noun phrase without a verb, e.g. "de meeste gemeenten (8 van 10)".

    Examples
    --------
    >>> from evalkit.disclosure import open_gate
    >>> share = open_gate("public").share(8, 10, what="municipalities")
    >>> counted(share, Text("gemeenten", "municipalities"), "nl")
    'de meeste gemeenten (8 van 10)'
    """
    things = noun.in_language(language)
    if share.k is None or share.n is None or share.hidden or share.n == 0:
        return f"{share.in_language(language)} {things}"
    word = fitting_quantifier(share.k, share.n)
    phrase = (_CANDIDATES[word] if word else _HALF).in_language(language)
    if word in _EXACT:
        return f"{phrase} {share.fraction(language).split()[-1]} {things}"
    return f"{phrase} {things} ({share.fraction(language)})"
