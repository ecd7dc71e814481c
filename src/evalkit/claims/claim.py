"""A claim, and reading the claims table of a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from evalkit.claims.lexicon import Lexicon, load_lexicon
from evalkit.claims.quantifier_interval import QuantifierInterval, quantifier_interval
from evalkit.errors import ParameterError, StudyError
from evalkit.language import Language, Text
from evalkit.results import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evalkit.study import Study
    from evalkit.study.reading import Reading

NO_TEXT: Final = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of an evaluation.

    Attributes
    ----------
    id : str
        Its id, e.g. "E01".
    evaluation : str
        Where it comes from, e.g. "tsd-2020"; ends in the year.
    text : Text
        The statement in our own words.
    term : str
        Key term, in Dutch.
    quantifier : str
        Word of the lexicon; empty when there is none.
    base : str
        What the word ranges over, a key of `BASES`.
    base_stated : bool
        Whether the text itself names the base.
    base_n : int or None
        How many there are, when known.
    polarity : {"positive", "negative"}
        "negative" when the word counts those that do not have it.
    prompted : {"yes", "no", "unknown"}
        Whether it was asked; where it was not, silence is not a no.
    direction : str
        A key of `DIRECTIONS`.
    topic, thread : str
        What it is about, and the thread through the years it belongs to.
    source : str
        Code of the source.
    note : Text
        What a reader must know beside it.
    """

    id: str
    evaluation: str
    text: Text
    term: str = ""
    quantifier: str = ""
    base: str
    base_stated: bool = True
    base_n: int | None = None
    polarity: Literal["positive", "negative"] = "positive"
    prompted: Literal["yes", "no", "unknown"] = "unknown"
    direction: str = "neutral"
    topic: str = ""
    thread: str = ""
    source: str = ""
    note: Text = NO_TEXT

    @property
    def year(self) -> int:
        """Year of the evaluation."""
        return int(self.evaluation[-4:])

    def allowed(
        self, n: int, *, scale: str = "evalkit", lexicon: Lexicon | None = None
    ) -> QuantifierInterval:
        """Return which counts *with* the property its words allow: a negative claim is flipped.

        Parameters
        ----------
        n : int
            Units, at least 1.
        scale : str
            Scale of the lexicon.
        lexicon : Lexicon or None
            None is the one that comes with evalkit.

        Returns
        -------
        QuantifierInterval
            Counts and shares with the property.

        Raises
        ------
        ParameterError
            If the claim has no quantifier, or n or scale does not fit.
        """
        if not self.quantifier:
            raise ParameterError(
                nl=f"uitspraak {self.id}: er staat geen hoeveelheidswoord in; vraag geen aantallen",
                en=f"claim {self.id}: it holds no quantifier word; do not ask for counts",
            )
        found = quantifier_interval(self.quantifier, n, scale=scale, lexicon=lexicon)
        return found.complement() if self.polarity == "negative" else found

    def in_language(self, language: Language) -> str:
        """Return id and text as one line."""
        return f"{self.id}: {self.text.in_language(language)}"

    def __str__(self) -> str:
        return self.in_language("en")


def load_claims(
    study: Study | str | Path = "published", *, lexicon: Lexicon | None = None
) -> list[Claim]:
    """Read and check the claims of a study.

    Parameters
    ----------
    study : Study, str or Path
        An open study, the name of a shipped one, or a folder.
    lexicon : Lexicon or None
        The words quantifiers must be in; None is the lexicon that comes with evalkit.

    Returns
    -------
    list of Claim
        In the order of the table; empty when the study has no claims.

    Raises
    ------
    StudyError
        If a line does not fit the table or its quantifier is not in the lexicon; `findings`
        holds every one.

    Examples
    --------
    >>> len(load_claims())
    123
    """
    from evalkit.study import Study, open_study

    opened = study if isinstance(study, Study) else open_study(study)
    table = opened.table("claims")
    reading = opened.readings["claims"]
    rows: list[dict[Any, Any]] = table.astype("object").where(table.notna(), "").to_dict("records")
    findings = list(_find_unknown_words(rows, reading, lexicon or load_lexicon()))
    if findings:
        more = len(findings) - 1
        first = findings[0]
        raise StudyError(
            nl=first.in_language("nl") + (f" (en nog {more})" if more else ""),
            en=first.in_language("en") + (f" (and {more} more)" if more else ""),
            findings=findings,
        )
    return [_claim(row) for row in rows]


def _find_unknown_words(
    rows: list[dict[Any, Any]], reading: Reading, lexicon: Lexicon
) -> Iterator[Check]:
    for line, row in zip(reading.lines, rows, strict=True):
        word = row["quantifier"]
        try:
            if word:
                lexicon.find(word)
        except ParameterError as error:
            yield Check(
                file=reading.findings.file,
                sheet=reading.findings.sheet,
                line=line,
                column="quantifier",
                value=word,
                rule="unknown-name",
                message=error.text,
                hint=NO_TEXT,
            )


def _claim(row: dict[Any, Any]) -> Claim:
    return Claim(
        id=row["claim"],
        text=Text(row["text_nl"], row["text_en"] or row["text_nl"]),
        base_stated=row["base_stated"] == "yes",
        base_n=int(row["base_n"]) if row["base_n"] else None,
        note=Text(row["note_nl"], row["note_en"] or row["note_nl"]),
        **{name: row[name] for name in _AS_THEY_ARE},
    )


_AS_THEY_ARE: Final = (
    "evaluation",
    "term",
    "quantifier",
    "base",
    "polarity",
    "prompted",
    "direction",
    "topic",
    "thread",
    "source",
)
