"""Disclosure control: one gate between a study and everything a reader sees."""

from evalkit.disclosure.gate import Gate, open_gate
from evalkit.disclosure.policy import (
    HIDDEN,
    HIDDEN_NOTE,
    ORGANISATIONS_RULE,
    Policy,
    load_policy,
    profile_names,
)
from evalkit.disclosure.released import (
    MISSING_WORDS,
    Released,
    ReleasedEstimate,
    ReleasedNumber,
    ReleasedRange,
    ReleasedResult,
    ReleasedShare,
    ReleasedText,
)
from evalkit.disclosure.tables import ReleasedTable

__all__ = [
    "HIDDEN",
    "HIDDEN_NOTE",
    "MISSING_WORDS",
    "ORGANISATIONS_RULE",
    "Gate",
    "Policy",
    "Released",
    "ReleasedEstimate",
    "ReleasedNumber",
    "ReleasedRange",
    "ReleasedResult",
    "ReleasedShare",
    "ReleasedTable",
    "ReleasedText",
    "load_policy",
    "open_gate",
    "profile_names",
]
