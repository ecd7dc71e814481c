"""Plots of results: what is drawn, said and kept hidden, in both languages."""

import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.disclosure import open_gate
from evalkit.errors import DisclosureError, ParameterError
from evalkit.language import Text, format_number
from evalkit.plots import (
    curve_plot,
    dyad_plot,
    funnel_plot,
    moves_plot,
    route_plot,
    shrinkage_plot,
    trend_plot,
)
from evalkit.plots.canvas import MARK, PLAIN, look

TITLE = Text("overdracht op schrift", "handover in writing")
DAYS = Text("werkdagen", "working days")
TERM = (5, Text("5 werkdagen", "5 working days"))
PLACES = ["Aa", "Bee", "Cee", "Dee"]
K, N = [9, 11, 2, 0], [20, 24, 30, 0]


def released(result, profile="public"):
    return open_gate(profile).result(result, what="x")


def funnel_result(**options):
    return inf.funnel_limits(K, N, units=PLACES, **options)


def pooled_result():
    return inf.beta_binomial(K, N, units=PLACES)


def curve_result(name="open", stretch=1):
    times = stretch * np.array([1.0, 2, 2, 4, 6, 9])
    return inf.kaplan_meier(times, [1, 1, 0, 1, 1, 0], name=name)


def ends_result():
    causes = ["contact", "refused", "contact", None, "moved", "contact"]
    labels = {"contact": Text("eerste contact", "first contact")}
    return inf.aalen_johansen([1, 2, 3, 4, 5, 7], causes, labels=labels)


def moves_result():
    levels = ["below", "at", "above"]
    before = ["below", "below", "at", "at", "above"]
    after = ["at", "above", "at", "above", "at"]
    return inf.table_of_moves(before, after, levels=levels, population=7)


def dyad_result():
    rows = [
        (party, place, item, value)
        for place in range(9)
        for item, first, second in (("C4.4", "1", "3"), ("C4.5", "2", str(1 + place % 3)))
        for party, value in (("VT", first), ("team", second))
    ]
    answers = pd.DataFrame(rows, columns=["party", "municipality", "item", "value"])
    levels = {item: ["1", "2", "3"] for item in ("C4.4", "C4.5", "C4.9")}
    return inf.dyad_congruence(answers, levels=levels, by=["municipality"])


def route_result():
    paths = [[1, 2]] * 5 + [[1]] * 4 + [[1, 3]] * 3 + [[3]] * 2 + [[1, 2, 1]] + [[None]]
    steps = [
        {"escalation": case, "step": step, "route": route}
        for case, path in enumerate(paths)
        for step, route in enumerate(path)
    ]
    return inf.escalation_conformance(pd.DataFrame(steps))


PERIODS = [f"{year}HJ0{half}" for year in range(2014, 2022) for half in (1, 2)]
COUNTS = [30, 31, 35, 33, 36, 38, 37, 40, 62, 60, 66, 64, 70, 69, 71, 75]


def trend_result(**options):
    given = {"periods": PERIODS, "exposure": [15000] * 16, "break_at": "2018HJ01"} | options
    return inf.segmented_trend(COUNTS, **given)


def funnels(profile="public"):
    return funnel_plot(released(funnel_result(), profile), title=TITLE, marked="Bee")


def shrinkage(profile="public"):
    return shrinkage_plot(released(pooled_result(), profile), title=TITLE, marked="Bee")


def curves(profile="public"):
    given = [released(curve_result(), profile), released(curve_result("small", 2), profile)]
    return curve_plot(given, title=TITLE, unit=DAYS, terms=[TERM])


def ends(profile="public"):
    return curve_plot(released(ends_result(), profile), title=TITLE, unit=DAYS)


def moves(profile="public"):
    labels = {"below": Text("onder", "below"), "at": Text("op", "at"), "above": Text("boven", "up")}
    return moves_plot(released(moves_result(), profile), title=TITLE, labels=labels)


def dyads(profile="public"):
    labels = {"C4.4": Text("Heldere afspraken voor wie er elke dag mee werkt", "Clear agreements")}
    return dyad_plot(released(dyad_result(), profile), title=TITLE, labels=labels)


def routes(profile="public"):
    return route_plot(released(route_result(), profile), title=TITLE)


def trend(profile="public"):
    unit = Text("meldingen per 1.000 inwoners", "reports per 1,000 inhabitants")
    given = released(trend_result(), profile)
    return trend_plot(given, title=TITLE, unit=unit, per=1000, explained=Text("wet", "law"))


PLOTS = [funnels, shrinkage, curves, ends, moves, dyads, routes, trend]
every_plot = pytest.mark.parametrize("make", PLOTS, ids=lambda make: make.__name__)


@every_plot
def test_the_svg_is_sound_the_same_each_time_and_asks_for_nothing(make):
    svg = make().to_svg("nl")
    assert svg == make().to_svg("nl")
    assert svg != make().to_svg("en")
    assert ET.fromstring(svg).get("aria-label") == make().alt.nl
    assert set(re.findall(r"https?://[^\"\s]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert len(svg) < 60_000


def test_a_fresh_process_gives_the_same_bytes():
    code = (
        "import importlib.util, sys\n"
        "spec = importlib.util.spec_from_file_location('t', sys.argv[1])\n"
        "t = importlib.util.module_from_spec(spec); spec.loader.exec_module(t)\n"
        "sys.stdout.reconfigure(encoding='utf-8')\n"
        "[print(make().to_svg('nl')) for make in t.PLOTS]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, __file__],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stdout == "".join(f"{make().to_svg('nl')}\n" for make in PLOTS)


@every_plot
@pytest.mark.parametrize("profile", ["public", "protected"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_word_is_cut_off_by_the_edge(make, profile, language):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with look():
        figure = make(profile).draw(language)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        drawn = figure.get_tightbbox(canvas.get_renderer())
    width, height = figure.get_size_inches()
    assert -0.01 <= drawn.x0 < drawn.x1 <= width + 0.01
    assert -0.01 <= drawn.y0 < drawn.y1 <= height + 0.01


@every_plot
def test_nothing_is_left_behind_in_matplotlib(make):
    import matplotlib.pyplot as plt

    before = dict(mpl.rcParams)
    make().to_svg()
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


@every_plot
def test_under_protection_nothing_but_the_sign_is_seen(make):
    plot = make("protected")
    [axes] = plot.figure.axes
    assert [words.get_text() for words in axes.texts] == ["x"]
    assert len(axes.lines) + len(axes.patches) + len(axes.collections) == 0
    assert "x = afgeschermd" in plot.to_svg("nl")
    assert plot.alt.nl.endswith("overdracht op schrift: afgeschermd.")
    assert plot.alt.en.endswith("handover in writing: hidden.")
    kind = plot.alt.nl.split(":")[0]
    assert make().alt.nl.startswith(f"{kind}: overdracht op schrift. ")


@every_plot
def test_the_two_alt_texts_differ_and_hold_the_title(make):
    alt = make().alt
    assert TITLE.nl in alt.nl
    assert TITLE.en in alt.en
    assert not re.search(r"Text\(|nan", "".join(alt) + make().to_svg("nl"))


def points(axes, *markers):
    """Coordinates of single markers, in order."""
    return [
        (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
        for line in axes.lines
        if line.get_marker() in markers and len(line.get_xdata()) == 1
    ]


def test_the_funnel_draws_each_place_once_and_tells_who_is_outside_by_shape():
    [axes] = funnels().figure.axes
    assert points(axes, "o") == [(20, 9 / 20), (24, 11 / 24)]
    assert points(axes, "D") == [(30, 2 / 30)]  # Dee has nothing to draw
    marked = [line.get_color() for line in axes.lines if line.get_marker() in {"o", "D"}]
    assert marked.count(MARK) == 1
    assert list(axes.texts) == []  # the name stands in the legend, where it covers no point
    assert "Bee" in axes.get_legend_handles_labels()[1]
    band = axes.collections[0].get_paths()[0].vertices
    limits = funnel_result().limits_at([30]).iloc[0]
    at = band[band[:, 0] == 30][:, 1]
    assert at.min() == pytest.approx(limits["low_95"])
    assert at.max() == pytest.approx(limits["high_95"])


def test_the_sizes_of_places_are_whole_numbers():
    [axes] = funnels().figure.axes
    assert all(tick == round(tick) for tick in axes.get_xticks())


def test_the_funnel_says_who_is_outside_and_how_many_chance_puts_there():
    alt = funnels().alt
    assert "Buiten de 95%-grenzen: Cee (lager). Door toeval alleen: 0,1 verwacht." in alt.nl
    assert "Marked: Bee 46%, within the limits." in alt.en
    assert "Zonder enig verschil vallen er naar" in funnels().to_svg("nl")
    everything = funnels().to_svg("nl") + alt.nl
    assert not re.search(r"rang|plaats \d", everything)
    unseen = funnel_plot(released(funnel_result()), title=TITLE, marked="Dee")
    assert unseen.alt.nl.endswith("Dee –, niets gezien.")


def test_a_funnel_of_rates_has_numbers_and_not_percentages():
    plot = funnel_plot(
        released(inf.funnel_limits([5, 9, 30], [2.5, 4, 6], kind="poisson")), title=TITLE
    )
    assert "%" not in "".join(t.get_text() for t in plot.figure.axes[0].get_yticklabels())
    assert "rond 3,52." in plot.alt.nl


def test_shrinkage_shows_counted_and_adjusted_in_the_order_of_the_table():
    [axes] = shrinkage().figure.axes
    table = pooled_result().table
    assert points(axes, "o") == [
        (k / n, row) for row, (k, n) in enumerate(zip(K, N, strict=True)) if n
    ]
    assert points(axes, "D") == list(zip(table["shrunken"], range(4), strict=True))
    spans = [list(line.get_xdata()) for line in axes.lines if len(set(line.get_ydata())) == 1]
    spans = [span for span in spans if len(span) == 2]
    assert spans == table[["low", "high"]].to_numpy().tolist()
    ticks = axes.get_yticklabels()
    assert [tick.get_text() for tick in ticks] == [
        f"{place}, {k} van {n}" for place, k, n in zip(PLACES, K, N, strict=True)
    ]
    assert [tick.get_fontweight() for tick in ticks] == ["normal", "bold", "normal", "normal"]
    assert "Bee (gemarkeerd): geteld 46%, bijgesteld 4" in shrinkage().alt.nl


def test_shrinkage_takes_any_kind_of_pooling():
    random = inf.random_effects([1.0, 2.0, 4.0, 3.0], [0.5, 0.4, 0.6, 0.5], units=PLACES)
    stein = inf.james_stein([1.0, 2.0, 4.0, 3.0], 0.3, units=PLACES)
    for result, mean in ((random, random.mean.value), (stein, stein.mean)):
        plot = shrinkage_plot(released(result), title=TITLE)
        assert len(points(plot.figure.axes[0], "D")) == 4
        shown = format_number(mean, "nl", digits=2)
        assert f"Gemiddelde van alle: {shown}." in plot.alt.nl
    with pytest.raises(ParameterError, match="beta_binomial"):
        shrinkage_plot(released(dyad_result()), title=TITLE)


def test_a_curve_steps_and_marks_who_left_and_tells_how_many_are_followed():
    [axes] = curves().figure.axes
    first = next(line for line in axes.lines if line.get_drawstyle() == "steps-post")
    table = curve_result().table
    assert list(first.get_xdata()) == [0, *table["time"]]
    assert list(first.get_ydata()) == [1, *table["value"]]
    gone = next(line for line in axes.lines if line.get_marker() == "|")
    assert list(gone.get_xdata()) == [2, 9]
    ticks = [tick.get_text().split("\n") for tick in axes.get_xticklabels()]
    assert ticks[0] == ["0", "6", "6"]
    assert ticks[1] == ["4", "3", "5"]
    assert [words.get_text() for words in axes.texts] == ["5 werkdagen"]
    assert len({line.get_linestyle() for line in axes.lines if len(line.get_xdata()) > 5}) == 2


def test_the_alt_text_of_a_curve_gives_the_terms_and_the_median():
    alt = curves().alt.nl
    assert "Open (n = 6): 44% bij 5 werkdagen, 22% na 9 werkdagen." in alt
    assert "Mediaan open: 4 werkdagen." in alt
    short = inf.kaplan_meier([3, 4, 4], [1, 0, 0])
    plot = curve_plot(released(short), title=TITLE, unit=DAYS, terms=[TERM])
    assert "onbekend bij 5 werkdagen" in plot.alt.nl  # nobody was followed for so long
    assert "Median without the event: not reached." in plot.alt.en
    between = inf.kaplan_meier([2.347, 8.279261, 9.03], [1, 1, 0])
    plot = curve_plot(released(between), title=TITLE, unit=DAYS)
    assert "na 9,0 werkdagen" in plot.alt.nl
    assert "8.3 " in plot.alt.en
    assert "8.279" not in plot.alt.en


def test_several_ends_share_one_group_and_have_their_interval_at_the_end():
    [axes] = ends().figure.axes
    stepped = [line for line in axes.lines if line.get_drawstyle() == "steps-post"]
    last = ends_result().table.groupby("cause", sort=False)["value"].last()
    assert [line.get_ydata()[-1] for line in stepped] == last.tolist()
    assert [line.get_ydata()[0] for line in stepped] == [0, 0, 0]
    assert len(points(axes, "o", "s", "^")) == 3
    assert axes.get_xticklabels()[0].get_text() == "0\n6"
    assert "Eerste contact (n = 6): " in ends().alt.nl
    assert "Rechts: interval aan het einde." in ends().to_svg("nl")


def test_moves_are_read_from_row_to_column():
    [axes] = moves().figure.axes
    shown = [words.get_text() for words in axes.texts]
    assert shown == ["0", "1", "1", "0", "1", "1", "0", "1", "0"]
    thick = [box.get_xy() for box in axes.patches if box.get_linewidth() == 2]
    assert thick == [(-0.5, -0.5), (0.5, 0.5), (1.5, 1.5)]
    alt = moves().alt.nl
    assert "3 omhoog, 1 gelijk, 1 omlaag van 5; 2 van 7 niet twee keer gezien." in alt
    assert alt.endswith("onder naar op 1; onder naar boven 1; op naar op 1; op naar boven 1; "
                        "boven naar op 1.")  # fmt: skip
    assert "omhoog (3)" in moves().figure.get_supxlabel().replace("\n", " ")


def test_dyads_put_the_equal_answers_across_the_middle():
    [axes] = dyads().figure.axes
    bars = [(round(bar.get_x(), 4), round(bar.get_width(), 4)) for bar in axes.patches]
    assert bars == [(0, 0), (0, 0), (0, 1), (-0.5, 0.3333), (-0.1667, 0.3333), (0.1667, 0.3333)]
    assert [words.get_text() for words in axes.texts] == ["9", "3", "3", "3", "geen paren"]
    ticks = [tick.get_text().split("\n")[-1] for tick in axes.get_yticklabels()]
    assert ticks == ["n = 9 *", "n = 9", "n = 0"]
    alt = dyads().alt
    assert "lokaal team positiever 9 van 9; meer dan toeval: lokaal team positie" in alt.nl
    assert (
        "C4.5: Veilig Thuis more positive 3, the same 3, local team more positive 3 of 9." in alt.en
    )


def test_a_route_that_was_skipped_is_a_cross_and_its_bar_is_hatched():
    [axes] = routes().figure.axes
    assert points(axes, "x") == [(1, 2), (0, 3), (1, 3)]
    hatched = [bool(bar.get_hatch()) for bar in axes.patches]
    assert hatched == [False, False, True, True, False]
    widths = [bar.get_width() for bar in axes.patches]
    assert np.allclose(np.array(widths) / widths[0], [1, 4 / 5, 3 / 5, 2 / 5, 1 / 5])
    words = [each.get_text() for each in axes.texts]
    assert words == ["5", "4", "3", "2", "2×", "1, terug"]
    alt = routes().alt.nl
    assert "15 escalaties, waarvan 5 met een overgeslagen route." in alt
    assert "Route 3 (overgeslagen: 1 en 2): 2." in alt
    assert alt.endswith("Niet getekend: 1 met een onbekende route.")


def test_rare_paths_are_counted_together():
    paths = [[1, 2, 3] * n for n in range(1, 13)]
    steps = [
        {"escalation": case, "step": step, "route": route}
        for case, path in enumerate(paths)
        for step, route in enumerate(path)
    ]
    found = inf.escalation_conformance(pd.DataFrame(steps))
    plot = route_plot(released(found), title=TITLE)
    assert len(plot.figure.axes[0].patches) == 10
    assert "Niet getekend: 2 andere paden, samen 2." in plot.alt.nl


def test_no_line_of_a_trend_crosses_the_break():
    [axes] = trend().figure.axes
    fitted = [line for line in axes.lines if line.get_color() == MARK]
    assert [len(line.get_xdata()) for line in fitted] == [8, 8]
    [dots] = [line for line in axes.lines if line.get_color() == PLAIN]
    assert list(dots.get_ydata()) == pytest.approx([count / 15 for count in COUNTS])
    [cut] = [line for line in axes.lines if line.get_linestyle() == "--"]
    assert fitted[0].get_xdata()[-1] < cut.get_xdata()[0] < fitted[1].get_xdata()[0]
    assert axes.get_ylim()[0] == 0
    assert "Breuk bij 1e halfjaar 2018 (wet): ervoor en erna zijn niet te verg" in trend().alt.nl
    assert "2e halfjaar 2021 5,00." in trend().alt.nl


def test_a_trend_with_few_points_is_drawn_without_a_line_and_says_why():
    counts = [30, None, 35, 40]
    periods = ["zomer 2019", "winter 2019", "zomer 2020", "winter 2020"]
    found = inf.segmented_trend(counts, periods=periods)
    plot = trend_plot(released(found), title=TITLE, unit=Text("meldingen", "reports"))
    [axes] = plot.figure.axes
    assert [line.get_color() for line in axes.lines] == [PLAIN]
    assert "Te weinig punten voor een model" in plot.alt.nl
    assert "winter 2019 –" in plot.alt.nl
    assert "goed" not in plot.alt.nl
    assert "slecht" not in plot.alt.nl


def nothing(draw, result, **options):
    plot = draw(released(result), title=TITLE, **options)
    [axes] = plot.figure.axes
    return " ".join(words.get_text().replace("\n", " ") for words in axes.texts)


def test_a_result_with_nothing_in_it_says_why():
    empty = pd.DataFrame({"escalation": [], "step": [], "route": []})
    assert nothing(funnel_plot, inf.funnel_limits([], [])) == "er is niets geteld"
    assert "twee eenheden" in nothing(shrinkage_plot, inf.beta_binomial([1], [2]))
    assert nothing(curve_plot, inf.kaplan_meier([], []), unit=DAYS) == "er is niemand gevolgd"
    assert nothing(curve_plot, inf.aalen_johansen([], []), unit=DAYS) == "er is niemand gevolgd"
    assert "bij beide metingen" in nothing(
        moves_plot, inf.table_of_moves([1], [None], levels=[1, 2])
    )
    assert nothing(route_plot, inf.escalation_conformance(empty)) == "er zijn geen escalaties"
    unit = Text("meldingen", "reports")
    assert nothing(trend_plot, inf.segmented_trend([None]), unit=unit) == "er zijn geen aantallen"
    answers = pd.DataFrame(columns=["party", "municipality", "item", "value"])
    dyad = inf.dyad_congruence(answers, levels={"a": ["1", "2"]}, by=["municipality"])
    assert "beide partijen" in nothing(dyad_plot, dyad)


def test_raw_results_and_other_results_are_refused():
    draws = {
        funnel_plot: funnel_result(), shrinkage_plot: pooled_result(), moves_plot: moves_result(),
        dyad_plot: dyad_result(), route_plot: route_result(),
    }  # fmt: skip
    for draw, raw in draws.items():
        with pytest.raises(DisclosureError, match="gate"):
            draw(raw, title=TITLE)
        with pytest.raises(ParameterError, match="SurvivalCurve"):
            draw(released(curve_result()), title=TITLE)
    for draw in (curve_plot, trend_plot):
        with pytest.raises(DisclosureError, match="gate"):
            draw(curve_result(), title=TITLE, unit=DAYS)
        with pytest.raises(ParameterError, match="Moves"):
            draw(released(moves_result()), title=TITLE, unit=DAYS)


def test_a_mistyped_place_gets_the_nearest_right_word_and_too_many_lines_are_refused():
    for draw, result in ((funnel_plot, funnel_result()), (shrinkage_plot, pooled_result())):
        with pytest.raises(ParameterError, match="did you mean 'Bee'"):
            draw(released(result), title=TITLE, marked="Beee")
    with pytest.raises(ParameterError, match="more than 4 lines"):
        curve_plot([released(curve_result())] * 5, title=TITLE, unit=DAYS)
    with pytest.raises(ParameterError, match="two parties"):
        dyad_plot(released(dyad_result()), title=TITLE, parties={"VT": TITLE})
