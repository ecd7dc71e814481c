import csv

import pytest

from evalkit.errors import EvalkitError, ParameterError, StudyError
from evalkit.language import Text
from evalkit.schemes import load_scheme, scheme_names
from evalkit.study import OWN_TABLES, new_study, open_study, table_schema


@pytest.mark.parametrize("scheme", scheme_names())
def test_a_new_study_of_every_scheme_has_no_findings(tmp_path, scheme):
    new_study(tmp_path / "nieuw", scheme=scheme, title="Nieuw")
    study = open_study(tmp_path / "nieuw")
    assert study.check() == []
    assert study.schemes == (load_scheme(scheme),)
    assert (study.selection, study.profile, study.fictitious) == ("purposive", "protected", False)
    assert {name for name, reading in study.readings.items() if reading.present} == set(OWN_TABLES)


def test_the_coding_template_asks_every_item_on_every_facet_once(tmp_path):
    study = new_study(tmp_path / "nieuw", scheme="aef-2020", title="Nieuw")
    with (study.path / "templates" / "codings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == table_schema("codings").column_names
    asked = [(row["item"], row["facet"]) for row in rows]
    assert len(set(asked)) == len(asked)
    by_hand = [item for item in study.schemes[0].items if not item.is_derived]
    assert {item for item, _ in asked} == {item.id for item in by_hand}
    assert len(asked) == sum(len(item.facets) or 1 for item in by_hand)


def test_a_filled_coding_template_passes(tmp_path):
    study = new_study(tmp_path / "nieuw", scheme="aef-2020", title="Nieuw")
    (study.path / "tables" / "units.csv").write_text("unit,kind\nD001,document\nR001,respondent\n")
    with (study.path / "templates" / "codings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = {item.id: item.units for item in study.schemes[0].items}
    for row in rows:
        row["unit"] = "R001" if "respondent" in kinds[row["item"]] else "D001"
        row["value"] = "nb"
    with (study.path / "codings" / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(
            row for row in rows if not {"document-theme", "file-step"} & {*kinds[row["item"]]}
        )
    assert open_study(study.path).check() == []


def test_a_coding_sheet_that_is_not_filled_yet_is_one_warning(tmp_path, found):
    study = new_study(tmp_path / "nieuw", scheme="aef-2020", title="Nieuw")
    sheet = (study.path / "templates" / "codings.csv").read_text(encoding="utf-8")
    (study.path / "codings" / "a.csv").write_text(sheet, encoding="utf-8")
    study = open_study(study.path)
    (only,) = study.check()
    rows = sheet.count("\n") - 1
    assert (only.rule, only.severity, only.line) == ("uncoded", "warning", 2)
    assert f"{rows} regels hebben nog geen waarde" in only.message.nl
    reading = study.coder_readings["a"]
    assert (reading.rows_in, reading.rows_used, reading.rows_reported) == (rows, 0, rows)
    assert study.codings.empty


def test_of_a_half_filled_coding_sheet_the_filled_rows_count(folder, found):
    file = folder / "codings" / "codeur-1.csv"
    before, text = len(open_study(folder).codings), file.read_text()
    file.write_text(text + ",D002,C0.4,,w0,,,\n")
    study = open_study(folder)
    assert found(study, "uncoded")[0].message.en == "1 line has no value yet and does not count"
    assert len(study.codings) == before
    file.write_text(text + ",D002,C0.4,,w0,,p. 3,\n")  # where it was found, but not what
    (forgotten,) = found(open_study(folder), "required")
    assert (forgotten.column, forgotten.severity) == ("value", "error")


def test_the_title_may_hold_quotes_and_be_in_two_languages(tmp_path):
    title = Text('Zo heet "het" \\ Frysl\u00e2n', "So called = 'it'")
    new_study(tmp_path / "n", scheme="aef-2020", title=title, regions=26, municipalities=342)
    study = open_study(tmp_path / "n")
    assert study.title == title
    assert study.frame.regions == 26


def test_an_empty_folder_is_filled_and_a_filled_one_refused(tmp_path):
    (tmp_path / "leeg").mkdir()
    new_study(tmp_path / "leeg", scheme="aef-2020", title="x")
    before = (tmp_path / "leeg" / "study.toml").read_bytes()
    with pytest.raises(StudyError):
        new_study(tmp_path / "leeg", scheme="tsd-2020", title="y")
    assert (tmp_path / "leeg" / "study.toml").read_bytes() == before
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(StudyError):
        new_study(tmp_path / "bestand", scheme="aef-2020", title="x")


@pytest.mark.parametrize(
    "wrong",
    [
        {"scheme": "aef-2002"},
        {"language": "de"},
        {"selection": "sensus"},
        {"profile": "publiek"},
        {"title": ""},
        {"title": "een\ntwee"},
        {"regions": 0},
    ],
)
def test_a_wrong_choice_makes_no_folder(tmp_path, wrong):
    with pytest.raises(EvalkitError) as error:
        new_study(tmp_path / "n", **{"scheme": "aef-2020", "title": "x"} | wrong)
    assert isinstance(error.value, ParameterError)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_one_sentence():
    with pytest.raises(StudyError) as error:
        new_study("/dev/null/studie", scheme="aef-2020", title="x")
    assert "controleer" in error.value.in_language("nl")
