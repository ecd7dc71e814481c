"""The Table Schema of each table: which columns it has and what may stand in them.

The JSON files in ``tables/`` follow the Frictionless Table Schema, with two additions per column:
``en`` (title and description in English beside the Dutch ones) and ``sensitive`` (a finding masks
the value).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from evalkit.errors import StudyError, unknown_name
from evalkit.language import Text

FieldType = Literal["string", "integer", "number", "boolean", "date", "datetime", "year"]

OWN_TABLES: Final = (
    "regions",
    "municipalities",
    "memberships",
    "teams",
    "units",
    "answers",
    "handovers",
    "risks",
    "escalations",
    "sources",
)
"""The tables an evaluation fills itself; the others hold published figures and claims."""

_FOLDER = files("evalkit") / "study" / "tables"
_Names = Annotated[
    tuple[str, ...], BeforeValidator(lambda v: (v,) if isinstance(v, str) else tuple(v))
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Model):
    """Title and description in English."""

    title: str
    description: str = ""


class Constraints(_Model):
    """What a value must satisfy."""

    required: bool = False
    unique: bool = False
    enum: tuple[str | int | float, ...] | None = None
    pattern: str | None = None
    minimum: str | int | float | None = None
    maximum: str | int | float | None = None


class Column(_Model):
    """One column of a table."""

    name: str
    type: FieldType = "string"
    format: str | None = None
    title: str
    description: str = ""
    en: Words
    sensitive: bool = False
    constraints: Constraints = Constraints()
    missing: tuple[str, ...] = Field(default=(), alias="missingValues")
    true_values: tuple[str, ...] = Field(default=(), alias="trueValues")
    false_values: tuple[str, ...] = Field(default=(), alias="falseValues")
    example: str | int | float | None = None


class _Target(_Model):
    resource: str = ""
    fields: _Names


class ForeignKey(_Model):
    """Columns whose values must exist in another table."""

    fields: _Names
    reference: _Target


class TableSchema(_Model):
    """The columns and keys of one table."""

    name: str
    title: str
    description: str = ""
    en: Words
    fields: tuple[Column, ...]
    primary_key: _Names = Field(default=(), alias="primaryKey")
    foreign_keys: tuple[ForeignKey, ...] = Field(default=(), alias="foreignKeys")
    missing: tuple[str, ...] = Field(default=("",), alias="missingValues")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.fields)

    def column(self, name: str) -> Column:
        """Return the column with this name.

        Parameters
        ----------
        name : str
            Name of a column.

        Returns
        -------
        Column
            The one with this name.

        Raises
        ------
        ParameterError
            If there is no such column.
        """
        for column in self.fields:
            if column.name == name:
                return column
        raise unknown_name(
            Text("kolom", "column"), name, self.column_names, where=Text(self.name, self.name)
        )


@cache
def table_names() -> tuple[str, ...]:
    """Return the names of all tables a study can have, in alphabetical order (no codings)."""
    names = (entry.name for entry in _FOLDER.iterdir())
    return tuple(
        sorted(
            n.removesuffix(".json") for n in names if n.endswith(".json") and n[:-5] != "codings"
        )
    )


@cache
def table_schema(name: str) -> TableSchema:
    """Read the schema of a table.

    Parameters
    ----------
    name : str
        Name of a table, or "codings".

    Returns
    -------
    TableSchema
        Columns and keys.

    Raises
    ------
    ParameterError
        If there is no such table.
    StudyError
        If the schema file is damaged.

    Examples
    --------
    >>> table_schema("teams").column_names
    ('team', 'municipality', 'name', 'type')
    """
    if name not in (*table_names(), "codings"):
        raise unknown_name(Text("tabel", "table"), name, (*table_names(), "codings"))
    text = (_FOLDER / f"{name}.json").read_text(encoding="utf-8")
    try:
        return TableSchema.model_validate_json(text)
    except ValidationError as error:
        what = "; ".join(
            f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()[:3]
        )
        raise StudyError(
            nl=f"tables/{name}.json: het tabelschema van evalkit is beschadigd ({what}); "
            "installeer evalkit opnieuw",
            en=f"tables/{name}.json: evalkit's own table schema is damaged ({what}); "
            "install evalkit again",
        ) from error
