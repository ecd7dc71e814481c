"""Gamma: align the spans of two or more coders, then see how far they lie apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from evalkit.errors import ParameterError, unknown_name
from evalkit.language import Text
from evalkit.reliability.measurements import check_level
from evalkit.reliability.spans import Spans, read_spans
from evalkit.results import NAN, Agreement

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

GammaSampler = Literal["shuffle", "statistical"]

_SEED: Final = 20150901
_FEWEST: Final = 30
_MOST: Final = 5000
_MOST_CANDIDATES: Final = 400_000


@dataclass(frozen=True, slots=True)
class _Costs:
    """What it costs that spans lie apart, carry another level, or have no counterpart."""

    position: float
    level: float
    empty: float


@dataclass(frozen=True, slots=True)
class _Marks:
    """Spans of one coder."""

    start: Array
    end: Array
    level: NDArray[np.int64]


def gamma(
    spans: pd.DataFrame,
    *,
    length: float | Mapping[object, float],
    position_weight: float = 1.0,
    level_weight: float = 1.0,
    empty_cost: float = 1.0,
    sampler: GammaSampler = "shuffle",
    precision: float = 0.02,
    level: float = 0.95,
    seed: int = _SEED,
) -> Agreement:
    """Gamma of Mathet, Widlöcher and Métivier (2015): unitizing and labelling in one coefficient.

    Spans are aligned across coders at the least cost; a near miss costs little, where
    `alpha_unitizing` counts positions. Spans of one coder may overlap.

    Parameters
    ----------
    spans : DataFrame
        As in `alpha_unitizing`, of one document.
    length : float or mapping
        Length of the text.
    position_weight, level_weight : float
        Alpha and beta of the paper: what position and level weigh, at least 0.
    empty_cost : float
        Cost of a span without counterpart, greater than 0.
    sampler : {"shuffle", "statistical"}
        How continua are made that agree by chance only: by shifting coders' own spans around (the
        paper), or by drawing spans with the same mean and spread (as pygamma-agreement does).
    precision : float
        Half width that the mean of the chance disorders is to have, as a share of it.
    level : float
        Confidence level of that precision, a proportion in (0, 1).
    seed : int
        Seed of the sampling.

    Returns
    -------
    Agreement
        Dimensionless, at most 1. `low` and `high` hold the Monte Carlo precision of the expected
        disorder only: they say nothing of other documents. `observed` and `expected` are 1 minus
        the disorders.

    Raises
    ------
    ParameterError
        If a weight, cost or precision is out of range, or a span cannot be used.

    Notes
    -----
    gamma = 1 - observed / expected disorder. The best alignment is exact: an assignment problem for
    two coders, an integer programme for more (scipy). Dissimilarity of position: ((difference of
    starts + difference of ends) / sum of lengths) squared; of levels: 0 or 1 [1]_. At least 30
    continua are drawn, and as many more as `precision` asks, up to 5,000.

    References
    ----------
    .. [1] Mathet, Widlöcher and Métivier (2015), Computational Linguistics 41(3), 437-479.

    Examples
    --------
    >>> import pandas as pd
    >>> marked = pd.DataFrame(
    ...     [
    ...         ("a", 1, 5, "risk"),
    ...         ("b", 2, 6, "risk"),
    ...         ("a", 40, 50, "plan"),
    ...         ("b", 41, 50, "plan"),
    ...     ],
    ...     columns=["coder", "start", "end", "level"],
    ... )
    >>> gamma(marked, length=60).value > 0.9
    True
    """
    if sampler not in get_args(GammaSampler):
        raise unknown_name(
            Text("steekproef", "sampler"), sampler, get_args(GammaSampler), where="gamma"
        )
    check_level(level)
    costs = _check_costs(position_weight, level_weight, empty_cost, precision)
    read = read_spans(spans, length=length, overlap=True)
    coders = _split(read)
    reason = _undefined(coders)
    if reason is not None:
        return Agreement(
            name="gamma", value=NAN, n=len(read.start), coders=len(coders), reason=reason
        )
    observed = _disorder(coders, costs)
    drawn = _chance(
        coders,
        costs,
        length=float(read.length[0]),
        sampler=sampler,
        precision=precision,
        level=level,
        seed=seed,
    )
    expected = float(drawn.mean())
    if not expected:
        reason = Text("ook toevallige spannen vallen samen", "spans coincide by chance as well")
        return Agreement(
            name="gamma", value=NAN, n=len(read.start), coders=len(coders), reason=reason
        )
    margin = _quantile(level) * float(drawn.std(ddof=1)) / np.sqrt(len(drawn))
    value = 1 - observed / expected
    return Agreement(
        name="gamma",
        value=value,
        low=1 - observed / max(expected - margin, np.finfo(float).tiny),
        high=1 - observed / (expected + margin),
        level=level,
        se=observed / expected**2 * margin / _quantile(level),
        observed=1 - observed,
        expected=1 - expected,
        n=len(read.start),
        coders=len(coders),
        levels=read.levels,
        method=f"{sampler}, {len(drawn)} continua",
        warnings=(
            Text(
                "het interval toont alleen de nauwkeurigheid van de simulatie",
                "the interval shows the precision of the simulation only",
            ),
        ),
    )


def _check_costs(position: float, level: float, empty: float, precision: float) -> _Costs:
    named = {"position_weight": position, "level_weight": level}
    for name, value in named.items():
        if not (np.isfinite(value) and value >= 0):
            raise ParameterError(
                nl=f"gamma: {name} moet nul of meer zijn, niet {value!r}",
                en=f"gamma: {name} must be zero or more, not {value!r}",
            )
    for name, value in {"empty_cost": empty, "precision": precision}.items():
        if not (np.isfinite(value) and value > 0):
            raise ParameterError(
                nl=f"gamma: {name} moet groter zijn dan nul, niet {value!r}",
                en=f"gamma: {name} must be greater than zero, not {value!r}",
            )
    return _Costs(float(position), float(level), float(empty))


def _split(spans: Spans) -> list[_Marks]:
    if len(spans.documents) > 1:
        raise ParameterError(
            nl="gamma: geef één document per keer; middel daarna over documenten",
            en="gamma: give one document at a time; take the mean over documents afterwards",
        )
    picks = [spans.coder == i for i in range(len(spans.coders))]
    return [_Marks(spans.start[p], spans.end[p], spans.level[p]) for p in picks]


def _undefined(coders: list[_Marks]) -> Text | None:
    if len(coders) < 2:
        return Text("minder dan twee codeurs", "fewer than two coders")
    return None


def _apart(one: _Marks, two: _Marks, costs: _Costs) -> Array:
    """Return the dissimilarity of every pair of spans, shape (n_one, n_two)."""
    ends = np.abs(one.start[:, None] - two.start) + np.abs(one.end[:, None] - two.end)
    lengths = (one.end - one.start)[:, None] + (two.end - two.start)
    other = one.level[:, None] != two.level
    apart: Array = costs.empty * (costs.position * (ends / lengths) ** 2 + costs.level * other)
    return apart


def _disorder(coders: list[_Marks], costs: _Costs) -> float:
    """Return the disorder of the best alignment, per mean number of spans."""
    spans = sum(len(marks.start) for marks in coders)
    total = (
        _align_two(coders[0], coders[1], costs) if len(coders) == 2 else _align_more(coders, costs)
    )
    return total / (spans / len(coders))


def _align_two(one: _Marks, two: _Marks, costs: _Costs) -> float:
    from scipy.optimize import linear_sum_assignment

    n, m = len(one.start), len(two.start)
    table = np.full((n + m, n + m), float(costs.empty))
    table[:n, :m] = _apart(one, two, costs)
    table[n:, m:] = 0.0
    return float(table[linear_sum_assignment(table)].sum())


def _align_more(coders: list[_Marks], costs: _Costs) -> float:
    """Cover every span once by unitary alignments, at the least cost."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    k = len(coders)
    sizes = [len(marks.start) for marks in coders]
    if np.prod([size + 1.0 for size in sizes]) > _MOST_CANDIDATES:
        raise ParameterError(
            nl=f"gamma: te veel spannen voor {k} codeurs tegelijk; reken per paar codeurs of per document",
            en=f"gamma: too many spans for {k} coders at once; compute per pair of coders or per document",
        )
    tables = {
        (i, j): _apart(coders[i], coders[j], costs) for i in range(k) for j in range(i + 1, k)
    }
    pairs = k * (k - 1) / 2
    rows, columns = list[int](), list[int]()
    cost = list[float]()
    offset = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    for choice in product(*(range(-1, size) for size in sizes)):
        members = [i for i in range(k) if choice[i] >= 0]
        if not members:
            continue
        price = sum(
            float(table[choice[i], choice[j]]) if choice[i] >= 0 and choice[j] >= 0 else costs.empty
            for (i, j), table in tables.items()
            if choice[i] >= 0 or choice[j] >= 0
        )
        # An empty pair costs as much as an empty counterpart: in the paper d(empty, empty) is Δ∅ too.
        price += costs.empty * sum(1 for i, j in tables if choice[i] < 0 and choice[j] < 0)
        # Dearer than leaving each member alone can never be in the best alignment.
        if price / pairs > costs.empty * len(members) + 1e-12:
            continue
        rows += [offset[i] + choice[i] for i in members]
        columns += [len(cost)] * len(members)
        cost.append(price / pairs)
    cover = csr_array((np.ones(len(rows)), (rows, columns)), shape=(sum(sizes), len(cost)))
    once = LinearConstraint(cover, 1, 1)
    found = milp(cost, constraints=once, integrality=np.ones(len(cost)), bounds=Bounds(0, 1))
    return float(found.fun)


def _chance(
    coders: list[_Marks],
    costs: _Costs,
    *,
    length: float,
    sampler: GammaSampler,
    precision: float,
    level: float,
    seed: int,
) -> Array:
    rng = np.random.default_rng(seed)

    def draw() -> float:
        chance = _shuffle(coders, length, rng) if sampler == "shuffle" else _simulate(coders, rng)
        return _disorder(chance, costs)

    drawn = [draw() for _ in range(_FEWEST)]
    mean, spread = np.mean(drawn), np.std(drawn, ddof=1)
    needed = int(np.ceil((_quantile(level) * spread / (precision * mean)) ** 2)) if mean else 0
    drawn += [draw() for _ in range(min(needed, _MOST) - _FEWEST)]
    return np.asarray(drawn, np.float64)


def _quantile(level: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + level) / 2)


def _shuffle(coders: list[_Marks], length: float, rng: np.random.Generator) -> list[_Marks]:
    """Shift the spans of a coder picked at random by an own distance, around the end of the text.

    Two coders' shifts lie at least the mean length of a span apart, or the spans would coincide
    because they are the same ones.
    """
    apart = float(np.mean(np.concatenate([marks.end - marks.start for marks in coders])))
    drawn, shifts = [], list[float]()
    for _ in coders:
        marks = coders[int(rng.integers(len(coders)))]
        for _ in range(100):
            shift = float(rng.uniform(0, length))
            gaps = [min(abs(shift - s), length - abs(shift - s)) for s in shifts]
            if all(gap >= apart for gap in gaps):
                break
        shifts.append(shift)
        start = (marks.start + shift) % length
        drawn.append(_Marks(start, start + (marks.end - marks.start), marks.level))
    return drawn


def _simulate(coders: list[_Marks], rng: np.random.Generator) -> list[_Marks]:
    """Draw spans whose number, length, distance and levels follow those of the coders."""
    counts = [len(marks.start) for marks in coders]
    sizes = np.concatenate([marks.end - marks.start for marks in coders])
    gaps = np.concatenate(
        [
            np.diff(np.concatenate([[0.0], np.ravel(list(zip(m.start, m.end, strict=True)))]))[::2]
            for m in coders
        ]
    )
    levels = np.concatenate([marks.level for marks in coders])
    drawn = []
    for _ in coders:
        count = max(1, round(rng.normal(np.mean(counts), np.std(counts))))
        size = np.maximum(np.abs(rng.normal(sizes.mean(), sizes.std(), count)), sizes.min())
        gap = rng.normal(gaps.mean(), gaps.std(), count)
        start = np.cumsum(gap) + np.concatenate([[0.0], np.cumsum(size)[:-1]])
        drawn.append(_Marks(start, start + size, rng.choice(levels, count)))
    return drawn
