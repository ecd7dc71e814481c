"""What the agreements hold, on paper and in practice, in which version, and how both parties see it."""

import pytest

from evalkit.evaluations import (
    agreement_content,
    agreement_versions,
    paper_and_practice,
    two_parties,
)
from evalkit.evaluations.documents import documents_in_force
from evalkit.inference import hypergeometric_interval


def _document(unit, region, wave, **more):
    return {"unit": unit, "kind": "document", "region": region, "wave": wave} | more


def _code(unit, item, value, facet=""):
    return {"unit": unit, "item": item, "facet": facet, "value": value}


@pytest.fixture
def study(make_study, places):
    """Region A has an old and a new document and a draft, region B one, and B2 one of its own."""
    units = [
        _document("A1", "VT91", "w0"), _document("A2", "VT91", "w1"), _document("A3", "VT91", "w1"),
        _document("B1", "VT92", "w0"),
    ]  # fmt: skip
    codings = [
        _code("A1", "C0.2", "colleges"), _code("A1", "C0.2.1", "2017-03-01"),
        _code("A2", "C0.2", "bestuur"), _code("A2", "C0.2.1", "01-09-2020"),
        _code("A3", "C0.2", "concept"), _code("A3", "C0.2.1", "2022-01-01"),
        _code("B1", "C0.2", "management"), _code("B1", "C0.2.1", "2018-01-01"),
        _code("A1", "B4.2", "2019-01-01"), _code("A1", "B4.2.1", "2019-06-01"),
        _code("A2", "B4.2", "2022-01-01"), _code("B1", "B4.2", "nvt"),
        _code("A1", "C2.1", "0", "paper"), _code("A2", "C2.1", "3", "paper"),
        _code("A3", "C2.1", "4", "paper"), _code("B1", "C2.1", "1", "paper"),
        _code("A2", "C1.12", "2", "paper"), _code("B1", "C1.12", "nb", "paper"),
        _code("A2", "C2.1", "1", "practice"), _code("B1", "C2.1", "2", "practice"),
        _code("A2", "C2.2", "schriftelijk|telefonisch", "paper"),
        _code("A2", "C2.2", "schriftelijk", "practice"),
    ]  # fmt: skip
    return make_study(places | {"units": units}, {"anna": codings})


def test_the_last_adopted_version_is_in_force_and_a_draft_never_is(study):
    assert documents_in_force(study)["unit"].tolist() == ["B1", "A2"]
    assert documents_in_force(study, wave="w0")["unit"].tolist() == ["A1", "B1"]


def test_worked_out_is_counted_over_the_documents_in_force(study):
    analysis = agreement_content(study)
    rows = analysis.table.set_index(analysis.table["subject"].map(lambda text: text.en))
    criteria, child = rows.loc["Handover criteria"], rows.loc["Voice of the child"]
    assert (criteria["elaborated"], criteria["documents"], criteria["missing"]) == (1, 2, 0)
    assert [criteria[f"level_{level}"] for level in range(5)] == [0, 1, 0, 1, 0]
    assert (child["elaborated"], child["documents"], child["missing"]) == (1, 1, 1)
    exact = hypergeometric_interval(1, 2, 26)
    assert (criteria["low"], criteria["high"]) == (exact.low, exact.high)


def test_a_municipality_has_the_agreements_of_its_region(study):
    analysis = agreement_content(study, municipality="Gemeente A2")
    own = dict(zip((s.nl for s in analysis.table["subject"]), analysis.table["own"], strict=True))
    assert own["Criteria voor overdracht"].nl == "uitgewerkt met termijn en verantwoordelijke"
    assert analysis.statements[0].in_language("nl") == (
        "In de afspraken die gelden in Gemeente A2 staat bij 2 van 2 onderwerpen wie wat doet."
    )


def test_what_is_not_mentioned_is_named(study):
    analysis = agreement_content(study, region="VT91", wave="w0")
    assert analysis.statements[1].in_language("nl") == (
        "Niet genoemd in de afspraken: “Criteria voor overdracht”."
    )


def test_paper_and_practice_are_crossed_per_document_and_per_form(study):
    table = paper_and_practice(study).table
    rows = table.set_index(table["subject"].map(lambda text: text.nl))
    criteria = rows.loc["Criteria voor overdracht"]
    assert criteria[["both", "paper_only", "practice_only", "neither", "n"]].tolist() == [
        0, 1, 1, 0, 2,
    ]  # fmt: skip
    assert rows.loc["Vorm van de overdracht: telefonisch", "paper_only"] == 1
    assert rows.loc["Vorm van de overdracht: schriftelijk", "both"] == 1


def test_the_gap_of_a_region_is_told(study):
    said = [s.in_language("nl") for s in paper_and_practice(study, region="VT91").statements]
    assert said == [
        (
            "Wel afgesproken, maar in de praktijk niet meestal gezien in Regio A: “Criteria voor "
            "overdracht” en “Vorm van de overdracht: telefonisch”."
        ),
        "Wel gezien, maar niet uitgewerkt op papier in Regio A: geen enkel onderwerp.",
    ]


def test_subjects_with_the_same_gap_are_all_named(study):
    assert [s.in_language("nl") for s in paper_and_practice(study).statements] == [
        (
            "Het vaakst alleen op papier, niet in de praktijk: “Vorm van de overdracht: telefonisch”, "
            "in 1 van 1 regio's."
        )
    ]
    said = agreement_content(study).statements[1].in_language("nl")
    assert said == "Het minst vaak uitgewerkt: “Criteria voor overdracht”, in 1 van 2 regio's."


@pytest.fixture
def after_the_files(make_study, places):
    """Region A has agreements from after its last file, region B from between its files."""
    units = [
        _document("A", "VT91", "w0", date="2019-07-01"),
        _document("B", "VT92", "w0", date="2019-07-01"),
        *(
            {"unit": unit, "kind": "file", "municipality": place, "wave": "w0", "date": day}
            for unit, place, day in (
                ("D1", "GM9001", "2019-01-05"), ("D2", "GM9002", "2019-06-30"),
                ("D3", "GM9003", "2019-06-30"), ("D4", "GM9004", "2019-02-01"),
            )
        ),
    ]  # fmt: skip
    codings = [_code(unit, "C2.1", "3", "paper") for unit in "AB"]
    handovers = [{"unit": "D3", "region": "VT92", "municipality": "GM9003", "sent": "2019-07-02"}]
    return make_study(places | {"units": units, "handovers": handovers}, {"anna": codings})


def test_agreements_younger_than_every_file_are_told(after_the_files):
    def last(language="nl", **place):
        return agreement_content(after_the_files, **place).statements[-1].in_language(language)

    assert last(region="VT91") == (
        "De afspraken in Regio A gelden sinds juli 2019; de dossiers zijn van daarvoor."
    )
    assert last("en", municipality="GM9004") == (
        "The agreements in Gemeente B2 have been in force since July 2019; the case files are from "
        "before that."
    )
    for place in ({"region": "VT92"}, {"municipality": "GM9003"}):  # handed over a day later
        assert "sinds" not in last(**place)
    assert last() == "Geldende afspraken van na de laatste dossiers: 1 van 2 documenten."


def test_an_evaluation_is_on_time_late_or_overdue(study):
    table = agreement_versions(study).table
    found = {
        row["document"].nl: (row["in_force"].nl, row["evaluation"].nl, row["since"].nl)
        for row in table.to_dict("records")
    }
    assert found["A1"] == ("nee", "gehouden, later dan afgesproken", "1 maart 2017")
    assert found["A2"] == ("ja", "niet gehouden, datum voorbij", "1 september 2020")
    assert found["B1"][1] == "niet afgesproken"
    assert found["A3"][0] == "nee"


def test_a_single_document_gets_a_sentence_of_its_own(study):
    told = [s.in_language("nl") for s in agreement_versions(study, region="VT91").statements]
    assert told == [
        "Het geldende document is gemaakt na de nieuwe werkwijze van Veilig Thuis (2019).",
        "De afgesproken evaluatie is gehouden bij 1 van 2 documenten; op tijd: 0.",
    ]
    told = [s.in_language("nl") for s in agreement_versions(study, region="VT92").statements]
    assert told == [
        "Het geldende document is gemaakt vóór de nieuwe werkwijze van Veilig Thuis (2019)."
    ]


@pytest.mark.parametrize(
    ("held", "told"),
    [("2019-06-01", "op tijd gehouden"), ("2020-02-01", "te laat gehouden"), ("", "niet gehouden")],
)
def test_a_single_agreed_evaluation_gets_a_sentence_of_its_own(make_study, places, held, told):
    units = [_document("A", "VT91", "w0", date="2018-01-01")]
    codings = [_code("A", "B4.2", "2020-01-01")]
    codings += [_code("A", "B4.2.1", held)] if held else []
    study = make_study(places | {"units": units}, {"anna": codings})
    said = agreement_versions(study).statements[-1].in_language("nl")
    assert said == f"De afgesproken evaluatie is {told}."


def test_an_evaluation_after_the_wave_was_not_held_yet(study):
    table = agreement_versions(study, wave="w0").table
    assert [unit.nl for unit in table["document"]] == ["A1", "B1"]


def test_both_parties_are_paired_by_municipality(make_study, places):
    def answer(party, place, value, item="C4.4"):
        return {
            "respondent": f"{party}{place}{item}", "party": party, "municipality": place,
            "wave": "w0", "item": item, "value": value,
        }  # fmt: skip

    answers = [
        answer("VT", "GM9001", "2"), answer("team", "GM9001", "4"),
        answer("VT", "GM9002", "3"), answer("team", "GM9002", "3"),
        answer("VT", "GM9003", "nr"), answer("team", "GM9003", "5"),
        answer("VT", "GM9004", "5", "C4.5"),
        answer("VT", "GM9001", "nee", "C4.1"), answer("team", "GM9001", "ja", "C4.1"),
    ]  # fmt: skip
    study = make_study(places | {"answers": answers})
    analysis = two_parties(study)
    table = analysis.table.set_index(analysis.table["question"].map(lambda text: text.en))
    assert table.index.tolist() == ["Awareness", "Role clarity"]
    clarity = table.loc["Role clarity"]
    columns = ["pairs", "same", "first_higher", "second_higher", "only_second"]
    assert clarity[columns].tolist() == [2, 1, 0, 1, 1]
    assert clarity["difference"] == 1.0
    assert clarity["rosier"].nl == "niet aangetoond"
    own = two_parties(study, municipality="GM9002").table.iloc[1]
    assert (own["own_pairs"], own["own_same"], own["pairs"]) == (1, 1, 2)


def test_in_one_municipality_the_parties_are_told_in_words_with_how_many_were_asked(
    make_study, places
):
    answers = [
        {"respondent": party, "party": party, "municipality": "GM9001", "wave": "w0",
         "item": item, "value": value}
        for party, item, value in (
            ("VT", "C4.4", "2"), ("team", "C4.4", "4"), ("VT", "C4.5", "3"), ("team", "C4.5", "3"),
        )
    ]  # fmt: skip
    analysis = two_parties(make_study(places | {"answers": answers}), municipality="GM9001")
    assert [said.in_language("nl") for said in analysis.statements] == [
        "hetzelfde antwoord: “Elkaar vinden en begrijpen” (ondervraagden: 2).",
        "lokaal team positiever: “Rolduidelijkheid” (ondervraagden: 2).",
    ]
    assert [own.nl for own in analysis.table["own"]] == [
        "lokaal team positiever", "hetzelfde antwoord",
    ]  # fmt: skip
    assert "own" in analysis.derived  # left out of a protected report


def test_twelve_rosier_teams_are_shown_to_be_rosier_after_adjusting(make_study, places):
    municipalities = [
        {"municipality": f"GM90{n:02}", "name": f"Gemeente {n}"} for n in range(1, 13)
    ]
    answers = [
        {"respondent": f"{party}{row['municipality']}", "party": party, "wave": "w0",
         "municipality": row["municipality"], "item": "C4.4", "value": value}
        for row in municipalities
        for party, value in (("VT", "2"), ("team", "4"))
    ]  # fmt: skip
    tables = places | {"municipalities": municipalities, "memberships": places["memberships"][:1]}
    row = two_parties(make_study(tables | {"answers": answers})).table.iloc[0]
    assert row["rosier"].nl == "lokaal team"
    assert row["adjusted"] == pytest.approx(2 * 0.5**12)
