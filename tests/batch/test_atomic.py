import os

import pytest

from evalkit.batch.atomic import write_atomic


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    write_atomic(path, "old é\n")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomic(path, "new")
    assert path.read_bytes() == "old é\n".encode()
    assert [entry.name for entry in tmp_path.iterdir()] == ["page.html"]


def test_the_file_is_as_readable_as_the_umask_allows(tmp_path):
    (tmp_path / "plain").write_text("x")
    write_atomic(tmp_path / "page", "x")
    assert (tmp_path / "page").stat().st_mode == (tmp_path / "plain").stat().st_mode
