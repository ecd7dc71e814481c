"""What lies in data_templates is what the schemas say."""

from pathlib import Path

import pytest

from evalkit.study import OWN_TABLES, open_study
from evalkit.study.column_tables import column_tables
from evalkit.study.new import empty_table

FOLDER = Path(__file__).parents[2] / "data_templates"


def test_there_is_an_empty_table_per_table_of_an_evaluation():
    assert {path.stem for path in FOLDER.glob("tables/*")} == set(OWN_TABLES)


@pytest.mark.parametrize("name", [*OWN_TABLES, "codings"])
def test_an_empty_table_has_the_columns_of_its_schema(name):
    path = FOLDER / ("codings/codeur.csv" if name == "codings" else f"tables/{name}.csv")
    assert path.read_text(encoding="utf-8") == empty_table(name)


def test_the_readme_lists_the_columns_of_the_schemas():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert readme.endswith(column_tables("nl")), (
        "replace the end of data_templates/README.md by: python -m evalkit.study.column_tables"
    )


def test_the_column_tables_exist_in_english():
    assert "| `region` | Region | text | yes |" in column_tables("en")


def test_the_filled_example_fills_every_table_and_says_it_is_made_up():
    study = open_study(FOLDER / "example")
    assert study.check() == []
    assert study.fictitious
    for name in OWN_TABLES:
        assert len(study.table(name)) > 0, name
    assert study.table("regions")["name"].str.contains("verzonnen").all()
    assert study.codings["coder"].nunique() == 2
