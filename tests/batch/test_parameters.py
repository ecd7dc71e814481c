import math
from collections import UserString

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papermill.translators import PythonTranslator

from evalkit.batch.parameters import check_parameters, literal_assignments, same_values
from evalkit.errors import ParameterError, ReportError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


class Code(str):
    __slots__ = ()


@settings(deadline=None)
@given(PLAIN)
def test_what_papermill_writes_reads_back_as_the_same_value_of_the_same_type(value):
    check_parameters({"x": value}, {"x": None}, where="book")
    source = PythonTranslator.codify({"x": value})
    assert same_values(literal_assignments(source, where="book"), {"x": value})


@pytest.mark.parametrize(
    ("value", "default"),
    [
        ("363", 363), (363, "0363"), (True, 1), (1, 1.0), (np.float64(1), 1.0), (np.True_, True),
        (Code("VT08"), "VT08"), (UserString("VT08"), "VT08"), (math.nan, 1.0), (math.inf, 1.0),
        (["a", (1,)], []), ({1: 2}, {}), (b"x", None), (None, "VT08"), ([np.int64(1)], None),
    ],
)  # fmt: skip
def test_another_type_than_declared_is_refused(value, default):
    with pytest.raises(ParameterError, match="parameter 'x' must be"):
        check_parameters({"x": value}, {"x": default}, where="book")


def test_a_name_that_is_not_declared_gets_the_nearest():
    with pytest.raises(ParameterError, match="book: there is no parameter 'regoin'; did you mean"):
        check_parameters({"regoin": "VT08"}, {"region": "", "study": ""}, where="book")


@pytest.mark.parametrize("source", ["x = f()", "x, y = 1, 2", "x += 1", "x: int", "x = y = 1", "1"])
def test_anything_but_a_literal_is_refused(source):
    with pytest.raises(ReportError, match="line 1"):
        literal_assignments(source, where="book")
