"""File names of reports: short, plain ASCII, and different on every file system."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from evalkit.errors import ReportError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Windows opens a device for these whatever the extension; the rest are files of the batch itself.
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", "index", "manifest", "run", "national"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
)
# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def slug(*words: str) -> str:
    """Make a file name of 1 to 60 characters out of ``a-z``, ``0-9`` and ``-``.

    Parameters
    ----------
    *words : str
        A code and a name, e.g. of a region.

    Returns
    -------
    str
        Never a name that Windows or the batch itself keeps for something else.

    Raises
    ------
    ReportError
        If no letter or digit is left.

    Examples
    --------
    >>> slug("VT02", "Fryslân")
    'vt02-fryslan'
    >>> slug("CON")
    'report-con'
    """
    text = unicodedata.normalize("NFC", " ".join(words)).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['`]", "", plain))[:60].strip("-")
    if not name:
        shown = " ".join(words)
        raise ReportError(
            nl=f"van {shown!r} is geen bestandsnaam te maken; geef een code of naam met letters "
            "of cijfers",
            en=f"no file name can be made of {shown!r}; give a code or name with letters or digits",
        )
    return f"report-{name}" if name in _RESERVED else name


def require_distinct(names: Iterable[tuple[str, str]]) -> None:
    """Refuse two reports that would write the same file.

    Parameters
    ----------
    names : iterable of (str, str)
        Slug and what it stands for.

    Raises
    ------
    ReportError
        Naming the first two that collide.
    """
    seen: dict[str, str] = {}
    for name, meant in names:
        if name in seen:
            raise ReportError(
                nl=f"{seen[name]!r} en {meant!r} zouden allebei {name}.html schrijven; geef de "
                "regio's codes die verder verschillen dan in hoofdletters of leestekens",
                en=f"{seen[name]!r} and {meant!r} would both write {name}.html; give regions "
                "and municipalities codes that differ in more than capitals or punctuation",
            )
        seen[name] = meant
