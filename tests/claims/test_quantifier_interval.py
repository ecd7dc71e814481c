from __future__ import annotations

import numpy as np
import pytest

from evalkit.claims import load_lexicon, quantifier_interval
from evalkit.errors import ParameterError


def test_an_unknown_word_gets_the_nearest():
    with pytest.raises(ParameterError, match="did you mean 'de meeste'"):
        quantifier_interval("de meste", 22)


def test_an_unknown_scale_gets_the_nearest():
    with pytest.raises(ParameterError, match="did you mean 'education-scotland'"):
        quantifier_interval("alle", 22, scale="education-scotlnd")


@pytest.mark.parametrize("n", [0, -3, 2.5, float("nan"), float("inf"), "22", None, True])
def test_n_that_is_no_positive_whole_number_is_refused(n):
    with pytest.raises(ParameterError) as caught:
        quantifier_interval("alle", n)
    assert "geen heel getal vanaf 1" in caught.value.in_language("nl")


@pytest.mark.parametrize("n", [22, 22.0, np.int64(22)])
def test_n_from_a_table_is_a_number_too(n):
    assert quantifier_interval("alle", n).wide == (22, 22)


def test_case_and_spaces_do_not_matter():
    assert quantifier_interval("  Nagenoeg  Alle ", 22).wide == (20, 21)


def test_a_border_on_a_whole_number_belongs_to_a_closed_end_and_not_to_an_open_one():
    # 0.15 * 20 is 3.0000000000000004 for floats that are multiplied, 0.95 * 20 is 19.
    assert quantifier_interval("weinig", 20, scale="education-scotland").wide == (1, 3)
    assert quantifier_interval("de meeste", 20).wide == (11, 19)
    assert quantifier_interval("bijna geen enkele", 30).wide == (1, 3)
    assert quantifier_interval("nagenoeg alle", 10).wide == (9, 9)


def test_the_wide_set_never_leaves_the_logical_one():
    assert quantifier_interval("veel", 6).logical == (3, 6)
    assert quantifier_interval("veel", 6).wide == (3, 5)


def test_a_number_word_larger_than_n_has_no_solution():
    found = quantifier_interval("drie", 2)
    assert found.logical is None
    assert "geen heel getal van de 2" in found.reason.nl


def test_a_number_in_digits_is_a_numeral():
    assert quantifier_interval("6", 22).wide == (6, 6)
    assert quantifier_interval("6", 22).kind == "numeral"


def test_a_word_without_a_band_on_the_scale_says_so_and_keeps_its_meaning():
    found = quantifier_interval("veel", 22, scale="education-scotland")
    assert found.wide is None
    assert found.logical == (3, 22)
    assert "heeft geen band voor 'veel'" in found.reason.nl


@pytest.mark.parametrize("word", ["alle", "geen", "niet alle", "veertien"])
def test_exact_words_mean_the_same_on_every_scale(word):
    own = quantifier_interval(word, 22)
    assert quantifier_interval(word, 22, scale="education-scotland").wide == own.wide


def test_a_narrow_set_that_is_not_proposed_is_the_wide_one_and_says_so():
    assert not quantifier_interval("een aantal", 22).narrow_proposed
    assert quantifier_interval("een aantal", 22).narrow == (2, 11)
    assert quantifier_interval("de meeste", 22).narrow_proposed


def test_the_proposed_narrow_set_of_a_word_is_not_used_on_another_scale():
    found = quantifier_interval("de meeste", 22, scale="education-scotland")
    assert found.narrow == found.wide
    assert not found.narrow_proposed


def test_the_answer_is_one_line_in_both_languages():
    found = quantifier_interval("nagenoeg alle", 6)
    assert found.in_language("nl") == (
        "nagenoeg alle, n=6: logisch 4–5; geen heel getal van de 6 past (ruim, nauw)"
    )
    assert str(quantifier_interval("een", 22)) == "een, n=22: logical 1–22, wide 1, narrow 1"


def test_the_answer_becomes_a_row():
    row = quantifier_interval("de meeste", 18).to_frame()
    assert row.loc[0, ["word", "n", "scale", "kind"]].tolist() == [
        "de meeste", 18, "evalkit", "share",
    ]  # fmt: skip


def test_a_lexicon_of_ones_own_is_used():
    from evalkit.claims.lexicon_file import parse_lexicon

    own = parse_lexicon(
        "words: [{word: zat, kind: share, logical: '[0, 1]', wide: '[1/2, 1]',"
        " reason: {nl: veel, en: many}}]",
        "own.yaml",
    )
    assert quantifier_interval("zat", 10, lexicon=own).wide == (5, 10)
    assert load_lexicon().find("veel").word == "veel"
