"""Ordinal alpha as interval alpha on mid-ranks.

Krippendorff's ordinal distance between two levels is the squared number of codings between their
middles, so it depends on how often levels occur: every resample has its own mid-ranks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.alpha_interval import moments, spread_of_moments
from evalkit.reliability.alpha_levels import Paired, paired_rows, value_or_reason
from evalkit.reliability.patterns import count_levels
from evalkit.reliability.statistic import Statistic, ratio_complement
from evalkit.results import NAN

if TYPE_CHECKING:
    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Floats

_MOST_CELLS = 1 << 23


def ordinal_statistic(ratings: Ratings) -> Statistic:
    """Build ordinal alpha.

    Parameters
    ----------
    ratings : Ratings
        Levels with an order.

    Returns
    -------
    Statistic
    """
    paired, q = paired_rows(ratings), ratings.q
    low, high = np.triu_indices(q, 1)
    fits = len(paired.rows) * (q + len(low)) <= _MOST_CELLS and q <= 128

    def of_sums(sums: Floats) -> Floats:
        frequencies, together = sums[..., :q], sums[..., q:]
        ranks = _centred(mid_ranks(frequencies), frequencies)
        apart = (ranks[..., low] - ranks[..., high]) ** 2
        within = 2 * np.einsum("...k,...k->...", together, apart)
        return _alpha(frequencies, ranks, within)

    def of_weights(weights: Floats) -> float:
        frequencies = paired.frequencies(weights, q)
        ranks = _centred(mid_ranks(frequencies), frequencies)
        within = moments(_by_cell(ranks, paired), paired.m)[:, 3]
        return float(_alpha(frequencies, ranks, weights @ within))

    counts = paired.counts.astype(np.float64)
    frequencies = paired.frequencies(counts, q)
    total = float(frequencies.sum())
    ranks = _centred(mid_ranks(frequencies), frequencies)
    within = moments(_by_cell(ranks, paired), paired.m)[:, 3]
    observed, expected = float(counts @ within), float(_spread(frequencies, ranks))
    reason, value = value_or_reason(ratings, paired, total, observed, expected)
    influence = np.full(len(within), NAN)
    if reason is None:
        influence = _influence(paired, counts, frequencies, ranks, within)
    return Statistic(
        name="Krippendorff's alpha (ordinal)",
        value=value,
        counts=paired.counts,
        make_features=lambda: (
            _features(paired, q, low, high) if fits else np.empty((len(within), 0))
        ),
        of_sums=of_sums,
        of_weights=None if fits else of_weights,
        influence=influence,
        row_of_pattern=paired.row_of_pattern,
        n=paired.n,
        dropped=ratings.n - paired.n,
        df=paired.coded - 1,
        source="linearised over units, mid-ranks included",
        reason=reason,
    )


def mid_ranks(frequencies: Floats) -> Floats:
    """Return the middle of each level when all codings stand in a row, shape (..., q)."""
    return np.cumsum(frequencies, axis=-1) - frequencies / 2


def _centred(ranks: Floats, frequencies: Floats) -> Floats:
    total = frequencies.sum(axis=-1, keepdims=True)
    mean = (frequencies * ranks).sum(axis=-1, keepdims=True) / np.maximum(total, 1)
    centred: Floats = ranks - mean
    return centred


def _spread(frequencies: Floats, ranks: Floats) -> Floats:
    weighted = frequencies * ranks
    second = np.einsum("...c,...c->...", weighted, ranks)
    return spread_of_moments(frequencies.sum(axis=-1), weighted.sum(axis=-1), second)


def _alpha(frequencies: Floats, ranks: Floats, within: Floats) -> Floats:
    return ratio_complement((frequencies.sum(axis=-1) - 1) * within, _spread(frequencies, ranks))


def _by_cell(per_level: Floats, paired: Paired) -> Floats:
    return np.append(per_level, NAN)[paired.rows]  # the last cell is reached by -1, missing


def _features(
    paired: Paired,
    q: int,
    low: np.ndarray[tuple[int], np.dtype[np.intp]],
    high: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> Floats:
    """Columns: codings per level, then coincidences of each pair of levels."""
    levels = count_levels(paired.rows, q)
    together = levels[:, low] * levels[:, high] / np.maximum(paired.m - 1, 1)[:, None]
    return np.column_stack([levels, together])


def _influence(
    paired: Paired, counts: Floats, frequencies: Floats, ranks: Floats, within: Floats
) -> Floats:
    """Return the change of alpha per unit added: directly, and through the mid-ranks."""
    total = float(frequencies.sum())
    observed, expected = float(counts @ within), float(_spread(frequencies, ranks))
    cells, q = _by_cell(ranks, paired), len(frequencies)
    given = paired.rows >= 0
    own = np.nansum(cells, axis=1)
    pull = 4 * (counts / (paired.m - 1))[:, None] * (paired.m[:, None] * cells - own[:, None])
    mean, square = frequencies @ ranks, frequencies @ ranks**2
    of_ranks = (
        np.bincount(paired.rows[given], pull[given], q) / observed if observed else np.zeros(q)
    )
    of_ranks -= 4 * frequencies * (total * ranks - mean) / expected
    # A coding of level c lifts the ranks of all levels above c by 1 and its own by a half.
    through = np.cumsum(of_ranks[::-1])[::-1] - of_ranks / 2
    direct = 2 * (total * ranks**2 - 2 * ranks * mean + square) / expected
    per_level = 1 / total - direct + through
    change = np.nansum(_by_cell(per_level, paired), axis=1)
    # Written so that it holds too when nobody disagrees.
    influence: Floats = -total / expected * (observed * change + within)
    return influence
