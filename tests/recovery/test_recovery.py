"""Every estimator against the truth of the demonstration study, at the designs of the sources."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from designs import EXPERIMENTS, notes
from designs.exact import OF, count_coverage, exact_rows
from designs.experiment import Shot, departures

HERE = Path(__file__).parent
FOUND = pd.read_csv(HERE / "found.csv")
SEED = 2020


def stored(name):
    return FOUND[FOUND["experiment"] == name].set_index("method")


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPERIMENTS)
def test_estimators_recover_and_cover_as_was_found(name):
    experiment = EXPERIMENTS[name]
    again = experiment.repeat(experiment.runs, SEED)
    assert list(again.index) == list(stored(name).index)
    assert not departures(again, stored(name))


@pytest.mark.slow
def test_an_interval_of_two_thirds_and_a_shifted_estimate_are_seen():
    experiment = EXPERIMENTS["files-mean"]

    def broken(rng):
        shots = experiment.run(rng)
        return {
            method: Shot(
                one.value + 0.05,
                one.value + (one.low - one.value) / 1.5,
                one.value + (one.high - one.value) / 1.5,
                one.truth,
            )
            for method, one in shots.items()
        }

    again = dataclasses.replace(experiment, run=broken).repeat(experiment.runs, SEED)
    seen = departures(again, stored("files-mean"))
    assert len(seen) == 2


def test_every_experiment_was_drawn_ten_times_as_often():
    assert list(FOUND["experiment"].unique()) == list(EXPERIMENTS)
    for name, experiment in EXPERIMENTS.items():
        assert (stored(name)["runs"] == 10 * experiment.runs).all()


def test_an_interval_that_covers_less_than_it_says_is_explained():
    rows = FOUND.dropna(subset="covered")
    says = rows["method"].map(notes.nominal)
    short = rows["covered"] + 3 * rows["covered_error"] < says - 0.01
    keys = set(zip(rows["experiment"][short], rows["method"][short], strict=True))
    assert keys == set(notes.COVERAGE)


def test_an_estimate_that_is_off_its_truth_is_explained():
    rows = FOUND.dropna(subset="bias")
    off = rows["bias"].abs() > 4.5 * rows["bias_error"]
    assert set(zip(rows["experiment"][off], rows["method"][off], strict=True)) == set(notes.BIAS)


def test_worst_case_bounds_always_hold():
    bounds = FOUND[FOUND["method"].str.startswith("`worst_case_bounds`")]
    assert len(bounds) == 2
    assert (bounds["covered"] == 1).all()


@pytest.mark.parametrize(("n", "population"), OF)
def test_the_exact_interval_of_a_finite_population_never_covers_less(n, population):
    for method in ("equal-tail", "wang"):
        assert count_coverage(n, population, method=method).min() >= 0.95 - 1e-12


def test_exact_intervals_of_a_share_cover_and_the_others_do_on_average():
    for method, design, covered in exact_rows():
        if "clopper" in method:
            assert covered.min() >= 0.95
        if "midp" in method or "wilson" in method:
            assert covered.mean() >= 0.945, design
    wilson = [covered.min() for method, _, covered in exact_rows() if "wilson" in method]
    assert np.round(wilson, 2).tolist() == [0.83, 0.89, 0.9, 0.93]


def test_the_day_a_risk_dropped_out_lies_between_the_curves():
    both = stored("risks")
    earliest, latest = (both.loc[f"`time_in_view`, {end}"] for end in ("earliest", "latest"))
    assert earliest["bias"] < 2 * earliest["bias_error"]
    assert latest["bias"] > 0


def test_refusals_counted_as_open_overstate_contact():
    found = stored("handovers")
    naive = found.loc["1 - `kaplan_meier`, as if nobody was refused"]
    assert naive["bias"] > 5 * naive["bias_error"]
    right = found.loc["`aalen_johansen`, contact in 10 working days"]
    assert abs(right["bias"]) < naive["bias"] / 5


def test_the_tables_of_the_docs_are_what_was_found():
    import table

    text = (HERE.parents[1] / "docs" / "inference.md").read_text(encoding="utf-8")
    assert table.sections(FOUND) in text
