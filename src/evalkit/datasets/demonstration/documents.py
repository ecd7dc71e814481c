"""Agreement documents: what is on paper, what is known of it, and what is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.answer import Answer
from evalkit.datasets.demonstration.draws import between, chance, day, normal, pick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

_END: Final = {"1": "2020-06-30", "2": "2022-12-31"}
_FACTS: Final[dict[str, dict[str, float]]] = {
    "C0.2": {"colleges": 0.45, "bestuur": 0.40, "management": 0.15},
    "C0.3": {"regio": 0.85, "subregio": 0.15},
    "C0.4": {"convenant": 0.2, "overeenkomst": 0.35, "werkafspraken": 0.35, "bijlage-gr": 0.1},
    "C1.17": {"nee": 0.55, "ja": 0.45},
    "B4.1.3": {"nee": 0.3, "ja": 0.7},
    "B4.3.1": {"bestuur": 0.45, "voorzitter": 0.45, "anders": 0.10},
}
_SETS: Final[dict[str, dict[str, float]]] = {
    "C0.1": {"vt": 1.0, "gemeenten": 1.0, "wijkteams": 0.8, "gi": 0.45, "rvdk": 0.35, "politie": 0.35,
             "om": 0.15, "veiligheidshuis": 0.3, "jgz": 0.45, "ggz": 0.25, "opvang": 0.3},
    "C1.6": {"overdracht": 1.0, "voorwaarden-vervolg": 0.7, "onderzoek": 0.9, "geen-vervolg": 0.5},
    "C1.14": {"specifieke-groepen": 0.4, "acuut": 0.8, "huisverbod": 0.6, "complexe-scheiding": 0.5},
    "C3.1": {"professionals": 0.5, "beleid": 1.0, "management": 0.6, "extern": 0.25},
    "B4.3": {"begrippenlijst": 0.7, "triageprotocol": 0.5, "overdrachtsprotocol": 0.8,
             "kennisplan": 0.25, "contactlijst": 0.6},
}  # fmt: skip
_BODY: Final = {"colleges": "colleges", "bestuur": "algemeen-bestuur", "management": "management"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """What is in agreement documents and what comes of it.

    Attributes
    ----------
    first : mapping of str to sequence of date
        Per version, between which days it was adopted.
    renewed : sequence of str
        Regions with a second version.
    between : float
        Share of the variance that the documents of a region have in common.
    gain : float
        Shift of a second version on paper.
    paper, practice : mapping of str to float
        Shares of the levels before the shift of an item.
    known : float
        Shift of what is known above what is done.
    gap : sequence of str
        Items also coded as known and in practice.
    shift : mapping of str to float
        Per item how much easier it is on paper; half of it in practice.
    forms : mapping of str to mapping
        Per facet the chance of each form of handover.
    """

    first: Mapping[str, Sequence[date]]
    renewed: Sequence[str]
    between: float
    gain: float
    paper: Mapping[str, float]
    practice: Mapping[str, float]
    known: float
    gap: Sequence[str]
    shift: Mapping[str, float]
    forms: Mapping[str, Mapping[str, float]]

    def probabilities(
        self, item: str, *, facet: str = "paper", version: int = 1
    ) -> dict[str, float]:
        """Return the true share of each level of an item over documents of a version."""
        shift = self.shift[item] + self.gain * (version - 1)
        if facet == "paper":
            return dict(
                zip(self.paper, Answer(shares=self.paper).probabilities(shift), strict=True)
            )
        shift = self.shift[item] / 2 + (self.known if facet == "known" else 0.0)
        answer = Answer(shares=self.practice)
        return dict(zip(self.practice, answer.probabilities(shift), strict=True))


def draw_documents(
    documents: Documents, regions: Sequence[str], rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the documents of all regions.

    Parameters
    ----------
    documents : Documents
        The truth.
    regions : sequence of str
        Codes of regions, A first.
    rng : Generator
        Stream of this part.

    Returns
    -------
    tuple of DataFrame
        Documents (unit, region, version, date) and what is true of them (unit, item, facet, value).
    """
    rows = [
        (f"DOC-{letter}-{version}", code, str(version))
        for letter, code in zip("ABCDEF", regions, strict=True)
        for version in (1, 2)
        if version == 1 or code in documents.renewed
    ]
    units = pd.DataFrame(rows, columns=["unit", "region", "version"])
    n = len(units)
    spans = (documents.first[version] for version in units["version"])
    units["date"] = np.concatenate([day(rng, first, last, 1) for first, last in spans])
    home = units["region"].map({code: step for step, code in enumerate(regions)}).to_numpy()
    common = normal(rng, len(regions))[home]
    newer = np.asarray(units["version"] == "2", dtype=float)
    found: dict[tuple[str, str], Any] = {}
    for item, shift in documents.shift.items():
        paper = Answer(shares=documents.paper, cluster=documents.between)
        found[item, "paper"] = paper.words(
            paper.latent(rng, common, shift + documents.gain * newer)
        )
        if item in documents.gap:
            done = Answer(shares=documents.practice, cluster=documents.between)
            for facet, more in (("known", documents.known), ("practice", 0.0)):
                found[item, facet] = done.words(done.latent(rng, common, shift / 2 + more))
    for facet, chances in documents.forms.items():
        found["C2.2", facet] = _several(rng, chances, n)
    for item, shares in _FACTS.items():
        found[item, "paper" if item == "C1.17" else ""] = pick(rng, shares, n)
    for item, chances in _SETS.items():
        found[item, "paper" if item in ("C1.6", "C1.14") else ""] = _several(rng, chances, n)
    found |= _figures(found, units, rng)
    parts = [
        pd.DataFrame({"unit": units["unit"], "item": item, "facet": facet, "value": values})
        for (item, facet), values in found.items()
    ]
    return units, pd.concat(parts, ignore_index=True)


def _several(rng: np.random.Generator, chances: Mapping[str, float], n: int) -> NDArray[Any]:
    named = rng.random((n, len(chances))) < np.array(list(chances.values()))
    words = np.array(list(chances))
    return np.array(["|".join(words[row]) or words[0] for row in named], dtype=object)


def _figures(
    found: Mapping[tuple[str, str], Any], units: pd.DataFrame, rng: np.random.Generator
) -> dict[tuple[str, str], Any]:
    """Draw dates, terms and sizes; a term stands only in a document that works the subject out."""
    n = len(units)
    adopted = units["date"].to_numpy("datetime64[D]")
    force = adopted + between(rng, (14, 60), n).astype("timedelta64[D]")
    after = units.set_index(["region", "version"])["date"]
    until = [
        str((pd.Timestamp(after[region, "2"]) - pd.Timedelta(days=1)).date())
        if version == "1" and (region, "2") in after.index else "nvt"
        for region, version in zip(units["region"], units["version"], strict=True)
    ]  # fmt: skip
    end = np.array([_END[version] for version in units["version"]], dtype="datetime64[D]")
    planned = adopted + between(rng, (365, 760), n).astype("timedelta64[D]")
    held = planned + between(rng, (-20, 420), n).astype("timedelta64[D]")
    settled = found["C3.4", "paper"] >= "2"
    late = (held > end) | chance(rng, 0.3, n)
    pages = between(rng, (9, 38), n)
    annexes = np.array([len(value.split("|")) for value in found["B4.3", ""]])
    custom = found["C1.17", "paper"] == "ja"
    newer = adopted >= np.datetime64("2019-01-01")
    text = {
        ("C0.2.1", ""): np.datetime_as_string(force),
        ("C0.2.2", ""): until,
        ("C0.5", ""): pages,
        ("C0.5.1", ""): pages * 310 + between(rng, (0, 299), n),
        ("C0.5.2", ""): annexes,
        ("C1.17.1", ""): np.where(custom, between(rng, (1, 3), n), 0),
        ("C2.3", "paper"): between(rng, (3, 11), n),
        ("C3.6", ""): np.rint((end - adopted).astype(int) / 30.4).astype(int),
        ("C3.6.1", ""): np.where(newer, "ja", "nee"),
        ("B4.1", ""): [_BODY[word] for word in found["C0.2", ""]],
        ("B4.1.1", ""): [f"{version}.0" for version in units["version"]],
        ("B4.1.2", ""): np.datetime_as_string(adopted),
        ("B4.2", ""): np.where(settled, np.datetime_as_string(planned), "nvt"),
        ("B4.2.1", ""): np.where(settled, np.where(late, "nr", np.datetime_as_string(held)), "nvt"),
    }
    worked = {
        ("C1.5.1", ""): ("C1.5", pick(rng, {"5": 0.9, "7": 0.1}, n)),
        ("C1.7", "paper"): ("C1.7.1", pick(rng, {"70": 0.9, "91": 0.1}, n)),
        ("C1.8.1", ""): ("C1.8", pick(rng, {"90": 0.6, "180": 0.4}, n)),
        ("C1.8.2", ""): ("C1.8", pick(rng, {"365": 0.7, "548": 0.3}, n)),
        ("C1.16.1", ""): ("C1.16", pick(rng, {"2": 0.25, "3": 0.55, "4": 0.2}, n)),
        ("C2.4", "paper"): ("C2.1", pick(rng, {"2": 0.15, "3": 0.2, "5": 0.5, "10": 0.15}, n)),
        ("C2.5", "paper"): ("C2.1", pick(rng, {"5": 0.25, "7": 0.2, "10": 0.4, "15": 0.15}, n)),
    }
    for key, (subject, value) in worked.items():
        text[key] = np.where(found[subject, "paper"] >= "2", value, "nvt")
    return {
        key: np.array([str(value) for value in values], dtype=object)
        for key, values in text.items()
    }
