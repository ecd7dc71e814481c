"""What the consensus meeting gets to decide."""

import math

import pytest

from evalkit.errors import ParameterError
from evalkit.reliability import disagreement_worklist, worklist_csv
from evalkit.reliability.worklist import WORKLIST_COLUMNS
from evalkit.study import open_study


def test_the_answers_furthest_apart_come_first(make_study):
    study = make_study(
        {
            ("C0.3", ""): {"a": ["regio", "regio"], "b": ["gemeente", "regio"]},
            ("C1.1", "paper"): {"a": ["0", "1", "2"], "b": ["4", "2", "2"], "c": ["1", "nvt", "2"]},
            ("C0.5", ""): {"a": ["10", "30"], "b": ["30", "30"]},
            ("C2.2", "paper"): {"a": ["schriftelijk|telefonisch"], "b": ["telefonisch"]},
            ("C0.2.1", ""): {"a": ["nvt"], "b": ["nb"]},
        }
    )
    found = disagreement_worklist(study)
    seen = found[["item", "unit", "about", "distance"]].values.tolist()
    assert seen[:5] == [
        ["C0.3", "D000", "level", 1.0],
        ["C1.1", "D000", "level", 1.0],
        ["C1.1", "D001", "applicability", 1.0],
        ["C2.2", "D000", "level", pytest.approx(1 - 1 / 2 * 2 / 3)],
        ["C0.5", "D000", "level", 0.5],
    ]
    assert seen[5][:3] == ["C0.2.1", "D000", "missing"]
    assert math.isnan(seen[5][3])
    assert len(seen) == 6
    assert found.columns.tolist() == [
        *WORKLIST_COLUMNS,
        *("value a", "value b", "value c", "evidence a", "evidence b", "evidence c"),
    ]
    assert found.loc[1, ["value a", "value b", "value c"]].tolist() == ["0", "4", "1"]
    assert found.loc[1, "evidence a"] == "D000, p. 1"


def test_coders_who_agree_leave_nothing_to_discuss(make_study):
    study = make_study({("C1.1", "paper"): {"a": ["0", "nvt", "1"], "b": ["0", "nvt"]}})
    found = disagreement_worklist(study)
    assert len(found) == 0
    assert "value a" in found


def test_a_coder_named_as_a_column_does_no_harm(make_study):
    study = make_study({("C1.1", "paper"): {"unit": ["0"], "distance": ["2"]}})
    found = disagreement_worklist(study).iloc[0]
    assert (found["unit"], found["distance"], found["value unit"]) == ("D000", 0.5, "0")


def test_no_cell_of_the_csv_is_run_as_a_formula(make_study):
    study = make_study(
        {("C1.1", "paper"): {"=cmd": ["0"], "b": ["2"]}}, evidence='=HYPERLINK("http://x")'
    )
    text = worklist_csv(disagreement_worklist(study))
    cells = text.replace('"', "").replace("\n", ",").split(",")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert "'=HYPERLINK" in text


def test_case_files_are_never_quoted(make_study):
    study = make_study({("C0.3", ""): {"a": ["regio"], "b": ["gemeente"]}}, kind="file")
    assert "file" in study.schemes[0].quotes.never_from
    found = disagreement_worklist(study)
    assert found.loc[0, ["evidence a", "evidence b"]].isna().all()
    assert found.loc[0, "value a"] == "regio"


def test_the_published_study_has_an_empty_worklist():
    found = disagreement_worklist(open_study("published"))
    assert found.columns.tolist() == list(WORKLIST_COLUMNS)
    assert len(found) == 0
    assert worklist_csv(found) == ",".join(WORKLIST_COLUMNS) + "\n"


def test_a_mistyped_item_gets_the_nearest_right_word(make_study):
    study = make_study({("C1.1", "paper"): {"a": ["0"], "b": ["0"]}})
    with pytest.raises(ParameterError, match="did you mean"):
        disagreement_worklist(study, items=["C1.l"])
