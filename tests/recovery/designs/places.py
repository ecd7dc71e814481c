"""Municipalities side by side: partial pooling, prediction, funnel limits."""

from __future__ import annotations

import dataclasses

import numpy as np

from designs.experiment import Experiment, Shot, shot
from designs.files import ALIKE as PLAIN
from designs.files import DESIGN, SCORE, YES
from evalkit import inference as inf
from evalkit.datasets.demonstration.answer import STRENGTH_WEIGHTS, STRENGTHS
from evalkit.datasets.demonstration.files import draw_files

PLACE = DESIGN["place"]
# In PLAIN types of team do not differ, as the models know none; in SAME nothing does.
SAME = dataclasses.replace(
    PLAIN, items={name: dataclasses.replace(one, cluster=0.0) for name, one in PLAIN.items.items()}
)
STEPS = np.arange(5)


def _counts(files, item, by):
    values = files[item].map(YES)
    return values.groupby(DESIGN[by].to_numpy()).agg(["sum", "count"]).astype(int)


def alike_within(rng):
    values = draw_files(PLAIN, rng)["E2.1"].map(YES)
    seen = values.notna()
    found = inf.intraclass_correlation(values[seen], PLACE[seen])
    return {"`intraclass_correlation`": shot(found, PLAIN.items["E2.1"].intraclass(["ja"]))}


def pooled_shares(rng):
    strengths, fresh = rng.standard_normal(18), rng.standard_normal(1)
    counts = _counts(draw_files(PLAIN, rng, strengths), "E2.1", "place")
    answer = PLAIN.items["E2.1"]
    true, new = (answer.given(z)[:, 1] for z in (strengths, fresh))
    found = inf.beta_binomial(counts["sum"], counts["count"])
    fixed = inf.beta_binomial(counts["sum"], counts["count"], estimator="ML").table
    table, mean = found.table, answer.share(["ja"])
    return {
        "`beta_binomial`, mean": shot(found.mean, mean),
        "`beta_binomial`, each municipality": Shot(
            table["shrunken"], table["low"], table["high"], true
        ),
        "`beta_binomial`, ML, each municipality": Shot(
            fixed["shrunken"], fixed["low"], fixed["high"], true
        ),
        "`beta_binomial`, a new municipality": shot(found.prediction, new),
    }


def pooled_means(rng):
    strengths, fresh = rng.standard_normal(18), rng.standard_normal(1)
    values = draw_files(PLAIN, rng, strengths)["E1.5"].map(SCORE)
    groups = values.groupby(PLACE)
    n, mean = groups.count().to_numpy(), groups.mean()
    within = np.sqrt((groups.var(ddof=1).to_numpy() * (n - 1)).sum() / (n - 1).sum())
    answer = PLAIN.items["E1.5"]
    true, new, all_of_them = (answer.given(z) @ STEPS for z in (strengths, fresh, STRENGTHS))
    tau2 = float(STRENGTH_WEIGHTS @ (all_of_them - answer.mean()) ** 2)
    found = inf.random_effects(mean, within / np.sqrt(n))
    table = found.table
    return {
        "`random_effects`, mean, HKSJ": shot(found.mean, answer.mean()),
        "`random_effects`, tau2, Q-profile": Shot(
            found.tau2, found.tau2_low, found.tau2_high, tau2
        ),
        "`random_effects`, each municipality": Shot(
            table["shrunken"], table["low"], table["high"], true
        ),
        "`random_effects`, a new municipality": shot(found.prediction, new),
    }


def nothing_differs(rng):
    files = draw_files(SAME, rng)
    found = {}
    for name, by in (("18 municipalities", "place"), ("6 regions", "region")):
        counts = _counts(files, "E1.3", by)
        limits = inf.funnel_limits(counts["sum"], counts["count"], limits="integer").table
        found[f"`funnel_limits`, {name} within them"] = Shot(
            np.full(len(limits), np.nan), limits["low_95"], limits["high_95"], limits["value"]
        )
    return found


EXPERIMENTS = (
    Experiment("pooled-shares", "150 files in 18 municipalities", pooled_shares, 30),
    Experiment("alike-within", "150 files in 18 municipalities", alike_within, 400),
    Experiment("pooled-means", "150 files in 18 municipalities", pooled_means, 300),
    Experiment("funnel", "150 files, nothing differs", nothing_differs, 200),
)
