"""Krippendorff (1980), Content Analysis, pages 133 and 139."""

import pytest

from evalkit.reliability import agreement_by_level, krippendorff_alpha

PAGE_133 = [[0, 0], [1, 1], [0, 1], [0, 0], [0, 0], [0, 1], [0, 0], [0, 1], [1, 0], [0, 0]]
PAGE_139 = [
    [1, 1, 1],
    [1, 2, 2],
    [2, 2, 2],
    [4, 4, 4],
    [1, 4, 4],
    [2, 2, 2],
    [1, 2, 3],
    [3, 3, 3],
    [2, 2, 2],
]


def test_two_coders_on_page_133():
    assert krippendorff_alpha(PAGE_133).value == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.642), ("interval", 0.547)])
def test_three_coders_without_gaps_on_page_139(metric, value):
    found = krippendorff_alpha(PAGE_139, metric=metric)  # irr 0.84.1 is wrong here: 0.635, 0.538
    assert found.value == pytest.approx(value, abs=0.0005)


def test_each_category_against_the_rest_on_page_139():
    found = agreement_by_level(PAGE_139, coefficient="krippendorff_alpha", interval="none")
    assert found["value"].tolist() == pytest.approx([0.381, 0.711, 0.717, 0.764], abs=0.0005)
