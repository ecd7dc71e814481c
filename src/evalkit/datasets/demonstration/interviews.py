"""Interviews with policy officers of centre municipalities, of which some did not answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.draws import between, chance, pick

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviews:
    """What centre municipalities say.

    Attributes
    ----------
    centres, answered : int
        How many there are, and how many answered.
    not_reported : float
        Chance per item that it was not asked.
    visions, meetings : mapping of str to float
        Shares of the year of the vision, and of meetings per year.
    ambitions : mapping
        Municipalities per area, chance that one recorded ambitions, chance that it is not known.
    intake : sequence of float
        Lowest and highest intake against the estimate.
    items, named : mapping of str to mapping
        Per item the shares of levels; per item with several the chance of each.
    """

    centres: int
    answered: int
    not_reported: float
    visions: Mapping[str, float]
    ambitions: Mapping[str, Any]
    meetings: Mapping[str, float]
    intake: Sequence[float]
    items: Mapping[str, Mapping[str, float]]
    named: Mapping[str, Mapping[str, float]]

    def share(self, item: str, levels: Sequence[str]) -> float:
        """Return the true share of centre municipalities that give one of the levels."""
        return sum(self.items[item][level] for level in levels)


def draw_interviews(interviews: Interviews, rng: np.random.Generator) -> pd.DataFrame:
    """Draw what every centre municipality would say, and which ones answered.

    Parameters
    ----------
    interviews : Interviews
        The truth.
    rng : Generator
        Stream of this part.

    Returns
    -------
    DataFrame
        One row per centre: unit, answered, and one column per item, "nr" where it was not asked.
    """
    n = interviews.centres
    columns: dict[str, Any] = {
        "unit": [f"CG{number + 1:02d}" for number in range(n)],
        "answered": np.argsort(np.argsort(rng.random(n))) < interviews.answered,
    }
    for item, own in interviews.items.items():
        columns[item] = pick(rng, own, n)
    for item, chances in interviews.named.items():
        words = np.array(list(chances))
        named = rng.random((n, len(words))) < np.array(list(chances.values()))
        # Who named nothing was asked and had nothing to name.
        columns[item] = np.array(["|".join(words[row]) or "nvt" for row in named], dtype=object)
    adopted = columns["D1.1"] == "vastgesteld"
    columns["D1.1.1"] = np.where(adopted, pick(rng, interviews.visions, n), "nvt")
    columns["D1.4"] = _ambitions(interviews.ambitions, rng, n)
    columns["D3.5"] = pick(rng, interviews.meetings, n)
    low, high = interviews.intake
    columns["D3.6"] = [f"{low + (high - low) * u**3:.1f}" for u in rng.random(n)]
    for item in [name for name in columns if name.startswith("D")]:
        lost = chance(rng, interviews.not_reported, n)
        columns[item] = np.where(lost, "nr", np.asarray(columns[item], dtype=object))
    return pd.DataFrame(columns)


def _ambitions(ambitions: Mapping[str, Any], rng: np.random.Generator, n: int) -> Any:
    places = between(rng, ambitions["places"], n)
    most = int(places.max())
    own = (rng.random((n, most)) < ambitions["recorded"]) & (np.arange(most) < places[:, None])
    known = ~chance(rng, ambitions["unknown"], n)
    return np.where(known, [f"{k}/{m}" for k, m in zip(own.sum(axis=1), places, strict=True)], "nb")
