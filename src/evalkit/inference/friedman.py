"""Friedman's test: three or more waves of the same units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.sampled import NO_UNITS, check_selection, selection_warnings
from evalkit.language import Text
from evalkit.reliability.measurements import read_measurements
from evalkit.results import NAN, Test

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

    from evalkit.results import Selection


def friedman_test(
    table: ArrayLike | pd.DataFrame, *, frame: str = "", selection: Selection = "unknown"
) -> Test:
    """Test of no change over three or more waves, on ranks within each unit.

    Parameters
    ----------
    table : array_like or DataFrame, shape (n_units, n_waves)
        One number per unit and wave; units that miss a wave are left out and counted.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the units were chosen.

    Returns
    -------
    Test
        Chi-square with waves - 1 degrees of freedom, corrected for ties.

    Raises
    ------
    ParameterError
        If the table is no table of numbers.

    References
    ----------
    .. [1] Friedman (1937), Journal of the American Statistical Association 32, 675-701.

    Examples
    --------
    >>> print(friedman_test([[1, 2, 3], [1, 3, 2], [1, 2, 3], [2, 1, 3]]))
    Friedman's test: p = 0.105 (two-sided), n=4
    """
    from scipy.stats import chi2, rankdata

    check_selection(selection)
    try:
        measured = read_measurements(table)
    except ParameterError as error:
        raise ParameterError(
            nl="friedman_test: geef een tabel van getallen, één rij per eenheid en één kolom per meting",
            en="friedman_test: give a table of numbers, one row per unit and one column per wave",
        ) from error
    n, waves = measured.values.shape
    reason = NO_UNITS if not n else None
    if waves < 3:
        reason = Text(
            "minder dan drie metingen; neem signed_rank_test of sign_test",
            "fewer than three waves; take signed_rank_test or sign_test",
        )
    statistic = NAN
    if reason is None:
        ranks = rankdata(measured.values, axis=1)
        spread = float(((ranks - (waves + 1) / 2) ** 2).sum()) / (waves - 1)
        if spread == 0:
            reason = Text("geen enkele eenheid veranderde", "no unit changed")
        else:
            gap = ranks.sum(axis=0) - n * (waves + 1) / 2
            statistic = float((np.asarray(gap) ** 2).sum()) / spread
    lost = Text(
        f"{measured.dropped} eenheden missen een meting en tellen niet mee",
        f"{measured.dropped} units miss a wave and do not count",
    )
    return Test(
        name=Text("toets van Friedman", "Friedman's test"),
        statistic=statistic,
        df=NAN if reason else float(waves - 1),
        p_value=NAN if reason else float(chi2.sf(statistic, waves - 1)),
        n=n,
        method="Friedman (1937), corrected for ties",
        reason=reason,
        warnings=(*((lost,) if measured.dropped else ()), *selection_warnings(selection)),
        frame=frame,
        selection=selection,
    )
