"""Durations and configurations against R and the cases of the methods notes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.inference import quine_mccluskey

DATA = Path(__file__).parent / "statistics_c"
STORED = json.loads(DATA.with_suffix(".json").read_text("utf-8"))
CASES = {case["id"]: case for case in STORED["cases"]}
R = STORED["r_survival"]
TIMES = R["times"]


def close(found, wanted, tolerance=1e-9):
    np.testing.assert_allclose(found, wanted, rtol=0, atol=tolerance)


def table_of(name):
    given = CASES[name]["input"]
    return pd.DataFrame(given["rows"], columns=given["columns"]).set_index("case")


def models_of(solution):
    return {frozenset(model.terms) for model in solution.models}


def expected(models):
    return {frozenset(model) for model in models}


def lipset(outcome="SURV", *, crisp=False):
    data = table_of("qca-lipset-fuzzy")
    data = (data > 0.5).astype(int) if crisp else data
    return inf.qca_truth_table(
        data, outcome=outcome, consistency=1 if crisp else 0.8, allows_many_conditions=True
    )


def test_the_fuzzy_lipset_data_give_the_three_solutions_and_their_fit():
    case = CASES["qca-lipset-fuzzy"]["expected"]
    table = lipset()
    for kind in ("conservative", "parsimonious"):
        solution = inf.qca_solution(table, kind)
        assert models_of(solution) == expected(case[kind])
        fit = solution.models[0].fit.set_index("term")
        wanted = case[f"{kind}_fit"]
        for ours, theirs in (
            ("consistency", "incl"), ("pri", "PRI"), ("raw_coverage", "covS"),
            ("unique_coverage", "covU"),
        ):  # fmt: skip
            close(fit.loc[wanted["terms"], ours], wanted[theirs])
        whole = wanted["sol"][0]
        close(
            fit.loc["solution", ["consistency", "pri", "raw_coverage"]].astype(float),
            [whole["inclS"], whole["PRI"], whole["covS"]],
        )
    everything = dict.fromkeys(table.conditions, 1)
    solution = inf.qca_solution(table, "intermediate", expectations=everything)
    assert models_of(solution) == expected(case["intermediate_all_positive"])


def test_rows_of_the_truth_table_equal_r_qca():
    rows = lipset().rows
    for configuration, (n, incl, pri) in STORED["r_qca"]["rows"].items():
        row = rows.iloc[int(configuration, 2)]
        assert row["n"] == n
        close([row["consistency"], row["pri"]], [incl, pri])
    assert (rows["out"] == "?").sum() == len(rows) - len(STORED["r_qca"]["rows"])


def test_the_absence_of_the_outcome_is_an_analysis_of_its_own():
    case = CASES["qca-lipset-crisp-negated"]["expected"]
    table = lipset("~SURV", crisp=True)
    for kind in ("conservative", "parsimonious"):
        assert models_of(inf.qca_solution(table, kind)) == expected(case[kind])
    fit = inf.qca_solution(table, "parsimonious").models[0].fit
    coverage = dict(zip(fit["term"], fit["raw_coverage"], strict=True))
    wanted = zip(case["parsimonious"][0], case["raw_coverage_parsimonious"], strict=True)
    for term, value in wanted:
        close(coverage[term], value)
    # Negating DEV*STB by De Morgan gives the same terms here, negating the conservative does not.
    assert models_of(inf.qca_solution(lipset(crisp=True))) == {
        frozenset({"DEV*~URB*LIT*STB", "DEV*LIT*IND*STB"})
    }


def test_contradictory_rows_are_named_and_never_averaged():
    given = CASES["qca-contradictions"]
    high, low = given["input"]["incl_cut"]
    table = inf.qca_truth_table(
        table_of("qca-contradictions"), outcome="SURV", consistency=high, contradiction=low
    )
    wanted = given["expected"]
    assert table.configurations("C") == [
        tuple(row) for row in wanted["contradictory_configurations"]
    ]
    assert table.contradictions["without_outcome"].tolist() == [
        ("EE", "HU", "PL"), ("AU",), ("DE",)
    ]  # fmt: skip
    assert models_of(inf.qca_solution(table)) == expected(wanted["explain_1"])
    both = inf.qca_solution(table, explain="1 and C")
    assert models_of(both) == expected(wanted["explain_1_and_C"])


def test_necessity_equals_r_qca():
    wanted = {
        name: values
        for name, values in CASES["qca-lipset-fuzzy-necessity"]["expected"].items()
        if name != "names"
    } | STORED["r_qca"]["necessity"]
    found = inf.qca_necessity(table_of("qca-lipset-fuzzy"), outcome="SURV", expressions=[*wanted])
    for row, values in zip(found.itertuples(), wanted.values(), strict=True):
        close([row.consistency, row.ron, row.coverage], values)


def test_calibration_equals_r_qca():
    given = STORED["r_qca"]["calibration"]
    low, middle, high = given["anchors"]
    anchors = {"full_out": low, "crossover": middle, "full_in": high}
    close(inf.qca_calibrate(given["values"], **anchors), given["rising_95"], 1e-12)
    close(inf.qca_calibrate(given["values"], **anchors, membership=0.99), given["rising_99"], 1e-12)
    falling = inf.qca_calibrate(given["values"], full_out=high, crossover=middle, full_in=low)
    close(falling, given["rising_95"][::-1], 1e-12)


def literals(model):
    return sum(literal >= 0 for term in model for literal in term)


@pytest.mark.parametrize(
    "case", json.loads((DATA / "quine_mccluskey.json").read_text("utf-8"))["cases"]
)
def test_every_tied_model_is_found_as_by_another_program(case):
    models = quine_mccluskey(case["on"], dont_care=case["dc"])
    least = min(map(literals, models))
    found = sorted(sorted(map(list, model)) for model in models if literals(model) == least)
    assert found == case["sols"]


def test_delayed_entry_equals_r_on_the_stanford_heart_data():
    wanted = CASES["km-delayed-entry"]["expected"]
    heart = pd.read_csv(DATA / "heart.csv")
    for stratum, time, survival in zip(
        wanted["strata"], wanted["time"], wanted["surv"], strict=True
    ):
        group = heart[heart["transplant"] == int(stratum[-1])]
        curve = inf.kaplan_meier(group["stop"], group["event"], entry=group["start"])
        close(curve.at(time).value, survival)


EVENT = np.array(R["e"]) > 0


def test_the_curve_its_interval_and_its_median_equal_r():
    curve = inf.kaplan_meier(R["t"], EVENT)
    for column in ("value", "se", "low", "high"):
        wanted = R["survival" if column == "value" else f"survival_{column}"]
        close([getattr(curve.at(time), column) for time in TIMES], wanted)
    median = curve.median()
    assert [median.value, median.low, median.high] == R["median"]
    late = inf.kaplan_meier(R["t"], EVENT, entry=R["en"])
    close([late.at(time).value for time in TIMES], R["entry_survival"])
    close([late.at(time).se for time in TIMES], R["entry_survival_se"])


def test_the_clustered_error_is_that_of_r_with_the_correction_for_few_clusters():
    curve = inf.kaplan_meier(R["t"], EVENT, clusters=R["g"])
    found = [curve.at(time).se for time in TIMES]
    close(found, np.array(R["clustered_se"]) * np.sqrt(5 / 4))


def test_the_restricted_mean_and_its_error_equal_r():
    for until, wanted in R["rmean"].items():
        found = inf.restricted_mean(R["t"], EVENT, until=float(until))
        close([found.value, found.se], wanted)
    found = inf.restricted_mean(R["t"], EVENT, until=8, entry=R["en"])
    close([found.value, found.se], R["rmean_entry_8"])


@pytest.mark.parametrize("entry", [None, R["en"]])
@pytest.mark.parametrize("cause", [1, 2])
def test_competing_ends_equal_r_also_with_ties_and_late_entry(cause, entry):
    ends = inf.aalen_johansen(R["t"], R["e"], entry=entry)
    head = "incidence" if entry is None else "entry_incidence"
    for column in ("value", "se", "low", "high"):
        name = head if column == "value" else f"{head}_{column}"
        if name in R:
            close([getattr(ends.at(time, cause), column) for time in TIMES], R[name][str(cause)])


def test_the_log_rank_test_equals_r():
    found = inf.log_rank_test(R["t"], EVENT, np.array(R["g"]) > 2)
    close(found.statistic, R["log_rank"])


@pytest.mark.filterwarnings("ignore")
def test_lifelines_jitters_ties_and_has_another_variance_of_the_restricted_mean():
    # Why evalkit has its own: the same call answers otherwise, and the variance is of one unit.
    from lifelines import AalenJohansenFitter, KaplanMeierFitter
    from lifelines.utils import restricted_mean_survival_time

    state = np.random.get_state()  # noqa: NPY002  (lifelines draws from the global generator)
    shares = {
        round(
            float(
                AalenJohansenFitter(seed=seed, calculate_variance=False)
                .fit(R["t"], R["e"], event_of_interest=1)
                .cumulative_density_.loc[:6]
                .iloc[-1, 0]
            ),
            9,
        )
        for seed in range(20)
    }
    np.random.set_state(state)  # noqa: NPY002
    assert len(shares) > 1
    fitter = KaplanMeierFitter().fit(R["t"], EVENT)
    _, variance = restricted_mean_survival_time(fitter, t=8, return_variance=True)
    assert variance > 4 * R["rmean"]["8"][1] ** 2
