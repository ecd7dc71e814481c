"""Workgroups of regions: meetings, agenda points, actions, cases discussed, aldermen reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.calendar import working_days_after
from evalkit.datasets.demonstration.draws import (
    chance,
    day,
    normal,
    number,
    pick,
    whole_weibull,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

_TERMS: Final = {"overdracht": 0.3, "afschalen": 0.25, "regie": 0.25, "acuut": 0.2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workgroup:
    """How workgroups go; every mapping holds shares, every number is a chance, but for those below.

    Attributes
    ----------
    regions : sequence of str
        Regions with a workgroup.
    meetings : sequence of date
        First and last possible day of a meeting.
    rhythm : int
        Days agreed between two meetings.
    spread : float
        Standard deviation of the days between meetings.
    scale, question : mapping of str to float
        Shares of the area of a meeting, and of the standing question of an agenda point.
    attend, recorded, mismatch : float
        Chance that a team is present, that owner and date are recorded, that terms differ.
    points, actions : mapping of str to float
        Shares of how many there are per meeting.
    done, done_after : mapping of str to float
        Chance that an action is done; scale and shape of the days until then.
    learning : mapping
        From when until when cases are discussed, and how many per region.
    brought_by, themes : mapping of str to float
        Shares of who brings a case; chance of each theme of the lesson.
    aldermen : mapping
        Years, size of the board per region, chance that an alderman is reached in a year.
    """

    regions: Sequence[str]
    meetings: Sequence[date]
    rhythm: int
    spread: float
    scale: Mapping[str, float]
    attend: float
    points: Mapping[str, float]
    question: Mapping[str, float]
    actions: Mapping[str, float]
    recorded: float
    done: Mapping[str, float]
    done_after: Mapping[str, float]
    learning: Mapping[str, Any]
    brought_by: Mapping[str, float]
    mismatch: float
    themes: Mapping[str, float]
    aldermen: Mapping[str, Any]


_Row = tuple[str, str, str, Any, str, str]


def draw_workgroup(
    workgroup: Workgroup, teams: Mapping[str, int], rng: np.random.Generator
) -> pd.DataFrame:
    """Draw what the workgroups did.

    Parameters
    ----------
    workgroup : Workgroup
        The truth.
    teams : mapping of str to int
        Local teams per region.
    rng : Generator
        Stream of this part.

    Returns
    -------
    DataFrame
        unit, kind, region, date, item, value: one row per answer.
    """
    rows: list[_Row] = []
    for region in workgroup.regions:
        rows += _meetings(workgroup, region, teams[region], rng)
        rows += _cases(workgroup, region, rng)
        rows += _aldermen(workgroup, region, rng)
    return pd.DataFrame(rows, columns=["unit", "kind", "region", "date", "item", "value"])


def _answers(
    unit: str, kind: str, region: str, date: Any, answers: Mapping[str, object]
) -> Iterable[_Row]:
    return ((unit, kind, region, date, item, str(value)) for item, value in answers.items())


def _meetings(
    workgroup: Workgroup, region: str, teams: int, rng: np.random.Generator
) -> Iterator[_Row]:
    first, last = (np.datetime64(day, "D") for day in workgroup.meetings)
    most = int((last - first).astype(int) / workgroup.rhythm) + 1
    gaps = np.maximum(np.rint(workgroup.rhythm + workgroup.spread * normal(rng, most)), 28)
    dates = working_days_after(first + np.cumsum(np.r_[0, gaps]).astype("timedelta64[D]"), 0)
    dates = dates[dates <= last]
    n = len(dates)
    scale = pick(rng, workgroup.scale, n)
    present = np.maximum((rng.random((n, teams)) < workgroup.attend).sum(axis=1), 1)
    points, actions = number(rng, workgroup.points, n), number(rng, workgroup.actions, n)
    for step, date in enumerate(dates):
        name = f"{region}-O{step + 1:02d}"
        since = (date - dates[step - 1]).astype(int) if step else "nvt"
        meeting = {"B2.2": scale[step], "B2.3": f"{present[step]}/{teams}", "B2.4": since}
        yield from _answers(name, "meeting", region, date, meeting | {"B2.4.1": workgroup.rhythm})
        for point, question in enumerate(pick(rng, workgroup.question, int(points[step]))):
            yield from _answers(
                f"{name}-P{point + 1}", "agenda-point", region, date, {"B2.1": question}
            )
        for action in range(actions[step]):
            answers = _action(workgroup, rng)
            yield from _answers(f"{name}-A{action + 1}", "action", region, date, answers)


def _action(workgroup: Workgroup, rng: np.random.Generator) -> dict[str, object]:
    recorded = bool(chance(rng, workgroup.recorded, 1)[0])
    done = bool(chance(rng, workgroup.done["recorded" if recorded else "not_recorded"], 1)[0])
    spent = int(whole_weibull(rng, workgroup.done_after, 1)[0])
    return {
        "B2.5": "ja" if done else "nee",
        "B2.5.1": "ja" if recorded else "nee",
        "B2.5.2": spent if done else "nvt",
    }


def _cases(workgroup: Workgroup, region: str, rng: np.random.Generator) -> Iterator[_Row]:
    learning = workgroup.learning
    n = learning["cases"]
    dates = np.sort(working_days_after(day(rng, learning["from"], learning["until"], n), 0))
    brought = pick(rng, workgroup.brought_by, n)
    differs = chance(rng, workgroup.mismatch, n)
    terms = pick(rng, _TERMS, n)
    named = rng.random((n, len(workgroup.themes))) < np.array(list(workgroup.themes.values()))
    words = np.array(list(workgroup.themes))
    for step, date in enumerate(dates):
        answers = {
            "B3.1": brought[step],
            "B3.2": "ja" if differs[step] else "nee",
            "B3.2.1": terms[step] if differs[step] else "nvt",
            "B3.3": "|".join(words[named[step]]) or "anders",
        }
        yield from _answers(f"{region}-L{step + 1:02d}", "case-discussion", region, date, answers)


def _aldermen(workgroup: Workgroup, region: str, rng: np.random.Generator) -> Iterator[_Row]:
    board = workgroup.aldermen["board"][region]
    for year in workgroup.aldermen["years"]:
        reached = int(chance(rng, workgroup.aldermen["reached"], board).sum())
        date = np.datetime64(f"{year}-12-31", "D")
        yield from _answers(
            f"{region}-{year}", "region-year", region, date, {"B5.1": f"{reached}/{board}"}
        )
