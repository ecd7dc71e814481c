"""What is asked of a unit, with which answers in which order."""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from evalkit.errors import unknown_name
from evalkit.language import Language, Text
from evalkit.schemes.fields import Code, Frozen, Id, Value, Words, hold
from evalkit.schemes.rules import item_problems
from evalkit.schemes.vocabulary import FACET_NAMES, UNORDERED, Facet, Scale, Status, Unit


class Level(Frozen):
    """One possible answer to an item.

    Attributes
    ----------
    value : str
        What is written in a coding. Always text: ``"0"``, ``"-1"``, ``"nee"``.
    label : Text
        What a reader sees.
    definition : Text or None
        When to choose it.
    """

    value: Value
    label: Words
    definition: Words | None = None


class FacetLevels(Frozen):
    """The levels of an item on a facet where they are not the item's own.

    Attributes
    ----------
    facet : {"paper", "known", "practice"}
        The facet.
    levels : tuple of Level
        Its levels, in order.
    """

    facet: Facet
    levels: tuple[Level, ...]


class FacetRubric(Frozen):
    """The rubric with which an item is coded on a facet.

    Attributes
    ----------
    facet : {"paper", "known", "practice"}
        The facet.
    rubric : str
        Id of the rubric.
    """

    facet: Facet
    rubric: Code


class Rubric(Frozen):
    """Named levels that several items share.

    Attributes
    ----------
    id : str
        E.g. "R-DOC".
    label, definition : Text
        What it is called and what it is for.
    scale : str
        "nominal" or "ordinal".
    levels : tuple of Level
        In order.
    facets : tuple of FacetRubric
        The facets on which an item of this rubric can be coded.
    status : str
        Whether the levels are found in a source.
    sources : tuple of str
        Source codes.
    """

    id: Code
    label: Words
    definition: Words
    scale: Scale
    levels: tuple[Level, ...]
    facets: tuple[FacetRubric, ...] = ()
    status: Status
    sources: tuple[Code, ...] = ()


class Item(Frozen):
    """What is asked of a unit.

    Attributes
    ----------
    id : str
        Never changed and never used again for something else.
    label, definition : Text
        What it is called and what is meant.
    evidence : Text or None
        Where a coder finds the answer.
    scale : str
        nominal, ordinal, interval, ratio, count, share, duration, date, set or text.
    rubric : str or None
        The shared rubric its levels come from.
    levels : tuple of Level
        The possible answers in their order; empty unless nominal, ordinal or set.
    facet_levels : tuple of FacetLevels
        Levels on a facet where they are not `levels`.
    multiple : bool
        Whether several levels can hold at once (always so for a set).
    units : tuple of str
        The units of analysis it is asked of.
    facets : tuple of str
        The facets on which it can be coded; empty for a plain fact.
    measured_in : Text or None
        Days, weeks, persons, ... for a number.
    minimum, maximum : float or None
        Bounds of a number, both included.
    derived_from : tuple of str
        Items it is computed from; such an item is not coded by hand.
    status : str
        sourced, inferred, or "sourced theme, inferred measure".
    sources : tuple of str
        Source codes, explained in `Scheme.sources`.
    note : Text or None
        What a user must know beside the definition.
    """

    id: Id
    label: Words
    definition: Words
    evidence: Words | None = None
    scale: Scale
    rubric: Code | None = None
    levels: tuple[Level, ...] = ()
    facet_levels: tuple[FacetLevels, ...] = ()
    multiple: bool = False
    units: tuple[Unit, ...]
    facets: tuple[Facet, ...] = ()
    measured_in: Words | None = None
    minimum: float | None = None
    maximum: float | None = None
    derived_from: tuple[Id, ...] = ()
    status: Status
    sources: tuple[Code, ...] = ()
    note: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _a_set_takes_several(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("scale") == "set":
            return {"multiple": True, **given}
        return given

    @model_validator(mode="after")
    def _rules_hold(self) -> Item:
        hold(item_problems(self.model_dump()))
        return self

    @property
    def is_ordered(self) -> bool:
        """Whether its answers have an order."""
        return self.scale not in UNORDERED

    @property
    def is_derived(self) -> bool:
        """Whether it is computed from other items instead of coded."""
        return bool(self.derived_from)

    def levels_on(self, facet: str | None) -> tuple[Level, ...]:
        """Return the levels to choose from on a facet.

        Parameters
        ----------
        facet : {"paper", "known", "practice"} or None
            None gives the item's own levels.

        Returns
        -------
        tuple of Level
            In order; empty when the scale has none.

        Raises
        ------
        ParameterError
            If the facet does not exist.
        """
        if facet is not None and facet not in FACET_NAMES:
            raise unknown_name(Text("facet", "facet"), facet, FACET_NAMES)
        for own in self.facet_levels:
            if own.facet == facet:
                return own.levels
        return self.levels

    def level(self, value: str, *, facet: str | None = None) -> Level:
        """Return the level with this value.

        Parameters
        ----------
        value : str
            As written in a coding.
        facet : {"paper", "known", "practice"} or None
            The facet it was coded on.

        Returns
        -------
        Level
            With its label and definition.

        Raises
        ------
        ParameterError
            If there is no such level; it names the nearest.
        """
        levels = {level.value: level for level in self.levels_on(facet)}
        if value not in levels:
            where = Text(f"item {self.id}", f"item {self.id}")
            raise unknown_name(Text("niveau", "level"), value, levels, where=where)
        return levels[value]

    def to_html(self, *, language: Language = "nl") -> str:
        """Return the item as an HTML fragment.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of the words.

        Returns
        -------
        str
            A table with caption and scopes, no script; every text is escaped.
        """
        from evalkit.schemes.display import item_html

        return item_html(self, language)

    def _repr_html_(self) -> str:
        return self.to_html()
