"""Do claims that speak of the same thing agree with each other? Checked on whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from evalkit.claims.quantifier_interval import quantifier_interval
from evalkit.claims.testability import untestable_reason
from evalkit.claims.vocabulary import BASES
from evalkit.language import Language, Text
from evalkit.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evalkit.claims.claim import Claim
    from evalkit.claims.lexicon import Lexicon
    from evalkit.claims.shares import Counts

RelationKind = Literal["complement", "part-of", "paper-practice", "repeat"]


class Relation(NamedTuple):
    """Two claims that bind each other.

    "complement": together they count everyone; "part-of": every unit of the second is one of the
    first; "paper-practice": the first is agreed, the second is done; "repeat": the second says
    the first again.
    """

    kind: RelationKind
    first: str
    second: str
    """Claims as ``evaluation/id``, so that a study of your own is not checked by accident."""


RELATIONS: Final = (
    Relation("complement", "tsd-2020/E06", "tsd-2020/E14"),
    Relation("complement", "regioaanpak-2016/D35", "regioaanpak-2016/D36"),
    Relation("part-of", "regioaanpak-2016/D10", "regioaanpak-2016/D11"),
    Relation("part-of", "regioaanpak-2016/D39", "regioaanpak-2016/D40"),
    Relation("paper-practice", "regioaanpak-2016/D20", "regioaanpak-2016/D21"),
    Relation("paper-practice", "tsd-2020/E01", "tsd-2020/E11"),
    Relation("repeat", "tsd-2020/E11", "tsd-monitor-2022/A05"),
)
"""The relations between the published claims."""


_PASSED: Final = {
    True: Text("klopt", "holds"),
    False: Text("botst", "clashes"),
    None: Text("niet te zeggen", "cannot be told"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CoherenceCheck(Result):
    """Whether two claims can both be true.

    Attributes
    ----------
    relation : str
        How they bind each other: "complement", "part-of", "paper-practice" or "repeat".
    first, second : str
        Ids of the claims.
    n : int or None
        Size of the base they share; None when they share none.
    first_counts, second_counts : tuple of int, or None
        Wide sets of the units each claim counts, at its own base; None where there is none.
    passed : bool or None
        None when it cannot be told.
    text : Text
        What follows.
    """

    relation: RelationKind
    first: str
    second: str
    n: int | None
    first_counts: Counts | None
    second_counts: Counts | None
    passed: bool | None
    text: Text

    def in_language(self, language: Language) -> str:
        """Return the one line that can be pasted into a text."""
        word = _PASSED[self.passed].in_language(language)
        return f"{self.first}, {self.second}: {word}; {self.text.in_language(language)}"

    def __str__(self) -> str:
        return self.in_language("en")


def coherence_checks(
    claims: Iterable[Claim],
    *,
    relations: Sequence[Relation] = RELATIONS,
    scale: str = "evalkit",
    lexicon: Lexicon | None = None,
) -> list[CoherenceCheck]:
    """Check whether claims that bind each other can both be true.

    Parameters
    ----------
    claims : iterable of Claim
        The claims.
    relations : sequence of Relation
        Which claims bind each other; a relation whose claims are absent is left out.
    scale : str
        Scale of the lexicon.
    lexicon : Lexicon or None
        None is the one that comes with evalkit.

    Returns
    -------
    list of CoherenceCheck
        In the order of `relations`.

    Examples
    --------
    >>> from evalkit.claims import load_claims
    >>> [check.passed for check in coherence_checks(load_claims())]
    [True, False, False, True, None, None, None]
    """
    by_name = {f"{claim.evaluation}/{claim.id}": claim for claim in claims}
    return [
        _check(relation.kind, by_name[relation.first], by_name[relation.second], scale, lexicon)
        for relation in relations
        if relation.first in by_name and relation.second in by_name
    ]


def _check(
    kind: RelationKind, first: Claim, second: Claim, scale: str, lexicon: Lexicon | None
) -> CoherenceCheck:
    ours, theirs = _said(first, scale, lexicon), _said(second, scale, lexicon)
    same = first.base == second.base and first.base_n == second.base_n
    n = first.base_n if same else None
    passed, text = None, _cannot(first, second, scale, lexicon)
    if text is None and ours and theirs and n is not None:
        passed = _holds(kind, ours, theirs, n)
        text = _numbers(kind, ours, theirs, n, passed=passed)
    return CoherenceCheck(
        relation=kind,
        first=first.id,
        second=second.id,
        n=n,
        first_counts=ours,
        second_counts=theirs,
        passed=passed,
        text=text or Text("geen heel getal past", "no whole number fits"),
    )


def _said(claim: Claim, scale: str, lexicon: Lexicon | None) -> Counts | None:
    """Return the units the word counts, unflipped: for "most do not" those that do not."""
    if claim.base_n is None or untestable_reason(claim, scale=scale, lexicon=lexicon):
        return None
    return quantifier_interval(claim.quantifier, claim.base_n, scale=scale, lexicon=lexicon).wide


def _cannot(first: Claim, second: Claim, scale: str, lexicon: Lexicon | None) -> Text | None:
    for claim in (first, second):
        why = untestable_reason(claim, scale=scale, lexicon=lexicon)
        if why:
            return Text(f"{claim.id}: {why.nl}", f"{claim.id}: {why.en}")
    if first.base != second.base:
        names = [BASES.get(c.base, Text(c.base, c.base)) for c in (first, second)]
        return Text(
            f"{first.id} telt {names[0].nl}, {second.id} telt {names[1].nl}",
            f"{first.id} counts {names[0].en}, {second.id} counts {names[1].en}",
        )
    if first.base_n is None or first.base_n != second.base_n:
        return Text(
            "de omvang van de basis verschilt of is niet bekend",
            "the size of the base differs or is not known",
        )
    return None


def _holds(kind: RelationKind, first: Counts, second: Counts, n: int) -> bool:
    if kind == "complement":
        return first[0] + second[0] <= n <= first[1] + second[1]
    if kind == "repeat":
        return max(first[0], second[0]) <= min(first[1], second[1])
    return second[0] <= first[1]


def _numbers(kind: RelationKind, first: Counts, second: Counts, n: int, *, passed: bool) -> Text:
    one, two = ("–".join(str(end) for end in sorted(set(pair))) for pair in (first, second))
    if kind == "complement" and passed:
        low, high = max(first[0], n - second[1]), min(first[1], n - second[0])
        return Text(
            f"{one} wel en {two} niet: samen {n}, zolang het er {low} tot {high} wel zijn",
            f"{one} with and {two} without: {n} in all, as long as {low} to {high} have it",
        )
    if kind == "complement":
        return Text(
            f"{one} wel en {two} niet: samen nooit {n}",
            f"{one} with and {two} without: never {n} in all",
        )
    ask = {
        "part-of": Text(
            "een deel kan niet groter zijn dan het geheel", "a part cannot exceed the whole"
        ),
        "paper-practice": Text(
            "er wordt niet meer gedaan dan afgesproken", "no more is done than agreed"
        ),
        "repeat": Text("beide noemen hetzelfde aantal", "both name the same number"),
    }[kind]
    return Text(f"{one} en {two} van {n}: {ask.nl}", f"{one} and {two} of {n}: {ask.en}")
