"""How long each unit was followed, what ended it, and when it came into view."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.columns import read_groups, read_numbers, require_groups
from evalkit.inference.sampled import (
    FEWEST_CLUSTERS,
    no_interval,
    read_population,
    selection_warnings,
    too_few_clusters,
)
from evalkit.language import Text
from evalkit.results import NAN

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

FEW_CLUSTERS: Final = 8
ONE_CLUSTER: Final = Text(
    "één cluster zegt niets over de spreiding tussen clusters; er is geen interval",
    "one cluster tells nothing of the variation between clusters; there is no interval",
)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Units with a known duration.

    Attributes
    ----------
    durations : ndarray of float64, shape (n,)
        From the origin to the end of follow-up.
    codes : ndarray of int64, shape (n,)
        0 where censored, 1, 2, ... for the kind of end.
    entry : ndarray of float64, shape (n,)
        When the unit came into view; minus infinity when from the start.
    clusters : ndarray of int64 or None, shape (n,)
        Number of the cluster of each unit.
    dropped : int
        Units left out because the duration is missing.
    """

    durations: Floats
    codes: NDArray[np.int64]
    entry: Floats
    clusters: NDArray[np.int64] | None
    dropped: int

    @property
    def n_clusters(self) -> int | None:
        """Number of clusters, or None when units are not nested."""
        return None if self.clusters is None else len(np.unique(self.clusters))

    def quantile(self, level: float) -> float:
        """Return the multiplier of the standard error: normal, or t with clusters - 1 df."""
        from scipy.stats import norm, t

        if self.n_clusters is None:
            return float(norm.isf((1 - level) / 2))
        return float(t.isf((1 - level) / 2, self.n_clusters - 1))

    def sum_by_cluster(self, influence: Floats) -> Floats:
        """Return the variance of each column of `influence`, summed by unit or by cluster."""
        if self.clusters is None or self.n_clusters is None:
            return np.asarray((influence**2).sum(axis=0))
        sums = np.zeros((self.n_clusters, influence.shape[1]))
        np.add.at(sums, self.clusters, influence)
        groups = self.n_clusters
        return np.asarray((sums**2).sum(axis=0)) * groups / max(groups - 1, 1)


def read_follow_up(
    durations: ArrayLike | pd.Series,
    codes: NDArray[np.int64],
    entry: ArrayLike | pd.Series | None,
    clusters: ArrayLike | pd.Series | None,
) -> FollowUp:
    """Read durations with what ended them; units without a duration are counted and left out."""
    times = read_durations(durations)
    since = np.full(len(times), -np.inf) if entry is None else read_durations(entry, "entry")
    group = None if clusters is None else read_groups(clusters, "clusters", len(times))
    for what, column in (("observed", codes), ("entry", since)):
        if len(column) != len(times):
            raise ParameterError(
                nl=f"{what} heeft {len(column)} waarden en durations {len(times)}; geef er evenveel",
                en=f"{what} has {len(column)} values and durations {len(times)}; "
                "give as many of both",
            )
    known = ~np.isnan(times)
    if (times[known] < 0).any():
        raise ParameterError(
            nl="een duur is negatief; kijk of de datums in de goede volgorde staan",
            en="a duration is negative; see whether the dates are in the right order",
        )
    if np.isnan(since[known]).any() or (since[known] >= times[known]).any():
        raise ParameterError(
            nl="entry ontbreekt of ligt niet vóór het einde; een eenheid moet in beeld komen "
            "voordat de waarneming eindigt",
            en="entry is missing or does not lie before the end; a unit must come into view before "
            "its follow-up ends",
        )
    kept = None
    if group is not None:
        require_groups(group[known], "clusters")
        kept = np.unique(group[known], return_inverse=True)[1].astype(np.int64)
    return FollowUp(times[known], codes[known], since[known], kept, int((~known).sum()))


def read_durations(values: ArrayLike | pd.Series, what: str = "durations") -> Floats:
    """Return durations as numbers; differences of dates become days."""
    if getattr(getattr(values, "dtype", None), "kind", "") == "m":
        values = np.asarray(values, dtype="timedelta64[ns]") / np.timedelta64(1, "D")
    return read_numbers(values, what)


def read_observed(observed: ArrayLike | pd.Series | None, times: Floats) -> NDArray[np.int64]:
    """Return 1 where the event was seen and 0 where the unit is censored or has no duration."""
    if observed is None:
        return np.ones(len(times), dtype=np.int64)
    flags = read_numbers(observed, "observed")
    if len(flags) == len(times):
        flags = np.where(np.isnan(times), 0.0, flags)
    if not np.isin(flags, (0.0, 1.0)).all():
        raise ParameterError(
            nl="observed mag alleen True of False (1 of 0) bevatten, zonder lege cellen; "
            "meerdere soorten einde gaan met aalen_johansen",
            en="observed may hold only True or False (1 or 0), without empty cells; "
            "several kinds of end go with aalen_johansen",
        )
    return flags.astype(np.int64)


def design_of(
    follow: FollowUp, selection: str, population: int | None
) -> tuple[int | None, Text | None, tuple[Text, ...]]:
    """Return the population, why there is no interval, and what a reader must know."""
    n = len(follow.durations)
    total = read_population(population, n)
    reason = no_interval(selection, n, total)
    if reason is None and follow.n_clusters == 1:
        reason = ONE_CLUSTER
    groups = follow.n_clusters
    if reason is None and groups is not None and groups < FEWEST_CLUSTERS:
        reason = too_few_clusters(groups)
    warnings = selection_warnings(selection) if reason is None else ()
    if reason is None and groups is not None and groups <= FEW_CLUSTERS:
        warnings += (
            Text(
                f"er zijn maar {groups} clusters; het interval (t, {groups - 1} vrijheidsgraden) is "
                "een ruwe schatting",
                f"there are only {groups} clusters; the interval (t, {groups - 1} degrees of "
                "freedom) is rough",
            ),
        )
    if follow.dropped:
        warnings += (
            Text(
                f"{follow.dropped} eenheden zonder bekende duur tellen niet mee",
                f"{follow.dropped} units without a known duration are left out",
            ),
        )
    return total, reason, warnings


def log_log_ends(value: float, se: float, quantile: float) -> tuple[float, float]:
    """Both ends of the interval that is symmetric in log(-log(value)); none at 0 and 1."""
    if not 0 < value < 1 or math.isnan(se):
        return NAN, NAN
    width = quantile * se / abs(value * math.log(value))
    return value ** math.exp(width), value ** math.exp(-width)


def plain_ends(value: float, se: float, quantile: float) -> tuple[float, float]:
    """Both ends of value ± quantile se, kept within [0, 1]; none at 0 and 1."""
    if not 0 < value < 1 or math.isnan(se):
        return NAN, NAN
    return max(0.0, value - quantile * se), min(1.0, value + quantile * se)


def log_ends(value: float, se: float, quantile: float) -> tuple[float, float]:
    """Both ends of the interval that is symmetric in log(value), at most 1; none at 0 and 1."""
    if not 0 < value < 1 or math.isnan(se):
        return NAN, NAN
    factor = math.exp(quantile * se / value)
    return value / factor, min(1.0, value * factor)


INTERVAL_ENDS: Final = {"log-log": log_log_ends, "log": log_ends, "plain": plain_ends}
