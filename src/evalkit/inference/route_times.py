"""How long escalations stay on each route, and for which reasons they go there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit.inference.working_days import read_dates
from evalkit.language import Text

if TYPE_CHECKING:
    from datetime import date

    from evalkit.inference.route_model import RouteModel

_TIME: Final = ["escalation", "step", "route", "days", "observed", "reason", "problem"]
TIME_PROBLEMS: Final[dict[str, Text]] = {
    "unknown date": Text("een datum ontbreekt", "a date is missing"),
    "unknown end": Text("niet bekend wanneer de stap eindigde", "not known when the step ended"),
    "order": Text("de datums staan in de verkeerde volgorde", "the dates are in the wrong order"),
}


def route_times(steps: pd.DataFrame, model: RouteModel, until: date | str | None) -> pd.DataFrame:
    """Return the days of each step, see `RouteConformance.times`."""
    if steps.empty:
        return pd.DataFrame(columns=_TIME)
    start = steps["date"]
    following = steps.groupby("escalation", sort=False)["date"].shift(-1)
    is_last = ~steps["escalation"].duplicated(keep="last")
    # An outcome says that the last step ended, not when.
    is_open = is_last & steps["outcome"].isna()
    stop = following
    if until is not None:
        stop = stop.mask(is_open, read_dates(pd.Series([until], dtype=object), "until")[0])
    problem = np.select(
        [start.isna() | (~is_last & following.isna()), stop.isna(), stop < start],
        ["unknown date", "unknown end", "order"],
        default="",
    )
    days = (stop - start).dt.days.astype(float).where(problem == "")
    names = [model.routes[place] if place >= 0 else None for place in steps["place"]]
    route = pd.Series(names, dtype=object)
    table = steps[["escalation", "step", "reason"]].assign(
        route=route, days=days, observed=~is_last & (problem == ""), problem=problem
    )
    return table[_TIME]


def route_reasons(steps: pd.DataFrame, model: RouteModel) -> pd.DataFrame:
    """Count the escalations that gave each reason, see `RouteConformance.reasons`."""
    rows = []
    for place, route in enumerate(model.routes):
        used = steps[steps["place"] == place]
        n = used["escalation"].nunique()
        for reason, group in used.groupby(used["reason"].astype(object), dropna=False):
            k = group["escalation"].nunique()
            rows.append((route, None if pd.isna(reason) else reason, k, n))
    return pd.DataFrame(rows, columns=["route", "reason", "k", "n"])
