"""Mieskes (2009), Exploring methods for the automatic summarization of meetings, p. 58."""

import pytest

from evalkit.reliability import agreement_by_level

RATINGS = [
    ["UH", "VB", "UH"],
    ["INP", "INP", "INP"],
    ["UH", "UH", "UH"],
    ["INP", "INP", "INP"],
    ["RB", "RB", "RB"],
    ["JJ", "JJ", "JJ"],
    ["INP", "INP", "INP"],
    ["PRP", "PRP", "PRP"],
    ["NN", "NN", "RB"],
    ["VB", "VBP", "VB"],
    ["PRP", "PRP", "PRP"],
    ["INP", "INP", "INP"],
    ["RB", "UH", "UH"],
    ["INP", "INP", "INP"],
    ["MD", "MD", "MD"],
    ["PRP", "PRP", "PRP"],
    ["INP", "INP", "INP"],
]
PRINTED = {
    "INP": 1.0,
    "JJ": 1.0,
    "MD": 1.0,
    "NN": 0.48,
    "PRP": 1.0,
    "RB": 0.56,
    "UH": 0.67,
    "VB": 0.29,
    "VBP": -0.02,
}


def test_kappa_per_part_of_speech():
    found = agreement_by_level(RATINGS, interval="none").set_index("level")["value"]
    assert found[list(PRINTED)].tolist() == pytest.approx(list(PRINTED.values()), abs=0.01)
