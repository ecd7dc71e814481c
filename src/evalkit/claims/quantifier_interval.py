"""What a quantifier word allows at a given n: three nested sets of whole numbers."""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, SupportsIndex

from evalkit.claims.lexicon import TESTABLE, Lexicon, load_lexicon
from evalkit.errors import ParameterError
from evalkit.language import Language, Text
from evalkit.results import Result

if TYPE_CHECKING:
    from evalkit.claims.shares import Counts, ShareRange

_SET_WORDS: Final = {
    "logical": Text("logisch", "logical"),
    "wide": Text("ruim", "wide"),
    "narrow": Text("nauw", "narrow"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantifierInterval(Result):
    """What a word allows of n units.

    Attributes
    ----------
    word : str
        The word asked.
    n : int
        Units it ranges over.
    scale : str
        Whose wide set was used.
    kind : str
        Kind of the word.
    logical, wide, narrow : tuple of int, or None
        Smallest and largest count in each set, narrow within wide within logical; None where the
        set is not defined or holds no whole number.
    logical_share, wide_share, narrow_share : ShareRange or None
        The same sets as ranges of shares; None where not defined.
    narrow_proposed : bool
        False where no narrower set is proposed and the wide set stands in.
    reason : Text or None
        Why a set is None.
    """

    word: str
    n: int
    scale: str
    kind: str
    logical: Counts | None
    wide: Counts | None
    narrow: Counts | None
    logical_share: ShareRange | None
    wide_share: ShareRange | None
    narrow_share: ShareRange | None
    narrow_proposed: bool
    reason: Text | None = None

    def complement(self) -> QuantifierInterval:
        """Return what the negated word leaves: n - count and 1 - share in each set."""
        flip, mirror = _flip_counts, _flip_share
        return replace(
            self,
            logical=flip(self.logical, self.n),
            wide=flip(self.wide, self.n),
            narrow=flip(self.narrow, self.n),
            logical_share=mirror(self.logical_share),
            wide_share=mirror(self.wide_share),
            narrow_share=mirror(self.narrow_share),
        )

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        sets = {"logical": self.logical, "wide": self.wide, "narrow": self.narrow}
        known = ", ".join(
            f"{_SET_WORDS[name].in_language(language)} {low}–{high}"
            if low != high
            else f"{_SET_WORDS[name].in_language(language)} {low}"
            for name, (low, high) in ((k, v) for k, v in sets.items() if v is not None)
        )
        why = self.reason.in_language(language) if self.reason else ""
        return f"{self.word}, n={self.n}: {'; '.join(part for part in (known, why) if part)}"

    def __str__(self) -> str:
        return self.in_language("en")


def quantifier_interval(
    word: str, n: int, *, scale: str = "evalkit", lexicon: Lexicon | None = None
) -> QuantifierInterval:
    """Say which counts out of n a quantifier word allows.

    Inspectorates in the Netherlands publish no scale, so the sets are proposals that can be
    changed: compare the answer on two scales before leaning on it.

    Parameters
    ----------
    word : str
        A word of the lexicon, e.g. "nagenoeg alle".
    n : int
        Units the word ranges over, at least 1.
    scale : str
        "evalkit", "education-scotland", or a scale of your own lexicon. Words that are exact by
        themselves (*alle*, *twee*) mean the same on each.
    lexicon : Lexicon or None
        From `load_lexicon`; None is the one that comes with evalkit.

    Returns
    -------
    QuantifierInterval
        Counts per set; None with a reason where no whole number fits.

    Raises
    ------
    ParameterError
        If the word or scale does not exist, or n is not a whole number from 1.

    Examples
    --------
    >>> quantifier_interval("nagenoeg alle", 22).wide
    (20, 21)
    >>> print(quantifier_interval("nagenoeg alle", 6))
    nagenoeg alle, n=6: logical 4–5; no whole number of 6 fits (wide, narrow)
    """
    lexicon = lexicon or load_lexicon()
    entry, n = lexicon.find(word), whole_number(n)
    band = lexicon.band(entry, scale)
    logical = entry.logical.at(n) if entry.logical else None
    wide = logical.intersect(band.at(n)) if logical and band else None
    own_narrow = entry.narrow if band is entry.wide else None
    narrow = wide.intersect(own_narrow.at(n)) if wide and own_narrow else wide
    counts = {
        name: found.counts(n) if found else None
        for name, found in (("logical", logical), ("wide", wide), ("narrow", narrow))
    }
    reason = None
    if entry.kind not in TESTABLE or entry.wide is None:
        reason = entry.reason
    elif band is None:
        reason = Text(
            f"de schaal {scale} heeft geen band voor {entry.word!r}",
            f"the scale {scale} has no band for {entry.word!r}",
        )
    elif None in counts.values():
        empty = [_SET_WORDS[name] for name, found in counts.items() if found is None]
        names = (", ".join(t.nl for t in empty), ", ".join(t.en for t in empty))
        reason = Text(
            f"geen heel getal van de {n} past ({names[0]})",
            f"no whole number of {n} fits ({names[1]})",
        )
    return QuantifierInterval(
        word=" ".join(word.lower().split()),
        n=n,
        scale=scale,
        kind=entry.kind,
        **counts,
        logical_share=logical,
        wide_share=wide,
        narrow_share=narrow,
        narrow_proposed=own_narrow is not None,
        reason=reason,
    )


def whole_number(n: object, *, least: int = 1, name: str = "n") -> int:
    """Return n as an int, or raise a `ParameterError` when it is no whole number from `least`.

    Parameters
    ----------
    n : object
        What was given; 22.0 passes, 22.5 and True do not.
    least : int
        The smallest that passes.
    name : str
        Name of the argument, for the message.

    Returns
    -------
    int
        The whole number.

    Raises
    ------
    ParameterError
        If it is not a whole number or too small.
    """
    if isinstance(n, float) and n.is_integer():
        n = int(n)
    found = least - 1
    if isinstance(n, SupportsIndex) and not isinstance(n, bool):
        found = operator.index(n)
    if found < least:
        raise ParameterError(
            nl=f"{name}: {n!r} is geen heel getal vanaf {least}; geef het aantal eenheden",
            en=f"{name}: {n!r} is no whole number from {least}; give the number of units",
        )
    return found


def _flip_counts(counts: Counts | None, n: int) -> Counts | None:
    return None if counts is None else (n - counts[1], n - counts[0])


def _flip_share(share: ShareRange | None) -> ShareRange | None:
    return None if share is None else share.complement()
