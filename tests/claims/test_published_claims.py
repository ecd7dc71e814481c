"""The published claims hold together, and a study of one's own is read the same way."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from importlib.resources import files

import pytest

from evalkit.claims import (
    ADDRESSEES,
    BASES,
    DIRECTIONS,
    THREADS,
    TOPICS,
    load_claims,
    load_lexicon,
)
from evalkit.errors import StudyError
from evalkit.study import open_study
from evalkit.study.schema import table_schema

OWN = {
    "claim": "X1",
    "evaluation": "eigen-2024",
    "text_nl": "De meeste gemeenten hebben een plan.",
    "quantifier": "de meeste",
    "base": "municipalities",
    "base_stated": "yes",
    "base_n": "12",
    "polarity": "positive",
    "prompted": "yes",
    "direction": "strength",
}


@pytest.fixture
def own_study(tmp_path):
    folder = tmp_path / "eigen"
    (folder / "tables").mkdir(parents=True)
    (folder / "study.toml").write_text(
        '[study]\ntitle = { nl = "Eigen", en = "Own" }\nlanguage = "nl"\nselection = "census"\n'
        'profile = "public"\nfictitious = true\n[frame]\nregions = 1\nmunicipalities = 12\n',
        encoding="utf-8",
    )

    def write(*rows):
        columns = table_schema("claims").column_names
        with (folder / "tables" / "claims.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return folder

    return write


def test_each_evaluation_has_all_its_claims(published):
    assert Counter(claim.evaluation for claim in published.values()) == {
        "tsd-monitor-2022": 23,
        "samen-doen-2021": 18,
        "aef-2020": 16,
        "regioaanpak-2016": 50,
        "tsd-2020": 16,
    }
    for letter, last in zip("ABCDE", (23, 18, 16, 50, 16), strict=True):
        assert [i for i in published if i[0] == letter] == [
            f"{letter}{number:02d}" for number in range(1, last + 1)
        ]


def test_every_quantifier_is_in_the_lexicon(published):
    words = load_lexicon().words
    assert {c.quantifier for c in published.values() if c.quantifier} <= set(words)


def test_every_source_is_one_of_the_study(published):
    sources = set(open_study("published").table("sources")["source"])
    assert {claim.source for claim in published.values()} <= sources
    letters = {"A": {"S0"}, "B": {"S1"}, "C": {"S2", "W01", "W03"}, "D": {"S3"}, "E": {"S4"}}
    for claim in published.values():
        assert claim.source in letters[claim.id[0]]


def test_every_word_of_the_vocabulary_has_two_languages_and_is_in_use(published):
    recommendations = open_study("published").table("recommendations")
    used = {
        "base": (BASES, {c.base for c in published.values()}),
        "topic": (TOPICS, {c.topic for c in published.values()}),
        "direction": (DIRECTIONS, {c.direction for c in published.values()}),
        "thread": (THREADS, {c.thread for c in published.values()} - {""}),
        "addressee": (
            ADDRESSEES,
            {who for cell in recommendations["addressee"] for who in cell.split(";")},
        ),
    }
    for words, found in used.values():
        assert set(words) == found
    for words in (BASES, TOPICS, DIRECTIONS, ADDRESSEES):
        assert all(text.nl and text.en for text in words.values())


@pytest.mark.parametrize(("column", "words"), [("base", BASES), ("direction", DIRECTIONS)])
def test_the_table_schema_and_the_vocabulary_name_the_same_words(column, words):
    assert set(table_schema("claims").column(column).constraints.enum) == set(words)


def test_every_claim_and_note_exists_in_both_languages(published):
    for claim in published.values():
        assert claim.text.nl
        assert claim.text.en
        assert claim.text.nl != claim.text.en
        assert bool(claim.note.nl) == bool(claim.note.en)


def test_the_bases_have_the_size_of_their_study(published):
    sizes = Counter((c.id[0], c.base, c.base_n) for c in published.values() if c.base_n)
    assert {key[2] for key in sizes if key[0] == "D"} == {22}
    assert {key[2] for key in sizes if key[:2] == ("A", "municipalities")} == {14}
    assert {key[2] for key in sizes if key[:2] == ("E", "municipalities")} == {18}
    assert published["E01"].base_n == 6
    assert published["E11"].base_n == 150
    assert published["C15"].base_n is None


def test_only_most_do_not_is_negative(published):
    assert [c.id for c in published.values() if c.polarity == "negative"] == ["E14"]


def test_every_recommendation_is_there_with_its_addressee(published):
    table = open_study("published").table("recommendations")
    assert Counter(table["evaluation"]) == {
        "tsd-monitor-2022": 4,
        "samen-doen-2021": 2,
        "aef-2020": 5,
        "regioaanpak-2016": 3,
        "tsd-2020": 3,
    }
    assert set(table["claim"].dropna()) - {""} <= set(published)
    assert {"D19", "D41", "D47"} <= set(table["claim"].dropna())
    assert (table["addressee"].str.len() > 0).all()


def test_the_claims_of_a_study_of_ones_own_are_read(own_study):
    (claim,) = load_claims(own_study(OWN))
    assert (claim.id, claim.base_n, claim.year, claim.thread) == ("X1", 12, 2024, "")
    assert claim.text.en == claim.text.nl


def test_a_study_without_claims_has_none(own_study):
    assert load_claims(own_study()) == []


def test_a_copy_of_the_published_study_has_the_same_claims(tmp_path, published):
    shutil.copytree(str(files("evalkit") / "datasets" / "published"), tmp_path / "kopie")
    assert load_claims(tmp_path / "kopie") == list(published.values())


def test_words_outside_the_lexicon_are_all_found_at_once(own_study):
    rows = [OWN, {**OWN, "claim": "X2", "quantifier": "de meste"}]
    rows.append({**OWN, "claim": "X3", "quantifier": "zat"})
    with pytest.raises(StudyError) as caught:
        load_claims(own_study(*rows))
    found = caught.value.findings
    assert [(check.line, check.column) for check in found] == [(3, "quantifier"), (4, "quantifier")]
    assert "bedoelt u 'de meeste'" in caught.value.in_language("nl")
    assert "claims.csv" in caught.value.in_language("nl")
    assert caught.value.in_language("nl").endswith("(en nog 1)")


def test_an_id_that_is_used_twice_is_found(own_study):
    with pytest.raises(StudyError) as caught:
        load_claims(own_study(OWN, OWN))
    assert [(check.line, check.column) for check in caught.value.findings] == [(3, "claim")]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("base", "gemeentes"),
        ("direction", "good"),
        ("polarity", "yes"),
        ("base_n", "twaalf"),
        ("base_n", "0"),
        ("evaluation", "eigen"),
        ("text_nl", ""),
    ],
)
def test_a_value_outside_the_vocabulary_is_found(own_study, column, value):
    with pytest.raises(StudyError) as caught:
        load_claims(own_study({**OWN, column: value}))
    assert [(check.line, check.column) for check in caught.value.findings] == [(2, column)]


def test_a_claim_prints_as_one_line(published):
    assert str(published["E01"]).startswith("E01: All six regions")
    assert published["E01"].in_language("nl").startswith("E01: Alle zes")
