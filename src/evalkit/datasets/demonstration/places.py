"""Regions, municipalities and teams of the demonstration study: the design, without chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.draws import normal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.datasets.demonstration.draws import Floats

SIZES: Final = ("groot", "middel", "klein")
SPECIALISED: Final = "gespecialiseerd"
GENERALIST: Final = "generalistisch"
_SOURCE: Final = "DEMO"


@dataclass(frozen=True, kw_only=True)
class Places:
    """The design: who and where, and how many files were drawn.

    Attributes
    ----------
    half_years : sequence of str
        Half-years of which files could be drawn.
    handed_over : float
        Files handed over per 1,000 inhabitants and half-year.
    population, files, teams : mapping of str to sequence of int
        Per size class, one number per region: inhabitants, files drawn, teams.
    specialised : sequence of str
        Municipalities whose only team is specialised.
    """

    half_years: Sequence[str]
    handed_over: float
    population: Mapping[str, Sequence[int]]
    files: Mapping[str, Sequence[int]]
    teams: Mapping[str, Sequence[int]]
    specialised: Sequence[str]

    @cached_property
    def municipalities(self) -> pd.DataFrame:
        """One row per municipality: municipality, name, region, size_class, population, files, teams."""
        rows: list[dict[str, Any]] = []
        for number in range(6):
            for step, size in enumerate(SIZES):
                rows.append({
                    "municipality": f"GM{9001 + len(rows)}",
                    "name": f"Gemeente {'ABCDEF'[number]}{step + 1}",
                    "region": f"VT{91 + number}",
                    "size_class": size,
                    "population": self.population[size][number],
                    "files": self.files[size][number],
                    "teams": self.teams[size][number],
                })  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def team_table(self) -> pd.DataFrame:
        """The table teams: team, municipality, name, type."""
        rows: list[dict[str, Any]] = []
        for place in self.municipalities.to_dict("records"):
            for step in range(place["teams"]):
                special = step == 1 or place["municipality"] in self.specialised
                letters = place["name"].removeprefix("Gemeente ")
                rows.append({
                    "team": f"T{len(rows) + 1:02d}",
                    "municipality": place["municipality"],
                    "name": f"{'Jeugdteam' if special else 'Sociaal team'} {letters}",
                    "type": SPECIALISED if special else GENERALIST,
                })  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def file_design(self) -> pd.DataFrame:
        """One row per file drawn: unit, region, municipality, team, size_class, specialised, place."""
        teams = self.team_table
        rows: list[dict[str, Any]] = []
        for number, place in enumerate(self.municipalities.to_dict("records")):
            own = teams[teams["municipality"] == place["municipality"]]
            for step in range(place["files"]):
                team = own.iloc[step % len(own)]
                rows.append({
                    "unit": f"D{len(rows) + 1:03d}",
                    "region": place["region"],
                    "municipality": place["municipality"],
                    "team": team["team"],
                    "size_class": place["size_class"],
                    "specialised": team["type"] == SPECIALISED,
                    "place": number,
                })  # fmt: skip
        return pd.DataFrame(rows)

    @cached_property
    def handed_over_files(self) -> pd.DataFrame:
        """Files handed over per municipality (rows) and half-year (columns): what was drawn from."""
        # A tenth more or less by half-year, without chance: N is known, not estimated.
        wave = np.array([1.0, 1.1, 1.0, 0.9])
        expected = np.outer(self.municipalities["population"] / 1000 * self.handed_over, wave)
        return pd.DataFrame(
            np.rint(expected).astype(int),
            index=self.municipalities["municipality"],
            columns=list(self.half_years),
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables regions, municipalities, memberships, teams and sources."""
        places = self.municipalities
        codes = places["region"].unique()
        regions = pd.DataFrame({
            "region": codes,
            "name": [f"Regio {letter}" for letter in "ABCDEF"],
            "valid_from": "2015-01-01",
            "source": _SOURCE,
            "note": "verzonnen",
        })  # fmt: skip
        return {
            "sources": pd.DataFrame([_source()]),
            "regions": regions,
            "municipalities": places[["municipality", "name", "size_class", "population"]].assign(
                population_date="2019-01-01", source=_SOURCE
            ),
            "memberships": places[["municipality", "region"]].assign(
                valid_from="2015-01-01", source=_SOURCE
            ),
            "teams": self.team_table,
        }


def draw_strengths(places: Places, rng: np.random.Generator) -> Floats:
    """Draw the strength of each municipality, standard normal, in the order of the design."""
    return normal(rng, len(places.municipalities))


def _source() -> dict[str, str]:
    return {
        "source": _SOURCE,
        "title": "Verzonnen gegevens van de demonstratiestudie",
        "title_en": "Fictitious data of the demonstration study",
        "publisher": "evalkit",
        "licence": "MIT",
        "note": "Gemaakt met simulate_demo uit truth.toml; geen regio, gemeente, gezin of antwoord bestaat echt",
        "note_en": "Made by simulate_demo from truth.toml; no region, municipality, family or answer is real",
    }
