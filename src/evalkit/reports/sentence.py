"""Counts in words: a quantifier only where the lexicon says that it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.claims import quantifier_interval
from evalkit.errors import DisclosureError, ParameterError
from evalkit.evaluations.analysis import Share
from evalkit.language import Text, format_number

if TYPE_CHECKING:
    from evalkit.disclosure import Gate, Released
    from evalkit.disclosure.released import ReleasedShare, ReleasedText
    from evalkit.evaluations.analysis import Statement
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
        if 2 * k == n and word not in _EXACT:
            return None
        allowed = quantifier_interval(word, n).narrow
        if allowed is not None and allowed[0] <= k <= allowed[1]:
            return word
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
    phrase = _phrase(share, noun)
    if phrase is None or share.k is None or share.n is None:
        return f"{share.in_language(language)} {noun.in_language(language)}"
    k, n = format_number(share.k, language), format_number(share.n, language)
    return phrase.in_language(language).format(k=k, n=n)


def released_counted(gate: Gate, share: ReleasedShare, noun: Text) -> ReleasedText:
    """Release what `counted` writes, for a sentence that must pass the gate itself.

    Parameters
    ----------
    gate : Gate
        Of the study.
    share : ReleasedShare
        The count and its group, from the gate.
    noun : Text
        What is counted, plural.

    Returns
    -------
    ReleasedText
        The same words in both languages; its numbers are those of the share.
    """
    phrase = _both(share, noun) or _phrase(share, noun)
    if phrase is None:
        return gate.text(
            Text("{share} {noun}", "{share} {noun}"), what=share.what, share=share, noun=noun
        )
    numbers = {"k": share.k, "n": share.n}
    # What was rounded once is a multiple of the base, and passes as it is.
    released: dict[str, Released | Text | str] = {
        name: gate.count(number, what=share.what)
        for name, number in numbers.items()
        if f"{{{name}}}" in phrase.nl
    }
    return gate.text(phrase, what=share.what, **released)


def released_statement(gate: Gate, statement: Statement, what: Text) -> ReleasedText | None:
    """Release a statement of an analysis number by number.

    Parameters
    ----------
    gate : Gate
        Of the study.
    statement : Statement
        A sentence whose numbers stand apart.
    what : Text
        What it is about, for the record.

    Returns
    -------
    ReleasedText or None
        None where nothing was seen, or where a number of it is hidden: half a sentence misleads.
    """
    values: dict[str, Released | Text | str] = {}
    for name, value in statement.values.items():
        if isinstance(value, Text):
            values[name] = value
        elif isinstance(value, Share):
            share = gate.share(value.k, value.n, what=what, level=None) if value.n else None
            if share is None or share.hidden:
                return None
            values[name] = released_counted(gate, share, value.noun)
        else:
            values[name] = number = gate.count(value, what=what)
            if number.hidden:
                return None
    try:
        return gate.text(statement.text, what=what, **values)
    except DisclosureError:  # a label that brings a number of its own cannot be judged
        return None


def _both(share: ReleasedShare, noun: Text) -> Text | None:
    """Return how all or none of two are called: "alle 2 gemeenten" is no language."""
    if share.hidden or share.n != 2 or share.k not in {0, 2}:
        return None
    nl, en = (half.replace("{", "{{").replace("}", "}}") for half in noun)
    if share.k:
        return Text(f"beide {nl}", f"both {en}")
    return Text(f"geen van beide {nl}", f"neither of the {en}")


def _phrase(share: ReleasedShare, noun: Text) -> Text | None:
    """Return the noun phrase with blanks for `k` and `n`; None when there is no count."""
    k, n = share.k, share.n
    if k is None or n is None or share.hidden or n == 0:
        return None
    things = Text(*(half.replace("{", "{{").replace("}", "}}") for half in noun))
    if n == 1:  # "all 1 files" is no language
        return Text("{k} van {n} " + things.nl, "{k} of {n} " + things.en)
    word = fitting_quantifier(k, n)
    phrase = _CANDIDATES[word] if word else _HALF
    if word in _EXACT:
        return Text(f"{phrase.nl} {{n}} {things.nl}", f"{phrase.en} {{n}} {things.en}")
    return Text(
        f"{phrase.nl} {things.nl} ({{k}} van {{n}})", f"{phrase.en} {things.en} ({{k}} of {{n}})"
    )
