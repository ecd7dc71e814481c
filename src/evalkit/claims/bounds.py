"""Bounds of a claim when some units gave no answer (Manski's bounds without assumptions)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalkit.claims.quantifier_interval import whole_number
from evalkit.claims.testability import untestable_reason
from evalkit.language import Language, Text
from evalkit.results import Result

if TYPE_CHECKING:
    from evalkit.claims.claim import Claim
    from evalkit.claims.lexicon import Lexicon
    from evalkit.claims.shares import Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBounds(Result):
    """How many of n + unknown units can have what a claim says.

    Attributes
    ----------
    claim : str
        Id of the claim.
    n : int or None
        Units the words range over; None when not known.
    unknown : int
        Further units of which nothing is known.
    logical, wide, narrow : tuple of int, or None
        Smallest and largest count out of ``n + unknown``; None where not defined.
    reason : Text or None
        Why a set is None, or why the upper end is open.
    """

    claim: str
    n: int | None
    unknown: int
    logical: Counts | None = None
    wide: Counts | None = None
    narrow: Counts | None = None
    reason: Text | None = None

    @property
    def total(self) -> int | None:
        """Units in all, with and without an answer."""
        return None if self.n is None else self.n + self.unknown

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        why = self.reason.in_language(language) if self.reason else ""
        if self.wide is None:
            return f"{self.claim} –: {why}"
        of, to = ("van", "tot en met") if language == "nl" else ("of", "to")
        tail = f" ({why})" if why else ""
        return f"{self.claim}: {self.wide[0]} {to} {self.wide[1]} {of} {self.total}{tail}"

    def __str__(self) -> str:
        return self.in_language("en")


def claim_bounds(
    claim: Claim,
    *,
    n: int | None = None,
    unknown: int = 0,
    scale: str = "evalkit",
    lexicon: Lexicon | None = None,
) -> ClaimBounds:
    """Return how many units can have what a claim says, when `unknown` units are silent.

    The words hold for the n units that were looked at; each unknown unit may or may not have it,
    so [low, high] becomes [low, high + unknown]. Where a claim was not asked of everyone
    (``prompted="no"``) silence is no "no": the number named is then a lower bound only.

    Parameters
    ----------
    claim : Claim
        The claim.
    n : int or None
        Units the words range over, at least 1; None takes the size of the base.
    unknown : int
        Further units of which nothing is known, at least 0.
    scale : str
        Scale of the lexicon.
    lexicon : Lexicon or None
        None is the one that comes with evalkit.

    Returns
    -------
    ClaimBounds
        Bounds out of ``n + unknown``.

    Raises
    ------
    ParameterError
        If n, unknown, the quantifier or the scale does not fit.

    References
    ----------
    .. [1] Manski (2003), Partial Identification of Probability Distributions, chapter 1.

    Examples
    --------
    14 of 14 municipalities followed, out of the 18 of the first round:

    >>> from evalkit.claims import load_claims
    >>> claims = {claim.id: claim for claim in load_claims()}
    >>> print(claim_bounds(claims["A02"], unknown=4))
    A02: 14 to 18 of 18
    """
    unknown = whole_number(unknown, least=0, name="unknown")
    size = claim.base_n if n is None else whole_number(n)
    why = untestable_reason(claim, scale=scale, lexicon=lexicon)
    if why is None and size is None:
        why = Text(
            "hoeveel het er zijn is niet bekend; geef n",
            "how many there are is not known; give n",
        )
    if why is not None or size is None:
        return ClaimBounds(claim=claim.id, n=size, unknown=unknown, reason=why)
    found = claim.allowed(size, scale=scale, lexicon=lexicon)
    reason = found.reason
    if reason is None and claim.prompted == "no":
        reason = Text(
            "niet aan allen gevraagd: zwijgen is geen nee",
            "not asked of all: silence is not a no",
        )

    def widen(counts: Counts | None) -> Counts | None:
        if counts is None:
            return None
        low, high = counts
        if claim.prompted == "no":
            low, high = (0, high) if claim.polarity == "negative" else (low, size)
        return low, high + unknown

    return ClaimBounds(
        claim=claim.id,
        n=size,
        unknown=unknown,
        logical=widen(found.logical),
        wide=widen(found.wide),
        narrow=widen(found.narrow),
        reason=reason,
    )
