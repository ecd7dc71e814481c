"""Fleiss' kappa, and Scott's pi, of which it is the version for more coders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.agreement import agreement_of
from evalkit.reliability.pooled import Chance, pooled_statistic
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.weights import WeightsLike, disagreement_weights

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.statistic import Floats, Statistic
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike
    from evalkit.results import Agreement


def fleiss_statistic(ratings: Ratings, weights: WeightsLike = "unweighted") -> Statistic:
    """Build Fleiss' kappa as a function of sums over patterns."""
    distance = disagreement_weights(ratings, weights)
    name = "Fleiss' kappa"
    if not isinstance(weights, str) or weights != "unweighted":
        name += f" ({weights if isinstance(weights, str) else 'own weights'})"
    return pooled_statistic(
        ratings, name, distance, expected_by_shares(distance, "Gwet (2008, 2021)")
    )


def expected_by_shares(distance: Floats, source: str) -> Chance:
    """Return chance as two coders who draw levels by the pooled shares."""

    def disagreement(shares: Floats) -> Floats:
        apart: Floats = np.einsum("...c,...c->...", shares @ distance, shares)
        return apart

    return Chance(disagreement, lambda shares: 2 * (distance @ shares), source)


def fleiss_kappa(
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
    """Agreement beyond chance of two or more interchangeable coders, after Fleiss (1971).

    Use it when each unit may have been coded by other people. For the same coders throughout
    `conger_kappa` is sharper; for skewed levels see `gwet_ac1`; for few units
    `krippendorff_alpha` corrects for their number.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`: one level per cell, missing where a coder gave none.
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
        Kappa, at most 1; `observed` and `expected` are proportions.

    Raises
    ------
    ParameterError
        For ratings, levels, weights or options that do not exist or do not fit.

    Notes
    -----
    kappa = (p_a - p_e) / (1 - p_e), with p_e the sum of w_kl pi_k pi_l over the shares pi of the
    levels. Missing codings after Gwet (2014): units with one coding count in the shares, units
    with two or more in p_a; units without codings are dropped. The error is Gwet's linearisation,
    valid also when kappa is not zero (Fleiss' own is for testing only).

    References
    ----------
    .. [1] Fleiss (1971), Psychological Bulletin 76(5), 378-382.
    .. [2] Gwet (2021), Educational and Psychological Measurement 81(4), 781-790.

    Examples
    --------
    >>> print(fleiss_kappa([["a", "a", "b"], ["b", "b", "b"], ["a", "a", "a"]], interval="none"))
    Fleiss' kappa 0.55, n=3
    """
    table = read_ratings(ratings, levels=levels)
    return agreement_of(
        fleiss_statistic(table, weights),
        table,
        interval=interval,
        level=level,
        clusters=clusters,
        replicates=replicates,
        rng=rng,
    )
