"""Parameters of fit of QCA: consistency, PRI, coverage and relevance of necessity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from evalkit.inference.qca_sets import QcaSets, Term, read_sets
from evalkit.results import NAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.inference.qca_sets import Floats


def _ratio(over: float, under: float) -> float:
    return over / under if under > 1e-12 else NAN


def consistency(x: Floats, y: Floats) -> float:
    """Return how far x is a subset of y; NaN when no case is in x at all."""
    return _ratio(float(x.clip(max=y).sum()), float(x.sum()))


def pri(x: Floats, y: Floats) -> float:
    """Return the consistency less what x also shares with the absence of y."""
    both = float(x.clip(max=y).clip(max=1 - y).sum())
    return _ratio(float(x.clip(max=y).sum()) - both, float(x.sum()) - both)


def coverage(x: Floats, y: Floats) -> float:
    """Return how much of y lies in x."""
    return _ratio(float(x.clip(max=y).sum()), float(y.sum()))


def relevance_of_necessity(x: Floats, y: Floats) -> float:
    """Return Schneider and Wagemann's RoN: low where x is nearly always present."""
    return _ratio(float((1 - x).sum()), float((1 - x.clip(max=y)).sum()))


def solution_fit(sets: QcaSets, terms: Sequence[Term]) -> pd.DataFrame:
    """Fit of each term of a solution and of the whole.

    Parameters
    ----------
    sets : QcaSets
        The memberships.
    terms : sequence of Term
        The terms of one model.

    Returns
    -------
    DataFrame
        One row per term and one named "solution": `term, consistency, pri, raw_coverage,
        unique_coverage, cases`; `cases` are those with membership above 0.5.
    """
    rows = []
    whole = sets.solution_membership(terms)
    for number, term in enumerate(terms):
        x = sets.term_membership(term)
        rest = sets.solution_membership([*terms[:number], *terms[number + 1 :]])
        unique = coverage(whole, sets.y) - coverage(rest, sets.y)
        rows.append((sets.write(term), *_sufficiency(sets, x), unique, _members(sets, x)))
    rows.append(("solution", *_sufficiency(sets, whole), NAN, _members(sets, whole)))
    names = ["term", "consistency", "pri", "raw_coverage", "unique_coverage", "cases"]
    return pd.DataFrame(rows, columns=names)


def _sufficiency(sets: QcaSets, x: Floats) -> tuple[float, float, float]:
    return consistency(x, sets.y), pri(x, sets.y), coverage(x, sets.y)


def _members(sets: QcaSets, x: Floats) -> tuple[str, ...]:
    return tuple(case for case, member in zip(sets.cases, x > 0.5, strict=True) if member)


def qca_necessity(
    data: pd.DataFrame,
    *,
    outcome: str,
    conditions: Sequence[str] | None = None,
    expressions: Sequence[str] | None = None,
    cases: str | None = None,
) -> pd.DataFrame:
    """Necessity of conditions for an outcome: consistency, relevance and coverage.

    Look here before sufficiency: a condition that is in every case with the outcome is necessary,
    and trivially so where nearly every case has it (low RoN).

    Parameters
    ----------
    data : DataFrame
        One row per case, memberships in [0, 1].
    outcome : str
        Column of the outcome; "~" in front asks for its absence.
    conditions : sequence of str or None
        Columns of the conditions; None takes all others.
    expressions : sequence of str or None
        What to judge, e.g. ``["DEV", "URB + IND"]``; None takes each condition and its absence.
    cases : str or None
        Column with the names of the cases; None takes the index.

    Returns
    -------
    DataFrame
        One row per expression: `expression, outcome, consistency, ron, coverage, n, reason`; the
        numbers are in [0, 1], or NaN where `reason` says why.

    Raises
    ------
    ParameterError
        If a column does not exist or a membership is missing or outside [0, 1].

    References
    ----------
    .. [1] Schneider and Wagemann (2012), Set-Theoretic Methods for the Social Sciences, 9.2.

    Examples
    --------
    >>> table = pd.DataFrame({"A": [1, 1, 1, 0], "B": [1, 0, 0, 0], "Y": [1, 1, 0, 0]})
    >>> qca_necessity(table, outcome="Y")[["expression", "consistency", "ron"]].head(1)
      expression  consistency  ron
    0          A          1.0  0.5
    """
    sets = read_sets(data, outcome, conditions, cases=cases)
    if expressions is None:
        expressions = [f"{sign}{name}" for name in sets.conditions for sign in ("", "~")]
    rows = []
    for expression in expressions:
        x = sets.solution_membership(sets.read(expression))
        reason = "" if sets.y.sum() > 0 else "no case has the outcome"
        if not reason and not x.sum() > 0:
            reason = "no case is in the expression"
        if not reason and not (1 - x.clip(max=sets.y)).sum() > 0:
            reason = "every case is in the expression and in the outcome"
        values = (coverage(x, sets.y), relevance_of_necessity(x, sets.y), consistency(x, sets.y))
        rows.append((expression, outcome, *values, len(sets.cases), reason))
    names = ["expression", "outcome", "consistency", "ron", "coverage", "n", "reason"]
    return pd.DataFrame(rows, columns=names)
