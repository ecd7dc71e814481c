import pytest

from evalkit.errors import ParameterError
from evalkit.evaluations.place import (
    placed_units,
    resolve_place,
    resolve_wave,
    settled_at,
    table_at,
    units_at,
)


@pytest.fixture
def study(make_study, places):
    places["memberships"] = [
        {"municipality": "GM9001", "region": "VT92", "valid_from": "2015-01-01",
         "valid_to": "2018-12-31"},
        {"municipality": "GM9001", "region": "VT91", "valid_from": "2019-01-01"},
        {"municipality": "GM9002", "region": "VT91"},
        {"municipality": "GM9003", "region": "VT92"},
    ]  # fmt: skip
    places["teams"] = [{"team": "T1", "municipality": "GM9002", "name": "Team"}]
    places["units"] = [
        {"unit": "D1", "kind": "file", "municipality": "GM9001", "wave": "w0",
         "date": "2018-08-01"},
        {"unit": "D2", "kind": "file", "municipality": "GM9001", "wave": "w0",
         "date": "2019-08-01"},
        {"unit": "D1-k1", "kind": "child", "parent": "D1"},
        {"unit": "D2-k1", "kind": "child", "parent": "D2"},
        {"unit": "D2-k1-x", "kind": "child", "parent": "D2-k1"},
        {"unit": "D3", "kind": "file", "team": "T1", "wave": "w0"},
        {"unit": "R2", "kind": "region", "region": "VT92", "wave": "w1"},
        {"unit": "los", "kind": "document"},
    ]  # fmt: skip
    places["risks"] = [{"unit": "D3", "risk": "r1", "moment": "0", "in_view": "ja"}]
    places["answers"] = [
        {"respondent": "p1", "party": "VT", "region": "VT92", "wave": "w0", "item": "C4.4",
         "value": "4"},
        {"respondent": "p2", "party": "team", "municipality": "GM9002", "wave": "w1",
         "item": "C4.4", "value": "nr"},
    ]  # fmt: skip
    coded = [
        {"unit": "D1", "item": "E2.1", "facet": "practice", "value": "ja"},
        {"unit": "D3", "item": "E2.1", "facet": "practice", "value": "nee"},
        {"unit": "D1-k1", "item": "E2.5", "facet": "practice", "value": "met"},
    ]
    return make_study(places, {"een": coded})


def test_a_place_is_found_by_code_or_name(study):
    assert resolve_place(study).level == "study"
    region = resolve_place(study, "regio a")
    assert (region.region, region.level, region.name.nl) == ("VT91", "region", "Regio A")
    assert region.municipalities == ("GM9001", "GM9002")
    place = resolve_place(study, municipality="GM9003")
    assert (place.level, place.region, place.name.en) == ("municipality", "VT92", "Gemeente B1")


def test_a_mistyped_place_gets_the_nearest_right_word(study):
    with pytest.raises(ParameterError, match="did you mean 'Regio A'"):
        resolve_place(study, "Regio AA")
    with pytest.raises(ParameterError, match="did you mean 'GM9001'"):
        resolve_place(study, municipality="GM90011")
    with pytest.raises(ParameterError, match="did you mean 'w0'"):
        resolve_wave(study, "w00")


def test_a_municipality_outside_the_region_is_refused(study):
    with pytest.raises(ParameterError, match="not in region 'Regio A'; it belongs to VT92"):
        resolve_place(study, "VT91", "GM9003")
    # A municipality that moved belongs to both.
    assert resolve_place(study, "VT92", "GM9001").region == "VT92"


def test_a_unit_takes_its_place_from_parent_team_and_dated_membership(study):
    units = placed_units(study).set_index("unit")
    assert units.loc["D1", "region"] == "VT92"
    assert units.loc["D2", "region"] == "VT91"
    assert units.loc["D1-k1", ["region", "municipality", "wave", "top"]].tolist() == [
        "VT92", "GM9001", "w0", "D1",
    ]  # fmt: skip
    # Without a date of its own it is where its file was on the day of that file.
    assert units.loc[["D2-k1", "D2-k1-x"], "region"].tolist() == ["VT91", "VT91"]
    assert units.loc["D2-k1-x", "top"] == "D2"
    assert units.loc["D3", ["region", "municipality"]].tolist() == ["VT91", "GM9002"]
    assert units.loc["los", ["region", "municipality", "wave"]].isna().all()
    assert units.loc["los", "top"] == "los"


def test_what_is_asked_of_a_place_comes_from_that_place_only(study):
    region = resolve_place(study, "VT91")
    assert units_at(study, region)["unit"].tolist() == ["D2", "D2-k1", "D2-k1-x", "D3"]
    assert units_at(study, region, kind="region").empty
    settled = settled_at(study, resolve_place(study), items=["E2.1"], kind="file", wave="w0")
    assert settled[["unit", "value", "municipality"]].to_numpy().tolist() == [
        ["D1", "ja", "GM9001"],
        ["D3", "nee", "GM9002"],
    ]
    assert settled_at(study, resolve_place(study), kind="child")["top"].tolist() == ["D1"]
    assert settled_at(study, region)["unit"].tolist() == ["D3"]
    assert settled_at(study, resolve_place(study), facet="paper").empty


def test_a_table_follows_its_own_place_or_that_of_its_unit(study):
    region = resolve_place(study, "VT91")
    assert table_at(study, "risks", region, wave="w0")["risk"].tolist() == ["r1"]
    assert table_at(study, "risks", resolve_place(study, "VT92")).empty
    answers = table_at(study, "answers", region)
    assert answers["respondent"].tolist() == ["p2"]
    # The index is that of the study, so that the kinds of missing fit.
    assert answers.index.tolist() == [1]
    assert table_at(study, "answers", resolve_place(study), wave="w0")["respondent"].tolist() == [
        "p1"
    ]
    assert table_at(study, "teams", resolve_place(study, municipality="GM9002"))[
        "team"
    ].tolist() == ["T1"]


def test_units_alone_tell_where_a_municipality_lies(make_study, places):
    del places["memberships"]
    places["units"] = [
        {"unit": "D1", "kind": "file", "municipality": "GM9004", "region": "VT92"},
        {"unit": "D2", "kind": "file", "municipality": "GM9001"},
    ]
    study = make_study(places)
    assert resolve_place(study, municipality="GM9004").region == "VT92"
    assert resolve_place(study, "VT92").municipalities == ("GM9004",)
    assert resolve_place(study, municipality="GM9001").region is None


def test_a_study_without_units_has_empty_places(make_study, places):
    study = make_study({"regions": places["regions"]})
    assert placed_units(study).empty
    assert settled_at(study, resolve_place(study, "VT91")).empty
