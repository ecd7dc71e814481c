"""The shipped figures are what the pages of CBS say, and hang together as CBS says they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evalkit.datasets import figures

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.study import Study

# Sums of all counts per table, taken from the copied pages and not from the shipped file.
SUMS = {
    "37230ned": 34_851_596,
    "70072ned": 160_063_644,
    "84848NED": 18_065,
    "84849NED": 1_251_620,
    "84850NED": 5_370,
    "84851NED": 31_665,
    "84852NED": 618_385,
    "84853NED": 20_245,
    "85361NED": 516_025,
    "afgeleid": 17_413_490,
    "geciteerd": 789_030,
}


@pytest.fixture(scope="module")
def rows(published: Study) -> pd.DataFrame:
    return figures(published)


def _pick(rows: pd.DataFrame, **where: object) -> pd.DataFrame:
    for column, wanted in where.items():
        rows = rows[rows[column] == wanted]
    return rows


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("84852NED", "NL01", "2020JJ00", "Ontvangen meldingen", "totaal"), 127410),
        (("84852NED", "PV25", "2020JJ00", "Ontvangen meldingen", "totaal"), 9225),
        (("84852NED", "VT05", "2023JJ00", "Ontvangen meldingen", "totaal"), 3060),
        (("84852NED", "VT06", "2023JJ00", "Ontvangen meldingen", "overdracht"), 1495),
        (("84852NED", "VT14", "2023JJ00", "Ontvangen meldingen", "totaal"), 2810),
        (("84851NED", "VT02", "2023JJ00", "Ontvangen meldingen", "totaal"), 1905),
        (("84849NED", "NL01", "2023JJ00", "Gestarte adviezen", "totaal"), 143210),
        (("84849NED", "NL01", "2025HJ01", "Ontvangen meldingen", "totaal"), 66270),
        (("84850NED", "NL01", "2023JJ00", "Gestarte adviezen", "mensenhandel"), 590),
        (("84853NED", "VT08", "2023JJ00", "Afgeronde diensten onderzoek", "totaal"), 255),
        (
            ("geciteerd", "NL01", "2019HJ01", "Gestarte adviezen", "alleen kindermishandeling"),
            24665,
        ),
        (("geciteerd", "NL01", "2021JJ00", "Ontvangen meldingen", "totaal"), 119185),
        (("70072ned", "NL01", "2023JJ00", "Inwoners", "totaal"), 17815508),
    ],
)
def test_a_figure_is_the_one_on_the_page(
    rows: pd.DataFrame, where: tuple[str, ...], value: int
) -> None:
    names = ("table", "region", "period", "subject", "category")
    found = _pick(rows, **dict(zip(names, where, strict=True)))
    assert found["value"].tolist() == [value]


def test_no_table_of_cbs_is_missing(rows: pd.DataFrame) -> None:
    assert rows.groupby("table").size().to_dict() == {
        "37230ned": 13,
        "70072ned": 85,
        "84848NED": 102,
        "84849NED": 207,
        "84850NED": 120,
        "84851NED": 225,
        "84852NED": 62,
        "84853NED": 31,
        "85361NED": 264,
        "afgeleid": 26,
        "geciteerd": 11,
    }


def test_no_figure_was_changed_since_it_was_read(rows: pd.DataFrame) -> None:
    counts = rows[rows["unit"] == "count"]
    assert counts.groupby("table")["value"].sum().astype(int).to_dict() == SUMS


def test_a_dot_is_an_empty_value_with_its_sign(rows: pd.DataFrame) -> None:
    assert (rows["value"].isna() == (rows["sign"] == ".")).all()
    trafficking = rows[rows["table"] == "84850NED"]
    assert (len(trafficking), (trafficking["sign"] == ".").sum()) == (120, 46)
    assert (rows["sign"] == ".").sum() == 8 + 42 + 46 + 114 + 1 + 8 + 10


def test_a_merged_region_keeps_its_row_with_dots(rows: pd.DataFrame) -> None:
    merged = rows[(rows["region"] == "VT16") & (rows["table"] != "afgeleid")]
    assert len(merged) == 9
    assert merged["value"].isna().all()


def test_provisional_marks_are_kept(rows: pd.DataFrame) -> None:
    of_2020 = _pick(rows, table="84852NED", period="2020JJ00")
    assert set(of_2020["status"]) == {"final"}
    assert set(_pick(rows, table="85361NED")["status"]) == {"provisional"}
    assert set(_pick(rows, table="70072ned")["status"]) == {"final"}


def test_every_value_is_a_multiple_of_its_rounding(rows: pd.DataFrame) -> None:
    steps = rows["value"].dropna() / rows.loc[rows["value"].notna(), "rounding"]
    assert ((steps - steps.round()).abs() < 1e-6).all()
    counts = rows[rows["table"].str.endswith("NED") & (rows["unit"] == "count")]
    assert set(counts["rounding"]) == {5}
    assert counts["value"].min() == 10
    assert set(rows.loc[rows["unit"] == "percent", "rounding"]) == {0.1}


def test_half_years_add_up_within_rounding(rows: pd.DataFrame) -> None:
    reports = _pick(rows, table="84852NED", category="totaal")
    wide = reports.pivot(index="region", columns="period", values="value")
    wide = wide[["2020HJ01", "2020HJ02", "2020JJ00"]].dropna()
    assert len(wide) == 11
    assert ((wide["2020HJ01"] + wide["2020HJ02"] - wide["2020JJ00"]).abs() <= 5).all()


@pytest.mark.parametrize(("kind", "parts"), [("LD", 4), ("PV", 12)])
def test_parts_of_the_country_add_up_within_rounding(
    rows: pd.DataFrame, kind: str, parts: int
) -> None:
    counts = rows[(rows["unit"] == "count") & rows["region_type"].isin(["NL", kind])]
    checked = 0
    for _, group in counts.groupby(["table", "measure", "period"]):
        part = group[group["region_type"] == kind]["value"]
        whole = group[group["region_type"] == "NL"]["value"]
        if part.count() == parts and whole.count() == 1:
            checked += 1
            # Each cell is rounded by itself, so each can be off by half a step.
            step = group["rounding"].iloc[0]
            slack = 0 if step == 1 else step / 2 * (parts + 1)
            assert abs(part.sum() - whole.iloc[0]) <= slack, group
    assert checked >= 8


def test_the_three_regions_of_gelderland_add_up_to_the_province(rows: pd.DataFrame) -> None:
    gelderland = _pick(rows, table="84852NED", period="2023JJ00").pivot(
        index="category", columns="region", values="value"
    )
    complete = gelderland.dropna()
    assert complete[["VT05", "VT06", "VT14"]].sum(axis=1).eq(complete["PV25"]).all()
    assert len(complete) == 5


def test_outcomes_of_the_assessment_add_up_to_the_total(rows: pd.DataFrame) -> None:
    gelderland = _pick(rows, table="84852NED", period="2023JJ00")
    outcomes = gelderland[gelderland["breakdown"] == "uitkomst van de veiligheidsbeoordeling"]
    total = gelderland[gelderland["breakdown"].fillna("") == ""].set_index("region")["value"]
    gap = outcomes.groupby("region")["value"].sum() - total
    assert gap.abs().max() <= 2.5 * 6


def test_a_percentage_fits_its_count(rows: pd.DataFrame) -> None:
    country = _pick(rows, table="85361NED", region="NL01")
    wide = country.pivot(index="category", columns="unit", values="value")
    share = 100 * wide["count"] / wide.loc["totaal", "count"]
    assert (share - wide["percent"]).abs().max() < 0.06
    assert len(wide) == 10


def test_a_measure_is_split_once_and_in_two_languages(published: Study) -> None:
    counts, measures = published.table("counts"), published.table("measures")
    used = set(map(tuple, counts[["table", "measure"]].to_numpy()))
    split = list(map(tuple, measures[["table", "measure"]].to_numpy()))
    assert used == set(split)
    assert len(split) == len(set(split))
    words = ["table", "subject", "breakdown", "category", "unit"]
    per_table = measures[~measures["table"].isin(["70072ned"])]
    assert not per_table.duplicated(words).any()
    english = measures[["subject_en", "category_en"]]
    assert english.notna().all(axis=None)
    assert (measures["breakdown"].isna() == measures["breakdown_en"].isna()).all()


def test_population_per_region_is_the_sum_of_its_municipalities(published: Study) -> None:
    counts = published.table("counts")
    derived = counts[counts["table"] == "afgeleid"].set_index("region")["value"]
    municipalities = published.table("municipalities").set_index("municipality")
    haaren = municipalities.loc["GM0788", "population"]
    assert derived.sum() + haaren == municipalities["population"].sum() == 17_427_806
    memberships = published.table("memberships")
    sums = municipalities["population"].reindex(memberships["municipality"])
    per_region = sums.groupby(memberships["region"].to_numpy()).sum()
    # Regions that lost no municipality after 2020 have the same municipalities in both lists.
    changed = {"VT01", "VT07", "VT08", "VT16", "VT17", "VT18", "VT22", "VT26", "VT27"}
    for region in set(derived.index) - changed:
        assert per_region[region] == derived[region], region


def test_derived_population_fits_the_provinces_of_cbs(published: Study) -> None:
    counts = published.table("counts")
    july = counts[counts["table"] == "37230ned"].set_index("region")["value"]
    derived = counts[counts["table"] == "afgeleid"].set_index("region")["value"]
    for area in published.table("same_areas").itertuples():
        assert derived[area.region] == pytest.approx(july[area.same_as], rel=0.0015)
