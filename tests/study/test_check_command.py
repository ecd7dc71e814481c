import csv
import io
import json
import shutil

import pytest

from evalkit.cli import main
from evalkit.study import open_study


@pytest.fixture
def run(capsys):
    def run_evalkit(*words):
        with pytest.raises(SystemExit) as leaving:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return leaving.value.code, printed.out, printed.err

    return run_evalkit


@pytest.fixture
def broken(folder):
    (folder / "tables" / "teams.csv").write_text("team;municipality\n=1+1;GM9001\nT02;344\n")
    return folder


def test_a_sound_study_is_said_to_be_so_with_rows_and_tables(run, folder):
    code, out, _ = run("check", folder)
    assert code == 0
    assert out == "de studie is in orde: 52 rijen in 12 tabellen\n"
    code, out, _ = run("check", folder, "--language", "en")
    assert out == "the study is in order: 52 rows in 12 tables\n"


def test_a_broken_study_gives_every_finding_and_exit_2(run, broken):
    code, out, _ = run("check", broken)
    assert code == 2
    assert "fout: tables/teams.csv, regel 3, kolom 'municipality'" in out
    assert "bedoelt u 'GM0344'?" in out
    assert "tables/teams.csv: gelezen met scheidingsteken puntkomma" in out
    assert "van" in out.splitlines()[-1]


def test_csv_holds_every_finding_and_no_formula(run, broken):
    (broken / "tables" / "units.csv").write_text("unit,kind,region\nD001,=HYPERLINK(1),VT91\n")
    code, out, _ = run("check", broken, "--format", "csv", "--language", "en")
    assert code == 2
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {"file", "sheet", "line", "column", "value", "rule", "severity", "message", "hint"} == {
        *rows[0]
    }
    assert any(row["value"] == "'=HYPERLINK(1)" for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_json_is_one_object_with_counts_and_findings(run, broken):
    code, out, _ = run("check", broken, "--format", "json")
    whole = json.loads(out)
    assert code == 2
    assert whole["rows"] == whole["rows_used"] + 1
    assert {finding["file"] for finding in whole["findings"]} >= {"tables/teams.csv"}


def test_findings_can_be_written_to_a_file(run, broken, tmp_path):
    code, out, _ = run("check", broken, "--format", "csv", "--out", tmp_path / "b.csv")
    assert (code, out) == (2, "")
    assert (tmp_path / "b.csv").read_text().startswith("file,sheet,line")
    assert not list(tmp_path.glob(".*.tmp"))


def test_a_broken_study_toml_gives_its_findings_too(run, folder):
    (folder / "study.toml").write_text('[study]\ntitel = "x"\n')
    code, out, _ = run("check", folder)
    assert code == 2
    assert out.count("fout: study.toml") == 4


def test_a_warning_alone_leaves_with_0(run, folder):
    (folder / "tables" / "notities.pdf").write_bytes(b"x")
    code, out, _ = run("check", folder)
    assert code == 0
    assert out.startswith("let op: tables/notities.pdf")
    assert "1 waarschuwing" in out


@pytest.mark.parametrize(
    "words", [("pubished",), ("published", "--format", "jsno"), ("published", "--language", "xx")]
)
def test_a_mistyped_word_is_one_sentence_and_exit_2(run, words):
    code, out, err = run("check", *words)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_new_and_check_go_hand_in_hand(run, tmp_path):
    code, out, _ = run("new", tmp_path / "n", "--scheme", "aef-2020", "--title", "Proef")
    assert code == 0
    assert "evalkit check" in out
    code, out, _ = run("check", tmp_path / "n")
    assert (code, "nog leeg" in out) == (0, True)


def test_one_of_a_thing_is_said_in_the_singular(run, bare):
    (bare / "tables" / "regions.csv").write_text("region,name\nVT8,A\n")
    _, out, _ = run("check", bare)
    assert out.endswith("\n1 fout en 0 waarschuwingen; gelezen: 0 van 1 rij in 1 tabel\n")
    _, out, _ = run("check", bare, "--language", "en")
    assert out.endswith("\n1 error and 0 warnings; read: 0 of 1 row in 1 table\n")
    (bare / "tables" / "regions.csv").write_text("region,name\nVT08, A\n")
    _, out, _ = run("check", bare)
    assert out.endswith("\nde studie is in orde: 1 rij in 1 tabel, 1 waarschuwing\n")


def test_a_word_of_a_claim_that_is_in_no_lexicon_is_found(run, tmp_path):
    own = shutil.copytree(open_study("published").path, tmp_path / "eigen")
    file = own / "tables" / "claims.csv"
    file.write_text(file.read_text().replace(",sterk,", ",sterkk,", 1))
    code, out, _ = run("check", own)
    assert code == 2
    assert "claims.csv, regel 2, kolom 'quantifier': hoeveelheidswoord 'sterkk' bestaat niet" in out
    assert run("check", "published")[0] == 0
