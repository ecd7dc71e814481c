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


def test_a_municipality_reads_its_good_examples_and_points_to_improve(judge):
    example = [{"unit": "GM9003@w0", "item": "E5.1", "facet": "", "value": "V"}]
    study = judge(JUDGED, example)
    said = [s.in_language("nl") for s in norm_judgements(study, municipality="GM9003").statements]
    assert said == [
        "Gemeente B1 voldoet aan 2 van 2 normen.",
        "Goede voorbeelden (boven de norm): V1 (veiligheid).",
        "Het beschreven goede voorbeeld gaat over: veiligheid.",
    ]
    poor = [s.in_language("nl") for s in norm_judgements(study, municipality="GM9001").statements]
    assert poor[1] == "Te verbeteren (onder de norm): V1 (veiligheid) en K2 (kwaliteitszorg)."


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
    said = norm_judgements(study, municipality="GM9001").statements[1].in_language("nl")
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
    analysis = judgements_again(judge(JUDGED), municipality="GM9004")
    assert [statement.in_language("nl") for statement in analysis.statements] == [
        "Gemeente B2 is bij de tweede meting niet opnieuw beoordeeld."
    ]
    row = analysis.table.iloc[0]
    assert (row["before"].nl, row["after"].nl) == ("onder norm", "niet gecodeerd")


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
    assert own.statements[0].values["share"].k == 1
