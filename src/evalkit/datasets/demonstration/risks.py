"""Safety risks over moments of evaluation: taken over, in view, out of view, back, solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.draws import chance, number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import ArrayLike, NDArray

    from evalkit.datasets.demonstration.draws import Floats

DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Risks:
    """How risks go out of view.

    Attributes
    ----------
    by_vt, by_team : mapping of str to float
        Shares of the number of risks per file that Veilig Thuis, and the team, found.
    taken_over : float
        Chance that the team takes a risk of Veilig Thuis over.
    hazard, solved : float
        Chance per month (as a rate) of dropping out of view, and of no longer existing.
    returns, unknown : float
        Chance per moment of coming back, and of not being known.
    moments, weeks_between : mapping of str to float
        Shares of the number of moments, and of the weeks between them.
    """

    by_vt: Mapping[str, float]
    by_team: Mapping[str, float]
    taken_over: float
    hazard: float
    solved: float
    returns: float
    unknown: float
    moments: Mapping[str, float]
    weeks_between: Mapping[str, float]

    def in_view(self, months: ArrayLike, source: str | None = None) -> Floats:
        """Return the true chance that a risk is in view so many months after the first moment.

        Parameters
        ----------
        months : array_like
            Months of 365.25 / 12 days.
        source : {"VT", "team"} or None
            Who found the risk; None is all risks.

        Returns
        -------
        ndarray
            Chance that it never went out of view before, if it still exists.
        """
        stays = np.exp(-self.hazard * np.asarray(months, dtype=float))
        if source is not None:
            return stays * (self.taken_over if source == "VT" else 1.0)
        vt, team = (
            sum(int(key) * share for key, share in counts.items())
            for counts in (self.by_vt, self.by_team)
        )
        return stays * (vt * self.taken_over + team) / (vt + team)


def draw_risks(
    risks: Risks,
    files: NDArray[Any],
    rng: np.random.Generator,
    *,
    start: NDArray[np.datetime64] | None = None,
    last: np.datetime64 | None = None,
) -> pd.DataFrame:
    """Draw the risks of files and what was seen of them at each moment.

    Parameters
    ----------
    risks : Risks
        The truth.
    files : ndarray of str, shape (n,)
        Codes of files.
    rng : Generator
        Stream of this part.
    start : ndarray of datetime64, shape (n,), or None
        Day of the first moment; without one the dates count from 1 January 2019.
    last : datetime64 or None
        Moments after this day did not take place.

    Returns
    -------
    DataFrame
        The table risks: unit, risk, source, moment, date, in_view.
    """
    n = len(files)
    if start is None:
        start = np.full(n, np.datetime64("2019-01-01", "D"))
    vt, team = number(rng, risks.by_vt, n), number(rng, risks.by_team, n)
    moments, rhythm = number(rng, risks.moments, n), number(rng, risks.weeks_between, n) * 7
    counts = vt + team
    file = np.repeat(np.arange(n), counts)
    order = np.concatenate([np.arange(count) for count in counts])
    from_vt = order < vt[file]
    most = max(int(key) for key in risks.moments)
    size = len(file)
    taken = ~from_vt | chance(rng, risks.taken_over, size)
    drops, gone = (
        -np.log1p(-rng.random(size)) / rate if rate else np.full(size, np.inf)
        for rate in (risks.hazard, risks.solved)
    )
    drops = np.where(taken, drops, 0.0)
    step = np.arange(most)
    months = step * rhythm[file][:, None] / DAYS_PER_MONTH
    out = months >= drops[:, None]
    noticed = out & (np.cumsum(out, axis=1) > 1) & (rng.random((size, most)) < risks.returns)
    back = np.cumsum(noticed, axis=1) > 0
    seen = np.where(~out | back, "ja", "nee").astype(object)
    seen[(rng.random((size, most)) < risks.unknown) & (step > 0)] = "nb"
    # What no longer exists cannot be kept in view.
    seen[(months >= gone[:, None]) & (step > 0)] = "nvt"
    dates = start[file][:, None] + (step * rhythm[file][:, None]).astype("timedelta64[D]")
    held = step < moments[file][:, None]
    if last is not None:
        held &= dates <= last
    risk, moment = np.nonzero(held)
    return pd.DataFrame({
        "unit": files[file[risk]],
        "risk": np.array([f"r{number + 1}" for number in order], dtype=object)[risk],
        "source": np.where(from_vt, "VT", "team").astype(object)[risk],
        "moment": moment,
        "date": dates[risk, moment],
        "in_view": seen[risk, moment],
    })  # fmt: skip


def seen_at_moments(risks: pd.DataFrame) -> pd.DataFrame:
    """Return per file and moment whether all risks that remain get attention (E1.2).

    Parameters
    ----------
    risks : DataFrame
        The table risks.

    Returns
    -------
    DataFrame
        unit, parent, date and E1.2: ja, nee, nvt (no risk is left) or nb.
    """
    rows = []
    for (file, moment), group in risks.groupby(["unit", "moment"], sort=True):
        seen = set(group["in_view"])
        answer = next(code for code in ("nee", "nb", "ja", "nvt") if code in seen)
        rows.append((f"{file}-m{moment}", file, group["date"].iloc[0], answer))
    return pd.DataFrame(rows, columns=["unit", "parent", "date", "E1.2"])


def taken_over(risks: pd.DataFrame) -> pd.Series:
    """Return per file the risks of Veilig Thuis that the team took over, as "k/n" (E1.1)."""
    found = risks[(risks["source"] == "VT") & (risks["moment"] == 0)]
    counts = found.assign(k=found["in_view"].eq("ja")).groupby("unit")["k"].agg(["sum", "count"])
    return counts["sum"].astype(str) + "/" + counts["count"].astype(str)
