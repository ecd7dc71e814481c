"""Reliability of spans: Krippendorff's alpha family for unitizing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from evalkit.errors import unknown_name
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.reliability.spans import GAP, Spans, read_spans
from evalkit.results import NAN, Agreement

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

UnitizingForm = Literal["u", "|u", "cu"]

_NAME: Final = {"u": "u-alpha", "|u": "|u-alpha", "cu": "cu-alpha"}
_SEED: Final = 20160128


@dataclass(frozen=True, slots=True)
class _Coincidences:
    """Sums per document, so that documents can be added and weighted.

    `observed` has shape (n_documents, q + 1, q + 1) with the gap as level 0; `own` (shape
    (n_documents, q + 1)) is what a coder's span pairs with itself, `own_marked` the same where
    another coder marked something.
    """

    observed: Array
    own: Array
    own_marked: Array


def alpha_unitizing(
    spans: pd.DataFrame,
    *,
    length: float | Mapping[object, float],
    form: UnitizingForm = "u",
    level: float = 0.95,
    replicates: int = 2000,
    seed: int = _SEED,
) -> Agreement:
    """Alpha for spans that coders cut out of a text themselves, after Krippendorff et al. (2016).

    "u": do coders mark the same stretches with the same level. "|u": do they mark the same
    stretches, whatever the level. "cu": where two coders both marked something, do they give the
    same level. Per level: `alpha_unitizing_per_level`. When near misses must count as near, see
    `gamma`.

    Parameters
    ----------
    spans : DataFrame
        One row per span: `coder`, `start`, `end` (exclusive), `level`, and `document` when there
        are several. Spans of one coder do not overlap. What is not marked is a gap.
    length : float or mapping
        Length of the text, in the unit of the positions; per document when there are several.
    form : {"u", "|u", "cu"}
        Which of the family.
    level : float
        Confidence level, a proportion in (0, 1).
    replicates : int
        Bootstrap replicates for the interval; 0 makes none.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    Agreement
        Dimensionless, at most 1. `n` counts spans. The interval resamples documents; with fewer
        than five there is none and `warnings` says so.

    Raises
    ------
    ParameterError
        If `form` does not exist or a span cannot be used (see `read_spans`).

    Notes
    -----
    Every coder in the table is taken to have read every document. Coincidences are lengths of
    intersections; a span does not pair with itself in what is expected, a gap pairs position by
    position [1]_. The unit of the positions (characters, words, seconds) therefore matters a
    little. With more than two coders, cu-alpha takes for each span the length that each other
    coder marked, squared, divided by the other coders (equation 10); the R package quallmer
    takes the union over the other coders, which differs where these overlap the span partly.

    References
    ----------
    .. [1] Krippendorff, Mathet, Bouvry and Widlöcher (2016), Quality & Quantity 50, 2347-2364.

    Examples
    --------
    >>> import pandas as pd
    >>> marked = pd.DataFrame(
    ...     [
    ...         ("a", 0, 10, "risk"),
    ...         ("b", 2, 10, "risk"),
    ...         ("a", 20, 30, "plan"),
    ...         ("b", 20, 28, "plan"),
    ...     ],
    ...     columns=["coder", "start", "end", "level"],
    ... )
    >>> print(alpha_unitizing(marked, length=40))
    u-alpha 0.84, n=4
    """
    if form not in get_args(UnitizingForm):
        raise unknown_name(
            Text("vorm", "form"), form, get_args(UnitizingForm), where="alpha_unitizing"
        )
    check_level(level)
    read = read_spans(spans, length=length)
    table = _count(read)
    value, observed, expected = _alpha(table, np.ones((1, len(table.observed))), form)
    reason = _undefined(read, form) if np.isnan(value[0]) else None
    low = high = se = NAN
    warnings: tuple[Text, ...] = ()
    if reason is None and replicates and len(read.documents) < 5:
        warnings = (
            Text(
                "geen interval: daarvoor zijn ten minste vijf documenten nodig",
                "no interval: that takes at least five documents",
            ),
        )
    elif reason is None and replicates:
        drawn = _alpha(table, _weights(len(read.documents), replicates, seed), form)[0]
        low, high, se = _percentiles(drawn, level)
    return Agreement(
        name=_NAME[form],
        value=float(value[0]),
        low=low,
        high=high,
        level=level,
        se=se,
        observed=float(observed[0]),
        expected=float(expected[0]),
        n=len(read.start),
        coders=len(read.coders),
        levels=read.levels,
        method="bootstrap over documents" if not np.isnan(low) else "",
        reason=reason,
        percent=float(observed[0]),
        warnings=warnings,
    )


def alpha_unitizing_per_level(
    spans: pd.DataFrame,
    *,
    length: float | Mapping[object, float],
    level: float = 0.95,
    replicates: int = 2000,
    seed: int = _SEED,
) -> pd.DataFrame:
    """(k)u-alpha: how reliably each level is given where two coders both marked something.

    Parameters
    ----------
    spans : DataFrame
        As in `alpha_unitizing`.
    length : float or mapping
        As in `alpha_unitizing`.
    level : float
        Confidence level, a proportion in (0, 1).
    replicates : int
        Bootstrap replicates; 0 makes no interval.
    seed : int
        Seed of the bootstrap.

    Returns
    -------
    DataFrame
        One row per level: `level`, `value`, `low`, `high`, `coverage` (share of the level's length
        that another coder marked too, on which `value` rests) and `reason` where it is undefined.

    Raises
    ------
    ParameterError
        If a span cannot be used (see `read_spans`).

    Notes
    -----
    Equation 13 of Krippendorff et al. (2016), nominal.
    """
    import pandas as pd

    check_level(level)
    read = read_spans(spans, length=length)
    table = _count(read)
    value = _alpha_of_levels(table, np.ones((1, len(table.observed))))[0]
    low, high = np.full(len(value), NAN), np.full(len(value), NAN)
    if replicates and len(read.documents) >= 5:
        drawn = _alpha_of_levels(table, _weights(len(read.documents), replicates, seed))
        for k in np.flatnonzero(~np.isnan(value)):
            low[k], high[k], _ = _percentiles(drawn[:, k], level)
    total = table.observed.sum(axis=0)
    marked = total[1:].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        coverage = np.where(marked > 0, total[1:, 1:].sum(axis=1) / marked, NAN)
    reason = _undefined(read, "cu")
    return pd.DataFrame(
        {
            "level": list(read.levels),
            "value": value,
            "low": low,
            "high": high,
            "coverage": coverage,
            "reason": [reason.en if np.isnan(v) and reason else "" for v in value],
        }
    )


def _count(spans: Spans) -> _Coincidences:
    """Sweep over the boundaries: each elementary stretch is one unit that weighs its length."""
    q, m = len(spans.levels), len(spans.coders)
    n = len(spans.documents)
    table = _Coincidences(np.zeros((n, q + 1, q + 1)), np.zeros((n, q + 1)), np.zeros((n, q + 1)))
    if m < 2:
        return table
    for d in range(n):
        part = spans.within(d)
        full = part.length[0]
        bounds = np.unique(np.concatenate([[0.0, full], part.start, part.end]))
        stretch = np.diff(bounds)
        first, last = np.searchsorted(bounds, part.start), np.searchsorted(bounds, part.end)
        given = np.zeros((len(stretch), m), np.int64)
        run = last - first
        within = np.arange(run.sum()) - np.repeat(np.cumsum(run) - run, run)
        given[np.repeat(first, run) + within, np.repeat(part.coder, run)] = np.repeat(
            part.level, run
        )
        counts = np.zeros((len(stretch), q + 1))
        for i in range(m):
            counts[np.arange(len(stretch)), given[:, i]] += 1
        weighted = counts * (stretch / (m - 1))[:, None]
        table.observed[d] = weighted.T @ counts - np.diag(weighted.sum(axis=0))
        size = part.end - part.start
        np.add.at(table.own[d], part.level, size**2)
        table.own[d, GAP] = m * full - size.sum()
        marked = np.vstack([np.zeros(m), np.cumsum((given > GAP) * stretch[:, None], axis=0)])
        shared = marked[last] - marked[first]
        shared[np.arange(len(size)), part.coder] = 0.0
        np.add.at(table.own_marked[d], part.level, (shared**2).sum(axis=1) / (m - 1))
    return table


def _expected(observed: Array, own: Array) -> tuple[Array, Array]:
    """Return expected coincidences and the total, per replicate."""
    margin = observed.sum(axis=2)
    total = margin.sum(axis=1)
    pairs = margin[:, :, None] * margin[:, None, :]
    diagonal = np.arange(margin.shape[1])
    pairs[:, diagonal, diagonal] -= own
    left = total**2 - own.sum(axis=1)
    # Nothing is left to pair: what remains of the subtraction is rounding.
    left = np.where(left > 1e-12 * total**2, left, NAN)
    return pairs * (total / left)[:, None, None], total


def _alpha(table: _Coincidences, weights: Array, form: UnitizingForm) -> tuple[Array, Array, Array]:
    """Return alpha, observed and expected agreement per row of document weights."""
    observed = np.tensordot(weights, table.observed, axes=1)
    own = weights @ table.own
    if form == "cu":
        observed, own = observed[:, 1:, 1:], (weights @ table.own_marked)[:, 1:]
    expected, total = _expected(observed, own)
    if form == "|u":
        apart = observed[:, 0, 1:].sum(axis=1) * 2
        apart_expected = expected[:, 0, 1:].sum(axis=1) * 2
    else:
        apart = total - np.trace(observed, axis1=1, axis2=2)
        apart_expected = total - np.trace(expected, axis1=1, axis2=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(apart_expected > 1e-12 * total, 1 - apart / apart_expected, NAN)
        return value, 1 - apart / total, 1 - apart_expected / total


def _alpha_of_levels(table: _Coincidences, weights: Array) -> Array:
    observed = np.tensordot(weights, table.observed, axes=1)[:, 1:, 1:]
    expected, _ = _expected(observed, (weights @ table.own_marked)[:, 1:])
    given, due = observed.sum(axis=2), expected.sum(axis=2)
    apart = given - np.diagonal(observed, axis1=1, axis2=2)
    apart_due = due - np.diagonal(expected, axis1=1, axis2=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(apart_due > 1e-12 * due, 1 - due / given * apart / apart_due, NAN)


def _undefined(spans: Spans, form: UnitizingForm) -> Text:
    if len(spans.coders) < 2:
        return Text("minder dan twee codeurs", "fewer than two coders")
    if form == "cu":
        if len(spans.levels) < 2:
            return Text("één niveau: er valt niets te verwarren", "one level: nothing to confuse")
        return Text(
            "waar twee codeurs iets aanstreepten, komt één niveau voor",
            "where two coders marked something, only one level occurs",
        )
    return Text("er is één niveau en geen tussenruimte", "there is one level and no gap")


def _weights(documents: int, replicates: int, seed: int) -> Array:
    draws = np.random.default_rng(seed).multinomial(
        documents, np.full(documents, 1 / documents), size=replicates
    )
    return draws.astype(np.float64)


def _percentiles(drawn: Array, level: float) -> tuple[float, float, float]:
    drawn = drawn[~np.isnan(drawn)]
    if len(drawn) < 2:
        return NAN, NAN, NAN
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high), float(drawn.std(ddof=1))
