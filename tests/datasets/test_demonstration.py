"""The shipped fictitious study: what its truth makes, valid, complete, and of nobody real."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from evalkit.datasets import demo_truth, simulate_demo, write_demo
from evalkit.datasets.demonstration.calendar import days_off
from evalkit.errors import ParameterError
from evalkit.inference.working_days import dutch_holidays
from evalkit.schemes import MISSING
from evalkit.study import Study, open_study

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(str(files("evalkit") / "datasets" / "demo"))


@pytest.fixture(scope="module")
def demo() -> Study:
    return open_study("demo")


@pytest.fixture(scope="module")
def units(demo: Study) -> pd.DataFrame:
    return demo.table("units")


@pytest.fixture(scope="module")
def codings(demo: Study, units: pd.DataFrame) -> pd.DataFrame:
    return demo.codings.merge(units[["unit", "kind", "municipality", "parent"]], on="unit")


def _files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def test_the_shipped_folder_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_demo(tmp_path / "demo")
    assert dict(_files_of(tmp_path / "demo")) == dict(_files_of(FOLDER))


def test_another_seed_gives_another_study_that_is_valid_too(tmp_path: Path) -> None:
    write_demo(tmp_path, seed=7)
    assert (tmp_path / "tables/handovers.csv").read_bytes() != (
        FOLDER / "tables/handovers.csv"
    ).read_bytes()
    assert open_study(tmp_path).check() == []


def test_nothing_is_wrong_with_the_shipped_study(demo: Study) -> None:
    assert [check.in_language("en") for check in demo.check()] == []


def test_it_says_that_it_is_fictitious(demo: Study) -> None:
    assert demo.fictitious
    assert "verzonnen" in demo.title.nl
    assert "fictitious" in demo.title.en
    assert "real" in demo.table("sources")["note_en"].iloc[0]


def test_the_design_is_that_of_the_sources(demo: Study, units: pd.DataFrame) -> None:
    assert len(demo.table("regions")) == 6
    assert len(demo.table("municipalities")) == 18
    assert len(demo.table("teams")) == 23
    assert demo.frame.regions == 26
    assert demo.frame.municipalities == 355
    kinds = Counter(units["kind"])
    assert kinds["file"] == 150
    assert kinds["document"] == 10
    assert kinds["centre-municipality"] == 35
    assert kinds["municipality"] == 18 + 14
    assert kinds["municipality-norm"] == 8 * (18 + 14)
    assert kinds["file-step"] == 4 * 60
    sizes = demo.table("memberships").merge(demo.table("municipalities"), on="municipality")
    assert (sizes.groupby("region")["size_class"].nunique() == 3).all()


def test_of_35_centre_municipalities_22_answered(codings: pd.DataFrame) -> None:
    assert codings.loc[codings["kind"] == "centre-municipality", "unit"].nunique() == 22


def test_fourteen_municipalities_were_followed(demo: Study, units: pd.DataFrame) -> None:
    towns = units[units["kind"] == "municipality"]
    second = set(towns.loc[towns["wave"] == "w1", "municipality"])
    assert len(second) == 14
    assert second < set(towns.loc[towns["wave"] == "w0", "municipality"])


def test_four_regions_renewed_their_agreements(units: pd.DataFrame) -> None:
    documents = units[units["kind"] == "document"]
    second = documents[documents["unit"].str.endswith("-2")]
    assert len(second) == 4
    assert (second["date"].dt.year == 2020).all()
    assert (documents.drop(second.index)["date"].dt.year == 2017).all()


def test_both_coders_read_60_files_with_their_children_and_all_documents(
    codings: pd.DataFrame,
) -> None:
    second = codings[codings["coder"] == "coder-2"]
    read = {kind: set(group["unit"]) for kind, group in second.groupby("kind")}
    assert len(read["file"]) == 60
    children = codings[codings["kind"] == "child"]
    assert read["child"] == set(children.loc[children["parent"].isin(read["file"]), "unit"])
    for kind in ("document", "municipality", "municipality-norm"):
        assert read[kind] == set(codings.loc[codings["kind"] == kind, "unit"])
    assert set(codings["kind"]) - set(read) >= {"centre-municipality", "meeting", "file-moment"}


def test_consensus_settles_only_where_the_two_differ(demo: Study) -> None:
    wide = demo.codings.fillna({"facet": ""}).pivot_table(
        index=["unit", "item", "facet"], columns="coder", values="value", aggfunc="first"
    )
    settled = wide[wide["consensus"].notna()]
    assert len(settled) > 300
    assert (settled["coder-1"] != settled["coder-2"]).all()
    basis = demo.settled["basis"].value_counts()
    assert basis["consensus"] == len(settled)
    assert 0 < basis["unsettled"] < 20
    assert set(basis.index) == {"one coder", "agreed", "consensus", "unsettled"}


def test_all_four_kinds_of_missing_are_there(codings: pd.DataFrame) -> None:
    found = Counter(codings.loc[codings["value"].isin(list(MISSING)), "value"])
    assert set(found) == set(MISSING)
    assert min(found.values()) >= 10


def test_what_is_withheld_is_rare_in_a_small_municipality(
    demo: Study, codings: pd.DataFrame
) -> None:
    small = demo.table("municipalities").query("size_class == 'klein'")["municipality"]
    withheld = codings[codings["value"] == "wg"]
    assert set(withheld["item"]) == {"E0.1", "E0.3"}
    assert withheld["municipality"].isin(set(small)).all()


def test_a_coder_corrects_some_lines_later(demo: Study) -> None:
    assert 20 < len(demo.journal) - len(demo.codings) < 300


def test_computed_items_are_not_coded_and_every_scheme_is_used(demo: Study) -> None:
    coded = set(demo.codings["item"])
    assert not [name for name in coded if demo.item(name).is_derived]
    for scheme in demo.schemes:
        assert coded & {item.id for item in scheme.items}, scheme.ref


def test_no_real_place_is_named(demo: Study) -> None:
    real = open_study("published")
    for table, code in (("regions", "region"), ("municipalities", "municipality")):
        for column in (code, "name"):
            assert not set(demo.table(table)[column]) & set(real.table(table)[column])
    text = "".join(body.decode() for name, body in _files_of(FOLDER) if name.endswith(".csv"))
    assert not [name for name in real.table("regions")["name"] if name in text]


def test_some_handovers_are_open_some_ended_otherwise_and_some_lack_a_date(demo: Study) -> None:
    table = demo.table("handovers")
    assert len(table) == 150
    reasons = Counter(table["end_reason"])
    assert set(reasons) == {
        "eerste contact", "geweigerd", "teruggegeven", "verhuisd", "einde waarneming",
    }  # fmt: skip
    assert reasons["einde waarneming"] >= 5
    contact = table["end_reason"] == "eerste contact"
    assert table.loc[contact, "first_contact"].isna().sum() >= 1
    assert table["end"].max() <= pd.Timestamp("2020-06-30")
    assert np.is_busday(table["decided"].to_numpy("datetime64[D]")).all()


def test_risks_taken_over_and_in_view_agree_with_what_is_coded(demo: Study) -> None:
    risks = demo.table("risks")
    assert risks.groupby("unit")["risk"].nunique().between(1, 5).all()
    assert risks.groupby("unit")["moment"].max().max() == 5
    moments = {unit for unit in demo.table("units")["unit"] if "-m" in unit}
    assert moments == {f"{row.unit}-m{row.moment}" for row in risks.itertuples()}
    first = risks[(risks["moment"] == 0) & (risks["source"] == "VT")]
    counts = first.groupby("unit").size()
    coded = demo.settled.query("item == 'E1.1'").set_index("unit")["value"].dropna()
    whole = coded[coded.str.contains("/")].str.split("/").str[1].astype(int)
    assert len(whole) > 100
    assert whole.to_dict() == counts[whole.index].to_dict()


def test_a_file_without_a_team_has_nothing_of_the_team(demo: Study) -> None:
    table = demo.table("handovers")
    alone = table[table["accepted"].isna() & (table["end_reason"] == "geweigerd")]["unit"]
    settled = demo.settled[demo.settled["unit"].isin(alone)]
    assert set(settled.loc[settled["item"].isin(["E2.1", "A2.3", "E1.1"]), "value"]) == {"nvt"}
    assert not demo.table("risks")["unit"].isin(alone).any()


def test_both_parties_answer_about_every_municipality(demo: Study) -> None:
    answers = demo.table("answers")
    assert set(answers["item"]) == {"C4.1", "C4.2", "C4.4", "C4.5"}
    assert (answers.groupby("municipality")["party"].nunique() == 2).all()
    assert answers["municipality"].nunique() == 18
    assert answers["value"].isin(["nr"]).any()
    assert not answers["prompted"].all()


def test_reports_per_region_are_the_sum_of_its_municipalities(demo: Study) -> None:
    counts = demo.table("counts")
    assert counts["period"].nunique() == 16
    places = demo.table("memberships").set_index("municipality")["region"]
    towns = counts[counts["region_type"] == "GM"]
    sums = towns.groupby([towns["region"].map(places), "measure", "period"])["value"].sum()
    whole = counts[counts["region_type"] == "VT"].set_index(["region", "measure", "period"])[
        "value"
    ]
    pd.testing.assert_series_equal(
        sums.sort_index(), whole.sort_index(), check_names=False, check_index=True
    )
    handed = towns[towns["measure"] == "Overgedragen dossiers"].groupby("region")["value"].sum()
    drawn = demo.table("units").query("kind == 'file'").groupby("municipality").size()
    assert (handed[drawn.index] > 2 * drawn).all()


def test_a_part_alone_is_the_same_as_in_the_whole() -> None:
    whole = simulate_demo()
    for part, table in (("handovers", "handovers"), ("risks", "risks"), ("half_years", "counts")):
        pd.testing.assert_frame_equal(simulate_demo(parts=[part])[table], whole[table])
    assert set(simulate_demo(parts=["escalations"])) == {"escalations"}


def test_a_mistyped_part_gets_the_nearest_right_word() -> None:
    with pytest.raises(ParameterError, match="handovers"):
        simulate_demo(parts=["handover"])


def test_the_holidays_are_those_of_the_inference_room() -> None:
    known = {day for day in dutch_holidays(2016, 2023) if np.is_busday(day)}
    assert {day for day in days_off() if np.is_busday(day)} == known


def test_the_truth_is_read_once_and_cannot_be_changed() -> None:
    truth = demo_truth()
    assert demo_truth() is truth
    with pytest.raises(AttributeError):
        truth.risks.hazard = 0.0  # type: ignore[misc]


@pytest.mark.slow
def test_frictionless_finds_nothing_in_the_tables() -> None:
    from frictionless import Package, Resource, Schema

    root = files("evalkit")
    package = Package(basepath=str(root))
    names = [path.name for path in sorted((FOLDER / "tables").iterdir())]
    for name in names:
        schema = root / "study" / "tables" / name.replace(".csv", ".json")
        package.add_resource(
            Resource(
                name=name.removesuffix(".csv"),
                path=f"datasets/demo/tables/{name}",
                encoding="utf-8",
                schema=Schema.from_descriptor(json.loads(schema.read_text(encoding="utf-8"))),
            )
        )
    report = package.validate()
    assert report.valid, [error.message for task in report.tasks for error in task.errors][:5]
    assert len(report.tasks) == len(names) == 12
