"""Published claims: what their words allow, and whether they hold against what was counted."""

from evalkit.claims.bounds import ClaimBounds, claim_bounds
from evalkit.claims.claim import Claim, load_claims
from evalkit.claims.coherence import RELATIONS, CoherenceCheck, Relation, coherence_checks
from evalkit.claims.lexicon import Lexicon, Quantifier, load_lexicon
from evalkit.claims.quantifier_interval import QuantifierInterval, quantifier_interval
from evalkit.claims.shares import Band, ShareRange
from evalkit.claims.testability import assess_claims, untestable_reason
from evalkit.claims.threads import THREADS, Thread, ThreadStep, threads
from evalkit.claims.verdicts import verdict
from evalkit.claims.vocabulary import ADDRESSEES, BASES, DIRECTIONS, TOPICS, base_of

__all__ = [
    "ADDRESSEES",
    "BASES",
    "DIRECTIONS",
    "RELATIONS",
    "THREADS",
    "TOPICS",
    "Band",
    "Claim",
    "ClaimBounds",
    "CoherenceCheck",
    "Lexicon",
    "Quantifier",
    "QuantifierInterval",
    "Relation",
    "ShareRange",
    "Thread",
    "ThreadStep",
    "assess_claims",
    "base_of",
    "claim_bounds",
    "coherence_checks",
    "load_claims",
    "load_lexicon",
    "quantifier_interval",
    "threads",
    "untestable_reason",
    "verdict",
]
