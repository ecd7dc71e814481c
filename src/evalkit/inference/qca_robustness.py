"""Whether a QCA solution survives other cut-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.qca_solutions import QcaSolution, SolutionKind, qca_solution
from evalkit.inference.qca_truth_table import qca_truth_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def qca_robustness(
    data: pd.DataFrame,
    *,
    outcome: str,
    conditions: Sequence[str] | None = None,
    cases: str | None = None,
    kind: SolutionKind = "conservative",
    expectations: Mapping[str, int] | None = None,
    consistency: Sequence[float] = (0.75, 0.8, 0.85),
    frequency: Sequence[int] = (1, 2),
    allows_many_conditions: bool = False,
) -> pd.DataFrame:
    """Solve the same data under each pair of cut-offs.

    Parameters
    ----------
    data : DataFrame
        One row per case, memberships in [0, 1].
    outcome : str
        Column of the outcome; "~" in front explains its absence.
    conditions : sequence of str or None
        Columns of the conditions; None takes all others.
    cases : str or None
        Column with the names of the cases; None takes the index.
    kind : {"conservative", "parsimonious", "intermediate"}
        Which solution.
    expectations : mapping of str to int or None
        For "intermediate", see `qca_solution`.
    consistency : sequence of float
        Cut-offs of consistency to try.
    frequency : sequence of int
        Cut-offs of frequency to try.
    allows_many_conditions : bool
        See `qca_truth_table`.

    Returns
    -------
    DataFrame
        One row per pair of cut-offs: `consistency_cut, frequency_cut, models, n_models,
        consistency, pri, coverage, same, reason`. `models` are the formulas that tie; the fit is of
        the first; `same` says whether the models are those at the middle consistency and the first
        frequency given.

    Raises
    ------
    ParameterError
        If no cut-off is given, or for the reasons of `qca_truth_table` and `qca_solution`.

    Examples
    --------
    >>> table = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 1], "Y": [1, 1, 0, 0]})
    >>> qca_robustness(table, outcome="Y")["same"].tolist()
    [True, False, True, False, True, False]
    """
    if not consistency or not frequency:
        raise ParameterError(
            nl="geef ten minste één grens voor consistency en één voor frequency",
            en="give at least one cut-off for consistency and one for frequency",
        )

    def solve(consistency_cut: float, frequency_cut: int) -> QcaSolution:
        table = qca_truth_table(
            data, outcome=outcome, conditions=conditions, cases=cases, consistency=consistency_cut,
            frequency=frequency_cut, allows_many_conditions=allows_many_conditions,
        )  # fmt: skip
        return qca_solution(table, kind, expectations=expectations)

    middle = sorted(consistency)[len(consistency) // 2]
    reference = _formulas(solve(middle, frequency[0]))
    rows = []
    for consistency_cut in consistency:
        for frequency_cut in frequency:
            solution = solve(consistency_cut, frequency_cut)
            formulas = _formulas(solution)
            fit = [float("nan")] * 3
            if solution.models:
                whole = solution.models[0].fit.iloc[-1]
                fit = [float(whole[c]) for c in ("consistency", "pri", "raw_coverage")]
            reason = "" if solution.reason is None else solution.reason.en
            same = set(formulas) == set(reference)
            rows.append(
                (consistency_cut, frequency_cut, formulas, len(formulas), *fit, same, reason)
            )
    names = ["consistency_cut", "frequency_cut", "models", "n_models", "consistency", "pri",
             "coverage", "same", "reason"]  # fmt: skip
    return pd.DataFrame(rows, columns=names)


def _formulas(solution: QcaSolution) -> tuple[str, ...]:
    return tuple(str(model) for model in solution.models)
