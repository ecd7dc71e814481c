"""Lakens (2017), Social Psychological and Personality Science 8(4), 355-362.

The example of two independent groups of 95 and 89: means 5.25 and 5.22, standard deviations .95 and
.83, bounds of d = .43, Welch. Printed (recalled): 2.69 and p = .004 for the nearer bound, p = .82 for
the difference.
"""

import math

import pytest

from evalkit import inference as inf


def test_the_two_means_are_equivalent():
    margin = 0.43 * math.sqrt((0.95**2 + 0.83**2) / 2)
    found = inf.tost_means([5.25, 5.22], [0.95, 0.83], [95, 89], margin=margin)
    assert found.equivalent
    assert (found.value - margin) / found.se == pytest.approx(-2.69, abs=0.005)
    assert found.p_value == pytest.approx(0.004, abs=0.0005)
    assert found.p_difference == pytest.approx(0.82, abs=0.005)
