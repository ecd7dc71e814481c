"""Which item measures which published claim: the table behind a replication."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from evalkit.evaluations.indicator import Indicator
from evalkit.schemes.fields import Frozen, Words
from evalkit.schemes.problems import model_problems, scheme_error
from evalkit.schemes.yaml_text import read_yaml

FILE: Final = "measured_claims.yaml"
Source = Literal["codings", "answers", "shares", "regions-renewed", "escalations-too-fast"]
WaveRole = Literal["first", "last", "latest"]


class Measure(Frozen):
    """What is counted to hold a claim against.

    Attributes
    ----------
    claim : str
        Id of the claim.
    unit : str
        Kind of unit.
    item : str
        Id of the item; empty for a count of its own.
    facet, values, at_least, at_most, lacking, per
        As in `Indicator`.
    source : str
        "codings"; "answers" of respondents; "shares", k of n as coded and added up; or a count of
        its own.
    wave : {"first", "last", "latest"}
        First or last wave of the study, or the latest in which the item was coded.
    note : Text or None
        What a reader must know beside the count.
    proxy : Text or None
        Why the count is near the claim but not the same; there is no verdict then.
    """

    claim: str
    unit: str
    item: str = ""
    facet: str | None = None
    values: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    lacking: tuple[str, ...] = ()
    per: Literal["region", "municipality", "top"] | None = None
    source: Source = "codings"
    wave: WaveRole = "latest"
    note: Words | None = None
    proxy: Words | None = None

    @property
    def indicator(self) -> Indicator:
        """The indicator of its answers."""
        return Indicator(
            item=self.item,
            values=self.values,
            unit=self.unit,
            facet=self.facet,
            at_least=self.at_least,
            at_most=self.at_most,
            lacking=self.lacking,
            per=self.per,
        )


class MeasuredClaims(Frozen):
    """What measures each claim of a study, and why others are not measured.

    Attributes
    ----------
    measures : tuple of Measure
        In the order of the file; a claim can have several.
    unmeasured : mapping of str to Text
        The reason by claim.
    """

    measures: tuple[Measure, ...] = ()
    unmeasured: dict[str, Words] = Field(default_factory=dict)

    def of(self, claim: str) -> tuple[Measure, ...]:
        """Return the measures of one claim."""
        return tuple(measure for measure in self.measures if measure.claim == claim)


def load_measures(path: Path | None = None) -> MeasuredClaims:
    """Read which item measures which claim.

    Parameters
    ----------
    path : Path or None
        A file of your own; None is the one for the published claims.

    Returns
    -------
    MeasuredClaims

    Raises
    ------
    SchemeError
        If the file cannot be read as such a table; its findings name line, place and remedy.

    Examples
    --------
    >>> measures = load_measures()
    >>> [measure.item for measure in measures.of("E01")]
    ['E3.3']
    """
    if path is None:
        path = Path(str(files("evalkit.evaluations") / FILE))
    written = read_yaml(path)
    try:
        return MeasuredClaims.model_validate(written.data)
    except ValidationError as error:
        raise scheme_error(path, written, model_problems(error)) from None
