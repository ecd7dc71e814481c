"""Units that are missing: what can be said without assuming anything, and what with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from evalkit.errors import ParameterError
from evalkit.inference.sampled import SHARE, check_selection, read_k_of_n, read_population
from evalkit.language import Text
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from evalkit.results import Selection

_BOUNDS: Final = Text(
    "grenzen en geen betrouwbaarheidsinterval: daarbuiten kan het aandeel niet liggen",
    "bounds and no confidence interval: the share cannot lie outside them",
)
_NOTHING: Final = Text(
    "geen enkele eenheid is gezien; alles van 0 tot 1 is mogelijk",
    "no unit was seen; anything from 0 to 1 is possible",
)


def worst_case_bounds(
    k: int,
    n: int,
    *,
    population: int,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = SHARE,
) -> Estimate:
    """Smallest and largest share that the missing units allow, after Manski (1989).

    The first thing to show: all missing units lack the property, or all have it.

    Parameters
    ----------
    k, n : int
        Units with the property, of those seen.
    population : int
        Units that should have been seen (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is estimated, for the printed line.

    Returns
    -------
    Estimate
        `value` is the share of those seen, `low` and `high` the bounds, `level` 1: certain.

    Raises
    ------
    ParameterError
        If the counts do not fit each other.

    References
    ----------
    .. [1] Manski (1989), Journal of Human Resources 24(3), 343-360.

    Examples
    --------
    >>> bounds = worst_case_bounds(14, 14, population=18)
    >>> bounds.low, bounds.high
    (0.7777777777777778, 1.0)
    """
    return _bounded(k, n, population, (0.0, 1.0), Text("", ""), frame, selection, name)


def assumed_bounds(
    k: int,
    n: int,
    *,
    population: int,
    missing_share: tuple[float, float],
    assumption: Text,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = SHARE,
) -> Estimate:
    """Smallest and largest share under a stated assumption about the missing units.

    Parameters
    ----------
    k, n : int
        Units with the property, of those seen.
    population : int
        Units that should have been seen (N).
    missing_share : tuple of float
        Smallest and largest share with the property among the missing units, in [0, 1].
    assumption : Text
        The assumption in words, nl and en; it is printed beside the result.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.
    name : Text or str
        What is estimated, for the printed line.

    Returns
    -------
    Estimate
        As `worst_case_bounds`, within it.

    Raises
    ------
    ParameterError
        If the counts or shares do not fit, or the assumption is not in words.

    Examples
    --------
    >>> half = Text("van de ontbrekende minstens de helft", "of the missing at least half")
    >>> found = assumed_bounds(14, 14, population=18, missing_share=(0.5, 1), assumption=half)
    >>> found.low
    0.8888888888888888
    """
    ends = tuple(missing_share) if isinstance(missing_share, Sequence) else ()
    if len(ends) != 2 or not 0 <= ends[0] <= ends[1] <= 1:
        raise ParameterError(
            nl=f"missing_share = {missing_share!r}: geef het kleinste en het grootste aandeel, 0 tot 1",
            en=f"missing_share = {missing_share!r}: give the smallest and the largest share, 0 to 1",
        )
    if not isinstance(assumption, Text) or not assumption.nl.strip() or not assumption.en.strip():
        raise ParameterError(
            nl="assumption: schrijf de aanname uit in het Nederlands en het Engels (Text)",
            en="assumption: write the assumption out in Dutch and English (Text)",
        )
    return _bounded(k, n, population, (ends[0], ends[1]), assumption, frame, selection, name)


def _bounded(  # noqa: PLR0917
    k: int,
    n: int,
    population: int,
    missing_share: tuple[float, float],
    assumption: Text,
    frame: str,
    selection: Selection,
    name: Text | str,
) -> Estimate:
    check_selection(selection)
    k, n = read_k_of_n(k, n)
    total = read_population(population, n)
    if not total:
        raise ParameterError(
            nl="population: geef hoeveel eenheden er hadden moeten zijn",
            en="population: give how many units there should have been",
        )
    low, high = ((k + share * (total - n)) / total for share in missing_share)
    warnings: tuple[Text, ...] = (_BOUNDS,)
    if assumption.nl:
        warnings += (Text(f"aanname: {assumption.nl}", f"assumption: {assumption.en}"),)
    return Estimate(
        name=name,
        value=k / n if n else NAN,
        low=low,
        high=high,
        level=1.0,
        n=n,
        k=k,
        population=total,
        frame=frame,
        selection=selection,
        method="assumed bounds" if assumption.nl else "worst-case bounds, Manski (1989)",
        scale="share",
        reason=None if n else _NOTHING,
        warnings=warnings,
    )
