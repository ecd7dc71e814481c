"""Shares and means of 150 files in 18 municipalities and 23 teams, for two populations."""

from __future__ import annotations

import dataclasses

import numpy as np

from designs.experiment import TRUTH, Experiment, no_alarm, shot
from evalkit import inference as inf
from evalkit.datasets.demonstration.files import draw_files

FILES = TRUTH.files
DESIGN = TRUTH.places.file_design
MUNICIPALITY = DESIGN["municipality"].to_numpy()
TEAM = DESIGN["team"].to_numpy()
ALIKE = dataclasses.replace(
    FILES, items={name: dataclasses.replace(one, specialised=0.0) for name, one in FILES.items.items()}
)  # fmt: skip
YES = {"nee": 0.0, "ja": 1.0}
SCORE = {str(level): float(level) for level in range(5)}


def drawn_share(rng):
    """Superpopulation: municipalities such as these 18; a missing answer leaves the sample."""
    values = draw_files(FILES, rng)["E2.1"].map(YES)
    truth = FILES.share("E2.1", ["ja"])
    found = {
        f"`survey_proportion`, {method}, municipalities": shot(
            inf.survey_proportion(values, clusters=MUNICIPALITY, method=method), truth
        )
        for method in ("logit", "beta", "likelihood")
    }
    found["`survey_proportion`, logit, teams as clusters"] = shot(
        inf.survey_proportion(values, clusters=TEAM), truth
    )
    k, n = int(values.sum()), int(values.notna().sum())
    found["`wilson_interval`, files as if independent"] = shot(inf.wilson_interval(k, n), truth)
    return found


def drawn_mean(rng):
    """Superpopulation, the mean of a rubric of five levels."""
    values = draw_files(FILES, rng)["E1.5"].map(SCORE)
    found = inf.survey_mean(values, clusters=MUNICIPALITY)
    return {"`survey_mean`, municipalities": shot(found, FILES.items["E1.5"].mean())}


HANDED = TRUTH.places.handed_over_files.sum(axis=1).to_numpy()
DRAWN = TRUTH.places.municipalities["files"].to_numpy()


def _sampled(rng, handed, drawn, strengths):
    """Draw whole populations of files per municipality, and a sample without replacement."""
    share = FILES.items["E2.1"].given(strengths)[:, 1]
    having = rng.binomial(handed, share)
    seen = rng.hypergeometric(having, handed - having, drawn)
    place = np.repeat(np.arange(len(handed)), drawn)
    order = np.concatenate([np.arange(n) for n in drawn])
    return (order < seen[place]).astype(float), place, having.sum() / handed.sum()


def files_of_18(rng):
    """Finite population: all files that these 18 municipalities handed over."""
    values, place, truth = _sampled(rng, HANDED, DRAWN, rng.standard_normal(len(HANDED)))
    found = inf.survey_proportion(values, strata=place, population=HANDED[place])
    plain = inf.survey_proportion(values)
    return {
        "`survey_proportion`, municipalities as strata, N known": shot(found, truth),
        "`survey_proportion`, without strata or weights": shot(plain, truth),
    }


CLASSES = np.repeat(np.arange(3), [40, 115, 200])
SIZES = np.array(list(TRUTH.places.population.values()), float) * TRUTH.places.handed_over / 250
FRAME = np.rint(SIZES[CLASSES, np.arange(355) % 6]).astype(int)


def files_of_355(rng):
    """Finite population: six municipalities of each size class, 8 or 9 files from each."""
    chosen = np.sort(np.concatenate([
        rng.choice(np.flatnonzero(size == CLASSES), 6, replace=False) for size in range(3)
    ]))  # fmt: skip
    strengths = rng.standard_normal(355)
    drawn = np.zeros(355, int)
    drawn[chosen] = np.tile([8, 8, 9], 6)
    values, place, truth = _sampled(rng, FRAME, drawn, strengths)
    found = inf.survey_proportion(
        values,
        strata=CLASSES[place],
        clusters=[place, np.arange(len(place))],
        population=[np.bincount(CLASSES)[CLASSES[place]], FRAME[place]],
    )
    return {"`survey_proportion`, two stages, strata, N known": shot(found, truth)}


def team_type(rng):
    """Superpopulation: what a specialised team adds, by municipality."""
    values = draw_files(FILES, rng)["A2.3"].map({"0": 0.0, "1": 0.0, "2": 1.0, "3": 1.0})
    answer = FILES.items["A2.3"]
    truth = answer.share(["2", "3"], answer.specialised) - answer.share(["2", "3"])
    special = DESIGN["specialised"].astype(float).rename("specialised")
    found = {}
    for variance in ("CR2", "CR1"):
        fit = inf.cluster_regression(values, special, clusters=MUNICIPALITY, variance=variance)
        one = fit.coefficient("specialised")
        how = "CR2, Satterthwaite" if variance == "CR2" else "CR1, clusters - 1"
        found[f"`cluster_regression`, {how}"] = shot(one, truth)
    return found


def team_type_alike(rng):
    """No difference between types of team."""
    values = draw_files(ALIKE, rng)["A2.3"].isin(["2", "3"])
    found = inf.rao_scott_test(DESIGN["specialised"], values, clusters=MUNICIPALITY)
    return {"`rao_scott_test`": no_alarm(found)}


EXPERIMENTS = (
    Experiment("files-share", "150 files in 18 municipalities; truth: such municipalities", drawn_share, 300),
    Experiment("files-mean", "150 files in 18 municipalities; truth: such municipalities", drawn_mean, 600),
    Experiment("files-of-18", "150 files in 18 municipalities; truth: all their 2,634 files", files_of_18, 600),
    Experiment("files-of-355", "150 files in 18 municipalities; truth: all files of 355", files_of_355, 800),
    Experiment("team-type", "150 files in 18 municipalities, 8 of 23 teams specialised", team_type, 400),
    Experiment("team-type-alike", "150 files in 18 municipalities, no difference", team_type_alike, 400),
)  # fmt: skip
