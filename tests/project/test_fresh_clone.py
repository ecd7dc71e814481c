"""Someone who clones the project types `make reports` and gets the reports."""

import json
import os
import subprocess

import pytest


@pytest.mark.slow
@pytest.mark.xdist_group("clone")
@pytest.mark.skipif(not os.environ.get("CI"), reason="installs everything anew; .ci/run does it")
def test_a_fresh_clone_makes_the_reports(root, tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", root, clone], check=True)
    own = ("VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "PYTEST_CURRENT_TEST")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    done = subprocess.run(
        ["make", "reports"], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    reports = json.loads((clone / "reports" / "manifest.json").read_text("utf-8"))["reports"]
    assert len(reports) >= 26
    assert {report["state"] for report in reports} == {"ok"}
    assert all((clone / "reports" / report["page"]).stat().st_size for report in reports)
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert status.stdout == ""
