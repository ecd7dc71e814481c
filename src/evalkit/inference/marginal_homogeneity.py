"""Tests of change in a table of several levels: Bowker's symmetry, Stuart and Maxwell's margins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evalkit.inference.mcnemar import NO_CHANGE
from evalkit.inference.paired_tables import read_square
from evalkit.inference.sampled import (
    NO_UNITS,
    check_selection,
    read_population,
    selection_warnings,
)
from evalkit.language import Text
from evalkit.results import NAN, Test

if TYPE_CHECKING:
    from evalkit.inference.paired_tables import TableLike
    from evalkit.results import Selection

_FEW: Final = Text(
    "minder dan 25 eenheden veranderden; de chi-kwadraatbenadering is dan ruw, lees de tekentoets",
    "fewer than 25 units changed; the chi-square approximation is rough then, read the sign test",
)
_NO_LEVEL: Final = Text(
    "de randen verschillen niet en er is geen niveau dat kan verschillen",
    "the margins do not differ and there is no level that can",
)


def bowker_test(
    table: TableLike,
    *,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Test:
    """Test whether as many units went from each level to each other as came back.

    Parameters
    ----------
    table : array_like, DataFrame or Moves, shape (q, q)
        Counts; rows before, columns after.
    population : int or None
        Units that exist (N); a count.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Test
        Chi-square; `df` counts the pairs of levels between which a unit moved.

    Raises
    ------
    ParameterError
        If the table is not square with counts.

    Notes
    -----
    Sum of (n_ij - n_ji)² / (n_ij + n_ji) over pairs i < j. A pair without moves has no term and no
    degree of freedom, so an unused level changes nothing; R's mcnemar.test gives NaN there and
    statsmodels counts the empty pairs as degrees of freedom.

    References
    ----------
    .. [1] Bowker (1948), Journal of the American Statistical Association 43, 572-574.

    Examples
    --------
    >>> print(bowker_test([[20, 10, 5], [3, 30, 15], [0, 5, 40]]))
    Bowker's symmetry test: p = 0.003 (two-sided), n=128
    """
    cells = read_square(table)
    rows, columns = np.triu_indices(len(cells), 1)
    there, back = cells[rows, columns], cells[columns, rows]
    used = there + back > 0
    there, back = there[used].astype(float), back[used].astype(float)
    statistic = float(((there - back) ** 2 / (there + back)).sum())
    return _chi_square(
        cells, statistic, int(used.sum()), method="Bowker (1948)",
        name=Text("Symmetrietoets van Bowker", "Bowker's symmetry test"),
        none=NO_CHANGE, population=population, frame=frame, selection=selection,
    )  # fmt: skip


def stuart_maxwell_test(
    table: TableLike,
    *,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Test:
    """Test whether the levels are as frequent after as before (marginal homogeneity).

    Parameters
    ----------
    table : array_like, DataFrame or Moves, shape (q, q)
        Counts; rows before, columns after.
    population : int or None
        Units that exist (N); a count.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Test
        Chi-square; `df` is the rank of the covariance of the differences.

    Raises
    ------
    ParameterError
        If the table is not square with counts.

    Notes
    -----
    d' V^- d with d the row totals less the column totals. The generalised inverse leaves out what
    cannot differ: unused levels, levels nobody entered or left, groups of levels without moves
    between them. statsmodels gives NaN there.

    References
    ----------
    .. [1] Stuart (1955), Biometrika 42, 412-416.
    .. [2] Maxwell (1970), British Journal of Psychiatry 116, 651-655.

    Examples
    --------
    >>> print(stuart_maxwell_test([[20, 10, 5], [3, 30, 15], [0, 5, 40]]))
    Stuart-Maxwell test: p = 0.001 (two-sided), n=128
    """
    cells = read_square(table)
    moves = cells.astype(float) - np.diag(np.diag(cells))
    gap = moves.sum(axis=1) - moves.sum(axis=0)
    spread = np.diag(moves.sum(axis=1) + moves.sum(axis=0)) - moves - moves.T
    rank = int(np.linalg.matrix_rank(spread, hermitian=True)) if spread.any() else 0
    statistic = float(gap @ np.linalg.pinv(spread, hermitian=True) @ gap) if rank else NAN
    return _chi_square(
        cells, statistic, rank, method="Stuart (1955), Maxwell (1970)",
        name=Text("Toets van Stuart en Maxwell", "Stuart-Maxwell test"),
        none=NO_CHANGE if not spread.any() else _NO_LEVEL, population=population, frame=frame, selection=selection,
    )  # fmt: skip


def _chi_square(
    cells: Any, statistic: float, df: int, *, name: Text, method: str, none: Text,
    population: int | None, frame: str, selection: Selection,
) -> Test:  # fmt: skip
    from scipy.stats import chi2

    check_selection(selection)
    n = int(cells.sum())
    moved = n - int(np.trace(cells))
    reason = NO_UNITS if not n else None if df else none
    few = (_FEW,) if df and moved < 25 else ()
    return Test(
        name=name,
        statistic=statistic if df else NAN,
        df=float(df) if df else NAN,
        p_value=float(chi2.sf(statistic, df)) if df else NAN,
        n=n,
        method=method,
        reason=reason,
        warnings=(*few, *selection_warnings(selection)),
        population=read_population(population, n),
        frame=frame,
        selection=selection,
    )
