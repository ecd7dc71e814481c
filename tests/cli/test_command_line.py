"""The command line as a person types it, right and wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from evalkit.cli import VERBS, application, main, spoken_language

# One wrong value per option; an option that is not here fails `test_no_option_is_forgotten`.
WRONG = {
    ("report", "--study"): "publishd",
    ("report", "--out"): "/dev/null/reports",
    ("report", "--language"): "ln",
    ("report", "--region"): "VT99",
    ("report", "--municipality"): "GM0999",
    ("report", "--jobs"): "twee",
    ("report", "--timeout"): "lang",
    ("report", "--notebooks"): "/dev/null",
    ("schemes", "name"): "aef-2021",
    ("schemes", "--item"): "zz",
    ("schemes", "--format"): "txt",
    ("schemes", "--language"): "en-GB",
    ("check", "study"): "publishd",
    ("check", "--format"): "jsn",
    ("check", "--language"): "n",
    ("check", "--out"): "/dev/null/findings.csv",
    ("agree", "study"): "publishd",
    ("agree", "--item"): "zz",
    ("agree", "--by"): "coders",
    ("agree", "--format"): "htm",
    ("agree", "--language"): "nederlands",
    ("agree", "--out"): "/dev/null/agreement.html",
    ("evaluate", "study"): "publishd",
    ("evaluate", "--evaluation"): "tsd-2002",
    ("evaluate", "--region"): "VT99",
    ("evaluate", "--municipality"): "GM0999",
    ("evaluate", "--wave"): "w9",
    ("evaluate", "--format"): "htm",
    ("evaluate", "--language"): "nll",
    ("evaluate", "--out"): "/dev/null/answers.html",
    ("replicate", "study"): "publishd",
    ("replicate", "--against"): "publishd",
    ("replicate", "--margin"): "veel",
    ("replicate", "--region"): "VT99",
    ("replicate", "--municipality"): "GM0999",
    ("replicate", "--format"): "htm",
    ("replicate", "--language"): "nll",
    ("replicate", "--out"): "/dev/null/claims.html",
    ("new", "folder"): "/dev/null/study",
    ("new", "--scheme"): "aef-2021",
    ("new", "--language"): "nls",
    ("new", "--selection"): "randm",
    ("new", "--profile"): "publik",
}
FREE = {("new", "--title")}  # any text will do
EXAMPLE = str(Path(__file__).parents[2] / "data_templates" / "example")
RIGHT = {
    "schemes": ["aef-2020"],
    "check": ["published"],
    "new": ["study", "--scheme", "aef-2020"],
    "report": [],
    "agree": [EXAMPLE],
    "evaluate": [EXAMPLE],
    "replicate": [EXAMPLE],
}


def command_of(verb):
    return typer.main.get_command(application([verb], "nl")).commands[verb]


def parameters():
    for verb in VERBS:
        for param in command_of(verb).params:
            is_flag = getattr(param, "is_flag", False)
            if not is_flag and "--help" not in param.opts:
                yield verb, param.opts[0]


def run(capsys, *words):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    out, err = capsys.readouterr()
    return stopped.value.code, out, err


def test_no_option_is_forgotten():
    assert {*WRONG, *FREE} == set(parameters())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("mistyped", WRONG)
def test_a_mistyped_value_gives_one_sentence_and_exit_code_2(
    capsys, monkeypatch, tmp_path, mistyped, language
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVALKIT_LANGUAGE", language)
    (verb, option), value = mistyped, WRONG[mistyped]
    if option.startswith("--"):
        words = [verb, *RIGHT[verb], option, value]
    else:
        words = [verb, value] + ["--scheme", "aef-2020"] * (verb == "new")
    code, _, err = run(capsys, *words)
    assert code == 2, err
    assert err.startswith("evalkit: ")
    assert err.count("\n") == 1
    assert value in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_mistyped_option_gets_the_nearest(capsys, verb):
    for option in [opt for v, opt in parameters() if v == verb and opt.startswith("--")]:
        code, _, err = run(capsys, verb, f"{option[:-1]}", "x")
        assert code == 2
        assert (
            err == f"evalkit: {verb}: optie {option[:-1]!r} bestaat niet; bedoelt u {option!r}?\n"
        )


@pytest.mark.parametrize(
    ("words", "dutch", "english"),
    [
        (["repotr"], "opdracht 'repotr' bestaat niet; bedoelt u 'report'?", "no command 'repotr'"),
        (["--vesion"], "optie '--vesion' bestaat niet; bedoelt u '--version'?", "no option"),
        (
            ["report", "VT08"],
            "report: te veel woorden; zie evalkit report --help",
            "too many words",
        ),
        (["report", "--jobs"], "report: --jobs vraagt een waarde", "--jobs needs a value"),
        (
            ["report", "--jobs", "0"],
            "--jobs: '0' past niet; geef een getal vanaf 1",
            "'0' does not",
        ),
        (["report", "--jobs=x"], "--jobs: 'x' past niet; geef een geheel getal", "a whole number"),
        (
            ["check"],
            "check: STUDY ontbreekt; zie evalkit check --help",
            "check: STUDY is missing; see",
        ),
    ],
)
def test_words_that_do_not_fit_are_explained_in_both_languages(
    capsys, monkeypatch, words, dutch, english
):
    code, _, err = run(capsys, *words)
    assert (code, dutch in err) == (2, True), err
    monkeypatch.setenv("EVALKIT_LANGUAGE", "en")
    code, _, err = run(capsys, *words)
    assert (code, english in err) == (2, True), err


def test_help_is_dutch_or_english(capsys):
    code, out, _ = run(capsys, "report", "--help")
    assert code == 0
    assert "Gebruik: evalkit report [OPTIES]" in out
    assert "processen tegelijk" in out
    code, out, _ = run(capsys, "report", "--help", "--language", "en")
    assert "Usage: evalkit report [OPTIONS]" in out
    assert "processes at once" in out
    for verb in VERBS:
        assert " | " not in run(capsys, verb, "--help")[1]


def test_the_list_of_verbs_speaks_the_language_that_is_asked_for(capsys):
    code, out, _ = run(capsys, "--help", "--language", "en")
    assert (code, "Start a study in a new folder." in out) == (0, True)
    assert run(capsys, "--language", "en", "--help") == (0, out, "")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_reason_of_the_system_is_said_in_the_language_of_the_sentence(capsys, language):
    _, _, err = run(capsys, "check", "demo", "--out", "/dev/null/x.csv", "--language", language)
    expected = {"nl": "een deel van het pad is geen map", "en": "a part of the path is no folder"}
    assert expected[language] in err


def test_who_reads_only_the_first_errors_gets_no_traceback_and_the_exit_code(tmp_path):
    (tmp_path / "study.toml").write_text("x")
    command = [sys.executable, "-c", "from evalkit.cli import main; main()", "agree", str(tmp_path)]
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=write, check=False)
    os.close(write)
    assert ended.returncode == 2


def test_without_words_the_verbs_are_listed(capsys):
    code, out, _ = run(capsys)
    assert code == 2
    assert all(verb in out for verb in VERBS)


def test_version(capsys):
    from evalkit import __version__

    assert run(capsys, "--version") == (0, f"evalkit {__version__}\n", "")


def test_the_language_comes_from_the_option_then_the_environment(monkeypatch):
    assert spoken_language([]) == "nl"
    monkeypatch.setenv("EVALKIT_LANGUAGE", "en")
    assert spoken_language(["report"]) == "en"
    assert spoken_language(["report", "--language=nl"]) == "nl"
    monkeypatch.setenv("EVALKIT_LANGUAGE", "english")
    assert spoken_language(["report"]) == "nl"


def test_a_defect_keeps_its_traceback(monkeypatch):
    monkeypatch.setattr("evalkit.cli.schemes.scheme_names", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["schemes"])


def test_the_last_of_the_names_to_choose_from_is_named_and_not_counted(capsys):
    _, _, err = run(capsys, "evaluate", "demo", "--evaluation", "x", "--language", "en")
    assert "samen-doen-2021, tsd-2020 or tsd-monitor-2022" in err
    _, _, err = run(capsys, "evaluate", "demo", "--region", "x")
    assert "en nog 7" in err
