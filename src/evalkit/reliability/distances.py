"""How far two levels are apart: the metrics of Krippendorff's alpha."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.reliability.ratings import require_order, require_scores

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    from evalkit.reliability.ratings import Ratings
    from evalkit.reliability.statistic import Floats

MetricName = Literal["nominal", "ordinal", "interval", "ratio", "jaccard", "masi"]
MetricLike: TypeAlias = "MetricName | Callable[[Any, Any], float] | ArrayLike"

_BLOCK_CELLS = 1 << 22


@dataclass(frozen=True, slots=True)
class Distance:
    """Distance between levels that does not depend on how often they occur.

    Attributes
    ----------
    name : str
        The metric.
    between : callable
        From two arrays of level numbers to their distances.
    times : callable
        From frequencies, shape (..., q), to their product with the distance matrix.
    bounded : bool
        Whether distances lie between 0 and 1, so that agreement is a proportion.
    """

    name: str
    between: Callable[[NDArray[np.integer], NDArray[np.integer]], Floats]
    times: Callable[[Floats], Floats]
    bounded: bool


def find_distance(ratings: Ratings, metric: MetricLike) -> Distance:
    """Return the distance of a metric other than "ordinal" and "interval".

    Parameters
    ----------
    ratings : Ratings
        Decides the levels.
    metric : str, callable or array_like
        "nominal", "ratio", "jaccard", "masi", a function of two levels, or a matrix (q, q).

    Returns
    -------
    Distance

    Raises
    ------
    ParameterError
        For a metric that does not fit the levels.
    """
    if isinstance(metric, str):
        if metric == "nominal":
            return Distance(
                metric, np.not_equal, lambda f: f.sum(axis=-1, keepdims=True) - f, bounded=True
            )
        if metric == "ratio":
            return _ratio(ratings)
        sets = _require_sets(ratings, metric)
        return _from_matrix(metric, set_distances(sets, masi=metric == "masi"))
    if callable(metric):
        pairs = [[float(metric(a, b)) for b in ratings.levels] for a in ratings.levels]
        return _from_matrix(
            "own distance", _check(np.array(pairs).reshape(ratings.q, -1), ratings.q)
        )
    return _from_matrix("own distance", _check(np.asarray(metric, np.float64), ratings.q))


def check_metric(ratings: Ratings, metric: MetricLike) -> None:
    """Refuse metrics that do not exist, order without order, and distance without numbers."""
    if not isinstance(metric, str):
        return
    if metric not in get_args(MetricName):
        raise unknown_name(Text("maat", "metric"), metric, get_args(MetricName))
    if metric == "ordinal":
        require_order(ratings)
    if metric in ("interval", "ratio") and ratings.numbers is None and ratings.q:
        require_scores(ratings)


def set_distances(sets: list[frozenset[object]], *, masi: bool) -> Floats:
    """Return Jaccard or MASI distances between sets of codes, shape (q, q).

    MASI is 1 - J M (Passonneau 2006): J is the Jaccard index; M is 1 for equal sets, 2/3 when one
    holds the other, 1/3 when they overlap, 0 when they share nothing. Two empty sets are equal;
    an empty set is at distance 1 of any other.

    Parameters
    ----------
    sets : list of frozenset
        The distinct sets of codes.
    masi : bool
        Whether to weigh by M.

    Returns
    -------
    ndarray of float64
    """
    codes = {code: i for i, code in enumerate(dict.fromkeys(c for s in sets for c in s))}
    member = np.zeros((len(sets), len(codes)))
    for row, held in zip(member, sets, strict=True):
        row[[codes[c] for c in held]] = 1
    shared, size = member @ member.T, member.sum(axis=1)
    union = size[:, None] + size[None, :] - shared
    jaccard = np.divide(shared, union, out=np.ones_like(shared), where=union > 0)
    if not masi:
        return np.asarray(1 - jaccard)
    holds = shared == np.minimum(size[:, None], size[None, :])
    alike = np.where(jaccard == 1, 1.0, np.where(shared == 0, 0.0, np.where(holds, 2 / 3, 1 / 3)))
    return np.asarray(1 - jaccard * alike)


def _ratio(ratings: Ratings) -> Distance:
    scores = require_scores(ratings) if ratings.q else np.empty(0)
    if scores.size and scores.min() < 0:
        raise ParameterError(
            nl=f"een ratioschaal heeft geen negatieve waarden, gevonden: {scores.min():g}; kies "
            'metric="interval"',
            en=f'a ratio scale has no negative values, found: {scores.min():g}; choose metric="interval"',
        )

    def apart(a: Floats, b: Floats) -> Floats:
        total = a + b
        ratio = np.divide(a - b, total, out=np.zeros(np.shape(total)), where=total > 0)
        return np.asarray(ratio * ratio)

    def times(frequencies: Floats) -> Floats:
        product = np.empty(frequencies.shape)
        step = max(1, _BLOCK_CELLS // max(len(scores), 1))
        for start in range(0, len(scores), step):  # never a matrix of all values by all values
            some = slice(start, start + step)
            product[..., some] = frequencies @ apart(scores[:, None], scores[None, some])
        return product

    return Distance("ratio", lambda a, b: apart(scores[a], scores[b]), times, bounded=True)


def _from_matrix(name: str, matrix: Floats) -> Distance:
    bounded = bool((matrix <= 1).all())
    return Distance(name, lambda a, b: matrix[a, b], lambda f: f @ matrix, bounded)


def _check(matrix: Floats, q: int) -> Floats:
    if matrix.shape != (q, q):
        raise ParameterError(
            nl=f"de afstanden zijn {matrix.shape}, maar er zijn {q} niveaus; geef een rij "
            "en een kolom per niveau, of noem alle niveaus met levels=",
            en=f"the distances are {matrix.shape}, but there are {q} levels; give a row and a "
            "column per level, or name all levels with levels=",
        )
    sound = np.isfinite(matrix).all() and (matrix >= 0).all() and (np.diag(matrix) == 0).all()
    if not sound or not np.allclose(matrix, matrix.T, rtol=1e-12, atol=0):
        raise ParameterError(
            nl="afstanden zijn niet negatief, symmetrisch, en nul van een niveau tot zichzelf",
            en="distances are not negative, symmetric, and zero from a level to itself",
        )
    return matrix


def _require_sets(ratings: Ratings, metric: str) -> list[frozenset[object]]:
    sets = [level for level in ratings.levels if isinstance(level, frozenset)]
    if len(sets) < ratings.q:
        raise ParameterError(
            nl=f'metric="{metric}" vergelijkt verzamelingen codes; geef per cel een set, zoals '
            '{"a", "b"}',
            en=f'metric="{metric}" compares sets of codes; give a set per cell, such as '
            '{"a", "b"}',
        )
    return sets
