"""The schemas, read by frictionless as an independent witness, and what they must all have."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from evalkit.errors import ParameterError, StudyError
from evalkit.study import OWN_TABLES, schema, table_names, table_schema

FOLDER = Path(str(files("evalkit") / "study" / "tables"))
EXAMPLE = Path(__file__).parents[2] / "data_templates" / "example"
ALL = (*table_names(), "codings")


def descriptor(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ALL)
def test_every_schema_is_readable_and_speaks_both_languages(name):
    table = table_schema(name)
    assert table.name == name
    assert table.title
    assert table.en.title
    for column in table.fields:
        assert column.title
        assert column.en.title
        assert bool(column.description) == bool(column.en.description), column.name
    for key in table.foreign_keys:
        target = table_schema(key.reference.resource) if key.reference.resource else table
        for own, other in zip(key.fields, key.reference.fields, strict=True):
            assert own in table.column_names
            assert other in target.column_names


@pytest.mark.parametrize("name", ALL)
def test_frictionless_accepts_every_schema(name):
    from frictionless import Schema

    assert Schema.from_descriptor(descriptor(name)).field_names == list(
        table_schema(name).column_names
    )


@pytest.mark.parametrize("name", ALL)
def test_every_example_fits_its_own_column(name):
    from evalkit.study.raw_table import RawTable
    from evalkit.study.values import convert

    for column in table_schema(name).fields:
        if column.example is not None:
            value, said = convert(
                str(column.example), column, mark="point", epoch=RawTable.__dataclass_fields__[
                    "epoch"].default
            )  # fmt: skip
            assert value is not None
            assert said == []


def test_frictionless_finds_nothing_in_the_example():
    from frictionless import Package, Resource, Schema

    package = Package(basepath=str(EXAMPLE))
    paths = [*EXAMPLE.glob("tables/*.csv"), *EXAMPLE.glob("codings/*.csv")]
    for path in paths:
        name = path.stem if path.parent.name == "tables" else "codings"
        package.add_resource(
            Resource(
                name=path.stem,
                path=path.relative_to(EXAMPLE).as_posix(),
                encoding="utf-8",
                schema=Schema.from_descriptor(descriptor(name)),
            )
        )
    report = package.validate()
    assert report.valid, [error.message for task in report.tasks for error in task.errors][:5]
    assert len(report.tasks) == len(OWN_TABLES) + 2


def test_frictionless_and_evalkit_find_the_same_rows_wrong(read):
    from frictionless import Resource, Schema

    rows = [
        "GM0344,Utrecht,groot,359370,2020-07-01",
        "344,Utrecht,groot,1,2020-07-01",
        "GM0014,,klein,1,2020-07-01",
        "GM0034,Almere,reusachtig,1,2020-07-01",
        "GM0037,Stadskanaal,klein,2.5,2020-07-01",
        "GM0047,Veendam,klein,-1,2020-07-01",
        "GM0050,Zeewolde,klein,1,2020-02-30",
        "GM0344,Weer,klein,1,2020-07-01",
        "GM0053,Leeg,klein,nb,",
    ]
    head = "municipality,name,size_class,population,population_date"
    reading = read("municipalities", "\n".join([head, *rows]) + "\n")
    wanted = Schema.from_descriptor(descriptor("municipalities"))
    wanted.fields = [wanted.get_field(name) for name in head.split(",")]
    wanted.foreign_keys = []
    data = "\n".join([head, *rows]).encode()
    report = Resource(data=data, format="csv", encoding="utf-8", schema=wanted).validate()
    theirs = {error.row_number for error in report.tasks[0].errors}
    ours = {check.line for check in reading.findings.all()}
    assert ours == theirs == {3, 4, 5, 6, 7, 8, 9}


def test_a_mistyped_column_gets_the_nearest_right_word():
    with pytest.raises(ParameterError) as error:
        table_schema("regions").column("nam")
    assert "'name'" in str(error.value)


def test_a_damaged_schema_is_one_sentence(monkeypatch, tmp_path):
    (tmp_path / "regions.json").write_text('{"name": "regions", "fields": 3}')
    monkeypatch.setattr(schema, "_FOLDER", tmp_path)
    monkeypatch.setattr(schema, "table_names", lambda: ("regions",))
    with pytest.raises(StudyError) as error:
        table_schema.__wrapped__("regions")
    assert "beschadigd" in error.value.in_language("nl")
