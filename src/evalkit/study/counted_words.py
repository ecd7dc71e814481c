"""Columns that take any word, of which the evaluations count some: a near miss is pointed out.

Who writes "Team" for "team" gets no error, but would not be counted either.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from evalkit.errors import nearest
from evalkit.language import Text, format_number
from evalkit.schemes import load_scheme
from evalkit.study.findings import Findings, shown
from evalkit.study.items import item_index
from evalkit.study.references import like, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.schemes import Scheme
    from evalkit.study.reading import Reading

_PARTIES: Final = {
    "VT": Text("Veilig Thuis", "Veilig Thuis"),
    "team": Text("lokaal team", "local team"),
    "gemeente": Text("gemeente", "municipality"),
}
_ESCALATION: Final = {"trigger": "B1.1", "initiator": "B1.5", "outcome": "B1.7"}


def check_counted_words(
    readings: Mapping[str, Reading], schemes: Sequence[Scheme]
) -> list[Findings]:
    """Point out words of answers and escalations that are nearly one that is counted.

    Parameters
    ----------
    readings : mapping of str to Reading
        All tables by name.
    schemes : sequence of Scheme
        Those of the study; where none has the items of an escalation, samen-doen-2021 does.

    Returns
    -------
    list of Findings
        Warnings, one per word, at its first line.
    """
    found = [_near_misses(readings["answers"], "party", _PARTIES)]
    if readings["escalations"].lines:
        items = item_index([*schemes, load_scheme("samen-doen-2021")])
        for column, item in _ESCALATION.items():
            levels = {level.value: level.label for level in items[item].levels}
            found.append(_near_misses(readings["escalations"], column, levels))
    return found


def _near_misses(reading: Reading, column: str, counted: Mapping[str, Text]) -> Findings:
    found = like(reading)
    sensitive = reading.schema.column(column).sensitive
    by_name = {word: word for word in counted}
    for word, label in counted.items():
        by_name |= {name: word for name in label if name not in by_name}
    lines: dict[str, list[int]] = defaultdict(list)
    for line, value in rows(reading, column):
        for word in {part.strip() for part in (value or "").split("|")} - {"", *counted}:
            lines[word].append(line)
    for word, places in lines.items():
        near = nearest(word, by_name)
        if near is None:
            continue
        n = len(places)
        found.add(
            "near-word",
            Text(
                f"{shown(word, sensitive=sensitive)!r} ({format_number(n, 'nl')} keer) is een eigen "
                f"woord en telt niet als {by_name[near]!r}",
                f"{shown(word, sensitive=sensitive)!r} ({format_number(n, 'en')} times) is a word of "
                f"your own and does not count as {by_name[near]!r}",
            ),
            Text(f"bedoelt u {by_name[near]!r}?", f"did you mean {by_name[near]!r}?"),
            line=places[0],
            column=column,
            value=shown(word, sensitive=sensitive),
            severity="warning",
        )
    return found
