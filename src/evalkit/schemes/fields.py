"""What a field of a scheme may hold: words in two languages, ids, versions, values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, StringConstraints
from pydantic_core import PydanticCustomError, core_schema

from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.schemes.rules import Problem

RULE_BROKEN: Final = "evalkit_rule"


class _TwoLanguages:
    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        word = core_schema.str_schema(min_length=1, strip_whitespace=True)
        both = core_schema.typed_dict_schema(
            {"nl": core_schema.typed_dict_field(word), "en": core_schema.typed_dict_field(word)},
            extra_behavior="forbid",
        )
        return core_schema.no_info_before_validator_function(
            lambda given: given._asdict() if isinstance(given, Text) else given,
            core_schema.no_info_after_validator_function(lambda words: Text(**words), both),
            serialization=core_schema.plain_serializer_function_ser_schema(Text._asdict),
        )


Words = Annotated[Text, _TwoLanguages]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Version = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
# A bar stands between several levels in one coding, a semicolon between the cells of Dutch CSV.
Value = Annotated[str, StringConstraints(pattern=r"^[^\s;|]([^;|\r\n]*[^\s;|])?$")]


class Frozen(BaseModel):
    """A part of a scheme: never changed, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def hold(found: Iterable[Problem]) -> None:
    """Refuse a model of which the rules between fields are broken.

    Parameters
    ----------
    found : iterable of Problem
        What `rules` found; nothing happens when it is empty.
    """
    problems = list(found)
    if problems:
        lines = "; ".join(problem.message.en for problem in problems)
        raise PydanticCustomError(RULE_BROKEN, "{lines}", {"lines": lines})
