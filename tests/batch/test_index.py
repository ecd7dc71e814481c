"""The index page: what stands under what, and what it says of a study that is invented."""

import re

import pytest

from evalkit.batch import Report, State, plan_batch
from evalkit.batch.index import render_index
from evalkit.batch.manifest import report_entries


@pytest.fixture
def index(make_study_of_places, make_notebooks, tmp_path):
    """Render the index as if every planned report but those of `failed` had been made."""

    def make(study=None, language="nl", failed=(), **options):
        plan = plan_batch(
            study or make_study_of_places(),
            out=tmp_path / "out",
            language=language,
            notebooks=make_notebooks(),
            **options,
        )
        states = {job.slug: State.FAILED if job.slug in failed else State.OK for job in plan.jobs}
        reports = [Report(slug=name, state=state) for name, state in states.items()]
        return render_index(plan, report_entries(plan, reports))

    return make


def rows(page):
    """The table as groups of (scope, text of the first cell, code, state)."""
    return [
        [
            (scope, re.sub("<[^>]+>", "", name), code, state)
            for scope, name, code, state in re.findall(
                r'<th scope="(row\w*)">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', group
            )
        ]
        for group in page.split("<tbody>")[1:]
    ]


def test_municipalities_stand_under_their_region(index):
    page = index(failed=["gm0003-drieberg"])
    assert rows(page) == [
        [("rowgroup", "Noord", "VT01", "gemaakt")],
        [("rowgroup", "Súdwest", "VT02", "gemaakt")],
        [
            ("rowgroup", "Oost", "VT03", "gemaakt"),
            ("row", "Eenrum", "GM0001", "gemaakt"),
            ("row", "Drieberg", "GM0003", "niet gelukt"),
        ],
        [("rowgroup", "Zonder regio", "", ""), ("row", "Vierhuizen", "GM0004", "gemaakt")],
    ]
    assert '<a href="gm0001-eenrum.html">Eenrum</a>' in page
    assert 'href="gm0003' not in page
    assert "6 van de 7 rapporten zijn gemaakt" in page
    assert "Rapport over de hele studie</a>" in page


def test_a_municipality_alone_still_stands_under_the_name_of_its_region(index):
    page = index(municipalities=["Eenrum"], language="en")
    assert rows(page) == [[("rowgroup", "Oost", "VT03", ""), ("row", "Eenrum", "GM0001", "made")]]
    assert "Region or municipality" in page


def test_without_municipalities_the_table_is_of_regions(index):
    page = index("published")
    assert [len(group) for group in rows(page)] == [25]
    assert "Landelijk rapport</a>" in page
    assert "emeente" not in page
    assert "verzonnen" not in page


@pytest.mark.parametrize(("language", "word"), [("nl", "verzonnen"), ("en", "fictitious")])
def test_a_fictitious_study_says_so_in_the_window_and_on_top(index, language, word):
    page = index(language=language)
    assert re.search(rf"<title>[^<]*{word}[^<]*</title>", page)
    assert word in page.partition("<main")[2].partition("<section")[0]
    titled = index("demo", language=language)
    assert re.search("<title>(.*)</title>", titled)[1].count(word) == 1
