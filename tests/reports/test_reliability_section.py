"""How far coders agreed, in the method box and the appendix of a report."""

import shutil
from pathlib import Path

import pytest

from evalkit.reports import open_region_report
from evalkit.study import open_study

EXAMPLE = Path(__file__).resolve().parents[2] / "data_templates" / "example"


@pytest.fixture
def public_example(tmp_path):
    study = tmp_path / "study"
    shutil.copytree(EXAMPLE, study)
    settings = study / "study.toml"
    text = settings.read_text("utf-8")
    assert 'profile = "protected"' in text
    settings.write_text(text.replace('profile = "protected"', 'profile = "public"'), "utf-8")
    return study


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "is niet gepubliceerd"), ("en", "was not published")],
)
def test_a_report_without_codings_says_that_nothing_was_coded(language, words):
    report = open_region_report("published", "VT08", language)
    assert words in report.reliability().to_html()
    assert words not in report.method().to_html()
    assert "<table" not in report.reliability().to_html()


def test_a_public_study_shows_each_item_with_its_coefficient(public_example):
    report = open_region_report(public_example, "VT91", "nl")
    page = report.reliability().to_html()
    table = report.study.reliability()
    assert page.count('<th scope="row">') == len(table) == 4
    assert "<img" in page or "<svg" in page
    assert "Krippendorff (2004)" in page
    assert "4 van de 4 gecodeerde items" in report.sample().to_html()
    for value in table["value"].dropna():
        assert f"{value:.2f}".replace(".", ",") in page


def test_a_protected_study_of_few_units_shows_no_coefficient():
    report = open_region_report(EXAMPLE, "VT91", "nl")
    page = report.reliability().to_html()
    assert "afgeschermd" in page
    for value in report.study.reliability()["value"].dropna():
        assert f"{value:.2f}".replace(".", ",") not in page


def test_an_item_that_nobody_coded_twice_is_counted_and_not_listed(public_example):
    with (public_example / "codings" / "codeur-1.csv").open("a", encoding="utf-8") as file:
        head = (public_example / "codings" / "codeur-1.csv").read_text("utf-8").splitlines()[0]
        row = {"unit": "D001", "item": "C0.5", "value": "12", "time": "2030-01-01T10:00:00"}
        file.write(",".join(row.get(name, "") for name in head.split(",")) + "\n")
    report = open_region_report(public_example, "VT91", "nl")
    page = report.reliability().to_html()
    assert "4 van de 5 gecodeerde items" in page
    assert page.count('<th scope="row">') == 4


def test_what_was_coded_and_not_settled_is_said_to_be_so_and_no_secret(public_example):
    page = open_region_report(public_example, "VT91", "nl").agreements().to_html()
    assert "herkenbaar" not in page
    assert "codeurs nog oneens" in page


def test_own_sources_stand_before_those_of_quoted_claims():
    report = open_region_report("published", "VT08", "nl")
    report.cite(["DEMO"], of=open_study("demo"))
    report.cite(["S0"])
    assert [study.name for study, _ in report.sources_used] == ["published", "demo"]
