"""Resampling units by drawing how often each pattern occurs, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_BLOCK_CELLS = 1 << 19  # weights at a time: a block stays in cache
_SLACK = 3.5  # standard deviations left to be topped up, see `_topped_up`
# Nanoseconds per draw, to choose the route; a wrong guess costs time and changes nothing else.
_PER_UNIT, _PER_BINOMIAL, _PER_POISSON = 15.0, 110.0, 60.0
_LISTED = 20_000_000  # more units than this are not listed one by one


def multinomial_weights(
    counts: NDArray[np.int64], replicates: int, rng: np.random.Generator
) -> Iterator[NDArray[np.float64]]:
    """Yield blocks of resamples of n = sum(counts) units with replacement.

    Each row has the law Multinomial(n, counts / n), whichever of three routes is quickest: drawing
    n units, drawing one binomial per pattern, or drawing one Poisson per pattern and topping up.

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
    n, patterns = int(counts.sum()), len(counts)
    routes = {
        _by_unit: _PER_UNIT * n,
        _by_pattern: _PER_BINOMIAL * patterns,
        _topped_up: _PER_POISSON * patterns + _PER_UNIT * _SLACK * n**0.5,
    }
    if n <= 4 * _SLACK**2:
        del routes[_topped_up]
    route = min(routes, key=lambda r: routes[r])
    block = max(1, _BLOCK_CELLS // max(patterns, 1))
    if route is _by_unit:
        block = max(1, min(block, _BLOCK_CELLS // n))
    order = np.argsort(
        -counts, kind="stable"
    )  # common patterns first: a binomial chain ends sooner
    for start in range(0, replicates, block):
        weights = np.empty((min(block, replicates - start), patterns))
        weights[:, order] = route(counts[order], len(weights), rng)
        yield weights


def _by_pattern(
    counts: NDArray[np.int64], rows: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    return rng.multinomial(int(counts.sum()), counts / counts.sum(), size=rows)


def _by_unit(counts: NDArray[np.int64], rows: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return _draw_units(counts, np.full(rows, counts.sum()), rng)


def _topped_up(counts: NDArray[np.int64], rows: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Independent Poissons given their total are multinomial; the missing units are added.

    The mean is set `_SLACK` standard deviations below n, so that the total S rarely exceeds n (a
    row that does is drawn anew). Given S, whatever its law, the row is Multinomial(S); with n - S
    more units it is Multinomial(n).
    """
    n = int(counts.sum())
    mean = counts * (1.0 - _SLACK / np.sqrt(n))
    drawn = rng.poisson(mean, size=(rows, len(counts)))
    totals = drawn.sum(axis=1)
    while (over := np.flatnonzero(totals > n)).size:
        drawn[over] = rng.poisson(mean, size=(len(over), len(counts)))
        totals[over] = drawn[over].sum(axis=1)
    return drawn + _draw_units(counts, n - totals, rng)


def _draw_units(
    counts: NDArray[np.int64], how_many: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw units with replacement, `how_many` per row, and count their patterns."""
    n, patterns = int(counts.sum()), len(counts)
    total = int(how_many.sum())
    drawn = rng.integers(0, n, size=total, dtype=np.int32 if n < 1 << 31 else np.int64)
    if n == patterns:
        found = drawn.astype(np.int64)
    elif n <= _LISTED:
        found = np.repeat(np.arange(patterns), counts)[drawn]
    else:
        found = np.searchsorted(np.cumsum(counts), drawn, side="right")
    found += np.repeat(np.arange(len(how_many)) * patterns, how_many)
    tally = np.bincount(found, minlength=len(how_many) * patterns)
    return tally.reshape(len(how_many), patterns)
