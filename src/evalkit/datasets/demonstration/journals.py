"""The journals of the coders and the table units of a demonstration study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from evalkit.datasets.demonstration.coders import (
    CODERS,
    CONSENSUS,
    Coder,
    code,
    scale_of,
    settle,
)
from evalkit.schemes import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.datasets.demonstration.parts import Contribution, Draw

_UNITS: Final = ["unit", "kind", "region", "municipality", "team", "wave", "date", "parent", "name"]
_COLUMNS: Final = ["time", "unit", "item", "facet", "value", "evidence", "confidence"]
_START: Final = {"coder-1": "2023-01-09", "coder-2": "2023-02-06", CONSENSUS: "2023-03-20"}
_PER_DAY: Final = 360


def write_journals(draw: Draw, made: Mapping[str, Contribution]) -> dict[str, pd.DataFrame]:
    """Let the coders code what the parts hold, and settle where they differ.

    Parameters
    ----------
    draw : Draw
        The draw, for its streams.
    made : mapping of str to Contribution
        What the parts add.

    Returns
    -------
    dict of str to DataFrame
        "units" and "codings/<coder>"; nothing when the parts hold no units.
    """
    with_units = {part: one for part, one in made.items() if len(one.units)}
    if not with_units:
        return {}
    written: dict[str, list[pd.DataFrame]] = {name: [] for name in (*CODERS, CONSENSUS)}
    for part, one in with_units.items():
        for name, codings in _code_part(draw, part, one).items():
            written[name].append(codings)
    units = pd.concat([one.units for one in with_units.values()], ignore_index=True)
    tables = {"units": units.reindex(columns=_UNITS)}
    for name, parts in written.items():
        if parts:
            tables[f"codings/{name}"] = _journal(pd.concat(parts, ignore_index=True), name)
    return tables


def _code_part(draw: Draw, part: str, one: Contribution) -> dict[str, pd.DataFrame]:
    truth, coders = one.answers.reset_index(drop=True), draw.truth.coders
    first = code(truth, coders, CODERS[0], draw.rng(part, 1))
    journals: dict[str, pd.DataFrame] = {CODERS[0]: _corrected(draw, part, first, CODERS[0])}
    if one.double:
        both = truth if one.double is True else truth[truth["unit"].isin(one.double)]
        second = code(both.reset_index(drop=True), coders, CODERS[1], draw.rng(part, 2))
        journals[CODERS[1]] = _corrected(draw, part, second, CODERS[1])
        journals[CONSENSUS] = settle(truth, first, second, coders, draw.rng(part, 3))
    return journals


def _corrected(draw: Draw, part: str, codings: pd.DataFrame, coder: Coder) -> pd.DataFrame:
    """Let a coder correct some answers: a first line that is wrong, and later the one that counts."""
    coders = draw.truth.coders
    rng = draw.rng(part, 4 + CODERS.index(coder))
    keys = codings[["item", "facet"]].drop_duplicates()
    kinds = {(item, facet): scale_of(item, facet).kind for item, facet in keys.to_numpy()}
    levelled = [
        kinds[key] == "level" for key in zip(codings["item"], codings["facet"], strict=True)
    ]
    chosen = (rng.random(len(codings)) < coders.corrected) & np.array(levelled)
    chosen &= ~codings["value"].isin(list(MISSING)).to_numpy()
    late = codings[chosen]
    early = codings.copy()
    early.loc[chosen, "value"] = [
        _wrong(*cell) for cell in late[["item", "facet", "value"]].to_numpy()
    ]
    both: pd.DataFrame = pd.concat([early, late], ignore_index=True)
    return both


def _wrong(item: str, facet: str, value: str) -> str:
    levels = scale_of(item, facet).levels
    return levels[levels.index(value) - 1]


def _journal(codings: pd.DataFrame, coder: str) -> pd.DataFrame:
    """Give codings a time, one after the other on working days, and a page."""
    order = np.arange(len(codings))
    days = np.busday_offset(np.datetime64(_START[coder], "D"), order // _PER_DAY)
    seconds = 9 * 3600 + (order % _PER_DAY) * 75
    time = days.astype("datetime64[s]") + seconds.astype("timedelta64[s]")
    pages = [f"blz. {page}" for page in codings["page"]]
    columns = {name: codings[name] for name in codings} | {"time": time, "evidence": pages}
    return pd.DataFrame(columns, columns=_COLUMNS)
