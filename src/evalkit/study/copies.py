"""A journal that is a copy of another: it would count as a coder who always agrees."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from evalkit.language import Text
from evalkit.study.references import like

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evalkit.study.findings import Findings
    from evalkit.study.reading import Reading


def find_copies(coders: Mapping[str, Reading]) -> Iterator[Findings]:
    """Point out journals that are equal to the letter, moments or places in the text included.

    Parameters
    ----------
    coders : mapping of str to Reading
        The journals by coder.

    Yields
    ------
    Findings
        A warning about the second of two equal journals. Journals without a time or evidence are
        passed over: two coders may well give the same answers.
    """
    for first, second in combinations(coders.values(), 2):
        proof = [*first.values["time"], *first.values["evidence"]]
        if first.values != second.values or not any(proof):
            continue
        found = like(second)
        found.add(
            "copied-journal",
            Text(
                f"dit is een kopie van {first.findings.file} en telt als een eigen codeur",
                f"this is a copy of {first.findings.file} and counts as a coder of its own",
            ),
            Text("verwijder de kopie", "remove the copy"),
            severity="warning",
        )
        yield found
