"""Two rates of events compared exactly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from evalkit.errors import ParameterError
from evalkit.inference.sampled import read_count
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Comparison

if TYPE_CHECKING:
    from collections.abc import Sequence


def poisson_rate_ratio(
    events: Sequence[int], time: Sequence[float], *, level: float = 0.95
) -> Comparison:
    """Exact ratio of two Poisson rates: the first rate divided by the second.

    Parameters
    ----------
    events : pair of int
        Events in the first and the second.
    time : pair of float
        What the events are out of (time, inhabitants), above 0.
    level : float
        Confidence level in (0, 1).

    Returns
    -------
    Comparison
        `first` and `second` are the rates, `value` their ratio with its interval; `high` is
        infinite when the second has no events.

    Raises
    ------
    ParameterError
        If there are not two counts with times above 0.

    Notes
    -----
    Given their sum the first events are binomial; interval after Clopper and Pearson, p-value by
    adding all outcomes that are no more likely. As R's poisson.test.

    Examples
    --------
    >>> round(poisson_rate_ratio([11, 21], [800, 3011]).p_value, 5)
    0.07967
    """
    from scipy.stats import beta as beta_law
    from scipy.stats import binomtest

    check_level(level)
    events, time = list(events), list(time)
    if len(events) != 2 or len(time) != 2 or not all(0 < t < math.inf for t in time):
        raise ParameterError(
            nl="geef twee aantallen en twee tijden boven 0",
            en="give two counts and two times above 0",
        )
    first, second = (read_count(count, "events") for count in events)
    total = first + second
    value = low = high = p_value = NAN
    if total:
        scale = time[1] / time[0]
        p_value = float(binomtest(first, total, time[0] / (time[0] + time[1])).pvalue)
        tail = (1 - level) / 2
        below = float(beta_law.ppf(tail, first, second + 1)) if first else 0.0
        above = float(beta_law.isf(tail, first + 1, second)) if second else 1.0
        value = first / second * scale if second else math.inf
        low = below / (1 - below) * scale
        high = above / (1 - above) * scale if above < 1 else math.inf
    return Comparison(
        name=Text("verhouding van de frequenties", "rate ratio"),
        first=first / time[0],
        second=second / time[1],
        value=value,
        low=low,
        high=high,
        level=level,
        p_value=p_value,
        n=total,
        method="exact, conditional on the sum",
        reason=None if total else Text("er zijn geen gebeurtenissen", "there are no events"),
    )
