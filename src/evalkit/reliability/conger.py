"""Conger's kappa: Cohen's kappa for more than two particular coders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.reliability.agreement import agreement_of
from evalkit.reliability.patterns import count_levels
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


def conger_kappa(
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
    """Agreement beyond chance of two or more particular coders, after Conger (1980).

    Chance draws each coding from that coder's own shares. Use it when the same coders coded all or
    most units; for two coders without missing codings it is Cohen's kappa, and for more it is the
    kappa of Davies and Fleiss (1982).

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
        Kappa, at most 1; `observed` and `expected` are (weighted) proportions.

    Raises
    ------
    ParameterError
        For ratings, levels, weights or options that do not exist or do not fit.

    Notes
    -----
    p_e is the mean over pairs of coders of the agreement expected from their shares. Missing
    codings after Gwet (2014): a coder's shares come from the units he coded, p_a from units with
    two or more codings; units without codings, and coders without codings, are dropped.

    References
    ----------
    .. [1] Conger (1980), Psychological Bulletin 88(2), 322-328.
    .. [2] Davies and Fleiss (1982), Biometrics 38(4), 1047-1051.
    .. [3] Gwet (2021), Educational and Psychological Measurement 81(4), 781-790.

    Examples
    --------
    >>> print(conger_kappa([["a", "a", "b"], ["b", "b", "b"], ["a", "a", "a"]], interval="none"))
    Conger's kappa 0.57, n=3
    """
    table = read_ratings(ratings, levels=levels)
    return agreement_of(
        conger_statistic(table, weights),
        table,
        interval=interval,
        level=level,
        clusters=clusters,
        replicates=replicates,
        rng=rng,
    )


def conger_statistic(ratings: Ratings, weights: WeightsLike = "unweighted") -> Statistic:
    """Build Conger's kappa as a function of sums over patterns."""
    distance = disagreement_weights(ratings, weights)
    q, table = ratings.q, ratings.table
    given = np.asarray((table.rows >= 0).any(axis=1))
    rows, counts = table.rows[given], table.counts[given]
    rows = rows[:, (rows >= 0).any(axis=0)]
    r = rows.shape[1]
    row_of_pattern = np.full(len(given), -1)
    row_of_pattern[given] = np.arange(len(rows))
    features = _features(rows, q, distance)

    def shares_of(sums: Floats) -> tuple[Floats, Floats]:
        by_coder = sums[..., 3:].reshape(*sums.shape[:-1], r, q)
        totals = by_coder.sum(axis=-1, keepdims=True)
        shares = np.divide(by_coder, totals, out=np.zeros(by_coder.shape), where=totals > 0)
        return shares, totals

    def of_sums(sums: Floats) -> Floats:
        shares, totals = shares_of(sums)
        paired = sums[..., 1]
        observed = np.divide(sums[..., 2], paired, out=np.full(paired.shape, NAN), where=paired > 0)
        return ratio_complement(observed, _between(shares, totals, distance))

    sums = counts @ features
    n, paired = int(sums[0]), float(sums[1])
    reason = why_unpaired(ratings, paired)
    value = float(of_sums(sums)) if reason is None else NAN
    if reason is None and np.isnan(value):
        reason = why_no_chance(ratings)
    observed = sums[2] / paired if paired else NAN
    influence, expected = np.full(len(rows), NAN), NAN
    if paired:
        shares, totals = shares_of(sums)
        expected = float(_between(shares, totals, distance))
    if reason is None:
        slope = 2 * (shares.sum(axis=0) - shares) @ distance / (r * (r - 1)) / totals
        # A coder's shares move only with the units he coded.
        level = slope - (slope * shares).sum(axis=1, keepdims=True)
        drift = features[:, 3:] @ level.reshape(-1)
        gain = n / paired * (expected * features[:, 1] - features[:, 2]) - (expected - observed)
        influence = gain / expected / n + observed / expected**2 * drift
    own = weights if isinstance(weights, str) else "own weights"
    return Statistic(
        name="Conger's kappa" if own == "unweighted" else f"Conger's kappa ({own})",
        value=value,
        counts=counts,
        make_features=lambda: features,
        of_sums=of_sums,
        influence=influence,
        row_of_pattern=row_of_pattern,
        n=n,
        dropped=ratings.n - n,
        observed=1 - observed,
        expected=1 - expected,
        source="Gwet (2021)",
        reason=reason,
    )


def _features(rows: NDArray[np.integer], q: int, distance: Floats) -> Floats:
    """Columns: 1, has two codings, its disagreement, levels of each coder in turn."""
    levels = count_levels(rows, q)
    m = levels.sum(axis=1)
    disagreement = np.einsum("pc,pc->p", levels @ distance, levels) / np.maximum(m * (m - 1), 1)
    one_hot = np.vstack([np.eye(q), np.zeros(q)])  # the last row is reached by -1, missing
    coded = [one_hot[column] for column in rows.T]
    return np.column_stack([np.ones(len(rows)), m >= 2, disagreement, *coded])


def _between(shares: Floats, totals: Floats, distance: Floats) -> Floats:
    """Mean over ordered pairs of coders with codings of the distance between their shares."""
    r = np.count_nonzero(totals, axis=(-2, -1))
    pooled = shares.sum(axis=-2)
    together = np.einsum("...c,...c->...", pooled @ distance, pooled)
    own = np.einsum("...rc,...rc->...", shares @ distance, shares)
    between: Floats = (together - own) / np.maximum(r * (r - 1), 1)
    return between
