"""Reading outcome, predictors and clusters of a linear model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.inference.columns import read_groups, read_numbers, require_groups
from evalkit.language import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

INTERCEPT: Final = "intercept"


@dataclass(frozen=True, slots=True)
class LinearData:
    """A regression ready to compute: complete rows, clusters numbered from 0."""

    y: Floats
    x: Floats
    names: tuple[str, ...]
    codes: NDArray[np.int64]
    dropped: int

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return int(self.codes.max()) + 1 if len(self.codes) else 0

    def basis(self) -> tuple[Floats, Floats]:
        """Return an orthonormal Q that spans the columns of X, and W with X (X'X)^-1 = Q W.

        X'X itself would lose half of the digits, all of them for a year beside its square.
        """
        from scipy.linalg import solve_triangular

        basis, triangle = np.linalg.qr(self.x)
        weights = solve_triangular(triangle, np.eye(len(triangle)), trans="T")
        return basis, np.asarray(weights, np.float64)

    def rounding(self, weights: Floats) -> Floats:
        """Return what an error may be by rounding alone, whatever the units of y and x."""
        return np.asarray(
            1e-12 * np.linalg.norm(self.y) * np.linalg.norm(weights, axis=0), np.float64
        )

    def column(self, name: str) -> int:
        """Place of a column, by name."""
        if name not in self.names:
            raise unknown_name(Text("coëfficiënt", "coefficient"), name, self.names)
        return self.names.index(name)


def read_linear(y: Any, x: Any, clusters: Any, *, intercept: bool = True) -> LinearData:
    """Read outcome, predictors and clusters, and keep the complete rows.

    Parameters
    ----------
    y : array_like, shape (n,)
        Outcome.
    x : DataFrame, Series, array_like or None
        Predictors, one column each; None for the mean alone.
    clusters : array_like, shape (n,)
        Cluster of each unit.
    intercept : bool
        Whether to add a column of ones.

    Returns
    -------
    LinearData

    Raises
    ------
    ParameterError
        If columns differ in length, a value is no number, or predictors repeat each other.
    """
    outcome = read_numbers(y, "y")
    n = len(outcome)
    columns: dict[str, Floats] = {INTERCEPT: np.ones(n)} if intercept else {}
    for name, column in _predictors(x):
        if name in columns:
            raise ParameterError(
                nl=f"twee voorspellers heten {name!r}; geef elk een eigen naam ({INTERCEPT!r} is de "
                "constante)",
                en=f"two predictors are called {name!r}; give each a name of its own ({INTERCEPT!r} "
                "is the constant)",
            )
        columns[name] = read_numbers(column, name)
        if len(columns[name]) != n:
            raise ParameterError(
                nl=f"{name} heeft {len(columns[name])} rijen en y {n}; geef er één per eenheid",
                en=f"{name} has {len(columns[name])} rows and y {n}; give one per unit",
            )
    if not columns:
        raise ParameterError(nl="er zijn geen voorspellers", en="there are no predictors")
    matrix = np.column_stack(list(columns.values()))
    codes = read_groups(clusters, "clusters", n)
    kept = ~np.isnan(outcome) & ~np.isnan(matrix).any(axis=1)
    require_groups(codes[kept], "clusters")
    matrix = matrix[kept]
    scale = np.abs(matrix).max(axis=0, initial=np.finfo(float).tiny)
    if len(matrix) and np.linalg.matrix_rank(matrix / scale) < matrix.shape[1]:
        raise ParameterError(
            nl=f"de voorspellers {', '.join(columns)} herhalen elkaar of variëren niet; laat er een weg",
            en=f"the predictors {', '.join(columns)} repeat each other or do not vary; leave one out",
        )
    codes = np.unique(codes[kept], return_inverse=True)[1]
    return LinearData(outcome[kept], matrix, tuple(columns), codes, int((~kept).sum()))


def _predictors(x: Any) -> list[tuple[str, Any]]:
    if x is None:
        return []
    if isinstance(x, pd.DataFrame):
        return [(str(name), x.iloc[:, place]) for place, name in enumerate(x.columns)]
    if isinstance(x, pd.Series):
        return [(str(x.name) if x.name is not None else "x", x)]
    array = np.asarray(x, dtype=object)
    if array.ndim == 2:
        return [(f"x{number + 1}", array[:, number]) for number in range(array.shape[1])]
    return [("x", x)]
