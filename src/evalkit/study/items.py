"""The items a study asks: those of all its coding schemes together."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from evalkit.schemes import load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from evalkit.schemes import Item, Scheme


def find_scheme(name: str, folder: Path) -> Scheme:
    """Load a scheme by name, or by its path within the folder of the study.

    Parameters
    ----------
    name : str
        As in study.toml: "aef-2020@1.0" or a file such as "own.yaml".
    folder : Path
        The study.

    Returns
    -------
    Scheme
        The scheme.

    Raises
    ------
    EvalkitError
        If it does not exist or cannot be read.
    """
    own = folder / name
    return load_scheme(own if own.is_file() else name)


def scheme_items(scheme: Scheme) -> tuple[Item, ...]:
    """Return the items of a scheme and then its qualifiers."""
    return (*scheme.items, *scheme.qualifiers)


def item_index(schemes: Iterable[Scheme]) -> Mapping[str, Item]:
    """Return every item by id, in order; of items with the same id the first.

    Parameters
    ----------
    schemes : iterable of Scheme
        The schemes of a study.

    Returns
    -------
    mapping of str to Item
        Items and qualifiers, read-only.
    """
    index: dict[str, Item] = {}
    for scheme in schemes:
        for item in scheme_items(scheme):
            index.setdefault(item.id, item)
    return MappingProxyType(index)


def shared_ids(schemes: Sequence[Scheme]) -> list[str]:
    """Return the ids that two or more schemes use, in order.

    Parameters
    ----------
    schemes : sequence of Scheme
        The schemes of a study.

    Returns
    -------
    list of str
        Ids; empty when each is of one scheme.
    """
    seen: dict[str, int] = {}
    for scheme in schemes:
        for item in scheme_items(scheme):
            seen[item.id] = seen.get(item.id, 0) + 1
    return [name for name, times in seen.items() if times > 1]
