"""TSD monitor 2022: the same municipalities judged again, and what they improved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Share, Statement, unanswered
from evalkit.evaluations.indicator import coded_waves
from evalkit.evaluations.labels import MUNICIPALITIES, NOT_CODED, answer_label, statement
from evalkit.evaluations.norm_names import norm_labels, norm_theme
from evalkit.evaluations.norm_statements import falls_below
from evalkit.evaluations.norms import ABOVE, AT, BELOW, JUDGEMENT, judgements
from evalkit.evaluations.place import Place, resolve_place, resolve_wave
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.inference import Change, Moves
    from evalkit.results import Result, Test
    from evalkit.study import Study

EVALUATION: Final = "tsd-monitor-2022"
_LEVELS: Final = [BELOW, AT, ABOVE]
_TITLES: Final = {
    "theme": Text("Thema", "Theme"),
    "norm": Text("Norm", "Norm"),
    "before": Text("Eerst, hier", "First, here"),
    "after": Text("Daarna, hier", "Then, here"),
    "own_up": Text("Hier omhoog", "Up here"),
    "own_same": Text("Hier gelijk", "The same here"),
    "own_down": Text("Hier omlaag", "Down here"),
    "up": Text("Omhoog", "Up"),
    "same": Text("Gelijk", "The same"),
    "down": Text("Omlaag", "Down"),
    "n": Text("Twee keer beoordeeld", "Judged twice"),
    "first": Text("Eerst beoordeeld", "Judged at first"),
    "share": Text("Omhoog", "Up"),
    "low": Text("Aandeel omhoog van allen, minstens", "Share up of all, at least"),
    "high": Text("Aandeel omhoog van allen, hoogstens", "Share up of all, at most"),
    "p_value": Text("p-waarde (tekentoets)", "p-value (sign test)"),
    "adjusted": Text("p-waarde, gecorrigeerd", "p-value, adjusted"),
}
_NOTHING: Final = Text(
    "de normen zijn niet in twee metingen beoordeeld: codeer item E4 van eenheden van soort "
    "municipality-norm in twee metingen van study.toml",
    "the norms were not judged in two waves: code item E4 of units of kind municipality-norm in two "
    "waves of study.toml",
)
_NO_FIRST: Final = Text(
    "hier is bij de eerste meting geen oordeel gegeven om mee te vergelijken",
    "no judgement was given here at the first wave to compare with",
)
_NOT_ALL: Final = Text(
    "niet alle gemeenten zijn twee keer beoordeeld, en wie doorging koos daar zelf voor; de grenzen "
    "zeggen wat er voor allen samen mogelijk is",
    "not all municipalities were judged twice, and who went on chose to; the bounds tell what is "
    "possible for all together",
)


def judgements_again(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Show how the judgements per norm moved between two waves.

    Parameters
    ----------
    study : Study
        The study.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of the later wave; None takes the last in which norms were judged. The earlier is the
        first in which they were.

    Returns
    -------
    Analysis
        One row per norm: municipalities that moved up, stayed and moved down, of those judged
        twice; a region has its own counts and a municipality its two judgements first. Derived:
        bounds of the share up among all judged at first, p-value of the sign test, and adjusted
        over the norms. Results, of the whole study: the `Moves` of all judgements together; the
        `Change` per municipality in the number of norms at or above; the sign `Test` per
        norm; the `AdjustedTests`. A place that was not judged again has a `reason`.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Dezelfde gemeenten opnieuw beoordeeld", "The same municipalities judged again")
    question = Text(
        "Hoe veranderde het oordeel per norm tussen de twee metingen?",
        "How did the judgement per norm change between the two waves?",
    )
    waves = coded_waves(study, JUDGEMENT)
    later = wave or (waves[-1] if waves else None)
    if not waves or later not in waves or later == waves[0]:
        return unanswered("judgements_again", EVALUATION, title, question, _NOTHING)
    pairs = _pairs(study, waves[0], str(later))
    own = place.rows(pairs)
    if not own["after"].notna().any():
        reason = not_again(place, wave) if len(own) else _NO_FIRST
        reason = _NOTHING if place.level == "study" else reason
        return unanswered("judgements_again", EVALUATION, title, question, reason)
    table, tests, family = _per_norm(study, pairs, place)
    pooled = _moves(study, pairs, Text("alle oordelen samen", "all judgements together"))
    change = _per_municipality(study, pairs)
    counts = ("up", "same", "down", "n", "first")
    return Analysis(
        name="judgements_again",
        evaluation=EVALUATION,
        about="organisations",
        title=title,
        question=question,
        table=table,
        counts=tuple(c for c in map(str, table) if c.removeprefix("own_") in counts),
        shares={"share": ("up", "n")},
        derived=("low", "high", "p_value", "adjusted"),
        titles=_TITLES,
        statements=_statements(study, own, place, change),
        results=(pooled, change, *tests, family),
        cautions=(*([_NOT_ALL] if pairs["after"].isna().any() else []), *_standing_cautions()),
    )


def not_again(place: Place, wave: str | None) -> Text:
    """Return why a place has no later wave to read: nobody looked there again."""
    if wave is not None:
        return Text("deze meting is hier niet gedaan", "this wave did not reach here")
    if place.level == "municipality":
        return Text(
            "deze gemeente is niet opnieuw bekeken", "this municipality was not looked at again"
        )
    return Text(
        "van deze regio is geen gemeente opnieuw bekeken",
        "no municipality of this region was looked at again",
    )


def _standing_cautions() -> tuple[Text, ...]:
    from evalkit.inference import change_cautions

    return change_cautions(1, 1)  # how many were seen twice is said with counts, elsewhere


def _pairs(study: Study, first: str, later: str) -> pd.DataFrame:
    """Return per municipality and norm the judgement at either wave; missing where there is none."""
    found = judgements(study, Place(), None)
    found["value"] = found["value"].where(found["value"].isin(_LEVELS))
    keys = ["municipality", "region", "norm"]
    before, after = (
        found.loc[found["wave"] == each, [*keys, "value"]].rename(columns={"value": name})
        for each, name in ((first, "before"), (later, "after"))
    )
    pairs = before.merge(after.drop(columns="region"), on=["municipality", "norm"], how="left")
    return pairs.dropna(subset=["before"]).reset_index(drop=True)


def _moves(study: Study, pairs: pd.DataFrame, name: Text) -> Moves:
    from evalkit.inference import table_of_moves

    return table_of_moves(
        pairs["before"].tolist(),
        pairs["after"].where(pairs["after"].notna(), None).tolist(),
        levels=_LEVELS,
        frame=name.en,
        selection=study.selection,
    )


def _per_norm(
    study: Study, pairs: pd.DataFrame, place: Place
) -> tuple[pd.DataFrame, list[Test], Result]:
    from evalkit.inference import benjamini_hochberg, sign_test

    rows: list[dict[str, Any]] = []
    made = []
    own, labels = place.rows(pairs), norm_labels(study)
    for norm in pairs["norm"].unique():
        moves = _moves(study, pairs[pairs["norm"] == norm], labels[norm])
        bounds, test = moves.bounds("up"), sign_test(moves, selection=study.selection)
        row: dict[str, Any] = {"theme": norm_theme(study, norm), "norm": labels[norm]}
        mine = own[own["norm"] == norm]
        if place.level == "municipality":
            row |= _two_judgements(study, mine)
        elif place.level == "region":
            here = _moves(study, mine, labels[norm])
            row |= {"own_up": here.up, "own_same": here.same, "own_down": here.down}
        row |= {"up": moves.up, "same": moves.same, "down": moves.down, "n": moves.n}
        row |= {"first": moves.population, "low": bounds.low, "high": bounds.high}
        rows.append(row | {"p_value": test.p_value})
        made.append(replace(test, name=labels[norm]))
    table = pd.DataFrame(rows)
    norms = [*pairs["norm"].unique()]
    family = benjamini_hochberg(table["p_value"], family="all norms", tests=norms)
    table["adjusted"] = family.table["adjusted"].to_numpy()
    return table, made, family


def _two_judgements(study: Study, mine: pd.DataFrame) -> dict[str, Text]:
    item = study.item(JUDGEMENT)
    return {
        when: answer_label(item, None, mine[when].iloc[0])
        if len(mine) and isinstance(mine[when].iloc[0], str)
        else NOT_CODED
        for when in ("before", "after")
    }


def _per_municipality(study: Study, pairs: pd.DataFrame) -> Change:
    """Change in the number of norms a municipality meets, over the norms judged at both waves."""
    from evalkit.inference import change_between_waves

    both = pairs.dropna(subset=["after"])
    met = (
        both.assign(
            before=both["before"].isin([AT, ABOVE]).astype(int),
            after=both["after"].isin([AT, ABOVE]).astype(int),
        )
        .groupby("municipality")[["before", "after"]]
        .sum()
    )
    total = int(pairs["municipality"].nunique())
    most = int(pairs["norm"].nunique())
    change = change_between_waves(
        met["before"],
        met["after"],
        levels=list(range(most + 1)),
        population=total,
        frame="municipalities",
        selection=study.selection,
    )
    return replace(change, cautions=())


def _statements(
    study: Study, own: pd.DataFrame, place: Place, change: Change
) -> tuple[Statement, ...]:
    moves = _moves(study, own, place.name)
    again = own.dropna(subset=["after"])
    is_fall = again["before"].isin([AT, ABOVE]) & (again["after"] == BELOW)
    judged = Text("oordelen", "judgements")
    said = [
        statement(
            "Bij de tweede meting hoger beoordeeld in {place}: {up}; gelijk: {same}, lager: {down}.",
            "Judged higher at the second wave in {place}: {up}; the same: {same}, lower: {down}.",
            place=place.name,
            up=Share(k=moves.up, n=moves.n, noun=judged),
            same=moves.same,
            down=moves.down,
        ),
        *falls_below(study, place, again.assign(fell=is_fall)),
    ]
    if place.level != "study":
        return tuple(said)
    of = change.moves
    said.append(
        statement(
            "Nu aan meer normen voldaan dan eerst: {up}; aan minder: {down}.",
            "More norms met now than at first: {up}; fewer: {down}.",
            up=Share(k=of.up, n=of.n, noun=MUNICIPALITIES),
            down=of.down,
        )
    )
    if of.missing:
        said.append(
            statement(
                "Niet opnieuw beoordeeld: {missing}. Van alle gemeenten samen gingen er minstens {low} "
                "en hoogstens {high} vooruit.",
                "Not judged again: {missing}. Of all municipalities together at least {low} and at "
                "most {high} moved forward.",
                missing=Share(k=of.missing, n=of.population, noun=MUNICIPALITIES),
                low=of.up,
                high=of.up + of.missing,
            )
        )
    return tuple(said)
