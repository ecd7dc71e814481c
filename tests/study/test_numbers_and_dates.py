import datetime as dt

import pytest

from evalkit.study.dates import read_date, read_datetime
from evalkit.study.findings import UnreadableError
from evalkit.study.numbers import decimal_mark, read_integer, read_number


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("12", 12, False),
        ("-3", -3, False),
        ("\u22123", -3, False),
        ("2,0", 2, False),
        ("2.0", 2, False),
        ("1.234", 1234, True),
        ("1.234.567", 1234567, True),
        ("17 400", 17400, True),
        ("17\u00a0400", 17400, True),
    ],
)
def test_whole_numbers_as_the_dutch_write_them(text, value, said):
    number, remark = read_integer(text, seen=text)
    assert number == value
    assert (remark is not None) is said


@pytest.mark.parametrize(
    "text",
    ["2.5", "2,5", "1,234", "1,000", "1.23.456", "12a", "1E+05", "€ 5", "45%", "", "nan", "inf",
     "9" * 25, "９", "1_000", "0x10"],
)  # fmt: skip
def test_what_is_no_sure_whole_number_is_refused(text):
    with pytest.raises(UnreadableError):
        read_integer(text, seen=text)


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("0,5", "unknown", 0.5),
        ("0.5", "unknown", 0.5),
        (",5", "unknown", 0.5),
        ("1.234,5", "unknown", 1234.5),
        ("1 234,5", "unknown", 1234.5),
        ("1.234", "comma", 1234.0),
        ("1.234", "point", 1.234),
        ("1,234", "comma", 1.234),
        ("0.123", "unknown", 0.123),
    ],
)
def test_decimals_follow_the_mark_of_the_column(text, mark, value):
    assert read_number(text, mark=mark, seen=text)[0] == value


@pytest.mark.parametrize(
    ("text", "mark"), [("1.234", "unknown"), ("1,234", "unknown"), ("1,234", "point")]
)
def test_a_number_that_can_be_read_two_ways_is_refused(text, mark):
    with pytest.raises(UnreadableError) as error:
        read_number(text, mark=mark, seen=text)
    assert error.value.remark.rule == "ambiguous-number"


def test_the_mark_is_learned_from_the_values_that_are_clear():
    assert decimal_mark(["1.234", "0,5"], otherwise="unknown") == "comma"
    assert decimal_mark(["1.234", "0.5"], otherwise="unknown") == "point"
    assert decimal_mark(["0,5", "0.5"], otherwise="point") == "unknown"
    assert decimal_mark(["1.234"], otherwise="unknown") == "unknown"


@pytest.mark.parametrize(
    "text",
    ["2020-12-31", "31-12-2020", "31/12/2020", "31.12.2020", "2020-12-31 00:00:00",
     "2020-12-31T00:00"],
)  # fmt: skip
def test_dates_as_the_dutch_write_them(text):
    assert read_date(text, seen=text) == dt.date(2020, 12, 31)


def test_the_day_comes_before_the_month():
    assert read_date("1-2-2020", seen="") == dt.date(2020, 2, 1)


@pytest.mark.parametrize(
    "text",
    ["12/31/2020", "31-12-20", "2020-02-30", "31 dec 2020", "2020", "2020-12", "31-12/2020",
     "2020-12-31 10:00", "0000-01-01"],
)  # fmt: skip
def test_what_is_no_sure_date_is_refused(text):
    with pytest.raises(UnreadableError):
        read_date(text, seen=text)


def test_a_day_number_of_excel_is_refused_with_the_date_meant():
    with pytest.raises(UnreadableError) as error:
        read_date("44196", seen="44196")
    assert "2020-12-31" in error.value.remark.hint.nl


def test_a_time_of_day_is_kept():
    assert read_datetime("1-3-2026 10:15", seen="") == dt.datetime(2026, 3, 1, 10, 15)  # noqa: DTZ001
    assert read_datetime("2026-03-01", seen="") == dt.datetime(2026, 3, 1)  # noqa: DTZ001
    with pytest.raises(UnreadableError):
        read_datetime("2026-03-01 25:00", seen="")


def test_two_and_a_half_inhabitants_are_reported_and_never_cut(read):
    reading = read("municipalities", "municipality,name,population\nGM0344,Utrecht,2.5\n")
    (check,) = reading.findings.all()
    assert (check.rule, check.line, check.column, check.value) == (
        "not-whole", 2, "population", "2.5",
    )  # fmt: skip
    assert reading.rows_used == 0


def test_a_thousands_point_is_read_and_said(read):
    text = "municipality;name;population\nGM0344;Utrecht;359.370\nGM0014;Groningen;234.249\n"
    reading = read("municipalities", text)
    assert reading.frame()["population"].tolist() == [359370, 234249]
    (check,) = reading.findings.all()
    assert (check.rule, check.severity) == ("thousands-mark", "warning")
    assert "nog 1" in check.message.nl


def test_ja_and_nee_become_true_and_false(read):
    head = "respondent,item,value,prompted\n"
    rows = "".join(f"R{i},C4.4,3,{word}\n" for i, word in enumerate(["ja", "Nee", "WAAR", "0", ""]))
    frame = read("answers", head + rows).frame()
    assert frame["prompted"].tolist()[:4] == [True, False, True, False]
    assert frame["prompted"].isna().tolist() == [False] * 4 + [True]


def test_the_four_kinds_of_missing_stay_apart(read):
    head = "unit,region,municipality,sent\n"
    rows = [f"F{i},VT08,GM0014,{kind}\n" for i, kind in enumerate(["nvt", "nb", "nr", "wg", ""])]
    reading = read("handovers", head + "".join(rows))
    assert reading.findings.all() == []
    assert reading.frame()["sent"].isna().all()
    assert reading.missing_kinds()["sent"].tolist() == ["nvt", "nb", "nr", "wg", ""]


def test_a_kind_of_missing_where_it_cannot_be_is_reported(read):
    reading = read("escalations", "escalation,step,region\nE1,nvt,VT08\n")
    assert [c.rule for c in reading.findings.all()] == ["not-a-number"]


def test_a_sensitive_value_is_masked_everywhere(read, bare):
    reading = read("answers", "respondent,item,value\nJ\x00n Jansen,C4.4,\n")
    assert reading.findings.all()
    for check in reading.findings.all():
        if check.column == "respondent":
            assert check.value == "•••"
        assert "Jansen" not in repr(check)
