"""The five schemes hold every item of the published evaluations, in full."""

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

import evalkit
from evalkit.schemes import Scheme, load_scheme, scheme_json_schema, scheme_names, shared_rubrics

FOLDER = Path(evalkit.schemes.__file__).parent
LEVELLED = {"nominal", "ordinal", "set"}

# Items per theme, counted by hand in the published descriptions of the five evaluations.
ITEMS = {
    "tsd-monitor-2022": {"A1": 5, "A2": 6, "A3": 5, "A4": 4, "A5": 2, "A6": 1},
    "samen-doen-2021": {"B1": 8, "B2": 5, "B3": 3, "B4": 3, "B5": 1},
    "aef-2020": {"C0": 5, "C1": 17, "C2": 8, "C3": 6, "C4": 6},
    "regioaanpak-2016": {"D1": 5, "D2": 5, "D3": 6, "D4": 3, "D5": 3, "D6": 1, "D7": 1},
    "tsd-2020": {"E0": 4, "E1": 7, "E2": 7, "E3": 4, "E4": 1, "E5": 1},
}
ALONE = {"A6", "D6", "D7", "E4", "E5"}  # themes that are themselves the one item
RUBRICS = {
    "R-DOC": ["0", "1", "2", "3", "4"],
    "R-NORM": ["0", "1", "2"],
    "R-EXP": ["0", "1"],
    "R-OORD": ["onvoldoende", "matig", "voldoende"],
    "R-PRAK": ["0", "1", "2", "3"],
    "R-VER": ["-1", "0", "1", "2", "3"],
    "R-ERV": ["1", "2", "3", "4", "5"],
    "R-FREQ": ["nooit", "zelden", "soms", "meestal", "altijd"],
    "R-JN": ["nee", "ja"],
}
RUBRIC_OF = {
    "R-DOC": "A1.4 C1.1 C1.2 C1.3 C1.4 C1.5 C1.8 C1.9 C1.10 C1.11 C1.12 C1.13 C1.15 C1.16 C2.1 C2.6 "
    "C2.7 C2.8 C3.2 C3.3 C3.4 C3.5",
    "R-PRAK": "A2.2 A2.3 A2.4 A3.1 A3.3 A3.4 A4.1 A4.2 A5.1 E3.1",
    "R-VER": "A1.3 A2.1 A3.5 A4.4 A6 C4.6",
    "R-NORM": "E3.2 E3.4 E4",
    "R-ERV": "C4.4 C4.5",
    "R-FREQ": "C4.2",
}


@pytest.fixture(params=sorted(ITEMS))
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return load_scheme(request.param)


def _every_item():
    return [
        pytest.param(item, id=f"{name}-{item.id}")
        for name in scheme_names()
        for item in (*load_scheme(name).qualifiers, *load_scheme(name).items)
    ]


def test_there_are_five_schemes():
    assert scheme_names() == sorted(ITEMS)


def test_each_scheme_holds_each_item_of_its_evaluation(scheme: Scheme):
    expected = [
        theme if theme in ALONE else f"{theme}.{number}"
        for theme, count in ITEMS[scheme.id].items()
        for number in range(1, count + 1)
    ]
    parts = {
        part.id for item in scheme.items if item.id in expected for part in scheme.parts(item.id)
    }
    whole = [item.id for item in scheme.items if item.id in expected]
    assert whole == expected
    assert {item.id for item in scheme.items} - set(expected) == parts - set(expected)


def test_the_schemes_hold_133_items_and_their_parts():
    assert sum(sum(themes.values()) for themes in ITEMS.values()) == 133
    assert sum(len(load_scheme(name).items) for name in ITEMS) == 133 + 49


def test_one_plan_one_director_has_three_parts_per_file():
    scheme = load_scheme("tsd-2020")
    whole = scheme.item("E2.4")
    assert whole.derived_from == ("E2.4.1", "E2.4.2", "E2.4.3")
    assert (whole.minimum, whole.maximum) == (0, 3)
    assert all(scheme.item(part).units == ("file",) for part in whole.derived_from)
    assert scheme.item("E2.4.4").units == ("municipality",)


def test_timeliness_is_three_durations():
    parts = [load_scheme("tsd-monitor-2022").item(id_) for id_ in ("A2.6", "A2.6.1", "A2.6.2")]
    assert {part.scale for part in parts} == {"duration"}


@pytest.mark.parametrize("item", _every_item())
def test_every_item_can_be_coded(item):
    assert item.units
    for text in (item.label, item.definition):
        assert text.nl
        assert text.en
    assert item.definition.nl.endswith(".")
    assert item.definition.nl != item.definition.en
    assert bool(item.levels) == (item.scale in LEVELLED)
    assert len(item.levels) != 1
    if item.status.startswith("sourced"):
        assert item.sources
    else:
        assert not item.sources


def test_definitions_are_not_repeated_within_a_scheme(scheme: Scheme):
    firm = "Hoe vast deze werkwijze in de gemeente is."
    definitions = [item.definition.nl for item in scheme.items if item.definition.nl != firm]
    assert len(definitions) == len(set(definitions))


def test_every_declared_source_is_used(scheme: Scheme):
    used = {code for item in (*scheme.qualifiers, *scheme.items) for code in item.sources}
    used |= {code for rubric in scheme.rubrics for code in rubric.sources}
    assert used == {source.code for source in scheme.sources}


def test_the_rubrics_are_complete_and_in_order():
    found = {id_: [level.value for level in r.levels] for id_, r in shared_rubrics().items()}
    assert found == RUBRICS


def test_items_carry_the_rubric_of_their_evaluation():
    items = {item.id: item for name in ITEMS for item in load_scheme(name).items}
    for rubric, ids in RUBRIC_OF.items():
        for id_ in ids.split():
            assert items[id_].rubric == rubric
            assert [level.value for level in items[id_].levels] == RUBRICS[rubric]


def test_a_criterion_has_three_facets_and_paper_has_its_own_rubric():
    item = load_scheme("tsd-2020").item("E3.1")
    assert item.facets == ("paper", "known", "practice")
    assert [level.value for level in item.levels_on("paper")] == RUBRICS["R-DOC"]
    assert item.levels_on("practice") == item.levels == item.levels_on(None)
    item = load_scheme("aef-2020").item("C1.1")
    assert [level.value for level in item.levels_on("practice")] == RUBRICS["R-PRAK"]
    assert item.level("4").label.nl == "uitgewerkt en geborgd"
    with pytest.raises(evalkit.errors.ParameterError):
        item.level("4", facet="practice")


def test_paper_and_practice_are_apart_where_the_monitor_of_2016_kept_them_apart():
    scheme = load_scheme("regioaanpak-2016")
    assert scheme.item("D3.1").facets == ("paper",)
    assert scheme.item("D3.2").facets == ("practice",)
    assert [item.id for item in scheme.qualifiers] == ["base", "prompted"]


def test_case_files_are_never_quoted(scheme: Scheme):
    secret = {"file", "child", "family", "file-moment", "file-professional", "file-step"}
    asked = {unit for item in scheme.items for unit in item.units}
    assert secret & asked <= set(scheme.quotes.never_from)


def test_the_library_fits_the_json_schema_also_for_another_yaml_reader(scheme: Scheme):
    # Another reader makes a number of an unquoted 0 and a boolean of no: the schema would say so.
    data = yaml.safe_load((FOLDER / "library" / f"{scheme.id}.yaml").read_text(encoding="utf-8"))
    jsonschema.validate(data, scheme_json_schema(), cls=jsonschema.Draft202012Validator)


def test_the_shipped_json_schema_is_that_of_the_model():
    shipped = json.loads((FOLDER / "scheme.schema.json").read_text(encoding="utf-8"))
    assert shipped == scheme_json_schema()
    jsonschema.Draft202012Validator.check_schema(shipped)


def test_a_released_scheme_is_not_changed_without_a_new_version():
    released = json.loads((Path(__file__).parent / "released.json").read_text(encoding="utf-8"))
    for name in scheme_names():
        scheme = load_scheme(name)
        digest = hashlib.sha256(scheme.model_dump_json().encode()).hexdigest()
        assert released.get(scheme.ref) == digest, (
            f"{scheme.ref} changed: raise its version, keep the old file as {scheme.ref}.yaml and "
            f"add its digest to released.json: {digest}"
        )
