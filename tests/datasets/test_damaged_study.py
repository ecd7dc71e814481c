"""A damaged copy of the shipped study gives findings that name the place, and no report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evalkit.errors import StudyError
from evalkit.study import open_study

if TYPE_CHECKING:
    from pathlib import Path

    from evalkit.study import Study


def test_the_shipped_study_has_no_findings(published: Study) -> None:
    assert [str(finding) for finding in published.check()] == []


@pytest.mark.parametrize(
    ("table", "before", "after", "column"),
    [
        ("counts", ",127410,,final", ",127410x,,final", "value"),
        ("counts", ",127410,,final", ",-127410,,final", "value"),
        ("counts", ",127410,,final", ",127410,,definitief", "status"),
        ("counts", ",127410,,final,5,84852NED-1", ",127410,,final,5,84852NED-9", "source"),
        ("counts", "NL,2020JJ00,127410", "NL,2020J,127410", "period"),
        ("counts", "Nederland,NL,2020JJ00", "Nederland,XX,2020JJ00", "region_type"),
        ("memberships", "GM0014,VT08", "GM0014,VT99", "region"),
        ("memberships", "GM0014,VT08", "GM9914,VT08", "municipality"),
        ("municipalities", "GM0014,", "GM014,", "municipality"),
        ("inspections", "VT06,2017-07,Stap 2", "VT06,juli,Stap 2", "date"),
        ("inspections", ",29,29,30,", ",29,29,31,", "expectations"),
        ("legal_terms", ",0.9,W32", ",90,W32", "share"),
        ("sources", "https://www.igj.nl/publicaties", "igj.nl/publicaties", "address"),
        ("same_areas", "VT23,PV29", "VT23,Zeeland", "same_as"),
    ],
)
def test_a_damaged_cell_is_found_with_file_and_column(
    copied: Path, table: str, before: str, after: str, column: str
) -> None:
    path = copied / "tables" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    line = text[: text.index(before)].count("\n") + 1
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    findings = open_study(copied).check()
    at_the_cell = [
        finding
        for finding in findings
        if (finding.file, finding.line, finding.column) == (f"tables/{table}.csv", line, column)
    ]
    assert at_the_cell, [str(finding) for finding in findings]


def test_a_damaged_study_is_refused_with_its_findings(copied: Path) -> None:
    path = copied / "tables" / "legal_terms.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",W34,", ",W43x,"), encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        open_study(copied).require_valid()
    assert len(caught.value.findings) == 2


def test_a_row_that_stands_twice_is_found(copied: Path) -> None:
    path = copied / "tables" / "counts.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    findings = open_study(copied).check()
    assert {(f.file, f.line) for f in findings} == {("tables/counts.csv", len(lines) + 1)}


def test_a_file_that_breaks_off_halfway_is_found(copied: Path) -> None:
    path = copied / "tables" / "inspections.csv"
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"VT06") + 12])
    assert any(f.file == "tables/inspections.csv" for f in open_study(copied).check())


def test_a_renamed_column_is_found(copied: Path) -> None:
    path = copied / "tables" / "counts.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",value,", ",vaule,", 1), encoding="utf-8")
    findings = open_study(copied).check()
    assert any("value" in str(finding) and "vaule" in str(finding) for finding in findings)
