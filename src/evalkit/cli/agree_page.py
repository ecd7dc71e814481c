"""The page of ``evalkit agree``: a sentence, a picture where there is one, and the table."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from evalkit.language import Text
from evalkit.reports.agreement_table import agreement_table
from evalkit.reports.section import Figure, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from evalkit.language import Language
    from evalkit.plots import Plot
    from evalkit.reports.agreement_table import Column, Row
    from evalkit.study import Study

_PAGE: Final = """\
<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ title }}</title>
<style>
{{ style|safe }}
</style>
</head>
<body>
<a class="skip" href="#main">{{ skip }}</a>
<header><div class="inner">
{{ opening|safe }}
</div></header>
<div class="columns">
<main id="main" tabindex="-1">
{{ section|safe }}
</main>
</div>
<footer><div class="inner"><p>{{ footer }}</p></div></footer>
</body>
</html>
"""
_SKIP: Final = Text("Naar de inhoud", "Skip to the content")
_FOOTER: Final = Text(
    "Gemaakt met evalkit. Dezelfde coderingen geven dezelfde pagina.",
    "Made with evalkit. The same codings give the same page.",
)
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
    warned = [Paragraph(_FICTITIOUS.in_language(language), "note")] if study.fictitious else []
    opening = Section(
        anchor="title",
        title=heading,
        language=language,
        level=1,
        blocks=(Paragraph(title, "lead"), *warned),
    )
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
    return _template().render(
        language=language,
        title=f"{heading}: {title}",
        style=files("evalkit.reports").joinpath("style.css").read_text("utf-8").strip(),
        skip=_SKIP.in_language(language),
        opening=opening.to_html(),
        section=section.to_html(),
        footer=_FOOTER.in_language(language),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    made = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return made.from_string(_PAGE)
