"""Kendall's W: do coders rank the units alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.language import Text
from evalkit.reliability.measurements import read_measurements
from evalkit.results import NAN, Agreement

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike


def kendall_w(ratings: ArrayLike | pd.DataFrame) -> Agreement:
    """Concordance of the rankings that coders give, after Kendall and Babington Smith (1939).

    Use it when only the order of the units matters, not the level given. It says nothing about
    coders who agree on the order but not on the level; for that use `icc` or `gwet_ac2`.

    Parameters
    ----------
    ratings : array_like or DataFrame, shape (n_units, n_coders)
        Numbers to be ranked within each coder; missing allowed, see Notes.

    Returns
    -------
    Agreement
        W, dimensionless, in [0, 1]. `p_value` is that of the chi-square test of no concordance
        with n - 1 degrees of freedom. There is no interval.

    Raises
    ------
    ParameterError
        If a rating is not a finite number.

    Notes
    -----
    W = 12 S / (k^2 (n^3 - n) - k T) with S the sum of squares of the units' rank sums around their
    mean and T the sum of t^3 - t over tied groups [1]_. Missing: a unit that lacks a rating is left
    out and counted in `dropped`. The chi-square test is rough below about 8 units.

    References
    ----------
    .. [1] Kendall (1948), Rank Correlation Methods, chapter 6.

    Examples
    --------
    >>> print(kendall_w([[1, 1, 6], [5, 4, 3], [3, 5, 4], [2, 2, 2], [4, 3, 1], [6, 6, 5]]))
    Kendall's W 0.50, n=6
    """
    from scipy.stats import chi2, rankdata

    measured = read_measurements(ratings)
    n, k = measured.values.shape
    reason = None
    value = p_value = NAN
    if k < 2:
        reason = Text("minder dan twee codeurs", "fewer than two coders")
    elif n < 2:
        reason = Text(
            "minder dan twee eenheden die alle codeurs beoordeelden",
            "fewer than two units that all coders rated",
        )
    else:
        ranks = np.apply_along_axis(rankdata, 0, measured.values)
        ties = sum(
            float((counts.astype(float) ** 3 - counts).sum())
            for counts in (np.unique(column, return_counts=True)[1] for column in ranks.T)
        )
        below = k**2 * (n**3 - n) - k * ties
        if below <= 0:
            reason = Text(
                "alle codeurs geven alle eenheden gelijk", "every coder rates all units alike"
            )
        else:
            spread = float(((ranks.sum(axis=1) - k * (n + 1) / 2) ** 2).sum())
            value = 12 * spread / below
            p_value = float(chi2.sf(k * (n - 1) * value, n - 1))
    return Agreement(
        name="Kendall's W",
        value=value,
        n=n,
        dropped=measured.dropped,
        coders=k,
        method="chi-square test of no concordance",
        reason=reason,
        p_value=p_value,
    )
