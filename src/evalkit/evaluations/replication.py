"""The published claims held against what a study counted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.claims import load_claims, verdict
from evalkit.claims.testability import untestable_reason
from evalkit.errors import ParameterError, unknown_name
from evalkit.evaluations.analysis import Analysis, unanswered
from evalkit.evaluations.claimed_share import as_share, as_share_word, published_count
from evalkit.evaluations.labels import statement
from evalkit.evaluations.measured_claims import FILE, MeasuredClaims, load_measures
from evalkit.evaluations.measured_share import measured_share
from evalkit.evaluations.place import resolve_place
from evalkit.language import Text
from evalkit.results import NAN, VERDICT_WORDS, Estimate, Verdict
from evalkit.study import Study, open_study, shipped_studies

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from evalkit.claims import Claim
    from evalkit.evaluations.analysis import Statement
    from evalkit.evaluations.measured_claims import Measure
    from evalkit.evaluations.place import Place
    from evalkit.inference import TableResult

MARGIN: Final = 0.15
_TITLES: Final = {
    "claim": Text("Nr.", "No."),
    "text": Text("Uitspraak", "Claim"),
    "source": Text("Bron", "Source"),
    "counted": Text("Geteld", "Counted"),
    "share": Text("Hoeveel", "How many"),
    "note": Text("Let op", "Note"),
    "verdict": Text("Oordeel", "Verdict"),
    "reason": Text("Waarom", "Why"),
    "low": Text("Aandeel, van", "Share, from"),
    "high": Text("Aandeel, tot", "Share, to"),
    "claimed_low": Text("Volgens het woord, van", "By the word, from"),
    "claimed_high": Text("Volgens het woord, tot", "By the word, to"),
    "predicted_low": Text("Voorspeld, van", "Predicted, from"),
    "predicted_high": Text("Voorspeld, tot", "Predicted, to"),
    "tost_p": Text("TOST, p", "TOST, p"),
    "bayes_narrow": Text("Bayesfactor, schaal ½", "Bayes factor, scale ½"),
    "bayes_wide": Text("Bayesfactor, schaal 1", "Bayes factor, scale 1"),
}
_DERIVED: Final = (
    "verdict", "reason", "low", "high", "claimed_low", "claimed_high", "predicted_low",
    "predicted_high", "tost_p", "bayes_narrow", "bayes_wide",
)  # fmt: skip
_NO_MEASURE: Final = Text(
    "niet gemeten: er is geen item dat dit telt", "not measured: no item counts this"
)
_ONE_PLACE: Final = Text(
    "de uitspraak gaat over alle plaatsen samen; één plaats kan haar niet bevestigen of weerleggen",
    "the claim is about all places together; one place can neither confirm nor refute it",
)
_PLACE_CAUTION: Final = Text(
    "een uitspraak gaat over alle plaatsen samen; één plaats kan haar niet bevestigen of weerleggen",
    "a claim is about all places together; one place can neither confirm nor refute it",
)
_INVENTED: Final = Text(
    "deze tellingen zijn verzonnen: zij laten zien hoe een uitspraak wordt nagerekend en zeggen niets "
    "over de echte uitspraken",
    "these counts are invented: they show how a claim is recalculated and say nothing about the real "
    "claims",
)
_NOTHING_HELD: Final = Text(
    "de studie heeft niets gecodeerd waarover een uitspraak gaat",
    "the study coded nothing that a claim is about",
)
_NO_MEASURES: Final = Text(
    f"van deze uitspraken staat nergens welk item ze telt: leg {FILE} naast study.toml van de studie "
    "met de uitspraken",
    f"nothing tells which item counts these claims: put {FILE} beside study.toml of the study with "
    "the claims",
)
_CAUTIONS: Final = (
    Text(
        "een woord als 'de meeste' is een bandbreedte; 'anders' staat er alleen als de telling buiten "
        "alles valt wat het woord kan betekenen",
        "a word such as 'most' is a range; 'different' is said only when the count is outside all that "
        "the word can mean",
    ),
    Text(
        "een andere uitkomst kan ook een andere plaats, tijd of manier van meten zijn",
        "another outcome can also be another place, time or way of measuring",
    ),
)


def replicate(
    study: Study,
    *,
    against: Study | str | os.PathLike[str] = "published",
    margin: float = MARGIN,
    evaluation: str | None = None,
    region: str | None = None,
    municipality: str | None = None,
) -> Analysis:
    """Hold published claims against what a study counted.

    Parameters
    ----------
    study : Study
        The study.
    against : Study, str or path
        The study with the claims; one of your own needs a file measured_claims.yaml beside its
        study.toml that says which item measures which claim.
    margin : float
        Largest difference of shares that does not matter, stated before looking, in (0, 1).
    evaluation : str or None
        Only the claims of this evaluation, e.g. "aef-2020"; None holds all.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.

    Returns
    -------
    Analysis
        A row per claim and measure, and per claim that words allow to test but nothing measures:
        what was counted, k of n, the verdict of `evalkit.claims.verdict` and why. Where the claim
        itself is a count: the prediction interval, TOST within `margin` and Bayes factors of two
        prior scales. At a place there are counts only: one place can neither confirm nor refute
        what was said of all together. Results: the estimates and the replication tables.

    Raises
    ------
    ParameterError
        If `against`, the evaluation, a place or `margin` does not fit.
    StudyError
        If the claims cannot be read.
    """
    if not 0 < margin < 1:
        raise ParameterError(
            nl=f"margin: {margin!r} is geen verschil van aandelen; geef een getal tussen 0 en 1",
            en=f"margin: {margin!r} is no difference of shares; give a number between 0 and 1",
        )
    title = Text("Gepubliceerde uitspraken nagerekend", "Published claims recalculated")
    question = Text(
        "Houden de uitspraken van eerdere evaluaties stand tegenover wat hier is geteld?",
        "Do the claims of earlier evaluations hold against what was counted here?",
    )
    place = resolve_place(study, region, municipality)
    if place.level != "study":
        question = Text(
            "Wat is hier geteld van waar eerdere evaluaties over spraken?",
            "What was counted here of what earlier evaluations spoke about?",
        )
    source = claims_source(against)
    claims, measures = _claims(source, evaluation), _measures(source)
    held = [each for claim in claims for each in _hold(study, claim, measures, place, margin)]
    if not any(row["n"] for row, _ in held):
        reason = _NOTHING_HELD if measures.measures else _NO_MEASURES
        return unanswered("replicate", source.name, title, question, reason)
    rows = [row for row, _ in held]
    table = pd.DataFrame(rows).astype({"k": "Int64", "n": "Int64"})
    return Analysis(
        name="replicate",
        evaluation=source.name,
        title=title,
        question=question,
        table=table,
        shares={"share": ("k", "n")},
        derived=_DERIVED,
        titles=_TITLES,
        statements=(_summary(rows, place),),
        results=tuple(result for _, results in held for result in results),
        cautions=_cautions(study, place, margin),
    )


def claims_source(against: Study | str | os.PathLike[str]) -> Study:
    """Open the study with the claims that another is held against.

    Parameters
    ----------
    against : Study, str or path
        As in `replicate`.

    Returns
    -------
    Study
    """
    if isinstance(against, Study):
        return against
    return _shipped(against) if against in shipped_studies() else open_study(against)


@cache
def _shipped(name: str | os.PathLike[str]) -> Study:
    """Open a study that comes with evalkit once for all places: its claims do not change."""
    return open_study(name)


def _claims(source: Study, evaluation: str | None) -> list[Claim]:
    claims = load_claims(source)
    if evaluation is None:
        return claims
    known = dict.fromkeys(claim.evaluation for claim in claims)
    if evaluation not in known:
        raise unknown_name(Text("evaluatie", "evaluation"), evaluation, known)
    return [claim for claim in claims if claim.evaluation == evaluation]


def _measures(source: Study) -> MeasuredClaims:
    own = source.path / FILE
    if not own.is_file():
        return load_measures() if source.name == "published" else MeasuredClaims()
    measures = load_measures(own)
    known = [claim.id for claim in load_claims(source)]
    for name in (*(measure.claim for measure in measures.measures), *measures.unmeasured):
        if name not in known:
            raise unknown_name(Text("uitspraak", "claim"), name, known, where=FILE)
    return measures


_Row = dict[str, Any]


def _hold(
    study: Study, claim: Claim, measures: MeasuredClaims, place: Place, margin: float
) -> Iterator[tuple[_Row, tuple[Estimate | TableResult, ...]]]:
    said = untestable_reason(claim)
    found = measures.of(claim.id)
    if not found and said is None:
        reason = measures.unmeasured.get(claim.id, _NO_MEASURE)
        yield _row(claim, reason=reason), ()
    for measure in found:
        estimate = measured_share(study, measure, place=place)
        if not estimate.n:
            why = estimate.reason or _NO_MEASURE
            yield _row(claim, counted=estimate.name, reason=why), ()
            continue
        share = as_share(estimate, claim.base)
        judged = _judged(claim, measure, share, place)
        row = _row(
            claim,
            counted=estimate.name,
            k=estimate.k,
            n=estimate.n,
            note=measure.proxy or measure.note or Text("", ""),
            verdict=VERDICT_WORDS[judged.verdict],
            reason=judged.reason,
            low=share.low,
            high=share.high,
            claimed_low=judged.claimed_low,
            claimed_high=judged.claimed_high,
        )
        is_same = measure.proxy is None and place.level == "study"
        published = published_count(claim) if is_same else None
        if published is None or estimate.k is None:
            yield row, (estimate,)
            continue
        beside = _beside(published, (estimate.k, estimate.n), margin)
        yield row | _numbers(beside.table), (estimate, beside)


def _row(claim: Claim, **known: object) -> _Row:
    empty: _Row = {
        "claim": claim.id, "text": claim.text, "source": claim.source, "counted": Text("", ""), "k": None, "n": None,
        "note": Text("", ""), "verdict": VERDICT_WORDS["not testable"], "reason": Text("", ""),
        **dict.fromkeys(_DERIVED[2:], NAN),
    }  # fmt: skip
    return empty | known


def _judged(claim: Claim, measure: Measure, share: Estimate, place: Place) -> Verdict:
    why = measure.proxy or (_ONE_PLACE if place.level != "study" else None)
    if why is not None:
        return Verdict(claim=claim.id, verdict="not testable", reason=why)
    return verdict(as_share_word(claim), share)


def _beside(published: tuple[int, int], new: tuple[int, int], margin: float) -> TableResult:
    from evalkit.inference import replication_table

    return replication_table(published, new, margin=margin)


def _numbers(table: pd.DataFrame) -> _Row:
    by_method = table.set_index("method")
    expected, factors = by_method.loc["prediction interval"], by_method.loc[["Bayes factor"]]
    return {
        # The formula is that of a mean; what is drawn is a share.
        "predicted_low": max(0.0, expected["low"]),
        "predicted_high": min(1.0, expected["high"]),
        "tost_p": by_method.loc["TOST", "p_value"],
        "bayes_narrow": factors["value"].iloc[0],
        "bayes_wide": factors["value"].iloc[1],
    }


def _cautions(study: Study, place: Place, margin: float) -> tuple[Text, ...]:
    invented = (_INVENTED,) if study.fictitious else ()
    if place.level != "study":
        return (*invented, _PLACE_CAUTION)
    return (*invented, *_CAUTIONS, _margin(margin))


def _summary(rows: list[_Row], place: Place) -> Statement:
    words = [row["verdict"] for row in rows if row["n"]]
    if place.level != "study":
        return statement(
            "Tellingen in {place} waarover een uitspraak gaat: {n}.",
            "Counts in {place} that a claim is about: {n}.",
            place=place.name,
            n=len(words),
        )
    counts = {name: words.count(word) for name, word in VERDICT_WORDS.items()}
    return statement(
        "Tellingen: {n}. Gelijk aan wat er stond: {same}; ermee verenigbaar: {compatible}; anders: "
        "{different}; te weinig gegevens: {little}; geen oordeel mogelijk: {none}.",
        "Counts: {n}. The same as what was said: {same}; compatible with it: {compatible}; "
        "different: {different}; too little data: {little}; no verdict possible: {none}.",
        n=len(words),
        same=counts["same"],
        compatible=counts["compatible"],
        different=counts["different"],
        little=counts["too little data"],
        none=counts["not testable"],
    )


def _margin(margin: float) -> Text:
    points = f"{100 * margin:g}"
    return Text(
        f"vooraf gesteld: een verschil tot {points} procentpunt doet er niet toe",
        f"stated beforehand: a difference up to {points} percentage points does not matter",
    )
