"""Reports and requests for advice to Veilig Thuis through the years, in context."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pandas as pd

from evalkit.evaluations.analysis import Analysis, Statement, unanswered
from evalkit.evaluations.labels import statement
from evalkit.evaluations.place import Place, resolve_place, resolve_wave
from evalkit.language import Text

if TYPE_CHECKING:
    from evalkit.results import Result
    from evalkit.study import Study

EVALUATION: Final = "context"
#: On 1 January 2019 the improved reporting code and a new protocol changed what is counted.
BREAK: Final = "2019HJ01"
_HALF_YEAR: Final = r"[0-9]{4}HJ0[12]"
_TOTALS: Final = ("totaal", "total")
_TITLES: Final = {
    "subject": Text("Wat is geteld", "What was counted"),
    "period": Text("Halfjaar", "Half-year"),
    "side": Text("Tegenover 2019", "Against 2019"),
    "count": Text("Aantal", "Number"),
}
_SIDES: Final = {
    "before": Text("ervoor", "before"),
    "after": Text("vanaf", "from"),
    "": Text("", ""),
}
_NOTHING: Final = Text(
    "er zijn geen halfjaarcijfers voor deze plaats; vul de tabellen counts en measures",
    "there are no half-yearly figures for this place; fill the tables counts and measures",
)
_NOT_WORSE: Final = Text(
    "meer meldingen en adviezen zijn niet slechter: zij kunnen betekenen dat geweld eerder wordt "
    "opgemerkt en gedeeld",
    "more reports and advice are not worse: they can mean that violence is noticed and shared sooner",
)
_BREAK: Final = Text(
    "in 2019 veranderde wat wordt geteld; cijfers van ervoor en erna zijn niet te vergelijken",
    "in 2019 what is counted changed; figures before and after cannot be compared",
)
_HANDED_OVER: Final = Text(
    "minder overdrachten kan ook betekenen dat Veilig Thuis zelf langer betrokken bleef",
    "fewer handovers can also mean that Veilig Thuis itself stayed involved for longer",
)
_REGION: Final = Text(
    "voor deze gemeente zijn er geen eigen cijfers; dit zijn die van de regio",
    "there are no figures of this municipality; these are of its region",
)
_SUMMED: Final = Text(
    "de cijfers van de bekeken regio's zijn opgeteld; dat is niet heel Nederland",
    "the figures of the regions looked at were added up; that is not the whole country",
)


class _Series(NamedTuple):
    label: Text
    counts: pd.Series


def reports_in_context(
    study: Study,
    *,
    region: str | None = None,
    municipality: str | None = None,
    wave: str | None = None,
) -> Analysis:
    """Follow the half-yearly numbers of reports and advice, without judging a rise or fall.

    Parameters
    ----------
    study : Study
        The study, with the tables counts and measures.
    region, municipality : str or None
        Code or name of a place; a municipality without figures has those of its region. None for
        both takes the country where it is given, and else adds up the regions.
    wave : str or None
        Id of a wave; changes nothing, as the series is longer than any wave.

    Returns
    -------
    Analysis
        One row per subject and half-year. Results: per subject a `Trend`, with a model and a break
        in 2019 where there are eight points on either side, else a description. Its description
        and the sentence hold the last half-year against the first after the break that is the same
        half of its year, or against the first where none is.

    Raises
    ------
    ParameterError
        If there is no such place or wave.
    """
    place = resolve_place(study, region, municipality)
    resolve_wave(study, wave)
    title = Text("Meldingen en adviezen door de jaren", "Reports and advice through the years")
    question = Text(
        "Hoe ontwikkelen de aantallen meldingen en adviezen zich?",
        "How do the numbers of reports and requests for advice develop?",
    )
    series, cautions = _placed_series(study, place)
    if not series:
        return unanswered("reports_in_context", EVALUATION, title, question, _NOTHING)
    rows: list[dict[str, Any]] = []
    results: list[Result] = []
    said: list[Statement] = []
    for label, counts in series:
        periods = list(counts.index)
        breaks = periods[0] < BREAK <= periods[-1]
        results.append(_trend(place, label, counts, breaks=breaks))
        for period, count in counts.items():
            side = ("before" if str(period) < BREAK else "after") if breaks else ""
            rows.append(
                {
                    "subject": label,
                    "period": _half_year(str(period)),
                    "side": _SIDES[side],
                    "count": count,
                }
            )
        said += _said(label, counts, breaks=breaks)
    table = pd.DataFrame(rows)
    table["count"] = table["count"].astype("Int64")
    handed_over = any("overgedragen" in label.nl.lower() for label, _ in series)
    broken = bool((table["side"] != _SIDES[""]).any())
    return Analysis(
        name="reports_in_context",
        evaluation=EVALUATION,
        title=title,
        question=question,
        table=table,
        counts=("count",),
        titles=_TITLES,
        statements=tuple(said),
        results=tuple(results),
        cautions=(
            _NOT_WORSE,
            *([_HANDED_OVER] if handed_over else []),
            *([_BREAK] if broken else []),
            *cautions,
        ),
    )


def _placed_series(study: Study, place: Place) -> tuple[list[_Series], tuple[Text, ...]]:
    counts = _half_years(study)
    if place.level == "study":
        country = _series(counts[counts["region_type"] == "NL"])
        if country:
            return country, ()
        regions = counts[counts["region_type"] == "VT"]
        return _series(regions), (_SUMMED,) if regions["region"].nunique() > 1 else ()
    own = _series(counts[counts["region"] == (place.municipality or place.region)])
    if own or place.municipality is None:
        return own, ()
    return _series(counts[counts["region"] == place.region]), (_REGION,)


def _half_years(study: Study) -> pd.DataFrame:
    """Return half-yearly totals with the subject that was counted."""
    counts, measures = study.table("counts"), study.table("measures")
    measures = measures[
        (measures["unit"] == "count")
        & (measures["breakdown"].isna() | measures["category"].str.lower().isin(_TOTALS))
    ]
    counts = counts[counts["period"].str.fullmatch(_HALF_YEAR)]
    return counts.merge(
        measures[["table", "measure", "subject", "subject_en"]], on=["table", "measure"]
    )


def _series(counts: pd.DataFrame) -> list[_Series]:
    """Return per subject the longest series; several places are added up where all have a figure."""
    found: dict[str, _Series] = {}
    for key, rows in counts.groupby(["table", "measure", "subject", "subject_en"], sort=False):
        subject, english = map(str, key[2:])
        once = rows.drop_duplicates(["region", "period"], keep="last")
        wide = once.pivot(index="period", columns="region", values="value").sort_index()
        total = wide.sum(axis="columns", min_count=wide.shape[1])
        if not total.notna().any() or (total.dropna() % 1 != 0).any():
            continue
        if subject not in found or total.count() > found[subject].counts.count():
            found[subject] = _Series(Text(subject, english), total)
    return list(found.values())


def _trend(place: Place, label: Text, counts: pd.Series, *, breaks: bool) -> Result:
    from evalkit.inference import segmented_trend

    names = [_short(period) for period in counts.index]
    after = [name for name, period in zip(names, counts.index, strict=True) if period >= BREAK]
    trend = segmented_trend(
        counts.to_numpy(float),
        periods=names,
        break_at=after[0] if breaks else None,
        frame=place.name.en,
    )
    ends = _ends(counts, breaks=breaks)
    said = (
        trend.description
        if ends is None
        else segmented_trend(
            ends.to_numpy(float), periods=[_short(each) for each in ends.index]
        ).description
    )
    description = Text(f"{label.nl}: {said.nl}", f"{label.en}: {said.en}")
    return replace(trend, name=label, description=description)


def _ends(counts: pd.Series, *, breaks: bool) -> pd.Series | None:
    """Return the last count and the first to hold it against: the same half of an earlier year."""
    known = counts.dropna()
    known = known[known.index >= BREAK] if breaks else known
    if len(known) < 2:
        return None
    same = known[known.index.str[-1] == known.index[-1][-1]]
    return (same if len(same) > 1 else known).iloc[[0, -1]]


def _short(period: object) -> str:
    return f"{str(period)[:4]}-{str(period)[-1]}"


def _half_year(period: str) -> Text:
    year, half = period[:4], period[-1]
    words = ("eerste", "first") if half == "1" else ("tweede", "second")
    return Text(f"{words[0]} helft van {year}", f"{words[1]} half of {year}")


def _said(label: Text, counts: pd.Series, *, breaks: bool) -> list[Statement]:
    ends = _ends(counts, breaks=breaks)
    if ends is None:
        return []
    return [
        statement(
            "{subject}: {first} in de {start} en {last} in de {end}.",
            "{subject}: {first} in the {start} and {last} in the {end}.",
            subject=label,
            first=int(ends.iloc[0]),
            start=_half_year(str(ends.index[0])),
            last=int(ends.iloc[-1]),
            end=_half_year(str(ends.index[-1])),
        )
    ]
