"""One row per unit: reading its columns, and the answer that is such a table with its design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.sampled import selection_warnings
from evalkit.language import Language, Text, as_text, format_number
from evalkit.results import Result, Selection

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Column: TypeAlias = ArrayLike | pd.Series[Any]


_PROCESS: Final = Text(
    "alle eenheden zijn gezien: de intervallen gaan over de kans achter de cijfers, niet over een "
    "steekproef",
    "all units were seen: the intervals are about the chance behind the figures, not about a sample",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableResult(Result):
    """An answer that is a table, with the design it rests on.

    Attributes
    ----------
    name : Text or str
        What was computed.
    table : DataFrame
        The answer, unrounded.
    n : int
        Units it rests on.
    population : int or None
        Units that exist (N), when known.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    clusters : int or None
        Number of clusters, when units are nested.
    method : str
        The method's own name.
    reason : Text or None
        Why something is undefined.
    warnings : tuple of Text
        What a reader must know beside the numbers.
    """

    name: Text | str
    table: pd.DataFrame
    n: int
    population: int | None = None
    frame: str = ""
    selection: Selection = "unknown"
    clusters: int | None = None
    method: str
    reason: Text | None = None
    warnings: tuple[Text, ...] = ()

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        why = f" –: {self.reason.in_language(language)}" if self.reason else ""
        name = as_text(self.name).in_language(language)
        return f"{name}{why}, n={format_number(self.n, language)}"

    def __str__(self) -> str:
        return self.in_language("en")


def pooling_warnings(selection: str) -> tuple[Text, ...]:
    """Return what the way of choosing asks a reader of partially pooled units to know."""
    return (_PROCESS,) if selection == "census" else selection_warnings(selection)


def read_column(values: Column, what: str, *, missing: bool = False) -> Floats:
    """Read a column of finite numbers.

    Parameters
    ----------
    values : array_like, shape (n_units,)
        Numbers; NaN, None and pd.NA are missing.
    what : str
        The name of the argument, for the message.
    missing : bool
        Whether missing values are allowed; they come back as NaN.

    Returns
    -------
    ndarray of float64, shape (n_units,)

    Raises
    ------
    ParameterError
        If it is not one column, or a value is not a finite number.
    """
    if isinstance(values, (str, pd.DataFrame)) or np.ndim(values) != 1:
        raise ParameterError(
            nl=f"{what} moet één kolom met getallen zijn",
            en=f"{what} must be one column of numbers",
        )
    column = pd.Series(values if isinstance(values, pd.Series) else list(values), dtype=object)  # type: ignore[arg-type]
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    bad = np.isinf(numbers) | (np.isnan(numbers) & (column.notna().to_numpy() | (not missing)))
    if bad.any():
        line = int(np.flatnonzero(bad)[0])
        raise ParameterError(
            nl=f"{what}, plaats {line + 1}: {column.iloc[line]!r} is geen eindig getal",
            en=f"{what}, place {line + 1}: {column.iloc[line]!r} is not a finite number",
        )
    return numbers


def read_counts(values: Column, what: str) -> Floats:
    """Read a column of whole numbers of at least 0 (as float64, for arithmetic)."""
    numbers = read_column(values, what)
    bad = (numbers < 0) | (numbers != np.floor(numbers))
    if bad.any():
        line = int(np.flatnonzero(bad)[0])
        raise ParameterError(
            nl=f"{what}, plaats {line + 1}: {numbers[line]:g} is geen aantal (0, 1, 2, ...)",
            en=f"{what}, place {line + 1}: {numbers[line]:g} is not a count (0, 1, 2, ...)",
        )
    return numbers


def read_shares(k: Column, n: Column) -> tuple[Floats, Floats]:
    """Read how many of how many, per unit, with 0 <= k <= n."""
    counts, totals = read_counts(k, "k"), read_counts(n, "n")
    require_same_length(k=counts, n=totals)
    bad = counts > totals
    if bad.any():
        line = int(np.flatnonzero(bad)[0])
        raise ParameterError(
            nl=f"plaats {line + 1}: k = {counts[line]:g} is meer dan n = {totals[line]:g}",
            en=f"place {line + 1}: k = {counts[line]:g} is more than n = {totals[line]:g}",
        )
    return counts, totals


def require_same_length(**columns: Floats) -> None:
    """Refuse columns of different lengths."""
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        found = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ParameterError(
            nl=f"de kolommen zijn niet even lang: {found}",
            en=f"the columns differ in length: {found}",
        )


def read_units(units: Column | None, values: Column, n: int) -> list[str]:
    """Return a name per unit: `units`, else the index of a Series, else 1, 2, 3, ...

    Row numbers that repeat, as after putting tables below each other, name nothing.

    Parameters
    ----------
    units : array_like or None, shape (n,)
        Names of the units.
    values : array_like, shape (n,)
        The column they belong to; the index of a Series names its units.
    n : int
        How many there must be.

    Returns
    -------
    list of str

    Raises
    ------
    ParameterError
        If their number does not fit or a name occurs twice.
    """
    if units is None:
        named = isinstance(values, pd.Series) and not isinstance(values.index, pd.RangeIndex)
        if named and values.index.dtype.kind in "iu":  # type: ignore[union-attr]
            named = values.index.is_unique  # type: ignore[union-attr]
        units = list(values.index) if named else list(range(1, n + 1))  # type: ignore[union-attr, arg-type]
    names = [str(unit) for unit in units]  # type: ignore[union-attr]
    if len(names) != n:
        raise ParameterError(
            nl=f"units: {len(names)} namen voor {n} eenheden",
            en=f"units: {len(names)} names for {n} units",
        )
    if len(set(names)) < n:
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise ParameterError(
            nl=f"units: {twice!r} komt vaker voor; tel de rijen van een eenheid eerst op",
            en=f"units: {twice!r} occurs more than once; add the rows of a unit up first",
        )
    return names
