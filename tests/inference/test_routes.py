"""Escalations against the three cumulative routes, and against a model of another region."""

from __future__ import annotations

import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError
from evalkit.language import Text


def log_of(paths, **columns):
    rows = [(name, i + 1, route) for name, path in paths.items() for i, route in enumerate(path)]
    return pd.DataFrame(rows, columns=["escalation", "step", "route"]).assign(**columns)


@pytest.mark.parametrize(
    ("path", "skipped", "repeated", "distance", "fitness"),
    [
        ([1], (), (), 0, 1),
        ([1, 2], (), (), 0, 1),
        ([1, 2, 3], (), (), 0, 1),
        ([3], ("1", "2"), (), 2, 0),
        ([2], ("1",), (), 1, 1 / 2),
        ([1, 3], ("2",), (), 1, 2 / 3),
        ([2, 3], ("1",), (), 1, 2 / 3),
        ([1, 1, 2], (), ("1",), 1, 3 / 4),
        ([2, 1, 3], (), (), 2, 1 / 2),
        ([1, 2, 3, 1], (), ("1",), 1, 4 / 5),
        ([3, 3], ("1", "2"), ("3",), 3, 0),
    ],
)
def test_one_path_by_hand(path, skipped, repeated, distance, fitness):
    case = inf.escalation_conformance(log_of({"a": path})).cases.iloc[0]
    assert (case["skipped"], case["repeated"]) == (skipped, repeated)
    assert case["distance"] == distance
    assert case["fitness"] == pytest.approx(fitness)
    assert (case["first"], case["highest"]) == (str(path[0]), str(max(path)))
    assert case["conforms"] == (distance == 0)


def test_shares_count_escalations_and_not_steps():
    found = inf.escalation_conformance(log_of({"a": [1, 2, 3], "b": [3], "c": [3, 3, 3, 3]}))
    skips = found.estimate("skips")
    wilson = inf.wilson_interval(2, 3)
    assert (skips.k, skips.n, skips.low, skips.high) == (2, 3, wilson.low, wilson.high)
    assert found.estimate("highest route 3").k == 3
    assert (found.estimate("skipped route 1").k, found.estimate("skipped route 2").n) == (2, 3)
    assert len(found.shares()) == len(found.estimates)
    with pytest.raises(ParameterError, match="did you mean 'skips'"):
        found.estimate("skip")


def test_an_unknown_route_is_reported_and_in_no_share():
    found = inf.escalation_conformance(log_of({"a": [1, None], "b": [1]}))
    assert (found.n, found.unknown) == (1, 1)
    assert found.cases["problem"].tolist() == ["unknown route", ""]


def test_time_on_a_route_ends_with_the_next_step():
    log = log_of({"a": [1, 2], "b": [1], "c": [1, 2], "d": [1, 2]}).assign(
        date=[
            "2022-01-01",
            "2022-01-11",
            "2022-01-01",
            "2022-01-05",
            "2022-01-01",
            None,
            "2022-01-09",
        ],
        outcome=[None, None, None, None, "opgelost", None, None],
        reason=["veiligheid", None, "veiligheid", None, " ", None, None],
    )
    found = inf.escalation_conformance(log, until="2022-01-31")
    times = found.times.set_index(["escalation", "step"])
    assert (times.loc[("a", 1), "days"], times.loc[("a", 1), "observed"]) == (10, True)
    assert (times.loc[("b", 1), "days"], times.loc[("b", 1), "observed"]) == (30, False)
    assert times.loc[("c", 1), "problem"] == "order"
    assert times.loc[("c", 2), "problem"] == "unknown end"
    assert times.loc[("d", 1), "problem"] == "unknown date"
    curve = found.time_on(1)
    assert (curve.n, curve.events, curve.dropped) == (2, 1, 2)
    reasons = found.reasons[found.reasons["route"] == "1"]
    assert reasons[["k", "n"]].to_numpy().tolist() == [[2, 4], [2, 4]]
    assert inf.escalation_conformance(log).times.loc[1, "problem"] == "unknown end"


def test_the_model_of_another_region_fits_as_data():
    model = inf.model_of_routes(["team", "manager", "directie", "bestuur"], name="regio A")
    log = log_of({"a": ["team", "manager", "directie", "bestuur"], "b": ["team", "bestuur"]})
    found = inf.escalation_conformance(log, model=model)
    assert found.cases["skipped"].tolist() == [(), ("manager", "directie")]
    with pytest.raises(ParameterError, match="did you mean 'team'"):
        inf.escalation_conformance(log.replace("team", "teem"), model=model)
    with pytest.raises(ParameterError, match="each route once"):
        inf.model_of_routes([1, 1])
    with pytest.raises(ParameterError, match="1 labels"):
        inf.model_of_routes([1, 2], labels=[Text("een", "one")])
    with pytest.raises(ParameterError, match="no order"):
        inf.route_model(item="B1.5")


def test_nested_escalations_say_that_the_interval_is_too_narrow():
    log = log_of({"a": [1], "b": [3], "c": [1]}, municipality="GM0001")
    found = inf.escalation_conformance(log, clusters="municipality")
    assert found.clusters == 1
    assert "too narrow" in found.estimate("skips").warnings[-1].en


def test_a_log_without_order_is_refused_and_an_empty_one_has_a_reason():
    log = log_of({"a": [1, 2]})
    with pytest.raises(ParameterError, match="step number"):
        inf.escalation_conformance(log.assign(step=1))
    with pytest.raises(ParameterError, match="route are absent"):
        inf.escalation_conformance(log.drop(columns="route"))
    empty = inf.escalation_conformance(log.iloc[:0])
    assert empty.n == 0
    assert empty.reason is not None
    assert "geen escalaties" in empty.in_language("nl")


def test_the_line_calls_the_model_by_its_title_and_counts_in_good_dutch():
    found = inf.escalation_conformance(log_of({"a": [1], "b": [1, 2], "c": [3, 3]}))
    assert found.in_language("nl") == (
        "Routes van Samen Doen (2021): 2 van 3 volgen het model, 1 van 3 slaat een route over en 1 van 3 "
        "herhaalt een route"
    )
    own = inf.model_of_routes([1, 2, 3], name="regio A")
    line = inf.escalation_conformance(log_of({"a": [1]}), model=own).in_language("en")
    assert line == (
        "regio A: 1 of 1 conforms to the model, 0 of 1 skip a route and 0 of 1 repeat a route"
    )
