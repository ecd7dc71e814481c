"""What a person can mend: one sentence in Dutch and English, shown without a traceback.

Anything that is not an `EvalkitError` is a defect of evalkit and keeps its traceback.
A message reads ``where: what is wrong, what was found; what to do``. It never holds the free text
of a case file, nor a whole table.
"""

from __future__ import annotations

import errno
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from evalkit.language import Language, Text, join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class EvalkitError(Exception):
    """Something a person can mend.

    Parameters
    ----------
    nl, en : str
        The same sentence in Dutch and English: lower case, no full stop at the end.
    """

    exit_code = 2

    def __init__(self, *, nl: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(nl, en)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.text, self.__dict__))

    def in_language(self, language: Language) -> str:
        """Return the sentence in `language` ("nl" or "en")."""
        return self.text.in_language(language)

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback.
        return [self.text.nl, self.text.en]


def _rebuild(kind: type[EvalkitError], text: Text, state: dict[str, object]) -> EvalkitError:
    error = kind.__new__(kind)
    Exception.__init__(error, text.en)
    error.__dict__.update(state)
    return error


class ParameterError(EvalkitError):
    """An argument, option or name that does not exist or does not fit."""


class SchemeError(EvalkitError):
    """A coding scheme that cannot be read or does not hold together.

    Parameters
    ----------
    nl, en : str
        The same sentence in Dutch and English.
    findings : sequence of Check
        Everything that is wrong with it.
    """

    def __init__(self, *, nl: str, en: str, findings: Sequence[object] = ()) -> None:
        super().__init__(nl=nl, en=en)
        self.findings = tuple(findings)


class StudyError(EvalkitError):
    """A study that cannot be opened; `findings` holds every `Check` that failed.

    Parameters
    ----------
    nl, en : str
        The same sentence in Dutch and English.
    findings : sequence of Check
        What `Study.check` found.
    """

    def __init__(self, *, nl: str, en: str, findings: Sequence[object] = ()) -> None:
        super().__init__(nl=nl, en=en)
        self.findings = tuple(findings)


class DisclosureError(EvalkitError):
    """Disclosure control refuses to publish this."""

    exit_code = 3


class ReportError(EvalkitError):
    """A report that cannot be made or written."""


_SYSTEM: Final = {
    errno.ENOENT: Text("bestaat niet", "does not exist"),
    errno.EACCES: Text("geen toestemming", "permission denied"),
    errno.EPERM: Text("geen toestemming", "permission denied"),
    errno.EEXIST: Text("bestaat al als bestand", "exists as a file"),
    errno.ENOTDIR: Text("een deel van het pad is geen map", "a part of the path is no folder"),
    errno.EISDIR: Text("dit is een map", "this is a folder"),
    errno.EROFS: Text("alleen te lezen", "read-only"),
    errno.ENOSPC: Text("de schijf is vol", "the disk is full"),
    errno.ENAMETOOLONG: Text("de naam is te lang", "the name is too long"),
}


def system_reason(error: OSError) -> Text:
    """Return why the system refused a file, in words; of a rare reason the system's own."""
    own = error.strerror or str(error)
    return _SYSTEM.get(error.errno or 0, Text(own, own))


def nearest(found: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `found`, or None when none is near (case is ignored)."""
    by_lower: dict[str, str] = {}
    for word in known:
        by_lower.setdefault(word.lower(), word)
    close = get_close_matches(found.lower(), list(by_lower), n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def choices(known: Iterable[str], language: Language, *, most: int = 5) -> str:
    """List the first `most` of the sorted known words; of two or more others say how many."""
    words = sorted(known)
    if not words:
        return "–"
    if len(words) <= most + 1:  # "and 1 more" is no shorter than the word
        return join_words(words, language, last="or")
    more = len(words) - most
    rest = f"en nog {more}" if language == "nl" else f"and {more} more"
    return f"{', '.join(words[:most])} {rest}"


def unknown_name(
    what: Text, found: object, known: Iterable[str], *, where: Text | str = ""
) -> ParameterError:
    """Make the error for a name that does not exist, with the nearest name that does.

    Parameters
    ----------
    what : Text
        The kind of thing, e.g. ``Text("regio", "region")``.
    found : object
        What was given.
    known : iterable of str
        The names that exist.
    where : Text or str
        The file, sheet, cell or function, put in front of the sentence.

    Returns
    -------
    ParameterError
        To be raised by the caller.
    """
    known = list(known)
    place = where if isinstance(where, Text) else Text(where, where)
    guess = nearest(str(found), known)

    def sentence(language: Language) -> str:
        head = f"{place.in_language(language)}: " if place.in_language(language) else ""
        if language == "nl":
            end = f"bedoelt u {guess!r}?" if guess else f"kies uit {choices(known, language)}"
            return f"{head}{what.nl} {found!r} bestaat niet; {end}"
        end = f"did you mean {guess!r}?" if guess else f"choose from {choices(known, language)}"
        return f"{head}there is no {what.en} {found!r}; {end}"

    return ParameterError(nl=sentence("nl"), en=sentence("en"))
