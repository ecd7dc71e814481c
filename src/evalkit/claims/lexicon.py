"""The quantifier lexicon: words such as *de meeste* and what they allow, as data one can edit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from evalkit.claims.shares import Band
from evalkit.errors import unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal[
    "share",
    "count",
    "numeral",
    "evaluative",
    "comparative",
    "superlative",
    "degree",
    "generic",
]
TESTABLE: Final = frozenset({"share", "count", "numeral"})
OWN_SCALE: Final = "evalkit"


@dataclass(frozen=True, slots=True)
class Quantifier:
    """One entry of the lexicon.

    Attributes
    ----------
    word : str
        The word itself.
    forms : tuple of str
        Words that mean the same.
    group : str
        Its class, e.g. "near-universal".
    kind : str
        What kind of word it is; only "share", "count" and "numeral" can be tested.
    logical, wide, narrow : Band or None
        The three sets; None where none is proposed.
    reason : Text
        What the word says and does not say.
    source : str
        Code of the source, or "evalkit" for a proposal of our own.
    """

    word: str
    forms: tuple[str, ...]
    group: str
    kind: Kind
    logical: Band | None
    wide: Band | None
    narrow: Band | None
    reason: Text
    source: str

    @property
    def is_exact(self) -> bool:
        """Whether the word means the same on every scale (*alle*, *twee*)."""
        return self.wide is not None and self.wide == self.logical


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of a lexicon file and its scales.

    Attributes
    ----------
    entries : tuple of Quantifier
        The words, in the order of the file.
    scales : dict of str to dict of str to Band
        Per alternative scale the wide set of the words that fit it.
    """

    entries: tuple[Quantifier, ...]
    scales: dict[str, dict[str, Band]]

    @property
    def words(self) -> dict[str, Quantifier]:
        """Every word and every form with its entry."""
        return {form: entry for entry in self.entries for form in (entry.word, *entry.forms)}

    @property
    def scale_names(self) -> tuple[str, ...]:
        """The names a scale can have; "evalkit", the words' own sets, comes first."""
        return (OWN_SCALE, *self.scales)

    def find(self, word: str) -> Quantifier:
        """Return the entry of a word or one of its forms.

        Parameters
        ----------
        word : str
            A word; case and double spaces do not matter. A number in digits is a numeral.

        Returns
        -------
        Quantifier
            The entry.

        Raises
        ------
        ParameterError
            If the word is not in the lexicon, with the nearest that is.
        """
        words = self.words
        plain = " ".join(word.lower().split())
        if plain in words:
            return words[plain]
        if plain.isascii() and plain.isdigit():
            return numeral(plain, int(plain), _DIGITS, "evalkit")
        raise unknown_name(Text("hoeveelheidswoord", "quantifier word"), word, words)

    def band(self, entry: Quantifier, scale: str) -> Band | None:
        """Return the wide set of a word on a scale; None where the scale has none for it.

        Parameters
        ----------
        entry : Quantifier
            The word.
        scale : str
            Name of a scale.

        Returns
        -------
        Band or None
            Ends of the wide set.

        Raises
        ------
        ParameterError
            If there is no such scale, with the nearest that is.
        """
        if scale not in self.scale_names:
            raise unknown_name(Text("schaal", "scale"), scale, self.scale_names)
        if scale == OWN_SCALE or entry.is_exact:
            return entry.wide
        return self.scales[scale].get(entry.word)


_DIGITS: Final = Text(
    "een getal geldt alleen voor de eigen groep", "a number holds for its own group only"
)


def numeral(word: str, number: int, reason: Text, source: str) -> Quantifier:
    """Make the entry of a number word: exactly that many units.

    Parameters
    ----------
    word : str
        The word.
    number : int
        What it stands for, at least 0.
    reason : Text
        What it says and does not say.
    source : str
        Code of the source.

    Returns
    -------
    Quantifier
        The entry.
    """
    band = Band.parse(f"[{number}/n, {number}/n]")
    return Quantifier(word, (), "numeral", "numeral", band, band, None, reason, source)


def load_lexicon(path: str | Path | None = None) -> Lexicon:
    """Read a quantifier lexicon.

    Parameters
    ----------
    path : str, Path or None
        A YAML file in the form of ``evalkit/claims/quantifiers.yaml``; None is that file.

    Returns
    -------
    Lexicon
        Words and scales.

    Raises
    ------
    ParameterError
        If the file cannot be read or does not hold together, with the first thing to mend.

    Examples
    --------
    >>> load_lexicon().find("vrijwel alle").word
    'nagenoeg alle'
    """
    from evalkit.claims.lexicon_file import read_lexicon

    return _shipped() if path is None else read_lexicon(path)


@cache
def _shipped() -> Lexicon:
    from evalkit.claims.lexicon_file import parse_lexicon

    file = files("evalkit") / "claims" / "quantifiers.yaml"
    return parse_lexicon(file.read_text(encoding="utf-8"), file.name)
