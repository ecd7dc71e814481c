"""What is publicly known about one VT region: one method per section, in the order of the page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from evalkit.claims import load_claims, threads
from evalkit.datasets import figures, figures_for_region, map_credit, period_name, region_shapes
from evalkit.language import join_words
from evalkit.plots import bar_plot, region_map
from evalkit.reports.claim_tables import claims_that_name, named_table, thread_questions
from evalkit.reports.figure_tables import (
    AREA,
    HANDOVER,
    OUTCOME,
    REPORTS,
    breakdown_tables,
    shown,
    side_by_side,
    status_words,
    totals,
    totals_table,
)
from evalkit.reports.phrase import met, month
from evalkit.reports.report import texts
from evalkit.reports.section import Bullets, Paragraph, Part
from evalkit.reports.sentence import counted
from evalkit.reports.shared_sections import SharedSections
from evalkit.reports.words import words

if TYPE_CHECKING:
    from evalkit.reports.section import Block, Figure, Section

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


class RegionReport(SharedSections):
    """The report of one region.

    Parameters
    ----------
    study : str
        Name of a shipped study or the folder of one.
    region : str
        Code or name of a region.
    language : {"nl", "en"}
        Language of the report.
    """

    def __init__(self, study: str, region: str, language: str) -> None:
        super().__init__(study, language)
        self.region = self.study.region(region)
        self.code, self.name = str(self.region["region"]), str(self.region["name"])
        self.claims = load_claims(self.study)
        regions = self.study.table("regions")
        self.earlier = regions[regions["successor"] == self.code]

    @cached_property
    def every_figure(self) -> pd.DataFrame:
        """All published figures of the study."""
        return figures(self.study)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The published figures of the region, without those on the area itself."""
        rows = figures_for_region(self.study, self.code)
        return rows[~rows["subject"].isin(AREA)]

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """The published outcomes of safety assessments in the region."""
        return self.figures[self.figures["breakdown"] == OUTCOME]

    @cached_property
    def judgements(self) -> pd.DataFrame:
        """The known judgements of the inspectorates on the region or what it was made of."""
        rows = self.study.table("inspections")
        return rows[rows["region"].isin([self.code, *self.earlier["region"]])]

    @cached_property
    def municipalities(self) -> pd.DataFrame:
        """The municipalities of the region now, in alphabetical order."""
        members = self.study.table("memberships")
        members = members[(members["region"] == self.code) & members["valid_to"].isna()]
        every = self.study.table("municipalities")
        found = every[every["municipality"].isin(members["municipality"])]
        return found.sort_values("name", key=lambda names: names.str.lstrip("'s-").str.casefold())

    @cached_property
    def neighbours(self) -> pd.DataFrame:
        """What is known of all present regions for the same measures."""
        return side_by_side(self.study, self.every_figure)

    def opening(self) -> Section:
        """Return the heading and what the report is about."""
        fictitious = self.note("page.fictitious") if self.study.fictitious else None
        return self.section(
            "region",
            Paragraph(self.say("opening.region_lead", region=self.name), "lead"),
            self.paragraph("opening.region_about"),
            fictitious,
            level=1,
            region=self.name,
        )

    def summary(self) -> Section:
        """Return the report in a few sentences."""
        sentences = [
            self._say_place(),
            self._say_named(),
            self._say_reports(),
            self._say_handed_over(),
            self._say_inspected(),
            self._say_known_elsewhere(),
            self.say("summary.questions") if threads(self.claims) else "",
        ]
        return self.section("summary", Bullets(tuple(s for s in sentences if s)))

    def _say_place(self) -> str:
        number = self.gate.count(len(self.municipalities), what=words()["record.municipalities"])
        rows = self.every_figure
        codes = [self.code] if self.earlier.empty else list(self.earlier["region"])
        people = rows[(rows["table"] == "afgeleid") & rows["region"].isin(codes)]
        if number.value == 0:
            return ""
        if len(people) < len(codes):
            return self.say(
                "summary.place_without_population", region=self.name, municipalities=number
            )
        self.cite(people["source"])
        population = self.gate.count(people["value"].sum(), what=words()["record.population"])
        return self.say(
            "summary.place", region=self.name, municipalities=number, population=population
        )

    def _say_named(self) -> str:
        if not self.claims:
            return ""
        named = claims_that_name(self.code, self.claims)
        what = words()["record.named"]
        if not named:
            n = self.gate.count(len(self.claims), what=words()["record.claims"])
            return self.say("summary.not_named", n=n)
        share = self.gate.share(len(named), len(self.claims), what=what, level=None)
        return self.say(
            "summary.named", counted=counted(share, words()["noun.claims"], self.language)
        )

    def _say_reports(self) -> str:
        found = totals(self.figures)
        found = found[(found["subject"] == REPORTS) & found["value"].notna()]
        if found.empty:
            return self.say("summary.reports_unknown")
        last = found.sort_values("period").iloc[-1]
        self.cite([last["source"]])
        return self.say(
            "summary.reports",
            period=period_name(last["period"]),
            value=self.gate.count(last["value"], what=words()["record.reports"]),
            status=words()[f"word.{last['status']}"],
        )

    def _say_handed_over(self) -> str:
        found = self._outcome_shares()
        handed = found[found["category"] == HANDOVER]
        if handed.empty:
            return ""
        row = handed.iloc[0]
        share = self.gate.share(
            row["value"], row["total"], what=words()["record.handed_over"], level=None
        )
        return self.say("summary.handed_over", share=share, period=period_name(row["period"]))

    def _say_inspected(self) -> str:
        if self.study.table("inspections").empty:
            return ""
        if self.judgements.empty:
            return self.say("summary.not_inspected")
        last = self.judgements.sort_values("date").iloc[-1]
        verdict = texts(self.judgements.loc[[last.name]], "verdict")[0]
        return self.say(
            "summary.inspected",
            date=month(last["date"]),
            region=str(self.study.region(last["region"])["name"]),
            met=met(last["met_low"], last["met_high"], last["expectations"]),
            verdict=verdict if verdict.nl else words()["word.unread"],
        )

    def _say_known_elsewhere(self) -> str:
        if self.neighbours.empty:
            return ""
        return self.say("summary.others", counted=self._known_elsewhere())

    def _known_elsewhere(self) -> str:
        known = self.neighbours[["reports_2020", "reports_2023"]].notna().any(axis=1).sum()
        regions = self.study.table("regions")["valid_to"].isna().sum()
        share = self.gate.share(
            int(known), int(regions), what=words()["record.regions"], level=None
        )
        return counted(share, words()["noun.regions"], self.language)

    def place(self) -> Section:
        """Return where the region lies, its municipalities and its history."""
        same_areas = self.study.table("same_areas")
        province = same_areas[same_areas["region"] == self.code]
        self.cite([self.region["source"]])
        return self.section(
            "place",
            self._map(),
            self._merged(),
            self.paragraph("place.same_area", province=str(province["name"].iloc[0]))
            if len(province)
            else None,
            *self._municipality_blocks(),
        )

    def _map(self) -> Figure | None:
        shapes = region_shapes(_MAP_YEAR)
        if self.code not in shapes:
            return None
        regions = self.study.table("regions").set_index("region")["name"]
        number = self.gate.count(len(shapes), what=words()["record.map"])
        plot = region_map(shapes, marked=self.code, names=regions.to_dict(), language=self.language)
        return self.figure(
            plot,
            self.say("place.map", region=self.name, number=number, credit=map_credit(_MAP_YEAR)),
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
        known = found["population"].dropna()
        share = self.gate.share(
            int((known < _SMALL).sum()), len(known), what=words()["record.small"], level=None
        )
        return (
            self.paragraph(
                "place.small", counted=counted(share, words()["noun.municipalities"], self.language)
            ),
            self.table(
                found[["name", "population"]],
                "place.municipalities",
                counts=["population"],
                region=self.name,
                notes=[self.say("place.derived"), self.cite(found["source"])],
            ),
        )

    def reports(self) -> Section:
        """Return the published figures on advice and reports, in context."""
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
                "reports.published", counted=counted(cells, words()["reports.cells"], self.language)
            ),
            totals_table(self, rows, self.name)
            if len(total)
            else self.paragraph("reports.no_total"),
            self.paragraph("reports.signs"),
            Part(self.say("reports.more"), tuple(parts)) if parts else None,
        )

    def comparison(self) -> Section:
        """Return the regions with figures side by side, in alphabetical order and without ranks."""
        rows = self.neighbours
        if rows.empty:
            return self.section("comparison", self.paragraph("comparison.none"))
        counts = ["population", "reports_2020", "reports_2023", "rate"]
        known = rows[rows[["reports_2020", "reports_2023"]].notna().any(axis=1)]
        missing = self.name not in set(known["region"])
        return self.section(
            "comparison",
            self.note("comparison.caution"),
            self.paragraph("comparison.known", counted=self._known_elsewhere()),
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
        source = self.cite(_flat(rows["source"]))
        return self.figure(plot, f"{self.say('comparison.repeats')}. {source}")

    def safety_assessments(self) -> Section:
        """Return what became of reports after the safety assessment."""
        intro = self.paragraph("safety.intro")
        rows = self._outcome_shares()
        if rows.empty:
            return self.section("safety_assessments", intro, self._outcomes_elsewhere())
        frame = rows.assign(outcome=texts(rows, "category"), value=shown(rows))
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

    def _outcome_shares(self) -> pd.DataFrame:
        """Return the outcomes with the total of the same table and period beside each."""
        whole = self.figures[
            self.figures["breakdown"].isna() & (self.figures["subject"] == REPORTS)
        ]
        keys = ["table", "period", "basis"]
        whole = whole[[*keys, "value"]].rename(columns={"value": "total"})
        return self.outcomes.merge(whole, on=keys, how="inner", validate="many_to_one")

    def _outcomes_elsewhere(self) -> Paragraph:
        rows = self.every_figure
        rows = rows[(rows["breakdown"] == OUTCOME) & (rows["region_type"] == "VT")]
        names = self.study.table("regions").set_index("region")["name"]
        known = [str(names[code]) for code in rows["region"].unique()]
        if not known:
            return self.paragraph("safety.none_anywhere")
        self.cite(rows["source"].unique())
        return self.paragraph("safety.none", regions=join_words(known, self.language))

    def inspections(self) -> Section:
        """Return the judgements of the inspectorates as far as they are known."""
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

    def evaluations(self) -> Section:
        """Return the claims of the evaluations that name the region."""
        if not self.claims:
            return self.section("evaluations", self.paragraph("evaluations.no_claims"))
        named = claims_that_name(self.code, self.claims)
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

    def national_claims(self) -> Section:
        """Return what the evaluations say nationally, and what to ask here."""
        if not threads(self.claims):
            return self.section("national_claims", self.paragraph("evaluations.no_claims"))
        self.cite(claim.source for claim in self.claims if claim.thread)
        return self.section(
            "national_claims",
            self.paragraph("claims.national_intro", region=self.name),
            *thread_questions(self, self.claims),
        )

    def method(self) -> Section:
        """Return who was looked at, how they were chosen, how many, and what is not known."""
        return self.section(
            "method", self.paragraph("method.region", region=self.name), *self.method_blocks()
        )


def _flat(sources: pd.Series) -> list[str]:
    return [code for codes in sources for code in codes]
