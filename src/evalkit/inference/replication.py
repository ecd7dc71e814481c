"""Whether a new estimate agrees with an old one: four methods side by side, none a verdict.

The verdict is the claims room's, from intervals only. "Failed to replicate" is never said: a test
that is not significant is no evidence of absence.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.bayes_factor import binomial_bayes_factor
from evalkit.inference.equivalence import tost
from evalkit.inference.sampled import read_k_of_n
from evalkit.inference.unit_table import TableResult
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_SE: Final = Text(
    "een van de schattingen of haar standaardfout ontbreekt",
    "one of the estimates or its standard error is missing",
)


def replication_prediction_interval(
    original: float, original_se: float, new_se: float, *, level: float = 0.95, n: int = 0
) -> Estimate:
    """Interval in which a new estimate falls when nothing but chance differs.

    Parameters
    ----------
    original, original_se : float
        The original estimate and its standard error.
    new_se : float
        Standard error of the new estimate.
    level : float
        Level in (0, 1).
    n : int
        Units of the original study.

    Returns
    -------
    Estimate
        original ± z sqrt(original_se^2 + new_se^2).

    Raises
    ------
    ParameterError
        If a standard error is negative or `level` does not fit.

    References
    ----------
    .. [1] Patil, Peng and Leek (2016), Perspectives on Psychological Science 11(4), 539-544.

    Examples
    --------
    >>> print(replication_prediction_interval(0.5, 0.1, 0.1))
    new estimate 0.50 [0.22, 0.78], 95%-CI, n=0
    """
    from scipy.stats import norm

    check_level(level)
    if original_se < 0 or new_se < 0:
        raise ParameterError(
            nl="een standaardfout kan niet negatief zijn", en="a standard error cannot be negative"
        )
    se = math.hypot(original_se, new_se)
    half = float(norm.isf((1 - level) / 2)) * se
    return Estimate(
        name=Text("nieuwe schatting", "new estimate"),
        value=original,
        low=original - half,
        high=original + half,
        level=level,
        se=se,
        n=n,
        method="prediction interval, Patil, Peng and Leek (2016)",
        reason=_NO_SE if math.isnan(half + original) else None,
    )


def replication_table(
    original: tuple[int, int],
    new: tuple[int, int],
    *,
    margin: float,
    scales: Sequence[float] = (0.5, 1.0),
    level: float = 0.95,
) -> TableResult:
    """Show all replication methods for one share, side by side.

    Parameters
    ----------
    original, new : tuple of int
        (k, n): how many of how many in the published and in the new study.
    margin : float
        Largest difference of shares that does not matter, stated before looking, in (0, 1).
    scales : sequence of float
        Scales of the logistic prior of the Bayes factors.
    level : float
        Level of the intervals, in (0, 1).

    Returns
    -------
    TableResult
        Table: method, value, low, high, p_value, says_nl, says_en. There is no overall verdict:
        that is `evalkit.claims.verdict`, from the interval of the new estimate.

    Raises
    ------
    ParameterError
        If counts or options do not fit.

    Notes
    -----
    Errors of shares are those of Agresti and Caffo (2000), one success and one failure added per
    study, so that 6 of 6 is not taken as certain.

    Examples
    --------
    >>> table = replication_table((12, 18), (9, 14), margin=0.15).table
    >>> table["method"].tolist()
    ['prediction interval', 'TOST', 'small telescopes', 'Bayes factor', 'Bayes factor']
    """
    (k1, n1), (k2, n2) = read_k_of_n(*original), read_k_of_n(*new)
    method = "prediction interval, TOST, small telescopes, Bayes factor"
    if not n1 or not n2:
        reason = Text("een van de studies telde niets", "one of the studies counted nothing")
        columns = ["method", "value", "low", "high", "p_value", "says_nl", "says_en"]
        table = pd.DataFrame(columns=columns)
        return TableResult(
            name=Text("replicatie", "replication"),
            table=table,
            n=n1 + n2,
            method=method,
            reason=reason,
        )
    p1, p2 = (k1 + 1) / (n1 + 2), (k2 + 1) / (n2 + 2)
    se1, se2 = math.sqrt(p1 * (1 - p1) / (n1 + 2)), math.sqrt(p2 * (1 - p2) / (n2 + 2))
    expected = replication_prediction_interval(p1, se1, se2, level=level, n=n1)
    small = tost(p2 - p1, math.hypot(se1, se2), margin=margin, n=n1 + n2)
    inside = expected.low <= p2 <= expected.high
    rows = [
        (
            "prediction interval",
            p2,
            expected.low,
            expected.high,
            NAN,
            *_either(
                inside,
                Text("binnen wat toeval toelaat", "within what chance allows"),
                Text("verder weg dan toeval toelaat", "further away than chance allows"),
            ),
        ),
        (
            "TOST",
            small.value,
            small.low,
            small.high,
            small.p_value,
            *_either(
                small.equivalent,
                Text("het verschil is kleiner dan de marge", "the difference is below the margin"),
                Text(
                    "niet aangetoond dat het verschil kleiner is dan de marge",
                    "the difference is not shown to be below the margin",
                ),
            ),
        ),
        _telescope_row(k1, n1, k2, n2, level),
    ]
    for scale in scales:
        factor = binomial_bayes_factor(k2, n2, p0=p1, scale=scale)
        for_it = Text(
            "de gegevens spreken voor het eerdere aandeel", "the data speak for the old share"
        )
        against = Text(
            "de gegevens spreken tegen het eerdere aandeel", "the data speak against the old share"
        )
        unclear = Text("de gegevens spreken zwak", "the data speak weakly")
        says = unclear if 1 / 3 < factor < 3 else against if factor > 1 else for_it
        rows.append(("Bayes factor", factor, scale, scale, NAN, says.nl, says.en))
    table = pd.DataFrame(
        rows, columns=["method", "value", "low", "high", "p_value", "says_nl", "says_en"]
    )
    bayes = table["method"] == "Bayes factor"
    table["prior_scale"] = table["low"].where(bayes)
    table.loc[bayes, ["low", "high"]] = NAN
    return TableResult(
        name=Text("replicatie", "replication"), table=table, n=n1 + n2, method=method
    )


def _either(first: bool, yes: Text, no: Text) -> Text:  # noqa: FBT001
    return yes if first else no


def _telescope_row(
    k1: int, n1: int, k2: int, n2: int, level: float
) -> tuple[str, float, float, float, float, str, str]:
    """Small telescopes for a share: the distance from one half that gave the original a third."""
    from scipy.stats import norm

    cut = float(norm.isf((1 - level) / 2))
    # On the arcsine scale a share has variance 1 / n whatever it is; power .33 sits at cut - .43.
    small = (cut - float(norm.isf(1 / 3))) / math.sqrt(n1)
    side = 1.0 if k1 / n1 >= 0.5 else -1.0
    found = side * (2 * math.asin(math.sqrt(k2 / n2)) - math.pi / 2)
    p_value = float(norm.cdf((found - small) * math.sqrt(n2)))
    half = cut / math.sqrt(n2)
    says = _either(
        p_value < (1 - level),
        Text(
            "kleiner dan wat de eerdere studie had kunnen zien (afstand tot 50%)",
            "smaller than the earlier study could have seen (distance from 50%)",
        ),
        Text(
            "niet aantoonbaar kleiner dan wat de eerdere studie had kunnen zien (afstand tot 50%)",
            "not shown to be smaller than the earlier study could have seen (distance from 50%)",
        ),
    )
    return "small telescopes", found, found - half, found + half, p_value, says.nl, says.en
