"""TSD 2020: how municipalities stand against the norms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from evalkit.evaluations.analysis import Analysis, unanswered
from evalkit.evaluations.indicator import coded_waves
from evalkit.evaluations.labels import NOT_CODED, answer_label
from evalkit.evaluations.norm_names import norm_codes, norm_labels, norm_theme
from evalkit.evaluations.norm_statements import norm_statements
from evalkit.evaluations.place import Place, resolve_place, resolve_wave, settled_at
from evalkit.evaluations.tsd import EVALUATION
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.results import Estimate
    from evalkit.study import Study

JUDGEMENT: Final = "E4"
BELOW, AT, ABOVE = "0", "1", "2"
_LEVELS: Final = (BELOW, AT, ABOVE)
_LABELS: Final = ("theme", "norm", "own", "first", "latest")
_TITLES: Final = {
    "theme": Text("Thema", "Theme"),
    "norm": Text("Norm", "Norm"),
    "own": Text("Hier", "Here"),
    "first": Text("Eerste beoordeling, hier", "First judgement, here"),
    "latest": Text("Laatste beoordeling, hier", "Latest judgement, here"),
    "own_below": Text("Hier onder norm", "Here below norm"),
    "own_at": Text("Hier op norm", "Here at norm"),
    "own_above": Text("Hier boven norm", "Here above norm"),
    "below": Text("Onder norm", "Below norm"),
    "at": Text("Op norm", "At norm"),
    "above": Text("Boven norm (goed voorbeeld)", "Above norm (good example)"),
    "n": Text("Beoordeelde gemeenten", "Municipalities judged"),
    "missing": Text("Zonder oordeel", "Without judgement"),
    "share": Text("Op of boven de norm", "At or above the norm"),
    "reached": Text("Op of boven norm", "At or above norm"),
    "low": Text("Van alle gemeenten minstens", "Of all municipalities at least"),
    "high": Text("Van alle gemeenten hoogstens", "Of all municipalities at most"),
}
NO_JUDGEMENTS: Final = Text(
    "er zijn geen oordelen per norm: codeer item E4 (schema tsd-2020) van eenheden van soort "
    "municipality-norm, met de gemeente als parent",
    "there are no judgements per norm: code item E4 (scheme tsd-2020) of units of kind "
    "municipality-norm, with the municipality as parent",
)
_VERDICT: Final = Text(
    "een oordeel is geen optelsom: dat meer normen zijn gehaald, zegt niet hoe zwaar een norm weegt",
    "a judgement is no sum: that more norms are reached does not tell how much a norm weighs",
)
_FILES: Final = Text(
    "een oordeel weegt meer dan het dossier; waar oordeel en dossiers uiteenlopen, hoort dat in het "
    "gesprek met de gemeente",
    "a judgement takes in more than the case file; where judgement and case files differ, that "
    "belongs in the conversation with the municipality",
)


def norm_judgements(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Count per norm the municipalities below, at and above it.

    Parameters
    ----------
    study : Study
        The study; a unit of kind municipality-norm is named after its parent, a dash and the norm.
    region, municipality : str or None
        Code or name of a place; None for both is the whole study.
    wave : str or None
        Id of a wave. None takes the first in which norms were judged, the one of the whole sample,
        and of a region or municipality the latest judgement of each municipality (for change
        between waves see `judgements_again`).

    Returns
    -------
    Analysis
        One row per norm; a region has its own counts first and a municipality its own judgement,
        or when it was judged again its first and its latest. The counts of all municipalities are
        of one wave. Statements name the wave, good examples (above the norm; their theme, never
        their text) and points to improve (below it). Derived: of how many of all municipalities at
        or above the norm may hold. Results: per norm that `Estimate`.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Onder, op en boven de norm", "Below, at and above the norm")
    question = Text(
        "Waar voldoen gemeenten aan de norm, waar niet, en waar doen zij meer?",
        "Where do municipalities meet the norm, where not, and where do they do more?",
    )
    waves = coded_waves(study, JUDGEMENT)
    counted = wave or next(iter(waves), None)
    judged = judgements(study, Place(), counted)
    if not len(judged):
        return unanswered("norm_judgements", EVALUATION, title, question, NO_JUDGEMENTS)
    first, own = None, judgements(study, place, counted)
    if wave is None and place.level != "study" and len(waves) > 1:
        first, own = _first_and_latest(judgements(study, place, None), waves)
    table, estimates = _table(study, judged, own, place, first)
    counts = [str(c) for c in table if c not in {*_LABELS, "low", "high"}]
    return Analysis(
        name="norm_judgements",
        evaluation=EVALUATION,
        about="organisations",
        title=title,
        question=question,
        table=table,
        counts=tuple(counts),
        shares={"share": ("reached", "n")},
        derived=tuple(c for c in ("low", "high") if c in table),
        titles=_headings(study, counted, is_latest=first is not None),
        statements=norm_statements(
            study, place, _seen(own), None if first is None else _seen(first)
        ),
        results=tuple(estimates),
        cautions=(_VERDICT, _FILES, *_of_wave(study, counted, is_latest=first is not None)),
    )


def judgements(study: Study, place: Place, wave: str | None) -> pd.DataFrame:
    """Return the settled judgements per municipality and norm.

    Parameters
    ----------
    study : Study
        The study.
    place : Place
        From `resolve_place`.
    wave : str or None
        Id of a wave; None takes all.

    Returns
    -------
    DataFrame
        Columns municipality, region, wave, norm and value ("0", "1", "2", a missing code, or
        missing when the coders still differ), in the order of the table units.
    """
    found = settled_at(study, place, items=[JUDGEMENT], kind="municipality-norm", wave=wave)
    order = {unit: at for at, unit in enumerate(study.table("units")["unit"])}
    found = found.sort_values("unit", key=lambda units: units.map(order), kind="stable")
    found["norm"] = pd.Series(norm_codes(found), index=found.index, dtype="str")
    found = found.dropna(subset=["municipality"])
    found = found.drop_duplicates(["municipality", "wave", "norm"], keep="last")
    return found[["municipality", "region", "wave", "norm", "value"]].reset_index(drop=True)


def _seen(found: pd.DataFrame) -> pd.DataFrame:
    """Keep what is a judgement, and say of each whether it is below, above or reached."""
    found = found[found["value"].isin(_LEVELS)]
    below, above = found["value"] == BELOW, found["value"] == ABOVE
    return found.assign(below=below, above=above, reached=~below)


def _first_and_latest(
    found: pd.DataFrame, waves: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return of each municipality what was found in the first and the last wave that judged it."""
    found = found[found["wave"].isin(waves)]
    order = found["wave"].map({wave: at for at, wave in enumerate(waves)})
    every = order.groupby(found["municipality"])
    judged = order[found["value"].isin(_LEVELS)].groupby(found["municipality"])
    began, ended = judged.min().combine_first(every.min()), judged.max().combine_first(every.max())
    first, latest = (found[order == found["municipality"].map(ends)] for ends in (began, ended))
    return first, latest


def _table(
    study: Study,
    judged: pd.DataFrame,
    own: pd.DataFrame,
    place: Place,
    first: pd.DataFrame | None,
) -> tuple[pd.DataFrame, list[Estimate]]:
    from evalkit.inference import hypergeometric_interval

    rows, estimates = [], []
    total, labels = study.frame.municipalities, norm_labels(study)
    own_columns = {"own": own}
    if first is not None and set(first["wave"]) != set(own["wave"]):
        own_columns = {"first": first, "latest": own}
    for norm in pd.concat([judged["norm"], own["norm"]]).unique():
        values, mine = (frame.loc[frame["norm"] == norm, "value"] for frame in (judged, own))
        row: dict[str, object] = {"theme": norm_theme(study, norm), "norm": labels[norm]}
        if place.level == "municipality":
            row |= {name: _judgement(study, norm, each) for name, each in own_columns.items()}
        elif place.level == "region":
            row |= {f"own_{name}": count for name, count in _tally(mine).items()}
        counted = _tally(values)
        n = sum(counted.values())
        reached = counted["at"] + counted["above"]
        row |= counted | {"n": n, "missing": len(values) - n, "reached": reached}
        if total is not None and 0 < n <= total:
            estimate = hypergeometric_interval(
                reached, n, total, frame="municipalities", selection=study.selection,
                name=labels[norm],
            )  # fmt: skip
            estimates.append(estimate)
            row |= {"low": estimate.low, "high": estimate.high}
        rows.append(row)
    return pd.DataFrame(rows), estimates


def _tally(values: pd.Series) -> dict[str, int]:
    return {
        name: int((values == value).sum())
        for name, value in (("below", BELOW), ("at", AT), ("above", ABOVE))
    }


def _judgement(study: Study, norm: str, own: pd.DataFrame) -> Text:
    mine = own.loc[own["norm"] == norm, "value"]
    return answer_label(study.item(JUDGEMENT), None, mine.iloc[-1]) if len(mine) else NOT_CODED


def _wave_label(study: Study, wave: str | None) -> Text | None:
    """Return the name of a wave where there are several to tell apart."""
    named = [each.label for each in study.waves if each.id == wave and len(study.waves) > 1]
    return named[0] if named else None


def _headings(study: Study, wave: str | None, *, is_latest: bool) -> dict[str, Text]:
    """Say what is of the latest judgement here, beside what is of one wave everywhere."""
    titles, label = dict(_TITLES), _wave_label(study, wave)
    if not is_latest or label is None:
        return titles
    late = Text("laatste beoordeling", "latest judgement")
    beside = {"own_below": late, "own_at": late, "own_above": late, "share": label}
    for name, when in beside.items():
        titles[name] = Text(*(f"{a} ({b})" for a, b in zip(titles[name], when, strict=True)))
    return titles


def _of_wave(study: Study, wave: str | None, *, is_latest: bool) -> tuple[Text, ...]:
    label = _wave_label(study, wave)
    if label is None:
        return ()
    if is_latest:
        return (
            Text(
                f"de tellingen van alle gemeenten samen zijn van: {label.nl}",
                f"the counts of all municipalities together are of: {label.en}",
            ),
        )
    return (Text(f"deze oordelen zijn van: {label.nl}", f"these judgements are of: {label.en}"),)
