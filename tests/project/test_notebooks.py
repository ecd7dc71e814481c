"""The notebooks in the repository: thin, and report notebooks without outputs."""

import ast
import json
from pathlib import Path

import pytest

from evalkit.batch.parameters import declared_parameters
from evalkit.batch.subject import NOTEBOOKS as KINDS

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
REPORTS = [path for path in NOTEBOOKS if path.stem.endswith("_report")]


def code_cells(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def name(path):
    return path.name


def test_each_kind_of_report_has_its_notebook():
    assert {path.name for path in REPORTS} == set(KINDS.values())


@pytest.mark.parametrize("path", REPORTS, ids=name)
def test_a_report_notebook_holds_no_outputs(path):
    for cell in code_cells(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@pytest.mark.parametrize("path", REPORTS, ids=name)
def test_a_report_notebook_declares_its_parameters_as_text(path):
    declared = declared_parameters(path)
    place = {path.stem.removesuffix("_report")} - {"national"}
    assert set(declared) == {"study", "language"} | place
    assert {type(default) for default in declared.values()} == {str}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_a_notebook_only_calls_the_package(path):
    kinds = ast.FunctionDef | ast.ClassDef | ast.While
    if path in REPORTS:
        kinds |= ast.For
    for cell in code_cells(path):
        source = "".join(cell["source"])
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)], source


STORED = [path for path in NOTEBOOKS if path not in REPORTS]
INVENTED = {"aef", "regioaanpak", "samen_doen", "tsd", "tsd_monitor"}


def test_each_evaluation_has_a_notebook_that_says_first_that_its_data_are_invented():
    own = {path.stem: path for path in STORED}
    assert set(own) >= INVENTED
    for stem in INVENTED:
        assert declared_parameters(own[stem])["study"] == "demo"
        title = "".join(json.loads(own[stem].read_text("utf-8"))["cells"][0]["source"])
        assert "**Verzonnen gegevens.**" in title


@pytest.mark.parametrize("path", STORED, ids=name)
def test_a_notebook_keeps_outputs_of_one_run_without_errors_or_addresses(path):
    cells = code_cells(path)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert " at 0x" not in json.dumps(outputs)
