"""Make the reports of a plan in worker processes; one that fails does not stop the others."""

from __future__ import annotations

import contextlib
import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from evalkit.batch.atomic import write_atomic
from evalkit.batch.crew import Crew
from evalkit.batch.engine import ENGINES
from evalkit.batch.index import render_index
from evalkit.batch.manifest import outdated_pages, report_entries, write_json, write_manifest
from evalkit.batch.outcome import Report, State
from evalkit.errors import ParameterError, ReportError, system_reason, unknown_name
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evalkit.batch.plan import Plan
    from evalkit.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a plan.

    Attributes
    ----------
    plan : Plan
        What was to be made.
    reports : tuple of Report
        One per job, in the order of the plan.
    """

    plan: Plan
    reports: tuple[Report, ...]

    @property
    def failed(self) -> tuple[Report, ...]:
        """The reports that were not made."""
        return tuple(report for report in self.reports if report.state is not State.OK)

    @property
    def exit_code(self) -> int:
        """0 when every report was made, else 1."""
        return 1 if self.failed else 0

    def in_language(self, language: Language) -> str:
        """Say how many reports were made, and where.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of the sentence.

        Returns
        -------
        str
            One line.
        """
        made, total = len(self.reports) - len(self.failed), len(self.reports)
        index = self.plan.out / "index.html"
        if language == "nl":
            return f"{made} van de {total} rapporten gemaakt; open {index}"
        return f"{made} of {total} reports made; open {index}"

    def __str__(self) -> str:
        return self.in_language("en")


def run_batch(
    plan: Plan,
    *,
    jobs: int,
    engine: str = "papermill",
    progress: Callable[[Report], None] | None = None,
) -> Run:
    """Make every report of a plan, the index and the manifest.

    Parameters
    ----------
    plan : Plan
        From `plan_batch`.
    jobs : int
        Worker processes at once, at least 1.
    engine : {"papermill"}
        What runs the notebooks.
    progress : callable, optional
        Called with each report as it ends.

    Returns
    -------
    Run
        What became of every report.

    Raises
    ------
    ParameterError
        If `jobs` or `engine` does not exist.
    ReportError
        If another run is writing in the same folder, or the index or manifest cannot be written.
    KeyboardInterrupt
        After Ctrl-C, when the workers have stopped and index and manifest are true again.
    """
    if engine not in ENGINES:
        raise unknown_name(Text("engine", "engine"), engine, ENGINES)
    if type(jobs) is not int or jobs < 1:
        raise ParameterError(
            nl=f"jobs: geef een geheel getal vanaf 1, gevonden: {jobs!r}",
            en=f"jobs: give a whole number from 1, found {jobs!r}",
        )
    started = datetime.now(UTC)
    reports: dict[str, Report] = {}
    with _alone(plan), _writing(plan):
        write_manifest(plan, report_entries(plan, ()))
        try:
            for report in _finished(plan, jobs, engine):
                reports[report.slug] = report
                if progress is not None:
                    progress(report)
        finally:
            _settle(plan, reports, started, jobs, engine)
    return Run(plan=plan, reports=tuple(reports[job.slug] for job in plan.jobs))


def _finished(plan: Plan, jobs: int, engine: str) -> Iterator[Report]:
    # The threads only wait for their worker process.
    threads = ThreadPoolExecutor(min(jobs, len(plan.jobs)))
    try:
        with Crew(engine) as crew:
            for future in as_completed([threads.submit(crew.run, job) for job in plan.jobs]):
                if (report := future.result()) is not None:
                    yield report
    finally:
        threads.shutdown(cancel_futures=True)


def _settle(
    plan: Plan, reports: dict[str, Report], started: datetime, jobs: int, engine: str
) -> None:
    """Make manifest, index and folder say the same."""
    entries = report_entries(plan, reports.values())
    for page in outdated_pages(plan, entries):
        page.unlink()
    for draft in plan.out.glob(".*.tmp"):  # of a worker that was killed while it wrote
        draft.unlink(missing_ok=True)
    write_atomic(plan.out / "index.html", render_index(plan, entries))
    write_manifest(plan, entries)
    ended = datetime.now(UTC)
    seconds = {slug: reports[slug].seconds for slug in sorted(reports)}
    times = {
        "started": started.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "seconds": round((ended - started).total_seconds(), 3),
        "jobs": jobs,
        "engine": engine,
        "reports": seconds,
    }
    write_json(plan.out / "run.json", times)


@contextlib.contextmanager
def _writing(plan: Plan) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ReportError(
            nl=f"{error.filename or plan.out}: niet geschreven ({system_reason(error).nl})",
            en=f"{error.filename or plan.out}: not written ({system_reason(error).en})",
        ) from error


@contextlib.contextmanager
def _alone(plan: Plan) -> Iterator[None]:
    """Keep a second run out of the folder; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    folder = os.open(plan.out, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ReportError(
            nl=f"{plan.out}: een andere run schrijft hier nu; wacht tot die klaar is",
            en=f"{plan.out}: another run is writing here now; wait until it is ready",
        ) from error
    else:
        yield
    finally:
        os.close(folder)
