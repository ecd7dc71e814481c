"""How alike units of one cluster are, and what that does to a sample: for planning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from evalkit.errors import ParameterError
from evalkit.inference.columns import read_groups, read_numbers, require_groups
from evalkit.inference.sampled import check_selection, selection_warnings
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.results import NAN, Estimate

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

    from evalkit.results import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class IntraclassCorrelation(Estimate):
    """The ANOVA intraclass correlation with what it is made of.

    Attributes
    ----------
    between, within : float
        Mean squares between and within clusters.
    cluster_size : float
        n0, the cluster size the unequal sizes count for.
    """

    between: float = NAN
    within: float = NAN
    cluster_size: float = NAN

    @property
    def design_effect(self) -> float:
        """Kish's design effect of a sample with clusters of size n0."""
        return 1 + (self.cluster_size - 1) * self.value


def intraclass_correlation(
    values: ArrayLike | pd.Series[Any],
    clusters: ArrayLike | pd.Series[Any],
    *,
    level: float = 0.95,
    frame: str = "",
    selection: Selection = "unknown",
    name: Text | str = Text("intraklassecorrelatie", "intraclass correlation"),
) -> IntraclassCorrelation:
    """Share of the variance that lies between clusters, by the ANOVA estimator.

    Take it from an earlier study to plan a sample (`kish_design_effect`). For coders, who all judge
    the same units, use `evalkit.reliability.icc`.

    Parameters
    ----------
    values : array_like, shape (n,)
        One number per unit; 0 and 1 for a property.
    clusters : array_like, shape (n,)
        Municipality, team or region of each unit.
    level : float
        Confidence level in (0, 1).
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.
    name : Text or str
        What is estimated, for the printed line.

    Returns
    -------
    IntraclassCorrelation
        Between -1 / (n0 - 1) and 1; a negative one says that clusters differ less than chance.

    Raises
    ------
    ParameterError
        If a value is no number, or there is not one cluster per unit.

    Notes
    -----
    (MSB - MSW) / (MSB + (n0 - 1) MSW) with n0 = (n - sum n_i² / n) / (k - 1). The interval is that of
    the F ratio with n0 for the size, exact when clusters are of one size and values normal.

    References
    ----------
    .. [1] Donner and Koval (1980), Biometrics 36, 19-25.

    Examples
    --------
    >>> files = [3, 4, 3, 1, 2, 1, 4, 4, 5]
    >>> icc = intraclass_correlation(files, list("aaabbbccc"))
    >>> round(icc.value, 3), round(icc.design_effect, 3)
    (0.87, 2.739)
    """
    check_level(level)
    check_selection(selection)
    numbers = read_numbers(values, "values")
    codes = read_groups(clusters, "clusters", len(numbers))
    numbers, codes = numbers[~np.isnan(numbers)], codes[~np.isnan(numbers)]
    require_groups(codes, "clusters")
    _, codes, sizes = np.unique(codes, return_inverse=True, return_counts=True)
    n, k = len(numbers), len(sizes)
    design = {"frame": frame, "selection": selection, "clusters": k, "n": n, "level": level}
    made = "ANOVA estimator (Donner and Koval, 1980)"
    if k < 2 or n <= k:
        reason = _too_few(k)
        return IntraclassCorrelation(name=name, value=NAN, method=made, reason=reason, **design)  # type: ignore[arg-type]
    if np.ptp(numbers) <= 1e-14 * np.abs(numbers).max():
        same = Text("alle waarden zijn gelijk", "all values are the same")
        return IntraclassCorrelation(name=name, value=NAN, method=made, reason=same, **design)  # type: ignore[arg-type]
    numbers = numbers - numbers.mean()
    means = np.bincount(codes, numbers) / sizes
    between = float((sizes * means**2).sum()) / (k - 1)
    within = float(((numbers - means[codes]) ** 2).sum()) / (n - k)
    size = (n - float((sizes**2).sum()) / n) / (k - 1)
    below = between + (size - 1) * within
    low, high = _ends((between, within), (k - 1, n - k), size, level)
    return IntraclassCorrelation(
        name=name,
        value=(between - within) / below,
        low=low,
        high=high,
        method=made,
        between=between,
        within=within,
        cluster_size=size,
        warnings=selection_warnings(selection),
        **design,  # type: ignore[arg-type]
    )


def _too_few(k: int) -> Text:
    if k < 2:
        return Text(
            "minder dan twee clusters; er is niets om te vergelijken",
            "fewer than two clusters; there is nothing to compare",
        )
    return Text(
        "elk cluster heeft maar één eenheid; de spreiding binnen clusters is onbekend",
        "each cluster has one unit only; the spread within clusters is unknown",
    )


def _ends(
    squares: tuple[float, float], dfs: tuple[int, int], size: float, level: float
) -> tuple[float, float]:
    from scipy.stats import f as f_law

    between, within = squares
    if within == 0:
        return 1.0, 1.0
    ratio = between / within
    tails = (f_law.isf((1 - level) / 2, *dfs), f_law.isf((1 + level) / 2, *dfs))
    low, high = (float((ratio / f - 1) / (ratio / f + size - 1)) for f in tails)
    return low, high


def kish_design_effect(
    correlation: float, cluster_size: float, *, size_variation: float = 0.0
) -> float:
    """How many times larger the variance is than that of a simple random sample, after Kish.

    Parameters
    ----------
    correlation : float
        Intraclass correlation, in [-1, 1].
    cluster_size : float
        Mean units per cluster, at least 1.
    size_variation : float
        Coefficient of variation of the cluster sizes (standard deviation by mean), 0 when equal.

    Returns
    -------
    float
        Design effect; n divided by it is the effective sample size.

    Raises
    ------
    ParameterError
        If an argument lies outside its range.

    Notes
    -----
    1 + ((1 + cv²) m - 1) rho. Unequal weights and sizes make the true effect larger still: 5.9 by
    this formula against 9.3 in R's apiclus1.

    References
    ----------
    .. [1] Kish (1965), Survey Sampling.
    .. [2] Eldridge, Ashby and Kerry (2006), International Journal of Epidemiology 35, 1292-1300.

    Examples
    --------
    150 files in 18 municipalities, correlation 0.1: as good as 87 independent files.

    >>> round(150 / kish_design_effect(0.1, 150 / 18))
    87
    """
    given = (correlation, cluster_size, size_variation)
    numbers = all(isinstance(value, (int, float, np.number)) for value in given)
    if not (numbers and -1 <= correlation <= 1 and cluster_size >= 1 and size_variation >= 0):
        raise ParameterError(
            nl=f"kish_design_effect: correlatie {correlation!r} (in [-1, 1]), clustergrootte "
            f"{cluster_size!r} (minstens 1) of variatie {size_variation!r} (minstens 0) past niet",
            en=f"kish_design_effect: correlation {correlation!r} (in [-1, 1]), cluster size "
            f"{cluster_size!r} (at least 1) or variation {size_variation!r} (at least 0) does not "
            "fit",
        )
    return 1 + ((1 + size_variation**2) * cluster_size - 1) * correlation
