"""The sign test, of whether more units went up than down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from evalkit.inference.paired_scores import read_differences
from evalkit.inference.sampled import (
    check_selection,
    choose,
    read_population,
    selection_warnings,
)
from evalkit.language import Text
from evalkit.results import NAN, Test

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from evalkit.inference.moves import Moves
    from evalkit.reliability.labels import LevelsLike
    from evalkit.results import Selection

Alternative = Literal["two-sided", "less", "greater"]
NO_MOVE: Final = Text(
    "geen enkele eenheid veranderde; er is niets om te toetsen",
    "no unit changed; there is nothing to test",
)


def sign_test(
    first: ArrayLike | Moves,
    second: ArrayLike | None = None,
    *,
    levels: LevelsLike = None,
    alternative: Alternative = "two-sided",
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Test:
    """Exact test of as many ups as downs; all it asks of the levels is their order.

    Parameters
    ----------
    first : array_like or Moves, shape (n,)
        The first wave, a table of moves, or the differences when `second` is None.
    second : array_like or None, shape (n,)
        The second wave of the same units.
    levels : sequence, scheme Item, CategoricalDtype or None
        The levels from low to high, when they are no numbers and no ordered categories.
    alternative : {"two-sided", "less", "greater"}
        "greater" is more up than down.
    population : int or None
        Units that exist (N); a count.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Test
        `statistic` counts the ups. Units that stayed do not count, and a warning says how many.

    Raises
    ------
    ParameterError
        If columns do not fit each other, or an option or level does not exist.

    Notes
    -----
    14 of 14 up gives p = .00012. That rules out a coin; it says nothing about the cause.

    References
    ----------
    .. [1] Dixon and Mood (1946), Journal of the American Statistical Association 41, 557-566.

    Examples
    --------
    >>> print(sign_test([1] * 11 + [-1] * 3))
    Sign test, exact: p = 0.057 (two-sided), n=14
    """
    from scipy.stats import binom

    choose("alternative", alternative, get_args(Alternative), where="sign_test")
    check_selection(selection)
    differences = read_differences(first, second, levels)
    up, down = int((differences > 0).sum()), int((differences < 0).sum())
    moved, n = up + down, len(differences)
    total = read_population(population, n)
    tails = {
        "less": float(binom.cdf(up, moved, 0.5)),
        "greater": float(binom.cdf(down, moved, 0.5)),
        "two-sided": min(1.0, 2 * float(binom.cdf(min(up, down), moved, 0.5))),
    }
    return Test(
        name=Text("Tekentoets, exact", "Sign test, exact"),
        statistic=float(up),
        p_value=tails[alternative] if moved else NAN,
        alternative=alternative,
        n=n,
        method="sign test, exact binomial",
        reason=None if moved else NO_MOVE,
        warnings=(*_stayed(n - moved), *selection_warnings(selection)),
        population=total,
        frame=frame,
        selection=selection,
    )


def _stayed(count: int) -> tuple[Text, ...]:
    if not count:
        return ()
    return (
        Text(f"{count} eenheden bleven gelijk en tellen niet mee",
             f"{count} units stayed the same and do not count"),
    )  # fmt: skip
