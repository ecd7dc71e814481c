"""The map of the VT regions."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from evalkit.errors import ParameterError
from evalkit.language import Text

if TYPE_CHECKING:
    import numpy as np

_FIRST_YEARS: Final = {2022: 2020, 2023: 2023}
"""Year in the file name, and the first year the map holds for."""
_LAST_YEAR: Final = 2025


def region_shapes(year: int) -> dict[str, list[np.ndarray]]:
    """Return the outlines of the VT regions of a year.

    26 regions for 2020-2022 and 25 for 2023-2025.

    Parameters
    ----------
    year : int
        2020-2025, the years whose regions were read in the area divisions of CBS.

    Returns
    -------
    dict of str to list of ndarray, shape (n, 2)
        Per region code its rings, closed, as longitude and latitude in degrees (WGS84), to
        0.001 degree. Outlines run anticlockwise and holes (the waters of Zeeland) clockwise, so
        all rings of a region are to be drawn as one path.

    Raises
    ------
    ParameterError
        If there is no map of that year.

    Examples
    --------
    >>> len(region_shapes(2022)), len(region_shapes(2023))
    (26, 25)
    """
    import numpy as np

    return {
        code: [np.array(ring, dtype=float) for ring in rings]
        for code, rings in _rings(_map_year(year)).items()
    }


def map_credit(year: int) -> Text:
    """Return the credit line that must stand with the map of a year.

    Parameters
    ----------
    year : int
        2020-2025.

    Returns
    -------
    Text
        Makers, year, what was changed, licence.

    Raises
    ------
    ParameterError
        If there is no map of that year.
    """
    if _map_year(year) == 2022:
        return Text(
            "Kaart: CBS/Kadaster, gebiedsindelingen 2022, vereenvoudigd (CC BY 4.0)",
            "Map: CBS/Kadaster, area divisions 2022, simplified (CC BY 4.0)",
        )
    return Text(
        "Kaart: CBS/Kadaster, gebiedsindelingen 2022, vereenvoudigd en samengevoegd tot de "
        "regio's van 2023 (CC BY 4.0)",
        "Map: CBS/Kadaster, area divisions 2022, simplified and merged into the regions of 2023 "
        "(CC BY 4.0)",
    )


def _map_year(year: int) -> int:
    fitting = [file for file, first in _FIRST_YEARS.items() if first <= year <= _LAST_YEAR]
    if not fitting:
        first = min(_FIRST_YEARS.values())
        raise ParameterError(
            nl=f"van {year} is er geen kaart; kies een jaar van {first} tot en met {_LAST_YEAR}",
            en=f"there is no map of {year}; choose a year from {first} to {_LAST_YEAR}",
        )
    return max(fitting)


@cache
def _rings(map_year: int) -> dict[str, list[Any]]:
    folder = files("evalkit") / "datasets" / "published" / "map"
    text = (folder / f"vt_{map_year}.geojson").read_text(encoding="utf-8")
    return {
        feature["id"]: [ring for area in feature["geometry"]["coordinates"] for ring in area]
        for feature in json.loads(text)["features"]
    }
