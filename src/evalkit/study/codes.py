"""Codes such as GM0344, and what Excel makes of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from evalkit.language import Text
from evalkit.study.findings import Remark

if TYPE_CHECKING:
    from evalkit.study.schema import Column

_CODE: Final = re.compile(r"\^\(?([A-Z]*)\[0-9\]\{([0-9]+)\}\)?\$\Z")


def mended_code(text: str, pattern: str) -> str | None:
    """Guess which code was meant when Excel took its zeros: 344 and GM344 mean GM0344.

    Parameters
    ----------
    text : str
        What was found.
    pattern : str
        Pattern of the code: letters and a fixed number of digits, e.g. ``^GM[0-9]{4}$``.

    Returns
    -------
    str or None
        The code, None when no code can be recognised.

    Examples
    --------
    >>> mended_code("344", "^GM[0-9]{4}$")
    'GM0344'
    """
    shape = _CODE.match(pattern)
    if not shape:
        return None
    letters, width = shape[1], int(shape[2])
    found = re.fullmatch(rf"(?:{letters})?[ .-]?([0-9]+)(?:[.,]0)?", text, re.IGNORECASE)
    if not found or len(found[1].lstrip("0")) > width:
        return None
    return letters + found[1].lstrip("0").zfill(width)


def wrong_pattern(text: str, column: Column, seen: str) -> Remark:
    """Say that a value does not follow the pattern of its column.

    Parameters
    ----------
    text : str
        What was found.
    column : Column
        The column, which has a pattern.
    seen : str
        The value as a finding may show it.

    Returns
    -------
    Remark
        With the code that was probably meant, else an example, else the pattern.
    """
    pattern = column.constraints.pattern or ""
    code = mended_code(text, pattern)
    example = code or column.example
    hint = Text(f"het patroon is {pattern}", f"the pattern is {pattern}")
    if code:
        hint = Text(
            f"bedoelt u {code!r}? Geef de kolom in Excel de celeigenschap Tekst, "
            "dan blijven nullen en letters staan",
            f"did you mean {code!r}? Format the column as Text in Excel to keep zeros and letters",
        )
    elif example is not None:
        hint = Text(f"schrijf bijvoorbeeld {example!r}", f"write for example {example!r}")
    return Remark(
        "wrong-pattern",
        Text(f"{seen!r} is geen geldige waarde", f"{seen!r} is not a valid value"),
        hint,
    )
