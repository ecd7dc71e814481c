"""An answer of a study as it stands on a page: sentences, figure, table, calculations, cautions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from evalkit.evaluations.analysis import written
from evalkit.evaluations.indicator import ABSENT
from evalkit.reports.analysis_figures import analysis_figures
from evalkit.reports.analysis_table import analysis_table, capital
from evalkit.reports.analysis_table import has_more as table_has_more
from evalkit.reports.section import Bullets, Figures, Fold, Paragraph
from evalkit.reports.sentence import released_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.evaluations.analysis import Analysis
    from evalkit.language import Language, Text
    from evalkit.reports.report import Report
    from evalkit.reports.section import Block, Table

#: A table with more rows is closed until a reader opens it.
SHORT: Final = 9
#: A table with more rows is for looking things up: it stands in the appendix.
LONGEST: Final = 22
MOST_SAID: Final = 8


def analysis_blocks(
    report: Report,
    analysis: Analysis,
    *,
    marked: str | None = None,
    longest: float = LONGEST,
) -> list[Block]:
    """Lay out what an answer says; everything in it passes the gate.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer of a study to one question.
    marked : str or None
        Name of the place to mark in pictures of several.
    longest : float
        A table with more rows stands in the appendix.

    Returns
    -------
    list of Block
        The question, the statements, figures, the table, closed from `SHORT` rows, and the
        cautions; the reason when there is no answer. Empty when nothing of it may be published.
    """
    if analysis.reason is not None:
        return [Paragraph(sentence(analysis.reason, report.language))]
    said = statements(report, analysis)[:MOST_SAID]
    blocks: list[Block] = [Bullets(tuple(said))] if said else []
    figures = analysis_figures(report, analysis, marked=marked)
    blocks += [Figures(tuple(figures))] if len(figures) > 1 else figures
    laid = analysis_table(report, analysis)
    if laid is not None and len(laid.rows) > longest:
        blocks.append(Paragraph(report.say("fieldwork.in_appendix"), "small"))
    elif laid is not None:
        blocks.append(folded(report, laid, analysis.title))
    if not blocks:
        return []
    asked = Paragraph(analysis.question.in_language(report.language), "small")
    cautions = [sentence(each, report.language) for each in analysis.cautions]
    return [asked, *blocks, *([Paragraph(" ".join(cautions), "note")] if cautions else [])]


def folded(report: Report, table: Table, title: Text) -> Table | Fold:
    """Close a table that is too long to stand between sentences.

    Parameters
    ----------
    report : Report
        Whose language is used.
    table : Table
        The table.
    title : Text
        What it is about.

    Returns
    -------
    Table or Fold
    """
    if len(table.rows) <= SHORT:
        return table
    rows = f"{len(table.rows)}"
    return Fold(report.say("fieldwork.fold", title=title).replace("#", rows), (table,))


def appendix_blocks(report: Report, analysis: Analysis, *, longest: float = LONGEST) -> list[Block]:
    """Lay out what stands behind an answer: the long table and a line per calculation.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer of a study to one question.
    longest : float
        A table with more rows stands here and not in the section.

    Returns
    -------
    list of Block
        Empty when there is nothing more than the section itself shows.
    """
    passes = report.gate.policy_for(analysis.about).passes
    has_more = len(analysis.table) > longest or (passes and table_has_more(analysis))
    laid = analysis_table(report, analysis, is_full=True) if has_more else None
    return [*([laid] if laid is not None else []), *_calculations(report, analysis)]


def _calculations(report: Report, analysis: Analysis) -> Iterator[Block]:
    """Write a line per result; what holds for several of them stands once, below."""
    language = report.language
    released = [
        report.gate.result(each, what=analysis.title, about=analysis.about)
        for each in analysis.results
    ]
    shown = [each.result for each in released if each.result is not None]
    warned = [
        dict.fromkeys(each.in_language(language) for each in getattr(result, "warnings", ()))
        for result in shown
    ]
    times = Counter(warning for each in warned for warning in each)
    # What most of them share; a count of what is missing says something of its own line only.
    counts = tuple(label.in_language(language) for label in ABSENT.values())
    common = {
        warning
        for warning, number in times.items()
        if number > 1 and 2 * number >= len(shown) and not warning.startswith(counts)
    }
    lines = []
    for result, warnings in zip(shown, warned, strict=True):
        line = " ".join(part.strip() for part in written(result, language).splitlines())
        own = [warning for warning in warnings if warning not in common]
        if line:
            lines.append(capital(line) + (f" ({'; '.join(own)})" if own else ""))
    if lines:
        yield Bullets(tuple(lines))
    told = [capital(warning) for warning in times if warning in common]
    if told:
        yield Paragraph(". ".join(told) + ".", "small")


def statements(report: Report, analysis: Analysis) -> list[str]:
    """Return the sentences of an answer; those that would give people away are left out.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer.

    Returns
    -------
    list of str
        In the order of the answer.
    """
    found = released_statements(report.gate, analysis)
    return [capital(text.in_language(report.language)) for text in found]


def sentence(text: Text, language: Language) -> str:
    """Write a caution or reason as a sentence: with a capital and a full stop."""
    words = capital(text.in_language(language).strip())
    return words if words.endswith((".", "?", "!")) else f"{words}."
