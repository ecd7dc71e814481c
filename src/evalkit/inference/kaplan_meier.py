"""Kaplan-Meier: which share has not had the event yet, with units still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

import numpy as np
import pandas as pd

from evalkit.inference.followup import (
    INTERVAL_ENDS,
    design_of,
    read_durations,
    read_follow_up,
    read_observed,
)
from evalkit.inference.sampled import check_selection, choose
from evalkit.inference.survival_curve import CurveInterval, SurvivalCurve
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from evalkit.inference.followup import FollowUp
    from evalkit.results import Selection

_EMPTIED: Final = Text(
    "op een vroeg moment waren alle gevolgde eenheden al geweest; de curve staat daarna op 0, "
    "ook voor wie later in beeld kwam",
    "at an early moment all units in view had had the event; the curve is 0 from there, also for "
    "those who came into view later",
)


def kaplan_meier(
    durations: ArrayLike | pd.Series,
    observed: ArrayLike | pd.Series | None = None,
    *,
    entry: ArrayLike | pd.Series | None = None,
    clusters: ArrayLike | pd.Series | None = None,
    interval: CurveInterval = "log-log",
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("zonder gebeurtenis", "without the event"),
) -> SurvivalCurve:
    """Share of units without the event as time goes on, after Kaplan and Meier (1958).

    Use it for the time to acceptance or first contact: a file that is still open counts for as long
    as it was followed. Where another end (refused, moved) makes the event impossible, take
    `aalen_johansen`: this curve would speak of a world in which nobody refuses.

    Parameters
    ----------
    durations : array_like, shape (n,)
        Time to the event or to the end of follow-up, at least 0; missing units are counted and
        left out.
    observed : array_like of bool or None, shape (n,)
        Whether the event was seen; None when for all.
    entry : array_like or None, shape (n,)
        When each unit came into view, before its duration ends (delayed entry, left truncation).
    clusters : array_like or None, shape (n,)
        Team or municipality of each unit; the standard error is then robust and the interval takes
        t with clusters - 1 degrees of freedom.
    interval : {"log-log", "log", "plain"}
        Scale on which the interval is symmetric; "log-log" stays within [0, 1].
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N); a count, never a fraction.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What the curve shows, for the printed line.

    Returns
    -------
    SurvivalCurve
        With `.table`, `.at(time)`, `.median()` and `.quantile(share)`.

    Raises
    ------
    ParameterError
        If a duration is negative or ends before entry, or `observed` is not yes or no.

    Notes
    -----
    The curve is lifelines' `KaplanMeierFitter`, or with `entry` the same product (lifelines raises
    when nobody is in view for a while). A unit that enters at t is at risk after t, one that ends
    at t is at risk at t. The standard error is Greenwood's; with clusters it is the
    infinitesimal jackknife summed by cluster, times G / (G - 1). Checked against R's survfit.

    References
    ----------
    .. [1] Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457-481.
    .. [2] Brookmeyer and Crowley (1982), Biometrics 38, 29-41.

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 2, 4, 5], [1, 1, 0, 1, 0], name="not yet accepted")
    >>> print(curve.at(2))
    not yet accepted at 2 0.60 [0.13, 0.88], 95%-CI, n=5
    >>> print(curve.median())
    median, not yet accepted 4.00 [1.00, –], 95%-CI, n=5
    """
    choose("interval", interval, get_args(CurveInterval), where="kaplan_meier")
    check_level(level)
    check_selection(selection)
    times = read_durations(durations)
    follow = read_follow_up(times, read_observed(observed, times), entry, clusters)
    total, reason, warnings = design_of(follow, selection, population)
    table = _steps(follow)
    if len(table) and (table["value"].iloc[:-1] == 0).any():
        warnings += (_EMPTIED,)
    ends = [(NAN, NAN)] * len(table)
    if reason is None:
        quantile = follow.quantile(level)
        ends = [
            INTERVAL_ENDS[interval](value, se, quantile)
            for value, se in zip(table["value"], table["se"], strict=True)
        ]
    table["low"], table["high"] = np.array(ends, dtype=float).reshape(-1, 2).T
    return SurvivalCurve(
        name=name, table=table, n=len(follow.durations), events=int(follow.codes.sum()),
        dropped=follow.dropped, level=level, method=f"Kaplan-Meier (1958), {interval} interval",
        reason=reason, warnings=warnings, population=total, frame=frame, selection=selection,
        clusters=follow.n_clusters, follow=follow, interval=interval,
    )  # fmt: skip


def _steps(follow: FollowUp) -> pd.DataFrame:
    columns = ["time", "at_risk", "events", "censored", "value", "se"]
    if not len(follow.durations):
        return pd.DataFrame(columns=columns, dtype=float)
    table = _late_steps(follow) if np.isfinite(follow.entry).any() else _fitted_steps(follow)
    table = table[(table["events"] + table["censored"]) > 0].reset_index(drop=True)
    table["se"] = (
        _greenwood(table)
        if follow.clusters is None
        else np.sqrt(follow.sum_by_cluster(survival_influence(follow, table["time"].to_numpy())))
    )
    return table


def _fitted_steps(follow: FollowUp) -> pd.DataFrame:
    from lifelines import KaplanMeierFitter  # type: ignore[import-untyped]

    fitter = KaplanMeierFitter().fit(follow.durations, follow.codes)
    events = fitter.event_table
    curve = fitter.survival_function_.iloc[:, 0]
    return pd.DataFrame(
        {
            "time": events.index.to_numpy(float),
            "at_risk": events["at_risk"].to_numpy(np.int64),
            "events": events["observed"].to_numpy(np.int64),
            "censored": events["censored"].to_numpy(np.int64),
            "value": curve.reindex(events.index).to_numpy(float),
        }
    )


def _late_steps(follow: FollowUp) -> pd.DataFrame:
    # lifelines raises when nobody is left in view for a while, where the curve is known to be 0.
    rows = []
    value = 1.0
    for time in np.unique(follow.durations):
        at_risk = int(((follow.entry < time) & (follow.durations >= time)).sum())
        ending = follow.codes[follow.durations == time]
        events = int(ending.sum())
        value *= 1 - events / at_risk
        rows.append((float(time), at_risk, events, len(ending) - events, value))
    return pd.DataFrame(rows, columns=["time", "at_risk", "events", "censored", "value"])


def _greenwood(table: pd.DataFrame) -> NDArray[np.float64]:
    events, at_risk = table["events"].to_numpy(float), table["at_risk"].to_numpy(float)
    left = at_risk - events
    terms = np.divide(events, at_risk * left, out=np.zeros(len(table)), where=left > 0)
    return np.asarray(table["value"].to_numpy() * np.sqrt(np.cumsum(terms)))


def survival_influence(follow: FollowUp, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the derivative of the curve at `times` (all end times) to the weight of each unit."""
    influence = np.zeros((len(follow.durations), len(times)))
    current = np.zeros(len(follow.durations))
    survival = 1.0
    for column, time in enumerate(times):
        at_risk = (follow.entry < time) & (follow.durations >= time)
        ended = (follow.durations == time) & (follow.codes > 0)
        hazard = ended.sum() / at_risk.sum()
        current = current * (1 - hazard) - survival * (ended - at_risk * hazard) / at_risk.sum()
        survival *= 1 - hazard
        influence[:, column] = current
    return influence
