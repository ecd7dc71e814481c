"""The words of the reports exist in both languages and ask for the same blanks."""

from string import Formatter

import pytest

from evalkit.reports.phrase import amount, met, month, span
from evalkit.reports.words import say, words


def blanks(text):
    return sorted(name for _, name, *_ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("name", words())
def test_both_languages_are_there_with_the_same_blanks(name):
    text = words()[name]
    assert text.nl.strip()
    assert text.en.strip()
    assert blanks(text.nl) == blanks(text.en)


def test_a_blank_that_is_filled_with_braces_is_not_filled_again():
    assert say("title.region", "nl", region="{x}") == "Veilig Thuis-regio {x}"


def test_phrases_follow_the_language():
    assert month("2016-06-22") == ("juni 2016", "June 2016")
    assert span("2018-10", "2018-12").nl == "oktober 2018 tot en met december 2018"
    assert span("2018", None).nl == "2018"
    assert amount(6.5, "percent") == ("6,5 procent", "6.5 per cent")
    assert amount(4200, "per month", about=True).nl == "ongeveer 4.200 per maand"
    assert met(8, 8, 24).nl == "8 van 24"
    assert met(None, None, 30).en == "not known"
