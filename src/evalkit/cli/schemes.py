"""``evalkit schemes``: list the coding schemes, or show one or one of its items."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Annotated, Final

import typer

from evalkit.errors import unknown_name
from evalkit.language import LANGUAGES, Language, Text
from evalkit.schemes import Item, Scheme, load_scheme, scheme_names
from evalkit.schemes.codebook import (
    codebook_rows,
    facet_remarks,
    levels_text,
    named,
    origin_text,
    remarks,
    scale_text,
    word,
)
from evalkit.schemes.vocabulary import FACETS, UNITS

if TYPE_CHECKING:
    from rich.console import RenderableType

_FORMATS: Final = ("text", "csv", "json", "html")


def schemes(
    name: Annotated[
        str | None,
        typer.Argument(help="schema of bestand | scheme or file; leeg: alle | empty: all"),
    ] = None,
    *,
    item: Annotated[str | None, typer.Option("--item", help="één item | one item")] = None,
    format_: Annotated[str, typer.Option("--format", help="text, csv, json, html")] = "text",
    language: Annotated[
        str, typer.Option("--language", envvar="EVALKIT_LANGUAGE", help="nl, en")
    ] = "nl",
) -> None:
    """Toon de codeerschema's | Show the coding schemes."""
    spoken = _language(language)
    if format_ not in _FORMATS:
        raise unknown_name(Text("vorm", "format"), format_, _FORMATS, where="--format")
    if name is None:
        if item is not None:
            raise unknown_name(Text("schema", "scheme"), "", scheme_names(), where="--item")
        _print(_overview(format_, spoken))
        return
    scheme = load_scheme(name)
    if item is None:
        _print(_scheme(scheme, format_, spoken))
    else:
        _print(_item(scheme.item(item), scheme, format_, spoken))


def _language(given: str) -> Language:
    for language in LANGUAGES:
        if given == language:
            return language
    raise unknown_name(Text("taal", "language"), given, LANGUAGES, where="--language")


def _print(shown: RenderableType) -> None:
    if isinstance(shown, str):
        typer.echo(shown, nl=not shown.endswith("\n"))
        return
    from rich.console import Console

    Console(highlight=False).print(shown)


def _overview(format_: str, language: Language) -> RenderableType:
    found = [load_scheme(name) for name in scheme_names()]
    rows = [
        {
            "scheme": scheme.ref,
            "items": str(len(scheme.items)),
            "title": scheme.title.in_language(language),
        }
        for scheme in found
    ]
    if format_ == "csv":
        return _csv(rows)
    if format_ == "json":
        return _json(rows)
    heads = ["scheme", "items", "title"]
    if format_ == "html":
        from html import escape

        head = "".join(f'<th scope="col">{word(h, language)}</th>' for h in heads)
        body = "".join(
            f'<tr><th scope="row">{escape(row["scheme"])}</th><td>{row["items"]}</td>'
            f"<td>{escape(row['title'])}</td></tr>"
            for row in rows
        )
        caption = word("schemes", language)
        return (
            f'<table lang="{language}"><caption>{caption}</caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )
    return _table(heads, [[row[h] for h in heads] for row in rows], language)


def _scheme(scheme: Scheme, format_: str, language: Language) -> RenderableType:
    if format_ == "csv":
        return _csv(codebook_rows(scheme, language))
    if format_ == "json":
        return _json(scheme.model_dump(mode="json"))
    if format_ == "html":
        return scheme.to_html(language=language)
    from rich.console import Group
    from rich.text import Text as Plain

    parts: list[RenderableType] = [
        Plain(f"{scheme.title.in_language(language)} ({scheme.ref})", style="bold"),
        Plain(scheme.description.in_language(language)),
    ]
    blocks = [(f"{t.id} {t.label.in_language(language)}", t.items) for t in scheme.themes]
    if scheme.qualifiers:
        blocks.insert(0, (word("beside", language), scheme.qualifiers))
    for title, items in blocks:
        rows = [
            [
                each.id,
                each.label.in_language(language),
                "\n".join(
                    filter(None, (scale_text(each, language), levels_text(each.levels, language)))
                ),
                ", ".join(UNITS[unit].in_language(language) for unit in each.units),
            ]
            for each in items
        ]
        parts += ["", _table(["item", "meaning", "answer", "unit"], rows, language, title=title)]
    return Group(*parts)


def _item(item: Item, scheme: Scheme, format_: str, language: Language) -> RenderableType:
    if format_ == "csv":
        return _csv([row for row in codebook_rows(scheme, language) if row["item"] == item.id])
    if format_ == "json":
        return _json(item.model_dump(mode="json"))
    if format_ == "html":
        return item.to_html(language=language)
    from rich.console import Group
    from rich.text import Text as Plain

    facts = [
        (word("answer", language), scale_text(item, language)),
        (word("unit", language), named(UNITS, item.units, language)),
        (word("facets", language), named(FACETS, item.facets, language)),
        *facet_remarks(item, language),
        *remarks(item, language),
        (word("origin", language), origin_text(item, language)),
    ]
    parts: list[RenderableType] = [
        Plain(f"{item.id} {item.label.in_language(language)}", style="bold"),
        Plain(item.definition.in_language(language)),
        *(Plain(f"{head}: {fact}") for head, fact in facts if fact),
    ]
    if item.levels:
        rows = [
            [
                level.value,
                level.label.in_language(language),
                level.definition.in_language(language) if level.definition else "",
            ]
            for level in item.levels
        ]
        parts += ["", _table(["value", "level", "definition"], rows, language)]
    return Group(*parts)


def _table(
    heads: list[str], rows: list[list[str]], language: Language, *, title: str = ""
) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text as Plain

    # Plain text, so that "[0]" in a level is not read as markup.
    table = Table(
        box=box.SIMPLE_HEAD,
        title=Plain(title, style="bold") if title else None,
        title_justify="left",
        pad_edge=False,
    )
    for head in heads:
        first = head == heads[0]
        table.add_column(word(head, language), no_wrap=first)
    for row in rows:
        table.add_row(*(Plain(cell) for cell in row))
    return table


def _csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)
