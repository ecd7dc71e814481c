"""Cohen's kappa: two particular coders, unweighted or weighted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from evalkit.errors import ParameterError
from evalkit.reliability.agreement import agreement_of
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.reasons import why_no_chance, why_unpaired
from evalkit.reliability.statistic import Statistic, ratio_complement
from evalkit.reliability.weights import WeightsLike, disagreement_weights
from evalkit.results import NAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.statistic import Floats
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike
    from evalkit.results import Agreement


def cohen_kappa(
    ratings: RatingsLike,
    *,
    levels: LevelsLike = None,
    weights: WeightsLike = "unweighted",
    interval: Interval = "analytic",
    level: float = 0.95,
    clusters: ClustersLike = None,
    replicates: int = 1000,
    rng: RngLike = 0,
) -> Agreement:
    """Agreement of two particular coders beyond chance, after Cohen (1960, 1968).

    Chance draws each coding from that coder's own shares. For more coders: `conger_kappa`, or
    `agreement_by_pair`. For skewed levels kappa is low although coders agree: see `gwet_ac1`.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, 2)
        DataFrame, array or `Ratings` of exactly two coders; missing where a coder gave no level.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order; None takes those present (see `read_ratings`).
    weights : str or array_like, shape (q, q)
        "unweighted", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"
        (see `agreement_weights`), or a matrix of agreement or disagreement weights.
    interval : {"analytic", "bootstrap", "bca", "jackknife", "none"}
        How the interval is made; "bootstrap" takes percentiles.
    level : float
        Confidence level in (0, 1).
    clusters : array_like or None, shape (n_units,)
        Document, file or municipality of each unit: resampled, left out or summed as a whole.
    replicates : int
        Bootstrap replicates.
    rng : int or Generator
        Seed or generator of the bootstrap; the default 0 repeats itself.

    Returns
    -------
    Agreement
        Kappa, at most 1; `observed` and `expected` are (weighted) proportions.

    Raises
    ------
    ParameterError
        For more than two coders, weights for labels without an order, or options that do not exist
        or do not fit.

    Notes
    -----
    kappa = (p_o - p_e) / (1 - p_e). Missing codings: only units coded by both count, the others
    are dropped. Numbers are their own scores, ordered labels score 1, 2, 3, ... (so for the levels
    1, 2, 10 linear weights differ from those on ranks). Error and p-value after Fleiss, Cohen and
    Everitt: the interval from the error at this kappa with t, the p-value from the error at kappa
    zero with the normal law.

    References
    ----------
    .. [1] Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.
    .. [2] Cohen (1968), Psychological Bulletin 70(4), 213-220.
    .. [3] Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72(5), 323-327.

    Examples
    --------
    >>> print(cohen_kappa([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]], interval="none"))
    Cohen's kappa 0.50, n=4
    """
    table = read_ratings(ratings, levels=levels)
    return agreement_of(
        cohen_statistic(table, weights, errors=interval != "none"),
        table,
        interval=interval,
        level=level,
        clusters=clusters,
        replicates=replicates,
        rng=rng,
    )


def cohen_kappa_max(ratings: RatingsLike, *, levels: LevelsLike = None) -> Agreement:
    """Return the largest kappa that the shares of both coders allow, after Cohen (1960, p. 42).

    When coders use the levels unequally often, kappa cannot reach 1; kappa divided by this maximum
    says how much of the attainable agreement was attained.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, 2)
        DataFrame, array or `Ratings` of exactly two coders; missing where a coder gave no level.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order; None takes those present (see `read_ratings`).

    Returns
    -------
    Agreement
        The maximum as `value`, without an interval.

    Raises
    ------
    ParameterError
        For more than two coders or a level that does not exist.

    References
    ----------
    .. [1] Cohen (1960), Educational and Psychological Measurement 20(1), 37-46.

    Examples
    --------
    >>> cohen_kappa_max([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]]).value
    0.5
    """
    table = read_ratings(ratings, levels=levels)
    statistic = cohen_statistic(table, "unweighted")
    observed, value = NAN, NAN
    if statistic.reason is None:
        shares = (statistic.counts @ statistic.features)[2:] / statistic.n
        first, second = shares[: table.q], shares[table.q :]
        observed = float(np.minimum(first, second).sum())
        value = 1 - (1 - observed) / (1 - statistic.expected)
    largest = replace(statistic, name="Largest Cohen's kappa", value=value, observed=observed)
    return agreement_of(
        largest, table, interval="none", level=0.95, clusters=None, replicates=2, rng=0
    )


def cohen_statistic(
    ratings: Ratings, weights: WeightsLike = "unweighted", *, errors: bool = True
) -> Statistic:
    """Build Cohen's kappa as a function of sums over patterns, with what its errors need or not."""
    require_two_coders(ratings, "cohen_kappa", "conger_kappa")
    distance = disagreement_weights(ratings, weights, symmetric=False)
    q, table = ratings.q, ratings.table
    both = np.asarray((table.rows >= 0).all(axis=1)) & (len(ratings.coders) == 2)
    rows, counts = table.rows[both], table.counts[both]
    row_of_pattern = np.full(len(both), -1)
    row_of_pattern[both] = np.arange(len(rows))

    def of_sums(sums: Floats) -> Floats:
        n = sums[..., 0]
        chance = np.einsum("...c,...c->...", sums[..., 2 : 2 + q] @ distance, sums[..., 2 + q :])
        return ratio_complement(sums[..., 1] * n, chance)

    n = int(counts.sum())
    reason = why_unpaired(ratings, n)
    value = observed = expected = null_se = NAN
    influence = np.full(len(rows), NAN)
    if reason is None:
        a, b = rows.T
        apart = distance[a, b]
        first, second = np.bincount(a, counts, q), np.bincount(b, counts, q)
        # How far a level of one coder is by chance from what the other gives, summed over units.
        to_second, to_first = distance @ second, first @ distance
        disagreed, chance = float(counts @ apart), float(first @ to_second)
        observed, expected = disagreed / n, chance / n**2
        if chance > 0:
            value = 1 - disagreed * n / chance
        else:
            reason = why_no_chance(ratings)
        if errors and reason is None:
            drift = (to_second[a] + to_first[b]) / n - 2 * expected
            influence = (observed / expected**2 * drift - (apart - observed) / expected) / n
            null_se = _null_se(1 - distance, first / n, second / n, n)
    own = weights if isinstance(weights, str) else "own weights"
    return Statistic(
        name="Cohen's kappa" if own == "unweighted" else f"Cohen's kappa ({own})",
        value=value,
        counts=counts,
        make_features=lambda: _features(rows, q, distance),
        of_sums=of_sums,
        influence=influence,
        row_of_pattern=row_of_pattern,
        n=n,
        dropped=ratings.n - n,
        observed=1 - observed,
        expected=1 - expected,
        few_sample=False,
        null_se=null_se,
        source="Fleiss, Cohen and Everitt (1969)",
        reason=reason,
    )


def require_two_coders(ratings: Ratings, name: str, instead: str) -> None:
    """Refuse a table of three or more coders; one coder is a reason, not an error."""
    found = len(ratings.coders)
    if found > 2:
        raise ParameterError(
            nl=f"{name} is voor precies twee codeurs, dit zijn er {found}; gebruik {instead}, of "
            "agreement_by_pair voor alle paren",
            en=f"{name} is for exactly two coders, these are {found}; use {instead}, or "
            "agreement_by_pair for all pairs",
        )


def _features(rows: NDArray[np.integer], q: int, distance: Floats) -> Floats:
    """Columns: 1, disagreement, level of the first coder, level of the second coder."""
    if not len(rows):
        return np.empty((0, 2 + 2 * q))
    first, second = rows.T
    return np.column_stack(
        [np.ones(len(rows)), distance[first, second], np.eye(q)[first], np.eye(q)[second]]
    )


def _null_se(weights: Floats, first: Floats, second: Floats, n: int) -> float:
    expected = first @ weights @ second
    spread = (weights - (weights @ second)[:, None] - (first @ weights)[None, :]) ** 2
    variance = (first @ spread @ second - expected**2) / (n * (1 - expected) ** 2)
    return float(np.sqrt(np.maximum(variance, 0.0)))
