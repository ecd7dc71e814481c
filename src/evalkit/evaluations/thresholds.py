"""From which level an answer counts as: it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.evaluations.indicator import Indicator

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.schemes import Item
    from evalkit.schemes.vocabulary import Facet

# By the levels, for on another facet an item is coded with the levels of another rubric.
_LOWEST: Final[dict[tuple[str, ...], str]] = {
    ("0", "1", "2", "3", "4"): "2",  # R-DOC: worked out, it says who does what
    ("0", "1", "2", "3"): "2",  # R-PRAK: mostly
    ("0", "1", "2"): "1",  # R-NORM: at the norm
    ("0", "1"): "1",  # R-EXP: met
    ("-1", "0", "1", "2", "3"): "2",  # R-VER: realised
    ("1", "2", "3", "4", "5"): "4",  # R-ERV: agree
    ("nooit", "zelden", "soms", "meestal", "altijd"): "meestal",  # R-FREQ
    ("nee", "ja"): "ja",  # R-JN
}
# What was seen says more than what is known, and that more than what was written down.
_FACETS: Final[tuple[Facet, ...]] = ("practice", "known", "paper")


def levels_that_count(item: Item, facet: str | None = None) -> tuple[str, ...]:
    """Return the levels of an item that mean: it is there.

    Parameters
    ----------
    item : Item
        An item with one of the shared rubrics.
    facet : {"paper", "known", "practice"} or None
        The facet it was coded on.

    Returns
    -------
    tuple of str
        In order; empty for an item without a shared rubric, of which the levels mean other things.

    Examples
    --------
    >>> from evalkit.schemes import load_scheme
    >>> item = load_scheme("aef-2020").item("C2.1")
    >>> levels_that_count(item, "paper"), levels_that_count(item, "practice")
    (('2', '3', '4'), ('2', '3'))
    """
    values = tuple(level.value for level in item.levels_on(facet))
    if item.rubric is None or values not in _LOWEST:
        return ()
    return values[values.index(_LOWEST[values]) :]


def facet_coded(item: Item, settled: pd.DataFrame) -> str | None:
    """Return the facet on which to read an item: practice where coded, else known, else paper.

    Parameters
    ----------
    item : Item
        What was asked.
    settled : DataFrame
        Rows of `Study.settled`.

    Returns
    -------
    str or None
        None for an item that has no facets.
    """
    if not item.facets:
        return None
    coded = set(settled.loc[settled["item"] == item.id, "facet"].dropna())
    return next((facet for facet in _FACETS if facet in coded), item.facets[0])


def indicator_of(item: Item, *, unit: str, facet: str | None) -> Indicator:
    """Return the indicator that counts units in which an item is there."""
    return Indicator(item=item.id, values=levels_that_count(item, facet), unit=unit, facet=facet)
