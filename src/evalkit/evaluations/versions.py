"""AEF 2020: which versions of the agreements there are, and whether they were evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.aef import EVALUATION
from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.documents import (
    agreement_documents,
    documents_in_force,
    holders_of,
    read_dates,
)
from evalkit.evaluations.labels import DOCUMENTS, NOT_CODED, answer_label, place_names, statement
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, settled_at
from evalkit.language import LANGUAGES, Text

if TYPE_CHECKING:
    from evalkit.study import Study

#: From this day the improved reporting code and a new protocol of Veilig Thuis hold.
PROTOCOL_2019: Final = pd.Timestamp("2019-01-01")
_STATUS, _PLANNED, _HELD = "C0.2", "B4.2", "B4.2.1"
_TITLES: Final = {
    "place": Text("Van", "Of"),
    "document": Text("Document", "Document"),
    "status": Text("Status", "Status"),
    "since": Text("In werking vanaf", "In force from"),
    "in_force": Text("Nu geldig", "In force now"),
    "evaluation": Text("Evaluatie", "Evaluation"),
}
_NOTHING: Final = Text(
    "er zijn geen documenten met afspraken: voeg eenheden van soort document toe",
    "there are no documents with agreements: add units of kind document",
)
_VALID: Final = Text("geldende documenten", "documents in force")
_UNKNOWN: Final = Text("niet bekend", "not known")
_ON_TIME: Final = Text("gehouden, op tijd", "held, on time")
_LATE: Final = Text("gehouden, later dan afgesproken", "held, later than agreed")
_UNPLANNED: Final = Text("gehouden, zonder afgesproken datum", "held, without an agreed date")
_OVERDUE: Final = Text("niet gehouden, datum voorbij", "not held, date passed")
_TO_COME: Final = Text("afgesproken, nog niet aan de beurt", "agreed, not due yet")
_NONE: Final = Text("niet afgesproken", "not agreed")
_MADE: Final = {
    True: statement(
        "Het geldende document is gemaakt na de nieuwe werkwijze van Veilig Thuis (2019).",
        "The document in force was made after the new protocol of Veilig Thuis (2019).",
    ),
    False: statement(
        "Het geldende document is gemaakt vóór de nieuwe werkwijze van Veilig Thuis (2019).",
        "The document in force was made before the new protocol of Veilig Thuis (2019).",
    ),
}
_EVALUATED: Final = {
    _ON_TIME: statement(
        "De afgesproken evaluatie is op tijd gehouden.", "The agreed evaluation was held on time."
    ),
    _LATE: statement(
        "De afgesproken evaluatie is te laat gehouden.", "The agreed evaluation was held too late."
    ),
    _OVERDUE: statement(
        "De afgesproken evaluatie is niet gehouden.", "The agreed evaluation was not held."
    ),
}


def agreement_versions(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """List the versions of the agreements, with status, age and evaluation.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave, at the end of which is judged; None takes the last wave.

    Returns
    -------
    Analysis
        One row per version, by place and age: status, in force from, whether it is the one in
        force, and whether the agreed evaluation was held (B4.2, B4.2.1). No results.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Versies en onderhoud van de afspraken", "Versions and maintenance")
    question = Text(
        "Welke versies van de afspraken zijn er, en worden ze geëvalueerd?",
        "Which versions of the agreements are there, and are they evaluated?",
    )
    documents = agreement_documents(study)
    if not len(documents):
        return unanswered("agreement_versions", EVALUATION, title, question, _NOTHING)
    ends = [each.end for each in study.waves if wave is None or each.id == wave]
    today = pd.Timestamp(max(ends)) if ends else None
    if today is not None:
        documents = documents[~(documents["since"] > today)]
    mine = holders_of(place, documents).sort_values("holder", kind="stable")
    mine = mine.set_index("unit", drop=False)
    valid = holders_of(place, documents_in_force(study, wave=wave))
    mine["evaluation"] = _evaluations(study, mine, today)
    status, names = study.items.get(_STATUS), place_names(study)
    table = pd.DataFrame(
        {
            "place": [names.get(code, Text("–", "–")) for code in mine["holder"]],
            "document": [Text(unit, unit) for unit in mine["unit"]],
            "status": [
                answer_label(status, None, code) if status and isinstance(code, str) else NOT_CODED
                for code in mine["status"]
            ],
            "since": [_day(date) for date in mine["since"]],
            "in_force": [
                Text("ja", "yes") if unit in set(valid["unit"]) else Text("nee", "no")
                for unit in mine["unit"]
            ],
            "evaluation": mine["evaluation"].to_list(),
        }
    )
    return Analysis(
        name="agreement_versions",
        evaluation=EVALUATION,
        about="organisations",
        title=title,
        question=question,
        table=table,
        titles=_TITLES,
        statements=_statements(place, mine, mine[mine["unit"].isin(valid["unit"])]),
        cautions=(_EXISTENCE,),
    )


_EXISTENCE: Final = Text(
    "dat er afspraken zijn, zegt weinig: sinds de inspecties ernaar keken, heeft vrijwel elke regio "
    "ze; inhoud, actualiteit en naleving verschillen",
    "that there are agreements says little: since the inspectorates looked for them nearly every "
    "region has them; content, currency and compliance differ",
)


def _evaluations(study: Study, mine: pd.DataFrame, today: pd.Timestamp | None) -> list[Text]:
    coded = settled_at(study, Place(), items=[_PLANNED, _HELD], kind="document")
    coded = coded.drop_duplicates(["unit", "item"], keep="last").set_index(["unit", "item"])
    found = []
    for unit in mine["unit"]:
        answers = [coded["value"].get((unit, item)) for item in (_PLANNED, _HELD)]
        planned, held = read_dates(pd.Series(answers, dtype="object")).to_list()
        if today is not None and held > today:  # held after the day that is looked from
            held = pd.NaT
        if pd.notna(held):
            late = pd.notna(planned) and held > planned
            found.append(_UNPLANNED if pd.isna(planned) else _LATE if late else _ON_TIME)
        elif pd.notna(planned):
            found.append(_OVERDUE if today is not None and planned <= today else _TO_COME)
        else:
            found.append(_NONE if answers[0] == "nvt" else _UNKNOWN)
    return found


def _day(date: pd.Timestamp | None) -> Text:
    from babel.dates import format_date

    if pd.isna(date):
        return _UNKNOWN
    return Text(*(format_date(date, format="long", locale=to) for to in LANGUAGES))


def _statements(place: Place, mine: pd.DataFrame, valid: pd.DataFrame) -> tuple[Statement, ...]:
    if not len(mine):
        return (
            statement(
                "Van {place} zijn geen afspraken bekeken.",
                "No agreements of {place} were looked at.",
                place=place.name,
            ),
        )
    found = []
    dated = valid[valid["since"].notna()]
    if len(dated):
        newer = int((dated["since"] >= PROTOCOL_2019).sum())
        share = Share(k=newer, n=len(dated), noun=_VALID)
        found.append(
            statement(
                "Gemaakt na de nieuwe werkwijze van Veilig Thuis (2019): {share}.",
                "Made after the new protocol of Veilig Thuis (2019): {share}.",
                share=share,
            )
            if len(dated) > 1
            else _MADE[bool(newer)]
        )
    due = mine[mine["evaluation"].isin([_ON_TIME, _LATE, _OVERDUE])]
    if len(due) == 1:
        found.append(_EVALUATED[due["evaluation"].iloc[0]])
    elif len(due):
        late = int((due["evaluation"] == _OVERDUE).sum())
        held = Share(k=len(due) - late, n=len(due), noun=DOCUMENTS)
        nl = "De afgesproken evaluatie is gehouden bij {held}"
        en = "The agreed evaluation was held for {held}"
        if held.k:
            on_time = int((due["evaluation"] == _ON_TIME).sum())
            found.append(
                statement(
                    f"{nl}; op tijd: {{on_time}}.",
                    f"{en}; on time: {{on_time}}.",
                    held=held,
                    on_time=on_time,
                )
            )
        else:
            found.append(statement(f"{nl}.", f"{en}.", held=held))
    return tuple(found)
