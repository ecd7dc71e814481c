"""Every block of the README runs as it stands."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = re.findall(
    r"^```(\w+)\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)
CONSOLE = [body for kind, body in BLOCKS if kind == "console"]
PYTHON = [body for kind, body in BLOCKS if kind == "python"]
# These set up an environment or run everything; test_fresh_clone.py and .ci/run do both.
ELSEWHERE = ("git clone", "cd ", "source ", "make ", "conda ", "jupyter ")


def commands(block):
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def test_every_block_says_what_it_is():
    assert {kind for kind, _ in BLOCKS} <= {"console", "python", "toml", "text"}
    assert all(commands(block) for block in CONSOLE)


@pytest.mark.xdist_group("readme")
def test_the_commands_run_one_after_the_other(tmp_path):
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    }
    for command in (line for block in CONSOLE for line in commands(block)):
        if command.startswith(ELSEWHERE):
            target = shlex.split(command)[1] if command.startswith("make ") else None
            assert target is None or re.search(
                rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE
            )
            continue
        done = subprocess.run(
            command,
            shell=True,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


@pytest.mark.xdist_group("readme")
def test_the_python_runs(tmp_path):
    program = "\n".join(PYTHON)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
