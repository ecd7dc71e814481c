"""A true answer model: levels with shares, tied together within a municipality."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.special import ndtr, ndtri

from evalkit.datasets.demonstration.draws import normal
from evalkit.errors import unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from evalkit.datasets.demonstration.draws import Floats, Ints

_POINTS, _WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
#: Points and weights that integrate over the strength of a municipality.
STRENGTHS: Final = _POINTS
STRENGTH_WEIGHTS: Final = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How the true answers to one item come about.

    Attributes
    ----------
    shares : mapping of str to float
        Share of each level, low to high, without shift; they add up to 1.
    cluster : float
        Correlation of two units of one municipality on the latent scale, in [0, 1).
    specialised : float
        Shift of the latent value for a specialised team.
    gain : float
        Shift of the latent value at the second wave.
    missing : mapping of str to float
        Share of each missing code, whatever the true answer.
    """

    shares: Mapping[str, float]
    cluster: float = 0.0
    specialised: float = 0.0
    gain: float = 0.0
    missing: Mapping[str, float] = field(default_factory=dict)

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels, low to high."""
        return tuple(self.shares)

    @property
    def cuts(self) -> Floats:
        """Where the latent value is cut, one fewer than there are levels."""
        return np.asarray(ndtri(np.minimum(np.cumsum(list(self.shares.values()))[:-1], 1.0)))

    def latent(
        self, rng: np.random.Generator, strength: Floats, shift: Floats | float = 0.0
    ) -> Floats:
        """Draw latent values of units, given the strength of their municipality."""
        own = np.sqrt(1 - self.cluster) * normal(rng, len(strength))
        return np.asarray(np.sqrt(self.cluster) * strength + own + shift)

    def steps(self, latent: Floats) -> Ints:
        """Return the positions of the levels that latent values fall in."""
        return np.asarray(np.searchsorted(self.cuts, latent, side="right"))

    def words(self, latent: Floats) -> NDArray[Any]:
        """Return the levels that latent values fall in."""
        return np.asarray(np.array(self.levels, dtype=object)[self.steps(latent)])

    def lose(self, rng: np.random.Generator, words: NDArray[Any]) -> NDArray[Any]:
        """Replace answers by missing codes at random, at their rates."""
        uniform = rng.random(len(words))
        low = 0.0
        for code, share in self.missing.items():
            words = np.where((uniform >= low) & (uniform < low + share), code, words)
            low += share
        return words

    def probabilities(self, shift: float = 0.0) -> Floats:
        """Return the share of each level over all municipalities."""
        return np.asarray(np.diff(ndtr(np.r_[-np.inf, self.cuts, np.inf] - shift)))

    def given(self, strength: Floats | float, shift: float = 0.0, extra: float = 0.0) -> Floats:
        """Return the share of each level in municipalities of a strength.

        Parameters
        ----------
        strength : float or ndarray, shape (m,)
            Standard normal strength.
        shift : float
            Shift of the latent value.
        extra : float
            Variance on top of that of the noise.

        Returns
        -------
        ndarray, shape (m, number of levels)
        """
        ends = np.r_[-np.inf, self.cuts, np.inf]
        centre = np.sqrt(self.cluster) * np.atleast_1d(strength)[:, None] + shift
        return np.diff(ndtr((ends - centre) / np.sqrt(1 - self.cluster + extra)), axis=1)

    def share(self, levels: Collection[str], shift: float = 0.0) -> float:
        """Return the share of units that have one of the levels."""
        return float(self.probabilities(shift)[self.chosen(levels)].sum())

    def chosen(self, levels: Collection[str]) -> NDArray[np.bool_]:
        """Tell for each level whether it is among those named.

        Raises
        ------
        ParameterError
            If one of them is no level of this item; it names the nearest.
        """
        for level in levels:
            if level not in self.shares:
                raise unknown_name(Text("niveau", "level"), level, self.levels)
        return np.isin(self.levels, list(levels))

    def intraclass(self, levels: Collection[str]) -> float:
        """Return the intraclass correlation of "has one of the levels" within municipalities."""
        chosen = self.chosen(levels)
        share = self.given(STRENGTHS)[:, chosen].sum(axis=1)
        mean = float(STRENGTH_WEIGHTS @ share)
        spread = float(STRENGTH_WEIGHTS @ (share - mean) ** 2)
        return spread / (mean * (1 - mean))

    def mean(self, shift: float = 0.0) -> float:
        """Return the mean position of the level, from 0."""
        return float(self.probabilities(shift) @ np.arange(len(self.shares)))
