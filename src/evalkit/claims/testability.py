"""What can be said about a claim at all, before anything is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from evalkit.claims.lexicon import TESTABLE, Lexicon, load_lexicon
from evalkit.language import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from evalkit.claims.claim import Claim


def untestable_reason(
    claim: Claim, *, scale: str = "evalkit", lexicon: Lexicon | None = None
) -> Text | None:
    """Say why a claim can never be tested as a share; None when it can.

    Parameters
    ----------
    claim : Claim
        The claim.
    scale : str
        Scale of the lexicon.
    lexicon : Lexicon or None
        None is the one that comes with evalkit.

    Returns
    -------
    Text or None
        One sentence.

    Raises
    ------
    ParameterError
        If the quantifier or the scale does not exist.
    """
    said = _said_reason(claim)
    if said is not None:
        return said
    lexicon = lexicon or load_lexicon()
    entry = lexicon.find(claim.quantifier)
    band = lexicon.band(entry, scale)
    if entry.kind not in TESTABLE or entry.wide is None:
        word = repr(claim.quantifier)
        return Text(f"{word}: {entry.reason.nl}", f"{word}: {entry.reason.en}")
    if band is None:
        return Text(
            f"de schaal {scale} heeft geen band voor {claim.quantifier!r}",
            f"the scale {scale} has no band for {claim.quantifier!r}",
        )
    if claim.base == "none":
        return _NO_BASE
    return _NO_GROUP if entry.kind == "numeral" and claim.base_n is None else None


def _said_reason(claim: Claim) -> Text | None:
    if claim.direction in _NOT_ASSERTED:
        return _NOT_ASSERTED[claim.direction]
    return None if claim.quantifier else _NO_WORD


_NOT_ASSERTED: Final = {
    "conditional": Text(
        "voorwaardelijk: zegt wat er gebeurt als, niet hoe vaak het zo is",
        "conditional: says what happens if, not how often it is so",
    ),
    "norm": Text(
        "een norm: zegt wat zou moeten, niet wat is", "a norm: says what should be, not what is"
    ),
}
_NO_WORD: Final = Text(
    "geen hoeveelheidswoord: zegt niet hoeveel; lees het niet als alle",
    "no quantifier word: does not say how many; do not read it as all",
)
_NO_BASE: Final = Text(
    "zegt niet waarvan: er is niets dat te tellen is",
    "does not say of what: there is nothing that can be counted",
)
_NO_GROUP: Final = Text(
    "een getal zonder bekende groep is geen aandeel",
    "a number without a known group is no share",
)


def assess_claims(
    claims: Iterable[Claim], *, scale: str = "evalkit", lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Say of each claim whether it can be tested and which counts its words allow.

    Parameters
    ----------
    claims : iterable of Claim
        The claims.
    scale : str
        Scale of the lexicon.
    lexicon : Lexicon or None
        None is the one that comes with evalkit.

    Returns
    -------
    DataFrame
        A row per claim: claim, evaluation, text_nl, text_en, quantifier, kind, base, base_n,
        polarity, prompted, testable, the ends of the logical, wide and narrow set in units with
        the property (missing where not known), reason_nl and reason_en (why it cannot be tested,
        why there are no counts, or what a reader must keep in mind; may be empty).

    Raises
    ------
    ParameterError
        If a quantifier or the scale does not exist.
    """
    import pandas as pd

    lexicon = lexicon or load_lexicon()
    whole = ["base_n", *(f"{s}_{end}" for s in _SETS for end in ("low", "high"))]
    columns = ["claim", "evaluation", "text_nl", "text_en", "quantifier", "kind", "base", "base_n"]
    columns += ["polarity", "prompted", "testable", *whole[1:], "reason_nl", "reason_en"]
    rows = [_row(claim, scale, lexicon) for claim in claims]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(whole, "Int64") | {"testable": "bool"})


_SETS: Final = ("logical", "wide", "narrow")


def _row(claim: Claim, scale: str, lexicon: Lexicon) -> dict[str, object]:
    why = untestable_reason(claim, scale=scale, lexicon=lexicon)
    counts: dict[str, object] = {}
    reason = why or _caution(claim)
    if why is None and claim.base_n is not None:
        found = claim.allowed(claim.base_n, scale=scale, lexicon=lexicon)
        sets = {"logical": found.logical, "wide": found.wide, "narrow": found.narrow}
        for name, ends in sets.items():
            counts[f"{name}_low"], counts[f"{name}_high"] = ends or (None, None)
        reason = found.reason or reason
    return {
        "claim": claim.id,
        "evaluation": claim.evaluation,
        "text_nl": claim.text.nl,
        "text_en": claim.text.en,
        "quantifier": claim.quantifier,
        "kind": lexicon.find(claim.quantifier).kind if claim.quantifier else "generic",
        "base": claim.base,
        "base_n": claim.base_n,
        "polarity": claim.polarity,
        "prompted": claim.prompted,
        "testable": why is None,
        **counts,
        "reason_nl": reason.nl,
        "reason_en": reason.en,
    }


def _caution(claim: Claim) -> Text:
    said = []
    if claim.base_n is None:
        said.append(
            Text(
                "hoeveel het er zijn is niet bekend, dus geen aantallen",
                "how many there are is not known, so no counts",
            )
        )
    elif not claim.base_stated:
        said.append(
            Text("waar het woord over gaat is afgeleid", "what the word ranges over is inferred")
        )
    if claim.prompted == "no":
        said.append(
            Text(
                "niet aan allen gevraagd: het aantal is een ondergrens",
                "not asked of all: the number is a lower bound",
            )
        )
    return Text("; ".join(text.nl for text in said), "; ".join(text.en for text in said))
