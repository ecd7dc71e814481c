"""The levels a coder could choose from: declared by a scheme or an argument, or seen."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray


@runtime_checkable
class OrderedItem(Protocol):
    """What is needed of a scheme's item."""

    @property
    def levels(self) -> Sequence[Any]:
        """The item's levels, each with a `value`."""

    @property
    def is_ordered(self) -> bool:
        """Whether the levels have an order."""


LevelsLike: TypeAlias = (
    "Sequence[object] | np.ndarray[Any, Any] | pd.Index | pd.CategoricalDtype | OrderedItem | None"
)


@dataclass(frozen=True, slots=True)
class Declared:
    """What was said beforehand about the levels.

    Attributes
    ----------
    levels : tuple or None
        The levels in order; None when nothing was said.
    ordered : bool
        Whether the order means something.
    as_text : bool
        Whether levels are to be compared as text (schemes write every level as text).
    missing : frozenset
        What counts as missing.
    """

    levels: tuple[object, ...] | None = None
    ordered: bool = False
    as_text: bool = False
    missing: frozenset[object] = frozenset()


def declare_levels(levels: LevelsLike, missing: Collection[object] = ()) -> Declared:
    """Read the `levels=` argument.

    Parameters
    ----------
    levels : sequence, scheme Item, CategoricalDtype or None
        The possible levels in order.
    missing : collection
        What counts as missing. For a scheme's item the four kinds of missing (nvt, nb, nr, wg)
        are added.

    Returns
    -------
    Declared

    Raises
    ------
    ParameterError
        If `levels` is no sequence (a set has no order) or names a level twice.
    """
    absent = frozenset(missing)
    if levels is None:
        return Declared(missing=absent)
    if isinstance(levels, pd.CategoricalDtype):
        return Declared(tuple(levels.categories), bool(levels.ordered), missing=absent)
    if isinstance(levels, (list, tuple, np.ndarray, pd.Index)):
        known = tuple(levels.tolist() if isinstance(levels, np.ndarray) else levels)
        if len(set(map(as_level, known))) < len(known):
            raise ParameterError(
                nl=f"levels noemt een niveau dubbel: {known!r}",
                en=f"levels names a level twice: {known!r}",
            )
        return Declared(tuple(map(as_level, known)), ordered=True, missing=absent)
    if isinstance(levels, OrderedItem):
        from evalkit.schemes import MISSING

        known = tuple(str(level.value) for level in levels.levels)
        absent |= frozenset(MISSING) - frozenset(known)
        if not known:
            return Declared(missing=absent)
        return Declared(known, bool(levels.is_ordered), as_text=True, missing=absent)
    raise ParameterError(
        nl=f"levels is een {type(levels).__name__}; geef een lijst in volgorde of een item van een "
        "schema",
        en=f"levels is a {type(levels).__name__}; give a list in order or an item of a scheme",
    )


def as_level(value: object) -> object:
    """Return a level that can be compared and counted: sets become frozensets, arrays scalars."""
    if isinstance(value, (set, list, tuple, np.ndarray)):
        return frozenset(value)
    return value.item() if isinstance(value, np.generic) else value


def sort_levels(levels: Iterable[object]) -> tuple[object, ...]:
    """Sort levels: numbers by size, labels by name, sets by length and then by name."""

    def place(level: object) -> tuple[int, float, int, str]:
        if isinstance(level, Real):
            return 0, float(level), 0, ""
        if isinstance(level, frozenset):
            return 2, 0.0, len(level), ", ".join(sorted(map(str, level)))
        return 1, 0.0, 0, str(level)

    return tuple(sorted(levels, key=place))


def level_scores(levels: Sequence[object]) -> NDArray[np.float64] | None:
    """Return the levels as numbers, or None when one of them is not a number."""
    if not all(isinstance(level, Real) for level in levels):
        return None
    return np.asarray([float(level) for level in levels], np.float64)  # type: ignore[arg-type]


def place_levels(
    found: Sequence[object], declared: Declared
) -> tuple[tuple[object, ...], list[int]]:
    """Give every level that was found its number.

    Parameters
    ----------
    found : sequence
        The distinct levels in the data.
    declared : Declared
        What was said beforehand.

    Returns
    -------
    levels : tuple
        The levels in order.
    places : list of int
        For each of `found` its place in `levels`, or -1 when it counts as missing.

    Raises
    ------
    ParameterError
        If a level was found that was not declared.
    """
    present = [as_level(level) for level in found]
    counted = [level for level in present if level not in declared.missing]
    if declared.levels is None:
        levels = sort_levels(dict.fromkeys(counted))
    else:
        levels = declared.levels
        if declared.as_text:
            present = [level if level in declared.missing else _as_text(level) for level in present]
            counted = [level for level in present if level not in declared.missing]
        _refuse_unknown(counted, levels)
    number = {level: i for i, level in enumerate(levels)}
    return levels, [number.get(level, -1) for level in present]


def _as_text(level: object) -> object:
    if isinstance(level, (int, float)) and not isinstance(level, bool):
        return f"{float(level):.15g}"
    return frozenset(map(str, level)) if isinstance(level, frozenset) else str(level)


def _refuse_unknown(found: Sequence[object], known: Sequence[object]) -> None:
    levels = set(known)
    unknown = [level for level in dict.fromkeys(found) if level not in levels]
    if not unknown:
        return
    errors = [
        unknown_name(Text("niveau", "level"), level, [str(k) for k in known])
        for level in unknown[:5]
    ]
    more = len(unknown) - len(errors)
    raise ParameterError(
        nl="; ".join(e.text.nl for e in errors) + (f"; en nog {more}" if more else ""),
        en="; ".join(e.text.en for e in errors) + (f"; and {more} more" if more else ""),
    )
