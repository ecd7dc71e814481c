"""Krippendorff (1995), Sociological Methodology 25, 47-76, p. 57: alpha_U of categories B and C.

The paper's continuum of length 24 is taken as finely divided (24,000), as it assumes continuity. Its
expected disagreement holds a small error (noted by DKPro's authors), so the printed alphas are met to
0.02; the values beside them are DKPro Statistics 2.3.1's, which we meet to 1e-12.
"""

import pandas as pd
import pytest

from evalkit.reliability import alpha_unitizing_2004

B = [(0, 0, 18000), (1, 0, 2000), (1, 2000, 3000), (1, 3000, 4000), (1, 4000, 5000), (1, 5000, 6000),
     (1, 6000, 9000), (1, 9000, 10000)]  # fmt: skip
C = [(0, 2000, 8000), (0, 10000, 12000), (0, 14000, 18000), (0, 20000, 22000), (1, 0, 2000),
     (1, 4000, 8000), (1, 10000, 14000), (1, 16000, 18000), (1, 20000, 22000)]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "printed", "observed", "dkpro"),
    [(B, -0.926, 2.26736, -0.9285263885666308), (C, 0.679, 0.02777, 0.6930019531906825)],
)
def test_category_alphas_of_page_57(rows, printed, observed, dkpro):
    spans = pd.DataFrame(rows, columns=["coder", "start", "end"]).assign(level="x")
    found = alpha_unitizing_2004(spans, length=24000)
    assert found.value == pytest.approx(printed, abs=0.02)
    assert 1 - found.observed == pytest.approx(observed, abs=2e-5)
    assert found.value == pytest.approx(dkpro, abs=1e-12)


def test_one_long_span_against_three_short_ones_disagrees_more_than_chance():
    spans = pd.DataFrame(
        [(0, 1, 9), (1, 2, 3), (1, 4, 5), (1, 6, 7)], columns=["coder", "start", "end"]
    ).assign(level="A")
    found = alpha_unitizing_2004(spans, length=10, of="A")
    assert found.value == pytest.approx(-0.7003460207612457, abs=1e-12)  # DKPro, printed -0.7003
    assert (1 - found.observed, 1 - found.expected) == pytest.approx((0.91, 0.53519), abs=1e-5)
