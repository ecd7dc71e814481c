"""What has passed the gate: frozen, without a trace of the raw value, formatted late by language.

Only a gate can make these. Each holds either a released number, or `hidden`, or the kind of
`missing` it is; the three are never mixed up and none of them is ever zero by default.
"""

from __future__ import annotations

import math
from dataclasses import InitVar, dataclass, fields
from html import escape
from typing import TYPE_CHECKING, Final

from evalkit.disclosure.policy import HIDDEN
from evalkit.errors import DisclosureError
from evalkit.language import Language, Text, format_number, format_percent
from evalkit.results import NAN, Estimate, Result

if TYPE_CHECKING:
    import pandas as pd

SEAL: Final = object()  # known to the gate alone; keeps values from being "released" by hand

MISSING_WORDS: Final[dict[str, Text]] = {
    "nvt": Text("n.v.t.", "n/a"),
    "nb": Text("niet te bepalen", "cannot be determined"),
    "nr": Text("niet gevraagd of gemeld", "not asked or reported"),
    "wg": Text("weggelaten", "withheld"),
    ".": Text("niet gepubliceerd", "not published"),
    "unknown": Text("onbekend", "unknown"),
}
"""How a missing value reads in a cell; "." is the dot of CBS, "unknown" a value not given."""

FEWEST_FOR_PERCENT: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Something that may be published; made by a `Gate` only.

    Attributes
    ----------
    what : Text
        What it is, for the record.
    profile : str
        The profile it was released under.
    hidden : bool
        Whether disclosure control hides it.
    missing : str or None
        Kind of missing ("nvt", "nb", "nr", "wg", "." or "unknown"); None when there is a value.

    Raises
    ------
    DisclosureError
        If it is made by hand.
    """

    what: Text
    profile: str
    hidden: bool = False
    missing: str | None = None
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            raise DisclosureError(
                nl=f"{type(self).__name__}: alleen een poort maakt vrijgegeven waarden; "
                "gebruik open_gate",
                en=f"{type(self).__name__}: only a gate makes released values; use open_gate",
            )

    def in_language(self, language: Language) -> str:
        """Return what a reader sees: the value, the sign for hidden, or why there is none.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of words and numbers.

        Returns
        -------
        str
            Never empty.
        """
        if self.hidden:
            return HIDDEN
        if self.missing is not None:
            return MISSING_WORDS[self.missing].in_language(language)
        return self._shown(language)

    def _shown(self, language: Language) -> str:
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Return one row with a column per field."""
        import pandas as pd

        row = {field.name: getattr(self, field.name) for field in fields(self)}
        return pd.DataFrame([row | {"what": self.what.en}])

    def __str__(self) -> str:
        return self.in_language("en")

    def _repr_html_(self) -> str:
        return f"<p>{escape(str(self))}</p>"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedNumber(Released):
    """One number: a count, or under profile "public" any number.

    Attributes
    ----------
    value : int or float
        The number; NaN when hidden or missing.
    """

    value: float = NAN

    def _shown(self, language: Language) -> str:
        return format_number(self.value, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedShare(Released):
    """A proportion with the counts it is made of and its interval.

    Attributes
    ----------
    value : float
        k / n in [0, 1]; NaN when hidden or missing.
    k, n : int or None
        The released counts. `n` stays when only the share is hidden and `n` itself may be shown.
    low, high : float
        Wilson interval made from the released `k` and `n`; NaN when there is none.
    level : float
        Confidence level in (0, 1); NaN when there is no interval.
    """

    value: float = NAN
    k: int | None = None
    n: int | None = None
    low: float = NAN
    high: float = NAN
    level: float = NAN

    def _shown(self, language: Language) -> str:
        # Under twenty units a percentage claims more precision than there is.
        if self.n is not None and self.n < FEWEST_FOR_PERCENT:
            return self.fraction(language)
        return format_percent(self.value, language)

    def fraction(self, language: Language) -> str:
        """Return "45 van 150" or "45 of 150", or the sign or word for no value.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of words and numbers.

        Returns
        -------
        str
            Never a percentage.
        """
        if self.hidden or self.missing is not None or self.k is None or self.n is None:
            return self.in_language(language)
        link = "van" if language == "nl" else "of"
        return f"{format_number(self.k, language)} {link} {format_number(self.n, language)}"

    def interval(self, language: Language) -> str:
        """Return "[25%; 40%]", or an empty string when there is no interval.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of words and numbers.

        Returns
        -------
        str
            In whole percents.
        """
        if math.isnan(self.low):
            return ""
        separator = "; " if language == "nl" else ", "
        ends = (format_percent(end, language) for end in (self.low, self.high))
        return f"[{separator.join(ends)}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedEstimate(Released):
    """An `Estimate`; under protection a new one, made from the rounded counts.

    Attributes
    ----------
    estimate : Estimate or None
        The estimate that may be shown; None when hidden.
    """

    estimate: Estimate | None = None

    @property
    def value(self) -> float:
        """The estimate; NaN when hidden or undefined."""
        return self.estimate.value if self.estimate else NAN

    @property
    def low(self) -> float:
        """Lower end of the interval; NaN when there is none."""
        return self.estimate.low if self.estimate else NAN

    @property
    def high(self) -> float:
        """Upper end of the interval; NaN when there is none."""
        return self.estimate.high if self.estimate else NAN

    @property
    def k(self) -> int | None:
        """Units that have the property; None when hidden or not a count."""
        return self.estimate.k if self.estimate else None

    @property
    def n(self) -> int | None:
        """Units the estimate rests on; None when hidden."""
        return self.estimate.n if self.estimate else None

    def _shown(self, language: Language) -> str:
        return self.estimate.in_language(language) if self.estimate else HIDDEN

    def to_frame(self) -> pd.DataFrame:
        """Return one row: what, profile, hidden and the fields of the estimate."""
        return _beside(self, self.estimate)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedResult(Released):
    """A test, curve or model: whatever is made from unrounded data.

    Attributes
    ----------
    result : Result or None
        The result itself; None when hidden.
    """

    result: Result | None = None

    def _shown(self, language: Language) -> str:
        return self.result.in_language(language) if self.result else HIDDEN

    def to_frame(self) -> pd.DataFrame:
        """Return what, profile and hidden, beside each row of the result."""
        return _beside(self, self.result)


def _beside(released: Released, result: Result | None) -> pd.DataFrame:
    import pandas as pd

    row = {"what": released.what.en, "profile": released.profile, "hidden": released.hidden}
    head = pd.DataFrame([row])
    return head if result is None else head.merge(result.to_frame(), how="cross")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedRange(Released):
    """What the words of a published claim allow, as shares.

    Attributes
    ----------
    low, high : float
        Ends in [0, 1]; NaN when missing.
    """

    low: float = NAN
    high: float = NAN

    def _shown(self, language: Language) -> str:
        if self.low == self.high:
            return format_percent(self.low, language)
        link = "tot" if language == "nl" else "to"
        return f"{format_percent(self.low, language)} {link} {format_percent(self.high, language)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedText(Released):
    """A sentence whose numbers are released values.

    Attributes
    ----------
    template : Text
        The sentence with ``{name}`` where a released value goes.
    values : tuple of (str, Released or Text)
        The released values and labels by name.
    """

    template: Text
    values: tuple[tuple[str, Released | Text], ...] = ()

    def _shown(self, language: Language) -> str:
        shown = {name: value.in_language(language) for name, value in self.values}
        return self.template.in_language(language).format(**shown)
