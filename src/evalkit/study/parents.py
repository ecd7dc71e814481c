"""Units that belong to another unit: the moments of a file, the norms of a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.language import Text, join_words
from evalkit.study.findings import Findings, shown
from evalkit.study.references import like, rows

if TYPE_CHECKING:
    from evalkit.study.reading import Reading

_MOST_NAMED = 4


def check_parents(units: Reading) -> Findings:
    """Report units that belong to themselves, directly or through others: once per circle.

    Parameters
    ----------
    units : Reading
        The table units; a parent that does not exist is for `check_keys` to report.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(units)
    parents = {u: p for _, u, p in rows(units, "unit", "parent") if u is not None}
    lines = {u: line for line, u in rows(units, "unit")}
    done: set[str] = set()
    for unit in parents:
        path: dict[str, None] = {}
        at = unit
        while at in parents and at not in done and at not in path:
            path[at] = None
            at = parents[at]
        if at in path:
            circle = list(path)[list(path).index(at) :]
            _report(found, circle, lines[at])
        done.update(path)
    return found


def _report(found: Findings, circle: list[str], line: int) -> None:
    first = shown(circle[0])
    message = Text(
        f"eenheid {first!r} hoort volgens parent bij zichzelf",
        f"by parent, unit {first!r} belongs to itself",
    )
    if len(circle) > 1:
        through = [repr(shown(unit)) for unit in circle[1:_MOST_NAMED]]
        dots = ", …" if len(circle) > _MOST_NAMED else ""
        message = Text(
            f"{message.nl}, via {join_words(through, 'nl')}{dots}",
            f"{message.en}, through {join_words(through, 'en')}{dots}",
        )
    found.add(
        "parent-circle",
        message,
        Text("laat parent leeg bij de eenheid die bovenaan staat",
             "leave parent empty at the unit on top"),
        line=line,
        column="parent",
        value=shown(circle[1] if len(circle) > 1 else circle[0]),
    )  # fmt: skip
