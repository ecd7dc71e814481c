"""Least squares with errors by cluster: CR2 with Satterthwaite's degrees of freedom."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np
import pandas as pd

from evalkit.errors import unknown_name
from evalkit.inference.linear_data import read_linear
from evalkit.inference.sampled import check_selection, choose, selection_warnings
from evalkit.language import Text, as_text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate, Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from evalkit.results import Selection

    Floats = NDArray[np.float64]

ClusterVariance = Literal["CR0", "CR1", "CR1S", "CR2"]
FEW_CLUSTERS: Final = 8
_ONE_CLUSTER: Final = Text(
    "minder dan twee clusters; de spreiding tussen clusters is onbekend",
    "fewer than two clusters; the spread between clusters is unknown",
)
NOTHING_LEFT: Final = Text(
    "de clusters laten geen spreiding over voor deze coëfficiënt",
    "the clusters leave no spread for this coefficient",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient(Estimate):
    """One coefficient of a regression with clusters.

    Attributes
    ----------
    df : float
        Degrees of freedom of the t distribution behind interval and p-value.
    statistic : float
        `value` divided by `se`.
    p_value : float
        Two-sided p-value of 0.
    """

    df: float = NAN
    statistic: float = NAN
    p_value: float = NAN


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRegression(Result):
    """All coefficients of a regression with clusters.

    Attributes
    ----------
    coefficients : tuple of Coefficient
        In the order of the columns, the intercept first.
    n, clusters : int
        Units and clusters used.
    dropped : int
        Units left out because a value is missing.
    method : str
        How the errors were made.
    """

    coefficients: tuple[Coefficient, ...]
    n: int
    clusters: int
    dropped: int
    method: str

    def coefficient(self, name: str) -> Coefficient:
        """Return one coefficient by name; an unknown name gets the nearest."""
        for coefficient in self.coefficients:
            if as_text(coefficient.name).en == name:
                return coefficient
        known = [as_text(coefficient.name).en for coefficient in self.coefficients]
        raise unknown_name(Text("coëfficiënt", "coefficient"), name, known)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per coefficient."""
        return pd.concat([one.to_frame() for one in self.coefficients], ignore_index=True)

    def __str__(self) -> str:
        return "\n".join(map(str, self.coefficients))


def cluster_regression(
    y: ArrayLike | pd.Series[Any],
    x: ArrayLike | pd.DataFrame | pd.Series[Any] | None = None,
    *,
    clusters: ArrayLike | pd.Series[Any],
    variance: ClusterVariance = "CR2",
    intercept: bool = True,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> ClusterRegression:
    """Least squares with errors that allow units of one cluster to be alike.

    Use it for the mean of files in municipalities (`x` is None) or a difference between groups. With
    few clusters "CR2" is the one to trust; beside it `wild_cluster_bootstrap`.

    Parameters
    ----------
    y : array_like, shape (n,)
        Outcome, one number per unit.
    x : DataFrame, Series, array_like or None, shape (n, p)
        Predictors; None estimates the mean.
    clusters : array_like, shape (n,)
        Cluster of each unit.
    variance : {"CR0", "CR1", "CR1S", "CR2"}
        "CR2" corrects for bias and takes Satterthwaite's degrees of freedom; the others take
        clusters - 1 and factors 1, G/(G-1) and G(n-1)/((G-1)(n-p)).
    intercept : bool
        Whether to add an intercept.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.

    Returns
    -------
    ClusterRegression

    Raises
    ------
    ParameterError
        If columns do not fit each other or an option does not exist.

    Notes
    -----
    No interval is made with the normal distribution, statsmodels' default for clusters: six regions
    give p = .035 by it where CR2 gives .157. CR2 multiplies the residuals of cluster g by
    (I - H_gg)^(-1/2); its degrees of freedom hold under equal, independent errors.

    References
    ----------
    .. [1] Bell and McCaffrey (2002), Survey Methodology 28, 169-181.
    .. [2] Pustejovsky and Tipton (2018), Journal of Business and Economic Statistics 36, 672-683.

    Examples
    --------
    >>> y, group = [1, 2, 1, 4, 5, 4, 2, 3], list("aabbccdd")
    >>> print(cluster_regression(y, clusters=group))
    intercept 2.75 [0.75, 4.75], 95%-CI, n=8
    """
    choose("variance", variance, get_args(ClusterVariance), where="cluster_regression")
    check_level(level)
    check_selection(selection)
    data = read_linear(y, x, clusters, intercept=intercept)
    shared = {
        "level": level, "n": len(data.y), "frame": frame, "selection": selection,
        "clusters": data.clusters, "method": _method(variance),
    }  # fmt: skip
    if data.clusters < 2:
        made = [Coefficient(name=name, value=NAN, reason=_ONE_CLUSTER, **shared)  # type: ignore[arg-type]
                for name in data.names]  # fmt: skip
    else:
        basis, weights = data.basis()
        fitted = basis.T @ data.y
        errors, dfs = _errors(data.codes, basis, weights, data.y - basis @ fitted, variance)
        errors = np.where(errors > data.rounding(weights), errors, 0.0)
        warnings = (*selection_warnings(selection), *_few(data.clusters))
        made = [
            _coefficient(name, float(value), float(se), float(df), {**shared, "warnings": warnings})
            for name, value, se, df in zip(data.names, weights.T @ fitted, errors, dfs, strict=True)
        ]
    return ClusterRegression(
        coefficients=tuple(made), n=len(data.y), clusters=data.clusters, dropped=data.dropped,
        method=_method(variance),
    )  # fmt: skip


def _method(variance: str) -> str:
    return "CR2, t with Satterthwaite df" if variance == "CR2" else f"{variance}, t with G - 1 df"


def _few(clusters: int) -> tuple[Text, ...]:
    if clusters > FEW_CLUSTERS:
        return ()
    return (
        Text(
            f"er zijn {clusters} clusters; ga na of een andere methode hetzelfde zegt",
            f"there are {clusters} clusters; see whether another method says the same",
        ),
    )


def _coefficient(name: str, value: float, se: float, df: float, shared: Any) -> Coefficient:
    from scipy.stats import t

    if not se > 0 or not df > 0:
        return Coefficient(name=name, value=value, reason=NOTHING_LEFT, **shared)
    half = float(t.isf((1 - shared["level"]) / 2, df)) * se
    statistic = value / se
    return Coefficient(
        name=name, value=value, low=value - half, high=value + half, se=se, df=df,
        statistic=statistic, p_value=2 * float(t.sf(abs(statistic), df)), **shared,
    )  # fmt: skip


def _errors(
    codes: NDArray[np.int64], basis: Floats, weights: Floats, residuals: Floats, variance: str
) -> tuple[Floats, Floats]:
    n, p = basis.shape
    clusters = int(codes.max()) + 1
    if variance != "CR2":
        factor = {"CR0": 1.0, "CR1": clusters / (clusters - 1)}.get(
            variance, clusters * (n - 1) / ((clusters - 1) * max(n - p, 1))
        )
        scores = _sums(codes, basis * residuals[:, None]) @ weights
        return np.sqrt(factor * (scores**2).sum(axis=0)), np.full(p, clusters - 1.0)
    loadings = _cr2_loadings(codes, basis, weights)
    scores = _sums(codes, loadings * residuals[:, None])
    dfs = [_satterthwaite(codes, basis, loadings[:, column]) for column in range(p)]
    return np.sqrt((scores**2).sum(axis=0)), np.array(dfs)


def _sums(codes: NDArray[np.int64], rows: Floats) -> Floats:
    sums = np.zeros((int(codes.max()) + 1, rows.shape[1]))
    np.add.at(sums, codes, rows)
    return sums


def _cr2_loadings(codes: NDArray[np.int64], basis: Floats, weights: Floats) -> Floats:
    """A_g X_g (X'X)^-1 for all clusters, rows in the order of the data."""
    loadings = np.empty_like(basis)
    for code in range(int(codes.max()) + 1):
        rows = codes == code
        own = basis[rows]
        values, vectors = np.linalg.eigh(np.eye(len(own)) - own @ own.T)
        # A direction the cluster alone decides has no residual; it is left out.
        root = np.where(values > 1e-10, 1 / np.sqrt(np.maximum(values, 1e-10)), 0.0)
        loadings[rows] = (vectors * root) @ (vectors.T @ (own @ weights))
    return loadings


def _satterthwaite(codes: NDArray[np.int64], basis: Floats, loading: Floats) -> float:
    """(tr Q)² / tr Q² with Q the G x G matrix of the p_g = (I - H)_g' A_g X_g (X'X)^-1 c."""
    own = np.bincount(codes, loading**2)
    reach = _sums(codes, basis * loading[:, None])
    # (I - H) is idempotent, so p_g'p_h is a quadratic form of the loadings alone.
    product = np.diag(own) - reach @ reach.T
    square = float((product**2).sum())
    return float(np.trace(product)) ** 2 / square if square > 0 else math.nan
