"""What the case files show, who was looked at, and places side by side."""

import pytest

from evalkit.evaluations import (
    configurations,
    file_practice,
    municipalities_compared,
    regions_compared,
    sample,
)
from evalkit.inference import ClusterMethods, funnel_limits


def _code(unit, item, value, facet="practice"):
    return {"unit": unit, "item": item, "facet": facet, "value": value}


def _files(per_place, item="E1.3"):
    """Files per municipality with their answers, as units and codings."""
    units, codings = [], []
    for place, values in per_place.items():
        for number, value in enumerate(values):
            unit = f"{place}-{number}"
            units.append({"unit": unit, "kind": "file", "municipality": place, "wave": "w0"})
            codings.append(_code(unit, item, value))
    return units, codings


def _row(analysis, subject):
    table = analysis.table
    return table[table["subject"].map(lambda text: text.nl) == subject].iloc[0]


def test_kinds_of_missing_are_not_files_that_were_judged(make_study, places):
    units, codings = _files({"GM9001": ["ja", "ja", "nb", "nvt"], "GM9003": ["nee", "ja", "nr"]})
    study = make_study(places | {"units": units}, {"anna": codings})
    row = _row(file_practice(study), "Veiligheid eerst")
    assert row[["k", "n", "nvt", "missing"]].tolist() == [3, 4, 1, 2]
    own = _row(file_practice(study, region="VT91"), "Veiligheid eerst")
    assert own[["own_k", "own_n", "k", "n"]].tolist() == [2, 2, 3, 4]


def test_mostly_or_more_counts_on_the_practice_scale(make_study, places):
    units, codings = _files({"GM9001": ["0", "1", "2", "3"]}, item="A2.3")
    study = make_study(places | {"units": units}, {"anna": codings})
    row = _row(file_practice(study), "Warme overdracht")
    assert (row["counted"].nl, row["k"], row["n"]) == ("meestal of meer", 2, 4)


def test_methods_that_disagree_leave_the_majority_untold(make_study, places, monkeypatch):
    from dataclasses import replace

    from evalkit import inference

    units, codings = _files({"GM9001": ["ja", "ja", "nee"], "GM9002": ["ja", "nee", "nee"]})
    study = make_study(places | {"units": units}, {"anna": codings})
    real = inference.compare_cluster_methods
    monkeypatch.setattr(
        inference,
        "compare_cluster_methods",
        lambda *given, **more: replace(real(*given, **more), conclusion="cannot be told"),
    )
    analysis = file_practice(study)
    assert analysis.table["conclusion"].iloc[0].nl.startswith("niet te zeggen")
    assert analysis.statements[-1].in_language("nl") == (
        "Of het om meer of minder dan de helft gaat, is niet te zeggen bij: “Veiligheid eerst”."
    )
    assert isinstance(analysis.results[1], ClusterMethods)


def test_a_clear_majority_is_told(make_study, places):
    answers = {f"GM900{n}": ["nee"] * 9 + ["ja"] * (n % 2 + 1) for n in range(1, 5)}
    units, codings = _files(answers)
    study = make_study(places | {"units": units}, {"anna": codings})
    assert file_practice(study).table["conclusion"].iloc[0].nl in {
        "minder dan de helft",
        "niet te zeggen: de methoden spreken elkaar tegen",
    }


def test_the_sample_counts_units_coders_and_what_exists(make_study, places):
    units, codings = _files({"GM9001": ["ja", "ja"], "GM9003": ["ja"]})
    study = make_study(places | {"units": units}, {"anna": codings, "bram": codings[:1]})
    analysis = sample(study)
    rows = {row["kind"].nl: row for row in analysis.table.to_dict("records")}
    assert (rows["gemeente"]["all"], rows["gemeente"]["exist"]) == (2, 355)
    assert (rows["regio"]["all"], rows["regio"]["exist"]) == (2, 26)
    assert (rows["dossier"]["all"], rows["dossier"]["coded"], rows["dossier"]["double"]) == (
        3,
        3,
        1,
    )
    said = [statement.in_language("nl") for statement in analysis.statements]
    assert said[0] == "Er is gekeken in 2 van de 26 regio's."
    assert said[-1] == "Door twee codeurs onafhankelijk gelezen: 1 van 3 dossiers."
    assert "juli 2018 tot en met juni 2020" in analysis.cautions[0].nl
    assert "gekozen" in analysis.cautions[1].nl
    [wave] = {
        part.partition(":")[0] for part in sample(study, wave="w0").cautions[0].nl.split("; ")
    }
    assert wave == "eerste meting"


def test_places_are_in_the_order_of_their_codes_and_the_own_one_is_marked(make_study, places):
    units, codings = _files(
        {"GM9001": ["ja"] * 9, "GM9002": ["nee"] * 2, "GM9003": ["nee"] * 8, "GM9004": ["ja"]}
    )
    study = make_study(places | {"units": units}, {"anna": codings})
    analysis = municipalities_compared(study, municipality="GM9003")
    table = analysis.table
    assert [place.nl for place in table["place"]] == [
        f"Gemeente {p}" for p in ("A1", "A2", "B1", "B2")
    ]
    assert [here.nl for here in table["here"]] == ["", "", "ja", ""]
    funnel = funnel_limits([9, 0, 0, 1], [9, 2, 8, 1], overdispersion="tau2")
    assert table["funnel_low"].tolist() == pytest.approx(funnel.table["low_95"].tolist())
    assert "rank" not in table
    assert regions_compared(study, municipality="GM9003").table["here"].map(
        lambda text: text.nl
    ).tolist() == ["", "ja"]


def test_places_that_are_not_pooled_have_the_same_funnels(make_study, places):
    units, codings = _files({"GM9001": ["ja"] * 9, "GM9003": ["nee"] * 8})
    study = make_study(places | {"units": units}, {"anna": codings})
    pooled, alone = (municipalities_compared(study, pooled=each) for each in (True, False))
    assert [type(result).__name__ for result in alone.results] == ["Funnel"]
    assert alone.results[0].table.equals(pooled.results[0].table)
    assert set(pooled.table) - set(alone.table) == {"shrunken", "low", "high", "lowest"}
    assert set(alone.derived) <= set(alone.table)


def test_children_are_counted_as_children(make_study, places):
    units, _ = _files({"GM9001": [""], "GM9003": [""]})
    units += [
        {"unit": f"{unit['unit']}-k1", "kind": "child", "parent": unit["unit"]} for unit in units
    ]
    codings = [_code("GM9001-0-k1", "E2.5", "met"), _code("GM9003-0-k1", "E2.5", "over")]
    study = make_study(places | {"units": units}, {"anna": codings})
    said = [s.in_language("nl") for s in regions_compared(study, region="VT91").statements]
    assert said == [
        "Kind gehoord: in Regio A gezien bij 1 van 1 kinderen, niet anders dan toeval verklaart."
    ]


def _judged(make_study, places, conditions):
    """Municipalities with safety norms met or not, and two ways of working."""
    units, codings = [], []
    for place, (met, visit, plan) in conditions.items():
        head = f"{place}@w0"
        units += [
            {"unit": head, "kind": "municipality", "municipality": place, "wave": "w0"},
            {"unit": f"{head}-V1", "kind": "municipality-norm", "parent": head},
        ]
        codings += [
            _code(f"{head}-V1", "E4", str(met), ""),
            _code(head, "E2.1.1", "2" if visit else "1"),
            _code(head, "E2.4.4", "3" if plan else "0"),
        ]
    return make_study(places | {"units": units}, {"anna": codings})


def test_combinations_are_solved_and_contradictions_counted(make_study, places):
    study = _judged(
        make_study, places,
        {"GM9001": (1, 1, 1), "GM9002": (2, 1, 0), "GM9003": (0, 0, 1), "GM9004": (0, 0, 0)},
    )  # fmt: skip
    analysis = configurations(study)
    assert analysis.table[["n", "with_outcome"]].to_numpy().tolist() == [
        [1, 0], [1, 0], [1, 1], [1, 1],
    ]  # fmt: skip
    assert analysis.results[1].in_language("nl") == "conservatief: BEZOEK -> VEILIG"
    assert analysis.results[2].in_language("nl") == "spaarzaam: BEZOEK -> VEILIG"
    assert analysis.results[3].in_language("nl") == "conservatief: ~BEZOEK -> ~VEILIG"


def test_few_cases_bear_few_conditions_and_one_outcome_explains_nothing(make_study, places):
    two = _judged(make_study, places, {"GM9001": (1, 1, 1), "GM9003": (0, 0, 1)})
    assert configurations(two).results[0].conditions == ("BEZOEK",)
    region = configurations(two, region="VT91")
    assert "alleen te vergelijken over alle gemeenten" in region.reason.nl


def test_the_same_outcome_everywhere_has_a_reason(make_study, places):
    study = _judged(make_study, places, {"GM9001": (1, 1, 1), "GM9003": (2, 0, 1)})
    assert configurations(study).reason.nl.startswith("alle gemeenten hebben dezelfde uitkomst")
