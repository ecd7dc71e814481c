"""Number the cells of a column by the object they are, which spares hashing every label.

Readers of files and pandas itself store equal labels as one object. Where they do, the address of
a cell tells its label. Nothing is assumed: cells with one address are one object, and objects with
different addresses are compared afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 1 << 14  # cells at a time: addresses and their slots stay in cache
_MOST = 1 << 8  # more objects than this seldom fit, and are hashed by their label
_BITS = (5, 7, 9, 11, 13)  # of the slots, less one; an int16 holds them
# Odd numbers that scatter: powers of the golden ratio, modulo 2**64.
_MULTIPLIERS = tuple(np.uint64(pow(0x9E3779B97F4A7C15, k, 1 << 64)) for k in range(1, 17))


def number_objects(
    cells: NDArray[np.object_],
) -> tuple[NDArray[np.int16], dict[int, object]] | None:
    """Give every object in a column a number.

    Parameters
    ----------
    cells : ndarray of object, shape (n_units,)
        Contiguous; cells of any type.

    Returns
    -------
    numbers : ndarray of int16, shape (n_units,)
        Number of each cell's object.
    objects : dict
        What each number stands for, in order of appearance; equal objects may have several
        numbers. There is no result (None) when the column has too many objects.
    """
    addresses = np.frombuffer(cells, np.uintp)
    numbers = np.empty(len(cells), np.int16)
    objects: dict[int, object] = {}  # by address
    slots = _Slots(_MULTIPLIERS[0], bits=0)
    for start in range(0, len(cells), _BLOCK):
        block = addresses[start : start + _BLOCK]
        slot = slots.of(block)
        unseen = slots.owner.take(slot) != block
        if unseen.any():
            found = pd.unique(block[unseen]).tolist()
            if len(objects) + len(found) > _MOST:
                return None
            for address in found:
                objects[address] = cells[start + int(np.argmax(block == address))]
            fitting = _find_slots(np.fromiter(objects, np.uintp))
            if fitting is None:
                return None
            numbers[:start] = fitting.of(slots.owner).take(numbers[:start])
            slots = fitting
            slot = slots.of(block)
        numbers[start : start + _BLOCK] = slot
    used = slots.of(np.fromiter(objects, np.uintp))
    return numbers, dict(zip(used.tolist(), objects.values(), strict=True))


class _Slots:
    """Places for addresses, found by multiplying: the highest bits of the product."""

    def __init__(self, multiplier: np.uint64, bits: int) -> None:
        self.multiplier, self.shift = multiplier, np.uint64(63 - bits)
        self.owner = np.zeros(2 << bits, np.uintp)  # the address in each slot

    def of(self, addresses: NDArray[np.uintp]) -> NDArray[np.int64]:
        return ((addresses * self.multiplier) >> self.shift).view(np.int64)


def _find_slots(addresses: NDArray[np.uintp]) -> _Slots | None:
    """Find a way to give each address a slot of its own."""
    for bits in _BITS:
        for multiplier in _MULTIPLIERS:
            slots = _Slots(multiplier, bits)
            slots.owner[slots.of(addresses)] = addresses
            if np.count_nonzero(slots.owner) == len(addresses):
                return slots
    return None
