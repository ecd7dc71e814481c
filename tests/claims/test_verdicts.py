from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.claims import base_of, verdict
from evalkit.errors import ParameterError
from evalkit.language import Text
from evalkit.results import Estimate

NAN = float("nan")


def counted(k, n, *, frame="VT regions", **changes):
    return Estimate(
        name="x", value=k / n, k=k, n=n, frame=frame, selection="census", method="count", **changes
    )


def drawn(low, high, *, frame="gemeenten", n=100, **changes):
    kept = {"selection": "random"} | changes
    return Estimate(
        name="x", value=(low + high) / 2, low=low, high=high, n=n, frame=frame, method="x", **kept
    )


def test_six_of_six_regions_is_the_same_as_all(published):
    found = verdict(published["E01"], counted(6, 6))
    assert found.verdict == "same"
    assert (found.claimed_low, found.claimed_high) == (1.0, 1.0)


def test_a_verdict_is_one_line_in_both_languages(published):
    found = verdict(published["E01"], counted(6, 6))
    assert found.in_language("nl") == "E01: gelijk (binnen wat 'alle' zegt)"
    assert str(found) == "E01: same (inside what 'alle' says)"


def test_five_of_six_regions_is_different_from_all(published):
    assert verdict(published["E01"], counted(5, 6)).verdict == "different"


def test_an_interval_that_reaches_one_is_compatible_with_all(published):
    assert verdict(published["E01"], drawn(0.54, 1.0, frame="regions")).verdict == "compatible"


def test_an_interval_under_one_is_different_from_all_however_wide(published):
    assert verdict(published["E01"], drawn(0.1, 0.99, frame="regions")).verdict == "different"


def test_inside_the_wide_set_is_the_same(published):
    # E02: several of 18 municipalities, at least 2 of n and at most three quarters.
    assert verdict(published["E02"], drawn(0.1, 0.7)).verdict == "same"


def test_partly_inside_the_wide_set_is_compatible(published):
    assert verdict(published["E02"], drawn(0.6, 0.9)).verdict == "compatible"


def test_outside_the_wide_set_but_not_ruled_out_is_in_tension(published):
    found = verdict(published["E02"], drawn(0.8, 0.9))
    assert found.verdict == "compatible"
    assert "op gespannen voet" in found.reason.nl


def test_too_wide_an_interval_is_too_little_data_and_wins_from_compatible(published):
    assert verdict(published["E06"], drawn(0.1, 0.65)).verdict == "too little data"
    assert verdict(published["E06"], drawn(0.1, 0.55)).verdict == "compatible"
    assert verdict(published["E06"], drawn(0.1, 0.55), max_width=0.4).verdict == "too little data"


def test_exactly_the_stated_width_is_not_too_wide(published):
    assert verdict(published["E06"], drawn(0.1, 0.6)).verdict == "compatible"


def test_a_negative_claim_is_flipped(published):
    # E14: in most of the 18 not found, so found in under half.
    assert verdict(published["E14"], drawn(0.1, 0.3)).verdict == "same"
    assert verdict(published["E14"], drawn(0.6, 0.8)).verdict == "different"
    found = verdict(published["E14"], counted(9, 18, frame="gemeenten"))
    assert found.verdict == "different"
    assert "'de meeste niet'" in found.reason.nl
    assert (found.claimed_low, found.claimed_high) == (0.05, 0.5)


def test_a_border_is_decided_by_the_fraction_and_not_by_the_float(published):
    # 6 of 20 is 0.30, the upper end of "een beperkt aantal"; as a float 3 * 0.1 would be above.
    assert verdict(published["E06"], counted(6, 20, frame="gemeenten")).verdict == "same"
    assert verdict(published["E06"], drawn(0.1, 3 * 0.1)).verdict == "same"
    in_tension = verdict(published["E06"], counted(7, 20, frame="gemeenten"))
    assert in_tension.verdict == "compatible"


def test_a_census_that_holds_no_k_is_read_from_its_value(published):
    estimate = replace(counted(6, 6), k=None)
    assert verdict(published["E01"], estimate).verdict == "same"


@pytest.mark.parametrize(
    "claim", ["A01", "A03", "A18", "A20", "B11", "C01", "C06", "C10", "D25", "D33", "E09", "E11"]
)
@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_words_that_are_no_share_are_never_tested(published, claim, share):
    found = verdict(published[claim], drawn(share, share, frame=published[claim].base))
    assert found.verdict == "not testable"
    assert found.claimed_low != found.claimed_low


def test_another_base_is_not_testable(published):
    found = verdict(published["E01"], counted(6, 6, frame="18 gemeenten"))
    assert found.verdict == "not testable"
    assert found.reason.nl == "de uitspraak gaat over VT-regio's, de schatting over gemeenten"


def test_a_frame_that_names_nothing_is_not_testable(published):
    assert verdict(published["E01"], counted(6, 6, frame="")).verdict == "not testable"


def test_vision_regions_are_not_vt_regions(published):
    assert verdict(published["D10"], counted(25, 26)).verdict == "not testable"
    theirs = counted(20, 22, frame="regions with a regional vision 2016")
    assert verdict(published["D10"], theirs).verdict == "same"


def test_a_word_without_a_whole_number_is_not_tested_on_a_census_of_six(published):
    six = counted(6, 6, frame="vision regions")
    found = verdict(published["D10"], six)
    assert found.verdict == "not testable"
    assert "geen enkel heel getal van de 6" in found.reason.nl


def test_a_number_holds_for_its_own_group_only(published):
    assert verdict(published["A02"], counted(14, 14, frame="gemeenten")).verdict == "same"
    assert verdict(published["A02"], counted(13, 14, frame="gemeenten")).verdict == "different"
    found = verdict(published["A02"], counted(14, 18, frame="gemeenten"))
    assert found.verdict == "not testable"
    assert "eigen groep van 14" in found.reason.nl


def test_units_of_a_word_are_taken_out_of_the_population(published):
    # "several" is at least 2: of 355 municipalities that is a share of 0.006.
    few = drawn(0.004, 0.015, population=355)
    assert verdict(published["E02"], few).verdict == "compatible"
    assert verdict(published["E02"], replace(few, population=None)).verdict == "different"
    assert verdict(published["E02"], drawn(0.0, 0.005, population=355)).verdict == "different"


def test_without_an_interval_only_a_census_is_judged(published):
    estimate = replace(counted(6, 6), selection="purposive")
    found = verdict(published["E01"], estimate)
    assert found.verdict == "too little data"
    assert "geen interval" in found.reason.nl


def test_a_purposive_sample_says_as_if_random(published):
    found = verdict(published["E02"], drawn(0.1, 0.7, selection="purposive"))
    assert found.verdict == "same"
    assert found.reason.nl.endswith(", alsof aselect getrokken")


def test_an_undefined_estimate_is_too_little_data_with_its_own_reason(published):
    why = Text("geen enkel dossier", "not one file")
    nothing = Estimate(name="x", value=NAN, n=0, frame="regions", method="x", reason=why)
    found = verdict(published["E01"], nothing)
    assert (found.verdict, found.reason) == ("too little data", why)


def test_something_that_is_no_share_is_not_testable(published):
    days = Estimate(name="days", value=12.0, low=10, high=14, n=6, frame="regions", method="mean")
    found = verdict(published["E01"], days)
    assert found.verdict == "not testable"
    assert "geen aandeel" in found.reason.nl


def test_what_was_not_asked_of_all_is_a_lower_bound(published):
    found = verdict(published["D24"], counted(20, 22, frame="centrumgemeenten"))
    assert found.verdict == "compatible"
    assert "ondergrens" in found.reason.nl


@pytest.mark.parametrize("width", [0, -0.1, 1.2, NAN])
def test_a_width_that_is_no_share_is_refused(published, width):
    with pytest.raises(ParameterError, match="max_width"):
        verdict(published["E01"], counted(6, 6), max_width=width)


def test_the_alternative_scale_can_change_the_verdict(published):
    half = drawn(0.25, 0.45)
    assert verdict(published["E14"], half).verdict == "same"
    scottish = verdict(published["E14"], half, scale="education-scotland")
    assert scottish.verdict == "compatible"
    assert "op gespannen voet" not in scottish.reason.nl


@pytest.mark.parametrize(
    ("frame", "base"),
    [
        ("VT regions 2020", "regions"),
        ("VT-regio's", "regions"),
        ("26 regio’s", "regions"),
        ("gemeenten in 6 regio's", "municipalities"),
        ("dossiers in 18 gemeenten", "files"),
        ("case files", "files"),
        ("centrumgemeenten 2016", "centre-municipalities"),
        ("centre-municipalities", "centre-municipalities"),
        ("veiligheidsregio's", "safety-regions"),
        ("regiovisie-regio's", "vision-regions"),
        ("wijkteams", "teams"),
        ("regionale stukken", None),
        ("", None),
    ],
)
def test_the_first_thing_named_in_a_frame_is_its_base(frame, base):
    assert base_of(frame) == base
