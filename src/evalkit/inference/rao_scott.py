"""Independence of two properties in a designed sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from evalkit.inference.columns import read_groups
from evalkit.inference.design import Design, no_spread
from evalkit.inference.design_columns import read_design
from evalkit.inference.sampled import NO_UNITS, selection_warnings
from evalkit.language import Text
from evalkit.results import NAN, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.inference.design import Floats
    from evalkit.inference.design_columns import Column
    from evalkit.results import Selection


def rao_scott_test(
    rows: Column,
    columns: Column,
    *,
    weights: Column | None = None,
    strata: Column | None = None,
    clusters: Column | Sequence[Column] | None = None,
    population: Column | float | Sequence[Column | float] | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Test:
    """Test of independence of two properties in a designed sample (Rao-Scott, second order).

    Parameters
    ----------
    rows, columns : array_like, shape (n,)
        Level of each unit on either property; units that miss one are left out.
    weights : array_like or None, shape (n,)
        How many units each stands for; None makes them from `population`.
    strata : array_like or None, shape (n,)
        Stratum of the first stage.
    clusters : array_like, sequence of array_like, or None
        Cluster of each unit, one column per stage.
    population : int, array_like, sequence of those, or None
        How many exist per stage; counts, never fractions.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.

    Returns
    -------
    Test
        `statistic` is F; `df` its first degrees of freedom (the second are `df` times clusters
        less strata).

    Raises
    ------
    ParameterError
        If columns do not fit each other.

    References
    ----------
    .. [1] Rao and Scott (1984), Annals of Statistics 12, 46-60.

    Examples
    --------
    >>> a, b = [1, 1, 0, 0, 1, 0, 1, 0], [1, 1, 0, 0, 1, 0, 0, 1]
    >>> print(rao_scott_test(a, b, clusters=list("aabbccdd")))
    Rao-Scott F: p = 0.450 (two-sided), n=8
    """
    from scipy.stats import f as f_law

    n = len(np.asarray(rows, dtype=object))
    first, second = read_groups(rows, "rows", n), read_groups(columns, "columns", n)
    kept = (first >= 0) & (second >= 0)
    design = read_design(
        n, weights=weights, strata=strata, clusters=clusters, population=population, frame=frame,
        selection=selection,
    ).take(kept)  # fmt: skip
    first, second = (np.unique(codes[kept], return_inverse=True)[1] for codes in (first, second))
    result = {
        "name": "Rao-Scott F", "n": int(kept.sum()), "method": "Rao-Scott (1984), second order",
        "frame": frame, "selection": selection, "clusters": design.clusters if kept.any() else 0,
        "warnings": selection_warnings(selection),
    }  # fmt: skip
    levels = len(np.unique(first)), len(np.unique(second))
    reason = NO_UNITS if not kept.any() else no_spread(design)
    if reason is None and min(levels) < 2:
        reason = Text("een van beide heeft maar één niveau", "one of the two has one level only")
    if reason is not None:
        return Test(p_value=NAN, reason=reason, **result)  # type: ignore[arg-type]
    chi_square, spread = _rao_scott(first, second, levels, design)
    trace, square = float(np.trace(spread)), float(np.trace(spread @ spread))
    if trace <= 0 or square <= 0:
        none = Text("de tabel heeft geen spreiding", "the table has no spread")
        return Test(p_value=NAN, reason=none, **result)  # type: ignore[arg-type]
    statistic, df = chi_square / trace, trace**2 / square
    p_value = float(f_law.sf(statistic, df, df * design.df))
    return Test(statistic=statistic, df=df, p_value=p_value, **result)  # type: ignore[arg-type]


def _rao_scott(
    first: Any, second: Any, levels: tuple[int, int], design: Design
) -> tuple[float, Floats]:
    n, (r, c) = len(first), levels
    cell = np.zeros((n, r * c))
    cell[np.arange(n), first * c + second] = 1
    share, scores = design.influence(cell)
    table = share.reshape(r, c)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    chi_square = n * float(((table - expected) ** 2 / expected).sum())
    row, column = np.eye(r)[np.repeat(np.arange(r), c)], np.eye(c)[np.tile(np.arange(c), r)]
    main = np.column_stack([row, column[:, 1:]])
    both = np.column_stack(
        [row[:, i] * column[:, j] for i in range(1, r) for j in range(1, c)]
    )  # fmt: skip
    contrast = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.divide(1, share, out=np.zeros_like(share), where=share > 0)
    scaled = inverse[:, None] * contrast
    simple = contrast.T @ scaled / n
    complex_ = scaled.T @ design.variance(scores) @ scaled
    return chi_square, np.linalg.pinv(simple) @ complex_
