"""Judgements at two waves: 18 municipalities, 14 of them followed."""

from __future__ import annotations

import dataclasses

import numpy as np

from designs.experiment import TRUTH, Experiment, Shot, no_alarm, shot
from evalkit import inference as inf
from evalkit.datasets.demonstration.judgements import draw_judgements

JUDGEMENTS = TRUTH.judgements
NORM = "V1"
LEVELS = ("0", "1", "2")
MOVES = JUDGEMENTS.moves(NORM)
# Change in the share that is at or above the norm.
REACHED = MOVES[:, 1:].sum() - MOVES[1:].sum()


def typical_change(moves):
    """Return the median of the mean of two independent changes, which Hodges and Lehmann estimate."""
    steps = np.arange(len(moves))
    chance = np.bincount((steps - steps[:, None] + 2).ravel(), moves.ravel())
    two = np.convolve(chance, chance).cumsum()
    return (np.searchsorted(two, 0.5) / 2) - 2


TYPICAL = typical_change(MOVES)


def _steps(judged, norm=NORM):
    return np.array(judged.first[norm], int), np.array(judged.second[norm], int)


def _two_by_two(first, second):
    before, after = first >= 1, second >= 1
    return [
        [(before & after).sum(), (before & ~after).sum()],
        [(~before & after).sum(), (~before & ~after).sum()],
    ]


def _paired(first, second):
    table = _two_by_two(first, second)
    return {
        "`newcombe_paired_interval`": shot(inf.newcombe_paired_interval(table), REACHED),
        "`tango_interval`": shot(inf.tango_interval(table), REACHED),
        "`hodges_lehmann`": _typical(second - first),
    }


def _typical(steps):
    # The median of a lattice is no mean: only the interval can be held against the truth.
    return shot(inf.hodges_lehmann(steps), TYPICAL)._replace(value=np.nan)


def eighteen(rng):
    return _paired(*_steps(draw_judgements(JUDGEMENTS, rng, rng.standard_normal(18))))


def fourteen(rng):
    return _paired(*_steps(draw_judgements(JUDGEMENTS, rng, rng.standard_normal(14))))


def fourteen_of_18(rng):
    """Three of the four that stop come from the lower half: not at random."""
    judged = draw_judgements(JUDGEMENTS, rng)
    first, second = _steps(judged)
    kept = judged.followed
    up = second > first
    found = _paired(first[kept], second[kept])
    found["`worst_case_bounds`, share up of these 18"] = shot(
        inf.worst_case_bounds(int(up[kept].sum()), 14, population=18), up.mean()
    )
    return found


STILL = dataclasses.replace(
    JUDGEMENTS,
    gain_spread=0.0,
    norms={NORM: dataclasses.replace(JUDGEMENTS.norms[NORM], gain=0.0)},
    both_waves={},
    second_wave={},
)


def nothing_changed(rng):
    first, second = _steps(draw_judgements(STILL, rng, rng.standard_normal(14)))
    table = np.zeros((3, 3), int)
    np.add.at(table, (first, second), 1)
    return {
        "`sign_test`": no_alarm(inf.sign_test(first, second)),
        "`signed_rank_test`": no_alarm(inf.signed_rank_test(first, second)),
        "`mcnemar_test`, mid-p": no_alarm(inf.mcnemar_test(_two_by_two(first, second))),
        "`stuart_maxwell_test`": no_alarm(inf.stuart_maxwell_test(table)),
        "`bowker_test`": no_alarm(inf.bowker_test(table)),
    }


def again(rng):
    """The first wave as the study, a second one of 14 other municipalities as its replication."""
    counts = [
        (int((_steps(draw_judgements(JUDGEMENTS, rng, rng.standard_normal(n)))[0] >= 1).sum()), n)
        for n in (18, 14)
    ]
    row = inf.replication_table(*counts, margin=0.15, scales=()).table.iloc[0]
    return {
        "`replication_table`, the new share": Shot(np.nan, row["low"], row["high"], row["value"])
    }


EXPERIMENTS = (
    Experiment("change-18", "18 municipalities twice", eighteen, 800),
    Experiment("change-14", "14 municipalities twice, stopping at random", fourteen, 800),
    Experiment("change-14-of-18", "14 of 18 twice, three of the four were low", fourteen_of_18, 800),
    Experiment("no-change", "14 municipalities twice, nothing changed", nothing_changed, 600),
    Experiment("again", "18 municipalities, then 14 others", again, 150),
)  # fmt: skip
