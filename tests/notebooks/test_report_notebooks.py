"""The report notebooks: thin, without outputs, and complete."""

import ast
import inspect
import json
from pathlib import Path

import pytest

from evalkit.reports import MunicipalityReport, NationalReport, RegionReport, Section

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
REPORTS = {
    "region_report.ipynb": RegionReport,
    "municipality_report.ipynb": MunicipalityReport,
    "national_report.ipynb": NationalReport,
}


def cells(name, kind):
    found = json.loads((FOLDER / name).read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in found if cell["cell_type"] == kind]


def sections(report):
    """The methods of a report that return a section."""
    methods = inspect.getmembers(report, inspect.isfunction)
    return {
        name
        for name, made in methods
        if inspect.signature(made).return_annotation in {"Section", "Section | None"}
        and not name.startswith("_")
    }


@pytest.mark.parametrize("name", REPORTS)
def test_every_section_is_called_once_and_sources_and_record_come_last(name):
    calls = [source for source in cells(name, "code") if source.startswith("report.")]
    assert all(isinstance(ast.parse(call).body[0].value, ast.Call) for call in calls)
    called = [call.removeprefix("report.").removesuffix("()") for call in calls]
    assert len(called) == len(set(called))
    assert set(called) == sections(REPORTS[name]) - {"section"}
    assert called[0] == "opening"
    assert called[-3:] == ["appendix", "sources", "disclosure"]


@pytest.mark.parametrize("name", [*REPORTS, "tour.ipynb"])
def test_a_sentence_stands_before_each_step(name):
    found = json.loads((FOLDER / name).read_text("utf-8"))["cells"]
    kinds = [cell["cell_type"] for cell in found]
    steps = [i for i, kind in enumerate(kinds) if kind == "code"]
    opening = 2 if name in REPORTS else 0  # parameters and open stand together under the title
    assert all(kinds[i - 1] == "markdown" for i in steps[opening:])


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_notebook_holds_no_output_and_imports_only_the_package(name):
    found = json.loads((FOLDER / name).read_text("utf-8"))
    for cell in found["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
    tree = ast.parse("\n".join(cells(name, "code")))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {"evalkit.reports"}
    assert not [
        n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.FunctionDef | ast.ClassDef)
    ]
    assert found["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("name", REPORTS)
def test_the_cells_of_a_report_notebook_run_as_they_stand(name):
    space = {}
    for source in cells(name, "code"):
        *before, last = ast.parse(source).body
        exec(compile(ast.Module(before, []), name, "exec"), space)
        if isinstance(last, ast.Expr):
            made = eval(compile(ast.Expression(last.value), name, "eval"), space)
            assert made is None or isinstance(made, Section)
        else:
            exec(compile(ast.Module([last], []), name, "exec"), space)


def test_the_tour_keeps_its_outputs():
    found = json.loads((FOLDER / "tour.ipynb").read_text("utf-8"))["cells"]
    assert all(cell["outputs"] for cell in found if cell["cell_type"] == "code")
