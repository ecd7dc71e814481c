"""Keys that point to another table, and waves that point to study.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evalkit.errors import choices, nearest
from evalkit.language import Text
from evalkit.study.codes import mended_code
from evalkit.study.findings import Findings, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evalkit.study.reading import Reading
    from evalkit.study.settings import Wave


def like(reading: Reading) -> Findings:
    """Return an empty collection for the same file as a reading."""
    return Findings(reading.findings.file, reading.findings.sheet)


def rows(reading: Reading, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield (line, value, ...) for the named columns of every row, wrong ones too."""
    return zip(reading.lines, *(reading.values[name] for name in columns), strict=True)


def check_keys(reading: Reading, readings: Mapping[str, Reading]) -> Findings:
    """Report values that must exist in another table and do not.

    Parameters
    ----------
    reading : Reading
        The table that refers.
    readings : mapping of str to Reading
        All tables by name, absent ones too.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(reading)
    for key in reading.schema.foreign_keys:
        # A reference to no resource is a reference to the table itself, as in Table Schema.
        target = readings[key.reference.resource] if key.reference.resource else reading
        known = set(zip(*(target.values[name] for name in key.reference.fields), strict=True))
        if not any(any(part) for part in known) and _says_why(target):
            continue
        sensitive = any(reading.schema.column(name).sensitive for name in key.fields)
        hints: dict[tuple[Any, ...], Text] = {}
        name = target.schema.name
        for line, *parts in rows(reading, *key.fields):
            value = tuple(parts)
            if value in known or any(part is None for part in value):
                continue
            if not target.present:
                _report_absent(found, name, line, key.fields)
                break
            if value not in hints:
                hints[value] = _hint(value, known, target, key.reference.fields)
            text = shown(" | ".join(map(str, value)), sensitive=sensitive)
            found.add(
                "unknown-reference",
                Text(f"{text!r} staat niet in tabel {name}", f"{text!r} is not in table {name}"),
                _addition(name) if sensitive else hints[value],
                line=line,
                column=", ".join(key.fields),
                value=text,
            )
    return found


def _says_why(target: Reading) -> bool:
    """Whether a table as a whole could not be read: what follows from that is no other mistake."""
    return any(
        check.severity == "error" and (check.line is None or check.line == 1)
        for check in target.findings.kept
    )


def _report_absent(found: Findings, table: str, line: int, columns: Sequence[str]) -> None:
    found.add(
        "missing-table",
        Text(
            f"tabel {table} ontbreekt, terwijl hier naar haar wordt verwezen",
            f"table {table} is missing, while it is referred to here",
        ),
        Text(
            f"voeg tables/{table}.csv toe of laat de kolom leeg",
            f"add tables/{table}.csv or leave the column empty",
        ),
        line=line,
        column=", ".join(columns),
    )


def _hint(
    value: tuple[Any, ...], known: set[tuple[Any, ...]], target: Reading, fields: Sequence[str]
) -> Text:
    words = [str(part[0]) for part in known if part[0] is not None]
    pattern = target.schema.column(fields[0]).constraints.pattern
    guess = mended_code(str(value[0]), pattern) if pattern else None
    if guess not in words:
        # Codes of figures all look alike: the nearest one would be a guess without ground.
        guess = None if pattern else nearest(str(value[0]), words)
    if guess:
        return Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
    name = target.schema.name
    if not words:
        return _addition(name)
    return Text(
        f"voeg de rij toe aan {name}, of kies uit {choices(words, 'nl')}",
        f"add the row to {name}, or choose {choices(words, 'en')}",
    )


def _addition(table: str) -> Text:
    return Text(f"voeg de rij toe aan {table}", f"add the row to {table}")


def check_waves(reading: Reading, waves: Sequence[Wave]) -> Findings:
    """Report waves that study.toml does not have.

    Parameters
    ----------
    reading : Reading
        Any table; one without a column ``wave`` has nothing to report.
    waves : sequence of Wave
        The waves of study.toml.

    Returns
    -------
    Findings
        What is wrong, with line and column.
    """
    found = like(reading)
    if "wave" not in reading.values:
        return found
    known = [wave.id for wave in waves]
    for line, wave in rows(reading, "wave"):
        if wave is None or wave in known:
            continue
        guess = nearest(wave, known)
        hint = Text(
            f"kies uit {choices(known, 'nl')}, of voeg een blok [[waves]] toe aan study.toml",
            f"choose {choices(known, 'en')}, or add a block [[waves]] to study.toml",
        )
        if guess:
            hint = Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
        found.add(
            "unknown-wave",
            Text(
                f"meting {shown(wave)!r} staat niet in study.toml",
                f"wave {shown(wave)!r} is not in study.toml",
            ),
            hint,
            line=line,
            column="wave",
            value=shown(wave),
        )
    return found
