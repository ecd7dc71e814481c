"""An answer of a study as it stands on a page: sentences, figure, table, calculations, cautions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.errors import DisclosureError
from evalkit.evaluations.analysis import Share
from evalkit.language import Text
from evalkit.reports.analysis_figures import analysis_figures
from evalkit.reports.section import Bullets, Paragraph, Table
from evalkit.reports.sentence import released_counted
from evalkit.reports.table import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evalkit.disclosure import Released
    from evalkit.evaluations.analysis import Analysis, Statement
    from evalkit.language import Language
    from evalkit.reports.report import Report
    from evalkit.reports.section import Block
    from evalkit.results import Result

#: A table with more rows is for looking things up: it stands in the appendix.
LONGEST: Final = 12


def analysis_blocks(report: Report, analysis: Analysis) -> list[Block]:
    """Lay out what an answer says; everything in it passes the gate.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer of a study to one question.

    Returns
    -------
    list of Block
        The question, the statements, figures, a table of at most `LONGEST` rows and the cautions;
        the reason when there is no answer. Empty when nothing of it may be published.
    """
    if analysis.reason is not None:
        return [Paragraph(sentence(analysis.reason, report.language))]
    said = statements(report, analysis)
    blocks: list[Block] = [Bullets(tuple(said))] if said else []
    blocks += analysis_figures(report, analysis)
    if 0 < len(analysis.table) <= LONGEST:
        laid = analysis_table(report, analysis)
        blocks += [laid] if laid is not None else []
    elif len(analysis.table) and blocks:
        blocks.append(Paragraph(report.say("fieldwork.in_appendix"), "small"))
    if not blocks:
        return []
    asked = Paragraph(analysis.question.in_language(report.language), "small")
    cautions = [sentence(each, report.language) for each in analysis.cautions]
    return [asked, *blocks, *([Paragraph(" ".join(cautions), "note")] if cautions else [])]


def appendix_blocks(report: Report, analysis: Analysis) -> list[Block]:
    """Lay out what stands behind an answer: the long table and a line per calculation.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer of a study to one question.

    Returns
    -------
    list of Block
        Empty when there is nothing more than the section itself shows.
    """
    long = len(analysis.table) > LONGEST
    laid = analysis_table(report, analysis) if long else None
    lines = [line for result in analysis.results for line in _lines(report, result, analysis.title)]
    return [*([laid] if laid is not None else []), *([Bullets(tuple(lines))] if lines else [])]


def _lines(report: Report, result: Result, what: Text) -> Iterator[str]:
    released = report.gate.result(result, what=what)
    if released.hidden:
        return
    lines = released.in_language(report.language).splitlines()
    warnings = [each.in_language(report.language) for each in getattr(result, "warnings", ())]
    tail = f" ({'; '.join(warnings)})" if warnings else ""
    yield capital(" ".join(line.strip() for line in lines)) + tail


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
    found = (_released(report, each, analysis.title) for each in analysis.statements)
    return [text for text in found if text is not None]


def _released(report: Report, statement: Statement, what: Text) -> str | None:
    gate = report.gate
    values: dict[str, Released | Text | str] = {}
    for name, value in statement.values.items():
        if isinstance(value, Text):
            values[name] = value
            continue
        if isinstance(value, Share):
            share = gate.share(value.k, value.n, what=what, level=None)
            hidden, filled = share.hidden, released_counted(gate, share, value.noun)
        else:
            number = gate.count(value, what=what)
            hidden, filled = number.hidden, number
        if hidden:
            return None
        values[name] = filled
    try:
        text = gate.text(statement.text, what=what, **values)
    except DisclosureError:  # a label that brings a number of its own cannot be judged
        return None
    return capital(text.in_language(report.language))


def analysis_table(report: Report, analysis: Analysis) -> Table | None:
    """Release the table of an answer and lay it out.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer.

    Returns
    -------
    Table or None
        None when no number of it may be published. Under a protective profile without the columns
        made from unrounded data, and a note says so.
    """
    passes, frame = report.gate.policy.passes, analysis.table
    left_out = [name for name in frame.columns if name in analysis.derived and not passes]
    frame = frame.drop(columns=left_out)
    try:
        released = report.gate.table(
            frame if not passes else _readable(frame, analysis.counts),
            counts=[name for name in analysis.counts if name in frame],
            shares=dict(analysis.shares),
            titles=dict(analysis.titles),
            what=analysis.title,
            level=None,
        )
    except DisclosureError:  # a number nobody declared: it stays in
        return None
    numbers = [cell for row in released.rows for cell in row if not isinstance(cell, Text)]
    if numbers and all(cell.hidden for cell in numbers):
        return None
    notes = [report.say("fieldwork.left_out")] if left_out else []
    caption = analysis.title.in_language(report.language)
    return table(released, language=report.language, caption=caption, notes=notes)


def _readable(frame: pd.DataFrame, counts: tuple[str, ...]) -> pd.DataFrame:
    """Round what is no count to what a reader can use: two decimals."""
    kept: dict[str, Any] = {
        name: frame[name].round(2)
        for name in frame.columns
        if name not in counts and pd.api.types.is_float_dtype(frame[name])
    }
    return frame.assign(**kept)


def sentence(text: Text, language: Language) -> str:
    """Write a caution or reason as a sentence: with a capital and a full stop."""
    words = capital(text.in_language(language).strip())
    return words if words.endswith((".", "?", "!")) else f"{words}."


def capital(words: str) -> str:
    """Begin with a capital."""
    return words[:1].upper() + words[1:]
