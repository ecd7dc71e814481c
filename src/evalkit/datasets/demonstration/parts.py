"""The parts of one demonstration study: what each adds to the tables and to what is coded."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.children import draw_children
from evalkit.datasets.demonstration.coders import facet_of
from evalkit.datasets.demonstration.documents import draw_documents
from evalkit.datasets.demonstration.draws import stream
from evalkit.datasets.demonstration.escalations import draw_escalations
from evalkit.datasets.demonstration.files import draw_files
from evalkit.datasets.demonstration.half_years import draw_counts, measure_table
from evalkit.datasets.demonstration.handovers import draw_handovers
from evalkit.datasets.demonstration.interviews import draw_interviews
from evalkit.datasets.demonstration.judgements import (
    NAMES,
    Judged,
    draw_judgements,
    good_examples,
)
from evalkit.datasets.demonstration.places import draw_strengths
from evalkit.datasets.demonstration.respondents import draw_answers
from evalkit.datasets.demonstration.risks import draw_risks, seen_at_moments, taken_over
from evalkit.datasets.demonstration.steps import draw_ratings, draw_steps
from evalkit.datasets.demonstration.workgroup import draw_workgroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.datasets.demonstration.draws import Floats
    from evalkit.datasets.demonstration.truth import Truth

#: Streams by part; a number is never given to another part, as that would change what is shipped.
PARTS: Final = {
    "places": 0, "files": 1, "handovers": 2, "risks": 3, "children": 4, "steps": 5,
    "judgements": 6, "documents": 7, "interviews": 8, "answers": 9, "workgroup": 10,
    "escalations": 11, "half_years": 12,
}  # fmt: skip
#: What is coded of a file from the moment that a team has taken it over.
_NEEDS_TEAM: Final = ("E1", "E2", "E3", "A2.3", "A2.4", "A3", "A5")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a part adds.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        Whole tables.
    units : DataFrame
        Rows for the table units.
    answers : DataFrame
        True answers: unit, item, facet, value.
    double : bool or frozenset of str
        Whether both coders code it, or which units they do.
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    units: pd.DataFrame = field(default_factory=pd.DataFrame)
    answers: pd.DataFrame = field(default_factory=pd.DataFrame)
    double: bool | frozenset[str] = False


class Draw:
    """One draw of everything; a part is drawn when it is asked for, from its own stream.

    Parameters
    ----------
    truth : Truth
        The truth.
    seed : int
        Seed of the study.
    """

    def __init__(self, truth: Truth, seed: int) -> None:
        self.truth = truth
        self.seed = seed

    def rng(self, part: str, step: int = 0) -> np.random.Generator:
        """Return the stream of a part, or a further one of its coding."""
        return stream(self.seed, PARTS[part], step)

    @cached_property
    def strengths(self) -> Floats:
        """Strength per municipality."""
        return draw_strengths(self.truth.places, self.rng("places"))

    @cached_property
    def handed(self) -> pd.DataFrame:
        """Handovers, with the days that the table lacks."""
        design = self.truth.places.file_design
        return draw_handovers(self.truth.handovers, design, self.rng("handovers"))

    @cached_property
    def files_true(self) -> pd.DataFrame:
        """What is true of files, apart from their handover."""
        return draw_files(self.truth.files, self.rng("files"), self.strengths)

    @cached_property
    def risks_true(self) -> pd.DataFrame:
        """Risks of the files in which there was contact."""
        seen = self.handed["reached"].notna().to_numpy()
        return draw_risks(
            self.truth.risks,
            self.handed["unit"].to_numpy()[seen],
            self.rng("risks"),
            start=self.handed["reached"].to_numpy("datetime64[D]")[seen],
            last=np.datetime64(self.truth.handovers.end, "D"),
        )

    @cached_property
    def files_coded(self) -> pd.DataFrame:
        """What coders could find in files: without a team there is nothing of the team."""
        found = self.files_true.copy()
        found["E0.4"] = np.datetime_as_string(self.handed["reported"].to_numpy("datetime64[D]"))
        found["E1.1"] = found["unit"].map(taken_over(self.risks_true)).fillna("nvt").astype(object)
        alone = (self.handed["accepted"].isna() & self.handed["reached"].isna()).to_numpy()
        for item in map(str, found):
            if item.startswith(_NEEDS_TEAM):
                found[item] = np.where(alone, "nvt", found[item])
        return found

    @cached_property
    def double(self) -> frozenset[str]:
        """Codes of the files that both coders read, spread over the design."""
        units = self.truth.places.file_design["unit"]
        every = len(units) // np.gcd(len(units), self.truth.files.double_coded)
        many = self.truth.files.double_coded * every // len(units)
        return frozenset(units[np.arange(len(units)) * many % every < many])

    @cached_property
    def judged(self) -> Judged:
        """Judgements of municipalities."""
        return draw_judgements(self.truth.judgements, self.rng("judgements"), self.strengths)

    def contribution(self, part: str) -> Contribution:
        """Return what a part adds."""
        made: Contribution = getattr(self, f"_{part}")()
        return made

    def _places(self) -> Contribution:
        tables = self.truth.places.tables()
        codes = tables["regions"]["region"]
        units = pd.DataFrame(
            {"unit": codes + "@w0", "kind": "region", "region": codes, "wave": "w0"}
        )
        answers = units[["unit"]].assign(item="E3.3", facet="paper", value="ja")
        return Contribution(tables, units, answers)

    def _files(self) -> Contribution:
        coded = self.files_coded
        design = ["unit", "region", "municipality", "team"]
        units = coded[design].assign(kind="file", wave="w0", date=self.handed["decided"])
        items = [name for name in map(str, coded) if name[0] in "AE" and name[1:2].isdigit()]
        return Contribution({}, units, _long(coded, items), self.double)

    def _handovers(self) -> Contribution:
        return Contribution({"handovers": self.handed.drop(columns=["reported", "reached"])})

    def _risks(self) -> Contribution:
        moments = seen_at_moments(self.risks_true)
        moments["E0.4.6"] = np.datetime_as_string(moments["date"].to_numpy("datetime64[D]"))
        units = self._within_file(moments.assign(kind="file-moment"))
        return Contribution({"risks": self.risks_true}, units, _long(moments, ["E0.4.6", "E1.2"]))

    def _children(self) -> Contribution:
        rng = self.rng("children")
        children = draw_children(self.truth.children, self.files_true, rng, self.strengths)
        units = self._within_file(children.assign(kind="child"))
        double = frozenset(units["unit"][units["parent"].isin(self.double)])
        return Contribution({}, units, _long(children, ["E2.5.1", "E2.5"]), double)

    def _steps(self) -> Contribution:
        files = self.files_coded[self.files_coded["unit"].isin(self.double)].reset_index(drop=True)
        rng = self.rng("steps")
        parts = [draw(self.truth.steps, files, rng) for draw in (draw_steps, draw_ratings)]
        found = pd.concat(parts, ignore_index=True)
        return Contribution({}, self._within_file(found), _with_facet(found))

    def _judgements(self) -> Contribution:
        frames, units = [], []
        for number, wave in enumerate(("w0", "w1")):
            made = self._judged_at(number, wave)
            units += made[0]
            frames += made[1]
        return Contribution({}, pd.concat(units), pd.concat(frames), double=True)

    def _judged_at(self, number: int, wave: str) -> tuple[list[pd.DataFrame], list[pd.DataFrame]]:
        places = self.truth.places.municipalities
        kept = self.judged.followed if number else np.ones(len(places), dtype=bool)
        levels = self.judged.second if number else self.judged.first
        own = places[["region", "municipality"]][kept]
        units = own.assign(unit=own["municipality"] + f"@{wave}", kind="municipality", wave=wave)
        found = pd.DataFrame({"unit": units["unit"]})
        norms = self.truth.judgements.norms
        for item, values in levels.items():
            if item not in norms:
                found[item] = values[kept]
        found[["E5", "E5.1"]] = good_examples(levels, list(norms))[kept].to_numpy()
        unit_parts, frames = [units], [_long(found, [*map(str, found.columns[1:])])]
        files = places["files"] if number == 0 else places["files"] * 0
        for step, norm in enumerate(norms):
            name = units["unit"] + f"-{norm}"
            judged_units = units.assign(unit=name, kind="municipality-norm", parent=units["unit"])
            unit_parts.append(judged_units.assign(name=NAMES[norm]))
            judged = pd.DataFrame({
                "unit": name,
                "E4": levels[norm][kept],
                "E4.1": files[kept].astype(str),
                "E4.2": self.judged.interviews[number, step][kept].astype(str),
            })  # fmt: skip
            frames.append(_long(judged, ["E4", "E4.1", "E4.2"]))
        return unit_parts, frames

    def _documents(self) -> Contribution:
        regions = list(self.truth.places.municipalities["region"].unique())
        units, answers = draw_documents(self.truth.documents, regions, self.rng("documents"))
        wave = units["version"].map({"1": "w0", "2": "w1"})
        units = units.drop(columns="version").assign(kind="document", wave=wave)
        return Contribution({}, units, answers, double=True)

    def _interviews(self) -> Contribution:
        found = draw_interviews(self.truth.interviews, self.rng("interviews"))
        units = found[["unit"]].assign(kind="centre-municipality", wave="w0")
        items = [name for name in map(str, found) if name not in ("unit", "answered")]
        return Contribution({}, units, _long(found[found["answered"]], items))

    def _answers(self) -> Contribution:
        places = self.truth.places.municipalities
        return Contribution(
            {"answers": draw_answers(self.truth.answers, places, self.rng("answers"))}
        )

    def _workgroup(self) -> Contribution:
        places = self.truth.places
        homes = places.team_table.merge(places.municipalities[["municipality", "region"]])
        teams = {str(region): int(n) for region, n in homes.groupby("region").size().items()}
        found = draw_workgroup(self.truth.workgroup, teams, self.rng("workgroup"))
        units = found[["unit", "kind", "region", "date"]].drop_duplicates("unit")
        later = units["date"].to_numpy("datetime64[D]") > np.datetime64(
            self.truth.handovers.end, "D"
        )
        units = units.assign(wave=np.where(later, "w1", "w0"))
        return Contribution({}, units, _with_facet(found))

    def _escalations(self) -> Contribution:
        places = self.truth.places.municipalities
        table = draw_escalations(self.truth.escalations, places, self.rng("escalations"))
        return Contribution({"escalations": table})

    def _half_years(self) -> Contribution:
        counts = draw_counts(self.truth.half_years, self.truth.places, self.rng("half_years"))
        return Contribution({"counts": counts, "measures": measure_table()})

    def _within_file(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return units within files, placed where their file is."""
        design = self.truth.places.file_design[["unit", "region", "municipality", "team"]]
        columns = ["unit", "parent", "kind", *(["date"] if "date" in found else [])]
        home = design.rename(columns={"unit": "parent"})
        return found[columns].merge(home, on="parent", how="left").assign(wave="w0")


def _long(wide: pd.DataFrame, items: list[str]) -> pd.DataFrame:
    """Return one row per unit and item, unit by unit."""
    values: Any = wide[items].to_numpy(dtype=object)
    answers = pd.DataFrame({
        "unit": np.repeat(wide["unit"].to_numpy(), len(items)),
        "item": np.tile(np.array(items, dtype=object), len(wide)),
        "value": values.ravel(),
    })  # fmt: skip
    return _with_facet(answers)


def _with_facet(answers: pd.DataFrame) -> pd.DataFrame:
    facets = {item: facet_of(item) for item in answers["item"].unique()}
    return answers.assign(facet=answers["item"].map(facets))[["unit", "item", "facet", "value"]]
