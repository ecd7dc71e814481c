"""The plain engine: papermill, with a fresh Jupyter kernel for every report."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill import PapermillExecutionError, execute_notebook
from papermill.iorw import load_notebook_node, write_ipynb
from papermill.parameterize import parameterize_notebook
from traitlets import default

from evalkit import errors
from evalkit.batch.outcome import Outcome, Reason, State
from evalkit.batch.parameters import literal_assignments, same_values
from evalkit.errors import ReportError
from evalkit.language import Text

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from evalkit.batch.job import Job

_LONGEST_SOCKET = 90  # a Unix socket path may have 104 (macOS) to 108 bytes, number included


class LocalKernelManager(AsyncKernelManager):
    """Talks to its kernel through sockets in a folder that only this user can open.

    TCP ports can be read by others on the machine, and two kernels that start at the same moment
    can be given the same port.
    """

    @default("transport")
    def _transport(self) -> str:
        fits = len(tempfile.gettempdir()) < _LONGEST_SOCKET - 20
        return "ipc" if fits and os.name == "posix" else "tcp"

    @default("ip")
    def _ip(self) -> str:
        if self.transport == "tcp":
            return "127.0.0.1"
        return str(Path(tempfile.mkdtemp(prefix="k")) / "k")

    @default("transport_encryption")
    def _encryption(self) -> str:
        return "auto" if self.transport == "tcp" else "disabled"


class PapermillEngine:
    """Executes a job with papermill."""

    def run(self, job: Job) -> Outcome:
        """Execute the job's notebook with its parameters.

        Parameters
        ----------
        job : Job
            What to run.

        Returns
        -------
        Outcome
            Failed, with the notebook as far as it came, when a cell raises, the kernel dies or the
            time is over.
        """
        with tempfile.TemporaryDirectory(prefix="job") as folder:
            ready, done = Path(folder) / "ready.ipynb", Path(folder) / "done.ipynb"
            notebook = parameterize_notebook(
                load_notebook_node(job.notebook),
                job.parameters,
                kernel_name="python3",
                language="python",
            )
            if not _arrived(notebook, job):
                return _failed(
                    Reason.PARAMETERS,
                    nl="een parameter kwam anders aan dan hij was gegeven",
                    en="a parameter arrived other than it was given",
                )
            write_ipynb(notebook, str(ready))
            kernel_folder = Path(folder) / "empty"
            kernel_folder.mkdir()
            try:
                notebook = execute_notebook(
                    str(ready),
                    str(done),
                    kernel_name="python3",
                    language="python",
                    cwd=str(kernel_folder),
                    progress_bar=False,
                    request_save_on_cell_execute=False,
                    execution_timeout=job.timeout,
                    kernel_manager_class=LocalKernelManager,
                    shutdown_kernel="immediate",
                )
            except PapermillExecutionError as error:
                stopped = load_notebook_node(str(done))
                return _cell_error(error, stopped, job)
            except CellTimeoutError:
                return _timed_out(job.timeout)
            except DeadKernelError:
                return _failed(
                    Reason.KERNEL_DIED,
                    nl="de kernel stopte halverwege, vaak door te weinig geheugen",
                    en="the kernel died on the way, often for lack of memory",
                )
        return Outcome(state=State.OK, notebook=settled(notebook))


def _failed(reason: Reason, *, nl: str, en: str, notebook: NotebookNode | None = None) -> Outcome:
    return Outcome(state=State.FAILED, reason=reason, message=Text(nl, en), notebook=notebook)


def _timed_out(timeout: float) -> Outcome:
    """Return the outcome of a report that took more than `timeout` seconds."""
    return _failed(
        Reason.TIMEOUT,
        nl=f"het rapport was na {timeout:g} seconden niet klaar",
        en=f"the report was not ready after {timeout:g} seconds",
    )


def _arrived(notebook: NotebookNode, job: Job) -> bool:
    """Read back what papermill wrote: it must be what was sent, type and all."""
    cells = [c for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", ())]
    try:
        found = literal_assignments(cells[0].source, where=Path(job.notebook).name)
    except (IndexError, ReportError):
        return False
    return len(cells) == 1 and same_values(found, job.parameters)


def _cell_error(error: PapermillExecutionError, notebook: NotebookNode, job: Job) -> Outcome:
    number = error.exec_count
    kind = getattr(errors, error.ename, None)
    if isinstance(kind, type) and issubclass(kind, errors.EvalkitError):
        # `EvalkitError` shows itself in a notebook as its two sentences, Dutch first.
        lines = [*error.traceback, error.evalue, error.evalue]
        text = Text(lines[0], lines[1])
    else:
        shown = f"{error.ename}: {error.evalue}" if job.is_public else error.ename
        text = Text(f"cel {number}: {shown}", f"cell {number}: {shown}")
    return _failed(Reason.CELL_ERROR, nl=text.nl, en=text.en, notebook=settled(notebook))


def settled(notebook: NotebookNode) -> NotebookNode:
    """Take times, random ids and paths out of an executed notebook, in place.

    Parameters
    ----------
    notebook : NotebookNode
        As papermill left it.

    Returns
    -------
    NotebookNode
        The same notebook; two runs on the same input now give the same bytes.
    """
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return notebook
