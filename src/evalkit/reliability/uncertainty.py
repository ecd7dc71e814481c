"""Standard errors and intervals, once for all coefficients."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd
from scipy import special

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.reliability.multinomial import multinomial_weights
from evalkit.reliability.reasons import FEW_CLUSTERS, NO_WIDTH, ONE_UNIT, undefined_replicates
from evalkit.reliability.statistic import Statistic
from evalkit.results import NAN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Floats

Interval = Literal["analytic", "bootstrap", "bca", "jackknife", "none"]
ClustersLike: TypeAlias = "Sequence[object] | np.ndarray[Any, Any] | pd.Series | None"
RngLike: TypeAlias = "int | np.random.Generator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How uncertain a coefficient is.

    Attributes
    ----------
    low, high : float
        Ends of the interval; NaN when there is none.
    se : float
        Standard error.
    p_value : float
        Two-sided p-value of zero.
    method : str
        How it was made.
    warnings : tuple of Text
        What to know beside it.
    """

    low: float = NAN
    high: float = NAN
    se: float = NAN
    p_value: float = NAN
    method: str = "no interval"
    warnings: tuple[Text, ...] = ()


def check_interval(
    interval: str, level: float, replicates: int, allowed: Sequence[str] = ()
) -> None:
    """Refuse an interval that does not exist, a level outside (0, 1), or too few replicates."""
    known = (*get_args(Interval), *allowed)
    if interval not in known:
        raise unknown_name(Text("interval", "interval"), interval, known)
    if not 0 < level < 1:
        raise ParameterError(
            nl=f"level is {level!r}; geef een betrouwbaarheid tussen 0 en 1, zoals 0.95",
            en=f"level is {level!r}; give a confidence level between 0 and 1, such as 0.95",
        )
    if not isinstance(replicates, (int, np.integer)) or replicates < 2:
        raise ParameterError(
            nl=f"replicates is {replicates!r}; geef een geheel getal van minstens 2",
            en=f"replicates is {replicates!r}; give a whole number of at least 2",
        )


def spread_of(
    statistic: Statistic,
    interval: Interval,
    *,
    level: float,
    replicates: int,
    rng: RngLike,
    per: str,
) -> Spread:
    """Make the interval of a coefficient.

    Parameters
    ----------
    statistic : Statistic
        The coefficient; its rows are units, or clusters after `by_cluster`.
    interval : {"analytic", "bootstrap", "bca", "jackknife", "none"}
        How.
    level : float
        Confidence level in (0, 1).
    replicates : int
        Bootstrap replicates.
    rng : int or Generator
        Seed or generator of the bootstrap.
    per : str
        What a row is: "units" or "clusters".

    Returns
    -------
    Spread
    """
    size = int(statistic.counts.sum())
    if interval == "none" or statistic.reason is not None:
        return Spread()
    if size < 2:
        return Spread(warnings=(ONE_UNIT,))
    if interval in ("analytic", "jackknife"):
        spread = _symmetric(statistic, interval, level, size, per)
    else:
        spread = _bootstrap(
            statistic, interval, level=level, replicates=replicates, rng=rng, per=per
        )
    warnings = spread.warnings
    if per == "clusters" and size < 10:
        warnings += (FEW_CLUSTERS,)
    if spread.se < 1e-12:
        warnings += (NO_WIDTH,)
    p_value = NAN if spread.se < 1e-12 else spread.p_value
    return replace(spread, p_value=p_value, warnings=warnings)


def by_cluster(
    statistic: Statistic, row_of_unit: NDArray[np.int64], clusters: NDArray[np.int64]
) -> Statistic:
    """Make clusters the rows of a coefficient: each is the sum of its units.

    Parameters
    ----------
    statistic : Statistic
        The coefficient with units as rows.
    row_of_unit : ndarray of int64, shape (n_units,)
        The pattern of each unit.
    clusters : ndarray of int64, shape (n_units,)
        Number of each unit's cluster.

    Returns
    -------
    Statistic
        With one row per cluster that has a unit that counts.
    """
    row = statistic.row_of_pattern[row_of_unit]
    counted = row >= 0
    row = row[counted]
    cluster, known = pd.factorize(clusters[counted])
    size = len(known)

    def total(column: Floats) -> Floats:
        return np.bincount(cluster, column[row], size)

    def make_features() -> Floats:
        totals = [total(column) for column in statistic.features.T]
        return np.column_stack(totals) if totals else np.empty((size, 0))

    def weighing(of_rows: Callable[[Floats], float]) -> Callable[[Floats], float]:
        return lambda weights: of_rows(np.bincount(row, weights[cluster], len(statistic.counts)))

    of_weights = None if statistic.of_weights is None else weighing(statistic.of_weights)

    return Statistic(
        name=statistic.name,
        value=statistic.value,
        counts=np.ones(size, np.int64),
        make_features=make_features,
        of_sums=statistic.of_sums,
        of_weights=of_weights,
        influence=total(statistic.influence),
        row_of_pattern=np.empty(0, np.int64),
        n=statistic.n,
        dropped=statistic.dropped,
        observed=statistic.observed,
        expected=statistic.expected,
        source=statistic.source,
        reason=statistic.reason,
    )


def read_clusters(clusters: ClustersLike, ratings: Ratings) -> NDArray[np.int64]:
    """Return the number of each unit's cluster; a Series is aligned by its index."""
    if isinstance(clusters, pd.Series) and not clusters.index.equals(ratings.units):
        unknown = ratings.units.difference(clusters.index)
        if len(unknown) or not clusters.index.is_unique:
            raise ParameterError(
                nl=f"clusters heeft geen waarde voor {len(unknown)} eenheden, of eenheden dubbel; "
                "geef één cluster per eenheid",
                en=f"clusters has no value for {len(unknown)} units, or units twice; give one "
                "cluster per unit",
            )
        clusters = clusters.reindex(ratings.units)
    if not isinstance(clusters, (np.ndarray, pd.Series)):
        clusters = np.asarray(clusters, dtype=object)  # a list may hold numbers, text and None
    if clusters.ndim != 1:
        raise ParameterError(
            nl=f"clusters heeft {clusters.ndim} dimensies; geef een rij met één cluster per eenheid",
            en=f"clusters has {clusters.ndim} dimensions; give a row of one cluster per unit",
        )
    number, _ = pd.factorize(clusters)
    if number.shape != (ratings.n,) or (number < 0).any():
        raise ParameterError(
            nl=f"clusters heeft {len(number)} waarden waarvan {int((number < 0).sum())} leeg, voor "
            f"{ratings.n} eenheden; geef één cluster per eenheid",
            en=f"clusters has {len(number)} values of which {int((number < 0).sum())} empty, for "
            f"{ratings.n} units; give one cluster per unit",
        )
    return number.astype(np.int64)


def _symmetric(
    statistic: Statistic, interval: Interval, level: float, size: int, per: str
) -> Spread:
    df = statistic.df or size - 1
    if interval == "analytic":
        correction = size / (size - 1) if statistic.few_sample else 1.0
        se = float(np.sqrt(correction * (statistic.counts @ statistic.influence**2)))
        method = f"analytic over {per}: {statistic.source}, t with {df} degrees of freedom"
    else:
        left = statistic.leave_one_out()
        mean = statistic.counts @ left / size
        se = float(np.sqrt((size - 1) / size * (statistic.counts @ (left - mean) ** 2)))
        method = f"jackknife over {per}, t with {df} degrees of freedom"
    half = float(special.stdtrit(df, 0.5 + level / 2)) * se
    null_se = statistic.null_se
    if se == 0 or np.isnan(se):
        p_value = NAN
    elif interval == "analytic" and per == "units" and null_se > 0:
        p_value = 2 * float(special.ndtr(-abs(statistic.value) / null_se))
    else:
        p_value = 2 * float(special.stdtr(df, -abs(statistic.value) / se))
    return Spread(
        low=statistic.value - half,
        high=statistic.value + half,
        se=se,
        p_value=p_value,
        method=method,
    )


def draw_replicates(statistic: Statistic, replicates: int, rng: RngLike) -> Floats:
    """Return bootstrap replicates of a coefficient, NaN where one has no value."""
    generator = np.random.default_rng(rng)
    blocks = multinomial_weights(statistic.counts, replicates, generator)
    return np.concatenate([statistic.replicate(weights) for weights in blocks])


def _bootstrap(
    statistic: Statistic,
    interval: Interval,
    *,
    level: float,
    replicates: int,
    rng: RngLike,
    per: str,
) -> Spread:
    drawn = draw_replicates(statistic, replicates, rng)
    seed = f"seed {rng}" if isinstance(rng, (int, np.integer)) else "the generator given"
    kind = "BCa bootstrap" if interval == "bca" else "percentile bootstrap"
    return spread_of_replicates(
        drawn,
        statistic.value,
        level,
        acceleration=_acceleration(statistic) if interval == "bca" else None,
        method=f"{kind} over {per}, {replicates} replicates, {seed}",
    )


def spread_of_replicates(
    drawn: Floats, value: float, level: float, *, acceleration: float | None, method: str
) -> Spread:
    """Make an interval from replicates; BCa (Efron, 1987) when there is an acceleration."""
    defined = np.sort(drawn[~np.isnan(drawn)])
    lost = len(drawn) - len(defined)
    warnings = (undefined_replicates(lost, len(drawn)),) if lost else ()
    if len(defined) < 2:
        return Spread(method=method, warnings=warnings)
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    if acceleration is not None:
        # Replicates equal to the value count half: agreement is discrete and ties are common.
        tie = 1e-12 * max(1.0, abs(value))
        below = np.mean(defined < value - tie) + np.mean(np.abs(defined - value) <= tie) / 2
        bias = special.ndtri(np.clip(below, 0.5 / len(defined), 1 - 0.5 / len(defined)))
        shifted = bias + special.ndtri(tails)
        tails = special.ndtr(bias + shifted / (1 - acceleration * shifted))
    low, high = np.quantile(defined, tails)
    beyond = min(np.count_nonzero(defined <= 0), np.count_nonzero(defined >= 0))
    return Spread(
        low=float(low),
        high=float(high),
        se=float(np.std(defined, ddof=1)),
        p_value=min(1.0, 2 * (beyond + 1) / (len(defined) + 1)),
        method=method,
        warnings=warnings,
    )


def _acceleration(statistic: Statistic) -> float:
    square = statistic.counts @ statistic.influence**2
    if square == 0:
        return 0.0
    return float(statistic.counts @ statistic.influence**3 / (6 * square**1.5))
