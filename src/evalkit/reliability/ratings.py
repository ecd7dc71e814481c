"""Ratings: what coders gave to units, read from tables as people have them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.reliability.labels import LevelsLike, declare_levels
from evalkit.reliability.patterns import (
    PatternTable,
    count_patterns,
    narrow_patterns,
    rows_of_units,
)
from evalkit.reliability.reading import Coded, code_columns, code_numbers, level_type

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

RatingsLike: TypeAlias = (
    "Ratings | pd.DataFrame | np.ndarray[Any, Any] | Sequence[Sequence[object]]"
)


@dataclass(frozen=True, eq=False)
class Ratings:
    """One coding per unit and coder, as level numbers; made by `read_ratings`.

    Attributes
    ----------
    coders : tuple of str
        Names of the r coders.
    units : Index
        Labels of the n units.
    levels : tuple
        The q levels in order; empty for measurements (see `numbers`).
    ordered : bool
        Whether the order of the levels is stated (by the scheme, by `levels`, by an ordered
        Categorical) or natural (numbers).
    scores : ndarray of float64 or None, shape (q,)
        The levels as numbers; None for labels.
    numbers : ndarray of float64 or None, shape (n, r)
        Measurements with too many distinct values to be levels; NaN is missing.
    """

    coders: tuple[str, ...]
    units: pd.Index
    levels: tuple[object, ...]
    ordered: bool
    scores: NDArray[np.float64] | None
    numbers: NDArray[np.float64] | None = None
    _columns: tuple[NDArray[np.integer], ...] = field(default=(), repr=False)
    _counted: PatternTable | None = field(default=None, repr=False)
    _taken_from: tuple[Ratings, tuple[int, ...]] | None = field(default=None, repr=False)

    @property
    def n(self) -> int:
        """Number of units."""
        return len(self.units)

    @cached_property
    def columns(self) -> tuple[NDArray[np.integer], ...]:
        """Level numbers per coder, -1 where missing; r arrays of shape (n,)."""
        if self.numbers is not None:
            return self._discrete.columns
        if self._taken_from is not None:
            whole, places = self._taken_from
            return tuple(whole.columns[place] for place in places)
        if self._counted is not None:
            rows = self._counted.rows.astype(level_type(self.q))
            return tuple(column[self.row_of_unit] for column in rows.T)
        return self._columns

    @cached_property
    def _discrete(self) -> Coded:
        return code_numbers(np.asarray(self.numbers), None)

    @cached_property
    def values(self) -> NDArray[np.float64] | None:
        """The q levels as numbers, also for measurements; None for labels."""
        return self._discrete.scores if self.numbers is not None else self.scores

    @property
    def q(self) -> int:
        """Number of levels, declared or seen."""
        return len(self.levels) if self.numbers is None else len(np.asarray(self.values))

    @cached_property
    def table(self) -> PatternTable:
        """The distinct patterns; for measurements every unit is its own pattern."""
        if self._counted is not None:
            return self._counted
        if self.numbers is None:
            narrowed = self._narrowed()
            return count_patterns(self.columns, self.q) if narrowed is None else narrowed
        rows = np.column_stack(self.columns).astype(np.int64)
        return PatternTable(rows, np.ones(self.n, np.int64), row_of_unit=np.arange(self.n))

    def _narrowed(self) -> PatternTable | None:
        """Count from the table of all coders: when it is small that spares a pass over the units."""
        if self._taken_from is None:
            return None
        whole, places = self._taken_from
        few = 4 * len(whole.table.counts) < whole.n
        return narrow_patterns(whole.table, places, self.q) if few else None

    @cached_property
    def row_of_unit(self) -> NDArray[np.int64]:
        """The row of `table` that each unit has, shape (n,)."""
        columns = self.columns if self._counted is None else ()
        return rows_of_units(self.table, columns, self.q)

    def to_numbers(self) -> NDArray[np.float64]:
        """Return the ratings as numbers, shape (n, r), NaN where missing.

        Returns
        -------
        ndarray of float64

        Raises
        ------
        ParameterError
            If the levels are labels.
        """
        if self.numbers is not None:
            return self.numbers
        scores = np.append(require_scores(self), np.nan)
        return (
            np.column_stack([scores[c] for c in self.columns]) if self.coders else np.empty((0, 0))
        )

    def take_coders(self, places: Sequence[int]) -> Ratings:
        """Return the ratings of some coders, given by their place (0-based)."""
        return Ratings(
            coders=tuple(self.coders[i] for i in places),
            units=self.units,
            levels=self.levels,
            ordered=self.ordered,
            scores=self.scores,
            numbers=None if self.numbers is None else self.numbers[:, list(places)],
            _taken_from=None if self.numbers is not None else (self, tuple(places)),
        )

    def take_units(self, chosen: NDArray[Any]) -> Ratings:
        """Return the ratings of some units, given by a mask or by their places."""
        return Ratings(
            coders=self.coders,
            units=self.units[chosen],
            levels=self.levels,
            ordered=self.ordered,
            scores=self.scores,
            numbers=None if self.numbers is None else self.numbers[chosen],
            _columns=tuple(c[chosen] for c in self.columns) if self.numbers is None else (),
        )

    def against_rest(self, place: int) -> Ratings:
        """Return the ratings with one level (its place in `levels`) against all others."""
        to_two = np.full(self.q + 1, 1, np.int8)
        to_two[place], to_two[-1] = 0, -1  # the last cell is reached by -1, missing
        return Ratings(
            coders=self.coders,
            units=self.units,
            levels=(self.levels[place], "*"),
            ordered=False,
            scores=None,
            _columns=tuple(to_two[c] for c in self.columns),
        )


def read_ratings(
    ratings: RatingsLike, *, levels: LevelsLike = None, missing: Collection[object] = ()
) -> Ratings:
    """Read ratings from a table with a row per unit and a column per coder.

    Parameters
    ----------
    ratings : DataFrame, array_like or Ratings, shape (n_units, n_coders)
        Strings, numbers, booleans, Categoricals or (for set-valued codes) sets; NaN, None, NaT and
        pd.NA are missing. Numbers are compared as 64-bit floats, whatever their type.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order. None takes those present: numbers in their order, a
        Categorical's own categories, and strings as names without an order.
    missing : collection
        Levels to be read as missing, such as ``("nvt", "nb")``.

    Returns
    -------
    Ratings

    Raises
    ------
    ParameterError
        If the table is not two-dimensional or has a level that `levels` does not have.

    Examples
    --------
    >>> read_ratings([["ja", "nee"], ["ja", None]]).levels
    ('ja', 'nee')
    """
    if isinstance(ratings, Ratings):
        if levels is None and not missing:
            return ratings
        ratings = _to_frame(ratings)
    frame_or_array = _two_dimensional(ratings)
    declared = declare_levels(levels, missing)
    if isinstance(frame_or_array, pd.DataFrame):
        coders = tuple(str(c) for c in frame_or_array.columns)
        units: pd.Index = frame_or_array.index
    else:
        coders = tuple(str(j + 1) for j in range(frame_or_array.shape[1]))
        units = pd.RangeIndex(frame_or_array.shape[0])
    coded = code_columns(frame_or_array, declared)
    return Ratings(
        coders,
        units,
        coded.levels,
        coded.ordered,
        coded.scores,
        coded.numbers,
        coded.columns,
        coded.table,
    )


def require_scores(ratings: Ratings) -> NDArray[np.float64]:
    """Return the levels as numbers, or say that labels have no distances."""
    if ratings.values is None:
        raise ParameterError(
            nl="deze niveaus zijn woorden, en afstanden tussen woorden zijn niet bekend; geef "
            "getallen, of kies een ordinale of nominale maat",
            en="these levels are labels, and distances between labels are unknown; give numbers, "
            "or choose an ordinal or nominal metric",
        )
    return ratings.values


def require_order(ratings: Ratings) -> None:
    """Refuse labels whose order nobody stated."""
    if not ratings.ordered and ratings.q:
        raise ParameterError(
            nl="deze niveaus hebben geen volgorde; geef levels= van laag naar hoog of een ordinaal "
            "item uit het schema, want alfabetisch is geen volgorde",
            en="these levels have no order; give levels= from low to high or an ordinal item of the "
            "scheme, for the alphabet is not an order",
        )


def _to_frame(ratings: Ratings) -> pd.DataFrame:
    if ratings.numbers is not None:
        return pd.DataFrame(ratings.numbers, index=ratings.units, columns=list(ratings.coders))
    labels = np.empty(ratings.q + 1, object)
    labels[: ratings.q] = ratings.levels
    return pd.DataFrame(
        np.column_stack([labels[c] for c in ratings.columns]) if ratings.coders else [],
        index=ratings.units,
        columns=list(ratings.coders),
    )


def _two_dimensional(ratings: object) -> pd.DataFrame | np.ndarray[Any, Any]:
    if isinstance(ratings, np.ma.MaskedArray):
        ratings = pd.DataFrame(ratings)
    elif isinstance(ratings, (list, tuple)):
        rows = [
            list(row) if isinstance(row, (list, tuple, np.ndarray)) else None for row in ratings
        ]
        lengths = {len(row) if row is not None else -1 for row in rows}
        if len(lengths) > 1 or -1 in lengths:
            raise _not_a_table()
        # Column by column, so that None beside a label stays missing.
        frame = pd.DataFrame(rows)
        ratings = frame.set_axis([str(j + 1) for j in range(frame.shape[1])], axis=1)
    if isinstance(ratings, pd.DataFrame):
        return ratings
    if isinstance(ratings, np.ndarray) and ratings.ndim == 2 and ratings.dtype.kind != "c":
        return ratings
    raise _not_a_table()


def _not_a_table() -> ParameterError:
    return ParameterError(
        nl="de coderingen zijn geen tabel; geef een rij per eenheid en een kolom per codeur, of "
        "gebruik ratings_from_long voor een rij per codering",
        en="the ratings are not a table; give a row per unit and a column per coder, or use "
        "ratings_from_long for a row per coding",
    )
