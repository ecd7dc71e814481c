"""The pictures that belong to an answer, by the kind of its results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalkit.evaluations.analysis import Analysis
    from evalkit.reports.report import Report
    from evalkit.reports.section import Figure


def analysis_figures(report: Report, analysis: Analysis) -> list[Figure]:
    return []
