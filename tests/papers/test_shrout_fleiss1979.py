"""Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428: table 2 (data) and table 4 (ICCs).

The ends of the intervals and the F are those of R psych 2.2.9, `ICC(x, lmer=FALSE)`; irr 0.84.1
prints the same F and the same intervals for ICC1 and ICC3.
"""

import pytest

from evalkit.reliability import icc

TABLE_2 = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("ICC1", 0.17),
        ("ICC2", 0.29),
        ("ICC3", 0.71),
        ("ICC1k", 0.44),
        ("ICC2k", 0.62),
        ("ICC3k", 0.91),
    ],
)
def test_table_4_is_met_to_the_digits_printed(form, printed):
    assert icc(TABLE_2, form=form).value == pytest.approx(printed, abs=5e-3)


@pytest.mark.parametrize(
    ("form", "value", "low", "high"),
    [
        ("ICC3", 0.714840714840715, 0.342464765033925, 0.94585825995536),
        ("ICC1k", 0.442797133679269, -0.884442155238119, 0.912415420340776),
        ("ICC2k", 0.620050547598989, 0.0711368153025035, 0.927232040167722),
    ],
)
def test_value_and_interval_equal_those_of_psych(form, value, low, high):
    found = icc(TABLE_2, form=form)
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), abs=1e-10)
