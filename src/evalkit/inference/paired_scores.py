"""Differences of the same units, from two columns or from one column of differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from evalkit.inference.columns import read_numbers, stated_order

if TYPE_CHECKING:
    from numpy.typing import NDArray


def read_differences(first: Any, second: Any, levels: Any) -> NDArray[np.float64]:
    """Return second minus first of the units that have both.

    Parameters
    ----------
    first : array_like or Moves, shape (n,)
        The first wave, or the differences themselves when `second` is None.
    second : array_like or None, shape (n,)
        The second wave.
    levels : sequence, scheme Item, CategoricalDtype or None
        The levels from low to high; differences are then counted in levels.

    Returns
    -------
    ndarray of float64
    """
    from evalkit.inference.moves import Moves, table_of_moves

    if isinstance(first, Moves):
        return np.asarray(first.steps, np.float64)
    levels = stated_order(levels, first, second)
    if second is None:
        numbers = read_numbers(first, "differences")
    elif levels is not None:
        numbers = np.asarray(table_of_moves(first, second, levels=levels).steps, np.float64)
    else:
        from evalkit.inference.moves import match_waves

        pairs = match_waves(first, second)
        numbers = read_numbers(pairs["after"], "second") - read_numbers(pairs["before"], "first")
    return same_steps(numbers[~np.isnan(numbers)])


def same_steps(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return differences without the last bits of binary fractions, which untie equal steps."""
    # 0.7 - 0.4 and 0.6 - 0.3 are the same step.
    scale = float(np.abs(numbers).max()) if len(numbers) else 0.0
    return np.round(numbers, 10 - int(np.floor(np.log10(scale)))) if scale > 0 else numbers
