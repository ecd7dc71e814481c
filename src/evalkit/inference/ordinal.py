"""Cumulative logit regression of ordered levels, with errors by cluster."""

from __future__ import annotations

import warnings as python_warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.inference.cluster_regression import Coefficient
from evalkit.inference.columns import read_groups, read_numbers, require_groups, stated_order
from evalkit.inference.sampled import check_selection, selection_warnings
from evalkit.language import Text, as_text
from evalkit.reliability.measurements import check_level
from evalkit.reliability.ratings import read_ratings, require_order
from evalkit.results import NAN, Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from evalkit.reliability.labels import LevelsLike
    from evalkit.results import Selection

    Floats = NDArray[np.float64]

NO_FIT: Final = Text(
    "het model heeft geen eindige oplossing: een voorspeller scheidt de niveaus geheel of er zijn te "
    "weinig eenheden; lees de tabel",
    "the model has no finite solution: a predictor separates the levels or there are too few units; "
    "read the table",
)
ONE_LEVEL: Final = Text("er is maar één niveau gezien", "one level only was seen")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalRegression(Result):
    """A cumulative logit model.

    Attributes
    ----------
    coefficients : tuple of Coefficient
        Log odds of a higher level; positive is higher.
    thresholds : tuple of float
        Log odds of a level at or below each level but the last, all predictors 0.
    levels : tuple
        The levels seen, in their order.
    log_likelihood : float
        Of the fit.
    n, clusters : int
        Units and clusters used; 0 clusters when there are none.
    dropped : int
        Units left out because a value is missing.
    method : str
        How errors were made.
    deviation : float
        Standard deviation of the clusters on the logit scale; NaN for a model without.
    reason : Text or None
        Why there is no fit.
    """

    coefficients: tuple[Coefficient, ...]
    thresholds: tuple[float, ...]
    levels: tuple[object, ...]
    log_likelihood: float
    n: int
    clusters: int
    dropped: int
    method: str
    deviation: float = NAN
    reason: Text | None = None

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


@dataclass(frozen=True, slots=True)
class OrdinalData:
    """Ordered outcomes and predictors, complete rows only; outcomes number the levels seen.

    Predictors are standardised, so that years and numbers of inhabitants fit as well as 0 and 1;
    `mean` and `spread` lead back.
    """

    y: NDArray[np.int64]
    x: Floats
    mean: Floats
    spread: Floats
    names: tuple[str, ...]
    levels: tuple[object, ...]
    codes: NDArray[np.int64] | None
    dropped: int


def read_ordinal(y: Any, x: Any, levels: LevelsLike, clusters: Any) -> OrdinalData:
    """Read an ordered outcome, predictors and clusters.

    Parameters
    ----------
    y : array_like, shape (n,)
        Level of each unit.
    x : DataFrame or Series, shape (n, p)
        Predictors.
    levels : sequence, scheme Item, CategoricalDtype or None
        The levels from low to high; None takes ordered categories or numbers in their own order.
    clusters : array_like or None, shape (n,)
        Cluster of each unit.

    Returns
    -------
    OrdinalData

    Raises
    ------
    ParameterError
        If columns differ in length, levels have no order, or predictors repeat each other.
    """
    outcomes = pd.DataFrame({"y": pd.Series(list(y), dtype=object)})
    ratings = read_ratings(outcomes, levels=stated_order(levels, y))
    outcome = np.asarray(ratings.columns[0], np.int64)
    if len(outcome):
        require_order(ratings)
    frame = x.to_frame(x.name or "x") if isinstance(x, pd.Series) else pd.DataFrame(x)
    columns = {str(name): read_numbers(frame[name], str(name)) for name in frame.columns}
    if not columns or any(len(column) != len(outcome) for column in columns.values()):
        raise ParameterError(
            nl=f"x moet minstens één kolom hebben met {len(outcome)} rijen, zoals y",
            en=f"x must have at least one column with {len(outcome)} rows, as y has",
        )
    matrix = np.column_stack(list(columns.values()))
    kept = (outcome >= 0) & ~np.isnan(matrix).any(axis=1)
    mean, spread = np.zeros(matrix.shape[1]), np.ones(matrix.shape[1])
    if kept.any():
        mean, spread = matrix[kept].mean(axis=0), matrix[kept].std(axis=0)
    flat = spread <= 1e-12 * np.abs(mean)
    standard = (matrix[kept] - mean) / np.where(flat, 1.0, spread)
    if flat.any() or (kept.any() and np.linalg.matrix_rank(standard) < len(columns)):
        raise ParameterError(
            nl=f"de voorspellers {', '.join(columns)} herhalen elkaar of variëren niet; laat er een weg",
            en=f"the predictors {', '.join(columns)} repeat each other or do not vary; leave one out",
        )
    codes = None
    if clusters is not None:
        codes = read_groups(clusters, "clusters", len(outcome))[kept]
        require_groups(codes, "clusters")
        codes = np.unique(codes, return_inverse=True)[1]
    seen, numbered = np.unique(outcome[kept], return_inverse=True)
    known = ratings.levels if ratings.numbers is None else tuple(np.asarray(ratings.values))
    return OrdinalData(
        numbered, standard, mean, spread, tuple(columns), tuple(known[code] for code in seen),
        codes, int((~kept).sum()),
    )  # fmt: skip


def ordinal_regression(
    y: ArrayLike | pd.Series[Any],
    x: pd.DataFrame | pd.Series[Any],
    *,
    levels: LevelsLike = None,
    clusters: ArrayLike | pd.Series[Any] | None = None,
    small_sample: bool = True,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> OrdinalRegression:
    """Cumulative logit model of ordered levels, with cluster-robust errors.

    For two waves give one row per unit and wave, the wave as predictor and the unit (or its region)
    as cluster. A model comes last: first `table_of_moves`, then `sign_test`.

    Parameters
    ----------
    y : array_like, shape (n,)
        Level of each unit.
    x : DataFrame or Series, shape (n, p)
        Predictors as numbers.
    levels : sequence, scheme Item, CategoricalDtype or None
        The levels from low to high; None takes ordered categories or numbers in their own order.
    clusters : array_like or None, shape (n,)
        Units of one cluster may be alike; None takes all as independent.
    small_sample : bool
        Whether the variance is multiplied by G/(G-1) (n-1)/(n-p).
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    OrdinalRegression
        Intervals take t with clusters - 1 degrees of freedom, never the normal.

    Raises
    ------
    ParameterError
        If columns do not fit each other or levels have no order.

    Notes
    -----
    logit P(Y <= k) = threshold_k - x b, fitted by statsmodels' OrderedModel. Its OrdinalGEE is
    another estimator, with signs reversed.

    References
    ----------
    .. [1] McCullagh (1980), Journal of the Royal Statistical Society B 42, 109-142.

    Examples
    --------
    >>> wave = pd.Series([0, 0, 0, 0, 1, 1, 1, 1], name="wave")
    >>> fit = ordinal_regression([1, 2, 1, 2, 2, 3, 1, 3], wave, clusters=list("abcdabcd"))
    >>> round(fit.coefficient("wave").value, 2)
    1.91
    """
    check_level(level)
    check_selection(selection)
    data = read_ordinal(y, x, levels, clusters)
    groups = 0 if data.codes is None or not len(data.codes) else int(data.codes.max()) + 1
    method = "cumulative logit" + (", errors by cluster, t with G - 1 df" if groups else "")
    shared = {
        "level": level, "n": len(data.y), "frame": frame, "selection": selection,
        "clusters": groups or None, "method": method,
    }  # fmt: skip
    reason = ONE_LEVEL if len(data.levels) < 2 else None
    if groups == 1:
        reason = Text("minder dan twee clusters", "fewer than two clusters")
    fit = None if reason else _fit(data, small_sample=small_sample)
    if fit is None:
        return no_fit(data, reason or NO_FIT, groups, shared)
    p, cuts = data.x.shape[1], len(data.levels) - 1
    slopes, errors = fit.params[:p] / data.spread, fit.bse[:p] / data.spread
    thresholds = fit.model.transform_threshold_params(fit.params[p : p + cuts])[1:-1]
    thresholds = thresholds + slopes @ data.mean
    df = float(groups - 1) if groups else float(len(data.y) - p - cuts)
    caution = selection_warnings(selection)
    return OrdinalRegression(
        coefficients=tuple(
            ordinal_coefficient(name, float(value), float(se), df, {**shared, "warnings": caution})
            for name, value, se in zip(data.names, slopes, errors, strict=True)
        ),
        thresholds=tuple(map(float, thresholds)),
        levels=data.levels,
        log_likelihood=float(fit.llf),
        n=len(data.y),
        clusters=groups,
        dropped=data.dropped,
        method=method,
    )


def _fit(data: OrdinalData, *, small_sample: bool) -> Any:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    robust = {} if data.codes is None else {
        "cov_type": "cluster",
        "cov_kwds": {"groups": data.codes, "use_correction": small_sample},
    }  # fmt: skip
    with python_warnings.catch_warnings():
        # What they warn of is checked below and becomes a reason.
        python_warnings.simplefilter("ignore")
        with np.errstate(all="ignore"):
            try:
                model = OrderedModel(data.y, data.x, distr="logit")
                fit = model.fit(method="bfgs", disp=False, maxiter=1000, gtol=1e-8, **robust)
                sound = np.isfinite(fit.params).all() and np.isfinite(fit.bse).all()
                gradient = np.abs(model.score(fit.params)).max()
            except (np.linalg.LinAlgError, ValueError):
                return None
    # Coefficients that run away (an odds ratio of e^10 per standard deviation) mean separation.
    finite = sound and (np.abs(fit.params[: data.x.shape[1]]) < 10).all()
    return fit if finite and gradient < 1e-2 * len(data.y) and (fit.bse > 0).all() else None


def no_fit(data: OrdinalData, reason: Text, groups: int, shared: Any) -> OrdinalRegression:
    """Return the model without numbers, with the reason."""
    made = tuple(Coefficient(name=n, value=NAN, reason=reason, **shared) for n in data.names)
    return OrdinalRegression(
        coefficients=made, thresholds=(), levels=data.levels, log_likelihood=NAN, n=len(data.y),
        clusters=groups, dropped=data.dropped, method=shared["method"], reason=reason,
    )  # fmt: skip


def ordinal_coefficient(name: str, value: float, se: float, df: float, shared: Any) -> Coefficient:
    """Return one coefficient with the t interval of `df` degrees of freedom."""
    from scipy.stats import t

    if not df > 0:
        reason = Text("te weinig eenheden voor een interval", "too few units for an interval")
        return Coefficient(name=name, value=value, reason=reason, **shared)
    half = float(t.isf((1 - shared["level"]) / 2, df)) * se
    return Coefficient(
        name=name, value=value, low=value - half, high=value + half, se=se, df=df,
        statistic=value / se, p_value=2 * float(t.sf(abs(value / se), df)), **shared,
    )  # fmt: skip
