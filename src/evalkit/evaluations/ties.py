"""What comes out highest or lowest, with all that ties with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.evaluations.analysis import Share, Statement
from evalkit.evaluations.labels import enumerated
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAMED: Final = 3


def outermost(
    head: Text,
    counted: Iterable[tuple[Text, int, int]],
    *,
    of: Text,
    things: Text,
    lowest: bool = False,
    link: Text | None = None,
    blanks: Mapping[str, Text] | None = None,
) -> Statement:
    """Name what has the highest share, and all that has the same.

    Parameters
    ----------
    head : Text
        What it is the most of, e.g. "Het vaakst onder de norm".
    counted : iterable of (Text, int, int)
        Label, count and its group, 0 <= count <= group and group >= 1; at least one.
    of : Text
        What is counted, plural.
    things : Text
        What the labels name, plural.
    lowest : bool
        Name the lowest share instead.
    link : Text or None
        The word before the share; None is "bij", in English "in".
    blanks : mapping of str to Text or None
        What stands in the blanks of `head`, by name.

    Returns
    -------
    Statement
        Up to three that tie are named and more are counted; equal shares of groups of different
        sizes each stand with their own count.

    Examples
    --------
    >>> subjects = [(Text("A", "A"), 2, 3), (Text("B", "B"), 0, 3), (Text("C", "C"), 2, 3)]
    >>> municipalities, norms = Text("gemeenten", "municipalities"), Text("normen", "norms")
    >>> told = outermost(Text("Meest", "Most"), subjects, of=municipalities, things=norms)
    >>> told.in_language("nl")
    'Meest: A en C, elk bij 2 van 3 gemeenten.'
    """
    counted = list(counted)
    shares = [k / n for _, k, n in counted]
    edge = min(shares) if lowest else max(shares)
    alike: dict[tuple[int, int], list[Text]] = {}
    for label, k, n in counted:
        if k / n == edge:
            alike.setdefault((k, n), []).append(label)
    link = link or Text("bij", "in")
    filled: dict[str, Share | int | Text] = {**(blanks or {})}
    nl, en = [], []
    for mark, ((k, n), labels) in zip(_marks(len(alike)), alike.items(), strict=True):
        filled[f"share{mark}"] = Share(k=k, n=n, noun=of)
        if len(labels) <= _NAMED:
            filled[f"named{mark}"] = enumerated(labels)
            what = Text(f"{{named{mark}}}", f"{{named{mark}}}")
        else:
            filled[f"number{mark}"] = len(labels)
            what = Text(f"{{number{mark}}} {things.nl}", f"{{number{mark}}} {things.en}")
        each = Text("elk ", "each ") if len(labels) > 1 else Text("", "")
        nl.append(f"{what.nl}, {each.nl}{link.nl} {{share{mark}}}")
        en.append(f"{what.en}, {each.en}{link.en} {{share{mark}}}")
    said = Text(f"{head.nl}: {'; '.join(nl)}.", f"{head.en}: {'; '.join(en)}.")
    return Statement(text=said, values=filled)


def _marks(number: int) -> list[str]:
    return ["", *(f"_{at}" for at in range(1, number))]
