"""One report to make, as a plan decides it and a worker process receives it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evalkit.language import Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.batch.subject import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One report to make.

    Attributes
    ----------
    slug : str
        File name of the report without extension.
    kind : {"national", "region", "municipality"}
        Which notebook makes it.
    region : str
        Code of the region, of a municipality the one it lies in; empty when there is none.
    municipality : str
        Code of the municipality; empty for the other kinds.
    name : Text
        What the report is about, e.g. the name of the region.
    title : str
        Title of the page.
    language : {"nl", "en"}
        Language of the page.
    notebook : str
        Path of the notebook.
    parameters : dict
        What is injected into it, checked.
    folder : str
        Where the page goes, an absolute path.
    keep_notebook : bool
        Also write the executed notebook, into ``notebooks/`` beside the pages.
    is_public : bool
        Whether the message of an unforeseen error may be shown.
    timeout : float
        Seconds that the report may take.
    """

    slug: str
    kind: Kind
    region: str
    municipality: str
    name: Text
    title: str
    language: Language
    notebook: str
    parameters: dict[str, object]
    folder: str
    keep_notebook: bool
    is_public: bool
    timeout: float

    @property
    def page(self) -> Path:
        """The file of the page."""
        return Path(self.folder) / f"{self.slug}.html"

    @property
    def executed_notebook(self) -> Path:
        """The file of the executed notebook."""
        return Path(self.folder) / "notebooks" / f"{self.slug}.ipynb"

    def called(self, language: Language) -> str:
        """Return how a person knows the report: code and name of its place.

        Parameters
        ----------
        language : {"nl", "en"}
            Language of the name.

        Returns
        -------
        str
            E.g. "VT08 Groningen".
        """
        return f"{self.municipality or self.region} {self.name.in_language(language)}".strip()


def job_as_dict(job: Job) -> dict[str, Any]:
    """Take a job apart for a worker process.

    Parameters
    ----------
    job : Job
        The job.

    Returns
    -------
    dict
        Plain JSON values.
    """
    return asdict(job) | {"name": list(job.name)}


def job_from_dict(values: Mapping[str, Any]) -> Job:
    """Put a job together that `job_as_dict` took apart.

    Parameters
    ----------
    values : mapping
        What `job_as_dict` gave.

    Returns
    -------
    Job
        The same job.
    """
    return Job(**{**values, "name": Text(*values["name"])})
