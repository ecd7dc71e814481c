"""The worker processes of a run, seen from the process that started them."""

from __future__ import annotations

import importlib.util
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from evalkit.batch.job import job_as_dict
from evalkit.batch.outcome import Reason, Report, State
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.batch.job import Job

_GRACE = 5.0  # seconds: a worker stops its kernel within this time, then it is killed
_MARGIN = 5.0  # seconds above the time-out of a cell, so that the engine can tell first


class _Worker:
    """One worker process."""

    def __init__(self, engine: str, environment: dict[str, str]) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the batch, which then stops it.
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "evalkit.batch.worker", engine],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
            start_new_session=True,
        )
        self._late = False

    def run(self, job: Job) -> Report:
        start = time.monotonic()
        clock = threading.Timer(job.timeout + _MARGIN, self._too_late)
        clock.start()
        try:
            answer = self._ask(json.dumps(job_as_dict(job)))
        finally:
            clock.cancel()
        if answer:
            values = json.loads(answer)
            state, reason = State(values.pop("state")), Reason(values.pop("reason"))
            return Report(
                state=state, reason=reason, message=Text(*values.pop("message")), **values
            )
        self.stop()
        return self._died(job, time.monotonic() - start)

    def _ask(self, line: str) -> str:
        if self._process.stdin is None or self._process.stdout is None:
            return ""
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except OSError:
            return ""

    def _too_late(self) -> None:
        self._late = True
        self.stop()

    def _died(self, job: Job, seconds: float) -> Report:
        if self._late:
            reason = Reason.TIMEOUT
            text = Text(
                f"het rapport was na {job.timeout:g} seconden niet klaar",
                f"the report was not ready after {job.timeout:g} seconds",
            )
        else:
            reason, code = Reason.WORKER_DIED, self._process.returncode
            how = signal.Signals(-code).name if code and code < 0 else str(code)
            text = Text(
                f"het proces stopte ({how}), vaak door te weinig geheugen",
                f"the process died ({how}), often for lack of memory",
            )
        return Report(
            slug=job.slug,
            state=State.FAILED,
            reason=reason,
            message=text,
            seconds=round(seconds, 3),
        )

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """End the process: first politely, so that it ends its kernel, then by force."""
        self._process.terminate()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        self.stop()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue


class Crew:
    """Workers that are started when needed, reused, and replaced when they die.

    Parameters
    ----------
    engine : str
        Name of the engine.
    """

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all: list[_Worker] = []
        self._home = threading.Event()
        self._folder = tempfile.TemporaryDirectory(prefix="evalkit-", ignore_cleanup_errors=True)
        self._environment = kernel_environment(Path(self._folder.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._home.set()
        for worker in self._all:
            worker.close()
        self._folder.cleanup()

    def run(self, job: Job) -> Report | None:
        """Make one report in an idle worker.

        Parameters
        ----------
        job : Job
            What to make.

        Returns
        -------
        Report or None
            None when the crew was sent home meanwhile.
        """
        if self._home.is_set():
            return None
        try:
            worker = self._idle.get_nowait()
        except queue.Empty:
            worker = _Worker(self._engine, self._environment)
            self._all.append(worker)
        report = worker.run(job)
        if worker.is_alive:
            self._idle.put(worker)
        was_sent_home = self._home.is_set() and report.reason is Reason.WORKER_DIED
        return None if was_sent_home else report


def kernel_environment(folder: Path) -> dict[str, str]:
    """Return the environment of a worker and its kernels: the same for every user and run.

    Parameters
    ----------
    folder : Path
        An empty folder for what Jupyter and IPython write.

    Returns
    -------
    dict of str to str
        Names to values.
    """
    ours = ("JUPYTER", "IPYTHON", "PAPERMILL")
    # Every kernel is a new Python: without stored bytecode each would compile evalkit again.
    drop = {"PYTHONSTARTUP", "PYTHONWARNINGS", "MPLBACKEND", "PYTHONDONTWRITEBYTECODE"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours) and k not in drop}
    for name in ("config", "data", "runtime", "ipython"):
        (folder / name).mkdir(mode=0o700)
    found = importlib.util.find_spec("matplotlib")
    style = (
        Path(found.origin).parent / "mpl-data" / "matplotlibrc" if found and found.origin else ""
    )
    return kept | {
        "TMPDIR": str(folder),
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        "IPYKERNEL_CELL_NAME": "<cell>",
        "MATPLOTLIBRC": str(style),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        # One thread each: as many workers as cores, and sums that never depend on the machine.
        **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    }
