"""What people and Excel do to a CSV: each is read rightly or reported, with its line."""

import pytest

HEAD = "region,name,note\n"


def rules(reading):
    return {(check.rule, check.line) for check in reading.findings.all()}


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_separator_is_recognised_and_said(read, mark):
    reading = read("regions", f"region{mark}name\nVT08{mark}Groningen\n")
    assert reading.frame()["name"].tolist() == ["Groningen"]
    assert reading.findings.all() == []
    assert (reading.read_as.nl == "") is (mark == ",")


def test_the_first_line_of_excel_may_name_the_separator(read):
    reading = read("regions", "sep=;\nregion;name\nVT08;Groningen, stad\n")
    assert reading.frame()["name"].tolist() == ["Groningen, stad"]
    assert reading.lines == [3]


def test_a_byte_order_mark_is_not_part_of_the_first_column(read):
    reading = read("regions", b"\xef\xbb\xbfregion,name\nVT04,Frysl\xc3\xa2n\n")
    assert reading.frame().iloc[0]["region"] == "VT04"
    assert reading.findings.all() == []


def test_utf_16_of_excel_is_read_and_said(read):
    reading = read("regions", "region\tname\nVT04\tFryslân\n".encode("utf-16"))
    assert reading.frame()["name"].tolist() == ["Fryslân"]
    assert "UTF-16" in reading.read_as.nl


def test_windows_1252_is_read_and_its_first_line_reported(read):
    reading = read("regions", "region,name\nVT08,Groningen\nVT04,Fryslân\n".encode("cp1252"))
    assert reading.frame()["name"].tolist() == ["Groningen", "Fryslân"]
    assert rules(reading) == {("not-utf-8", 3)}


def test_files_glued_together_keep_both_encodings(read):
    data = b"region,name\n" + "VT04,Fryslân\n".encode() + "VT05,Zuidplas é\n".encode("cp1252")
    reading = read("regions", data)
    assert reading.frame()["name"].tolist() == ["Fryslân", "Zuidplas é"]
    assert rules(reading) == {("not-utf-8", 3)}


def test_a_byte_that_windows_1252_lacks_is_reported(read):
    reading = read("regions", b"region,name\nVT08,Gron\x81ngen\n")
    assert ("control-character", 2) in rules(reading)
    assert reading.rows_used == 0


def test_a_name_converted_twice_is_reported_with_what_was_meant(read):
    reading = read("regions", "region,name\nVT04,FryslÃ¢n\n")
    (check,) = reading.findings.all()
    assert (check.rule, check.severity) == ("double-encoded", "warning")
    assert "Fryslân" in check.hint.nl


def test_a_nul_byte_is_reported_at_its_row(read):
    reading = read("regions", b"region,name\nVT08,Groningen\nVT\x0009,Twente\n")
    assert ("control-character", 3) in rules(reading)
    assert reading.frame()["region"].tolist() == ["VT08"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 10, "binary-file"),
        (b"PK\x03\x04 a workbook", "workbook-named-csv"),
        (b"\xd0\xcf\x11\xe0 an old one", "workbook-named-csv"),
        (b"", "empty-file"),
        (b"\n \n\n", "empty-file"),
    ],
)
def test_what_is_no_table_is_one_finding(read, data, rule):
    assert [check.rule for check in read("regions", data).findings.all()] == [rule]


def test_an_unclosed_quote_costs_one_row_and_not_the_rest(read):
    reading = read("regions", HEAD + 'VT01,"Amsterdam,\nVT02,Drenthe,x\nVT03,Flevoland,y\n')
    assert rules(reading) == {("unclosed-quote", 2)}
    assert reading.frame()["region"].tolist() == ["VT02", "VT03"]


def test_a_quote_that_closes_rows_later_does_not_swallow_them(read):
    reading = read("regions", HEAD + 'VT01,"Amsterdam,\nVT02,Drenthe",\nVT03,Flevoland,y\n')
    assert rules(reading) == {("unclosed-quote", 2), ("unclosed-quote", 3)}
    assert reading.rows_in == 3
    assert reading.frame()["region"].tolist() == ["VT03"]


def test_a_quote_open_to_the_end_of_the_file_is_reported(read):
    reading = read("regions", HEAD + 'VT01,Amsterdam,"een\n')
    assert rules(reading) == {("unclosed-quote", 2)}


def test_a_note_of_several_lines_keeps_the_physical_line_of_later_rows(read):
    reading = read("regions", HEAD + 'VT01,Amsterdam,"een\ntwee\ndrie"\nVT2,Drenthe,\n')
    assert reading.lines == [2, 5]
    assert ("wrong-pattern", 5) in rules(reading)
    assert reading.frame()["note"].tolist() == ["een\ntwee\ndrie"]


@pytest.mark.parametrize("row", ["VT01", "VT01,Amsterdam", "VT01,Amsterdam,x,y"])
def test_a_row_with_too_few_or_too_many_cells_is_reported(read, row):
    reading = read("regions", HEAD + f"{row}\nVT02,Drenthe,\n")
    assert rules(reading) == {("ragged-line", 2)}
    assert reading.frame()["region"].tolist() == ["VT02"]


def test_empty_cells_after_the_last_column_are_passed_over(read):
    reading = read("regions", "region,name,,\nVT01,Amsterdam,,\n")
    assert reading.findings.all() == []
    assert reading.rows_used == 1


def test_empty_lines_between_rows_are_said_and_those_at_the_end_are_not(read):
    reading = read("regions", HEAD + "VT01,A,\n,,\n\nVT02,B,\n\n,,\n")
    (check,) = reading.findings.all()
    assert (check.rule, check.line, check.severity) == ("empty-line", 3, "warning")
    assert "2 lege regels" in check.message.nl
    assert reading.rows_used == 2


def test_spaces_and_fixed_spaces_are_left_out_and_said_once(read):
    reading = read("regions", HEAD + " VT01 ,Gooi en\u00a0Vecht\u00a0,\nVT02\u00a0,Drenthe,\n")
    assert reading.frame()["region"].tolist() == ["VT01", "VT02"]
    assert reading.frame()["name"].tolist() == ["Gooi en Vecht", "Drenthe"]
    assert [(c.rule, c.column) for c in reading.findings.all()] == [
        ("spaces", "region"),
        ("spaces", "name"),
    ]


def test_na_is_text_and_not_missing(read):
    reading = read("regions", HEAD + "VT01,NA,NULL\nVT02,nan,None\n")
    assert reading.frame()["name"].tolist() == ["NA", "nan"]
    assert reading.frame()["note"].tolist() == ["NULL", "None"]


@pytest.mark.parametrize("found_code", ["344", "0344", "GM344", "gm0344", "GM 344", "344.0"])
def test_a_code_that_lost_its_zeros_is_reported_with_the_code_meant(read, found_code):
    reading = read("municipalities", f"municipality,name\n{found_code},Utrecht\n")
    (check,) = reading.findings.all()
    assert (check.rule, check.line, check.value) == ("wrong-pattern", 2, found_code)
    assert "'GM0344'" in check.hint.nl
    assert "Tekst" in check.hint.nl


def test_a_code_with_zeros_stays_text(read):
    reading = read("teams", "team,municipality,name\n0344,GM0344,007\n")
    assert reading.frame().iloc[0].tolist()[:3] == ["0344", "GM0344", "007"]


def test_old_macintosh_line_ends_are_read(read):
    reading = read("regions", "region,name\rVT01,A\rVT02,B\r")
    assert reading.lines == [2, 3]


def test_findings_are_capped_per_file_and_the_rest_is_counted(read):
    reading = read("regions", HEAD + "".join(f"X{i},naam,\n" for i in range(700)))
    checks = reading.findings.all()
    assert len(checks) == 501
    assert checks[-1].rule == "more-findings"
    assert "200" in checks[-1].message.nl
    assert reading.rows_reported == 700


def test_a_duplicate_key_names_the_first_line(read):
    reading = read("regions", HEAD + "VT01,A,\nVT02,B,\nVT01,C,\n")
    (check,) = reading.findings.all()
    assert (check.rule, check.line) == ("duplicate-key", 4)
    assert "regel 2" in check.message.nl
    assert reading.frame()["name"].tolist() == ["A", "B"]


def test_a_key_of_two_columns_is_compared_as_a_whole(read):
    rows = "E01,1,VT08\nE01,2,VT08\nE01,1,VT08\n"
    reading = read("escalations", "escalation,step,region\n" + rows)
    assert rules(reading) == {("duplicate-key", 4)}


def test_an_error_value_of_excel_is_reported(read):
    reading = read("regions", HEAD + "VT01,#N/B,\nVT02,#####,\n")
    assert rules(reading) == {("excel-error", 2), ("excel-error", 3)}


def test_a_value_outside_the_list_gets_the_nearest(read):
    reading = read("municipalities", "municipality,name,size_class\nGM0344,Utrecht,groto\n")
    (check,) = reading.findings.all()
    assert check.rule == "not-in-list"
    assert check.hint.nl == "bedoelt u 'groot'?"


def test_an_empty_required_cell_is_reported(read):
    assert rules(read("regions", HEAD + "VT01,,x\n")) == {("required", 2)}


def test_all_findings_of_all_columns_come_at_once(read):
    text = "municipality,name,size_class,population,population_date\n12,,reusachtig,2.5,morgen\n"
    reading = read("municipalities", text)
    assert {check.column for check in reading.findings.all()} == {
        "municipality",
        "name",
        "size_class",
        "population",
        "population_date",
    }
