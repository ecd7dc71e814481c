"""``evalkit evaluate`` and ``evalkit replicate`` as a person types them."""

import csv
import io
import json
import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from evalkit.cli import main
from evalkit.disclosure import ORGANISATIONS_RULE

EXAMPLE = Path(__file__).parents[2] / "data_templates" / "example"
ESCALATIONS = """escalation,step,region,municipality,date,route,trigger,initiator,outcome,reason
"""


@pytest.fixture(autouse=True)
def a_wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def study(tmp_path):
    """Return a function that writes a study with 48 escalations, of which 30 conform."""

    def write(profile):
        path = tmp_path / profile
        if path.exists():
            return str(path)
        shutil.copytree(EXAMPLE, path)
        toml = (path / "study.toml").read_text("utf-8")
        toml = re.sub(r'profile = "\w+"', f'profile = "{profile}"', toml)
        (path / "study.toml").write_text(toml, "utf-8")
        rows = [f"e{n},1,VT91,,2020-05-{1 + n % 28:02},{1 if n < 30 else 3},,,," for n in range(48)]
        table = path / "tables" / "escalations.csv"
        table.write_text(ESCALATIONS + "\n".join(rows) + "\n", "utf-8")
        return str(path)

    return write


def run(capsys, *words):
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    out, err = capsys.readouterr()
    return stopped.value.code, out, err


def test_an_evaluation_is_answered_in_words_and_counts(capsys, study):
    code, out, err = run(capsys, "evaluate", study("public"), "--evaluation", "samen-doen-2021")
    assert (code, err) == (0, "")
    assert "Stap voor stap langs de routes: 30 van 48 escalaties." in out
    assert re.search(r"2020 +48 +0 +63% \(30 van 48\) +38% \(18 van 48\)", out)
    assert "er zijn hier geen casusbesprekingen gecodeerd" in out


def test_under_protection_counts_are_rounded_and_models_left_out(capsys, study):
    code, out, _ = run(capsys, "evaluate", study("protected"), "--evaluation", "samen-doen-2021")
    assert code == 0
    assert not re.search(r"\b48\b", out)
    assert "50" in out
    assert "samen-doen-2021@1.0" not in out
    assert "komen van niet-afgeronde gegevens en zijn weggelaten" in out
    for form in ("json", "csv", "html"):
        _, text, _ = run(
            capsys, "evaluate", study("protected"), "--evaluation", "samen-doen-2021",
            "--format", form,
        )  # fmt: skip
        assert not re.search(r"\b48\b", re.sub("<style>.*</style>", "", text, flags=re.DOTALL))


def test_under_protection_agreements_stay_as_they_are_and_what_leads_to_files_does_not(
    capsys, tmp_path
):
    study = tmp_path / "demo"
    with as_file(files("evalkit") / "datasets" / "demo") as shipped:
        shutil.copytree(shipped, study)
    asked = ("--evaluation", "aef-2020", "--region", "VT91", "--format", "json")
    _, out, _ = run(capsys, "evaluate", str(study), *asked)
    public = {each["analysis"]: each for each in json.loads(out)["answers"]}["agreement_content"]
    toml = (study / "study.toml").read_text("utf-8")
    (study / "study.toml").write_text(toml.replace('= "public"', '= "protected"'), "utf-8")
    _, out, _ = run(capsys, "evaluate", str(study), *asked)
    content = {each["analysis"]: each for each in json.loads(out)["answers"]}["agreement_content"]
    assert content["rows"] == public["rows"]
    assert content["cautions"][-1] == ORGANISATIONS_RULE.nl
    younger = "de dossiers zijn van daarvoor"
    assert younger in " ".join(public["statements"])
    assert younger not in " ".join(content["statements"])


def test_json_and_csv_hold_unrounded_numbers(capsys, study):
    path = study("public")
    asked = ("evaluate", path, "--evaluation", "samen-doen-2021", "--language", "en")
    _, out, _ = run(capsys, *asked, "--format", "json")
    whole = json.loads(out)
    routes = next(a for a in whole["answers"] if a["analysis"] == "escalation_routes")
    assert routes["rows"][0]["k_conforms"] == 30
    assert routes["statements"][0] == "Step by step along the routes: 30 of 48 escalations."
    _, out, _ = run(capsys, *asked, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {"analysis": "escalation_routes", "column": "known", "value": "48"}.items() <= next(
        row for row in rows if row["column"] == "known"
    ).items()


def test_a_page_runs_nothing_and_asks_nobody(capsys, study, tmp_path):
    out = tmp_path / "page.html"
    code, shown, _ = run(
        capsys, "evaluate", study("public"), "--evaluation", "samen-doen-2021", "--format", "html",
        "--out", str(out),
    )  # fmt: skip
    assert (code, shown) == (0, "")
    page = out.read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert not re.search('(src|href)="(?!#)', page)
    assert "Routes van escalatie" in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--evaluation", "tsd2020"], "bedoelt u 'tsd-2020'?"),
        (["--region", "Regio Q"], "regio 'Regio Q' bestaat niet"),
        (["--municipality", "GM123"], "gemeente 'GM123' bestaat niet"),
        (["--wave", "w9"], "meting 'w9' bestaat niet"),
        (["--format", "xlm"], "--format: vorm 'xlm' bestaat niet"),
        (["--language", "de"], "--language: taal 'de' bestaat niet"),
    ],
)
def test_what_does_not_exist_gets_the_nearest_right_word(capsys, study, words, said):
    code, out, err = run(capsys, "evaluate", study("public"), *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_published_claims_are_held_against_a_study(capsys, study):
    code, out, err = run(capsys, "replicate", study("public"), "--against", "published")
    assert (code, err) == (0, "")
    assert "B11" in out
    assert re.search("geen item vraagt of men van anderen wil horen", out)
    _, out, _ = run(capsys, "replicate", study("public"), "--format", "json", "--language", "en")
    [answer] = json.loads(out)["answers"]
    assert answer["analysis"] == "replicate"
    assert any("15 percentage points" in caution for caution in answer["cautions"])


def test_verdicts_come_from_unrounded_counts_and_stay_in(capsys, study):
    code, out, _ = run(
        capsys, "replicate", study("protected"), "--format", "json", "--language", "en"
    )
    assert code == 0
    [answer] = json.loads(out)["answers"]
    assert "verdict" not in answer["columns"]
    assert any("unrounded" in caution for caution in answer["cautions"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--against", "publised"], "bedoelt u 'published'?"),
        (["--margin", "2"], "margin: 2.0 is geen verschil van aandelen"),
        (["--margin", "veel"], "geef een getal"),
    ],
)
def test_a_wrong_comparison_is_explained(capsys, study, words, said):
    code, _, err = run(capsys, "replicate", study("public"), *words)
    assert code == 2
    assert said in err


def test_invented_data_are_called_so_first(capsys):
    _, out, _ = run(capsys, "evaluate", "demo", "--evaluation", "context", "--region", "VT91")
    assert out.startswith("De gegevens van deze studie zijn verzonnen")


def test_the_verbs_are_in_the_help(capsys):
    _, out, _ = run(capsys, "--help")
    assert "Beantwoord de vragen van de evaluaties." in out
    _, out, _ = run(capsys, "replicate", "--help", "--language", "en")
    assert "study with claims" in out
