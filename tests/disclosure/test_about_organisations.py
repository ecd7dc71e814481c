"""Two classes of data: what is about people is protected, what is about organisations is public."""

import pandas as pd
import pytest

from evalkit.disclosure import ORGANISATIONS_RULE, open_gate
from evalkit.errors import DisclosureError, ParameterError
from evalkit.inference import wilson_interval
from evalkit.language import Text

WHAT = Text("documenten", "documents")


@pytest.fixture
def gate():
    return open_gate("protected")


def test_what_is_about_organisations_passes_as_it_is(gate):
    about = {"what": WHAT, "about": "organisations"}
    assert gate.count(3, **about).in_language("nl") == "3"
    assert gate.share(6, 6, **about).fraction("nl") == "6 van 6"
    estimate = wilson_interval(3, 7, name="q")
    assert gate.result(estimate, **about).result is estimate
    assert gate.text(Text("Op 3 na.", "But 3."), **about).in_language("nl") == "Op 3 na."


def test_what_is_not_said_to_be_about_organisations_is_about_people(gate):
    assert gate.count(3, what=WHAT).hidden
    assert gate.share(6, 6, what=WHAT).hidden
    assert gate.result(wilson_interval(3, 7, name="q"), what=WHAT).hidden
    with pytest.raises(DisclosureError):
        gate.text(Text("Op 3 na.", "But 3."), what=WHAT)


@pytest.mark.parametrize("about", ["organisation", "public", "Organisations", "", None, True, 1])
def test_another_word_for_it_opens_nothing(gate, about):
    calls = (
        lambda: gate.count(3, what=WHAT, about=about),
        lambda: gate.share(3, 6, what=WHAT, about=about),
        lambda: gate.table(pd.DataFrame({"n": [3]}), counts=["n"], what=WHAT, about=[about]),
    )
    for call in calls:
        with pytest.raises(DisclosureError):
            call()
    assert gate.record().empty


@pytest.mark.parametrize("profile", ["organisations", "people", "open"])
def test_it_is_no_profile_of_a_study(profile):
    with pytest.raises(DisclosureError):
        open_gate(profile)


def test_rows_of_a_table_are_judged_by_what_they_count(gate):
    frame = pd.DataFrame({"kind": ["documenten", "dossiers"], "k": [3, 3], "n": [7, 7]})
    table = gate.table(
        frame, counts=["k"], shares={"share": ("k", "n")}, what=WHAT, level=None,
        about=["organisations", "people"],
    )  # fmt: skip
    assert table.formatted("nl").to_numpy().tolist() == [
        ["documenten", "3", "3 van 7"], ["dossiers", "x", "x"],
    ]  # fmt: skip
    with pytest.raises(ParameterError, match="whom it is about"):
        gate.table(frame, counts=["k", "n"], what=WHAT, about=["organisations"])


def test_the_record_says_which_class_went_how(gate):
    gate.count(3, what=WHAT, about="organisations")
    gate.count(3, what=WHAT)
    labels = pd.DataFrame({"document": ["DOC-1"]})
    gate.table(labels, counts=[], what="versions", about="organisations")
    record = gate.record("en")
    rule = ORGANISATIONS_RULE.en
    assert record[["what", "cells", "hidden"]].to_numpy().tolist() == [
        ["documents", 1, 0], ["documents", 1, 1], ["versions", 0, 0],
    ]  # fmt: skip
    assert [each == rule for each in record["rule"]] == [True, False, True]
    assert record["profile"].tolist() == ["public", "protected", "public"]


def test_a_public_study_records_one_rule():
    gate = open_gate("public")
    gate.count(3, what=WHAT, about="organisations")
    gate.count(3, what=WHAT)
    assert gate.record("nl")["rule"].tolist() == ["openbare gegevens: geen bewerking"]
