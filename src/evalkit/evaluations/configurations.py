"""TSD 2020: which combinations of working ways go with safety norms that are met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.indicator import Indicator, coded_waves, indicator_values
from evalkit.evaluations.labels import MUNICIPALITIES, statement
from evalkit.evaluations.norms import ABOVE, AT, BELOW, JUDGEMENT, judgements
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, settled_at
from evalkit.evaluations.thresholds import facet_coded, indicator_of
from evalkit.evaluations.tsd import EVALUATION
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.inference import TruthTable
    from evalkit.results import Result
    from evalkit.study import Study

#: Conditions, the most telling first: first home visit together, one plan and director, joint
#: evaluation, steering by the municipality. With few cases the last ones are left out.
CONDITIONS: Final = {"BEZOEK": "E2.1.1", "PLAN": "E2.4.4", "EVALUATIE": "E3.1", "STURING": "E3.4"}
#: A municipality has the outcome when it meets most of the norms on safety (V).
OUTCOME: Final = "VEILIG"
_BLOCK: Final = "V"
_MOST: Final = 0.5
_OUT: Final = {
    "1": Text("ja", "yes"),
    "0": Text("nee", "no"),
    "C": Text("tegenstrijdig", "contradictory"),
    "?": Text("niet gezien", "not seen"),
}
_YES, _NO = Text("ja", "yes"), Text("nee", "no")
_WHOLE_ONLY: Final = Text(
    "combinaties zijn alleen te vergelijken over alle gemeenten van de studie samen",
    "combinations can only be compared over all municipalities of the study together",
)
_NOTHING: Final = Text(
    "te weinig gemeenten met zowel een oordeel op de veiligheidsnormen (E4) als een codering van de "
    "werkwijzen (E2.1.1, E2.4.4, E3.1, E3.4)",
    "too few municipalities with both a judgement on the safety norms (E4) and a coding of the ways "
    "of working (E2.1.1, E2.4.4, E3.1, E3.4)",
)
_ALL_ALIKE: Final = Text(
    "alle gemeenten hebben dezelfde uitkomst; er is niets te verklaren",
    "all municipalities have the same outcome; there is nothing to explain",
)
_LIKELY: Final = Text(
    "een combinatie die samengaat met de uitkomst, is nog niet de oorzaak ervan",
    "a combination that goes with the outcome is not thereby its cause",
)
_ONE_CASE: Final = Text(
    "een combinatie die in één gemeente is gezien, rust op die ene gemeente",
    "a combination that was seen in one municipality rests on that one municipality",
)
_CUT: Final = Text(
    "wat meetelt ligt vooraf vast: de werkwijze is er meestal of structureel, en meer dan de helft van "
    "de veiligheidsnormen is gehaald",
    "what counts was fixed beforehand: the way of working is there mostly or structurally, and more "
    "than half of the safety norms are met",
)


def configurations(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Sort municipalities by combination of working ways, and see which go with safety norms met.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Must both be None: a place has no combinations to compare, and the answer says so.
    wave : str or None
        Id of a wave; None takes the first in which norms were judged.

    Returns
    -------
    Analysis
        One row per combination that was seen: each condition, municipalities, and those that meet
        most safety norms. Derived: consistency and whether it counts as sufficient. Results: the
        `TruthTable`, the conservative and the parsimonious `QcaSolution`, and the conservative
        one of the absent outcome, which is an analysis of its own.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Combinaties van werkwijzen", "Combinations of ways of working")
    question = Text(
        "Welke combinaties van werkwijzen gaan samen met gehaalde veiligheidsnormen?",
        "Which combinations of ways of working go with safety norms that are met?",
    )
    naming = ("configurations", EVALUATION, title, question)
    if place.level != "study":
        return unanswered(*naming, _WHOLE_ONLY)
    wave = wave or next(iter(coded_waves(study, JUDGEMENT)), None)
    data = _cases(study, wave)
    conditions = [str(column) for column in data if column != OUTCOME]
    if not conditions:
        return unanswered(*naming, _NOTHING)
    if data[OUTCOME].nunique() < 2:
        return unanswered(*naming, _ALL_ALIKE)
    truth, results = _solved(study, data, conditions)
    table = _table(truth)
    return Analysis(
        name="configurations",
        evaluation=EVALUATION,
        about="organisations",
        title=title,
        question=question,
        table=table,
        counts=("n", "with_outcome"),
        shares={"share": ("with_outcome", "n")},
        derived=("consistency", "sufficient"),
        titles=_titles(study, conditions),
        statements=_statements(truth),
        results=tuple(results),
        cautions=(_CUT, _ONE_CASE, _LIKELY),
    )


def _cases(study: Study, wave: str | None) -> pd.DataFrame:
    """Return crisp memberships of the municipalities without anything missing."""
    judged = judgements(study, Place(), wave)
    judged = judged[
        judged["value"].isin([BELOW, AT, ABOVE]) & judged["norm"].str.startswith(_BLOCK)
    ]
    met = judged["value"].isin([AT, ABOVE]).groupby(judged["municipality"]).mean()
    data = pd.DataFrame({OUTCOME: (met > _MOST).astype(int)})
    for name, item in CONDITIONS.items():
        indicator = _condition(study, item, wave)
        if indicator is not None:
            values = indicator_values(study, indicator, wave=wave)
            values = values.drop_duplicates("municipality", keep="last")
            data[name] = values.set_index("municipality")["has"].reindex(data.index)
    if not len(data):
        return data
    data = data.dropna(axis="columns", how="all").dropna()
    bears = max(len(data).bit_length() - 1, 0)  # two to the power of conditions, at most the cases
    return data[[OUTCOME, *[name for name in data if name != OUTCOME][:bears]]].astype(int)


def _condition(study: Study, id_: str, wave: str | None) -> Indicator | None:
    if id_ not in study.items or "municipality" not in study.item(id_).units:
        return None
    item = study.item(id_)
    coded = settled_at(study, Place(), items=[id_], kind="municipality", wave=wave)
    indicator = indicator_of(item, unit="municipality", facet=facet_coded(item, coded))
    return indicator if indicator.values and len(coded) else None


def _solved(
    study: Study, data: pd.DataFrame, conditions: list[str]
) -> tuple[TruthTable, list[Result]]:
    from evalkit.inference import qca_solution, qca_truth_table

    design: dict[str, Any] = {
        "conditions": conditions,
        "frame": "municipalities",
        "selection": study.selection,
    }
    truth = qca_truth_table(data, outcome=OUTCOME, **design)
    absent = qca_truth_table(data, outcome=f"~{OUTCOME}", **design)
    return truth, [
        truth,
        qca_solution(truth, "conservative"),
        qca_solution(truth, "parsimonious"),
        qca_solution(absent, "conservative"),
    ]


def _table(truth: TruthTable) -> pd.DataFrame:
    seen = truth.rows[truth.rows["n"] > 0]
    table = pd.DataFrame(
        {
            name: pd.Series([_YES if value else _NO for value in seen[name]], dtype=object)
            for name in truth.conditions
        }
    )
    table["n"] = seen["n"].to_numpy(int)
    table["with_outcome"] = [len(cases) for cases in seen["with_outcome"]]
    table["consistency"] = seen["consistency"].to_numpy(float)
    table["sufficient"] = pd.Series([_OUT[out] for out in seen["out"]], dtype=object)
    return table


def _titles(study: Study, conditions: list[str]) -> dict[str, Text]:
    labels = {name: study.item(CONDITIONS[name]).label for name in conditions}
    return {
        name: Text(f"{label.nl} ({name})", f"{label.en} ({name})") for name, label in labels.items()
    } | {
        "n": Text("Gemeenten", "Municipalities"),
        "with_outcome": Text("Haalt de veiligheidsnormen", "Meets the safety norms"),
        "share": Text("Haalt de veiligheidsnormen", "Meets the safety norms"),
        "consistency": Text("Consistentie", "Consistency"),
        "sufficient": Text("Voldoende combinatie", "Sufficient combination"),
    }


def _statements(truth: TruthTable) -> tuple[Statement, ...]:
    members = sum(len(cases) for cases in truth.rows["with_outcome"])
    return (
        statement(
            "Meer dan de helft van de veiligheidsnormen is gehaald in {share}.",
            "More than half of the safety norms are met in {share}.",
            share=Share(k=members, n=truth.n, noun=MUNICIPALITIES),
        ),
        statement(
            "Er zijn {seen} combinaties gezien; in {mixed} komen gemeenten met en zonder die uitkomst "
            "samen voor.",
            "{seen} combinations were seen; in {mixed} municipalities with and without that outcome "
            "occur together.",
            seen=int((truth.rows["n"] > 0).sum()),
            mixed=int(truth.rows["contradictory"].sum()),
        ),
    )
