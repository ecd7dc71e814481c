"""Numbers as the Dutch and their spreadsheets write them; what can be read two ways is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from evalkit.language import Text
from evalkit.study.findings import NO_HINT, Remark, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

Mark = Literal["point", "comma", "unknown"]

_PLAIN: Final = re.compile(r"[+-]?[0-9]+\Z")
_ONE_MARK: Final = re.compile(r"[+-]?[0-9]*[.,][0-9]+\Z")
_DUTCH_GROUPS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?\Z")
_SPACED_GROUPS: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}( [0-9]{3})+(,[0-9]+)?\Z")
_ONE_GROUP: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}\Z")
_LONGEST: Final = 30
_LARGEST: Final = 2**63


def decimal_mark(texts: Iterable[str], *, otherwise: Mark) -> Mark:
    """Tell which mark a column uses for decimals, from the values that can be read one way only.

    Parameters
    ----------
    texts : iterable of str
        The values of the column.
    otherwise : {"point", "comma", "unknown"}
        The answer when no value tells.

    Returns
    -------
    {"point", "comma", "unknown"}
        "unknown" also when the values contradict each other.

    Examples
    --------
    >>> decimal_mark(["1.234", "0,5"], otherwise="point")
    'comma'
    """
    marks = set()
    for text in texts:
        if _ONE_MARK.match(text) and not _ONE_GROUP.match(text):
            marks.add("comma" if "," in text else "point")
        elif _DUTCH_GROUPS.match(text) and "," in text:
            marks.add("comma")
    if len(marks) == 1:
        return "comma" if "comma" in marks else "point"
    return "unknown" if marks else otherwise


def read_number(text: str, *, mark: Mark, seen: str) -> tuple[float, Remark | None]:
    """Read a number.

    Parameters
    ----------
    text : str
        The value, stripped.
    mark : {"point", "comma", "unknown"}
        Decimal mark of the column, from `decimal_mark`.
    seen : str
        The value as a finding may show it.

    Returns
    -------
    tuple of float and Remark or None
        The number, and what is to be said about it.

    Raises
    ------
    UnreadableError
        If it is no number, or can be read as two.
    """
    text = _tidy(text)
    if len(text) <= _LONGEST:
        if _PLAIN.match(text):
            return float(text), None
        if _SPACED_GROUPS.match(text):
            return float(text.replace(" ", "").replace(",", ".")), _grouped(seen)
        group = _ONE_GROUP.match(text)
        if group:
            return _one_group(text, group[1], mark, seen)
        if _ONE_MARK.match(text):
            return float(text.replace(",", ".")), None
        if _DUTCH_GROUPS.match(text):
            return float(text.replace(".", "").replace(",", ".")), _grouped(seen)
    raise UnreadableError(_no_number(seen))


def _one_group(text: str, sign: str, mark: Mark, seen: str) -> tuple[float, Remark | None]:
    """Read 1.234 or 1,234, which is a thousand or a little over one."""
    if mark == "unknown" or (sign == "," and mark == "point"):
        raise UnreadableError(_ambiguous(seen))
    if sign == "." and mark == "comma":
        return float(text.replace(".", "")), _grouped(seen)
    return float(text.replace(",", ".")), None


def read_integer(text: str, *, seen: str) -> tuple[int, Remark | None]:
    """Read a whole number; 2.5 is refused, never cut.

    Parameters
    ----------
    text : str
        The value, stripped.
    seen : str
        The value as a finding may show it.

    Returns
    -------
    tuple of int and Remark or None
        The number, and what is to be said about it.

    Raises
    ------
    UnreadableError
        If it is no whole number, or can be read as two.
    """
    text = _tidy(text)
    if len(text) <= _LONGEST and _PLAIN.match(text):
        return _within(int(text), seen), None
    group = _ONE_GROUP.match(text)
    if group and group[1] == ",":
        raise UnreadableError(_ambiguous(seen))
    value, remark = read_number(text, mark="comma", seen=seen)
    return whole(value, seen=seen), remark


def whole(value: float, *, seen: str) -> int:
    """Return a float that is a whole number as int, or raise `UnreadableError`."""
    if value != int(value):
        raise UnreadableError(
            Remark(
                "not-whole",
                Text(f"{seen} is geen geheel getal", f"{seen} is not a whole number"),
                Text(
                    "vul een geheel getal in; evalkit rondt niet af",
                    "enter a whole number; evalkit does not round",
                ),
            )
        )
    return _within(int(value), seen)


def _within(value: int, seen: str) -> int:
    if abs(value) >= _LARGEST:
        raise UnreadableError(_no_number(seen))
    return value


def _tidy(text: str) -> str:
    for space in "\u00a0\u202f\u2007\u2009":
        text = text.replace(space, " ")
    return text.replace("\u2212", "-")


def _no_number(seen: str) -> Remark:
    return Remark(
        "not-a-number",
        Text(f"{seen!r} is geen getal", f"{seen!r} is not a number"),
        Text(
            "vul alleen cijfers in, zonder eenheid of teken",
            "enter digits only, without a unit or sign",
        ),
    )


def _ambiguous(seen: str) -> Remark:
    return Remark(
        "ambiguous-number",
        Text(
            f"{seen!r} kan op twee manieren worden gelezen (duizendtal of decimalen)",
            f"{seen!r} can be read in two ways (thousands or decimals)",
        ),
        Text(
            "schrijf het zonder duizendtalteken, bijvoorbeeld 1234 of 1,5",
            "write it without a thousands mark, for example 1234 or 1.5",
        ),
    )


def _grouped(seen: str) -> Remark:
    return Remark(
        "thousands-mark",
        Text(
            f"{seen!r} is gelezen met een duizendtalteken",
            f"{seen!r} was read as having a thousands mark",
        ),
        NO_HINT,
    )
