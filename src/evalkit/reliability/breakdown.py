"""One coefficient per pair of coders, and per level against all others."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evalkit.reliability.coefficients import CoefficientName, find_coefficient
from evalkit.reliability.ratings import RatingsLike, read_ratings

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike
    from evalkit.results import Agreement

_COLUMNS = ("value", "low", "high", "se", "observed", "expected", "percent", "n", "dropped")


def agreement_by_pair(
    ratings: RatingsLike,
    *,
    coefficient: CoefficientName = "cohen_kappa",
    levels: LevelsLike = None,
    **options: Any,
) -> pd.DataFrame:
    """Return one coefficient for every pair of coders.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`.
    coefficient : str
        Name of the coefficient.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order; the same for all pairs.
    **options : object
        Passed on, such as ``weights="linear"`` or ``interval="none"``.

    Returns
    -------
    DataFrame
        One row per pair: coder, other, value, low, high, se, observed, expected, percent, n,
        dropped, reason.

    Raises
    ------
    ParameterError
        As the coefficient itself.

    Examples
    --------
    >>> table = agreement_by_pair([["a", "a", "b"], ["b", "b", "b"]], interval="none")
    >>> table[["coder", "other", "value"]].values.tolist()
    [['1', '2', 1.0], ['1', '3', 0.0], ['2', '3', 0.0]]
    """
    table = read_ratings(ratings, levels=levels)
    function = find_coefficient(coefficient)
    rows = []
    for a, b in combinations(range(len(table.coders)), 2):
        found = function(table.take_coders((a, b)), **options)
        rows.append({"coder": table.coders[a], "other": table.coders[b], **_row(found)})
    return _frame(rows, ["coder", "other", *_COLUMNS, "reason"])


def agreement_by_level(
    ratings: RatingsLike,
    *,
    coefficient: CoefficientName = "fleiss_kappa",
    levels: LevelsLike = None,
    **options: Any,
) -> pd.DataFrame:
    """Return one coefficient for every level, taken against all other levels together.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`.
    coefficient : str
        Name of the coefficient.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order.
    **options : object
        Passed on, such as ``interval="none"``.

    Returns
    -------
    DataFrame
        One row per level: level, value, low, high, se, observed, expected, percent, n, dropped,
        reason. A level that nobody used has the reason that one code only was used.

    Raises
    ------
    ParameterError
        As the coefficient itself.

    Examples
    --------
    >>> table = agreement_by_level([["a", "a"], ["b", "b"], ["c", "b"]], interval="none")
    >>> table["value"].round(2).tolist()
    [1.0, 0.33, -0.2]
    """
    table = read_ratings(ratings, levels=levels)
    function = find_coefficient(coefficient)
    names = table.levels if table.numbers is None else tuple(table.values)  # type: ignore[arg-type]
    rows = [
        {"level": name, **_row(function(table.against_rest(place), **options))}
        for place, name in enumerate(names)
    ]
    return _frame(rows, ["level", *_COLUMNS, "reason"])


def _frame(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    # By column, and numbers as arrays: pandas takes four times as long over a list of rows.
    made = {name: [row[name] for row in rows] for name in columns}
    numbers = {name: np.array(made[name]) for name in _COLUMNS if rows}
    return pd.DataFrame(made | numbers, copy=False)


def _row(found: Agreement) -> dict[str, object]:
    return {name: getattr(found, name) for name in _COLUMNS} | {
        "reason": found.reason.en if found.reason else ""
    }
