from __future__ import annotations

import pytest

from evalkit.claims import claim_bounds
from evalkit.errors import ParameterError


def test_fourteen_of_fourteen_is_at_least_fourteen_of_eighteen(published):
    # Manski's bounds without assumptions: [14/18, 1].
    bounds = claim_bounds(published["A02"], n=14, unknown=4)
    assert (bounds.logical, bounds.wide, bounds.narrow) == ((14, 18), (14, 18), (14, 18))
    assert bounds.total == 18
    assert bounds.wide[0] / bounds.total == pytest.approx(0.7777777777777778, abs=1e-15)
    assert bounds.in_language("nl") == "A02: 14 tot en met 18 van 18"


def test_thirteen_silent_centre_municipalities_widen_the_upper_end_only(published):
    assert claim_bounds(published["D10"]).wide == (20, 21)
    assert claim_bounds(published["D10"], unknown=13).wide == (20, 34)
    assert claim_bounds(published["D10"], unknown=13).logical == (12, 34)


def test_what_was_not_asked_is_a_lower_bound(published):
    bounds = claim_bounds(published["D24"])
    assert bounds.wide == (2, 22)
    assert "zwijgen is geen nee" in bounds.reason.nl
    assert claim_bounds(published["D50"], unknown=13).wide == (1, 35)


def test_most_do_not_bounds_those_that_do(published):
    assert claim_bounds(published["E14"]).wide == (1, 8)
    assert claim_bounds(published["E14"], unknown=2).wide == (1, 10)


def test_most_do_not_unprompted_leaves_zero_open(published):
    from dataclasses import replace

    unprompted = replace(published["E14"], prompted="no")
    assert claim_bounds(unprompted, unknown=2).wide == (0, 10)


def test_a_base_of_unknown_size_asks_for_n(published):
    bounds = claim_bounds(published["C15"])
    assert bounds.wide is None
    assert bounds.total is None
    assert str(bounds) == "C15 –: how many there are is not known; give n"
    assert claim_bounds(published["C15"], n=26).wide == (8, 24)


def test_a_claim_that_is_no_share_has_no_bounds_but_a_reason(published):
    bounds = claim_bounds(published["E11"], unknown=3)
    assert bounds.wide is None
    assert "norm is overschreden" in bounds.reason.nl


def test_no_whole_number_at_six_is_a_reason(published):
    bounds = claim_bounds(published["D10"], n=6)
    assert bounds.wide is None
    assert bounds.logical == (4, 5)
    assert "geen heel getal van de 6" in bounds.in_language("nl")


@pytest.mark.parametrize(("n", "unknown"), [(0, 0), (6, -1), (6, 1.5), (2.5, 0)])
def test_numbers_of_units_that_cannot_be_are_refused(published, n, unknown):
    with pytest.raises(ParameterError, match="no whole number"):
        claim_bounds(published["E01"], n=n, unknown=unknown)
