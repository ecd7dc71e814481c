import math

import pytest

from evalkit.evaluations.regioaanpak import interview_answers, missing_interviews
from evalkit.inference import hypergeometric_interval


@pytest.fixture
def interviews(make_study, places):
    """Six centre municipalities of which four were interviewed."""
    places["units"] = [
        {"unit": f"CG{n}", "kind": "centre-municipality", "region": f"VT9{1 + n % 2}"}
        for n in range(6)
    ]
    answers = {"D5.3": ["ja", "ja", "nee", "nr"], "D3.4": ["generalistisch", "nvt", "nb", "nvt"]}
    coded = [
        {"unit": f"CG{n}", "item": item, "value": value}
        for item, values in answers.items()
        for n, value in enumerate(values)
    ]
    coded += [
        {"unit": f"CG{n}", "item": "D5.1", "facet": "practice", "value": value}
        for n, value in enumerate(["geen", "geen", "lopend"])
    ]
    coded += [{"unit": f"CG{n}", "item": "D7", "value": "vt-team|anders"} for n in range(2)]
    return make_study(places, {"een": coded}, waves=())


def rows(analysis, item):
    table = analysis.table
    return table[[label.en == item for label in table["item"]]]


def test_answers_are_counted_in_the_order_of_the_scheme(interviews):
    analysis = interview_answers(interviews)
    types = rows(analysis, "Team type with which it goes better")
    assert [label.en for label in types["answer"]] == ["specialised", "generalist", "no difference"]
    assert types["k"].tolist() == [0, 1, 0]
    assert types[["n", "missing", "nvt"]].iloc[0].tolist() == [1, 1, 2]
    wish = rows(analysis, "Wish for outcome indicators")
    assert wish[["k", "n", "missing"]].to_numpy().tolist() == [[1, 3, 1], [2, 3, 1]]
    exact = hypergeometric_interval(2, 3, 6)
    assert wish[["low", "high"]].iloc[1].tolist() == [exact.low, exact.high]
    # Of several answers at once each counts.
    named = rows(analysis, "Bottlenecks in the implementation")
    assert named["k"].tolist() == [2, 0, 0, 2]


def test_the_first_sentence_tells_who_answered(interviews):
    said = [line.in_language("nl") for line in interview_answers(interviews).statements]
    assert said[0] == "Geïnterviewd: 4 van 6 centrumgemeenten."
    assert said[1:] == [
        "Rol van monitoring (praktijk), antwoord “speelt geen rol”: 2 van 3 centrumgemeenten."
    ]


def test_of_answers_given_equally_often_none_is_the_most_common(interviews):
    bounded = missing_interviews(interviews).table["item"]
    assert "Bottlenecks in the implementation" not in {label.en for label in bounded}


def test_the_silent_can_all_have_it_or_none(interviews):
    analysis = missing_interviews(interviews)
    wish = rows(analysis, "Wish for outcome indicators").iloc[0]
    # 2 of 3 of 6: none of the other three, or all; assumed a third to two thirds of them.
    assert wish[["k", "n", "population"]].tolist() == [2, 3, 6]
    assert wish[["low", "high", "assumed_low", "assumed_high"]].tolist() == pytest.approx(
        [2, 5, 3, 4]
    )
    types = rows(analysis, "Team type with which it goes better").iloc[0]
    # Two to which the question does not apply are in no population.
    assert (types["population"], types["low"], types["high"]) == (4, 1, pytest.approx(4))
    assert all(not math.isnan(result.value) for result in analysis.results)


def test_a_region_counts_its_own_centre_municipalities(interviews):
    analysis = interview_answers(interviews, region="Regio A")
    assert analysis.statements[0].values["answered"].k == 2
    assert analysis.statements[0].values["answered"].n == 3


@pytest.mark.parametrize("ask", [interview_answers, missing_interviews])
def test_a_study_without_interviews_says_what_is_lacking(ask, make_study, places):
    analysis = ask(make_study(places))
    assert "centre-municipality" in analysis.reason.nl
    assert analysis.table.empty


@pytest.mark.parametrize("ask", [interview_answers, missing_interviews])
def test_interviews_without_any_answer_are_no_crash(ask, make_study, places):
    places["units"] = [{"unit": "CG1", "kind": "centre-municipality"}]
    coded = [{"unit": "CG1", "item": "D5.3", "value": "nr"}]
    analysis = ask(make_study(places, {"een": coded}))
    assert analysis.reason is not None or analysis.table["n"].eq(0).all()
    analysis.to_html("nl")
