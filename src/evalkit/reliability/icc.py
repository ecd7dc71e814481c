"""The six intraclass correlations of Shrout and Fleiss (1979)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import numpy as np

from evalkit.errors import unknown_name
from evalkit.language import Text
from evalkit.reliability.measurements import check_level, read_measurements
from evalkit.results import NAN, Agreement

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

IccForm = Literal["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]

_MEANING: Final = {
    "ICC1": "one-way random, single coder",
    "ICC2": "two-way random, absolute agreement, single coder",
    "ICC3": "two-way mixed, consistency, single coder",
}


class _Anova(NamedTuple):
    """Mean squares of a two-way table: units, within units, coders, residual."""

    units: float
    within: float
    coders: float
    residual: float
    n: int
    k: int


def icc(
    ratings: ArrayLike | pd.DataFrame, *, form: IccForm = "ICC2", level: float = 0.95
) -> Agreement:
    """Intraclass correlation of numeric ratings, after Shrout and Fleiss (1979).

    ICC1: other coders per unit. ICC2: the same coders rated all units and stand for more coders;
    a coder who is always stricter counts against them. ICC3: these coders only, and a constant
    difference between them does not count. With k: the mean of the k coders is what will be used.
    For levels instead of numbers use `krippendorff_alpha` or `gwet_ac2`.

    Parameters
    ----------
    ratings : array_like or DataFrame, shape (n_units, n_coders)
        Numbers on one scale; missing allowed, see Notes.
    form : {"ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"}
        Which of the six.
    level : float
        Confidence level, a proportion in (0, 1).

    Returns
    -------
    Agreement
        Dimensionless, at most 1; it may be negative. `p_value` is that of the F-test of no
        differences between units (one-sided by its nature: larger F).

    Raises
    ------
    ParameterError
        If `form` does not exist, `level` is not in (0, 1) or a rating is not a finite number.

    Notes
    -----
    From the mean squares of units (BMS), within units (WMS), coders (JMS) and residual (EMS) of n
    units and k coders: ICC1 = (BMS - WMS) / (BMS + (k-1) WMS), ICC2 = (BMS - EMS) / (BMS + (k-1)
    EMS + k (JMS - EMS) / n), ICC3 = (BMS - EMS) / (BMS + (k-1) EMS); those of the mean by
    Spearman-Brown. Missing: a unit that lacks a rating is left out and counted in `dropped`, as the
    formulas need a complete table. Intervals are those of the paper: exact F for ICC1 and ICC3,
    Satterthwaite for ICC2; the ends for k coders are Spearman-Brown of the ends for one [1]_.
    McGraw and Wong (1996) give another interval for ICC2k, which R's irr prints.

    References
    ----------
    .. [1] Shrout and Fleiss (1979), Psychological Bulletin 86(2), 420-428.

    Examples
    --------
    >>> table = [
    ...     [9, 2, 5, 8],
    ...     [6, 1, 3, 2],
    ...     [8, 4, 6, 8],
    ...     [7, 1, 2, 6],
    ...     [10, 5, 6, 9],
    ...     [6, 2, 4, 7],
    ... ]
    >>> print(icc(table, form="ICC3"))
    ICC3 0.71 [0.34, 0.95], 95%-CI, n=6
    """
    if form not in get_args(IccForm):
        raise unknown_name(Text("vorm", "form"), form, get_args(IccForm), where="icc")
    check_level(level)
    measured = read_measurements(ratings)
    values = measured.values
    n, k = values.shape
    single: str = form.removesuffix("k")
    reason = _undefined(values)
    if reason is None:
        table = _mean_squares(values)
        value, low, high, p_value = _single(single, table, 1 - level)
        if form.endswith("k"):
            value, low, high = (_spearman_brown(end, k) for end in (value, low, high))
    else:
        value = low = high = p_value = NAN
    same = float((values == values[:, :1]).all(axis=1).mean()) if values.size else NAN
    return Agreement(
        name=form,
        value=value,
        low=low,
        high=high,
        level=level,
        n=n,
        dropped=measured.dropped,
        coders=k,
        method=_MEANING[single] + (", mean of the coders" if form.endswith("k") else ""),
        reason=reason,
        percent=same,
        p_value=p_value,
    )


def _undefined(values: NDArray[np.float64]) -> Text | None:
    n, k = values.shape
    if k < 2:
        return Text("minder dan twee codeurs", "fewer than two coders")
    if n < 2:
        return Text(
            "minder dan twee eenheden die alle codeurs beoordeelden",
            "fewer than two units that all coders rated",
        )
    if (values == values.flat[0]).all():
        return Text("alle beoordelingen zijn gelijk", "all ratings are the same")
    return None


def _mean_squares(values: NDArray[np.float64]) -> _Anova:
    n, k = values.shape
    unit_means, coder_means, mean = values.mean(axis=1), values.mean(axis=0), values.mean()
    units = k * float(((unit_means - mean) ** 2).sum()) / (n - 1)
    coders = n * float(((coder_means - mean) ** 2).sum()) / (k - 1)
    within = float(((values - unit_means[:, None]) ** 2).sum()) / (n * (k - 1))
    left = values - unit_means[:, None] - coder_means + mean
    residual = float((left**2).sum()) / ((n - 1) * (k - 1))
    # What is left of equal columns after subtraction is rounding, not disagreement.
    floor = (np.finfo(float).eps * max(1.0, float(np.abs(values).max()))) ** 2 * 16
    units, within, coders, residual = (
        0.0 if square < floor else square for square in (units, within, coders, residual)
    )
    return _Anova(units, within, coders, residual, n, k)


def _single(form: str, table: _Anova, alpha: float) -> tuple[float, float, float, float]:
    """Value, ends of the interval and p of one coder's ratings."""
    bms, wms, jms, ems, n, k = table
    if form == "ICC2":
        below = bms + (k - 1) * ems + k * (jms - ems) / n
        value = (bms - ems) / below if below else NAN
        low, high = _satterthwaite(value, table, alpha)
        return value, low, high, _f_tail(bms, ems, n - 1, (n - 1) * (k - 1))
    error, df = (wms, n * (k - 1)) if form == "ICC1" else (ems, (n - 1) * (k - 1))
    below = bms + (k - 1) * error
    value = (bms - error) / below if below else NAN
    low, high = _exact(bms / error if error else math.inf, n - 1, df, k, alpha)
    return value, low, high, _f_tail(bms, error, n - 1, df)


def _exact(ratio: float, df1: int, df2: int, k: int, alpha: float) -> tuple[float, float]:
    from scipy.stats import f as f_law

    if math.isinf(ratio):
        return 1.0, 1.0
    below = ratio / f_law.ppf(1 - alpha / 2, df1, df2)
    above = ratio * f_law.ppf(1 - alpha / 2, df2, df1)
    return float((below - 1) / (below + k - 1)), float((above - 1) / (above + k - 1))


def _satterthwaite(value: float, table: _Anova, alpha: float) -> tuple[float, float]:
    from scipy.stats import f as f_law

    bms, _, jms, ems, n, k = table
    if math.isnan(value) or not (bms or ems or jms):
        return NAN, NAN
    if not ems and not jms:
        return 1.0, 1.0
    ratio = jms / ems if ems else math.inf
    if math.isinf(ratio):
        df = float(k - 1)
    else:
        a = k * value * ratio + n * (1 + (k - 1) * value) - k * value
        b = (n - 1) * k**2 * value**2 * ratio**2 + (n * (1 + (k - 1) * value) - k * value) ** 2
        if not a or not b:
            return NAN, NAN
        df = (k - 1) * (n - 1) * a**2 / b
    above, below = f_law.ppf(1 - alpha / 2, n - 1, df), f_law.ppf(1 - alpha / 2, df, n - 1)
    rest = k * jms + (k * n - k - n) * ems
    with np.errstate(all="ignore"):  # an end at infinity is no end
        low = n * (bms - above * ems) / (above * rest + n * bms)
        high = n * (below * bms - ems) / (rest + n * below * bms)
    return (float(low), float(high)) if np.isfinite([low, high]).all() else (NAN, NAN)


def _f_tail(mean_square: float, error: float, df1: int, df2: int) -> float:
    from scipy.stats import f as f_law

    if not error:
        return 0.0 if mean_square else NAN
    return float(f_law.sf(mean_square / error, df1, df2))


def _spearman_brown(value: float, k: int) -> float:
    below = 1 + (k - 1) * value
    return k * value / below if below else -math.inf
