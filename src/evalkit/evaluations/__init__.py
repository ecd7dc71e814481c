"""The evaluations themselves: one question to a study per function, each with a typed answer."""

from evalkit.evaluations.aef import agreement_content
from evalkit.evaluations.analysis import Analysis, Share, Statement
from evalkit.evaluations.catalogue import EVALUATIONS, evaluate
from evalkit.evaluations.comparison import municipalities_compared, regions_compared
from evalkit.evaluations.configurations import configurations
from evalkit.evaluations.escalation import escalation_routes
from evalkit.evaluations.escalation_reasons import escalation_reasons
from evalkit.evaluations.handover import handover_terms
from evalkit.evaluations.improvement import improvement
from evalkit.evaluations.indicator import Indicator, indicator_estimate, indicator_values
from evalkit.evaluations.maintenance import agreement_maintenance
from evalkit.evaluations.norms import norm_judgements
from evalkit.evaluations.paper_practice import paper_and_practice
from evalkit.evaluations.parties import two_parties
from evalkit.evaluations.place import Place, resolve_place
from evalkit.evaluations.regioaanpak import interview_answers, missing_interviews
from evalkit.evaluations.replication import replicate
from evalkit.evaluations.reports_trend import reports_in_context
from evalkit.evaluations.safety import safety_in_view
from evalkit.evaluations.samen_doen import learning_cases, meetings
from evalkit.evaluations.sample import sample
from evalkit.evaluations.tsd import file_practice
from evalkit.evaluations.tsd_monitor import judgements_again
from evalkit.evaluations.versions import agreement_versions
from evalkit.evaluations.waiting import waiting_times

__all__ = [
    "EVALUATIONS",
    "Analysis",
    "Indicator",
    "Place",
    "Share",
    "Statement",
    "agreement_content",
    "agreement_maintenance",
    "agreement_versions",
    "configurations",
    "escalation_reasons",
    "escalation_routes",
    "evaluate",
    "file_practice",
    "handover_terms",
    "improvement",
    "indicator_estimate",
    "indicator_values",
    "interview_answers",
    "judgements_again",
    "learning_cases",
    "meetings",
    "missing_interviews",
    "municipalities_compared",
    "norm_judgements",
    "paper_and_practice",
    "regions_compared",
    "replicate",
    "reports_in_context",
    "resolve_place",
    "safety_in_view",
    "sample",
    "two_parties",
    "waiting_times",
]
