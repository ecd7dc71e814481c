"""Restricted mean: how long units wait on average within a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.kaplan_meier import kaplan_meier, survival_influence
from evalkit.inference.sampled import NO_UNITS
from evalkit.inference.survival_curve import NOT_FOLLOWED, read_moment
from evalkit.language import Text
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from evalkit.inference.survival_curve import SurvivalCurve
    from evalkit.results import Selection


def restricted_mean(
    durations: ArrayLike | pd.Series,
    observed: ArrayLike | pd.Series | None = None,
    *,
    until: float,
    entry: ArrayLike | pd.Series | None = None,
    clusters: ArrayLike | pd.Series | None = None,
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("gemiddelde tijd zonder gebeurtenis", "mean time without the event"),
) -> Estimate:
    """Mean time without the event within the period from 0 to `until` (RMST).

    Use it when the median is not reached, or to say in one number how much of a period is lost: it
    is the area under the Kaplan-Meier curve.

    Parameters
    ----------
    durations : array_like, shape (n,)
        Time to the event or to the end of follow-up, at least 0.
    observed : array_like of bool or None, shape (n,)
        Whether the event was seen; None when for all.
    until : float
        End of the period, above 0, in the unit of the durations.
    entry : array_like or None, shape (n,)
        When each unit came into view.
    clusters : array_like or None, shape (n,)
        Team or municipality of each unit (see `kaplan_meier`).
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is estimated, for the printed line.

    Returns
    -------
    Estimate
        A time between 0 and `until`, with the interval kept within these. NaN with the reason when
        nobody was followed until then.

    Raises
    ------
    ParameterError
        If `until` is not above 0, or the durations do not fit (see `kaplan_meier`).

    Notes
    -----
    The variance is that of the estimate, the sum over event times of (area after t)² d / (Y (Y -
    d)); lifelines' `restricted_mean_survival_time(return_variance=True)` gives the variance of the
    time of one unit, which says nothing of the estimate. Checked against R's survfit (rmean).

    References
    ----------
    .. [1] Royston and Parmar (2013), BMC Medical Research Methodology 13, 152.

    Examples
    --------
    >>> print(restricted_mean([1, 2, 2, 4, 5], [1, 1, 0, 1, 0], until=4, name="wait, first 4 days"))
    wait, first 4 days 3.00 [1.89, 4.00], 95%-CI, n=5
    """
    until = read_moment(until)
    if until == 0:
        raise ParameterError(
            nl="until is 0; geef het einde van de periode", en="until is 0; give the period's end"
        )
    curve = kaplan_meier(
        durations, observed, entry=entry, clusters=clusters, level=level, population=population,
        frame=frame, selection=selection,
    )  # fmt: skip
    value, low, high, se = NAN, NAN, NAN, NAN
    reason = curve.reason
    last = curve.follow.durations.max() if curve.n else 0.0
    if not curve.n or (until > last and curve.table["value"].iloc[-1] > 0):
        reason = NOT_FOLLOWED if curve.n else NO_UNITS
    else:
        value, se = _area(curve, until)
        if reason is None:
            width = curve.follow.quantile(level) * se
            low, high = max(0.0, value - width), min(until, value + width)
    return Estimate(
        name=name, value=value, low=low, high=high, level=level, se=se, n=curve.n,
        population=curve.population, frame=frame, selection=selection, clusters=curve.clusters,
        method=f"restricted mean until {until:g}", reason=reason, warnings=curve.warnings,
    )  # fmt: skip


def _area(curve: SurvivalCurve, until: float) -> tuple[float, float]:
    steps = curve.table[curve.table["time"] <= until]
    times = steps["time"].to_numpy(float)
    widths = np.diff(np.concatenate([[0.0], times, [until]]))
    heights = np.concatenate([[1.0], steps["value"].to_numpy(float)])
    value = float(widths @ heights)
    if curve.clusters is not None:
        influence = survival_influence(curve.follow, times) @ widths[1:]
        return value, float(np.sqrt(curve.follow.sum_by_cluster(influence[:, None])[0]))
    after: NDArray[np.float64] = np.cumsum((widths * heights)[:0:-1])[::-1]
    events, at_risk = steps["events"].to_numpy(float), steps["at_risk"].to_numpy(float)
    left = at_risk - events
    # Where all that are left have the event, nothing is left after it that could vary.
    terms = np.divide(events, at_risk * left, out=np.zeros(len(steps)), where=left > 0)
    return value, float(np.sqrt((after**2 * terms).sum()))
