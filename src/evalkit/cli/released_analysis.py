"""An answer as it may leave the command line, and its four forms."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from evalkit.cli.page import page
from evalkit.disclosure import HIDDEN, ORGANISATIONS_RULE
from evalkit.errors import DisclosureError
from evalkit.evaluations.analysis import Analysis, Statement
from evalkit.evaluations.display import (
    analysis_csv,
    analysis_json,
    analysis_text,
    number_columns,
    shown_rows,
)
from evalkit.language import LANGUAGES, Text
from evalkit.reports.section import Bullets, Cell, Paragraph, Section, Table
from evalkit.reports.sentence import released_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.disclosure import Gate
    from evalkit.language import Language
    from evalkit.reports.section import Block
    from evalkit.study import Study

FORMATS: Final = ("text", "csv", "json", "html")
_LEFT_OUT: Final = Text(
    "intervallen, toetsen en modellen komen van niet-afgeronde gegevens en zijn weggelaten",
    "intervals, tests and models come from unrounded data and were left out",
)
_MASKED: Final = Text(f"{HIDDEN} is afgeschermd", f"{HIDDEN} is hidden to protect people")
_UNRELEASED: Final = Text(
    "deze tabel mag onder het profiel van de studie niet naar buiten",
    "this table may not be published under the profile of the study",
)
_FICTITIOUS: Final = Text(
    "De gegevens van deze studie zijn verzonnen, om evalkit te laten zien.",
    "The data of this study are invented, to show what evalkit does.",
)


def released_analysis(gate: Gate, analysis: Analysis) -> Analysis:
    """Return what of an answer may be published under the profile of a gate.

    Parameters
    ----------
    gate : Gate
        Under "public" it passes everything.
    analysis : Analysis
        The answer.

    Returns
    -------
    Analysis
        The answer itself where all of it is about organisations; or under protection one whose
        table holds released words only: counts are rounded or hidden, derived columns and results
        are gone, and so are sentences of which a number is hidden. A caution says so.
    """
    import pandas as pd

    if gate.policy.passes or analysis.reason is not None:
        return analysis
    if gate.policy_for(analysis.about).passes:
        return _recorded(gate, analysis)
    without = replace(
        analysis,
        table=pd.DataFrame(),
        counts=(),
        shares={},
        derived=(),
        statements=tuple(_statements(gate, analysis)),
        results=(),
    )
    kept = [name for name in analysis.table if name not in analysis.derived]
    try:
        table = gate.table(
            analysis.table[kept],
            counts=[name for name in analysis.counts if name in kept],
            shares=analysis.shares,
            what=analysis.title,
            level=None,
            about=analysis.about_rows,
        )
    except DisclosureError:  # a column that holds numbers and is not declared
        return replace(without, cautions=(*analysis.cautions, _UNRELEASED))
    cells = [[Text(*(c.in_language(to) for to in ("nl", "en"))) for c in row] for row in table.rows]
    is_less = bool(analysis.derived or analysis.results)
    said = [*([_LEFT_OUT] if is_less else []), *([_MASKED] if table.hidden else [])]
    return replace(
        without,
        table=pd.DataFrame(cells, columns=list(table.columns)),
        cautions=(*analysis.cautions, *said),
    )


def _recorded(gate: Gate, analysis: Analysis) -> Analysis:
    """Pass an answer about organisations alone, and say by which rule."""
    gate.table(
        analysis.table,
        counts=analysis.counts,
        shares=analysis.shares,
        what=analysis.title,
        level=None,
        about=analysis.about,
    )
    for result in analysis.results:
        gate.result(result, what=analysis.title, about=analysis.about)
    return replace(
        analysis,
        statements=tuple(_statements(gate, analysis)),  # one of them may be about people
        cautions=(*analysis.cautions, ORGANISATIONS_RULE),
    )


def _statements(gate: Gate, analysis: Analysis) -> list[Statement]:
    found = released_statements(gate, analysis)
    both = ([text.in_language(to) for to in LANGUAGES] for text in found)
    return [
        Statement(text=Text(*(half.replace("{", "{{").replace("}", "}}") for half in halves)))
        for halves in both
    ]


def answers(
    study: Study,
    gate: Gate,
    analyses: Sequence[Analysis],
    *,
    heading: Text,
    form: str,
    language: Language,
) -> str:
    """Write answers in one of `FORMATS`.

    Parameters
    ----------
    study : Study
        Gives the title.
    gate : Gate
        Opened with the profile of the study.
    analyses : sequence of Analysis
        The answers.
    heading : Text
        What is shown.
    form : {"text", "csv", "json", "html"}
        How.
    language : {"nl", "en"}
        Language of all words.

    Returns
    -------
    str
        Ends in a line break.
    """
    shown = [released_analysis(gate, analysis) for analysis in analyses]
    if form == "csv":
        return analysis_csv(shown, language)
    if form == "json":
        whole = {
            "study": study.name,
            "fictitious": study.fictitious,
            "profile": gate.policy.name,
            "answers": [analysis_json(each, language) for each in shown],
        }
        return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    notes = [_FICTITIOUS.in_language(language)] if study.fictitious else []
    if not gate.policy.passes:
        notes.append(gate.policy.wording.in_language(language))
    if form == "html":
        return page(
            heading.in_language(language),
            [_section(each, language) for each in shown],
            under=study.title.in_language(language),
            notes=notes,
            language=language,
        )
    width = max(shutil.get_terminal_size((120, 24)).columns, 60)
    parts = [analysis_text(each, language, width=width) for each in shown]
    return "\n".join([*(f"{note}\n" for note in notes), *parts])


def _section(analysis: Analysis, language: Language) -> Section:
    whole = analysis_json(analysis, language)
    heads, rows = shown_rows(analysis, language)
    blocks: list[Block] = [Paragraph(whole["question"])]
    blocks += [Paragraph(whole["reason"], "note")] if whole["reason"] else []
    blocks += [Bullets(tuple(whole["statements"]))] if whole["statements"] else []
    if rows:
        blocks.append(_table(whole["title"], heads, rows))
    blocks += [Bullets(tuple(whole["results"]))] if whole["results"] else []
    blocks += [Paragraph(line, "note") for line in whole["cautions"]]
    return Section(
        anchor=analysis.name.replace("_", "-"),
        title=whole["title"],
        language=language,
        blocks=tuple(blocks),
    )


def _table(caption: str, heads: list[str], rows: list[list[str]]) -> Table:
    is_number = number_columns(rows)
    return Table(
        caption,
        tuple(Cell(head, is_number=n) for head, n in zip(heads, is_number, strict=True)),
        tuple(
            tuple(Cell(cell, is_number=n) for cell, n in zip(row, is_number, strict=True))
            for row in rows
        ),
    )
