"""One self-contained, script-free HTML page from an executed report notebook."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from evalkit.errors import ReportError, unknown_name
from evalkit.language import LANGUAGES, Language, Text
from evalkit.reports.section import SECTION_MIME
from evalkit.reports.words import say

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbconvert.exporters import TemplateExporter
    from nbformat import NotebookNode


def render_page(executed_notebook: NotebookNode, *, language: Language, title: str) -> str:
    """Make the page of a report from its executed notebook.

    Only the outputs that a `Section` made are set as HTML; any other output is shown as escaped
    text and the input of the cells is left out. The page asks nobody for anything: style and
    pictures are inside, there is no script, and its content security policy forbids both.

    Parameters
    ----------
    executed_notebook : NotebookNode
        A notebook that was run; it is not changed.
    language : {"nl", "en"}
        Language of the page.
    title : str
        Title of the window; also the heading when no section opens the report.

    Returns
    -------
    str
        HTML; the same notebook gives the same text.

    Raises
    ------
    ParameterError
        If `language` is not a language of evalkit.
    ReportError
        If the notebook was never run or holds no section.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook, new_output
    >>> from evalkit.reports import Section
    >>> section = Section(anchor="method", title="Methode & bron", language="nl", blocks=())
    >>> output = new_output("execute_result", data=section._repr_mimebundle_())
    >>> page = render_page(
    ...     new_notebook(cells=[new_code_cell(outputs=[output])]), language="nl", title="Groningen"
    ... )
    >>> '<h2 id="method">Methode &amp; bron</h2>' in page
    True
    """
    if language not in LANGUAGES:
        raise unknown_name(Text("taal", "language"), language, LANGUAGES)
    contents = _marks(executed_notebook)
    if not contents:
        raise ReportError(
            nl=f"rapport {title!r}: het notebook bevat geen onderdelen; voer het eerst uit",
            en=f"report {title!r}: the notebook holds no sections; run it first",
        )
    page = {
        "language": language,
        "title": _window_title(title, contents, language),
        "style": _style(contents),
        "section_mime": SECTION_MIME,
        "contents": [mark for mark in contents if mark["level"] == 2],
        "plain_text": _plain_text,
        "words": {name: say(f"page.{name}", language) for name in ("skip", "contents", "footer")},
    }
    exporter = _exporter()
    exporter.environment.globals["page"] = page
    html, _ = exporter.from_notebook_node(executed_notebook)
    return str(html).rstrip() + "\n"


def _marks(notebook: NotebookNode) -> list[dict[str, Any]]:
    return [
        dict(output["data"][SECTION_MIME])
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if SECTION_MIME in output.get("data", {})
    ]


def _window_title(title: str, contents: list[dict[str, Any]], language: Language) -> str:
    """Add to a title that the data are invented, unless it says so itself."""
    word = say("page.fictitious_word", language)
    is_fictitious = any(mark.get("fictitious") for mark in contents)
    return f"{title} ({word})" if is_fictitious and word not in title.casefold() else title


def _plain_text(output: NotebookNode) -> str:
    """Return what an output that is no section says; a warning on stderr would show a path."""
    if output.get("name") == "stderr":
        return ""
    return str(output.get("text", "") or output.get("data", {}).get("text/plain", ""))


def _style(contents: list[dict[str, Any]]) -> str:
    """Return the style of every page, then what its sections ask for beside it."""
    sheets = dict.fromkeys(sheet for mark in contents for sheet in mark.get("sheets", ()))
    return "\n".join(map(_sheet, ["style", *sheets]))


@cache
def _sheet(name: str) -> str:
    return files("evalkit.reports").joinpath(f"{name}.css").read_text("utf-8").strip()


@cache
def _exporter() -> TemplateExporter:
    from jinja2 import PackageLoader, StrictUndefined
    from nbconvert.exporters import TemplateExporter

    class PageExporter(TemplateExporter):
        """nbconvert with our template and autoescape, which its own environment leaves off."""

        def _create_environment(self) -> Environment:
            environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
            environment.autoescape = True
            environment.undefined = StrictUndefined
            environment.trim_blocks = environment.lstrip_blocks = True
            return environment

    return PageExporter(  # type: ignore[no-untyped-call]
        extra_loaders=[PackageLoader("evalkit.reports")],
        template_name="base",
        template_file="page.html.j2",
        exclude_input=True,
    )
