"""Everything that is wrong with a study: its files, tables, references, dates and codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.errors import EvalkitError
from evalkit.language import Text
from evalkit.study.chronology import check_dates, check_steps
from evalkit.study.codings import check_answers, check_codings, check_kinds
from evalkit.study.findings import Findings, per_file
from evalkit.study.places import PLACED, check_memberships, check_places, check_teams, validity
from evalkit.study.references import check_keys, check_waves
from evalkit.study.settings import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evalkit.results import Check
    from evalkit.schemes import Scheme
    from evalkit.study.study import Study


def find_all(study: Study, strays: Iterable[Findings]) -> list[Check]:
    """Find everything that is wrong with a study.

    Parameters
    ----------
    study : Study
        The study.
    strays : iterable of Findings
        What was found about files and sheets that are no table.

    Returns
    -------
    list of Check
        File by file, capped per file.
    """
    tables, coders = study.readings, study.coder_readings
    settings = Findings(FILE)
    scheme = _scheme(study, settings)
    members, found_members = check_memberships(tables)
    regions = validity(tables["regions"], "region")
    parts: list[Findings] = [settings, *strays]
    for name, reading in tables.items():
        parts += [reading.findings, check_keys(reading, tables)]
        parts += [check_waves(reading, study.waves), check_dates(reading)]
        if name in PLACED:
            parts.append(check_places(reading, members, regions, study.waves))
    parts += [found_members, check_teams(tables), check_steps(tables["escalations"])]
    parts.append(check_kinds(tables["units"]))
    if scheme:
        parts.append(check_answers(tables["answers"], scheme))
    for reading in coders.values():
        parts += [reading.findings, check_keys(reading, tables)]
        parts.append(check_waves(reading, study.waves))
        if scheme:
            parts.append(check_codings(reading, tables["units"], scheme))
    return per_file(parts)


def _scheme(study: Study, settings: Findings) -> Scheme | None:
    try:
        scheme = study.scheme
    except EvalkitError as error:
        name = str(study.settings.study.scheme)
        settings.add("bad-scheme", error.text, column="study.scheme", value=name)
        return None
    used = [study.readings["answers"], *study.coder_readings.values()]
    if scheme is None and any(reading.rows_in for reading in used):
        settings.add(
            "no-scheme",
            Text(
                "er zijn coderingen of antwoorden, maar de studie noemt geen codeerschema",
                "there are codings or answers, but the study names no coding scheme",
            ),
            Text(
                'zet onder [study] een regel als scheme = "aef-2020@1.0"',
                'put a line such as scheme = "aef-2020@1.0" under [study]',
            ),
            column="study.scheme",
        )
    return scheme
