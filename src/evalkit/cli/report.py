"""``evalkit report``: one report per region and municipality, one on the whole, and the index."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evalkit.language import Text, format_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evalkit.batch import Plan, Report, Run
    from evalkit.language import Language


def report(
    *,
    study: Annotated[str, typer.Option(help="naam of map van de studie | name or folder")] = (
        "published"
    ),
    out: Annotated[Path, typer.Option(help="map voor de rapporten | folder for the reports")] = (
        Path("reports")
    ),
    language: Annotated[str, typer.Option(envvar="EVALKIT_LANGUAGE", help="nl, en")] = "nl",
    region: Annotated[
        list[str] | None,
        typer.Option(
            help="alleen deze regio, code of naam; mag vaker"
            " | only this region, code or name; may be repeated"
        ),
    ] = None,
    municipality: Annotated[
        list[str] | None,
        typer.Option(
            help="alleen deze gemeente, code of naam; mag vaker"
            " | only this municipality, code or name; may be repeated"
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="processen tegelijk | processes at once")] = (
        os.cpu_count() or 1
    ),
    timeout: Annotated[float, typer.Option(help="seconden per rapport | seconds per report")] = 600,
    notebooks: Annotated[
        Path | None,
        typer.Option(
            help="map met uw eigen rapportnotebooks | folder with your own report notebooks"
        ),
    ] = None,
    keep_notebooks: Annotated[
        bool,
        typer.Option(
            "--keep-notebooks",
            help="bewaar ook de uitgevoerde notebooks | keep the executed notebooks too",
        ),
    ] = False,
) -> None:
    """Make the reports of a study.

    Parameters
    ----------
    study : str
        Name or folder.
    out : Path
        Folder for the reports.
    language : str
        "nl" or "en".
    region : list of str or None
        Only these regions, by code or name.
    municipality : list of str or None
        Only these municipalities, by code or name.
    jobs : int
        Processes at once.
    timeout : float
        Seconds per report.
    notebooks : Path or None
        Folder with other report notebooks.
    keep_notebooks : bool
        Whether the executed notebooks are kept too.

    Raises
    ------
    Exit
        With code 1 when a report was not made.
    """
    from evalkit.batch import plan_batch, run_batch

    plan = plan_batch(
        study,
        out=out,
        language=language,
        regions=region,
        municipalities=municipality,
        notebooks=notebooks,
        keep_notebooks=keep_notebooks,
        timeout=timeout,
    )
    with _progress(plan) as progress:
        run = run_batch(plan, jobs=jobs, progress=progress)
    _conclude(run)
    raise typer.Exit(run.exit_code)


def _names(plan: Plan) -> dict[str, str]:
    """Return how a person knows each report: the code and name of its place."""
    return {job.slug: job.called(plan.language) for job in plan.jobs}


@contextlib.contextmanager
def _progress(plan: Plan) -> Iterator[Callable[[Report], None]]:
    """Show a bar on a terminal; elsewhere, such as in a log, a line per report."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _print_line(plan)
        return
    names = _names(plan)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as bar:
        start = Text("kernels starten", "starting kernels").in_language(plan.language)
        task = bar.add_task(start, total=len(plan.jobs))
        yield lambda report: bar.update(task, advance=1, description=names[report.slug])


def _print_line(plan: Plan) -> Callable[[Report], None]:
    names, done = _names(plan), 0

    def show(report: Report) -> None:
        nonlocal done
        done += 1
        seconds = format_number(report.seconds, plan.language, digits=1)
        reason = report.reason.words.in_language(plan.language)
        end = f": {reason}" if reason else ""
        print(f"{done}/{len(plan.jobs)} {names[report.slug]} ({seconds} s){end}", file=sys.stderr)

    return show


def _conclude(run: Run) -> None:
    language: Language = run.plan.language
    names = _names(run.plan)
    for failed in run.failed:
        reason = failed.reason.words.in_language(language)
        print(
            f"evalkit: {names[failed.slug]}: {reason}: {failed.message.in_language(language)}",
            file=sys.stderr,
        )
        if failed.traceback:
            print(failed.traceback, file=sys.stderr)
    print(run.in_language(language))
