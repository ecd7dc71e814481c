"""Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300.

The fifteen comparisons of thrombolysis treatments in section 4: at .05 Bonferroni and Holm reject
three, the false discovery rate four.
"""

from evalkit import inference as inf

P = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528,
     .7590, 1.000]  # fmt: skip


def test_the_false_discovery_rate_rejects_four_and_holm_three():
    assert inf.benjamini_hochberg(P, family="thrombolysis").rejected == 4
    assert inf.holm(P, family="thrombolysis").rejected == 3
