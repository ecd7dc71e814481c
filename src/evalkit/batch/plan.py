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
from evalkit.batch.slug import require_distinct, slug
from evalkit.errors import ParameterError, ReportError, unknown_name
from evalkit.language import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from evalkit.study import Study

_FILE = {"region": "region_report.ipynb", "national": "national_report.ipynb"}


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
    language : {"nl", "en"}
        Language of the pages and the index.
    out : Path
        The folder that is written.
    jobs : tuple of Job
        The national report first, then the regions in the order of the study.
    provenance : dict
        What the reports are made from: versions and hashes, as in the manifest.
    is_part : bool
        Whether only some regions were asked for; the other reports in `out` then stay.
    earlier : Manifest or None
        What a former run left in `out`.
    """

    study: str
    title: Text
    is_fictitious: bool
    language: Language
    out: Path
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
    regions : sequence of str, optional
        Codes or names; None makes the national report and all regions that exist now (those
        without a ``valid_to``).
    notebooks : str or path, optional
        Folder with your own ``region_report.ipynb`` and ``national_report.ipynb``.
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
        If a region, language, parameter or time-out does not exist or does not fit.
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
    chosen = _chosen(opened, regions)
    subjects = [] if regions else [("national", "", Text("Nederland", "The Netherlands"))]
    subjects += [("region", code, Text(name, name)) for code, name in chosen]
    books = Path(notebooks).resolve() if notebooks is not None else notebook_folder()
    declared = {kind: declared_parameters(books / _FILE[kind]) for kind, _, _ in subjects[:2]}
    jobs = []
    for kind, code, name in subjects:
        parameters: dict[str, object] = {"study": _address(opened), "language": language}
        if kind == "region":
            parameters["region"] = code
        check_parameters(parameters, declared[kind], where=_FILE[kind])
        jobs.append(
            Job(
                slug=kind if kind == "national" else slug(code, name.nl),
                kind="national" if kind == "national" else "region",
                region=code,
                name=name,
                title=f"{name.in_language(known[language])} | "
                f"{opened.title.in_language(known[language])}",
                language=known[language],
                notebook=str(books / _FILE[kind]),
                parameters=parameters,
                folder=str(folder),
                keep_notebook=keep_notebooks,
                is_public=opened.profile == "public",
                timeout=float(timeout),
            )
        )
    require_distinct((job.slug, f"{job.region} {job.name.nl}".strip()) for job in jobs)
    sources = provenance(opened, known[language], [books / name for name in _FILE.values()])
    earlier = _claim(folder, jobs, sources, is_part=bool(regions))
    return Plan(
        study=opened.name,
        title=opened.title,
        is_fictitious=opened.fictitious,
        language=known[language],
        out=folder,
        jobs=tuple(jobs),
        provenance=sources,
        is_part=bool(regions),
        earlier=earlier,
    )


def _chosen(study: Study, wanted: Sequence[str] | None) -> list[tuple[str, str]]:
    """Return code and name of the regions to report on, in the order of the study."""
    table = study.table("regions")
    current = table[table["valid_to"].isna()]
    codes = [str(code) for code in current["region"]]
    names = dict(zip(codes, map(str, current["name"]), strict=True))
    if not wanted:
        if not codes:
            raise ParameterError(
                nl=f"studie {study.name!r}: de tabel regions bevat geen regio die nu bestaat; "
                "vul tables/regions.csv",
                en=f"study {study.name!r}: the table regions holds no region that exists now; "
                "fill tables/regions.csv",
            )
        return list(names.items())
    found = {_resolve(study, word, names) for word in wanted}
    return [(code, names[code]) for code in codes if code in found]


def _resolve(study: Study, word: str, names: Mapping[str, str]) -> str:
    by_word = {code.casefold(): code for code in names}
    by_word |= {name.casefold(): code for code, name in names.items()}
    if word.strip().casefold() in by_word:
        return by_word[word.strip().casefold()]
    row = study.region(word)  # a mistyped word gets its nearest right word here
    raise _ended(row)


def _ended(row: pd.Series[str]) -> ParameterError:
    code, end = row["region"], str(row["valid_to"])[:10]
    after = row["successor"]
    follows = isinstance(after, str) and after
    return ParameterError(
        nl=f"regio {code!r} bestaat niet meer sinds {end}"
        + (f"; kies opvolger {after!r}" if follows else "; kies een regio die nu bestaat"),
        en=f"region {code!r} ended on {end}"
        + (f"; choose its successor {after!r}" if follows else "; choose a region that exists now"),
    )


def notebook_folder() -> Path:
    """Return the folder with the report notebooks: of the checkout, or of the installed package."""
    package = Path(str(files("evalkit")))
    checkout = package.parent.parent / "notebooks"
    return checkout if (checkout / _FILE["region"]).is_file() else package / "notebooks"


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
            nl=f"{folder}: hier kan niet worden geschreven ({error.strerror}); kies een andere map",
            en=f"{folder}: cannot be written to ({error.strerror}); choose another folder",
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
