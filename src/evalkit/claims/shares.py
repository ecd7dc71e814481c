"""Ranges of shares and the whole numbers in them, in exact rational arithmetic.

Floats would decide at the borders by chance: 0.15 * 20 is 3 only for a fraction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

_BOUND: Final = re.compile(r"(?:(\d+)/(n|[1-9]\d*)|(\d+(?:\.\d+)?))", re.ASCII)
_RANGE: Final = re.compile(r"([\[(])\s*([^,\s]+)\s*,\s*([^,\s]+)\s*([\])])")

Counts = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ShareRange:
    """Shares from `low` to `high`, each end in or out.

    Attributes
    ----------
    low, high : Fraction
        Ends as shares of n.
    low_open, high_open : bool
        Whether the end itself is left out.
    """

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no share at all lies in the range."""
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    def counts(self, n: int) -> Counts | None:
        """Return the smallest and largest k with k/n in the range; None if no k fits.

        Parameters
        ----------
        n : int
            Units, at least 1.

        Returns
        -------
        tuple of int, or None
            Both ends count.

        Examples
        --------
        >>> ShareRange(Fraction(9, 10), Fraction(1), high_open=True).counts(22)
        (20, 21)
        """
        low, high = self.low * n, self.high * n
        first = floor(low) + 1 if self.low_open else ceil(low)
        last = ceil(high) - 1 if self.high_open else floor(high)
        return (first, last) if first <= last else None

    def complement(self) -> ShareRange:
        """Return the range of 1 - share: what a negated word leaves."""
        return ShareRange(1 - self.high, 1 - self.low, self.high_open, self.low_open)

    def intersect(self, other: ShareRange) -> ShareRange:
        """Return the shares that lie in both ranges (possibly none).

        Parameters
        ----------
        other : ShareRange
            The other range.

        Returns
        -------
        ShareRange
            May be empty.
        """
        # An open end is the stricter of two equal ends.
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, shut = min((self.high, not self.high_open), (other.high, not other.high_open))
        return ShareRange(low, high, low_open, not shut)

    def contains(self, other: ShareRange) -> bool:
        """Whether every share of `other` lies in this range.

        Parameters
        ----------
        other : ShareRange
            The other range; not an empty one.

        Returns
        -------
        bool
            True when nothing of it lies outside.
        """
        return self.intersect(other) == other

    def __str__(self) -> str:
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{left}{self.low}, {self.high}{right}"


WHOLE: Final = ShareRange(Fraction(0), Fraction(1))


@dataclass(frozen=True, slots=True)
class Band:
    """A range as the lexicon writes it: an end may be a number of units out of n.

    Attributes
    ----------
    text : str
        What was written, e.g. ``"[2/n, 0.75]"``.
    ends : ShareRange
        The ends; where `units` says so, in units instead of shares.
    units : tuple of bool
        Whether the low and the high end are in units.
    """

    text: str
    ends: ShareRange
    units: tuple[bool, bool] = (False, False)

    @classmethod
    def parse(cls, text: str) -> Band:
        """Read ``"[2/n, 0.75]"``; a `ValueError` says that it cannot be read.

        Parameters
        ----------
        text : str
            A bracket, two ends and a bracket.

        Returns
        -------
        Band
            The range as written.

        Raises
        ------
        ValueError
            If it is not written so, an end is a share above 1, or low exceeds high.

        Examples
        --------
        >>> str(Band.parse("[2/n, 0.75]").at(22))
        '[1/11, 3/4]'
        """
        match = _RANGE.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        left, first, second, right = match.groups()
        (low, low_units), (high, high_units) = _read_bound(first), _read_bound(second)
        if low_units == high_units and low > high:
            raise ValueError(text)
        return cls(text, ShareRange(low, high, left == "(", right == ")"), (low_units, high_units))

    def at(self, n: int) -> ShareRange:
        """Return the range for n units; it can be empty where n is too small for the units.

        Parameters
        ----------
        n : int
            Units, at least 1.

        Returns
        -------
        ShareRange
            May be empty.
        """
        low = self.ends.low / n if self.units[0] else self.ends.low
        high = self.ends.high / n if self.units[1] else self.ends.high
        found = ShareRange(low, high, self.ends.low_open, self.ends.high_open)
        return found.intersect(WHOLE)


def _read_bound(text: str) -> tuple[Fraction, bool]:
    match = _BOUND.fullmatch(text)
    if match is None:
        raise ValueError(text)
    top, bottom, decimal = match.groups()
    if bottom == "n":
        return Fraction(int(top)), True
    share = Fraction(decimal) if decimal else Fraction(int(top), int(bottom))
    if share > 1:
        raise ValueError(text)
    return share, False
