"""Escalations: which routes were walked, and which were skipped before the agreed model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.calendar import working_days_after
from evalkit.datasets.demonstration.draws import chance, day, number, pick, whole_weibull

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Period = Literal["before", "after"]
_REASONS: Final = {
    True: {"direct gevaar": 0.4, "leidinggevende niet bereikbaar": 0.25, "eerdere afspraak niet nagekomen": 0.35},
    False: {"overleg leverde niets op": 0.6, "mandaat ontbrak": 0.4},
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalations:
    """How escalations go.

    Attributes
    ----------
    number : int
        Escalations in the log.
    first, last : date
        Days between which they begin.
    change : date
        First day of the agreed model.
    needs : mapping of str to float
        Shares of the highest route an escalation needs.
    skip : mapping of str to float
        Before and after, the chance to jump to that route when it is not the first.
    days : mapping of str to float
        Scale and shape of the days on a route.
    repeats, unknown_route : float
        Chance that the last route is used again, and that a route is not named.
    by, outcome : mapping of str to float
        Shares of who began it and how it ended.
    trigger : mapping of str to float
        Chance of each trigger.
    reason_given : mapping of str to float
        Chance of a reason, for a skipped route and for one in turn.
    """

    number: int
    first: date
    last: date
    change: date
    needs: Mapping[str, float]
    skip: Mapping[str, float]
    days: Mapping[str, float]
    repeats: float
    unknown_route: float
    by: Mapping[str, float]
    trigger: Mapping[str, float]
    outcome: Mapping[str, float]
    reason_given: Mapping[str, float]

    def skipping(self, period: Period) -> float:
        """Return the true share of escalations that skip a route, before or after the model."""
        return (1 - self.needs["1"]) * self.skip[period]


def draw_escalations(
    escalations: Escalations, places: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Draw the log of escalations.

    Parameters
    ----------
    escalations : Escalations
        The truth.
    places : DataFrame
        Municipalities with `region, municipality, population`: the larger, the more escalations.
    rng : Generator
        Stream of this part.

    Returns
    -------
    DataFrame
        The table escalations, one row per step.
    """
    n = escalations.number
    begin = np.sort(working_days_after(day(rng, escalations.first, escalations.last, n), 0))
    weight = np.sqrt(places["population"].to_numpy(float))
    home = np.searchsorted(np.cumsum(weight / weight.sum())[:-1], rng.random(n), side="right")
    needs = number(rng, escalations.needs, n)
    before = begin < np.datetime64(escalations.change, "D")
    jump = np.where(before, escalations.skip["before"], escalations.skip["after"])
    skips = chance(rng, jump, n) & (needs > 1)
    again = chance(rng, escalations.repeats, n)
    chances = np.array(list(escalations.trigger.values()))
    named = rng.random((n, len(chances))) < chances
    triggers = np.array(list(escalations.trigger))
    by, outcome = pick(rng, escalations.by, n), pick(rng, escalations.outcome, n)
    rows: list[dict[str, Any]] = []
    for case in range(n):
        routes = [int(needs[case])] if skips[case] else list(range(1, int(needs[case]) + 1))
        routes += routes[-1:] * bool(again[case])
        waits = np.cumsum([0, *whole_weibull(rng, escalations.days, len(routes) - 1)])
        lost = chance(rng, escalations.unknown_route, len(routes))
        why = _reasons(escalations, rng, routes, skipped=bool(skips[case]))
        for step, route in enumerate(routes):
            rows.append({
                "escalation": f"ESC{case + 1:03d}",
                "step": step + 1,
                "region": places["region"].iat[home[case]],
                "municipality": places["municipality"].iat[home[case]],
                "date": working_days_after(begin[case], waits[step]),
                "route": "" if lost[step] else str(route),
                "trigger": "|".join(triggers[named[case]]) or "anders" if step == 0 else "",
                "initiator": by[case] if step == 0 else "",
                "outcome": outcome[case] if step == len(routes) - 1 else "",
                "reason": why[step],
            })  # fmt: skip
    return pd.DataFrame(rows)


def _reasons(
    escalations: Escalations, rng: np.random.Generator, routes: list[int], *, skipped: bool
) -> list[str]:
    given = escalations.reason_given["skipped" if skipped else "in_turn"]
    told = chance(rng, given, len(routes))
    words = pick(rng, _REASONS[skipped], len(routes))
    return [word if tell else "" for word, tell in zip(words, told, strict=True)]
