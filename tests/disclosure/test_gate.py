"""The gate under both profiles."""

import dataclasses
import math
import pickle

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from evalkit.disclosure import HIDDEN, Gate, load_policy, open_gate, profile_names
from evalkit.disclosure.released import ReleasedNumber
from evalkit.errors import DisclosureError, ParameterError
from evalkit.inference import beta_binomial, kaplan_meier, mcnemar_test, table_of_moves
from evalkit.language import Text
from evalkit.results import Estimate

WHAT = Text("dossiers", "files")


@pytest.fixture
def gate():
    return open_gate("protected")


@pytest.fixture
def public():
    return open_gate("public")


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, HIDDEN), (9, HIDDEN), (10, "10"), (12, "10"), (13, "15"), (1004, "1.005")],
)
def test_protected_counts_are_hidden_below_ten_and_rounded_to_five(gate, count, shown):
    assert gate.count(count, what=WHAT).in_language("nl") == shown


def test_numbers_follow_the_language(public):
    released = public.count(1234.5, what=WHAT)
    assert released.in_language("nl") == "1.234,5"
    assert released.in_language("en") == "1,234.5"


@pytest.mark.parametrize(
    ("k", "n"),
    [(0, 100), (100, 100), (9, 100), (91, 100), (3, 8), (94, 104), (50, 57)],
    ids=["none", "all", "small", "small rest", "small group", "over 90%", "rest below ten"],
)
def test_a_share_that_tells_about_few_people_is_hidden(gate, k, n):
    released = gate.share(k, n, what=WHAT)
    assert released.hidden
    assert released.in_language("nl") == released.fraction("en") == HIDDEN
    assert released.k is None
    assert math.isnan(released.value)
    assert math.isnan(released.low)


def test_a_protected_share_and_its_interval_come_from_the_rounded_counts(gate):
    released = gate.share(43, 148, what=WHAT)
    assert (released.k, released.n, released.value) == (45, 150, 0.3)
    low, high = proportion_confint(45, 150, method="wilson")
    assert (released.low, released.high) == pytest.approx((low, high), abs=1e-12)
    assert released.interval("nl") == "[23%; 38%]"
    assert released.interval("en") == "[23%, 38%]"


@pytest.mark.parametrize(("k", "n"), [(0, 6), (6, 6), (1, 3), (14, 18)])
def test_a_public_share_has_the_exact_wilson_interval(public, k, n):
    released = public.share(k, n, what=WHAT, level=0.9)
    low, high = proportion_confint(k, n, alpha=0.1, method="wilson")
    assert (released.low, released.high) == pytest.approx((low, high), abs=1e-12)
    assert 0 <= released.low <= released.value <= released.high <= 1


def test_a_share_of_fewer_than_twenty_is_printed_as_a_count(public):
    assert public.share(14, 18, what=WHAT).in_language("nl") == "14 van 18"
    assert public.share(10, 20, what=WHAT).in_language("nl") == "50%"


def test_a_census_has_no_interval(public):
    released = public.share(14, 18, what=WHAT, level=None)
    assert math.isnan(released.low)
    assert released.interval("nl") == ""


def test_a_share_of_nothing_does_not_apply(public):
    assert public.share(0, 0, what=WHAT).missing == "nvt"


@pytest.mark.parametrize("profile", ["public", "protected"])
@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "unknown"),
        (np.nan, "unknown"),
        (pd.NA, "unknown"),
        ("nb", "nb"),
        (" nvt ", "nvt"),
        (".", "."),
    ],
)
def test_missing_keeps_its_kind_and_is_neither_hidden_nor_zero(profile, value, kind):
    gate = open_gate(profile)
    for released in (gate.count(value, what=WHAT), gate.share(value, 100, what=WHAT)):
        assert released.missing == kind
        assert not released.hidden
        assert released.in_language("nl") not in {HIDDEN, "0", ""}


@pytest.mark.parametrize("wrong", ["7 of 9", float("inf"), True, [1], 1.5, -1])
def test_what_is_no_count_is_refused_without_repeating_it(gate, wrong):
    with pytest.raises(DisclosureError) as caught:
        gate.count(wrong, what=WHAT)
    assert repr(wrong) not in str(caught.value)


@pytest.mark.parametrize(("k", "n"), [(11, 10), (-1, 10), (1.5, 10)])
def test_a_share_of_impossible_counts_is_refused(public, k, n):
    with pytest.raises(DisclosureError):
        public.share(k, n, what=WHAT)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_an_impossible_level_is_refused(public, level):
    with pytest.raises(DisclosureError):
        public.share(1, 2, what=WHAT, level=level)


@pytest.mark.parametrize("profile", [None, "", "Public", "PROTECTED", "protect", " public", 0, []])
def test_an_unknown_profile_is_refused_and_never_opens(profile):
    with pytest.raises(DisclosureError) as caught:
        open_gate(profile)
    assert caught.value.exit_code == 3


def test_a_mistyped_profile_gets_the_nearest_right_word():
    with pytest.raises(DisclosureError, match="did you mean 'protected'"):
        open_gate("Protcted")
    assert profile_names() == ["protected", "public"]


@pytest.mark.parametrize(
    "change",
    [
        {"minimum": 4},
        {"minimum": 0},
        {"base": 1},
        {"minimum": 12},
        {"group_share": 1.0},
        {"name": "public"},
    ],
)
def test_a_policy_cannot_protect_less_than_the_floor(change):
    with pytest.raises(DisclosureError):
        dataclasses.replace(load_policy("protected"), **change)


def test_a_profile_may_be_stricter():
    strict = Gate(dataclasses.replace(load_policy("protected"), name="strict", minimum=20))
    assert strict.count(19, what=WHAT).hidden
    assert strict.count(21, what=WHAT).value == 20


def test_a_gate_takes_a_policy_and_nothing_like_it():
    with pytest.raises(DisclosureError):
        Gate("public")


def test_released_values_cannot_be_made_or_changed_by_hand(gate):
    with pytest.raises(DisclosureError):
        ReleasedNumber(what=WHAT, profile="protected", value=3, seal=object())
    with pytest.raises(TypeError):
        ReleasedNumber(what=WHAT, profile="protected", value=3)
    released = gate.count(40, what=WHAT)
    with pytest.raises(dataclasses.FrozenInstanceError):
        released.value = 3
    with pytest.raises((ValueError, TypeError)):
        dataclasses.replace(released, value=3)
    assert pickle.loads(pickle.dumps(released)) == released


def test_a_protected_estimate_is_made_anew_from_rounded_counts(gate):
    raw = Estimate(
        name="43 of 148", value=43 / 148, low=0.2, high=0.4, n=148, k=43, population=2219,
        frame="2219 files", method="Clopper-Pearson", warnings=(Text("148", "148"),),
    )  # fmt: skip
    released = gate.estimate(raw, what=WHAT)
    assert (released.k, released.n, released.value) == (45, 150, 0.3)
    assert released.low == pytest.approx(proportion_confint(45, 150, method="wilson")[0])
    assert released.estimate.method == "Wilson interval, counts rounded to 5"
    assert released.in_language("nl") == "dossiers 30% [23%; 38%], 95%-BI, 45 van 150"
    for raw_number in ("148", "43", "2219"):
        assert raw_number not in repr(released)


def test_an_interval_for_clusters_is_left_out_rather_than_made_too_narrow(gate):
    raw = Estimate(
        name="a", value=0.5, low=0.3, high=0.7, n=150, k=75, clusters=6, method="CR2 t interval"
    )
    released = gate.estimate(raw, what=WHAT)
    assert released.value == 75 / 150
    assert math.isnan(released.low)


def test_a_protected_estimate_that_is_no_proportion_is_refused(gate):
    with pytest.raises(DisclosureError, match="unrounded"):
        gate.estimate(Estimate(name="a", value=12.3, n=150, method="median"), what=WHAT)


def test_a_public_estimate_passes_unchanged(public):
    raw = Estimate(name="a", value=12.3, n=6, method="median")
    assert public.estimate(raw, what=WHAT).estimate is raw


def test_a_hidden_or_undefined_estimate_shows_the_one_sign(gate):
    few = Estimate(name="a", value=3 / 14, n=14, k=3, method="m")
    undefined = Estimate(name="a", value=float("nan"), n=0, k=0, method="m")
    for raw in (few, undefined):
        assert str(gate.estimate(raw, what=WHAT)) == HIDDEN


def made_from_unrounded_data():
    counts = pd.DataFrame([[9, 3], [1, 7]])
    yield mcnemar_test(counts)
    yield kaplan_meier([1, 2, 4], [1, 0, 1])
    yield kaplan_meier([], [])
    yield beta_binomial([3, 4], [9, 8])
    yield table_of_moves([1, 2], [2, 2])
    yield Estimate(name="a", value=math.nan, n=0, method="m")
    yield Estimate(name="a", value=3 / 14, n=14, k=3, method="m")


def test_a_result_from_unrounded_data_passes_in_public_and_is_hidden_under_protection(gate, public):
    for raw in made_from_unrounded_data():
        passed, hidden = public.result(raw, what=WHAT), gate.result(raw, what=WHAT)
        assert passed.result is raw
        assert not passed.hidden
        for language in ("nl", "en"):
            assert passed.in_language(language) == raw.in_language(language)
            assert hidden.in_language(language) == HIDDEN
        assert hidden.result is None
        assert hidden.hidden
        assert hidden.to_frame().to_dict("records") == [
            {"what": "files", "profile": "protected", "hidden": True}
        ]
        assert len(passed.to_frame()) == len(raw.to_frame())
    recorded = gate.record("en").to_dict("records")[0]
    assert (recorded["what"], recorded["cells"], recorded["hidden"]) == ("files", 7, 7)
    assert public.record()["hidden"].tolist() == [0]


def test_a_number_or_table_is_no_result(gate, public):
    for each in (gate, public):
        for raw in (12.3, "12", pd.DataFrame({"k": [3]}), None):
            with pytest.raises(DisclosureError, match="no result"):
                each.result(raw, what=WHAT)


def test_a_claimed_range_is_widened_under_protection_only(gate, public):
    assert public.range(0.51, 0.99, what=WHAT).in_language("nl") == "51% tot 99%"
    assert gate.range(0.51, 0.99, what=WHAT).in_language("nl") == "50% tot 100%"
    assert gate.range(math.nan, math.nan, what=WHAT).missing == "nvt"
    with pytest.raises(DisclosureError):
        gate.range(0.9, 0.1, what=WHAT)


def test_a_sentence_formats_its_numbers_late(gate):
    sentence = gate.text(
        Text("In {plaats} kregen {k} gezinnen hulp (2020).", "In {plaats}, {k} families (2020)."),
        what=WHAT,
        plaats="regio VT08",
        k=gate.count(1234, what=WHAT),
    )
    assert sentence.in_language("nl") == "In regio VT08 kregen 1.235 gezinnen hulp (2020)."
    assert sentence.in_language("en") == "In regio VT08, 1,235 families (2020)."


@pytest.mark.parametrize("words", ["Er waren 7 gezinnen", "7", "7,5% daarvan", "dus 13."])
def test_a_protected_sentence_may_not_bring_a_number_of_its_own(gate, public, words):
    with pytest.raises(DisclosureError):
        gate.text(Text(words, "x"), what=WHAT)
    with pytest.raises(DisclosureError):
        gate.text(Text("{a}", "{a}"), what=WHAT, a=words)
    assert public.text(Text(words, "x"), what=WHAT).in_language("nl") == words


def test_a_sentence_with_a_name_too_few_or_too_many_is_refused(public):
    for template, values in ((Text("{a}", "{a}"), {}), (Text("b", "b"), {"a": "c"})):
        with pytest.raises(DisclosureError):
            public.text(template, what=WHAT, **values)


def test_the_record_says_what_happened_in_both_languages(gate, public):
    public.count(3, what=WHAT)
    assert public.record("nl").to_dict("records") == [
        {
            "what": "dossiers",
            "profile": "public",
            "rule": "openbare gegevens: geen bewerking",
            "cells": 1,
            "hidden": 0,
        }
    ]
    for value in (3, 30, "nb"):
        gate.count(value, what=WHAT)
    record = gate.record("en")
    assert record["rule"][0] == "under 10 or over 90% of a group: x; the rest rounded to 5"
    assert record[["cells", "hidden"]].values.tolist() == [[2, 1]]
    assert list(open_gate("public").record().columns) == list(record.columns)


def test_errors_exist_in_both_languages(gate):
    with pytest.raises(ParameterError) as caught:
        gate.table(pd.DataFrame({"aantal": [1]}), counts=["aantel"], what=WHAT)
    assert "bedoelt u 'aantal'?" in caught.value.text.nl
