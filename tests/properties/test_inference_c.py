"""What must hold of durations, routes and configurations whatever the data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit import inference as inf
from evalkit.inference.quine_mccluskey import covers_row, prime_implicants

FOLLOWED = st.lists(st.tuples(st.integers(1, 20), st.integers(0, 2)), min_size=1, max_size=25)
PATHS = st.lists(st.integers(1, 3), min_size=1, max_size=6)


@settings(max_examples=20, deadline=None)
@given(FOLLOWED)
def test_the_free_and_the_ended_are_everyone(rows):
    times, ends = np.array(rows).T
    curve, incidence = inf.kaplan_meier(times, ends > 0), inf.aalen_johansen(times, ends)
    assert (np.diff(curve.table["value"]) <= 1e-12).all()
    for row in curve.table.itertuples():
        reached = sum(incidence.at(row.time, cause).value for cause in incidence.causes)
        assert reached + row.value == pytest.approx(1)
        if not np.isnan(row.low):
            assert 0 <= row.low <= row.value <= row.high <= 1


@settings(max_examples=20, deadline=None)
@given(FOLLOWED, st.randoms(use_true_random=False))
def test_the_order_of_units_does_not_matter(rows, random):
    mixed = random.sample(rows, len(rows))
    first, second = (
        inf.kaplan_meier(*np.minimum(np.array(order).T, [[99], [1]])) for order in (rows, mixed)
    )
    pd.testing.assert_frame_equal(first.table, second.table)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 20), min_size=2, max_size=25))
def test_without_open_units_the_restricted_mean_is_the_mean(times):
    found = inf.restricted_mean(times, until=20)
    assert found.value == pytest.approx(np.mean(times))
    assert found.se == pytest.approx(np.std(times) / np.sqrt(len(times)), abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(PATHS)
def test_only_the_paths_of_the_model_conform(path):
    log = pd.DataFrame({"escalation": "a", "step": range(1, len(path) + 1), "route": path})
    case = inf.escalation_conformance(log).cases.iloc[0]
    assert case["conforms"] == (path == list(range(1, len(path) + 1)))
    assert 0 <= case["fitness"] <= 1
    assert not (case["conforms"] and (case["skips"] or case["repeats"] or case["goes_back"]))
    assert inf.route_distance(path, path) == 0
    assert inf.route_distance(path, []) == len(path)


@st.composite
def functions(draw):
    k = draw(st.integers(1, 4))
    kinds = draw(st.lists(st.sampled_from("10?"), min_size=2**k, max_size=2**k))
    rows = [tuple(int(bit) for bit in f"{i:0{k}b}") for i in range(2**k)]
    return [[row for row, kind in zip(rows, kinds, strict=True) if kind == want] for want in "10?"]


@settings(max_examples=20, deadline=None)
@given(functions())
def test_a_model_covers_all_that_it_must_and_nothing_that_it_may_not(function):
    positive, negative, free = function
    models = inf.quine_mccluskey(positive, dont_care=free)
    assert bool(models) == bool(positive)
    assert len({len(model) for model in models}) <= 1
    assert len({frozenset(model) for model in models}) == len(models)
    for model in models:
        assert all(any(covers_row(term, row) for term in model) for row in positive)
        assert not any(covers_row(term, row) for term in model for row in negative)


@settings(max_examples=20, deadline=None)
@given(functions())
def test_no_shorter_model_exists(function):
    from itertools import combinations

    positive, _, free = function
    if not positive:
        return
    size = len(inf.quine_mccluskey(positive, dont_care=free)[0])
    primes = prime_implicants(positive, free)
    for fewer in combinations(primes, size - 1):
        assert not all(any(covers_row(term, row) for term in fewer) for row in positive)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(*[st.floats(0.01, 0.99)] * 4), min_size=8, max_size=16))
def test_fit_lies_between_0_and_1_and_conservative_assumes_nothing(rows):
    data = pd.DataFrame(rows, columns=["A", "B", "C", "Y"])
    data = data.mask(data == 0.5, 0.51)
    table = inf.qca_truth_table(data, outcome="Y")
    assert table.rows["n"].sum() == len(data)
    for kind in ("conservative", "parsimonious"):
        for model in inf.qca_solution(table, kind).models:
            fit = model.fit[["consistency", "pri", "raw_coverage"]].stack()
            assert fit.between(-1e-9, 1 + 1e-9).all()
            assert kind == "parsimonious" or model.assumptions == ()
