"""The table of an answer: what a reader sees in the section, and all of it in the appendix."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.disclosure import Released, ReleasedShare
from evalkit.disclosure.released import FEWEST_FOR_PERCENT
from evalkit.errors import DisclosureError
from evalkit.language import LANGUAGES, Text, format_number, format_p_value
from evalkit.reports.section import Cell, Table
from evalkit.reports.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from evalkit.disclosure import ReleasedTable
    from evalkit.evaluations.analysis import Analysis
    from evalkit.language import Language
    from evalkit.reports.report import Report

_UNKNOWN: Final = "–"
_WIDEST: Final = 9  # columns that fit a page beside the contents
_THEME: Final = "theme"
_P_VALUES: Final = frozenset({"p_value", "adjusted", "tost_p"})
#: Columns on what has no answer: left out where nothing is without one.
_ABSENCE: Final = frozenset(
    {"missing", "nvt", "not_counted", "open", "ended", "unknown", "only_first", "only_second"}
)
#: Two ends that stand in one cell.
_ENDS: Final = {
    "low": "high", "funnel_low": "funnel_high", "claimed_low": "claimed_high",
    "predicted_low": "predicted_high", "difference_low": "difference_high",
    "assumed_low": "assumed_high",
}  # fmt: skip


def analysis_table(report: Report, analysis: Analysis, *, is_full: bool = False) -> Table | None:
    """Release the table of an answer and lay it out.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer.
    is_full : bool
        With all columns, also the numbers made from unrounded data (intervals, coefficients); the
        latter never under a protective profile, where a note says that they were left out.

    Returns
    -------
    Table or None
        Each share stands as "45 of 150 (30%)" in place of its two counts. None when there are no
        rows, or no number of them may be published.
    """
    passes = report.gate.policy_for(analysis.about).passes
    hidden = set(analysis.derived) if not passes else set()
    dropped = hidden if is_full else hidden | _for_appendix(analysis)
    frame, titles = analysis.table.drop(columns=[*dropped]), dict(analysis.titles)
    if passes:
        frame = frame.drop(columns=[c for c in _ABSENCE & {*frame} if not frame[c].any()])
        unknown = [c for c in analysis.derived if c in frame and frame[c].isna().all()]
        frame = frame.drop(columns=unknown)
        frame, titles = _joined(frame, analysis)
    frame = _readable(frame, analysis)
    if frame.empty:
        return None
    shares = {name: pair for name, pair in analysis.shares.items() if {*pair} <= {*frame}}
    used = {name for pair in shares.values() for name in pair}
    try:
        released = report.gate.table(
            frame,
            counts=[name for name in analysis.counts if name in frame and name not in used],
            shares=shares,
            titles=titles,
            what=analysis.title,
            level=None,
            about=analysis.about_rows,
        )
    except DisclosureError:  # a number that nobody declared stays inside
        return None
    order = _order(frame, shares)
    shut = [name for name in order if _is_shut(released, name)]
    order = [name for name in order if name not in shut]
    numeric = {name for name in _written_out(analysis) if name in order}
    has_numbers = any(released.kind(name) != "label" for name in order)
    if shut and not has_numbers:
        return None
    notes = [report.say("fieldwork.left_out")] if hidden and is_full else []
    if shut:
        named = [capital(released.title(name).in_language(report.language)) for name in shut]
        notes.append(f"{report.say('fieldwork.shut')} {'; '.join(named)}.")
    caption = report.say(
        f"fieldwork.{'counts' if has_numbers else 'overview'}", title=analysis.title
    )
    return _laid(released, order, caption, notes, report.language, numeric=numeric)


def _is_shut(released: ReleasedTable, name: str) -> bool:
    """Return whether a column holds hidden numbers and none that is shown."""
    cells = [cell for cell in released.column(name) if isinstance(cell, Released)]
    known = [cell for cell in cells if cell.missing is None]
    return bool(known) and all(cell.hidden for cell in known)


def has_more(analysis: Analysis) -> bool:
    """Return whether the full table holds columns that the reader's table leaves out."""
    return bool(_for_appendix(analysis) - {_THEME})


def _for_appendix(analysis: Analysis) -> set[str]:
    """Return the columns that a reader of the section can do without."""
    frame = analysis.table
    left = {
        name
        for name in analysis.derived
        if _is_numeric(frame[name]) and (frame[name].notna().any() or not len(frame))
    }
    left |= {_THEME} & {*frame} if "subject" in frame else set()
    used = {name for pair in analysis.shares.values() for name in pair}
    kept = [name for name in map(str, frame.columns) if name not in left | used]
    width = len(kept) + len(analysis.shares)
    if width <= _WIDEST:
        return left
    left |= {_THEME} & {*kept}
    if width - 1 <= _WIDEST or not any(name.startswith("own_") for name in kept):
        return left
    # Too wide for the place and the whole study beside each other: the place stays.
    return left | {*analysis.derived} | {c for c in analysis.counts if not c.startswith("own_")}


def _is_numeric(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column))


def _written_out(analysis: Analysis) -> list[str]:
    """Return the columns of numbers made from unrounded data."""
    return [name for name in analysis.derived if _is_numeric(analysis.table[name])]


def _readable(frame: pd.DataFrame, analysis: Analysis) -> pd.DataFrame:
    """Write what is no count as a reader can use it: two decimals, three of a p-value."""
    kept: dict[str, Any] = {
        name: pd.Series([_number(name, value) for value in frame[name]], frame.index, dtype=object)
        for name in _written_out(analysis)
        if name in frame and _is_numeric(frame[name])
    }
    return frame.assign(**kept)


def _number(name: str, value: Any) -> Text:
    if pd.isna(value):
        return Text(_UNKNOWN, _UNKNOWN)
    if name in _P_VALUES:
        return Text(*(format_p_value(value, to).removeprefix("p = ").removeprefix("p ")
                      for to in LANGUAGES))  # fmt: skip
    return Text(*(format_number(float(value), to, digits=2) for to in LANGUAGES))


def _joined(frame: pd.DataFrame, analysis: Analysis) -> tuple[pd.DataFrame, dict[str, Text]]:
    """Set both ends of an interval in one column."""
    titles = dict(analysis.titles)
    for low, high in _ENDS.items():
        if not {low, high} <= {*frame}:
            continue
        ends = frame[[low, high]].astype(float)
        is_whole = ends.stack().dropna().mod(1).eq(0).all() and ends.max().max() > 1
        cells = [_span(a, b, 0 if is_whole else 2) for a, b in ends.itertuples(index=False)]
        frame = frame.drop(columns=high).assign(
            **{low: pd.Series(cells, frame.index, dtype=object)}
        )
        names = (f"range.{analysis.name}_{low}", f"range.{low}")
        titles[low] = next(words()[name] for name in names if name in words())
    return frame, titles


def _span(low: float, high: float, digits: int) -> Text:
    if math.isnan(low) or math.isnan(high):
        return Text(_UNKNOWN, _UNKNOWN)
    ends = [[format_number(end, to, digits=digits) for end in (low, high)] for to in LANGUAGES]
    return Text(
        "\N{NO-BREAK SPACE}tot\N{NO-BREAK SPACE}".join(ends[0]),
        "\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}".join(ends[1]),
    )


def _order(frame: pd.DataFrame, shares: Mapping[str, tuple[str, str]]) -> list[str]:
    """Put each share where its count stood, and first the labels that tell the rows apart."""
    used = {name for pair in shares.values() for name in pair}
    names: list[str] = []
    for name in map(str, frame.columns):
        names += [share for share, (k, _) in shares.items() if k == name]
        names += [name] if name not in used else []
    if len(names) > 1 and len(frame) > 1 and not frame[names[0]].is_unique:
        is_label = (
            names[1] in frame
            and names[1] != "answer"
            and frame[names[1]].map(type).isin([Text, str]).all()
        )
        names[:2] = names[1::-1] if is_label and frame[names[1]].is_unique else names[:2]
    return names


def _laid(
    released: ReleasedTable,
    order: Sequence[str],
    caption: str,
    notes: Sequence[str],
    language: Language,
    *,
    numeric: Collection[str],
) -> Table:
    kinds = dict(zip(released.columns, released.kinds, strict=True))
    titles = dict(zip(released.columns, released.titles, strict=True))
    is_number = {name: kinds[name] != "label" or name in numeric for name in order}
    rows = [dict(zip(released.columns, row, strict=True)) for row in released.rows]
    if released.note is not None and released.mask[[*order]].to_numpy().any():
        notes = (*notes, released.note.in_language(language))
    return Table(
        caption,
        tuple(Cell(capital(titles[name].in_language(language)), is_number[name]) for name in order),
        tuple(
            tuple(Cell(_written(row[name], language), is_number[name]) for name in order)
            for row in rows
        ),
        tuple(notes),
    )


def _written(cell: Text | Released, language: Language) -> str:
    if isinstance(cell, Text):
        return cell.in_language(language)
    if cell.missing in {"unknown", "nvt"}:  # no such number, or a share of nobody
        return _UNKNOWN
    if isinstance(cell, ReleasedShare) and not cell.hidden and (cell.n or 0) >= FEWEST_FOR_PERCENT:
        return f"{cell.fraction(language)} ({cell.in_language(language)})"
    return cell.in_language(language)


def capital(words: str) -> str:
    """Begin with a capital."""
    return words[:1].upper() + words[1:]
