"""Municipalities against the norms, judged again, and what they improved."""

import pandas as pd
import pytest

from evalkit.evaluations import improvement, judgements_again, norm_judgements
from evalkit.inference import Change, Moves, sign_test, table_of_moves
from evalkit.study import open_study


@pytest.fixture
def judge(make_study, places):
    """Return a function that makes a study of judgements: {place: {norm: (first, second)}}."""

    def make(judgements, extra=()):
        units, codings = [], list(extra)
        heads = set()
        for place, norms in judgements.items():
            for norm, values in norms.items():
                for wave, value in zip(("w0", "w1"), values, strict=True):
                    if value is None:
                        continue
                    head = f"{place}@{wave}"
                    if head not in heads:
                        heads.add(head)
                        units.append(
                            {
                                "unit": head,
                                "kind": "municipality",
                                "municipality": place,
                                "wave": wave,
                            }
                        )
                    unit = f"{head}-{norm}"
                    units.append({"unit": unit, "kind": "municipality-norm", "parent": head})
                    codings.append({"unit": unit, "item": "E4", "facet": "", "value": str(value)})
        return make_study(places | {"units": units}, {"anna": codings})

    return make


JUDGED = {
    "GM9001": {"V1": (0, 1), "K2": (0, 0)},
    "GM9002": {"V1": (1, 2), "K2": (0, 1)},
    "GM9003": {"V1": (2, 1), "K2": (1, 1)},
    "GM9004": {"V1": (0, None), "K2": ("nb", None)},
}


def test_the_first_wave_counts_below_at_and_above(judge):
    table = norm_judgements(judge(JUDGED)).table
    assert table[["below", "at", "above", "n", "missing"]].to_numpy().tolist() == [
        [2, 1, 1, 4, 0],
        [2, 1, 0, 3, 1],
    ]
    assert [norm.nl for norm in table["norm"]] == ["V1", "K2"]
    assert [theme.nl for theme in table["theme"]] == ["veiligheid", "kwaliteitszorg"]


def test_another_wave_can_be_asked(judge):
    table = norm_judgements(judge(JUDGED), wave="w1").table
    assert table["n"].tolist() == [3, 3]
    assert table["reached"].tolist() == [3, 2]


def _said(analysis, language="nl"):
    return [statement.in_language(language) for statement in analysis.statements]


EXAMPLES = [
    {"unit": "GM9003@w0", "item": "E5.1", "facet": "", "value": "V"},
    {"unit": "GM9003@w1", "item": "E5.1", "facet": "", "value": "K"},
]


def test_a_municipality_reads_its_good_examples_and_points_to_improve(judge):
    study = judge(JUDGED, EXAMPLES)
    assert _said(norm_judgements(study, municipality="GM9003", wave="w0")) == [
        "Bij de beoordeling (eerste meting) voldoet Gemeente B1 aan 2 van 2 normen.",
        "Goede voorbeelden (boven de norm): V1 (veiligheid).",
        "Het beschreven goede voorbeeld gaat over: veiligheid.",
    ]
    poor = _said(norm_judgements(study, municipality="GM9001", wave="w0"))
    assert poor[1] == "Te verbeteren (onder de norm): V1 (veiligheid) en K2 (kwaliteitszorg)."


def test_who_was_judged_again_reads_the_latest_judgement_beside_the_first(judge):
    study = judge(JUDGED, EXAMPLES)
    again = norm_judgements(study, municipality="GM9002")
    assert _said(again) == [
        (
            "Bij de laatste beoordeling (tweede meting) voldoet Gemeente A2 aan 2 van 2 normen; bij "
            "de eerste (eerste meting) aan 1 van 2 normen."
        ),
        "Goede voorbeelden (laatste beoordeling): V1 (veiligheid).",
    ]
    assert [(row["first"].nl, row["latest"].nl) for row in again.table.to_dict("records")] == [
        ("op norm", "boven norm (goed voorbeeld)"),
        ("onder norm", "op norm"),
    ]
    assert again.table["n"].tolist() == [4, 3]  # all municipalities: of the first wave
    assert again.titles["share"].nl == "Op of boven de norm (eerste meting)"
    worse = _said(norm_judgements(study, municipality="GM9001"), "en")
    assert worse == [
        (
            "At the latest judgement (second wave) Gemeente A1 meets 1 of 2 norms; at the first "
            "(first wave) 0 of 2 norms."
        ),
        "To improve (below the norm at the latest judgement): K2 (quality assurance).",
    ]
    fallen = _said(norm_judgements(study, municipality="GM9003"))
    assert fallen[1:] == ["Het beschreven goede voorbeeld gaat over: kwaliteitszorg."]


def test_what_is_to_improve_comes_before_the_good_examples(judge):
    study = judge({"GM9001": {"V1": (0, 2), "K2": (2, 0), "H1": (2, 1)}})
    assert _said(norm_judgements(study, municipality="GM9001"))[1:] == [
        "Te verbeteren (onder de norm bij de laatste beoordeling): K2 (kwaliteitszorg).",
        "Goede voorbeelden (laatste beoordeling): V1 (veiligheid).",
    ]


def test_who_was_judged_once_reads_that_it_was_the_only_time(judge):
    analysis = norm_judgements(judge(JUDGED), municipality="GM9004")
    assert _said(analysis) == [
        "Bij de enige beoordeling (eerste meting) voldoet Gemeente B2 aan 0 van 1 normen.",
        "Te verbeteren (onder de norm): V1 (veiligheid).",
    ]
    assert [own.nl for own in analysis.table["own"]] == [
        "onder norm",
        "niet te bepalen uit dit materiaal",
    ]
    assert "latest" not in analysis.table


def test_a_region_counts_the_latest_judgement_of_each_municipality(judge):
    study = judge(JUDGED)
    analysis = norm_judgements(study, region="VT92")
    assert _said(analysis) == [
        (
            "Op minstens één norm een goed voorbeeld (meer dan de norm vraagt) in Regio B bij de "
            "laatste beoordeling: 0 van 2 gemeenten."
        ),
        "Het vaakst onder de norm bij de laatste beoordeling: V1 (veiligheid), bij 1 van 2 gemeenten.",
        "Opnieuw beoordeeld in Regio B (tweede meting): 1 van 2 gemeenten.",
    ]
    row = analysis.table.iloc[0]
    assert row[["own_below", "own_at", "own_above"]].tolist() == [1, 1, 0]
    once = norm_judgements(study, region="VT92", wave="w0").table.iloc[0]
    assert once[["own_below", "own_at", "own_above"]].tolist() == [1, 0, 1]


def test_the_whole_study_names_the_wave_of_the_sample(judge):
    said = _said(norm_judgements(judge(JUDGED)))
    assert said == [
        (
            "Op minstens één norm een goed voorbeeld (meer dan de norm vraagt) in de hele studie "
            "(eerste meting): 1 van 4 gemeenten."
        ),
        ("Het vaakst onder de norm (eerste meting): K2 (kwaliteitszorg), bij 2 van 3 gemeenten."),
    ]


def test_norms_that_are_below_as_often_are_all_named(judge):
    tied = {
        "GM9001": {"V1": (0, None), "K2": (0, None), "H1": (1, None)},
        "GM9002": {"V1": (1, None), "K2": (1, None), "H1": (1, None)},
    }
    assert _said(norm_judgements(judge(tied)))[1] == (
        "Het vaakst onder de norm (eerste meting): V1 (veiligheid) en K2 (kwaliteitszorg), elk bij "
        "1 van 2 gemeenten."
    )


def test_a_judgement_is_not_a_reading_of_the_file(judge):
    cautions = [caution.nl for caution in norm_judgements(judge(JUDGED)).cautions]
    assert any("oordeel weegt meer dan het dossier" in caution for caution in cautions)


def test_a_norm_is_called_by_its_code_and_the_name_that_the_study_gives_it(judge):
    path = judge(JUDGED).path
    units = pd.read_csv(path / "tables" / "units.csv", dtype=str)
    named = units["unit"].str.endswith("-V1") & (units["kind"] == "municipality-norm")
    units.assign(name=named.map({True: "Risico's in beeld"})).to_csv(
        path / "tables" / "units.csv", index=False
    )
    study = open_study(path)
    found = norm_judgements(study)
    assert [norm.nl for norm in found.table["norm"]][:1] == ["V1 Risico's in beeld"]
    assert "K2" in [norm.nl for norm in found.table["norm"]]
    again = judgements_again(study)
    assert again.table["norm"].iloc[0].nl == "V1 Risico's in beeld"
    said = _said(norm_judgements(study, municipality="GM9001", wave="w0"))[1]
    assert "“V1 Risico's in beeld” en K2 (kwaliteitszorg)" in said


def test_the_text_of_a_good_example_is_never_shown(judge):
    secret = {"unit": "GM9003@w0", "item": "E5", "facet": "", "value": "gezin Jansen"}
    analysis = norm_judgements(judge(JUDGED, [secret]), municipality="GM9003")
    assert "Jansen" not in analysis.in_language("nl") + analysis.shown_table("nl").to_string()


def test_moves_are_counted_over_those_judged_twice_with_bounds_for_the_others(judge):
    analysis = judgements_again(judge(JUDGED))
    first = analysis.table.iloc[0]
    assert first[["up", "same", "down", "n", "first"]].tolist() == [2, 0, 1, 3, 4]
    assert (first["low"], first["high"]) == (0.5, 0.75)
    expected = sign_test(table_of_moves([0, 1, 2], [1, 2, 1], levels=[0, 1, 2]))
    assert first["p_value"] == pytest.approx(expected.p_value)
    pooled, change = analysis.results[:2]
    assert isinstance(pooled, Moves)
    assert isinstance(change, Change)
    assert (pooled.up, pooled.same, pooled.down, pooled.missing) == (3, 2, 1, 1)
    assert (change.moves.up, change.moves.same, change.moves.down) == (2, 1, 0)
    assert change.moves.population == 4
    said = [statement.in_language("nl") for statement in analysis.statements]
    assert said == [
        "Bij de tweede meting hoger beoordeeld in de hele studie: 3 van 6 oordelen; gelijk: 2, lager: 1.",
        "Een veiligheidsnorm zakte van op of boven naar onder de norm in 0 van 3 gemeenten.",
        "Nu aan meer normen voldaan dan eerst: 2 van 3 gemeenten; aan minder: 0.",
        (
            "Niet opnieuw beoordeeld: 1 van 4 gemeenten. Van alle gemeenten samen gingen er minstens 2 "
            "en hoogstens 3 vooruit."
        ),
    ]


def test_regression_to_the_mean_the_same_judges_and_no_comparison_group_are_named(judge):
    cautions = " ".join(caution.nl for caution in judgements_again(judge(JUDGED)).cautions)
    for word in ("regressie naar het gemiddelde", "dezelfde beoordelaars", "vergelijkingsgroep"):
        assert word in cautions


def test_who_was_not_judged_again_reads_that(judge):
    study = judge(JUDGED, [{"unit": "GM9001@w1", "item": "A1.1", "facet": "paper", "value": "ja"}])
    for question in (judgements_again, improvement):
        analysis = question(study, municipality="GM9004")
        assert analysis.reason.nl == "deze gemeente is niet opnieuw bekeken"
        assert not len(analysis.table)
    assert "geen gemeente" in improvement(study, region="VT92").reason.nl


def test_what_fell_below_the_norm_is_named(judge):
    study = judge(
        {
            "GM9001": {"V1": (2, 0), "K2": (1, 0), "H1": (0, 0)},
            "GM9002": {"V1": (1, 1), "K2": (1, 2)},
            "GM9003": {"V1": (1, None), "K2": (1, 0)},
        }
    )
    fell = "an op of boven de norm naar onder de norm: V1 (veiligheid) en K2 (kwaliteitszorg)."
    assert _said(judgements_again(study, municipality="GM9001"))[1] == f"V{fell}"
    region = _said(judgements_again(study, region="VT91"))
    assert region[1] == f"In minstens één gemeente v{fell}"
    assert len(_said(judgements_again(study, municipality="GM9002"))) == 1
    assert _said(judgements_again(study))[1] == (
        "Een veiligheidsnorm zakte van op of boven naar onder de norm in 1 van 2 gemeenten."
    )


def test_one_wave_tells_no_change(judge):
    once = {place: {"V1": (values["V1"][0], None)} for place, values in JUDGED.items()}
    assert "twee metingen" in judgements_again(judge(once)).reason.nl


def test_improvement_counts_realised_and_bounds_those_not_followed(judge):
    extra = [
        {"unit": f"{place}@w1", "item": item, "facet": facet, "value": value}
        for place, item, facet, value in (
            ("GM9001", "A1.3", "practice", "1"), ("GM9002", "A1.3", "practice", "2"),
            ("GM9003", "A1.3", "practice", "3"), ("GM9001", "A1.1", "paper", "ja"),
            ("GM9002", "A1.1", "paper", "nee"), ("GM9003", "A1.1", "paper", "nb"),
        )
    ]  # fmt: skip
    study = judge(JUDGED, extra)
    table = improvement(study).table
    rows = table.set_index(table["subject"].map(lambda text: text.nl))
    lead, plan = rows.loc["Regie door de gemeente"], rows.loc["Verbeterplan aanwezig"]
    assert (lead["k"], lead["n"], lead["low"], lead["high"]) == (2, 3, 0.5, 0.75)
    assert lead["counted"].nl == "gerealiseerd of meer"
    assert (plan["k"], plan["n"], plan["missing"]) == (1, 2, 1)
    own = improvement(study, municipality="GM9001")
    assert [text.nl for text in own.table["own"]] == ["ja", "in gang gezet"]
    assert _said(own) == [
        "Gerealiseerd, uitgewerkt of meestal te zien in Gemeente A1: 1 van 2 onderwerpen."
    ]
