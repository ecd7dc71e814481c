"""A coefficient as a function of sums over patterns: the one form that all coefficients share.

Every unit adds a row of features; a coefficient is a function of the sum of those rows. Its value
is that function of all units, a bootstrap replicate of a reweighted sum, a jackknife value of the
sum minus a row, a cluster is the sum of its units. So errors are written once, for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from evalkit.results import NAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from evalkit.language import Text

# Bounds on the numpy types say nothing: float64 throughout.
Floats: TypeAlias = "NDArray[Any]"


@dataclass(frozen=True, kw_only=True, eq=False)
class Statistic:
    """One coefficient on one table of ratings.

    Attributes
    ----------
    name : str
        The coefficient.
    value : float
        Its value; NaN when undefined, and then `reason` says why.
    counts : ndarray of int64, shape (n_rows,)
        Units per row.
    make_features : callable
        Makes `features`, what a unit of each row adds to the sums, shape (n_rows, n_features);
        without columns when `of_weights` is used. A point estimate does not need them.
    of_sums : callable
        From sums, shape (..., n_features), to coefficients, shape (...).
    of_weights : callable or None
        From weights, shape (n_rows,), to a coefficient, where features would not fit in memory.
    influence : ndarray of float64, shape (n_rows,)
        Change of the coefficient per unit added; weighted by `counts` it sums to zero.
    row_of_pattern : ndarray of int64, shape (n_patterns,)
        The row of each pattern of the ratings, -1 for patterns that do not count.
    n, dropped : int
        Units used and left out.
    observed, expected : float
        Observed and expected agreement, proportions; NaN where they have no bound.
    few_sample : bool
        Whether the error divides by n - 1 (Gwet) rather than n (Fleiss, Cohen and Everitt).
    df : int
        Degrees of freedom of t; 0 for the number of units (or clusters) minus 1.
    null_se : float
        Standard error if there were no agreement beyond chance; NaN when not published.
    source : str
        Whose standard error it is.
    reason : Text or None
        Why there is no value.
    """

    name: str
    value: float
    counts: NDArray[np.int64]
    make_features: Callable[[], Floats]
    of_sums: Callable[[Floats], Floats]
    influence: Floats
    row_of_pattern: NDArray[np.int64]
    n: int
    dropped: int
    observed: float = NAN
    expected: float = NAN
    few_sample: bool = True
    df: int = 0
    null_se: float = NAN
    source: str = ""
    of_weights: Callable[[Floats], float] | None = None
    reason: Text | None = None

    @cached_property
    def features(self) -> Floats:
        """What a unit of each row adds to the sums, shape (n_rows, n_features)."""
        return self.make_features()

    def replicate(self, weights: Floats) -> Floats:
        """Return the coefficient for each row of weights, shape (block, n_rows) -> (block,)."""
        if self.of_weights is None:
            return self.of_sums((self.features.T @ weights.T).T)
        return np.array([self.of_weights(row) for row in weights])

    def leave_one_out(self) -> Floats:
        """Return the coefficient without one unit of each row, shape (n_rows,)."""
        if self.of_weights is None:
            return self.of_sums(self.counts @ self.features - self.features)
        weights = self.counts.astype(np.float64)
        values = np.empty(len(weights))
        for row in range(len(weights)):
            weights[row] -= 1
            values[row] = self.of_weights(weights)
            weights[row] += 1
        return values


def ratio_complement(numerator: Floats, denominator: Floats) -> Floats:
    """Return 1 - numerator / denominator, NaN where the denominator is not positive."""
    value = np.full(np.shape(denominator), NAN)
    np.divide(numerator, denominator, out=value, where=np.asarray(denominator) > 0)
    return 1.0 - value
