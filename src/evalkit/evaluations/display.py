"""An answer as text, HTML, CSV or JSON."""

from __future__ import annotations

import io
import json
import math
from functools import cache
from itertools import compress
from numbers import Real
from typing import TYPE_CHECKING, Any, Final

from evalkit.evaluations.analysis import written
from evalkit.language import Language, Text, format_number, format_percent
from evalkit.results import COUNTS_BELOW

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Template

    from evalkit.evaluations.analysis import Analysis

_FRAGMENT: Final = """\
<section class="analysis">
<h2>{{ title }}</h2>
<p>{{ question }}</p>
{% if reason %}<p>{{ reason }}</p>
{% endif %}
{%- for line in statements %}<p>{{ line }}</p>
{% endfor %}
{%- if rows %}<table>
<thead><tr>{% for head in heads %}<th scope="col">{{ head }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in rows %}<tr>{% for cell in row -%}
{% if loop.first %}<th scope="row">{{ cell }}</th>{% else %}<td>{{ cell }}</td>{% endif %}
{%- endfor %}</tr>
{% endfor %}</tbody>
</table>
{% endif %}
{%- if results %}<details{% if results|length <= few %} open{% endif %}>
<summary>{{ calculations }}</summary>
<ul>
{% for line in results %}<li>{{ line }}</li>
{% endfor %}</ul>
</details>
{% endif %}
{%- for line in cautions %}<p class="caution">{{ line }}</p>
{% endfor %}</section>
"""
_READABLE: Final = 16  # a column of words that is narrower breaks them up
_FEW: Final = 6  # more lines of calculations than this stand folded
_CALCULATIONS: Final = Text("Berekeningen", "Calculations")
_YES_NO: Final = {True: Text("ja", "yes"), False: Text("nee", "no")}


def shown_rows(analysis: Analysis, language: Language) -> tuple[list[str], list[list[str]]]:
    """Return the headings and cells of the table as a reader sees them.

    Parameters
    ----------
    analysis : Analysis
        The answer.
    language : {"nl", "en"}
        Language of words and numbers.

    Returns
    -------
    tuple of list
        Labels and counts, then the shares, then what is derived; without columns that are empty
        in every row. The two counts behind a share stand in the share alone, unless they are
        declared as counts.
    """
    table, shares = analysis.table, analysis.shares
    behind = {name for pair in shares.values() for name in pair} - set(analysis.counts)
    own = [name for name in table.columns if name not in behind and name not in analysis.derived]
    names = [*own, *shares, *(name for name in table.columns if name in analysis.derived)]
    titles = analysis.titles
    heads = [titles.get(name, Text(name, name)).in_language(language) for name in names]
    rows = [
        [
            _share(row[shares[name][0]], row[shares[name][1]], language)
            if name in shares
            else _cell(row[name], language)
            for name in names
        ]
        for row in table.to_dict("records")
    ]
    filled = [any(cells) for cells in zip(*rows, strict=True)] or [True] * len(heads)
    return [*compress(heads, filled)], [[*compress(row, filled)] for row in rows]


def _share(k: Any, n: Any, language: Language) -> str:
    if _is_missing(k) or _is_missing(n):
        return ""
    of = "van" if language == "nl" else "of"
    count = f"{format_number(k, language)} {of} {format_number(n, language)}"
    return count if n < COUNTS_BELOW else f"{format_percent(k / n, language)} ({count})"


def _cell(value: Any, language: Language) -> str:
    if isinstance(value, Text):
        return value.in_language(language)
    if _is_missing(value):
        return ""
    if isinstance(value, bool):
        return _YES_NO[value].in_language(language)
    if isinstance(value, Real):
        number = float(value)
        if math.isinf(number):
            return "∞" if number > 0 else "-∞"
        return format_number(number, language, digits=0 if number.is_integer() else 2)
    return str(value)


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _lines(analysis: Analysis, language: Language) -> dict[str, list[str]]:
    """Return statements, results and cautions; of several lines in one result each is a line."""
    results = (written(result, language).splitlines() for result in analysis.results)
    return {
        "statements": [line.in_language(language) for line in analysis.statements],
        "results": [line for lines in results for line in lines if line.strip()],
        "cautions": [caution.in_language(language) for caution in analysis.cautions],
    }


def analysis_html(analysis: Analysis, language: Language) -> str:
    """Return an answer as an HTML fragment in which all text is escaped.

    Parameters
    ----------
    analysis : Analysis
        The answer.
    language : {"nl", "en"}
        Language of words and numbers.

    Returns
    -------
    str
        A heading, the question, statements, table, results and cautions.
    """
    heads, rows = shown_rows(analysis, language)
    return _template().render(
        title=analysis.title.in_language(language),
        question=analysis.question.in_language(language),
        reason=analysis.reason.in_language(language) if analysis.reason else "",
        heads=heads,
        rows=rows,
        few=_FEW,
        calculations=_CALCULATIONS.in_language(language),
        **_lines(analysis, language),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_FRAGMENT)


def analysis_text(analysis: Analysis, language: Language, *, width: int = 100) -> str:
    """Return an answer as plain text.

    Parameters
    ----------
    analysis : Analysis
        The answer.
    language : {"nl", "en"}
        Language of words and numbers.
    width : int
        Characters on a line of the table.

    Returns
    -------
    str
        Ends in a line break.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    shown = io.StringIO()
    console = Console(file=shown, width=width, highlight=False, color_system=None)
    # Plain text, so that "[0]" in a label is not read as markup.
    console.print(Plain(analysis.title.in_language(language).upper()))
    console.print(Plain(analysis.question.in_language(language)))
    if analysis.reason is not None:
        console.print(Plain(analysis.reason.in_language(language)))
    heads, rows = shown_rows(analysis, language)
    if rows and _needed(heads, rows) > width:
        for row in rows:
            console.print(Plain("\n" + "  ".join(row[:2])))
            for head, cell in zip(heads[2:], row[2:], strict=True):
                if cell:
                    console.print(Plain(f"  {head}: {cell}"))
        console.print()
    elif rows:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for head, is_number in zip(heads, number_columns(rows), strict=True):
            table.add_column(Plain(head), justify="right" if is_number else "left", overflow="fold")
        for row in rows:
            table.add_row(*map(Plain, row))
        console.print(table)
    lines = _lines(analysis, language)
    for line in (*lines["statements"], *lines["results"]):
        console.print(Plain(line))
    for line in lines["cautions"]:
        console.print(Plain(f"({line})"))
    return "".join(f"{line.rstrip()}\n" for line in shown.getvalue().splitlines())


def _needed(heads: list[str], rows: list[list[str]]) -> int:
    """Return the characters a line of the table needs before it is hard to read."""
    columns = zip(heads, *rows, strict=True)
    longest = [
        max(len(word) for cell in column for word in (*cell.split(), "")) for column in columns
    ]
    wide = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    return sum(
        2 + max(most, min(all_of, _READABLE)) for most, all_of in zip(longest, wide, strict=True)
    )


def number_columns(rows: list[list[str]]) -> list[bool]:
    """Tell which columns of shown cells hold numbers, which stand right.

    Parameters
    ----------
    rows : list of list of str
        From `shown_rows`; at least one.

    Returns
    -------
    list of bool
    """
    columns = zip(*rows, strict=True)
    return [all(not cell or cell[0] in "-0123456789∞" for cell in column) for column in columns]


def analysis_csv(analyses: Iterable[Analysis], language: Language) -> str:
    """Return the tables of answers as one table of cells, as their columns differ.

    Parameters
    ----------
    analyses : iterable of Analysis
        The answers.
    language : {"nl", "en"}
        Language of labels.

    Returns
    -------
    str
        CSV with columns evaluation, analysis, row (from 1), column and value; numbers unrounded.
        A missing value is an empty cell.
    """
    from evalkit.study.csv_text import csv_text

    lines: list[Sequence[Any]] = [("evaluation", "analysis", "row", "column", "value")]
    for analysis in analyses:
        for number, row in enumerate(_raw_rows(analysis, language), start=1):
            lines += [
                (analysis.evaluation, analysis.name, number, column, value)
                for column, value in row.items()
            ]
    return csv_text([list(line) for line in lines])


def analysis_json(analysis: Analysis, language: Language) -> dict[str, Any]:
    """Return an answer as what JSON can hold.

    Parameters
    ----------
    analysis : Analysis
        The answer.
    language : {"nl", "en"}
        Language of labels and sentences.

    Returns
    -------
    dict
        evaluation, analysis, title, question, reason, columns (headings by name), rows,
        statements, results and cautions.
    """
    names = [str(name) for name in analysis.table]
    titles = {name: analysis.titles.get(name, Text(name, name)) for name in names}
    whole = {
        "evaluation": analysis.evaluation,
        "analysis": analysis.name,
        "title": analysis.title.in_language(language),
        "question": analysis.question.in_language(language),
        "reason": analysis.reason.in_language(language) if analysis.reason else None,
        "columns": {name: title.in_language(language) for name, title in titles.items()},
        "rows": _raw_rows(analysis, language),
        **_lines(analysis, language),
    }
    json.dumps(whole, allow_nan=False)  # a table that JSON cannot hold is a defect, found here
    return whole


def _raw_rows(analysis: Analysis, language: Language) -> list[dict[str, Any]]:
    return [
        {str(name): _raw(value, language) for name, value in row.items()}
        for row in analysis.table.to_dict("records")
    ]


def _raw(value: Any, language: Language) -> str | int | float | bool | None:
    if isinstance(value, Text):
        return value.in_language(language)
    if _is_missing(value):
        return None
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, Real):
        number = float(value)
        if math.isinf(number):
            return str(number)
        return int(number) if number.is_integer() else number
    return str(value)
