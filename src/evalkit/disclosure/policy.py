"""What a disclosure profile allows: the numbers are data, the floor under them is code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from evalkit.errors import DisclosureError, unknown_name
from evalkit.language import Text

HIDDEN: Final = "x"
"""The one sign for a hidden value, whatever the reason: CBS's old sign for secret."""

HIDDEN_NOTE: Final = Text(f"{HIDDEN} = afgeschermd", f"{HIDDEN} = hidden to protect people")
"""The line under a table or plot that explains the sign."""

LOWEST_MINIMUM: Final = 5

ORGANISATIONS_RULE: Final = Text(
    "afspraken en oordelen over organisaties, openbaar: geen bewerking",
    "agreements and judgements on organisations, public: unchanged",
)
"""The rule under a protective profile for what is about organisations, for the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What happens to a count before anyone sees it.

    Attributes
    ----------
    name : str
        Name of the profile. Only "public" may leave values as they are.
    minimum : int
        Smallest count, complement and denominator that is shown; at least 5 and a multiple of
        `base`, so that rounding never leads below it.
    base : int
        Counts are rounded to a multiple of it, halves up; at least 5.
    group_share : float
        Largest share of a group that is shown, in (0.5, 1]; counted from the rounded counts and for
        the complement too.
    rule : Text
        The rule in a few words, for the record.
    wording : Text
        What a page tells its reader.

    Raises
    ------
    DisclosureError
        If the policy protects less than the floor.
    """

    name: str
    minimum: int
    base: int
    group_share: float
    rule: Text
    wording: Text

    def __post_init__(self) -> None:
        if self.name == "public":
            sound = (self.minimum, self.base, self.group_share) == (0, 1, 1.0)
        else:
            sound = (
                type(self.minimum) is type(self.base) is int
                and self.base >= LOWEST_MINIMUM
                and self.minimum >= self.base
                and self.minimum % self.base == 0
                and 0.5 < self.group_share < 1
            )
        if not sound:
            raise DisclosureError(
                nl=f"profiel {self.name!r}: beschermt te weinig; kies een basis van ten minste "
                f"{LOWEST_MINIMUM}, een minimum dat daar een veelvoud van is en een grens onder 1",
                en=f"profile {self.name!r}: protects too little; take a base of at least "
                f"{LOWEST_MINIMUM}, a minimum that is a multiple of it and a limit under 1",
            )

    @property
    def passes(self) -> bool:
        """Whether values are left as they are."""
        return self.name == "public"

    def rounded(self, count: int) -> int | None:
        """Round half up to `base`, or return None where the count must be hidden.

        Parameters
        ----------
        count : int
            The raw count, at least 0.

        Returns
        -------
        int or None
            A multiple of `base`, at least `minimum`.
        """
        if count < self.minimum:
            return None
        return self.base * ((2 * count + self.base) // (2 * self.base))


def profile_names() -> list[str]:
    """Return the names of the profiles, sorted."""
    return sorted(_profiles())


def load_policy(profile: str) -> Policy:
    """Return the policy of a profile.

    Parameters
    ----------
    profile : str
        Exactly "public" or "protected".

    Returns
    -------
    Policy
        Frozen, with its wording in both languages.

    Raises
    ------
    DisclosureError
        If there is no such profile: never a silent way out.
    """
    known = _profiles()
    if not isinstance(profile, str) or profile not in known:
        error = unknown_name(Text("publicatieprofiel", "disclosure profile"), profile, known)
        raise DisclosureError(nl=error.text.nl, en=error.text.en)
    return known[profile]


@cache
def _profiles() -> dict[str, Policy]:
    import yaml

    source = files("evalkit.disclosure").joinpath("profiles.yaml").read_text(encoding="utf-8")
    return {name: _policy(name, entry) for name, entry in yaml.safe_load(source).items()}


def _policy(name: str, entry: dict[str, Any]) -> Policy:
    limit = format(100 * entry["group_share"], ".0f")
    figures = {"minimum": entry["minimum"], "base": entry["base"], "limit": limit, "sign": HIDDEN}
    texts = {
        key: Text(**{half: words.format(**figures) for half, words in entry[key].items()})
        for key in ("rule", "wording")
    }
    return Policy(
        name=name,
        minimum=entry["minimum"],
        base=entry["base"],
        group_share=entry["group_share"],
        **texts,
    )
