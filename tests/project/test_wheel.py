"""An installed evalkit has what a checkout has."""

import os
import subprocess
import sys
import zipfile

import pytest


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_a_wheel_holds_everything_that_is_not_python_too(root, wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    source = root / "src"
    files = [path for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert {path.relative_to(source).as_posix() for path in files} <= held


def test_an_installed_wheel_finds_its_notebooks(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = (
        "from evalkit.batch.plan import notebook_folder\n"
        "from evalkit.batch.parameters import declared_parameters\n"
        "for kind in ('region', 'municipality', 'national'):\n"
        "    path = notebook_folder() / f'{kind}_report.ipynb'\n"
        "    print(path, *declared_parameters(path))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(str(tmp_path / "site" / "evalkit" / "notebooks")) == 3
