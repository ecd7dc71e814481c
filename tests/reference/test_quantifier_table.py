"""The intervals proposed per word for the 22 centre municipalities and the 18 municipalities.

Typed in from the table the proposal was made in, where the counts were worked out by hand. Every
filled cell agrees with exact arithmetic. The hand table left a cell empty where no source uses the
word on that base ("twee" at 18; "meestal" and "vaak", said of files); those are not checked here.
Two words stand there with more than one reading: "een paar" is 2 to 3 and at most 4 (narrow and
wide), "soms" is 10 to 50% in its source (narrow) inside the 5 to 55% of "sommige" (wide).
"""

from __future__ import annotations

import pytest

from evalkit.claims import quantifier_interval

WIDE = [
    # word, counts of 22, counts of 18
    ("alle", (22, 22), (18, 18)),
    ("overal", (22, 22), (18, 18)),
    ("elk", (22, 22), (18, 18)),
    ("iedere", (22, 22), (18, 18)),
    ("nagenoeg alle", (20, 21), (17, 17)),
    ("algemeen beeld", (12, 22), (10, 18)),
    ("de meeste", (12, 20), (10, 17)),
    ("een groot aantal", (7, 20), (6, 17)),
    ("veel", (7, 20), (6, 17)),
    ("op veel plaatsen", (7, 20), (6, 17)),
    ("meerdere", (2, 16), (2, 13)),
    ("diverse", (2, 16), (2, 13)),
    ("verschillende", (2, 16), (2, 13)),
    ("een aantal", (2, 11), (2, 9)),
    ("een paar", (2, 4), (2, 4)),
    ("een beperkt aantal", (1, 6), (1, 5)),
    ("sommige", (2, 12), (1, 9)),
    ("soms", (2, 12), (1, 9)),
    ("een", (1, 1), (1, 1)),
    ("bijna geen enkele", (1, 2), (1, 1)),
    ("niet overal", (0, 21), (0, 17)),
    ("niet alle", (0, 21), (0, 17)),
    ("niet altijd", (0, 21), (0, 17)),
]
UNTESTABLE = [
    ("te vaak", "evaluative"),
    ("nog te vaak", "evaluative"),
    ("onvoldoende", "evaluative"),
    ("vaker", "comparative"),
    ("meer", "comparative"),
    ("veel meer", "comparative"),
    ("eerder", "comparative"),
    ("beter", "comparative"),
    ("het vaakst", "superlative"),
    ("flinke", "degree"),
    ("sterk", "degree"),
    ("een aantal keren", "count"),
    ("de", "generic"),
]


@pytest.mark.parametrize(("word", "of_22", "of_18"), WIDE)
def test_the_wide_counts_are_those_of_the_table(word, of_22, of_18):
    assert quantifier_interval(word, 22).wide == of_22
    assert quantifier_interval(word, 18).wide == of_18


def test_the_narrow_counts_of_the_meeste_are_those_of_the_table():
    assert quantifier_interval("de meeste", 22).narrow == (17, 19)
    assert quantifier_interval("de meeste", 18).narrow == (14, 16)
    assert quantifier_interval("een paar", 22).narrow == (2, 3)


def test_most_do_not_leaves_the_counts_of_the_table():
    assert quantifier_interval("de meeste", 22).complement().wide == (2, 10)
    assert quantifier_interval("de meeste", 18).complement().wide == (1, 8)


@pytest.mark.parametrize(("word", "n", "logical"), [
    ("nagenoeg alle", 22, (12, 21)),
    ("de meeste", 22, (12, 22)),
    ("veel", 22, (3, 22)),
    ("meerdere", 22, (2, 22)),
    ("een", 22, (1, 22)),
    ("bijna geen enkele", 22, (1, 10)),
    ("niet alle", 22, (0, 21)),
    ("twee", 22, (2, 2)),
    ("veertien", 14, (14, 14)),
])  # fmt: skip
def test_the_logical_counts_follow_from_the_meaning(word, n, logical):
    assert quantifier_interval(word, n).logical == logical


@pytest.mark.parametrize(("word", "kind"), UNTESTABLE)
def test_words_that_are_no_share_get_no_interval_but_a_reason(word, kind):
    found = quantifier_interval(word, 22)
    assert found.kind == kind
    assert found.wide is None
    assert found.narrow is None
    assert found.reason is not None


SCOTLAND = [
    # https://education.gov.scot/inspection-and-review/ (What we do and how we do it, read):
    # almost all over 90%, most 75-90%, majority 50-74%, less than half 15-49%, few up to 15%.
    ("nagenoeg alle", 100, (91, 99)),
    ("de meeste", 100, (75, 90)),
    # The scale starts "majority" at 50; exactly half is no "meerderheid", so 51.
    ("de meerderheid", 100, (51, 74)),
    ("minder dan de helft", 100, (15, 49)),
    ("weinig", 100, (1, 15)),
    ("een paar", 22, (2, 3)),
]


@pytest.mark.parametrize(("word", "n", "counts"), SCOTLAND)
def test_the_scale_of_education_scotland_gives_its_per_cents(word, n, counts):
    assert quantifier_interval(word, n, scale="education-scotland").wide == counts


@pytest.mark.parametrize("scale", ["evalkit", "education-scotland"])
def test_almost_all_but_not_all_has_no_whole_number_of_six(scale):
    found = quantifier_interval("nagenoeg alle", 6, scale=scale)
    assert found.wide is None
    assert "6" in found.reason.nl


def test_few_has_no_whole_number_of_six_on_the_scottish_scale():
    found = quantifier_interval("weinig", 6, scale="education-scotland")
    assert found.wide is None
    assert found.narrow is None
    assert found.logical == (0, 5)
    assert "geen heel getal van de 6" in found.reason.nl
