"""Direct calibration: from a measured quantity to membership in a set."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.columns import read_numbers

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def qca_calibrate(
    values: ArrayLike | pd.Series,
    *,
    full_out: float,
    crossover: float,
    full_in: float,
    membership: float = 0.95,
) -> pd.Series:
    """Turn numbers into fuzzy membership by three anchors, Ragin's direct method.

    The anchors come from knowledge of the field, never from the data at hand.

    Parameters
    ----------
    values : array_like, shape (n,)
        Numbers; missing stays missing.
    full_out, crossover, full_in : float
        Where membership is 1 - `membership`, 0.5 and `membership`; ascending, or descending when a
        low number means in the set.
    membership : float
        Membership at `full_in`, in (0.5, 1); 0.95 as in R's QCA, 0.9526 as in fsQCA (log odds 3).

    Returns
    -------
    Series of float64, shape (n,)
        Membership in (0, 1) with the index of `values`. A value on the crossover becomes exactly
        0.5, which `qca_truth_table` refuses: move the crossover or decide the case.

    Raises
    ------
    ParameterError
        If the anchors are not in order, or a value is not a number.

    References
    ----------
    .. [1] Ragin (2008), Redesigning Social Inquiry, chapter 5.

    Examples
    --------
    >>> qca_calibrate([2, 5, 8], full_out=2, crossover=5, full_in=8).round(2).tolist()
    [0.05, 0.5, 0.95]
    """
    anchors = (full_out, crossover, full_in)
    rising = full_in > full_out
    ordered = all(map(math.isfinite, anchors)) and (
        full_out < crossover < full_in if rising else full_out > crossover > full_in
    )
    if not ordered:
        raise ParameterError(
            nl=f"full_out, crossover en full_in moeten in volgorde staan, niet {anchors!r}",
            en=f"full_out, crossover and full_in must be in order, not {anchors!r}",
        )
    if not 0.5 < membership < 1:
        raise ParameterError(
            nl=f"membership moet tussen 0,5 en 1 liggen, niet {membership!r}",
            en=f"membership must lie between 0.5 and 1, not {membership!r}",
        )
    from scipy.special import expit

    numbers = read_numbers(values, "values")
    distance = numbers - crossover if rising else crossover - numbers
    reach = np.where(distance < 0, abs(crossover - full_out), abs(full_in - crossover))
    index = values.index if isinstance(values, pd.Series) else None
    log_odds = math.log(membership / (1 - membership))
    return pd.Series(expit(distance / reach * log_odds), index=index, dtype=np.float64)
