"""Published claims that a study could count: how each came out, by its text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from evalkit.evaluations.analysis import Statement
from evalkit.evaluations.replication import claims_source
from evalkit.language import Text
from evalkit.reports.analysis_blocks import folded, sentence, statements
from evalkit.reports.analysis_table import analysis_table
from evalkit.reports.section import Bullets, Fold, Paragraph
from evalkit.results import VERDICT_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from evalkit.evaluations.analysis import Analysis
    from evalkit.reports.section import Block
    from evalkit.reports.shared_sections import SharedSections

#: Verdicts of which the claims are told one by one, as far as there are not too many.
_TOLD: Final[tuple[Literal["same", "different"], ...]] = ("same", "different")
_MOST: Final = 8
_HERE: Final = ("text", "source", "counted", "k", "n")
_WHOLE: Final = ("claim", *_HERE, "verdict", "note")
_NUMBERS: Final = (
    "claim", "k", "n", "low", "high", "claimed_low", "claimed_high", "predicted_low",
    "predicted_high", "tost_p", "bayes_narrow", "bayes_wide",
)  # fmt: skip
_UNCOUNTED: Final = ("claim", "text", "source", "reason")
_CLAIM: Final = Text(
    "“{text}” ({source}) {counted}: {k} van {n}.", "“{text}” ({source}) {counted}: {k} of {n}."
)


def claim_blocks(report: SharedSections, analysis: Analysis) -> list[Block]:
    """Lay out how published claims came out here.

    Parameters
    ----------
    report : SharedSections
        Whose gate and language are used.
    analysis : Analysis
        The answer of `replicate`.

    Returns
    -------
    list of Block
        For the whole study which claims came out the same or different and what was counted; all
        that could be counted in a table; how many others there are, and where they stand. Empty when nothing may be
        published.
    """
    counted = _noted(_counted(analysis))
    is_whole = report.level == "national"
    blocks: list[Block] = []
    for name in _TOLD:
        rows = counted.table[_has_verdict(counted.table, name)]
        if 0 < len(rows) <= _MOST and report.gate.policy.passes and is_whole:
            said = statements(report, replace(counted, statements=_each(rows)))
            blocks += [report.paragraph(f"claims_here.{name}"), Bullets(tuple(said))]
    blocks = [*([Bullets(tuple(said))] if (said := statements(report, analysis)) else []), *blocks]
    columns = _WHOLE if is_whole else _HERE
    published = _published(report, counted)
    laid = analysis_table(report, _only(published, columns))
    blocks += [folded(report, laid, analysis.title)] if laid is not None else []
    if not blocks:
        return []
    quoted = analysis if is_whole else published
    report.cite(quoted.table["source"], of=claims_source(analysis.evaluation))
    others = len(analysis.table) - len(counted.table)
    number = report.gate.count(others, what=analysis.title)
    elsewhere = "here" if is_whole else "place"
    told = [report.paragraph(f"claims_here.others_{elsewhere}", n=number)] if others else []
    cautions = " ".join(sentence(each, report.language) for each in analysis.cautions)
    asked = Paragraph(analysis.question.in_language(report.language), "small")
    return [asked, *blocks, *told, Paragraph(cautions, "note")]


def claim_folds(report: SharedSections, analysis: Analysis) -> list[Block]:
    """Lay out what stands behind `claim_blocks`, for the report of the whole study.

    Parameters
    ----------
    report : SharedSections
        Whose gate and language are used.
    analysis : Analysis
        The answer of `replicate`.

    Returns
    -------
    list of Block
        The numbers of each claim that was counted, and why the others were not; closed.
    """
    counted = _counted(analysis)
    rest = replace(analysis, table=analysis.table[~_is_counted(analysis)], derived=())
    pairs = (
        ("numbers", _only(counted, _NUMBERS)),
        ("uncounted", _only(replace(rest, shares={}), _UNCOUNTED)),
    )
    laid = [(name, analysis_table(report, part, is_full=True)) for name, part in pairs]
    return [Fold(report.say(f"claims_here.{name}"), (table,)) for name, table in laid if table]


def _is_counted(analysis: Analysis) -> pd.Series:
    return analysis.table["n"].fillna(0) > 0


def _counted(analysis: Analysis) -> Analysis:
    table = analysis.table[_is_counted(analysis)].reset_index(drop=True)
    return replace(analysis, table=table)


def _noted(analysis: Analysis) -> Analysis:
    """Note beside a claim without a verdict why there is none."""
    table = analysis.table
    note = table["note"].where(table["verdict"] != VERDICT_WORDS["not testable"], table["reason"])
    return replace(analysis, table=table.assign(note=note))


def _published(report: SharedSections, analysis: Analysis) -> Analysis:
    """Leave out the claims of which nothing but a hidden number could be shown."""
    if report.gate.policy.passes:
        return analysis
    pairs = zip(analysis.table["k"], analysis.table["n"], strict=True)
    shown = [
        not report.gate.share(int(k), int(n), what=analysis.title, level=None).hidden
        for k, n in pairs
    ]
    return replace(analysis, table=analysis.table[shown].reset_index(drop=True))


def _has_verdict(table: pd.DataFrame, name: Literal["same", "different"]) -> list[bool]:
    return [verdict == VERDICT_WORDS[name] for verdict in table["verdict"]]


def _only(analysis: Analysis, columns: Sequence[str]) -> Analysis:
    kept = [name for name in columns if name in analysis.table]
    derived = tuple(name for name in analysis.derived if name in kept)
    return replace(analysis, table=analysis.table[kept], derived=derived)


def _each(rows: pd.DataFrame) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            text=_CLAIM,
            values={"text": row["text"], "source": Text(row["source"], row["source"]),
                    "counted": row["counted"], "k": int(row["k"]), "n": int(row["n"])},
        )
        for row in rows.to_dict("records")
    )  # fmt: skip
