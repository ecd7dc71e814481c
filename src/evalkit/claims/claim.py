"""A claim, and reading the claims table of a study."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from evalkit.claims.lexicon import Lexicon, load_lexicon
from evalkit.claims.quantifier_interval import QuantifierInterval, quantifier_interval
from evalkit.errors import ParameterError, StudyError
from evalkit.language import Language, Text
from evalkit.results import Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from evalkit.study import Study

_FILE: Final = "tables/claims.csv"
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
        If a line does not fit; `findings` holds every one.

    Examples
    --------
    >>> len(load_claims())
    123
    """
    from evalkit.study import Study, open_study

    opened = study if isinstance(study, Study) else open_study(study)
    return read_claims(opened.table("claims"), lexicon=lexicon)


def read_claims(table: pd.DataFrame, *, lexicon: Lexicon | None = None) -> list[Claim]:
    """Make claims of a claims table.

    Parameters
    ----------
    table : DataFrame
        With the columns of ``study/tables/claims.json``.
    lexicon : Lexicon or None
        The words quantifiers must be in; None is the lexicon that comes with evalkit.

    Returns
    -------
    list of Claim
        In the order of the table.

    Raises
    ------
    StudyError
        If a line does not fit; `findings` holds every one.
    """
    rows = _rows(table)
    findings = list(_find(rows, lexicon or load_lexicon()))
    if findings:
        first = findings[0]
        more = len(findings) - 1
        rest = Text(f" (en nog {more})", f" (and {more} more)") if more else Text("", "")
        raise StudyError(
            nl=first.in_language("nl") + rest.nl,
            en=first.in_language("en") + rest.en,
            findings=findings,
        )
    return [_claim(row) for row in rows]


def _rows(table: pd.DataFrame) -> list[dict[str, str]]:
    from evalkit.study.schema import table_schema

    names = table_schema("claims").column_names
    text = table.reindex(columns=list(names)).astype("string").fillna("")
    return [{str(k): str(v).strip() for k, v in row.items()} for row in text.to_dict("records")]


def _find(rows: list[dict[str, str]], lexicon: Lexicon) -> Iterator[Check]:
    from evalkit.study.schema import table_schema

    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        for column in table_schema("claims").fields:
            value, rules = row[column.name], column.constraints
            if rules.required and not value:
                yield _check(line, column.name, value, rule="required", message=_EMPTY)
            elif value and rules.enum and value not in rules.enum:
                allowed = ", ".join(str(word) for word in rules.enum)
                hint = Text(f"kies uit {allowed}", f"choose from {allowed}")
                yield _check(line, column.name, value, rule="enum", message=_NOT_A_WORD, hint=hint)
            elif value and rules.pattern and not re.fullmatch(rules.pattern, value):
                yield _check(line, column.name, value, rule="pattern", message=_NO_YEAR)
        if row["base_n"] and not re.fullmatch(r"[1-9]\d*", row["base_n"], re.ASCII):
            yield _check(line, "base_n", row["base_n"], rule="type", message=_NO_NUMBER)
        if row["claim"] in seen:
            yield _check(line, "claim", row["claim"], rule="unique", message=_TWICE)
        seen.add(row["claim"])
        if row["quantifier"]:
            try:
                lexicon.find(row["quantifier"])
            except ParameterError as error:
                word = row["quantifier"]
                yield _check(line, "quantifier", word, rule="unknown-name", message=error.text)


_EMPTY: Final = Text("er staat niets; vul dit in", "it is empty; fill this in")
_NOT_A_WORD: Final = Text("dit woord bestaat hier niet", "this word does not exist here")
_NO_YEAR: Final = Text(
    "het kenmerk eindigt niet op een jaar; schrijf bijvoorbeeld aef-2020",
    "the id does not end in a year; write for example aef-2020",
)
_NO_NUMBER: Final = Text(
    "geen heel getal vanaf 1; laat leeg als het niet bekend is",
    "no whole number from 1; leave empty if it is not known",
)
_TWICE: Final = Text(
    "staat er twee keer; geef elk een eigen kenmerk", "is in it twice; use ids once"
)


def _check(
    line: int, column: str, value: str, *, rule: str, message: Text, hint: Text = NO_TEXT
) -> Check:
    shown = Text(f"{value!r}: {message.nl}", f"{value!r}: {message.en}") if value else message
    return Check(
        file=_FILE, line=line, column=column, value=value, rule=rule, message=shown, hint=hint
    )


def _claim(row: dict[str, str]) -> Claim:
    return Claim(
        id=row["claim"],
        evaluation=row["evaluation"],
        text=Text(row["text_nl"], row["text_en"] or row["text_nl"]),
        term=row["term"],
        quantifier=row["quantifier"],
        base=row["base"],
        base_stated=row["base_stated"] == "yes",
        base_n=int(row["base_n"]) if row["base_n"] else None,
        polarity="negative" if row["polarity"] == "negative" else "positive",
        prompted="yes"
        if row["prompted"] == "yes"
        else "no"
        if row["prompted"] == "no"
        else "unknown",
        direction=row["direction"],
        topic=row["topic"],
        thread=row["thread"],
        source=row["source"],
        note=Text(row["note_nl"], row["note_en"] or row["note_nl"]),
    )
