"""Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, sections A to D."""

import pytest

from evalkit.reliability import krippendorff_alpha

A = [[0, 1], [1, 1], [0, 1], [0, 0], [0, 0], [0, 1], [0, 0], [0, 0], [1, 0], [0, 0]]
B = [
    ["a", "b"],
    ["a", "a"],
    ["b", "b"],
    ["b", "b"],
    ["d", "b"],
    ["c", "c"],
    ["c", "c"],
    ["c", "c"],
    ["e", "e"],
    ["d", "d"],
    ["d", "d"],
    ["a", "d"],
]
C = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]


def test_binary_codes_of_two_coders():
    assert krippendorff_alpha(A).value == pytest.approx(0.095, abs=0.0005)


def test_nominal_codes_of_two_coders():
    assert krippendorff_alpha(B).value == pytest.approx(0.692, abs=0.0005)


@pytest.mark.parametrize(
    ("metric", "value"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_four_coders_with_gaps_on_every_scale(metric, value):
    found = krippendorff_alpha(C, metric=metric)
    assert found.value == pytest.approx(value, abs=0.0006)
    assert (found.n, found.dropped, found.coders) == (11, 1, 4)
