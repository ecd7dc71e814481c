"""Reading a square table of the same units at two moments: rows before, columns after."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from evalkit.inference.moves import Moves

    TableLike: TypeAlias = "ArrayLike | pd.DataFrame | Moves"


def read_square(table: TableLike) -> NDArray[np.int64]:
    """Return a square table of counts.

    Parameters
    ----------
    table : array_like, DataFrame or Moves, shape (q, q)
        Counts; rows are the levels before, columns the same levels after.

    Returns
    -------
    ndarray of int64, shape (q, q)

    Raises
    ------
    ParameterError
        If the table is not square, its rows and columns have other names, or a cell is no count.
    """
    table = getattr(table, "table", table)
    if isinstance(table, pd.DataFrame) and list(table.index) != list(table.columns):
        raise ParameterError(
            nl=f"de rijen {list(table.index)!r} en kolommen {list(table.columns)!r} zijn niet "
            "dezelfde niveaus in dezelfde volgorde; maak de tabel met table_of_moves",
            en=f"the rows {list(table.index)!r} and columns {list(table.columns)!r} are not the "
            "same levels in the same order; make the table with table_of_moves",
        )
    try:
        cells = np.asarray(table, dtype=np.float64)
    except (TypeError, ValueError):
        cells = np.array(np.nan)
    square = cells.ndim == 2 and cells.shape[0] == cells.shape[1] and cells.size > 0
    if not square or not ((cells >= 0) & (cells == np.floor(cells)) & np.isfinite(cells)).all():
        raise ParameterError(
            nl="de tabel moet vierkant zijn en alleen aantallen bevatten: rijen de eerste meting, "
            f"kolommen de tweede; gekregen: vorm {cells.shape}",
            en="the table must be square and hold counts only: rows the first wave, columns the "
            f"second; got shape {cells.shape}",
        )
    return cells.astype(np.int64)


def read_two_by_two(table: TableLike) -> tuple[int, int, int, int]:
    """Return the cells both, first only, second only and neither of a 2 x 2 table.

    In a table of moves the higher level, which comes last there, is the property.
    """
    cells = read_square(table)
    if hasattr(table, "steps"):
        cells = cells[::-1, ::-1]
    if cells.shape != (2, 2):
        raise ParameterError(
            nl=f"de tabel heeft vorm {cells.shape}; hier moet hij 2 bij 2 zijn, "
            "[[beide, alleen eerst], [alleen daarna, geen]]",
            en=f"the table has shape {cells.shape}; it must be 2 by 2 here, "
            "[[both, first only], [second only, neither]]",
        )
    both, first, second, neither = (int(cell) for cell in cells.ravel())
    return both, first, second, neither
