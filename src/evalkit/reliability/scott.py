"""Scott's pi: two interchangeable coders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evalkit.reliability.agreement import agreement_of
from evalkit.reliability.cohen import require_two_coders
from evalkit.reliability.fleiss import expected_by_shares
from evalkit.reliability.pooled import pooled_statistic
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.weights import WeightsLike, disagreement_weights

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.statistic import Statistic
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike
    from evalkit.results import Agreement


def scott_statistic(ratings: Ratings, weights: WeightsLike = "unweighted") -> Statistic:
    """Build Scott's pi as a function of sums over patterns."""
    require_two_coders(ratings, "scott_pi", "fleiss_kappa")
    distance = disagreement_weights(ratings, weights)
    chance = expected_by_shares(distance, "delta method for large samples")
    return replace(
        pooled_statistic(ratings, "Scott's pi", distance, chance, least=2), few_sample=False
    )


def scott_pi(
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
    """Agreement of two interchangeable coders beyond chance, after Scott (1955).

    Chance draws both codings from the same shares, so unlike in `cohen_kappa` a coder who uses a
    level more often than the other counts as disagreement. For more coders: `fleiss_kappa`.

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
        Pi, at most 1; `observed` and `expected` are proportions.

    Raises
    ------
    ParameterError
        For more than two coders, or options that do not exist or do not fit.

    Notes
    -----
    Missing codings: only units coded by both count, the others are dropped. The error is that of
    the multinomial table of both coders (delta method, divided by n).

    References
    ----------
    .. [1] Scott (1955), Public Opinion Quarterly 19(3), 321-325.

    Examples
    --------
    >>> print(scott_pi([["a", "a"], ["b", "b"], ["a", "b"]], interval="none"))
    Scott's pi 0.33, n=3
    """
    table = read_ratings(ratings, levels=levels)
    return agreement_of(
        scott_statistic(table, weights),
        table,
        interval=interval,
        level=level,
        clusters=clusters,
        replicates=replicates,
        rng=rng,
    )
