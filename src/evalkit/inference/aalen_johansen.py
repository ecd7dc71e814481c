"""Aalen-Johansen: how many have reached each of several ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pandas as pd

from evalkit.errors import unknown_name
from evalkit.inference.followup import INTERVAL_ENDS, design_of, read_durations, read_follow_up
from evalkit.inference.sampled import NO_UNITS, check_selection, choose
from evalkit.inference.survival_curve import (
    AT_THE_EDGE,
    NOT_FOLLOWED,
    CurveInterval,
    read_moment,
)
from evalkit.language import Language, Text, as_text, format_number, join_words
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate, Result, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import ArrayLike, NDArray

    from evalkit.inference.followup import FollowUp


@dataclass(frozen=True, slots=True, kw_only=True)
class CumulativeIncidence(Result):
    """The share that has reached each end as time goes on.

    Attributes
    ----------
    name : Text or str
        What is followed.
    table : DataFrame
        One row per time and cause: `time, cause, at_risk, events, value, se, low, high`; `value` is
        the share that has reached `cause` by `time`.
    causes : tuple
        The kinds of end: those expected first, then others that were seen.
    n : int
        Units followed.
    dropped : int
        Units left out because their duration is missing.
    level : float
        Confidence level in (0, 1).
    method : str
        The method's own name.
    reason : Text or None
        Why there is no estimate, or no interval.
    warnings : tuple of Text
        What a reader must know.
    population, frame, selection, clusters
        The design, as in `Estimate`.
    last : float
        The longest follow-up; NaN without units.
    labels : mapping of object to Text
        How causes are called for a reader.
    """

    name: Text | str
    table: pd.DataFrame
    causes: tuple[object, ...]
    n: int
    dropped: int
    level: float
    method: str
    reason: Text | None = None
    warnings: tuple[Text, ...] = ()
    population: int | None = None
    frame: str = ""
    selection: Selection = "unknown"
    clusters: int | None = None
    last: float = NAN
    labels: Mapping[Any, Text] = field(default_factory=dict)

    def label(self, cause: object) -> Text:
        """Return how a cause is called for a reader: its own name without a label."""
        return self.labels.get(cause, Text(str(cause), str(cause)))

    def at(self, time: float, cause: object) -> Estimate:
        """Estimate the share that has reached one end by a moment.

        Parameters
        ----------
        time : float
            At least 0, in the unit of the durations.
        cause : object
            One of `causes`.

        Returns
        -------
        Estimate
            A share in [0, 1]; NaN with the reason when nobody was followed for so long.
        """
        time = read_moment(time)
        if self.n and cause not in self.causes:
            known = [str(known) for known in self.causes]
            raise unknown_name(Text("einde", "end"), cause, known, where=self.name)
        rows = self.table[(self.table["time"] <= time) & (self.table["cause"] == cause)]
        value, se, low, high = 0.0, 0.0, NAN, NAN
        if len(rows):
            value, se, low, high = (float(rows[c].iloc[-1]) for c in ("value", "se", "low", "high"))
        reason = self.reason or (AT_THE_EDGE if np.isnan(low) else None)
        if not self.n or (time > self.last and self._open_at_end()):
            reason, value, se, low, high = NOT_FOLLOWED if self.n else NO_UNITS, NAN, NAN, NAN, NAN
        what = as_text(self.name)
        by = Text(
            f"{what.nl}: {self.label(cause).nl} (na {format_number(time, 'nl')})",
            f"{what.en}: {self.label(cause).en} (by {time:g})",
        )
        return Estimate(
            name=by, value=value, low=low, high=high,
            level=self.level, se=se, n=self.n, population=self.population, frame=self.frame,
            selection=self.selection, clusters=self.clusters, method=self.method, reason=reason,
            warnings=self.warnings, scale="share",
        )  # fmt: skip

    def _open_at_end(self) -> bool:
        final = self.table[self.table["time"] == self.table["time"].max()]
        return bool(final["value"].sum() < 1 - 1e-9)

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        if not self.causes:
            reason = self.reason or Text("geen einde gezien", "no end was seen")
            name = as_text(self.name).in_language(language)
            return f"{name} –: {reason.in_language(language)}"
        ends = [self.at(self.last, cause).in_language(language) for cause in self.causes]
        return join_words(ends, language)

    def __str__(self) -> str:
        return self.in_language("en")


def aalen_johansen(
    durations: ArrayLike | pd.Series,
    causes: ArrayLike | pd.Series,
    *,
    censored: Iterable[object] = (0, "einde waarneming"),
    expected: Iterable[object] = (),
    entry: ArrayLike | pd.Series | None = None,
    clusters: ArrayLike | pd.Series | None = None,
    interval: CurveInterval = "log-log",
    level: float = 0.95,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("geëindigd", "ended"),
    labels: Mapping[Any, Text] | None = None,
) -> CumulativeIncidence:
    """Share that has reached each of several ends, after Aalen and Johansen (1978).

    Use it where one end makes another impossible: a handover ends in first contact, a refusal or a
    move. Taking the others as censored, as `kaplan_meier` does, overstates each of them.

    Parameters
    ----------
    durations : array_like, shape (n,)
        Time to the end or to the end of follow-up, at least 0.
    causes : array_like, shape (n,)
        What ended it; missing or one of `censored` when follow-up ended first.
    censored : iterable of object
        The values that mean: still open.
    expected : iterable of object
        Ends to give also when nobody reached them; their share is then 0.
    entry : array_like or None, shape (n,)
        When each unit came into view.
    clusters : array_like or None, shape (n,)
        Team or municipality of each unit (see `kaplan_meier`).
    interval : {"log-log", "log", "plain"}
        Scale on which the interval of the share is symmetric.
    level : float
        Confidence level in (0, 1).
    population : int or None
        Units that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is followed, for the printed line.
    labels : mapping of object to Text or None
        How causes are called for a reader; a cause without a label goes by its own name.

    Returns
    -------
    CumulativeIncidence
        With `.table` and `.at(time, cause)`.

    Raises
    ------
    ParameterError
        If a duration is negative or ends before entry.

    Notes
    -----
    Ends at the same time are counted as such; lifelines' `AalenJohansenFitter` first shifts them at
    random and so answers otherwise at each run. The standard error is the infinitesimal jackknife,
    as in R's survfit; with clusters summed by cluster, times G / (G - 1).

    References
    ----------
    .. [1] Aalen and Johansen (1978), Scandinavian Journal of Statistics 5, 141-150.

    Examples
    --------
    >>> ends = aalen_johansen([1, 2, 2, 3], ["contact", "refused", "contact", None])
    >>> print(ends.at(2, "contact"))
    ended: contact (by 2) 0.50 [0.06, 0.84], 95%-CI, n=4
    """
    choose("interval", interval, get_args(CurveInterval), where="aalen_johansen")
    check_level(level)
    check_selection(selection)
    kinds = pd.Series(np.atleast_1d(np.asarray(causes, dtype=object)), dtype=object)
    kinds = kinds.mask(kinds.isin(list(censored)))
    seen = [*dict.fromkeys([*expected, *kinds.dropna()])]
    codes = kinds.map({cause: number for number, cause in enumerate(seen, start=1)})
    found = codes.fillna(0).to_numpy(int)
    follow = read_follow_up(read_durations(durations), found, entry, clusters)
    total, reason, warnings = design_of(follow, selection, population)
    table = _incidence(follow, seen)
    ends = [(NAN, NAN)] * len(table)
    if reason is None:
        quantile = follow.quantile(level)
        ends = [
            INTERVAL_ENDS[interval](value, se, quantile)
            for value, se in zip(table["value"], table["se"], strict=True)
        ]
    table["low"], table["high"] = np.array(ends, dtype=float).reshape(-1, 2).T
    n = len(follow.durations)
    return CumulativeIncidence(
        name=name, table=table, causes=tuple(seen), n=n, dropped=follow.dropped, level=level,
        method=f"Aalen-Johansen (1978), {interval} interval", reason=reason, warnings=warnings,
        population=total, frame=frame, selection=selection, clusters=follow.n_clusters,
        last=float(follow.durations.max()) if n else NAN, labels=dict(labels or {}),
    )  # fmt: skip


def _incidence(follow: FollowUp, causes: list[object]) -> pd.DataFrame:
    columns = ["time", "cause", "at_risk", "events", "value", "se"]
    times = np.unique(follow.durations)
    survival, free = 1.0, np.zeros(len(follow.durations))
    values = np.zeros(len(causes))
    influence: NDArray[np.float64] = np.zeros((len(follow.durations), len(causes)))
    rows = []
    for time in times:
        at_risk = (follow.entry < time) & (follow.durations >= time)
        size = int(at_risk.sum())
        ended = follow.durations == time
        before, free_before = survival, free
        for number, cause in enumerate(causes):
            reached = ended & (follow.codes == number + 1)
            hazard = reached.sum() / size
            residual = (reached - at_risk * hazard) / size
            values[number] += before * hazard
            influence[:, number] += before * residual + free_before * hazard
            se = float(np.sqrt(follow.sum_by_cluster(influence[:, [number]])[0]))
            rows.append((time, cause, size, int(reached.sum()), float(values[number]), se))
        reached = ended & (follow.codes > 0)
        hazard = reached.sum() / size
        free = free_before * (1 - hazard) - before * (reached - at_risk * hazard) / size
        survival = before * (1 - hazard)
    return pd.DataFrame(rows, columns=columns)
