"""The evaluations themselves: one question to a study per function, each with a typed answer."""

from evalkit.evaluations.aef import agreement_content
from evalkit.evaluations.analysis import Analysis, Share, Statement
from evalkit.evaluations.comparison import municipalities_compared, regions_compared
from evalkit.evaluations.configurations import configurations
from evalkit.evaluations.handover import handover_terms
from evalkit.evaluations.improvement import improvement
from evalkit.evaluations.indicator import Indicator, indicator_estimate, indicator_values
from evalkit.evaluations.norms import norm_judgements
from evalkit.evaluations.paper_practice import paper_and_practice
from evalkit.evaluations.parties import two_parties
from evalkit.evaluations.place import Place, resolve_place
from evalkit.evaluations.reports_trend import reports_in_context
from evalkit.evaluations.safety import safety_in_view
from evalkit.evaluations.sample import sample
from evalkit.evaluations.tsd import file_practice
from evalkit.evaluations.tsd_monitor import judgements_again
from evalkit.evaluations.versions import agreement_versions
from evalkit.evaluations.waiting import waiting_times

__all__ = [
    "Analysis",
    "Indicator",
    "Place",
    "Share",
    "Statement",
    "agreement_content",
    "agreement_versions",
    "configurations",
    "file_practice",
    "handover_terms",
    "improvement",
    "indicator_estimate",
    "indicator_values",
    "judgements_again",
    "municipalities_compared",
    "norm_judgements",
    "paper_and_practice",
    "regions_compared",
    "reports_in_context",
    "resolve_place",
    "safety_in_view",
    "sample",
    "two_parties",
    "waiting_times",
]
