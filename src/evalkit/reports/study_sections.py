"""The sections on a study's own fieldwork, which all kinds of reports share."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Final

from evalkit.language import Text, join_words
from evalkit.reports.analysis_blocks import analysis_blocks, appendix_blocks, statements
from evalkit.reports.section import Bullets, Paragraph, Part
from evalkit.reports.shared_sections import SharedSections

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evalkit.evaluations.analysis import Analysis
    from evalkit.reports.section import Block, Section

    Question = Callable[..., Analysis]

_SENTENCES: Final = 8


class StudySections(SharedSections):
    """A report with what was seen in a study's own fieldwork.

    A section is None when the study holds nothing for it, at this place or anywhere else.
    """

    level: str = "national"

    @property
    def where(self) -> Mapping[str, str]:
        """The place of the report as the evaluations take it; empty for the whole study."""
        return {}

    def sample(self) -> Section | None:
        """Return who was looked at, how chosen, how many, and how reliable the coding is."""
        section = self._answers("sample", "sample")
        if section is None:
            return None
        return self.section("sample", *section.blocks, self.reliability_sentence())

    def agreements(self) -> Section | None:
        """Return what the agreements hold, how current they are, and whether practice follows."""
        return self._answers(
            "agreements", "agreement_content", "paper_and_practice", "agreement_versions"
        )

    def practice(self) -> Section | None:
        """Return what the files show of the work done."""
        return self._answers("practice", "file_practice")

    def handover(self) -> Section | None:
        """Return how long the handover took, against the agreed terms."""
        return self._answers("handover", "handover_terms", "waiting_times")

    def safety(self) -> Section | None:
        """Return whether risks to safety stayed in view."""
        return self._answers("safety", "safety_in_view")

    def norms(self) -> Section | None:
        """Return what is below, at and above the norm, with good examples."""
        return self._answers("norms", "norm_judgements")

    def change(self) -> Section | None:
        """Return what changed since the earlier wave."""
        return self._answers("change", "judgements_again", "improvement")

    def two_parties(self) -> Section | None:
        """Return how Veilig Thuis and the local team see the same agreement."""
        return self._answers("two_parties", "two_parties")

    def escalation(self) -> Section | None:
        """Return which routes escalations went, and what was learned from them."""
        return self._answers(
            "escalation",
            "escalation_routes",
            "meetings",
            "learning_cases",
            "agreement_maintenance",
        )

    def context(self) -> Section | None:
        """Return the reports to Veilig Thuis in their context; a rise is no bad sign."""
        section = self._answers("context", "reports_in_context")
        if section is None:
            return None
        return self.section("context", self.note("reports.rise"), *section.blocks)

    def beside_others(self) -> Section | None:
        """Return this place beside the others, without ranks."""
        return self._answers("beside_others", "regions_compared")

    def published_claims(self) -> Section | None:
        """Return the claims of earlier evaluations held against what was counted here."""
        return self._answers("published_claims", "replicate")

    def appendix(self) -> Section | None:
        """Return long tables and calculations of the sections so far; call it after those."""
        parts = [
            Part(analysis.title.in_language(self.language), tuple(blocks))
            for analysis in self._answered.values()
            if (blocks := appendix_blocks(self, analysis))
        ]
        if not parts:
            return None
        return self.section("appendix", self.paragraph("fieldwork.appendix"), *parts)

    def summary_blocks(self) -> tuple[Block, ...]:
        """Return the report in at most eight sentences: the first of its most telling answers."""
        found: list[str] = []
        for question in _TELLING:
            analysis = self.answer(question)
            said = statements(self, analysis) if analysis is not None else []
            found += said[:1]
        if not found:
            policy = "nothing" if self.gate.policy.passes else f"withheld_{self.level}"
            return (self.paragraph(f"fieldwork.{policy}"),)
        return (Bullets(tuple(dict.fromkeys(found))[:_SENTENCES]),)

    def answer(self, question: str) -> Analysis | None:
        """Return the answer at this place; None when the study holds none anywhere.

        Parameters
        ----------
        question : str
            Name of a function of `evalkit.evaluations`.

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

    def _ask(self, question: str) -> Analysis | None:
        try:
            module = import_module(f"evalkit.evaluations.{_MODULES[question]}")
            ask: Question = getattr(module, question)
        except (ImportError, AttributeError):
            return None  # TEMPORARY until all have landed
        analysis = ask(self.study, **self.where)
        if analysis.reason is None:
            return analysis
        is_elsewhere = bool(self.where) and ask(self.study).reason is None
        return analysis if is_elsewhere else None

    @cached_property
    def _asked(self) -> dict[str, Analysis | None]:
        return {}

    @cached_property
    def _answered(self) -> dict[str, Analysis]:
        """The answers that sections have shown, for the appendix."""
        return {}

    def _answers(self, name: str, *questions: str) -> Section | None:
        found = [a for a in map(self.answer, questions) if a is not None]
        if not found:
            return None
        shown = [(each, analysis_blocks(self, each)) for each in found]
        self._answered.update({each.name: each for each in found if each.reason is None})
        blocks: list[Block] = []
        for analysis, inner in shown:
            if inner and len(found) == 1:
                blocks += inner
            elif inner:
                blocks.append(Part(analysis.title.in_language(self.language), tuple(inner)))
        withheld = [each.title for each, inner in shown if not inner]
        return self.section(name, *blocks, self._withheld(withheld) if withheld else None)

    def _withheld(self, titles: list[Text]) -> Paragraph:
        """Say what cannot be published here, why, and where it can be read instead."""
        named = Text(
            *(
                join_words((f"“{title.in_language(to)}”" for title in titles), to)
                for to in ("nl", "en")
            )
        )
        return self.paragraph(f"fieldwork.withheld_{self.level}", titles=named)


_TELLING: Final[tuple[str, ...]] = (
    "sample",
    "norm_judgements",
    "file_practice",
    "handover_terms",
    "safety_in_view",
    "agreement_content",
    "judgements_again",
    "two_parties",
    "escalation_routes",
)

_MODULES: Final = {
    "sample": "sample",
    "agreement_content": "aef",
    "paper_and_practice": "paper_practice",
    "agreement_versions": "versions",
    "file_practice": "tsd",
    "handover_terms": "handover",
    "waiting_times": "waiting",
    "safety_in_view": "safety",
    "norm_judgements": "norms",
    "judgements_again": "tsd_monitor",
    "improvement": "tsd_monitor",
    "two_parties": "parties",
    "escalation_routes": "samen_doen",
    "meetings": "samen_doen",
    "learning_cases": "samen_doen",
    "agreement_maintenance": "samen_doen",
    "reports_in_context": "reports_trend",
    "regions_compared": "regions",
    "configurations": "configurations",
    "interview_answers": "regioaanpak",
    "missing_interviews": "regioaanpak",
    "replicate": "replication",
}
