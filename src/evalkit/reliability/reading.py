"""From cells to level numbers: the one place where values of any type are read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.reliability.identity import number_objects
from evalkit.reliability.labels import Declared, as_level, level_scores, place_levels
from evalkit.reliability.patterns import PatternTable, count_keys, count_patterns, key_type

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

_BLOCK = 1 << 14  # units of one coder at a time
_CELLS = 3 << 14  # cells of all coders at a time: their numbers stay in cache
_NARROW = 1024  # whole numbers within such a range are numbered by subtraction
_WHOLE = 2**53  # beyond this a float skips whole numbers
_FEW = 2048  # units that nearly always show the range; fewer are not worth a clever route
_MEASURED = 512  # more distinct values than this in a sample are a measurement, not levels


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """Level numbers, or measurements.

    Attributes
    ----------
    columns : tuple of ndarray of int, shape (n_units,) each
        Level numbers per coder, -1 where missing; empty for measurements and with a `table`.
    levels : tuple
        The levels in order.
    ordered : bool
        Whether the order is stated or natural.
    scores : ndarray of float64 or None, shape (q,)
        The levels as numbers.
    numbers : ndarray of float64 or None, shape (n_units, n_coders)
        Measurements.
    table : PatternTable or None
        The patterns counted, instead of `columns`.
    """

    columns: tuple[NDArray[np.integer], ...]
    levels: tuple[object, ...]
    ordered: bool
    scores: NDArray[np.float64] | None
    numbers: NDArray[np.float64] | None = None
    table: PatternTable | None = None


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
    whole = bool((found == np.floor(found)).all()) and len(found) and abs(found).max() < _WHOLE
    known = tuple((found.astype(np.int64) if whole else found).tolist())
    scores: NDArray[np.float64] | None = found
    if levels is not None:
        known, places = place_levels(known, Declared(tuple(levels), ordered=True))
        inverse, scores = np.asarray(places, np.int64)[inverse], level_scores(known)
    codes = np.full(numbers.shape, -1, level_type(len(known)))
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
    """Whole numbers that large are identifiers, which a float would merge."""
    if numbers.dtype.kind not in "iu" or numbers.dtype.itemsize < 8 or not numbers.size:
        return False
    return bool(int(numbers.max()) > _WHOLE or int(numbers.min()) < -_WHOLE)


def _code_whole_numbers(numbers: NDArray[Any], declared: Declared) -> Coded | None:
    """Code small whole numbers by subtraction; None when they are something else."""
    if not numbers.size:
        none = tuple(np.empty(numbers.T.shape, np.int8))
        return Coded(none, declared.levels or (), ordered=True, scores=None)
    known = None if declared.levels is None else level_scores(declared.levels)
    stepwise = known is not None and len(known) and bool((np.diff(known) == 1).all())
    if declared.levels is not None and not stepwise:
        return None
    for units in (numbers[:_FEW], numbers):
        low, high = _ends(units)
        if known is not None:
            if low < known[0] or high > known[-1]:
                return None  # the slow route says which level is unknown
            low, high = float(known[0]), float(known[-1])
        if not (high - low < _NARROW and low == np.floor(low) and -_WHOLE < low <= _WHOLE):
            continue
        table = _count_whole_numbers(numbers, low, int(high - low) + 1)
        if table is not None and declared.levels is not None:
            return Coded((), declared.levels, ordered=True, scores=known, table=table)
        if table is not None:
            return _drop_gaps(table, low, int(high - low) + 1)
    return None


def _ends(numbers: NDArray[Any]) -> tuple[float, float]:
    low, high = float(np.fmin.reduce(numbers, axis=None)), float(np.fmax.reduce(numbers, axis=None))
    if np.isinf(low) or np.isinf(high):
        raise ParameterError(
            nl="oneindig is geen niveau; maak die cellen leeg of vervang ze",
            en="infinity is not a level; empty those cells or replace them",
        )
    return low, high


def _count_whole_numbers(numbers: NDArray[Any], low: float, q: int) -> PatternTable | None:
    """Count the patterns of the q whole numbers from `low`; None when there are others."""
    r = numbers.shape[1]
    if key_type(q, r) is not None:
        keys = _whole_keys(numbers, low, q)
        return None if keys is None else count_keys(keys, q, r)
    columns = []
    for j in range(r):
        column = _whole_keys(numbers[:, j : j + 1], low, q)
        if column is None:
            return None
        columns.append(column - 1)
    return count_patterns(columns, q)


def _whole_keys(numbers: NDArray[Any], low: float, q: int) -> NDArray[np.integer] | None:
    """Return the key of each unit; None for a fraction or a number beyond the range."""
    n, r = numbers.shape
    digits = (q + 1.0) ** np.arange(r)
    keys = np.empty(n, key_type(q, r))
    step = max(1, _CELLS // r)
    for start in range(0, n, step):
        block = numbers[start : start + step]
        if np.fmin.reduce(block, axis=None) < low:
            return None
        # NaN becomes the number below the lowest: missing.
        block = np.fmax(block, low - 1.0, dtype=np.float64)
        if block.max() > low + (q - 1) or (np.trunc(block) != block).any():
            return None
        if low != 1:
            block -= low - 1.0
        keys[start : start + step] = block @ digits
    return keys


def _drop_gaps(table: PatternTable, low: float, q: int) -> Coded:
    """Keep only the values that occur."""
    seen = np.zeros(q + 1, np.bool_)
    seen[table.rows] = True  # the last cell is reached by -1, missing
    values = low + np.flatnonzero(seen[:-1]).astype(np.float64)
    if len(values) < q:
        renumber = np.append(np.cumsum(seen[:-1]) - 1, -1)
        table = replace(table, rows=renumber[table.rows])
    levels = tuple(int(v) for v in values)
    return Coded((), levels, ordered=True, scores=values, table=table)


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
    numbered = [_number(column) for column in columns]
    found = (label for _, labels in numbered for label in labels.values())
    distinct = list(dict.fromkeys(label for label in found if label is not None))
    levels, places = place_levels(distinct, declared)
    place = dict(zip(distinct, places, strict=True))
    coded = []
    for cells, labels in numbered:
        # The last cell is reached by -1, missing.
        to_level = np.full(max(labels, default=-1) + 2, -1, level_type(len(levels)))
        to_level[list(labels)] = [place.get(label, -1) for label in labels.values()]
        coded.append(_look_up(to_level, cells))
    scores = None if declared.as_text else level_scores(levels)
    ordered = declared.ordered or (declared.levels is None and scores is not None)
    if declared.levels is None and scores is not None and len(levels) > _MEASURED:
        measured = np.append(scores, np.nan)
        numbers = np.column_stack([measured[codes] for codes in coded])
        return Coded((), (), ordered=True, scores=None, numbers=numbers)
    return Coded(tuple(coded), levels, ordered, scores)


def _look_up(table: NDArray[Any], places: NDArray[np.integer]) -> NDArray[Any]:
    # In blocks of intp: numpy is slow at other indices.
    found = np.empty(len(places), table.dtype)
    for start in range(0, len(places), _BLOCK):
        block = places[start : start + _BLOCK].astype(np.intp, copy=False)
        found[start : start + _BLOCK] = table[block]
    return found


def _number(column: Any) -> tuple[NDArray[np.integer], dict[int, object]]:
    """Return a number per cell and what numbers stand for; missing is -1, or stands for None."""
    if _is_categorical(column):
        used = column.remove_unused_categories()
        return used.codes, dict(enumerate(used.categories.tolist()))
    if isinstance(column.dtype, pd.StringDtype):
        has_objects = column.dtype.storage == "python"
    else:
        has_objects = column.dtype.name == "object"
    if not has_objects:
        return _hash(column)
    cells = np.ascontiguousarray(column, object)
    numbered = number_objects(cells) if len(cells) > _FEW else None
    if numbered is None:
        return _hash(cells)
    numbers, objects = numbered
    codes, labels = _hash(np.fromiter(objects.values(), object, len(objects)))
    return numbers, {n: labels.get(code) for n, code in zip(objects, codes.tolist(), strict=True)}


def _hash(cells: Any) -> tuple[NDArray[np.integer], dict[int, object]]:
    try:
        codes, labels = pd.factorize(cells)
    except TypeError:  # sets cannot be hashed
        levels = np.empty(len(cells), object)
        levels[:] = [as_level(cell) for cell in cells]
        codes, labels = pd.factorize(levels)
    return codes, dict(enumerate(map(as_level, labels)))


def level_type(q: int) -> np.dtype[np.signedinteger[Any]]:
    """Return the narrowest type for the numbers of q levels and -1."""
    return np.dtype(np.int8 if q <= 126 else np.int16 if q <= 32766 else np.int32)
