"""Passonneau (2006), Measuring agreement on set-valued items (MASI), LREC, 831-836."""

import pytest

from evalkit.reliability import krippendorff_alpha


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ({"a"}, {"a"}, 0.0),
        ({"a"}, {"a", "b"}, 1 - 1 / 2 * 2 / 3),
        ({"a", "b", "c"}, {"b", "c", "d"}, 1 - 2 / 4 * 1 / 3),
        ({"a"}, {"b"}, 1.0),
        (set(), set(), 0.0),
        (set(), {"a"}, 1.0),
    ],
)
def test_masi_is_jaccard_times_monotonicity(first, second, distance):
    one_unit_apart = krippendorff_alpha([[first, second], [{"z"}, {"z"}]], metric="masi")
    assert 1 - one_unit_apart.observed == pytest.approx(distance / 2, abs=1e-12)


def test_sets_that_share_more_are_nearer():
    near = [[{"a", "b"}, {"a", "b"}], [{"c"}, {"c", "d"}]]
    far = [[{"a", "b"}, {"a", "b"}], [{"c"}, {"d", "e"}]]
    for metric in ("jaccard", "masi"):
        values = [krippendorff_alpha(r, metric=metric).value for r in (near, far)]
        assert values[0] > values[1]
