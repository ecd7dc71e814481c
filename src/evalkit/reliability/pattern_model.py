"""A model of coding in which who does not see the true level guesses, and what follows from it."""

from __future__ import annotations

import math
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from evalkit.reliability.statistic import Floats

_MOST_PATTERNS: Final = 20_000
_CELLS: Final = 1 << 20
_STEP: Final = 1e-30


def certainty(expected: float, shares: Floats, coefficient: str) -> float:
    """Return the probability that a coder sees the true level, given the expected coefficient.

    Parameters
    ----------
    expected : float
        Value of the coefficient in the population.
    shares : ndarray, shape (q,)
        How often each level is used.
    coefficient : {"alpha", "kappa", "ac1"}
        Which coefficient.

    Returns
    -------
    float
        In [0, 1).

    Raises
    ------
    ParameterError
        If no certainty gives the expected value.
    """
    same = float(shares @ shares)
    lowest = 0.0
    square = expected
    if coefficient == "ac1":
        chance = float(shares @ (1 - shares)) / (len(shares) - 1)
        lowest = (same - chance) / (1 - chance)
        square = (expected * (1 - chance) + chance - same) / (1 - same)
    if not lowest - 1e-12 <= expected < 1:
        raise ParameterError(
            nl=f"expected is {expected!r}; bij deze aandelen ligt de verwachte waarde vanaf "
            f"{lowest:.3g} (toeval) en onder 1",
            en=f"expected is {expected!r}; with these shares the expected value is from "
            f"{lowest:.3g} (chance) and below 1",
        )
    return math.sqrt(max(square, 0.0))


def unit_deviation(
    certain: float, shares: Floats, coders: int, *, coefficient: str, metric: str
) -> float:
    """Return the standard deviation of the influence of a unit on a coefficient.

    Parameters
    ----------
    certain : float
        Probability that a coder sees the true level.
    shares : ndarray, shape (q,)
        How often each level occurs, and is drawn by who does not see it.
    coders : int
        Coders per unit.
    coefficient : {"alpha", "kappa", "ac1"}
        Which coefficient.
    metric : {"nominal", "ordinal", "interval"}
        Distance between levels.

    Returns
    -------
    float
        Its square over the number of units is the asymptotic variance.

    Raises
    ------
    ParameterError
        If levels and coders combine in more than 20,000 ways.
    """
    given = _patterns(len(shares), coders)
    chances = _probabilities(given, certain, shares)
    mean = _coincidences(given).T @ chances
    square = 0.0
    block = max(1, _CELLS // len(shares) ** 2)
    for start in range(0, len(given), block):
        some = slice(start, start + block)
        # An imaginary step gives the derivative to machine precision: there is no subtraction.
        moved = mean + 1j * _STEP * (_coincidences(given[some]) - mean)
        influence = _value(moved, len(shares), coefficient, metric).imag / _STEP
        square += float(chances[some] @ influence**2)
    return math.sqrt(square)


def _patterns(q: int, coders: int) -> NDArray[np.int64]:
    """Return how many coders give each level, one row per way to do so."""
    ways = math.comb(q + coders - 1, coders)
    if ways > _MOST_PATTERNS:
        raise ParameterError(
            nl=f"{coders} codeurs en {q} niveaus geven {ways} patronen, meer dan {_MOST_PATTERNS}; "
            "voeg niveaus samen of neem minder codeurs",
            en=f"{coders} coders and {q} levels give {ways} patterns, more than {_MOST_PATTERNS}; "
            "merge levels or take fewer coders",
        )
    chosen = np.array(list(combinations_with_replacement(range(q), coders)))
    given = np.zeros((ways, q), np.int64)
    np.add.at(given, (np.arange(ways)[:, None], chosen), 1)
    return given


def _probabilities(given: NDArray[np.int64], certain: float, shares: Floats) -> Floats:
    q, coders = len(shares), int(given[0].sum())
    orders = np.array(
        [math.factorial(coders) / math.prod(map(math.factorial, row)) for row in given.tolist()]
    )
    total = np.zeros(len(given))
    for true in range(q):
        chance = (1 - certain) * shares + certain * (np.arange(q) == true)
        total += shares[true] * (chance**given).prod(axis=1)
    return orders * total


def _coincidences(given: NDArray[np.int64]) -> Floats:
    """Return the share of ordered pairs of codings at each pair of levels, shape (rows, q * q)."""
    r = int(given[0].sum())
    pairs = given[:, :, None] * given[:, None, :]
    q = given.shape[1]
    pairs[:, range(q), range(q)] -= given
    return pairs.reshape(len(given), -1) / (r * (r - 1))


def _value(pairs: NDArray[Any], q: int, coefficient: str, metric: str) -> Any:
    table = pairs.reshape(-1, q, q)
    shares = table.sum(axis=2)
    if coefficient == "ac1":
        chance = (shares * (1 - shares)).sum(axis=1) / (q - 1)
        return 1 - (1 - np.einsum("nkk->n", table)) / (1 - chance)
    if metric == "nominal":
        observed = 1 - np.einsum("nkk->n", table)
        return 1 - observed / (1 - (shares * shares).sum(axis=1))
    place = np.arange(q) * np.ones_like(shares)
    if metric == "ordinal":
        place = shares.cumsum(axis=1) - shares / 2
    apart = (place[:, :, None] - place[:, None, :]) ** 2
    expected = np.einsum("nk,nl,nkl->n", shares, shares, apart)
    return 1 - (table * apart).sum(axis=(1, 2)) / expected
