"""Properties of protected release."""

import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from evalkit.disclosure import HIDDEN, open_gate
from evalkit.results import Estimate

POLICY = open_gate("protected").policy
COUNT = st.integers(0, 60) | st.integers(0, 5000)
PAIR = st.tuples(COUNT, COUNT).map(lambda pair: (min(pair), max(pair)))


def shown(count):
    return open_gate("protected").count(count, what="a")


def same_cells(pair, other):
    """Whether two raw pairs look the same once each of their counts is judged."""
    return all(
        POLICY.rounded(a) == POLICY.rounded(b)
        for a, b in zip((*pair, pair[1] - pair[0]), (*other, other[1] - other[0]), strict=True)
    )


@given(COUNT)
def test_a_released_count_is_at_least_the_minimum_and_a_multiple_of_the_base(count):
    released = shown(count)
    if count < POLICY.minimum:
        assert released.hidden
        assert math.isnan(released.value)
        assert released.in_language("nl") == released.in_language("en") == HIDDEN
    else:
        assert released.value >= POLICY.minimum
        assert released.value % POLICY.base == 0
        assert abs(released.value - count) <= POLICY.base / 2


@given(PAIR)
def test_a_released_share_shows_no_small_group_on_either_side(pair):
    k, n = pair
    released = open_gate("protected").share(k, n, what="a")
    if min(k, n - k) < POLICY.minimum:
        assert released.hidden
    if released.hidden:
        assert str(released) == released.fraction("nl") == HIDDEN
        assert released.k is None
        return
    assert released.value == released.k / released.n
    assert 1 - POLICY.group_share <= released.value + 1e-12
    assert released.value <= POLICY.group_share
    assert 0 < released.low < released.value < released.high < 1


@given(PAIR, st.integers(-2, 2), st.integers(-2, 2))
def test_tables_that_round_to_the_same_counts_release_the_same_objects(pair, dk, dn):
    k, n = pair
    other = (max(0, k + dk), max(0, k + dk, n + dn))
    if not same_cells(pair, other):
        return
    made = []
    for part, whole in (pair, other):
        gate = open_gate("protected")
        frame = pd.DataFrame({"label": ["r"], "k": [part], "n": [whole]})
        table = gate.table(frame, counts=["k", "n"], shares={"p": ("k", "n")}, what="t")
        estimate = None
        if min(k, n, *other):
            raw = Estimate(name="e", value=part / whole, low=0, high=1, n=whole, k=part, method="m")
            estimate = gate.estimate(raw, what="e")
        made.append((repr(table), repr(estimate), gate.record().to_csv()))
    assert made[0] == made[1]


@given(st.lists(PAIR, min_size=1, max_size=8))
def test_hidden_reads_the_same_everywhere_in_a_table(pairs):
    frame = pd.DataFrame(pairs, columns=["k", "n"])
    table = open_gate("protected").table(
        frame, counts=["k", "n"], shares={"p": ("k", "n")}, what="t"
    )
    for language in ("nl", "en"):
        cells = table.formatted(language).to_numpy()
        assert (cells[table.mask.to_numpy()] == HIDDEN).all()
        assert not (cells[~table.mask.to_numpy()] == HIDDEN).any()
    assert table.n_hidden == int(table.mask.to_numpy().sum())
