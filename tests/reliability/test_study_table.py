"""The reliability of a study: its table, its sentence, its diagnosis."""

import math

import pandas as pd
import pytest

from evalkit.errors import ParameterError, StudyError
from evalkit.reliability import (
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    reliability_sentence,
    study_diagnosis,
    study_reliability,
)
from evalkit.reliability.study_diagnosis import DIAGNOSIS_COLUMNS
from evalkit.reliability.study_table import RELIABILITY_COLUMNS
from evalkit.study import open_study

# C0.3 is nominal, C1.1 ordinal on paper, C2.2 a set, C2.4 a duration, C0.5 a count, C0.2.1 a date.
NOMINAL = {"a": ["regio", "regio", "gemeente", "nvt", "subregio", "regio"],
           "b": ["regio", "gemeente", "gemeente", "regio", "subregio", "regio"]}  # fmt: skip
ORDINAL = {"a": ["0", "1", "2", "3", "4", "2"], "b": ["0", "2", "2", "3", "4", "1"],
           "c": ["1", "1", "2", "3", "nb", None]}  # fmt: skip
SETS = {"a": ["schriftelijk", "schriftelijk|telefonisch", "telefonisch"],
        "b": ["schriftelijk", "telefonisch|schriftelijk", "schriftelijk|telefonisch"]}  # fmt: skip
NUMBERS = {"a": ["10", "20", "30", "40"], "b": ["10", "25", "30", "44"]}
DATES = {"a": ["2024-01-01", "2024-03-01"], "b": ["01-01-2024", "2024-03-11"]}


@pytest.fixture
def coded(make_study):
    return make_study(
        {
            ("C0.3", ""): NOMINAL,
            ("C1.1", "paper"): ORDINAL,
            ("C2.2", "paper"): SETS,
            ("C0.5", ""): NUMBERS,
            ("C0.2.1", ""): DATES,
        }
    )


def row(table, item):
    return table.set_index("item").loc[item]


def test_each_scale_has_the_alpha_that_fits_it(coded):
    table = study_reliability(coded)
    assert tuple(table.columns) == RELIABILITY_COLUMNS
    assert dict(zip(table["item"], table["coefficient"], strict=True)) == {
        "C0.2.1": "Krippendorff's alpha (interval)",
        "C0.3": "Krippendorff's alpha (nominal)",
        "C0.5": "Krippendorff's alpha (ratio)",
        "C1.1": "Krippendorff's alpha (ordinal)",
        "C2.2": "Krippendorff's alpha (masi)",
    }
    ordinal = pd.DataFrame(ORDINAL).replace({"nb": None})
    levels = ["0", "1", "2", "3", "4"]
    wanted = krippendorff_alpha(ordinal, metric="ordinal", levels=levels)
    found = row(table, "C1.1")
    assert found[["value", "low", "high", "se"]].tolist() == pytest.approx(
        [wanted.value, wanted.low, wanted.high, wanted.se]
    )
    assert (found["n"], found["coders"], found["facet"]) == (6, 3, "paper")
    assert found["ac"] == pytest.approx(gwet_ac2(ordinal, levels=levels).value)
    nominal = pd.DataFrame(NOMINAL).replace({"nvt": None})
    known = ["regio", "subregio", "gemeente"]
    assert row(table, "C0.3")["ac"] == pytest.approx(gwet_ac1(nominal, levels=known).value)
    numbers = pd.DataFrame(NUMBERS).astype(float)
    assert row(table, "C0.5")["value"] == pytest.approx(
        krippendorff_alpha(numbers, metric="ratio").value
    )
    days = krippendorff_alpha([[0, 0], [60, 70]], metric="interval").value
    assert row(table, "C0.2.1")["value"] == pytest.approx(days)
    sets = [[{"s"}, {"s"}], [{"s", "t"}, {"t", "s"}], [{"t"}, {"s", "t"}]]
    assert row(table, "C2.2")["value"] == pytest.approx(
        krippendorff_alpha(sets, metric="masi").value
    )
    assert row(table, "C2.2")["ac_name"] == ""


def test_an_answer_against_a_missing_code_is_counted_beside_the_coefficient(coded):
    table = study_reliability(coded)
    assert table.set_index("item")["applicability"].to_dict() == {
        "C0.2.1": 0, "C0.3": 1, "C0.5": 0, "C1.1": 1, "C2.2": 0,
    }  # fmt: skip
    assert (row(table, "C0.3")["n"], row(table, "C0.3")["dropped"]) == (5, 1)


def test_the_study_has_the_table_as_a_method(coded):
    items = ["C1.1"]
    assert coded.reliability(items=items).equals(study_reliability(coded, items=items))


def test_a_coefficient_by_name_has_a_reason_where_it_does_not_fit(coded):
    table = study_reliability(coded, coefficient="cohen_kappa")
    reasons = table.set_index("item")["reason_en"]
    assert reasons["C0.3"] == ""
    assert "two coders" in reasons["C1.1"]
    assert "for levels" in reasons["C2.2"]
    assert table["value"].isna().tolist() == [True, False, True, True, True]


def test_a_verdict_takes_the_interval_into_account_and_no_width_is_no_certainty(make_study):
    same = [str(i % 3) for i in range(36)]
    study = make_study({("C1.1", "paper"): {"a": same, "b": ["2", "2", *same[2:-1], "1"]},
                        ("C1.2", "paper"): {"a": same, "b": same}})  # fmt: skip
    table = study_reliability(study)
    assert row(table, "C1.1")["value"] > 0.8
    assert row(table, "C1.1")["verdict_en"] == "tentative conclusions only"
    assert row(table, "C1.1")["probability"] >= 0.95
    assert row(table, "C1.2")["verdict_nl"] == "betrouwbaar"
    assert math.isnan(row(table, "C1.2")["probability"])
    assert "geen zekerheid" in row(table, "C1.2")["warnings_nl"]


def test_waves_are_units_of_their_own_unless_clustered(make_study):
    answers = {"a": list("012340123412"), "b": list("012341123401")}
    study = make_study({("C1.1", "paper"): answers}, waves=2)
    plain = study_reliability(study).iloc[0]
    nested = study_reliability(study, clusters="unit").iloc[0]
    assert plain["n"] == nested["n"] == 12
    assert plain["value"] == nested["value"]
    assert plain["se"] != nested["se"]
    by_hand = {f"D{i:03d}": f"doc {i // 2}" for i in range(6)}
    assert study_reliability(study, clusters=by_hand).iloc[0]["se"] != nested["se"]


def test_a_unit_without_cluster_is_named(coded):
    with pytest.raises(ParameterError, match="units without a cluster, the first is 'D000'"):
        study_reliability(coded, clusters="municipality")


def test_an_item_that_was_not_coded_says_so(coded):
    found = study_reliability(coded, items=["C1.3"]).iloc[0]
    assert (found["n"], found["coders"]) == (0, 0)
    assert found["reason_nl"] == "er zijn geen coderingen"


def test_a_mistyped_name_gets_the_nearest_right_word(coded):
    for wrong, word in (
        ({"items": ["C1.11x"]}, "C1.11"),
        ({"coefficient": "kohen_kappa"}, "cohen_kappa"),
        ({"clusters": "municipalty"}, "municipality"),
        ({"interval": "bootstap"}, "bootstrap"),
    ):
        with pytest.raises(ParameterError, match=f"did you mean '{word}'"):
            study_reliability(coded, **wrong)
    with pytest.raises(ParameterError, match="did you mean 'coder'"):
        study_diagnosis(coded, by="codr")


def test_a_level_that_the_item_does_not_have_is_an_error(make_study):
    study = make_study({("C1.1", "paper"): {"a": ["0", "9"], "b": ["0", "1"]}})
    with pytest.raises(ParameterError, match="'9'"):
        study_reliability(study)


def test_all_missing_and_one_coder_have_reasons(make_study):
    study = make_study({("C1.1", "paper"): {"a": ["nvt", "nb"], "b": ["nvt", "nvt"]},
                        ("C1.2", "paper"): {"a": ["1", "2"]},
                        ("C0.5", ""): {"a": ["nb"], "b": ["nb"]}})  # fmt: skip
    table = study_reliability(study)
    assert row(table, "C1.1")["reason_en"] == "there are no codings"
    assert row(table, "C1.2")["reason_en"].startswith("there is only one coder")
    assert row(table, "C0.5")["reason_en"] == "there are no codings"
    for by in DIAGNOSIS_COLUMNS:
        study_diagnosis(study, by=by)
    assert reliability_sentence(table, "nl").startswith("Niet dubbel gecodeerd")


def test_the_published_study_has_no_codings_and_a_clear_answer():
    study = open_study("published")
    table = study.reliability()
    assert len(table) == 0
    assert tuple(table.columns) == RELIABILITY_COLUMNS
    assert reliability_sentence(table, "en") == (
        "Not double-coded: nothing is known of the agreement between coders."
    )
    for by, columns in DIAGNOSIS_COLUMNS.items():
        assert study_diagnosis(study, by=by).columns.tolist() == columns


def test_codings_without_a_scheme_are_refused(make_study):
    study = make_study({("C1.1", "paper"): {"a": ["1"], "b": ["1"]}}, scheme=None)
    with pytest.raises(StudyError, match="no scheme"):
        study_reliability(study)


def test_the_sentence_counts_items_and_gives_the_range():
    table = pd.DataFrame(
        {
            "item": ["A", "A", "B", "C", "D"],
            "n": [9, 9, 9, 9, 0],
            "value": [0.5, 0.9, 0.81, math.nan, math.nan],
            "coefficient": ["Krippendorff's alpha (nominal)"] * 5,
            "verdict_en": ["not reliable", "reliable", "not reliable", "", ""],
        }
    )
    assert reliability_sentence(table, "nl") == (
        "3 van de 4 gecodeerde items zijn door twee of meer codeurs gecodeerd; Krippendorffs alfa "
        "loopt van 0,50 tot 0,90, bij 1 onder 0,667, de grens voor voorlopige conclusies; "
        "met de onzekerheid erbij zijn er 2 niet betrouwbaar te noemen; "
        "bij 1 is de coëfficiënt niet te bepalen."
    )
    hidden = reliability_sentence(table, "en", shown=[False, False, True, True, True])
    assert "is 0.81, for 0 below 0.667" in hidden
    assert "0.50" not in hidden
    assert "for 1 the coefficient is hidden" in hidden


def test_diagnosis_by_coder_finds_the_one_who_is_off(make_study):
    true = [str(i % 5) for i in range(20)]
    off = [str(min(int(each) + 1, 4)) for each in true]
    study = make_study({("C1.1", "paper"): {"a": true, "b": true, "c": off}})
    found = study_diagnosis(study, by="coder").set_index("coder")
    assert found["percent"].idxmin() == "c"
    assert found.loc["c", "shift"] == pytest.approx(0.8)
    assert found.loc["c", "without"] == 1.0
    assert found.loc["c", "difference"] > 0 > found.loc["a", "difference"]
    pairs = study_diagnosis(study, by="pair")
    assert pairs["value"].tolist() == [1.0, pairs["value"][2], pairs["value"][2]]


def test_diagnosis_by_level_names_the_level_it_is_confused_with(coded):
    found = study_diagnosis(coded, by="level", items=["C1.1"]).set_index("level")
    assert found.loc["2", ["k", "confused_with", "confused_units"]].tolist() == [3, "1", 2]
    assert found.loc["3", "confused_with"] == ""
    sets = study_diagnosis(coded, by="level", items=["C2.2"]).set_index("level")
    assert sets.loc["telefonisch", "value"] == pytest.approx(1.0)
    assert sets.loc["schriftelijk", ["k", "percent"]].tolist() == pytest.approx([3, 2 / 3])


def test_diagnosis_by_document_counts_over_items(coded):
    found = study_diagnosis(coded, by="document").set_index("unit")
    # D000: C0.3, C2.2, C0.5 and C0.2.1 equal; C1.1 one pair of three.
    assert found.loc["D000", ["answers", "n"]].tolist() == [5, 5]
    assert found.loc["D000", "percent"] == pytest.approx((4 + 1 / 3) / 5)
    assert found["percent"].is_monotonic_increasing
