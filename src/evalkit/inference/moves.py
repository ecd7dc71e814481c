"""The table of moves: what each unit was at the first wave and what it became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.columns import stated_order
from evalkit.inference.missing_units import worst_case_bounds
from evalkit.inference.sampled import NO_UNITS, choose, read_population
from evalkit.language import Text
from evalkit.reliability.ratings import read_ratings, require_order
from evalkit.results import NAN, Estimate, Result

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from evalkit.language import Language
    from evalkit.reliability.labels import LevelsLike
    from evalkit.results import Selection

Move = Literal["up", "same", "down"]
_MOVES: Final[dict[Move, Text]] = {
    "up": Text("omhoog", "up"),
    "same": Text("gelijk", "same"),
    "down": Text("omlaag", "down"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves(Result):
    """Who moved up, stayed and moved down between two waves.

    Attributes
    ----------
    table : DataFrame, shape (q, q)
        Units by level before (rows) and after (columns), all levels in their order.
    up, same, down : int
        Units whose level rose, stayed and fell.
    n : int
        Units seen at both waves.
    missing : int
        Units of the population not seen at both waves.
    population : int
        Units there were to see.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units of the second wave were chosen.
    steps : tuple of int
        Levels each unit moved, positive is up.
    """

    table: pd.DataFrame
    up: int
    same: int
    down: int
    n: int
    missing: int
    population: int
    frame: str = ""
    selection: Selection = "unknown"
    steps: tuple[int, ...] = ()

    def bounds(self, move: Move = "up") -> Estimate:
        """Give the least and the most that can have moved so, whatever the missing units did.

        Parameters
        ----------
        move : {"up", "same", "down"}
            The move.

        Returns
        -------
        Estimate
            `low` and `high` bound the share of the population; they are no interval and hold with
            certainty. `value` is the share among the units that were seen.
        """
        choose("move", move, get_args(Move), where="bounds")
        design: dict[str, Any] = {
            "population": self.population, "frame": self.frame, "selection": self.selection,
            "name": _MOVES[move],
        }  # fmt: skip
        if not self.population:
            return Estimate(value=NAN, n=0, method="worst-case bounds", reason=NO_UNITS, **design)
        return worst_case_bounds(getattr(self, move), self.n, **design)

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        if language == "nl":
            rest = f"; {self.missing} van {self.population} niet twee keer gezien"
            text = f"{self.up} omhoog, {self.same} gelijk, {self.down} omlaag van {self.n}"
        else:
            rest = f"; {self.missing} of {self.population} not seen twice"
            text = f"{self.up} up, {self.same} the same, {self.down} down of {self.n}"
        return text + (rest if self.missing else "")

    def __str__(self) -> str:
        return self.in_language("en")


def table_of_moves(
    before: Sequence[object] | ArrayLike | pd.Series[Any],
    after: Sequence[object] | ArrayLike | pd.Series[Any],
    *,
    levels: LevelsLike = None,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Moves:
    """Count the moves between two waves: the first thing to show about change.

    Parameters
    ----------
    before, after : array_like or Series, shape (n,)
        Level of each unit at either wave. Series with labels are matched by label, and a unit that
        one wave lacks is missing; other columns are matched by place.
    levels : sequence, scheme Item, CategoricalDtype or None
        The levels from low to high; None takes ordered categories or numbers in their own order.
    population : int or None
        Units there were to see; None takes all units of either wave.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units of the second wave were chosen.

    Returns
    -------
    Moves

    Raises
    ------
    ParameterError
        If the columns differ in length, a level is unknown, or the levels have no order.

    Examples
    --------
    >>> print(table_of_moves([1, 2, 2, 3, 1], [2, 3, 2, 2, None]))
    2 up, 1 the same, 1 down of 4; 1 of 5 not seen twice
    """
    pairs = match_waves(before, after)
    ratings = read_ratings(pairs, levels=stated_order(levels, before, after))
    if len(pairs):
        require_order(ratings)
    first, second = (np.asarray(column, np.int64) for column in ratings.columns)
    both = (first >= 0) & (second >= 0)
    names = list(ratings.levels if ratings.numbers is None else np.asarray(ratings.values))
    counts = np.zeros((len(names), len(names)), np.int64)
    np.add.at(counts, (first[both], second[both]), 1)
    steps = second[both] - first[both]
    n = int(both.sum())
    total = read_population(len(pairs) if population is None else population, n)
    return Moves(
        table=pd.DataFrame(counts, index=names, columns=names),
        up=int((steps > 0).sum()),
        same=int((steps == 0).sum()),
        down=int((steps < 0).sum()),
        n=n,
        missing=(total or 0) - n,
        population=total or 0,
        frame=frame,
        selection=selection,
        steps=tuple(int(step) for step in steps),
    )


def match_waves(before: Any, after: Any) -> pd.DataFrame:
    """Put two waves beside each other: by label for Series, by place for other columns."""
    if isinstance(before, pd.Series) and isinstance(after, pd.Series):
        if not (before.index.is_unique and after.index.is_unique):
            raise ParameterError(
                nl="een eenheid staat twee keer in een meting; geef elke eenheid één keer",
                en="a unit occurs twice in a wave; give every unit once",
            )
        if not before.index.equals(after.index):
            return pd.DataFrame(
                {"before": before.astype(object), "after": after.astype(object)}, dtype=object
            )
        dtypes = (before.dtype, after.dtype)
        kept = all(isinstance(dtype, pd.CategoricalDtype) for dtype in dtypes)
        frame = {"before": before, "after": after}
        return pd.DataFrame(frame) if kept else pd.DataFrame(frame, dtype=object)
    first, second = list(before), list(after)
    if len(first) != len(second):
        raise ParameterError(
            nl=f"de metingen hebben {len(first)} en {len(second)} eenheden; geef beide voor dezelfde "
            "eenheden, leeg waar er geen is",
            en=f"the waves have {len(first)} and {len(second)} units; give both for the same units, "
            "empty where there is none",
        )
    return pd.DataFrame({"before": first, "after": second}, dtype=object)
