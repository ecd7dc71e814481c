import pytest


@pytest.mark.parametrize("header", ["region,naam", "region,nane", "regoin,name"])
def test_a_mistyped_header_gets_the_nearest_column_and_no_row_is_used(read, header):
    reading = read("regions", f"{header}\nVT01,A\nVT02,B\n")
    checks = [c for c in reading.findings.all() if c.rule == "mistyped-header"]
    assert len(checks) == 1
    assert checks[0].line == 1
    assert "bedoelt u" in checks[0].hint.nl
    assert (reading.rows_used, reading.rows_reported) == (0, 2)


def test_capitals_and_spaces_in_a_header_do_not_matter(read):
    reading = read("regions", " Region ,NAME\nVT01,A\n")
    assert reading.frame()["name"].tolist() == ["A"]
    assert reading.findings.all() == []


def test_a_missing_required_column_is_reported_once(read):
    reading = read("regions", "region,note\nVT01,x\nVT02,y\n")
    (check,) = reading.findings.all()
    assert (check.rule, check.column) == ("missing-column", "name")
    assert reading.rows_reported == 2


def test_a_missing_optional_column_is_empty(read):
    reading = read("regions", "region,name\nVT01,A\n")
    assert reading.frame()["note"].isna().all()
    assert reading.findings.all() == []


def test_a_column_that_does_not_belong_is_a_warning_and_the_rest_is_used(read):
    reading = read("regions", "region,name,kleur\nVT01,A,rood\n")
    (check,) = reading.findings.all()
    assert (check.rule, check.severity, check.value) == ("extra-column", "warning", "kleur")
    assert reading.rows_used == 1


def test_a_header_that_stands_there_twice_is_an_error(read):
    reading = read("regions", "region,name,name\nVT01,A,B\n")
    assert [c.rule for c in reading.findings.all()] == ["duplicate-header"]
    assert reading.rows_used == 0


def test_a_column_with_values_and_no_name_is_said(read):
    reading = read("regions", "region,,name\nVT01,x,A\n")
    (check,) = reading.findings.all()
    assert (check.rule, check.severity) == ("header-without-name", "warning")


def test_a_table_without_a_header_is_reported(read):
    reading = read("regions", "VT01,Amsterdam\nVT02,Drenthe\n")
    missing = {c.column for c in reading.findings.all() if c.rule == "missing-column"}
    assert missing == {"region", "name"}


def test_cells_below_a_wrong_header_are_checked_too(read):
    reading = read("regions", "region,nane\nX1,A\n")
    assert {c.rule for c in reading.findings.all()} >= {"mistyped-header", "wrong-pattern"}
