"""Krippendorff (2018), Content Analysis, 4th ed., page 310 (prints 0.760)."""

import pytest

from evalkit.reliability import krippendorff_alpha

RATINGS = [
    ["a", "a"],
    ["a", "c"],
    ["c", "c"],
    ["c", "c"],
    ["c", "c"],
    ["c", "c"],
    ["c", "b"],
    ["b", "b"],
    ["b", "b"],
    ["b", "b"],
    ["b", "b"],
    ["d", "d"],
]


def test_twelve_units_of_two_coders():
    assert krippendorff_alpha(RATINGS).value == pytest.approx(0.760, abs=0.001)
