"""How many were seen of how many, and how they were chosen: what every interval starts from."""

from __future__ import annotations

import math
from numbers import Integral
from typing import TYPE_CHECKING, Final, get_args

import numpy as np

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.results import Selection

if TYPE_CHECKING:
    from typing import Any

SHARE: Final = Text("aandeel", "share")
NO_UNITS: Final = Text("er zijn geen eenheden gezien", "no units were seen")
CENSUS: Final = Text(
    "alle eenheden zijn gezien; er is geen steekproefonzekerheid en dus geen interval",
    "all units were seen; there is no sampling error and so no interval",
)
AS_IF_RANDOM: Final = Text(
    "de eenheden zijn gekozen en niet geloot; het interval geldt alsof aselect is getrokken",
    "the units were chosen and not drawn; the interval holds as if they were drawn at random",
)


def read_count(value: object, what: str) -> int:
    """Return a whole number of at least 0.

    Parameters
    ----------
    value : object
        What was given.
    what : str
        The name of the argument, for the message.

    Returns
    -------
    int

    Raises
    ------
    ParameterError
        If it is not a whole number, or negative.
    """
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if isinstance(value, (float, np.floating)):
        whole = math.isfinite(value) and float(value).is_integer()
    if not whole or int(value) < 0:  # type: ignore[call-overload]
        raise ParameterError(
            nl=f"{what} moet een aantal zijn (0, 1, 2, ...), niet {value!r}",
            en=f"{what} must be a count (0, 1, 2, ...), not {value!r}",
        )
    return int(value)  # type: ignore[call-overload, no-any-return]


def read_k_of_n(k: object, n: object) -> tuple[int, int]:
    """Return `k` of `n` as whole numbers with 0 <= k <= n."""
    count, total = read_count(k, "k"), read_count(n, "n")
    if count > total:
        raise ParameterError(
            nl=f"k = {count} is meer dan n = {total}; geef eerst het aantal met het kenmerk",
            en=f"k = {count} is more than n = {total}; give the number with the property first",
        )
    return count, total


def read_population(population: object, n: int) -> int | None:
    """Return the population as a count; a sampling fraction in its place is refused.

    Parameters
    ----------
    population : object
        How many units exist (N), or None when that is not known.
    n : int
        How many were seen.

    Returns
    -------
    int or None

    Raises
    ------
    ParameterError
        If it is a fraction, not a whole number, or less than `n`.
    """
    if population is None:
        return None
    if isinstance(population, (float, np.floating)) and 0 < population < 1:
        raise ParameterError(
            nl=f"population = {population!r} is een fractie; geef het aantal eenheden dat er is, "
            "bijvoorbeeld 26 regio's",
            en=f"population = {population!r} is a fraction; give the number of units that exist, "
            "26 regions for example",
        )
    total = read_count(population, "population")
    if total < n:
        raise ParameterError(
            nl=f"population = {total} is minder dan de n = {n} die zijn gezien",
            en=f"population = {total} is less than the n = {n} that were seen",
        )
    return total


def check_selection(selection: str) -> None:
    """Refuse a way of choosing that does not exist."""
    if selection not in get_args(Selection):
        raise unknown_name(
            Text("wijze van kiezen", "selection"), selection, get_args(Selection), where="selection"
        )


def choose(name: str, given: object, known: tuple[Any, ...], *, where: str) -> None:
    """Refuse an option that does not exist, with the nearest that does."""
    if given not in known:
        raise unknown_name(Text(name, name), given, known, where=where)


#: Fewer clusters tell too little of how much clusters differ: an interval may be narrow by luck.
FEWEST_CLUSTERS: Final = 5


def too_few_clusters(groups: int) -> Text:
    """Say why units in so few clusters have no interval."""
    return Text(
        f"de eenheden liggen in {groups} clusters, en dat zijn er te weinig voor een interval",
        f"the units lie in {groups} clusters, which are too few for an interval",
    )


def no_interval(selection: str, n: int, population: int | None) -> Text | None:
    """Return why there can be no interval, or None when there can."""
    if n == 0:
        return NO_UNITS
    return CENSUS if selection == "census" or n == population else None


def selection_warnings(selection: str) -> tuple[Text, ...]:
    """Return what the way of choosing asks a reader to know."""
    return (AS_IF_RANDOM,) if selection == "purposive" else ()
