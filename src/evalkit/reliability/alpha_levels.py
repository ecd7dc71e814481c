"""Alpha with a fixed distance between levels: nominal, ratio, sets, own distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.patterns import count_levels, merge_order
from evalkit.reliability.reasons import why_no_chance, why_unpaired
from evalkit.reliability.statistic import Statistic, ratio_complement
from evalkit.results import NAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from evalkit.language import Text
    from evalkit.reliability.distances import Distance
    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Floats

SOURCE = "Gwet (2014), linearised over units"
_MOST_CELLS = 1 << 25


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """The rows with at least two codings, the order of coders ignored.

    Attributes
    ----------
    rows : ndarray of int64, shape (n_rows, n_coders)
        Level numbers, -1 for missing.
    counts : ndarray of int64, shape (n_rows,)
        Units per row.
    m : ndarray of float64, shape (n_rows,)
        Codings per unit.
    row_of_pattern : ndarray of int64, shape (n_patterns,)
        The row of each pattern of the ratings, -1 where it has fewer than two codings.
    coded : int
        Units with at least one coding: Gwet's t has one degree of freedom less.
    """

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    m: Floats
    row_of_pattern: NDArray[np.int64]
    coded: int

    @property
    def n(self) -> int:
        """Units with two or more codings."""
        return int(self.counts.sum())

    def frequencies(self, weights: Floats, q: int) -> Floats:
        """Return how many codings each level has when rows have these weights, shape (q,)."""
        given = self.rows >= 0
        spread = np.broadcast_to(np.asarray(weights, np.float64)[:, None], self.rows.shape)
        return np.bincount(self.rows[given], spread[given], q)


def paired_rows(ratings: Ratings) -> Paired:
    """Return the rows of a table that alpha is made of."""
    table = ratings.table
    kept = (table.rows >= 0).sum(axis=1) >= 2
    row_of_pattern = np.full(len(kept), -1)
    if ratings.numbers is not None:  # measurements: hardly any two units are equal
        row_of_pattern[kept] = np.arange(int(kept.sum()))
        rows, counts = table.rows[kept], table.counts[kept]
    else:
        first, merged = merge_order(table.rows[kept], ratings.q)
        row_of_pattern[kept] = merged
        rows = table.rows[kept][first]
        counts = np.bincount(merged, table.counts[kept], len(first)).astype(np.int64)
    coded = int(table.counts[(table.rows >= 0).any(axis=1)].sum())
    return Paired(rows, counts, (rows >= 0).sum(axis=1).astype(np.float64), row_of_pattern, coded)


def distance_statistic(ratings: Ratings, distance: Distance) -> Statistic:
    """Build alpha from a distance between levels.

    Parameters
    ----------
    ratings : Ratings
        One coding per unit and coder.
    distance : Distance
        How far levels are apart.

    Returns
    -------
    Statistic
    """
    paired, q = paired_rows(ratings), ratings.q
    within = within_units(paired, distance)
    fits = len(within) * (q + 1) <= _MOST_CELLS

    def make_features() -> Floats:
        if not fits:
            return np.empty((len(within), 0))
        return np.column_stack([count_levels(paired.rows, q), within])

    def from_totals(frequencies: Floats, within: Floats) -> Floats:
        total = frequencies.sum(axis=-1)
        expected = np.einsum("...c,...c->...", frequencies, distance.times(frequencies))
        return ratio_complement((total - 1) * within, expected)

    def of_sums(sums: Floats) -> Floats:
        return from_totals(sums[..., :-1], sums[..., -1])

    def of_weights(weights: Floats) -> float:
        return float(from_totals(paired.frequencies(weights, q), weights @ within))

    counts = paired.counts.astype(np.float64)
    frequencies = paired.frequencies(counts, q)
    total = float(frequencies.sum())
    nearness = distance.times(frequencies)
    observed, expected = float(counts @ within), float(frequencies @ nearness)
    reason, value = value_or_reason(ratings, paired, total, observed, expected)
    influence = np.full(len(within), NAN)
    if reason is None:
        given = paired.rows >= 0
        spread = 2 * np.where(given, nearness[paired.rows], 0.0).sum(axis=1)
        influence = linearised(
            paired.m, within, spread, total=total, observed=observed, expected=expected
        )
    bounded = distance.bounded and total > 1
    return Statistic(
        name=f"Krippendorff's alpha ({distance.name})",
        value=value,
        counts=paired.counts,
        make_features=make_features,
        of_sums=of_sums,
        of_weights=None if fits else of_weights,
        influence=influence,
        row_of_pattern=paired.row_of_pattern,
        n=paired.n,
        dropped=ratings.n - paired.n,
        df=paired.coded - 1,
        observed=1 - observed / total if bounded else NAN,
        expected=1 - expected / (total * (total - 1)) if bounded else NAN,
        source=SOURCE,
        reason=reason,
    )


def within_units(paired: Paired, distance: Distance) -> Floats:
    """Return per row the sum over ordered pairs of codings of their distance, over m - 1."""
    rows = paired.rows
    total = np.zeros(len(rows))
    for a in range(rows.shape[1]):
        for b in range(a):
            both = (rows[:, a] >= 0) & (rows[:, b] >= 0)
            total += np.where(both, distance.between(rows[:, a], rows[:, b]), 0.0)
    return np.asarray(2 * total / np.maximum(paired.m - 1, 1))


def value_or_reason(
    ratings: Ratings, paired: Paired, total: float, observed: float, expected: float
) -> tuple[Text | None, float]:
    """Return why there is no value, or alpha from its sums."""
    reason = why_unpaired(ratings, paired.n)
    if reason is None and not expected > 0:
        reason = why_no_chance(ratings)
    return reason, NAN if reason else 1 - (total - 1) * observed / expected


def linearised(
    m: Floats, within: Floats, spread: Floats, *, total: float, observed: float, expected: float
) -> Floats:
    """Return the change of alpha per unit added, shape (n_rows,).

    The linear part of 1 - N D_o / D_e, in which N, D_o and D_e gain `m`, `within` and `spread`.
    """
    return -total / expected * (observed * (m / total - spread / expected) + within)
