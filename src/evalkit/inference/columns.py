"""Reading the columns that estimators take: numbers, groups and weights of the same units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from evalkit.reliability.labels import LevelsLike


def read_numbers(values: ArrayLike | pd.Series[Any], what: str) -> NDArray[np.float64]:
    """Return a column of numbers; missing values stay NaN.

    Parameters
    ----------
    values : array_like, shape (n,)
        Numbers, booleans, or anything that reads as a number; None, NaN and pd.NA are missing.
    what : str
        Name of the argument, for the message.

    Returns
    -------
    ndarray of float64, shape (n,)

    Raises
    ------
    ParameterError
        If a value is no finite number, or it is not one column.
    """
    column = _column(values, what)
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    bad = (np.isnan(numbers) & column.notna().to_numpy()) | np.isinf(numbers)
    if bad.any():
        row = int(np.flatnonzero(bad)[0])
        raise ParameterError(
            nl=f"{what}, rij {row + 1}: geen getal gevonden; geef getallen, bijvoorbeeld 1 voor ja "
            "en 0 voor nee",
            en=f"{what}, row {row + 1}: this is no number; give numbers, 1 for yes and 0 for no "
            "for example",
        )
    return numbers


def read_groups(values: Sequence[object] | ArrayLike, what: str, n: int) -> NDArray[np.int64]:
    """Return the group of each unit as a number from 0; -1 where it is missing.

    Parameters
    ----------
    values : array_like, shape (n,)
        Names of groups.
    what : str
        Name of the argument, for the message.
    n : int
        Units there are.

    Returns
    -------
    ndarray of int64, shape (n,)

    Raises
    ------
    ParameterError
        If there is not one group per unit.
    """
    column = _column(values, what)
    if len(column) != n:
        raise ParameterError(
            nl=f"{what} heeft {len(column)} rijen en de gegevens {n}; geef er één per eenheid",
            en=f"{what} has {len(column)} rows and the data {n}; give one per unit",
        )
    return np.asarray(pd.factorize(column.astype(object))[0], np.int64)


def stated_order(levels: LevelsLike, *columns: object) -> LevelsLike:
    """Return the levels as given, or else the order that the columns themselves state.

    Parameters
    ----------
    levels : sequence, scheme Item, CategoricalDtype or None
        What was given.
    *columns : object
        The columns; ordered categories count when all that are categorical have the same.

    Returns
    -------
    sequence, scheme Item, CategoricalDtype or None
    """
    if levels is not None:
        return levels
    dtypes = {getattr(column, "dtype", None) for column in columns}
    stated = [dtype for dtype in dtypes if isinstance(dtype, pd.CategoricalDtype)]
    return stated[0] if len(stated) == 1 and stated[0].ordered else None


def require_groups(codes: NDArray[np.int64], what: str) -> None:
    """Refuse units that have a value and no group."""
    if (codes < 0).any():
        lost = int((codes < 0).sum())
        raise ParameterError(
            nl=f"{what} ontbreekt bij {lost} eenheden; vul de kolom aan of laat die eenheden weg",
            en=f"{what} is missing for {lost} units; complete the column or leave those units out",
        )


def _column(values: Any, what: str) -> pd.Series[Any]:
    if isinstance(values, pd.Series):
        return values.reset_index(drop=True)
    if isinstance(values, (str, bytes)) or not hasattr(values, "__len__"):
        raise _not_a_column(what)
    if getattr(values, "ndim", 1) != 1:
        raise _not_a_column(what)
    return pd.Series(list(values), dtype=object)


def _not_a_column(what: str) -> ParameterError:
    return ParameterError(
        nl=f"{what} moet één kolom zijn, met één waarde per eenheid",
        en=f"{what} must be one column, with one value per unit",
    )
