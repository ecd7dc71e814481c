"""Coders: true answers seen through two people with a known accuracy, and a consensus round."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np

from evalkit.datasets.demonstration.draws import chance
from evalkit.schemes import MISSING, load_scheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from evalkit.datasets.demonstration.draws import Floats, Ints

Coder = Literal["coder-1", "coder-2"]
CODERS: Final[tuple[Coder, Coder]] = ("coder-1", "coder-2")
CONSENSUS: Final = "consensus"
SCHEMES: Final = (
    "aef-2020@1.0", "tsd-2020@1.0", "tsd-monitor-2022@1.0", "regioaanpak-2016@1.0",
    "samen-doen-2021@1.0",
)  # fmt: skip
_CELL: Final = ["unit", "item", "facet"]
#: The level of a set that excludes the others.
_NONE: Final = "geen"
#: Items of which the plan is coded, not the practice.
_ON_PAPER: Final = frozenset({"A1.4"})


class Scale(NamedTuple):
    """What an item allows: its kind, its levels in order, and whether they have an order."""

    kind: str
    levels: tuple[str, ...]
    ordered: bool
    low: float
    high: float


@cache
def scale_of(item: str, facet: str = "") -> Scale:
    """Return what an item of the schemes allows on a facet."""
    found = next(i for name in SCHEMES for i in _items(name) if i.id == item)
    levels = tuple(level.value for level in found.levels_on(facet or None))
    kind = found.scale
    if levels:
        kind = "set" if found.multiple or found.scale == "set" else "level"
    low = 0.0 if found.minimum is None else found.minimum
    high = np.inf if found.maximum is None else found.maximum
    return Scale(kind, levels, found.is_ordered, low, high)


@cache
def facet_of(item: str) -> str:
    """Return the facet on which the demonstration study codes an item, "" for none."""
    found = next(i for name in SCHEMES for i in _items(name) if i.id == item)
    if item in _ON_PAPER or not found.facets:
        return "paper" if found.facets else ""
    return "practice" if "practice" in found.facets else str(found.facets[0])


@cache
def _items(name: str) -> tuple[Any, ...]:
    scheme = load_scheme(name)
    return (*scheme.items, *scheme.qualifiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coders:
    """How well coders see what is true.

    Attributes
    ----------
    right : mapping of str to float
        Per coder the chance to write the true answer.
    unsure : float
        Chance to write nb although it can be determined.
    corrected : float
        Chance that a first answer was corrected later.
    consensus : float
        Chance that the consensus meeting finds the true answer.
    left_open : float
        Chance that a difference about a file was not settled.
    own : mapping of str to sequence of float
        Per item or theme an accuracy of its own, both coders.
    """

    right: Mapping[str, float]
    unsure: float
    corrected: float
    consensus: float
    left_open: float
    own: Mapping[str, Sequence[float]]

    def accuracy(self, coder: Coder, item: str) -> float:
        """Return the chance that a coder writes the true answer to an item."""
        own = self.own.get(item) or self.own.get(item.partition(".")[0])
        return own[CODERS.index(coder)] if own else self.right[coder]

    def confusion(self, coder: Coder, item: str, facet: str = "") -> Floats:
        """Return the chance of each written level (columns) for each true one (rows)."""
        scale = scale_of(item, facet)
        right = self.accuracy(coder, item)
        n = len(scale.levels)
        gap = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
        near = (gap == 1) if scale.ordered else (gap > 0)
        return np.asarray(right * np.eye(n) + (1 - right) * near / near.sum(axis=1, keepdims=True))

    def agreement(self, shares: Sequence[float], item: str, facet: str = "") -> tuple[float, float]:
        """Return the true percent agreement (as a proportion) and kappa of the two coders.

        Parameters
        ----------
        shares : sequence of float
            True share of each level of the scheme, in its order.
        item, facet : str
            An item with one level per unit.

        Returns
        -------
        tuple of float
            Over units for which both gave an answer.
        """
        first, second = (self.confusion(coder, item, facet) for coder in CODERS)
        joint = first.T @ (np.asarray(shares, dtype=float)[:, None] * second)
        same = float(np.trace(joint))
        expected = float(joint.sum(axis=1) @ joint.sum(axis=0))
        return same, (same - expected) / (1 - expected)


def code(
    truth: pd.DataFrame, coders: Coders, coder: Coder, rng: np.random.Generator
) -> pd.DataFrame:
    """Write down true answers as one coder sees them.

    Parameters
    ----------
    truth : DataFrame
        unit, item, facet ("" for none) and value, true answers or missing codes.
    coders : Coders
        How well they see.
    coder : {"coder-1", "coder-2"}
        Who codes.
    rng : Generator
        Stream of this coder and part.

    Returns
    -------
    DataFrame
        As `truth`, with value as written, page and confidence.
    """
    n = len(truth)
    seen = truth["value"].to_numpy(dtype=object).copy()
    missing = np.isin(seen.astype(str), list(MISSING))
    slip, which, doubt = rng.random(n), rng.random(n), rng.random(n)
    groups = truth.groupby(["item", "facet"], sort=False).indices
    question: Any
    for question, places in groups.items():
        (item, facet), rows = question, np.asarray(places)
        scale = scale_of(item, facet)
        wrong = rows[(slip[rows] >= coders.accuracy(coder, item)) & ~missing[rows]]
        if len(wrong):
            seen[wrong] = _SLIPS.get(scale.kind, _other_number)(seen[wrong], which[wrong], scale)
        if scale.kind == "level" and coders.accuracy(coder, item) < 1:
            unsure = rows[(doubt[rows] < coders.unsure) & ~missing[rows]]
            seen[unsure] = "nb"
    page, sure = 1 + np.floor(rng.random(n) * 40).astype(int), rng.random(n)
    confidence = np.where(sure < 0.08, 1, np.where(sure < 0.40, 2, 3))
    return truth.assign(value=seen, page=page, confidence=confidence)


def settle(
    truth: pd.DataFrame,
    first: pd.DataFrame,
    second: pd.DataFrame,
    coders: Coders,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Write down what the consensus meeting made of the cells in which two coders differ.

    Parameters
    ----------
    truth : DataFrame
        unit, item, facet, value.
    first, second : DataFrame
        What each coder wrote; the second may have fewer cells.
    coders : Coders
        How well the meeting sees.
    rng : Generator
        Stream of this meeting.

    Returns
    -------
    DataFrame
        As `truth`, only the cells that were settled.
    """
    both = first.merge(second, on=_CELL, suffixes=("", "_2")).merge(
        truth, on=_CELL, suffixes=("", "_true")
    )
    differ = both["value"] != both["value_2"]
    fine, left = chance(rng, coders.consensus, len(both)), chance(rng, coders.left_open, len(both))
    # A judgement of a municipality is always settled; of a file now and then one is left open.
    left &= (
        both["unit"].str.startswith("D0").to_numpy() | both["unit"].str.startswith("D1").to_numpy()
    )
    value = np.where(fine, both["value_true"], both["value"])
    kept = differ & ~left
    return both.assign(value=value)[kept][[*_CELL, "value", "page"]].assign(confidence=3)


def _other_level(seen: NDArray[Any], which: Floats, scale: Scale) -> NDArray[Any]:
    levels = np.array(scale.levels, dtype=object)
    at = np.array([scale.levels.index(value) for value in seen])
    n = len(levels)
    if not scale.ordered:
        return np.asarray(levels[(at + 1 + np.floor(which * (n - 1)).astype(int)) % n])
    step = np.where(at == 0, 1, np.where(at == n - 1, -1, np.where(which < 0.5, -1, 1)))
    return np.asarray(levels[at + step])


def _other_set(seen: NDArray[Any], which: Floats, scale: Scale) -> NDArray[Any]:
    """Add a level that is not named or, if it is, leave it out."""
    place = np.floor(which * len(scale.levels)).astype(int)
    out = []
    for value, at in zip(seen, place, strict=True):
        named = set(value.split("|")) ^ {scale.levels[at]}
        if len(named) > 1:
            named = {_NONE} if scale.levels[at] == _NONE else named - {_NONE}
        out.append("|".join(level for level in scale.levels if level in named) or value)
    return np.array(out, dtype=object)


def _other_share(seen: NDArray[Any], which: Floats, _: Scale) -> NDArray[Any]:
    parts = np.array([value.split("/") for value in seen], dtype=int)
    up = (parts[:, 0] == 0) | ((which < 0.5) & (parts[:, 0] < parts[:, 1]))
    k: Ints = parts[:, 0] + np.where(up, 1, -1)
    return np.array([f"{a}/{b}" for a, b in zip(k, parts[:, 1], strict=True)], dtype=object)


def _other_date(seen: NDArray[Any], which: Floats, _: Scale) -> NDArray[Any]:
    moved = seen.astype("datetime64[D]") - (1 + np.floor(which * 6)).astype("timedelta64[D]")
    return np.asarray(np.datetime_as_string(moved).astype(object))


def _other_number(seen: NDArray[Any], which: Floats, scale: Scale) -> NDArray[Any]:
    numbers = seen.astype(float)
    moved = numbers + np.where(which < 0.5, -1, 1)
    moved = np.where((moved < scale.low) | (moved > scale.high), 2 * numbers - moved, moved)
    return np.array([f"{value:g}" for value in moved], dtype=object)


def _same(seen: NDArray[Any], _: Floats, __: Scale) -> NDArray[Any]:
    return seen


_SLIPS: Final[dict[str, Callable[[NDArray[Any], Floats, Scale], NDArray[Any]]]] = {
    "level": _other_level, "set": _other_set, "share": _other_share, "date": _other_date,
    "text": _same,
}  # fmt: skip
