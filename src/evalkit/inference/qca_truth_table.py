"""The truth table of QCA: every configuration, its cases, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.qca_fit import consistency as row_consistency
from evalkit.inference.qca_fit import pri as row_pri
from evalkit.inference.qca_sets import QcaSets, read_sets, refuse_half
from evalkit.inference.quine_mccluskey import MOST_CONDITIONS
from evalkit.inference.sampled import check_selection, read_count, read_population
from evalkit.language import Language, Text
from evalkit.results import Result, Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

# A sum of thirds may miss its cut by the last bit.
_LAST_BIT: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthTable(Result):
    """All configurations of the conditions with what their cases show.

    Attributes
    ----------
    outcome : str
        The outcome, with "~" in front when its absence is explained.
    conditions : tuple of str
        Names of the conditions.
    rows : DataFrame
        One row per configuration, 2^k in all: a column per condition (0 or 1), `out` ("1", "0", "C"
        for contradictory, "?" for a remainder without enough cases), `n`, `consistency`, `pri`,
        `with_outcome` and `without_outcome` (names of the cases), `contradictory` (both occur).
    n : int
        Cases.
    remainders : float
        Share of the configurations that are remainders.
    consistency, contradiction, pri : float
        Cut-offs: at least `consistency` (and `pri`) is "1"; at least `contradiction` is "C".
    frequency : int
        Cases that a configuration needs.
    sets : QcaSets
        The memberships.
    warnings : tuple of Text
        What a reader must know.
    population, frame, selection
        The design, as in `Estimate`.
    """

    outcome: str
    conditions: tuple[str, ...]
    rows: pd.DataFrame
    n: int
    remainders: float
    consistency: float
    contradiction: float
    pri: float
    frequency: int
    sets: QcaSets
    warnings: tuple[Text, ...] = ()
    population: int | None = None
    frame: str = ""
    selection: Selection = "unknown"

    def configurations(self, *out: str) -> list[tuple[int, ...]]:
        """Return the configurations whose `out` is one of the given."""
        kept = self.rows[self.rows["out"].isin(out)]
        return [tuple(map(int, row)) for row in kept[list(self.conditions)].to_numpy()]

    @property
    def contradictions(self) -> pd.DataFrame:
        """The rows in which cases with and without the outcome meet."""
        return self.rows[self.rows["contradictory"]]

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        seen, clash = int((self.rows["n"] > 0).sum()), int(self.rows["contradictory"].sum())
        if language == "nl":
            return (
                f"{self.outcome}: {self.n} gevallen in {seen} van {len(self.rows)} configuraties, "
                f"waarvan {clash} tegenstrijdig"
            )
        return (
            f"{self.outcome}: {self.n} cases in {seen} of {len(self.rows)} configurations, of which "
            f"{clash} contradictory"
        )

    def __str__(self) -> str:
        return self.in_language("en")


def qca_truth_table(
    data: pd.DataFrame,
    *,
    outcome: str,
    conditions: Sequence[str] | None = None,
    cases: str | None = None,
    consistency: float = 0.8,
    contradiction: float | None = None,
    pri: float = 0.0,
    frequency: int = 1,
    allows_many_conditions: bool = False,
    population: int | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> TruthTable:
    """Sort cases into configurations of conditions, crisp or fuzzy (Ragin 1987, 2008).

    Parameters
    ----------
    data : DataFrame
        One row per case (6 to some 26), memberships in [0, 1].
    outcome : str
        Column of the outcome; "~" in front explains its absence, which is an analysis of its own
        and not the complement of the other.
    conditions : sequence of str or None
        Columns of the conditions; None takes all others.
    cases : str or None
        Column with the names of the cases; None takes the index.
    consistency : float
        A configuration counts as sufficient from this consistency, in (0, 1].
    contradiction : float or None
        From this consistency, below the other, it counts as contradictory ("C"); None: never.
    pri : float
        The PRI that a sufficient configuration needs as well, in [0, 1].
    frequency : int
        Cases that a configuration needs; with fewer it is a remainder.
    allows_many_conditions : bool
        Whether to go on when there are more configurations than cases (2^k > n): the solution then
        rests mostly on configurations that nobody has seen.
    population : int or None
        Cases that exist (N).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the cases were chosen.

    Returns
    -------
    TruthTable

    Raises
    ------
    ParameterError
        If the cases do not bear so many conditions, a membership is exactly 0.5, missing or outside
        [0, 1], or a column or cut-off does not fit.

    Notes
    -----
    A case belongs to the one configuration in which its membership is above 0.5. Consistency is
    sum(min(x, y)) / sum(x) over all cases, so a fuzzy remainder has one as well.

    References
    ----------
    .. [1] Ragin (2008), Redesigning Social Inquiry, chapter 7.

    Examples
    --------
    >>> table = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 1], "Y": [1, 1, 0, 1]})
    >>> print(qca_truth_table(table, outcome="Y"))
    Y: 4 cases in 3 of 4 configurations, of which 1 contradictory
    """
    check_selection(selection)
    sets = read_sets(data, outcome, conditions, cases=cases)
    n, k = len(sets.cases), len(sets.conditions)
    _check_cuts(consistency, contradiction, pri)
    least = max(1, read_count(frequency, "frequency"))
    _check_bearing(n, k, allows=allows_many_conditions)
    refuse_half(sets)
    rows = []
    for configuration in product((0, 1), repeat=k):
        x = sets.term_membership(configuration)
        member = x > 0.5
        sides = [
            tuple(case for case, here in zip(sets.cases, member & side, strict=True) if here)
            for side in (sets.y > 0.5, sets.y < 0.5)
        ]
        fit, share = row_consistency(x, sets.y), row_pri(x, sets.y)
        out = "0"
        if member.sum() < least:
            out = "?"
        elif fit >= consistency - _LAST_BIT and not share < pri - _LAST_BIT:
            out = "1"
        elif contradiction is not None and fit >= contradiction - _LAST_BIT:
            out = "C"
        rows.append((*configuration, out, int(member.sum()), fit, share, *sides, all(sides)))
    names = [*sets.conditions, "out", "n", "consistency", "pri", "with_outcome", "without_outcome",
             "contradictory"]  # fmt: skip
    table = pd.DataFrame(rows, columns=names)
    return TruthTable(
        outcome=outcome, conditions=sets.conditions, rows=table, n=n,
        remainders=float((table["out"] == "?").mean()), consistency=consistency,
        contradiction=consistency if contradiction is None else contradiction, pri=pri,
        frequency=least, sets=sets, warnings=_table_warnings(table, n),
        population=read_population(population, n), frame=frame, selection=selection,
    )  # fmt: skip


def _check_cuts(consistency: float, contradiction: float | None, pri: float) -> None:
    if not 0 < consistency <= 1 or not 0 <= pri <= 1:
        raise ParameterError(
            nl=f"consistency = {consistency!r} en pri = {pri!r} moeten tussen 0 en 1 liggen",
            en=f"consistency = {consistency!r} and pri = {pri!r} must lie between 0 and 1",
        )
    if contradiction is not None and not 0 < contradiction < consistency:
        raise ParameterError(
            nl=f"contradiction = {contradiction!r} moet boven 0 en onder consistency liggen",
            en=f"contradiction = {contradiction!r} must lie above 0 and below consistency",
        )


def _check_bearing(n: int, k: int, *, allows: bool) -> None:
    if k > MOST_CONDITIONS or (2**k > n and not allows):
        most = min(MOST_CONDITIONS, max(n, 1).bit_length() - 1)
        raise ParameterError(
            nl=f"{n} gevallen dragen geen {k} condities ({2**k} configuraties); neem er hoogstens "
            f"{most}, of kies allows_many_conditions=True en verantwoord dat",
            en=f"{n} cases do not bear {k} conditions ({2**k} configurations); take at most {most}, "
            "or choose allows_many_conditions=True and account for it",
        )


def _table_warnings(table: pd.DataFrame, n: int) -> tuple[Text, ...]:
    warnings = []
    remainders, total = int((table["out"] == "?").sum()), len(table)
    if remainders:
        warnings.append(
            Text(
                f"{remainders} van {total} configuraties zijn niet gezien; vereenvoudigen rust daar "
                "op aannames",
                f"{remainders} of {total} configurations were not seen; simplification rests on "
                "assumptions there",
            )
        )
    if clash := int(table["contradictory"].sum()):
        warnings.append(
            Text(
                f"tegenstrijdige configuraties, met gevallen met en zonder de uitkomst: {clash}",
                f"contradictory configurations, with cases with and without the outcome: {clash}",
            )
        )
    if lost := int(table.loc[table["out"] == "?", "n"].sum()):
        warnings.append(
            Text(
                f"{lost} van {n} gevallen zitten in een configuratie met te weinig gevallen",
                f"{lost} of {n} cases are in a configuration with too few cases",
            )
        )
    if total > n:
        warnings.append(
            Text(
                f"{n} gevallen dragen zo veel condities niet; de oplossing is een verkenning",
                f"{n} cases do not bear so many conditions; the solution is exploratory",
            )
        )
    return tuple(warnings)
