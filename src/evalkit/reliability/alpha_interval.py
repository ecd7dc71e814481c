"""Interval alpha from moments: one pass, whatever the number of different values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.alpha_levels import (
    SOURCE,
    Paired,
    linearised,
    paired_rows,
    value_or_reason,
)
from evalkit.reliability.statistic import Statistic, ratio_complement
from evalkit.results import NAN

if TYPE_CHECKING:
    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Floats

# Below this share of the sum of squares an expected distance is rounding, not spread.
ROUNDING = 1e-13


def interval_statistic(ratings: Ratings) -> Statistic:
    """Build interval alpha from the number, sum and sum of squares of each unit's codings.

    Parameters
    ----------
    ratings : Ratings
        Numbers.

    Returns
    -------
    Statistic
    """
    if ratings.numbers is not None:
        paired, values = _measured(ratings)
    else:
        paired = paired_rows(ratings)
        scores = np.append(np.asarray(ratings.values if ratings.q else []), NAN)
        values = scores[paired.rows]
    features = moments(values, paired.m)

    def of_sums(sums: Floats) -> Floats:
        total, first, second, within = np.moveaxis(sums, -1, 0)
        return ratio_complement((total - 1) * within, spread_of_moments(total, first, second))

    total, first, second, observed = (float(s) for s in paired.counts @ features)
    expected = float(spread_of_moments(*(np.asarray(s) for s in (total, first, second))))
    reason, value = value_or_reason(ratings, paired, total, observed, expected)
    influence = np.full(len(features), NAN)
    if reason is None:
        m, own, square, within = features.T
        spread = 2 * (m * second + total * square - 2 * first * own)
        influence = linearised(m, within, spread, total=total, observed=observed, expected=expected)
    return Statistic(
        name="Krippendorff's alpha (interval)",
        value=value,
        counts=paired.counts,
        make_features=lambda: features,
        of_sums=of_sums,
        influence=influence,
        row_of_pattern=paired.row_of_pattern,
        n=paired.n,
        dropped=ratings.n - paired.n,
        df=paired.coded - 1,
        source=SOURCE,
        reason=reason,
    )


def moments(values: Floats, m: Floats) -> Floats:
    """Columns: codings, their sum, their sum of squares, their distance within the unit.

    Values are taken from the value nearest to their mean, so that large numbers do not cancel and
    equal numbers stay exactly equal.
    """
    given = ~np.isnan(values)
    some = values[given]
    centre = some[np.argmin(np.abs(some - some.mean()))] if some.size else 0.0
    values = np.where(given, values - centre, 0.0)
    first, second = values.sum(axis=1), np.einsum("ij,ij->i", values, values)
    within = np.maximum(2 * (m * second - first * first), 0) / np.maximum(m - 1, 1)
    return np.column_stack([m, first, second, within])


def spread_of_moments(total: Floats, first: Floats, second: Floats) -> Floats:
    """Return the sum over ordered pairs of all codings of their squared difference."""
    spread = 2 * (total * second - first * first)
    return np.where(spread > ROUNDING * total * second, spread, 0.0)


def _measured(ratings: Ratings) -> tuple[Paired, Floats]:
    numbers = np.asarray(ratings.numbers)
    m = (~np.isnan(numbers)).sum(axis=1).astype(np.float64)
    kept = m >= 2
    row_of_pattern = np.full(len(m), -1)
    row_of_pattern[kept] = np.arange(int(kept.sum()))
    rows = np.empty((0, numbers.shape[1]), np.int64)  # values are read, not levels
    ones = np.ones(int(kept.sum()), np.int64)
    return Paired(rows, ones, m[kept], row_of_pattern, int((m > 0).sum())), numbers[kept]
