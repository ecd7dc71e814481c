"""Agreed steps of a handover, and how unsafe several professionals find the same family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.answer import Answer
from evalkit.datasets.demonstration.draws import chance, normal, number

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What was done of what was agreed, and how far professionals agree.

    Attributes
    ----------
    confirmed : float
        Chance that the team confirmed the handover.
    professionals : mapping of str to float
        Shares of how many rate the same file.
    unsafety : mapping of str to float
        Shares of the ratings.
    shared_view : float
        Correlation of two professionals on the latent scale.
    """

    confirmed: float
    professionals: Mapping[str, float]
    unsafety: Mapping[str, float]
    shared_view: float


_FROM = {"schriftelijk": "A2.2", "warm": "A2.3", "gezin-aanwezig": "A2.4"}


def draw_steps(steps: Steps, files: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the steps of files; the form of the handover follows from what is true of the file.

    Parameters
    ----------
    steps : Steps
        The truth.
    files : DataFrame
        Files with `unit`, A2.2, A2.3 and A2.4.
    rng : Generator
        Stream of this part.

    Returns
    -------
    DataFrame
        unit, parent, kind, item and value, one row per file and step.
    """
    done = {
        step: np.where(files[item].isin(["2", "3"]), "ja", files[item].where(files[item].isin(["nb", "nvt"]), "nee"))
        for step, item in _FROM.items()
    }  # fmt: skip
    confirmed = np.where(chance(rng, steps.confirmed, len(files)), "ja", "nee")
    # Who did not take the file over had nothing to confirm.
    done["bevestigd"] = np.where(files["A2.3"] == "nvt", "nvt", confirmed)
    parts = [
        pd.DataFrame({"unit": files["unit"] + f"-{step}", "parent": files["unit"], "value": value})
        for step, value in done.items()
    ]
    return pd.concat(parts).sort_index(kind="stable").assign(kind="file-step", item="C4.3")


def draw_ratings(steps: Steps, files: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Draw how unsafe each professional around a file finds the family (E1.6.1).

    Parameters
    ----------
    steps : Steps
        The truth.
    files : DataFrame
        Files with `unit`.
    rng : Generator
        Stream of this part.

    Returns
    -------
    DataFrame
        unit, parent, kind, item and value, one row per professional.
    """
    counts = number(rng, steps.professionals, len(files))
    home = np.repeat(np.arange(len(files)), counts)
    order = np.concatenate([np.arange(count) for count in counts]) + 1
    answer = Answer(shares=steps.unsafety, cluster=steps.shared_view)
    parent = files["unit"].to_numpy()[home]
    words = answer.words(answer.latent(rng, normal(rng, len(files))[home]))
    units = [f"{file}-p{step}" for file, step in zip(parent, order, strict=True)]
    return pd.DataFrame({"unit": units, "parent": parent, "value": words}).assign(
        kind="file-professional", item="E1.6.1"
    )
