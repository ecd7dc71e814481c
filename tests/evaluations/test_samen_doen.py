import pytest

from evalkit.evaluations.samen_doen import (
    agreement_maintenance,
    escalation_reasons,
    escalation_routes,
    learning_cases,
    meetings,
)
from evalkit.inference import newcombe_interval

ALL = (agreement_maintenance, escalation_reasons, escalation_routes, learning_cases, meetings)


def steps(name, routes, date, **more):
    """An escalation of one step a day from a date on."""
    return [
        {"escalation": name, "step": n, "region": "VT91", "municipality": "GM9001",
         "date": f"{date}-{n:02}", "route": route, **more}
        for n, route in enumerate(routes, start=1)
    ]  # fmt: skip


@pytest.fixture
def log(make_study, places):
    places["escalations"] = [
        *steps("a", [1, 3], "2018-08", trigger="veiligheid|stagnatie"),
        *steps("b", [3], "2019-02", trigger="veiligheid", outcome="onopgelost"),
        *steps("c", [1, 2, 3], "2020-09", outcome="opgelost"),
        *steps("d", [1, 2], "2021-03"),
        *steps("e", ["nb", 3], "2021-05"),
        {"escalation": "f", "step": 1, "region": "VT92", "route": 1},
    ]
    return make_study(places)


def test_routes_are_counted_by_the_year_an_escalation_began(log):
    table = escalation_routes(log).table
    assert [label.nl for label in table["period"]] == [
        "zonder datum", "2018", "2019", "2020", "2021",
    ]  # fmt: skip
    assert table["n"].tolist() == [1, 1, 1, 1, 2]
    assert table["unknown"].tolist() == [0, 0, 0, 0, 1]
    assert table["known"].tolist() == [1, 1, 1, 1, 1]
    assert table["k_skips"].tolist() == [0, 1, 1, 0, 0]
    assert table["k_conforms"].tolist() == [1, 0, 0, 1, 1]
    assert table["k_top"].tolist() == [0, 1, 1, 1, 0]


def test_the_years_of_the_study_are_halved_without_a_look_at_the_outcome(make_study, places):
    places["escalations"] = [
        *(row for n in range(5) for row in steps(f"a{n}", [1, 3] if n else [1], "2015-08")),
        *(row for n in range(5) for row in steps(f"b{n}", [1, 1] if n else [1, 3], "2021-03")),
        {"escalation": "c", "step": 1, "region": "VT92", "route": 1, "date": "2010-01-10"},
    ]
    study = make_study(places)
    analysis = escalation_routes(study, region="VT91")
    by_hand = newcombe_interval(4, 5, 1, 5)
    difference = analysis.results[1]
    assert (difference.value, difference.low, difference.high) == (
        by_hand.value, by_hand.low, by_hand.high,
    )  # fmt: skip
    assert [each.in_language("nl") for each in analysis.statements[1:]] == [
        "Een route overgeslagen: 5 van 10 escalaties.",
        "Een route herhaald: 4 van 10 escalaties.",
        # The years of the whole study: this region alone would be cut after 2017.
        "Een route overgeslagen in 2010 tot en met 2015: 4 van 5 escalaties; daarna: 1 van 5 escalaties.",
    ]


def test_fewer_than_five_in_either_half_are_not_compared(log):
    analysis = escalation_routes(log)
    assert len(analysis.results) == 1
    assert not any("tot en met" in each.text.nl for each in analysis.statements)


def test_a_single_escalation_is_told_by_what_it_did(make_study, places):
    places["escalations"] = steps("a", [1, 3, 3], "2018-08")
    said = [each.in_language("nl") for each in escalation_routes(make_study(places)).statements]
    assert said == [
        "De ene escalatie sloeg een route over.",
        "De ene escalatie herhaalde een route.",
    ]


def test_an_escalation_belongs_to_the_place_and_wave_where_it_began(log):
    assert escalation_routes(log, wave="w0").table["n"].sum() == 2
    region = escalation_routes(log, region="VT92")
    assert region.table["n"].tolist() == [1]
    # One year, and that unknown: nothing to compare.
    assert len(region.results) == 1
    assert escalation_routes(log, municipality="GM9003").reason is not None


def test_of_several_triggers_each_counts_and_the_last_outcome_holds(log):
    table = escalation_reasons(log).table
    counted = {
        (row["what"].en, row["answer"].en): (row["k"], row["n"]) for _, row in table.iterrows()
    }
    assert counted["Trigger", "safety of a person at risk"] == (2, 2)
    assert counted["Trigger", "cooperation stagnates"] == (1, 2)
    assert counted["Outcome", "resolved"] == (1, 2)


@pytest.fixture
def workgroup(make_study, places):
    units = [("M1", "meeting"), ("M2", "meeting"), ("P1", "agenda-point"), ("X1", "action"),
             ("X2", "action"), ("C1", "case-discussion"), ("C2", "case-discussion"),
             ("DOC1", "document"), ("DOC2", "document"), ("J1", "region-year"),
             ("J2", "region-year")]  # fmt: skip
    places["units"] = [{"unit": u, "kind": kind, "region": "VT91"} for u, kind in units]
    coded = {
        "M1": {"B2.2": "regio", "B2.3": "3/5", "B2.4": "91", "B2.4.1": "91"},
        "M2": {"B2.2": "gemeente", "B2.3": "2/5", "B2.4": "120", "B2.4.1": "91"},
        "P1": {"B2.1": "gaat-goed"},
        "X1": {"B2.5": "ja"},
        "X2": {"B2.5": "nb"},
        "C1": {"B3.1": "vt", "B3.3": "rollen|overdracht", "B3.2.1": "veilig"},
        "C2": {"B3.1": "vt", "B3.3": "rollen"},
        "DOC1": {"B4.1": "colleges", "B4.2": "2018-03-01", "B4.2.1": "2018-05-01"},
        "DOC2": {"B4.1": "algemeen-bestuur", "B4.2": "2022-03-01", "B4.3": "kennisplan"},
        "J1": {"B5.1": "4/18"},
        "J2": {"B5.1": "9/18"},
    }
    rows = [
        {"unit": unit, "item": item, "value": value}
        for unit, answers in coded.items()
        for item, value in answers.items()
    ]
    return make_study(places, {"een": rows})


def counted(analysis):
    return {
        (row["item"].en, row["answer"].en): (row["k"], row["n"])
        for _, row in analysis.table.iterrows()
    }


def test_meetings_keep_their_rhythm_or_not(workgroup):
    analysis = meetings(workgroup)
    counts = counted(analysis)
    assert counts["Rhythm", "within the agreed rhythm"] == (1, 2)
    assert counts["Scale", "sub-region"] == (0, 2)
    assert counts["Action done", "yes"] == (1, 1)
    assert [line.in_language("en") for line in analysis.statements] == [
        "Within the agreed rhythm: 1 of 2 meetings.",
        "Done: 1 of 1 action points.",
        "More than half of the local teams present: 1 of 2 meetings.",
    ]


def test_lessons_are_counted_and_the_words_used_stay_out(workgroup):
    analysis = learning_cases(workgroup)
    assert counted(analysis)["Theme of the lesson", "roles"] == (2, 2)
    assert counted(analysis)["Theme of the lesson", "handover"] == (1, 2)
    assert "veilig" not in analysis.to_html("nl").replace("veiligheid", "")


def test_evaluations_and_aldermen_are_counted(workgroup):
    counts = counted(agreement_maintenance(workgroup))
    assert counts["Evaluation held", "held"] == (1, 2)
    assert counts["Evaluation held", "held, in time"] == (0, 2)
    assert counts["Aldermen reached", "took part in an activity"] == (13, 36)
    assert counts["Annexes", "knowledge and quality plan"] == (1, 1)
    # Agreements are a region's: its municipalities show the same, and say whose it is.
    analysis = agreement_maintenance(workgroup, municipality="GM9002")
    region = agreement_maintenance(workgroup, region="VT91")
    assert analysis.table.equals(region.table)
    assert [each.in_language("nl") for each in analysis.statements] == [
        "In Regio A gehouden: 1 van 2 geplande evaluaties van afspraken.",
        "In Regio A bereikt: 13 van 36 wethouders.",
    ]
    assert [len(each.cautions) for each in (analysis, region)] == [2, 1]
    assert agreement_maintenance(workgroup, municipality="GM9003").reason is not None


@pytest.mark.parametrize(
    ("held", "told"), [("2018-05-01", "is gehouden"), ("nvt", "is niet gehouden")]
)
def test_a_single_evaluation_that_was_planned_is_told_in_words(make_study, places, held, told):
    places["units"] = [{"unit": "DOC1", "kind": "document", "region": "VT91"}]
    answers = {"B4.1": "colleges", "B4.2": "2018-03-01", "B4.2.1": held}
    rows = [{"unit": "DOC1", "item": item, "value": value} for item, value in answers.items()]
    analysis = agreement_maintenance(make_study(places, {"een": rows}), region="VT91")
    assert [each.in_language("nl") for each in analysis.statements] == [
        f"De ene geplande evaluatie van de afspraken in Regio A {told}."
    ]


@pytest.mark.parametrize("ask", ALL)
@pytest.mark.parametrize("schemes", [["samen-doen-2021"], ["tsd-2020"], []])
def test_a_study_without_such_units_says_what_is_lacking(ask, schemes, make_study, places):
    analysis = ask(make_study(places, schemes=schemes))
    assert analysis.reason is not None
    assert analysis.table.empty
    assert analysis.reason.nl in analysis.to_html("nl").replace("&#39;", "'")
