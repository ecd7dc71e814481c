"""The highest and the lowest, with all that ties."""

import pytest

from evalkit.evaluations.ties import outermost
from evalkit.language import Text

MUNICIPALITIES, NORMS = Text("gemeenten", "municipalities"), Text("normen", "norms")
HEAD = Text("Het vaakst", "Most often")


def _told(counts, language="nl", **more):
    counted = [(Text(name, name), k, n) for name, k, n in counts]
    said = outermost(HEAD, counted, of=MUNICIPALITIES, things=NORMS, **more)
    return said.in_language(language)


@pytest.mark.parametrize(
    ("counts", "nl", "en"),
    [
        ([("A", 1, 3), ("B", 2, 3)], "B, bij 2 van 3 gemeenten", "B, in 2 of 3 municipalities"),
        (
            [("A", 2, 3), ("B", 2, 3), ("C", 2, 3), ("D", 0, 3)],
            "A, B en C, elk bij 2 van 3 gemeenten",
            "A, B and C, each in 2 of 3 municipalities",
        ),
        (
            [(name, 1, 3) for name in "ABCD"],
            "4 normen, elk bij 1 van 3 gemeenten",
            "4 norms, each in 1 of 3 municipalities",
        ),
        (
            [("A", 1, 2), ("B", 2, 4), ("C", 1, 2)],
            "A en C, elk bij 1 van 2 gemeenten; B, bij 2 van 4 gemeenten",
            "A and C, each in 1 of 2 municipalities; B, in 2 of 4 municipalities",
        ),
    ],
)
def test_all_that_tie_are_named_or_counted(counts, nl, en):
    assert _told(counts) == f"Het vaakst: {nl}."
    assert _told(counts, "en") == f"Most often: {en}."


def test_the_lowest_is_named_when_asked():
    assert _told([("A", 1, 3), ("B", 0, 3), ("C", 0, 3)], lowest=True) == (
        "Het vaakst: B en C, elk bij 0 van 3 gemeenten."
    )
