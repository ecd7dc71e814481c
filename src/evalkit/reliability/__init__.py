"""Reliability: how far coders agree, beyond chance, and how sure that is."""

from evalkit.reliability.breakdown import agreement_by_level, agreement_by_pair
from evalkit.reliability.brennan_prediger import brennan_prediger
from evalkit.reliability.coefficients import find_coefficient
from evalkit.reliability.cohen import cohen_kappa, cohen_kappa_max
from evalkit.reliability.confusion import confused_levels, level_confusion
from evalkit.reliability.conger import conger_kappa
from evalkit.reliability.diagnosis import (
    agreement_by_cluster,
    agreement_by_coder,
    levels_by_coder,
    without_each_coder,
)
from evalkit.reliability.difference import coefficient_difference
from evalkit.reliability.fleiss import fleiss_kappa
from evalkit.reliability.gamma import gamma
from evalkit.reliability.gwet import gwet_ac1, gwet_ac2
from evalkit.reliability.icc import icc
from evalkit.reliability.interpretation import (
    Interpretation,
    benchmark,
    benchmark_probabilities,
    interpret,
    interpretation_scales,
)
from evalkit.reliability.kendall import kendall_w
from evalkit.reliability.krippendorff import krippendorff_alpha
from evalkit.reliability.light import light_kappa
from evalkit.reliability.long_codings import ratings_from_long
from evalkit.reliability.percent import percent_agreement
from evalkit.reliability.planning import ReliabilityPlan, plan_table, plan_units, plan_width
from evalkit.reliability.ratings import Ratings, read_ratings
from evalkit.reliability.scott import scott_pi
from evalkit.reliability.study_diagnosis import study_diagnosis
from evalkit.reliability.study_sentence import reliability_sentence
from evalkit.reliability.study_table import study_reliability
from evalkit.reliability.unitizing import alpha_unitizing, alpha_unitizing_per_level
from evalkit.reliability.unitizing_2004 import alpha_unitizing_2004
from evalkit.reliability.weights import agreement_weights
from evalkit.reliability.worklist import disagreement_worklist, worklist_csv

__all__ = [
    "Interpretation",
    "Ratings",
    "ReliabilityPlan",
    "agreement_by_cluster",
    "agreement_by_coder",
    "agreement_by_level",
    "agreement_by_pair",
    "agreement_weights",
    "alpha_unitizing",
    "alpha_unitizing_2004",
    "alpha_unitizing_per_level",
    "benchmark",
    "benchmark_probabilities",
    "brennan_prediger",
    "coefficient_difference",
    "cohen_kappa",
    "cohen_kappa_max",
    "confused_levels",
    "conger_kappa",
    "disagreement_worklist",
    "find_coefficient",
    "fleiss_kappa",
    "gamma",
    "gwet_ac1",
    "gwet_ac2",
    "icc",
    "interpret",
    "interpretation_scales",
    "kendall_w",
    "krippendorff_alpha",
    "level_confusion",
    "levels_by_coder",
    "light_kappa",
    "percent_agreement",
    "plan_table",
    "plan_units",
    "plan_width",
    "ratings_from_long",
    "read_ratings",
    "reliability_sentence",
    "scott_pi",
    "study_diagnosis",
    "study_reliability",
    "without_each_coder",
    "worklist_csv",
]
