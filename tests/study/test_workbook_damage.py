"""What people and Excel do to a workbook: each is read rightly or reported, with sheet and line."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from evalkit.study import open_study


def workbook(rows, sheet="municipalities", change=None, **options):
    """A workbook as Excel writes it; `change` gets the workbook and its sheet."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, options) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    page.write_datetime(
                        number, column, value, book.add_format({"num_format": "dd-mm-yyyy"})
                    )
                else:
                    page.write(number, column, value)
        if change:
            change(book, page)
    return data.getvalue()


def rebuilt(data, edit):
    """The same zip with each member passed through `edit(name, content)`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name)))
    return out.getvalue()


HEAD = ["municipality", "name", "population", "population_date"]
GOOD = [HEAD, ["GM0344", "Utrecht", 359370, dt.date(2020, 7, 1)]]


@pytest.fixture
def sheet(read):
    return lambda data: read("municipalities", data, ".xlsx")


def rules(reading):
    return [(check.rule, check.line) for check in reading.findings.all()]


def test_numbers_text_and_dates_of_a_workbook_are_read(sheet):
    reading = sheet(workbook(GOOD))
    assert reading.findings.all() == []
    row = reading.frame().iloc[0]
    assert (row["municipality"], row["population"]) == ("GM0344", 359370)
    assert row["population_date"] == dt.datetime(2020, 7, 1)  # noqa: DTZ001


def test_a_finding_names_the_sheet_and_the_row(sheet):
    reading = sheet(workbook([*GOOD, ["GM0014", "Groningen", 2.5]]))
    (check,) = reading.findings.all()
    assert (check.rule, check.sheet, check.line) == ("not-whole", "municipalities", 3)
    assert reading.rows_used == 1


def test_a_number_with_three_decimals_is_no_thousand(sheet):
    assert rules(sheet(workbook([HEAD, ["GM0344", "Utrecht", 1.234]]))) == [("not-whole", 2)]


def test_a_code_that_excel_made_a_number_is_reported_with_the_code_meant(sheet):
    (check,) = sheet(workbook([HEAD, [344, "Utrecht"]])).findings.all()
    assert "'GM0344'" in check.hint.en


def test_a_day_number_in_a_date_column_is_read_and_said(sheet):
    reading = sheet(workbook([HEAD, ["GM0344", "Utrecht", 1, 44196]]))
    assert reading.frame()["population_date"][0] == dt.datetime(2020, 12, 31)  # noqa: DTZ001
    assert [(c.rule, c.severity) for c in reading.findings.all()] == [("excel-serial", "warning")]


def test_days_counted_from_1904_give_the_same_date(sheet):
    rows = [HEAD, ["GM0344", "Utrecht", 1, dt.date(2020, 12, 31)], ["GM0014", "G", 1, 44196 - 1462]]
    frame = sheet(workbook(rows, date_1904=True)).frame()
    assert frame["population_date"].dt.strftime("%Y-%m-%d").tolist() == ["2020-12-31"] * 2


def test_a_text_that_excel_made_a_date_is_reported(sheet):
    reading = sheet(workbook([HEAD, ["GM0344", dt.date(2020, 2, 1)]]))
    assert rules(reading) == [("excel-changed", 2)]


def test_a_formula_is_reported_and_its_row_not_used(sheet):
    def formula(_, page):
        page.write_formula(1, 2, "=100+1", None, 101)

    reading = sheet(workbook([*GOOD, ["GM0014", "Groningen", 1]], change=formula))
    assert rules(reading) == [("formula", 2)]
    assert reading.frame()["municipality"].tolist() == ["GM0014"]


def test_merged_cells_are_reported(sheet):
    def merge(_, page):
        page.merge_range("B3:B4", "Samen")

    reading = sheet(workbook([*GOOD, ["GM0014", "x"], ["GM0034"]], change=merge))
    assert ("merged-cells", 3) in rules(reading)


def test_a_value_outside_the_named_columns_is_reported(sheet):
    reading = sheet(workbook([HEAD, ["GM0344", "Utrecht", 1, "", "los"]]))
    assert rules(reading) == [("ragged-line", 2)]


def test_empty_rows_between_rows_are_said(sheet):
    reading = sheet(workbook([*GOOD, [], ["GM0014", "Groningen"]]))
    assert rules(reading) == [("empty-line", 3)]
    assert reading.lines == [2, 4]


def test_a_workbook_may_hold_several_tables_and_other_sheets_are_said(bare, found):
    book = openpyxl.Workbook()
    book.active.title = "Regions"
    book.active.append(["region", "name"])
    book.active.append(["VT91", "A"])
    book.create_sheet("teams").append(["team", "municipality"])
    book.create_sheet("Toelichting").append(["lees dit"])
    book.save(bare / "tables" / "alles.xlsx")
    study = open_study(bare)
    assert study.table("regions")["region"].tolist() == ["VT91"]
    assert study.readings["teams"].present
    (check,) = found(study, "extra-sheet")
    assert (check.sheet, check.severity) == ("Toelichting", "warning")


def test_a_workbook_with_the_name_of_a_table_may_name_its_only_sheet_anything(read):
    reading = read("regions", workbook([["region", "name"], ["VT91", "A"]], "Blad1"), ".xlsx")
    assert reading.rows_used == 1


def test_a_table_that_is_there_twice_is_an_error(folder, found):
    rows = [["region", "name"], ["VT91", "A"]]
    (folder / "tables" / "regions.xlsx").write_bytes(workbook(rows, "regions"))
    (check,) = found(open_study(folder), "duplicate-table")
    assert check.severity == "error"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"region,name\nVT91,A\n",
        workbook(GOOD)[:-200],
    ],
)
def test_what_is_no_workbook_is_one_finding(bare, found, data):
    (bare / "tables" / "regions.xlsx").write_bytes(data)
    (check,) = found(open_study(bare), "unreadable-workbook")
    assert check.severity == "error"


def test_an_encrypted_workbook_is_called_so(bare, found):
    (bare / "tables" / "regions.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "wachtwoord" in found(open_study(bare), "unreadable-workbook")[0].message.nl


def unreadable(sheet, data):
    (check,) = sheet(data).findings.all()
    assert check.rule == "unreadable-workbook"
    return check.message.en


def test_an_entity_bomb_is_refused(sheet):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

    def edit(name, content):
        head, _, rest = content.partition(b"?>")
        return head + b"?>" + bomb + rest if name == "xl/sharedStrings.xml" else content

    assert "DOCTYPE" in unreadable(sheet, rebuilt(workbook(GOOD), edit))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(sheet):
    def edit(name, content):
        return content + b" " * 30_000_000 if name == "xl/styles.xml" else content

    assert "unreasonable size" in unreadable(sheet, rebuilt(workbook(GOOD), edit))


@pytest.mark.parametrize(
    ("cell", "row"),
    [(b"XFD3", b"3"), (b"A2", b"2"), (b"A1048576", b"1048576"), (b"A5", b"3"), (b"B2", b"1")],
)
def test_a_cell_far_away_or_out_of_place_is_refused(sheet, cell, row):
    def edit(name, content):
        extra = b'<row r="%b"><c r="%b"><v>1</v></c></row>' % (row, cell)
        return content.replace(b"</sheetData>", extra + b"</sheetData>")

    assert unreadable(sheet, rebuilt(workbook(GOOD), edit))


def test_a_workbook_with_macros_is_refused(sheet):
    out = io.BytesIO(workbook(GOOD))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "macros" in unreadable(sheet, out.getvalue())


@pytest.mark.parametrize("suffix", [".xls", ".xlsm", ".ods"])
def test_other_spreadsheets_are_refused_with_what_to_do(bare, found, suffix):
    (bare / "tables" / f"regions{suffix}").write_bytes(b"x")
    (check,) = found(open_study(bare), "unsupported-file")
    assert ".xlsx" in check.hint.nl
