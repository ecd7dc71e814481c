"""Solutions of a truth table: conservative, parsimonious and intermediate, with all that tie."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, Literal, get_args

from evalkit.errors import ParameterError, unknown_name
from evalkit.inference.qca_fit import solution_fit
from evalkit.inference.quine_mccluskey import Covers, covers_row, quine_mccluskey
from evalkit.inference.sampled import choose
from evalkit.language import Language, Text, join_words
from evalkit.results import Result, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from evalkit.inference.qca_sets import Term
    from evalkit.inference.qca_truth_table import TruthTable

SolutionKind = Literal["conservative", "parsimonious", "intermediate"]
KIND_WORDS: Final[Mapping[SolutionKind, Text]] = {
    "conservative": Text("conservatief", "conservative"),
    "parsimonious": Text("spaarzaam", "parsimonious"),
    "intermediate": Text("tussenoplossing", "intermediate"),
}
Explained = Literal["1", "C", "1 and C"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QcaModel(Result):
    """One model: terms that together explain the outcome.

    Attributes
    ----------
    terms : tuple of str
        E.g. ``("DEV*~IND", "URB*STB")``.
    fit : DataFrame
        One row per term and one for the solution, see `solution_fit`.
    assumptions : tuple of str
        Configurations nobody has seen that the model takes to lead to the outcome.
    """

    terms: tuple[str, ...]
    fit: pd.DataFrame
    assumptions: tuple[str, ...]

    def in_language(self, language: Language) -> str:  # noqa: ARG002  (a formula has no language)
        """Return the model as a formula."""
        return " + ".join(self.terms)

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class QcaSolution(Result):
    """All models of one solution that tie.

    Attributes
    ----------
    kind : {"conservative", "parsimonious", "intermediate"}
        Which remainders may be used: none, all, or those that the expectations make easy.
    outcome : str
        What is explained.
    models : tuple of QcaModel
        Every model that is as short as the others; more than one is an ambiguity to report.
    n : int
        Cases.
    reason : Text or None
        Why there is no model.
    warnings : tuple of Text
        What a reader must know.
    population, frame, selection
        The design, as in `Estimate`.
    """

    kind: SolutionKind
    outcome: str
    models: tuple[QcaModel, ...]
    n: int
    reason: Text | None = None
    warnings: tuple[Text, ...] = ()
    population: int | None = None
    frame: str = ""
    selection: Selection = "unknown"

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        if not self.models:
            kind, why = KIND_WORDS[self.kind].in_language(language), self.reason or Text("", "")
            return f"{kind}: {self.outcome} –: {why.in_language(language)}"
        formulas = [f"{model} -> {self.outcome}" for model in self.models]
        kind = KIND_WORDS[self.kind].in_language(language)
        return f"{kind}: {join_words(formulas, language, last='or')}"

    def __str__(self) -> str:
        return self.in_language("en")


def qca_solution(
    table: TruthTable,
    kind: SolutionKind = "conservative",
    *,
    expectations: Mapping[str, int] | None = None,
    explain: Explained = "1",
    covers: Covers = "shortest",
) -> QcaSolution:
    """Minimise a truth table to its conservative, parsimonious or intermediate solution.

    Parameters
    ----------
    table : TruthTable
        From `qca_truth_table`.
    kind : {"conservative", "parsimonious", "intermediate"}
        "conservative" uses no configuration that nobody has seen, "parsimonious" each that makes
        the model shorter, "intermediate" those that agree with `expectations`.
    expectations : mapping of str to int or None
        For "intermediate": 1 where a condition is expected to further the outcome, 0 where its
        absence is; a condition left out has no expectation.
    explain : {"1", "C", "1 and C"}
        Which configurations are explained; contradictory ones count as without the outcome unless
        they are.
    covers : {"shortest", "irredundant"}
        Which models tie, see `quine_mccluskey`.

    Returns
    -------
    QcaSolution
        All tied models, each with its fit and the assumptions it makes.

    Raises
    ------
    ParameterError
        If an option, an expectation or a condition does not exist, or too many models tie.

    Notes
    -----
    Intermediate, after Ragin and Sonnett: from each conservative term, literals that are absent
    from a parsimonious term it lies in and that go against the expectations are dropped; the
    remainders in what then results are the easy counterfactuals, and the table is minimised with
    these free. This is done for each pair of tied models. Equal to R's QCA on the Lipset data.

    References
    ----------
    .. [1] Ragin (2008), Redesigning Social Inquiry, chapters 8 and 9.

    Examples
    --------
    >>> import pandas as pd
    >>> from evalkit.inference.qca_truth_table import qca_truth_table
    >>> data = pd.DataFrame({"A": [1, 1, 0, 0], "B": [1, 0, 1, 1], "Y": [1, 1, 0, 0]})
    >>> print(qca_solution(qca_truth_table(data, outcome="Y")))
    conservative: A -> Y
    """
    choose("kind", kind, get_args(SolutionKind), where="qca_solution")
    choose("explain", explain, get_args(Explained), where="qca_solution")
    choose("covers", covers, get_args(Covers), where="qca_solution")
    direction = _read_expectations(table, kind, expectations)
    positive = table.configurations(*(("1", "C") if explain == "1 and C" else (explain,)))
    remainders = table.configurations("?")
    conservative = quine_mccluskey(positive, covers=covers)
    if kind == "conservative":
        models = conservative
    else:
        models = quine_mccluskey(positive, dont_care=remainders, covers=covers)
    if kind == "intermediate":
        found: list[tuple[Term, ...]] = []
        for longer, shorter in product(conservative, models):
            easy = _easy_counterfactuals(longer, shorter, remainders, direction)
            found += quine_mccluskey(positive, dont_care=easy, covers=covers)
        models = tuple(dict.fromkeys(found))
    return QcaSolution(
        kind=kind, outcome=table.outcome, n=table.n,
        models=tuple(_model(table, terms, remainders) for terms in models),
        reason=None if models else _no_model(table), warnings=_model_warnings(table, len(models)),
        population=table.population, frame=table.frame, selection=table.selection,
    )  # fmt: skip


def _read_expectations(
    table: TruthTable, kind: SolutionKind, expectations: Mapping[str, int] | None
) -> dict[int, int]:
    if kind == "intermediate" and not expectations:
        raise ParameterError(
            nl="geef expectations: 1 of 0 per conditie waarvan een richting wordt verwacht",
            en="give expectations: 1 or 0 for each condition with an expected direction",
        )
    direction = {}
    for name, value in (expectations or {}).items():
        if name not in table.conditions:
            raise unknown_name(Text("conditie", "condition"), name, table.conditions)
        if value not in (0, 1):
            raise ParameterError(
                nl=f"de verwachting van {name} is 1 of 0, niet {value!r}; laat haar weg als er geen is",
                en=f"the expectation of {name} is 1 or 0, not {value!r}; leave it out if there is none",
            )
        direction[table.conditions.index(name)] = int(value)
    return direction


def _easy_counterfactuals(
    longer: Sequence[Term],
    shorter: Sequence[Term],
    remainders: Iterable[tuple[int, ...]],
    direction: Mapping[int, int],
) -> list[tuple[int, ...]]:
    between = []
    for term, goal in product(longer, shorter):
        if not all(aim in (-1, literal) for aim, literal in zip(goal, term, strict=True)):
            continue
        between.append(
            tuple(
                -1 if goal[i] == -1 and direction.get(i) == 1 - literal else literal
                for i, literal in enumerate(term)
            )
        )
    return [row for row in remainders if any(covers_row(term, row) for term in between)]


def _model(
    table: TruthTable, terms: Sequence[Term], remainders: Iterable[tuple[int, ...]]
) -> QcaModel:
    used = [row for row in remainders if any(covers_row(term, row) for term in terms)]
    return QcaModel(
        terms=tuple(table.sets.write(term) for term in terms),
        fit=solution_fit(table.sets, terms),
        assumptions=tuple(table.sets.write(row) for row in used),
    )


def _no_model(table: TruthTable) -> Text:
    return Text(
        f"geen configuratie met ten minste {table.frequency} geval(len) haalt de grenzen",
        f"no configuration with at least {table.frequency} case(s) reaches the cut-offs",
    )


def _model_warnings(table: TruthTable, models: int) -> tuple[Text, ...]:
    if models < 2:
        return table.warnings
    tie = Text(
        f"{models} modellen zijn even goed; noem ze alle", f"{models} models tie; report them all"
    )
    return (*table.warnings, tie)
