"""Opening a study to answer from, and writing the answers where they were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from evalkit.cli.released_analysis import FORMATS, answers
from evalkit.disclosure import open_gate
from evalkit.errors import ReportError, system_reason, unknown_name
from evalkit.language import LANGUAGES, Text
from evalkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evalkit.disclosure import Gate
    from evalkit.evaluations import Analysis
    from evalkit.language import Language
    from evalkit.study import Study


def open_for_answers(name: str, form: str, language: str) -> tuple[Study, Gate, Language]:
    """Open a valid study with its gate, once the options are known to be right.

    Parameters
    ----------
    name : str
        Folder or name of the study.
    form, language : str
        As given with ``--format`` and ``--language``.

    Returns
    -------
    tuple of Study, Gate and str
        The study, the gate of its profile and the language.

    Raises
    ------
    EvalkitError
        If an option is not one of its words, or the study cannot be opened or has errors.
    """
    for found, known, what, option in (
        (form, FORMATS, Text("vorm", "format"), "--format"),
        (language, LANGUAGES, Text("taal", "language"), "--language"),
    ):
        if found not in known:
            raise unknown_name(what, found, known, where=option)
    study = open_study(name)
    study.require_valid()
    return study, open_gate(study.profile), "nl" if language == "nl" else "en"


def write_answers(
    study: Study,
    gate: Gate,
    analyses: Sequence[Analysis],
    *,
    heading: Text,
    form: str,
    language: Language,
    out: Path | None,
) -> None:
    """Print the answers, or write them to a file as a whole.

    Parameters
    ----------
    study : Study
        Gives the title.
    gate : Gate
        Opened with the profile of the study.
    analyses : sequence of Analysis
        The answers.
    heading : Text
        What is shown.
    form : {"text", "csv", "json", "html"}
        How.
    language : {"nl", "en"}
        Language of all words.
    out : Path or None
        The file; None prints.

    Raises
    ------
    ReportError
        If the file cannot be written.
    """
    from evalkit.batch.atomic import write_atomic

    text = answers(study, gate, analyses, heading=heading, form=form, language=language)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        write_atomic(out, text)
    except OSError as error:
        raise ReportError(
            nl=f"{out}: kan niet worden geschreven ({system_reason(error).nl}); kies een andere plaats",
            en=f"{out}: cannot be written ({system_reason(error).en}); choose another place",
        ) from error
