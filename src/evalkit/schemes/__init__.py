"""Coding schemes: the five that come with evalkit, and your own.

A scheme says what is asked of which unit, with which answers in which order.
"""

from __future__ import annotations

from evalkit.schemes.item import FacetLevels, Item, Level, Rubric
from evalkit.schemes.reading import load_scheme, scheme_names, shared_rubrics
from evalkit.schemes.scheme import Quotes, Scheme, Source, Theme, scheme_json_schema
from evalkit.schemes.versions import (
    ItemChange,
    SchemeComparison,
    check_succession,
    compare_schemes,
)
from evalkit.schemes.vocabulary import FACETS, MISSING, SCALES, STATUSES, UNITS

__all__ = [
    "FACETS",
    "MISSING",
    "SCALES",
    "STATUSES",
    "UNITS",
    "FacetLevels",
    "Item",
    "ItemChange",
    "Level",
    "Quotes",
    "Rubric",
    "Scheme",
    "SchemeComparison",
    "Source",
    "Theme",
    "check_succession",
    "compare_schemes",
    "load_scheme",
    "scheme_json_schema",
    "scheme_names",
    "shared_rubrics",
]
