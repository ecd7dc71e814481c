from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from evalkit.study import Study, open_study

FOLDER = Path(str(files("evalkit") / "datasets" / "published"))


@pytest.fixture(scope="session")
def published() -> Study:
    return open_study("published")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a copy of the shipped study, to be damaged."""
    return Path(shutil.copytree(FOLDER, tmp_path / "published"))
