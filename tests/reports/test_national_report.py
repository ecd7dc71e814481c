"""The national report: every claim, and what can and cannot be said about it."""

import re

from evalkit.claims import assess_claims, load_claims
from evalkit.reports import open_national_report


def rows_of(section):
    return re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', section.to_html())


def test_every_claim_stands_in_it_once():
    rows = rows_of(open_national_report("published", "nl").claims())
    assert sorted(name for name, _ in rows) == sorted(claim.id for claim in load_claims())


def test_each_claim_says_whether_it_can_be_tested_and_which_counts_fit():
    rows = dict(rows_of(open_national_report("published", "nl").claims()))
    for claim in assess_claims(load_claims()).to_dict("records"):
        said = rows[claim["claim"]]
        assert ("niet te toetsen" in said) is not claim["testable"]
    assert "20–21 van 22" in rows["D20"]
    assert "6 van 6" in rows["E01"]
    assert "van 150" not in rows["E11"]  # "te vaak" is a judgement, no share


def test_the_summary_counts_what_the_table_shows():
    report = open_national_report("published", "nl")
    testable = int(assess_claims(load_claims())["testable"].sum())
    assert f"({testable} van 123)" in report.summary().to_html()


def test_the_threads_run_through_the_years():
    html = open_national_report("published", "en").threads().to_html()
    elder = html[html.index("<h3>Elder abuse</h3>") :]
    years = [int(year) for year in re.findall(r'<th scope="row">(\d{4})</th>', elder)]
    first = years[: years.index(2022) + 1]
    assert first == sorted(first)
    assert set(first) == {2016, 2020, 2022}


def test_sources_that_differ_stand_side_by_side():
    rows = rows_of(open_national_report("published", "nl").disagreements())
    regions = [rest for name, rest in rows if name == "Veilig Thuis-regio&#39;s 2017"]
    assert [re.search(r"<td>(\d+)</td>", rest)[1] for rest in regions] == ["27", "26"]


def test_recommendations_say_for_whom():
    rows = dict(rows_of(open_national_report("published", "nl").recommendations()))
    assert "wethouders, beleidsmedewerkers en lokale partners" in rows["A-R1"]


def test_the_series_marks_what_is_provisional_and_how_it_was_rounded():
    rows = [rest for _, rest in rows_of(open_national_report("published", "nl").series())]
    assert any(
        "eerste halfjaar van 2021" in r and "61.000" in r and ">op 1.000<" in r for r in rows
    )
    assert any("64.505" in row and "definitief" in row for row in rows)
    assert any("66.270" in row and "voorlopig" in row for row in rows)


def test_judgements_are_counted_among_the_regions_of_that_time():
    html = open_national_report("published", "nl").inspections().to_html()
    assert "(10 van 26)" in html  # VT27 exists since 2023 only
