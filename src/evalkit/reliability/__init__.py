"""Reliability: how far coders agree, beyond chance, and how sure that is."""

from evalkit.reliability.breakdown import agreement_by_level, agreement_by_pair
from evalkit.reliability.brennan_prediger import brennan_prediger
from evalkit.reliability.coefficients import find_coefficient
from evalkit.reliability.cohen import cohen_kappa, cohen_kappa_max
from evalkit.reliability.conger import conger_kappa
from evalkit.reliability.difference import coefficient_difference
from evalkit.reliability.fleiss import fleiss_kappa
from evalkit.reliability.gwet import gwet_ac1, gwet_ac2
from evalkit.reliability.krippendorff import krippendorff_alpha
from evalkit.reliability.light import light_kappa
from evalkit.reliability.percent import percent_agreement
from evalkit.reliability.ratings import Ratings, ratings_from_long, read_ratings
from evalkit.reliability.scott import scott_pi
from evalkit.reliability.weights import agreement_weights

__all__ = [
    "Ratings",
    "agreement_by_level",
    "agreement_by_pair",
    "agreement_weights",
    "brennan_prediger",
    "coefficient_difference",
    "cohen_kappa",
    "cohen_kappa_max",
    "conger_kappa",
    "find_coefficient",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "krippendorff_alpha",
    "light_kappa",
    "percent_agreement",
    "ratings_from_long",
    "read_ratings",
    "scott_pi",
]
