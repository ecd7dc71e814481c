"""Half-yearly reports: counts per municipality and region with a break, and files handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.draws import negative_binomial, normal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.datasets.demonstration.draws import Floats
    from evalkit.datasets.demonstration.places import Places

TABLE: Final = "DEMO"
FILES: Final = "Overgedragen dossiers"
_ENGLISH: Final = {
    "Ontvangen meldingen": "Reports received",
    "Gestarte adviezen": "Advice started",
    FILES: "Files handed over",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One series.

    Attributes
    ----------
    rate : float
        Per 1,000 inhabitants in the first half-year.
    rate_ratio : float
        The jump at the break, apart from the trend.
    trend, trend_after : float
        Factor per half-year before the break, and from it on.
    """

    rate: float
    rate_ratio: float
    trend: float
    trend_after: float

    def rates(self, periods: int, change: int) -> Floats:
        """Return the rate per 1,000 inhabitants in each period; the break is before `change`."""
        step = np.arange(periods)
        after = np.maximum(step - change, 0)
        before = np.minimum(step, change)
        return np.asarray(
            self.rate * self.trend**before * self.trend_after**after
            * np.where(step >= change, self.rate_ratio, 1.0)
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfYears:
    """Counts per half-year.

    Attributes
    ----------
    first, last : int
        Years.
    change : str
        First half-year after the break.
    dispersion : float
        Variance on top of the mean, as a share of its square.
    spread : float
        Standard deviation of the log rate between municipalities.
    measures : mapping of str to Measure
        The series.
    """

    first: int
    last: int
    change: str
    dispersion: float
    spread: float
    measures: Mapping[str, Measure]

    @property
    def periods(self) -> list[str]:
        """The half-years, in the notation of Statistics Netherlands."""
        years = range(self.first, self.last + 1)
        return [f"{year}HJ{half:02d}" for year in years for half in (1, 2)]


def draw_counts(half_years: HalfYears, places: Places, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the counts of every municipality and add them up per region.

    Parameters
    ----------
    half_years : HalfYears
        The truth.
    places : Places
        The municipalities.
    rng : Generator
        Stream of this part.

    Returns
    -------
    DataFrame
        The table counts.
    """
    towns = places.municipalities
    periods = half_years.periods
    change = periods.index(half_years.change)
    thousands = towns["population"].to_numpy(float) / 1000
    frames = []
    for name, measure in half_years.measures.items():
        own = np.exp(half_years.spread * normal(rng, len(towns)) - half_years.spread**2 / 2)
        mean = np.outer(thousands * own, measure.rates(len(periods), change))
        counts = negative_binomial(rng, mean, half_years.dispersion)
        frames.append(_long(pd.DataFrame(counts, columns=periods), name, towns))
    files = places.handed_over_files.reset_index(drop=True)
    frames.append(_long(files, FILES, towns))
    return pd.concat(frames, ignore_index=True)


def _long(wide: pd.DataFrame, measure: str, towns: pd.DataFrame) -> pd.DataFrame:
    regions = towns["region"].unique()
    names = dict(zip(regions, (f"Regio {letter}" for letter in "ABCDEF"), strict=True))
    sums = wide.groupby(towns["region"].to_numpy(), sort=True).sum()
    parts = []
    for frame, codes, labels, kind in (
        (sums, regions, list(names.values()), "VT"),
        (wide, towns["municipality"], towns["name"], "GM"),
    ):
        n = len(wide.columns)
        parts.append(pd.DataFrame({
            "table": TABLE,
            "measure": measure,
            "region": np.repeat(np.asarray(codes), n),
            "region_name": np.repeat(np.asarray(labels), n),
            "region_type": kind,
            "period": np.tile(wide.columns, len(frame)),
            "value": frame.to_numpy().ravel(),
            "sign": "",
            "status": "final",
            "rounding": 1,
            "source": "DEMO",
        }))  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def measure_table() -> pd.DataFrame:
    """Return the table measures."""
    return pd.DataFrame([
        {"table": TABLE, "measure": name, "subject": name, "breakdown": "", "category": "totaal",
         "unit": "count", "subject_en": english, "breakdown_en": "", "category_en": "total"}
        for name, english in _ENGLISH.items()
    ])  # fmt: skip
