"""Dates in order: of a period, of a handover, of the steps of an escalation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from evalkit.language import Text, join_words
from evalkit.study.findings import MASK, Findings
from evalkit.study.references import like, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.study.reading import Reading

_ORDERS: Final = (
    ("valid_from", "valid_to"),
    ("decided", "sent", "accepted", "first_contact", "end"),
)


def check_dates(reading: Reading) -> Findings:
    """Report rows whose dates do not follow each other; a date not filled in is passed over.

    Parameters
    ----------
    reading : Reading
        Any table; one without dates that belong together has nothing to report.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(reading)
    for columns in _ORDERS:
        if all(name in reading.values for name in columns):
            _check_order(reading, columns, found)
    return found


def _check_order(reading: Reading, columns: Sequence[str], found: Findings) -> None:
    masked = {name for name in columns if reading.schema.column(name).sensitive}
    for line, *dates in rows(reading, *columns):
        earlier: tuple[str, dt.date] | None = None
        for name, date in zip(columns, dates, strict=True):
            if not isinstance(date, dt.date):
                continue
            if earlier is None or date >= earlier[1]:
                earlier = (name, date)
                continue
            this = MASK if name in masked else date.isoformat()
            that = MASK if earlier[0] in masked else earlier[1].isoformat()
            found.add(
                "dates-out-of-order",
                Text(
                    f"{name} ({this}) ligt voor {earlier[0]} ({that})",
                    f"{name} ({this}) is before {earlier[0]} ({that})",
                ),
                Text(
                    f"de volgorde is {join_words(columns, 'nl')}",
                    f"the order is {join_words(columns, 'en')}",
                ),
                line=line,
                column=name,
                value=this,
            )


def check_steps(reading: Reading) -> Findings:
    """Report escalations that go back in time, change region or miss a step.

    Parameters
    ----------
    reading : Reading
        The table escalations.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(reading)
    steps: dict[str, list[tuple[int, int, Any, Any]]] = defaultdict(list)
    for line, escalation, step, region, date in rows(
        reading, "escalation", "step", "region", "date"
    ):
        if isinstance(step, int) and escalation is not None:
            steps[escalation].append((step, line, region, date))
    for parts in steps.values():
        parts.sort(key=lambda part: part[:2])
        _check_escalation(parts, found)
    return found


def _check_escalation(parts: Sequence[tuple[int, int, Any, Any]], found: Findings) -> None:
    last = dt.date.min
    home = next((region for _, _, region, _ in parts if region is not None), None)
    for number, (step, line, region, date) in enumerate(parts, start=1):
        if step > number and (number == 1 or parts[number - 2][0] < step - 1):
            found.add(
                "missing-step",
                Text(f"stap {step - 1} ontbreekt", f"step {step - 1} is missing"),
                Text("nummer de stappen vanaf 1", "number the steps from 1"),
                line=line,
                column="step",
                value=str(step),
            )
        if region is not None and region != home:
            found.add(
                "region-changes",
                Text(
                    f"stap {step} noemt regio {region}, een eerdere stap {home}",
                    f"step {step} names region {region}, an earlier step {home}",
                ),
                Text("een escalatie hoort bij één regio", "an escalation belongs to one region"),
                line=line,
                column="region",
                value=region,
            )
        if isinstance(date, dt.date):
            if date < last:
                found.add(
                    "dates-out-of-order",
                    Text(
                        f"stap {step} ({date}) ligt voor een eerdere stap ({last})",
                        f"step {step} ({date}) is before an earlier step ({last})",
                    ),
                    Text("controleer de datums", "check the dates"),
                    line=line,
                    column="date",
                    value=date.isoformat(),
                )
            last = max(last, date)
