"""Handovers against a term, working days, and risks that drop out of view."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from evalkit import inference as inf
from evalkit.errors import ParameterError


def handovers(*rows):
    columns = ["unit", "sent", "accepted", "first_contact", "end", "end_reason"]
    return pd.DataFrame(rows, columns=columns)


TABLE = handovers(
    ("in time", "2022-04-11", "2022-04-19", "2022-05-02", "2022-05-02", "eerste contact"),
    ("late", "2022-04-11", "2022-04-28", None, "2022-06-30", "einde waarneming"),
    ("refused", "2022-04-11", None, None, "2022-04-13", "geweigerd"),
    ("open, short", "2022-04-11", None, None, "2022-04-13", "einde waarneming"),
    ("open, long", "2022-04-11", None, None, "2022-06-30", None),
    ("no start", None, "2022-04-19", None, "2022-06-30", None),
    ("no end", "2022-04-11", None, None, None, None),
    ("order", "2022-04-11", "2022-04-01", None, "2022-06-30", None),
    ("unknown date", "2022-04-11", None, None, "2022-06-30", "eerste contact"),
)


def test_every_handover_is_used_or_reported():
    table = inf.handover_durations(TABLE, stage="sent-accepted")
    assert table["unit"].tolist() == TABLE["unit"].tolist()
    problems = dict(zip(table["unit"], table["problem"], strict=True))
    assert {unit for unit, problem in problems.items() if problem} == {
        "no start", "no end", "order", "unknown date"
    }  # fmt: skip
    assert problems["unknown date"] == "date unknown"
    assert table["duration"].isna().tolist() == (table["problem"] != "").tolist()
    # Good Friday, Easter Monday and King's Day lie between.
    assert table["duration"].tolist()[:4] == [4, 10, 2, 2]
    assert table["cause"].tolist()[:4] == ["accepted", "accepted", "geweigerd", "einde waarneming"]


def test_a_term_is_counted_before_it_is_estimated():
    check = inf.handovers_within_term(TABLE, stage="sent-accepted", term="5 werkdagen")
    assert (check.within, check.late, check.ended, check.open) == (1, 2, 1, 1)
    assert (check.n, check.not_counted) == (5, 4)
    # By hand: at day 2 one of five leaves; of the three left at day 4 one accepts: 4/5 x 1/3.
    assert check.estimate.value == pytest.approx(4 / 15)
    assert (check.lowest, check.highest) == (1 / 5, 2 / 5)
    assert "1 van 5 binnen de termijn" in check.in_language("nl")
    open_until = inf.handovers_within_term(
        TABLE, stage="sent-accepted", term="5 working days", until="2022-12-31"
    )
    assert (open_until.n, open_until.late) == (6, 3)


def test_ten_weeks_are_seventy_days_and_the_last_day_is_in_time():
    rows = handovers(
        ("a", "2022-01-01", None, "2022-03-12", "2022-12-31", None),
        ("b", "2022-01-01", None, "2022-03-13", "2022-12-31", None),
    )
    check = inf.handovers_within_term(rows, stage="sent-first_contact", term="10 weken")
    assert (check.within, check.late) == (1, 1)


def test_a_term_nobody_reached_has_share_zero():
    rows = handovers(("a", "2022-01-01", None, None, "2022-12-31", None))
    check = inf.handovers_within_term(rows, stage="sent-accepted", term="5 days")
    assert check.estimate.value == 0
    assert check.estimate.reason is not None
    empty = inf.handovers_within_term(rows.iloc[:0], stage="sent-accepted", term="5 days")
    assert np.isnan(empty.estimate.value)
    assert empty.estimate.reason is not None


@pytest.mark.parametrize("term", ["five days", "5", "5 months", "5 werkdgaen"])
def test_a_term_that_cannot_be_read_is_refused(term):
    with pytest.raises(ParameterError):
        inf.handovers_within_term(TABLE, stage="sent-accepted", term=term)


def test_a_mistyped_stage_and_an_absent_column_are_named():
    with pytest.raises(ParameterError, match="did you mean 'sent-accepted'"):
        inf.handover_durations(TABLE, stage="sent-acepted")
    with pytest.raises(ParameterError, match="end_reason"):
        inf.handover_durations(TABLE.drop(columns="end_reason"))


def test_working_days_leave_out_weekends_and_holidays():
    days = inf.working_days_between
    assert days(["2022-04-15"], ["2022-04-19"])[0] == 1  # Easter
    assert days(["2022-04-14"], ["2022-04-14"])[0] == 0
    assert days(["2022-04-22"], ["2022-04-23"])[0] == 0  # Friday to Saturday
    assert days(["2022-04-25"], ["2022-04-22"])[0] == -1
    assert np.isnan(days([None], ["2022-04-22"])[0])
    # 5 May counts as a holiday for terms each year, as a day off once in five.
    assert days(["2022-05-04"], ["2022-05-06"])[0] == 1
    assert days(["2022-05-04"], ["2022-05-06"], calendar="public")[0] == 2
    # King's Day falls on Saturday the 26th when the 27th is a Sunday.
    assert np.datetime64("2025-04-26") in inf.dutch_holidays(2025, 2025)
    with pytest.raises(ParameterError, match="row 1"):
        days(["31-12-2022"], ["2022-04-22"])


def test_a_risk_drops_out_between_two_moments():
    seen = pd.DataFrame(
        [
            ("out", 0, "ja"), ("out", 90, "nb"), ("out", 180, "nee"), ("out", 270, "ja"),
            ("kept", 0, True), ("kept", 180, True),
            ("gone", 0, "ja"), ("gone", 90, "nvt"), ("gone", 180, "nee"),
            ("never", 30, "nee"),
            ("nothing", 0, "wg"),
        ],
        columns=["risk", "time", "in_view"],
    )  # fmt: skip
    view = inf.time_in_view(seen)
    cases = view.cases.set_index("risk")
    assert (view.n, view.dropped, view.returned) == (4, 1, 1)
    assert (cases.loc["out", "seen_until"], cases.loc["out", "out_at"]) == (0, 180)
    assert not cases.loc["gone", "observed"]
    assert (cases.loc["never", "seen_until"], cases.loc["never", "out_at"]) == (0, 30)
    out = cases[cases["observed"].astype(bool)]
    assert (out["seen_until"] < out["out_at"]).all()
    # "gone" is censored between both dates of "out", so the curves cross: they are no bounds.
    assert view.earliest.at(0).value < view.latest.at(0).value
    assert view.earliest.at(180).value > view.latest.at(180).value


def test_without_censoring_in_between_the_two_curves_are_ordered():
    rows = [(risk, time, time < end) for risk, end in zip("abcd", (90, 180, 270, 999), strict=True)
            for time in (0, 90, 180, 270)]  # fmt: skip
    view = inf.time_in_view(pd.DataFrame(rows, columns=["risk", "time", "in_view"]))
    for time in (0, 90, 180, 270):
        assert view.earliest.at(time).value <= view.latest.at(time).value
    assert [view.latest.at(time).value for time in (90, 180, 270)] == pytest.approx(
        [0.75, 0.5, 0.25]
    )
    assert [view.earliest.at(time).value for time in (0, 90, 180)] == pytest.approx(
        [0.75, 0.5, 0.25]
    )


def test_moments_that_contradict_are_refused():
    twice = pd.DataFrame({"risk": ["a", "a"], "time": [0, 0], "in_view": ["ja", "nee"]})
    with pytest.raises(ParameterError, match="two rows"):
        inf.time_in_view(twice)
    with pytest.raises(ParameterError, match="in_view, row 1"):
        inf.time_in_view(twice.assign(in_view="misschien"))
    with pytest.raises(ParameterError, match="lacks risk or time"):
        inf.time_in_view(twice.assign(time=[0, None]))


def test_an_open_file_is_late_only_when_it_was_followed_to_the_end_of_the_term():
    rows = handovers(
        ("four days", "2022-06-13", None, None, "2022-06-17", None),
        ("five days", "2022-06-13", None, None, "2022-06-20", None),
    )
    check = inf.handovers_within_term(rows, stage="sent-accepted", term="5 working days")
    assert (check.open, check.late) == (1, 1)


def test_what_happened_after_the_last_day_of_observation_leaves_the_file_open():
    late = handovers(
        ("in time", "2022-04-04", "2022-04-08", None, None, None),
        ("after", "2022-04-04", "2022-05-20", None, None, None),
        ("contact after", "2022-04-04", "2022-05-20", "2022-05-23", None, "eerste contact"),
        ("ended", "2022-04-04", "2022-05-20", None, "2022-06-30", None),
    )
    table = inf.handover_durations(late, stage="sent-accepted", until="2022-04-11")
    assert table["problem"].tolist() == [""] * 4
    assert table["observed"].tolist() == [True, False, False, True]
    assert table["duration"].tolist()[:3] == [4, 5, 5]
    assert table["cause"].tolist()[1:3] == ["einde waarneming"] * 2


@pytest.mark.parametrize(
    "dates",
    [
        np.array(["2022-04-14", "NaT"], dtype="datetime64[ns]"),
        np.array(["2022-04-14", "NaT"], dtype="datetime64[D]"),
        [np.datetime64("2022-04-14", "ns"), None],
        pd.PeriodIndex(["2022-04-14", None], freq="D"),
        pd.Series(["2022-04-14", None], index=[7, 7], dtype="category"),
        [pd.Timestamp("2022-04-14 00:30", tz="Europe/Amsterdam"), pd.NaT],
        ["2022-04-14T00:30:00+02:00", ""],
    ],
)
def test_dates_may_come_in_any_form_and_keep_their_own_day(dates):
    dates = [date or None for date in dates] if isinstance(dates, list) else dates
    days = inf.working_days_between(dates, ["2022-04-20", "2022-04-20"])
    assert days.tolist()[0] == 2
    assert np.isnan(days[1])


def test_moments_of_summer_and_winter_time_go_in_one_column():
    moments = ["2022-04-14T00:30:00+02:00", "2022-12-27T00:30:00.5+01:00"]
    assert inf.working_days_between(moments, ["2022-04-20", "2022-12-29"]).tolist() == [2, 2]


@pytest.mark.parametrize(
    "dates", [pd.DataFrame({"a": ["2022-04-14"]}), [20220414], ["14-04-2022"], ["2022"], "2022-04"]
)
def test_what_is_no_column_of_dates_is_refused(dates):
    with pytest.raises(ParameterError):
        inf.working_days_between(dates, ["2022-04-20"])
