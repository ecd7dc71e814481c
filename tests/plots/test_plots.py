"""Every plot: same bytes, both languages, nothing hidden or raw in it, nothing cut off."""

import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from evalkit.disclosure import open_gate
from evalkit.errors import DisclosureError, ParameterError
from evalkit.language import Text
from evalkit.plots import (
    IntervalRow,
    bar_plot,
    interval_plot,
    level_plot,
    neighbours,
    region_map,
    series_plot,
)
from evalkit.plots.canvas import BAND, INK, MARK, PLAIN, SOFT, look

TITLE = Text("meldingen in 2023", "reports in 2023")
SQUARE = np.array([[4.0, 52.0], [5.0, 52.0], [5.0, 53.0], [4.0, 53.0], [4.0, 52.0]])
SHAPES = {
    "VT01": [SQUARE],
    "VT02": [SQUARE + np.array([1, 0])],
    "VT03": [SQUARE + np.array([1, 1]), SQUARE / 10 + np.array([5, 49])],
}
SEEDED = 31337


def seeded_table(profile="protected"):
    frame = pd.DataFrame(
        {
            "region": ["VT01", "VT02", "VT03"],
            "k": [SEEDED, 7, 20],
            "n": [77777, 77777, np.nan],
            "rest": [77777 - SEEDED, 77770, 30],
        }
    )
    return open_gate(profile).table(
        frame,
        counts=["k"],
        shares={"low": ("k", "n"), "high": ("rest", "n")},
        what="t",
        titles={"k": Text("aantal", "number"), "low": Text("laag", "low")},
    )


def map_plot():
    return region_map(SHAPES, marked="VT01", table=seeded_table(), value="k", title=TITLE)


def bars():
    return bar_plot(seeded_table(), label="region", value="low", title=TITLE, marked="VT01")


def count_bars():
    reference = (Text("Nederland", "Netherlands"), open_gate("public").count(12345.5, what="n"))
    return bar_plot(seeded_table(), label="region", value="k", title=TITLE, reference=reference)


def levels():
    return level_plot(seeded_table(), label="region", levels=["low", "high"], title=TITLE)


def series():
    frame = pd.DataFrame(
        {
            "period": ["2019HJ01", "2019HJ02", "2020HJ01", "2021HJ02", "2022HJ01"],
            "value": [SEEDED, 40000, 7, 42000, "."],
            "status": ["definitief", "voorlopig (stand)", "", "", ""],
        }
    )
    table = open_gate("protected").table(frame, counts=["value"], what="t")
    return series_plot(table, period="period", value="value", status="status", title=TITLE)


def intervals():
    gate = open_gate("protected")
    return interval_plot(
        [
            IntervalRow(
                Text("De meeste regio's", "Most regions"),
                gate.range(0.5, 1, what="c"),
                gate.share(SEEDED, 77777, what="s"),
            ),
            IntervalRow(
                Text("Alle", "All"), gate.range(1, 1, what="c"), gate.share(7, 9, what="s")
            ),
            IntervalRow(Text("Beter", "Better"), None, None),
        ],
        title=TITLE,
    )


PLOTS = [map_plot, bars, count_bars, levels, series, intervals]
every_plot = pytest.mark.parametrize("make", PLOTS, ids=lambda make: make.__name__)


@every_plot
def test_the_same_released_values_give_the_same_bytes(make):
    assert make().to_svg("nl") == make().to_svg("nl")
    assert make().to_svg("nl") != make().to_svg("en")
    assert make().to_png("en", dpi=72) == make().to_png("en", dpi=72)


def test_a_fresh_process_gives_the_same_bytes(tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.fonttype: path\n")
    code = (
        "import importlib.util, sys\n"
        "spec = importlib.util.spec_from_file_location('t', sys.argv[1])\n"
        "t = importlib.util.module_from_spec(spec); spec.loader.exec_module(t)\n"
        "sys.stdout.reconfigure(encoding='utf-8')\n"
        "[print(make().to_svg('nl')) for make in t.PLOTS]\n"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code, __file__],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=tmp_path,
        env=environment,
    )
    assert done.stdout == "".join(f"{make().to_svg('nl')}\n" for make in PLOTS)


@every_plot
def test_no_raw_count_is_left_in_picture_or_words(make):
    plot = make()
    everything = plot.to_svg("nl") + plot.to_svg("en") + repr(plot.alt) + plot._repr_html_()
    for raw in ("31337", "31.337", "31,337", "77777", "46440", f"{SEEDED / 77777:.6f}"[2:]):
        assert raw not in everything


@every_plot
def test_the_alt_text_says_the_title_and_the_hidden_in_both_languages(make):
    alt = make().alt
    assert TITLE.nl in alt.nl
    assert TITLE.en in alt.en
    assert "afgeschermd" in alt.nl
    assert "hidden" in alt.en


@every_plot
def test_the_svg_is_sound_and_asks_for_nothing(make):
    svg = make().to_svg("nl")
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == make().alt.nl
    assert set(re.findall(r"https?://[^\"\s]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    names = re.findall(r' id="([^"]+)"', svg)
    assert len(names) == len(set(names))
    assert set(re.findall(r"(?:url\(#|href=\"#)([^\")]+)", svg)) == set(names)
    assert not any(name in make().to_svg("en") for name in names)
    assert "script" not in svg
    assert len(svg) < 40_000


@every_plot
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_word_is_cut_off_by_the_edge(make, language):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with look():
        figure = make().draw(language)
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
    _ = make().figure
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def widths(plot):
    """Widths of the bars of a plot, in its own units."""
    [axes] = plot.figure.axes
    return [round(patch.get_width(), 4) for patch in axes.patches]


def test_hidden_and_missing_have_no_bar_and_are_said_in_words():
    plot = count_bars()
    assert widths(plot) == [31335, 20]  # the middle one is hidden
    words = [words.get_text() for words in plot.figure.axes[0].texts]
    assert words == ["31.335", "x", "20"]
    assert "x = afgeschermd" in plot.to_svg("nl")
    table = seeded_table()
    missing = bar_plot(table, label="region", value="low", title=TITLE)
    assert len(widths(missing)) == 1
    assert "onbekend" in missing.to_svg("nl")
    assert "unknown" in missing.to_svg("en")


def test_numbers_follow_the_language():
    assert "Nederland 12.345,5" in count_bars().to_svg("nl")
    assert "Netherlands 12,345.5" in count_bars().to_svg("en")
    assert "Nederland: 12.345,5." in count_bars().alt.nl


def test_the_marked_bar_is_told_by_more_than_its_colour():
    [axes] = bars().figure.axes
    weights = [tick.get_fontweight() for tick in axes.get_yticklabels()]
    assert weights == ["bold", "normal", "normal"]
    assert "VT01 (gemarkeerd) 40%" in bars().alt.nl


def test_many_bars_are_summed_up():
    frame = pd.DataFrame({"naam": [f"R{i}" for i in range(9)], "k": [*range(20, 100, 10), 3]})
    table = open_gate("protected").table(frame, counts=["k"], what="t")
    plot = bar_plot(table, label="naam", value="k", title=TITLE, marked="R4")
    assert plot.alt.nl == (
        "Staafdiagram: meldingen in 2023. 9 staven. Laagste: R0 20; hoogste: R7 90. "
        "R4 (gemarkeerd) 60. 1 afgeschermd."
    )


def test_a_series_joins_neighbours_only_and_leaves_gaps():
    [axes] = series().figure.axes
    drawn = [line for line in axes.lines if len(line.get_xdata())]
    joined = [line for line in drawn if len(line.get_xdata()) == 2]
    points = [line for line in drawn if len(line.get_xdata()) == 1]
    assert [list(line.get_ydata()) for line in joined] == [[31335, 40000]]
    assert [line.get_ydata()[0] for line in points] == [31335, 40000, 42000]
    assert [line.get_markerfacecolor() for line in points] == [MARK, "white", MARK]
    assert axes.get_ylim()[0] == 0
    assert "2e halfjaar 2019: 40.000 (voorlopig)" in series().alt.nl
    assert "half-year 1 of 2020: hidden" in series().alt.en
    assert "open: voorlopig cijfer" in series().to_svg("nl")


def test_sources_that_disagree_are_both_drawn_and_not_joined():
    frame = pd.DataFrame({"p": ["2019", "2020", "2020"], "v": [1, 2, 3]})
    table = open_gate("public").table(frame, counts=["v"], what="t")
    [axes] = series_plot(table, period="p", value="v", title=TITLE).figure.axes
    assert sorted(len(line.get_xdata()) for line in axes.lines) == [0, 1, 1, 1]


@pytest.mark.parametrize("periods", [["2019", "2019HJ01"], ["2019", "vorig jaar"]])
def test_periods_that_cannot_stand_on_one_axis_are_refused(periods):
    frame = pd.DataFrame({"p": periods, "v": [1, 2]})
    table = open_gate("public").table(frame, counts=["v"], what="t")
    with pytest.raises(ParameterError):
        series_plot(table, period="p", value="v", title=TITLE)


def test_four_lines_are_refused():
    frame = pd.DataFrame({"p": ["2019"] * 4, "l": list("abcd"), "v": [1, 2, 3, 4]})
    table = open_gate("public").table(frame, counts=["v"], what="t")
    with pytest.raises(ParameterError, match="three lines"):
        series_plot(table, period="p", value="v", line="l", title=TITLE)


def test_a_row_with_a_hidden_level_is_not_drawn_and_the_others_fill_their_bar():
    frame = pd.DataFrame({"r": ["A", "B"], "a": [12, 3], "b": [23, 40], "n": [35, 43]})
    table = open_gate("protected").table(
        frame, counts=[], shares={"pa": ("a", "n"), "pb": ("b", "n")}, what="t"
    )
    plot = level_plot(table, label="r", levels=["pa", "pb"], title=TITLE)
    assert widths(plot) == [round(10 / 35, 4), round(25 / 35, 4)]
    [axes] = plot.figure.axes
    assert [round(patch.get_x(), 4) for patch in axes.patches] == [round(-10 / 35, 4), 0]
    assert [words.get_text() for words in axes.texts] == ["29%", "71%", "x"]
    assert "A (n = 35): pa 29%, pb 71%" in plot.alt.en


def test_one_hidden_level_takes_the_whole_row_along():
    frame = pd.DataFrame({"r": ["A"], "a": [3], "b": [40], "c": [57], "n": [100]})
    table = open_gate("protected").table(
        frame, counts=[], shares={f"p{c}": (c, "n") for c in "abc"}, what="t"
    )
    plot = level_plot(table, label="r", levels=["pa", "pb", "pc"], title=TITLE)
    assert widths(plot) == []
    assert plot.alt.nl.endswith("A (n = 100): afgeschermd.")


def test_the_middle_level_lies_across_the_middle():
    frame = pd.DataFrame({"r": ["A"], "a": [2], "b": [4], "c": [4], "n": [10]})
    table = open_gate("public").table(
        frame, counts=[], shares={f"p{c}": (c, "n") for c in "abc"}, what="t"
    )
    plot = level_plot(table, label="r", levels=["pa", "pb", "pc"], title=TITLE)
    [axes] = plot.figure.axes
    assert [round(patch.get_x(), 4) for patch in axes.patches] == [-0.4, -0.2, 0.2]
    low = level_plot(table, label="r", levels=["pa", "pb", "pc"], middle="pa", title=TITLE)
    assert [round(patch.get_x(), 4) for patch in low.figure.axes[0].patches] == [-0.1, 0.1, 0.5]


def test_an_interval_plot_shows_band_dot_and_interval():
    [axes] = intervals().figure.axes
    assert [(p.get_x(), p.get_width()) for p in axes.patches] == [(0.5, 0.5), (1.0, 0.0)]
    drawn = {len(line.get_xdata()): line.get_xdata() for line in axes.lines}
    assert drawn[1][0] == pytest.approx(31335 / 77775)
    assert drawn[2][0] < 31335 / 77775 < drawn[2][1]
    assert intervals().alt.nl.endswith("Beter: de woorden laten toe: geen aandeel; geteld: niets.")


def test_a_map_shades_what_is_known_and_hatches_the_rest():
    patches = map_plot().figure.axes[0].patches
    assert [patch.get_hatch() for patch in patches] == [None, "xxx", None, None]
    bare = region_map(SHAPES, table=seeded_table(), value="low", title=TITLE).figure.axes[0]
    assert [patch.get_hatch() for patch in bare.patches] == [None, "xxx", "///"]
    assert "geen cijfer bekend" in [each.get_text() for each in bare.get_legend().get_texts()]


def test_the_map_is_as_wide_as_the_country_is():
    [axes] = region_map(SHAPES, marked="VT01").figure.axes
    assert axes.get_aspect() == pytest.approx(1.63, abs=0.02)


def test_the_map_names_place_and_neighbours():
    names = {"VT01": "Zuidwest", "VT02": "Zuidoost", "VT03": "Noord"}
    alt = region_map(SHAPES, marked="VT01", names=names).alt
    assert alt.nl == (
        "Kaart van Nederland met 3 regio's: Veilig Thuis-regio's. Gemarkeerd: Zuidwest, "
        "in het zuidwesten van het land; grenst aan Zuidoost."
    )
    assert "Marked: Zuidwest, in the southwest of the country; borders on Zuidoost." in alt.en
    assert neighbours(SHAPES, "VT02") == ["VT01", "VT03"]


def test_a_dollar_sign_and_markup_in_a_label_stay_as_they_are():
    label = "kosten $x^2$ <b>&"
    table = open_gate("public").table(
        pd.DataFrame({"r": [label], "k": [3]}), counts=["k"], what="t"
    )
    svg = bar_plot(table, label="r", value="k", title=TITLE).to_svg("nl")
    found = [node.text for node in ET.fromstring(svg).findall(".//{*}text")]
    assert label in found


@pytest.mark.parametrize("raw", [pd.DataFrame({"r": ["A"], "k": [3]}), None, {"k": 3}])
def test_plots_refuse_what_did_not_pass_the_gate(raw):
    for refused in (
        lambda: bar_plot(raw, label="r", value="k", title=TITLE),
        lambda: level_plot(raw, label="r", levels=["k", "k"], title=TITLE),
        lambda: series_plot(raw, period="r", value="k", title=TITLE),
        lambda: interval_plot([IntervalRow(TITLE, (0.1, 0.2), None)], title=TITLE),
        lambda: interval_plot([IntervalRow(TITLE, None, 0.3)], title=TITLE),
        lambda: bar_plot(
            seeded_table(), label="region", value="k", title=TITLE, reference=(TITLE, 31337)
        ),
    ):
        with pytest.raises(DisclosureError) as caught:
            refused()
        assert caught.value.exit_code == 3


def test_a_mistyped_name_gets_the_nearest_right_word():
    table = seeded_table()
    for mistyped, word in (
        (lambda: region_map(SHAPES, marked="VT1"), "VT01"),
        (lambda: bar_plot(table, label="regoin", value="k", title=TITLE), "region"),
        (lambda: bar_plot(table, label="region", value="k", title=TITLE, marked="VT2"), "VT02"),
        (
            lambda: level_plot(
                table, label="region", levels=["low", "high"], middle="hgh", title=TITLE
            ),
            "high",
        ),
    ):
        with pytest.raises(ParameterError, match=f"did you mean '{word}'"):
            mistyped()


def test_a_column_of_the_wrong_kind_is_refused():
    table = seeded_table()
    for wrong in (
        lambda: bar_plot(table, label="k", value="k", title=TITLE),
        lambda: bar_plot(table, label="region", value="region", title=TITLE),
        lambda: level_plot(table, label="region", levels=["k", "low"], title=TITLE),
        lambda: level_plot(table, label="region", levels=["low"], title=TITLE),
    ):
        with pytest.raises(ParameterError):
            wrong()


def test_an_empty_table_gives_an_empty_picture():
    frame = pd.DataFrame({"r": pd.Series(dtype=str), "k": pd.Series(dtype=int)})
    table = open_gate("protected").table(frame, counts=["k"], what="t")
    assert bar_plot(table, label="r", value="k", title=TITLE).to_svg("nl").startswith("<svg")
    assert series_plot(table, period="r", value="k", title=TITLE).to_svg("nl").startswith("<svg")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("colour", "ground", "least"),
    [
        (INK, "#ffffff", 7),
        (SOFT, "#ffffff", 4.5),
        (MARK, "#ffffff", 4.5),
        (PLAIN, "#ffffff", 3),
        (MARK, BAND, 3),
    ],
)
def test_colours_stand_out_from_their_ground(colour, ground, least):
    dark, light = sorted([luminance(colour), luminance(ground)])
    assert (light + 0.05) / (dark + 0.05) >= least


def test_importing_the_room_does_not_import_matplotlib():
    code = "import sys, evalkit.plots; print([m for m in ('matplotlib', 'seaborn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
