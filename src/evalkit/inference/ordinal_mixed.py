"""Cumulative logit regression with a random intercept per cluster."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.ordinal import (
    NO_FIT,
    ONE_LEVEL,
    OrdinalData,
    OrdinalRegression,
    no_fit,
    ordinal_coefficient,
    read_ordinal,
)
from evalkit.inference.sampled import check_selection, read_count, selection_warnings
from evalkit.language import Text
from evalkit.reliability.measurements import check_level

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from evalkit.reliability.labels import LevelsLike
    from evalkit.results import Selection

    Floats = NDArray[np.float64]


def ordinal_mixed_regression(
    y: ArrayLike | pd.Series[Any],
    x: pd.DataFrame | pd.Series[Any],
    *,
    clusters: ArrayLike | pd.Series[Any],
    levels: LevelsLike = None,
    points: int = 15,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> OrdinalRegression:
    """Cumulative logit model with a random intercept per cluster (a mixed model).

    Coefficients hold within a cluster and are larger than those of `ordinal_regression`, which hold
    for the average unit.

    Parameters
    ----------
    y : array_like, shape (n,)
        Level of each unit.
    x : DataFrame or Series, shape (n, p)
        Predictors as numbers.
    clusters : array_like, shape (n,)
        Cluster of each unit.
    levels : sequence, scheme Item, CategoricalDtype or None
        The levels from low to high; None takes ordered categories or numbers in their own order.
    points : int
        Points of the adaptive Gauss-Hermite quadrature; 1 is Laplace's approximation.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.

    Returns
    -------
    OrdinalRegression
        `deviation` is the standard deviation of the clusters.

    Raises
    ------
    ParameterError
        If columns do not fit each other, levels have no order, or `points` is not in 1..100.

    Notes
    -----
    logit P(Y <= k | u) = threshold_k - x b - u, u normal with standard deviation `deviation`. Equals
    R's ordinal::clmm. Intervals take t with clusters - 1 degrees of freedom.

    References
    ----------
    .. [1] Hedeker and Gibbons (1994), Biometrics 50, 933-944.

    Examples
    --------
    >>> import pandas as pd
    >>> wave = pd.Series([0, 0, 0, 0, 1, 1, 1, 1], name="wave")
    >>> fit = ordinal_mixed_regression([1, 2, 2, 3, 2, 2, 3, 3], wave, clusters=list("abcdabcd"))
    >>> fit.coefficient("wave").value > 1
    True
    """
    from scipy.optimize import minimize

    check_level(level)
    check_selection(selection)
    points = read_count(points, "points")
    if not 1 <= points <= 100:
        raise ParameterError(
            nl=f"points = {points} moet tussen 1 en 100 liggen",
            en=f"points = {points} must lie between 1 and 100",
        )
    data = read_ordinal(y, x, levels, clusters)
    groups = int(data.codes.max()) + 1 if data.codes is not None and len(data.codes) else 0
    method = f"cumulative logit, random intercept, {points}-point quadrature, t with G - 1 df"
    shared = {
        "level": level, "n": len(data.y), "frame": frame, "selection": selection,
        "clusters": groups, "method": method,
    }  # fmt: skip
    if len(data.levels) < 2:
        return no_fit(data, ONE_LEVEL, groups, shared)
    if groups < 2:
        few = Text("minder dan twee clusters", "fewer than two clusters")
        return no_fit(data, few, groups, shared)
    model = _Model(data, groups, points)
    with np.errstate(all="ignore"):
        found = minimize(model.loss, model.start(), method="BFGS", options={"gtol": 1e-5})
        parameters = np.asarray(found.x, np.float64)
        errors = _errors(model, parameters)
    p = data.x.shape[1]
    cuts, beta, deviation = model.unpack(parameters)
    runaway = (np.abs(beta) >= 10).any() or not np.isfinite(errors).all()
    if runaway or not math.isfinite(float(found.fun)) or np.abs(found.jac).max() > 1e-2:
        return no_fit(data, NO_FIT, groups, shared)
    caution = selection_warnings(selection)
    slopes, slope_errors = beta / data.spread, errors[-p - 1 : -1] / data.spread
    return OrdinalRegression(
        coefficients=tuple(
            ordinal_coefficient(
                name, float(value), float(se), groups - 1.0, {**shared, "warnings": caution}
            )
            for name, value, se in zip(data.names, slopes, slope_errors, strict=True)
        ),
        thresholds=tuple(map(float, cuts + slopes @ data.mean)),
        levels=data.levels,
        log_likelihood=-float(found.fun),
        n=len(data.y),
        clusters=groups,
        dropped=data.dropped,
        method=method,
        deviation=deviation,
    )


class _Model:
    """Marginal likelihood; parameters are the first cut, log gaps, coefficients, log deviation."""

    def __init__(self, data: OrdinalData, groups: int, points: int) -> None:
        self.data, self.groups = data, groups
        self.codes = np.asarray(data.codes)
        self.cuts = len(data.levels) - 1
        nodes, weights = np.polynomial.hermite.hermgauss(points)
        self.nodes = np.asarray(nodes, np.float64)
        self.log_weights = np.log(weights) + self.nodes**2

    def start(self) -> Floats:
        shares = np.cumsum(np.bincount(self.data.y, minlength=self.cuts + 1))[:-1]
        cuts = np.log(shares / (len(self.data.y) - shares))
        gaps = np.log(np.maximum(np.diff(cuts), 1e-3))
        return np.concatenate([cuts[:1], gaps, np.zeros(self.data.x.shape[1]), [-0.5]])

    def unpack(self, parameters: Floats) -> tuple[Floats, Floats, float]:
        gaps = np.exp(np.minimum(parameters[1 : self.cuts], 20))
        cuts = parameters[0] + np.concatenate([[0.0], np.cumsum(gaps)])
        return cuts, parameters[self.cuts : -1], float(np.exp(np.clip(parameters[-1], -20, 5)))

    def loss(self, parameters: Floats) -> float:
        cuts, beta, deviation = self.unpack(parameters)
        ends = np.concatenate([[-np.inf], cuts, [np.inf]])
        fixed = self.data.x @ beta
        upper, lower = ends[self.data.y + 1] - fixed, ends[self.data.y] - fixed
        mode, curvature = self._modes(upper, lower, deviation)
        scale = np.sqrt(2 / curvature)
        u = mode[:, None] + scale[:, None] * self.nodes
        shift = deviation * u[self.codes]
        value = _logs(upper[:, None], lower[:, None], shift)[0]
        inside = np.zeros_like(u)
        np.add.at(inside, self.codes, value)
        inside += self.log_weights - u**2 / 2 - 0.5 * math.log(2 * math.pi)
        most = inside.max(axis=1)
        total = most + np.log(np.exp(inside - most[:, None]).sum(axis=1)) + np.log(scale)
        loss = -float(total.sum())
        return loss if math.isfinite(loss) else 1e10

    def _modes(self, upper: Floats, lower: Floats, deviation: float) -> tuple[Floats, Floats]:
        """Find the mode of each cluster and the curvature there; the integrand is log-concave."""
        # The slope of one unit lies within -1 and 1, which bounds the mode. Newton alone goes to and
        # fro where all units of a cluster have the lowest or the highest level; then it is halved.
        high = deviation * np.bincount(self.codes).astype(float)
        low, step = -high, 2 * high
        mode: Floats = np.zeros(self.groups)
        curvature: Floats = np.ones(self.groups)
        for _ in range(100):
            _, slope, bend = _logs(upper, lower, deviation * mode[self.codes])
            gradient = np.bincount(self.codes, slope) * deviation - mode
            curvature = np.asarray(1 - np.bincount(self.codes, bend) * deviation**2, np.float64)
            low, high = np.where(gradient > 0, mode, low), np.where(gradient < 0, mode, high)
            newton = mode + gradient / curvature
            sound = (newton >= low) & (newton <= high) & (np.abs(newton - mode) <= step / 2)
            target = np.where(sound, newton, (low + high) / 2)
            step, mode = np.abs(target - mode), target
            if step.max() < 1e-10:
                break
        return mode, curvature


def _logs(upper: Floats, lower: Floats, shift: Floats) -> tuple[Floats, Floats, Floats]:
    """Log chance of the level seen, and its first and second derivative to the shift."""
    from scipy.special import expit

    above, below = upper - shift, lower - shift
    high, low = expit(above), expit(below)
    # Far to the right both are 1 to all digits; their complements still differ.
    chance = np.where(above + below > 0, expit(-below) - expit(-above), high - low)
    chance = np.maximum(chance, 1e-300)
    f_high, f_low = high * expit(-above), low * expit(-below)
    slope = -(f_high - f_low) / chance
    bend = (f_high * (1 - 2 * high) - f_low * (1 - 2 * low)) / chance - slope**2
    return np.log(chance), slope, bend


def _errors(model: _Model, parameters: Floats) -> Floats:
    """Errors from second differences of the likelihood."""
    p = len(parameters)
    step = 1e-3 * np.maximum(1.0, np.abs(parameters))
    unit = np.diag(step)
    hessian = np.empty((p, p))
    for i in range(p):
        for j in range(i, p):
            corners = [
                sign * model.loss(parameters + a * unit[i] + b * unit[j])
                for sign, a, b in ((1, 1, 1), (-1, 1, -1), (-1, -1, 1), (1, -1, -1))
            ]
            hessian[i, j] = hessian[j, i] = sum(corners) / (4 * step[i] * step[j])
    try:
        return np.sqrt(np.diag(np.linalg.inv(hessian)))
    except np.linalg.LinAlgError:
        return np.full(p, np.nan)
