"""Boolean minimisation after Quine and McCluskey: prime implicants and every shortest cover."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Literal

from evalkit.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from evalkit.inference.qca_sets import Term

MOST_CONDITIONS = 10
MOST_MODELS = 1000
Covers = Literal["shortest", "irredundant"]


def quine_mccluskey(
    positive: Collection[Sequence[int]],
    *,
    dont_care: Collection[Sequence[int]] = (),
    covers: Covers = "shortest",
) -> tuple[tuple[Term, ...], ...]:
    """Minimise a Boolean function and return all models that tie.

    Parameters
    ----------
    positive : collection of sequence of int
        Configurations (0 or 1 per condition) that must be covered.
    dont_care : collection of sequence of int
        Configurations that may be covered; all others may not.
    covers : {"shortest", "irredundant"}
        All models with the fewest terms, or all from which no term can be left out.

    Returns
    -------
    tuple of tuple of Term
        Models, each a tuple of terms with 1 (present), 0 (absent) or -1 (not in the term) per
        condition, in a fixed order. Nothing to cover gives no model.

    Raises
    ------
    ParameterError
        If configurations differ in length, hold other values, are both, count more than 10
        conditions, or tie in more than 1000 models.

    References
    ----------
    .. [1] McCluskey (1956), Bell System Technical Journal 35(6), 1417-1444.

    Examples
    --------
    >>> quine_mccluskey([(1, 1), (1, 0)])
    (((1, -1),),)
    """
    wanted = sorted({tuple(int(bit) for bit in row) for row in positive})
    free = {tuple(int(bit) for bit in row) for row in dont_care}
    rows = [*wanted, *free]
    lengths = {len(row) for row in rows}
    if len(lengths) > 1 or any(bit not in (0, 1) for row in rows for bit in row):
        raise ParameterError(
            nl="elke configuratie heeft één 0 of 1 per conditie",
            en="each configuration has one 0 or 1 per condition",
        )
    if free & set(wanted):
        raise ParameterError(
            nl="een configuratie kan niet verplicht en vrij tegelijk zijn",
            en="a configuration cannot be both required and free",
        )
    if not wanted:
        return ()
    if len(wanted[0]) > MOST_CONDITIONS:
        raise ParameterError(
            nl=f"{len(wanted[0])} condities zijn er te veel; neem er hoogstens {MOST_CONDITIONS}",
            en=f"{len(wanted[0])} conditions are too many; take at most {MOST_CONDITIONS}",
        )
    primes = prime_implicants(wanted, free)
    chart = [{row for row in wanted if covers_row(prime, row)} for prime in primes]
    found = set()
    for cover in _covers(wanted, chart, covers):
        found.add(cover)
        if len(found) > MOST_MODELS:
            raise ParameterError(
                nl=f"meer dan {MOST_MODELS} modellen zijn even goed; de gevallen dragen zo veel "
                "condities niet, neem er minder",
                en=f"more than {MOST_MODELS} models tie; the cases do not bear so many conditions, "
                "take fewer",
            )
    return tuple(tuple(primes[i] for i in sorted(cover)) for cover in sorted(found, key=sorted))


def covers_row(term: Term, row: Sequence[int]) -> bool:
    """Return whether a configuration lies in a term."""
    return all(literal in (-1, bit) for literal, bit in zip(term, row, strict=True))


def prime_implicants(
    positive: Collection[tuple[int, ...]], dont_care: Collection[tuple[int, ...]]
) -> list[Term]:
    """Return the terms that cover a positive row, no forbidden row, and cannot be shortened."""
    k = len(next(iter(positive)))
    allowed = {*positive, *dont_care}
    forbidden = [row for row in product((0, 1), repeat=k) if row not in allowed]
    implicants: set[Term] = set()
    primes = []
    for size in range(k + 1):
        for kept in combinations(range(k), size):
            taboo = {tuple(row[i] for i in kept) for row in forbidden}
            # Only what covers a positive row can enter a model.
            for values in sorted({tuple(row[i] for i in kept) for row in positive} - taboo):
                literals = dict(zip(kept, values, strict=True))
                term = tuple(literals.get(i, -1) for i in range(k))
                implicants.add(term)
                shorter = (tuple(-1 if i == j else b for j, b in enumerate(term)) for i in kept)
                if not any(other in implicants for other in shorter):
                    primes.append(term)
    return sorted(primes, key=lambda term: [(2, 0, 1)[literal + 1] for literal in term])


def _covers(
    rows: Sequence[tuple[int, ...]], chart: Sequence[set[tuple[int, ...]]], kind: Covers
) -> Iterator[frozenset[int]]:
    for size in range(1, len(rows) + 1):
        found = False
        for cover in _grow(frozenset(), set(rows), rows, chart, size):
            if kind == "shortest" or _irredundant(cover, rows, chart):
                found = True
                yield cover
        if found and kind == "shortest":
            return


def _grow(
    chosen: frozenset[int],
    left: set[tuple[int, ...]],
    rows: Sequence[tuple[int, ...]],
    chart: Sequence[set[tuple[int, ...]]],
    size: int,
) -> Iterator[frozenset[int]]:
    if not left:
        if len(chosen) == size:
            yield chosen
        return
    room = size - len(chosen)
    if room <= 0 or len(left) > room * max(map(len, chart)):
        return
    # Every cover holds a term for the row that the fewest terms reach: branch on those.
    options = {row: [i for i, reach in enumerate(chart) if row in reach] for row in sorted(left)}
    row = min(options, key=lambda row: len(options[row]))
    for i in options[row]:
        yield from _grow(chosen | {i}, left - chart[i], rows, chart, size)


def _irredundant(
    cover: frozenset[int],
    rows: Sequence[tuple[int, ...]],
    chart: Sequence[set[tuple[int, ...]]],
) -> bool:
    return not any(
        set(rows) == set().union(*(chart[i] for i in cover if i != left_out)) for left_out in cover
    )
