"""The evaluations themselves: one question to a study per function, each with a typed answer."""

from evalkit.evaluations.analysis import Analysis, Share, Statement
from evalkit.evaluations.indicator import Indicator, indicator_estimate, indicator_values
from evalkit.evaluations.place import Place, resolve_place

__all__ = [
    "Analysis",
    "Indicator",
    "Place",
    "Share",
    "Statement",
    "indicator_estimate",
    "indicator_values",
    "resolve_place",
]
