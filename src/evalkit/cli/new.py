"""``evalkit new``: make an empty study."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import Annotated

import typer

from evalkit.language import Text, join_words


def new(
    folder: Annotated[Path, typer.Argument(help="nieuwe map | new folder")],
    *,
    scheme: Annotated[
        list[str],
        typer.Option(
            help="codeerschema, bijvoorbeeld aef-2020; mag vaker"
            " | coding scheme, e.g. aef-2020; may be repeated"
        ),
    ],
    title: Annotated[str, typer.Option(help="titel | title")] = "",
    language: Annotated[str, typer.Option(envvar="EVALKIT_LANGUAGE", help="nl, en")] = "nl",
    selection: Annotated[
        str,
        typer.Option(
            help="hoe eenheden zijn gekozen: census, random, purposive"
            " | how units are chosen: census, random, purposive"
        ),
    ] = "purposive",
    profile: Annotated[
        str,
        typer.Option(help="afscherming: public, protected | disclosure profile: public, protected"),
    ] = "protected",
) -> None:
    """Make an empty study.

    Parameters
    ----------
    folder : Path
        Where it comes; must not exist or be empty.
    scheme : list of str
        Coding schemes.
    title : str
        Title; the name of the folder when left out.
    language : str
        "nl" or "en".
    selection : str
        "census", "random" or "purposive".
    profile : str
        "public" or "protected".
    """
    from evalkit.study import new_study

    study = new_study(
        folder,
        scheme=scheme,
        title=title or folder.resolve().name,
        language=language,  # type: ignore[arg-type]  # new_study checks the word
        selection=selection,  # type: ignore[arg-type]
        profile=profile,  # type: ignore[arg-type]
    )
    names = [each.ref for each in study.schemes]
    typer.echo(
        Text(
            f"{folder}: de studie staat klaar met schema {join_words(names, 'nl')}.\n"
            "Vul study.toml aan (aantallen onder [frame], een blok [[waves]] per meting), "
            "vul tables/,\n"
            "geef elke codeur een kopie van templates/codings.csv als codings/<codeur>.csv, met de\n"
            "regels eens per eenheid,\n"
            f"en controleer met: evalkit check {folder}",
            f"{folder}: the study is ready with scheme {join_words(names, 'en')}.\n"
            "Complete study.toml (numbers under [frame], a block [[waves]] per wave), "
            "fill tables/,\n"
            "give each coder a copy of templates/codings.csv as codings/<coder>.csv, with its\n"
            "lines once per unit,\n"
            f"and check with: evalkit check {folder}",
        ).in_language(study.language)
    )
