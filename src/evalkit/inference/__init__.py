"""Inference: what can and cannot be said from few, nested, chosen or missing units."""

from evalkit.inference.aalen_johansen import CumulativeIncidence, aalen_johansen
from evalkit.inference.bayes_factor import bayes_factor_sensitivity, binomial_bayes_factor
from evalkit.inference.beta_binomial import BetaBinomial, beta_binomial
from evalkit.inference.change import Change, change_between_waves, change_cautions
from evalkit.inference.cluster_regression import ClusterRegression, Coefficient, cluster_regression
from evalkit.inference.differences import miettinen_nurminen_interval, newcombe_interval
from evalkit.inference.dyads import dyad_congruence
from evalkit.inference.effect_sizes import cliffs_delta, cohen_h, rank_biserial
from evalkit.inference.equivalence import Equivalence, tost, tost_means, tost_proportions
from evalkit.inference.few_clusters import ClusterMethods, compare_cluster_methods
from evalkit.inference.friedman import friedman_test
from evalkit.inference.funnel import Funnel, funnel_limits
from evalkit.inference.handovers import TermCheck, handover_durations, handovers_within_term
from evalkit.inference.hypergeometric import hypergeometric_interval
from evalkit.inference.intraclass import (
    IntraclassCorrelation,
    intraclass_correlation,
    kish_design_effect,
)
from evalkit.inference.james_stein import JamesStein, james_stein
from evalkit.inference.kaplan_meier import kaplan_meier
from evalkit.inference.log_rank import log_rank_test
from evalkit.inference.lowest_quarter import lowest_quarter_probability
from evalkit.inference.marginal_homogeneity import bowker_test, stuart_maxwell_test
from evalkit.inference.mcnemar import mcnemar_test
from evalkit.inference.missing_units import assumed_bounds, worst_case_bounds
from evalkit.inference.moves import Moves, table_of_moves
from evalkit.inference.multiple_imputation import imputed_share, rubin_pool
from evalkit.inference.multiplicity import AdjustedTests, benjamini_hochberg, holm
from evalkit.inference.ordinal import OrdinalRegression, ordinal_regression
from evalkit.inference.ordinal_mixed import ordinal_mixed_regression
from evalkit.inference.paired_differences import (
    bonett_price_interval,
    newcombe_paired_interval,
    tango_interval,
)
from evalkit.inference.proportions import clopper_pearson_interval, midp_interval, wilson_interval
from evalkit.inference.qca_calibration import qca_calibrate
from evalkit.inference.qca_fit import qca_necessity
from evalkit.inference.qca_robustness import qca_robustness
from evalkit.inference.qca_solutions import QcaModel, QcaSolution, qca_solution
from evalkit.inference.qca_truth_table import TruthTable, qca_truth_table
from evalkit.inference.quine_mccluskey import quine_mccluskey
from evalkit.inference.random_effects import RandomEffects, random_effects
from evalkit.inference.rao_scott import rao_scott_test
from evalkit.inference.rate_ratio import poisson_rate_ratio
from evalkit.inference.replication import replication_prediction_interval, replication_table
from evalkit.inference.restricted_mean import restricted_mean
from evalkit.inference.risk_view import RiskView, time_in_view
from evalkit.inference.route_model import RouteModel, model_of_routes, route_distance, route_model
from evalkit.inference.routes import RouteConformance, escalation_conformance
from evalkit.inference.sceptical import sceptical_p, sceptical_z
from evalkit.inference.series_regression import SeriesRegression, series_regression
from evalkit.inference.sign_test import sign_test
from evalkit.inference.signed_rank import hodges_lehmann, signed_rank_test
from evalkit.inference.small_telescopes import small_telescopes
from evalkit.inference.survey import SurveyEstimate, survey_mean, survey_proportion
from evalkit.inference.survival_curve import SurvivalCurve
from evalkit.inference.trends import Trend, segmented_trend
from evalkit.inference.unit_table import TableResult
from evalkit.inference.wild_bootstrap import WildBootstrap, wild_cluster_bootstrap
from evalkit.inference.working_days import dutch_holidays, working_days_between

__all__ = [
    "AdjustedTests",
    "BetaBinomial",
    "Change",
    "ClusterMethods",
    "ClusterRegression",
    "Coefficient",
    "CumulativeIncidence",
    "Equivalence",
    "Funnel",
    "IntraclassCorrelation",
    "JamesStein",
    "Moves",
    "OrdinalRegression",
    "QcaModel",
    "QcaSolution",
    "RandomEffects",
    "RiskView",
    "RouteConformance",
    "RouteModel",
    "SeriesRegression",
    "SurveyEstimate",
    "SurvivalCurve",
    "TableResult",
    "TermCheck",
    "Trend",
    "TruthTable",
    "WildBootstrap",
    "aalen_johansen",
    "assumed_bounds",
    "bayes_factor_sensitivity",
    "benjamini_hochberg",
    "beta_binomial",
    "binomial_bayes_factor",
    "bonett_price_interval",
    "bowker_test",
    "change_between_waves",
    "change_cautions",
    "cliffs_delta",
    "clopper_pearson_interval",
    "cluster_regression",
    "cohen_h",
    "compare_cluster_methods",
    "dutch_holidays",
    "dyad_congruence",
    "escalation_conformance",
    "friedman_test",
    "funnel_limits",
    "handover_durations",
    "handovers_within_term",
    "hodges_lehmann",
    "holm",
    "hypergeometric_interval",
    "imputed_share",
    "intraclass_correlation",
    "james_stein",
    "kaplan_meier",
    "kish_design_effect",
    "log_rank_test",
    "lowest_quarter_probability",
    "mcnemar_test",
    "midp_interval",
    "miettinen_nurminen_interval",
    "model_of_routes",
    "newcombe_interval",
    "newcombe_paired_interval",
    "ordinal_mixed_regression",
    "ordinal_regression",
    "poisson_rate_ratio",
    "qca_calibrate",
    "qca_necessity",
    "qca_robustness",
    "qca_solution",
    "qca_truth_table",
    "quine_mccluskey",
    "random_effects",
    "rank_biserial",
    "rao_scott_test",
    "replication_prediction_interval",
    "replication_table",
    "restricted_mean",
    "route_distance",
    "route_model",
    "rubin_pool",
    "sceptical_p",
    "sceptical_z",
    "segmented_trend",
    "series_regression",
    "sign_test",
    "signed_rank_test",
    "small_telescopes",
    "stuart_maxwell_test",
    "survey_mean",
    "survey_proportion",
    "table_of_moves",
    "tango_interval",
    "time_in_view",
    "tost",
    "tost_means",
    "tost_proportions",
    "wild_cluster_bootstrap",
    "wilson_interval",
    "working_days_between",
    "worst_case_bounds",
]
