"""``evalkit agree``: how far the coders of a study agree, and where they do not."""

from __future__ import annotations

import io
import json
import math
import shutil
from pathlib import Path  # noqa: TC003  typer reads the annotations
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from evalkit.errors import DisclosureError, ReportError, system_reason, unknown_name
from evalkit.language import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from evalkit.disclosure import Gate
    from evalkit.plots import Plot
    from evalkit.reports.agreement_table import Column, Row
    from evalkit.study import Study

_FORMATS: Final = ("text", "csv", "json", "html")
_BY: Final = ("coder", "level", "document", "pair")
_CAPTIONS: Final = {
    "items": Text("Overeenstemming per item", "Agreement by item"),
    "coder": Text("Per codeur", "By coder"),
    "level": Text("Per niveau", "By level"),
    "document": Text("Per document of dossier", "By document or file"),
    "pair": Text("Per tweetal codeurs", "By pair of coders"),
    "worklist": Text("Te bespreken verschillen", "Differences to discuss"),
}
_TOO_FEW: Final = Text(
    "Minder dan twee codeurs ({coders}): {reason}.", "Fewer than two coders ({coders}): {reason}."
)


def agree(
    study: Annotated[
        str, typer.Argument(help="map of naam van de studie | folder or name of the study")
    ],
    *,
    item: Annotated[
        list[str] | None,
        typer.Option("--item", help="alleen dit item, herhaalbaar | this item only, repeatable"),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="coder, level, document, pair")] = None,
    worklist: Annotated[
        bool,
        typer.Option("--worklist", help="verschillen om te bespreken | differences to discuss"),
    ] = False,
    format_: Annotated[str, typer.Option("--format", help="text, csv, json, html")] = "text",
    language: Annotated[
        str, typer.Option("--language", envvar="EVALKIT_LANGUAGE", help="nl, en")
    ] = "nl",
    out: Annotated[
        Path | None, typer.Option(help="schrijf naar dit bestand | write to this file")
    ] = None,
) -> None:
    """Toon hoever codeurs het eens zijn | Show how far coders agree."""
    from evalkit.disclosure import open_gate
    from evalkit.study import open_study

    for found, known, what, option in (
        (format_, _FORMATS, Text("vorm", "format"), "--format"),
        (language, LANGUAGES, Text("taal", "language"), "--language"),
        (by or _BY[0], _BY, Text("indeling", "breakdown"), "--by"),
    ):
        if found not in known:
            raise unknown_name(what, found, known, where=option)
    spoken: Language = "nl" if language == "nl" else "en"
    opened = open_study(study)
    opened.require_valid()
    gate = open_gate(opened.profile)
    kind = "worklist" if worklist else by or "items"
    if kind == "worklist":
        _require_working_paper(gate, format_, out)
    text = _made(opened, gate, item, kind=kind, form=format_, language=spoken)
    if out is None:
        typer.echo(text, nl=False)
    else:
        _write(out, text)


def _require_working_paper(gate: Gate, form: str, out: Path | None) -> None:
    """Let single units of a protected study go to a file for the coders only, not to a page."""
    if gate.policy.passes or (out is not None and form in ("csv", "json")):
        return
    raise DisclosureError(
        nl="--worklist: de werklijst toont eenheden van een beschermde studie; schrijf haar voor de "
        "codeurs naar een bestand met --format csv --out BESTAND en publiceer dat niet",
        en="--worklist: the worklist shows units of a protected study; write it for the coders to a "
        "file with --format csv --out FILE and do not publish that",
    )


def _made(
    study: Study,
    gate: Gate,
    items: list[str] | None,
    *,
    kind: str,
    form: str,
    language: Language,
) -> str:
    from evalkit.disclosure import HIDDEN
    from evalkit.reliability import (
        disagreement_worklist,
        reliability_sentence,
        study_diagnosis,
        study_reliability,
    )
    from evalkit.reports.agreement_table import COLUMNS, released_rows, worklist_columns

    summary = study_reliability(study, items=items)
    columns: Sequence[Column]
    if kind == "worklist":
        frame = disagreement_worklist(study, items=items)
        rows: list[Row] = [{str(n): c for n, c in r.items()} for r in frame.to_dict("records")]
        columns = worklist_columns(frame)
    else:
        frame = summary if kind == "items" else study_diagnosis(study, by=kind, items=items)  # type: ignore[arg-type]
        rows, columns = released_rows(frame, kind, gate), COLUMNS[kind]
    shown = [row["n"] != HIDDEN for row in released_rows(summary, "items", gate)]
    few = _too_few(study, language)
    sentence = few or reliability_sentence(summary, language, shown=shown)
    if form == "csv":
        from evalkit.study.csv_text import csv_text

        if few:
            typer.echo(few, err=True)
        return csv_text([list(frame.columns), *([_empty(c) for c in r.values()] for r in rows)])
    if form == "json":
        cells = [{name: _empty(cell) for name, cell in row.items()} for row in rows]
        whole = {"study": study.name, "table": kind, "sentence": sentence, "rows": cells}
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    notes = _notes(rows, gate, language)
    caption = _CAPTIONS[kind].in_language(language)
    if form == "html":
        from evalkit.cli.agree_page import agreement_page

        return agreement_page(
            study,
            columns,
            rows,
            caption=caption,
            sentence=sentence,
            notes=notes,
            plot=_plot(study, gate, frame, kind, items),
            language=language,
        )
    return _plain(caption, columns, rows, [sentence, *notes], language)


def _too_few(study: Study, language: Language) -> str:
    """Say that there is nothing to compare; an empty string when there is."""
    from evalkit.reliability.reasons import NOTHING, ONE_CODER

    coders = len({*study.codings["coder"]} - {study.consensus})
    if coders >= 2:
        return ""
    reason = NOTHING if coders == 0 else ONE_CODER
    return _TOO_FEW.in_language(language).format(coders=coders, reason=reason.in_language(language))


def _empty(cell: Any) -> Any:
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def _notes(rows: Sequence[Row], gate: Gate, language: Language) -> list[str]:
    """Return per reason or warning which rows it is about, and what the gate did."""
    about: dict[str, dict[str, None]] = {}
    for row in rows:
        for part in ("reason", "warnings"):
            words = row.get(f"{part}_{language}", "")
            if words:
                about.setdefault(words, {})[row["item"]] = None
    said = [f"{', '.join(items)}: {words}." for words, items in about.items()]
    if not gate.policy.passes:
        said.append(gate.policy.wording.in_language(language))
    return said


def _plot(
    study: Study, gate: Gate, frame: pd.DataFrame, kind: str, items: list[str] | None
) -> Plot | None:
    """Return the picture that goes with a table; of levels and pairs when it is of one item."""
    from evalkit.plots import coder_plot, confusion_plot, forest_plot
    from evalkit.reliability import level_confusion
    from evalkit.reliability.questions import study_questions

    if not len(frame):
        return None
    if kind == "items":
        return forest_plot(frame, gate=gate, title=_CAPTIONS["items"])
    if kind not in ("level", "pair") or len(frame[["item", "facet"]].drop_duplicates()) > 1:
        return None
    name = frame.iloc[0]
    title = Text(f"{name['item']} {name['label_nl']}", f"{name['item']} {name['label_en']}")
    if kind == "pair":
        return coder_plot(frame, gate=gate, title=title)
    chosen = [each for each in study_questions(study, items=items) if each.kind == "levels"]
    if len(chosen) != 1:
        return None
    labels: dict[object, Text] = {
        level.value: level.label for level in chosen[0].item.levels_on(chosen[0].facet)
    }
    return confusion_plot(level_confusion(chosen[0].ratings), gate=gate, title=title, labels=labels)


def _plain(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    notes: Sequence[str],
    language: Language,
) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    # Plain text, so that "[0]" in a level is not read as markup.
    table = Table(
        box=box.SIMPLE_HEAD,
        title=Plain(caption, style="bold"),
        title_justify="left",
        pad_edge=False,
    )
    for column in columns:
        table.add_column(
            column.title.in_language(language),
            justify="right" if column.is_number else "left",
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Plain(column.cell(row, language)) for column in columns))
    shown = io.StringIO()
    width = shutil.get_terminal_size((120, 24)).columns
    console = Console(file=shown, width=width, highlight=False, color_system=None)
    if rows:
        console.print(table)
    for note in notes:
        console.print(Plain(note))
    return "".join(f"{line.rstrip()}\n" for line in shown.getvalue().splitlines())


def _write(out: Path, text: str) -> None:
    from evalkit.batch.atomic import write_atomic

    try:
        write_atomic(out, text)
    except OSError as error:
        raise ReportError(
            nl=f"{out}: kan niet worden geschreven ({system_reason(error).nl}); kies een andere plaats",
            en=f"{out}: cannot be written ({system_reason(error).en}); choose another place",
        ) from error
