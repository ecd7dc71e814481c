"""Whatever happens to the bytes of a table: no traceback, and no row that is dropped unseen."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalkit.study.delimited import read_delimited
from evalkit.study.numbers import read_integer
from evalkit.study.reading import read_table
from evalkit.study.schema import table_schema
from evalkit.study.workbook import read_workbook

SCHEMA = table_schema("municipalities")
ROWS = [
    ("GM0344", "Utrecht, stad", "groot", 359370, "2020-07-01"),
    ("GM0088", "Schiermonnik\u00f4og", "klein", 947, "2020-07-01"),
    ("GM0014", 'Groningen "stad"', "groot", 234249, ""),
    ("GM1680", "Aa en Hunze\nDrenthe", "middel", 25445, "2020-07-01"),
]
HEAD = ("municipality", "name", "size_class", "population", "population_date")
CSV = "\n".join(
    [",".join(HEAD)]
    + [f'{a},"{b.replace(chr(34), chr(34) * 2)}",{c},{d},{e}' for a, b, c, d, e in ROWS]
).encode() + b"\n"  # fmt: skip


def workbook():
    data = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for *values, day in ROWS:
        book.active.append([*values, dt.date.fromisoformat(day) if day else None])
    book.save(data)
    return data.getvalue()


XLSX = workbook()
PLAIN = b"\n".join(
    [",".join(HEAD).encode(), *(f"GM{n:04},Plaats {n},klein,{n},".encode() for n in range(9))]
)


@st.composite
def damaged(draw, data):
    """The bytes with a few of them flipped, deleted, doubled or inserted."""
    out = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(out) - 1, 0)))
        match draw(st.sampled_from(["flip", "delete", "insert", "cut", "double"])):
            case "flip":
                out[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case "delete":
                del out[place : place + draw(st.integers(1, 8))]
            case "insert":
                out[place:place] = draw(st.sampled_from([b'"', b",", b"\n", b"\0", b";", b"\xe9"]))
            case "cut":
                del out[place:]
            case _:
                out[place:place] = out[place : place + 20]
    return bytes(out)


def every_row_is_accounted_for(raw, reading):
    errors = [check for check in reading.findings.all() if check.severity == "error"]
    assert reading.rows_in == reading.rows_used + reading.rows_reported
    assert bool(errors) or reading.rows_reported == 0
    whole = any(check.line in (None, raw.header_line) for check in errors)
    reported = {reading.lines[row] for row in reading.wrong} | set(reading.unread)
    if not whole:
        assert reported == {check.line for check in errors}
    for check in reading.findings.all():
        assert check.message.nl
        assert check.message.en


@settings(max_examples=300, deadline=None)
@given(data=st.one_of(damaged(CSV), damaged(PLAIN)))
def test_a_damaged_csv_gives_findings_and_never_a_traceback(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "municipalities.csv"
    path.write_bytes(data)
    raw = read_delimited(path, file="f", known=SCHEMA.column_names)
    reading = read_table(raw, SCHEMA)
    every_row_is_accounted_for(raw, reading)
    if not raw.header:
        assert reading.findings.all()
        return
    starts = [raw.header_line, *reading.lines, *reading.unread]
    assert len(starts) == len(set(starts))
    assert reading.rows_in == len(starts) - 1
    if b'"' not in data:
        # Then a row is a line, and every line that holds more than separators is one.
        lines = re.split(rb"\r\n|\r|\n", data)
        assert len(starts) == sum(bool(line.strip(b"\xef\xbb\xbf ,;|\t")) for line in lines)


@settings(max_examples=150, deadline=None)
@given(data=damaged(XLSX))
def test_a_damaged_workbook_gives_findings_or_the_same_rows(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "municipalities.xlsx"
    path.write_bytes(data)
    for raw in read_workbook(path, file="f"):
        reading = read_table(raw, SCHEMA)
        every_row_is_accounted_for(raw, reading)
        if not reading.findings.all():
            assert reading.rows_used == len(ROWS)
            assert reading.values["population"] == [row[3] for row in ROWS]


def test_the_undamaged_files_give_the_same_rows(tmp_path):
    (tmp_path / "a.csv").write_bytes(CSV)
    (tmp_path / "a.xlsx").write_bytes(XLSX)
    one = read_table(read_delimited(tmp_path / "a.csv", file="f", known=HEAD), SCHEMA)
    (raw,) = read_workbook(tmp_path / "a.xlsx", file="f")
    other = read_table(raw, SCHEMA)
    assert one.values == other.values
    assert one.rows_used == len(ROWS)
    assert one.findings.all() == other.findings.all() == []


@given(
    rows=st.lists(
        st.tuples(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12)), max_size=8
    )
)
@settings(max_examples=200, deadline=None)
def test_any_text_written_as_csv_comes_back_or_is_reported(tmp_path_factory, rows):
    import csv

    path = tmp_path_factory.mktemp("fuzz") / "teams.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["team", "municipality", "name"])
        writer.writerows(rows)
    schema = table_schema("teams")
    raw = read_delimited(path, file="f", known=schema.column_names)
    reading = read_table(raw, schema)
    every_row_is_accounted_for(raw, reading)


@pytest.mark.parametrize("sign", ["", "-"])
@given(number=st.integers(0, 10**15))
def test_a_whole_number_written_the_dutch_way_comes_back(sign, number):
    text = sign + f"{number:,}".replace(",", ".")
    assert read_integer(text, seen=text)[0] == int(f"{sign}{number}")
