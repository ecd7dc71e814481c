"""Case files: what is true of each of the files that were drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.answer import Answer
from evalkit.datasets.demonstration.draws import chance, normal, number, place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from evalkit.datasets.demonstration.draws import Floats, Ints
    from evalkit.datasets.demonstration.places import Places


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So many of the parts of a file: members that were mapped, pairs that shared.

    Attributes
    ----------
    share : float
        Share of all parts.
    cluster : float
        Correlation of two parts of one municipality on the latent scale.
    """

    share: float
    cluster: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What is true of case files.

    Attributes
    ----------
    double_coded : int
        Files that both coders read.
    withheld : float
        Chance that kind and size are withheld where they would give a family away.
    agencies, adults : mapping of str to float
        Shares of how many there are around, and in, a family.
    kinds : mapping
        Per kind of violence its share, and shares of the number of children.
    items : mapping of str to Answer
        Per item how its answers come about.
    parts : mapping of str to Part
        Per item that counts k of n within a file.
    design : Places
        Which files were drawn.
    """

    double_coded: int
    withheld: float
    agencies: Mapping[str, float]
    adults: Mapping[str, float]
    kinds: Mapping[str, Any]
    items: Mapping[str, Answer]
    parts: Mapping[str, Part]
    design: Places

    def share(self, item: str, levels: Collection[str]) -> float:
        """Return the true share of files that have one of the levels.

        Parameters
        ----------
        item : str
            An item of `items`.
        levels : collection of str
            Levels of it.

        Returns
        -------
        float
            What the share estimates in repeated draws of municipalities and files, with the team
            types as in the design.
        """
        special = float(self.design.file_design["specialised"].mean())
        answer = self.items[item]
        return (1 - special) * answer.share(levels) + special * answer.share(
            levels, answer.specialised
        )

    def share_given(self, item: str, levels: Collection[str], strengths: Floats) -> Floats:
        """Return the true share in each municipality, given its strength and its teams."""
        answer = self.items[item]
        chosen = answer.chosen(levels)
        special = self.design.file_design.groupby("place")["specialised"].mean().to_numpy()
        plain, shifted = (
            answer.given(strengths, shift)[:, chosen].sum(axis=1)
            for shift in (0.0, answer.specialised)
        )
        return np.asarray((1 - special) * plain + special * shifted)


def draw_files(
    files: Files, rng: np.random.Generator, strengths: Floats | None = None
) -> pd.DataFrame:
    """Draw what is true of every file of the design.

    Parameters
    ----------
    files : Files
        The truth.
    rng : Generator
        Stream of this part.
    strengths : ndarray, shape (18,), or None
        Strength per municipality; None draws them.

    Returns
    -------
    DataFrame
        The design, `kind`, `members`, `children` and one column per item with its true answer or a
        missing code.
    """
    design = files.design.file_design
    n = len(design)
    if strengths is None:
        strengths = normal(rng, len(files.design.municipalities))
    strength = strengths[design["place"].to_numpy()]
    special = design["specialised"].to_numpy(float)
    columns: dict[str, Any] = {str(name): design[name] for name in design}
    kinds = list(files.kinds)
    kind = place(rng, {name: files.kinds[name]["share"] for name in kinds}, n)
    children = _children(files, rng, kind)
    members = number(rng, files.adults, n) + children
    columns |= {
        "kind": np.array(kinds, dtype=object)[kind],
        "children": children,
        "members": members,
    }
    small = (design["size_class"] == "klein").to_numpy()
    rare = (columns["kind"] == "ouderenmishandeling") | (members >= 5)
    hidden = small & rare & chance(rng, files.withheld, n)
    columns["E0.1"] = np.where(hidden, "wg", columns["kind"])
    columns["E0.3"] = np.where(hidden, "wg", members.astype(str).astype(object))
    for item, answer in files.items.items():
        latent = answer.latent(rng, strength, answer.specialised * special)
        columns[item] = answer.lose(rng, answer.words(latent))
    agencies = number(rng, files.agencies, n)
    pairs = agencies * (agencies - 1) // 2
    columns["E2.2"] = _parts(files.parts["E2.2"], rng, strength, members)
    columns["E2.7"] = _parts(files.parts["E2.7"], rng, strength, pairs)
    return pd.DataFrame(columns)


def _children(files: Files, rng: np.random.Generator, kind: Ints) -> Ints:
    uniform = rng.random(len(kind))
    found = np.zeros(len(kind), dtype=int)
    for step, truth in enumerate(files.kinds.values()):
        steps = np.cumsum(list(truth["children"].values()))[:-1]
        counts = np.array([int(key) for key in truth["children"]])
        found = np.where(kind == step, counts[np.searchsorted(steps, uniform, side="right")], found)
    return found


def _parts(part: Part, rng: np.random.Generator, strength: Floats, of: Ints) -> Any:
    """Return "k/n" per file, nvt where there is nothing to count."""
    answer = Answer(shares={"no": 1 - part.share, "yes": part.share}, cluster=part.cluster)
    most = int(of.max())
    latent = answer.latent(rng, np.repeat(strength, most)).reshape(-1, most)
    k = ((latent > answer.cuts[0]) & (np.arange(most) < of[:, None])).sum(axis=1)
    return np.array([f"{a}/{b}" if b else "nvt" for a, b in zip(k, of, strict=True)], dtype=object)
