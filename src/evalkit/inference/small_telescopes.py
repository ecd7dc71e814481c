"""Small telescopes: whether the old study was large enough to have seen what the new one found."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.unit_table import TableResult
from evalkit.language import Text
from evalkit.results import NAN


def small_telescopes(
    original_n: int,
    *,
    new_d: float = NAN,
    new_n: int | None = None,
    power: float = 1 / 3,
    alpha: float = 0.05,
) -> TableResult:
    """Effect the original could hardly have seen, and whether the new one is smaller.

    Two groups of equal size, standardised difference d. Simonsohn (2015) calls an effect that gave
    the original a power of a third too small for it to have been found.

    Parameters
    ----------
    original_n : int
        Units per group in the original study, at least 2.
    new_d : float
        Standardised difference in the new study; NaN leaves the test out.
    new_n : int or None
        Units per group in the new study, at least 2.
    power : float
        Power that counts as hardly, in (alpha, 1).
    alpha : float
        Level of the original two-sided test, in (0, 1).

    Returns
    -------
    TableResult
        One row: d_small, new_d, p_smaller (that the new effect is not smaller than d_small),
        new_n_needed (2.5 times the original, per group).

    Raises
    ------
    ParameterError
        If a number does not fit.

    References
    ----------
    .. [1] Simonsohn (2015), Psychological Science 26(5), 559-569.

    Examples
    --------
    >>> round(float(small_telescopes(20).table["d_small"].iloc[0]), 3)
    0.496
    """
    from scipy.optimize import brentq
    from scipy.stats import nct
    from scipy.stats import t as t_law

    sizes = [original_n] if new_n is None else [original_n, new_n]
    if min(sizes) < 2 or not 0 < alpha < power < 1:
        raise ParameterError(
            nl="geef groepen van minstens 2 en 0 < alpha < power < 1",
            en="give groups of at least 2 and 0 < alpha < power < 1",
        )
    df, root = 2 * original_n - 2, math.sqrt(original_n / 2)
    cut = float(t_law.isf(alpha / 2, df))

    def missing_power(d: float) -> float:
        # scipy's noncentral t is NaN in some far tails, for groups of two to four.
        below, above = np.nan_to_num(nct.cdf([-cut, cut], df, d * root))
        return float(1 - above + below) - power

    small = float(brentq(missing_power, 1e-9, (cut + 6) / root, xtol=1e-13))
    p_smaller = NAN
    if new_n is not None and not math.isnan(new_d):
        new_root = math.sqrt(new_n / 2)
        p_smaller = float(nct.cdf(new_d * new_root, 2 * new_n - 2, small * new_root))
        p_smaller = float(new_d > small) if math.isnan(p_smaller) else p_smaller
    row = {"d_small": small, "new_d": new_d, "p_smaller": p_smaller}
    table = pd.DataFrame([row | {"new_n_needed": math.ceil(2.5 * original_n)}])
    return TableResult(
        name=Text("kleine telescopen", "small telescopes"),
        table=table,
        n=2 * original_n,
        method=f"Simonsohn (2015), power {power:.3g}",
    )
