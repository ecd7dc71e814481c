"""Rules of thumb for coefficients: cited data, never part of a coefficient."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.results import Agreement, Result

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpretation(Result):
    """The word a published rule of thumb gives to a coefficient.

    Attributes
    ----------
    scale : str
        Name of the rule.
    label : Text
        The word.
    source : str
        Where the rule was published.
    probability : float
        Probability that the coefficient deserves this word or a better one; 1 where sampling
        error was not taken into account.
    """

    scale: str
    label: Text
    source: str
    probability: float = 1.0

    def __str__(self) -> str:
        return f"{self.label.en} ({self.source})"


@dataclass(frozen=True, slots=True)
class _Label:
    text: Text
    start: float
    included: bool

    def holds(self, value: float) -> bool:
        return value > self.start or (self.included and value == self.start)


@dataclass(frozen=True, slots=True)
class _Scale:
    name: str
    source: str
    labels: tuple[_Label, ...]


@cache
def _scales() -> dict[str, _Scale]:
    import yaml

    text = files("evalkit.reliability").joinpath("interpretation.yaml").read_text("utf-8")
    return {
        name: _Scale(
            name,
            scale["source"],
            tuple(
                _Label(
                    Text(label["nl"], label["en"]), float(label["from"]), bool(label["included"])
                )
                for label in scale["labels"]
            ),
        )
        for name, scale in yaml.safe_load(text).items()
    }


def interpretation_scales() -> list[str]:
    """Return the names of the published rules of thumb."""
    return list(_scales())


def _scale(name: str) -> _Scale:
    if name not in _scales():
        raise unknown_name(Text("schaal", "scale"), name, _scales(), where="interpret")
    return _scales()[name]


def interpret(value: float, *, scale: str = "krippendorff") -> Interpretation:
    """Give the word that a published rule of thumb has for a value.

    The rules differ and none is more than a convention; `benchmark` takes the uncertainty of the
    coefficient into account and should be preferred.

    Parameters
    ----------
    value : float
        A coefficient, in [-1, 1].
    scale : str
        One of `interpretation_scales`.

    Returns
    -------
    Interpretation

    Raises
    ------
    ParameterError
        If the scale does not exist or the value is not in [-1, 1].

    Examples
    --------
    >>> interpret(0.7).label.en
    'tentative conclusions only'
    """
    rule = _scale(scale)
    if not -1 <= value <= 1:
        raise ParameterError(
            nl=f"interpret: een coëfficiënt ligt tussen -1 en 1, niet {value!r}",
            en=f"interpret: a coefficient lies between -1 and 1, not {value!r}",
        )
    label = [label for label in rule.labels if label.holds(value)][-1]
    return Interpretation(scale=scale, label=label.text, source=rule.source)


def benchmark_probabilities(agreement: Agreement, *, scale: str = "krippendorff") -> pd.DataFrame:
    """Probability that a coefficient lies in each range of a rule of thumb, after Gwet (2014).

    Parameters
    ----------
    agreement : Agreement
        A coefficient with a standard error.
    scale : str
        One of `interpretation_scales`.

    Returns
    -------
    DataFrame
        One row per label from high to low: `label`, `from`, `to`, `probability` and `cumulative`.

    Raises
    ------
    ParameterError
        If the scale does not exist, or the coefficient has no standard error.

    Notes
    -----
    The normal probability of each range, as a share of that of [-1, 1] [1]_. A standard error of 0
    puts everything in the range of the value.

    References
    ----------
    .. [1] Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 6.
    """
    import numpy as np
    import pandas as pd
    from scipy.stats import norm

    rule = _scale(scale)
    if not (np.isfinite(agreement.value) and np.isfinite(agreement.se)):
        raise ParameterError(
            nl=f"{agreement.name} heeft geen standaardfout; bereken de coëfficiënt met een interval",
            en=f"{agreement.name} has no standard error; compute the coefficient with an interval",
        )
    starts = np.array([label.start for label in rule.labels])
    ends = np.append(starts[1:], 1.0)
    if agreement.se == 0:
        found = interpret(agreement.value, scale=scale).label
        share = np.array([float(label.text == found) for label in rule.labels])
    else:
        law = norm(loc=agreement.value, scale=agreement.se)
        share = (law.cdf(ends) - law.cdf(starts)) / (law.cdf(1.0) - law.cdf(-1.0))
    return pd.DataFrame(
        {
            "label": [label.text.en for label in rule.labels][::-1],
            "label_nl": [label.text.nl for label in rule.labels][::-1],
            "from": starts[::-1],
            "to": ends[::-1],
            "probability": share[::-1],
            "cumulative": np.minimum(np.cumsum(share[::-1]), 1.0),
        }
    )


def benchmark(
    agreement: Agreement, *, scale: str = "krippendorff", level: float = 0.95
) -> Interpretation:
    """Give the best word that a coefficient deserves with probability `level`, after Gwet (2014).

    Parameters
    ----------
    agreement : Agreement
        A coefficient with a standard error.
    scale : str
        One of `interpretation_scales`.
    level : float
        The probability asked for, in (0, 1).

    Returns
    -------
    Interpretation
        `probability` is that of this word or a better one.

    Raises
    ------
    ParameterError
        As `benchmark_probabilities`.
    """
    table = benchmark_probabilities(agreement, scale=scale)
    enough = table[table["cumulative"] >= min(level, float(table["cumulative"].iloc[-1]))]
    row = enough.iloc[0]
    return Interpretation(
        scale=scale,
        label=Text(row["label_nl"], row["label"]),
        source=_scale(scale).source,
        probability=float(row["cumulative"]),
    )
