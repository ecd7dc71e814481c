import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from evalkit.errors import ParameterError
from evalkit.reliability import icc, kendall_w

FORMS = ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
# Data sets "anxiety" and "video" of the R package irr; values of irr 0.84.1, icc().
ANXIETY = [[3, 3, 2], [3, 6, 1], [3, 4, 4], [4, 6, 4], [5, 2, 3], [5, 4, 2], [2, 2, 1], [3, 4, 6], [5, 3, 1],
           [2, 3, 1], [2, 2, 1], [6, 3, 2], [1, 3, 3], [5, 3, 3], [2, 2, 1], [2, 2, 1], [1, 1, 3], [2, 3, 3],
           [4, 3, 2], [3, 4, 2]]  # fmt: skip
VIDEO = [[4, 4, 3, 4], [4, 4, 4, 5], [4, 4, 5, 5], [4, 4, 4, 4], [4, 3, 2, 4], [4, 4, 3, 4], [4, 3, 2, 5],
         [4, 4, 3, 4], [4, 3, 3, 4], [4, 3, 3, 4], [4, 4, 3, 4], [4, 3, 3, 4], [4, 4, 4, 4], [4, 4, 4, 4],
         [4, 4, 3, 4], [4, 4, 4, 4], [4, 4, 4, 4], [4, 4, 4, 4], [4, 4, 4, 4], [4, 5, 5, 4]]  # fmt: skip

numbers = st.lists(
    st.lists(st.integers(-50, 50), min_size=3, max_size=3), min_size=3, max_size=12
).filter(lambda rows: len({tuple(row) for row in rows}) > 1)


@pytest.mark.parametrize(
    ("table", "form", "value"),
    [
        (ANXIETY, "ICC3", 0.216049382716049),
        (VIDEO, "ICC3", 0.195983935742972),
        (VIDEO, "ICC3k", 0.493677288821447),
        (VIDEO, "ICC2", 0.156913183279743),
        (VIDEO, "ICC2k", 0.426759947529515),
    ],
)
def test_values_equal_those_of_r_irr(table, form, value):
    assert icc(table, form=form).value == pytest.approx(value, abs=6e-10)


def test_interval_and_p_of_consistency_equal_those_of_r_irr():
    found = icc(ANXIETY, form="ICC3")
    assert (found.low, found.high) == pytest.approx(
        (-0.0462578853236331, 0.522259078395644), abs=1e-10
    )
    assert found.p_value == pytest.approx(0.0562012735474976, abs=1e-10)
    both = icc(VIDEO, form="ICC2")
    assert (both.low, both.high) == pytest.approx(
        (-0.00248887727548358, 0.401993056733206), abs=1e-8
    )


@settings(deadline=None)
@given(numbers, st.integers(-20, 20), st.integers(1, 9))
def test_a_shift_or_stretch_of_the_scale_changes_nothing(rows, shift, stretch):
    table = np.asarray(rows, float)
    for form in FORMS:
        before, after = icc(table, form=form).value, icc(table * stretch + shift, form=form).value
        assert after == pytest.approx(before, abs=1e-8, nan_ok=True)


@settings(deadline=None, max_examples=50)
@given(numbers)
def test_consistency_ignores_a_strict_coder_and_agreement_does_not(rows):
    table = np.asarray(rows, float)
    strict = table - np.array([0.0, 0.0, 7.0])
    assert icc(strict, form="ICC3").value == pytest.approx(
        icc(table, form="ICC3").value, abs=1e-8, nan_ok=True
    )


@settings(deadline=None, max_examples=50)
@given(numbers)
def test_kendalls_chi_square_is_friedmans_and_ranks_are_enough(rows):
    table = np.asarray(rows, float)
    found = kendall_w(table)
    if np.isnan(found.value):
        assert found.reason is not None
        return
    assert -1e-12 <= found.value <= 1 + 1e-12
    statistic = found.coders * (found.n - 1) * found.value
    assert statistic == pytest.approx(friedmanchisquare(*table).statistic, abs=1e-8)
    assert kendall_w(np.exp(table / 50)).value == pytest.approx(found.value, abs=1e-9)


def test_units_with_a_missing_rating_are_dropped_and_counted():
    table = pd.DataFrame(ANXIETY, columns=list("abc"), dtype="Int64")
    table.loc[25] = [pd.NA, 3, 2]
    for function in (icc, kendall_w):
        found = function(table)
        assert (found.n, found.dropped) == (20, 1)
        assert found.value == function(ANXIETY).value


def test_small_unsigned_integers_do_not_wrap_around():
    wide = np.array([[250, 5], [3, 200], [90, 80]])
    assert icc(wide.astype(np.uint8)).value == icc(wide.astype(float)).value


@pytest.mark.parametrize("function", [icc, kendall_w])
@pytest.mark.parametrize(
    ("table", "why"),
    [
        ([], "fewer than two coders"),
        ([[1], [2]], "fewer than two coders"),
        ([[1, 2]], "fewer than two units"),
        ([[1, np.nan], [np.nan, 2], [1, 1]], "fewer than two units"),
        ([[2, 2], [2, 2]], "all"),
    ],
)
def test_undefined_is_a_reason(function, table, why):
    found = function(table)
    assert np.isnan(found.value)
    assert why in found.reason.en or "every" in found.reason.en


def test_perfect_agreement_is_one():
    same = [[1, 1, 1], [2, 2, 2], [5, 5, 5]]
    for form in FORMS:
        found = icc(same, form=form)
        assert (found.value, found.low, found.high) == (1, 1, 1)
    assert kendall_w(same).value == 1


def test_bad_input_is_named():
    with pytest.raises(ParameterError, match="coder 1, unit 0: 'often' is not a finite number"):
        icc([[1, "often"], [2, 3]])
    with pytest.raises(ParameterError, match="did you mean 'ICC2k'"):
        icc(ANXIETY, form="ICC2K")
    with pytest.raises(ParameterError, match="level must lie between 0 and 1"):
        icc(ANXIETY, level=95)
    with pytest.raises(ParameterError, match="must be a table"):
        kendall_w([1, 2, 3])
