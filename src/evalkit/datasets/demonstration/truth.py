"""The truth behind the demonstration study, read from its truth.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from evalkit.datasets.demonstration.answer import Answer
from evalkit.datasets.demonstration.children import Children
from evalkit.datasets.demonstration.coders import Coders, facet_of, scale_of
from evalkit.datasets.demonstration.documents import Documents
from evalkit.datasets.demonstration.escalations import Escalations
from evalkit.datasets.demonstration.files import Files, Part
from evalkit.datasets.demonstration.half_years import HalfYears, Measure
from evalkit.datasets.demonstration.handovers import Handovers
from evalkit.datasets.demonstration.interviews import Interviews
from evalkit.datasets.demonstration.judgements import Judgements
from evalkit.datasets.demonstration.places import Places
from evalkit.datasets.demonstration.respondents import Respondents
from evalkit.datasets.demonstration.risks import Risks
from evalkit.datasets.demonstration.steps import Steps
from evalkit.datasets.demonstration.workgroup import Workgroup
from evalkit.errors import unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Every true parameter, by part; each part has methods for the true values of its estimands.

    Attributes
    ----------
    places : Places
        The design.
    files, children, risks, handovers, judgements, documents, answers, interviews, steps, \
    workgroup, escalations, half_years, coders : object
        What is true of each part.
    """

    places: Places
    files: Files
    children: Children
    risks: Risks
    handovers: Handovers
    judgements: Judgements
    documents: Documents
    answers: Respondents
    interviews: Interviews
    steps: Steps
    workgroup: Workgroup
    escalations: Escalations
    half_years: HalfYears
    coders: Coders

    def agreement(self, item: str) -> tuple[float, float]:
        """Return the true percent agreement and kappa of the coders for an item of files.

        Parameters
        ----------
        item : str
            An item of files with one level per file, such as "E1.3".

        Returns
        -------
        tuple of float
            Agreement as a proportion, and Cohen's kappa, over files that both coders answered.

        Raises
        ------
        ParameterError
            If there is no such item; it names the nearest.
        """
        facet = {name: facet_of(name) for name in self.files.items}
        known = {n: scale_of(n, f) for n, f in facet.items() if scale_of(n, f).kind == "level"}
        if item not in known:
            raise unknown_name(Text("item", "item"), item, known)
        shares = [self.files.share(item, [level]) for level in known[item].levels]
        return self.coders.agreement(shares, item, facet[item])


def demo_folder() -> Traversable:
    """Return the folder of the shipped demonstration study."""
    return files("evalkit") / "datasets" / "demo"


@cache
def read_truth() -> Truth:
    """Read truth.toml of the shipped demonstration study."""
    raw = tomllib.loads((demo_folder() / "truth.toml").read_text(encoding="utf-8"))
    study = tomllib.loads((demo_folder() / "study.toml").read_text(encoding="utf-8"))
    wave = study["waves"][0]
    places = Places(**raw["places"])
    special = float(places.file_design["specialised"].mean())
    return Truth(
        places=places,
        files=_files(raw["files"], places),
        children=Children(**raw["children"]),
        risks=Risks(**raw["risks"]),
        handovers=Handovers(
            start=wave["start"], end=wave["end"], special_share=special, **raw["handovers"]
        ),
        judgements=_judgements(raw["judgements"]),
        documents=Documents(**raw["documents"]),
        answers=_respondents(raw["answers"]),
        interviews=Interviews(**raw["interviews"]),
        steps=Steps(**raw["steps"]),
        workgroup=Workgroup(**raw["workgroup"]),
        escalations=Escalations(**_named(raw["escalations"])),
        half_years=_half_years(raw["half_years"]),
        coders=Coders(**raw["coders"]),
    )


def _files(raw: dict[str, Any], places: Places) -> Files:
    items = {name: Answer(**own) for name, own in raw.pop("items").items()}
    parts = {name: Part(**own) for name, own in raw.pop("parts").items()}
    return Files(items=items, parts=parts, design=places, **raw)


def _judgements(raw: dict[str, Any]) -> Judgements:
    cluster = raw.pop("cluster")
    for group in ("norms", "both_waves", "second_wave"):
        raw[group] = {name: Answer(cluster=cluster, **own) for name, own in raw[group].items()}
    return Judgements(**raw)


def _respondents(raw: dict[str, Any]) -> Respondents:
    items = raw.pop("items")
    rosier = {name: own.pop("rosier") for name, own in items.items()}
    answers = {name: Answer(missing=raw["missing"], **own) for name, own in items.items()}
    return Respondents(items=answers, rosier=rosier, **raw)


def _half_years(raw: dict[str, Any]) -> HalfYears:
    measures = {name: Measure(**own) for name, own in raw.pop("measures").items()}
    return HalfYears(
        first=raw.pop("from"), last=raw.pop("until"), change=raw.pop("break"), measures=measures,
        **raw,
    )  # fmt: skip


def _named(raw: dict[str, Any]) -> dict[str, Any]:
    """Give keys that Python keeps for itself, or that say too little there, another name."""
    names = {"from": "first", "until": "last", "break": "change"}
    return {names.get(key, key): value for key, value in raw.items()}
