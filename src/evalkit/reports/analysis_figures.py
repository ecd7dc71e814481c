"""The pictures that belong to an answer, by the kind of its results."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from evalkit.evaluations.indicator import coded_waves
from evalkit.evaluations.norms import JUDGEMENT
from evalkit.inference import (
    BetaBinomial,
    CumulativeIncidence,
    Funnel,
    Moves,
    RiskView,
    RouteConformance,
    SurvivalCurve,
    TableResult,
    Trend,
)
from evalkit.language import Text, as_text
from evalkit.plots import (
    curve_plot,
    dyad_plot,
    funnel_plot,
    moves_plot,
    route_plot,
    shrinkage_plot,
    trend_plot,
)
from evalkit.reports.figure_sentences import (
    dyads_seen,
    ends_seen,
    funnel_seen,
    moves_seen,
    routes_seen,
    shrinkage_seen,
    trend_seen,
    view_seen,
    waiting_seen,
)
from evalkit.reports.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evalkit.disclosure import ReleasedResult
    from evalkit.evaluations.analysis import Analysis
    from evalkit.plots import Plot
    from evalkit.reports.report import Report
    from evalkit.reports.section import Figure
    from evalkit.results import Result

    Drawn = Iterator[tuple[Plot, Text]]

_MOST: Final = 4  # pictures of one answer; the others are numbers in the appendix
_CURVES: Final = 4


def analysis_figures(
    report: Report, analysis: Analysis, *, marked: str | None = None
) -> list[Figure]:
    """Set the pictures of an answer on the page.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer.
    marked : str or None
        Name of the place to mark among others.

    Returns
    -------
    list of Figure
        Those of `analysis_plots`; a caption says what is drawn and what one sees in it.
    """
    found = []
    for plot, seen in _drawn(report, analysis, marked):
        title, said = (text.in_language(report.language) for text in (plot.title, seen))
        found.append(report.figure(plot, f"{title}. {said}".strip()))
    return found


def analysis_plots(report: Report, analysis: Analysis, *, marked: str | None = None) -> list[Plot]:
    """Draw the results of an answer that have a picture.

    Parameters
    ----------
    report : Report
        Whose gate and language are used.
    analysis : Analysis
        The answer.
    marked : str or None
        Name of the place to mark among others.

    Returns
    -------
    list of Plot
        At most four. Empty under a protective profile: pictures of curves, models and tests are
        made from unrounded data.
    """
    return [plot for plot, _ in _drawn(report, analysis, marked)]


def _drawn(report: Report, analysis: Analysis, marked: str | None) -> list[tuple[Plot, Text]]:
    if not report.gate.policy.passes:
        return []
    drawn = (
        plot
        for draw in (_curves, _ends, _views, _beside, _moves, _dyads, _routes, _trends)
        for plot in draw(report, analysis, marked)
    )
    return list(islice(drawn, _MOST))


def _of(analysis: Analysis, kind: type[Any]) -> list[Any]:
    return [result for result in analysis.results if isinstance(result, kind)]


def _pass(report: Report, analysis: Analysis, result: Result) -> ReleasedResult:
    return report.gate.result(result, what=analysis.title)


def _titled(analysis: Analysis, result: Any) -> Text:
    name = as_text(result.name)
    return Text(f"{analysis.title.nl}: {name.nl}", f"{analysis.title.en}: {name.en}")


def _curves(report: Report, analysis: Analysis, marked: str | None) -> Drawn:  # noqa: ARG001
    curves = _of(analysis, SurvivalCurve)[:_CURVES]
    if curves:
        released = [_pass(report, analysis, curve) for curve in curves]
        title = words()["fieldwork.waiting"]
        plot = curve_plot(
            released,
            title=title,
            unit=words()["unit.working_days"],
            terms=[(5, words()["fieldwork.five_days"]), (50, words()["fieldwork.ten_weeks"])],
            language=report.language,
        )
        yield plot, waiting_seen(_of(analysis, CumulativeIncidence)[:_CURVES])


def _ends(report: Report, analysis: Analysis, marked: str | None) -> Drawn:  # noqa: ARG001
    for found in _of(analysis, CumulativeIncidence)[:1]:
        title = _titled(analysis, found)
        released = _pass(report, analysis, found)
        unit = words()["unit.working_days"]
        plot = curve_plot(released, title=title, unit=unit, language=report.language)
        yield plot, ends_seen(found)


def _views(report: Report, analysis: Analysis, marked: str | None) -> Drawn:  # noqa: ARG001
    views = _of(analysis, RiskView)[:_CURVES]
    if views:
        released = [_pass(report, analysis, view.latest) for view in views]
        title = words()["fieldwork.in_view"]
        unit = words()["unit.months"]
        plot = curve_plot(released, title=title, unit=unit, language=report.language)
        yield plot, view_seen([view.latest for view in views])


def _beside(report: Report, analysis: Analysis, marked: str | None) -> Drawn:
    kinds: tuple[tuple[type[Any], Callable[..., Plot], Callable[..., Text]], ...] = (
        (Funnel, funnel_plot, funnel_seen),
        (BetaBinomial, shrinkage_plot, shrinkage_seen),
    )
    for kind, plot, seen in kinds:
        for found in _of(analysis, kind)[: _MOST // 2]:
            title = _titled(analysis, found)
            known = marked if marked in set(found.table["unit"]) else None
            released = _pass(report, analysis, found)
            drawn = plot(released, title=title, marked=known, language=report.language)
            yield drawn, seen(found, known)


def _moves(report: Report, analysis: Analysis, marked: str | None) -> Drawn:  # noqa: ARG001
    for found in _of(analysis, Moves)[:1]:
        title = words()["fieldwork.moves"]
        item = report.study.items.get(JUDGEMENT)
        labels: dict[object, Text] = (
            {level.value: level.label for level in item.levels} if item else {}
        )
        names = {wave.id: wave.label for wave in report.study.waves}
        seen = coded_waves(report.study, JUDGEMENT)
        plot = moves_plot(
            _pass(report, analysis, found),
            title=title,
            labels=labels,
            waves=(names[seen[0]], names[seen[-1]]),
            language=report.language,
        )
        yield plot, moves_seen(found)


def _dyads(report: Report, analysis: Analysis, marked: str | None) -> Drawn:  # noqa: ARG001
    for found in _of(analysis, TableResult):
        if "first_higher" in found.table:
            items = report.study.items
            labels = {name: items[name].label for name in found.table["item"] if name in items}
            title = words()["fieldwork.both_sides"]
            plot = dyad_plot(
                _pass(report, analysis, found),
                title=title,
                labels=labels,
                language=report.language,
            )
            yield plot, dyads_seen(found, labels)


def _routes(report: Report, analysis: Analysis, marked: str | None) -> Drawn:  # noqa: ARG001
    for found in _of(analysis, RouteConformance):
        if found.n:
            title = words()["fieldwork.paths"]
            released = _pass(report, analysis, found)
            plot = route_plot(released, title=title, language=report.language)
            yield plot, routes_seen(found)


def _trends(report: Report, analysis: Analysis, marked: str | None) -> Drawn:  # noqa: ARG001
    for found in _of(analysis, Trend)[:2]:
        name = as_text(found.name)
        title = words()["fieldwork.per_half_year"]
        title = Text(f"{name.nl} {title.nl}", f"{name.en} {title.en}")
        plot = trend_plot(
            _pass(report, analysis, found),
            title=title,
            unit=name,
            explained=words()["fieldwork.break"],
            language=report.language,
        )
        yield plot, trend_seen(found)
