"""What a study saw in one municipality: one method per section, in the order of the page."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from evalkit.evaluations.place import resolve_place
from evalkit.language import Text
from evalkit.reports.report import with_columns
from evalkit.reports.section import Bullets, Paragraph
from evalkit.reports.study_sections import StudySections
from evalkit.reports.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.reports.section import Section


def open_municipality_report(study: str, municipality: str, language: str) -> MunicipalityReport:
    """Open the report of one municipality.

    Parameters
    ----------
    study : str
        Name of a shipped study or the folder of one.
    municipality : str
        Code or name of a municipality.
    language : {"nl", "en"}
        Language of the report.

    Returns
    -------
    MunicipalityReport
        Each of its methods returns a section, or None when the study holds nothing for it.

    Raises
    ------
    ParameterError
        If the municipality or language does not exist; the message names the nearest one.
    StudyError
        If the study cannot be opened or has errors.

    Examples
    --------
    >>> print(open_municipality_report("demo", "GM9001", "nl").opening())
    Gemeente A1
    """
    return MunicipalityReport(study, municipality, language)


class MunicipalityReport(StudySections):
    """The report of one municipality; made by `open_municipality_report`.

    Parameters
    ----------
    study : str
        Name of a shipped study or the folder of one.
    municipality : str
        Code or name of a municipality.
    language : {"nl", "en"}
        Language of the report.
    """

    level = "municipality"

    def __init__(self, study: str, municipality: str, language: str) -> None:
        super().__init__(study, language)
        self.municipality = self.study.municipality(municipality)
        self.code, self.name = (str(self.municipality[n]) for n in ("municipality", "name"))

    @property
    def where(self) -> Mapping[str, str]:
        """The place of the report as the evaluations take it."""
        return {"municipality": self.code}

    @property
    def marked(self) -> str | None:
        """Name of the place of the report."""
        return self.name

    @cached_property
    def region_name(self) -> str | None:
        """The region it belongs to, when that is known."""
        code = resolve_place(self.study, municipality=self.code).region
        return None if code is None else str(self.study.region(code)["name"])

    def opening(self) -> Section:
        """Return the heading and what the report is about."""
        named = self.name.casefold().startswith("gemeente")
        return self.section(
            "municipality_named" if named else "municipality",
            Paragraph(self.say("opening.municipality_lead", municipality=self.name), "lead"),
            self.paragraph("opening.fieldwork_about", place=self.name),
            self.note("page.fictitious") if self.study.fictitious else None,
            level=1,
            municipality=self.name,
        )

    def summary(self) -> Section | None:
        """Return the report in a few sentences."""
        if not self.has_fieldwork:
            return None
        return self.section("summary", *self.summary_blocks())

    def place(self) -> Section | None:
        """Return the size of the municipality, its region and its teams."""
        sentences = [self._size(), self._region()]
        said = [Bullets(tuple(each for each in sentences if each))] if any(sentences) else []
        teams = self.study.table("teams")
        teams = teams[teams["municipality"] == self.code]
        if len(teams):
            named = with_columns(
                teams, team_name=teams["name"].fillna(""), team_type=teams["type"].fillna("")
            )[["team_name", "team_type"]]
            laid = self.table(named, "fieldwork.teams", municipality=self.name)
        if not said and teams.empty:
            return None
        return self.section("municipality_place", *said, laid if len(teams) else None)

    def _size(self) -> str:
        people, size = self.municipality["population"], self.municipality["size_class"]
        kind = words()[f"fieldwork.{size}"] if isinstance(size, str) else None
        if pd.isna(people):
            named = {"municipality": self.name}
            return self.say("fieldwork.size", kind=kind, **named) if kind is not None else ""
        number = self.gate.count(int(people), what=words()["record.people"])
        if kind is None:
            return self.say("fieldwork.people", municipality=self.name, population=number)
        return self.say(
            "fieldwork.size_people", municipality=self.name, kind=kind, population=number
        )

    def _region(self) -> str:
        if self.region_name is None:
            return ""
        return self.say("fieldwork.of_region", region=Text(self.region_name, self.region_name))
