"""From cells to level numbers: the one place where values of any type are read."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.reliability.labels import Declared, as_level, level_scores, place_levels

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

_BLOCK = 1 << 14  # units at a time: numbers of a few coders stay in cache
_NARROW = 1024  # whole numbers within such a range are numbered by subtraction
_MEASURED = 512  # more distinct values than this in a sample are a measurement, not levels


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Level numbers, or measurements.

    Attributes
    ----------
    columns : tuple of ndarray of int, shape (n_units,) each
        Level numbers per coder, -1 where missing; empty for measurements.
    levels : tuple
        The levels in order.
    ordered : bool
        Whether the order is stated or natural.
    scores : ndarray of float64 or None, shape (q,)
        The levels as numbers.
    numbers : ndarray of float64 or None, shape (n_units, n_coders)
        Measurements.
    """

    columns: tuple[NDArray[np.integer], ...]
    levels: tuple[object, ...]
    ordered: bool
    scores: NDArray[np.float64] | None
    numbers: NDArray[np.float64] | None = None


def code_columns(table: pd.DataFrame | np.ndarray[Any, Any], declared: Declared) -> Coded:
    """Give the levels in a table their numbers.

    Parameters
    ----------
    table : DataFrame or ndarray, shape (n_units, n_coders)
        Values of any type.
    declared : Declared
        What is known of the levels beforehand.

    Returns
    -------
    Coded
    """
    numbers = _as_numbers(table)
    if numbers is not None and not declared.as_text and not _has_number(declared.missing):
        coded = _code_whole_numbers(numbers, declared)
        if coded is not None:
            return coded
        numbers = numbers.astype(np.float64)
        if declared.levels is None and _is_measured(numbers):
            return Coded((), (), ordered=True, scores=None, numbers=numbers)
        return code_numbers(numbers, declared.levels)
    if isinstance(table, pd.DataFrame):
        columns = [table.iloc[:, j].array for j in range(table.shape[1])]
        if declared.levels is None and columns and all(map(_is_categorical, columns)):
            return _code_categoricals(columns, declared)
    else:
        columns = [table[:, j] for j in range(table.shape[1])]
        if table.dtype.kind in "US":
            columns = [column.astype(str).astype(object) for column in columns]
    return _code_labels(columns, declared)


def code_numbers(numbers: NDArray[np.float64], levels: Sequence[object] | None = None) -> Coded:
    """Give numbers to the distinct values of a float matrix, shape (n_units, n_coders)."""
    given = ~np.isnan(numbers)
    found, inverse = np.unique(numbers[given], return_inverse=True)
    whole = bool((found == np.floor(found)).all()) and len(found) and abs(found).max() < 2**53
    known = tuple((found.astype(np.int64) if whole else found).tolist())
    scores: NDArray[np.float64] | None = found
    if levels is not None:
        known, places = place_levels(known, Declared(tuple(levels), ordered=True))
        inverse, scores = np.asarray(places, np.int64)[inverse], level_scores(known)
    codes = np.full(numbers.shape, -1, _narrowest(len(known)))
    codes[given] = inverse.reshape(-1)
    return Coded(tuple(codes.T), known, ordered=True, scores=scores)


def _as_numbers(table: pd.DataFrame | np.ndarray[Any, Any]) -> NDArray[Any] | None:
    """Return the table as a numeric array without copying where possible; None for labels."""
    if isinstance(table, np.ndarray):
        return table if table.dtype.kind in "fiu" and not _is_huge(table) else None
    dtypes = list(table.dtypes)
    if not dtypes or not all(
        pd.api.types.is_numeric_dtype(d) and not pd.api.types.is_bool_dtype(d) for d in dtypes
    ):
        return None
    if all(isinstance(d, np.dtype) for d in dtypes):
        numbers = table.to_numpy()
        return None if numbers.dtype.kind not in "fiu" or _is_huge(numbers) else numbers
    return table.to_numpy(dtype=np.float64, na_value=np.nan)


def _has_number(values: Collection[object]) -> bool:
    return any(isinstance(value, Real) for value in values)


def _is_huge(numbers: NDArray[Any]) -> bool:
    """Whole numbers beyond 2**53 are identifiers that a float would merge."""
    if numbers.dtype.kind not in "iu" or numbers.dtype.itemsize < 8 or not numbers.size:
        return False
    return bool(int(numbers.max()) > 2**53 or int(numbers.min()) < -(2**53))


def _code_whole_numbers(numbers: NDArray[Any], declared: Declared) -> Coded | None:
    """Code small whole numbers by subtraction; None when they are something else."""
    if not numbers.size:
        none = tuple(np.empty(numbers.T.shape, np.int8))
        return Coded(none, declared.levels or (), ordered=True, scores=None)
    known = None if declared.levels is None else level_scores(declared.levels)
    stepwise = known is not None and len(known) and bool((np.diff(known) == 1).all())
    if declared.levels is not None and not stepwise:
        return None
    # The first units nearly always show the range; all are searched only when they did not.
    for units in (numbers[:_BLOCK], numbers):
        low, high = _ends(units)
        if known is not None:
            if low < known[0] or high > known[-1]:
                return None  # the slow route says which level is unknown
            low, high = float(known[0]), float(known[-1])
        if not (high - low < _NARROW and low == np.floor(low)):
            continue
        codes = _subtract(numbers, low, int(high - low) + 1)
        if codes is not None and declared.levels is not None:
            return Coded(tuple(codes), declared.levels, ordered=True, scores=known)
        if codes is not None:
            return _drop_gaps(codes, low, int(high - low) + 1)
    return None


def _ends(numbers: NDArray[Any]) -> tuple[float, float]:
    low, high = float(np.fmin.reduce(numbers, axis=None)), float(np.fmax.reduce(numbers, axis=None))
    if np.isinf(low) or np.isinf(high):
        raise ParameterError(
            nl="oneindig is geen niveau; maak die cellen leeg of vervang ze",
            en="infinity is not a level; empty those cells or replace them",
        )
    return low, high


def _subtract(numbers: NDArray[Any], low: float, q: int) -> NDArray[np.integer] | None:
    """Return level numbers, shape (n_coders, n_units); None for a fraction or beyond the range."""
    n, r = numbers.shape
    codes = np.empty((r, n), _narrowest(q))
    column_major = numbers.flags.f_contiguous
    source, target = (numbers.T, codes) if column_major else (numbers, codes.T)
    for start in range(0, n, _BLOCK):
        units = slice(start, start + _BLOCK)
        cells = (slice(None), units) if column_major else (units, slice(None))
        block = np.subtract(source[cells], low - 1.0, dtype=np.float64)
        if np.fmin.reduce(block, axis=None) < 1 or np.fmax.reduce(block, axis=None) > q:
            return None
        np.fmax(block, 0.0, out=block)  # NaN becomes 0, which is missing
        if (np.trunc(block) != block).any():
            return None
        np.subtract(block, 1.0, out=target[cells], casting="unsafe")
    return codes


def _drop_gaps(codes: NDArray[np.integer], low: float, q: int) -> Coded:
    """Keep only the values that occur."""
    seen = np.zeros(q + 1, np.bool_)
    for start in range(0, codes.shape[1], _BLOCK):
        block = codes[:, start : start + _BLOCK]
        seen |= np.bincount((block.astype(np.int64) + 1).ravel(), minlength=q + 1) > 0
        if seen[1:].all():  # usually after the first block
            break
    values = low + np.flatnonzero(seen[1:]).astype(np.float64)
    if len(values) < q:
        renumber = np.cumsum(seen[1:]).astype(codes.dtype) - 1
        codes = np.append(renumber, np.array([-1], codes.dtype))[codes]
    levels = tuple(int(v) for v in values)
    return Coded(tuple(codes), levels, ordered=True, scores=values)


def _is_measured(numbers: NDArray[np.float64]) -> bool:
    step = max(1, numbers.size // 8192)
    sample = (
        numbers.reshape(-1)[::step] if numbers.flags.c_contiguous else numbers.T.reshape(-1)[::step]
    )
    return len(np.unique(sample[~np.isnan(sample)])) > _MEASURED


def _is_categorical(column: Any) -> bool:
    return isinstance(column.dtype, pd.CategoricalDtype)


def _code_categoricals(columns: Sequence[Any], declared: Declared) -> Coded:
    """Categoricals declare their categories; an order holds only when all declare the same."""
    first = columns[0].dtype
    same = all(column.dtype == first for column in columns)
    categories = tuple(dict.fromkeys(c for column in columns for c in column.categories))
    kept = tuple(c for c in categories if c not in declared.missing)
    scores = level_scores(kept)
    ordered = (same and bool(first.ordered)) or scores is not None
    if same and kept == categories:
        return Coded(tuple(column.codes for column in columns), kept, ordered, scores)
    return _code_labels(columns, Declared(kept, ordered, missing=declared.missing))


def _code_labels(columns: Sequence[Any], declared: Declared) -> Coded:
    numbered = [_factorize(column) for column in columns]
    distinct = list(dict.fromkeys(label for _, labels in numbered for label in labels))
    levels, places = place_levels(distinct, declared)
    place = dict(zip(distinct, places, strict=True))
    dtype = _narrowest(len(levels))
    coded = []
    for codes, labels in numbered:
        to_level = np.array([*(place[label] for label in labels), -1], dtype)
        coded.append(to_level[codes])  # the last cell is reached by -1, missing
    scores = None if declared.as_text else level_scores(levels)
    ordered = declared.ordered or (declared.levels is None and scores is not None)
    if declared.levels is None and scores is not None and len(levels) > _MEASURED:
        measured = np.append(scores, np.nan)
        numbers = np.column_stack([measured[codes] for codes in coded])
        return Coded((), (), ordered=True, scores=None, numbers=numbers)
    return Coded(tuple(coded), levels, ordered, scores)


def _factorize(column: Any) -> tuple[NDArray[np.integer], list[object]]:
    """Return numbers of labels, -1 where missing, and the labels."""
    if _is_categorical(column):
        used = column.remove_unused_categories()
        return used.codes, used.categories.tolist()
    if isinstance(column.dtype, pd.StringDtype) and column.dtype.storage == "python":
        column = np.asarray(column, object)  # hashing the objects is quicker than hashing the text
    try:
        codes, labels = pd.factorize(column)
    except TypeError:  # sets cannot be hashed
        cells = np.empty(len(column), object)
        cells[:] = [as_level(cell) for cell in column]
        codes, labels = pd.factorize(cells)
    return codes, [as_level(label) for label in labels]


def _narrowest(q: int) -> np.dtype[np.signedinteger[Any]]:
    return np.dtype(np.int8 if q <= 126 else np.int16 if q <= 32766 else np.int32)
