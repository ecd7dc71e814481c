"""Sets for QCA: reading memberships, and the membership of a case in an expression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from evalkit.errors import ParameterError, unknown_name
from evalkit.inference.columns import read_numbers
from evalkit.language import Text, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Columns that a truth table has beside its conditions.
TABLE_COLUMNS: Final = (
    "out", "n", "consistency", "pri", "with_outcome", "without_outcome", "contradictory",
)  # fmt: skip
# A term is one literal per condition: 1 present, 0 absent, -1 not in the term.
Term = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class QcaSets:
    """Memberships of cases in conditions and in the outcome.

    Attributes
    ----------
    conditions : tuple of str
        Names, in the order of the columns.
    outcome : str
        Name of the outcome, with "~" in front when its absence is explained.
    cases : tuple of str
        Names of the cases.
    x : ndarray of float64, shape (n_cases, n_conditions)
        Memberships in the conditions, in [0, 1].
    y : ndarray of float64, shape (n_cases,)
        Memberships in the outcome, already negated when asked.
    """

    conditions: tuple[str, ...]
    outcome: str
    cases: tuple[str, ...]
    x: Floats
    y: Floats

    @property
    def is_crisp(self) -> bool:
        """Whether all memberships are 0 or 1."""
        return bool(np.isin(self.x, (0, 1)).all() and np.isin(self.y, (0, 1)).all())

    def term_membership(self, term: Term) -> Floats:
        """Return the membership of each case in a conjunction: the least of its literals."""
        parts = [
            self.x[:, i] if literal else 1 - self.x[:, i]
            for i, literal in enumerate(term)
            if literal >= 0
        ]
        return np.min(parts, axis=0) if parts else np.ones(len(self.y))

    def solution_membership(self, terms: Sequence[Term]) -> Floats:
        """Return the membership of each case in a disjunction: the most of its terms."""
        parts = [self.term_membership(term) for term in terms]
        return np.max(parts, axis=0) if parts else np.zeros(len(self.y))

    def write(self, term: Term) -> str:
        """Write a term, e.g. ``DEV*~IND``; the term without literals is ``1``."""
        literals = [
            name if literal else f"~{name}"
            for name, literal in zip(self.conditions, term, strict=True)
            if literal >= 0
        ]
        return "*".join(literals) or "1"

    def read(self, expression: str) -> tuple[Term, ...]:
        """Read an expression such as ``DEV*~IND + STB`` as terms."""
        terms = []
        for part in expression.split("+"):
            term = [-1] * len(self.conditions)
            for literal in part.split("*"):
                name = literal.strip().removeprefix("~")
                if name not in self.conditions:
                    raise unknown_name(Text("conditie", "condition"), name, self.conditions)
                value = 0 if literal.strip().startswith("~") else 1
                place = self.conditions.index(name)
                if term[place] == 1 - value:
                    raise ParameterError(
                        nl=f"{part.strip()!r} vraagt {name} en ~{name} tegelijk",
                        en=f"{part.strip()!r} asks for {name} and ~{name} at once",
                    )
                term[place] = value
            terms.append(tuple(term))
        return tuple(terms)


def read_sets(
    data: pd.DataFrame, outcome: str, conditions: Sequence[str] | None, *, cases: str | None = None
) -> QcaSets:
    """Read memberships from a table with one row per case.

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

    Returns
    -------
    QcaSets

    Raises
    ------
    ParameterError
        If a column is absent, a membership is missing or outside [0, 1], a column is named twice, a
        condition has a name that a truth table cannot show, or a case occurs twice.
    """
    name = outcome.removeprefix("~")
    data = data.rename(columns=str)
    if conditions is None:
        conditions = [c for c in data.columns if c not in (name, cases)]
    conditions = [str(condition) for condition in conditions]
    for column in (name, *conditions, *([cases] if cases else [])):
        if column not in data:
            raise unknown_name(Text("kolom", "column"), column, map(str, data.columns))
    if name in conditions or len(set(conditions)) < len(conditions) or not conditions:
        raise ParameterError(
            nl="geef ten minste één conditie, elke conditie één keer en de uitkomst er niet bij",
            en="give at least one condition, each once and the outcome not among them",
        )
    taken = [c for c in conditions if c in TABLE_COLUMNS or set(c) & set("~*+")]
    if taken:
        raise ParameterError(
            nl=f"{taken[0]!r} kan geen naam van een conditie zijn: een kolom van de waarheidstabel "
            "heet al zo, of er staat ~, * of + in; geef de kolom een andere naam",
            en=f"{taken[0]!r} cannot be the name of a condition: a column of the truth table has "
            "that name, or it holds ~, * or +; rename the column",
        )
    labels = [str(label) for label in (data[cases] if cases else data.index)]
    if len(set(labels)) < len(labels):
        raise ParameterError(
            nl="twee gevallen hebben dezelfde naam; geef elk geval een eigen naam",
            en="two cases have the same name; give each case a name of its own",
        )
    columns = {column: read_numbers(data[column], column) for column in (*conditions, name)}
    bad = [c for c, values in columns.items() if not ((values >= 0) & (values <= 1)).all()]
    if bad:
        raise ParameterError(
            nl=f"{join_words(bad, 'nl')}: een lidmaatschap ontbreekt of ligt niet tussen 0 en 1; "
            "ijk de waarden eerst met qca_calibrate",
            en=f"{join_words(bad, 'en')}: a membership is missing or not between 0 and 1; calibrate "
            "the values with qca_calibrate first",
        )
    y = columns[name]
    x = np.column_stack([columns[condition] for condition in conditions])
    y = 1 - y if outcome.startswith("~") else y
    return QcaSets(tuple(conditions), outcome, tuple(labels), x, y)


def refuse_half(sets: QcaSets) -> None:
    """Refuse a membership of exactly 0.5: the case is then neither in nor out."""
    table = np.column_stack([sets.x, sets.y])
    rows, columns = np.nonzero(table == 0.5)
    if len(rows):
        case = sets.cases[rows[0]]
        what = (*sets.conditions, sets.outcome.removeprefix("~"))[columns[0]]
        raise ParameterError(
            nl=f"geval {case!r} heeft bij {what!r} precies 0,5 en is dus niet in en niet uit; "
            "verschuif het omslagpunt of beslis over dit geval",
            en=f"case {case!r} has exactly 0.5 for {what!r} and so is neither in nor out; move the "
            "crossover or decide this case",
        )
