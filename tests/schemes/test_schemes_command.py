"""``evalkit schemes`` in the terminal and for programs."""

import csv
import io
import json

import pytest
import typer
from typer.testing import CliRunner

from evalkit.cli.schemes import schemes
from evalkit.errors import EvalkitError
from evalkit.schemes import load_scheme, scheme_names

APP = typer.Typer()
APP.command()(schemes)


def run(*words: str, width: str = "120") -> str:
    result = CliRunner().invoke(APP, words, env={"COLUMNS": width, "EVALKIT_LANGUAGE": None})
    if result.exception:
        raise result.exception
    return result.stdout


def test_without_a_name_all_schemes_are_listed():
    shown = run()
    for name in scheme_names():
        assert f"{name}@1.0" in shown
    assert "Titel" in shown
    assert "Title" in run("--language", "en")


def test_a_scheme_is_shown_with_every_item():
    shown = run("aef-2020")
    for item in load_scheme("aef-2020").items:
        assert item.id in shown
    assert "[0] afwezig" in shown
    assert "Bij elk antwoord" in run("regioaanpak-2016")


def test_an_item_is_shown_with_its_levels():
    shown = run("tsd-2020", "--item", "E3.2", "--language", "en")
    assert "Elder abuse" in shown
    assert "above norm (good example)" in shown
    assert "case file" not in shown
    shown = run("aef-2020", "--item", "C1.1", width="200")
    assert "Niveaus bij bekend en praktijk: [0] niet aangetroffen; [1] incidenteel" in shown


def test_csv_has_a_row_per_item_and_reads_back():
    rows = list(csv.DictReader(io.StringIO(run("tsd-monitor-2022", "--format", "csv"))))
    assert [row["item"] for row in rows] == [i.id for i in load_scheme("tsd-monitor-2022").items]
    (row,) = csv.DictReader(io.StringIO(run("aef-2020", "--item", "C1.1", "--format", "csv")))
    assert row["levels"].startswith("[0] afwezig; [1] genoemd")
    assert len(list(csv.DictReader(io.StringIO(run("--format", "csv"))))) == 5


def test_json_is_the_whole_scheme():
    whole = json.loads(run("aef-2020", "--format", "json"))
    assert type(load_scheme("aef-2020")).model_validate(whole) == load_scheme("aef-2020")
    assert json.loads(run("aef-2020", "--item", "C2.4", "--format", "json"))["scale"] == "duration"
    assert len(json.loads(run("--format", "json"))) == 5


def test_html_is_what_jupyterlab_shows():
    assert run("aef-2020", "--format", "html").strip() == load_scheme("aef-2020").to_html()
    assert 'scope="row"' in run("--format", "html")


def test_a_file_of_your_own_is_shown(tmp_path):
    path = tmp_path / "eigen.yaml"
    source = load_scheme("tsd-2020").model_dump_json().replace("tsd-2020", "eigen")
    path.write_text(source, encoding="utf-8")  # JSON is YAML
    assert "eigen@1.0" in run(str(path))


@pytest.mark.parametrize(
    "words",
    [
        ["aef-2021"],
        ["aef-2020", "--item", "C99"],
        ["aef-2020", "--format", "cvs"],
        ["aef-2020", "--language", "ne"],
        ["--item", "C1.1"],
    ],
)
def test_a_mistyped_word_is_one_sentence(words):
    with pytest.raises(EvalkitError) as caught:
        run(*words)
    assert caught.value.exit_code == 2
    assert caught.value.in_language("nl")
