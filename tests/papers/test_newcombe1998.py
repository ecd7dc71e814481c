"""Newcombe (1998), Statistics in Medicine 17, 857-872 and 873-890: the tables of both papers.

The printed figures were recalled and recomputed, not re-read.
"""

import pytest

from evalkit.inference import midp_interval, miettinen_nurminen_interval, wilson_interval


@pytest.mark.parametrize(
    ("k", "n", "wilson", "corrected", "midp"),
    [
        (81, 263, (0.2553, 0.3662), (0.2535, 0.3682), (0.2544, 0.3658)),
        (15, 148, (0.0624, 0.1605), (0.0598, 0.1644), (0.0601, 0.1581)),
        (0, 20, (0, 0.1611), (0, 0.2005), (0, 0.1391)),
        (1, 29, (0.0061, 0.1718), (0.0018, 0.1963), (0.0017, 0.1585)),
    ],
)
def test_single_proportions(k, n, wilson, corrected, midp):
    for found, printed in (
        (wilson_interval(k, n), wilson),
        (wilson_interval(k, n, continuity=True), corrected),
        (midp_interval(k, n), midp),
    ):
        assert (found.low, found.high) == pytest.approx(printed, abs=6e-5)


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        ((48, 80), (56, 70), (0.0528, 0.3382)),
        ((3, 10), (9, 10), (0.1700, 0.8406)),
        ((2, 7), (6, 7), (0.0342, 0.8534)),
        ((0, 20), (10, 10), (0.7156, 1.0)),
    ],
)
def test_score_interval_of_a_difference(first, second, printed):
    found = miettinen_nurminen_interval(*first, *second)
    assert (found.low, found.high) == pytest.approx(printed, abs=5e-5)
