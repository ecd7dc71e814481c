"""Percent agreement: how often two coders gave the same level."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from evalkit.errors import unknown_name
from evalkit.language import Text
from evalkit.reliability.agreement import agreement_of
from evalkit.reliability.pooled import Chance, pooled_statistic
from evalkit.reliability.ratings import Ratings, RatingsLike, read_ratings
from evalkit.reliability.reasons import why_unpaired
from evalkit.reliability.statistic import Statistic
from evalkit.reliability.weights import WeightsLike, disagreement_weights
from evalkit.results import NAN

if TYPE_CHECKING:
    from evalkit.reliability.labels import LevelsLike
    from evalkit.reliability.statistic import Floats
    from evalkit.reliability.uncertainty import ClustersLike, Interval, RngLike
    from evalkit.results import Agreement

_NAME = "Percent agreement"


def percent_statistic(ratings: Ratings, weights: WeightsLike = "unweighted") -> Statistic:
    """Build the mean over units of the share of agreeing pairs of codings."""
    chance = Chance(lambda shares: np.ones(shares.shape[:-1]), np.zeros_like, "Gwet (2014)")
    return pooled_statistic(ratings, _NAME, disagreement_weights(ratings, weights), chance)


def unanimous_statistic(ratings: Ratings) -> Statistic:
    """Build the share of units, coded by all, to which all coders gave the same level."""
    rows, counts = ratings.table.rows, ratings.table.counts
    complete = (rows >= 0).all(axis=1) & (rows.shape[1] > 1)
    rows, counts = rows[complete], counts[complete]
    same = (rows == rows[:, :1]).all(axis=1).astype(np.float64)
    row_of_pattern = np.full(len(complete), -1)
    row_of_pattern[complete] = np.arange(len(rows))
    n = int(counts.sum())
    value = float(counts @ same) / n if n else NAN

    def of_sums(sums: Floats) -> Floats:
        return sums[..., 1] / sums[..., 0]

    return Statistic(
        name=f"{_NAME} of all coders",
        value=value,
        counts=counts,
        make_features=lambda: np.column_stack([np.ones(len(rows)), same]),
        of_sums=of_sums,
        influence=(same - value) / max(n, 1),
        row_of_pattern=row_of_pattern,
        n=n,
        dropped=ratings.n - n,
        observed=value,
        expected=0.0,
        source="binomial",
        reason=why_unpaired(ratings, n),
    )


def percent_agreement(
    ratings: RatingsLike,
    *,
    levels: LevelsLike = None,
    weights: WeightsLike = "unweighted",
    of: Literal["pairs", "all"] = "pairs",
    interval: Interval = "analytic",
    level: float = 0.95,
    clusters: ClustersLike = None,
    replicates: int = 1000,
    rng: RngLike = 0,
) -> Agreement:
    """Percent agreement, as a proportion: what coders share, chance included.

    Report it beside a coefficient that corrects for chance, never instead of one.

    Parameters
    ----------
    ratings : RatingsLike, shape (n_units, n_coders)
        DataFrame, array or `Ratings`: one level per cell, missing where a coder gave none.
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order; None takes those present (see `read_ratings`).
    weights : str or array_like, shape (q, q)
        "unweighted", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"
        (see `agreement_weights`), or a matrix of agreement or disagreement weights.
    of : {"pairs", "all"}
        "pairs" averages over units the share of agreeing pairs of codings; "all" counts units to
        which all coders gave the same level (unweighted).
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
        A proportion in [0, 1]; it has no p-value, since 0 is not what chance gives.

    Raises
    ------
    ParameterError
        For ratings, levels, weights or options that do not exist or do not fit.

    Notes
    -----
    Missing codings: "pairs" uses units with two or more codings (Gwet 2014, the p_a of all his
    coefficients), its error counts units with at least one; "all" uses units coded by everyone.

    References
    ----------
    .. [1] Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.

    Examples
    --------
    >>> percent_agreement([["ja", "ja"], ["ja", "nee"]], interval="none").value
    0.5
    """
    table = read_ratings(ratings, levels=levels)
    if of not in ("pairs", "all"):
        raise unknown_name(Text("keuze voor of", "choice for of"), of, ("pairs", "all"))
    statistic = percent_statistic(table, weights) if of == "pairs" else unanimous_statistic(table)
    found = agreement_of(
        statistic,
        table,
        interval=interval,
        level=level,
        clusters=clusters,
        replicates=replicates,
        rng=rng,
    )
    return replace(found, p_value=NAN, low=max(found.low, 0.0) if found.low == found.low else NAN)
