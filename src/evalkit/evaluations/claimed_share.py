"""What the words of a claim say as a count, and what was counted as a share of the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evalkit.claims.lexicon import load_lexicon
from evalkit.claims.testability import untestable_reason

if TYPE_CHECKING:
    from evalkit.claims import Claim
    from evalkit.results import Estimate


def as_share_word(claim: Claim) -> Claim:
    """Read a number of a group that is the whole group as "all" of it: fourteen of the fourteen."""
    word = claim.quantifier
    if not word or load_lexicon().find(word).kind != "numeral" or claim.base_n is None:
        return claim
    count = claim.allowed(claim.base_n).logical
    return replace(claim, quantifier="alle") if count == (claim.base_n,) * 2 else claim


def as_share(estimate: Estimate, base: str) -> Estimate:
    """Write a count of a population as a share of it; the measure says that it counts the base."""
    if estimate.scale != "count" or not estimate.population:
        return replace(estimate, frame=base)
    total = estimate.population
    return replace(
        estimate,
        value=estimate.value / total,
        low=estimate.low / total,
        high=estimate.high / total,
        scale="share",
        frame=base,
    )


def published_count(claim: Claim) -> tuple[int, int] | None:
    """Return k and n of a claim whose words leave one count only.

    Parameters
    ----------
    claim : Claim
        The claim.

    Returns
    -------
    tuple of int, or None
        None when the words leave a range, the group is not known, or not all were asked.

    Examples
    --------
    >>> from evalkit.claims import load_claims
    >>> {c.id: published_count(c) for c in load_claims() if c.id in ("E01", "E06")}
    {'E01': (6, 6), 'E06': None}
    """
    if untestable_reason(claim) is not None or claim.base_n is None or claim.prompted == "no":
        return None
    logical = claim.allowed(claim.base_n).logical
    return None if logical is None or logical[0] != logical[1] else (logical[0], claim.base_n)
