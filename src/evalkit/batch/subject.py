"""What the reports of a batch are about: the whole, regions, and municipalities that were studied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from evalkit.batch.slug import slug
from evalkit.errors import ParameterError, choices
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from evalkit.study import Study

Kind = Literal["national", "region", "municipality"]
# The notebook that makes each kind of report.
NOTEBOOKS: Final[Mapping[Kind, str]] = {
    "region": "region_report.ipynb",
    "municipality": "municipality_report.ipynb",
    "national": "national_report.ipynb",
}
_COUNTRY: Final = Text("Nederland", "The Netherlands")
_WHOLE: Final = Text("De hele studie", "The whole study")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one report is about.

    Attributes
    ----------
    kind : {"national", "region", "municipality"}
        Which notebook makes the report.
    name : Text
        What a person calls it.
    region : str
        Code of the region, of a municipality the one it lies in; empty when there is none.
    municipality : str
        Code of the municipality; empty for the other kinds.
    """

    kind: Kind
    name: Text
    region: str = ""
    municipality: str = ""

    @property
    def place(self) -> dict[str, object]:
        """The parameter that tells a notebook the place; empty for the national one."""
        if self.kind == "national":
            return {}
        return {self.kind: self.municipality if self.kind == "municipality" else self.region}

    @property
    def slug(self) -> str:
        """File name of the report."""
        if self.kind == "national":
            return "national"
        return slug(self.municipality or self.region, self.name.nl)


def has_units(study: Study) -> bool:
    """Return whether a study looked at units of its own.

    Parameters
    ----------
    study : Study
        A valid study.

    Returns
    -------
    bool
        False for one that only holds what others published.
    """
    return len(study.table("units")) > 0


def studied_municipalities(study: Study) -> dict[str, str]:
    """Find the municipalities in which units of a study lie.

    Parameters
    ----------
    study : Study
        A valid study.

    Returns
    -------
    dict of str to str
        Code to name, in the order of the table municipalities. One that has merged since is among
        them: it was looked at.
    """
    from evalkit.evaluations.place import placed_units

    table = study.table("municipalities")
    seen = set(placed_units(study)["municipality"].dropna())
    names = zip(map(str, table["municipality"]), map(str, table["name"]), strict=True)
    return {code: name for code, name in names if code in seen}


def choose_subjects(
    study: Study,
    *,
    regions: Sequence[str] | None = None,
    municipalities: Sequence[str] | None = None,
) -> list[Subject]:
    """Decide what there is to report on.

    Parameters
    ----------
    study : Study
        A valid study.
    regions, municipalities : sequence of str, optional
        Codes or names. When neither is given: the whole, all regions that exist now (those without
        a ``valid_to``) and all municipalities in which units lie.

    Returns
    -------
    list of Subject
        The whole, then the regions in the order of the study, then the municipalities in the order
        of their regions.

    Raises
    ------
    ParameterError
        If a place does not exist, naming the nearest, or has nothing to report on.
    """
    is_part = bool(regions or municipalities)
    subjects = []
    if not is_part:
        name = _WHOLE if has_units(study) else _COUNTRY
        subjects.append(Subject(kind="national", name=name))
    if regions or not is_part:
        subjects += _regions(study, regions)
    if municipalities or not is_part:
        subjects += _municipalities(study, municipalities)
    return subjects


def _regions(study: Study, wanted: Sequence[str] | None) -> list[Subject]:
    table = study.table("regions")
    current = table[table["valid_to"].isna()]
    codes = [str(code) for code in current["region"]]
    names = dict(zip(codes, map(str, current["name"]), strict=True))
    if wanted:
        found = {_code_of(word, names) or _ended(study.region(word)) for word in wanted}
        codes = [code for code in codes if code in found]
    elif not codes:
        raise ParameterError(
            nl=f"studie {study.name!r}: de tabel regions bevat geen regio die nu bestaat; "
            "vul tables/regions.csv",
            en=f"study {study.name!r}: the table regions holds no region that exists now; "
            "fill tables/regions.csv",
        )
    return [Subject(kind="region", region=code, name=_same(names[code])) for code in codes]


def _municipalities(study: Study, wanted: Sequence[str] | None) -> list[Subject]:
    from evalkit.evaluations.place import resolve_place

    names = studied_municipalities(study)
    found = {_code_of(word, names) or _not_studied(study, word, names) for word in wanted or names}
    homes = {code: resolve_place(study, municipality=code).region or "" for code in found}
    order = {str(code): i for i, code in enumerate(study.table("regions")["region"])}
    subjects = [
        Subject(kind="municipality", region=homes[code], municipality=code, name=_same(names[code]))
        for code in names
        if code in found
    ]
    return sorted(subjects, key=lambda subject: order.get(subject.region, len(order)))


def _same(name: str) -> Text:
    return Text(name, name)


def _code_of(word: str, names: Mapping[str, str]) -> str | None:
    """Return the code that a code or name means, in any case."""
    by_word = {name.casefold(): code for code, name in names.items()}
    by_word |= {code.casefold(): code for code in names}
    return by_word.get(word.strip().casefold())


def _ended(row: pd.Series[str]) -> str:
    code, end = row["region"], str(row["valid_to"])[:10]
    after = row["successor"]
    follows = isinstance(after, str) and after
    raise ParameterError(
        nl=f"regio {code!r} bestaat niet meer sinds {end}"
        + (f"; kies opvolger {after!r}" if follows else "; kies een regio die nu bestaat"),
        en=f"region {code!r} ended on {end}"
        + (f"; choose its successor {after!r}" if follows else "; choose a region that exists now"),
    )


def _not_studied(study: Study, word: str, names: Mapping[str, str]) -> str:
    """Raise for a municipality without a report; a mistyped one gets its nearest right word."""
    if not names:
        raise ParameterError(
            nl=f"gemeente {word!r}: studie {study.name!r} heeft geen eenheden in gemeenten en dus "
            "geen rapporten van gemeenten; kies een regio",
            en=f"municipality {word!r}: study {study.name!r} has no units in municipalities, hence "
            "no reports of municipalities; choose a region",
        )
    code = study.municipality(word)["municipality"]
    raise ParameterError(
        nl=f"gemeente {code!r} heeft geen eenheden in studie {study.name!r}; "
        f"kies uit {choices(names, 'nl')}",
        en=f"municipality {code!r} has no units in study {study.name!r}; "
        f"choose from {choices(names, 'en')}",
    )
