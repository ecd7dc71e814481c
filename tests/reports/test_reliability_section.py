"""How far coders agreed, in the method box and the appendix of a report."""

import shutil
from pathlib import Path

import pytest

from evalkit.reports import open_region_report

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
