"""Resampling units by drawing how often each pattern occurs, exactly.

Counts with the law Multinomial(n, p) are independent Poissons with means n p, given that they add
up to n. A Poisson whose mean does not change comes from a table, many times faster than a binomial
of a chain; two ways to see to the total keep the law exact (`_shared_out` and `_topped_up`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Counts: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]
    Draw: TypeAlias = Callable[[int, np.random.Generator], Floats]

_BLOCK_CELLS = 1 << 18  # weights at a time: a block stays in cache
_CHUNK_CELLS = 1 << 16  # draws at a time: what they need in between is small
_SLOTS = 1 << 13  # equally likely entries of a table
_PER_SLOT = (1 << 16) // _SLOTS
_SLACK = 3.5  # standard deviations left to be topped up
# Nanoseconds, to choose the route; a wrong guess costs time and changes nothing else.
_PER_POISSON, _PER_BINOMIAL, _PER_UNIT, _PER_TABLE = 7.0, 80.0, 16.0, 25_000.0


def multinomial_weights(
    counts: Counts, replicates: int, rng: np.random.Generator
) -> Iterator[NDArray[np.float64]]:
    """Yield blocks of resamples of n = sum(counts) units with replacement.

    Each row has the law Multinomial(n, counts / n).

    Parameters
    ----------
    counts : ndarray of int64, shape (n_patterns,)
        Units per pattern.
    replicates : int
        Rows in total.
    rng : Generator
        Where the numbers come from.

    Yields
    ------
    ndarray of float64, shape (block, n_patterns)
        How often each pattern was drawn; every row sums to n.
    """
    common = _cheapest(counts, replicates)
    draw, kept = _shared_out(counts, common) if common else _topped_up(counts)
    block, left = max(1, _BLOCK_CELLS // len(counts)), replicates
    while left:
        drawn = draw(min(block, int(1.02 * left / kept) + 9), rng)[:, :left]
        left -= drawn.shape[1]
        yield drawn.T


def _cheapest(counts: Counts, replicates: int) -> int:
    """Return how many patterns `_shared_out` best takes as common; 0 for `_topped_up`."""
    counts = np.sort(counts)[::-1]
    n, patterns = int(counts.sum()), len(counts)
    common = np.arange(1, patterns + 1)
    tables = np.append(np.cumsum((np.diff(counts) != 0)[::-1])[::-1], 0)
    tries = np.sqrt(n / np.cumsum(counts))
    per_row = _PER_POISSON * (patterns - common) * tries + _PER_BINOMIAL * (common - 1)
    costs = replicates * per_row + _PER_TABLE * tables
    best = int(np.argmin(costs))
    if n <= 4 * _SLACK**2:
        return best + 1
    topped_up = replicates * (_PER_POISSON * patterns + _PER_UNIT * _SLACK * n**0.5)
    return 0 if topped_up + _PER_TABLE * (tables[0] + 1) < costs[best] else best + 1


def _shared_out(counts: Counts, common: int) -> tuple[Draw, float]:
    """Draw the rarer patterns as Poissons; the `common` largest share what is left of n.

    A row of rarer patterns is kept with a probability in proportion to that of a Poisson for all
    common patterns together taking exactly what is left.
    """
    order = np.argsort(-counts, kind="stable")
    large, small = order[:common], order[common:]
    n, held = int(counts.sum()), int(counts[large].sum())
    rare = _Poissons(counts[small])
    _, _, values, shares = _poisson_laws(np.array([held]))
    chance = np.concatenate([[0.0], shares / shares.max(), [0.0]])

    def draw(rows: int, rng: np.random.Generator) -> Floats:
        drawn = rare.draw(rows, rng)
        left = n - drawn.sum(axis=0).astype(np.int64)
        place = np.clip(left - values[0] + 1, 0, len(chance) - 1)
        kept = np.flatnonzero(rng.random(rows) < chance[place])
        weights = np.empty((len(counts), len(kept)))
        weights[small] = drawn.take(kept, axis=1)
        weights[large] = rng.multinomial(left[kept], counts[large] / held).T
        return weights

    return draw, (held / n) ** 0.5


def _topped_up(counts: Counts) -> tuple[Draw, float]:
    """Draw all patterns as Poissons that stay just below n in total; add the missing units.

    A row above n, seldom, is left out. Given its total S, whatever the law of S, a row is Multinomial(S, p);
    with n - S more units it is Multinomial(n, p).
    """
    n = int(counts.sum())
    unit = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    poissons = _Poissons(counts * (1 - _SLACK / n**0.5))

    def draw(rows: int, rng: np.random.Generator) -> Floats:
        drawn = poissons.draw(rows, rng)
        missing = n - drawn.sum(axis=0).astype(np.int64)
        kept = np.flatnonzero(missing >= 0)
        if len(kept) < rows:
            drawn, missing = drawn.take(kept, axis=1), missing[kept]
        added = unit[rng.integers(0, n, missing.sum())].astype(np.intp) * len(kept)
        added += np.repeat(np.arange(len(kept)), missing)
        np.add.at(drawn.reshape(-1), added, 1.0)
        return drawn

    return draw, 1.0


class _Poissons:
    """Independent Poissons by table (Marsaglia, Tsang and Wang, 2004); equal means share one.

    Of the slots of a table each value has as many as its probability allows, rounded down; what
    rounding leaves over is drawn by inversion. Together that is the law, to rounding of a float64.
    """

    def __init__(self, means: Floats | Counts) -> None:
        # A pattern without units is drawn 0 times; its mean need only have a logarithm.
        means, self.table = np.unique(np.maximum(means, 1e-300), return_inverse=True)
        owner, starts, self.values, shares = _poisson_laws(means)
        whole = (shares * _SLOTS).astype(np.int64)
        over = _SLOTS - np.add.reduceat(whole, starts)  # slots that rounding leaves, marked -1
        self.slots = np.repeat(
            np.insert(self.values, starts, -1).astype(np.float64), np.insert(whole, starts, over)
        )
        rest = shares * _SLOTS - whole
        # Rises by 1 within a table and by 1 between tables, so that one search serves them all.
        self.rest = np.cumsum(rest / np.add.reduceat(rest, starts)[owner]) + owner
        self.last = np.append(starts[1:], len(owner)) - 1

    def draw(self, rows: int, rng: np.random.Generator) -> Floats:
        """Draw (n_means, rows) values."""
        drawn = np.empty((len(self.table), rows))
        step = max(1, _CHUNK_CELLS // rows)
        for start in range(0, len(drawn), step):
            table = self.table[start : start + step, None]
            slot = rng.integers(0, 1 << 16, (len(table), rows), np.uint16) // _PER_SLOT
            part = drawn[start : start + step]
            self.slots.take(slot + table * _SLOTS, out=part, mode="clip")
        flat = drawn.reshape(-1)
        beyond = np.flatnonzero(flat < 0)
        table = self.table[beyond // rows]
        found = np.searchsorted(self.rest, 2 * table + rng.random(len(beyond)))
        flat[beyond] = self.values[np.minimum(found, self.last[table])]
        return drawn


def _poisson_laws(means: Floats | Counts) -> tuple[Counts, Counts, Counts, NDArray[np.float64]]:
    """Return laws end to end: whose each value is, where each law starts, values, probabilities.

    The values left out weigh less than 1e-17 together.
    """
    reach = 9 * np.sqrt(means) + 30
    low = np.maximum(means - reach, 0).astype(np.int64)
    sizes = (means + reach).astype(np.int64) - low + 1
    starts = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(means)), sizes)
    values = np.arange(len(owner)) - (starts - low)[owner]
    steps = np.log(means[owner] / np.maximum(values, 1))
    steps[starts] = 0
    steps[starts[1:]] = -np.add.reduceat(steps, starts)[:-1]  # every law starts from 0 again
    logs = np.cumsum(steps)
    shares = np.exp(logs - np.maximum.reduceat(logs, starts)[owner])
    return owner, starts, values, shares / np.add.reduceat(shares, starts)[owner]
