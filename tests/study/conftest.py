import shutil
from pathlib import Path

import pytest

from evalkit.study import open_study

EXAMPLE = Path(__file__).parents[2] / "data_templates" / "example"


@pytest.fixture
def folder(tmp_path):
    """A copy of the filled example, to be damaged."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "studie"))


@pytest.fixture
def bare(tmp_path):
    """A study without tables."""
    path = tmp_path / "kaal"
    (path / "tables").mkdir(parents=True)
    (path / "codings").mkdir()
    shutil.copy(EXAMPLE / "study.toml", path)
    return path


@pytest.fixture
def read(bare):
    """Write one table of a bare study and read it."""

    def write_and_read(table, content, suffix=".csv"):
        data = content if isinstance(content, bytes) else content.encode()
        (bare / "tables" / f"{table}{suffix}").write_bytes(data)
        reading = open_study(bare).readings[table]
        assert reading.rows_in == reading.rows_used + reading.rows_reported
        assert len(reading.frame()) == reading.rows_used
        return reading

    return write_and_read


@pytest.fixture
def found():
    """Return the findings of a study or a reading by rule."""

    def by_rule(source, rule):
        checks = source.check() if hasattr(source, "check") else source.findings.all()
        return [check for check in checks if check.rule == rule]

    return by_rule
