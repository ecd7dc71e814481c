"""Sentences: the words are ours, each number is a released value."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING

from evalkit.disclosure.released import SEAL, Released, ReleasedText
from evalkit.errors import DisclosureError
from evalkit.language import Text, as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.disclosure.policy import Policy

# Digits that are no part of a code such as VT08 or 1G1P1R.
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*(?!\w)")
_YEAR = re.compile(r"(19|20)\d\d[.,]?")


def judge_text(
    policy: Policy, template: Text, values: Mapping[str, Released | Text | str], what: Text
) -> ReleasedText:
    """Release a sentence; see `Gate.text`.

    Parameters
    ----------
    policy : Policy
        What is allowed.
    template : Text
        The sentence.
    values : mapping
        Released values and labels by name.
    what : Text
        What it is, for the record.

    Returns
    -------
    ReleasedText
        Formats its numbers late.
    """
    parts = [part for half in template for part in Formatter().parse(half)]
    filled = tuple(
        (name, value if isinstance(value, Released) else as_text(value))
        for name, value in values.items()
    )
    if {name for _, name, *_ in parts if name is not None} != set(values):
        raise DisclosureError(
            nl=f"{what.nl}: de namen in de zin en de gegeven waarden verschillen",
            en=f"{what.en}: the names in the sentence and the values given differ",
        )
    literal = [words for words, *_ in parts]
    literal += [half for _, value in filled if isinstance(value, Text) for half in value]
    if not policy.passes and any(_has_number(words) for words in literal):
        raise DisclosureError(
            nl=f"{what.nl}: een getal in een zin moet zelf door de poort; geef het mee als "
            "vrijgegeven waarde",
            en=f"{what.en}: a number in a sentence must pass the gate itself; give it as a "
            "released value",
        )
    return ReleasedText(what=what, profile=policy.name, template=template, values=filled, seal=SEAL)


def _has_number(words: str) -> bool:
    return any(not _YEAR.fullmatch(found) for found in _NUMBER.findall(words))
