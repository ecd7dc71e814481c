"""The coding scheme: frozen, ordered as written, every word in Dutch and English."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import model_validator

from evalkit.errors import unknown_name
from evalkit.language import Language, Text
from evalkit.schemes.fields import Code, Frozen, Id, Name, Version, Words, hold
from evalkit.schemes.item import Item, Rubric  # noqa: TC001  (pydantic needs it at run time)
from evalkit.schemes.rules import scheme_problems
from evalkit.schemes.vocabulary import Unit  # noqa: TC001  (pydantic needs it at run time)

if TYPE_CHECKING:
    import pandas as pd


class Theme(Frozen):
    """Items that belong together.

    Attributes
    ----------
    id : str
        E.g. "A1".
    label : Text
        What it is called.
    items : tuple of Item
        In order.
    """

    id: Id
    label: Words
    items: tuple[Item, ...]


class Source(Frozen):
    """What a source code stands for.

    Attributes
    ----------
    code : str
        E.g. "S0" or "W04".
    title : Text
        What it is.
    address : str
        Where it is on the web; empty when unknown.
    """

    code: Code
    title: Words
    address: str = ""


class Quotes(Frozen):
    """How much text a coding may hold as evidence.

    Attributes
    ----------
    most_words : int
        Words a quote may have.
    never_from : tuple of str
        Units whose text is never quoted (case files).
    """

    most_words: int
    never_from: tuple[Unit, ...] = ()


class Scheme(Frozen):
    """A coding scheme: themes of items, ordered as written.

    Attributes
    ----------
    id, version : str
        E.g. "aef-2020" and "1.0" (major.minor).
    title, description : Text
        What it is called and what it is for.
    sources : tuple of Source
        What the source codes stand for.
    quotes : Quotes
        How much text a coding may hold.
    qualifiers : tuple of Item
        What is recorded beside every answer.
    rubrics : tuple of Rubric
        Rubrics of this scheme only; the shared ones need no mention.
    themes : tuple of Theme
        In order.
    retired : tuple of str
        Ids of items of earlier versions; they never come back.
    """

    id: Name
    version: Version
    title: Words
    description: Words
    sources: tuple[Source, ...] = ()
    quotes: Quotes
    qualifiers: tuple[Item, ...] = ()
    rubrics: tuple[Rubric, ...] = ()
    themes: tuple[Theme, ...]
    retired: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _rules_hold(self) -> Scheme:
        hold(scheme_problems(self.model_dump()))
        return self

    @property
    def ref(self) -> str:
        """Id and version, e.g. "aef-2020@1.0"."""
        return f"{self.id}@{self.version}"

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items of all themes, in order."""
        return tuple(item for theme in self.themes for item in theme.items)

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def item(self, id: str) -> Item:  # noqa: A002  (the word the scheme itself uses)
        """Return one item.

        Parameters
        ----------
        id : str
            E.g. "A2.5".

        Returns
        -------
        Item
            As written in the scheme.

        Raises
        ------
        ParameterError
            If there is no such item; it names the nearest.
        """
        if id not in self._by_id:
            raise unknown_name(Text("item", "item"), id, self._by_id, where=self.ref)
        return self._by_id[id]

    def parts(self, id: str) -> tuple[Item, ...]:  # noqa: A002
        """Return the sub-items of an item.

        Parameters
        ----------
        id : str
            Id of the item; those of its parts are this, a dot and more.

        Returns
        -------
        tuple of Item
            In order; empty when it has none.

        Raises
        ------
        ParameterError
            If there is no such item.
        """
        return tuple(item for item in self.items if item.id.startswith(f"{self.item(id).id}."))

    def to_frame(self, *, language: Language = "nl") -> pd.DataFrame:
        """Return the codebook as a table, one row per item.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of the words; the column names stay.

        Returns
        -------
        DataFrame
            Columns theme, item, label, definition, evidence, scale, levels, units, facets, status
            and sources, all text.
        """
        import pandas as pd

        from evalkit.schemes.codebook import codebook_rows

        return pd.DataFrame(codebook_rows(self, language), dtype="str")

    def to_html(self, *, language: Language = "nl") -> str:
        """Return the whole scheme as an HTML fragment.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of the words.

        Returns
        -------
        str
            A table with caption and scopes, no script; every text is escaped.
        """
        from evalkit.schemes.display import scheme_html

        return scheme_html(self, language)

    def _repr_html_(self) -> str:
        return self.to_html()


def scheme_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scheme file, as shipped in ``scheme.schema.json``.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12. Rules between fields are not in it; `load_scheme` checks those.
    """
    schema = Scheme.model_json_schema()
    for part in (schema, *schema["$defs"].values()):
        part["description"] = part["description"].partition("\n")[0]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
