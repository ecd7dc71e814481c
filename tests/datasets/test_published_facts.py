"""Regions, municipalities, inspections, terms and indicators of the shipped study."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from evalkit.study import Study


def _valid(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    moment = pd.Timestamp(day)
    start = pd.to_datetime(frame["valid_from"])
    end = pd.to_datetime(frame["valid_to"])
    return frame[(start.isna() | (start <= moment)) & (end.isna() | (moment <= end))]


@pytest.mark.parametrize(
    ("day", "number"), [("2015-01-01", 26), ("2022-12-31", 26), ("2023-01-01", 25)]
)
def test_there_are_26_regions_and_25_from_2023(published: Study, day: str, number: int) -> None:
    assert len(_valid(published.table("regions"), day)) == number


def test_two_regions_went_into_oost_brabant(published: Study) -> None:
    regions = published.table("regions").set_index("region")
    gone = regions[regions["successor"].notna()]
    assert gone["successor"].to_dict() == {"VT16": "VT27", "VT26": "VT27"}
    assert regions.loc["VT27", "name"] == "Oost-Brabant"
    assert regions.loc["VT15", "name"] == "Midden-Brabant"


def test_names_are_spelt_as_a_dutch_reader_expects(published: Study) -> None:
    names = set(published.table("regions")["name"])
    assert {
        "Hollands Midden",
        "Noord- en Midden-Limburg",
        "West-Brabant",
        "Zuid-Holland Zuid",
    } <= names
    assert len(names) == 27


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2020-07-01", 355),
        ("2021-01-01", 352),
        ("2022-01-01", 345),
        ("2022-03-24", 344),
        ("2023-01-01", 342),
    ],
)
def test_municipalities_of_a_day_are_as_many_as_the_sources_count(
    published: Study, day: str, number: int
) -> None:
    assert len(_valid(published.table("municipalities"), day)) == number
    numbers = published.table("municipality_numbers")
    counted = numbers[(numbers["quantity"] == "municipalities") & (numbers["year"] == int(day[:4]))]
    assert number in set(counted["value"])


def test_each_municipality_of_2023_is_in_exactly_one_region(published: Study) -> None:
    day = "2023-01-01"
    memberships = _valid(published.table("memberships"), day)
    municipalities = _valid(published.table("municipalities"), day)
    assert len(memberships) == 342
    assert set(memberships["municipality"]) == set(municipalities["municipality"])
    assert not memberships["municipality"].duplicated().any()
    assert set(memberships["region"]) == set(_valid(published.table("regions"), day)["region"])
    assert set(memberships["source"]) == {"AFGELEID-GM-VT"}
    assert published.frame.municipalities == 342
    assert published.frame.regions == 25


def test_municipalities_per_region_are_as_in_the_sources(published: Study) -> None:
    sizes = published.table("memberships").groupby("region").size()
    assert sizes[["VT09", "VT02", "VT20", "VT27"]].tolist() == [9, 12, 26, 31]


KNOWN_SCORES = {
    ("VT02", "2015", "Stap 1", "first"): (8, 8, 24, "onvoldoende"),
    ("VT13", "2015", "Stap 1", "first"): (16, 16, 24, None),
    ("VT20", "2015", "Stap 1", "first"): (20, 20, 24, None),
    ("VT19", "2015-09", "Stap 1", "first"): (18, 18, 24, None),
    ("VT18", "2015", "Stap 1", "first"): (18, 18, 24, None),
    ("VT15", "2015", "Stap 1", "first"): (20, 20, 24, None),
    ("VT10", "2015", "Stap 1", "first"): (14, 15, 24, None),
    ("VT07", "2015", "Stap 1", "first"): (14, 15, 24, None),
    ("VT26", "2015", "Stap 1", "first"): (14, 15, 24, None),
    ("VT10", "2016-06", "Stap 1", "retest"): (21, 22, 24, "voldoende"),
    ("VT07", "2016-06", "Stap 1", "retest"): (21, 22, 24, "voldoende"),
    ("VT26", "2016-06", "Stap 1", "retest"): (21, 22, 24, "voldoende"),
    ("VT10", "2017-04", "Stap 2", "first"): (None, None, 30, "onvoldoende"),
    ("VT10", "2017-11", "Stap 2", "retest"): (None, None, 30, "voldoende"),
    ("VT02", "2017-07", "Stap 2", "first"): (27, 27, 30, "voldoende"),
    ("VT06", "2017-07", "Stap 2", "first"): (29, 29, 30, "voldoende"),
}


def test_inspection_scores_are_the_published_ones(published: Study) -> None:
    table = published.table("inspections")
    table = table.astype(object).where(table.notna(), None)
    found = {
        (row.region, row.date, row.framework, row.occasion): (
            row.met_low,
            row.met_high,
            row.expectations,
            row.verdict,
        )
        for row in table.itertuples()
    }
    assert found == KNOWN_SCORES


def test_a_verdict_has_its_english_word(published: Study) -> None:
    table = published.table("inspections")
    pairs = set(zip(table["verdict"].dropna(), table["verdict_en"].dropna(), strict=True))
    assert pairs == {("onvoldoende", "insufficient"), ("voldoende", "sufficient")}


def test_terms_and_norms(published: Study) -> None:
    terms = published.table("legal_terms").set_index("term")
    assert terms.loc["assessment", ["value", "unit", "kind"]].tolist() == [
        5,
        "working days",
        "statutory",
    ]
    assert terms.loc["investigation", ["value", "unit"]].tolist() == [10, "weeks"]
    assert terms.loc[["assessment-norm", "investigation-norm"], "share"].tolist() == [0.9, 0.8]


@pytest.mark.parametrize(
    ("indicator", "value", "base"),
    [
        ("assessment-norm-met", 7, 26),
        ("investigation-norm-met", 5, 26),
        ("assessment-mostly-in-time", 5, 25),
        ("investigation-all-in-time", 0, 25),
        ("step2-insufficient", 2, 24),
        ("step2-moderate", 10, 24),
        ("regioaanpak-centre-municipalities", 22, 35),
    ],
)
def test_an_indicator_is_a_count_of_a_total(
    published: Study, indicator: str, value: int, base: int
) -> None:
    row = published.table("indicators").set_index("indicator").loc[indicator]
    assert (row["value"], row["base"]) == (value, base)


def test_late_assessments_are_a_round_number(published: Study) -> None:
    row = published.table("indicators").set_index("indicator").loc["late-assessments"]
    assert row["value"] == 4200
    assert row["approximate"]


def test_the_study_says_that_it_is_real_and_public(published: Study) -> None:
    assert (published.profile, published.fictitious, published.selection) == (
        "public",
        False,
        "census",
    )


def test_dates_of_mergers_are_days(published: Study) -> None:
    gone = published.table("municipalities").set_index("municipality")["valid_to"].dropna()
    assert pd.Timestamp(gone["GM0457"]).date() == dt.date(2022, 3, 23)
    assert len(gone) == 18
