"""Many tests at once: Holm for the few confirmatory questions, Benjamini-Hochberg for screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.unit_table import TableResult, read_column, read_units
from evalkit.language import Text
from evalkit.reliability.measurements import check_level

if TYPE_CHECKING:
    from evalkit.inference.unit_table import Column, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdjustedTests(TableResult):
    """p-values of one family of tests (`TableResult`, and the family).

    Attributes
    ----------
    family : str
        Which tests were counted together.
    alpha : float
        The level the family is held to.
    rejected : int
        Tests that stay significant.
    """

    family: str
    alpha: float
    rejected: int


def holm(
    p_values: Column, *, family: str, tests: Column | None = None, alpha: float = 0.05
) -> AdjustedTests:
    """Adjust p-values so that the chance of any false alarm in the family is at most alpha.

    For the few questions that were stated before looking. It never needs independence.

    Parameters
    ----------
    p_values : array_like, shape (n_tests,)
        p-values in [0, 1]; missing where a test was undefined.
    family : str
        Which tests are counted together, e.g. "the five questions of the plan".
    tests : array_like or None, shape (n_tests,)
        Names of the tests; None takes the index of `p_values`, or 1, 2, 3, ...
    alpha : float
        Level of the family, in (0, 1).

    Returns
    -------
    AdjustedTests
        Table: test, p_value, adjusted, rejected; an undefined test is not counted.

    Raises
    ------
    ParameterError
        If the family has no name, or a p-value is outside [0, 1].

    References
    ----------
    .. [1] Holm (1979), Scandinavian Journal of Statistics 6(2), 65-70.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03], family="plan").table["adjusted"].tolist()
    [0.03, 0.06, 0.06]
    """
    return _adjusted(p_values, family, tests, alpha, "Holm (1979)", _step_down)


def benjamini_hochberg(
    p_values: Column, *, family: str, tests: Column | None = None, alpha: float = 0.05
) -> AdjustedTests:
    """Adjust p-values so that of the tests called significant at most alpha are false on average.

    For screening many items. Valid for independent and positively dependent tests.

    Parameters
    ----------
    p_values : array_like, shape (n_tests,)
        p-values in [0, 1]; missing where a test was undefined.
    family : str
        Which tests are counted together, e.g. "all items of theme 3".
    tests : array_like or None, shape (n_tests,)
        Names of the tests; None takes the index of `p_values`, or 1, 2, 3, ...
    alpha : float
        False discovery rate, in (0, 1).

    Returns
    -------
    AdjustedTests
        Table: test, p_value, adjusted, rejected; an undefined test is not counted.

    Raises
    ------
    ParameterError
        If the family has no name, or a p-value is outside [0, 1].

    References
    ----------
    .. [1] Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03], family="screen").rejected
    3
    """
    return _adjusted(p_values, family, tests, alpha, "Benjamini and Hochberg (1995)", _step_up)


def _step_down(ordered: Floats) -> Floats:
    m = len(ordered)
    return np.maximum.accumulate(ordered * (m - np.arange(m)))


def _step_up(ordered: Floats) -> Floats:
    m = len(ordered)
    return np.minimum.accumulate((ordered * m / np.arange(1, m + 1))[::-1])[::-1]


def _adjusted(  # noqa: PLR0917
    p_values: Column,
    family: str,
    tests: Column | None,
    alpha: float,
    method: str,
    steps: object,
) -> AdjustedTests:
    check_level(alpha)
    if not isinstance(family, str) or not family.strip():
        raise ParameterError(
            nl="noem de familie: welke toetsen tellen samen, bijvoorbeeld 'alle items van thema 3'",
            en="name the family: which tests count together, 'all items of theme 3' for example",
        )
    p = read_column(p_values, "p_values", missing=True)
    if ((p < 0) | (p > 1)).any():
        raise ParameterError(
            nl="p_values: een p-waarde ligt tussen 0 en 1", en="p_values: a p-value is in [0, 1]"
        )
    names = read_units(tests, p_values, len(p))
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full(len(p), np.nan)
    if len(order):
        adjusted[order] = np.minimum(steps(p[order]), 1.0)  # type: ignore[operator]
    rejected = adjusted <= alpha
    left_out = len(p) - len(known)
    table = pd.DataFrame({"test": names, "p_value": p, "adjusted": adjusted, "rejected": rejected})
    return AdjustedTests(
        name=Text("gecorrigeerde p-waarden", "adjusted p-values"),
        table=table,
        n=len(known),
        method=method,
        reason=None if len(known) else Text("er is geen p-waarde", "there is no p-value"),
        warnings=(
            Text(
                f"{left_out} toetsen zonder p-waarde tellen niet mee",
                f"{left_out} tests without a p-value are not counted",
            ),
        )
        if left_out
        else (),
        family=family,
        alpha=alpha,
        rejected=int(rejected.sum()),
    )
