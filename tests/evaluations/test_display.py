import csv
import io
import json
import re

import numpy as np
import pandas as pd
import pytest

from evalkit.evaluations import Analysis, Share, Statement
from evalkit.evaluations.display import (
    analysis_csv,
    analysis_html,
    analysis_json,
    analysis_text,
    shown_rows,
)
from evalkit.inference import wilson_interval
from evalkit.language import Text


@pytest.fixture
def answer():
    table = pd.DataFrame(
        {
            "answer": [Text("ja", "yes"), Text("<b>nee</b>", "[0] no"), Text("wg", "wg")],
            "k": pd.array([3, 9, None], dtype="Int64"),
            "n": pd.array([14, 30, None], dtype="Int64"),
            "seen": [1234, 0, 2],
            "low": [0.0625, float("nan"), np.inf],
            "sure": [True, False, True],
        }
    )
    return Analysis(
        name="proef",
        evaluation="tsd-2020",
        title=Text("Proef & meer", "Trial & more"),
        question=Text("Wat <is> er?", "What <is> it?"),
        table=table,
        counts=("seen",),
        shares={"share": ("k", "n")},
        derived=("low",),
        titles={"answer": Text("Antwoord", "Answer"), "share": Text("Hoeveel", "How many")},
        statements=(
            Statement(
                text=Text("{s} zeggen ja", "{s} say yes"),
                values={"s": Share(k=3, n=14, noun=Text("gemeenten", "municipalities"))},
            ),
        ),
        results=(wilson_interval(3, 14),),
        cautions=(Text("let op", "mind"),),
    )


def test_a_reader_sees_counts_below_twenty_and_percentages_above(answer):
    heads, rows = shown_rows(answer, "nl")
    # The counts behind a share stand in it; what is derived stands last.
    assert heads == ["Antwoord", "seen", "sure", "Hoeveel", "low"]
    assert rows[0] == ["ja", "1.234", "ja", "3 van 14", "0,06"]
    assert rows[1][3:] == ["30% (9 van 30)", ""]
    assert rows[2][3:] == ["", "∞"]
    assert shown_rows(answer, "en")[1][1][3] == "30% (9 of 30)"


def test_nothing_in_a_table_is_read_as_html(answer):
    html = analysis_html(answer, "nl")
    assert "&lt;b&gt;nee&lt;/b&gt;" in html
    assert "Proef &amp; meer" in html
    assert not re.search(
        r"<(?!/?(section|h2|p|table|thead|tbody|tr|th|td|ul|li|details|summary)\b)", html
    )
    assert '<th scope="row">ja</th>' in html
    assert answer.to_html("nl") == answer._repr_html_() == html


def test_nothing_in_a_table_is_read_as_markup(answer):
    text = analysis_text(answer, "en")
    assert "[0] no" in text
    assert text.startswith("TRIAL & MORE\nWhat <is> it?\n")
    assert "3 of 14 municipalities say yes" in text
    assert text.endswith("(mind)\n")
    assert all(line == line.rstrip() for line in text.splitlines())


def test_a_table_too_wide_for_the_line_is_written_row_by_row(answer):
    wide = analysis_text(answer, "nl", width=120)
    narrow = analysis_text(answer, "nl", width=40)
    assert re.search(r"Antwoord +seen +sure +Hoeveel +low", wide)
    assert "ja  1.234\n  sure: ja\n  Hoeveel: 3 van 14\n  low: 0,06\n" in narrow
    assert max(map(len, narrow.splitlines())) <= 40


def test_csv_holds_every_raw_number_and_no_words_for_missing_ones(answer):
    lines = list(csv.DictReader(io.StringIO(analysis_csv([answer, answer], "nl"))))
    assert len(lines) == 2 * 3 * 6
    values = {(line["row"], line["column"]): line["value"] for line in lines}
    assert values["1", "low"] == "0.0625"
    assert values["3", "low"] == "inf"
    assert values["2", "low"] == values["3", "k"] == ""
    assert (values["1", "seen"], values["2", "n"], values["1", "sure"]) == ("1234", "30", "True")


def test_json_is_strict_and_reads_back(answer):
    whole = json.loads(json.dumps(analysis_json(answer, "nl"), allow_nan=False))
    assert whole["rows"][0] == {
        "answer": "ja", "k": 3, "n": 14, "seen": 1234, "low": 0.0625, "sure": True,
    }  # fmt: skip
    assert whole["rows"][1]["low"] is None
    assert whole["columns"]["answer"] == "Antwoord"
    assert whole["statements"] == ["3 van 14 gemeenten zeggen ja"]
    assert whole["reason"] is None
