"""What is settled, against the rule written out cell by cell."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from evalkit.schemes import load_scheme
from evalkit.study.settled import settle

ITEMS = {name: load_scheme("aef-2020").item(name) for name in ("C1.1", "C2.2")}
VALUES = {"C1.1": ["0", "1", "nb"], "C2.2": ["schriftelijk|telefonisch", "telefonisch|schriftelijk",
                                             "telefonisch", "nvt"]}  # fmt: skip
CELLS = st.tuples(
    st.sampled_from(["D1", "D2"]),
    st.sampled_from(list(ITEMS)),
    st.sampled_from(["paper", None]),
    st.sampled_from(["w0", None]),
)


@st.composite
def codings(draw):
    keys = draw(st.lists(st.tuples(st.sampled_from(["a", "b", "c", "samen"]), CELLS), unique=True))
    rows = [(coder, *cell, draw(st.sampled_from(VALUES[cell[1]]))) for coder, cell in keys]
    return pd.DataFrame(
        rows, columns=["coder", "unit", "item", "facet", "wave", "value"], dtype="str"
    )


def by_hand(frame):
    cells = {}
    for coder, *cell, value in frame.itertuples(index=False):
        key = tuple("" if pd.isna(part) else part for part in cell)
        cells.setdefault(key, {})[coder] = value
    for key, given_ in cells.items():
        own = [value for coder, value in given_.items() if coder != "samen"]
        if "samen" in given_:
            yield key, given_["samen"], "consensus", len(own)
        elif len({frozenset(value.split("|")) for value in own}) > 1:
            yield key, None, "unsettled", len(own)
        else:
            yield key, own[0], "agreed" if len(own) > 1 else "one coder", len(own)


@given(codings())
def test_each_cell_is_settled_by_the_rule(frame):
    found = settle(frame, ITEMS, "samen")
    rows = [
        (tuple("" if pd.isna(part) else part for part in cell), None if pd.isna(v) else v, b, n)
        for *cell, v, b, n in found.itertuples(index=False)
    ]
    assert rows == list(by_hand(frame))
    assert found["coders"].dtype == "int64"
    assert found["value"].dtype == frame["value"].dtype


@given(codings(), st.randoms())
def test_the_order_of_the_lines_does_not_matter_to_what_is_settled(frame, random):
    order = list(range(len(frame)))
    random.shuffle(order)
    keys = ["unit", "item", "facet", "wave"]
    one, other = (
        settle(part, ITEMS, "samen").sort_values(keys, ignore_index=True)
        for part in (frame, frame.iloc[order])
    )
    pd.testing.assert_frame_equal(
        one[[*keys, "basis", "coders"]], other[[*keys, "basis", "coders"]]
    )
