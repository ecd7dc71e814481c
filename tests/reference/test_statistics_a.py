"""Proportions, nested samples and change against R and published numbers, each in its tolerance."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError

HERE = Path(__file__).parent
FILE = json.loads((HERE / "statistics_a.json").read_text("utf-8"))
CASES = {case["id"]: case for case in FILE["cases"]}
TESTED = set()


@pytest.fixture
def case(request):
    return CASES[request.param]


def cases(*ids):
    TESTED.update(ids)  # when the file is read, so that it holds in every process that runs a part
    return pytest.mark.parametrize("case", ids, ids=ids, indirect=True)


def data(name):
    return pd.read_csv(HERE / "statistics_a" / f"{name}.csv")


def near(value, case):
    return pytest.approx(value, abs=case["tolerance"])


def ends(result):
    return [result.low, result.high]


@cases("prop-clopper-newcombe")
def test_clopper_pearson(case):
    for (k, n), expected in zip(case["input"]["x_n"], case["expected"], strict=True):
        assert ends(inf.clopper_pearson_interval(k, n)) == near(expected, case)


@cases("prop-wald-degenerate")
def test_no_interval_has_the_zero_width_of_wald(case):
    methods = [inf.wilson_interval, inf.clopper_pearson_interval, inf.midp_interval]
    for (k, n), wald in zip(case["input"]["x_n"], case["expected"]["wald"], strict=True):
        for method in methods:
            found = method(k, n)
            assert found.high - found.low > 0.1 > wald[1] - wald[0] - 1e-3
    assert not hasattr(inf, "wald_interval")


@cases("wilson-prop-test")
def test_wilson(case):
    for counts, (plain, corrected) in case["expected"].items():
        k, n = map(int, counts.split("/"))
        assert ends(inf.wilson_interval(k, n)) == near(plain, case)
        assert ends(inf.wilson_interval(k, n, continuity=True)) == near(corrected, case)


@cases("hyper-exact-6-of-26", "hyper-wang-6-of-26")
def test_six_of_26_regions(case):
    method = "wang" if "wang" in case["id"] else "equal-tail"
    given = case["input"]
    found = [
        ends(inf.hypergeometric_interval(x, given["n_sampled"], given["N_population"], method=method))
        for x in given["x"]
    ]  # fmt: skip
    assert found == case["expected"]["count_lo_hi"]


@cases("hyper-5-of-10-in-20", "hyper-22-of-26-monitor")
def test_the_hypergeometric_interval_where_packages_disagree(case):
    given = case["input"]
    for method in ("equal-tail", "wang"):
        found = inf.hypergeometric_interval(given["x"], given["n"], given["N"], method=method)
        assert ends(found) == case["expected"]["count_lo_hi"]


@cases("diff-newcombe-1998")
def test_newcombe_difference_is_first_minus_second_turned_round(case):
    rows = zip(case["input"]["x1_n1_x2_n2"], case["expected"]["newcombe"], strict=True)
    for (k1, n1, k2, n2), expected in rows:
        assert ends(inf.newcombe_interval(k2, n2, k1, n1)) == near(expected, case)


@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
def test_the_score_interval_exists_where_statsmodels_stops():
    from statsmodels.stats.proportion import confint_proportions_2indep

    for counts in ((9, 10, 3, 10), (6, 7, 2, 7), (10, 10, 0, 20)):
        with pytest.raises(ValueError, match="different signs"):
            confint_proportions_2indep(*counts, method="score", compare="diff")
        found = inf.miettinen_nurminen_interval(counts[2], counts[3], counts[0], counts[1])
        assert found.low < found.value <= found.high <= 1


@cases("svy-srs-fpc")
def test_mean_of_a_simple_random_sample(case):
    table = data("apisrs")
    found = inf.survey_mean(table.api00, population=table.fpc)
    assert [found.value, found.se] == near([case["expected"]["mean"], case["expected"]["se"]], case)
    assert found.design_effect == pytest.approx(1)
    assert inf.survey_mean(table.api00, population=6194).se == found.se
    with pytest.raises(ParameterError, match="fraction"):
        inf.survey_mean(table.api00, population=1 - 200 / 6194)


@cases("svy-strat", "svy-clus1")
def test_strata_and_clusters_with_both_design_effects(case):
    expected, table = case["expected"], data(case["id"].replace("svy-", "api"))
    columns = {"strata": table.stype} if "strat" in case["id"] else {"clusters": table.dnum}
    found = inf.survey_mean(table.api00, weights=table.pw, population=table.fpc, **columns)
    assert [found.value, found.se] == near([expected["mean"], expected["se"]], case)
    assert found.design_effect == pytest.approx(expected["deff"], abs=1e-8)
    assert found.design_effect_replaced == pytest.approx(expected["deff_replace"], abs=1e-8)
    assert found.df == expected["df"]
    if "confint" in expected:
        assert ends(found) == near(expected["confint"], case)


@cases("svy-two-stage", "svy-clus2")
def test_two_stages(case):
    table, expected = data("apiclus2"), case["expected"]
    stages = {"clusters": [table.dnum, table.snum]}
    found = inf.survey_mean(table.api00, population=[table.fpc1, table.fpc2], **stages)
    if "mean" in expected:
        assert [found.value, found.se] == near([expected["mean"], expected["se"]], case)
        return
    assert found.design_effect == near(expected["deff"], case)
    assert found.design_effect_replaced == near(expected["deff_replace"], case)
    assert found.df == expected["df"]
    plain = inf.survey_mean(table.api00, weights=table.pw, **stages)
    assert plain.se == near(expected["without_fpc"]["se"], case)
    assert plain.design_effect == near(expected["without_fpc"]["deff"], case)


def high_schools(method):
    table = data("apiclus1")
    return inf.survey_proportion(
        table.stype == "H", clusters=table.dnum, weights=table.pw, population=table.fpc, method=method
    )  # fmt: skip


@cases("svyciprop-methods")
def test_share_in_a_cluster_sample(case):
    for method in ("logit", "beta"):
        assert ends(high_schools(method)) == near(case["expected"][method], case)
    # R draws its profile through five points a side; the next case takes finer steps.
    assert ends(high_schools("likelihood")) == pytest.approx(
        case["expected"]["likelihood"], abs=3e-5
    )


@cases("svyciprop-fine")
def test_profile_interval_is_that_of_r_in_finer_steps(case):
    assert ends(high_schools("likelihood")) == near(case["expected"]["likelihood"], case)


@cases("svychisq-raoscott", "raoscott-strat")
def test_rao_scott(case):
    strat, expected = "strat" in case["id"], case["expected"]
    table = data("apistrat" if strat else "apiclus1")
    columns = {"strata": table.stype} if strat else {"clusters": table.dnum}
    found = inf.rao_scott_test(
        table["sch.wide"], table.stype, weights=table.pw, population=table.fpc, **columns
    )
    df = expected["df"] if strat else expected["df"][0]
    assert [found.statistic, found.df, found.p_value] == near(
        [expected["F"], df, expected["p"]], case
    )


@cases("icc-anova-kish")
def test_intraclass_correlation(case):
    table, expected = data("apiclus1"), case["expected"]
    found = inf.intraclass_correlation(table.api00, table.dnum)
    numbers = [found.value, found.cluster_size, found.clusters, found.between, found.within]
    wanted = [expected[name] for name in ("icc", "n0", "k", "msb", "msw")]
    assert numbers == pytest.approx(wanted, rel=1e-10)
    assert found.design_effect == near(expected["kish"], case)
    made = inf.kish_design_effect(expected["icc"], expected["n0"])
    assert made == near(expected["kish"], case)


@cases("cr2-six")
def test_errors_by_cluster(case):
    table, expected = data("six"), case["expected"]

    def fit(variance, x=("x", "z")):
        return inf.cluster_regression(table.y, table[list(x)], clusters=table.g, variance=variance)

    for one, row in zip(fit("CR2").coefficients, expected["CR2"], strict=True):
        assert [one.value, one.se, one.df, one.p_value] == near(row, case)
    for variance in ("CR0", "CR1", "CR1S"):
        assert [one.se for one in fit(variance).coefficients] == near(expected[variance], case)
    mean = inf.cluster_regression(table.y, clusters=table.g).coefficients[0]
    assert [mean.value, mean.se, mean.df, mean.p_value] == near(expected["mean"], case)
    own = pd.get_dummies(table.g, prefix="g").astype(float).iloc[:, 1:]
    own.insert(0, "x", table.x)
    one = inf.cluster_regression(table.y, own, clusters=table.g).coefficient("x")
    found = [one.value, one.se, one.df, one.p_value]
    assert found == near(expected["own_intercepts_x"], case)


@cases("mcnemar-agresti")
def test_mcnemar(case):
    expected = case["expected"]
    plain, corrected, exact = (
        inf.mcnemar_test(case["input"]["table"], method=m)
        for m in ("asymptotic", "corrected", "exact")
    )
    assert [plain.statistic, plain.p_value] == near([expected["chi2"], expected["p"]], case)
    assert [corrected.statistic, corrected.p_value] == near(
        [expected["cc"], expected["p_cc"]], case
    )
    assert exact.p_value == near(expected["exact"], case)


@cases("bowker-vision", "stuart-maxwell-vision")
def test_tests_of_the_vision_table(case):
    test = inf.bowker_test if "bowker" in case["id"] else inf.stuart_maxwell_test
    found = test(CASES["bowker-vision"]["input"]["table"])
    wanted = [case["expected"][name] for name in ("stat", "df", "p")]
    assert [found.statistic, found.df, found.p_value] == near(wanted, case)


@cases("homogeneity-unused-level")
def test_an_unused_level_changes_nothing(case):
    expected = case["expected"]
    for table in (expected["table"], np.delete(np.delete(expected["table"], 2, 0), 2, 1)):
        for name in ("stuart_maxwell", "bowker"):
            found = getattr(inf, f"{name}_test")(table)
            assert [found.statistic, found.df, found.p_value] == near(expected[name], case)


@pytest.mark.filterwarnings("ignore")
def test_statsmodels_stumbles_over_an_unused_level():
    from statsmodels.stats.contingency_tables import SquareTable

    table = CASES["homogeneity-unused-level"]["expected"]["table"]
    made = SquareTable(np.array(table, float), shift_zeros=False)
    assert np.isnan(made.homogeneity().pvalue)
    assert made.symmetry().df == 6


@cases("signed-rank-ties-zeros", "signed-rank-one-sided")
def test_signed_rank_with_ties_and_zeros(case):
    d, expected = CASES["signed-rank-ties-zeros"]["input"]["d"], case["expected"]
    if "sign_test" in expected:
        assert inf.sign_test(d).p_value == near(expected["sign_test"], case)
        dropped, side = expected["wilcoxon_zeros_dropped"], "two-sided"
    else:
        dropped, side = expected["wilcoxon"], "greater"
    pratt = inf.signed_rank_test(d, zeros="pratt", alternative=side)
    wilcoxon = inf.signed_rank_test(d, zeros="wilcoxon", alternative=side)
    assert [pratt.p_value, wilcoxon.p_value] == near([expected["pratt"], dropped], case)


def test_the_exact_table_of_scipy_ignores_ties():
    from scipy.stats import wilcoxon

    d = np.array(CASES["signed-rank-ties-zeros"]["input"]["d"])
    scipy = wilcoxon(d[d != 0], method="exact").pvalue
    assert scipy == pytest.approx(0.0322, abs=5e-5)
    assert inf.signed_rank_test(d, zeros="wilcoxon").p_value == pytest.approx(0.0361, abs=5e-5)


@cases("hodges-lehmann-depression")
def test_hodges_lehmann(case):
    given = case["expected"]
    found = inf.hodges_lehmann(given["y"], given["x"])
    assert [found.value, *ends(found)] == near([given["estimate"], *given["interval"]], case)
    assert inf.signed_rank_test(given["y"], given["x"]).p_value == near(given["p"], case)


@cases("friedman-rounding")
def test_friedman(case):
    found = inf.friedman_test(FILE["data"]["rounding"])
    expected = [case["expected"][name] for name in ("stat", "df", "p")]
    assert [found.statistic, found.df, found.p_value] == near(expected, case)


def insomnia():
    tables = {
        1: [[7, 4, 1, 0], [11, 5, 2, 2], [13, 23, 3, 1], [9, 17, 13, 8]],
        0: [[7, 4, 2, 1], [14, 5, 1, 0], [6, 9, 18, 2], [4, 11, 14, 22]],
    }
    rows = [
        (treat, occasion, level)
        for treat, table in tables.items()
        for i, line in enumerate(table)
        for j, count in enumerate(line)
        for _ in range(count)
        for occasion, level in enumerate((i, j))
    ]
    table = pd.DataFrame(rows, columns=["treat", "occasion", "y"])
    table["interaction"] = table.treat * table.occasion
    return table, np.arange(len(table)) // 2


NAMES = ["treat", "occasion", "interaction"]


@cases("ordinal-gee-insomnia")
def test_ordinal_model_with_errors_by_subject(case):
    table, subject = insomnia()
    made = inf.ordinal_regression(table.y, table[NAMES], clusters=subject, small_sample=False)
    # The source writes + x b; here a positive coefficient is a higher level.
    assert [-one.value for one in made.coefficients] == near(
        [case["expected"][name] for name in NAMES], case
    )
    assert [one.se for one in made.coefficients] == near(
        case["expected"]["robust_se_observed_information"], case
    )


@cases("ordinal-mixed-insomnia")
def test_ordinal_mixed_model(case):
    table, subject = insomnia()
    made = inf.ordinal_mixed_regression(table.y, table[NAMES], clusters=subject, points=15)
    expected = case["expected"]
    assert [-one.value for one in made.coefficients] == near(list(expected["coef"].values()), case)
    assert [made.deviation, made.log_likelihood] == near([expected["sd"], expected["logLik"]], case)


def wine():
    table = data("wine")
    x = {"temp": table.temp == "warm", "contact": table.contact == "yes"}
    return table, pd.DataFrame(x).astype(float)


@cases("clm-wine")
def test_cumulative_logit_model(case):
    (table, x), expected = wine(), case["expected"]
    made = inf.ordinal_regression(table.rating, x)
    assert list(made.thresholds) == near(expected["thresholds"], case)
    assert [one.value for one in made.coefficients] == near(expected["coef"], case)
    assert [one.se for one in made.coefficients] == near(expected["se"], case)
    assert made.log_likelihood == near(expected["logLik"], case)


@cases("clmm-wine", "clmm-wine-agq")
def test_cumulative_logit_mixed_model(case):
    (table, x), expected = wine(), case["expected"]
    points = 10 if "agq" in case["id"] else 1
    made = inf.ordinal_mixed_regression(table.rating, x, clusters=table.judge, points=points)
    values = [one.value for one in made.coefficients]
    if points == 1:
        assert [*made.thresholds, *values] == near(list(expected["coef"].values()), case)
    else:
        assert values == near(expected["coef"], case)
    assert made.log_likelihood == near(expected["logLik"], case)
    assert made.deviation**2 == near(expected["var_judge"], case)


@cases("bounds-nonresponse")
def test_bounds_for_the_missing_units(case):
    given = case["input"]
    found = inf.worst_case_bounds(given["observed_yes"], given["observed_n"], population=given["N"])
    assert ends(found) == near(case["expected"]["bounds"], case)


def test_every_case_is_tested():
    assert set(CASES) == TESTED
