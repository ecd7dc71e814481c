"""A sample with strata, clusters and stages: units, weights and variance by linearisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evalkit.inference.sampled import CENSUS
from evalkit.language import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from evalkit.results import Selection

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How the units were drawn, one row per unit in the order of the data.

    Attributes
    ----------
    weights : ndarray, shape (n,)
        How many units of the population each stands for.
    strata : ndarray of int, shape (n,)
        Stratum of each unit.
    stages : tuple of ndarray of int, shape (n,)
        Cluster of each unit per stage, numbered within the whole of the stage before it.
    sizes : tuple of ndarray, shape (n,)
        Clusters that exist per stage: in the stratum at the first, in the cluster at the next;
        infinite at a later stage where it is not known. Empty when not known at the first, and then
        clusters count as drawn with replacement.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.
    """

    weights: Floats
    strata: NDArray[np.int64]
    stages: tuple[NDArray[np.int64], ...]
    sizes: tuple[Floats, ...] = ()
    frame: str = ""
    selection: Selection = "unknown"

    @property
    def clusters(self) -> int:
        """Clusters drawn at the first stage."""
        return len(np.unique(self.stages[0]))

    @property
    def df(self) -> int:
        """Degrees of freedom: clusters less strata."""
        return self.clusters - len(np.unique(self.strata))

    @property
    def single(self) -> int:
        """Strata from which one cluster was drawn while more exist: their spread is unknown."""
        firsts = first_rows(self.stages[0])
        _, codes, counts = np.unique(self.strata[firsts], return_inverse=True, return_counts=True)
        alone = counts[codes] == 1
        if self.sizes:
            alone &= self.sizes[0][firsts] > 1
        return int(alone.sum())

    @property
    def is_census(self) -> bool:
        """Whether everything was seen at every stage."""
        if self.selection == "census":
            return True
        return bool(self.sizes) and all(
            (drawn_in_parent(codes, parents) == sizes).all()
            for codes, parents, sizes in zip(
                self.stages, (self.strata, *self.stages), self.sizes, strict=False
            )
        )

    def take(self, rows: NDArray[np.bool_]) -> Design:
        """Return the design of some units; what exists and how much each stands for stay."""
        return Design(
            weights=self.weights[rows],
            strata=self.strata[rows],
            stages=tuple(stage[rows] for stage in self.stages),
            sizes=tuple(size[rows] for size in self.sizes),
            frame=self.frame,
            selection=self.selection,
        )

    def influence(self, columns: Floats) -> tuple[Floats, Floats]:
        """Return the weighted means of columns and the score of each unit on them."""
        total = self.weights.sum()
        mean = self.weights @ columns / total
        return mean, self.weights[:, None] * (columns - mean) / total

    def variance(self, scores: Floats) -> Floats:
        """Variance matrix of the sum of weighted scores.

        Parameters
        ----------
        scores : ndarray, shape (n, p)
            Weighted influence of each unit on each estimate.

        Returns
        -------
        ndarray, shape (p, p)
        """
        return self.stage_variance(scores, self.strata, 0)

    def stage_variance(self, scores: Floats, parents: NDArray[np.int64], stage: int) -> Floats:
        """Return what one stage and those below it add, `parents` being the clusters above."""
        codes = self.stages[stage]
        total = np.zeros((scores.shape[1], scores.shape[1]))
        for parent in np.unique(parents):
            rows = parents == parent
            names, local = np.unique(codes[rows], return_inverse=True)
            drawn = len(names)
            size = float(self.sizes[stage][rows][0]) if self.sizes else np.inf
            sums = np.zeros((drawn, scores.shape[1]))
            np.add.at(sums, local, scores[rows])
            if drawn > 1:
                centred = sums - sums.mean(axis=0)
                total += (1 - drawn / size) * drawn / (drawn - 1) * centred.T @ centred
            elif stage:
                # One unit tells no spread within its cluster. Its distance to the mean of the whole
                # is rather too much than nothing (R's lonely.psu = "adjust").
                total += (1 - drawn / size) * sums.T @ sums
            # Later stages count for the share of clusters drawn; with replacement that is nil.
            if self.sizes and stage + 1 < len(self.sizes):
                below = self.take(rows)
                total += drawn / size * below.stage_variance(scores[rows], codes[rows], stage + 1)
        return total


def first_rows(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first row of each cluster."""
    return np.unique(codes, return_index=True)[1]


def drawn_in_parent(codes: NDArray[np.int64], parents: NDArray[np.int64]) -> Floats:
    """Count the clusters drawn in the parent of each unit."""
    firsts = first_rows(codes)
    return np.bincount(parents[firsts], minlength=parents.max() + 1)[parents].astype(float)


def no_spread(design: Design) -> Text | None:
    """Return why a design gives no standard error, or None when it does."""
    if design.is_census:
        return CENSUS
    if design.clusters < 2:
        return Text(
            "er is één cluster getrokken; de spreiding tussen clusters is onbekend",
            "one cluster was drawn; the spread between clusters is unknown",
        )
    if design.single or design.df < 1:
        return Text(
            f"uit {design.single or 'alle'} strata is maar één cluster getrokken; voeg strata samen "
            "om een interval te krijgen",
            f"one cluster only was drawn from {design.single or 'all'} strata; merge strata to get "
            "an interval",
        )
    return None
