from __future__ import annotations

import pytest

from evalkit.claims import assess_claims, load_lexicon, untestable_reason
from evalkit.claims.lexicon import TESTABLE


def test_no_claim_with_an_evaluative_comparative_superlative_or_degree_word_is_testable(published):
    words = load_lexicon().words
    for claim in published.values():
        if not claim.quantifier or words[claim.quantifier].kind not in TESTABLE:
            assert untestable_reason(claim) is not None, claim.id


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("E11", "norm is overschreden"),
        ("E09", "norm is overschreden"),
        ("B11", "norm die niet gegeven is"),
        ("D25", "norm niet is gehaald"),
        ("A03", "richting van een verandering"),
        ("A18", "richting van een verandering"),
        ("C10", "richting van een verandering"),
        ("D33", "grootste van een rij"),
        ("A01", "zegt hoe erg"),
        ("C06", "zegt hoe erg"),
        ("B16", "zegt hoe erg"),
        ("E07", "ritme"),
        ("A10", "lees het niet als alle"),
        ("E03", "lees het niet als alle"),
        ("A06", "voorwaardelijk"),
        ("D06", "een norm"),
        ("D16", "hoe vaak iets genoemd is"),
        ("B15", "niets dat te tellen is"),
        ("D13", "een getal zonder bekende groep"),
    ],
)
def test_a_claim_that_cannot_be_tested_says_why(published, claim, reason):
    assert reason in untestable_reason(published[claim]).nl


@pytest.mark.parametrize("claim", ["A02", "A05", "D10", "D21", "D35", "D41", "E01", "E06", "E14"])
def test_a_claim_with_a_word_that_counts_can_be_tested(published, claim):
    assert untestable_reason(published[claim]) is None


def test_the_assessment_has_a_row_per_claim_with_counts_or_a_reason(published):
    frame = assess_claims(published.values()).set_index("claim")
    assert list(frame.index) == list(published)
    without = frame["wide_low"].isna()
    assert (frame.loc[without, ["reason_nl", "reason_en"]] != "").all(axis=None)
    assert (~frame["testable"] <= without).all()
    assert frame.loc["E14", ["wide_low", "wide_high"]].tolist() == [1, 8]
    assert frame.loc["D10", ["logical_low", "logical_high"]].tolist() == [12, 21]
    assert frame.loc["D24", "reason_nl"] == "niet aan allen gevraagd: het aantal is een ondergrens"
    assert frame.loc["E04", "reason_nl"] == "waar het woord over gaat is afgeleid"
    assert str(frame["wide_low"].dtype) == "Int64"


def test_on_another_scale_words_without_a_band_cannot_be_tested(published):
    frame = assess_claims(published.values(), scale="education-scotland").set_index("claim")
    assert not frame.loc["D12", "testable"]
    assert "education-scotland" in frame.loc["D12", "reason_en"]
    assert frame.loc["E14", ["wide_low", "wide_high"]].tolist() == [2, 4]


def test_no_claims_give_an_empty_frame_with_the_same_columns(published):
    empty = assess_claims([])
    full = assess_claims(published.values())
    assert len(empty) == 0
    assert empty.dtypes.loc[["base_n", "testable"]].equals(full.dtypes.loc[["base_n", "testable"]])
    assert list(empty.columns) == list(full.columns)
