import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from evalkit.reports import (
    open_municipality_report,
    open_national_report,
    open_region_report,
    render_page,
)

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def _sections(report, kind):
    """Call the sections that the notebook of this kind of report calls, in its order."""
    cells = json.loads((NOTEBOOKS / f"{kind}_report.ipynb").read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    calls = [source for source in sources if source.startswith("report.")]
    return [getattr(report, call.removeprefix("report.").removesuffix("()"))() for call in calls]


def _notebook_of(*sections):
    outputs = [
        [] if s is None else [new_output("execute_result", data=s._repr_mimebundle_())]
        for s in sections
    ]
    return new_notebook(cells=[new_code_cell(outputs=output) for output in outputs])


def _region_page(region, language="nl", study="published"):
    report = open_region_report(str(study), region, language)
    notebook = _notebook_of(*_sections(report, "region"))
    return render_page(notebook, language=language, title=report.name)


def _municipality_page(municipality, language="nl", study="demo"):
    report = open_municipality_report(str(study), municipality, language)
    notebook = _notebook_of(*_sections(report, "municipality"))
    return render_page(notebook, language=language, title=report.name)


def _national_page(language="nl", study="published"):
    report = open_national_report(str(study), language)
    notebook = _notebook_of(*_sections(report, "national"))
    return render_page(notebook, language=language, title="Nederland")


@pytest.fixture(scope="session")
def notebook_of():
    """Make the executed notebook whose cells gave these sections."""
    return _notebook_of


@pytest.fixture(scope="session")
def region_page():
    """Make the page of a region."""
    return _region_page


@pytest.fixture(scope="session")
def municipality_page():
    """Make the page of a municipality."""
    return _municipality_page


@pytest.fixture(scope="session")
def national_page():
    """Make the national page."""
    return _national_page


@pytest.fixture(scope="session")
def outline_of():
    """Read the elements of a page."""
    return Outline


@pytest.fixture(scope="session")
def drenthe():
    return _region_page("VT02")


@pytest.fixture(scope="session")
def national():
    return _national_page()


class Outline(HTMLParser):
    """The elements of a page with their attributes, and which were left open."""

    VOID = frozenset({"img", "meta", "br", "link", "hr", "input"})

    def __init__(self, page):
        super().__init__()
        self.elements, self._open, self.misnested = [], [], []
        self.feed(page)
        self.misnested += self._open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if not self._open or self._open.pop() != tag:
            self.misnested.append(tag)

    def all(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]
