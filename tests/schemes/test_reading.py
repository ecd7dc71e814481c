"""A scheme file is read as it is written, and everything wrong with it is said at once."""

from pathlib import Path

import pytest

from evalkit.errors import ParameterError, SchemeError
from evalkit.schemes import load_scheme

GOOD = """\
id: proef
version: "1.0"
title: { nl: Proef, en: Trial }
description: { nl: Een proef., en: A trial. }
sources:
  - { code: S1, title: { nl: Bron, en: Source } }
quotes: { most_words: 25 }
themes:
  - id: T1
    label: { nl: Thema, en: Theme }
    items:
      - id: T1.1
        label: { nl: Vraag, en: Question }
        definition: { nl: Wat dan., en: What then. }
        scale: ordinal
        levels:
          - { value: "0", label: { nl: nee, en: none } }
          - { value: "1", label: { nl: ja, en: some } }
        units: [document]
        facets: [paper]
        status: sourced
        sources: [S1]
      - id: T1.2
        label: { nl: Aantal, en: Number }
        definition: { nl: Hoeveel., en: How many. }
        scale: count
        minimum: 0
        maximum: 4
        units: [file]
        status: inferred
"""


def read(folder: Path, text: str):
    path = folder / "proef.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scheme(path)


def failure(folder: Path, *changes: tuple[str, str]) -> SchemeError:
    text = GOOD
    for old, new in changes:
        assert text.count(old) >= 1
        text = text.replace(old, new, 1)
    with pytest.raises(SchemeError) as caught:
        read(folder, text)
    return caught.value


def test_a_good_file_is_read(tmp_path):
    scheme = read(tmp_path, GOOD)
    assert scheme.ref == "proef@1.0"
    assert [item.id for item in scheme.items] == ["T1.1", "T1.2"]
    assert scheme.item("T1.2").maximum == 4
    assert load_scheme(str(tmp_path / "proef.yaml")) == scheme


def test_levels_keep_the_order_of_the_file(tmp_path):
    text = GOOD.replace('value: "0"', 'value: "9"')
    assert [level.value for level in read(tmp_path, text).item("T1.1").levels] == ["9", "1"]


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "0344", "1.10", "1e3", "0x1F", "2020-01-01", "12:30", "True", ".5"],
)
def test_an_unquoted_value_stays_what_was_written(tmp_path, written):
    scheme = read(tmp_path, GOOD.replace('value: "0"', f"value: {written}"))
    assert scheme.item("T1.1").levels[0].value == written


def test_an_unquoted_version_stays_what_was_written(tmp_path):
    assert read(tmp_path, GOOD.replace('"1.0"', "1.10")).version == "1.10"


def test_an_empty_value_is_an_error_and_not_a_word(tmp_path):
    for empty in ("", "~", "null"):
        error = failure(tmp_path, ('value: "0"', f"value: {empty}"))
        assert error.findings[0].rule == "missing"
    assert read(tmp_path, GOOD.replace('value: "0"', 'value: "null"')).item("T1.1").level("null")


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert read(tmp_path, "\ufeff" + GOOD).id == "proef"


def test_a_mistyped_scale_gets_the_nearest_right_word_with_file_line_and_place(tmp_path):
    error = failure(tmp_path, ("scale: ordinal", "scale: ordnal"))
    assert error.in_language("en") == (
        "proef.yaml, line 15, column 'themes[T1].items[T1.1].scale': "
        "there is no scale 'ordnal'; did you mean 'ordinal'?"
    )
    assert error.in_language("nl") == (
        "proef.yaml, regel 15, kolom 'themes[T1].items[T1.1].scale': "
        "schaal 'ordnal' bestaat niet; bedoelt u 'ordinal'?"
    )


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        ("facets: [paper]", "facets: [papper]", "unknown-facet", "did you mean 'paper'?"),
        ("units: [file]", "units: [flie]", "unknown-unit", "did you mean 'file'?"),
        ("status: inferred", "status: infered", "unknown-status", "did you mean 'inferred'?"),
        ("        scale: count", "        scael: count", "unknown-key", "did you mean 'scale'?"),
        ("quotes:", "quots:", "unknown-key", "did you mean 'quotes'?"),
        ("most_words", "mostwords", "unknown-key", "did you mean 'most_words'?"),
        ("nl: Vraag", "nll: Vraag", "unknown-key", "did you mean 'nl'?"),
        ("sources: [S1]", "sources: [S2]", "unknown-source", "choose from S1"),
        ("        levels:", "        rubric: R-DOK\n        levels:", "unknown-rubric", "R-DOC"),
        ("status: inferred", "status: sourced", "no-source", "name a source"),
        ("units: [file]", "units: []", "no-unit", "name one"),
        ("units: [file]", "units: [file, file]", "twice", "remove one"),
        ("id: T1.2", "id: T1.1", "twice", "its own name"),
        ("id: T1.2", "id: U1.2", "id-outside-theme", "start the id with 'T1.'"),
        ("id: T1.2", "id: T1 2", "wrong-form", "letters and digits"),
        ("id: proef", "id: Proef!", "wrong-form", "letters and digits"),
        ('"1.0"', "1.0.1", "wrong-form", "two numbers"),
        ('value: "1"', 'value: "0"', "twice", "remove one"),
        ('value: "1"', 'value: "nvt"', "missing-code", "another value"),
        ('value: "1"', 'value: "a; b"', "wrong-form", "no semicolon"),
        ('value: "1"', 'value: "a|b"', "wrong-form", "no semicolon"),
        ("scale: ordinal", "scale: text", "levels-not-wanted", "change 'scale'"),
        ("scale: count", "scale: nominal", "no-levels", "write 'levels'"),
        ("scale: count", "scale: date", "bound-not-wanted", "remove 'minimum'"),
        ("maximum: 4", "maximum: -1", "bounds-crossed", "swap"),
        ("maximum: 4", "maximum: vier", "wrong-kind", "a number"),
        ("maximum: 4", "derived_from: [T1.3]", "unknown-item", "did you mean"),
        ("facets: [paper]", "facets: paper", "wrong-kind", "a list"),
        ("nl: Thema", "nl: ''", "wrong-kind", "a word or sentence"),
        (", en: Theme", "", "missing", "both languages"),
        ("        scale: count\n", "", "missing", "choose from"),
        ("themes:", "retired: [T1.2]\nthemes:", "id-reused", "new id"),
        ("scale: count", "scale: count\n        scale: share", "key-twice", "keep one"),
    ],
)
def test_each_mistake_is_named_with_its_remedy(tmp_path, old, new, rule, said):
    error = failure(tmp_path, (old, new))
    assert rule in [finding.rule for finding in error.findings]
    assert said in error.in_language("en")
    assert error.findings[0].file == "proef.yaml"
    assert error.in_language("nl") != error.in_language("en")


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file(tmp_path):
    error = failure(
        tmp_path,
        ('"1.0"', '"een"'),
        ("scale: ordinal", "scale: ordnal"),
        ("facets: [paper]", "facets: [papier]"),
        ("id: T1.2", "id: T1.1"),
        ("units: [file]", "units: []"),
    )
    assert [f.rule for f in error.findings] == [
        "wrong-form",
        "unknown-scale",
        "unknown-facet",
        "twice",
        "no-unit",
    ]
    lines = [f.line for f in error.findings]
    assert lines == sorted(lines)
    assert error.in_language("nl").startswith("proef.yaml: 5 fouten\n")


def test_a_key_written_twice_names_both_lines(tmp_path):
    error = failure(tmp_path, ("scale: count", "scale: count\n        scale: share"))
    assert error.findings[0].line == 26
    assert "27" in error.findings[0].message.nl


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b\n",
        "zomaar tekst",
        "id: [1, 2",
        "id: proef\n\tversion: x",
        "id: !!python/object/apply:os.system ['true']",
        "id: !eigen x",
        "a: &a [x]\nb: *a\n",
        "? [a, b]\n: c\n",
        "id: x\x07y",
        "id: a\n---\nid: b\n",
        "[" * 5000,
        "a: &a a\nb: {<<: *a}\n",
    ],
)
def test_what_is_no_scheme_is_refused_with_a_sentence(tmp_path, text):
    with pytest.raises(SchemeError) as caught:
        read(tmp_path, text)
    assert caught.value.in_language("nl").startswith("proef.yaml")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("label: { nl: Vraag", "label: &l { nl: Vraag", None),
        ("units: [file]", "units: &u [file]\n        facets: *u", "an alias"),
        ("units: [file]", "units: !!set [file]", None),
        ("units: [file]", "units: !!python/tuple [file]", "a tag"),
        ("units: [file]", "units: !mine [file]", "a tag"),
        ("units: [file]", "? [a]\n        : b", "a key that is no word"),
    ],
)
def test_yaml_that_hides_or_runs_something_is_refused(tmp_path, old, new, said):
    if said is None:
        assert read(tmp_path, GOOD.replace(old, new)).id == "proef"
        return
    error = failure(tmp_path, (old, new))
    assert said in error.in_language("en")
    assert "write it out" in error.in_language("en")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "proef.yaml"
    path.write_bytes(GOOD.replace("Thema", "Thémâ").encode("cp1252"))
    with pytest.raises(SchemeError, match="not UTF-8"):
        load_scheme(path)


def test_a_file_that_is_far_too_large_is_refused(tmp_path):
    with pytest.raises(SchemeError, match="5 MB"):
        read(tmp_path, GOOD + "#" * 5_000_001)


def test_a_file_that_does_not_exist_gets_the_nearest_file_beside_it(tmp_path):
    read(tmp_path, GOOD)
    with pytest.raises(SchemeError, match=r"did you mean 'proef\.yaml'\?"):
        load_scheme(tmp_path / "pröef.yaml")
    with pytest.raises(SchemeError, match="may you read it"):
        load_scheme(tmp_path)


def test_a_mistyped_name_or_version_gets_the_nearest_right_word():
    with pytest.raises(ParameterError, match="did you mean 'aef-2020'"):
        load_scheme("aef2020")
    with pytest.raises(ParameterError, match=r"aef-2020: there is no version '1\.00'.*'1\.0'"):
        load_scheme("aef-2020@1.00")
    with pytest.raises(ParameterError, match="there is no version ''"):
        load_scheme("aef-2020@")
    assert load_scheme("aef-2020@1.0") == load_scheme("aef-2020")


def test_a_file_may_name_a_shared_rubric_and_its_own(tmp_path):
    own = """\
rubrics:
  - id: R-EIGEN
    label: { nl: Eigen, en: Own }
    definition: { nl: Eigen., en: Own. }
    scale: ordinal
    levels:
      - { value: laag, label: { nl: laag, en: low } }
      - { value: hoog, label: { nl: hoog, en: high } }
    facets: [{ facet: paper, rubric: R-DOC }]
    status: inferred
themes:
"""
    text = GOOD.replace("themes:\n", own).replace(
        "scale: count\n        minimum: 0\n        maximum: 4",
        "scale: ordinal\n        rubric: R-EIGEN",
    )
    item = read(tmp_path, text).item("T1.2")
    assert [level.value for level in item.levels] == ["laag", "hoog"]
    assert item.facets == ("paper",)
    assert len(item.levels_on("paper")) == 5
    wrong = text.replace("facet: paper, rubric: R-DOC", "facet: paper, rubric: R-DOCS")
    with pytest.raises(SchemeError, match="did you mean 'R-DOC'"):
        read(tmp_path, wrong)
    # A mistake in a rubric is said once, at the rubric, and not again at each item.
    with pytest.raises(SchemeError) as caught:
        read(tmp_path, text.replace("value: laag", "valeu: laag"))
    assert {f.column.partition("[")[0] for f in caught.value.findings} == {"rubrics"}


def test_a_rubric_beside_levels_or_with_another_scale_is_refused(tmp_path):
    error = failure(tmp_path, ("scale: ordinal", "scale: nominal\n        rubric: R-DOC"))
    assert {f.rule for f in error.findings} == {"scale-of-rubric", "levels-and-rubric"}
