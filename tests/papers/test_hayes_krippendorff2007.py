"""Hayes and Krippendorff (2007), Answering the call for a standard reliability measure for coding
data, Commun. Methods Meas. 1, 77-89, Table 1."""

import pytest

from evalkit.reliability import krippendorff_alpha

NEWS = [
    [1, 1, 2, None, 2],
    [1, 1, 0, 1, None],
    [2, 3, 3, 3, None],
    [None, 0, 0, None, 0],
    [0, 0, 0, None, 0],
    [0, 0, 0, None, 0],
    [1, 0, 2, None, 1],
    [1, None, 2, 0, None],
    [2, 2, 2, None, 2],
    [2, 1, 1, 1, None],
    [None, 1, 0, 0, None],
    [0, 0, 0, 0, None],
    [1, 2, 2, 2, None],
    [3, 3, 2, 2, 3],
    [1, 1, 1, None, 1],
    [1, 1, 1, None, 1],
    [2, 1, 2, None, 2],
    [1, 2, 3, 3, None],
    [1, 1, 0, 1, None],
    [0, 0, 0, None, 0],
    [0, 0, 1, 1, None],
    [0, 0, None, 0, 0],
    [2, 3, 3, 3, None],
    [0, 0, 0, 0, None],
    [1, 2, None, 2, 2],
    [0, 1, 1, 1, None],
    [0, 0, 0, 1, 0],
    [1, 2, 1, 2, None],
    [1, 1, 2, 2, None],
    [1, 1, 2, None, 2],
    [1, 1, 0, None, 0],
    [2, 1, 2, 1, None],
    [2, 2, None, 2, 2],
    [3, 2, 2, 2, None],
    [2, 2, 2, None, 2],
    [2, 2, 3, None, 2],
    [2, 2, 2, None, 2],
    [2, 2, None, 1, 2],
    [2, 2, 2, 2, None],
    [1, 1, 1, None, 1],
]


@pytest.mark.parametrize(("metric", "value"), [("nominal", 0.4765), ("ordinal", 0.7598)])
def test_forty_units_of_five_coders(metric, value):
    assert krippendorff_alpha(NEWS, metric=metric).value == pytest.approx(value, abs=6e-5)
