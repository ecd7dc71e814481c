"""A later stage of a sample adds its spread, also where it is unknown or one unit was drawn."""

from __future__ import annotations

import math

import pytest

from evalkit import inference as inf

SCORE = [3, 4, 2, 5, 1, 2, 4]
PLACE, FILE = list("aabbbcd"), [1, 2, 1, 2, 3, 1, 1]
HANDED = [6, 6, 8, 8, 8, 5, 1]


def error(population):
    return inf.survey_mean(
        SCORE, clusters=[PLACE, FILE], population=population, weights=[2] * 7
    ).se  # fmt: skip


def test_one_file_of_a_place_tells_no_spread_but_counts():
    # R 4.2.2, survey 4.1.1, options(survey.lonely.psu = "adjust"), svydesign(id = ~m + f,
    # fpc = ~M + N, weights = rep(2, 7)); place c has one file of 5, place d its only one.
    assert error([[9] * 7, HANDED]) == pytest.approx(0.384015463281499, rel=1e-12)


def test_a_stage_of_unknown_size_makes_no_interval_narrower():
    # As above with fpc = ~M + Inf.
    assert error([[9] * 7]) == pytest.approx(0.45342402720907, rel=1e-12)
    assert error([[9] * 7]) == pytest.approx(error([[9] * 7, [10**12] * 7]), rel=1e-9)


def test_files_of_all_places_are_no_census_when_more_files_exist():
    found = inf.survey_proportion(
        [1, 0, 1, 1], clusters=[list("aabb"), [1, 2, 3, 4]], population=[2]
    )
    assert found.reason is None
    assert not math.isnan(found.low)
    seen = inf.survey_mean([1, 0, 1, 1], clusters=list("aabb"), population=2)
    assert "all units were seen" in seen.reason.en
