"""Nothing, one, all missing, all the same, mistyped: a reason or a sentence, never a crash."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError
from evalkit.language import Text

NAN = float("nan")
ANSWERS = pd.DataFrame(
    {
        "respondent": list("abcdef"),
        "party": ["VT", "team"] * 3,
        "region": "VT08",
        "municipality": ["GM1", "GM1", "GM2", "GM2", None, None],
        "wave": "w0",
        "item": "C1",
        "value": ["ja", "nee", "ja", "nvt", "deels", "deels"],
    }
)
SCALE = {"C1": ["nee", "deels", "ja"]}


@pytest.mark.parametrize(
    ("k", "n"), [([], []), ([0], [0]), ([3], [5]), ([0, 0], [4, 6]), ([4, 6], [4, 6])]
)
@pytest.mark.parametrize("overdispersion", ["none", "phi", "tau2"])
def test_a_funnel_of_nothing_or_of_one_share_says_so(k, n, overdispersion):
    found = inf.funnel_limits(k, n, overdispersion=overdispersion)
    assert len(found.table) == len(k)
    assert (found.reason is None) == (
        found.target not in {0.0, 1.0} and not math.isnan(found.target)
    )
    assert set(found.table["outside"].dropna()) <= {""}


def test_a_unit_without_data_is_shown_and_not_judged():
    table = inf.funnel_limits([3, 0], [5, 0]).table
    assert math.isnan(table.loc[1, "value"])
    assert table["outside"].isna().tolist() == [False, True]


def test_a_funnel_never_ranks_and_says_how_many_chance_puts_outside():
    found = inf.funnel_limits([5] * 26, [10] * 26)
    assert not {"rank", "rang"} & set(found.table.columns)
    assert found.warnings[0].nl.startswith("ook zonder enig verschil ligt naar verwachting 0,6 van")
    assert found.expected_outside == pytest.approx(26 * 22 / 1024)


def test_more_spread_than_chance_is_named_when_it_is_not_used():
    found = inf.funnel_limits([2, 18, 3, 17, 10, 10], [20] * 6)
    assert "overdispersion=" in found.warnings[1].en
    assert len(inf.funnel_limits([2, 18, 3, 17], [20] * 4, overdispersion="tau2").warnings) == 1


@pytest.mark.parametrize("estimator", ["REML", "ML", "DL", "PM"])
@pytest.mark.parametrize("values", [[], [0.3], [NAN, 0.3], [NAN, NAN]])
def test_fewer_than_two_estimates_cannot_be_pooled(values, estimator):
    found = inf.random_effects(values, [0.1] * len(values), estimator=estimator)
    assert math.isnan(found.mean.value)
    assert found.mean.reason == found.reason
    assert "fewer than two" in found.reason.en


@pytest.mark.parametrize("estimator", ["REML", "ML", "DL", "PM"])
def test_equal_estimates_pool_fully_and_give_no_order(estimator):
    pooled = inf.random_effects([0.4, 0.4, 0.4, 0.4], [0.1, 0.2, 0.1, 0.3], estimator=estimator)
    assert pooled.tau2 == 0
    assert pooled.table["shrunken"].tolist() == pytest.approx([0.4] * 4)
    places = inf.lowest_quarter_probability(pooled)
    assert "no order" in places.reason.en
    assert places.table["probability"].isna().all()


def test_very_different_estimates_are_hardly_shrunk():
    pooled = inf.random_effects([1e6, -1e6, 5e5], [1.0, 1.0, 1.0])
    assert pooled.table["shrunken"].tolist() == pytest.approx([1e6, -1e6, 5e5], rel=1e-6)


@pytest.mark.parametrize("estimator", ["integrated", "ML", "moments"])
@pytest.mark.parametrize(
    ("k", "n"), [([0, 0, 0], [8, 8, 8]), ([8, 8], [8, 8]), ([0, 8], [8, 8]), ([3, 3], [6, 6])]
)
def test_shares_of_nothing_and_of_all_can_be_pooled(k, n, estimator):
    found = inf.beta_binomial(k, n, estimator=estimator)
    assert found.reason is None
    assert found.table["shrunken"].between(0, 1).all()
    assert (found.table["low"] <= found.table["high"]).all()


@pytest.mark.parametrize("estimator", ["integrated", "ML", "moments"])
@pytest.mark.parametrize(("k", "n"), [([], []), ([1], [3]), ([1, 0], [3, 0])])
def test_one_unit_with_data_cannot_be_pooled(k, n, estimator):
    found = inf.beta_binomial(k, n, estimator=estimator)
    assert "fewer than two" in found.reason.en
    assert found.table["shrunken"].isna().all()
    assert inf.lowest_quarter_probability(found).reason == found.reason


def test_a_quarter_of_three_units_is_none():
    pooled = inf.random_effects([0.1, 0.5, 0.9], [0.1] * 3)
    found = inf.lowest_quarter_probability(pooled)
    assert found.reason.nl == "een deel van 0,25 van 3 eenheden is minder dan één eenheid"


def test_pooling_all_regions_says_what_the_interval_is_about():
    found = inf.beta_binomial([3, 5], [8, 8], selection="census")
    assert "chance behind the figures" in found.warnings[0].en
    assert (
        "drawn at random"
        in inf.random_effects([1, 2], [1, 1], selection="purposive").warnings[0].en
    )


def test_tests_without_a_p_value_do_not_count():
    found = inf.holm([0.01, NAN, 0.04], family="plan")
    assert found.table["adjusted"].tolist()[::2] == [0.02, 0.04]
    assert found.n == 2
    assert found.warnings
    assert inf.benjamini_hochberg([], family="plan").reason is not None


@pytest.mark.parametrize("pair", [([], [1, 2]), ([NAN], [1]), ([], [])])
def test_an_empty_group_has_no_effect_size(pair):
    assert inf.cliffs_delta(*pair).reason.en == "one of the groups is empty"


@pytest.mark.parametrize("interval", ["cliff", "fisher"])
def test_groups_that_do_not_overlap_have_a_value_and_say_there_is_no_interval(interval):
    found = inf.cliffs_delta([5], [1], interval=interval)
    assert found.value == 1
    assert math.isnan(found.low)
    assert found.reason is not None


def test_pairs_without_change_have_no_rank_biserial():
    assert inf.rank_biserial([1, 2], [1, 2]).reason is not None
    assert inf.rank_biserial([1, NAN], [1, 3]).n == 1


def test_a_census_has_no_interval_of_an_effect_size():
    for found in (
        inf.cohen_h(3, 6, 5, 6, selection="census"),
        inf.cliffs_delta([1, 2, 3], [2, 3, 4], selection="census"),
        inf.rank_biserial([1, 2, 3], [2, 4, 3], selection="census"),
    ):
        assert not math.isnan(found.value)
        assert math.isnan(found.low)
        assert "no sampling error" in found.reason.en
    assert inf.cohen_h(0, 0, 1, 2).reason is not None


def test_missing_codes_are_no_answers_and_a_region_can_be_a_unit():
    found = inf.dyad_congruence(ANSWERS, levels=SCALE)
    row = found.table.iloc[0]
    assert (row["pairs"], row["only_first"], row["only_second"], row["same"]) == (2, 1, 0, 1)
    assert (row["first_higher"], row["second_higher"], row["rosier"]) == (1, 0, "")
    assert inf.dyad_congruence(ANSWERS, levels=SCALE, selection="census").table[
        ["same_low", "kappa_low", "difference_low"]
    ].isna().all(axis=None)  # fmt: skip


def test_who_sees_it_rosier_is_said_when_the_sign_test_says_so():
    rows = [
        {"party": party, "municipality": str(unit), "item": "C1", "value": value}
        for unit in range(8)
        for party, value in (("VT", "nee"), ("team", "ja"))
    ]
    row = inf.dyad_congruence(pd.DataFrame(rows), levels=SCALE, by=["municipality"]).table.iloc[0]
    assert row["rosier"] == "team"
    assert row["difference"] == 2
    assert row["sign_p"] == pytest.approx(2 / 2**8)


def test_a_party_that_is_divided_counts_once():
    extra = pd.DataFrame(
        {"party": ["team"] * 2, "municipality": "GM1", "region": "VT08", "wave": "w0",
         "item": "C1", "value": ["ja", "ja"]}
    )  # fmt: skip
    found = inf.dyad_congruence(pd.concat([ANSWERS, extra]), levels=SCALE)
    assert found.table.loc[0, "pairs"] == 2
    assert found.table.loc[0, "same"] == 2
    assert any("middelste antwoord" in warning.nl for warning in found.warnings)


def test_no_answers_or_no_pairs_is_a_reason():
    assert inf.dyad_congruence(ANSWERS.iloc[:0], levels=SCALE).reason is not None
    one = inf.dyad_congruence(ANSWERS, levels={"C9": ["a", "b"]}).table.iloc[0]
    assert one["pairs"] == 0
    assert one["reason_en"].startswith("no unit")


@pytest.mark.parametrize("counts", [[], [5], [5, NAN], [0, 0], [3, 4, 5]])
def test_few_points_are_described_and_not_modelled(counts):
    found = inf.segmented_trend(counts)
    assert found.model is None
    assert "too few points" in found.reason.en
    assert str(found) == found.description.en


def test_a_series_is_not_compared_across_its_break():
    found = inf.segmented_trend([500, 510, 90, 95], periods=["a", "b", "c", "d"], break_at="c")
    assert found.description.nl == "van 90 (c) naar 95 (d): meer"
    assert "niet vergelijkbaar" in found.warnings[1].nl
    assert (found.change.first, found.change.second) == (95, 90)
    assert inf.segmented_trend([500, 510, 90], break_at=3).change is None


def test_a_rise_is_never_called_good_or_bad():
    found = inf.segmented_trend([10, 12, 18, 30])
    words = found.description.nl + found.description.en
    for judgement in ("beter", "slechter", "worse", "better", "zorgelijk", "alarm", "gunstig"):
        assert judgement not in words
    assert found.warnings[0].nl.startswith("meer of minder zegt niet dat")


def test_a_rise_in_counts_can_be_a_fall_in_the_rate():
    found = inf.segmented_trend([100, 110], exposure=[1000, 2000])
    assert found.description.en == "from 100 (1) to 110 (2): fewer relative to exposure"


@pytest.mark.parametrize("family", ["poisson", "negative binomial", "linear"])
@pytest.mark.parametrize("errors", ["model", "quasi", "HAC"])
def test_a_regression_that_cannot_be_fitted_gives_a_reason(family, errors):
    two = pd.DataFrame({"x": [1.0, 2.0]})
    twice = pd.DataFrame({"x": range(6), "y": range(6)})
    for y, x in (([3, 4], two), ([3, 4, 2, 5, 6, 7], twice), ([], two.iloc[:0])):
        fit = inf.series_regression(y, x, family=family, errors=errors)
        assert fit.reason is not None
        assert fit.table["estimate"].isna().all()


@pytest.mark.parametrize("family", ["poisson", "negative binomial"])
def test_counts_without_events_on_one_side_give_a_reason(family):
    x = pd.DataFrame({"x": [0.0] * 5 + [1.0] * 5})
    assert inf.series_regression([0] * 10, x, family=family).reason is not None
    found = inf.series_regression([0] * 5 + [4, 6, 5, 7, 5], x, family=family)
    assert found.reason is not None


def test_a_negative_binomial_without_extra_spread_is_a_poisson():
    x = pd.DataFrame({"x": range(8)})
    y = [10, 10, 11, 11, 12, 12, 13, 13]
    found = inf.series_regression(y, x, family="negative binomial", errors="model")
    poisson = inf.series_regression(y, x, errors="model")
    assert math.isnan(found.theta)
    assert found.table.equals(poisson.table)
    assert "Poisson" in found.warnings[0].en


def test_a_perfect_line_has_no_error_and_no_p_value():
    x = pd.DataFrame({"x": range(6)})
    fit = inf.series_regression([0] * 6, x, family="linear", errors="model")
    assert fit.table["p_value"].isna().all()


def test_no_unit_seen_leaves_everything_possible():
    found = inf.worst_case_bounds(0, 0, population=4)
    assert (found.low, found.high) == (0, 1)
    assert found.reason is not None
    assert inf.imputed_share(0, 0, population=4).reason is not None
    assert inf.imputed_share(4, 4, population=4).value == 1


def test_bounds_are_not_called_a_confidence_interval():
    found = inf.worst_case_bounds(14, 14, population=18)
    assert found.level == 1
    assert "geen betrouwbaarheidsinterval" in found.warnings[0].nl


def test_the_assumption_is_printed_beside_the_share():
    words = Text("de helft", "half")
    found = inf.assumed_bounds(5, 10, population=20, missing_share=(0.5, 0.5), assumption=words)
    assert found.low == found.high == 0.5
    assert found.warnings[1] == Text("aanname: de helft", "assumption: half")


def test_rubins_rules_need_two_data_sets_and_bear_no_variance():
    assert inf.rubin_pool([0.5], [0.1]).reason is not None
    row = inf.rubin_pool([0.5, 0.5], [0.0, 0.0]).table.iloc[0]
    assert (row["se"], row["low"], row["high"]) == (0, 0.5, 0.5)
    row = inf.rubin_pool([0.4, 0.6], [0.0, 0.0], complete_df=10).table.iloc[0]
    assert row["fmi"] == 1
    assert math.isfinite(row["se"])


def test_replication_without_counts_or_error_gives_a_reason():
    assert inf.replication_table((0, 0), (3, 4), margin=0.1).reason is not None
    assert inf.tost(0.1, 0.0, margin=0.2).reason is not None
    assert inf.tost_proportions(0, 0, 3, 4, margin=0.1).reason is not None
    assert inf.tost_proportions(4, 4, 4, 4, margin=0.1).reason is not None
    assert inf.replication_prediction_interval(0.5, NAN, 0.1).reason is not None


def test_the_methods_stand_side_by_side_without_a_verdict():
    found = inf.replication_table((6, 6), (2, 14), margin=0.15)
    assert not {"verdict", "oordeel"} & set(found.table.columns)
    assert not found.table["says_en"].str.contains("fail").any()
    says = found.table.set_index("method")["says_en"]
    assert says["prediction interval"] == "further away than chance allows"
    assert says["TOST"] == "the difference is not shown to be below the margin"


def test_opposite_directions_are_no_replication():
    assert inf.sceptical_p(3, -3, variance_ratio=1).p_value > 0.5
    assert inf.sceptical_p(3, 0, variance_ratio=1).p_value == 0.5
    assert inf.sceptical_p(0, 0, variance_ratio=1, recalibration="controlled").p_value == 0.5
    assert inf.sceptical_p(2, 2, variance_ratio=0, recalibration="controlled").p_value < 0.5


@pytest.mark.parametrize("scale", [1e-4, 0.5, 100])
@pytest.mark.parametrize(("k", "n"), [(0, 0), (0, 1), (0, 4000), (4000, 4000), (2000, 4000)])
def test_bayes_factors_are_finite_for_any_count_and_prior(k, n, scale):
    factor = inf.binomial_bayes_factor(k, n, p0=0.5, scale=scale)
    assert factor > 0
    assert n or factor == pytest.approx(1)


def test_a_bayes_factor_that_hangs_on_its_prior_says_so():
    assert inf.bayes_factor_sensitivity(62, 100, p0=0.5, scales=[0.1, 50]).warnings
    assert not inf.bayes_factor_sensitivity(90, 100, p0=0.5).warnings


def test_no_events_is_a_reason_for_a_rate_ratio():
    assert inf.poisson_rate_ratio([0, 0], [1, 1]).reason is not None
    assert inf.poisson_rate_ratio([3, 0], [1, 1]).value == math.inf


ONE = pd.DataFrame({"x": [1.0, 2.0, 3.0]})
WRONG = {
    "more than all": lambda: inf.funnel_limits([6], [5]),
    "half a file": lambda: inf.funnel_limits([1.5], [5]),
    "negative": lambda: inf.beta_binomial([-1], [5]),
    "lengths": lambda: inf.beta_binomial([1, 2], [5]),
    "text": lambda: inf.random_effects(["a"], [1]),
    "a table": lambda: inf.random_effects(ONE, [1]),
    "no error": lambda: inf.random_effects([1, 2], [0.1, 0.0]),
    "infinite": lambda: inf.random_effects([1, math.inf], [1, 1]),
    "double unit": lambda: inf.funnel_limits([1, 2], [3, 4], units=["A", "A"]),
    "units short": lambda: inf.funnel_limits([1, 2], [3, 4], units=["A"]),
    "fraction as population": lambda: inf.funnel_limits([1], [3], population=0.2),
    "target": lambda: inf.funnel_limits([1], [3], target=1.2),
    "rate target": lambda: inf.funnel_limits([1], [3], kind="poisson", target=0),
    "no exposure": lambda: inf.funnel_limits([1], [0], kind="poisson"),
    "winsorise": lambda: inf.funnel_limits([1], [3], winsorise=0.6),
    "no levels": lambda: inf.funnel_limits([1], [3], levels=[]),
    "level": lambda: inf.cohen_h(1, 2, 1, 2, level=95),
    "p above 1": lambda: inf.holm([1.2], family="x"),
    "no family": lambda: inf.holm([0.2], family=" "),
    "share": lambda: inf.lowest_quarter_probability(inf.random_effects([1, 2], [1, 1]), share=2),
    "james": lambda: inf.james_stein([1, 2, 3, 4], 0),
    "one party": lambda: inf.dyad_congruence(ANSWERS, levels=SCALE, parties=("VT", "VT")),
    "one level": lambda: inf.dyad_congruence(ANSWERS, levels={"C1": ["ja"]}),
    "break": lambda: inf.segmented_trend([1, 2], break_at="2019-1"),
    "linear trend": lambda: inf.segmented_trend([1, 2], family="linear"),
    "exposure zero": lambda: inf.segmented_trend([1, 2], exposure=[0, 1]),
    "exposure of numbers": lambda: inf.series_regression([1, 2, 3], ONE, family="linear", exposure=[1, 1, 1]),
    "no frame": lambda: inf.series_regression([1, 2, 3], [1, 2, 3]),
    "lags": lambda: inf.series_regression([1, 2, 3], ONE, lags=-1),
    "missing above": lambda: inf.worst_case_bounds(5, 10, population=8),
    "missing shares": lambda: inf.assumed_bounds(
        1, 2, population=4, missing_share=(1, 0), assumption=Text("a", "a")
    ),
    "no words": lambda: inf.assumed_bounds(
        1, 2, population=4, missing_share=(0, 1), assumption=Text("", "")
    ),
    "odds": lambda: inf.imputed_share(1, 2, population=4, odds_ratio=0),
    "variance": lambda: inf.rubin_pool([1, 2], [-1, 1]),
    "margin": lambda: inf.tost(0.1, 0.1, margin=(0.2, 0.1)),
    "se": lambda: inf.replication_prediction_interval(0, -1, 1),
    "one mean": lambda: inf.tost_means([1], [1], [4], margin=1),
    "certain claim": lambda: inf.binomial_bayes_factor(1, 2, p0=1),
    "scale": lambda: inf.binomial_bayes_factor(1, 2, p0=0.5, scale=0),
    "ratio": lambda: inf.sceptical_z(1, 2, variance_ratio=-1),
    "one each": lambda: inf.small_telescopes(1),
    "one rate": lambda: inf.poisson_rate_ratio([1], [2]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_a_person_can_mend_is_said_in_both_languages(name):
    with pytest.raises(ParameterError) as caught:
        WRONG[name]()
    assert caught.value.text.nl != caught.value.text.en
    assert "nan" not in caught.value.text.nl.lower()


MISTYPED = {
    "binomiaal": lambda: inf.funnel_limits([1], [3], kind="binomiaal"),
    "tau": lambda: inf.funnel_limits([1], [3], overdispersion="tau"),
    "REM": lambda: inf.random_effects([1, 2], [1, 1], estimator="REM"),
    "HKS": lambda: inf.random_effects([1, 2], [1, 1], interval="HKS"),
    "integrate": lambda: inf.beta_binomial([1, 2], [3, 3], estimator="integrate"),
    "clif": lambda: inf.cliffs_delta([1], [2], interval="clif"),
    "poison": lambda: inf.series_regression([1, 2, 3], ONE, family="poison"),
    "HACC": lambda: inf.series_regression([1, 2, 3], ONE, errors="HACC"),
    "unifrom": lambda: inf.binomial_bayes_factor(1, 2, p0=0.5, prior="unifrom"),
    "golde": lambda: inf.sceptical_p(2, 2, variance_ratio=1, recalibration="golde"),
    "purposeve": lambda: inf.cohen_h(1, 2, 1, 2, selection="purposeve"),
    "teem": lambda: inf.dyad_congruence(ANSWERS, levels=SCALE, parties=("VT", "teem")),
    "municipalty": lambda: inf.dyad_congruence(ANSWERS, levels=SCALE, by=["municipalty"]),
    "jaa": lambda: inf.dyad_congruence(ANSWERS.replace({"ja": "jaa"}), levels=SCALE),
}  # fmt: skip


@pytest.mark.parametrize("word", MISTYPED)
def test_a_mistyped_option_gets_the_nearest_right_word(word):
    with pytest.raises(ParameterError, match="did you mean") as caught:
        MISTYPED[word]()
    assert repr(word) in caught.value.text.nl


def test_a_series_of_pandas_with_missing_values_is_read():
    values = pd.Series([0.2, pd.NA, 0.4, 0.5], index=list("ABCD"), dtype="Float64")
    found = inf.random_effects(values, [0.1, 0.1, None, 0.1])
    assert found.table["unit"].tolist() == ["A", "D"]
    assert "2 units" in found.warnings[0].en
    assert np.isfinite(found.mean.low)


def test_results_are_tables_and_lines():
    found = inf.funnel_limits([3, 4], [5, 9])
    assert found.to_frame().shape[0] == 1
    assert str(found).startswith("funnel: 0 of 2 places outside the 95% limits, by chance expected")
    assert "klein genoeg" in inf.tost(0, 0.01, margin=0.1).in_language("nl")


@pytest.mark.parametrize("margin", [1, np.int64(1), np.float32(1), (-1, 1), np.array([-1.0, 1.0])])
def test_a_margin_may_be_any_kind_of_number(margin):
    found = inf.tost(0.2, 0.3, margin=margin)
    assert found.p_value == inf.tost(0.2, 0.3, margin=1.0).p_value


@pytest.mark.parametrize("scale", [math.inf, NAN, 0.0])
def test_a_prior_without_a_scale_is_refused(scale):
    with pytest.raises(ParameterError):
        inf.binomial_bayes_factor(3, 5, p0=0.5, scale=scale)


def test_nothing_counted_is_no_evidence():
    assert inf.binomial_bayes_factor(0, 0, p0=0.3) == 1


def test_a_missing_original_has_a_reason():
    assert inf.replication_prediction_interval(NAN, 0.1, 0.1).reason is not None


def test_rows_of_two_tables_below_each_other_need_no_names():
    twice = pd.Series([0.01, 0.04, 0.03], index=[0, 1, 0])
    assert inf.holm(twice, family="plan").table["test"].tolist() == ["1", "2", "3"]
    named = pd.Series([0.01, 0.04], index=["a", "a"])
    with pytest.raises(ParameterError):
        inf.holm(named, family="plan")
    assert inf.poisson_rate_ratio(pd.Series([5, 2], index=[7, 8]), (1, 2)).n == 7


def test_equal_steps_tie_though_their_binary_fractions_differ():
    found = inf.rank_biserial([0.1, 0.2, 0.3], [0.3, 0.4, 0.1])
    assert found.value == pytest.approx(1 / 3)


def test_a_population_counts_alike_in_any_kind_of_number():
    for population in (18, 18.0, np.int64(18)):
        found = inf.imputed_share(10, 14, population=population)
        assert found.population == 18
        assert isinstance(found.population, int)
    whole = inf.imputed_share(10, 14, population=14)
    assert whole.low == whole.value == whole.high


@pytest.mark.parametrize("missing_share", [0.5, (0.1, 0.2, 0.3), (0.5, 0.1), ()])
def test_shares_of_the_missing_that_do_not_fit_are_refused(missing_share):
    with pytest.raises(ParameterError):
        inf.assumed_bounds(
            1, 2, population=5, missing_share=missing_share, assumption=Text("a", "a")
        )
