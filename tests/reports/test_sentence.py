"""A quantifier in a sentence fits the count, by the lexicon that judges the claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalkit.claims import quantifier_interval
from evalkit.disclosure import open_gate
from evalkit.errors import ParameterError
from evalkit.language import Text
from evalkit.reports.sentence import counted, fitting_quantifier

TEAMS = Text("teams", "teams")


def said(k, n, language="nl", profile="public"):
    return counted(open_gate(profile).share(k, n, what="teams"), TEAMS, language)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_word_always_allows_the_count(pair):
    k, n = pair
    word = fitting_quantifier(k, n)
    if word is None:
        assert 2 * k == n
    else:
        low, high = quantifier_interval(word, n).narrow
        assert low <= k <= high


@pytest.mark.parametrize(
    ("k", "n", "nl", "en"),
    [
        (0, 18, "geen van de 18 teams", "none of the 18 teams"),
        (1, 18, "een van de 18 teams", "one of the 18 teams"),
        (2, 18, "een paar teams (2 van 18)", "a few teams (2 of 18)"),
        (5, 18, "een beperkt aantal teams (5 van 18)", "a limited number of teams (5 of 18)"),
        (9, 18, "de helft van de teams (9 van 18)", "half of the teams (9 of 18)"),
        (11, 18, "meer dan de helft van de teams (11 van 18)",
         "more than half of the teams (11 of 18)"),
        (15, 18, "de meeste teams (15 van 18)", "most teams (15 of 18)"),
        (17, 18, "nagenoeg alle teams (17 van 18)", "nearly all teams (17 of 18)"),
        (18, 18, "alle 18 teams", "all 18 teams"),
        (1150, 1200, "nagenoeg alle teams (1.150 van 1.200)",
         "nearly all teams (1,150 of 1,200)"),
    ],
)  # fmt: skip
def test_counts_in_words(k, n, nl, en):
    assert said(k, n) == nl
    assert said(k, n, "en") == en


def test_three_of_five_is_more_than_half_and_not_a_few():
    assert fitting_quantifier(3, 5) == "de meerderheid"


def test_a_hidden_count_stays_hidden_in_words():
    assert said(3, 40, profile="protected") == "x teams"
    assert "43" not in said(43, 148, profile="protected")


def test_an_empty_group_gets_no_word():
    assert "alle" not in said(0, 0)


@pytest.mark.parametrize(("k", "n"), [(5, 4), (-1, 4)])
def test_a_count_outside_the_group_is_refused(k, n):
    with pytest.raises(ParameterError, match="must run from 0"):
        fitting_quantifier(k, n)
