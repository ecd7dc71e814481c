"""What runs a notebook: an engine is chosen by name and loaded in the worker process only."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from evalkit.batch.job import Job
    from evalkit.batch.outcome import Outcome

# Name to the class that fits `Engine`.
ENGINES: Final = {"papermill": "evalkit.batch.papermill_engine:PapermillEngine"}


class Engine(Protocol):
    """Runs one notebook at a time, inside a worker process of its own."""

    def run(self, job: Job) -> Outcome:
        """Execute the job's notebook with its parameters; raise only on a defect.

        Parameters
        ----------
        job : Job
            What to run.

        Returns
        -------
        Outcome
            How it ended, with the executed notebook.
        """
        ...


def load_engine(name: str) -> Engine:
    """Return an engine.

    Parameters
    ----------
    name : str
        One of `ENGINES`.

    Returns
    -------
    Engine
        A new one.
    """
    module, kind = ENGINES[name].split(":")
    return cast("Engine", getattr(import_module(module), kind)())
