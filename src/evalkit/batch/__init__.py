"""All reports of a study in one go: plan, engine, run, manifest, index.

`plan_batch` checks everything that can be checked; `run_batch` makes the reports in processes.
"""

from __future__ import annotations

from evalkit.batch.engine import Engine
from evalkit.batch.job import Job
from evalkit.batch.outcome import Outcome, Reason, Report, State
from evalkit.batch.plan import Plan, plan_batch
from evalkit.batch.run import Run, run_batch

__all__ = [
    "Engine",
    "Job",
    "Outcome",
    "Plan",
    "Reason",
    "Report",
    "Run",
    "State",
    "plan_batch",
    "run_batch",
]
