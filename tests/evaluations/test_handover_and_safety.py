"""The handover in time, how long families wait, and risks that go out of view."""

import pytest

from evalkit.evaluations import handover_terms, safety_in_view, waiting_times
from evalkit.evaluations.waiting import half_contacted
from evalkit.inference import CumulativeIncidence, RiskView, SurvivalCurve, aalen_johansen
from evalkit.study import open_study

DEMO = open_study("demo")


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


def test_where_no_term_was_agreed_that_is_said_before_any_comparison(study):
    analysis = handover_terms(study, region="Regio B")
    assert [s.in_language("nl") for s in analysis.statements] == [
        "De afspraken in Regio B noemen geen termijn voor het aannemen.",
        (
            "Ter vergelijking, in Regio B, van verzonden tot aangenomen: 1 van 2 dossiers binnen vijf "
            "werkdagen."
        ),
        "De afspraken in Regio B noemen geen termijn voor het eerste contact.",
        (
            "Ter vergelijking, in Regio B, van verzonden tot eerste contact: 1 van 2 dossiers binnen "
            "tien weken."
        ),
    ]
    assert any("niet van het lokale team" in caution.nl for caution in analysis.cautions)


def test_where_some_named_no_term_the_comparison_is_of_those_only(study):
    first, second, *_ = (s.in_language("nl") for s in handover_terms(study).statements)
    assert first == (
        "In de hele studie, van verzonden tot aangenomen: 1 van 3 dossiers binnen de termijn van de "
        "eigen afspraken."
    )
    assert second == (
        "Ter vergelijking, in de hele studie, van verzonden tot aangenomen, waar de afspraken geen "
        "termijn noemen: 1 van 2 dossiers binnen vijf werkdagen."
    )


def test_shares_of_different_own_terms_are_not_to_be_compared(study):
    def warns(analysis):
        return any("vergelijk de aandelen niet" in caution.nl for caution in analysis.cautions)

    assert not warns(handover_terms(study))  # one own term only
    assert warns(handover_terms(DEMO))
    assert handover_terms(study).titles["late"].nl == "Niet binnen de termijn"


def test_the_days_until_sending_are_described_where_the_decision_is_dated(make_study, places):
    decided = ["2019-03-01", "2019-02-27", "2019-02-18", ""]
    handovers = [
        {**_handover(n, "2019-03-06", "2019-03-11"), "decided": day}
        for n, day in enumerate(decided, start=1)
    ]
    units = [_file(n) for n in range(1, 5)]
    analysis = handover_terms(make_study(places | {"units": units, "handovers": handovers}))
    first = analysis.table.iloc[0]
    assert (first["stage"].nl, first["basis"].nl) == (
        "van besluit tot verzonden", "beschrijving, geen termijn",
    )  # fmt: skip
    assert first[["files", "within", "late", "not_counted"]].tolist() == [3, 2, 1, 1]
    assert analysis.results[1].value == 3  # 1, 3 and 10 working days
    assert analysis.statements[-1].in_language("nl") == (
        "In de hele studie van besluit tot verzonden langer dan vijf werkdagen: 1 van 3 dossiers."
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
    assert kinds == ["SurvivalCurve", "CumulativeIncidence", "Estimate", "Estimate"] * 2
    own = analysis.results[0]
    assert isinstance(own, SurvivalCurve)
    assert own.table["time"].tolist() == [1.0, 5.0, 12.0]
    incidence = analysis.results[1]
    assert isinstance(incidence, CumulativeIncidence)
    assert incidence.at(12, "first_contact").value == pytest.approx(2 / 3)
    assert incidence.at(12, "geweigerd").value == pytest.approx(1 / 3)


def test_half_of_all_had_contact_later_than_half_of_those_not_refused():
    """Counted on the raw handovers: 69 of 148 within 14 working days, 75 within 15."""
    curve, ends, half, _ = waiting_times(DEMO).results
    assert (curve.median().value, half.value) == (14, 15)
    assert ends.at(14, "first_contact").value < 0.5 <= ends.at(15, "first_contact").value
    shares = [
        ends.at(time, "first_contact")
        for time in (half.low - 1, half.low, half.high - 1, half.high)
    ]
    assert [share.high >= 0.5 for share in shares[:2]] == [False, True]
    assert [share.low >= 0.5 for share in shares[2:]] == [False, True]


def test_half_is_not_reached_where_refusals_leave_too_few():
    ends = aalen_johansen([1, 2, 3, 4], ["first_contact", "geweigerd", "geweigerd", "verhuisd"])
    assert half_contacted(ends).reason.nl.startswith("niet bereikt")
    exactly = aalen_johansen(
        [1, 2, 3, 4], ["first_contact", "first_contact", "geweigerd", "verhuisd"]
    )
    assert half_contacted(exactly).value == 2


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
    assert first[["start", "later"]].tolist() == [0, 1]
    assert analysis.results[0].latest.table["time"].iloc[-1] == pytest.approx(92 / (365.25 / 12))
    own = safety_in_view(study, region="VT92")
    assert own.table[["own_risks", "own_out"]].iloc[0].tolist() == [1, 0]
    assert own.statements[0].in_language("nl") == (
        "In Regio B uit beeld geraakt na de overdracht: 0 van 1 risico's. Niet alle risico's zijn even "
        "lang gevolgd."
    )


def test_a_file_with_an_undated_moment_is_not_timed(make_study, places):
    risks = [_moment("D1", 0, "2019-03-04", "ja"), _moment("D1", 1, "", "nee")]
    study = make_study(places | {"units": [_file(1)], "risks": risks})
    assert safety_in_view(study).reason is not None


def test_out_of_view_at_the_handover_and_later_are_told_apart_per_source(make_study, places):
    risks = [
        _moment("D1", 0, "2019-03-04", "nee"), _moment("D1", 1, "2019-06-04", "nee"),
        _moment("D1", 0, "2019-03-04", "ja", risk="r2"),
        _moment("D1", 1, "2019-06-04", "nee", risk="r2"),
        _moment("D2", 0, "2019-03-04", "ja", source="team"),
        _moment("D2", 1, "2019-06-04", "nee", source="team"),
        _moment("D3", 0, "2019-03-04", "nee"),
    ]  # fmt: skip
    units = [_file(n, "GM9001" if n < 3 else "GM9003") for n in range(1, 4)]
    study = make_study(places | {"units": units, "risks": risks})
    analysis = safety_in_view(study)
    assert analysis.table[["risks", "start", "later", "out"]].to_numpy().tolist() == [
        [4, 2, 2, 4], [3, 2, 1, 3], [1, 0, 1, 1],
    ]  # fmt: skip
    assert [s.in_language("nl") for s in analysis.statements[1:]] == [
        (
            "Gezien door Veilig Thuis, al uit beeld bij de overdracht: 2 van 3 risico's; van de andere "
            "daarna: 1 van 1 risico's."
        ),
        ("Toegevoegd door het lokale team, uit beeld geraakt na de overdracht: 1 van 1 risico's."),
    ]
    # Nobody was left to lose later.
    assert safety_in_view(study, region="VT92").statements[0].in_language("en") == (
        "In Regio B out of view at the handover: 1 of 1 risks. Not all risks were followed equally long."
    )


def test_the_share_in_view_after_six_months_is_given_where_enough_were_followed():
    def estimates(**where):
        results = safety_in_view(DEMO, **where).results
        return [each for each in results if not isinstance(each, RiskView)]

    (whole,) = estimates()
    assert whole.value == safety_in_view(DEMO).results[0].latest.at(6).value
    assert len(estimates(region="VT93")) == 1
    assert estimates(region="VT92") == []  # four followed for so long
    assert estimates(municipality="GM9015") == []
