"""One question put to a study and its answer: a table, statements, results and cautions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evalkit.language import Language, Text, format_number
from evalkit.results import Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from evalkit.results import About


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of a group: what a statement counts, before the gate has judged it.

    Attributes
    ----------
    k, n : int
        Counts, 0 <= k <= n.
    noun : Text
        What is counted, plural.
    """

    k: int
    n: int
    noun: Text

    def in_language(self, language: Language) -> str:
        """Return "11 van 14 gemeenten"."""
        link = "van" if language == "nl" else "of"
        k, n = format_number(self.k, language), format_number(self.n, language)
        return f"{k} {link} {n} {self.noun.in_language(language)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence whose numbers stand apart, so that a report can release them one by one.

    Attributes
    ----------
    text : Text
        The sentence, with ``{name}`` for each value and no digits of its own.
    values : mapping of str to (Share, int or Text)
        Shares, counts and labels by name.
    about : {"people", "organisations"} or None
        What it counts; None is as the answer it belongs to. What leads to a file, even to the date
        of one, is about people in any answer.
    """

    text: Text
    values: Mapping[str, Share | int | Text] = field(default_factory=dict)
    about: About | None = None

    def in_language(self, language: Language) -> str:
        """Return the sentence with its raw numbers, for who works with the study."""
        shown = {name: _shown(value, language) for name, value in self.values.items()}
        return self.text.in_language(language).format(**shown)


def _shown(value: Share | int | Text, language: Language) -> str:
    if isinstance(value, int):
        return format_number(value, language)
    return value.in_language(language)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Analysis(Result):
    """The answer of a study to one question of an evaluation.

    Attributes
    ----------
    name : str
        Its name, that of the function that made it, e.g. "norm_judgements".
    evaluation : str
        The evaluation it replicates, e.g. "tsd-2020".
    title : Text
        A heading.
    question : Text
        What it answers, one sentence.
    table : DataFrame
        Counts and labels as they were found; without rows when there is `reason`.
    counts : tuple of str
        Columns of `table` that are counts.
    shares : mapping of str to (str, str)
        Columns to make for a reader, each from a column `k` and a column `n`.
    derived : tuple of str
        Columns made from unrounded data (intervals, coefficients, p-values), which a protected
        report leaves out.
    titles : mapping of str to Text
        Headings of the columns.
    statements : tuple of Statement
        What the table says, most important first.
    results : tuple of Result
        Estimates, tests, curves and models behind it, made from unrounded data.
    cautions : tuple of Text
        What a reader must keep in mind; without counts.
    reason : Text or None
        Why the study cannot answer.
    about : {"people", "organisations"}
        "organisations" where every number counts documents with agreements or judgements on named
        organisations, which are public; a single number that leads to files, families, answers,
        escalations or meetings makes it "people".
    public_rows : tuple of Text
        Of an answer about people: what stands first in the rows that count organisations only.
    """

    name: str
    evaluation: str
    title: Text
    question: Text
    table: pd.DataFrame
    counts: tuple[str, ...] = ()
    shares: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    derived: tuple[str, ...] = ()
    titles: Mapping[str, Text] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    results: tuple[Result, ...] = ()
    cautions: tuple[Text, ...] = ()
    reason: Text | None = None
    about: About = "people"
    public_rows: tuple[Text, ...] = ()

    @property
    def about_rows(self) -> About | list[About]:
        """What is counted, in the whole table or row by row, as the gate takes it."""
        if self.about == "organisations" or not self.public_rows:
            return self.about
        first = self.table.iloc[:, 0]
        return ["organisations" if cell in self.public_rows else "people" for cell in first]

    def in_language(self, language: Language) -> str:
        """Return title, statements and results, a line each, or why there are none."""
        lines = [self.title.in_language(language)]
        if self.reason is not None:
            lines.append(self.reason.in_language(language))
        lines += [statement.in_language(language) for statement in self.statements]
        lines += filter(None, (written(result, language) for result in self.results))
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.in_language("en")

    def __repr__(self) -> str:
        return f"Analysis({self.evaluation}: {self.name}, {len(self.table)} rows)"

    def shown_table(self, language: Language) -> pd.DataFrame:
        """Return `table` with headings and labels in one language.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of headings and labels.

        Returns
        -------
        DataFrame
            The same rows and columns.
        """
        shown = self.table.map(
            lambda cell: cell.in_language(language) if isinstance(cell, Text) else cell
        )
        heads = {name: title.in_language(language) for name, title in self.titles.items()}
        return shown.rename(columns=heads)

    def to_html(self, language: Language) -> str:
        """Return the answer as HTML in which all text is plain text.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of all words.

        Returns
        -------
        str
            A heading, the statements, the table, the results and the cautions.
        """
        from evalkit.evaluations.display import analysis_html

        return analysis_html(self, language)

    def _repr_html_(self) -> str:
        return self.to_html("nl")


def written(result: Result, language: Language) -> str:
    """Return the line or lines of a result in a language.

    Parameters
    ----------
    result : Result
        Any result of evalkit.
    language : {"nl", "en"}
        Language of the words.

    Returns
    -------
    str
        Its own text; empty for a table, of which a line could tell no more than the name.
    """
    from evalkit.inference import TableResult

    is_table = type(result).in_language is TableResult.in_language
    if is_table and getattr(result, "reason", None) is None:
        return ""
    return result.in_language(language)


def unanswered(name: str, evaluation: str, title: Text, question: Text, reason: Text) -> Analysis:
    """Make the answer of a study that has nothing to answer with.

    Parameters
    ----------
    name, evaluation : str
        As in `Analysis`.
    title, question : Text
        As in `Analysis`.
    reason : Text
        What is lacking, and where it would stand.

    Returns
    -------
    Analysis
        Without rows.
    """
    import pandas as pd

    return Analysis(
        name=name,
        evaluation=evaluation,
        title=title,
        question=question,
        table=pd.DataFrame(),
        reason=reason,
    )
