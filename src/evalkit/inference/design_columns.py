"""Reading the columns of a sample design: weights, strata, clusters per stage, what exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from evalkit.errors import ParameterError
from evalkit.inference.columns import read_groups, read_numbers, require_groups
from evalkit.inference.design import Design, drawn_in_parent
from evalkit.inference.sampled import check_selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from evalkit.results import Selection

    Floats: TypeAlias = NDArray[np.float64]
    Column: TypeAlias = ArrayLike | pd.Series[Any]


def read_design(
    n: int,
    *,
    weights: Column | None = None,
    strata: Column | None = None,
    clusters: Column | Sequence[Column] | None = None,
    population: Column | float | Sequence[Column | float] | None = None,
    frame: str = "",
    selection: Selection = "unknown",
) -> Design:
    """Read the columns of a sample design.

    Parameters
    ----------
    n : int
        Units in the data.
    weights : array_like or None, shape (n,)
        How many units of the population each stands for; None takes the product of
        (exist / drawn) over the stages, and 1 when that is not known.
    strata : array_like or None, shape (n,)
        Stratum of the first stage.
    clusters : array_like, sequence of array_like, or None
        Cluster of each unit; one column per stage, the first stage first. None draws units.
    population : int, array_like, sequence of those, or None
        How many exist, one per stage: units or clusters in the stratum, then in the cluster. Counts,
        never fractions.
    frame : str
        What the population is.
    selection : {"census", "random", "purposive", "unknown"}
        How the clusters were chosen.

    Returns
    -------
    Design

    Raises
    ------
    ParameterError
        If columns differ in length, a cluster lies in two strata, a weight is not positive, or
        `population` is a fraction or less than what was drawn.
    """
    check_selection(selection)
    groups = np.zeros(n, np.int64) if strata is None else read_groups(strata, "strata", n)
    require_groups(groups, "strata")
    stages: list[NDArray[np.int64]] = []
    for number, column in enumerate(_per_stage(clusters) or [np.arange(n)]):
        codes = read_groups(column, f"clusters[{number}]", n)
        require_groups(codes, f"clusters[{number}]")
        # Cluster numbers may start anew in each cluster of the stage before.
        stages.append(_within(stages[-1], codes) if stages else codes)
    if any(len(np.unique(groups[stages[0] == code])) > 1 for code in np.unique(stages[0])):
        raise ParameterError(
            nl="een cluster ligt in twee strata; geef clusters in verschillende strata een eigen naam",
            en="a cluster lies in two strata; give clusters of different strata a name of their own",
        )
    sizes = _read_sizes(population, groups, stages, n)
    # A later stage of unknown size draws from endlessly many; it must not look as if seen whole.
    endless = (np.full(n, np.inf),) * (len(stages) - len(sizes) if sizes else 0)
    return Design(
        weights=_read_weights(weights, groups, stages, sizes, n),
        strata=groups,
        stages=tuple(stages),
        sizes=(*sizes, *endless),
        frame=frame,
        selection=selection,
    )


def _per_stage(clusters: Any) -> list[Any] | None:
    if clusters is None:
        return None
    if isinstance(clusters, pd.DataFrame):
        return [clusters.iloc[:, column] for column in range(clusters.shape[1])]
    if isinstance(clusters, (list, tuple)) and clusters and _is_column(clusters[0]):
        return list(clusters)
    return [clusters]


def _is_column(value: Any) -> bool:
    return isinstance(value, (list, tuple, np.ndarray, pd.Series, pd.Index))


def _within(outer: NDArray[np.int64], inner: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(np.column_stack([outer, inner]), axis=0, return_inverse=True)[1].ravel()


def _read_sizes(
    population: Any, strata: NDArray[np.int64], stages: list[NDArray[np.int64]], n: int
) -> tuple[Floats, ...]:
    if population is None:
        return ()
    several = isinstance(population, pd.DataFrame) or (
        isinstance(population, (list, tuple)) and any(map(_is_column, population))
    ) or (isinstance(population, (list, tuple)) and len(stages) > 1)  # fmt: skip
    columns = (_per_stage(population) if isinstance(population, pd.DataFrame)
               else list(population)) if several else [population]  # fmt: skip
    if len(columns) > len(stages):  # type: ignore[arg-type]
        raise ParameterError(
            nl=f"population heeft {len(columns)} trappen en clusters {len(stages)}",  # type: ignore[arg-type]
            en=f"population has {len(columns)} stages and clusters {len(stages)}",  # type: ignore[arg-type]
        )
    sizes = []
    for column, codes, parents in zip(columns, stages, [strata, *stages], strict=False):  # type: ignore[arg-type]
        given = np.full(n, column) if np.ndim(column) == 0 else column
        size = read_numbers(given, "population")
        if len(size) != n or np.isnan(size).any():
            raise ParameterError(
                nl="population moet een getal zijn of een volle kolom met één waarde per eenheid",
                en="population must be a number or a complete column with one value per unit",
            )
        _check_size(size, drawn_in_parent(codes, parents), parents)
        sizes.append(size)
    return tuple(sizes)


def _check_size(size: Floats, drawn: Floats, parents: NDArray[np.int64]) -> None:
    wrong = (size < drawn) | (size != np.floor(size))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        small = 0 < size[row] < 1
        raise ParameterError(
            nl=f"population = {size[row]:g} "
            + ("is een fractie; geef het aantal dat er is, bijvoorbeeld 26 regio's" if small
               else f"past niet bij de {drawn[row]:g} die zijn getrokken; geef een heel aantal"),
            en=f"population = {size[row]:g} "
            + ("is a fraction; give the number that exist, 26 regions for example" if small
               else f"does not fit the {drawn[row]:g} that were drawn; give a whole number"),
        )  # fmt: skip
    if any(len(np.unique(size[parents == parent])) > 1 for parent in np.unique(parents)):
        raise ParameterError(
            nl="population verschilt binnen één stratum of cluster; geef er één aantal per stuk",
            en="population differs within one stratum or cluster; give one number for each",
        )


def _read_weights(
    weights: Any,
    strata: NDArray[np.int64],
    stages: list[NDArray[np.int64]],
    sizes: tuple[Floats, ...],
    n: int,
) -> Floats:
    if weights is None:
        made = np.ones(n)
        for size, codes, parents in zip(sizes, stages, [strata, *stages], strict=False):
            made = made * size / drawn_in_parent(codes, parents)
        return made
    given = read_numbers(weights, "weights")
    if len(given) != n or not (given > 0).all():
        raise ParameterError(
            nl=f"weights moet {n} positieve getallen hebben, één per eenheid",
            en=f"weights must have {n} positive numbers, one per unit",
        )
    return given
