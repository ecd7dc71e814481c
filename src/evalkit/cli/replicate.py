"""``evalkit replicate``: hold published claims against what a study counted."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import Annotated, Final

import typer

from evalkit.language import Text

_HEADING: Final = Text("Gepubliceerde uitspraken nagerekend", "Published claims recalculated")


def replicate(
    study: Annotated[
        str, typer.Argument(help="map of naam van de studie | folder or name of the study")
    ],
    *,
    against: Annotated[
        str, typer.Option("--against", help="studie met uitspraken | study with claims")
    ] = "published",
    margin: Annotated[
        float,
        typer.Option("--margin", help="verschil dat er niet toe doet | difference not to matter"),
    ] = 0.15,
    region: Annotated[
        str | None, typer.Option("--region", help="code of naam | code or name")
    ] = None,
    municipality: Annotated[
        str | None, typer.Option("--municipality", help="code of naam | code or name")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="text, csv, json, html")] = "text",
    language: Annotated[
        str, typer.Option("--language", envvar="EVALKIT_LANGUAGE", help="nl, en")
    ] = "nl",
    out: Annotated[
        Path | None, typer.Option(help="schrijf naar dit bestand | write to this file")
    ] = None,
) -> None:
    """Leg uitspraken naast de studie | Hold published claims against the study."""
    from evalkit.cli.answering import open_for_answers, write_answers
    from evalkit.evaluations.replication import replicate as hold

    opened, gate, spoken = open_for_answers(study, format_, language)
    analysis = hold(
        opened, against=against, margin=margin, region=region, municipality=municipality
    )
    write_answers(
        opened, gate, [analysis], heading=_HEADING, form=format_, language=spoken, out=out
    )
