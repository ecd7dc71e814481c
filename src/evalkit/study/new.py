"""Making an empty study: study.toml, tables with their headers, and a coding template."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from evalkit.errors import ParameterError, StudyError, system_reason, unknown_name
from evalkit.language import LANGUAGES, Language, Text
from evalkit.study.csv_text import csv_text
from evalkit.study.items import shared_ids
from evalkit.study.schema import OWN_TABLES, table_schema
from evalkit.study.settings import FILE, Profile, StudySelection
from evalkit.study.study import Study

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evalkit.schemes import Scheme

_SETTINGS = """\
# Wat de studie is. Uitleg: README.md in data_templates. / What the study is.
[study]
title = {{ nl = {title_nl}, en = {title_en} }}
language = "{language}"
scheme = {scheme}
# consensus = "consensus"  # de codeur onder wiens naam het overleg is vastgelegd / what was settled
selection = "{selection}"  # census | random | purposive: hoe de eenheden zijn gekozen
profile = "{profile}"  # public | protected: hoe streng kleine aantallen worden afgeschermd
fictitious = false

# Hoeveel er bestaan, ook buiten de studie. / How many exist, in or out of the study.
[frame]
{frame}
# Een blok per meting. / One block per wave.
# [[waves]]
# id = "w0"
# label = {{ nl = "eerste meting", en = "first wave" }}
# start = 2025-01-01
# end = 2025-12-31
"""


def new_study(
    path: str | os.PathLike[str],
    *,
    scheme: str | Sequence[str],
    title: str | Text,
    language: Language = "nl",
    selection: StudySelection = "purposive",
    profile: Profile = "protected",
    regions: int | None = None,
    municipalities: int | None = None,
) -> Study:
    """Make an empty study.

    Parameters
    ----------
    path : str or path
        A folder that does not exist yet, or is empty.
    scheme : str or sequence of str
        Coding scheme or schemes, e.g. "aef-2020".
    title : str or Text
        Title; one text serves both languages.
    language : {"nl", "en"}
        Language of the reports.
    selection : {"census", "random", "purposive"}
        How units are chosen.
    profile : {"public", "protected"}
        Disclosure profile; "protected" when case files or people are counted.
    regions, municipalities : int or None
        How many exist.

    Returns
    -------
    Study
        The new study, which has no errors: study.toml, ``tables/`` with a header per table,
        ``codings/`` for one file per coder, ``templates/`` with a row per item and the codebook.

    Raises
    ------
    ParameterError
        If a scheme or a choice does not exist, or two schemes have the same item.
    StudyError
        If the folder is not empty or cannot be written.
    """
    for what, value, known in (
        (Text("taal", "language"), language, LANGUAGES),
        (Text("selectie", "selection"), selection, get_args(StudySelection)),
        (Text("profiel", "profile"), profile, get_args(Profile)),
    ):
        if value not in known:
            raise unknown_name(what, value, known)
    schemes = _load(scheme)
    words = title if isinstance(title, Text) else Text(title, title)
    if not all(word.strip() and word.isprintable() for word in words):
        raise ParameterError(
            nl="title: de titel is leeg of telt meer dan één regel; geef een titel van één regel",
            en="title: the title is empty or more than one line; give a title of one line",
        )
    counts = {"regions": regions, "municipalities": municipalities}
    settings = _SETTINGS.format(
        title_nl=json.dumps(words.nl, ensure_ascii=False),
        title_en=json.dumps(words.en, ensure_ascii=False),
        language=language,
        scheme=_names(schemes),
        selection=selection,
        profile=profile,
        frame="".join(_frame_line(name, count) for name, count in counts.items()),
    )
    target = Path(path).expanduser()
    _write(target, {FILE: settings, **dict(_templates(schemes, language))})
    return Study(target)


def _frame_line(name: str, count: int | None) -> str:
    if count is not None and count < 1:
        raise ParameterError(
            nl=f"{name}: {count} kan niet; geef een geheel getal boven 0, of laat het weg",
            en=f"{name}: {count} is impossible; give a whole number above 0, or leave it out",
        )
    return f"# {name} =\n" if count is None else f"{name} = {count}\n"


def _load(names: str | Sequence[str]) -> tuple[Scheme, ...]:
    from evalkit.schemes import load_scheme

    schemes = tuple(load_scheme(name) for name in ([names] if isinstance(names, str) else names))
    twice = shared_ids(schemes)
    if twice:
        raise ParameterError(
            nl=f"scheme: item {twice[0]!r} staat in meer dan één schema; noem er één",
            en=f"scheme: item {twice[0]!r} is in more than one scheme; name one",
        )
    return schemes


def _names(schemes: Sequence[Scheme]) -> str:
    names = [scheme.ref for scheme in schemes]
    return json.dumps(names[0] if len(names) == 1 else names, ensure_ascii=False)


def _templates(schemes: Sequence[Scheme], language: Language) -> Iterator[tuple[str, str]]:
    for name in OWN_TABLES:
        yield f"tables/{name}.csv", empty_table(name)
    yield "templates/codings.csv", coding_template(schemes)
    yield "templates/codebook.csv", codebook(schemes, language)


def empty_table(name: str) -> str:
    """Return the header line of a table, or of "codings", as CSV."""
    return csv_text([table_schema(name).column_names])


def coding_template(schemes: Iterable[Scheme]) -> str:
    """Return a coding sheet as CSV: a row per item and facet, for the coder to fill per unit."""
    columns = table_schema("codings").column_names
    rows = [
        {"item": item.id, "facet": facet}
        for scheme in schemes
        for item in scheme.items
        if not item.is_derived
        for facet in item.facets or ("",)
    ]
    return csv_text([columns, *([row.get(name, "") for name in columns] for row in rows)])


def codebook(schemes: Iterable[Scheme], language: Language) -> str:
    """Return the items, their definitions and levels as CSV."""
    lines: list[list[object]] = [
        ["theme", "item", "label", "definition", "scale", "levels", "units", "facets"]
    ]
    for theme in (theme for scheme in schemes for theme in scheme.themes):
        for item in theme.items:
            levels = "; ".join(
                f"{level.value} = {level.label.in_language(language)}" for level in item.levels
            )
            lines.append(
                [
                    theme.id,
                    item.id,
                    item.label.in_language(language),
                    item.definition.in_language(language),
                    item.scale,
                    levels,
                    " | ".join(item.units),
                    " | ".join(item.facets),
                ]
            )
    return csv_text(lines)


def _write(target: Path, contents: dict[str, str]) -> None:
    """Write the whole folder beside its place and then move it there, so that none is half made."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StudyError(
            nl=f"{target}: deze map bestaat al en is niet leeg; kies een nieuwe naam",
            en=f"{target}: this folder exists and is not empty; choose a new name",
        )
    beside = target.resolve().with_name(f".{target.resolve().name}.{os.getpid()}.tmp")
    try:
        (beside / "codings").mkdir(parents=True)
        for name, text in contents.items():
            file = beside / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        if target.exists():
            target.rmdir()
        beside.rename(target)
    except OSError as error:
        raise StudyError(
            nl=f"{target}: de map kan niet worden gemaakt ({system_reason(error).nl}); "
            "controleer de plaats en de rechten",
            en=f"{target}: the folder cannot be made ({system_reason(error).en}); "
            "check the place and the permissions",
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
