from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evalkit.datasets import figures, figures_for_region, period_name
from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from evalkit.study import Study

SAME = {"VT02": "PV22", "VT03": "PV24", "VT04": "PV21", "VT08": "PV20", "VT20": "PV26"} | {
    "VT23": "PV29"
}


def test_six_regions_have_the_municipalities_of_a_province(published: Study) -> None:
    areas = published.table("same_areas")
    assert dict(zip(areas["region"], areas["same_as"], strict=True)) == SAME


@pytest.mark.parametrize(("region", "province"), SAME.items())
def test_rows_of_the_same_province_are_added_under_their_own_name(
    published: Study, region: str, province: str
) -> None:
    rows = figures_for_region(published, region)
    own = rows[rows["basis"] == "VT-regio"]
    added = rows[rows["basis"] == "provincie met dezelfde gemeenten"]
    assert set(own["region"]) == {region}
    assert set(added["region"]) == {province}
    assert added["region_type"].eq("PV").all()
    assert not rows.duplicated(["table", "measure", "period"]).any()
    reports = added[(added["table"] == "85361NED") & (added["unit"] == "count")]
    assert len(reports) == 4


@pytest.mark.parametrize(("region", "province"), SAME.items())
def test_a_region_and_its_province_have_the_same_figures(
    published: Study, region: str, province: str
) -> None:
    rows = figures(published).set_index(["table", "measure", "period"])
    own = rows.loc[rows["region"] == region, "value"].dropna()
    other = rows.loc[rows["region"] == province, "value"]
    both = own.index.intersection(other.index)
    assert (own[both] == other[both]).all()


def test_a_region_without_such_a_province_has_only_its_own_rows(published: Study) -> None:
    rows = figures_for_region(published, "Gelderland-Midden")
    assert set(rows["basis_en"]) == {"VT region"}
    assert set(rows["region"]) == {"VT05"}
    assert len(rows) == 17


def test_what_is_not_publicly_known_stays_empty(published: Study) -> None:
    rows = figures_for_region(published, "VT27")
    assert rows.empty
    assert "basis" in rows.columns


def test_a_province_does_not_count_for_years_before_the_areas_were_equal(
    published: Study, copied_with_old_province_row: Study
) -> None:
    before = figures_for_region(published, "VT20")
    after = figures_for_region(copied_with_old_province_row, "VT20")
    assert len(after) == len(before)


@pytest.fixture
def copied_with_old_province_row(copied) -> Study:
    from evalkit.study import open_study

    path = copied / "tables" / "counts.csv"
    text = path.read_text(encoding="utf-8")
    line = next(row for row in text.splitlines() if row.startswith("70072ned") and "PV26" in row)
    path.write_text(
        text + line.replace("2022JJ00", "2018JJ00").replace("2023JJ00", "2018JJ00") + "\n",
        encoding="utf-8",
    )
    return open_study(copied)


def test_a_mistyped_region_gets_the_nearest_right_word(published: Study) -> None:
    with pytest.raises(ParameterError) as caught:
        figures_for_region(published, "Hollands Miden")
    assert "Hollands Midden" in caught.value.in_language("nl")


@pytest.mark.parametrize(
    ("period", "nl", "en"),
    [
        ("2023JJ00", "2023", "2023"),
        ("2020", "2020", "2020"),
        ("2020HJ02", "tweede halfjaar van 2020", "second half of 2020"),
        ("2021KW03", "derde kwartaal van 2021", "third quarter of 2021"),
        ("2020MM07", "juli 2020", "July 2020"),
    ],
)
def test_a_period_in_words(period: str, nl: str, en: str) -> None:
    assert period_name(period) == (nl, en)


@pytest.mark.parametrize("period", ["", "20", "2020HJ03", "2020MM13", "2020XX01", "jaar2020"])
def test_a_period_that_cannot_be_read(period: str) -> None:
    with pytest.raises(ParameterError, match="2023JJ00"):
        period_name(period)


def test_every_shipped_period_can_be_written(published: Study) -> None:
    periods = set(published.table("counts")["period"])
    assert all(period_name(period).nl for period in periods)
