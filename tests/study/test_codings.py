import io

import openpyxl
import pytest

from evalkit.errors import StudyError
from evalkit.schemes import load_scheme
from evalkit.study import open_study
from evalkit.study.levels import judge_value

HEAD = "time,unit,item,facet,wave,value,evidence,confidence\n"
SCHEME = load_scheme("aef-2020")


@pytest.fixture
def code(folder, found):
    """Give one more coder the rows and return the findings about its file."""

    def write_and_check(*rows):
        (folder / "codings" / "codeur-3.csv").write_text(HEAD + "".join(f"{r}\n" for r in rows))
        checks = open_study(folder).check()
        assert {check.file for check in checks} <= {"codings/codeur-3.csv"}
        return checks

    return write_and_check


@pytest.mark.parametrize(
    ("row", "rule", "column", "hint"),
    [
        (",D001,C1.1,paper,w0,5,,", "unknown-level", "value", "kies uit 0, 1, 2, 3"),
        (",D001,C1.1,paper,w0,afwezig,,", "unknown-level", "value", "bedoelt u '0'?"),
        (",D001,C1.1,paper,w0,2 uitgewerkt,,", "unknown-level", "value", "bedoelt u '2'?"),
        (",D001,C1.1,known,w0,4,,", "unknown-level", "value", "kies uit"),
        (",D001,C0.3,,w0,Regio,,", "unknown-level", "value", "bedoelt u 'regio'?"),
        (",D001,C2.2,paper,w0,schriftelijk|warm,,", "unknown-level", "value", "warm-met-gezin"),
        (",D001,C2.2,paper,w0,huisbezoek|huisbezoek,,", "level-twice", "value", "één keer"),
        (",D001,C1.91,paper,w0,2,,", "unknown-item", "item", "bedoelt u 'C1.9'?"),
        (",D001,C1.1,papier,w0,2,,", "unknown-facet", "facet", "bedoelt u 'paper'?"),
        (",D001,C1.1,,w0,2,,", "unknown-facet", "facet", "kies uit"),
        (",D001,C0.3,paper,w0,regio,,", "unknown-facet", "facet", "leeg"),
        (",D009,C0.3,,w0,regio,,", "unknown-reference", "unit", "bedoelt u"),
        (",F001,C0.3,,w0,regio,,", "wrong-unit", "unit", "document"),
        (",F001,C4.3.1,practice,w0,0.5,,", "derived-item", "item", "C4.3"),
        (",D001,C0.3,,w1,regio,,", "other-wave", "wave", "leeg"),
        (",D001,C0.3,,w7,regio,,", "unknown-wave", "wave", "w0"),
        (",D001,C0.5,,w0,2.5,,", "not-whole", "value", "geheel"),
        (",D001,C0.5,,w0,0,,", "out-of-range", "value", "van 1"),
        (",D001,C2.4,paper,w0,vijf dagen,,", "not-a-number", "value", "cijfers"),
        (",D001,C0.2.1,,w0,31-12-20,,", "not-a-date", "value", "2020-12-31"),
        (",D001,C0.3,,w0,regio,,4", "out-of-range", "confidence", "van 1 tot en met 3"),
        (",D001,C0.3,,w0,,p. 1,", "required", "value", "vul"),
    ],
)
def test_a_coding_that_does_not_fit_the_scheme(code, row, rule, column, hint):
    checks = code(row)
    check = next(check for check in checks if (check.rule, check.column) == (rule, column))
    assert check.line == 2
    assert hint in check.hint.nl


@pytest.mark.parametrize("kind", ["nvt", "nb", "nr", "wg"])
def test_every_kind_of_missing_fits_every_item(code, kind):
    assert code(f",D001,C1.1,paper,w0,{kind},,", f",D001,C0.5,,w0,{kind},,") == []


def test_the_last_coding_counts_and_the_earlier_stay_in_the_journal(folder):
    study = open_study(folder)
    mine = study.codings.query("coder == 'codeur-1' and unit == 'D002' and item == 'C1.1'")
    assert mine["value"].tolist() == ["1"]
    journal = study.journal.query("coder == 'codeur-1' and unit == 'D002' and item == 'C1.1'")
    assert journal["value"].tolist() == ["0", "1"]


def test_a_coding_without_a_wave_gets_that_of_its_unit_and_counts_as_the_same(code, folder):
    assert code(",D001,C0.3,,w0,regio,,", ",D001,C0.3,,,subregio,,") == []
    mine = open_study(folder).codings.query("coder == 'codeur-3'")
    assert mine[["wave", "value"]].to_numpy().tolist() == [["w0", "subregio"]]


def test_facets_of_an_item_are_coded_apart(code, folder):
    assert code(",D001,C1.1,paper,w0,4,,", ",D001,C1.1,practice,w0,1,,") == []
    assert len(open_study(folder).codings.query("coder == 'codeur-3'")) == 2


def test_a_time_that_goes_back_is_a_warning(code):
    first, then = "2026-02-01T10:00:00", "2026-01-01T10:00:00"
    (check,) = code(f"{first},D001,C0.3,,w0,regio,,", f"{then},D002,C0.3,,w0,regio,,")
    assert (check.rule, check.severity, check.line) == ("time-goes-back", "warning", 3)


def test_evidence_is_masked_and_kept_short(code):
    words = " ".join(["geheim"] * (SCHEME.quotes.most_words + 1))
    (check,) = code(f",D001,C0.3,,w0,regio,{words},")
    assert check.rule == "long-quote"
    assert "geheim" not in repr(check)


def test_codings_with_errors_are_refused(code, folder):
    code(",D001,C0.3,,w0,,p. 1,")
    with pytest.raises(StudyError):
        _ = open_study(folder).codings


def test_a_coding_sheet_may_be_a_workbook_with_numbers(folder):
    book = openpyxl.Workbook()
    book.active.append(HEAD.strip().split(","))
    book.active.append([None, "D001", "C1.1", "paper", "w0", 2, None, 3])
    data = io.BytesIO()
    book.save(data)
    (folder / "codings" / "codeur-4.xlsx").write_bytes(data.getvalue())
    study = open_study(folder)
    assert study.check() == []
    assert study.codings.query("coder == 'codeur-4'")["value"].tolist() == ["2"]


def test_a_coder_with_two_files_is_an_error(folder, found):
    (folder / "codings" / "codeur-1.txt").write_text(HEAD)
    assert found(open_study(folder), "duplicate-table")


@pytest.mark.parametrize(
    ("item", "value", "fits"),
    [
        ("C4.1.1", "12/18", True),
        ("C4.1.1", "19/18", False),
        ("C4.1.1", "0/0", False),
        ("C4.1.1", "0,5", True),
        ("C4.1.1", "1.5", False),
        ("C4.6", "-1", True),
        ("C0.2.1", "31-12-2020", True),
    ],
)
def test_values_of_other_scales(item, value, fits):
    assert (judge_value(value, SCHEME.item(item)) is None) is fits


def test_a_copy_of_a_journal_does_not_pass_for_a_coder_unseen(folder, found):
    file = folder / "codings" / "codeur-1.csv"
    assert not found(open_study(folder), "copied-journal")
    (folder / "codings" / "codeur-1 (kopie).csv").write_bytes(file.read_bytes())
    (copied,) = found(open_study(folder), "copied-journal")
    assert "codeur-1" in copied.file
    assert copied.severity == "warning"
    for path in (folder / "codings").iterdir():
        path.write_text("unit,item,facet,value\nD001,C1.1,paper,2\n")
    assert not found(open_study(folder), "copied-journal")  # coders may give the same answers
