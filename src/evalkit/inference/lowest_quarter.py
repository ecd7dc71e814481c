"""How likely a region is among the lowest quarter: in place of a rank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.unit_table import TableResult
from evalkit.language import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from evalkit.inference.unit_table import Floats
    from evalkit.results import Selection

_SAME: Final = Text(
    "de eenheden lopen niet verder uiteen dan toeval verklaart; er is geen volgorde te geven",
    "the units differ no more than chance explains; no order can be given",
)


class Pooled(Protocol):
    """A partially pooled result: `RandomEffects` or `BetaBinomial`."""

    @property
    def table(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def reason(self) -> Text | None: ...  # noqa: D102
    @property
    def population(self) -> int | None: ...  # noqa: D102
    @property
    def frame(self) -> str: ...  # noqa: D102
    @property
    def selection(self) -> Selection: ...  # noqa: D102
    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def has_spread(self) -> bool: ...  # noqa: D102
    @property
    def warnings(self) -> tuple[Text, ...]: ...  # noqa: D102

    def quantiles(self, p: Floats) -> Floats:
        """Return the quantiles at `p` of each unit's true value."""

    def cdf(self, unit: int, x: Floats) -> Floats:
        """Return the probability that the true value of a unit is at most `x`."""


def lowest_quarter_probability(
    pooled: Pooled, *, share: float = 0.25, level: float = 0.95
) -> TableResult:
    """Probability that each unit's true value is among the lowest quarter of the units.

    A rank hides that most regions cannot be told apart; this says how sure the low end is, and
    between which places a unit may stand.

    Parameters
    ----------
    pooled : RandomEffects or BetaBinomial
        The units, partially pooled.
    share : float
        Which part counts as lowest, in (0, 1); rounded down to whole units.
    level : float
        Level of the interval of places, in (0, 1).

    Returns
    -------
    TableResult
        Table in the order given: unit, probability, place_low, place_high (1 is lowest).

    Raises
    ------
    ParameterError
        If `share` or `level` is not in (0, 1).

    Notes
    -----
    The true values are taken as independent given the others, each with the law of its shrunken
    value. The place of a unit is 1 plus the number of units below it: for values of the unit at
    equally likely quantiles the law of that number (Poisson-binomial) is exact; no random draws.

    References
    ----------
    .. [1] Goldstein and Spiegelhalter (1996), J. R. Statist. Soc. A 159, 385-443.

    Examples
    --------
    >>> from evalkit.inference import random_effects
    >>> pooled = random_effects([0.1, 0.5, 0.5, 0.9], [0.1] * 4, units=list("ABCD"))
    >>> lowest_quarter_probability(pooled).table["probability"].round(2).tolist()
    [0.99, 0.0, 0.0, 0.0]
    """
    for name, given in (("share", share), ("level", level)):
        if not 0 < given < 1:
            raise ParameterError(
                nl=f"{name} = {given!r} moet tussen 0 en 1 liggen",
                en=f"{name} = {given!r} must lie between 0 and 1",
            )
    table = pooled.table
    seen = table["value"].notna().to_numpy()
    units = int(seen.sum())
    lowest = int(np.floor(share * units + 1e-9))
    reason = pooled.reason
    if reason is None and lowest == 0:
        reason = Text(
            f"een deel van {share:g} van {units} eenheden is minder dan één eenheid".replace(
                ".", ","
            ),
            f"a part of {share:g} of {units} units is less than one unit",
        )
    if reason is None and not pooled.has_spread:
        reason = _SAME
    places = np.full((len(table), 3), np.nan)
    if reason is None:
        law = _places(pooled, np.flatnonzero(seen))
        cumulated = law.cumsum(axis=1)
        places[seen, 0] = cumulated[:, lowest - 1]
        for column, p in ((1, (1 - level) / 2), (2, (1 + level) / 2)):
            places[seen, column] = 1 + (cumulated < p - 1e-12).sum(axis=1)
    found = pd.DataFrame({"unit": table["unit"]})
    found["probability"], found["place_low"], found["place_high"] = places.T
    return TableResult(
        name=Text(
            f"kans om bij de laagste {lowest} van {units} te horen",
            f"probability of being among the lowest {lowest} of {units}",
        ),
        table=found,
        n=units,
        population=pooled.population,
        frame=pooled.frame,
        selection=pooled.selection,
        method=f"places from {pooled.method}",
        reason=reason,
        warnings=pooled.warnings,
    )


def _places(pooled: Pooled, rows: NDArray[np.intp]) -> Floats:
    """Probability of each place (columns) of each unit (rows)."""
    units = len(rows)
    steps = 200 if units <= 60 else 25
    x = pooled.quantiles((np.arange(steps) + 0.5) / steps)[rows]
    below = np.zeros((units, steps, units))
    below[..., 0] = 1
    for other, row in enumerate(rows):
        p = pooled.cdf(int(row), x)[..., None]
        p[other] = 0
        below[..., 1:] = below[..., 1:] * (1 - p) + below[..., :-1] * p
        below[..., :1] *= 1 - p
    found: Floats = below.mean(axis=1)
    return found
