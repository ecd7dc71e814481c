"""Published figures of an area, in words that can be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.errors import ParameterError
from evalkit.language import Text

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.study import Study

_OWN: Final = Text("VT-regio", "VT region")
_SAME: Final = Text("provincie met dezelfde gemeenten", "province with the same municipalities")
_MONTHS: Final = (
    *(Text("januari", "January"), Text("februari", "February"), Text("maart", "March")),
    *(Text("april", "April"), Text("mei", "May"), Text("juni", "June")),
    *(Text("juli", "July"), Text("augustus", "August"), Text("september", "September")),
    *(Text("oktober", "October"), Text("november", "November"), Text("december", "December")),
)
_ORDINALS: Final = (
    *(Text("eerste", "first"), Text("tweede", "second")),
    *(Text("derde", "third"), Text("vierde", "fourth")),
)


def figures(study: Study) -> pd.DataFrame:
    """Return all published figures with their measure split into words.

    Parameters
    ----------
    study : Study
        A study with the table ``counts``, and ``measures`` if its measures are to be split.

    Returns
    -------
    DataFrame
        The rows of ``counts`` in order, with the columns ``subject, breakdown, category, unit``
        and their English words ``subject_en, breakdown_en, category_en``. A measure that
        ``measures`` does not hold is its own subject. `value` is NaN where the source printed a
        dot (`sign` is then "."): unknown, never zero.
    """
    counts, measures = study.table("counts"), study.table("measures")
    keys = ["table", "measure"]
    joined = counts.merge(measures, on=keys, how="left", validate="many_to_one")
    for column in ("subject", "subject_en"):
        joined[column] = joined[column].fillna(joined["measure"])
    return joined


def figures_for_region(study: Study, region: str) -> pd.DataFrame:
    """Return the published figures of one VT region.

    Six regions have exactly the municipalities of a province (table ``same_areas``). The figures
    of that province hold for the region too: they are added, still under the province's code and
    name, where the region has no row of its own for the same table, measure and period.

    Parameters
    ----------
    study : Study
        A study with the table ``counts``.
    region : str
        Code or name of a VT region.

    Returns
    -------
    DataFrame
        As `figures`, with `basis` and `basis_en`: "VT-regio" or "provincie met dezelfde
        gemeenten".

    Raises
    ------
    ParameterError
        If there is no such region; the message names the nearest one.

    Examples
    --------
    >>> from evalkit.study import open_study
    >>> rows = figures_for_region(open_study("published"), "Zeeland")
    >>> rows.groupby("basis")["value"].count().to_dict()
    {'VT-regio': 1, 'provincie met dezelfde gemeenten': 18}
    """
    import pandas as pd

    code = str(study.region(region)["region"])
    everything = figures(study)
    own = everything[everything["region"] == code]
    same = _same_area(everything, study.table("same_areas"), code)
    keys = ["table", "measure", "period"]
    known = pd.MultiIndex.from_frame(own[keys])
    same = same[~pd.MultiIndex.from_frame(same[keys]).isin(known)]
    return pd.concat(
        [
            own.assign(basis=_OWN.nl, basis_en=_OWN.en),
            same.assign(basis=_SAME.nl, basis_en=_SAME.en),
        ],
        ignore_index=True,
    )


def _same_area(everything: pd.DataFrame, areas: pd.DataFrame, code: str) -> pd.DataFrame:
    import pandas as pd

    year = everything["period"].str[:4].astype(int)
    keep = year < 0
    mine = areas[areas["region"] == code]
    starts = pd.to_datetime(mine["valid_from"]).dt.year
    ends = pd.to_datetime(mine["valid_to"]).dt.year.fillna(year.max())
    for area, start, end in zip(mine["same_as"], starts, ends, strict=True):
        keep |= (everything["region"] == area) & year.between(start, end)
    return everything[keep]


def period_name(period: str) -> Text:
    """Write a period of CBS in words.

    Parameters
    ----------
    period : str
        "2023JJ00" (year), "2020HJ01" (half-year), "2020KW03" (quarter), "2020MM07" (month) or
        "2020".

    Returns
    -------
    Text
        The words, ready to stand in a sentence or a column head.

    Raises
    ------
    ParameterError
        If it is none of these.

    Examples
    --------
    >>> period_name("2020HJ01").en
    'first half of 2020'
    """
    year, kind, number = period[:4], period[4:6], period[6:]
    if year.isdecimal() and len(year) == 4 and (kind, number) in {("", ""), ("JJ", "00")}:
        return Text(year, year)
    last = {"HJ": 2, "KW": 4, "MM": 12}.get(kind, 0)
    if not (year.isdecimal() and number.isdecimal() and 1 <= int(number) <= last):
        raise ParameterError(
            nl=f"periode {period!r} is niet te lezen; schrijf bijvoorbeeld 2023JJ00 of 2020HJ01",
            en=f"period {period!r} cannot be read; write for example 2023JJ00 or 2020HJ01",
        )
    if kind == "MM":
        month = _MONTHS[int(number) - 1]
        return Text(f"{month.nl} {year}", f"{month.en} {year}")
    order = _ORDINALS[int(number) - 1]
    part = Text("halfjaar", "half") if kind == "HJ" else Text("kwartaal", "quarter")
    return Text(f"{order.nl} {part.nl} van {year}", f"{order.en} {part.en} of {year}")
