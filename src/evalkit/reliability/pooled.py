"""Coefficients whose chance agreement comes from the pooled shares of the levels.

Percent agreement, Fleiss, Brennan and Prediger, and Gwet differ only in the disagreement expected
by chance. Missing codings follow Gwet (2014): a unit with one coding counts in the shares of the
levels, a unit with two or more also in the observed agreement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.patterns import count_levels, merge_order
from evalkit.reliability.reasons import why_no_chance, why_unpaired
from evalkit.reliability.statistic import Statistic, ratio_complement
from evalkit.results import NAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Floats


@dataclass(frozen=True, slots=True)
class Chance:
    """Disagreement expected by chance, from the shares of the levels.

    Attributes
    ----------
    disagreement : callable
        From shares, shape (..., q), to the expected disagreement, shape (...).
    slope : callable
        Its gradient at shares of shape (q,).
    source : str
        Whose standard error follows from it.
    """

    disagreement: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    source: str


def pooled_statistic(
    ratings: Ratings, name: str, distance: Floats, chance: Chance, *, least: int = 1
) -> Statistic:
    """Build the coefficient 1 - observed / expected disagreement.

    Parameters
    ----------
    ratings : Ratings
        One coding per unit and coder.
    name : str
        The coefficient.
    distance : ndarray of float64, shape (q, q)
        Disagreement weights.
    chance : Chance
        What is expected.
    least : int
        Codings a unit must have to count.

    Returns
    -------
    Statistic
    """
    table, q = ratings.table, ratings.q
    given = (table.rows >= 0).sum(axis=1) >= least
    first, merged = merge_order(table.rows[given], q)
    counts = np.bincount(merged, table.counts[given], len(first)).astype(np.int64)
    row_of_pattern = np.full(len(table.counts), -1)
    row_of_pattern[given] = merged
    features = _features(table.rows[given][first], q, distance)
    sums = counts @ features

    def of_sums(sums: Floats) -> Floats:
        shares = _divide(sums[..., 3:], sums[..., :1])
        return ratio_complement(_divide(sums[..., 2], sums[..., 1]), chance.disagreement(shares))

    n, paired = int(sums[0]), float(sums[1])
    value = float(of_sums(sums)) if n else NAN
    shares = sums[3:] / max(n, 1)
    observed = sums[2] / paired if paired else NAN
    expected = float(chance.disagreement(shares)) if n else NAN
    reason = why_unpaired(ratings, paired)
    if reason is None and np.isnan(value):
        reason = why_no_chance(ratings)
    influence = np.full(len(counts), NAN)
    if reason is None:
        # Gwet's linearisation: n / n' weighs the units with two codings up to all units.
        gain = n / paired * (expected * features[:, 1] - features[:, 2]) - (expected - observed)
        drift = (features[:, 3:] - shares) @ chance.slope(shares)
        influence = (gain / expected + observed / expected**2 * drift) / n
    return Statistic(
        name=name,
        value=value,
        counts=counts,
        make_features=lambda: features,
        of_sums=of_sums,
        influence=influence,
        row_of_pattern=row_of_pattern,
        n=n,
        dropped=ratings.n - n,
        observed=1 - observed,
        expected=1 - expected,
        source=chance.source,
        reason=reason,
    )


def _features(rows: NDArray[np.integer], q: int, distance: Floats) -> Floats:
    """Columns: 1, has two codings, its disagreement, shares of the q levels."""
    levels = count_levels(rows, q)
    m = levels.sum(axis=1)
    pairs = np.maximum(m * (m - 1), 1)
    disagreement = np.einsum("pc,pc->p", levels @ distance, levels) / pairs
    return np.column_stack([np.ones(len(rows)), m >= 2, disagreement, levels / m[:, None]])


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    out = np.full(shape, NAN)
    np.divide(numerator, denominator, out=out, where=np.asarray(denominator) > 0)
    return out
