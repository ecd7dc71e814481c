"""What a figure lets one see, in a sentence: the same for who sees it and who hears it read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from evalkit.evaluations.waiting import half_contacted
from evalkit.language import (
    LANGUAGES,
    Language,
    Text,
    as_text,
    format_number,
    format_percent,
    join_words,
)
from evalkit.reports.report import fill
from evalkit.reports.words import words
from evalkit.results import COUNTS_BELOW

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evalkit.inference import (
        BetaBinomial,
        CumulativeIncidence,
        Funnel,
        Moves,
        RouteConformance,
        SurvivalCurve,
        TableResult,
        Trend,
    )

_NOTHING: Final = Text("", "")
#: A median at which fewer are still followed rests on one or two of them.
_FEWEST_FOLLOWED: Final = 3


def waiting_seen(ends: Sequence[CumulativeIncidence]) -> Text:
    """Say after how many working days half of all files had contact, refused ones among them."""
    read = [(each, half_contacted(each).value) for each in ends]
    return _filled("seen.waiting", medians=_medians(read, words()["unit.working_days"]))


def view_seen(curves: Sequence[SurvivalCurve]) -> Text:
    """Say after how many months half of the risks had gone out of view."""
    read = [(curve, curve.median().value) for curve in curves]
    return _filled("seen.view", medians=_medians(read, words()["unit.months"]))


def _medians(read: Sequence[tuple[SurvivalCurve | CumulativeIncidence, float]], unit: Text) -> Text:
    def one(curve: SurvivalCurve | CumulativeIncidence, median: float, to: Language) -> str:
        if math.isnan(median):
            return words()["seen.not_reached"].in_language(to)
        if curve.table.loc[curve.table["time"] >= median, "at_risk"].iloc[0] < _FEWEST_FOLLOWED:
            return words()["seen.too_few_followed"].in_language(to)
        digits = 0 if median.is_integer() else 1
        return f"{format_number(median, to, digits=digits)} {unit.in_language(to)}"

    def all_of(to: Language) -> str:
        labels = _apart([as_text(curve.name).in_language(to) for curve, _ in read])
        told = (f"{one(*each, to)} ({label})" for each, label in zip(read, labels, strict=True))
        return join_words(told, to)

    return _each(all_of)


def _apart(names: Sequence[str]) -> list[str]:
    """Return of each name "what, which, where" the last part in which it differs from another."""
    parts = [name.split(", ") for name in names]
    for column in reversed([*zip(*parts, strict=False)]):
        if len(set(column)) > 1:
            return [*column]
    return [last[-1] for last in parts]


def ends_seen(found: CumulativeIncidence) -> Text:
    """Say which share had reached each end by the last day."""
    shares = [(cause, found.at(found.last, cause).value) for cause in found.causes]
    shares = [(cause, value) for cause, value in shares if value > 0]
    if not shares:
        return _NOTHING
    shares.sort(key=lambda pair: -pair[1])
    events: dict[object, int] = found.table.groupby("cause")["events"].sum().to_dict()

    def part(cause: object, value: float, to: Language) -> str:
        if found.n >= COUNTS_BELOW:
            return f"{found.label(cause).in_language(to)} {format_percent(value, to)}"
        return f"{found.label(cause).in_language(to)} {_count(events[cause], found.n, to)}"

    parts = _each(lambda to: join_words((part(*share, to) for share in shares), to))
    return _filled("seen.ends", days=_each(lambda to: format_number(found.last, to)), parts=parts)


def funnel_seen(funnel: Funnel, marked: str | None) -> Text:
    """Say how many places lie within what chance explains, and where the marked one lies."""
    table = funnel.table[funnel.table["n"] > 0]
    inside = int((table["outside"].fillna("") == "").sum())
    text = _filled("seen.funnel", k=f"{inside}", n=f"{len(table)}")
    own = table[table["unit"] == marked]
    if len(own) != 1:
        return text
    side = str(own["outside"].fillna("").iloc[0]).partition(" ")[0] or "within"
    value, size = float(own["value"].iloc[0]), int(own["n"].iloc[0])
    seen = _each(
        lambda to: (
            format_percent(value, to)
            if size >= COUNTS_BELOW
            else _count(round(value * size), size, to)
        )
    )
    beside = _filled(f"seen.funnel_{side}", place=str(marked), seen=seen)
    return Text(*(f"{first} {then}" for first, then in zip(text, beside, strict=True)))


def shrinkage_seen(model: BetaBinomial, marked: str | None) -> Text:  # noqa: ARG001
    """Say what the mean is and that small numbers are drawn towards it."""
    return _filled("seen.shrinkage", mean=_each(lambda to: format_percent(model.mean.value, to)))


def moves_seen(moves: Moves) -> Text:
    """Say how many judgements went up, stayed and went down."""
    return _filled(
        "seen.moves", up=f"{moves.up}", same=f"{moves.same}", down=f"{moves.down}", n=f"{moves.n}"
    )


def dyads_seen(found: TableResult, labels: dict[Any, Text]) -> Text:
    """Say on which question the parties differ most often."""
    table = found.table[found.table["pairs"] > 0]
    if table.empty:
        return _NOTHING
    apart = (table["pairs"] - table["same"]) / table["pairs"]
    row = table.iloc[int(apart.to_numpy(float).argmax())]
    label = labels.get(row["item"], Text(str(row["item"]), str(row["item"])))
    return _filled(
        "seen.dyads", question=label, k=f"{row['pairs'] - row['same']:g}", n=f"{row['pairs']:g}"
    )


def routes_seen(found: RouteConformance) -> Text:
    """Say how many escalations followed the routes, and how many skipped or repeated one."""
    cases = found.cases[found.cases["problem"] == ""]
    return _filled(
        "seen.routes",
        n=f"{found.n}",
        conforms=f"{int(cases['conforms'].astype(bool).sum())}",
        skips=f"{int(cases['skips'].astype(bool).sum())}",
        repeats=f"{int(cases['repeats'].astype(bool).sum())}",
    )


def trend_seen(trend: Trend) -> Text:
    """Say what the series was at first and at last on the present side of its break."""
    return Text(*(f"{part}." for part in trend.description))


def _count(k: int, n: int, language: Language) -> str:
    return words()["seen.count"].in_language(language).format(k=k, n=n)


def _filled(name: str, **values: str | Text) -> Text:
    return fill(words()[name], values)


def _each(make: Callable[[Language], str]) -> Text:
    return Text(*(make(language) for language in LANGUAGES))
