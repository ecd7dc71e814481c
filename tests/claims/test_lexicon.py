from __future__ import annotations

from importlib.resources import files

import pytest

from evalkit.claims import Band, load_lexicon
from evalkit.errors import ParameterError
from evalkit.language import Text

ONE = "words: [{word: zat, kind: share, logical: '[0, 1]', wide: '%s', reason: {nl: a, en: b}}]"

WRONG = {
    "no list": ("{}", "de lijst 'words' ontbreekt"),
    "an empty file": ("", "de lijst 'words' ontbreekt"),
    "no YAML": ("words: [", "geen geldige YAML"),
    "a word that is a number": ("words: [{word: 3}]", "3 is geen woord"),
    "a word that is no mapping": ("words: [zat]", "veld: waarde"),
    "a mistyped part": (ONE % "[0, 1]" + "\nscale: {}", "bedoelt u 'scales'"),
    "a mistyped field": (
        "words: [{word: zat, kind: share, logicl: '[0, 1]'}]",
        "bedoelt u 'logical'",
    ),
    "a mistyped kind": ("words: [{word: zat, kind: shares}]", "bedoelt u 'share'"),
    "a bound above 1": (ONE % "[0, 2]", "'[0, 2]' is geen interval"),
    "bounds the wrong way round": (ONE % "[0.9, 0.1]", "is geen interval"),
    "no brackets": (ONE % "0.1-0.9", "is geen interval"),
    "a division by zero": (ONE % "[1/0, 1]", "is geen interval"),
    "a decimal comma": (ONE % "[0,5, 1]", "is geen interval"),
    "a share without its meaning": (
        "words: [{word: zat, kind: share, reason: {nl: a, en: b}}]",
        "vraagt om 'logical'",
    ),
    "an interval for a comparative": (
        "words: [{word: vaker, kind: comparative, wide: '[0, 1]', reason: {nl: a, en: b}}]",
        "nooit te toetsen",
    ),
    "narrow without wide": (
        "words: [{word: zat, kind: share, logical: '[0, 1]', narrow: '[0, 1]', reason: {}}]",
        "'narrow' staat er zonder 'wide'",
    ),
    "one language": (
        "words: [{word: zat, kind: share, logical: '[0, 1]', reason: {nl: a}}]",
        "'reason' mist nl of en",
    ),
    "forms that are no list": (
        "words: [{word: zat, forms: veel, kind: share, logical: '[0, 1]', reason: {nl: a, en: b}}]",
        "'forms' is geen lijst",
    ),
    "a word twice": (
        "words: [&z {word: zat, kind: share, logical: '[0, 1]', reason: {nl: a, en: b}}, *z]",
        "'zat' staat er twee keer in",
    ),
    "a numeral without a number": (
        ONE % "[0, 1]" + "\nnumerals: {reason: {nl: a, en: b}, words: {twee: veel}}",
        "'veel' is geen heel getal",
    ),
    "a scale with an unknown word": (
        ONE % "[0, 1]" + "\nscales: {mine: {words: {zet: '[0, 1]'}}}",
        "bedoelt u 'zat'",
    ),
    "a scale without words": (ONE % "[0, 1]" + "\nscales: {mine: 3}", "veld: waarde"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_lexicon_that_is_wrong_gets_one_sentence(case, tmp_path):
    text, sentence = WRONG[case]
    path = tmp_path / "eigen.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_lexicon(path)
    assert sentence in caught.value.in_language("nl")
    assert "eigen.yaml" in caught.value.in_language("nl")
    assert "\n" not in caught.value.in_language("en")


def test_a_file_that_is_not_there_or_no_text_gets_one_sentence(tmp_path):
    picture = tmp_path / "beeld.yaml"
    picture.write_bytes(b"\xff\xfe\x00\x9f")
    for path in (tmp_path / "weg.yaml", picture, tmp_path):
        with pytest.raises(ParameterError, match="cannot be read"):
            load_lexicon(path)


def test_a_copy_of_the_shipped_file_is_the_shipped_lexicon(tmp_path):
    text = (files("evalkit") / "claims" / "quantifiers.yaml").read_text(encoding="utf-8")
    path = tmp_path / "kopie.yaml"
    path.write_text("\ufeff" + text, encoding="utf-8")
    assert load_lexicon(str(path)) == load_lexicon()


def test_every_word_and_form_of_the_sources_is_in_the_lexicon():
    words = (
        "alle|overal|elk|iedere|nagenoeg alle|algemeen beeld|de meeste|meestal|een groot aantal|"
        "veel|op veel plaatsen|vaak|meerdere|diverse|verschillende|een aantal|een paar|"
        "een beperkt aantal|sommige|soms|een|twee|drie|veertien|bijna geen enkele|niet overal|"
        "niet alle|niet allemaal|niet altijd|nog te vaak|te vaak|vaker|meer|veel meer|eerder|"
        "beter|het vaakst|flinke|sterk|een aantal keren"
    )
    assert set(words.split("|")) <= set(load_lexicon().words)


def test_every_entry_says_what_it_means_in_both_languages_and_where_it_comes_from():
    for entry in load_lexicon().entries:
        assert isinstance(entry.reason, Text)
        assert entry.source
        assert entry.group


def test_a_band_reads_units_and_shares():
    band = Band.parse("( 2/n , 3/4 ]")
    assert band.at(8).counts(8) == (3, 6)
    assert Band.parse("[2/n, 2/n]").at(1).is_empty
