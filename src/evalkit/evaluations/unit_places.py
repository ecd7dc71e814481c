"""Where and when a unit belongs, by its parent, its team and the dated memberships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from evalkit.study import Study

_INHERITED: Final = ("region", "municipality", "team", "wave")
Spans = dict[tuple[pd.Timestamp | None, pd.Timestamp | None], str]


def place_units(study: Study) -> pd.DataFrame:
    """Return the units of a study with their place filled in, see `place.placed_units`."""
    units = study.table("units").set_index("unit", drop=False)
    units["top"], days = units["unit"], units["date"]
    above = units["parent"].where(units["parent"].isin(units.index))
    for _ in range(len(units)):
        if not above.notna().any():
            break
        units["top"] = above.fillna(units["top"])
        days = days.fillna(above.map(units["date"]))
        for column in _INHERITED:
            units[column] = units[column].fillna(above.map(units[column]).astype("str"))
        above = above.map(units["parent"])
    teams = study.table("teams").set_index("team")["municipality"]
    units["municipality"] = units["municipality"].fillna(units["team"].map(teams).astype("str"))
    starts = {wave.id: wave.start for wave in study.waves}
    days = days.fillna(units["wave"].map(starts).astype("datetime64[us]"))
    belongs = regions_of(study, from_units=False)
    regions = [
        _region_on(belongs.get(place, {}), day)
        for place, day in zip(units["municipality"], days, strict=True)
    ]
    units["region"] = units["region"].fillna(pd.Series(regions, index=units.index, dtype="str"))
    return units.reset_index(drop=True)


def regions_of(study: Study, *, from_units: bool = True) -> dict[str, Spans]:
    """Return per municipality its regions by period, the latest last."""
    found: dict[str, Spans] = {}
    table = study.table("memberships").sort_values("valid_from", na_position="first", kind="stable")
    for place, region, start, end in zip(
        table["municipality"], table["region"], table["valid_from"], table["valid_to"], strict=True
    ):
        span = (None if pd.isna(start) else start, None if pd.isna(end) else end)
        found.setdefault(place, {})[span] = region
    if from_units:
        # A small study may say in its units only which municipality lies where.
        both = study.table("units").dropna(subset=["municipality", "region"])
        for place, region in zip(both["municipality"], both["region"], strict=True):
            found.setdefault(place, {(None, None): region})
    return found


def _region_on(spans: Spans, day: pd.Timestamp) -> str | None:
    """Return the region on a day, or the latest when the day is not known or not covered."""
    known = not pd.isna(day)
    for (start, end), region in spans.items():
        if known and (start is None or start <= day) and (end is None or day <= end):
            return region
    return list(spans.values())[-1] if spans else None
