"""Counts in words: a quantifier only where the lexicon says that it fits.

Of a count that was rounded the word must fit whatever the count may have been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.claims import quantifier_interval
from evalkit.disclosure import load_policy
from evalkit.errors import DisclosureError, ParameterError
from evalkit.evaluations.analysis import Share
from evalkit.language import Text, format_number

if TYPE_CHECKING:
    from evalkit.disclosure import Gate, Released
    from evalkit.disclosure.released import ReleasedShare, ReleasedText
    from evalkit.evaluations.analysis import Analysis, Statement
    from evalkit.language import Language
    from evalkit.results import About

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
_ABOUT_HALF: Final = Text("ongeveer de helft van de", "about half of the")


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


def released_counted(
    gate: Gate, share: ReleasedShare, noun: Text, *, about: About = "people"
) -> ReleasedText:
    """Release what `counted` writes, for a sentence that must pass the gate itself.

    Parameters
    ----------
    gate : Gate
        Of the study.
    share : ReleasedShare
        The count and its group, from the gate.
    noun : Text
        What is counted, plural.
    about : {"people", "organisations"}
        As the share was released.

    Returns
    -------
    ReleasedText
        The same words in both languages; its numbers are those of the share.
    """
    phrase = _both(share, noun) or _phrase(share, noun)
    if phrase is None:
        both = Text("{share} {noun}", "{share} {noun}")
        return gate.text(both, what=share.what, about=about, share=share, noun=noun)
    numbers = {"k": share.k, "n": share.n}
    # What was rounded once is a multiple of the base, and passes as it is.
    released: dict[str, Released | Text | str] = {
        name: gate.count(number, what=share.what, about=about)
        for name, number in numbers.items()
        if f"{{{name}}}" in phrase.nl
    }
    return gate.text(phrase, what=share.what, about=about, **released)


def released_statements(gate: Gate, analysis: Analysis) -> list[ReleasedText]:
    """Release the statements of an analysis, number by number.

    About people a sentence passes under protection only with a number that stands for it: which
    subjects are named where none is counted, tells the counts themselves. Nor does one pass that
    quotes a word which comes from unrounded data.

    Parameters
    ----------
    gate : Gate
        Of the study.
    analysis : Analysis
        The answer.

    Returns
    -------
    list of ReleasedText
        Without those of which a number is hidden, or nothing was seen: half a sentence misleads.
    """
    unrounded = [
        cell for name in analysis.derived for cell in analysis.table[name] if isinstance(cell, Text)
    ]
    found = []
    for statement in analysis.statements:
        about = statement.about or analysis.about
        values = list(statement.values.values())
        if not gate.policy_for(about).passes and (
            all(isinstance(value, Text) for value in values)
            or any(value in unrounded for value in values)
        ):
            continue
        text = _released(gate, statement, analysis.title, about)
        found += [] if text is None else [text]
    return found


def _released(gate: Gate, statement: Statement, what: Text, about: About) -> ReleasedText | None:
    values: dict[str, Released | Text | str] = {}
    for name, value in statement.values.items():
        if isinstance(value, Text):
            values[name] = value
        elif isinstance(value, Share):
            if not value.n:
                return None
            share = gate.share(value.k, value.n, what=what, level=None, about=about)
            if share.hidden:
                return None
            values[name] = released_counted(gate, share, value.noun, about=about)
        else:
            values[name] = number = gate.count(value, what=what, about=about)
            if number.hidden:
                return None
    try:
        return gate.text(statement.text, what=what, about=about, **values)
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
    if share.profile != "public":
        return _rounded_phrase(k, n, things, base=load_policy(share.profile).base)
    word = fitting_quantifier(k, n)
    phrase = _CANDIDATES[word] if word else _HALF
    if word in _EXACT:
        return Text(f"{phrase.nl} {{n}} {things.nl}", f"{phrase.en} {{n}} {things.en}")
    return Text(
        f"{phrase.nl} {things.nl} ({{k}} van {{n}})", f"{phrase.en} {things.en} ({{k}} of {{n}})"
    )


def _rounded_phrase(k: int, n: int, things: Text, *, base: int) -> Text:
    """Return the phrase for counts that were rounded, halves up, to a multiple of `base`."""
    fewer, more = base // 2, (base - 1) // 2
    parts = (k - fewer, k + more)
    wholes = range(max(n - fewer, parts[1]), max(n + more, parts[1]) + 1)
    if any(2 * parts[0] <= whole <= 2 * parts[1] for whole in wholes):
        head = _ABOUT_HALF
    else:
        fits = (_CANDIDATES[word] for word in _CANDIDATES if _always(word, parts, wholes))
        head = next(fits, Text("", ""))
    return Text(
        f"{head.nl} {things.nl} (afgerond: {{k}} van {{n}})".strip(),
        f"{head.en} {things.en} (rounded: {{k}} of {{n}})".strip(),
    )


def _always(word: str, parts: tuple[int, int], wholes: range) -> bool:
    """Return whether a word fits each count between two, of each size of the group."""
    for whole in wholes:
        allowed = quantifier_interval(word, whole).narrow
        if allowed is None or parts[0] < allowed[0] or parts[1] > allowed[1]:
            return False
    return True
