"""Who did not answer: 22 of 35 centre municipalities, and answers that a file does not hold."""

from __future__ import annotations

import dataclasses

import numpy as np

from designs.experiment import TRUTH, Experiment, Shot, shot
from designs.files import DESIGN, FILES, MUNICIPALITY
from evalkit import inference as inf
from evalkit.datasets.demonstration.interviews import draw_interviews

INTERVIEWS = TRUTH.interviews
ASKED = dataclasses.replace(INTERVIEWS, not_reported=0.0)
ITEM, YES = "D1.5", ["2", "3"]
SETS = 12


def interviews(rng):
    """The share of the 35, and of centre municipalities such as these."""
    found = draw_interviews(ASKED, rng)
    yes, answered = found[ITEM].isin(YES), found["answered"]
    k, n, true = int(yes[answered].sum()), int(answered.sum()), yes.mean()
    count = inf.hypergeometric_interval(k, n, 35)
    count = Shot(count.value / 35, count.low / 35, count.high / 35, true)
    heard = draw_interviews(INTERVIEWS, rng)
    heard = heard[ITEM][heard["answered"] & (heard[ITEM] != "nr")]
    wilson = inf.wilson_interval(int(heard.isin(YES).sum()), len(heard))
    return {
        "`hypergeometric_interval`, of these 35": count,
        "`worst_case_bounds`, of these 35": shot(inf.worst_case_bounds(k, n, population=35), true),
        "`imputed_share`, at random, of these 35": shot(
            inf.imputed_share(k, n, population=35, rng=rng), true
        ),
        "`wilson_interval`, such municipalities": shot(wilson, INTERVIEWS.share(ITEM, YES)),
    }


def file_answers(rng):
    """One file in eight lacks an answer, at random: E3.2 of the family."""
    answer = FILES.items["A3.2"]
    latent = answer.latent(rng, rng.standard_normal(18)[DESIGN["place"].to_numpy()])
    words = answer.words(latent)
    told = answer.lose(rng, words)
    seen = np.isin(told, answer.levels)
    k, n = int((told == "ja").sum()), int(seen.sum())
    return {
        "`imputed_share`, at random, of these 150": shot(
            inf.imputed_share(k, n, population=150, rng=rng), (words == "ja").mean()
        ),
        "`rubin_pool` of `survey_proportion`": _pooled(rng, told == "ja", seen, answer.share(["ja"])),
    }  # fmt: skip


def _pooled(rng, yes, seen, truth):
    """Complete the files twelve times, by donors drawn twice so that the share is drawn too."""
    estimates, variances = np.zeros(SETS), np.zeros(SETS)
    for number in range(SETS):
        whole = yes.astype(float)
        donors = rng.choice(whole[seen], int(seen.sum()))
        whole[~seen] = rng.choice(donors, int((~seen).sum()))
        one = inf.survey_proportion(whole, clusters=MUNICIPALITY)
        estimates[number], variances[number] = one.value, one.se**2
    row = inf.rubin_pool(estimates, variances, complete_df=17).table.iloc[0]
    return Shot(row["value"], row["low"], row["high"], truth)


EXPERIMENTS = (
    Experiment("interviews", "22 of 35 centre municipalities", interviews, 500),
    Experiment("file-answers", "150 files, 12% without an answer", file_answers, 200),
)
