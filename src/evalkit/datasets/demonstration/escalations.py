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

    from numpy.typing import NDArray

Period = Literal["before", "after"]
_DANGER: Final = "direct gevaar"
_SKIPPED: Final = {"leidinggevende niet bereikbaar": 0.45, "eerdere afspraak niet nagekomen": 0.55}
_IN_TURN: Final = {"overleg leverde niets op": 0.6, "mandaat ontbrak": 0.4}


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
    steps = np.where(skips, 1, needs) + chance(rng, escalations.repeats, n)
    named = rng.random((n, len(escalations.trigger))) < np.array(list(escalations.trigger.values()))
    triggers = np.array(list(escalations.trigger))
    case = np.repeat(np.arange(n), steps)
    step = np.arange(len(case)) - np.repeat(np.cumsum(steps) - steps, steps)
    first, last = step == 0, step == steps[case] - 1
    waits = np.where(first, 0, whole_weibull(rng, escalations.days, len(case)))
    # Days since the first step: the running sum less what it was when the escalation began.
    since = np.cumsum(waits)
    since -= since[first][case]
    route = np.where(skips[case], needs[case], np.minimum(step + 1, needs[case])).astype(str)
    said = np.array(["|".join(triggers[row]) or "anders" for row in named], dtype=object)
    danger = np.array(["veiligheid" in words for words in said])
    return pd.DataFrame({
        "escalation": [f"ESC{number + 1:03d}" for number in case],
        "step": step + 1,
        "region": places["region"].to_numpy()[home[case]],
        "municipality": places["municipality"].to_numpy()[home[case]],
        "date": working_days_after(begin[case], since),
        "route": np.where(chance(rng, escalations.unknown_route, len(case)), "", route),
        "trigger": np.where(first, said[case], ""),
        "initiator": np.where(first, pick(rng, escalations.by, n)[case], ""),
        "outcome": np.where(last, pick(rng, escalations.outcome, n)[case], ""),
        "reason": _reasons(escalations, rng, skips[case], danger[case]),
    })  # fmt: skip


def _reasons(
    escalations: Escalations,
    rng: np.random.Generator,
    skipped: NDArray[np.bool_],
    danger: NDArray[np.bool_],
) -> NDArray[Any]:
    n = len(skipped)
    given = escalations.reason_given
    told = chance(rng, np.where(skipped, given["skipped"], given["in_turn"]), n)
    hurry = np.where(danger & chance(rng, 0.6, n), _DANGER, pick(rng, _SKIPPED, n))
    words = np.where(skipped, hurry, pick(rng, _IN_TURN, n))
    return np.where(told, words, "")
