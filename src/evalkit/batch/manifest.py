"""What the reports were made from and what became of each: ``manifest.json``.

The same input gives the same manifest; the times of a run stand apart, in ``run.json``.
"""

from __future__ import annotations

import json
import platform
import re
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import evalkit
from evalkit.batch.atomic import write_atomic
from evalkit.batch.outcome import Report, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evalkit.batch.job import Job
    from evalkit.batch.plan import Plan
    from evalkit.batch.subject import Kind
    from evalkit.language import Language
    from evalkit.study import Study

_MADE_BY = "evalkit report"
_ORDER: Final[Sequence[Kind]] = ("national", "region", "municipality")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of a former run.

    Attributes
    ----------
    content : dict
        The JSON.
    """

    content: dict[str, Any]

    @property
    def study(self) -> str:
        """Name of the study."""
        return str(self.content["study"]["name"])

    @property
    def files(self) -> frozenset[str]:
        """Files that the batch wrote and may write again."""
        slugs = [entry["report"] for entry in self.content["reports"]]
        own = [f"{slug}.html" for slug in slugs] + [f"notebooks/{slug}.ipynb" for slug in slugs]
        return frozenset([*own, "index.html", "manifest.json", "run.json"])

    def others(self, jobs: Iterable[Job]) -> list[dict[str, Any]]:
        """Find the reports that a new run would not make.

        Parameters
        ----------
        jobs : iterable of Job
            What a new run makes.

        Returns
        -------
        list of dict
            Their entries.
        """
        again = {job.slug for job in jobs}
        return [entry for entry in self.content["reports"] if entry["report"] not in again]

    def has_same_sources(self, sources: Mapping[str, object]) -> bool:
        """Return whether it was made from the same study, notebooks and versions.

        Parameters
        ----------
        sources : mapping
            What `provenance` gives now.

        Returns
        -------
        bool
            True when nothing differs.
        """
        return all(self.content.get(key) == value for key, value in sources.items())


def read_manifest(folder: Path) -> Manifest | None:
    """Read the manifest in a folder.

    Parameters
    ----------
    folder : Path
        A folder of reports.

    Returns
    -------
    Manifest or None
        None where there is none that evalkit made.
    """
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest = Manifest(content)
        is_ours = content["made_by"] == _MADE_BY and bool(manifest.study)
        # A page is deleted by this name one day: it must lie in this folder.
        is_ours &= all(
            re.fullmatch("[a-z0-9-]+", entry["report"])
            and entry["page"] == f"{entry['report']}.html"
            for entry in content["reports"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if is_ours else None


def provenance(study: Study, language: Language, notebooks: Iterable[Path]) -> dict[str, object]:
    """Return what reports are made from, as JSON values without times or paths.

    Parameters
    ----------
    study : Study
        The open study.
    language : {"nl", "en"}
        Language of the pages.
    notebooks : iterable of Path
        The report notebooks; one that does not exist is left out.

    Returns
    -------
    dict
        Versions, and SHA-256 of the code, of the study's files and of each notebook.
    """
    required = metadata.requires("evalkit") or []
    names = sorted(
        re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in required if "extra ==" not in line
    )
    return {
        "evalkit": {
            "version": evalkit.__version__,
            "sha256": _folder_hash(Path(evalkit.__file__).parent),
        },
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in names},
        "study": {
            "name": study.name,
            "title": study.title._asdict(),
            "profile": study.profile,
            "sha256": _folder_hash(study.path),
        },
        "language": language,
        "notebooks": {
            path.name: sha256(path.read_bytes()).hexdigest() for path in notebooks if path.is_file()
        },
    }


def _folder_hash(folder: Path) -> str:
    """Hash names and bytes of the files in a folder, but for hidden and temporary ones."""
    digest = sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        inside = path.relative_to(folder)
        if path.is_file() and not any(_is_passing(part) for part in inside.parts):
            digest.update(f"{inside.as_posix()}\n".encode())
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _is_passing(name: str) -> bool:
    return name.startswith((".", "~")) or name == "__pycache__"


def report_entries(plan: Plan, reports: Iterable[Report]) -> list[dict[str, Any]]:
    """Return one JSON object per report that belongs in the folder.

    A page of a former run counts as long as it was made from the same sources and has not been
    touched since.

    Parameters
    ----------
    plan : Plan
        What was to be made.
    reports : iterable of Report
        What became of it so far.

    Returns
    -------
    list of dict
        National report first, then the regions, then the municipalities by region; by file name.
    """
    by_slug = {report.slug: report for report in reports}
    standing = _standing(plan)
    entries = {slug: entry for slug, entry in standing.items() if plan.is_part}
    for job in plan.jobs:
        if job.slug in by_slug or job.slug not in standing:
            entries[job.slug] = _entry(job, by_slug.get(job.slug))
        else:
            entries[job.slug] = standing[job.slug]
    return sorted(entries.values(), key=_position)


def _position(entry: Mapping[str, Any]) -> tuple[object, ...]:
    # A municipality whose region is not known comes last.
    region = entry["region"]
    return (_ORDER.index(entry["kind"]), not region, region, entry["report"])


def _standing(plan: Plan) -> dict[str, dict[str, Any]]:
    if plan.earlier is None or not plan.earlier.has_same_sources(plan.provenance):
        return {}
    not_made: dict[str, Any] = {"state": "pending", "reason": "", "sha256": ""}
    return {
        entry["report"]: entry
        if _hash_of(plan.out / entry["page"]) == entry["sha256"]
        else entry | not_made
        for entry in plan.earlier.content["reports"]
    }


def _entry(job: Job, report: Report | None) -> dict[str, Any]:
    report = report or Report(slug=job.slug, state=State.PENDING)
    return {
        "report": job.slug,
        "kind": job.kind,
        "region": job.region,
        "municipality": job.municipality,
        "name": job.name._asdict(),
        "page": job.page.name,
        "parameters": job.parameters,
        "state": str(report.state),
        "reason": str(report.reason),
        "message": report.message._asdict(),
        "sha256": report.sha256,
    }


def write_manifest(plan: Plan, entries: Sequence[Mapping[str, Any]]) -> None:
    """Write ``manifest.json``.

    Parameters
    ----------
    plan : Plan
        Gives folder and sources.
    entries : sequence of dict
        From `report_entries`.
    """
    content = {"made_by": _MADE_BY, "format": 1, **plan.provenance, "reports": entries}
    write_json(plan.out / "manifest.json", content)


def write_json(path: Path, content: object) -> None:
    """Write JSON, readable and always in the same bytes.

    Parameters
    ----------
    path : Path
        The file.
    content : object
        Plain values.
    """
    write_atomic(path, json.dumps(content, indent=1, ensure_ascii=False) + "\n")


def outdated_pages(plan: Plan, entries: Iterable[Mapping[str, Any]]) -> list[Path]:
    """Return the pages in the folder that the manifest does not vouch for.

    These are pages of reports that now failed, and pages of a former run that are no longer part
    of the study; a page that someone changed by hand is not among the latter.

    Parameters
    ----------
    plan : Plan
        What was to be made.
    entries : iterable of dict
        From `report_entries`.

    Returns
    -------
    list of Path
        To be deleted.
    """
    made = {entry["page"] for entry in entries if entry["state"] == State.OK}
    old = {job.page.name for job in plan.jobs} - made
    for entry in plan.earlier.content["reports"] if plan.earlier else ():
        if entry["page"] not in made and _hash_of(plan.out / entry["page"]) == entry["sha256"]:
            old.add(entry["page"])
    return sorted(page for name in old if (page := plan.out / name).is_file())


def _hash_of(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
