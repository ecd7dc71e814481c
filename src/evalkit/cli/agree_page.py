"""The page of ``evalkit agree``: a sentence, a picture where there is one, and the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.cli.page import page
from evalkit.language import Text
from evalkit.reports.agreement_table import agreement_table
from evalkit.reports.section import Figure, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.language import Language
    from evalkit.plots import Plot
    from evalkit.reports.agreement_table import Column, Row
    from evalkit.study import Study

_HEADING: Final = Text("Overeenstemming tussen codeurs", "Agreement between coders")
_FICTITIOUS: Final = Text(
    "De coderingen van deze studie zijn verzonnen, om evalkit te laten zien.",
    "The codings of this study are invented, to show what evalkit does.",
)


def agreement_page(
    study: Study,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    caption: str,
    sentence: str,
    notes: Sequence[str],
    plot: Plot | None,
    language: Language,
) -> str:
    """Make the page.

    Parameters
    ----------
    study : Study
        Gives the title.
    columns : sequence of Column
        What a reader sees of each row.
    rows : sequence of dict
        What passed the gate.
    caption : str
        What the table shows.
    sentence : str
        The answer in one sentence.
    notes : sequence of str
        Lines under the table.
    plot : Plot or None
        The picture above it.
    language : {"nl", "en"}
        Language of the page.

    Returns
    -------
    str
        HTML without scripts and without addresses elsewhere; all text in it is escaped.
    """
    heading = _HEADING.in_language(language)
    title = study.title.in_language(language)
    warned = [_FICTITIOUS.in_language(language)] if study.fictitious else []
    figure = [] if plot is None else [
        Figure(
            plot.to_svg(language),
            plot.alt.in_language(language),
            plot.title.in_language(language),
            "narrow",
        )
    ]  # fmt: skip
    table = agreement_table(columns, rows, caption=caption, language=language, notes=notes)
    section = Section(
        anchor="agreement",
        title=caption,
        language=language,
        blocks=(Paragraph(sentence), *figure, *([table] if rows else [])),
    )
    return page(heading, [section], under=title, notes=warned, language=language)
