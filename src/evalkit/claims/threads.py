"""One subject followed through the evaluations, in the order of their years."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from evalkit.claims.testability import untestable_reason
from evalkit.claims.vocabulary import BASES
from evalkit.language import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from evalkit.claims.claim import Claim
    from evalkit.claims.lexicon import Lexicon

THREADS: Final[dict[str, tuple[Text, Text]]] = {
    "elder-abuse": (
        Text("Ouderenmishandeling", "Elder abuse"),
        Text(
            "In elke meting nog in opbouw. De groepen verschillen en 'meer aandacht' is niet te "
            "tellen, dus een lijn door de jaren is niet te trekken.",
            "Still being built up in every round. The groups differ and 'more attention' cannot be "
            "counted, so no line can be drawn through the years.",
        ),
    ),
    "paper-practice": (
        Text("Afspraken op papier en in de praktijk", "Agreements on paper and in practice"),
        Text(
            "Dat er bijna overal afspraken zijn, staat telkens vast; of het werk ze volgt, wordt "
            "telkens betwijfeld. De twee zijn nooit over dezelfde eenheden geteld.",
            "That agreements exist nearly everywhere is settled each time; whether the work "
            "follows them is doubted each time. The two were never counted over the same units.",
        ),
    ),
    "monitoring": (
        Text("Monitoring en zicht op resultaat", "Monitoring and insight into outcomes"),
        Text(
            "In 2016 wilden alle gemeenten wel maar deed bijna geen enkele iets; in 2022 moet het "
            "resultaat nog steeds zichtbaar worden.",
            "In 2016 all municipalities wanted to but hardly any did; in 2022 outcomes still have "
            "to be made visible.",
        ),
    ),
    "1g1p1r": (
        Text("Eén gezin, één plan, één regisseur", "One family, one plan, one director"),
        Text(
            "Eerst een werkwijze die in weinig gemeenten is gezien, later een aanbeveling met "
            "genoemde voordelen; hoeveel gemeenten zo zijn gaan werken staat nergens.",
            "First a way of working seen in few municipalities, later a recommendation with its "
            "advantages; how many municipalities took it up is nowhere told.",
        ),
    ),
}
"""Title of each thread of the published claims, and how it may be read."""


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """What one claim adds to a thread.

    Attributes
    ----------
    year : int
        Year of the evaluation.
    claim : Claim
        The claim; its text is what is said.
    testable : bool
        Whether it can be held against a count.
    """

    year: int
    claim: Claim
    testable: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """The claims on one subject, oldest first.

    Attributes
    ----------
    id : str
        Id of the thread, e.g. "elder-abuse".
    title : Text
        Its title.
    reading : Text
        How it may be read; empty for a thread of your own.
    steps : tuple of ThreadStep
        In order of year, then of the table.
    """

    id: str
    title: Text
    reading: Text
    steps: tuple[ThreadStep, ...]

    @property
    def is_comparable(self) -> bool:
        """Whether at least two years hold a testable claim, all on one base of one size."""
        tested = [step for step in self.steps if step.testable]
        bases = {(step.claim.base, step.claim.base_n) for step in tested}
        return len(bases) == 1 and len({step.year for step in tested}) > 1

    def to_frame(self) -> pd.DataFrame:
        """Return a row per step: thread, year, claim, text_nl, text_en, base, base_n, testable."""
        import pandas as pd

        columns = ["thread", "year", "claim", "text_nl", "text_en", "base", "base_n", "testable"]
        rows = [
            (self.id, step.year, c.id, c.text.nl, c.text.en, c.base, c.base_n, step.testable)
            for step in self.steps
            for c in (step.claim,)
        ]
        return pd.DataFrame(rows, columns=columns).astype({"base_n": "Int64", "testable": "bool"})

    def in_language(self, language: Language) -> str:
        """Return title, reading and a line per step."""
        lines = [self.title.in_language(language)]
        lines += [self.reading.in_language(language)] if self.reading.nl else []
        for step in self.steps:
            base = BASES.get(step.claim.base, Text("", "")).in_language(language)
            size = f", n={step.claim.base_n}" if step.claim.base_n else ""
            lines.append(f"{step.year} {step.claim.in_language(language)} ({base}{size})")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.in_language("en")

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.in_language('nl')).replace(chr(10), '<br>')}</p>"


def threads(
    claims: Iterable[Claim], *, scale: str = "evalkit", lexicon: Lexicon | None = None
) -> list[Thread]:
    """Order the claims of each thread by year.

    Parameters
    ----------
    claims : iterable of Claim
        The claims; those without a thread are left out.
    scale : str
        Scale of the lexicon, which decides what is testable.
    lexicon : Lexicon or None
        None is the one that comes with evalkit.

    Returns
    -------
    list of Thread
        The threads of `THREADS` first, then those of your own in the order of the table.

    Examples
    --------
    >>> from evalkit.claims import load_claims
    >>> elder = next(t for t in threads(load_claims()) if t.id == "elder-abuse")
    >>> sorted({step.year for step in elder.steps})
    [2016, 2020, 2022]
    """
    grouped: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.thread:
            grouped.setdefault(claim.thread, []).append(claim)
    found = []
    for name, members in grouped.items():
        title, reading = THREADS.get(name, (Text(name, name), Text("", "")))
        steps = tuple(
            ThreadStep(
                claim.year,
                claim,
                untestable_reason(claim, scale=scale, lexicon=lexicon) is None,
            )
            for claim in sorted(members, key=lambda claim: claim.year)
        )
        found.append(Thread(name, title, reading, steps))
    known = list(THREADS)
    return sorted(found, key=lambda t: known.index(t.id) if t.id in THREADS else len(known))
