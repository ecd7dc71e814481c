"""Ratings that are numbers, for the coefficients that need every coder's number of every unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Measurements:
    """Numbers of units that every coder rated.

    Attributes
    ----------
    values : ndarray of float64, shape (n_units, n_coders)
        The complete units.
    dropped : int
        Units left out because a coder's rating is missing.
    """

    values: NDArray[np.float64]
    dropped: int


def read_measurements(ratings: ArrayLike | pd.DataFrame) -> Measurements:
    """Read numeric ratings and keep the complete units.

    Parameters
    ----------
    ratings : array_like or DataFrame, shape (n_units, n_coders)
        Numbers; NaN, None and pd.NA are missing.

    Returns
    -------
    Measurements

    Raises
    ------
    ParameterError
        If the ratings are not a table, or a value is not a finite number.
    """
    frame = ratings if isinstance(ratings, pd.DataFrame) else _as_frame(ratings)
    columns = []
    for name in range(frame.shape[1]):
        column = frame.iloc[:, name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            column = column.astype(object)
        numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
        bad = (np.isnan(numbers) & column.notna().to_numpy()) | np.isinf(numbers)
        if bad.any():
            line = int(np.flatnonzero(bad)[0])
            value, coder = column.iloc[line], frame.columns[name]
            raise ParameterError(
                nl=f"codeur {coder!r}, eenheid {frame.index[line]!r}: {value!r} is geen eindig getal; "
                "geef getallen, of neem een coëfficiënt voor niveaus (krippendorff_alpha, gwet_ac2)",
                en=f"coder {coder!r}, unit {frame.index[line]!r}: {value!r} is not a finite number; "
                "give numbers, or take a coefficient for levels (krippendorff_alpha, gwet_ac2)",
            )
        columns.append(numbers)
    values = np.column_stack(columns) if columns else np.empty((len(frame), 0))
    complete = ~np.isnan(values).any(axis=1) if values.shape[1] else np.zeros(len(values), bool)
    return Measurements(values[complete], int(len(values) - complete.sum()))


def _as_frame(ratings: ArrayLike) -> pd.DataFrame:
    values = np.asarray(ratings, dtype=object)
    if values.ndim == 1 and not values.size:
        values = values.reshape(0, 0)
    if values.ndim != 2:
        raise ParameterError(
            nl=f"ratings moet een tabel zijn van eenheden × codeurs, niet een array met {values.ndim} dimensie(s)",
            en=f"ratings must be a table of units x coders, not an array of {values.ndim} dimension(s)",
        )
    return pd.DataFrame(values)


def check_level(level: float) -> None:
    """Refuse a confidence level outside (0, 1)."""
    if not isinstance(level, (int, float, np.number)) or not 0 < level < 1:
        raise ParameterError(
            nl=f"level moet tussen 0 en 1 liggen, niet {level!r}; neem bijvoorbeeld 0.95",
            en=f"level must lie between 0 and 1, not {level!r}; take 0.95, for example",
        )
