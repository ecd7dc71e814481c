"""What a study knows about one region, before it is put in sections."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from evalkit.claims import Claim, load_claims
from evalkit.datasets import figures, figures_for_region
from evalkit.reports.claim_tables import claims_that_name
from evalkit.reports.figure_tables import AREA, OUTCOME, REPORTS, side_by_side
from evalkit.reports.study_sections import StudySections
from evalkit.reports.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from evalkit.disclosure import Released


class RegionFacts(StudySections):
    """The data behind the report of one region.

    Parameters
    ----------
    study : str
        Name of a shipped study or the folder of one.
    region : str
        Code or name of a region.
    language : {"nl", "en"}
        Language of the report.
    """

    level = "region"

    def __init__(self, study: str, region: str, language: str) -> None:
        super().__init__(study, language)
        self.region = self.study.region(region)
        self.code, self.name = str(self.region["region"]), str(self.region["name"])
        self.claims = load_claims(self.study)
        regions = self.study.table("regions")
        self.earlier = regions[regions["successor"] == self.code]

    @property
    def where(self) -> Mapping[str, str]:
        """The place of the report as the evaluations take it."""
        return {"region": self.code}

    @property
    def marked(self) -> str | None:
        """Name of the place of the report."""
        return self.name

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

    @cached_property
    def named_in(self) -> list[Claim]:
        """The claims that name the region or one of its municipalities."""
        return claims_that_name(self.code, self.claims)

    @cached_property
    def outcome_shares(self) -> pd.DataFrame:
        """The outcomes of safety assessments, each with the total of its table and period."""
        whole = self.figures[
            self.figures["breakdown"].isna() & (self.figures["subject"] == REPORTS)
        ]
        keys = ["table", "period", "basis"]
        whole = whole[[*keys, "value"]].rename(columns={"value": "total"})
        return self.outcomes.merge(whole, on=keys, how="inner", validate="many_to_one")

    @cached_property
    def known_elsewhere(self) -> Released | str:
        """The number of regions with a known total of reports, in words."""
        known = self.neighbours[["reports_2020", "reports_2023"]].notna().any(axis=1).sum()
        regions = self.study.table("regions")["valid_to"].isna().sum()
        share = self.gate.share(
            int(known), int(regions), what=words()["record.regions"], level=None
        )
        return self.counted(share, words()["noun.regions"])
