"""McNemar's test, of whether as many units gained a property as lost it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from evalkit.inference.paired_tables import read_two_by_two
from evalkit.inference.sampled import (
    NO_UNITS,
    check_selection,
    choose,
    read_population,
    selection_warnings,
)
from evalkit.language import Text
from evalkit.results import NAN, Test

if TYPE_CHECKING:
    from evalkit.inference.paired_tables import TableLike
    from evalkit.results import Selection

McNemarMethod = Literal["mid-p", "exact", "asymptotic", "corrected"]
_NAMES: Final = {
    "mid-p": Text("McNemar, mid-p", "McNemar, mid-p"),
    "exact": Text("McNemar, exact", "McNemar, exact"),
    "asymptotic": Text("McNemar (1947), chi-kwadraat", "McNemar (1947), chi-square"),
    "corrected": Text(
        "McNemar, chi-kwadraat met continuïteitscorrectie",
        "McNemar, chi-square with continuity correction",
    ),
}
NO_CHANGE: Final = Text(
    "geen enkele eenheid veranderde; er is niets om te toetsen",
    "no unit changed; there is nothing to test",
)
_FEW: Final = Text(
    "minder dan 25 eenheden veranderden; de chi-kwadraatbenadering is dan ruw, neem mid-p of exact",
    "fewer than 25 units changed; the chi-square approximation is rough then, take mid-p or exact",
)


def mcnemar_test(
    table: TableLike,
    *,
    method: McNemarMethod = "mid-p",
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Test:
    """Test whether a property became more or less frequent in the same units.

    The interval of the change itself comes from `newcombe_paired_interval`; show both.

    Parameters
    ----------
    table : array_like, DataFrame or Moves, shape (2, 2)
        ``[[both, first only], [second only, neither]]``; in Moves the higher level is the property.
    method : {"mid-p", "exact", "asymptotic", "corrected"}
        "mid-p" rejects about as often as it should at every size; "exact" never too often and
        often too seldom; the chi-square ones need 25 changes or more.
    population : int or None
        Units that exist (N); a count.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Test
        Two-sided; `n` counts all units. `statistic` is the chi-square, or the number of units that
        lost the property for "exact" and "mid-p".

    Raises
    ------
    ParameterError
        If the table is not 2 by 2 with counts or an option does not exist.

    References
    ----------
    .. [1] McNemar (1947), Psychometrika 12, 153-157.
    .. [2] Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13, 91.

    Examples
    --------
    >>> print(mcnemar_test([[1, 1], [7, 12]]))
    McNemar, mid-p: p = 0.039 (two-sided), n=21
    """
    choose("method", method, get_args(McNemarMethod), where="mcnemar_test")
    check_selection(selection)
    cells = read_two_by_two(table)
    _, first, second, _ = cells
    n, changed = sum(cells), first + second
    total = read_population(population, n)
    reason = None if changed else NO_CHANGE if n else NO_UNITS
    chi_square = method in {"asymptotic", "corrected"}
    statistic = _chi_square(first, second, method == "corrected") if chi_square else float(first)
    warnings = (_FEW,) if chi_square and changed < 25 and reason is None else ()
    return Test(
        name=_NAMES[method],
        statistic=statistic if changed else NAN,
        df=1.0 if chi_square else NAN,
        p_value=mcnemar_p(first, second, method) if changed else NAN,
        n=n,
        method=_NAMES[method].en,
        reason=reason,
        warnings=(*warnings, *selection_warnings(selection)),
        population=total,
        frame=frame,
        selection=selection,
    )


def mcnemar_p(first: int, second: int, method: McNemarMethod) -> float:
    """Two-sided p-value from the units that changed each way; NaN when none did."""
    from scipy.stats import binom, chi2

    changed, fewest = first + second, min(first, second)
    if not changed:
        return NAN
    if method in {"asymptotic", "corrected"}:
        return float(chi2.sf(_chi_square(first, second, method == "corrected"), 1))
    exact = 2 * float(binom.cdf(fewest, changed, 0.5))
    if method == "mid-p":
        exact -= float(binom.pmf(fewest, changed, 0.5))
    return min(1.0, exact)


def _chi_square(first: int, second: int, corrected: bool) -> float:  # noqa: FBT001
    if not first + second:
        return NAN
    gap = abs(first - second)
    return float(max(gap - corrected, 0) ** 2 / (first + second))
