import json
import os

import pytest

from evalkit.batch import plan_batch
from evalkit.errors import EvalkitError, ParameterError, ReportError, StudyError


@pytest.fixture
def plan(make_study, make_notebooks, tmp_path):
    def make(study=None, notebooks=None, out=tmp_path / "out", language="nl", **options):
        return plan_batch(
            study or make_study(),
            out=out,
            language=language,
            notebooks=notebooks or make_notebooks(),
            **options,
        )

    return make


def test_all_regions_that_exist_now_and_the_national_report(plan, make_study):
    study = make_study("VT01,Noord,2015-01-01,2019-01-01,VT02", "VT02,Zuid,2015-01-01,,")
    jobs = plan(study).jobs
    assert [(job.slug, job.region) for job in jobs] == [("national", ""), ("vt02-zuid", "VT02")]
    assert jobs[1].parameters == {"study": str(study), "language": "nl", "region": "VT02"}
    assert "region" not in jobs[0].parameters


def test_a_region_goes_by_code_or_name_in_any_case(plan):
    jobs = plan(regions=["oost", "vt01", "VT01"]).jobs
    assert [job.region for job in jobs] == ["VT01", "VT03"]


@pytest.mark.parametrize(
    ("given", "dutch", "english"),
    [
        ({"regions": ["Nord"]}, "regio 'Nord' bestaat niet; bedoelt u 'Noord'?", "did you mean"),
        ({"language": "n"}, "taal 'n' bestaat niet; bedoelt u 'nl'?", "did you mean 'nl'?"),
        ({"language": "Nl"}, "bedoelt u 'nl'?", "did you mean 'nl'?"),
        ({"timeout": 0}, "boven 0, gevonden: 0", "above 0, found 0"),
        ({"timeout": float("nan")}, "boven 0", "above 0"),
        ({"study": "publishd"}, "bedoelt u 'published'?", "did you mean 'published'?"),
    ],
)
def test_a_mistyped_option_gets_the_nearest_right_word(plan, given, dutch, english):
    with pytest.raises(ParameterError) as caught:
        plan(**given)
    assert dutch in caught.value.in_language("nl")
    assert english in caught.value.in_language("en")
    assert caught.value.exit_code == 2


def test_municipalities_with_units_follow_their_regions(plan, make_study_of_places):
    made = plan(make_study_of_places())
    assert [(job.kind, job.slug) for job in made.jobs] == [
        ("national", "national"),
        ("region", "vt01-noord"), ("region", "vt02-sudwest"), ("region", "vt03-oost"),
        ("municipality", "gm0003-drieberg"),  # by the team of its file; merged since
        ("municipality", "gm0001-eenrum"),
        ("municipality", "gm0004-vierhuizen"),  # of no region: last
    ]  # fmt: skip
    assert [job.region for job in made.jobs[4:]] == ["VT03", "VT03", ""]
    assert made.jobs[0].name.nl == "De hele studie"
    assert made.jobs[5].parameters == {
        "study": made.jobs[0].parameters["study"],
        "language": "nl",
        "municipality": "GM0001",
    }
    assert "municipality_report.ipynb" in made.provenance["notebooks"]


def test_a_study_without_units_gets_no_municipality_and_does_not_name_its_notebook(plan, tmp_path):
    for made in (plan(), plan("published", out=tmp_path / "published")):
        assert {job.kind for job in made.jobs} == {"national", "region"}
        assert list(made.provenance["notebooks"]) == [
            "region_report.ipynb",
            "national_report.ipynb",
        ]
        assert made.jobs[0].name.nl == "Nederland"


@pytest.mark.parametrize(
    ("options", "slugs"),
    [
        ({"municipalities": ["EENRUM", "gm0001"]}, ["gm0001-eenrum"]),
        (
            {"municipalities": ["GM0004", "Eenrum"], "regions": ["Oost"]},
            ["vt03-oost", "gm0001-eenrum", "gm0004-vierhuizen"],
        ),
        ({"regions": ["Oost"]}, ["vt03-oost"]),
    ],
)
def test_only_the_places_asked_for_are_made(plan, make_study_of_places, options, slugs):
    made = plan(make_study_of_places(), **options)
    assert [job.slug for job in made.jobs] == slugs
    assert made.is_part
    # A part belongs beside the whole: it is made from the same notebooks.
    assert len(made.provenance["notebooks"]) == 3


@pytest.mark.parametrize(
    ("word", "dutch", "english"),
    [
        ("Enrum", "gemeente 'Enrum' bestaat niet; bedoelt u 'Eenrum'?", "did you mean 'Eenrum'?"),
        (
            "Tweespruit",
            "gemeente 'GM0002' heeft geen eenheden in studie 'drie'; kies uit GM0001, GM0003 of",
            "has no units in study 'drie'; choose from GM0001, GM0003 or GM0004",
        ),
    ],
)
def test_a_municipality_without_a_report_is_explained(
    plan, make_study_of_places, word, dutch, english
):
    with pytest.raises(ParameterError) as caught:
        plan(make_study_of_places(), municipalities=["GM0001", word])
    assert dutch in caught.value.in_language("nl")
    assert english in caught.value.in_language("en")


def test_a_municipality_of_a_study_without_units_is_refused(plan):
    with pytest.raises(ParameterError, match="'Utrecht': study 'published' has no units in"):
        plan("published", municipalities=["Utrecht"])


def test_an_own_folder_needs_the_notebook_of_municipalities_when_they_are_reported(
    plan, make_study_of_places, make_notebooks
):
    folder = make_notebooks()
    (folder / "municipality_report.ipynb").unlink()
    with pytest.raises(ReportError, match=r"municipality_report\.ipynb: the notebook cannot be"):
        plan(make_study_of_places(), notebooks=folder)
    assert len(plan(make_study_of_places(), notebooks=folder, regions=["Oost"]).jobs) == 1


def test_a_region_that_ended_names_its_successor(plan, make_study):
    study = make_study("VT01,Noord,2015-01-01,2019-01-01,VT02", "VT02,Zuid,2015-01-01,,")
    with pytest.raises(
        ParameterError, match="'VT01' ended on 2019-01-01; choose its successor 'VT02'"
    ):
        plan(study, regions=["Noord"])


def test_a_study_without_present_regions_is_refused(plan, make_study):
    with pytest.raises(ParameterError, match="no region that exists now"):
        plan(make_study("VT01,Noord,2015-01-01,2019-01-01,"))


def test_a_broken_study_gives_all_findings_and_writes_nothing(plan, make_study, tmp_path):
    study = make_study("VT01,Noord,gisteren,,", "VT02,Zuid,morgen,,")
    with pytest.raises(StudyError) as caught:
        plan(study)
    assert [check.line for check in caught.value.findings] == [2, 3]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            'study = "s"\nregoin = ""\nlanguage = "nl"',
            "no parameter 'region'; did you mean 'regoin'",
        ),
        (
            'study = "s"\nregion = 3\nlanguage = "nl"',
            "'region' must be a whole number, found 'VT01'",
        ),
        ('study = "s"\nregion = input()\nlanguage = "nl"', "line 2: only lines like"),
        ('study = "s"\nimport os', "line 2: only lines like"),
        ("study = ", "line 1: only lines like"),
        ("study.region = 3", "line 1: only lines like"),
    ],
)
def test_a_parameters_cell_that_does_not_fit_stops_before_a_kernel(
    plan, make_notebooks, cell, message
):
    with pytest.raises(EvalkitError, match=message):
        plan(notebooks=make_notebooks(parameters=cell))


def test_a_parameter_whose_default_is_none_takes_any_type(plan, make_notebooks):
    cell = 'study = None\n"""Which region."""\nregion: str = None\nlanguage = "nl"'
    assert len(plan(notebooks=make_notebooks(parameters=cell)).jobs) == 4


def test_a_notebook_without_the_tag_is_refused(plan, make_notebooks):
    with pytest.raises(ReportError, match="exactly one code cell must have the tag"):
        plan(notebooks=make_notebooks(tags=("parametrs",)))


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"cells": [1]}'])
def test_a_file_that_is_no_notebook_is_refused(plan, make_notebooks, content):
    folder = make_notebooks()
    (folder / "region_report.ipynb").write_text(content)
    with pytest.raises(ReportError, match=r"region_report\.ipynb: this is not a Jupyter notebook"):
        plan(notebooks=folder)


def test_a_folder_without_notebooks_is_refused(plan, tmp_path):
    with pytest.raises(ReportError, match=r"national_report\.ipynb: the notebook cannot be read"):
        plan(notebooks=tmp_path)


def test_two_reports_for_one_file_are_refused(plan, monkeypatch):
    monkeypatch.setattr("evalkit.batch.subject.slug", lambda *_: "vt")
    with pytest.raises(
        ReportError, match=r"'VT01 Noord' and 'VT02 Súdwest' would both write vt\.html"
    ):
        plan()


def test_a_path_below_a_file_is_refused(plan, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ReportError, match="cannot be written to"):
        plan(out=tmp_path / "file" / "out")


def test_a_folder_without_write_permission_is_refused(plan, tmp_path):
    out = tmp_path / "closed"
    out.mkdir(mode=0o500)
    if os.access(out, os.W_OK):  # root writes everywhere, but not in here
        out = "/proc/evalkit"
    with pytest.raises(ReportError, match="cannot be written to"):
        plan(out=out)


@pytest.mark.parametrize("name", ["index.html", "manifest.json", "vt01-noord.html"])
def test_a_file_of_someone_else_is_never_overwritten(plan, tmp_path, name):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("{}")
    with pytest.raises(ReportError, match="was not made by evalkit"):
        plan()


def test_other_files_in_the_folder_do_not_matter(plan, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "README.md").write_text("x")
    assert len(plan().jobs) == 4


def test_reports_of_another_study_are_not_replaced(plan, make_study, tmp_path):
    (tmp_path / "out").mkdir()
    former = {"made_by": "evalkit report", "study": {"name": "vier"}, "reports": []}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(former))
    with pytest.raises(ReportError, match="holds reports of study 'vier'"):
        plan()


def test_a_forged_manifest_cannot_point_outside_the_folder(plan, tmp_path):
    (tmp_path / "out").mkdir()
    entry = {"report": "../../x", "page": "../../x.html", "sha256": ""}
    former = {"made_by": "evalkit report", "study": {"name": "drie"}, "reports": [entry]}
    (tmp_path / "out" / "manifest.json").write_text(json.dumps(former))
    with pytest.raises(ReportError, match="was not made by evalkit"):
        plan()
