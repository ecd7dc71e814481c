"""Two coders with a known accuracy, 60 files."""

from __future__ import annotations

import numpy as np
import pandas as pd

from designs.experiment import TRUTH, Experiment, shot
from designs.files import FILES
from evalkit import reliability as rel
from evalkit.datasets.demonstration.coders import CODERS, code, facet_of, scale_of

MANY = 60


def true_coefficients(item):
    """Return agreement, kappa, AC1 and alpha of the two coders, from what they make of the truth."""
    levels = scale_of(item, facet_of(item)).levels
    shares = np.array([FILES.share(item, [level]) for level in levels])
    first, second = (TRUTH.coders.confusion(coder, item, facet_of(item)) for coder in CODERS)
    joint = first.T @ (shares[:, None] * second)
    one, two = joint.sum(axis=1), joint.sum(axis=0)
    mean, same = (one + two) / 2, np.trace(joint)
    steps = np.arange(len(levels))
    gap = (steps - steps[:, None]) ** 2.0
    by_chance = {
        "kappa": 1 - one @ two,
        "AC1": 1 - (mean * (1 - mean)).sum() / (len(levels) - 1),
        "alpha": 1 - mean @ mean,
    }
    found = {name: 1 - (1 - same) / expected for name, expected in by_chance.items()}
    return found | {
        "agreement": same,
        "weighted kappa": 1 - (joint * gap).sum() / (one @ gap @ two),
        "alpha, interval": 1 - (joint * gap).sum() / (mean @ gap @ mean),
    }


def coded(rng, item):
    """Return what is true of 60 files and what both coders wrote, missing where one wrote nb."""
    levels = scale_of(item, facet_of(item)).levels
    shares = np.cumsum([FILES.share(item, [level]) for level in levels])[:-1]
    true = np.array(levels, dtype=object)[np.searchsorted(shares, rng.random(MANY))]
    files = pd.DataFrame({"unit": "D", "item": item, "facet": facet_of(item), "value": true})
    written = {coder: code(files, TRUTH.coders, coder, rng)["value"] for coder in CODERS}
    return pd.DataFrame({"true": true, **written}).replace({"nb": None})


TWO_LEVELS, FOUR_LEVELS = true_coefficients("E1.3"), true_coefficients("A2.3")
ACCURACY = TRUTH.coders.accuracy("coder-1", "E1.3")


def two_levels(rng):
    table = coded(rng, "E1.3")
    pair = table[list(CODERS)]
    return {
        "`cohen_kappa`": shot(rel.cohen_kappa(pair), TWO_LEVELS["kappa"]),
        "`gwet_ac1`": shot(rel.gwet_ac1(pair), TWO_LEVELS["AC1"]),
        "`krippendorff_alpha`, nominal": shot(rel.krippendorff_alpha(pair), TWO_LEVELS["alpha"]),
        "`percent_agreement`": shot(rel.percent_agreement(pair), TWO_LEVELS["agreement"]),
        "`percent_agreement` of a coder with the truth": shot(
            rel.percent_agreement(table[["true", "coder-1"]]), ACCURACY
        ),
    }


def four_levels(rng):
    pair = coded(rng, "A2.3")[list(CODERS)].astype("float")
    weighted = rel.cohen_kappa(pair, weights="quadratic", levels=[0, 1, 2, 3])
    return {
        "`cohen_kappa`, quadratic": shot(weighted, FOUR_LEVELS["weighted kappa"]),
        "`krippendorff_alpha`, interval": shot(
            rel.krippendorff_alpha(pair, metric="interval"), FOUR_LEVELS["alpha, interval"]
        ),
    }


EXPERIMENTS = (
    Experiment("two-levels", "60 files, two levels, two coders", two_levels, 300),
    Experiment("four-levels", "60 files, four levels, two coders", four_levels, 300),
)
