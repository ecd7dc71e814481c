"""What a batch will make: every report checked before the first kernel starts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from evalkit.batch.job import Job
from evalkit.batch.manifest import Manifest, provenance, read_manifest
from evalkit.batch.parameters import check_parameters, declared_parameters
from evalkit.batch.slug import require_distinct
from evalkit.batch.subject import NOTEBOOKS, choose_subjects, has_units, studied_municipalities
from evalkit.errors import ParameterError, ReportError, system_reason, unknown_name
from evalkit.language import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evalkit.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A batch that can be run: nothing in it can still turn out to be mistyped.

    Attributes
    ----------
    study : str
        Name of the study.
    title : Text
        Its title.
    is_fictitious : bool
        Whether the index must say that the figures are invented.
    has_units : bool
        Whether the study looked at units of its own: the national report is then about the study.
    language : {"nl", "en"}
        Language of the pages and the index.
    out : Path
        The folder that is written.
    regions : dict of str to str
        Code to name of every region of the study.
    jobs : tuple of Job
        The national report first, then the regions in the order of the study, then the
        municipalities in the order of their regions.
    provenance : dict
        What the reports are made from: versions and hashes, as in the manifest.
    is_part : bool
        Whether only some places were asked for; the other reports in `out` then stay.
    earlier : Manifest or None
        What a former run left in `out`.
    """

    study: str
    title: Text
    is_fictitious: bool
    has_units: bool
    language: Language
    out: Path
    regions: dict[str, str]
    jobs: tuple[Job, ...]
    provenance: dict[str, object]
    is_part: bool
    earlier: Manifest | None


def plan_batch(
    study: str | os.PathLike[str],
    *,
    out: str | os.PathLike[str],
    language: str,
    regions: Sequence[str] | None = None,
    municipalities: Sequence[str] | None = None,
    notebooks: str | os.PathLike[str] | None = None,
    keep_notebooks: bool = False,
    timeout: float = 600.0,
) -> Plan:
    """Decide which reports a batch makes and check all that can be checked.

    Parameters
    ----------
    study : str or path
        Name of a shipped study or the folder of one.
    out : str or path
        Folder for the reports; made when it does not exist.
    language : {"nl", "en"}
        Language of the pages.
    regions, municipalities : sequence of str, optional
        Codes or names. Without either: the national report, all regions that exist now (those
        without a ``valid_to``) and all municipalities in which units of the study lie.
    notebooks : str or path, optional
        Folder with your own ``region_report.ipynb``, ``municipality_report.ipynb`` and
        ``national_report.ipynb``.
    keep_notebooks : bool
        Also write the executed notebooks.
    timeout : float
        Seconds one report may take, above 0.

    Returns
    -------
    Plan
        For `run_batch`.

    Raises
    ------
    StudyError
        If the study cannot be opened or has errors; `findings` holds them all.
    ParameterError
        If a place, language, parameter or time-out does not exist or does not fit.
    ReportError
        If a notebook cannot be read, two reports would write one file, or `out` cannot be written
        or holds files that are not of this batch.

    Examples
    --------
    >>> plan_batch("published", out="reports", language="du")
    Traceback (most recent call last):
    evalkit.errors.ParameterError: there is no language 'du'; choose from en or nl
    """
    from evalkit.study import open_study

    known: dict[str, Language] = {word: word for word in LANGUAGES}
    if language not in known:
        raise unknown_name(Text("taal", "language"), language, LANGUAGES)
    if not timeout > 0:
        raise ParameterError(
            nl=f"timeout: geef een aantal seconden boven 0, gevonden: {timeout!r}",
            en=f"timeout: give a number of seconds above 0, found {timeout!r}",
        )
    opened = open_study(study)
    opened.require_valid()
    folder = Path(out).absolute()
    subjects = choose_subjects(opened, regions=regions, municipalities=municipalities)
    books = Path(notebooks).resolve() if notebooks is not None else notebook_folder()
    kinds = dict.fromkeys(subject.kind for subject in subjects)
    declared = {kind: declared_parameters(books / NOTEBOOKS[kind]) for kind in kinds}
    jobs = []
    for subject in subjects:
        parameters = {"study": _address(opened), "language": language, **subject.place}
        check_parameters(parameters, declared[subject.kind], where=NOTEBOOKS[subject.kind])
        jobs.append(
            Job(
                slug=subject.slug,
                kind=subject.kind,
                region=subject.region,
                municipality=subject.municipality,
                name=subject.name,
                title=f"{subject.name.in_language(known[language])} | "
                f"{opened.title.in_language(known[language])}",
                language=known[language],
                notebook=str(books / NOTEBOOKS[subject.kind]),
                parameters=parameters,
                folder=str(folder),
                keep_notebook=keep_notebooks,
                is_public=opened.profile == "public",
                timeout=float(timeout),
            )
        )
    require_distinct((job.slug, job.called("nl")) for job in jobs)
    sources = provenance(opened, known[language], _used(opened, books))
    is_part = bool(regions or municipalities)
    earlier = _claim(folder, jobs, sources, is_part=is_part)
    table = opened.table("regions")
    return Plan(
        study=opened.name,
        title=opened.title,
        is_fictitious=opened.fictitious,
        has_units=has_units(opened),
        language=known[language],
        out=folder,
        regions=dict(zip(map(str, table["region"]), map(str, table["name"]), strict=True)),
        jobs=tuple(jobs),
        provenance=sources,
        is_part=is_part,
        earlier=earlier,
    )


def _used(study: Study, books: Path) -> list[Path]:
    """Return the notebooks that a whole batch of the study takes."""
    has_municipalities = bool(studied_municipalities(study))
    return [
        books / name
        for kind, name in NOTEBOOKS.items()
        if kind != "municipality" or has_municipalities
    ]


def notebook_folder() -> Path:
    """Return the folder with the report notebooks: of the checkout, or of the installed package."""
    package = Path(str(files("evalkit")))
    checkout = package.parent.parent / "notebooks"
    return checkout if (checkout / NOTEBOOKS["region"]).is_file() else package / "notebooks"


def _address(study: Study) -> str:
    """Return what a notebook opens the study with: a shipped name, else its path."""
    shipped = Path(str(files("evalkit"))) / "datasets"
    path = Path(study.path).resolve()
    return path.name if path.parent == shipped else str(path)


def _claim(
    folder: Path, jobs: Sequence[Job], sources: Mapping[str, object], *, is_part: bool
) -> Manifest | None:
    """Make the folder and see that nothing in it would be lost; return what stands there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".evalkit.{os.getpid()}.tmp"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ReportError(
            nl=f"{folder}: hier kan niet worden geschreven ({system_reason(error).nl}); kies een andere map",
            en=f"{folder}: cannot be written to ({system_reason(error).en}); choose another folder",
        ) from error
    earlier = read_manifest(folder)
    own = earlier.files if earlier else frozenset[str]()
    written = ["index.html", "manifest.json", "run.json"]
    for job in jobs:
        written += [job.page.name] + [f"notebooks/{job.slug}.ipynb"] * job.keep_notebook
    foreign = [name for name in written if name not in own and os.path.lexists(folder / name)]
    if foreign:
        raise ReportError(
            nl=f"{folder / foreign[0]} is niet door evalkit gemaakt en wordt niet overschreven; "
            "kies een andere map of haal het bestand weg",
            en=f"{folder / foreign[0]} was not made by evalkit and is not overwritten; "
            "choose another folder or take the file away",
        )
    if earlier and earlier.study != sources["study"]["name"]:  # type: ignore[index]
        raise ReportError(
            nl=f"{folder} bevat rapporten van studie {earlier.study!r}; kies een andere map",
            en=f"{folder} holds reports of study {earlier.study!r}; choose another folder",
        )
    if is_part and earlier and earlier.others(jobs) and not earlier.has_same_sources(sources):
        raise ReportError(
            nl=f"{folder}: de andere rapporten zijn uit andere gegevens gemaakt dan de huidige; "
            "maak alle rapporten opnieuw of kies een andere map",
            en=f"{folder}: the other reports were made from other data than the present ones; "
            "make all reports again or choose another folder",
        )
    return earlier
