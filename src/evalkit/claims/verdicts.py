"""The verdict on a published claim, held against what was counted.

Three sets and one interval decide, in this order:

1. no overlap with what the words allow logically: *different*;
2. the interval lies inside the wide set: *same*;
3. the interval is wider than `max_width`: *too little data*;
4. otherwise *compatible*, with the reason saying when it is in tension: outside the wide set,
   inside the logical one.

So a word contradicts a count only where its meaning does, never because a proposed band is tight.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from evalkit.claims.lexicon import Lexicon, load_lexicon
from evalkit.claims.shares import WHOLE, ShareRange
from evalkit.claims.testability import untestable_reason
from evalkit.claims.vocabulary import BASES, base_of
from evalkit.errors import ParameterError
from evalkit.language import Text
from evalkit.results import Verdict

if TYPE_CHECKING:
    from evalkit.claims.claim import Claim
    from evalkit.claims.quantifier_interval import QuantifierInterval
    from evalkit.results import Estimate, VerdictWord

# A float is read as the nearest simple fraction, so that 6/20 counts as 0.30 and not as a bit less.
_FINEST: Final = 10**9


def verdict(
    claim: Claim,
    estimate: Estimate,
    *,
    max_width: float = 0.5,
    scale: str = "evalkit",
    lexicon: Lexicon | None = None,
) -> Verdict:
    """Hold a claim against an estimate of the same share.

    Parameters
    ----------
    claim : Claim
        The published claim.
    estimate : Estimate
        Share of units that have the property (not the share that lack it), in [0, 1], with its
        interval; `frame` must name what is counted, as in "VT regions 2020". A census needs no
        interval.
    max_width : float
        An interval wider than this share settles nothing; in (0, 1].
    scale : str
        Scale of the lexicon.
    lexicon : Lexicon or None
        None is the one that comes with evalkit.

    Returns
    -------
    Verdict
        Exactly one word, with the reason. `claimed_low` and `claimed_high` are the wide set.

    Raises
    ------
    ParameterError
        If `max_width`, the quantifier or the scale does not fit.

    Notes
    -----
    Units in the meaning of a word (*twee*, *meerdere*: at least two) are taken out of the
    population of the estimate when known, else out of its n. A numeral holds for its own group
    only. The rules are those for a replication verdict by intervals: same, compatible, different,
    too little data; never "failed" from a test that was not significant.

    Examples
    --------
    >>> from evalkit.claims import load_claims
    >>> from evalkit.results import Estimate
    >>> E01 = next(claim for claim in load_claims() if claim.id == "E01")
    >>> six = Estimate(
    ...     name="recorded",
    ...     value=1.0,
    ...     k=6,
    ...     n=6,
    ...     frame="VT regions",
    ...     selection="census",
    ...     method="count",
    ... )
    >>> verdict(E01, six).verdict
    'same'
    """
    if not 0 < max_width <= 1:
        raise ParameterError(
            nl=f"max_width: {max_width!r} is geen aandeel; geef een getal boven 0 en hooguit 1",
            en=f"max_width: {max_width!r} is no share; give a number above 0 and at most 1",
        )
    lexicon = lexicon or load_lexicon()
    ends = {"low": estimate.low, "high": estimate.high}
    why = untestable_reason(claim, scale=scale, lexicon=lexicon) or _mismatch(
        claim, estimate, lexicon
    )
    if why is not None:
        return Verdict(claim=claim.id, verdict="not testable", reason=why, **ends)
    total = estimate.population or estimate.n
    if total < 1 or math.isnan(estimate.value):
        nothing = estimate.reason or Text("er is niets geteld", "nothing was counted")
        return Verdict(claim=claim.id, verdict="too little data", reason=nothing, **ends)
    allowed = claim.allowed(total, scale=scale, lexicon=lexicon)
    logical, wide = allowed.logical_share or WHOLE, allowed.wide_share or WHOLE
    ends |= {"claimed_low": float(wide.low), "claimed_high": float(wide.high)}
    if _has_no_number(allowed, estimate, wide):
        why = Text(
            f"{claim.quantifier!r} past bij geen enkel heel getal van de {total}",
            f"{claim.quantifier!r} fits no whole number of {total}",
        )
        return Verdict(claim=claim.id, verdict="not testable", reason=why, **ends)
    found = _interval(estimate)
    if found is None:
        why = Text(
            "er is geen interval, dus onbekend hoe onzeker de schatting is",
            "there is no interval, so how uncertain the estimate is cannot be told",
        )
        return Verdict(claim=claim.id, verdict="too little data", reason=why, **ends)
    word, reason = _judge(claim, found, logical, wide, Fraction(max_width))
    return Verdict(claim=claim.id, verdict=word, reason=_as_if_random(reason, estimate), **ends)


def _judge(
    claim: Claim, found: ShareRange, logical: ShareRange, wide: ShareRange, max_width: Fraction
) -> tuple[VerdictWord, Text]:
    not_nl, not_en = (" niet", " (not)") if claim.polarity == "negative" else ("", "")
    said, said_en = claim.quantifier + not_nl, claim.quantifier + not_en
    if found.intersect(logical).is_empty:
        return "different", Text(
            f"buiten alles wat {said!r} kan betekenen", f"outside all that {said_en!r} can mean"
        )
    if wide.contains(found):
        return "same", Text(f"binnen wat {said!r} zegt", f"inside what {said_en!r} says")
    if found.high - found.low > max_width:
        return "too little data", Text(
            "het interval is te breed om iets uit te maken",
            "the interval is too wide to settle anything",
        )
    if not found.intersect(wide).is_empty:
        return "compatible", Text(
            f"deels binnen wat {said!r} zegt", f"partly inside what {said_en!r} says"
        )
    if claim.prompted == "no":
        return "compatible", Text(
            f"{said!r} is een ondergrens, want er is niet aan allen gevraagd",
            f"{said_en!r} is a lower bound, for not all were asked",
        )
    return "compatible", Text(
        f"op gespannen voet: niet wat {said!r} meestal zegt, maar uitgesloten is het niet",
        f"in tension: not what {said_en!r} mostly says, but not ruled out",
    )


def _mismatch(claim: Claim, estimate: Estimate, lexicon: Lexicon) -> Text | None:
    base = base_of(estimate.frame)
    claimed = BASES.get(claim.base, Text(claim.base, claim.base))
    if base is None:
        return Text(
            f"de schatting zegt niet wat er geteld is (frame {estimate.frame!r}); "
            f"de uitspraak gaat over {claimed.nl}",
            f"the estimate does not say what was counted (frame {estimate.frame!r}); "
            f"the claim is about {claimed.en}",
        )
    if base != claim.base:
        return Text(
            f"de uitspraak gaat over {claimed.nl}, de schatting over {BASES[base].nl}",
            f"the claim is about {claimed.en}, the estimate about {BASES[base].en}",
        )
    total = estimate.population or estimate.n
    if lexicon.find(claim.quantifier).kind == "numeral" and total != claim.base_n:
        return Text(
            f"een getal geldt alleen voor de eigen groep van {claim.base_n}, niet voor {total}",
            f"a number holds for its own group of {claim.base_n} only, not for {total}",
        )
    if not math.isnan(estimate.value) and not 0 <= estimate.value <= 1:
        return Text(
            "de schatting is geen aandeel tussen 0 en 1",
            "the estimate is no share between 0 and 1",
        )
    return None


def _has_no_number(allowed: QuantifierInterval, estimate: Estimate, wide: ShareRange) -> bool:
    if estimate.selection == "census" or estimate.population:
        return allowed.wide is None
    return wide.is_empty


def _interval(estimate: Estimate) -> ShareRange | None:
    if math.isnan(estimate.low) or math.isnan(estimate.high):
        if estimate.selection != "census":
            return None
        exact = estimate.k is not None and estimate.n > 0
        point = Fraction(estimate.k or 0, estimate.n) if exact else _fraction(estimate.value)
        return ShareRange(point, point)
    return ShareRange(_fraction(estimate.low), _fraction(estimate.high)).intersect(WHOLE)


def _fraction(value: float) -> Fraction:
    return Fraction(value).limit_denominator(_FINEST)


def _as_if_random(reason: Text, estimate: Estimate) -> Text:
    if estimate.selection != "purposive":
        return reason
    return Text(f"{reason.nl}, alsof aselect getrokken", f"{reason.en}, as if random")
