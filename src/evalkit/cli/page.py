"""A page by itself, without scripts and without addresses elsewhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from evalkit.language import Text
from evalkit.reports.section import Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from evalkit.language import Language

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
{% for section in sections %}
{{ section|safe }}
{% endfor %}
</main>
</div>
<footer><div class="inner"><p>{{ footer }}</p></div></footer>
</body>
</html>
"""
_SKIP: Final = Text("Naar de inhoud", "Skip to the content")
_FOOTER: Final = Text(
    "Gemaakt met evalkit. Dezelfde gegevens geven dezelfde pagina.",
    "Made with evalkit. The same data give the same page.",
)


def page(
    heading: str,
    sections: Sequence[Section],
    *,
    under: str,
    notes: Sequence[str] = (),
    language: Language,
) -> str:
    """Make a page of sections.

    Parameters
    ----------
    heading : str
        What the page shows.
    sections : sequence of Section
        Its content.
    under : str
        The line below the heading, e.g. the title of the study.
    notes : sequence of str
        What a reader must know first.
    language : {"nl", "en"}
        Language of the page.

    Returns
    -------
    str
        HTML in which all text is escaped.
    """
    opening = Section(
        anchor="title",
        title=heading,
        language=language,
        level=1,
        blocks=(Paragraph(under, "lead"), *(Paragraph(note, "note") for note in notes)),
    )
    return _template().render(
        language=language,
        title=f"{heading}: {under}",
        style=files("evalkit.reports").joinpath("style.css").read_text("utf-8").strip(),
        skip=_SKIP.in_language(language),
        opening=opening.to_html(),
        sections=[section.to_html() for section in sections],
        footer=_FOOTER.in_language(language),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True
    )
    return made.from_string(_PAGE)
