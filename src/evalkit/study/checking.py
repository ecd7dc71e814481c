"""Everything that is wrong with a study: its files, tables, references, dates and codings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalkit.errors import EvalkitError, nearest
from evalkit.language import Text
from evalkit.study.chronology import check_dates, check_steps
from evalkit.study.codings import check_answers, check_codings, check_kinds
from evalkit.study.copies import find_copies
from evalkit.study.counted_words import check_counted_words
from evalkit.study.findings import Findings, per_file, shown
from evalkit.study.frame import check_frame
from evalkit.study.items import find_scheme, shared_ids
from evalkit.study.parents import check_parents
from evalkit.study.places import PLACED, check_memberships, check_places, check_teams, validity
from evalkit.study.references import check_keys, check_waves
from evalkit.study.risks import check_risks
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
    schemes = _schemes(study, settings)
    _check_consensus(study, settings)
    members, found_members = check_memberships(tables)
    regions = validity(tables["regions"], "region")
    parts: list[Findings] = [settings, *strays]
    for name, reading in tables.items():
        parts += [reading.findings, check_keys(reading, tables)]
        parts += [check_waves(reading, study.waves), check_dates(reading)]
        if name in PLACED:
            parts.append(check_places(reading, members, regions, study.waves))
    parts += [found_members, check_teams(tables), check_steps(tables["escalations"])]
    parts += [check_kinds(tables["units"]), check_parents(tables["units"])]
    parts.append(check_risks(tables["risks"], tables["units"]))
    parts += check_counted_words(tables, schemes)
    if schemes:
        parts.append(check_answers(tables["answers"], schemes))
    parts += [check_frame(tables, study.frame), *find_copies(coders)]
    for reading in coders.values():
        parts += [reading.findings, check_keys(reading, tables)]
        parts.append(check_waves(reading, study.waves))
        if schemes:
            parts.append(check_codings(reading, tables["units"], schemes))
    return per_file(parts)


def _schemes(study: Study, settings: Findings) -> tuple[Scheme, ...]:
    """Load the schemes; none when one of them is wrong, as nothing can then be held against it."""
    schemes = []
    for name in study.settings.study.scheme:
        try:
            schemes.append(find_scheme(name, study.path))
        except EvalkitError as error:
            settings.add("bad-scheme", error.text, column="study.scheme", value=shown(name))
    if settings.kept:
        return ()
    twice = shared_ids(schemes)
    if twice:
        more = len(twice) - 1
        settings.add(
            "same-item",
            Text(
                f"item {twice[0]!r} staat in meer dan één schema"
                + (f" (en nog {more} items)" if more else ""),
                f"item {twice[0]!r} is in more than one scheme"
                + (f" (and {more} more items)" if more else ""),
            ),
            Text(
                "noem een van die schema's, of geef de items elk een eigen code",
                "name one of those schemes, or give each item a code of its own",
            ),
            column="study.scheme",
            value=twice[0],
        )
    used = [study.readings["answers"], *study.coder_readings.values()]
    if not schemes and any(reading.rows_in for reading in used):
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
    return tuple(schemes)


def _check_consensus(study: Study, settings: Findings) -> None:
    """Report a consensus whose name is nearly that of a journal: it would count as a coder."""
    name = study.consensus
    if name is None or name in study.coder_readings:
        return
    guess = nearest(name, study.coder_readings)
    if guess:
        settings.add(
            "unknown-coder",
            Text(
                f"er is geen bestand codings/{shown(name)}.csv",
                f"there is no file codings/{shown(name)}.csv",
            ),
            Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?"),
            column="study.consensus",
            value=shown(name),
        )
