"""Ratings from a table with a row per coding, as journals and studies keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.reliability.ratings import Ratings, read_ratings

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from evalkit.reliability.labels import LevelsLike


def ratings_from_long(
    codings: pd.DataFrame,
    *,
    unit: str = "unit",
    coder: str = "coder",
    value: str = "value",
    levels: LevelsLike = None,
    missing: Collection[object] = (),
    duplicates: Literal["refuse", "last", "set"] = "refuse",
) -> Ratings:
    """Read ratings from a table with a row per coding.

    Parameters
    ----------
    codings : DataFrame
        One coding per row.
    unit, coder, value : str
        Names of the columns. Units and coders keep the order in which they first appear.
    levels : sequence, scheme Item, CategoricalDtype or None
        As for `read_ratings`.
    missing : collection
        Levels to be read as missing.
    duplicates : {"refuse", "last", "set"}
        What to do when a coder coded a unit more than once: refuse, keep the last row, or take
        the values together as a set-valued code.

    Returns
    -------
    Ratings

    Raises
    ------
    ParameterError
        For an unknown column, a row without unit or coder, a level that does not exist, or
        duplicates that are refused.

    Examples
    --------
    >>> long = pd.DataFrame({"unit": [1, 1, 2], "coder": ["a", "b", "a"], "value": ["x", "x", "y"]})
    >>> ratings_from_long(long).n
    2
    """
    for column in (unit, coder, value):
        if column not in codings.columns:
            raise unknown_name(Text("kolom", "column"), column, map(str, codings.columns))
    unit_number, units = pd.factorize(codings[unit])
    coder_number, coders = pd.factorize(codings[coder])
    if (unit_number < 0).any() or (coder_number < 0).any():
        line = int(np.argmax((unit_number < 0) | (coder_number < 0)))
        raise ParameterError(
            nl=f"rij {line}: een codering zonder eenheid of codeur; vul beide in",
            en=f"row {line}: a coding without a unit or a coder; fill in both",
        )
    cell = coder_number * len(units) + unit_number
    values = codings[value]
    if duplicates == "set":
        taken = pd.DataFrame({"cell": cell, "value": values.to_numpy(object)}).dropna()
        sets = {key: frozenset(given) for key, given in taken.groupby("cell")["value"]}
        cell = np.fromiter(sets, np.int64, len(sets))
        values = pd.Series(list(sets.values()), dtype=object)
    elif duplicates == "refuse" and pd.Series(cell).duplicated().any():
        _refuse_duplicates(cell, units, coders)
    elif duplicates not in ("refuse", "last"):
        raise unknown_name(
            Text("keuze voor duplicates", "choice for duplicates"),
            duplicates,
            ("refuse", "last", "set"),
        )
    coded = read_ratings(values.to_frame(), levels=levels, missing=missing)
    shape = (len(coders), len(units))
    if coded.numbers is not None:
        numbers = np.full(shape, np.nan)
        numbers.reshape(-1)[cell] = coded.numbers[:, 0]
        return Ratings(
            _names(coders), pd.Index(units), (), ordered=True, scores=None, numbers=numbers.T
        )
    codes = np.full(shape, -1, coded.columns[0].dtype)
    codes.reshape(-1)[cell] = coded.columns[0]
    return Ratings(
        _names(coders),
        pd.Index(units),
        coded.levels,
        coded.ordered,
        coded.scores,
        None,
        tuple(codes),
    )


def _names(coders: object) -> tuple[str, ...]:
    return tuple(str(c) for c in coders)  # type: ignore[attr-defined]


def _refuse_duplicates(cell: NDArray[np.int64], units: Any, coders: Any) -> None:
    again = pd.Series(cell).duplicated()
    first = int(cell[int(np.argmax(again.to_numpy()))])
    who, what = str(coders[first // len(units)]), str(units[first % len(units)])
    count = int(again.sum())
    raise ParameterError(
        nl=f"{count} coderingen zijn dubbel, de eerste van codeur {who!r} bij eenheid {what!r}; "
        'verwijder ze, of kies duplicates="last" of "set"',
        en=f"{count} codings are duplicates, the first by coder {who!r} of unit {what!r}; remove "
        'them, or choose duplicates="last" or "set"',
    )
