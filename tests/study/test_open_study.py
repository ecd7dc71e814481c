import pickle

import pytest

from evalkit.errors import ParameterError, StudyError
from evalkit.study import open_study, shipped_studies, table_names, table_schema


def test_a_mistyped_study_gets_the_nearest_right_word():
    with pytest.raises(ParameterError) as error:
        open_study("pubished")
    assert "bedoelt u 'published'?" in error.value.in_language("nl")


def test_a_mistyped_folder_gets_the_study_beside_it(folder):
    with pytest.raises(ParameterError) as error:
        open_study(folder.with_name("stude"))
    assert "studie" in error.value.in_language("nl")


def test_the_published_study_opens_by_name_and_has_no_findings():
    study = open_study("published")
    assert "published" in shipped_studies()
    assert study.check() == []
    study.require_valid()


def test_study_toml_itself_opens_its_folder(folder):
    assert open_study(folder / "study.toml").path == folder


def test_a_folder_without_study_toml_is_no_study(tmp_path):
    with pytest.raises(StudyError) as error:
        open_study(tmp_path)
    assert "evalkit new" in error.value.in_language("nl")


def test_a_file_is_no_study(tmp_path):
    (tmp_path / "x.csv").write_text("a")
    with pytest.raises(StudyError):
        open_study(tmp_path / "x.csv")


def test_a_mistyped_region_gets_the_nearest_right_word():
    study = open_study("published")
    assert study.region("VT08")["name"] == "Groningen"
    assert study.region("groningen")["region"] == "VT08"
    with pytest.raises(ParameterError) as error:
        study.region("Groningne")
    assert "bedoelt u 'Groningen'?" in error.value.in_language("nl")


def test_a_mistyped_table_gets_the_nearest_right_word(folder):
    for ask in (open_study(folder).table, open_study(folder).missing_kinds):
        with pytest.raises(ParameterError) as error:
            ask("region")
        assert "'regions'" in str(error.value)


def test_a_table_that_is_absent_is_empty_with_its_columns(bare):
    study = open_study(bare)
    for name in study.table_names:
        frame = study.table(name)
        assert len(frame) == 0
        assert tuple(frame.columns) == table_schema(name).column_names
    assert study.codings.columns.tolist() == [
        "coder", "unit", "item", "facet", "wave", "value", "evidence", "confidence", "time",
    ]  # fmt: skip


def test_an_empty_table_has_the_same_types_as_a_filled_one(bare, folder):
    empty, filled = open_study(bare), open_study(folder)
    for name in ("municipalities", "answers", "handovers", "escalations"):
        assert empty.table(name).dtypes.to_dict() == filled.table(name).dtypes.to_dict()
    assert empty.codings.dtypes.to_dict() == filled.codings.dtypes.to_dict()


def test_a_table_with_errors_is_refused_so_that_no_row_goes_missing(folder):
    with (folder / "tables" / "regions.csv").open("a") as file:
        file.write("VT9,Regio C (verzonnen),,,,VERZ,\n")
    study = open_study(folder)
    with pytest.raises(StudyError) as error:
        study.table("regions")
    assert error.value.findings
    assert "regions.csv, regel 4" in error.value.in_language("nl")
    assert len(study.readings["regions"].frame()) == 2


def test_require_valid_carries_all_findings_and_survives_pickling(folder):
    (folder / "tables" / "regions.csv").write_text("region,name\nVT9,\n")
    with pytest.raises(StudyError) as error:
        open_study(folder).require_valid()
    again = pickle.loads(pickle.dumps(error.value))
    assert again.findings == error.value.findings
    assert len(again.findings) > 2


def test_warnings_alone_are_valid(folder):
    (folder / "tables" / "notities.pdf").write_bytes(b"x")
    study = open_study(folder)
    assert [check.rule for check in study.check()] == ["ignored-file"]
    study.require_valid()


def test_a_table_with_a_mistyped_file_name_is_an_error_with_the_right_one(folder, found):
    (folder / "tables" / "teams.csv").rename(folder / "tables" / "team.csv")
    (check,) = found(open_study(folder), "unknown-table")
    assert check.hint.nl == "bedoelt u 'teams'?"


def test_a_check_writes_nothing(folder):
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*")}
    open_study(folder).check()
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*")} == before


def test_files_of_editors_and_readmes_are_passed_over(folder):
    for name in ("~$regions.xlsx", ".DS_Store", "README.md"):
        (folder / "tables" / name).write_bytes(b"x")
    assert open_study(folder).check() == []


def test_the_tables_a_study_can_have_do_not_include_the_codings():
    assert "regions" in table_names()
    assert "codings" not in table_names()
