"""The columns of every table in Markdown, made from the schemas: see data_templates/README.md.

``python -m evalkit.study.column_tables`` prints them.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from evalkit.language import Language, Text
from evalkit.study.schema import OWN_TABLES, table_schema

if TYPE_CHECKING:
    from evalkit.study.schema import Column, TableSchema

_TYPES: Final = {
    "string": Text("tekst", "text"),
    "integer": Text("geheel getal", "whole number"),
    "number": Text("getal", "number"),
    "boolean": Text("ja of nee", "ja (yes) or nee (no)"),
    "date": Text("datum", "date"),
    "datetime": Text("datum en tijd", "date and time"),
    "year": Text("jaar", "year"),
}
_HEADS: Final = Text(
    "| kolom | titel | wat | verplicht | voorbeeld | uitleg |",
    "| column | title | what | required | example | meaning |",
)


def column_tables(language: Language) -> str:
    """Return the columns of the tables that an evaluation fills itself, as Markdown.

    Parameters
    ----------
    language : {"nl", "en"}
        Language of titles and descriptions.

    Returns
    -------
    str
        A heading, a sentence and a table per table.
    """
    schemas = [table_schema(name) for name in (*OWN_TABLES, "codings")]
    return "\n".join(_table(schema, language) for schema in schemas)


def _table(schema: TableSchema, language: Language) -> str:
    title = schema.title if language == "nl" else schema.en.title
    description = schema.description if language == "nl" else schema.en.description
    lines = [f"### `{schema.name}`: {title}", "", description, "", _HEADS.in_language(language)]
    lines.append("|---" * 6 + "|")
    lines += [_row(column, schema, language) for column in schema.fields]
    return "\n".join(lines) + "\n"


def _row(column: Column, schema: TableSchema, language: Language) -> str:
    title, description = (
        (column.title, column.description)
        if language == "nl"
        else (column.en.title, column.en.description)
    )
    kind = _TYPES[column.type].in_language(language)
    if column.constraints.enum:
        kind = " / ".join(f"`{word}`" for word in column.constraints.enum)
    must = column.constraints.required or column.name in schema.primary_key
    yes = "ja" if language == "nl" else "yes"
    example = "" if column.example is None else f"`{column.example}`"
    cells = [f"`{column.name}`", title, kind, yes if must else "", example, description]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(column_tables("en" if "en" in sys.argv[1:] else "nl"))
