"""Plots of agreement between coders: what is drawn, said and kept hidden."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from evalkit.disclosure import open_gate
from evalkit.errors import DisclosureError, ParameterError
from evalkit.language import Text
from evalkit.plots import coder_plot, confusion_plot, forest_plot
from evalkit.plots.canvas import look
from evalkit.reliability import agreement_by_pair, level_confusion

TITLE = Text("dubbel gecodeerde documenten", "double-coded documents")
NONE = float("nan")
ITEMS = pd.DataFrame(
    {
        "item": ["C1.1", "C2.2", "C2.4", "C3.1"],
        "facet": ["paper", "", "", ""],
        "label_nl": ["Visie", "Vorm van de overdracht", "Termijn", "Iets <anders> & $meer$"],
        "label_en": ["Vision", "Form of the handover", "Term", "Something else"],
        "value": [0.91, 0.4123, NONE, 0.1777],
        "low": [0.8, -0.1, NONE, -6.0],
        "high": [0.97, 0.7, NONE, 1.0],
        "n": [43, 31, 12, 3],
    }
)
CODES = np.array([[0, 0, 0]] * 30 + [[1, 1, 1]] * 20 + [[0, 1, 1]] * 12 + [[1, 2, 2]] * 3)
LEVELS = {0: Text("niet", "not"), 1: Text("deels", "partly"), 2: Text("geheel", "fully")}


def forest(profile="public"):
    return forest_plot(ITEMS, gate=open_gate(profile), title=TITLE)


def confusion(profile="public"):
    return confusion_plot(
        level_confusion(CODES), gate=open_gate(profile), title=TITLE, labels=LEVELS
    )


def coders(profile="public"):
    pairs = agreement_by_pair(CODES[:50], coefficient="krippendorff_alpha", interval="none")
    pairs.loc[0, ["value", "n"]] = [0.7133, 4]
    return coder_plot(pairs, gate=open_gate(profile), title=TITLE)


every_plot = pytest.mark.parametrize(
    "make",
    [lambda p=p, f=f: f(p) for f in (forest, confusion, coders) for p in ("public", "protected")],
)


@every_plot
def test_the_svg_is_sound_the_same_each_time_and_asks_for_nothing(make):
    svg = make().to_svg("nl")
    assert svg == make().to_svg("nl")
    root = ET.fromstring(svg)
    assert root.get("aria-label") == make().alt.nl
    assert set(re.findall(r"https?://[^\"\s]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


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


def test_the_forest_plot_draws_each_value_with_its_interval_and_the_cut_offs():
    [axes] = forest().figure.axes
    dots = [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
    assert list(dots) == [0.91, 0.4123, 0.1777]
    cuts = [line.get_xdata()[0] for line in axes.lines if line.get_linestyle() == "--"]
    assert cuts == [0.667, 0.8]
    spans = [list(line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2][2:]
    assert spans == [[0.8, 0.97], [-0.1, 0.7], [-0.25, 1.0]]
    assert [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "<"] == [-0.25]
    assert [words.get_text() for words in axes.texts] == ["niet te bepalen"]


def test_the_forest_plot_says_what_it_draws():
    alt = forest().alt
    assert alt.nl.startswith(
        "Overeenstemming per item: dubbel gecodeerde documenten. "
        "C1.1 Visie (papier): 0,91 [0,80; 0,97]."
    )
    assert "C1.1 Vision (paper): 0.91 [0.80, 0.97]." in alt.en
    assert "C2.4 Termijn: niet te bepalen." in alt.nl


def test_where_the_number_of_units_is_hidden_the_value_is_too():
    plot = forest("protected")
    everything = plot.to_svg("nl") + repr(plot.alt)
    assert "0,18" not in everything
    assert "afgeschermd" in plot.alt.nl
    assert "n = 45" in plot.to_svg("nl")
    [axes] = plot.figure.axes
    assert [words.get_text() for words in axes.texts] == ["niet te bepalen", "x"]
    pairs = coders("protected")
    assert "0,71" not in pairs.to_svg("nl") + pairs.alt.nl
    assert "0,71" in coders().to_svg("nl")


def cells(plot):
    [axes] = plot.figure.axes
    return [words.get_text() for words in axes.texts]


def test_the_heat_map_writes_the_coincidences_and_shades_by_row():
    # 12 units [0, 1, 1]: 0 with 1 twice, each half.
    assert cells(confusion()) == ["90", "12", "0", "12", "72", "3", "0", "3", "3"]
    [axes] = confusion().figure.axes
    dark = [sum(patch.get_facecolor()[:3]) for patch in axes.patches]
    assert dark[0] < dark[1] < dark[2]  # 88%, 12%, 0%
    assert "“niet” en “deels”: 12. “deels” en “geheel”: 3." in confusion().alt.nl


def test_protected_coincidences_are_rounded_or_hidden():
    assert cells(confusion("protected"))[:2] == ["90", "10"]
    assert cells(confusion("protected"))[5] == "x"
    assert "geheel" not in confusion("protected").alt.nl


def test_the_coder_matrix_is_symmetric_with_an_empty_diagonal():
    shown = np.array(cells(coders())).reshape(3, 3)
    assert (shown == shown.T).all()
    assert list(np.diag(shown)) == ["", "", ""]
    assert shown[0, 1] == "0,71"
    assert "laagste: 1 en 2 0,71." in coders().alt.nl


def test_an_empty_table_gives_an_empty_picture():
    gate = open_gate("public")
    assert forest_plot(ITEMS.iloc[:0], gate=gate, title=TITLE).to_svg().startswith("<svg")
    assert confusion_plot(level_confusion([]), gate=gate, title=TITLE).to_svg().startswith("<svg")
    pairs = agreement_by_pair([["a"], ["b"]])
    assert coder_plot(pairs, gate=gate, title=TITLE).to_svg().startswith("<svg")


def test_no_gate_no_picture():
    for refused in (
        lambda: forest_plot(ITEMS, gate=None, title=TITLE),
        lambda: confusion_plot(level_confusion(CODES), gate="public", title=TITLE),
        lambda: coder_plot(agreement_by_pair(CODES), gate=None, title=TITLE),
    ):
        with pytest.raises(DisclosureError):
            refused()


def test_a_missing_column_is_named():
    with pytest.raises(ParameterError, match="'value'"):
        forest_plot(ITEMS.drop(columns="value"), gate=open_gate("public"), title=TITLE)
