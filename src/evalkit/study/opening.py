"""Opening a study by its folder or its name."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from evalkit.errors import StudyError, unknown_name
from evalkit.language import Text
from evalkit.study.settings import FILE
from evalkit.study.study import Study

_SHIPPED = files("evalkit") / "datasets"


def shipped_studies() -> list[str]:
    """Return the names of the studies that come with evalkit."""
    folder = Path(str(_SHIPPED))
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if (entry / FILE).is_file())


def open_study(path_or_name: str | os.PathLike[str]) -> Study:
    """Open a study by its folder, or by the name of one that comes with evalkit.

    Parameters
    ----------
    path_or_name : str or path
        A folder that holds study.toml, or a name such as "published". A word without a slash that
        is such a name means the shipped study.

    Returns
    -------
    Study
        Its study.toml has been read; its tables are read when asked for, once.

    Raises
    ------
    ParameterError
        If there is no such study; it names the nearest.
    StudyError
        If the folder holds no study.toml, or study.toml is wrong.

    Examples
    --------
    >>> open_study("publishd")
    Traceback (most recent call last):
    ...
    evalkit.errors.ParameterError: there is no study 'publishd'; did you mean 'published'?
    """
    text = os.fspath(path_or_name)
    if text in shipped_studies():
        return Study(Path(str(_SHIPPED)) / text)
    path = Path(text).expanduser()
    if path.name == FILE and path.is_file():
        path = path.parent
    if not path.exists():
        beside = []
        if path.parent.is_dir():
            beside = [str(found.parent) for found in path.parent.glob(f"*/{FILE}")]
        raise unknown_name(Text("studie", "study"), text, [*shipped_studies(), *beside])
    if not (path / FILE).is_file():
        raise StudyError(
            nl=f"{text}: dit is geen studie, want er staat geen {FILE} in; "
            "maak een studie met evalkit new",
            en=f"{text}: this is not a study, because there is no {FILE} in it; "
            "make one with evalkit new",
        )
    return Study(path)
