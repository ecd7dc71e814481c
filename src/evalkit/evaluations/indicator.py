"""What makes a unit count, and which units do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from evalkit.errors import ParameterError, unknown_name
from evalkit.evaluations.documents import agreement_documents, documents_in_force
from evalkit.evaluations.place import Place, resolve_wave, settled_at, units_at
from evalkit.evaluations.sampled_share import sampled_share
from evalkit.language import LANGUAGES, Text, format_number, format_percent, join_words
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.schemes import Item
    from evalkit.study import Study

NO_ANSWER: Final = Text(
    "op deze vraag is hier geen antwoord gecodeerd", "no answer to this question was coded here"
)
UNCODED: Final = "uncoded"
UNSETTLED: Final = "unsettled"
ABSENT: Final[dict[str, Text]] = {
    "nvt": Text("niet van toepassing", "not applicable"),
    "nb": Text("niet te bepalen", "cannot be determined"),
    "nr": Text("niet gevraagd of niet gemeld", "not asked or not reported"),
    "wg": Text("achtergehouden", "withheld"),
    UNSETTLED: Text("codeurs nog oneens", "coders still differ"),
    UNCODED: Text("niet gecodeerd", "not coded"),
}
"""Why a unit has no answer: the missing codes, and what only the study tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What makes a unit count: these answers to this item.

    Attributes
    ----------
    item : str
        Id of the item.
    values : tuple of str
        Levels that count; of several levels at once any of them. Empty for a number.
    unit : str
        Kind of unit that is counted, one of the units of the item.
    facet : {"paper", "known", "practice"} or None
        Facet it was coded on; None when the item has none.
    at_least, at_most : float or None
        Bounds of a number that counts, both included; ``k/n`` is read as a share.
    lacking : tuple of str
        Missing codes that count as not having it, e.g. nb where the question is who knows.
    per : {"region", "municipality", "top"} or None
        What is counted in place of the units: those of which any unit has it; "top" is the head of
        the line of parents, e.g. the file of a moment.
    """

    item: str
    values: tuple[str, ...] = ()
    unit: str
    facet: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    lacking: tuple[str, ...] = ()
    per: Literal["region", "municipality", "top"] | None = None

    def holds(self, value: str) -> bool:
        """Tell whether an answer counts.

        Parameters
        ----------
        value : str
            A coded answer; not one of the missing codes.

        Returns
        -------
        bool
        """
        if self.values:
            return not set(self.values).isdisjoint(part.strip() for part in value.split("|"))
        number = _number(value)
        above = self.at_least is None or number >= self.at_least
        return above and (self.at_most is None or number <= self.at_most)

    def label(self, item: Item) -> Text:
        """Return what is counted, in words.

        Parameters
        ----------
        item : Item
            The item itself.

        Returns
        -------
        Text
            E.g. "Samen op eerste huisbezoek: ja".
        """
        labels = {level.value: level.label for level in item.levels_on(self.facet)}
        words = [labels.get(value, Text(value, value)) for value in self.values]
        if not words and self.at_least is not None and self.at_least <= 0:
            words = [Text("ingevuld", "given")]
        elif not words and self.at_least is not None:
            write = format_percent if item.scale == "share" else format_number
            words = [Text(f"minstens {write(self.at_least, 'nl')}",
                          f"at least {write(self.at_least, 'en')}")]  # fmt: skip
        if not self.values and self.at_most is not None:
            write = format_percent if item.scale == "share" else format_number
            words.append(Text(f"hooguit {write(self.at_most, 'nl')}",
                              f"at most {write(self.at_most, 'en')}"))  # fmt: skip
        link: Literal["or", "and"] = "or" if self.values else "and"
        said = (join_words((word.in_language(to) for word in words), to, last=link)
                for to in LANGUAGES)  # fmt: skip
        nl, en = said
        return Text(f"{item.label.nl}: {nl}", f"{item.label.en}: {en}")


def _number(value: str) -> float:
    share = value.partition("/")
    if share[2]:
        return int(share[0]) / int(share[2]) if int(share[2]) else NAN
    return float(value.replace(",", "."))


def coded_waves(study: Study, item: str, *, kind: str | None = None) -> tuple[str, ...]:
    """Return the waves in which an item was coded, in the order of the study.

    Parameters
    ----------
    study : Study
        The study.
    item : str
        Id of the item.
    kind : str or None
        Kind of unit; None takes all.

    Returns
    -------
    tuple of str
        Empty when it was not coded, or the study has no waves.
    """
    seen = set(settled_at(study, Place(), items=[item], kind=kind)["wave"].dropna())
    return tuple(wave.id for wave in study.waves if wave.id in seen)


def indicator_values(
    study: Study, indicator: Indicator, *, place: Place | None = None, wave: str | None = None
) -> pd.DataFrame:
    """Return unit by unit whether it counts.

    Parameters
    ----------
    study : Study
        The study.
    indicator : Indicator
        What counts.
    place : Place or None
        From `resolve_place`; None is the whole study.
    wave : str or None
        Id of a wave; None takes the last in which the item was coded. Of documents it takes those
        in force at the end of the wave, and None those in force last.

    Returns
    -------
    DataFrame
        One row per unit of the kind (or per thing they lie in, see `Indicator.per`): the columns
        of `placed_units`, then `value` as settled, `has` (1.0, 0.0 or missing) and `missing` ("" or
        nvt, nb, nr, wg, "unsettled", "uncoded").

    Raises
    ------
    ParameterError
        If the schemes of the study have no such item, or the item no such unit, facet or level.
    """
    _check(study.item(indicator.item), indicator)
    place = place or Place()
    resolve_wave(study, wave)
    if indicator.unit == "document":
        units = _in_force(study, units_at(study, place, kind="document"), wave)
        wave = None
    else:
        if wave is None:
            waves = coded_waves(study, indicator.item, kind=indicator.unit)
            wave = waves[-1] if waves else None
        units = units_at(study, place, kind=indicator.unit, wave=wave)
    settled = settled_at(study, place, items=[indicator.item], kind=indicator.unit, wave=wave)
    if indicator.facet is None:
        settled = settled[settled["facet"].isna()]
    else:
        settled = settled[settled["facet"] == indicator.facet]
    found = settled.drop_duplicates("unit", keep="last").set_index("unit")
    coded = units["unit"].isin(found.index)
    units["value"] = units["unit"].map(found["value"]).astype("str")
    units["missing"] = units["value"].where(units["value"].isin(list(ABSENT)), "")
    units.loc[coded & units["value"].isna(), "missing"] = UNSETTLED
    units.loc[~coded, "missing"] = UNCODED
    lacking = units["missing"].isin(indicator.lacking)
    units["missing"] = units["missing"].mask(lacking, "")
    units["has"] = [
        NAN if missing else float(value not in ABSENT and indicator.holds(value))
        for value, missing in zip(units["value"], units["missing"], strict=True)
    ]
    return units if indicator.per is None else _gathered(units, indicator.per)


def _in_force(study: Study, documents: pd.DataFrame, wave: str | None) -> pd.DataFrame:
    """Leave out what another version replaced, drafts, and what belongs to no place elsewhen."""
    placed = agreement_documents(study).dropna(subset="holder")["unit"]
    current = documents_in_force(study, wave=wave)["unit"]
    loose = ~documents["unit"].isin(placed)
    if wave is not None:
        loose &= documents["wave"] == wave
    return documents[documents["unit"].isin(current) | loose].reset_index(drop=True)


def _gathered(units: pd.DataFrame, per: str) -> pd.DataFrame:
    """Keep of each region, municipality or file the unit that settles it: first one that has it."""
    known = units[units[per].notna()]
    known = known.sort_values("has", ascending=False, na_position="last", kind="stable")
    found = known.drop_duplicates(per).sort_index().reset_index(drop=True)
    return found.assign(unit=found[per], top=found["top"] if per != "top" else found[per])


def _check(item: Item, indicator: Indicator) -> None:
    where = Text(f"item {item.id}", f"item {item.id}")
    if indicator.unit not in item.units:
        raise unknown_name(
            Text("soort eenheid", "kind of unit"), indicator.unit, item.units, where=where
        )
    if indicator.facet not in (item.facets or (None,)):
        raise unknown_name(Text("facet", "facet"), indicator.facet, item.facets, where=where)
    for value in indicator.values:
        item.level(value, facet=indicator.facet)
    bounded = indicator.at_least is not None or indicator.at_most is not None
    if bool(item.levels_on(indicator.facet)) == bounded or bounded == bool(indicator.values):
        raise ParameterError(
            nl=f"item {item.id}: geef niveaus voor een item met niveaus en grenzen voor een getal",
            en=f"item {item.id}: give levels for an item with levels and bounds for a number",
        )


def indicator_estimate(
    study: Study, indicator: Indicator, *, place: Place | None = None, wave: str | None = None
) -> Estimate:
    """Estimate the share of units that count, with the interval that fits the sample.

    Regions and municipalities of which it is known how many exist get the exact hypergeometric
    interval, in units of that population; units that lie in several municipalities (or else
    regions or files) are clustered in them; all others get Wilson's interval.

    Parameters
    ----------
    study : Study
        The study.
    indicator : Indicator
        What counts.
    place : Place or None
        From `resolve_place`; None is the whole study.
    wave : str or None
        Id of a wave; None takes the last in which the item was coded.

    Returns
    -------
    Estimate
        With k, n, N, selection, clusters and method. What is missing is counted by kind in
        `warnings`, and an item that nobody coded has a `reason`.

    Raises
    ------
    ParameterError
        If the item has no such unit, facet or level, or the study no such wave. An item that is in
        none of the schemes of the study is a reason instead.
    """
    place = place or Place()
    nothing = Estimate(
        name=indicator.item, value=NAN, n=0, k=0, selection=study.selection, method="none",
        scale="share",
    )  # fmt: skip
    if indicator.item not in study.items:
        reason = unknown_name(Text("item", "item"), indicator.item, study.items).text
        return replace(nothing, reason=reason)
    values = indicator_values(study, indicator, place=place, wave=wave)
    name = indicator.label(study.items[indicator.item])
    warnings = _missing_warnings(values)
    seen = values[values["missing"] == ""]
    if not len(seen):
        return replace(nothing, name=name, reason=NO_ANSWER, warnings=warnings)
    counted = indicator.per if indicator.per in ("region", "municipality") else indicator.unit
    estimate = sampled_share(study, counted, values, place=place)
    return replace(estimate, name=name, warnings=(*estimate.warnings, *warnings))


def _missing_warnings(values: pd.DataFrame) -> tuple[Text, ...]:
    counts = values["missing"].value_counts()
    return tuple(
        Text(f"{label.nl}: {counts[kind]}", f"{label.en}: {counts[kind]}")
        for kind, label in ABSENT.items()
        if kind in counts
    )
