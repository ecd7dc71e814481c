"""The demonstration study: its truth, a draw of it as tables, and the folder that is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.errors import unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    import os
    from collections.abc import Collection

    import pandas as pd

    from evalkit.datasets.demonstration.truth import Truth

# One of the seeds whose draw is no odd one: shares near their truth, each kind of missing present.
DEFAULT_SEED: Final = 2533


def demo_truth() -> Truth:
    """Return every true parameter of the demonstration study.

    Returns
    -------
    Truth
        Read from ``truth.toml`` of the shipped study, where each parameter has a comment. The parts
        have methods for what estimators should find, such as ``files.share("E2.1", ["ja"])``.

    Examples
    --------
    >>> truth = demo_truth()
    >>> round(truth.files.share("E2.1", ["ja"]), 3)
    0.315
    >>> round(truth.judgements.change("H2"), 2)
    0.31
    """
    from evalkit.datasets.demonstration.truth import read_truth

    return read_truth()


def simulate_demo(
    seed: int = DEFAULT_SEED, *, parts: Collection[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Draw a demonstration study.

    Parameters
    ----------
    seed : int
        Seed, at least 0; the default gives the shipped study.
    parts : collection of str or None
        Some of "places", "files", "handovers", "risks", "children", "steps", "judgements",
        "documents", "interviews", "answers", "workgroup", "escalations", "half_years"; None is all.
        Each part has a stream of its own: alone it is the same as in the whole.

    Returns
    -------
    dict of str to DataFrame
        Tables by name, and "codings/<coder>" for each journal.

    Raises
    ------
    ParameterError
        If a part does not exist.

    Notes
    -----
    Uniforms are turned into draws by inverse transform, so that versions of numpy agree. To
    simulate one part many times, call its own function, such as
    `evalkit.datasets.demonstration.files.draw_files`, with a stream of your own.

    Examples
    --------
    >>> list(simulate_demo(1, parts=["handovers"]))
    ['handovers']
    """
    from evalkit.datasets.demonstration.journals import write_journals
    from evalkit.datasets.demonstration.parts import PARTS, Draw

    for part in parts or ():
        if part not in PARTS:
            raise unknown_name(Text("onderdeel", "part"), part, PARTS)
    draw = Draw(demo_truth(), seed)
    made = {part: draw.contribution(part) for part in PARTS if parts is None or part in parts}
    tables = {name: table for one in made.values() for name, table in one.tables.items()}
    return tables | write_journals(draw, made)


def write_demo(folder: str | os.PathLike[str], seed: int = DEFAULT_SEED) -> None:
    """Write a demonstration study to a folder: study.toml, truth.toml, tables and codings.

    Parameters
    ----------
    folder : path
        Made when it does not exist; files of the same name are replaced.
    seed : int
        Seed; the default gives the shipped study, byte for byte.
    """
    from pathlib import Path

    from evalkit.datasets.demonstration.truth import demo_folder
    from evalkit.study.csv_text import csv_text
    from evalkit.study.schema import table_schema

    place = Path(folder)
    for name in ("study.toml", "truth.toml"):
        place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes((demo_folder() / name).read_bytes())
    for name, table in simulate_demo(seed).items():
        path = place / (f"{name}.csv" if "/" in name else f"tables/{name}.csv")
        path.parent.mkdir(exist_ok=True)
        columns = table_schema("codings" if "/" in name else name).column_names
        whole = table.reindex(columns=columns)
        rows = zip(*(_text(whole[column]) for column in columns), strict=True)
        path.write_bytes(csv_text([columns, *rows]).encode())


def _text(column: pd.Series) -> list[str]:
    if column.dtype.kind == "M":
        form = "%Y-%m-%dT%H:%M:%S" if column.name == "time" else "%Y-%m-%d"
        column = column.dt.strftime(form)
    return ["" if empty else str(value) for value, empty in zip(column, column.isna(), strict=True)]
