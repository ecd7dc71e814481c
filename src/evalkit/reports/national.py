"""What can and cannot be said about the published claims: one method per section of the page."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

import pandas as pd

from evalkit.claims import ADDRESSEES, assess_claims, coherence_checks, load_claims, threads
from evalkit.claims import load_lexicon as lexicon_of_words
from evalkit.datasets import disagreements, figures, period_name
from evalkit.evaluations.configurations import configurations
from evalkit.evaluations.regioaanpak import interview_answers, missing_interviews
from evalkit.evaluations.reports_trend import reports_in_context
from evalkit.language import Text, format_number, join_words
from evalkit.plots import IntervalRow, interval_plot, series_plot
from evalkit.reports.claim_tables import assessed_table, evaluation_name, thread_part
from evalkit.reports.figure_tables import ADVICE, REPORTS, shown, status_words, totals
from evalkit.reports.phrase import each, month, same
from evalkit.reports.report import fill, texts, with_columns
from evalkit.reports.section import Bullets, Paragraph
from evalkit.reports.study_sections import StudySections
from evalkit.reports.words import words

if TYPE_CHECKING:
    from evalkit.disclosure import Released
    from evalkit.reports.section import Block, Figure, Section


def open_national_report(study: str, language: str) -> NationalReport:
    """Open the national report.

    Parameters
    ----------
    study : str
        Name of a shipped study or the folder of one.
    language : {"nl", "en"}
        Language of the report.

    Returns
    -------
    NationalReport
        Each of its methods returns a section.

    Raises
    ------
    ParameterError
        If the language does not exist.
    StudyError
        If the study cannot be opened or has errors.

    Examples
    --------
    >>> print(open_national_report("published", "en").opening())
    Five evaluations recalculated
    """
    return NationalReport(study, language)


class NationalReport(StudySections):
    """The report on a whole study: what was seen, and the claims of the evaluations recalculated.

    Parameters
    ----------
    study : str
        Name of a shipped study or the folder of one.
    language : {"nl", "en"}
        Language of the report.
    """

    def __init__(self, study: str, language: str) -> None:
        super().__init__(study, language)
        self.all_claims = load_claims(self.study)

    @cached_property
    def assessed(self) -> pd.DataFrame:
        """What the words of each claim allow."""
        return assess_claims(self.all_claims)

    @property
    def evaluations(self) -> list[str]:
        """The evaluations, oldest first."""
        found = dict.fromkeys(claim.evaluation for claim in self.all_claims)
        return sorted(found, key=lambda name: name[-4:])

    def opening(self) -> Section:
        """Return the heading and what the report is about."""
        if self.has_fieldwork:
            return self.section(
                "whole",
                Paragraph(self.say("opening.whole_lead"), "lead"),
                self.paragraph("opening.whole_about"),
                self.note("page.fictitious") if self.study.fictitious else None,
                level=1,
                study=self.study.title.in_language(self.language),
            )
        return self.section(
            "national",
            Paragraph(self.say("opening.national_lead"), "lead"),
            self.paragraph("opening.national_about"),
            self.note("page.fictitious") if self.study.fictitious else None,
            level=1,
        )

    def summary(self) -> Section | None:
        """Return the report in a few sentences."""
        if self.has_fieldwork:
            return self.section("summary", *self.summary_blocks())
        if not self.all_claims:
            return None
        known = self.assessed["testable"] & self.assessed["wide_low"].notna()
        clashes = sum(check.passed is False for check in coherence_checks(self.all_claims))
        number = self.gate.count(clashes, what=words()["record.clashes"])
        sentences = (
            self.say("summary.claims", counted=self._count(int(self.assessed["testable"].sum()))),
            self.say("summary.no_counts", counted=self._count(int(known.sum()))),
            self.say("summary.coherent", number=number),
            self.say("summary.elder"),
            self.say("summary.rise"),
        )
        return self.section("summary", Bullets(sentences))

    def _count(self, k: int) -> Released | str:
        n = len(self.all_claims)
        share = self.gate.share(k, n, what=words()["record.testable"], level=None)
        return self.counted(share, words()["noun.claims"])

    def words_allowed(self) -> Section | None:
        """Return what each quantifier word of the claims allows, as shares."""
        plot = self._words_plot() if self.all_claims else None
        if plot is None:
            return None
        return self.section("words_allowed", self.paragraph("claims.intro"), plot)

    def _words_plot(self) -> Figure | None:
        lexicon = lexicon_of_words()
        testable = self.assessed[self.assessed["testable"] & (self.assessed["kind"] == "share")]
        bands = {word: lexicon.find(word) for word in testable["quantifier"].unique()}
        entries = {entry.word: entry.wide for entry in bands.values() if entry.wide is not None}
        # n = 22, the size of the largest group that words are about, where a band depends on n.
        ranges = {word: band.at(_GROUP) for word, band in entries.items()}
        rows = [
            IntervalRow(
                same(word),
                self.gate.range(float(band.low), float(band.high), what=words()["record.words"]),
                None,
            )
            for word, band in sorted(ranges.items(), key=lambda item: -item[1].low - item[1].high)
        ]
        if not rows:
            return None
        title = words()["claims.words"]
        plot = interval_plot(rows, title=title, language=self.language)
        return self.figure(plot, title.in_language(self.language))

    def claims(self) -> Section | None:
        """Return every claim per evaluation, with what can and cannot be said about it."""
        tables: list[Block] = [
            assessed_table(
                self, [c for c in self.all_claims if c.evaluation == evaluation], evaluation
            )
            for evaluation in self.evaluations
        ]
        return self.section("claims", *tables) if tables else None

    def threads(self) -> Section | None:
        """Return the subjects that can be followed through the evaluations."""
        parts = [thread_part(self, thread) for thread in threads(self.all_claims)]
        if not parts:
            return None
        return self.section("threads", self.note("claims.not_comparable"), *parts)

    def coherence(self) -> Section | None:
        """Return whether claims that bind each other can both be true."""
        checks = coherence_checks(self.all_claims)
        if not checks:
            return None
        text = {claim.id: claim.text for claim in self.all_claims}
        frame = pd.DataFrame(
            {
                "first": [
                    Text(
                        f"{c.first}: {text[c.first].nl} {c.second}: {text[c.second].nl}",
                        f"{c.first}: {text[c.first].en} {c.second}: {text[c.second].en}",
                    )
                    for c in checks
                ],
                "outcome_pair": [words()[f"coherence.{_PASSED[c.passed]}"] for c in checks],
                "explanation": [c.text for c in checks],
            }
        )
        return self.section(
            "coherence", self.paragraph("coherence.intro"), self.table(frame, "coherence.table")
        )

    def series(self) -> Section | None:
        """Return the national totals as published, gaps and all."""
        rows = figures(self.study)
        rows = totals(rows[rows["region_type"] == "NL"])
        rows = rows[rows["subject"].isin([ADVICE, REPORTS])].sort_values(["subject", "period"])
        if rows.empty or self.answer(reports_in_context) is not None:
            return None
        frame = with_columns(
            rows,
            subject=texts(rows, "subject"),
            value=shown(rows),
            status=status_words(rows),
            rounding=[
                fill(words()["phrase.rounded_to"], {"step": each(partial(format_number, step))})
                for step in rows["rounding"]
            ],
        )
        columns = ["subject", "period", "value", "status"]
        halves = frame[rows["period"].str.contains("HJ")][columns]
        title = words()["series.plot"]
        released = self.gate.table(halves, counts=["value"], what=title)
        plot = series_plot(
            released,
            period="period",
            value="value",
            title=title,
            status="status",
            line="subject",
            language=self.language,
        )
        named = with_columns(frame, period=[period_name(period) for period in rows["period"]])
        return self.section(
            "series",
            self.note("series.intro"),
            self.figure(plot, title.in_language(self.language)),
            self.table(named[[*columns, "rounding", "source"]], "series.table", counts=["value"]),
            self.note("reports.rise"),
        )

    def inspections(self) -> Section | None:
        """Return all known judgements of the inspectorates."""
        rows = self.study.table("inspections")
        if rows.empty:
            return None
        start = self.study.table("regions")["valid_from"].dt.year
        then = int((start <= int(rows["date"].str[:4].max())).sum())
        share = self.gate.share(
            rows["region"].nunique(), then, what=words()["record.inspected"], level=None
        )
        return self.section(
            "inspections",
            self.paragraph("inspections.intro"),
            self.paragraph(
                "inspections.known",
                counted=self.counted(share, words()["noun.all_regions"]),
            ),
            self.inspections_table(rows, with_region=True),
        )

    def disagreements(self) -> Section | None:
        """Return what sources say differently, side by side."""
        rows = disagreements(self.study)
        if rows.empty:
            return None
        year = rows["key"].str.extract(r"\b((?:19|20)\d\d)$")[0].fillna("")
        frame = with_columns(
            rows,
            title=[
                Text(f"{t.nl} {y}".strip(), f"{t.en} {y}".strip())
                for t, y in zip(texts(rows, "title"), year, strict=True)
            ],
            aspect=[words()[f"aspect.{column}"] for column in rows["column"]],
            value=[
                month(value) if column in _DATES else same(value)
                for value, column in zip(rows["value"], rows["column"], strict=True)
            ],
            note=texts(rows, "note"),
        )
        return self.section(
            "disagreements",
            self.paragraph("disagreements.intro"),
            self.table(
                frame[["title", "aspect", "value", "note", "source"]], "disagreements.table"
            ),
        )

    def recommendations(self) -> Section | None:
        """Return the recommendations with who has to act."""
        rows = self.study.table("recommendations")
        if rows.empty:
            return None
        frame = with_columns(
            rows, text=texts(rows, "text"), addressee=[_people(w) for w in rows["addressee"]]
        )
        tables = [
            self.table(
                frame[frame["evaluation"] == evaluation][
                    ["recommendation", "text", "addressee", "source"]
                ],
                "recommendations.table",
                evaluation=evaluation_name(evaluation),
            )
            for evaluation in sorted(rows["evaluation"].unique(), key=lambda name: name[-4:])
        ]
        return self.section("recommendations", self.paragraph("recommendations.intro"), *tables)

    def configurations(self) -> Section | None:
        """Return which conditions go together with an outcome."""
        return self._answers("configurations", configurations)

    def interviews(self) -> Section | None:
        """Return what centre municipalities answered, and what those that are missing may change."""
        return self._answers("interviews", interview_answers, missing_interviews)

    def method(self) -> Section | None:
        """Return who the evaluations looked at, and what is not known about that.

        A study with fieldwork tells in `sample` who it looked at itself.
        """
        if self.has_fieldwork:
            return None
        return self.section("method", self.paragraph("method.national"), *self.method_blocks())


_PASSED = {True: "holds", False: "clashes", None: "unclear"}
_DATES = ("start", "end")
_GROUP = 22


def _people(codes: str) -> Text:
    names = [ADDRESSEES.get(code, same(code)) for code in codes.split(";")]
    return Text(
        join_words((name.nl for name in names), "nl"),
        join_words((name.en for name in names), "en"),
    )
