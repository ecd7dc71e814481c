"""The frictionless package, an independent reader of Table Schema, accepts the shipped tables."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest


@pytest.mark.slow
def test_frictionless_finds_nothing_in_the_shipped_tables() -> None:
    from frictionless import Package, Resource, Schema

    root = files("evalkit")
    package = Package(basepath=str(root))
    names = [entry.name for entry in (root / "datasets" / "published" / "tables").iterdir()]
    for name in names:
        schema = root / "study" / "tables" / name.replace(".csv", ".json")
        package.add_resource(
            Resource(
                name=name.removesuffix(".csv"),
                path=f"datasets/published/tables/{name}",
                encoding="utf-8",
                schema=Schema.from_descriptor(json.loads(schema.read_text(encoding="utf-8"))),
            )
        )
    report = package.validate()
    assert report.valid, [error.message for task in report.tasks for error in task.errors][:5]
    assert len(report.tasks) == len(names) >= 11
