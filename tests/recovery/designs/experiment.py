"""One design drawn again and again: does each interval hold the truth, is each estimate on it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from evalkit.datasets import demo_truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TRUTH = demo_truth()


class Shot(NamedTuple):
    """What one estimator made of one draw; arrays when it answers for several units at once."""

    value: Any
    low: Any
    high: Any
    truth: Any


def shot(found: Any, truth: Any) -> Shot:
    """Return an Estimate, Comparison or Agreement beside the truth."""
    return Shot(found.value, found.low, found.high, truth)


def no_alarm(test: Any) -> Shot:
    """Return a 5% test of what is not there: it holds when it says nothing, also without a p-value."""
    silent = np.isnan(test.p_value)
    return Shot(np.nan, 0.05, 1.0, 1.0 if silent else test.p_value)


@dataclass(frozen=True)
class Experiment:
    """A design, and how it is drawn once.

    Attributes
    ----------
    name : str
        Short fixed name.
    design : str
        What is drawn, in words.
    run : callable
        Takes a Generator, returns a Shot per method.
    runs : int
        Draws in the tests; the table takes ten times as many.
    """

    name: str
    design: str
    run: Callable[[np.random.Generator], Mapping[str, Shot]]
    runs: int

    def repeat(self, runs: int, seed: int) -> pd.DataFrame:
        """Draw it `runs` times.

        Returns
        -------
        DataFrame
            Index method; runs, covered (share of the intervals that hold the truth) with its
            Monte Carlo error, none (share of draws without an interval), truth (mean), bias (mean
            of estimate less truth) with its error.
        """
        rng = np.random.default_rng(np.random.SeedSequence([seed, *self.name.encode()]))
        rows: dict[str, list[tuple[float, ...]]] = {}
        for _ in range(runs):
            for method, one in self.run(rng).items():
                value, low, high, truth = (np.atleast_1d(np.asarray(x, float)) for x in one)
                told = ~(np.isnan(low) & np.isnan(high))
                held = (low <= truth + 1e-12) & (truth - 1e-12 <= high)
                inside = held[told].mean() if told.any() else np.nan
                row = (inside, 1 - told.mean(), truth.mean(), (value - truth).mean())
                rows.setdefault(method, []).append(row)
        return pd.DataFrame({method: _summary(np.array(own)) for method, own in rows.items()}).T


def _summary(rows: np.ndarray) -> dict[str, float]:
    covered = rows[~np.isnan(rows[:, 0]), 0]
    bias = rows[:, 3]
    return {
        "runs": len(rows),
        "covered": covered.mean() if len(covered) else np.nan,
        # Even when all intervals held, a run more might have missed.
        "covered_error": np.hypot(covered.std(), 0.5 / max(len(covered), 1)) / len(covered) ** 0.5
        if len(covered)
        else np.nan,
        "none": rows[:, 1].mean(),
        "truth": rows[:, 2].mean(),
        "bias": bias.mean(),
        "bias_error": bias.std() / len(bias) ** 0.5,
    }


def departures(again: pd.DataFrame, stored: pd.DataFrame) -> list[str]:
    """Tell which methods no longer cover, or recover, as was found in many more draws.

    Five standard errors of the difference, with the spread that was stored: of the 130 numbers
    that are compared, chance makes one depart about once in 10,000 times. One draw on top, for
    intervals that hardly ever miss.
    """
    found = []
    for method, old in stored.iterrows():
        new = again.loc[method]
        for what, slack in (("covered", 1 / new["runs"]), ("bias", 1e-12)):
            spread = old[f"{what}_error"] * np.sqrt(old["runs"])
            error = spread * np.sqrt(1 / new["runs"] + 1 / old["runs"])
            if abs(new[what] - old[what]) > 5 * error + slack:
                found.append(f"{method}: {what} {new[what]:.3f}, was {old[what]:.3f}")
    return found
