"""``evalkit agree`` as a person types it."""

import csv
import io
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evalkit.cli import main
from evalkit.reliability import krippendorff_alpha

EXAMPLE = Path(__file__).parents[2] / "data_templates" / "example"


@pytest.fixture(autouse=True)
def a_wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def public(tmp_path):
    """The filled example as an open study."""
    path = Path(shutil.copytree(EXAMPLE, tmp_path / "open"))
    toml = (path / "study.toml").read_text("utf-8")
    (path / "study.toml").write_text(toml.replace('"protected"', '"public"'), "utf-8")
    return str(path)


@pytest.fixture
def many(tmp_path):
    """A protected study with 43 double-coded documents and 3 that got the highest level."""
    path = Path(shutil.copytree(EXAMPLE, tmp_path / "beschermd"))
    units = ["unit,kind,region,municipality,team,wave,date"]
    units += [f"D{i:03d},document,VT91,,,w0," for i in range(43)]
    (path / "tables" / "units.csv").write_text("\n".join(units) + "\n", "utf-8")
    for name in ("handovers", "risks", "escalations"):
        table = path / "tables" / f"{name}.csv"
        table.write_text(table.read_text("utf-8").partition("\n")[0] + "\n", "utf-8")
    levels = [4 if i < 3 else i % 2 for i in range(43)]
    for coder, off in (("anna", ()), ("bart", (5, 6, 7, 8))):
        rows = ["time,unit,item,facet,wave,value,evidence,confidence"]
        rows += [
            f"2026-01-12T09:30:00,D{i:03d},C1.1,paper,w0,{2 if i in off else level},,3"
            for i, level in enumerate(levels)
        ]
        (path / "codings" / f"{coder}.csv").write_text("\n".join(rows) + "\n", "utf-8")
    for old in ("codeur-1", "codeur-2"):
        (path / "codings" / f"{old}.csv").unlink()
    return str(path)


def run(capsys, *words):
    with pytest.raises(SystemExit) as stopped:
        main(["agree", *words])
    out, err = capsys.readouterr()
    return stopped.value.code, out, err


def test_every_item_has_a_line_and_the_study_a_sentence(capsys, public):
    code, out, err = run(capsys, public)
    assert (code, err) == (0, "")
    assert re.search(r"C1\.1 Visie.*2 +0,83 \[-6,70; 1,00\] +50% +0,92 +0 +niet betrouwbaar", out)
    assert "4 van de 4 gecodeerde items" in out
    assert "C2.4: er is maar één code gebruikt" in out


def test_the_answer_follows_the_language(capsys, public):
    _, out, _ = run(capsys, public, "--language", "en")
    assert "0.83 [-6.70, 1.00]" in out
    assert "not reliable" in out
    assert "gecodeerd" not in out


def test_csv_and_json_hold_unrounded_numbers(capsys, public):
    _, out, _ = run(capsys, public, "--item", "C1.1", "--format", "csv")
    [row] = csv.DictReader(io.StringIO(out))
    assert float(row["value"]) == pytest.approx(5 / 6, abs=1e-12)
    assert row["reason_nl"] == ""
    _, out, _ = run(capsys, public, "--item", "C2.4", "--format", "json")
    [row] = json.loads(out)["rows"]
    assert row["value"] is None
    assert row["reason_en"].startswith("one code only")


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("coder", r"C1\.1 .*codeur-1 +2 +50% +-0,50"),
        ("level", r"C1\.1 .* 2 +1 +0,00 .*50% +3 \(1\)"),
        ("pair", r"C1\.1 .*codeur-1 +codeur-2 +2 +0,83"),
        ("document", r"D001 +w0 +4 +4 +50%"),
    ],
)
def test_each_breakdown_is_shown(capsys, public, by, words):
    code, out, _ = run(capsys, public, "--by", by)
    assert code == 0
    assert re.search(words, out), out


def test_the_worklist_shows_what_each_coder_gave(capsys, public, tmp_path):
    _, out, _ = run(capsys, public, "--worklist")
    assert re.search(r"C1\.1 .*D001 +w0 +0,25 niveau +2 \(D001, p\. 4\) +3 \(D001, p\. 4\)", out)
    file = tmp_path / "werklijst.csv"
    code, out, _ = run(capsys, public, "--worklist", "--format", "csv", "--out", str(file))
    assert (code, out) == (0, "")
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert [row["value codeur-2"] for row in rows] == ["schriftelijk", "3"]


def test_a_study_without_codings_says_so(capsys):
    code, out, _ = run(capsys, "published")
    assert code == 0
    assert out == "Minder dan twee codeurs (0): er zijn geen coderingen.\n"
    for form in ("json", "html"):
        code, out, _ = run(capsys, "published", "--format", form, "--by", "coder")
        assert code == 0
        assert "Minder dan twee codeurs (0)" in out
    code, out, err = run(capsys, "published", "--format", "csv")
    assert (code, out.count("\n")) == (0, 1)
    assert "Minder dan twee codeurs" in err


def test_one_coder_is_too_few(capsys, public):
    (Path(public) / "codings" / "codeur-2.csv").unlink()
    code, out, _ = run(capsys, public, "--language", "en")
    assert code == 0
    assert "Fewer than two coders (1): there is only one coder; agreement takes two." in out


def test_mistyped_words_get_the_nearest_right_one(capsys, public):
    for words, right in (
        (["--item", "C1.11x"], "C1.11"),
        (["--by", "codr"], "coder"),
        (["--format", "jsn"], "json"),
        (["--language", "n"], "bedoelt u 'nl'"),
    ):
        code, out, err = run(capsys, public, *words)
        assert (code, out) == (2, "")
        assert right in err
    code, _, err = run(capsys, "published", "--item", "C1.1")
    assert code == 2
    assert "geen codeerschema" in err
    code, _, err = run(capsys, public, "--out", "/dev/null/x.csv")
    assert code == 2
    assert "kan niet worden geschreven" in err


def test_a_study_with_errors_is_refused_with_its_findings(capsys, public):
    path = Path(public) / "codings" / "codeur-1.csv"
    path.write_text(path.read_text("utf-8").replace("w0,2,", "w0,9,"), "utf-8")
    code, out, err = run(capsys, public)
    assert (code, out) == (2, "")
    assert "'9'" in err


def test_small_numbers_of_a_protected_study_stay_hidden(capsys):
    for by in ([], ["--by", "coder"], ["--by", "level"], ["--by", "pair"], ["--by", "document"]):
        for form in ("text", "csv", "json", "html"):
            code, out, _ = run(capsys, str(EXAMPLE), *by, "--format", form)
            assert code == 0
            for told in ("0,83", "0.83", "6,70", "6.69", "50%", "0.5,"):
                assert told not in re.sub(
                    r"<style>.*?</style>|base64,[^\"]*", "", out, flags=re.DOTALL
                )


def test_large_numbers_of_a_protected_study_are_rounded(capsys, many):
    _, out, _ = run(capsys, many, "--format", "json")
    [row] = json.loads(out)["rows"]
    assert row["n"] == 45
    assert row["dropped"] == "x"
    levels = [4 if i < 3 else i % 2 for i in range(43)]
    others = [2 if 5 <= i <= 8 else level for i, level in enumerate(levels)]
    alpha = krippendorff_alpha(
        list(zip(levels, others, strict=True)), metric="ordinal", levels=[0, 1, 2, 3, 4]
    ).value
    assert row["value"] == round(alpha, 1) != alpha
    # 39 of 43 are equal: four are not, and 91% of 45 would give that back.
    assert row["percent"] == "x"
    _, out, _ = run(capsys, many, "--by", "level", "--format", "json")
    levels = {row["level"]: row for row in json.loads(out)["rows"]}
    assert levels["0"]["k"] == 20
    assert [levels["4"][name] for name in ("k", "value", "percent")] == ["x", "x", "x"]
    assert levels["0"]["confused_with"] == "x"  # with fewer than ten units


def test_the_worklist_of_a_protected_study_goes_to_a_file_for_coders_only(capsys, tmp_path):
    for words in ([], ["--format", "html", "--out", str(tmp_path / "x.html")], ["--format", "csv"]):
        code, out, err = run(capsys, str(EXAMPLE), "--worklist", *words)
        assert (code, out) == (3, "")
        assert "--out" in err
    file = tmp_path / "x.csv"
    code, _, _ = run(capsys, str(EXAMPLE), "--worklist", "--format", "csv", "--out", str(file))
    assert code == 0
    assert "D001" in file.read_text("utf-8")


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    "words",
    [[], ["--by", "level", "--item", "C1.1"], ["--by", "pair", "--item", "C1.1"], ["--worklist"]],
)
def test_the_page_is_whole_and_asks_nobody_for_anything(capsys, public, words):
    _, out, _ = run(capsys, public, *words, "--format", "html")
    reader = Reader()
    reader.feed(out)
    tags = [tag for tag, _ in reader.tags]
    assert "script" not in tags
    assert tags.count("h1") == 1
    assert "table" in tags
    images = [attrs for tag, attrs in reader.tags if tag == "img"]
    assert len(images) == (0 if "--worklist" in words else 1)
    assert all(each["src"].startswith("data:") and each["alt"] for each in images)
    assert not re.findall(r"(?:src|href)=\"https?:", out)
    assert "verzonnen" in out
    assert run(capsys, public, *words, "--format", "html")[1] == out


def test_markup_in_a_coding_is_shown_as_text(capsys, public):
    path = Path(public) / "codings" / "codeur-1.csv"
    path.write_text(path.read_text("utf-8").replace("p. 4", "<b>[red]p"), "utf-8")
    _, page, _ = run(capsys, public, "--worklist", "--format", "html")
    assert "&lt;b&gt;[red]p" in page
    _, text, _ = run(capsys, public, "--worklist")
    assert "<b>[red]p" in text
