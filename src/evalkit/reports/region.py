"""What is publicly known about one VT region: one method per section, in the order of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.claims import threads
from evalkit.datasets import map_credit, period_name, region_shapes
from evalkit.evaluations.reports_trend import reports_in_context
from evalkit.language import Text, join_words
from evalkit.plots import bar_plot, region_map
from evalkit.reports.claim_tables import named_table, thread_questions
from evalkit.reports.figure_tables import (
    OUTCOME,
    breakdown_tables,
    shown,
    status_words,
    totals,
    totals_table,
)
from evalkit.reports.region_facts import RegionFacts
from evalkit.reports.region_summary import summary_sentences
from evalkit.reports.report import texts, with_columns
from evalkit.reports.section import Bullets, Paragraph, Part
from evalkit.reports.words import words

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.reports.section import Block, Figure, Section, Table

_MAP_YEAR = 2023
_SMALL = 50_000


def open_region_report(study: str, region: str, language: str) -> RegionReport:
    """Open the report of one region.

    Parameters
    ----------
    study : str
        Name of a shipped study or the folder of one.
    region : str
        Code or name of a region.
    language : {"nl", "en"}
        Language of the report.

    Returns
    -------
    RegionReport
        Each of its methods returns a section.

    Raises
    ------
    ParameterError
        If the region or language does not exist; the message names the nearest one.
    StudyError
        If the study cannot be opened or has errors.

    Examples
    --------
    >>> print(open_region_report("published", "VT08", "nl").opening())
    Veilig Thuis-regio Groningen
    """
    return RegionReport(study, region, language)


class RegionReport(RegionFacts):
    """The report of one region; made by `open_region_report`."""

    def opening(self) -> Section:
        """Return the heading and what the report is about."""
        own = "fieldwork_" if self.has_fieldwork else ""
        named = self.name.casefold().startswith("regio")
        return self.section(
            "region_named" if named else "region",
            Paragraph(self.say(f"opening.{own}region_lead", region=self.name), "lead"),
            self.paragraph("opening.fieldwork_about", place=self.name)
            if own
            else self.paragraph("opening.region_about"),
            self.note("page.fictitious") if self.study.fictitious else None,
            level=1,
            region=self.name,
        )

    def summary(self) -> Section:
        """Return the report in a few sentences."""
        if self.has_fieldwork:
            return self.section("summary", *self.summary_blocks())
        return self.section("summary", Bullets(summary_sentences(self)))

    def place(self) -> Section | None:
        """Return where the region lies, its municipalities and its history."""
        same_areas = self.study.table("same_areas")
        province = same_areas[same_areas["region"] == self.code]
        self.cite([self.region["source"]])
        blocks = (
            self._map(),
            self._merged(),
            self.paragraph("place.same_area", province=str(province["name"].iloc[0]))
            if len(province)
            else None,
            *self._municipality_blocks(),
        )
        return self.section("place", *blocks) if any(blocks) else None

    def _map(self) -> Figure | None:
        shapes = region_shapes(_MAP_YEAR)
        if self.code not in shapes or self.study.fictitious:
            return None
        regions = self.study.table("regions")
        names = dict(zip(regions["region"], regions["name"], strict=True))
        number = self.gate.count(len(shapes), what=words()["record.map"])
        credit = map_credit(_MAP_YEAR).in_language(self.language)
        plot = region_map(shapes, marked=self.code, names=names, language=self.language)
        return self.figure(
            plot,
            f"{self.say('place.map', region=self.name, number=number)} {credit}.",
            is_narrow=True,
        )

    def _merged(self) -> Paragraph | None:
        start, successor = self.region["valid_from"], self.region["successor"]
        if len(self.earlier):
            names = join_words(self.earlier["name"], self.language)
            return self.paragraph("place.merged", year=f"{start:%Y}", regions=names)
        if isinstance(successor, str):
            after = str(self.study.region(successor)["name"])
            return self.paragraph(
                "place.ended", year=f"{self.region['valid_to']:%Y}", successor=after
            )
        return None

    def _municipality_blocks(self) -> tuple[Block, ...]:
        found = self.municipalities
        if found.empty:
            return ()
        if self.has_fieldwork:
            return (self._own_municipalities(found),)
        known = found["population"].dropna()
        share = self.gate.share(
            int((known < _SMALL).sum()), len(known), what=words()["record.small"], level=None
        )
        return (
            self.paragraph(
                "place.small", counted=self.counted(share, words()["noun.municipalities"])
            ),
            self.table(
                found[["name", "population"]],
                "place.municipalities",
                counts=["population"],
                region=self.name,
                notes=[self.say("place.derived"), self.cite(found["source"])],
            ),
        )

    def _own_municipalities(self, found: pd.DataFrame) -> Table:
        sizes = [
            words()[f"fieldwork.{size}"] if isinstance(size, str) else Text("", "")
            for size in found["size_class"]
        ]
        frame = with_columns(found, size=sizes)[["name", "size", "population"]]
        return self.table(
            frame,
            "fieldwork.municipalities",
            counts=["population"],
            titles={"population": words()["column.people"]},
            region=self.name,
        )

    def reports(self) -> Section | None:
        """Return the published figures on advice and reports, in context.

        A study with fieldwork tells them in `context`.
        """
        if self.every_figure.empty or self.answer(reports_in_context) is not None:
            return None
        rise = self.note("reports.rise")
        rows = self.figures
        if rows.empty:
            return self.section("reports", self.paragraph("reports.none"), rise)
        total = totals(rows)
        cells = self.gate.share(
            int(rows["value"].notna().sum()), len(rows), what=words()["record.cells"], level=None
        )
        parts = breakdown_tables(self, rows)
        return self.section(
            "reports",
            rise,
            self.paragraph(
                "reports.published", counted=self.counted(cells, words()["reports.cells"])
            ),
            totals_table(self, rows, self.name)
            if len(total)
            else self.paragraph("reports.no_total"),
            self.paragraph("reports.signs"),
            Part(self.say("reports.more"), tuple(parts)) if parts else None,
        )

    def comparison(self) -> Section | None:
        """Return the regions with figures side by side, in alphabetical order and without ranks."""
        rows = self.neighbours
        if rows.empty:
            return None
        counts = ["population", "reports_2020", "reports_2023", "rate"]
        known = rows[rows[["reports_2020", "reports_2023"]].notna().any(axis=1)]
        missing = self.name not in set(known["region"])
        return self.section(
            "comparison",
            self.note("comparison.caution"),
            self.paragraph("comparison.known", counted=self.known_elsewhere),
            self.paragraph("comparison.this_missing", region=self.name) if missing else None,
            self.table(
                known[["region", *counts]].round({"rate": 1}),
                "comparison.reports",
                counts=counts,
                notes=[self.say("comparison.rate"), self.cite(_flat(known["source"]))],
            ),
            self._repeats_plot(rows[rows["percent"].notna()]),
        )

    def _repeats_plot(self, rows: pd.DataFrame) -> Figure | None:
        if rows.empty:
            return None
        released = self.gate.table(
            rows[["region", "percent"]],
            counts=["percent"],
            what=words()["comparison.repeats"],
            titles={"percent": words()["column.percent"]},
        )
        plot = bar_plot(
            released,
            label="region",
            value="percent",
            title=words()["comparison.repeats"],
            marked=self.name if self.name in set(rows["region"]) else None,
            language=self.language,
        )
        source = self.cite(rows["repeats_source"])
        return self.figure(plot, f"{self.say('comparison.repeats')}. {source}")

    def safety_assessments(self) -> Section | None:
        """Return what became of reports after the safety assessment."""
        if not (self.every_figure["breakdown"] == OUTCOME).any():
            return None
        intro = self.paragraph("safety.intro")
        rows = self.outcome_shares
        if rows.empty:
            return self.section("safety_assessments", intro, self._outcomes_elsewhere())
        frame = with_columns(rows, outcome=texts(rows, "category"), value=shown(rows))
        table = self.table(
            frame[["outcome", "value", "total"]],
            "safety.table",
            counts=["value"],
            shares={"share": ("value", "total")},
            notes=[self.cite(rows["source"])],
            region=self.name,
            period=period_name(rows["period"].iloc[0]),
            status=status_words(rows)[0],
        )
        return self.section("safety_assessments", intro, table, self.note("safety.differ"))

    def _outcomes_elsewhere(self) -> Paragraph:
        rows = self.every_figure
        rows = rows[(rows["breakdown"] == OUTCOME) & (rows["region_type"] == "VT")]
        names = self.study.table("regions").set_index("region")["name"]
        known = [str(names[code]) for code in rows["region"].unique()]
        if not known:
            return self.paragraph("safety.none_anywhere")
        self.cite(rows["source"].unique())
        return self.paragraph("safety.none", regions=join_words(known, self.language))

    def inspections(self) -> Section | None:
        """Return the judgements of the inspectorates as far as they are known."""
        if self.study.table("inspections").empty:
            return None
        if self.judgements.empty:
            return self.section(
                "inspections",
                self.paragraph("inspections.intro"),
                self.paragraph("inspections.none"),
            )
        merged = len(self.earlier) > 0
        return self.section(
            "inspections",
            self.paragraph("inspections.intro"),
            self.paragraph("inspections.old_region") if merged else None,
            self.inspections_table(self.judgements, with_region=merged),
        )

    def evaluations(self) -> Section | None:
        """Return the claims of the evaluations that name the region."""
        if not self.claims:
            return None
        named = self.named_in
        if not named:
            n = self.gate.count(len(self.claims), what=words()["record.claims"])
            return self.section(
                "evaluations", self.paragraph("evaluations.not_named", n=n, region=self.name)
            )
        by_themselves = all(claim.evaluation == "samen-doen-2021" for claim in named)
        return self.section(
            "evaluations",
            self.paragraph("evaluations.named_intro"),
            self.note("evaluations.self_report") if by_themselves else None,
            named_table(self, named),
        )

    def national_claims(self) -> Section | None:
        """Return what the evaluations say nationally, and what to ask here."""
        if not threads(self.claims):
            return None
        self.cite(claim.source for claim in self.claims if claim.thread)
        return self.section(
            "national_claims",
            self.paragraph("claims.national_intro", region=self.name),
            *thread_questions(self, self.claims),
        )

    def method(self) -> Section | None:
        """Return who the evaluations looked at, and what is not known about that.

        A study with fieldwork tells in `sample` who it looked at itself.
        """
        if self.has_fieldwork:
            return None
        return self.section(
            "method", self.paragraph("method.region", region=self.name), *self.method_blocks()
        )


def _flat(sources: pd.Series) -> list[str]:
    return [code for codes in sources for code in codes]
