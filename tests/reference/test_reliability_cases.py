"""Every published or documented case of a coefficient, within its tolerance."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from evalkit import reliability as rel
from evalkit.reliability.weights import disagreement_weights

CASES = json.loads(Path(__file__).with_name("reliability_cases.json").read_text("utf-8"))["cases"]
BY_ID = {case["id"]: case for case in CASES}


def passonneau2004(first: frozenset[str], second: frozenset[str]) -> float:
    if first == second:
        return 0.0
    if first <= second or second <= first:
        return 1 / 3
    return 2 / 3 if first & second else 1.0


def ratings_of(case):
    if "ratings" in case:
        return case["ratings"]
    if "sets" in case:
        return [[set(codes) for codes in unit] for unit in case["sets"]]
    if "table" in case:
        table = np.array(case["table"])
        first, second = np.indices(table.shape)
        pairs = [first.ravel() + 1, second.ravel() + 1]
        return np.column_stack([np.repeat(level, table.ravel()) for level in pairs])
    counts = np.array(case["counts"])
    most = counts.sum(axis=1).max()
    units = [np.repeat(np.arange(1, counts.shape[1] + 1), unit) for unit in counts]
    return [list(map(int, unit)) + [None] * (most - len(unit)) for unit in units]


def options_of(case):
    given, options = case["options"], {}
    if isinstance(given.get("categories"), list):
        options["levels"] = given["categories"]
    labels = {level for unit in case.get("ratings", []) for level in unit}
    if "q" in given and len(labels) != given["q"]:
        options["levels"] = list(range(1, given["q"] + 1))
    weights = given.get("weights", given.get("disagreement_weights", "unweighted"))
    if "ranks" in given.get("levels", ""):
        seen = {level for unit in case["ratings"] for level in unit}
        weights = rel.agreement_weights(weights, range(len(seen)))
    if not isinstance(weights, str) or weights != "unweighted":
        options["weights"] = weights
    return options


def alpha(case):
    options = options_of(case)
    metric = {"set": passonneau2004}.get(case["options"].get("level"), case["options"].get("level"))
    if metric is None:  # Gwet's alpha with weights is Krippendorff's with their complement
        ratings = rel.read_ratings(ratings_of(case), levels=options.get("levels"))
        return rel.krippendorff_alpha(
            ratings, metric=disagreement_weights(ratings, options["weights"])
        )
    return rel.krippendorff_alpha(ratings_of(case), metric=metric, **options)


def plain(function):
    return lambda case: function(ratings_of(case), **options_of(case))


def by_level(coefficient):
    def values(case):
        table = rel.agreement_by_level(ratings_of(case), coefficient=coefficient, interval="none")
        return dict(zip(map(str, table["level"]), table["value"], strict=True))

    return values


COMPUTE = {
    "krippendorff_alpha": alpha,
    "krippendorff_alpha_gwet": alpha,
    "cohen_kappa": plain(rel.cohen_kappa),
    "weighted_kappa": plain(rel.cohen_kappa),
    "scott_pi": plain(rel.scott_pi),
    "fleiss_kappa": plain(rel.fleiss_kappa),
    "conger_kappa": plain(rel.conger_kappa),
    "brennan_prediger": plain(rel.brennan_prediger),
    "bennett_s": plain(rel.brennan_prediger),
    "randolph_kappa": plain(rel.brennan_prediger),
    "gwet_ac": plain(lambda r, weights="unweighted", **o: rel.gwet_ac2(r, weights=weights, **o)),
    "percent_agreement": plain(rel.percent_agreement),
    "mean_pairwise_percent_agreement": plain(rel.percent_agreement),
    "percent_agreement_all_raters": lambda case: rel.percent_agreement(ratings_of(case), of="all"),
    "light_kappa": plain(rel.light_kappa),
    "mean_pairwise_cohen_kappa": plain(rel.light_kappa),
    "krippendorff_alpha_per_category": by_level("krippendorff_alpha"),
    "fleiss_kappa_per_category": by_level("fleiss_kappa"),
}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_published_value_is_found_within_its_tolerance(case):
    found, expected = COMPUTE[case["coefficient"]](case), case["expected"]["value"]
    if isinstance(expected, dict):
        assert {level: found[level] for level in expected} == pytest.approx(
            expected, abs=case["tolerance"]
        )
    else:
        assert found.value == pytest.approx(expected, abs=case["tolerance"], rel=0)


@pytest.mark.parametrize(
    "case", [c for c in CASES if "se" in c["expected"]], ids=lambda case: case["id"]
)
def test_the_published_standard_error_is_found(case):
    found = COMPUTE[case["coefficient"]](case)
    # irrCAC divides by n for a two-coder table and by n - 1 for ratings; Cohen and Scott are tables.
    table = "table" in case and case["coefficient"] not in (
        "cohen_kappa",
        "weighted_kappa",
        "scott_pi",
    )
    error = found.se * math.sqrt((found.n - 1) / found.n) if table else found.se
    digits = 6e-6 if case["tolerance"] > 1e-9 else 6e-10
    assert error == pytest.approx(case["expected"]["se"], abs=digits, rel=0)


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if "ci" in c["expected"] and ("table" not in c or "kappa" in c["id"])],
    ids=lambda case: case["id"],
)
def test_the_published_interval_is_found_and_ends_at_one(case):
    found = COMPUTE[case["coefficient"]](case)
    assert (found.low, found.high) == pytest.approx(tuple(case["expected"]["ci"]), abs=6e-4)


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if {"p_one_sided", "p_two_sided"} & set(c["expected"])],
    ids=lambda case: case["id"],
)
def test_the_p_value_is_two_sided(case):
    found, expected = COMPUTE[case["coefficient"]](case), case["expected"]
    if case["coefficient"] == "percent_agreement":
        assert math.isnan(found.p_value)  # chance does not give 0
        return
    both = expected.get("p_two_sided", 2 * expected.get("p_one_sided", math.nan))
    assert found.p_value == pytest.approx(both, rel=1e-6)


@pytest.mark.parametrize(
    "case",
    [
        c
        for c in CASES
        if "p_observed" in c["expected"] and not c["coefficient"].startswith("krippendorff")
    ],
    ids=lambda case: case["id"],
)
def test_observed_and_expected_agreement_are_found(case):
    found, expected = COMPUTE[case["coefficient"]](case), case["expected"]
    digits = 2e-4 if case["id"] == "fleiss1971" else 1e-9  # Fleiss rounded the shares first
    assert found.observed == pytest.approx(expected["p_observed"], abs=digits)
    if "p_expected" in expected:
        assert found.expected == pytest.approx(expected["p_expected"], abs=digits)


def test_fleiss_printed_levels_differ_only_by_his_rounding():
    printed = {"1": 0.248, "2": 0.248, "3": 0.517, "4": 0.470, "5": 0.565}
    found = by_level("fleiss_kappa")(BY_ID["fleiss1971_categories"])
    assert found == pytest.approx(printed, abs=0.0035)
