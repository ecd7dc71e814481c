"""Whether a value is one that an item of the scheme allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from evalkit.errors import choices, nearest
from evalkit.language import Text
from evalkit.study.dates import read_date
from evalkit.study.findings import Remark, UnreadableError, shown
from evalkit.study.numbers import read_integer, read_number
from evalkit.study.values import MISSING_KINDS

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from evalkit.schemes import Item

SEPARATOR: Final = "|"
"""Stands between the levels when an item allows several."""

_SHARE: Final = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})\Z")
_MISSING: Final = ", ".join(MISSING_KINDS)


def judge_value(
    value: str, item: Item, facet: str | None = None, *, mask: bool = False
) -> Remark | None:
    """Tell what is wrong with a value given for an item; None when it fits.

    Parameters
    ----------
    value : str
        A level, several with ``|`` between, a number, ``k/n`` for a share, or a date.
    item : Item
        What was asked.
    facet : str or None
        The facet it was coded on.
    mask : bool
        Whether the value may not be repeated in the finding.

    Returns
    -------
    Remark or None
        None when the value fits; nvt, nb, nr and wg are the caller's to pass.
    """
    seen = shown(value, sensitive=mask)
    levels = {level.value: level.label for level in item.levels_on(facet)}
    if levels:
        return _judge_levels(value, item, levels, mask=mask)
    try:
        match item.scale:
            case "count":
                return _bounded(read_integer(value, seen=seen)[0], item, seen, least=0)
            case "interval" | "ratio" | "duration":
                return _bounded(read_number(value, mark="unknown", seen=seen)[0], item, seen)
            case "share":
                share = _SHARE.match(value)
                number = (
                    (int(share[1]) / int(share[2]) if int(share[2]) else 2.0)
                    if share
                    else read_number(value, mark="unknown", seen=seen)[0]
                )
                return _bounded(number, item, seen, least=0, most=1)
            case "date":
                read_date(value, seen=seen)
            case _:
                pass
    except UnreadableError as error:
        return error.remark
    return None


def _judge_levels(
    value: str, item: Item, levels: Mapping[str, Text], *, mask: bool
) -> Remark | None:
    parts = [value]
    if item.multiple or item.scale == "set":
        parts = [part.strip() for part in value.split(SEPARATOR)]
        if len(set(parts)) < len(parts):
            return Remark(
                "level-twice",
                Text("een niveau staat er tweemaal", "a level stands there twice"),
                Text("noem elk niveau één keer", "name each level once"),
            )
    wrong = [part for part in parts if part not in levels]
    if not wrong:
        return None
    labels = {word.lower(): code for code, label in levels.items() for word in label}
    guess = labels.get(wrong[0].lower()) or (wrong[0].split() or [""])[0]
    guess = guess if guess in levels else nearest(wrong[0], levels) or ""
    seen = shown(wrong[0], sensitive=mask)
    hint = Text(
        f"kies uit {choices(levels, 'nl', most=8)}, of {_MISSING}",
        f"choose {choices(levels, 'en', most=8)}, or {_MISSING}",
    )
    if guess and not mask:
        hint = Text(f"bedoelt u {guess!r}?", f"did you mean {guess!r}?")
    return Remark(
        "unknown-level",
        Text(
            f"niveau {seen!r} hoort niet bij item {item.id}",
            f"level {seen!r} is not in item {item.id}",
        ),
        hint,
    )


def _bounded(
    number: float, item: Item, seen: str, *, least: float | None = None, most: float | None = None
) -> Remark | None:
    low = item.minimum if item.minimum is not None else least
    high = item.maximum if item.maximum is not None else most
    if (low is None or number >= low) and (high is None or number <= high):
        return None
    span = Text(
        f"van {low:g}" if high is None else f"van {low or 0:g} tot en met {high:g}",
        f"from {low:g}" if high is None else f"from {low or 0:g} to {high:g}",
    )
    return Remark(
        "out-of-range",
        Text(f"{seen} kan niet bij item {item.id}", f"{seen} cannot be for item {item.id}"),
        Text(f"toegestaan is {span.nl}", f"allowed is {span.en}"),
    )


def same_answer(value: str, item: Item | None) -> Hashable:  # noqa: PLR0911  one per kind of answer
    """Return what two answers that mean the same have in common.

    Parameters
    ----------
    value : str
        As written in a coding.
    item : Item or None
        What was asked; None when it is not known.

    Returns
    -------
    hashable
        A set of levels, a number or a date; the text itself where there is nothing to compare.

    Examples
    --------
    >>> from evalkit.schemes import load_scheme
    >>> item = load_scheme("aef-2020").item("C2.2")
    >>> same_answer("schriftelijk|warm-met-gezin", item) == same_answer(
    ...     "warm-met-gezin | schriftelijk", item
    ... )
    True
    """
    if item is None or value in MISSING_KINDS:
        return value
    if item.multiple or item.scale == "set":
        return frozenset(part.strip() for part in value.split(SEPARATOR))
    if item.levels or item.scale == "text":
        return value
    share = _SHARE.match(value) if item.scale == "share" else None
    try:
        if item.scale == "date":
            return read_date(value, seen=value)
        if share:
            return int(share[1]) / int(share[2])
        return read_number(value, mark="unknown", seen=value)[0]
    except (UnreadableError, ZeroDivisionError):
        return value
