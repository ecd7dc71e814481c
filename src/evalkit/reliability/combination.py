"""Several coefficients on the same units as one: their difference or their mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.reliability.statistic import Statistic
from evalkit.results import NAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Floats


def combine(
    name: str, parts: Sequence[tuple[Statistic, Ratings]], factors: Sequence[float]
) -> tuple[Statistic, NDArray[np.int64]]:
    """Add up coefficients of the same units, each times a factor.

    Parameters
    ----------
    name : str
        What the sum is called.
    parts : sequence of (Statistic, Ratings)
        Each coefficient with its ratings; row i of all ratings is the same unit.
    factors : sequence of float
        One per part.

    Returns
    -------
    statistic : Statistic
        The sum, with the errors of all parts resampled together.
    row_of_unit : ndarray of int64, shape (n_units,)
        The row of each unit, for `by_cluster`.
    """
    statistics = [statistic for statistic, _ in parts]
    rows = np.column_stack([s.row_of_pattern[ratings.row_of_unit] for s, ratings in parts])
    first, row_of_unit, counts = _distinct(rows, [len(s.counts) for s in statistics])
    chosen = rows[first]
    used = (chosen >= 0).any(axis=1)
    renumber = np.where(used, np.cumsum(used) - 1, -1)
    chosen, counts = chosen[used], counts[used]
    widths = np.cumsum([0, *(s.features.shape[1] for s in statistics)])

    def of_sums(sums: Floats) -> Floats:
        total = np.zeros(sums.shape[:-1])
        for k, (part, factor) in enumerate(zip(statistics, factors, strict=True)):
            total = total + factor * part.of_sums(sums[..., widths[k] : widths[k + 1]])
        return total

    def of_weights(weights: Floats) -> float:
        total = 0.0
        for column, part, factor in zip(chosen.T, statistics, factors, strict=True):
            given = column >= 0
            own = np.bincount(column[given], weights[given], len(part.counts))
            total += factor * float(part.replicate(own[None, :])[0])
        return total

    reason = next((s.reason for s in statistics if s.reason is not None), None)
    influence = sum(
        factor * _gather(s.influence[:, None], column)[:, 0]
        for s, column, factor in zip(statistics, chosen.T, factors, strict=True)
    )
    by_sums = all(s.of_weights is None for s in statistics)

    def make_features() -> Floats:
        if not by_sums:
            return np.empty((len(counts), 0))
        columns = zip(statistics, chosen.T, strict=True)
        return np.hstack([_gather(s.features, column) for s, column in columns])

    value = sum(f * s.value for f, s in zip(factors, statistics, strict=True))
    statistic = Statistic(
        name=name,
        value=NAN if reason else float(value),
        counts=counts,
        make_features=make_features,
        of_sums=of_sums,
        of_weights=None if by_sums else of_weights,
        influence=np.asarray(influence),
        row_of_pattern=np.arange(len(counts)),
        n=int(counts.sum()),
        dropped=len(rows) - int(counts.sum()),
        source="linearised over units",
        reason=reason,
    )
    return statistic, renumber[row_of_unit]


def _distinct(
    rows: NDArray[np.int64], sizes: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    keys = np.zeros(len(rows), np.int64)
    for column, size in zip(rows.T, sizes, strict=True):
        keys = pd.factorize(keys)[0] * (size + 1) + column + 1  # renumbered, so it never overflows
    inverse, distinct = pd.factorize(keys)
    first = np.empty(len(distinct), np.int64)
    first[inverse[::-1]] = np.arange(len(keys))[::-1]
    return first, inverse, np.bincount(inverse, minlength=len(distinct))


def _gather(table: Floats, rows: NDArray[np.int64]) -> Floats:
    """Take rows of a table, zeros for -1."""
    return np.vstack([table, np.zeros((1, table.shape[1]))])[rows]
