"""Places of different size around one target: who lies further off than chance explains."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from evalkit.language import Language, Text, format_number, format_percent, join_words
from evalkit.plots.blank import blank_plot
from evalkit.plots.canvas import (
    BAND,
    INK,
    MARK,
    PLAIN,
    SOFT,
    Plot,
    new_sheet,
    number_ticks,
    put_foot,
)
from evalkit.plots.cells import both, position_of, result_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from evalkit.disclosure import ReleasedResult
    from evalkit.inference import Funnel

_KIND: Final = Text("Trechterplot", "Funnel plot")
_POINTS: Final = 160  # of each limit, so that its steps do not show
_SIZE: Final = Text("aantal per plaats", "number per place")


def funnel_plot(
    funnel: ReleasedResult,
    *,
    title: Text,
    marked: str | None = None,
    size: Text = _SIZE,
    language: Language = "nl",
) -> Plot:
    """Draw each place by its size and value, between the limits of chance.

    It never ranks: within the limits nothing can be said about the order of places.

    Parameters
    ----------
    funnel : ReleasedResult
        A `Funnel` that passed the gate.
    title : Text
        What the picture shows, for caption and alt text.
    marked : str, optional
        Name of the place to mark and name.
    size : Text
        What the size of a place counts, e.g. files.
    language : {"nl", "en"}
        Language of the figure.

    Returns
    -------
    Plot
        The picture with its alt text.

    Raises
    ------
    DisclosureError
        If `funnel` did not pass the gate.
    ParameterError
        If it is no funnel, or there is no such place.
    """
    from evalkit.inference import Funnel

    found = result_of(funnel, Funnel)
    if found is None:
        return blank_plot(_KIND, title=title, language=language)
    if math.isnan(found.target):
        return blank_plot(_KIND, title=title, reason=found.reason, language=language)
    names = [Text(name, name) for name in found.table["unit"].astype(str)]
    row = position_of(marked, names, "unit")

    def draw(language: Language) -> Figure:
        sheet, axes = new_sheet(4.2)
        _draw_limits(axes, found, language)
        _draw_places(axes, found.table, row)
        axes.xaxis.set_major_formatter(number_ticks(language, percent=False))
        axes.yaxis.set_major_formatter(number_ticks(language, percent=_is_share(found)))
        axes.locator_params(axis="x", nbins=5, integer=True)
        axes.locator_params(axis="y", nbins=5)
        axes.set_xlabel(size.in_language(language))
        axes.grid(visible=False)
        axes.spines["left"].set_visible(False)
        sheet.legend(loc="outside upper left")
        put_foot(sheet, _notes(found, language))
        return sheet

    return Plot(
        draw=draw,
        title=title,
        alt=both(lambda each: _sentence(each, title, found, row)),
        language=language,
    )


def _is_share(funnel: Funnel) -> bool:
    return funnel.law.kind == "binomial"


def _draw_limits(axes: Axes, funnel: Funnel, language: Language) -> None:
    import numpy as np

    sizes = funnel.table.loc[funnel.table["n"] > 0, "n"].to_numpy(float)
    span = np.linspace(0.6 * sizes.min(), 1.08 * sizes.max(), _POINTS)
    limits = funnel.limits_at(np.unique(np.maximum(span.round(), 1)) if _is_share(funnel) else span)
    inner, *outer = funnel.levels
    low, high = (limits[f"{end}_{100 * inner:g}"] for end in ("low", "high"))
    words = "wat toeval verklaart ({})" if language == "nl" else "what chance explains ({})"
    axes.fill_between(
        limits["n"], low, high, color=BAND, linewidth=0, zorder=0.5,
        label=words.format(_percent(inner, language)),
    )  # fmt: skip
    for level in outer:
        words = "{}-grenzen" if language == "nl" else "{} limits"
        for end, label in (("low", ""), ("high", words.format(_percent(level, language)))):
            axes.plot(
                limits["n"], limits[f"{end}_{100 * level:g}"], color=SOFT, linewidth=1,
                label=label or None,
            )  # fmt: skip
    name = "middenlijn: {}" if language == "nl" else "centre line: {}"
    axes.axhline(
        funnel.target, color=INK, linewidth=1, linestyle=(0, (4, 3)), zorder=1,
        label=name.format(_value(funnel.target, funnel, language)),
    )  # fmt: skip
    axes.set_xlim(limits["n"].min(), limits["n"].max())
    top = max(
        float(funnel.table["value"].max()),
        *(float(limits[f"high_{100 * level:g}"].max()) for level in funnel.levels),
    )
    axes.set_ylim(-0.03 * top, 1.06 * top)


def _draw_places(axes: Axes, table: pd.DataFrame, row: int | None) -> None:
    for position, (name, n, value, outside) in enumerate(
        table[["unit", "n", "value", "outside"]].itertuples(index=False)
    ):
        if n == 0:
            continue
        is_marked = position == row
        # Named in the legend: beside its point the name would cover other points.
        axes.plot(
            n, value, "D" if outside else "o", markersize=9 if is_marked else 6.5,
            color=MARK if is_marked else INK if outside else PLAIN, markeredgecolor="white",
            markeredgewidth=0.8, zorder=4 if is_marked else 3, clip_on=False,
            linestyle="none", label=str(name) if is_marked else None,
        )  # fmt: skip


def _notes(funnel: Funnel, language: Language) -> list[str]:
    inner = _percent(funnel.levels[0], language)
    off = [str(name) for name in funnel.table.loc[_outside(funnel), "unit"]]
    count = format_number(funnel.expected_outside, language, digits=1)
    if language == "nl":
        who = f"Ruit: buiten de {inner}-grenzen ({join_words(off, language)})." if off else ""
        return [who, f"Zonder enig verschil vallen er naar verwachting {count} buiten."]
    who = f"Diamond: outside the {inner} limits ({join_words(off, language)})." if off else ""
    return [who, f"Without any difference {count} are expected outside."]


def _outside(funnel: Funnel) -> pd.Series:
    return funnel.table["outside"].fillna("").ne("")


def _percent(level: float, language: Language) -> str:
    return format_number(100 * level, language) + "%"


def _value(value: float, funnel: Funnel, language: Language) -> str:
    if _is_share(funnel):
        return format_percent(value, language)
    return format_number(float(f"{value:.3g}"), language)


def _sentence(language: Language, title: Text, funnel: Funnel, row: int | None) -> str:
    nl = language == "nl"
    off = funnel.table[_outside(funnel)]
    inner = _percent(funnel.levels[0], language)
    shown = _value(funnel.target, funnel, language)
    parts = [f"{_KIND.in_language(language)}: {title.in_language(language)}."]
    parts.append(
        f"{funnel.n} plaatsen rond {shown}." if nl else f"{funnel.n} places around {shown}."
    )
    sides = {"above": "hoger" if nl else "higher", "below": "lager" if nl else "lower"}
    said = [
        f"{name} ({sides[side.split()[0]]})"
        for name, side in zip(off["unit"], off["outside"], strict=True)
    ]
    where = f"Buiten de {inner}-grenzen" if nl else f"Outside the {inner} limits"
    none = "geen enkele" if nl else "none"
    parts.append(f"{where}: {join_words(said, language) or none}.")
    count = format_number(funnel.expected_outside, language, digits=1)
    parts.append(
        f"Door toeval alleen: {count} verwacht." if nl else f"By chance alone: {count} expected."
    )
    if row is not None:
        place = funnel.table.iloc[row]
        mark = "Gemarkeerd" if nl else "Marked"
        value = _value(place["value"], funnel, language)
        parts.append(f"{mark}: {place['unit']} {value}, {_where(place, language)}.")
    return " ".join(parts)


def _where(place: pd.Series, language: Language) -> str:
    if place["n"] == 0:
        return "niets gezien" if language == "nl" else "nothing seen"
    if place["outside"]:
        return "buiten de grenzen" if language == "nl" else "outside the limits"
    return "binnen de grenzen" if language == "nl" else "within the limits"
