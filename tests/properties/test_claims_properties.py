from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.claims import (
    BASES,
    Claim,
    ShareRange,
    claim_bounds,
    load_lexicon,
    quantifier_interval,
    verdict,
)
from evalkit.claims.lexicon import TESTABLE
from evalkit.language import Text
from evalkit.results import Estimate

ENTRIES = [e for e in load_lexicon().entries if e.kind in TESTABLE and e.wide]
WORDS = [word for e in ENTRIES for word in (e.word, *e.forms)]
SCALES = load_lexicon().scale_names
words = st.sampled_from(WORDS)
scales = st.sampled_from(SCALES)
sizes = st.integers(1, 400)
SETS = ("logical", "wide", "narrow")


def claim_of(word, n, *, polarity="positive", prompted="yes"):
    return Claim(
        id="X1", evaluation="x-2024", text=Text("x", "x"), quantifier=word, base="regions",
        base_n=n, polarity=polarity, prompted=prompted,
    )  # fmt: skip


def test_the_words_to_try_are_those_that_can_be_tested():
    assert {"alle", "de meeste", "veertien", "een"} <= set(WORDS)
    assert not {"te vaak", "vaker", "sterk", "een aantal keren"} & set(WORDS)


@given(words, sizes, scales)
def test_narrow_lies_in_wide_and_wide_in_logical(word, n, scale):
    found = quantifier_interval(word, n, scale=scale)
    for inner, outer in (("narrow", "wide"), ("wide", "logical")):
        small, large = getattr(found, inner), getattr(found, outer)
        if small is not None:
            assert large is not None
            assert 0 <= large[0] <= small[0] <= small[1] <= large[1] <= n


@given(words, sizes, scales)
def test_the_counts_are_exactly_the_whole_numbers_whose_share_is_in_the_range(word, n, scale):
    found = quantifier_interval(word, n, scale=scale)
    for name in SETS:
        share, counts = getattr(found, f"{name}_share"), getattr(found, name)
        if share is None:
            assert counts is None
            continue
        inside = [
            k
            for k in range(n + 1)
            if (share.low < Fraction(k, n) or (share.low == Fraction(k, n) and not share.low_open))
            and (
                Fraction(k, n) < share.high
                or (Fraction(k, n) == share.high and not share.high_open)
            )
        ]
        assert counts == ((inside[0], inside[-1]) if inside else None)


@given(words, sizes, scales)
def test_a_missing_set_has_a_reason(word, n, scale):
    found = quantifier_interval(word, n, scale=scale)
    missing = any(getattr(found, name) is None for name in SETS)
    assert missing == (found.reason is not None)


@given(words, sizes)
def test_more_units_never_lower_an_end(word, n):
    now, more = quantifier_interval(word, n), quantifier_interval(word, n + 1)
    for name in SETS:
        a, b = getattr(now, name), getattr(more, name)
        if a and b:
            assert a[0] <= b[0]
            assert a[1] <= b[1]


@given(words, sizes)
def test_a_negative_claim_is_the_complement_and_twice_is_nothing(word, n):
    plain = claim_of(word, n).allowed(n)
    negative = claim_of(word, n, polarity="negative").allowed(n)
    for name in SETS:
        a, b = getattr(plain, name), getattr(negative, name)
        assert (a is None) == (b is None)
        if a is not None:
            assert (a[0] + b[1], a[1] + b[0]) == (n, n)
    assert negative.complement() == plain


@given(words, sizes, st.integers(0, 50), st.sampled_from(["yes", "no", "unknown"]))
def test_bounds_widen_with_what_is_unknown_and_hold_what_was_said(word, n, unknown, prompted):
    claim = claim_of(word, n, prompted=prompted)
    said, bounds = claim.allowed(n), claim_bounds(claim, unknown=unknown)
    for name in SETS:
        a, b = getattr(said, name), getattr(bounds, name)
        if a is None:
            assert b is None
        else:
            assert b[0] <= a[0]
            assert b[1] >= a[1] + unknown
            assert b[1] <= n + unknown


shares = st.fractions(0, 1, max_denominator=1000)


def ordered(pair):
    return ShareRange(min(pair), max(pair))


@given(words, st.integers(30, 400), shares, shares, st.sampled_from(["positive", "negative"]))
def test_the_verdict_is_read_off_the_two_ranges(word, n, one, other, polarity):
    claim, found = claim_of(word, n, polarity=polarity), ordered((one, other))
    estimate = Estimate(
        name="x", value=float(one), low=float(found.low), high=float(found.high), n=n,
        frame="regions", selection="random", method="x",
    )  # fmt: skip
    allowed = claim.allowed(n)
    got = verdict(claim, estimate).verdict
    if found.intersect(allowed.logical_share).is_empty:
        assert got == "different"
    elif allowed.wide_share.contains(found):
        assert got == "same"
    elif found.high - found.low > Fraction(1, 2):
        assert got == "too little data"
    else:
        assert got == "compatible"


@given(words, sizes, st.data())
def test_a_census_inside_the_wide_counts_is_the_same(word, n, data):
    claim = claim_of(word, n)
    counts = claim.allowed(n).wide
    if counts is None:
        return
    k = data.draw(st.integers(*counts))
    estimate = Estimate(
        name="x", value=k / n, k=k, n=n, frame="regions", selection="census", method="count"
    )
    assert verdict(claim, estimate).verdict == "same"


@given(words, sizes, st.data())
def test_a_census_outside_the_logical_counts_is_different_and_else_it_never_is(word, n, data):
    claim = claim_of(word, n)
    allowed = claim.allowed(n)
    k = data.draw(st.integers(0, n))
    estimate = Estimate(
        name="x", value=k / n, k=k, n=n, frame="regions", selection="census", method="count"
    )
    got = verdict(claim, estimate).verdict
    if allowed.wide is None:
        assert got == "not testable"
    else:
        assert (got == "different") == (not allowed.logical[0] <= k <= allowed.logical[1])


ranges = st.builds(ShareRange, shares, shares, st.booleans(), st.booleans()).filter(
    lambda r: not r.is_empty
)


@given(ranges, ranges, shares)
def test_a_share_is_in_both_ranges_exactly_when_it_is_in_their_intersection(a, b, share):
    point = ShareRange(share, share)
    assert a.intersect(b) == b.intersect(a)
    both = a.contains(point) and b.contains(point)
    assert both == (not a.intersect(b).intersect(point).is_empty)
    assert a.complement().complement() == a
    assert a.contains(point) == a.complement().contains(point.complement())


@pytest.mark.parametrize("base", BASES)
def test_a_base_names_itself(base):
    from evalkit.claims import base_of

    assert base_of(base) == base
