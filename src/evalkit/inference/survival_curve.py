"""A curve of time to an event, and what can be read off it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.sampled import NO_UNITS
from evalkit.language import Language, Text, as_text, format_number
from evalkit.results import NAN, Estimate, Result, Selection

if TYPE_CHECKING:
    import pandas as pd

    from evalkit.inference.followup import FollowUp

CurveInterval = Literal["log-log", "log", "plain"]
NOT_FOLLOWED: Final = Text("niemand is zo lang gevolgd", "nobody was followed for so long")
AT_THE_EDGE: Final = Text(
    "bij 0% of 100% heeft dit interval geen breedte; kijk naar het aantal dat gevolgd wordt",
    "at 0% or 100% this interval has no width; look at the number that is followed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivalCurve(Result):
    """A Kaplan-Meier curve and what can be read off it.

    Attributes
    ----------
    name : Text or str
        What the curve shows, e.g. "not yet accepted".
    table : DataFrame
        One row per time at which something happened: `time, at_risk, events, censored, value, se,
        low, high`; `value` is the share without the event just after `time`.
    n, events : int
        Units followed and events seen.
    dropped : int
        Units left out because their duration is missing.
    level : float
        Confidence level in (0, 1).
    method : str
        The method's own name.
    reason : Text or None
        Why there is no curve, or no interval.
    warnings : tuple of Text
        What a reader must know.
    population, frame, selection, clusters
        The design, as in `Estimate`.
    follow : FollowUp
        The durations the curve is made of.
    interval : {"log-log", "log", "plain"}
        The scale on which intervals are symmetric.
    """

    name: Text | str
    table: pd.DataFrame
    n: int
    events: int
    dropped: int
    level: float
    method: str
    reason: Text | None = None
    warnings: tuple[Text, ...] = ()
    population: int | None = None
    frame: str = ""
    selection: Selection = "unknown"
    clusters: int | None = None
    follow: FollowUp
    interval: CurveInterval

    def at(self, time: float) -> Estimate:
        """Estimate the share without the event at a moment.

        Parameters
        ----------
        time : float
            At least 0, in the unit of the durations.

        Returns
        -------
        Estimate
            A share in [0, 1]; NaN with the reason when nobody was followed for so long.
        """
        time = read_moment(time)
        what = as_text(self.name)
        name = Text(f"{what.nl} na {format_number(time, 'nl')}", f"{what.en} at {time:g}")
        rows = self.table[self.table["time"] <= time]
        value, se, low, high = 1.0, 0.0, NAN, NAN
        if len(rows):
            value, se, low, high = (float(rows[c].iloc[-1]) for c in ("value", "se", "low", "high"))
        if not self.n or (time > self.follow.durations.max() and value > 0):
            return self._estimate(name, NAN, reason=NOT_FOLLOWED if self.n else NO_UNITS)
        reason = self.reason or (AT_THE_EDGE if math.isnan(low) else None)
        return self._estimate(name, value, low, high, se, reason=reason, scale="share")

    def quantile(self, share: float = 0.5) -> Estimate:
        """Estimate the time by which a share has had the event.

        Parameters
        ----------
        share : float
            In (0, 1); 0.5 is the median.

        Returns
        -------
        Estimate
            A time; NaN with reason "median not reached" when the curve stays above it. An end
            that is NaN was not reached either.

        Notes
        -----
        The interval holds the times at which the interval of the curve contains 1 - `share`
        (Brookmeyer and Crowley). Where the curve lies exactly on it, the middle of that stretch is
        taken, and its start where it lasts until the end, as R's survfit prints it.
        """
        if not 0 < share < 1:
            raise ParameterError(
                nl=f"share moet tussen 0 en 1 liggen, niet {share!r}",
                en=f"share must lie between 0 and 1, not {share!r}",
            )
        words = Text("mediaan", "median")
        if share != 0.5:
            words = Text(f"{format_number(share, 'nl')}-kwantiel", f"{share:g} quantile")
        value, low, high = (
            _crossing(self.table, column, 1 - share) for column in ("value", "low", "high")
        )
        reason, warnings = self.reason, self.warnings
        if math.isnan(value):
            low = high = NAN
            reason = NO_UNITS
            if self.n:
                last = self.table["value"].iloc[-1]
                reason = Text(
                    f"{words.nl} niet bereikt: aan het einde is {last:.0%} nog zonder gebeurtenis",
                    f"{words.en} not reached: at the end {last:.0%} is still without the event",
                )
        elif self.reason is None and math.isnan(high):
            warnings += (Text("de bovengrens is niet bereikt", "the upper end was not reached"),)
        of = as_text(self.name)
        name = Text(f"{words.nl}, {of.nl}", f"{words.en}, {of.en}")
        return self._estimate(name, value, low, high, reason=reason, warnings=warnings)

    def median(self) -> Estimate:
        """Estimate the time by which half have had the event (see `quantile`)."""
        return self.quantile(0.5)

    def _estimate(
        self,
        name: Text,
        value: float,
        low: float = NAN,
        high: float = NAN,
        se: float = NAN,
        *,
        reason: Text | None,
        warnings: tuple[Text, ...] | None = None,
        scale: Literal["number", "share"] = "number",
    ) -> Estimate:
        return Estimate(
            name=name, value=value, low=low, high=high, level=self.level, se=se, n=self.n,
            population=self.population, frame=self.frame, selection=self.selection,
            clusters=self.clusters, method=self.method, reason=reason,
            warnings=self.warnings if warnings is None else warnings, scale=scale,
        )  # fmt: skip

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        counts = f"{self.events} van {self.n}" if language == "nl" else f"{self.events} of {self.n}"
        name = as_text(self.name).in_language(language)
        return f"{name} ({counts}): {self.median().in_language(language)}"

    def __str__(self) -> str:
        return self.in_language("en")


def _crossing(table: pd.DataFrame, column: str, height: float) -> float:
    values = table[column].to_numpy(float)
    times = table["time"].to_numpy(float)
    tolerance = 1e-8
    below = np.flatnonzero(values < height + tolerance)
    if not len(below):
        return NAN
    first = below[0]
    further = np.flatnonzero(values < height - tolerance)
    if abs(values[first] - height) < tolerance and len(further):
        return float(times[first] + times[further[0]]) / 2
    return float(times[first])


def read_moment(time: float) -> float:
    """Return a moment: a finite number of at least 0."""
    if not (isinstance(time, (int, float, np.number)) and 0 <= time < math.inf):
        raise ParameterError(
            nl=f"een moment is een getal van ten minste 0, niet {time!r}",
            en=f"a moment is a number of at least 0, not {time!r}",
        )
    return float(time)
