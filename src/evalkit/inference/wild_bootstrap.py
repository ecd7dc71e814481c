"""The wild cluster bootstrap, with all sign vectors when clusters are few."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.cluster_regression import NOTHING_LEFT
from evalkit.inference.linear_data import INTERCEPT, read_linear
from evalkit.inference.sampled import check_selection, read_count, selection_warnings
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from evalkit.inference.linear_data import LinearData
    from evalkit.results import Selection

    Floats = NDArray[np.float64]

# 2^12 sign vectors cost as much as the default number of draws.
ENUMERATED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WildBootstrap(Estimate):
    """A coefficient with the p-value of the wild cluster bootstrap.

    Attributes
    ----------
    p_value : float
        Two-sided p-value of `null`; never 0.
    statistic : float
        Studentised distance from `null` (CR1).
    null : float
        The value that was tested.
    vectors : int
        Sign vectors used.
    enumerated : bool
        Whether these are all there are.
    """

    p_value: float = NAN
    statistic: float = NAN
    null: float = 0.0
    vectors: int = 0
    enumerated: bool = False


def wild_cluster_bootstrap(
    y: ArrayLike | pd.Series[Any],
    x: ArrayLike | pd.DataFrame | pd.Series[Any] | None = None,
    *,
    clusters: ArrayLike | pd.Series[Any],
    coefficient: str = INTERCEPT,
    null: float = 0.0,
    impose_null: bool = True,
    intercept: bool = True,
    draws: int = 9999,
    rng: int | np.random.Generator = 0,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> WildBootstrap:
    """Test a coefficient by flipping the sign of the residuals of whole clusters.

    Parameters
    ----------
    y : array_like, shape (n,)
        Outcome, one number per unit.
    x : DataFrame, Series, array_like or None, shape (n, p)
        Predictors; None for the mean.
    clusters : array_like, shape (n,)
        Cluster of each unit.
    coefficient : str
        The coefficient to test, by the name of its column.
    null : float
        The value to test against.
    impose_null : bool
        Whether residuals are those under `null` (WCR, better) or those of the fit (WCU).
    intercept : bool
        Whether to add an intercept.
    draws : int
        Random sign vectors when clusters are more than 12; up to 12 all 2^G are used.
    rng : int or Generator
        Seed or generator of the draws; the default 0 repeats itself.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.

    Returns
    -------
    WildBootstrap
        The interval holds every value that is not rejected; an end without bound is -inf or inf.

    Raises
    ------
    ParameterError
        If columns do not fit each other or the coefficient does not exist.

    Notes
    -----
    p is the share of sign vectors whose abs(t) is at least the observed, ties included (wildboottest
    counts only larger ones). With the null imposed the vector that flips nothing always counts, and
    with 6 clusters p is a multiple of 1/32; with residuals of the fit p is at least that of one
    vector. With drawn vectors p is (1 + count) / (1 + draws).

    References
    ----------
    .. [1] Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90, 414-427.
    .. [2] MacKinnon and Webb (2018), Econometrics Journal 21, 114-135.

    Examples
    --------
    >>> y, group = [1, 2, 1, 4, 5, 4, 2, 3], list("aabbccdd")
    >>> wild_cluster_bootstrap(y, clusters=group).p_value
    0.125
    """
    check_level(level)
    check_selection(selection)
    draws = read_count(draws, "draws")
    if not isinstance(null, (int, float, np.number)) or not math.isfinite(null) or draws < 1:
        raise ParameterError(
            nl=f"wild_cluster_bootstrap: null = {null!r} moet een getal zijn en draws = {draws} minstens 1",
            en=f"wild_cluster_bootstrap: null = {null!r} must be a number and draws = {draws} at least 1",
        )
    data = read_linear(y, x, clusters, intercept=intercept)
    column = data.column(coefficient)
    shared = {
        "name": coefficient, "level": level, "n": len(data.y), "frame": frame,
        "selection": selection, "clusters": data.clusters, "null": float(null),
        "method": "wild cluster bootstrap, " + ("null imposed" if impose_null else "unrestricted"),
    }  # fmt: skip
    if data.clusters < 2:
        few = Text("minder dan twee clusters", "fewer than two clusters")
        return WildBootstrap(value=NAN, reason=few, **shared)  # type: ignore[arg-type]
    enumerated = data.clusters <= ENUMERATED
    signs = _all_signs(data.clusters) if enumerated else _drawn_signs(data.clusters, draws, rng)
    test = _Test(data, column, signs, impose_null=impose_null, enumerated=enumerated)
    if not test.se > test.floor:
        return WildBootstrap(value=test.estimate, reason=NOTHING_LEFT, **shared)  # type: ignore[arg-type]
    low, high = test.ends(1 - level)
    return WildBootstrap(
        value=test.estimate,
        low=low,
        high=high,
        se=test.se,
        statistic=(test.estimate - null) / test.se,
        p_value=test.p_value(float(null)),
        vectors=len(signs),
        enumerated=enumerated,
        warnings=(
            *selection_warnings(selection),
            *_unbounded(low, high, enumerated, data.clusters),
        ),
        **shared,  # type: ignore[arg-type]
    )


def _all_signs(clusters: int) -> Floats:
    bits = np.arange(2**clusters)[:, None] >> np.arange(clusters) & 1
    return np.asarray(1.0 - 2.0 * bits, np.float64)


def _drawn_signs(clusters: int, draws: int, rng: int | np.random.Generator) -> Floats:
    generator = np.random.default_rng(rng)
    return np.asarray(generator.integers(0, 2, size=(draws, clusters)) * 2.0 - 1.0, np.float64)


def _unbounded(low: float, high: float, enumerated: bool, clusters: int) -> tuple[Text, ...]:  # noqa: FBT001
    if math.isfinite(low) and math.isfinite(high):
        return ()
    most = f" ({2**clusters} tekenvectoren)" if enumerated else ""
    most_en = f" ({2**clusters} sign vectors)" if enumerated else ""
    return (
        Text(
            f"met zo weinig clusters{most} is geen grens te geven: het interval is onbegrensd",
            f"with so few clusters{most_en} no bound can be given: the interval is unbounded",
        ),
    )


class _Test:
    """The bootstrap of one coefficient, on sums by cluster so that all vectors go at once."""

    def __init__(
        self, data: LinearData, column: int, signs: Floats, *, impose_null: bool, enumerated: bool
    ) -> None:
        self.signs, self.enumerated, self.impose_null = signs, enumerated, impose_null
        basis, weights = data.basis()
        groups, p = data.clusters, basis.shape[1]
        fitted = basis.T @ data.y
        self.row = weights[:, column]
        self.floor = float(data.rounding(weights)[column])
        self.estimate = float(fitted @ self.row)
        # What each cluster's sum on the row loses when the fit moves.
        self.pull = np.zeros((groups, p))
        np.add.at(self.pull, data.codes, basis * (basis @ self.row)[:, None])
        self.scores = np.zeros((groups, p))
        np.add.at(self.scores, data.codes, basis * (data.y - basis @ fitted)[:, None])
        # Imposing beta_c = b moves the fit along the row of that coefficient; so do the scores.
        self.moved = self.pull / (self.row @ self.row)
        self.se = float(np.sqrt((groups / (groups - 1)) * ((self.scores @ self.row) ** 2).sum()))

    def p_value(self, null: float) -> float:
        gap = self.estimate - null
        scores = self.scores + gap * self.moved if self.impose_null else self.scores
        total = self.signs @ scores
        shift = total @ self.row
        after = self.signs * (scores @ self.row) - total @ self.pull.T
        groups = len(self.pull)
        squares = groups / (groups - 1) * (after**2).sum(axis=1)
        # t² is compared as a product, so that a vector without spread counts as infinitely far.
        observed, floor = gap**2, 1e-10
        as_far = shift**2 * self.se**2 >= observed * squares * (1 - floor) - 1e-300
        count = int(as_far.sum())
        if self.enumerated:
            # Residuals of the fit may leave every vector nearer than the observed.
            return max(count, 1) / len(self.signs)
        return (1 + count) / (1 + len(self.signs))

    def ends(self, alpha: float) -> tuple[float, float]:
        """Values at which p falls to alpha, by doubling the distance and then bisection."""
        return self._end(-1, alpha), self._end(1, alpha)

    def _end(self, sign: int, alpha: float) -> float:
        inside, distance = 0.0, 2.0
        while self.p_value(self.estimate + sign * distance * self.se) > alpha:
            inside, distance = distance, 2 * distance
            if distance > 1e6:
                return sign * math.inf
        for _ in range(60):
            middle = (inside + distance) / 2
            if self.p_value(self.estimate + sign * middle * self.se) > alpha:
                inside = middle
            else:
                distance = middle
        return self.estimate + sign * inside * self.se
