"""Draws from uniforms by inverse transform, so that every version of numpy gives the same study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import betainc, ndtri

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

_LEAST = 2.0**-54


def stream(seed: int, *key: int) -> np.random.Generator:
    """Return the stream of one part of a study; parts do not disturb each other.

    Parameters
    ----------
    seed : int
        Seed of the study, at least 0.
    *key : int
        Number of the part, and of the stream within it.

    Returns
    -------
    Generator
        Of which only `random` is used.
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def normal(rng: np.random.Generator, size: int | tuple[int, ...]) -> Floats:
    """Draw standard normal numbers."""
    return np.asarray(ndtri(np.maximum(rng.random(size), _LEAST)))


def chance(rng: np.random.Generator, probability: ArrayLike, size: int) -> NDArray[np.bool_]:
    """Draw true with a probability, one for all or one each."""
    return rng.random(size) < np.asarray(probability)


def place(rng: np.random.Generator, shares: Mapping[str, float], size: int) -> Ints:
    """Draw positions in `shares` with those shares."""
    return position(rng.random(size), shares)


def position(uniform: Floats, shares: Mapping[str, float]) -> Ints:
    """Return the positions in `shares` at which uniforms fall."""
    steps = np.cumsum(list(shares.values()))[:-1]
    return np.searchsorted(steps, uniform, side="right")


def pick(rng: np.random.Generator, shares: Mapping[str, float], size: int) -> NDArray[Any]:
    """Draw keys of `shares` with those shares."""
    return np.array(list(shares), dtype=object)[place(rng, shares, size)]


def number(rng: np.random.Generator, shares: Mapping[str, float], size: int) -> Ints:
    """Draw whole numbers, the keys of `shares`."""
    return np.array([int(key) for key in shares])[place(rng, shares, size)]


def between(rng: np.random.Generator, span: Sequence[int], size: int) -> Ints:
    """Draw whole numbers from the first to the second of `span`, each as likely."""
    low, high = span
    return low + np.floor(rng.random(size) * (high - low + 1)).astype(int)


def day(rng: np.random.Generator, first: date, last: date, size: int) -> NDArray[np.datetime64]:
    """Draw days from `first` to `last`, each as likely."""
    start = np.datetime64(first, "D")
    days = int((np.datetime64(last, "D") - start).astype(int))
    return start + between(rng, (0, days), size).astype("timedelta64[D]")


def weibull(uniform: Floats, scale: ArrayLike, shape: float) -> Floats:
    """Turn uniforms into Weibull durations."""
    return np.asarray(scale) * (-np.log1p(-uniform)) ** (1 / shape)


def whole_weibull(
    rng: np.random.Generator, delay: Mapping[str, float], size: int, *, factor: ArrayLike = 1.0
) -> Ints:
    """Draw durations in whole units, rounded up: at least 1."""
    spent = weibull(rng.random(size), np.asarray(factor) * delay["scale"], delay["shape"])
    return np.maximum(np.ceil(spent), 1).astype(int)


def weibull_reached(units: ArrayLike, delay: Mapping[str, float], factor: float = 1.0) -> Floats:
    """Return the chance that a rounded-up duration is at most so many units."""
    t = np.maximum(np.asarray(units, dtype=float), 0)
    return np.asarray(-np.expm1(-((t / (factor * delay["scale"])) ** delay["shape"])))


def negative_binomial(rng: np.random.Generator, mean: Floats, dispersion: float) -> Ints:
    """Draw counts with variance `mean + dispersion * mean**2`."""
    size = 1 / dispersion
    uniform = rng.random(mean.shape)
    # The chance of at most k is the incomplete beta function; halve the stretch that holds the count.
    low = np.full(mean.shape, -1)
    high = np.ceil(mean + 40 * np.sqrt(mean + dispersion * mean**2) + 40).astype(int)
    while ((high - low) > 1).any():
        middle = (low + high) // 2
        enough = betainc(size, middle + 1.0, size / (size + mean)) >= uniform
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)
    return np.asarray(high)
