"""How a report ended: its state, the reason in a fixed word, and a sentence for a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from evalkit.language import Text

if TYPE_CHECKING:
    from nbformat import NotebookNode


class State(StrEnum):
    """Whether a report was made."""

    PENDING = "pending"
    OK = "ok"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a report was not made, for a program to act on."""

    NONE = ""
    CELL_ERROR = "cell-error"
    PARAMETERS = "parameters"
    TIMEOUT = "timeout"
    KERNEL_DIED = "kernel-died"
    WORKER_DIED = "worker-died"
    PAGE_REFUSED = "page-refused"
    NOT_WRITTEN = "not-written"
    DEFECT = "defect"

    @property
    def words(self) -> Text:
        """The reason in Dutch and English."""
        return _WORDS[self]


_WORDS = {
    Reason.NONE: Text("", ""),
    Reason.CELL_ERROR: Text("fout in een cel", "error in a cell"),
    Reason.PARAMETERS: Text("parameters verkeerd aangekomen", "parameters arrived wrongly"),
    Reason.TIMEOUT: Text("duurde te lang", "took too long"),
    Reason.KERNEL_DIED: Text("de kernel stopte", "the kernel died"),
    Reason.WORKER_DIED: Text("het proces stopte", "the process died"),
    Reason.PAGE_REFUSED: Text("pagina niet te maken", "page could not be made"),
    Reason.NOT_WRITTEN: Text("bestand niet geschreven", "file not written"),
    Reason.DEFECT: Text("fout in evalkit", "defect of evalkit"),
}


NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an engine makes of one job.

    Attributes
    ----------
    state : State
        Whether the notebook ran to its end.
    reason : Reason
        Why not.
    message : Text
        The same for a person; it never holds the value of a protected study.
    notebook : NotebookNode or None
        The executed notebook without times and random ids, as far as it came.
    """

    state: State
    reason: Reason = Reason.NONE
    message: Text = NO_TEXT
    notebook: NotebookNode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one report.

    Attributes
    ----------
    slug : str
        File name without extension.
    state : State
        Whether the page was made.
    reason : Reason
        Why not.
    message : Text
        The same for a person.
    sha256 : str
        Of the page's bytes; empty when there is no page.
    seconds : float
        Wall time.
    traceback : str
        Of a defect of evalkit; for the terminal, never written to a file.
    """

    slug: str
    state: State
    reason: Reason = Reason.NONE
    message: Text = NO_TEXT
    sha256: str = ""
    seconds: float = 0.0
    traceback: str = ""
