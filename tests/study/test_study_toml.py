import pytest

from evalkit.errors import StudyError
from evalkit.study import open_study
from evalkit.study.settings import read_settings

GOOD = """\
[study]
title = { nl = "Titel", en = "Title" }
selection = "census"
profile = "public"
"""


def findings(tmp_path, text):
    path = tmp_path / "study.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(StudyError) as error:
        read_settings(path)
    assert error.value.findings
    assert "study.toml" in str(error.value)
    return error.value.findings


@pytest.mark.parametrize(
    ("wrong", "key", "hint"),
    [
        ('selection = "censuss"', "study.selection", "bedoelt u 'census'?"),
        ('profile = "beschermd"', "study.profile", "kies uit protected of public"),
        ('profile = "protectd"', "study.profile", "bedoelt u 'protected'?"),
        ('selecton = "census"', "study.selecton", "bedoelt u 'selection'?"),
        ('language = "de"', "study.language", "kies uit en of nl"),
        ("fictitious = 1", "study.fictitious", "verwacht wordt true of false"),
        ("title = 3", "study.title", "verwacht wordt { nl"),
        ('title = { nl = "x" }', "study.title", "verwacht wordt { nl"),
        ("scheme = 3", "study.scheme", "verwacht wordt een naam"),
    ],
)
def test_a_wrong_setting_names_key_value_and_remedy(tmp_path, wrong, key, hint):
    name = wrong.split(" =")[0]
    kept = [line for line in GOOD.splitlines() if not line.startswith(f"{name} =")]
    checks = findings(tmp_path, "\n".join([*kept, wrong]))
    check = next(check for check in checks if check.column == key)
    assert hint in check.hint.nl
    assert check.hint.en


@pytest.mark.parametrize("key", ["title", "selection", "profile"])
def test_a_missing_setting_is_named(tmp_path, key):
    kept = [line for line in GOOD.splitlines() if not line.startswith(f"{key} =")]
    (check,) = findings(tmp_path, "\n".join(kept))
    assert repr(f"study.{key}") in check.message.nl


def test_everything_wrong_comes_at_once(tmp_path):
    checks = findings(tmp_path, '[study]\ntitel = "x"\nselection = "y"\n[frame]\nregions = 0\n')
    assert {check.column for check in checks} == {
        "study.titel",
        "study.title",
        "study.selection",
        "study.profile",
        "frame.regions",
    }


def test_a_mistake_in_the_toml_itself_is_given_with_its_line(tmp_path):
    (check,) = findings(tmp_path, "[study]\ntitle = Zonder aanhalingstekens\n")
    assert (check.rule, check.line) == ("toml-syntax", 2)


def test_a_file_in_windows_1252_is_reported(tmp_path):
    (check,) = findings(tmp_path, '[study]\ntitle = "Frysl\u00e2n"'.encode("cp1252"))
    assert "UTF-8" in check.hint.nl


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    path = tmp_path / "study.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_settings(path).study.title == ("Titel", "Title")


WAVE = '[[waves]]\nid = "w0"\nlabel = "m"\nstart = 2020-01-01\nend = 2020-12-31\n'


@pytest.mark.parametrize(
    ("waves", "rule"),
    [
        (WAVE + WAVE, "duplicate-wave"),
        (WAVE.replace("end = 2020", "end = 2019"), "wave-order"),
        (WAVE.replace("2020-01-01", '"1-1-2020"'), "bad-setting"),
        (WAVE.replace("start", "stat"), "unknown-key"),
    ],
)
def test_wrong_waves_are_reported(tmp_path, waves, rule):
    assert rule in {check.rule for check in findings(tmp_path, GOOD + waves)}


def test_a_study_holds_what_the_file_says(folder):
    study = open_study(folder)
    assert study.name == "studie"
    assert study.title.en == "Example study (fictitious)"
    assert (study.language, study.selection, study.profile) == ("nl", "purposive", "protected")
    assert study.fictitious
    assert [wave.id for wave in study.waves] == ["w0", "w1"]
    assert (study.frame.regions, study.frame.municipalities) == (2, 4)
    assert [scheme.ref for scheme in study.schemes] == ["aef-2020@1.0"]


def test_a_mistyped_scheme_is_a_finding_with_the_nearest_name(folder, found):
    file = folder / "study.toml"
    file.write_text(file.read_text().replace("aef-2020@1.0", "aef-2002"))
    (check,) = found(open_study(folder), "bad-scheme")
    assert "aef-2020" in check.message.nl


def test_codings_without_a_scheme_are_an_error(folder, found):
    file = folder / "study.toml"
    file.write_text(file.read_text().replace('scheme = "aef-2020@1.0"\n', ""))
    assert found(open_study(folder), "no-scheme")


def test_more_places_than_exist_are_pointed_out(folder, found):
    file = folder / "study.toml"
    assert not found(open_study(folder), "frame-too-small")
    file.write_text(file.read_text().replace("regions = 2", "regions = 1"))
    (finding,) = found(open_study(folder), "frame-too-small")
    assert finding.in_language("en") == (
        "study.toml, column 'frame.regions': the tables name 2 regions, while 1 are said to exist; "
        "count under [frame] also what was not looked at"
    )
    table = folder / "tables" / "regions.csv"
    table.write_text(
        table.read_text().replace("(verzonnen),2015-01-01,,", "(verzonnen),2015-01-01,2026-12-31,")
    )
    assert not found(open_study(folder), "frame-too-small")  # of what ended there may be more
