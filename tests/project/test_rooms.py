"""The shape of the source: rooms, names, and what an import costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import evalkit

SOURCE = Path(evalkit.__file__).parent
# The package's own __init__ names rooms for type checkers; what it loads is tested below. Its
# __main__ opens the command line, the last room.
FILES = sorted({*SOURCE.rglob("*.py")} - {SOURCE / "__init__.py", SOURCE / "__main__.py"})
# A room imports only from itself and the rooms before it.
ROOMS = [
    "language", "errors", "results", "schemes", "study", "datasets", "reliability", "inference",
    "claims", "evaluations", "disclosure", "plots", "reports", "batch", "cli",
]  # fmt: skip
# `Study.reliability()` is the one door back: a study knows its codings, and users look there first.
DOORS = {"study/study.py": {"reliability"}}
HEAVY = {"matplotlib", "numpy", "pandas", "papermill", "scipy", "seaborn", "statsmodels"}


def room_of(path):
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_rooms(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "evalkit":
            names = [f"evalkit.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("evalkit."))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_from_rooms_above_it(path):
    allowed = {*ROOMS[: ROOMS.index(room_of(path)) + 1]}
    allowed |= DOORS.get(path.relative_to(SOURCE).as_posix(), set())
    assert set(imported_rooms(ast.parse(path.read_text("utf-8")))) <= allowed


def test_every_room_exists_and_is_in_the_order():
    rooms = {room_of(path) for path in FILES}
    assert rooms <= set(ROOMS)
    assert rooms >= {"batch", "claims", "cli", "disclosure", "reports", "schemes", "study"}


def test_no_file_carries_a_name_that_says_nothing(root):
    nothing = {"utils", "util", "helpers", "helper", "common", "base", "misc", "core", "manager",
               "handler"}  # fmt: skip
    files = [*FILES, *(root / "tests").rglob("*.py"), *(root / "benchmarks").rglob("*.py")]
    assert [str(path) for path in files if nothing & set(path.stem.split("_"))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_assert_guards_what_a_person_gives(path):
    # `python -O` leaves assert statements out.
    tree = ast.parse(path.read_text("utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)] == []


@pytest.mark.parametrize(
    "code", ["import evalkit", "import evalkit.cli", "import evalkit.batch", "main(['--help'])"]
)
def test_an_import_loads_no_heavy_package(code):
    program = (
        f"import sys\nfrom evalkit.cli import main\ntry:\n    {code}\nexcept SystemExit:\n    pass\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    if "main" not in code:
        program = program.replace("from evalkit.cli import main\n", "")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(ast.literal_eval(done.stderr.strip().splitlines()[-1]))
    assert "evalkit" in loaded
    assert loaded & HEAVY == set()
