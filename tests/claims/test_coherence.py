from __future__ import annotations

from dataclasses import replace

import pytest

from evalkit.claims import RELATIONS, Relation, coherence_checks


@pytest.fixture(scope="module")
def checks(published):
    return {(c.first, c.second): c for c in coherence_checks(published.values())}


def test_with_and_without_one_plan_add_up_to_eighteen(checks):
    check = checks["E06", "E14"]
    assert check.passed is True
    assert check.n == 18
    assert check.first_counts == (1, 5)
    assert check.second_counts == (10, 17)
    assert "1 tot 5 wel" in check.text.nl


def test_hardly_any_monitors_and_all_do_not_yet_cannot_both_be_true(checks):
    check = checks["D35", "D36"]
    assert check.passed is False
    assert (check.first_counts, check.second_counts) == ((1, 2), (22, 22))


def test_everywhere_cannot_be_more_than_nearly_all(checks):
    check = checks["D10", "D11"]
    assert check.passed is False
    assert check.in_language("nl").startswith("D10, D11: botst")


def test_one_of_a_few_is_a_part(checks):
    assert checks["D39", "D40"].passed is True


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        (("D20", "D21"), "D21 telt plaatsen"),
        (("E01", "E11"), "norm is overschreden"),
        (("E11", "A05"), "norm is overschreden"),
    ],
)
def test_paper_and_practice_cannot_be_told_from_words_alone(checks, pair, why):
    assert checks[pair].passed is None
    assert why in checks[pair].text.nl


def test_paper_and_practice_on_one_base_can_be_told(published):
    paper = replace(published["D20"], base="places")
    (check,) = coherence_checks([paper, published["D21"]], relations=[RELATIONS[4]])
    assert check.passed is True
    assert (check.n, check.first_counts, check.second_counts) == (22, (20, 21), (0, 21))
    few = replace(paper, quantifier="een paar")
    all_do = replace(published["D21"], quantifier="overal")
    assert coherence_checks([few, all_do], relations=[RELATIONS[4]])[0].passed is False


def test_repeating_a_number_is_checked_too(published):
    first = published["E06"]
    again = replace(first, id="E99")
    relation = Relation("repeat", "tsd-2020/E06", "tsd-2020/E99")
    assert coherence_checks([first, again], relations=[relation])[0].passed is True
    more = replace(again, quantifier="de meeste")
    assert coherence_checks([first, more], relations=[relation])[0].passed is False


def test_another_size_of_the_base_cannot_be_told(published):
    smaller = replace(published["E14"], base_n=14)
    (check,) = coherence_checks([published["E06"], smaller])
    assert check.passed is None
    assert check.n is None


def test_a_study_of_ones_own_with_the_same_ids_is_not_checked(published):
    own = [replace(published[i], evaluation="eigen-2024") for i in ("E06", "E14")]
    assert coherence_checks(own) == []
