"""TSD 2020: the handover in time, from decided to sent to accepted to first contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.documents import agreement_documents
from evalkit.evaluations.labels import FILES, statement
from evalkit.evaluations.place import (
    Place,
    resolve_place,
    resolve_wave,
    settled_at,
    table_at,
)
from evalkit.evaluations.tsd import EVALUATION
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.inference import TermCheck
    from evalkit.results import Result
    from evalkit.study import Study

#: Each stage with the item of the agreements that sets its term, and what stands in where none does.
_STAGES: Final = {
    "sent-accepted": ("C2.4", "5 working days"),
    "sent-first_contact": ("C2.5", "10 weeks"),
}
#: Before the handover proper: no agreement sets a term for it, so it is described only.
_SENDING: Final = "decided-sent"
STAGE_LABELS: Final = {
    _SENDING: Text("van besluit tot verzonden", "from decided to sent"),
    "sent-accepted": Text("van verzonden tot aangenomen", "from sent to accepted"),
    "sent-first_contact": Text("van verzonden tot eerste contact", "from sent to first contact"),
}
_REACHED: Final = {
    STAGE_LABELS["sent-accepted"]: Text("het aannemen", "accepting"),
    STAGE_LABELS["sent-first_contact"]: Text("het eerste contact", "first contact"),
}
# In words, for a sentence may hold no digits of its own.
_IN_WORDS: Final = {
    STAGE_LABELS["sent-accepted"]: Text("vijf werkdagen", "five working days"),
    STAGE_LABELS["sent-first_contact"]: Text("tien weken", "ten weeks"),
}
_COUNTS: Final = ("files", "within", "late", "ended", "open", "not_counted")
_TITLES: Final = {
    "stage": Text("Stap", "Stage"),
    "term": Text("Termijn", "Term"),
    "basis": Text("Volgens", "According to"),
    "files": Text("Dossiers", "Case files"),
    "within": Text("Binnen de termijn", "Within the term"),
    "late": Text("Niet binnen de termijn", "Not within the term"),
    "ended": Text("Anders geëindigd", "Ended otherwise"),
    "open": Text("Loopt nog", "Still running"),
    "not_counted": Text("Datum ontbreekt", "Date missing"),
    "share": Text("Binnen de termijn", "Within the term"),
    "value": Text("Geschat aandeel", "Estimated share"),
    "low": Text("Ondergrens", "Low end"),
    "high": Text("Bovengrens", "High end"),
}
NO_HANDOVERS: Final = Text(
    "er zijn geen overdrachten vastgelegd; vul de tabel handovers met de datums van versturen, "
    "aannemen en eerste contact",
    "no handovers were recorded; fill the table handovers with the dates of sending, accepting and "
    "first contact",
)
_AGREED: Final = Text("eigen afspraken", "own agreements")
_COMPARED: Final = Text("ter vergelijking", "for comparison")
_DESCRIBED: Final = Text("beschrijving, geen termijn", "description, no term")
_NOT_AGREED: Final = Text(
    "waar de afspraken geen termijn noemen, staan er ter vergelijking vijf werkdagen en tien weken; "
    "dat zijn wettelijke termijnen van Veilig Thuis, niet van het lokale team",
    "where the agreements name no term, five working days and ten weeks stand for comparison; these "
    "are legal terms of Veilig Thuis, not of the local team",
)
_OWN_TERMS: Final = Text(
    "een ruime termijn is eerder gehaald; vergelijk de aandelen niet",
    "a wide term is met sooner; do not compare the shares",
)
_TRANSFER: Final = Text(
    "een overdracht is pas klaar als de verantwoordelijkheid over is; versturen, aannemen en eerste "
    "contact zijn drie verschillende dagen",
    "a handover is done only when the responsibility has passed; sending, accepting and first "
    "contact are three different days",
)


def handover_terms(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Hold the handovers against the term that the agreements of their region set.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave; None takes all handovers.

    Returns
    -------
    Analysis
        One row per stage and term (working days of C2.4 and C2.5 in the document in force when the
        handover was sent; else five working days and ten weeks, for comparison): within the term,
        not within it, ended otherwise, still open, not countable. Derived: share within the term
        with open files counted for as long as they were followed, and its interval with
        municipalities as clusters. First, where known, the stage from decided to sent against five
        working days, as a description. Results: a `TermCheck` per row, and of that first stage the
        median in working days.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    from evalkit.inference import handovers_within_term

    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Overdracht binnen de termijn", "Handover within the term")
    question = Text(
        "Neemt het lokale team de overdracht op tijd aan, en is er op tijd contact met het gezin?",
        "Does the local team accept the handover in time, and is the family contacted in time?",
    )
    handovers = table_at(study, "handovers", place, wave=wave)
    if not len(handovers):
        return unanswered("handover_terms", EVALUATION, title, question, NO_HANDOVERS)
    until = observed_until(study, wave)
    rows, results = _sending(study, handovers, place, until)
    for stage, (item, otherwise) in _STAGES.items():
        terms = _agreed_terms(study, handovers, item)
        for term in [*sorted(terms.dropna().unique()), None]:
            group = handovers[terms.isna() if term is None else terms == term]
            if not len(group):
                continue
            check = handovers_within_term(
                group,
                stage=stage,  # type: ignore[arg-type]
                term=otherwise if term is None else f"{term:g} working days",
                until=until,
                clusters="municipality" if group["municipality"].nunique() > 1 else None,
                frame="handovers",
                selection=study.selection,
            )
            rows.append(_row(stage, check, _COMPARED if term is None else _AGREED))
            results.append(check)
    table = pd.DataFrame(rows)
    return Analysis(
        name="handover_terms",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table,
        counts=_COUNTS,
        shares={"share": ("within", "files")},
        derived=("value", "low", "high"),
        titles=_TITLES,
        statements=_term_statements(table, place),
        results=tuple(results),
        cautions=_cautions(table),
    )


def _sending(
    study: Study, handovers: pd.DataFrame, place: Place, until: Any
) -> tuple[list[dict[str, Any]], list[Result]]:
    """Describe the days from the decision to hand over until it was sent; nothing where unknown."""
    from evalkit.inference import handover_durations, handovers_within_term, kaplan_meier

    durations = handover_durations(handovers, stage=_SENDING, until=until)
    usable = durations[durations["problem"] == ""]
    if not len(usable):
        return [], []
    nested = usable["municipality"].nunique() > 1
    design: dict[str, Any] = {"frame": "handovers", "selection": study.selection}
    check = handovers_within_term(
        handovers,
        stage=_SENDING,
        term=_STAGES["sent-accepted"][1],
        until=until,
        clusters="municipality" if nested else None,
        **design,
    )
    label = STAGE_LABELS[_SENDING]
    curve = kaplan_meier(
        usable["duration"].to_numpy(float),
        usable["observed"].to_numpy(bool),
        clusters=usable["municipality"].to_numpy() if nested else None,
        name=Text(
            f"werkdagen {label.nl}, {place.name.nl}", f"working days {label.en}, {place.name.en}"
        ),
        **design,
    )
    return [_row(_SENDING, check, _DESCRIBED)], [check, curve.median()]


def _cautions(table: pd.DataFrame) -> tuple[Text, ...]:
    agreed = table.loc[table["basis"] == _AGREED, "stage"]
    return (
        _TRANSFER,
        *([_OWN_TERMS] if agreed.duplicated().any() else []),
        *([_NOT_AGREED] if (table["basis"] == _COMPARED).any() else []),
    )


def observed_until(study: Study, wave: str | None) -> Any:
    """Return the last day of observation: the end of the wave, or of the last wave."""
    ends = [each.end for each in study.waves if wave is None or each.id == wave]
    return max(ends) if ends else None


def _agreed_terms(study: Study, handovers: pd.DataFrame, item: str) -> pd.Series:
    """Return per handover the term of the document in force on the day it was sent."""
    coded = settled_at(study, Place(), items=[item], kind="document")
    terms = coded.drop_duplicates("unit", keep="last").set_index("unit")["value"]
    documents = agreement_documents(study)
    documents["term"] = pd.to_numeric(
        documents["unit"].map(terms).astype("str").str.replace(",", ".", regex=False),
        errors="coerce",
    )
    documents = documents[(documents["status"] != "concept") & documents["holder"].notna()]
    found = []
    for sent, codes in zip(
        handovers["sent"],
        zip(handovers["municipality"], handovers["region"], strict=True),
        strict=True,
    ):
        mine = pd.DataFrame()
        for code in codes:  # a municipality's own agreements go before those of the region
            mine = documents[documents["holder"] == code]
            if len(mine):
                break
        begun = (
            mine[mine["since"].isna() | pd.isna(sent) | (mine["since"] <= sent)]
            if len(mine)
            else mine
        )
        found.append(begun["term"].iloc[-1] if len(begun) else float("nan"))
    return pd.Series(found, index=handovers.index, dtype="float64")


def _row(stage: str, check: TermCheck, basis: Text) -> dict[str, Any]:
    return {
        "stage": STAGE_LABELS[stage],
        "term": check.term,
        "basis": basis,
        "files": check.n,
        "within": check.within,
        "late": check.late,
        "ended": check.ended,
        "open": check.open,
        "not_counted": check.not_counted,
        "value": check.estimate.value,
        "low": check.estimate.low,
        "high": check.estimate.high,
    }


def _term_statements(table: pd.DataFrame, place: Place) -> tuple[Statement, ...]:
    said: list[Statement] = []
    for stage in _REACHED:
        rows = table[table["stage"] == stage]
        agreed, compared = (rows[rows["basis"] == basis] for basis in (_AGREED, _COMPARED))
        within = {"place": place.name, "stage": stage}
        if agreed["files"].sum():
            said.append(
                statement(
                    "In {place}, {stage}: {share} binnen de termijn van de eigen afspraken.",
                    "In {place}, {stage}: {share} within the term of the agreements.",
                    share=_within(agreed),
                    **within,
                )
            )
        elif len(compared):
            said.append(
                statement(
                    "De afspraken in {place} noemen geen termijn voor {reached}.",
                    "The agreements in {place} name no term for {reached}.",
                    place=place.name,
                    reached=_REACHED[stage],
                )
            )
        if compared["files"].sum():
            where = Text(
                ", waar de afspraken geen termijn noemen", ", where the agreements name no term"
            )
            said.append(
                statement(
                    "Ter vergelijking, in {place}, {stage}{where}: {share} binnen {term}.",
                    "For comparison, in {place}, {stage}{where}: {share} within {term}.",
                    share=_within(compared),
                    where=where if len(agreed) else Text("", ""),
                    term=_IN_WORDS[stage],
                    **within,
                )
            )
    return (*said, *_sending_statement(table, place))


def _within(rows: pd.DataFrame) -> Share:
    return Share(k=int(rows["within"].sum()), n=int(rows["files"].sum()), noun=FILES)


def _sending_statement(table: pd.DataFrame, place: Place) -> list[Statement]:
    rows = table[table["basis"] == _DESCRIBED]
    return [
        statement(
            "In {place} {stage} langer dan {term}: {share}.",
            "In {place} longer than {term} {stage}: {share}.",
            place=place.name,
            term=_IN_WORDS[STAGE_LABELS["sent-accepted"]],
            stage=stage,
            share=Share(k=int(late), n=int(files), noun=FILES),
        )
        for stage, late, files in zip(rows["stage"], rows["late"], rows["files"], strict=True)
    ]
