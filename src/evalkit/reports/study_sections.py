"""The sections on a study's own fieldwork, which all kinds of reports share."""

from __future__ import annotations

import math
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from evalkit.evaluations.aef import agreement_content
from evalkit.evaluations.comparison import municipalities_compared, regions_compared
from evalkit.evaluations.escalation import escalation_routes
from evalkit.evaluations.escalation_reasons import escalation_reasons
from evalkit.evaluations.handover import handover_terms
from evalkit.evaluations.improvement import improvement
from evalkit.evaluations.maintenance import agreement_maintenance
from evalkit.evaluations.norms import norm_judgements
from evalkit.evaluations.paper_practice import paper_and_practice
from evalkit.evaluations.parties import two_parties
from evalkit.evaluations.replication import replicate
from evalkit.evaluations.reports_trend import reports_in_context
from evalkit.evaluations.safety import safety_in_view
from evalkit.evaluations.samen_doen import learning_cases, meetings
from evalkit.evaluations.sample import sample
from evalkit.evaluations.tsd import file_practice
from evalkit.evaluations.tsd_monitor import judgements_again
from evalkit.evaluations.versions import agreement_versions
from evalkit.evaluations.waiting import waiting_times
from evalkit.language import LANGUAGES, Text, join_words
from evalkit.reports.analysis_blocks import (
    LONGEST,
    MOST_SAID,
    analysis_blocks,
    appendix_blocks,
    statements,
)
from evalkit.reports.claims_counted import claim_blocks, claim_folds
from evalkit.reports.place_view import place_view
from evalkit.reports.section import Bullets, Fold, Paragraph, Part, Table
from evalkit.reports.shared_sections import SharedSections

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from evalkit.evaluations.analysis import Analysis
    from evalkit.reports.section import Block, Section

    Question = Callable[..., Analysis]

_SENTENCES: Final = 8


class StudySections(SharedSections):
    """A report with what was seen in a study's own fieldwork.

    A section is None when the study holds nothing for it, at this place or anywhere else.
    """

    @property
    def where(self) -> Mapping[str, str]:
        """The place of the report as the evaluations take it; empty for the whole study."""
        return {}

    @property
    def marked(self) -> str | None:
        """Name of the place of the report; None for the whole study."""
        return None

    @property
    def _longest(self) -> float:
        """Rows of a table that stands in its section; that of a place has its own rows only."""
        return math.inf if self.where else LONGEST

    def sample(self) -> Section | None:
        """Return who was looked at, how chosen, how many, and how reliable the coding is."""
        section = self._answers("sample", sample)
        if section is None:
            return None
        told = (
            self.reliability_sentence()
            if self.tells_agreement
            else self.paragraph("reliability.elsewhere")
        )
        return self.section("sample", *section.blocks, told)

    def agreements(self) -> Section | None:
        """Return what the agreements hold, how current they are, and whether practice follows."""
        return self._answers(
            "agreements", agreement_content, paper_and_practice, agreement_versions
        )

    def practice(self) -> Section | None:
        """Return what the files show of the work done."""
        return self._answers("practice", file_practice)

    def handover(self) -> Section | None:
        """Return how long the handover took, against the agreed terms."""
        return self._answers("handover", handover_terms, waiting_times)

    def safety(self) -> Section | None:
        """Return whether risks to safety stayed in view."""
        return self._answers("safety", safety_in_view)

    def norms(self) -> Section | None:
        """Return what is below, at and above the norm, with good examples."""
        return self._answers("norms", norm_judgements)

    def change(self) -> Section | None:
        """Return what changed since the earlier wave."""
        return self._answers("change", judgements_again, improvement)

    def two_parties(self) -> Section | None:
        """Return how Veilig Thuis and the local team see the same agreement."""
        return self._answers("two_parties", two_parties)

    def escalation(self) -> Section | None:
        """Return which routes escalations went, and what was learned from them."""
        return self._answers(
            "escalation",
            escalation_routes,
            escalation_reasons,
            meetings,
            learning_cases,
            agreement_maintenance,
        )

    def context(self) -> Section | None:
        """Return the reports to Veilig Thuis in their context; a rise is no bad sign."""
        return self._answers("context", reports_in_context)

    def beside_others(self) -> Section | None:
        """Return this place beside the others, without ranks."""
        return self._answers("beside_others", *_COMPARED[self.level])

    def published_claims(self) -> Section | None:
        """Return the claims of earlier evaluations held against what was counted here."""
        analysis = self.answer(replicate)
        if analysis is None or analysis.reason is not None:
            return self._answers("published_claims", replicate)
        blocks = claim_blocks(self, analysis)
        withheld = (
            None if blocks else self._named(f"fieldwork.withheld_{self.level}", [analysis.title])
        )
        if self.level == "national":
            self._answered[analysis.name] = analysis
        return self.section("published_claims", *blocks, withheld)

    def appendix(self) -> Section | None:
        """Return long tables and calculations of the sections so far; call it after those."""
        folds: list[Block] = []
        for analysis in self._answered.values():
            if analysis.name == replicate.__name__:
                folds += claim_folds(self, analysis)
            elif blocks := appendix_blocks(self, analysis, longest=self._longest):
                folds.append(Fold(analysis.title.in_language(self.language), tuple(blocks)))
        if not folds:
            return None
        return self.section("appendix", self.paragraph("fieldwork.appendix"), *folds)

    def summary_blocks(self) -> tuple[Block, ...]:
        """Return the report in at most eight sentences: the first of its most telling answers."""
        found: list[str] = []
        is_told = False
        for question, most in _TELLING.items():
            analysis = self.answer(question)
            said = statements(self, analysis)[:most] if analysis is not None else []
            found += said
            # Where was looked is public, but tells nothing of what was seen.
            is_told = is_told or (
                bool(said) and (question is not sample or self.gate.policy.passes)
            )
        if not is_told:
            policy = "nothing" if self.gate.policy.passes else f"unsaid_{self.level}"
            return (self.paragraph(f"fieldwork.{policy}"),)
        return (Bullets(tuple(dict.fromkeys(found))[:_SENTENCES]),)

    def answer(self, question: Question) -> Analysis | None:
        """Return the answer at this place; None when the study holds none anywhere.

        Parameters
        ----------
        question : callable
            A function of `evalkit.evaluations`.

        Returns
        -------
        Analysis or None
            With a `reason` when there is an answer elsewhere but not here.
        """
        if not self.has_fieldwork:
            return None
        if question not in self._asked:
            self._asked[question] = self._ask(question)
        return self._asked[question]

    def _ask(self, question: Question) -> Analysis | None:
        analysis = question(self.study, **self.where)
        if analysis.reason is None:
            return analysis
        is_elsewhere = bool(self.where) and question(self.study).reason is None
        return analysis if is_elsewhere else None

    @cached_property
    def _asked(self) -> dict[Question, Analysis | None]:
        return {}

    @cached_property
    def _answered(self) -> dict[str, Analysis]:
        """The answers that sections have shown, for the appendix."""
        return {}

    def _answers(self, name: str, *questions: Question) -> Section | None:
        found = [a for a in map(self.answer, questions) if a is not None]
        if not found:
            return None
        answered = [each for each in found if each.reason is None]
        if self.where:
            answered = [
                place_view(each, passes=self.gate.policy_for(each.about).passes)
                for each in answered
            ]
        shown = [
            (each, analysis_blocks(self, each, marked=self.marked, longest=self._longest))
            for each in answered
        ]
        self._answered.update({each.name: each for each in answered})
        blocks: list[Block] = []
        for analysis, inner in shown:
            if inner and len(found) == 1:
                blocks += inner
            elif inner:
                blocks.append(Part(analysis.title.in_language(self.language), tuple(inner)))
        withheld = [
            each.title
            for each, inner in shown
            if not inner and not self.gate.policy_for(each.about).passes
        ]
        partly = [each.title for each, inner in shown if inner and self._is_partly(each, inner)]
        absent = [each.title for each in found if each.reason is not None]
        return self.section(
            name,
            *blocks,
            self._named(f"fieldwork.partly_{self.level}", partly),
            self._named(f"fieldwork.withheld_{self.level}", withheld),
            self._named(f"fieldwork.absent_{self.level}", absent),
        )

    def _is_partly(self, analysis: Analysis, inner: Sequence[Block]) -> bool:
        """Return whether sentences or the table of an answer are not on the page."""
        if self.gate.policy_for(analysis.about).passes:
            return False
        said = sum(len(block.items) for block in inner if isinstance(block, Bullets))
        elsewhere = Paragraph(self.say("fieldwork.in_appendix"), "small")
        is_laid = any(isinstance(block, (Table, Fold)) or block == elsewhere for block in inner)
        return said < min(len(analysis.statements), MOST_SAID) or not is_laid

    def _named(self, name: str, titles: Sequence[Text]) -> Paragraph | None:
        """Say of which questions there is nothing to read here, why, and where it can be read."""
        if not titles:
            return None
        quoted = (
            join_words((f"“{title.in_language(to)}”" for title in titles), to) for to in LANGUAGES
        )
        return self.paragraph(name, titles=Text(*quoted))


#: A place sees itself among the others; what it would be if it borrowed from them takes long to
#: compute, and is in the report of the whole study.
_COMPARED: Final[dict[str, tuple[Question, ...]]] = {
    "national": (regions_compared, municipalities_compared),
    "region": (partial(regions_compared, pooled=False),),
    "municipality": (partial(municipalities_compared, pooled=False),),
}
#: What a summary tells first, and how many sentences of each: strengths beside shortcomings.
_TELLING: Final[dict[Question, int]] = {
    norm_judgements: 2,
    file_practice: 2,
    handover_terms: 1,
    safety_in_view: 1,
    judgements_again: 1,
    agreement_content: 1,
    escalation_routes: 1,
    two_parties: 1,
    sample: 2,
}
