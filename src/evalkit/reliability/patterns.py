"""The table of distinct patterns: which combinations of codes units got, and how often.

A unit coded by r coders into q levels is one integer key in base q + 1 (0 is missing). Every
coefficient, error and resample is a sum over the distinct keys, so after this one pass over the
data nothing depends on the number of units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_BLOCK = 1 << 16  # units at a time: a block of keys stays in cache
_DENSE = 1 << 16  # cells a histogram may always have
_WIDEST = 1 << 52  # keys below this are exact, also as floats


@dataclass(frozen=True, slots=True, eq=False)
class PatternTable:
    """Distinct rows of codes with the number of units that have them.

    Attributes
    ----------
    rows : ndarray of int, shape (n_patterns, n_coders)
        Level number per coder, -1 where the coder gave none.
    counts : ndarray of int64, shape (n_patterns,)
        Units with this row.
    keys : ndarray of int64 or None
        The sorted keys of the rows, where a key fits in 52 bits.
    unit_keys : ndarray of int or None, shape (n_units,)
        The key of each unit, where units were counted.
    row_of_unit : ndarray of int or None, shape (n_units,)
        The row of each unit, where it had to be made on the way.
    """

    rows: NDArray[np.integer]
    counts: NDArray[np.int64]
    keys: NDArray[np.int64] | None = None
    unit_keys: NDArray[np.integer] | None = None
    row_of_unit: NDArray[np.int64] | None = None


def count_patterns(columns: Sequence[NDArray[np.integer]], q: int) -> PatternTable:
    """Count the distinct patterns of one array of level numbers per coder.

    Parameters
    ----------
    columns : sequence of r ndarrays of int, shape (n_units,)
        Level numbers 0 .. q - 1, -1 for missing.
    q : int
        Number of levels.

    Returns
    -------
    PatternTable
    """
    r = len(columns)
    n = len(columns[0]) if r else 0
    if n == 0 or r == 0:
        return PatternTable(np.empty((0, r), np.int64), np.empty(0, np.int64))
    dtype = key_type(q, r)
    if dtype is None:
        return _count_wide(columns, q + 1)
    keys = np.empty(n, dtype)
    for start in range(0, n, _BLOCK):
        units = slice(start, start + _BLOCK)
        keys[units] = _keys([c[units] for c in columns], q + 1, dtype)
    return count_keys(keys, q, r)


def key_type(q: int, r: int) -> np.dtype[np.signedinteger[Any]] | None:
    """Return the narrowest type for the keys of r coders and q levels, None where none is exact.

    Narrow keys are made several times as fast as wide ones.
    """
    cells = (q + 1) ** r
    if cells >= _WIDEST:
        return None
    return np.dtype(np.int16 if cells < 1 << 15 else np.int32 if cells < 1 << 31 else np.int64)


def count_keys(keys: NDArray[np.integer], q: int, r: int) -> PatternTable:
    """Count the distinct patterns of one key per unit.

    Parameters
    ----------
    keys : ndarray of int, shape (n_units,)
        Sum over coders j = 0 .. r - 1 of (level number + 1) * (q + 1)**j, of `key_type`.
    q, r : int
        Number of levels and of coders.

    Returns
    -------
    PatternTable
    """
    cells = (q + 1) ** r
    if cells <= max(_DENSE, 2 * len(keys)):
        histogram = np.zeros(cells, np.int64)
        block = max(_BLOCK, cells)
        for start in range(0, len(keys), block):
            histogram += np.bincount(keys[start : start + block], minlength=cells)
        found = np.flatnonzero(histogram)
        counts = histogram[found]
    else:
        distinct, counts = np.unique(keys, return_counts=True)
        found = distinct.astype(np.int64)
    return PatternTable(_decode(found, q + 1, r), counts.astype(np.int64), found, keys)


def narrow_patterns(table: PatternTable, coders: Sequence[int], q: int) -> PatternTable | None:
    """Count the patterns of some coders from the patterns of all; None when there are too many.

    Parameters
    ----------
    table : PatternTable
        The patterns of all coders.
    coders : sequence of int
        Their places.
    q : int
        Number of levels.

    Returns
    -------
    PatternTable or None
    """
    cells = (q + 1) ** len(coders)
    if cells > _DENSE or not coders:
        return None
    keys = sum((table.rows[:, place] + 1) * (q + 1) ** j for j, place in enumerate(coders))
    histogram = np.bincount(keys, table.counts, cells).astype(np.int64)
    found = np.flatnonzero(histogram)
    return PatternTable(_decode(found, q + 1, len(coders)), histogram[found], found)


def rows_of_units(
    table: PatternTable, columns: Sequence[NDArray[np.integer]], q: int
) -> NDArray[np.int64]:
    """Return for each unit the number of its row in `table`.

    Parameters
    ----------
    table : PatternTable
        The patterns of these units.
    columns : sequence of r ndarrays of int, shape (n_units,)
        Level numbers, -1 for missing; not looked at where the table has the keys of its units.
    q : int
        Number of levels.

    Returns
    -------
    ndarray of int64, shape (n_units,)
    """
    if table.row_of_unit is not None:
        return table.row_of_unit
    if table.keys is None:
        return np.empty(0, np.int64)
    keys = _keys(columns, q + 1, np.dtype(np.int64)) if table.unit_keys is None else table.unit_keys
    if table.keys[-1] < max(_DENSE, 2 * len(keys)):
        place = np.zeros(int(table.keys[-1]) + 1, np.int64)
        place[table.keys] = np.arange(len(table.keys))
        rows: NDArray[np.int64] = place[keys]
        return rows
    return np.searchsorted(table.keys, keys).astype(np.int64)


def count_levels(rows: NDArray[np.integer], q: int) -> NDArray[np.float64]:
    """Count per row how many coders gave each level, shape (n_rows, q)."""
    shifted = rows.astype(np.int64) + 1
    shifted += (np.arange(len(rows)) * (q + 1))[:, None]
    counts = np.bincount(shifted.ravel(), minlength=len(rows) * (q + 1))
    return counts.reshape(len(rows), q + 1)[:, 1:].astype(np.float64)


def merge_order(rows: NDArray[np.integer], q: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Merge rows that differ only in who gave which level.

    Parameters
    ----------
    rows : ndarray of int, shape (n_rows, n_coders)
        Level numbers, -1 for missing.
    q : int
        Number of levels.

    Returns
    -------
    first : ndarray of int64, shape (n_merged,)
        A row that stands for each merged row.
    merged : ndarray of int64, shape (n_rows,)
        The merged row of each row.
    """
    if len(rows) == 0:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    ordered = np.sort(rows, axis=1)
    keys = _fold(list(ordered.T), q + 1)
    _, first, merged = np.unique(keys, return_index=True, return_inverse=True)
    return first, merged.reshape(-1)


def _keys(
    columns: Sequence[NDArray[np.integer]], base: int, dtype: np.dtype[np.signedinteger[Any]]
) -> NDArray[Any]:
    keys = columns[-1].astype(dtype)
    keys += 1
    for column in reversed(columns[:-1]):  # Horner: the first coder is the lowest digit
        keys *= base
        keys += column
        keys += 1
    return keys


def _decode(keys: NDArray[np.int64], base: int, r: int) -> NDArray[np.int64]:
    rows = np.empty((r, len(keys)), np.int64).T  # by coder: columns are taken apart later
    for j in range(r):
        rest = keys // base  # several times as fast as divmod
        rows[:, j] = keys - rest * base
        keys = rest
    return rows - 1


def _count_wide(columns: Sequence[NDArray[np.integer]], base: int) -> PatternTable:
    keys = _fold(columns, base)
    _, first, merged, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    rows = np.column_stack([c[first] for c in columns]).astype(np.int64)
    return PatternTable(rows, counts.astype(np.int64), row_of_unit=merged.reshape(-1))


def _fold(columns: Sequence[NDArray[np.integer]], base: int) -> NDArray[np.int64]:
    """One key per row, renumbering the keys so far whenever the next digit would not fit."""
    keys = columns[0].astype(np.int64) + 1
    size = base
    for column in columns[1:]:
        if size * base >= _WIDEST:
            keys, seen = pd.factorize(keys)
            size = len(seen)
        keys = keys * base + (column.astype(np.int64) + 1)
        size *= base
    return keys
