"""How an answer of a study stands on a page, in public and under protection."""

from dataclasses import replace

import pandas as pd
import pytest

from evalkit.disclosure import open_gate
from evalkit.evaluations import Analysis, Share, Statement
from evalkit.inference import wilson_interval
from evalkit.language import Text
from evalkit.reports.analysis_blocks import (
    LONGEST,
    SHORT,
    analysis_blocks,
    appendix_blocks,
    statements,
)
from evalkit.reports.report import Report
from evalkit.reports.section import Bullets, Fold, Paragraph, Table

FILES = Text("dossiers", "files")


@pytest.fixture
def report():
    return Report("published", "nl")


@pytest.fixture
def guarded(report):
    report.gate = open_gate("protected")
    return report


def answer(rows=3, **fields):
    table = pd.DataFrame(
        {
            "subject": [Text(f"vraag {i}", f"question {i}") for i in range(rows)],
            "k": [4 + i for i in range(rows)],
            "n": [40] * rows,
            "low": [0.123456] * rows,
        }
    )
    return Analysis(
        **{
            "name": "seen",
            "evaluation": "tsd-2020",
            "title": Text("Gezien", "Seen"),
            "question": Text("Wat is gezien?", "What was seen?"),
            "table": table,
            "counts": ("k", "n"),
            "shares": {"share": ("k", "n")},
            "derived": ("low",),
            "titles": {"subject": Text("Vraag", "Question"), "share": Text("deel", "part")},
            **fields,
        }
    )


def said(text, **values):
    return Statement(text=Text(text, text), values=values)


def of(blocks, kind):
    return [block for block in blocks if isinstance(block, kind)]


def test_a_share_stands_as_count_and_percentage_in_place_of_its_two_counts(report):
    (laid,) = of(analysis_blocks(report, answer()), Table)
    assert [cell.text for cell in laid.head] == ["Vraag", "Deel"]
    assert [cell.text for cell in laid.rows[0]] == ["vraag 0", "4 van 40 (10%)"]


def test_an_interval_stands_in_the_appendix(report):
    (laid,) = of(appendix_blocks(report, answer()), Table)
    assert [cell.text for cell in laid.rows[0]] == ["vraag 0", "4 van 40 (10%)", "0,12"]


def test_a_long_table_stands_in_the_appendix_and_the_section_says_so(report):
    long = answer(rows=LONGEST + 1)
    blocks = analysis_blocks(report, long)
    assert not of(blocks, Table)
    assert "bijlage" in of(blocks, Paragraph)[-1].text
    assert len(of(appendix_blocks(report, long), Table)[0].rows) == LONGEST + 1


def test_a_table_of_some_length_is_closed_and_says_how_long_it_is(report):
    (fold,) = of(analysis_blocks(report, answer(rows=SHORT + 1)), Fold)
    assert fold.title == f"Tabel: Gezien ({SHORT + 1} rijen)"
    assert len(fold.blocks[0].rows) == SHORT + 1
    assert not of(analysis_blocks(report, answer(rows=SHORT)), Fold)


def test_both_ends_of_an_interval_stand_in_one_cell(report):
    table = answer().table.assign(high=[0.5, 0.75, float("nan")])
    shown = answer(table=table, derived=("low", "high"))
    (laid,) = of(appendix_blocks(report, shown), Table)
    assert [row[2].text.replace("\xa0", " ") for row in laid.rows] == [
        "0,12 tot 0,50", "0,12 tot 0,75", "–",
    ]  # fmt: skip
    assert laid.head[2].text == "Interval (95%)"


def test_derived_numbers_have_fixed_decimals_and_an_empty_column_is_left_out(report):
    table = answer().table.assign(
        low=[0.5, 1.0, float("nan")], p_value=[1e-5, 0.0394, 1.0], high=float("nan")
    )
    derived = ("low", "p_value", "high")
    shown = answer(table=table.rename(columns={"low": "lift"}), derived=("lift", *derived[1:]))
    (laid,) = of(appendix_blocks(report, shown), Table)
    assert len(laid.head) == 4
    assert [[cell.text for cell in row[2:]] for row in laid.rows] == [
        ["0,50", "< 0,001"], ["1,00", "0,039"], ["–", "1,000"],
    ]  # fmt: skip
    assert all(cell.is_number for cell in laid.rows[0][2:])


@pytest.mark.parametrize(("missing", "heads"), [((0, 0, 0), 2), ((0, 2, 0), 3)])
def test_a_column_on_what_is_missing_is_left_out_where_nothing_is(report, missing, heads):
    table = answer().table.drop(columns="low").assign(missing=missing)
    shown = answer(table=table, counts=("k", "n", "missing"), derived=())
    (laid,) = of(analysis_blocks(report, shown), Table)
    assert len(laid.head) == heads


def test_under_protection_that_column_stays_for_its_zeros_are_hidden_too(guarded):
    table = answer(rows=9).table.drop(columns="low").assign(missing=[0] * 9)
    shown = answer(table=table, counts=("k", "n", "missing"), derived=())
    (laid,) = of(analysis_blocks(guarded, shown), Table)
    assert any("Missing" in note for note in laid.notes)


def test_all_or_none_of_two_are_called_both(report):
    two = [said("{share} gezien.", share=Share(k=k, n=2, noun=FILES)) for k in (2, 1, 0)]
    assert statements(report, answer(statements=tuple(two))) == [
        "Beide dossiers gezien.",
        "Een van de 2 dossiers gezien.",
        "Geen van beide dossiers gezien.",
    ]


def test_what_is_missing_stands_with_its_own_calculation(report):
    results = tuple(
        replace(
            wilson_interval(k, 40, name=Text(f"vraag {k}", f"question {k}")),
            warnings=(Text("niet te bepalen: 3", "cannot be determined: 3"),),
        )
        for k in (10, 20)
    )
    shown = answer(results=results, derived=(), table=answer().table[["subject", "k", "n"]])
    (lines,) = appendix_blocks(report, shown)
    assert all("(niet te bepalen: 3)" in line for line in lines.items)


def test_each_statement_begins_with_a_capital_and_a_word_that_fits_its_count(report):
    found = statements(
        report, answer(statements=(said("{share} gezien.", share=Share(k=39, n=40, noun=FILES)),))
    )
    assert found == ["Nagenoeg alle dossiers (39 van 40) gezien."]


def test_a_statement_about_nobody_is_left_out(report):
    nobody = said("{share} gezien.", share=Share(k=0, n=0, noun=FILES))
    assert statements(report, answer(statements=(nobody,))) == []


def test_under_protection_small_counts_and_what_is_made_of_them_are_gone(guarded):
    blocks = analysis_blocks(guarded, answer(rows=9))  # 4 to 12 of 40
    (laid,) = of(blocks, Table)
    cells = [row[1].text for row in laid.rows]
    assert cells == ["x"] * 6 + ["10 van 40 (25%)"] * 3
    assert of(appendix_blocks(guarded, answer(rows=9)), Table) == []


def test_under_protection_a_table_without_one_number_left_says_nothing(guarded):
    assert analysis_blocks(guarded, answer(rows=3)) == []


def test_under_protection_a_column_that_is_wholly_hidden_is_named_and_left_out(guarded):
    table = pd.DataFrame({"subject": ["a", "b"], "small": [3, 4], "large": [51, 52]})
    shown = answer(table=table, counts=("small", "large"), shares={}, derived=())
    (laid,) = of(analysis_blocks(guarded, shown), Table)
    assert [cell.text for cell in laid.rows[0]] == ["a", "50"]
    assert laid.notes == ("Weggelaten, omdat alles erin is afgeschermd: Small.",)


@pytest.mark.parametrize(
    "statement",
    [
        said("{share} gezien.", share=Share(k=4, n=40, noun=FILES)),
        said("{share} gezien.", share=Share(k=40, n=40, noun=FILES)),
        said("{number} gezien.", number=3),
        said("Gezien: {label}.", label=Text("13 dossiers", "13 files")),
    ],
)
def test_under_protection_a_statement_that_gives_people_away_is_left_out(guarded, statement):
    assert statements(guarded, answer(statements=(statement,))) == []


def test_under_protection_a_statement_has_rounded_counts_and_a_word_that_fits_them(guarded):
    statement = said("{share} gezien.", share=Share(k=22, n=41, noun=FILES))
    assert statements(guarded, answer(statements=(statement,))) == [
        "Ongeveer de helft van de dossiers (afgerond: 20 van 40) gezien."
    ]


def test_under_protection_a_number_that_nobody_declared_stays_inside(guarded):
    table = pd.DataFrame({"subject": ["a"], "seen": [50], "median": [12.5]})
    undeclared = answer(table=table, counts=("seen",), shares={}, derived=())
    assert analysis_blocks(guarded, undeclared) == []


def test_calculations_are_a_line_each_and_a_shared_warning_stands_once(report):
    results = tuple(
        wilson_interval(k, 40, selection="purposive", name=Text(f"vraag {k}", f"question {k}"))
        for k in (10, 20)
    )
    shown = answer(results=results, derived=(), table=answer().table[["subject", "k", "n"]])
    lines, shared = appendix_blocks(report, shown)
    assert [line.split(" ")[:2] for line in lines.items] == [["Vraag", "10"], ["Vraag", "20"]]
    assert shared.text.count("geloot") == 1
    assert not any("geloot" in line for line in lines.items)


def test_no_result_passes_under_protection(guarded):
    shown = answer(results=(wilson_interval(12, 40, name="q"),), derived=())
    assert not of(appendix_blocks(guarded, shown), Bullets)


def test_an_answer_that_is_lacking_says_why(report):
    lacking = answer(table=pd.DataFrame(), reason=Text("er zijn geen eenheden", "no units"))
    (why,) = analysis_blocks(report, lacking)
    assert why.text == "Er zijn geen eenheden."
