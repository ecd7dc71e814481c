"""Where a question is put: the whole study, a region or a municipality, and in which wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from weakref import WeakKeyDictionary

from evalkit.errors import ParameterError, unknown_name
from evalkit.evaluations.unit_places import Spans, place_units, regions_of
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from evalkit.study import Study, Wave

WHOLE: Final = Text("de hele studie", "the whole study")
# A study is read once and its frames do not change.
_PLACED: WeakKeyDictionary[Study, _Placed] = WeakKeyDictionary()
_REGIONS: WeakKeyDictionary[Study, dict[str, Spans]] = WeakKeyDictionary()
_SETTLED: WeakKeyDictionary[Study, _Settled] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The whole study, a region, or a municipality.

    Attributes
    ----------
    name : Text
        What it is called.
    region : str or None
        Code of the region; of a municipality the one it belongs to, when that is known.
    municipality : str or None
        Code of the municipality.
    municipalities : tuple of str
        The municipalities of the region; empty for the whole study and for a municipality.
    """

    name: Text = WHOLE
    region: str | None = None
    municipality: str | None = None
    municipalities: tuple[str, ...] = ()

    @property
    def level(self) -> Literal["study", "region", "municipality"]:
        """What kind of place it is."""
        if self.municipality is not None:
            return "municipality"
        return "study" if self.region is None else "region"

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a frame that lie in this place.

        Parameters
        ----------
        frame : DataFrame
            With a column region, municipality or both.

        Returns
        -------
        DataFrame
            Rows with their own index. A region takes rows with its code, and those that name only
            a municipality of it; a municipality takes only rows that name it.
        """
        if self.municipality is not None:
            if "municipality" not in frame:
                return frame.iloc[:0]
            return frame[frame["municipality"] == self.municipality]
        if self.region is None:
            return frame
        inside = frame["region"] == self.region if "region" in frame else None
        if "municipality" in frame:
            member = frame["municipality"].isin(self.municipalities)
            inside = member if inside is None else inside | (frame["region"].isna() & member)
        return frame.iloc[:0] if inside is None else frame[inside]


def resolve_place(
    study: Study, region: str | None = None, municipality: str | None = None
) -> Place:
    """Find the place that codes or names mean.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name; None for both is the whole study.

    Returns
    -------
    Place

    Raises
    ------
    ParameterError
        If there is no such place, naming the nearest, or the municipality is not in the region.
    """
    code = name = None
    if region is not None:
        row = study.region(region)
        code, name = str(row["region"]), str(row["name"])
    if municipality is None:
        if code is None or name is None:
            return Place()
        members = [place for place, spans in _regions(study).items() if code in spans.values()]
        return Place(name=Text(name, name), region=code, municipalities=tuple(sorted(members)))
    row = study.municipality(municipality)
    own, own_name = str(row["municipality"]), str(row["name"])
    regions = list(_regions(study).get(own, {}).values())
    if code is not None and regions and code not in regions:
        raise ParameterError(
            nl=f"gemeente {own_name!r} hoort niet bij regio {name!r}; zij hoort bij {regions[-1]}",
            en=f"municipality {own_name!r} is not in region {name!r}; it belongs to {regions[-1]}",
        )
    return Place(
        name=Text(own_name, own_name),
        region=code or (regions[-1] if regions else None),
        municipality=own,
    )


def resolve_wave(study: Study, wave: str | None) -> Wave | None:
    """Return a wave of the study by its id; None stays None.

    Parameters
    ----------
    study : Study
        The study.
    wave : str or None
        Id of a wave in study.toml.

    Returns
    -------
    Wave or None

    Raises
    ------
    ParameterError
        If there is no such wave; it names the nearest.
    """
    if wave is None:
        return None
    waves = {each.id: each for each in study.waves}
    if wave not in waves:
        raise unknown_name(Text("meting", "wave"), wave, waves)
    return waves[wave]


def placed_units(study: Study) -> pd.DataFrame:
    """Return the units with the place, team and wave that follow from what they belong to.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    DataFrame
        The table units, where an empty region, municipality, team or wave is that of the parent,
        an empty municipality that of the team, and an empty region the one the municipality
        belonged to on the date of the unit or else at the start of its wave. Column `top` is the
        unit at the head of its line of parents, e.g. the file of a child.
    """
    return _placed(study).rows.copy()


class _Placed:
    """The units with their places, and those of each kind and wave once they were asked for."""

    def __init__(self, study: Study) -> None:
        self.rows = place_units(study)
        self._found: dict[tuple[str | None, str | None], pd.DataFrame] = {(None, None): self.rows}

    def of(self, kind: str | None, wave: str | None) -> pd.DataFrame:
        if (kind, wave) not in self._found:
            rows = self.rows
            rows = rows if kind is None else rows[rows["kind"] == kind]
            self._found[kind, wave] = rows if wave is None else rows[rows["wave"] == wave]
        return self._found[kind, wave]


def _placed(study: Study) -> _Placed:
    found = _PLACED.get(study)
    if found is None:
        found = _PLACED[study] = _Placed(study)
    return found


def _regions(study: Study) -> dict[str, Spans]:
    found = _REGIONS.get(study)
    if found is None:
        found = _REGIONS[study] = regions_of(study)
    return found


def units_at(
    study: Study, place: Place, *, kind: str | None = None, wave: str | None = None
) -> pd.DataFrame:
    """Return the units in a place, of a kind, of a wave.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    kind : str or None
        A kind of unit, e.g. "file".
    wave : str or None
        Id of a wave; None takes all.

    Returns
    -------
    DataFrame
        As `placed_units`.
    """
    return place.rows(_placed(study).of(kind, wave)).reset_index(drop=True)


def settled_at(
    study: Study,
    place: Place,
    *,
    items: Iterable[str] | None = None,
    kind: str | None = None,
    wave: str | None = None,
    facet: str | None = None,
) -> pd.DataFrame:
    """Return what the coders settled on for the units in a place.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    items : iterable of str or None
        Ids of items; None takes all.
    kind, wave, facet : str or None
        A kind of unit, a wave, a facet; None takes all.

    Returns
    -------
    DataFrame
        The columns of `Study.settled`, then kind, region, municipality, team, date, parent and top
        of the unit. The missing codes stand in `value` as they were coded.
    """
    settled = _settled(study)
    rows = settled.rows if items is None else settled.of(items)
    for column, wanted in (("kind", kind), ("wave", wave), ("facet", facet)):
        if wanted is not None:
            rows = rows[rows[column] == wanted]
    return place.rows(rows).reset_index(drop=True)


class _Settled:
    """What was settled, joined to its units once, with the rows of each item at hand."""

    def __init__(self, study: Study) -> None:
        units = _placed(study).rows.rename(columns={"wave": "own_wave"})
        rows = study.settled.merge(units, on="unit", how="inner", validate="many_to_one")
        # A coding without a wave is of the wave of its unit, or of what that is a part of.
        rows["wave"] = rows["wave"].fillna(rows["own_wave"])
        self.rows = rows.drop(columns="own_wave")
        self._places = self.rows.groupby("item", sort=False).indices
        self._found: dict[str, pd.DataFrame] = {}

    def of(self, items: Iterable[str]) -> pd.DataFrame:
        wanted = set(items)
        if len(wanted) == 1:
            return self._of_one(*wanted)
        places = [place for item in wanted for place in self._places.get(item, ())]
        return self.rows.take(sorted(places))

    def _of_one(self, item: str) -> pd.DataFrame:
        if item not in self._found:
            self._found[item] = self.rows.take(sorted(self._places.get(item, ())))
        return self._found[item]


def _settled(study: Study) -> _Settled:
    found = _SETTLED.get(study)
    if found is None:
        found = _SETTLED[study] = _Settled(study)
    return found


def table_at(study: Study, table: str, place: Place, *, wave: str | None = None) -> pd.DataFrame:
    """Return the rows of a table that lie in a place and a wave.

    Parameters
    ----------
    study : Study
        The study.
    table : str
        Name of the table.
    place : Place
        From `resolve_place`.
    wave : str or None
        Id of a wave. A table that names a unit takes place and wave from that unit where it has
        none itself; one with neither wave nor unit is not filtered by wave.

    Returns
    -------
    DataFrame
        With the index of `Study.table`, so that `Study.missing_kinds` fits it.
    """
    frame = study.table(table)
    if "unit" in frame:
        units = _placed(study).rows.set_index("unit")
        for column in ("region", "municipality", "team", "wave", "kind", "top"):
            known = frame["unit"].map(units[column]).astype("str")
            frame[column] = frame[column].fillna(known) if column in frame else known
    found = place.rows(frame)
    return found[found["wave"] == wave] if wave is not None and "wave" in found else found
