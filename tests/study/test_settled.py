"""One answer per question, and what it rests on."""

import pandas as pd
import pytest

from evalkit.reliability import disagreement_worklist
from evalkit.study import open_study
from evalkit.study.settled import BASES, SETTLED_COLUMNS

HEAD = "time,unit,item,facet,wave,value,evidence,confidence\n"


@pytest.fixture
def coded(folder):
    """Write the journals of a study with a consensus; each line is unit, item, facet, value."""

    def write(**journals):
        file = folder / "study.toml"
        if "consensus =" not in file.read_text():
            file.write_text(file.read_text().replace("[study]", '[study]\nconsensus = "samen"'))
        for old in (folder / "codings").iterdir():
            old.unlink()
        for coder, lines in journals.items():
            rows = [
                ",{},{},{},,{},,".format(*(f'"{part}"' if "," in part else part for part in line))
                for line in lines
            ]
            (folder / "codings" / f"{coder}.csv").write_text(HEAD + "\n".join(rows) + "\n")
        study = open_study(folder)
        assert study.check() == []
        return study

    return write


def only(study):
    (row,) = study.settled.itertuples(index=False)
    return row.value, row.basis, row.coders


@pytest.mark.parametrize(
    ("item", "facet", "one", "other"),
    [
        ("C2.2", "paper", "schriftelijk|warm-met-gezin", "warm-met-gezin|schriftelijk"),
        ("C2.4", "paper", "5", "5,0"),
        ("C0.2.1", "", "2019-03-01", "01-03-2019"),
        ("C1.1", "paper", "nb", "nb"),
    ],
)
def test_answers_that_mean_the_same_are_agreed(coded, item, facet, one, other):
    study = coded(a=[("D001", item, facet, one)], b=[("D001", item, facet, other)])
    assert only(study) == (one, "agreed", 2)


@pytest.mark.parametrize(
    ("item", "facet", "one", "other"),
    [
        ("C2.2", "paper", "schriftelijk|warm-met-gezin", "schriftelijk"),
        ("C1.1", "paper", "1", "2"),
        ("C1.1", "paper", "nb", "nvt"),
        ("C1.1", "paper", "1", "nb"),
    ],
)
def test_answers_that_differ_have_no_value_without_consensus(coded, item, facet, one, other):
    study = coded(a=[("D001", item, facet, one)], b=[("D001", item, facet, other)])
    value, basis, coders = only(study)
    assert pd.isna(value)
    assert (basis, coders) == ("unsettled", 2)


def test_the_consensus_decides_also_against_those_who_agreed(coded):
    study = coded(
        a=[("D001", "C1.1", "paper", "1"), ("D001", "C1.2", "paper", "2")],
        b=[("D001", "C1.1", "paper", "2"), ("D001", "C1.2", "paper", "2")],
        samen=[("D001", "C1.1", "paper", "3"), ("D001", "C1.2", "paper", "0")],
    )
    assert study.settled[["value", "basis", "coders"]].to_numpy().tolist() == [
        ["3", "consensus", 2],
        ["0", "consensus", 2],
    ]


def test_one_coder_and_a_consensus_alone_are_told_apart(coded):
    study = coded(a=[("D001", "C1.1", "paper", "1")], samen=[("D002", "C1.1", "paper", "2")])
    assert study.settled[["unit", "basis", "coders"]].to_numpy().tolist() == [
        ["D001", "one coder", 1],
        ["D002", "consensus", 0],
    ]


def test_a_coder_who_writes_again_replaces_the_answer_and_does_not_agree_with_himself(coded):
    study = coded(a=[("D001", "C1.1", "paper", "1"), ("D001", "C1.1", "paper", "2")])
    assert only(study) == ("2", "one coder", 1)


def test_the_same_item_on_two_facets_is_two_questions(coded):
    study = coded(a=[("D001", "C1.1", "paper", "1")], b=[("D001", "C1.1", "practice", "1")])
    assert study.settled[["facet", "basis"]].to_numpy().tolist() == [
        ["paper", "one coder"],
        ["practice", "one coder"],
    ]


def test_of_three_coders_one_who_differs_leaves_it_unsettled(coded):
    study = coded(
        **{c: [("D001", "C1.1", "paper", v)] for c, v in (("a", "1"), ("b", "1"), ("c", "2"))}
    )
    assert only(study)[1:] == ("unsettled", 3)


def test_every_question_that_was_coded_has_one_row_and_a_known_basis(folder):
    study = open_study(folder)
    keys = ["unit", "item", "facet", "wave"]
    assert len(study.settled) == len(study.codings[keys].drop_duplicates())
    assert not study.settled.duplicated(keys).any()
    assert set(study.settled["basis"]) <= set(BASES)
    assert (study.settled["value"].isna() == (study.settled["basis"] == "unsettled")).all()


def test_changing_what_was_settled_does_not_change_the_study(folder):
    study = open_study(folder)
    mine = study.settled
    mine["value"] = "x"
    assert "x" not in set(study.settled["value"])


def test_nothing_coded_settles_nothing(bare):
    settled = open_study(bare).settled
    assert tuple(settled.columns) == SETTLED_COLUMNS
    assert len(settled) == 0


def test_the_consensus_is_no_coder_and_takes_what_it_settles_off_the_worklist(coded):
    answers = {
        "a": [("D001", "C1.1", "paper", "1"), ("D002", "C1.1", "paper", "0")],
        "b": [("D001", "C1.1", "paper", "2"), ("D002", "C1.1", "paper", "3")],
    }
    before = coded(**answers)
    reliability = before.reliability()
    assert disagreement_worklist(before)["unit"].tolist() == ["D002", "D001"]
    after = coded(**answers, samen=[("D002", "C1.1", "paper", "3")])
    pd.testing.assert_frame_equal(after.reliability(), reliability)
    worklist = disagreement_worklist(after)
    assert worklist["unit"].tolist() == ["D001"]
    assert "value samen" not in worklist.columns
