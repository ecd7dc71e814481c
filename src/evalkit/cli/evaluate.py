"""``evalkit evaluate``: put the questions of the evaluations to a study."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import Annotated, Final

import typer

from evalkit.language import Text

_HEADING: Final = Text("Antwoorden op de evaluatievragen", "Answers to the evaluation questions")


def evaluate(
    study: Annotated[
        str, typer.Argument(help="map of naam van de studie | folder or name of the study")
    ],
    *,
    evaluation: Annotated[
        str | None,
        typer.Option("--evaluation", help="alleen deze evaluatie | this evaluation only"),
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="code of naam | code or name")
    ] = None,
    municipality: Annotated[
        str | None, typer.Option("--municipality", help="code of naam | code or name")
    ] = None,
    wave: Annotated[
        str | None, typer.Option("--wave", help="alleen deze meting | this wave only")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text, csv, json, html")] = "text",
    language: Annotated[
        str, typer.Option("--language", envvar="EVALKIT_LANGUAGE", help="nl, en")
    ] = "nl",
    out: Annotated[
        Path | None, typer.Option(help="schrijf naar dit bestand | write to this file")
    ] = None,
) -> None:
    """Beantwoord de vragen van de evaluaties | Answer the questions of the evaluations."""
    from evalkit.cli.answering import open_for_answers, write_answers
    from evalkit.evaluations.catalogue import evaluate as ask

    opened, gate, spoken = open_for_answers(study, format_, language)
    analyses = ask(
        opened, evaluation=evaluation, region=region, municipality=municipality, wave=wave
    )
    write_answers(opened, gate, analyses, heading=_HEADING, form=format_, language=spoken, out=out)
