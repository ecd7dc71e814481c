"""Nothing, one row, all missing: a study at its edges."""

import pytest

from evalkit.study import open_study
from evalkit.study.codes import mended_code
from evalkit.study.csv_text import csv_text, guarded
from evalkit.study.findings import Findings, per_file, shown

TOML = '[study]\ntitle = "Leeg"\nselection = "census"\nprofile = "public"\n'


@pytest.fixture
def study_at(tmp_path):
    (tmp_path / "study.toml").write_text(TOML)
    return tmp_path


def test_a_study_of_study_toml_alone_has_no_findings(study_at):
    study = open_study(study_at)
    assert study.check() == []
    assert study.schemes == ()
    assert study.waves == ()
    assert len(study.codings) == 0


def test_a_table_of_a_header_alone_is_empty(study_at):
    (study_at / "tables").mkdir()
    (study_at / "tables" / "regions.csv").write_text("region,name\n")
    study = open_study(study_at)
    assert study.check() == []
    assert len(study.table("regions")) == 0


def test_a_table_without_a_last_line_end_keeps_its_last_row(study_at):
    (study_at / "tables").mkdir()
    (study_at / "tables" / "regions.csv").write_text("region,name\nVT91,A")
    assert len(open_study(study_at).table("regions")) == 1


def test_one_column_may_be_missing_everywhere(study_at):
    (study_at / "tables").mkdir()
    rows = "escalation,step,region,date\nE1,1,VT91,nb\nE1,2,VT91,nr\n"
    (study_at / "tables" / "escalations.csv").write_text(rows)
    (study_at / "tables" / "regions.csv").write_text("region,name\nVT91,A\n")
    study = open_study(study_at)
    assert study.check() == []
    assert study.table("escalations")["date"].isna().all()
    assert study.missing_kinds("escalations")["date"].tolist() == ["nb", "nr"]


def test_a_region_is_not_found_in_a_study_without_regions(study_at):
    from evalkit.errors import ParameterError

    with pytest.raises(ParameterError):
        open_study(study_at).region("VT08")


@pytest.mark.parametrize(
    "payload",
    ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1", "\uff1d1", "\uff0b1", "-cmd|' /C'"],
)
def test_no_cell_is_written_as_a_formula(payload):
    assert guarded(payload).startswith("'")


@pytest.mark.parametrize("value", ["VT08", "-1", "-1,5", "+31", "a=b", "", "'s-Gravenhage"])
def test_ordinary_values_are_written_as_they_are(value):
    assert guarded(value) == value


def test_a_row_of_nothing_is_a_row_of_empty_cells():
    assert csv_text([[None, "", 0]]) == ",,0\n"


def test_a_finding_shows_one_line_cut_short():
    assert shown("a\nb\0") == "a\\x0ab\\x00"
    assert len(shown("x" * 500)) == 60


def test_no_findings_are_no_findings():
    assert per_file([]) == []
    assert Findings("f").all() == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("", None), ("0", "GM0000"), ("12345", None), ("VT08", None), ("00344", "GM0344")],
)
def test_a_code_is_mended_only_when_it_fits(text, code):
    assert mended_code(text, "^GM[0-9]{4}$") == code


def test_a_pattern_that_is_no_code_mends_nothing():
    assert mended_code("344", "^[a-z]+$") is None
