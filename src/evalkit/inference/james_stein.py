"""James-Stein shrinkage of equally precise estimates to their mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.unit_table import TableResult, read_column, read_units
from evalkit.language import Text
from evalkit.results import NAN

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JamesStein(TableResult):
    """Shrunken estimates (`TableResult`, and the shrinkage).

    Attributes
    ----------
    mean : float
        What is shrunk to.
    factor : float
        Part of each distance from the mean that is kept, in [0, 1].
    """

    mean: float
    factor: float


def james_stein(values: Column, variance: float, *, units: Column | None = None) -> JamesStein:
    """Shrink estimates of equal variance to their mean, after Efron and Morris (1975).

    The plainest partial pooling: at least four units, one known variance, no intervals. Elsewhere
    take `random_effects` or `beta_binomial`.

    Parameters
    ----------
    values : array_like, shape (n_units,)
        Estimates.
    variance : float
        Variance of each, above 0.
    units : array_like or None, shape (n_units,)
        Names; None takes the index of `values`, or 1, 2, 3, ...

    Returns
    -------
    JamesStein
        Table: unit, value, shrunken.

    Raises
    ------
    ParameterError
        If a value is no number or the variance is not above 0.

    Notes
    -----
    factor = max(0, 1 - (n - 3) variance / sum (value - mean)^2).

    References
    ----------
    .. [1] Efron and Morris (1975), Journal of the American Statistical Association 70, 311-319.

    Examples
    --------
    >>> round(james_stein([0.1, 0.3, 0.5, 0.7], 0.04).factor, 2)
    0.8
    """
    y = read_column(values, "values")
    names = read_units(units, values, len(y))
    if not variance > 0:
        raise ParameterError(
            nl=f"variance = {variance!r} moet boven 0 zijn",
            en=f"variance = {variance!r} must be > 0",
        )
    mean = factor = NAN
    reason = None
    if len(y) < 4:
        reason = Text("minder dan vier eenheden", "fewer than four units")
    else:
        mean = float(y.mean())
        spread = float(((y - mean) ** 2).sum())
        factor = max(0.0, 1 - (len(y) - 3) * variance / spread) if spread else 0.0
    table = pd.DataFrame(
        {"unit": names, "value": y, "shrunken": mean + factor * (y - np.float64(mean))}
    )
    return JamesStein(
        name=Text("krimp volgens James-Stein", "James-Stein shrinkage"),
        table=table,
        n=len(y),
        method="Efron and Morris (1975), positive part",
        reason=reason,
        mean=mean,
        factor=factor,
    )
