"""The mean of 150 files in 6 regions."""

from __future__ import annotations

from designs.experiment import Experiment, Shot, shot
from designs.files import DESIGN, FILES, SCORE
from evalkit import inference as inf
from evalkit.datasets.demonstration.files import draw_files

REGION = DESIGN["region"].to_numpy()


def six_regions(rng):
    values = draw_files(FILES, rng)["E1.5"].map(SCORE)
    truth = FILES.items["E1.5"].mean()
    cr2 = inf.cluster_regression(values, clusters=REGION).coefficients[0]
    cr1 = inf.cluster_regression(values, clusters=REGION, variance="CR1").coefficients[0]
    wild = inf.wild_cluster_bootstrap(values, clusters=REGION)
    half = 1.959964 * cr1.se
    return {
        "`wild_cluster_bootstrap`, 64 sign vectors": shot(wild, truth),
        "`cluster_regression`, CR2, Satterthwaite": shot(cr2, truth),
        "normal interval, CR1": Shot(cr1.value, cr1.value - half, cr1.value + half, truth),
    }


EXPERIMENTS = (Experiment("six-regions", "150 files in 6 regions", six_regions, 400),)
