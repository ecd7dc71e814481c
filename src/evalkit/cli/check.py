"""``evalkit check``: everything that is wrong with a study, at once."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from evalkit.errors import ReportError, StudyError, system_reason, unknown_name
from evalkit.language import LANGUAGES, Language, Text, format_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evalkit.results import Check
    from evalkit.study import Study

_FORMATS = ("text", "csv", "json")
_FIELDS = ("file", "sheet", "line", "column", "value", "rule", "severity", "message", "hint")
_ERRORS = (Text("fout", "error"), Text("fouten", "errors"))
_WARNINGS = (Text("waarschuwing", "warning"), Text("waarschuwingen", "warnings"))
_ROWS = (Text("rij", "row"), Text("rijen", "rows"))
_TABLES = (Text("tabel", "table"), Text("tabellen", "tables"))
_SEVERITY = {"error": Text("fout", "error"), "warning": Text("let op", "warning")}


def check(
    study: Annotated[
        str, typer.Argument(help="map of naam van de studie | folder or name of the study")
    ],
    format: Annotated[  # noqa: A002  the name of the option
        str, typer.Option(help="text, csv, json")
    ] = "text",
    language: Annotated[str, typer.Option(envvar="EVALKIT_LANGUAGE", help="nl, en")] = "nl",
    out: Annotated[
        Path | None, typer.Option(help="schrijf naar dit bestand | write to this file")
    ] = None,
) -> None:
    """Find everything that is wrong with a study.

    Parameters
    ----------
    study : str
        Folder or name of the study.
    format : str
        "text", "csv" or "json".
    language : str
        "nl" or "en".
    out : Path or None
        File to write to instead of the screen.

    Raises
    ------
    Exit
        With code 2 when there is an error among the findings.
    """
    from evalkit.results import Check
    from evalkit.study import open_study

    if format not in _FORMATS:
        raise unknown_name(Text("vorm", "format"), format, _FORMATS, where="--format")
    if language not in LANGUAGES:
        raise unknown_name(Text("taal", "language"), language, LANGUAGES, where="--language")
    words: Language = "nl" if language == "nl" else "en"
    opened: Study | None = None
    findings: list[Check] = []
    try:
        opened = open_study(study)
        findings += opened.check()
        if opened.readings["claims"].rows_used and not any(f.severity == "error" for f in findings):
            from evalkit.claims import load_claims

            load_claims(opened)  # holds the words of claims against the lexicon
    except StudyError as error:
        said = [finding for finding in error.findings if isinstance(finding, Check)]
        if not said:
            raise
        findings += said
    text = _written(findings, opened, form=format, language=words)
    if out is None:
        typer.echo(text, nl=False)
    else:
        _write(out, text)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(2)


def _written(
    findings: Sequence[Check],
    study: Study | None,
    *,
    form: str,
    language: Language,
) -> str:
    rows = [_row(finding, language) for finding in findings]
    if form == "csv":
        from evalkit.study.csv_text import csv_text

        return csv_text([_FIELDS, *(row.values() for row in rows)])
    if form == "json":
        tables, used, rows_in = _size(study)
        whole = {"tables": tables, "rows": rows_in, "rows_used": used, "findings": rows}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    lines = [
        f"{_SEVERITY[finding.severity].in_language(language)}: {finding.in_language(language)}"
        for finding in findings
    ]
    return (
        "\n".join([*lines, *_read_as(study, language), _summary(findings, study, language)]) + "\n"
    )


def _row(finding: Check, language: Language) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(finding, name) for name in _FIELDS}
    for name in ("message", "hint"):
        row[name] = getattr(finding, name).in_language(language)
    return row


def _size(study: Study | None) -> tuple[int, int, int]:
    if study is None:
        return 0, 0, 0
    readings = [*study.readings.values(), *study.coder_readings.values()]
    read = [reading for reading in readings if reading.present]
    return len(read), sum(r.rows_used for r in read), sum(r.rows_in for r in read)


def _read_as(study: Study | None, language: Language) -> list[str]:
    """Say of each file that is not as evalkit writes it how it was read."""
    if study is None:
        return []
    readings = [*study.readings.values(), *study.coder_readings.values()]
    verb = "gelezen met" if language == "nl" else "read with"
    return [
        f"{reading.findings.file}: {verb} {reading.read_as.in_language(language)}"
        for reading in readings
        if reading.read_as.nl
    ]


def _summary(findings: Sequence[Check], study: Study | None, language: Language) -> str:
    tables, used, rows_in = _size(study)
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    noted = _number(warnings, _WARNINGS, language)
    if not errors and not rows_in:
        return Text(
            "de studie is in orde, maar nog leeg; vul de tabellen in tables/",
            "the study is in order but still empty; fill the tables in tables/",
        ).in_language(language)
    size = _number(rows_in, _ROWS, language)
    if used < rows_in:
        of = Text("van", "of").in_language(language)
        size = f"{format_number(used, language)} {of} {size}"
    size = f"{size} in {_number(tables, _TABLES, language)}"
    if errors:
        wrong = _number(errors, _ERRORS, language)
        return Text(
            f"{wrong} en {noted}; gelezen: {size}", f"{wrong} and {noted}; read: {size}"
        ).in_language(language)
    ending = f", {noted}" if warnings else ""
    return Text(
        f"de studie is in orde: {size}{ending}", f"the study is in order: {size}{ending}"
    ).in_language(language)


def _number(n: int, nouns: tuple[Text, Text], language: Language) -> str:
    """Write a number with its noun, singular or plural."""
    return f"{format_number(n, language)} {nouns[n != 1].in_language(language)}"


def _write(out: Path, text: str) -> None:
    from evalkit.batch.atomic import write_atomic

    try:
        write_atomic(out, text)
    except OSError as error:
        raise ReportError(
            nl=f"{out}: kan niet worden geschreven ({system_reason(error).nl}); kies een andere plaats",
            en=f"{out}: cannot be written ({system_reason(error).en}); choose another place",
        ) from error
