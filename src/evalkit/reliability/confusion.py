"""Which levels coders confuse: coincidences of levels within units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.reliability.patterns import count_levels
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike

_MOST_LEVELS = 200


def level_confusion(ratings: RatingsLike, *, levels: LevelsLike = None) -> pd.DataFrame:
    """Return how often two levels were given to the same unit: Krippendorff's coincidences.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order.

    Returns
    -------
    DataFrame, shape (q, q)
        Symmetric, rows and columns in the order of the levels. Every ordered pair of codings of a
        unit with m codings counts 1 / (m - 1), so the total is the number of paired codings and
        the diagonal is agreement.

    Raises
    ------
    ParameterError
        If there are more than 200 levels, or the ratings cannot be read.

    References
    ----------
    .. [1] Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.

    Examples
    --------
    >>> level_confusion([["a", "a"], ["a", "b"]]).to_numpy().tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    """
    table = read_ratings(ratings, levels=levels)
    names = level_names(table)
    rows, counts = table.table.rows, table.table.counts
    given = count_levels(rows, table.q)
    m = given.sum(axis=1)
    weight = np.where(m >= 2, counts / np.maximum(m - 1, 1), 0.0)
    pairs = (given * weight[:, None]).T @ given
    pairs[np.diag_indices(table.q)] -= weight @ given  # a coding is not paired with itself
    return pd.DataFrame(pairs, index=names, columns=names)


def confused_levels(ratings: RatingsLike, *, levels: LevelsLike = None) -> pd.DataFrame:
    """Return which two levels are given to the same unit, most confused first.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order.

    Returns
    -------
    DataFrame
        One row per pair of levels that met: level, other; `units` in which both were given;
        `coincidences` as in `level_confusion`; `share` of all disagreement, in (0, 1]; `ratio` to
        what chance would give from how often the levels are used, above 1 when they are confused
        more than that.

    Raises
    ------
    ParameterError
        As `level_confusion`.

    Examples
    --------
    >>> table = confused_levels([["a", "b"], ["a", "b"], ["b", "c"], ["c", "c"]])
    >>> table[["level", "other", "units"]].values.tolist()
    [['a', 'b', 2], ['b', 'c', 1]]
    """
    table = read_ratings(ratings, levels=levels)
    pairs = level_confusion(table).to_numpy()
    used, total = pairs.sum(axis=1), pairs.sum()
    given = count_levels(table.table.rows, table.q) > 0
    units = (given * table.table.counts[:, None]).T @ given.astype(np.int64)
    names = level_names(table)
    apart = np.triu(pairs, 1).sum()
    rows = [
        (
            names[a],
            names[b],
            int(units[a, b]),
            pairs[a, b],
            pairs[a, b] / apart,
            pairs[a, b] * (total - 1) / (used[a] * used[b]),
        )
        for a, b in zip(*np.nonzero(np.triu(pairs, 1)), strict=True)
    ]
    columns = ["level", "other", "units", "coincidences", "share", "ratio"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("coincidences", ascending=False, kind="stable", ignore_index=True)


def level_names(ratings: Ratings) -> list[Any]:
    """Return the levels in order, or refuse measurements with too many different values."""
    if ratings.q > _MOST_LEVELS:
        raise ParameterError(
            nl=f"er zijn {ratings.q} verschillende waarden; een tabel van niveaus gaat tot "
            f"{_MOST_LEVELS}, deel metingen eerst in klassen in",
            en=f"there are {ratings.q} different values; a table of levels goes up to "
            f"{_MOST_LEVELS}, put measurements in classes first",
        )
    return list(ratings.levels) if ratings.numbers is None else np.asarray(ratings.values).tolist()
