"""The process that makes reports: one job per line on stdin, one answer per line on stdout.

Started by `evalkit.batch.crew` as ``python -m evalkit.batch.worker ENGINE``. What a notebook or
kernel does to the process cannot touch another report.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from hashlib import sha256
from typing import TYPE_CHECKING

from evalkit.batch.atomic import write_atomic
from evalkit.batch.engine import load_engine
from evalkit.batch.job import Job, job_from_dict
from evalkit.batch.outcome import Outcome, Reason, Report, State
from evalkit.errors import EvalkitError, system_reason
from evalkit.language import Text

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from evalkit.batch.engine import Engine


def make_report(engine: Engine, job: Job) -> Report:
    """Run a job and write its page.

    Parameters
    ----------
    engine : Engine
        Runs the notebook.
    job : Job
        What to make.

    Returns
    -------
    Report
        What became of it; nothing is raised.
    """
    start = time.monotonic()
    digest, trace = "", ""
    try:
        outcome = engine.run(job)
        if outcome.notebook is not None:
            if job.keep_notebook:
                _write_notebook(job, outcome.notebook)
            if outcome.state is State.OK:
                digest = _write_page(job, outcome.notebook)
    except EvalkitError as error:
        outcome = _failed(Reason.PAGE_REFUSED, error.text)
    except OSError as error:
        why, file = system_reason(error), error.filename or job.page.name
        outcome = _failed(Reason.NOT_WRITTEN, Text(f"{file}: {why.nl}", f"{file}: {why.en}"))
    except Exception as error:  # noqa: BLE001 - a defect costs one report, not the batch
        kind, trace = type(error).__name__, traceback.format_exc()
        outcome = _failed(Reason.DEFECT, Text(f"fout in evalkit: {kind}", f"defect: {kind}"))
    return Report(
        slug=job.slug,
        state=outcome.state,
        reason=outcome.reason,
        message=outcome.message,
        sha256=digest,
        seconds=round(time.monotonic() - start, 3),
        traceback=trace,
    )


def _failed(reason: Reason, message: Text) -> Outcome:
    return Outcome(state=State.FAILED, reason=reason, message=message)


def _write_page(job: Job, notebook: NotebookNode) -> str:
    from evalkit.reports import render_page

    page = render_page(notebook, language=job.language, title=job.title)
    write_atomic(job.page, page)
    return sha256(page.encode()).hexdigest()


def _write_notebook(job: Job, notebook: NotebookNode) -> None:
    job.executed_notebook.parent.mkdir(exist_ok=True)
    write_atomic(
        job.executed_notebook,
        json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n",
    )


def main() -> None:
    """Answer jobs until stdin closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Kernels inherit 1 and 2: what they say must neither end up among the answers nor on screen.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    engine = load_engine(sys.argv[1])
    for line in sys.stdin:
        report = make_report(engine, job_from_dict(json.loads(line)))
        answers.write(json.dumps(_as_dict(report)) + "\n")
        answers.flush()


def _as_dict(report: Report) -> dict[str, object]:
    return {
        "slug": report.slug,
        "state": report.state,
        "reason": report.reason,
        "message": list(report.message),
        "sha256": report.sha256,
        "seconds": report.seconds,
        "traceback": report.traceback,
    }


if __name__ == "__main__":
    main()
