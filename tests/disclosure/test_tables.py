"""Tables through the gate."""

import io
import pickle

import numpy as np
import pandas as pd
import pytest

from evalkit.disclosure import HIDDEN, open_gate
from evalkit.errors import DisclosureError, ParameterError
from evalkit.language import Text

WHAT = Text("overdrachten", "handovers")


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "regio": ["A", "B", "C", "D", "E"],
            "k": [43, 3, 25, 97, 40],
            "n": [148, 40, 50, 100, np.nan],
        }
    )


@pytest.fixture
def table(frame):
    return open_gate("protected").table(
        frame,
        counts=["k", "n"],
        shares={"aandeel": ("k", "n")},
        what=WHAT,
        titles={"aandeel": Text("Aandeel", "Share")},
    )


def test_a_table_keeps_its_labels_and_rounds_each_number(table):
    assert table.formatted("nl").values.tolist() == [
        ["A", "45", "150", "30%"],
        ["B", HIDDEN, "40", HIDDEN],
        ["C", "25", "50", "50%"],
        ["D", HIDDEN, "100", HIDDEN],
        ["E", "40", "onbekend", "onbekend"],
    ]
    assert list(table.formatted("en").columns) == ["regio", "k", "n", "Share"]


def test_the_count_of_a_hidden_share_is_hidden_too(table):
    # D: 97 of 100 could be divided by a reader although the share itself is hidden.
    assert table.column("k")[3].hidden
    assert table.mask["k"].tolist() == [False, True, False, True, False]
    assert table.n_hidden == 4


def test_as_a_frame_hidden_is_missing_and_never_zero(table):
    numbers = table.to_frame()
    assert numbers["k"].dtype == "Int64"
    assert numbers["k"].isna().tolist() == [False, True, False, True, False]
    assert numbers["aandeel_n"].tolist()[:4] == [150, 40, 50, 100]
    assert 0 not in numbers["aandeel"].dropna().tolist()


def test_a_table_survives_a_pickle_and_explains_its_sign(table):
    assert repr(pickle.loads(pickle.dumps(table))) == repr(table)
    assert table.note == Text("x = afgeschermd", "x = hidden to protect people")
    shown = open_gate("public").table(pd.DataFrame({"k": [1]}), counts=["k"], what=WHAT)
    assert shown.note is None


def test_html_is_escaped():
    frame = pd.DataFrame({"<b>naam": ["<script>"], "k": [50]})
    page = open_gate("protected").table(frame, counts=["k"], what=WHAT)._repr_html_()
    assert "<script>" not in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    "column",
    [
        [7, 8],
        [7.0, 8.5],
        [True, False],
        ["7", "8"],
        ["7%", "x"],
        pd.to_datetime(["2020-01-01", "2020-01-02"]),
        [b"7", b"8"],
    ],
    ids=["int", "float", "bool", "digits as text", "percent", "dates", "bytes"],
)
def test_a_column_that_is_not_declared_nor_text_is_refused_under_protection(column):
    frame = pd.DataFrame({"regio": ["A", "B"], "k": [20, 30], "extra": column})
    with pytest.raises(DisclosureError, match="'extra'") as caught:
        open_gate("protected").table(frame, counts=["k"], what=WHAT)
    assert caught.value.exit_code == 3
    assert open_gate("public").table(frame, counts=["k"], what=WHAT).columns[-1] == "extra"


def test_codes_and_years_are_labels():
    frame = pd.DataFrame({"regio": ["VT08", "VT20"], "jaar": ["2020", "2022"], "k": [20, 30]})
    assert open_gate("protected").table(frame, counts=["k"], what=WHAT).kind("jaar") == "label"


def test_an_undeclared_number_in_the_index_is_refused_and_a_nameless_index_is_left():
    frame = pd.DataFrame({"k": [20, 30]}, index=pd.Index([3, 4], name="dossiers"))
    with pytest.raises(DisclosureError):
        open_gate("protected").table(frame, counts=["k"], what=WHAT)
    frame.index.name = None
    assert open_gate("protected").table(frame, counts=["k"], what=WHAT).columns == ("k",)


def test_inputs_of_a_share_that_are_not_declared_do_not_come_along(frame):
    table = open_gate("protected").table(frame, counts=[], shares={"p": ("k", "n")}, what=WHAT)
    assert table.columns == ("regio", "p")


def test_public_tables_pass_and_say_yes_and_no_in_words():
    frame = pd.DataFrame({"k": [3, 0], "p": [1.5, "."], "open": [True, False]})
    table = open_gate("public").table(frame, counts=["k", "p"], what=WHAT)
    assert table.formatted("nl").values.tolist() == [
        ["3", "1,5", "ja"],
        ["0", "niet gepubliceerd", "nee"],
    ]


def test_an_empty_table_stays_a_table():
    frame = pd.DataFrame({"regio": pd.Series(dtype=str), "k": pd.Series(dtype=int)})
    table = open_gate("protected").table(frame, counts=["k"], what=WHAT)
    assert len(table) == 0
    assert table.columns == ("regio", "k")
    assert table.to_frame().empty


@pytest.mark.parametrize(
    "arguments",
    [
        {"counts": ["q"]},
        {"counts": ["k"], "shares": {"p": ("k", "N")}},
        {"counts": ["k"], "shares": {"n": ("k", "n")}},
    ],
)
def test_columns_that_do_not_exist_or_exist_already_are_refused(frame, arguments):
    with pytest.raises(ParameterError):
        open_gate("protected").table(frame, what=WHAT, **arguments)


def test_two_columns_of_one_name_are_refused():
    frame = pd.DataFrame([[20, 30]], columns=["k", "k"])
    with pytest.raises(ParameterError):
        open_gate("protected").table(frame, counts=["k"], what=WHAT)


def test_no_raw_number_is_left_anywhere():
    seeded = 31337
    frame = pd.DataFrame({"regio": ["A", "B"], "k": [seeded, 7], "n": [77777, 77777]})
    gate = open_gate("protected")
    table = gate.table(frame, counts=["k", "n"], shares={"p": ("k", "n")}, what=WHAT)
    places = [
        repr(table),
        str(table),
        table._repr_html_(),
        repr(pickle.dumps(table)),
        repr(gate.record()),
        repr([getattr(table, slot) for slot in type(table).__slots__]),
    ]
    buffer = io.StringIO()
    table.to_frame().to_csv(buffer)
    places.append(buffer.getvalue())
    share = str(seeded / 77777)[:8]
    for place in places:
        for raw in (str(seeded), "77777", "31.337", "31,337", share):
            assert raw not in place
