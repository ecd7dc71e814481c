"""AEF 2020: how Veilig Thuis and the local team see the same agreements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.aef import EVALUATION
from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.labels import MUNICIPALITIES, REGIONS, enumerated, quoted, statement
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, table_at
from evalkit.language import Text
from evalkit.schemes import MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evalkit.inference import AdjustedTests, TableResult
    from evalkit.study import Study

_PARTIES: Final = ("VT", "team")
_YES_NO: Final = ["nee", "ja"]
_COUNTS: Final = ("pairs", "same", "first_higher", "second_higher", "only_first", "only_second")
_DERIVED: Final = ("kappa", "difference", "difference_low", "difference_high", "adjusted", "rosier")
_NOTHING: Final = Text(
    "geen vraag is door Veilig Thuis en door lokale teams over dezelfde plaats beantwoord; zie de "
    "tabel answers, kolom party (VT, team)",
    "no question was answered by Veilig Thuis and by local teams about the same place; see the "
    "table answers, column party (VT, team)",
)


def two_parties(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Hold the answers of Veilig Thuis and the local team to the same questions side by side.

    Parameters
    ----------
    study : Study
        The study; its table answers has the parties "VT" and "team".
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave; None takes all.

    Returns
    -------
    Analysis
        One row per item with an order (or yes and no) that both answered: pairs (municipalities
        about which both answered), the same answer, VT higher, team higher, one party only; for a
        place its own counts stand before those of the whole study. Derived: weighted kappa,
        difference in steps, p-value adjusted over the items, who is rosier. Results, always of the
        whole study: the `TableResult` of `dyad_congruence` and the `AdjustedTests`.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Twee partijen, dezelfde vraag", "Two parties, the same question")
    question = Text(
        "Zien Veilig Thuis en het lokale team de samenwerking hetzelfde?",
        "Do Veilig Thuis and the local team see the cooperation alike?",
    )
    answers = _answers(study, Place(), wave)
    levels = _levels(study, answers)
    if not levels:
        return unanswered("two_parties", EVALUATION, title, question, _NOTHING)
    dyads, family = _compare(study, answers, levels)
    found = dyads.table.set_index("item")
    table = pd.DataFrame({"question": [study.item(item).label for item in levels]}, index=[*levels])
    if place.level != "study":
        own, _ = _compare(study, _answers(study, place, wave), levels)
        for column in _COUNTS[:4]:
            table[f"own_{column}"] = own.table.set_index("item")[column].astype(int)
    if place.level == "municipality":
        outcomes = [_outcome(row) for row in table.to_dict("records")]
        table.insert(1, "own", pd.Series(outcomes, index=table.index, dtype=object))
    for column in _COUNTS:
        table[column] = found[column].astype(int)
    adjusted = family.table.set_index("test")
    found["adjusted"] = adjusted["adjusted"]
    for column in _DERIVED[:-1]:
        table[column] = found[column].astype(float)
    table["rosier"] = [
        _rosier(row, rejected=rejected)
        for row, rejected in zip(found.to_dict("records"), adjusted["rejected"], strict=True)
    ]
    return Analysis(
        name="two_parties",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table.reset_index(drop=True),
        counts=tuple(c for c in map(str, table) if c.removeprefix("own_") in _COUNTS),
        shares={"agree": ("same", "pairs")}
        if place.level == "study"
        else {"own_agree": ("own_same", "own_pairs"), "agree": ("same", "pairs")},
        # Whose answer was which in a single municipality is for who may see answers.
        derived=_DERIVED if place.level != "municipality" else ("own", *_DERIVED),
        titles=_TITLES,
        statements=_in_one(table, place.rows(answers)["respondent"].nunique())
        if place.level == "municipality"
        else _statements(table, place, _noun(answers)),
        results=(dyads, family),
        cautions=_CAUTIONS,
    )


_OUTCOMES: Final = {
    "same": Text("hetzelfde antwoord", "the same answer"),
    "first_higher": Text("Veilig Thuis positiever", "Veilig Thuis more positive"),
    "second_higher": Text("lokaal team positiever", "local team more positive"),
}
_UNPAIRED: Final = Text("niet door beide beantwoord", "not answered by both")
_TITLES: Final = {
    "question": Text("Vraag", "Question"),
    "own": Text("Hier", "Here"),
    "own_agree": Text("Hier: hetzelfde antwoord", "Here: the same answer"),
    "agree": Text("Hetzelfde antwoord", "The same answer"),
    "own_pairs": Text("Hier: door beide beantwoord", "Here: answered by both"),
    "own_same": Text("Hier: gelijk", "Here: the same"),
    "own_first_higher": Text("Hier: Veilig Thuis positiever", "Here: Veilig Thuis more positive"),
    "own_second_higher": Text("Hier: team positiever", "Here: team more positive"),
    "pairs": Text("Door beide beantwoord", "Answered by both"),
    "same": Text("Gelijk", "The same"),
    "first_higher": Text("Veilig Thuis positiever", "Veilig Thuis more positive"),
    "second_higher": Text("Team positiever", "Team more positive"),
    "only_first": Text("Alleen Veilig Thuis antwoordde", "Only Veilig Thuis answered"),
    "only_second": Text("Alleen het team antwoordde", "Only the team answered"),
    "kappa": Text("Gewogen kappa", "Weighted kappa"),
    "difference": Text("Team min Veilig Thuis, in stappen", "Team minus Veilig Thuis, in steps"),
    "difference_low": Text("Verschil, ondergrens", "Difference, low end"),
    "difference_high": Text("Verschil, bovengrens", "Difference, high end"),
    "adjusted": Text("p-waarde, gecorrigeerd", "p-value, adjusted"),
    "rosier": Text("Aantoonbaar positiever", "Demonstrably more positive"),
}
_CAUTIONS: Final = (
    Text(
        "per plaats telt van elke partij het middelste antwoord, bij een even aantal het laagste van "
        "de middelste twee; wie niet antwoordde, telt niet mee",
        "per place the middle answer of each party counts, with an even number the lower of the middle "
        "two; who did not answer does not count",
    ),
    Text(
        "toetsen en kappa gaan over de hele studie: een enkele regio heeft er te weinig plaatsen voor",
        "tests and kappa are about the whole study: a single region has too few places for them",
    ),
    Text(
        "een positiever antwoord is niet het juiste antwoord: de partijen zien een ander stuk van "
        "hetzelfde werk",
        "a more positive answer is not the right one: the parties see another part of the same work",
    ),
)


def _answers(study: Study, place: Place, wave: str | None) -> pd.DataFrame:
    """Return the answers of both parties that are a level of their item."""
    found = table_at(study, "answers", place, wave=wave)
    found = found[found["party"].isin(_PARTIES) & ~found["value"].isin(list(MISSING))]
    known = [
        item in study.items and value in {level.value for level in study.items[item].levels}
        for item, value in zip(found["item"], found["value"], strict=True)
    ]
    return found[pd.Series(known, index=found.index, dtype=bool)]


def _levels(study: Study, answers: pd.DataFrame) -> dict[str, list[str]]:
    """Return the levels of each item with an order that both parties answered."""
    parties = answers.groupby("item")["party"].nunique()
    levels = {}
    for item in study.items.values():
        values = [level.value for level in item.levels]
        if parties.get(item.id, 0) == len(_PARTIES) and (item.is_ordered or values == _YES_NO):
            levels[item.id] = values
    return levels


def _compare(
    study: Study, answers: pd.DataFrame, levels: dict[str, list[str]]
) -> tuple[TableResult, AdjustedTests]:
    from evalkit.inference import benjamini_hochberg, dyad_congruence

    if set(answers["party"]) != set(_PARTIES):  # one party only: an item without pairs
        blank = {column: pd.Series(dtype=object) for column in answers}
        answers = pd.DataFrame(blank)
    dyads: Any = dyad_congruence(
        answers, levels=levels, parties=_PARTIES, frame="", selection=study.selection
    )
    labels = [study.item(item).label for item in levels]
    dyads = replace(
        dyads,
        name=Text("Veilig Thuis naast het lokale team", "Veilig Thuis beside the local team"),
        table=dyads.table.assign(
            label_nl=[label.nl for label in labels], label_en=[label.en for label in labels]
        ),
    )
    family = benjamini_hochberg(
        dyads.table["sign_p"], family="all items both parties answered", tests=[*levels]
    )
    return dyads, family


def _rosier(row: Mapping[Any, Any], *, rejected: bool) -> Text:
    if not rejected:
        return Text("niet aangetoond", "not shown")
    if row["second_higher"] > row["first_higher"]:
        return Text("lokaal team", "local team")
    return Text("Veilig Thuis", "Veilig Thuis")


def _noun(answers: pd.DataFrame) -> Text:
    return MUNICIPALITIES if answers["municipality"].notna().all() else REGIONS


def _outcome(row: Mapping[Any, Any]) -> Text:
    if not row["own_pairs"]:
        return _UNPAIRED
    return next(text for column, text in _OUTCOMES.items() if row[f"own_{column}"])


def _in_one(table: pd.DataFrame, people: int) -> tuple[Statement, ...]:
    """Name the questions by outcome, for in one municipality there is nothing to count.

    The number of people asked stands beside them, so that a gate can judge who might be known.
    """
    found = []
    for outcome in _OUTCOMES.values():
        questions = table.loc[table["own"] == outcome, "question"]
        if len(questions):
            found.append(
                statement(
                    "{outcome}: {questions} (ondervraagden: {people}).",
                    "{outcome}: {questions} (people asked: {people}).",
                    outcome=outcome,
                    questions=enumerated(map(quoted, questions), most=len(questions)),
                    people=people,
                )
            )
    return tuple(found)


def _statements(table: pd.DataFrame, place: Place, noun: Text) -> tuple[Statement, ...]:
    own = "" if place.level == "study" else "own_"
    found = []
    for row in table.to_dict("records"):
        pairs = int(row[f"{own}pairs"])
        if not pairs:
            continue
        found.append(
            statement(
                "{question}: hetzelfde antwoord in {same}; Veilig Thuis positiever: {vt}, team "
                "positiever: {team}.",
                "{question}: the same answer in {same}; Veilig Thuis more positive: {vt}, team more "
                "positive: {team}.",
                question=row["question"],
                same=Share(k=int(row[f"{own}same"]), n=pairs, noun=noun),
                vt=int(row[f"{own}first_higher"]),
                team=int(row[f"{own}second_higher"]),
            )
        )
    return tuple(found)
