"""The lock files and environment.yml hold what pyproject.toml asks for."""

import re

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = ["requirements.lock", "requirements-dev.lock"]


def locked(text):
    """Return every version of every package in a lock file, and its whole entry."""
    found = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        name, version = re.match(r"([\w.-]+)==([^\s;\\]+)", entry).groups()
        found.setdefault(canonicalize_name(name), []).append((Version(version), entry))
    return found


def asked(pyproject, *groups):
    lines = list(pyproject["project"]["dependencies"])
    for group in groups:
        source = pyproject["project"]["optional-dependencies"] | pyproject["dependency-groups"]
        lines += source[group]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_has_a_hash_and_no_address(root, name):
    text = (root / name).read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    for package, versions in locked(text).items():
        for _, entry in versions:
            assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), package


@pytest.mark.parametrize(
    ("name", "groups"),
    [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "lab", "test", "lint"])],
)
def test_a_lock_covers_what_pyproject_asks(root, pyproject, name, groups):
    found = locked((root / name).read_text("utf-8"))
    for requirement in asked(pyproject, *groups):
        versions = found[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version, _ in versions), requirement.name


def test_both_locks_agree(root):
    plain, dev = (locked((root / name).read_text("utf-8")) for name in LOCKS)
    for name, versions in plain.items():
        assert {v for v, _ in versions} <= {v for v, _ in dev[name]}, name


def test_environment_yml_says_the_same_as_pyproject(root, pyproject):
    content = yaml.safe_load((root / "environment.yml").read_text("utf-8"))
    conda = [line for line in content["dependencies"] if isinstance(line, str)]
    (pip,) = [line["pip"] for line in content["dependencies"] if isinstance(line, dict)]
    assert pip[-1] == "-e ."
    assert conda[:2] == [f"python{pyproject['project']['requires-python']}", "pip"]
    mine = {(r.name.lower(), str(r.specifier)) for r in map(Requirement, conda[2:] + pip[:-1])}
    assert mine == {(r.name.lower(), str(r.specifier)) for r in asked(pyproject, "lab", "test")}
