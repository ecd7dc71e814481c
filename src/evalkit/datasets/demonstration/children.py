"""Children in case files: how old they are and whether they were heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.answer import Answer
from evalkit.datasets.demonstration.draws import normal, pick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.datasets.demonstration.draws import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Children:
    """What is true of children.

    Attributes
    ----------
    cluster : float
        Correlation of two children of one municipality on the latent scale.
    ages : mapping of str to float
        Shares of the age groups.
    missing : mapping of str to float
        Shares of missing codes.
    heard : mapping of str to mapping
        Per age group the shares of not spoken of, spoken about and spoken with.
    """

    cluster: float
    ages: Mapping[str, float]
    missing: Mapping[str, float]
    heard: Mapping[str, Mapping[str, float]]

    def share(self, level: str, age: str | None = None) -> float:
        """Return the true share of children with a level of E2.5, of one age group or all."""
        if age is not None:
            return self.heard[age][level]
        return sum(share * self.heard[group][level] for group, share in self.ages.items())


def draw_children(
    children: Children,
    design: pd.DataFrame,
    rng: np.random.Generator,
    strengths: Floats | None = None,
) -> pd.DataFrame:
    """Draw what is true of the children in files.

    Parameters
    ----------
    children : Children
        The truth.
    design : DataFrame
        Files with `unit, place, children`, such as `draw_files` gives.
    rng : Generator
        Stream of this part.
    strengths : ndarray, shape (18,), or None
        Strength per municipality; None draws them.

    Returns
    -------
    DataFrame
        One row per child: unit, parent, place, and the items E2.5.1 and E2.5.
    """
    counts = design["children"].to_numpy()
    if strengths is None:
        strengths = normal(rng, int(design["place"].max()) + 1)
    parent = np.repeat(design["unit"].to_numpy(), counts)
    places = np.repeat(design["place"].to_numpy(), counts)
    order = np.concatenate([np.arange(count) for count in counts]) + 1
    age = pick(rng, children.ages, len(parent))
    heard = np.empty(len(parent), dtype=object)
    noise = normal(rng, len(parent))
    latent = np.sqrt(children.cluster) * strengths[places] + np.sqrt(1 - children.cluster) * noise
    for group, shares in children.heard.items():
        own = age == group
        heard[own] = Answer(shares=shares).words(latent[own])
    missing = Answer(shares=children.heard["4-11"], missing=children.missing)
    return pd.DataFrame({
        "unit": [f"{file}-k{step}" for file, step in zip(parent, order, strict=True)],
        "parent": parent,
        "place": places,
        "E2.5.1": age,
        "E2.5": missing.lose(rng, heard),
    })  # fmt: skip
