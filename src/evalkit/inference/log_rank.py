"""The log-rank test: whether groups differ in how long units wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from evalkit.inference.columns import read_groups
from evalkit.inference.followup import read_durations, read_follow_up, read_observed
from evalkit.inference.sampled import NO_UNITS, check_selection, read_population, selection_warnings
from evalkit.language import Text
from evalkit.results import NAN, Test

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from evalkit.results import Selection

_LAST_BITS: Final = 1e-12
_NOTHING_TO_COMPARE: Final = Text(
    "de groepen werden nooit tegelijk gevolgd terwijl er iets gebeurde, of iedereen tegelijk",
    "the groups were never followed side by side at an event, or all had it at once",
)


def log_rank_test(
    durations: ArrayLike | pd.Series,
    observed: ArrayLike | pd.Series | None,
    groups: ArrayLike | pd.Series,
    *,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Test:
    """Test whether two or more groups have the same Kaplan-Meier curve (Mantel 1966).

    Parameters
    ----------
    durations : array_like, shape (n,)
        Time to the event or to the end of follow-up, at least 0.
    observed : array_like of bool or None, shape (n,)
        Whether the event was seen; None when for all.
    groups : array_like, shape (n,)
        The group of each unit; units without one are left out.
    population : int or None
        Units that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Test
        Chi-squared with groups - 1 degrees of freedom, not counting groups that were no longer
        followed at the first event; NaN with the reason when there is nothing to compare. It takes
        the units to be independent, which the files of one team are not.

    Raises
    ------
    ParameterError
        If a duration is negative, or the columns differ in length.

    References
    ----------
    .. [1] Mantel (1966), Cancer Chemotherapy Reports 50, 163-170.

    Examples
    --------
    >>> print(log_rank_test([1, 2, 3, 4, 5, 6], None, list("aaabbb")))
    Log-rank test: p = 0.025 (two-sided), n=6
    """
    check_selection(selection)
    times = read_durations(durations)
    labels = read_groups(groups, "groups", len(times))
    codes = read_observed(observed, times)
    read_follow_up(times, codes, None, None)
    kept = (labels >= 0) & ~np.isnan(times)
    times, codes, labels = times[kept], codes[kept], labels[kept]
    reason = None
    if not len(times):
        reason = NO_UNITS
    elif len(np.unique(labels)) < 2:
        reason = Text("er is maar één groep", "there is only one group")
    elif not codes.any():
        reason = Text("er is geen gebeurtenis gezien", "no event was seen")
    statistic, p_value, df = NAN, NAN, NAN
    if reason is None:
        from scipy.stats import chi2

        # lifelines' own test calls pandas in a way that pandas 4 refuses.
        statistic, df = _chi_squared(times, codes, np.unique(labels, return_inverse=True)[1])
        p_value = float(chi2.sf(statistic, df))
        if not df:
            statistic, p_value, reason = NAN, NAN, _NOTHING_TO_COMPARE
    return Test(
        name=Text("Logranktoets", "Log-rank test"), statistic=statistic, df=df,
        p_value=p_value, n=len(times),
        method="Mantel (1966)", reason=reason, warnings=selection_warnings(selection),
        population=read_population(population, len(times)), frame=frame, selection=selection,
    )  # fmt: skip


def _chi_squared(
    times: NDArray[np.float64], codes: NDArray[np.int64], groups: NDArray[np.int64]
) -> tuple[float, float]:
    members = (groups[:, None] == np.arange(groups.max() + 1)).astype(float)
    excess = np.zeros(members.shape[1])
    variance = np.zeros((members.shape[1], members.shape[1]))
    for time in np.unique(times[codes > 0]):
        at_risk = times >= time
        events = ((times == time) & (codes > 0)) @ members
        shares = (at_risk @ members) / at_risk.sum()
        d, n = events.sum(), at_risk.sum()
        excess += events - d * shares
        if n > 1:
            spread = np.diag(shares) - np.outer(shares, shares)
            variance += d * (n - d) / (n - 1) * spread
    # A group that left before the first event says nothing, and is no degree of freedom either.
    statistic = float(excess @ np.linalg.pinv(variance, rcond=_LAST_BITS, hermitian=True) @ excess)
    return statistic, float(np.linalg.matrix_rank(variance, tol=_LAST_BITS, hermitian=True))
