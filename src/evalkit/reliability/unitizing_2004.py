"""Krippendorff's first alpha for unitizing (1995, 2004), for comparison with older studies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from evalkit.errors import unknown_name
from evalkit.language import Text
from evalkit.reliability.spans import read_spans
from evalkit.results import NAN, Agreement

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from evalkit.reliability.spans import Spans

    Array = NDArray[np.float64]


def alpha_unitizing_2004(
    spans: pd.DataFrame, *, length: float | Mapping[object, float], of: object = None
) -> Agreement:
    """Alpha for spans as published in 1995 and 2004; new work should use `alpha_unitizing`.

    It compares squared differences between the ends of overlapping spans, level by level.

    Parameters
    ----------
    spans : DataFrame
        As in `alpha_unitizing`, of one document; positions are whole numbers.
    length : float or mapping
        Length of the text.
    of : object
        The level to take; None takes all levels together.

    Returns
    -------
    Agreement
        Dimensionless, at most 1, with `observed` and `expected` as 1 minus the disagreements. No
        interval was published.

    Raises
    ------
    ParameterError
        If `of` is not a level of the spans, or a span cannot be used (see `read_spans`).

    Notes
    -----
    Equations of Krippendorff (2004), section 4; the tables of the 1995 paper hold a small error in
    the expected disagreement, so its printed alphas are met to about 0.01 only.

    References
    ----------
    .. [1] Krippendorff (1995), Sociological Methodology 25, 47-76.
    .. [2] Krippendorff (2004), Quality & Quantity 38(6), 787-800.
    """
    read = read_spans(spans, length=length)
    if of is not None and of not in read.levels:
        raise unknown_name(
            Text("niveau", "level"), of, map(str, read.levels), where="alpha_unitizing_2004"
        )
    numbers = [read.levels.index(of) + 1] if of is not None else range(1, len(read.levels) + 1)
    m = len(read.coders)
    observed = expected = 0.0
    if m >= 2:
        for number in numbers:
            observed += _observed(read, number)
            expected += _expected(read, number)
    reason = None
    if m < 2:
        reason = Text("minder dan twee codeurs", "fewer than two coders")
    elif expected <= 0:
        reason = Text("er valt niets te verwachten: geen spannen", "nothing to expect: no spans")
    return Agreement(
        name="alpha_U (2004)",
        value=NAN if reason else 1 - observed / expected,
        observed=1 - observed if m >= 2 else NAN,
        expected=1 - expected if m >= 2 else NAN,
        n=int(np.isin(read.level, list(numbers)).sum()),
        coders=m,
        levels=read.levels if of is None else (of,),
        reason=reason,
    )


class _Sections(NamedTuple):
    """Start, length and whether marked, of all sections of one coder's continuum."""

    start: Array
    length: Array
    marked: NDArray[np.bool_]


def _sections(spans: Spans, level: int, coder: int) -> _Sections:
    kept = (spans.level == level) & (spans.coder == coder)
    start, end = spans.start[kept], spans.end[kept]
    gap_start = np.concatenate([[0.0], end])
    gap_end = np.concatenate([start, [spans.length[0]]])
    real = gap_end > gap_start
    starts = np.concatenate([start, gap_start[real]])
    lengths = np.concatenate([end - start, (gap_end - gap_start)[real]])
    marked = np.concatenate([np.ones(len(start), bool), np.zeros(int(real.sum()), bool)])
    return _Sections(starts, lengths, marked)


def _observed(spans: Spans, level: int) -> float:
    m, full = len(spans.coders), float(spans.length[0])
    parts = [_sections(spans, level, i) for i in range(m)]
    pairs = sum(_differences(parts[i], parts[j]) for i in range(m) for j in range(m) if i != j)
    return pairs / (m * (m - 1) * full**2)


def _differences(one: _Sections, two: _Sections) -> float:
    """Sum the squared differences between the sections of two coders."""
    size, size2 = one.length[:, None], two.length[None, :]
    marked, marked2 = one.marked[:, None], two.marked[None, :]
    apart = one.start[:, None] - two.start[None, :]
    both = marked & marked2 & (-size < apart) & (apart < size2)
    ends = apart**2 + (apart + size - size2) ** 2
    inside = marked & ~marked2 & (size2 - size >= apart) & (apart >= 0)
    inside2 = ~marked & marked2 & (size - size2 >= -apart) & (apart <= 0)
    return float((ends * both + size**2 * inside + size2**2 * inside2).sum())


def _expected(spans: Spans, level: int) -> float:
    m, full = len(spans.coders), float(spans.length[0])
    parts = [_sections(spans, level, i) for i in range(m)]
    size = np.concatenate([part.length[part.marked] for part in parts])
    gaps = np.concatenate([part.length[~part.marked] for part in parts])
    among = (len(size) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
    room = np.maximum(gaps[None, :] - size[:, None] + 1, 0) * (gaps[None, :] >= size[:, None])
    pairs = float((among + size**2 * room.sum(axis=1)).sum())
    below = m * full * (m * full - 1) - float((size * (size - 1)).sum())
    return 2 / full * pairs / below
