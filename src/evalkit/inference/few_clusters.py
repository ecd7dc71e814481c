"""One coefficient by every method that few clusters allow, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from evalkit.inference.cluster_regression import Coefficient, cluster_regression
from evalkit.inference.linear_data import INTERCEPT
from evalkit.inference.wild_bootstrap import WildBootstrap, wild_cluster_bootstrap
from evalkit.language import Language, Text, as_text, format_number, format_p_value, join_words
from evalkit.results import Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from evalkit.results import Selection

Conclusion = Literal["above", "below", "not shown", "cannot be told", "undefined"]
_WORDS: Final[dict[Conclusion, Text]] = {
    "above": Text("hoger dan 0", "above 0"),
    "below": Text("lager dan 0", "below 0"),
    "not shown": Text("geen verschil met 0 aangetoond", "no difference from 0 shown"),
    "cannot be told": Text(
        "niet te zeggen: de methoden spreken elkaar tegen",
        "cannot be told: the methods contradict each other",
    ),
    "undefined": Text("niet te berekenen", "undefined"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMethods(Result):
    """A coefficient by CR1, CR2 and the wild cluster bootstrap.

    Attributes
    ----------
    name : Text or str
        The coefficient.
    value : float
        Its estimate, the same for all methods.
    conclusion : {"above", "below", "not shown", "cannot be told", "undefined"}
        What all methods say; "cannot be told" when they do not say the same.
    methods : tuple of Coefficient and WildBootstrap
        Interval and p-value by each method.
    level : float
        Confidence level in (0, 1).
    n, clusters : int
        Units and clusters.
    reason : Text or None
        Why a method has no answer.
    """

    name: Text | str
    value: float
    conclusion: Conclusion
    methods: tuple[Coefficient | WildBootstrap, ...]
    level: float
    n: int
    clusters: int
    reason: Text | None = None

    def to_frame(self) -> pd.DataFrame:
        """Return one row per method."""
        columns = ["name", "method", "value", "low", "high", "se", "p_value", "n", "clusters"]
        rows = [{column: getattr(one, column) for column in columns} for one in self.methods]
        return pd.DataFrame(rows, columns=columns)

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        said = join_words(
            [
                f"{one.method.split(',')[0]} {format_p_value(one.p_value, language)}"
                for one in self.methods
            ],
            language,
        )
        word = _WORDS[self.conclusion].in_language(language)
        value = format_number(self.value, language, digits=2)
        name = as_text(self.name).in_language(language)
        return f"{name} {value}: {word} ({said}; {self.clusters} clusters, n={self.n})"

    def __str__(self) -> str:
        return self.in_language("en")


def compare_cluster_methods(
    y: ArrayLike | pd.Series[Any],
    x: ArrayLike | pd.DataFrame | pd.Series[Any] | None = None,
    *,
    clusters: ArrayLike | pd.Series[Any],
    coefficient: str = INTERCEPT,
    rng: int = 0,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
) -> ClusterMethods:
    """Estimate a coefficient by each method and say whether the conclusion depends on it.

    Parameters
    ----------
    y : array_like, shape (n,)
        Outcome, one number per unit.
    x : DataFrame, Series, array_like or None, shape (n, p)
        Predictors; None for the mean.
    clusters : array_like, shape (n,)
        Cluster of each unit.
    coefficient : str
        The coefficient, by the name of its column.
    rng : int
        Seed of the bootstrap when there are more than 12 clusters.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.

    Returns
    -------
    ClusterMethods

    Raises
    ------
    ParameterError
        If columns do not fit each other or the coefficient does not exist.

    References
    ----------
    .. [1] Cameron and Miller (2015), Journal of Human Resources 50, 317-372.

    Examples
    --------
    >>> y, group = [1, 2, 1, 4, 5, 4, 2, 3], list("aabbccdd")
    >>> compare_cluster_methods(y, clusters=group).conclusion
    'cannot be told'
    """
    design: dict[str, Any] = {
        "clusters": clusters, "level": level, "frame": frame, "selection": selection,
    }  # fmt: skip
    made: list[Coefficient | WildBootstrap] = [
        cluster_regression(y, x, variance="CR1", **design).coefficient(coefficient),
        cluster_regression(y, x, variance="CR2", **design).coefficient(coefficient),
        wild_cluster_bootstrap(y, x, coefficient=coefficient, rng=rng, **design),
    ]
    first = made[0]
    reason = next((one.reason for one in made if one.reason is not None), None)
    rejects = {one.p_value <= 1 - level for one in made}
    conclusion: Conclusion
    if reason is not None:
        conclusion = "undefined"
    elif len(rejects) > 1:
        conclusion = "cannot be told"
    elif rejects == {True}:
        conclusion = "above" if first.value > 0 else "below"
    else:
        conclusion = "not shown"
    return ClusterMethods(
        name=coefficient, value=first.value, conclusion=conclusion, methods=tuple(made),
        level=level, n=first.n, clusters=first.clusters or 0, reason=reason,
    )  # fmt: skip
