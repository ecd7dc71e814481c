"""Agreement weights: how much two different levels agree, from 0 (not at all) to 1 (the same)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast, get_args

import numpy as np

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.reliability.ratings import require_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from evalkit.reliability.ratings import Ratings

WeightName = Literal[
    "unweighted", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"
]
WeightsLike: TypeAlias = "WeightName | ArrayLike"


def agreement_weights(name: WeightName, scores: Sequence[float]) -> NDArray[np.float64]:
    """Return the weights of Gwet (2014, chapter 3) for levels with these scores.

    Parameters
    ----------
    name : {"unweighted", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", ...}
        Or "bipolar". "ordinal" looks only at the order; the others at the scores.
    scores : sequence of float, shape (q,)
        The levels as numbers, in increasing order.

    Returns
    -------
    ndarray of float64, shape (q, q)
        Symmetric, ones on the diagonal.

    Raises
    ------
    ParameterError
        For an unknown name.

    References
    ----------
    .. [1] Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapter 3.

    Examples
    --------
    >>> agreement_weights("linear", [1, 2, 3])[0]
    array([1. , 0.5, 0. ])
    """
    if name not in get_args(WeightName):
        raise unknown_name(Text("gewichten", "weights"), name, get_args(WeightName))
    x = np.asarray(scores, np.float64)
    if name == "unweighted" or len(x) < 2:
        return np.eye(len(x))
    distance = _DISTANCES[name](x[:, None], x[None, :], x)
    np.fill_diagonal(distance, 0.0)
    weights: NDArray[np.float64] = 1.0 - distance / distance.max()
    return weights


def _ordinal(_a: NDArray[Any], _b: NDArray[Any], x: NDArray[Any]) -> NDArray[np.float64]:
    rank = np.arange(len(x), dtype=np.float64)
    steps = np.abs(rank[:, None] - rank[None, :])
    cost: NDArray[np.float64] = steps * (steps + 1) / 2
    return cost


def _ratio(a: NDArray[Any], b: NDArray[Any], _x: NDArray[Any]) -> NDArray[np.float64]:
    return cast(
        "NDArray[np.float64]", np.divide(a - b, a + b, out=np.zeros_like(a - b), where=a != b) ** 2
    )


def _bipolar(a: NDArray[Any], b: NDArray[Any], x: NDArray[Any]) -> NDArray[np.float64]:
    below, above = a + b - 2 * x.min(), 2 * x.max() - (a + b)
    return cast(
        "NDArray[np.float64]",
        np.divide((a - b) ** 2, below * above, out=np.zeros_like(a - b), where=a != b),
    )


_DISTANCES: dict[str, Callable[[NDArray[Any], NDArray[Any], NDArray[Any]], NDArray[np.float64]]] = {
    "linear": lambda a, b, _: np.abs(a - b),
    "quadratic": lambda a, b, _: (a - b) ** 2,
    "radical": lambda a, b, _: np.sqrt(np.abs(a - b)),
    "ordinal": _ordinal,
    "ratio": _ratio,
    "circular": lambda a, b, x: np.sin(np.pi * (a - b) / (x.max() - x.min() + 1)) ** 2,
    "bipolar": _bipolar,
}


def disagreement_weights(
    ratings: Ratings, weights: WeightsLike, *, symmetric: bool = True
) -> NDArray[np.float64]:
    """Return 1 minus the agreement weights for the levels of these ratings, shape (q, q).

    Parameters
    ----------
    ratings : Ratings
        Decides the levels, their order and their scores: numbers are their own scores, ordered
        labels score 1, 2, 3, ...
    weights : str or array_like, shape (q, q)
        A name, a matrix of agreement weights (ones on the diagonal), or a matrix of disagreement
        weights (zeros on the diagonal; divided by its largest cell).
    symmetric : bool
        Whether the matrix must be symmetric.

    Returns
    -------
    ndarray of float64
        Zeros on the diagonal.

    Raises
    ------
    ParameterError
        For an unknown name, levels without an order, or a matrix that does not fit.
    """
    if ratings.numbers is not None:
        raise ParameterError(
            nl="zoveel verschillende waarden zijn metingen en geen niveaus; gebruik icc of "
            'krippendorff_alpha met metric="interval"',
            en="so many different values are measurements, not levels; use icc or "
            'krippendorff_alpha with metric="interval"',
        )
    q = ratings.q
    if isinstance(weights, str):
        if weights != "unweighted":
            require_order(ratings)
        scores = np.arange(1.0, q + 1) if ratings.values is None else ratings.values
        if weights == "ratio" and len(scores) and scores.min() < 0:
            raise ParameterError(
                nl="een ratioschaal heeft geen negatieve niveaus; kies andere gewichten",
                en="a ratio scale has no negative levels; choose other weights",
            )
        return 1.0 - agreement_weights(cast("WeightName", weights), cast("Sequence[float]", scores))
    matrix = np.asarray(weights, np.float64)
    if matrix.shape != (q, q):
        raise ParameterError(
            nl=f"de gewichten zijn {matrix.shape}, maar er zijn {q} niveaus; geef een rij en "
            "een kolom per niveau, of noem alle niveaus met levels=",
            en=f"the weights are {matrix.shape}, but there are {q} levels; give a row and a "
            "column per level, or name all levels with levels=",
        )
    diagonal = np.diag(matrix)
    known = bool(np.isfinite(matrix).all()) and bool((matrix >= 0).all())
    agreement = known and bool((diagonal == 1).all()) and bool((matrix <= 1).all())
    if not (agreement or (known and bool((diagonal == 0).all()))) or (
        symmetric and not np.array_equal(matrix, matrix.T)
    ):
        raise ParameterError(
            nl="gewichten hebben enen op de diagonaal en liggen tussen 0 en 1 (overeenstemming), "
            "of nullen op de diagonaal (verschil), en zijn symmetrisch",
            en="weights have ones on the diagonal and lie between 0 and 1 (agreement), or zeros on "
            "the diagonal (disagreement), and are symmetric",
        )
    return 1.0 - matrix if agreement else matrix / (matrix.max() or 1.0)
