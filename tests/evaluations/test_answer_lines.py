"""The lines under an answer: each says something, and nothing shows how it is made inside."""

import pandas as pd

from evalkit.evaluations.analysis import written
from evalkit.evaluations.comparison import regions_compared
from evalkit.evaluations.display import shown_rows
from evalkit.evaluations.indicator import Indicator
from evalkit.evaluations.regioaanpak import missing_interviews
from evalkit.evaluations.replication import replicate
from evalkit.inference import benjamini_hochberg, beta_binomial, funnel_limits, time_in_view
from evalkit.language import format_number
from evalkit.study import open_study

DEMO = open_study("demo")


def test_a_funnel_tells_how_many_lie_outside_and_how_many_chance_puts_there():
    funnel = funnel_limits([1, 10, 11, 9], [20, 20, 20, 20], limits="integer")
    assert funnel.table["outside"].ne("").sum() == 1
    chance = format_number(funnel.dispersion_p, "nl", digits=3)
    assert "1 van 4 plaatsen buiten de 95%-grenzen, door toeval verwacht 0,1" in (
        funnel.in_language("nl")
    )
    assert funnel.in_language("nl").endswith(f"p = {chance}")
    assert "1 of 4 places outside the 95% limits" in funnel.in_language("en")


def test_a_pooled_model_tells_the_mean_and_what_a_new_place_may_have():
    pooled = beta_binomial([4, 10, 11, 9], [20, 20, 20, 20])
    for language in ("nl", "en"):
        line = pooled.in_language(language)
        assert pooled.mean.in_language(language) in line
        assert pooled.prediction.in_language(language) in line


def test_without_data_the_line_is_the_reason():
    for empty in (funnel_limits([], []), beta_binomial([], [])):
        assert empty.reason.nl in empty.in_language("nl")
        assert written(empty, "nl")


def test_a_table_that_stands_in_the_answer_has_no_line_of_its_own():
    assert written(benjamini_hochberg([0.01, 0.4], family="two"), "nl") == ""
    analysis = regions_compared(DEMO)
    assert len(analysis.results) == 12  # four questions: a funnel, a model and a table each
    lines = analysis.in_language("en").splitlines()
    assert len(lines) == 1 + len(analysis.statements) + 8


def test_an_answer_is_shown_by_name_where_html_is_not():
    analysis = regions_compared(DEMO)
    assert repr(analysis) == f"Analysis(tsd-2020: regions_compared, {len(analysis.table)} rows)"


def test_replication_of_one_evaluation_holds_only_its_claims():
    every = replicate(DEMO).table["claim"]
    own = replicate(DEMO, evaluation="aef-2020").table["claim"]
    assert list(own) == [name for name in every if name.startswith("C")]
    assert 0 < len(own) < len(every)


def test_what_is_predicted_for_a_share_is_a_share():
    table = replicate(DEMO, evaluation="tsd-2020").table.dropna(subset=["predicted_low"])
    assert len(table)
    assert table["predicted_low"].ge(0).all()
    assert table["predicted_high"].le(1).all()


def test_bounds_under_an_assumption_are_whole_municipalities_within_the_certain_ones():
    table = missing_interviews(DEMO).table
    ends = table[["low", "assumed_low", "assumed_high", "high"]]
    assert ends.apply(lambda row: row.is_monotonic_increasing, axis=1).all()
    assert (ends % 1 == 0).all(axis=None)


def test_a_column_in_which_nothing_stands_is_left_out():
    answer = replicate(DEMO, evaluation="aef-2020")
    heads, rows = shown_rows(answer, "en")
    assert "TOST, p" not in heads
    assert {len(row) for row in rows} == {len(heads)}
    assert all(any(column) for column in zip(*rows, strict=True))


def test_many_calculations_stand_folded_and_few_stand_open():
    assert "<details>" in regions_compared(DEMO).to_html("en")
    assert "<details open>" in replicate(DEMO, evaluation="aef-2020").to_html("nl")


def test_one_risk_that_came_back_takes_a_verb_in_the_singular():
    moments = pd.DataFrame(
        {
            "risk": ["a"] * 3 + ["b"] * 3,
            "time": [0, 1, 2] * 2,
            "in_view": ["ja", "nee", "ja"] + ["ja"] * 3,
        }
    )
    line = time_in_view(moments).in_language("nl")
    assert line.startswith("1 van 2 risico's raakte uit beeld, 1 kwam terug")


def test_a_measure_of_a_share_is_named_by_a_percentage_and_one_without_a_bound_by_being_given():
    share = Indicator(item="A1.2", at_least=0.01, unit="municipality")
    assert share.label(DEMO.item("A1.2")).nl.endswith(": minstens 1%")
    number = Indicator(item="D3.6", at_least=3, unit="centre-municipality")
    assert number.label(DEMO.item("D3.6")).en.endswith(": at least 3")
    given = Indicator(item="D1.4", at_least=0, unit="centre-municipality")
    assert given.label(DEMO.item("D1.4")).nl.endswith(": ingevuld")
