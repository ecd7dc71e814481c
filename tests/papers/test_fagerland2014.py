"""Fagerland, Lydersen and Laake (2013, 2014): paired proportions, the airway data of Bentur (2009).

21 children before and after a transplant; the figures were recalled and recomputed, not re-read.
"""

import pytest

from evalkit.inference import mcnemar_test, newcombe_paired_interval, tango_interval

AIRWAYS = [[1, 1], [7, 12]]


@pytest.mark.parametrize(
    ("method", "printed"),
    [("mid-p", 0.0391), ("exact", 0.0703), ("asymptotic", 0.0339), ("corrected", 0.0771)],
)
def test_mcnemar_of_the_airway_data(method, printed):
    assert mcnemar_test(AIRWAYS, method=method).p_value == pytest.approx(printed, abs=5e-5)


@pytest.mark.parametrize(
    ("interval", "low", "high"),
    [(newcombe_paired_interval, 0.026, 0.507), (tango_interval, 0.026, 0.517)],
)
def test_interval_of_the_paired_difference(interval, low, high):
    found = interval(AIRWAYS)
    assert found.value == pytest.approx(6 / 21)
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-4)
