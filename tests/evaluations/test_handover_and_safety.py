"""The handover in time, how long families wait, and risks that go out of view."""

import pytest

from evalkit.evaluations import handover_terms, safety_in_view, waiting_times
from evalkit.inference import CumulativeIncidence, SurvivalCurve


def _file(number, place="GM9001"):
    return {"unit": f"D{number}", "kind": "file", "municipality": place, "wave": "w0"}


def _handover(number, accepted="", contact="", *, reason="eerste contact", end="", place="GM9001"):
    region = "VT91" if place < "GM9003" else "VT92"
    return {
        "unit": f"D{number}", "region": region, "municipality": place, "sent": "2019-03-04",
        "accepted": accepted, "first_contact": contact, "end": end or contact, "end_reason": reason,
    }  # fmt: skip


@pytest.fixture
def study(make_study, places):
    """Region A agreed on two working days until 2019 and five after it; region B on nothing."""
    units = [_file(n, "GM9001" if n < 4 else "GM9003") for n in range(1, 6)]
    units += [
        {"unit": "OLD", "kind": "document", "region": "VT91", "wave": "w0", "date": "2017-01-01"},
        {"unit": "NEW", "kind": "document", "region": "VT91", "wave": "w0", "date": "2019-06-01"},
    ]
    codings = [
        {"unit": unit, "item": "C2.4", "facet": "paper", "value": value}
        for unit, value in (("OLD", "2"), ("NEW", "5"))
    ]
    handovers = [
        _handover(1, "2019-03-06", "2019-03-11"),
        _handover(2, "2019-03-07", "2019-03-20"),
        _handover(3, reason="geweigerd", end="2019-03-05"),
        _handover(4, "2019-03-08", "2019-03-15", place="GM9003"),
        _handover(5, "2019-03-20", reason="einde waarneming", end="2020-06-30", place="GM9003"),
    ]
    return make_study(places | {"units": units, "handovers": handovers}, {"anna": codings})


def test_a_handover_is_held_against_the_term_in_force_when_it_was_sent(study):
    table = handover_terms(study).table
    rows = [
        (row["stage"].nl, row["term"].nl, row["basis"].nl, row["files"], row["within"], row["late"],
         row["ended"], row["open"])
        for row in table.to_dict("records")
    ]  # fmt: skip
    assert rows == [
        ("van verzonden tot aangenomen", "2 werkdagen", "eigen afspraken", 3, 1, 1, 1, 0),
        ("van verzonden tot aangenomen", "5 werkdagen", "ter vergelijking", 2, 1, 1, 0, 0),
        ("van verzonden tot eerste contact", "10 weken", "ter vergelijking", 5, 3, 1, 1, 0),
    ]


def test_the_sentence_says_which_term_it_is(study):
    said = [s.in_language("nl") for s in handover_terms(study, region="Regio B").statements]
    assert said == [
        (
            "In Regio B, van verzonden tot aangenomen, waar de afspraken geen termijn noemen: 1 van 2 "
            "dossiers binnen vijf werkdagen."
        ),
        (
            "In Regio B, van verzonden tot eerste contact, waar de afspraken geen termijn noemen: 1 van "
            "2 dossiers binnen tien weken."
        ),
    ]
    assert any(
        "niet van het lokale team" in caution.nl for caution in handover_terms(study).cautions
    )


def test_ends_are_counted_and_the_curves_are_in_working_days(study):
    analysis = waiting_times(study, region="VT91")
    ends = {
        row["end"].nl: (row["own_files"], row["files"]) for row in analysis.table.to_dict("records")
    }
    assert ends == {
        "eerste contact met het gezin": (2, 3),
        "geweigerd door het team": (1, 1),
        "nog open aan het einde": (0, 1),
    }
    kinds = [type(result).__name__ for result in analysis.results]
    assert kinds == ["SurvivalCurve", "CumulativeIncidence", "Estimate"] * 2
    own = analysis.results[0]
    assert isinstance(own, SurvivalCurve)
    assert own.table["time"].tolist() == [1.0, 5.0, 12.0]
    incidence = analysis.results[1]
    assert isinstance(incidence, CumulativeIncidence)
    assert incidence.at(12, "first_contact").value == pytest.approx(2 / 3)
    assert incidence.at(12, "geweigerd").value == pytest.approx(1 / 3)


def test_a_median_that_is_not_reached_says_so(make_study, places):
    handovers = [
        _handover(1, contact="2019-03-06"),
        *(_handover(n, reason="einde waarneming", end="2019-04-01") for n in (2, 3)),
    ]
    study = make_study(places | {"units": [_file(n) for n in (1, 2, 3)], "handovers": handovers})
    line = waiting_times(study).results[0].in_language("nl")
    assert "mediaan niet bereikt" in line


def _moment(unit, moment, date, seen, *, risk="r1", source="VT"):
    return {"unit": unit, "risk": risk, "source": source, "moment": moment, "date": date,
            "in_view": seen}  # fmt: skip


def test_risks_that_no_longer_exist_did_not_go_out_of_view(make_study, places):
    risks = [
        _moment("D1", 0, "2019-03-04", "ja"), _moment("D1", 1, "2019-06-04", "nee"),
        _moment("D1", 2, "2019-09-04", "ja"),
        _moment("D2", 0, "2019-03-04", "ja"), _moment("D2", 1, "2019-06-04", "nvt"),
        _moment("D2", 2, "2019-09-04", "nee"),
        _moment("D3", 0, "2019-03-04", "nb"), _moment("D3", 1, "2019-06-04", "nr"),
        _moment("D4", 0, "2019-03-04", "ja", source="team"),
        _moment("D4", 1, "2019-06-04", "ja", source="team"),
    ]  # fmt: skip
    units = [_file(n, "GM9001" if n < 4 else "GM9003") for n in range(1, 5)]
    study = make_study(places | {"units": units, "risks": risks})
    analysis = safety_in_view(study)
    first = analysis.table.iloc[0]
    assert first[["risks", "out", "returned", "stayed", "unknown"]].tolist() == [3, 1, 1, 2, 1]
    assert analysis.results[0].latest.table["time"].iloc[-1] == pytest.approx(92 / (365.25 / 12))
    own = safety_in_view(study, region="VT92")
    assert own.table[["own_risks", "own_out"]].iloc[0].tolist() == [1, 0]
    assert own.statements[0].in_language("nl") == "In Regio B raakten 0 van 1 risico's uit beeld."


def test_a_file_with_an_undated_moment_is_not_timed(make_study, places):
    risks = [_moment("D1", 0, "2019-03-04", "ja"), _moment("D1", 1, "", "nee")]
    study = make_study(places | {"units": [_file(1)], "risks": risks})
    assert safety_in_view(study).reason is not None
