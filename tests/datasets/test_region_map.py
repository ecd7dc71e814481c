from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from evalkit.datasets import map_credit, region_shapes
from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from evalkit.study import Study

FOLDER = Path(str(files("evalkit") / "datasets" / "published"))


def _area(ring: np.ndarray) -> float:
    x, y = ring.T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


@pytest.mark.parametrize("year", range(2020, 2026))
def test_the_map_has_the_regions_of_that_year(published: Study, year: int) -> None:
    regions = published.table("regions")
    start = regions["valid_from"].astype(str).str[:4].astype(int)
    end = regions["valid_to"].astype(str).str[:4]
    valid = regions[(start <= year) & ~((end == "2022") & (year > 2022))]
    assert set(region_shapes(year)) == set(valid["region"])


@pytest.mark.parametrize("year", [2022, 2023])
def test_rings_are_closed_and_lie_in_the_netherlands(year: int) -> None:
    for code, rings in region_shapes(year).items():
        assert _area(rings[0]) > 0
        for ring in rings:
            assert ring.ndim == 2
            assert ring.shape[1] == 2
            assert len(ring) >= 4
            assert np.array_equal(ring[0], ring[-1])
            longitude, latitude = ring.T
            assert longitude.min() > 3.3, code
            assert longitude.max() < 7.3, code
            assert latitude.min() > 50.7, code
            assert latitude.max() < 53.6, code


def test_the_merged_region_covers_what_its_parts_covered() -> None:
    before, after = region_shapes(2022), region_shapes(2023)
    parts = sum(_area(ring) for code in ("VT16", "VT26") for ring in before[code])
    assert sum(map(_area, after["VT27"])) == pytest.approx(parts, rel=1e-9)
    for code in set(before) & set(after):
        assert all(np.array_equal(a, b) for a, b in zip(before[code], after[code], strict=True))


def test_the_waters_of_zeeland_are_holes() -> None:
    assert sum(_area(ring) < 0 for ring in region_shapes(2023)["VT23"]) == 3


def test_a_caller_cannot_change_the_map() -> None:
    region_shapes(2023)["VT08"][0][:] = 0
    assert region_shapes(2023)["VT08"][0].max() > 53


def test_the_credit_names_the_makers_and_the_licence() -> None:
    for year in (2022, 2023):
        for line in map_credit(year):
            assert "CBS/Kadaster" in line
            assert "CC BY 4.0" in line
    assert "samengevoegd" in map_credit(2025).nl
    assert "samengevoegd" not in map_credit(2020).nl


@pytest.mark.parametrize("year", [2014, 2019, 2026])
def test_a_year_without_a_map_names_the_years_that_have_one(year: int) -> None:
    for call in (region_shapes, map_credit):
        with pytest.raises(ParameterError, match="2020 to 2025") as caught:
            call(year)
        assert "tot en met 2025" in caught.value.in_language("nl")


def test_the_maps_stay_small() -> None:
    assert sum(path.stat().st_size for path in (FOLDER / "map").iterdir()) <= 80_000
