"""Safety risks followed over evaluation moments: of a file, named by one party, in time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from evalkit.language import Text
from evalkit.study.findings import MASK, Findings, shown
from evalkit.study.references import like, rows

if TYPE_CHECKING:
    from evalkit.study.reading import Reading

_FILE: Final = "file"


def check_risks(risks: Reading, units: Reading) -> Findings:
    """Report risks of what is no file, and moments of a file whose dates go back.

    Parameters
    ----------
    risks : Reading
        The table risks.
    units : Reading
        The table units.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(risks)
    kinds = dict(row[1:] for row in rows(units, "unit", "kind"))
    moments: dict[Any, list[tuple[int, int, dt.date]]] = defaultdict(list)
    for line, unit, risk, moment, date in rows(risks, "unit", "risk", "moment", "date"):
        kind = kinds.get(unit)
        if kind is not None and kind != _FILE:
            found.add(
                "wrong-unit",
                Text(
                    f"een risico hoort bij een dossier, niet bij een eenheid van soort {shown(kind)!r}",
                    f"a risk belongs to a file, not to a unit of kind {shown(kind)!r}",
                ),
                Text("noem het dossier", "name the file"),
                line=line,
                column="unit",
                value=MASK,
            )
        if isinstance(moment, int) and isinstance(date, dt.date):
            moments[unit, risk].append((moment, line, date))
    for parts in moments.values():
        last = dt.date.min
        for moment, line, date in sorted(parts):
            if date < last:
                found.add(
                    "dates-out-of-order",
                    Text(
                        f"moment {moment} ({date}) ligt voor een eerder moment ({last})",
                        f"moment {moment} ({date}) is before an earlier moment ({last})",
                    ),
                    Text("controleer de datums", "check the dates"),
                    line=line,
                    column="date",
                    value=date.isoformat(),
                )
            last = max(last, date)
    return found
