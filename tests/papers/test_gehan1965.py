"""Gehan (1965), Biometrika 52, 203-223: weeks of remission, 6-MP against placebo.

Data of Freireich et al. (1963). The medians, 23 and 8 weeks, and the log-rank chi-squared of 16.79
are those found in every textbook of survival analysis, e.g. Cox and Oakes (1984).
"""

from __future__ import annotations

import pytest

from evalkit.inference import kaplan_meier, log_rank_test

TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_the_curve_the_medians_and_the_log_rank_test():
    curve = kaplan_meier(TREATED, RELAPSED)
    printed = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    for week, share in printed.items():
        assert curve.at(week).value == pytest.approx(share, abs=5e-4)
    assert curve.median().value == 23
    assert kaplan_meier(PLACEBO).median().value == 8
    test = log_rank_test(TREATED + PLACEBO, RELAPSED + [1] * 21, [1] * 21 + [2] * 21)
    assert test.statistic == pytest.approx(16.79, abs=5e-3)
    assert test.df == 1
