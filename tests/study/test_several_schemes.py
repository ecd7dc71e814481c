"""A study under more than one scheme, and the consensus of its coders."""

import pytest

from evalkit.errors import ParameterError
from evalkit.schemes import load_scheme, scheme_names
from evalkit.study import new_study, open_study

OWN_SCHEME = """\
id: eigen
version: "1.0"
title: { nl: Eigen, en: Own }
description: { nl: Eigen schema., en: Own scheme. }
quotes: { most_words: 3 }
themes:
  - id: Z1
    label: { nl: Thema, en: Theme }
    items:
      - id: Z1
        label: { nl: Vraag, en: Question }
        definition: { nl: Wat., en: What. }
        scale: nominal
        levels:
          - { value: a, label: { nl: a, en: a } }
          - { value: b, label: { nl: b, en: b } }
        units: [document]
        status: inferred
"""


def set_key(folder, key, value):
    file = folder / "study.toml"
    kept = [line for line in file.read_text().splitlines() if not line.startswith(f"{key} =")]
    place = kept.index("[study]") + 1
    file.write_text("\n".join([*kept[:place], f"{key} = {value}", *kept[place:]]))


def test_all_schemes_together_share_no_item(tmp_path):
    new_study(tmp_path / "n", scheme=scheme_names(), title="Vijf")
    study = open_study(tmp_path / "n")
    assert study.check() == []
    assert study.schemes == tuple(load_scheme(name) for name in scheme_names())
    wanted = [item for scheme in study.schemes for item in (*scheme.items, *scheme.qualifiers)]
    assert list(study.items.values()) == wanted
    assert len({item.id for item in wanted}) == len(wanted)


def test_one_name_and_a_list_of_one_mean_the_same(folder):
    before = open_study(folder).schemes
    set_key(folder, "scheme", '["aef-2020@1.0"]')
    assert open_study(folder).schemes == before == (load_scheme("aef-2020"),)


def test_an_item_is_found_in_any_scheme_and_a_mistyped_one_gets_the_nearest(folder):
    set_key(folder, "scheme", '["aef-2020@1.0", "tsd-2020@1.0"]')
    study = open_study(folder)
    assert study.item("E2.4.1") == load_scheme("tsd-2020").item("E2.4.1")
    assert study.item("C1.1") == load_scheme("aef-2020").item("C1.1")
    with pytest.raises(ParameterError) as error:
        study.item("E2.41")
    assert "'E2.4.1'" in str(error.value)
    assert "aef-2020@1.0, tsd-2020@1.0" in str(error.value)


def test_codings_of_the_second_scheme_are_judged_by_it(folder, found):
    journal = folder / "codings" / "codeur-1.csv"
    journal.write_text(journal.read_text() + ",F001,E2.4.1,,w0,misschien,,\n")
    (check,) = found(open_study(folder), "unknown-item")
    assert "aef-2020@1.0" in check.message.nl
    set_key(folder, "scheme", '["aef-2020@1.0", "tsd-2020@1.0"]')
    study = open_study(folder)
    assert found(study, "unknown-item") == []
    (check,) = found(study, "unknown-level")
    assert "E2.4.1" in check.message.en


def test_two_schemes_with_the_same_item_are_one_finding(folder, found):
    set_key(folder, "scheme", '["aef-2020@1.0", "aef-2020"]')
    study = open_study(folder)
    (check,) = found(study, "same-item")
    assert (check.file, check.column, check.severity) == ("study.toml", "study.scheme", "error")
    assert f"en nog {len(study.items) - 1} items" in check.message.nl
    with pytest.raises(ParameterError, match="more than one scheme"):
        new_study(folder.parent / "n", scheme=["aef-2020", "aef-2020@1.0"], title="x")


def test_the_length_of_a_quote_is_that_of_the_scheme_of_the_item(folder):
    (folder / "own.yaml").write_text(OWN_SCHEME)
    set_key(folder, "scheme", '["aef-2020@1.0", "own.yaml"]')
    journal = folder / "codings" / "codeur-1.csv"
    journal.write_text(
        journal.read_text()
        + ",D002,Z1,,,a,vier woorden zijn lang,\n,D002,C1.2,paper,,1,vier w o o,\n"
    )
    (check,) = open_study(folder).check()
    assert check.rule == "long-quote"
    assert "3" in check.message.nl


def test_one_wrong_scheme_of_two_is_named_and_nothing_is_judged_by_the_other(folder):
    set_key(folder, "scheme", '["aef-2020@1.0", "tsd-2002"]')
    (check,) = open_study(folder).check()
    assert (check.rule, check.value) == ("bad-scheme", "tsd-2002")
    assert "tsd-2020" in check.message.nl


@pytest.mark.parametrize("wrong", ['["aef-2020", 3]', '[""]', "3"])
def test_a_list_of_schemes_holds_names_only(folder, wrong):
    from evalkit.errors import StudyError

    set_key(folder, "scheme", wrong)
    with pytest.raises(StudyError) as error:
        open_study(folder)
    (check,) = error.value.findings
    assert check.column == "study.scheme"
    assert "een naam of een lijst" in check.hint.nl


def test_a_consensus_that_is_not_written_yet_is_no_finding_and_a_mistyped_one_is(folder, found):
    set_key(folder, "consensus", '"consensus"')
    assert open_study(folder).check() == []
    head = (folder / "codings" / "codeur-1.csv").read_text().partition("\n")[0]
    (folder / "codings" / "consensus.csv").write_text(head + "\n")
    assert open_study(folder).coders == ("codeur-1", "codeur-2")
    set_key(folder, "consensus", '"concensus"')
    (check,) = found(open_study(folder), "unknown-coder")
    assert check.hint.nl == "bedoelt u 'consensus'?"


def test_the_command_takes_several_schemes_and_says_which(tmp_path, capsys):
    from evalkit.cli import main

    words = ["new", str(tmp_path / "n"), "--scheme", "aef-2020", "--scheme", "tsd-2020"]
    with pytest.raises(SystemExit) as leaving:
        main(words)
    assert leaving.value.code in (0, None)
    assert "aef-2020@1.0 en tsd-2020@1.0" in capsys.readouterr().out
    study = open_study(tmp_path / "n")
    assert [scheme.id for scheme in study.schemes] == ["aef-2020", "tsd-2020"]
    template = (tmp_path / "n" / "templates" / "codings.csv").read_text()
    assert ",C1.1," in template
    assert ",E2.4.1," in template
