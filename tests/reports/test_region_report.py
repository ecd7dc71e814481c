"""What a region report says, and what it says when nothing is known."""

import re
import shutil
from html import unescape
from importlib.resources import as_file, files

import pytest

from evalkit import open_study
from evalkit.errors import DisclosureError, ParameterError, StudyError
from evalkit.reports import open_region_report


def words_of(section):
    html = re.sub(r'src="data:[^"]*"', "", section.to_html())
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture
def own_study(tmp_path):
    """A copy of the published study to damage or change."""
    with as_file(files("evalkit") / "datasets" / "published") as shipped:
        shutil.copytree(shipped, tmp_path / "mine")
    return tmp_path / "mine"


def test_the_summary_gives_the_numbers_that_the_tables_give():
    report = open_region_report("published", "VT02", "nl")
    said = words_of(report.summary())
    counts = open_study("published").table("counts")
    drenthe = counts[counts["region"] == "VT02"]
    people = drenthe.loc[drenthe["table"] == "afgeleid", "value"].iloc[0]
    assert f"Drenthe telt 12 gemeenten (2023) en had medio 2020 {people:,.0f}".replace(
        ",", "."
    ) in (said)
    assert "In 2023 ontving Veilig Thuis hier 1.905 meldingen (voorlopig)." in said
    assert "juli 2017, Drenthe): voldaan aan 27 van 30 verwachtingen, oordeel voldoende" in said


def test_a_region_is_found_by_name_and_a_mistyped_one_gets_the_nearest():
    assert open_region_report("published", "Zeeland", "nl").code == "VT23"
    with pytest.raises(ParameterError, match="'Zeeland'"):
        open_region_report("published", "Zeland", "nl")


def test_a_mistyped_language_is_refused():
    with pytest.raises(ParameterError, match="choose from en or nl"):
        open_region_report("published", "VT02", "dutch")


def test_what_is_not_known_is_said_and_never_filled_in():
    report = open_region_report("published", "VT22", "nl")
    assert "staat niet in de bronnen van dit rapport" in words_of(report.summary())
    assert "staat geen cijfer over meldingen in deze regio" in words_of(report.reports())
    assert "de uitkomst in de gebruikte bronnen niet bekend" in words_of(report.inspections())
    assert "Zaanstreek-Waterland is er daar geen van" in words_of(report.comparison())


def test_a_dot_of_the_source_is_not_published_and_never_zero():
    said = words_of(open_region_report("published", "VT02", "nl").reports())
    assert "bureau leerplicht niet gepubliceerd niet gepubliceerd" in said
    assert not re.search(r"(?<![\d.,])0(?![\d.,])", said)


def test_figures_of_a_province_with_the_same_municipalities_are_marked_as_such():
    said = words_of(open_region_report("published", "VT23", "nl").reports())
    assert "provincie met dezelfde gemeenten" in said
    assert "provincie met dezelfde gemeenten" not in words_of(
        open_region_report("published", "VT05", "nl").reports()
    )


def test_a_merged_region_tells_what_it_was_made_of():
    report = open_region_report("published", "VT27", "nl")
    assert "samenvoeging van Brabant Noordoost en Zuidoost-Brabant" in words_of(report.place())
    assert "Zuidoost-Brabant" in words_of(report.inspections())
    counts = open_study("published").table("counts")
    parts = counts[(counts["table"] == "afgeleid") & counts["region"].isin(["VT16", "VT26"])]
    assert len(parts) == 2
    total = f"{parts['value'].sum():,.0f}".replace(",", ".")
    assert f"{total} inwoners" in words_of(report.summary())


@pytest.mark.parametrize(
    ("region", "claims"), [("VT10", [f"B{n:02}" for n in range(1, 19)]), ("VT04", ["D08"]),
                           ("VT03", ["D13"]), ("VT08", [])]
)  # fmt: skip
def test_claims_that_name_the_region_are_shown_and_no_others(region, claims):
    section = open_region_report("published", region, "nl").evaluations()
    assert re.findall(r'<th scope="row">(\w+)</th>', section.to_html()) == claims


def test_the_claims_said_to_name_a_region_do_name_it():
    texts = open_study("published").table("claims").set_index("claim")["text_nl"]
    assert "Friesland" in texts["D08"]
    assert "Almere" in texts["D13"]
    almere = open_region_report("published", "VT03", "nl").municipalities["name"]
    assert "Almere" in set(almere)


def test_shares_of_outcomes_are_of_the_total_of_the_same_table():
    said = words_of(open_region_report("published", "VT05", "nl").safety_assessments())
    assert "overdracht 2.155 70%" in said  # 2155 of 3060


def test_regions_beside_each_other_are_in_alphabetical_order_without_ranks():
    html = open_region_report("published", "VT02", "nl").comparison().to_html()
    names = re.findall(r'<th scope="row">([^<]+)</th>', html)
    assert names == sorted(names)
    assert len(names) == 7
    rate = re.search(r"Drenthe</th>(.*?)</tr>", html)[1]
    assert re.findall(r">([\d.,]+|onbekend)<", rate) == ["494.139", "2.205", "1.905", "4,5"]


def test_every_source_that_is_cited_stands_in_the_list_with_its_address():
    report = open_region_report("published", "VT06", "nl")
    cited = report.inspections().to_html()
    assert ">W16</a>" in cited
    html = report.sources().to_html()
    assert '<th scope="row">W16</th>' in html
    assert "https://www.nationalezorggids.nl/" in html
    assert '<th scope="row">W20</th>' not in html


def test_the_record_says_that_the_data_are_public():
    report = open_region_report("published", "VT06", "nl")
    report.place()
    said = words_of(report.disclosure())
    assert "Alle gegevens zijn openbaar." in said
    record = report.gate.record()
    assert f"gingen {len(record)} onderdelen met samen {record['cells'].sum()} waarden" in said


def test_a_protected_study_shows_no_small_count(own_study):
    settings = own_study / "study.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('profile = "public"', 'profile = "protected"'), "utf-8"
    )
    report = open_region_report(str(own_study), "VT05", "nl")
    said = words_of(report.safety_assessments())
    assert "vervolgstappen bij Veilig Thuis 780 25%" in said
    assert "inzet regionaal maatwerk x x" in said  # 10 of 3,060: one side holds over 90%
    assert "161.960" in words_of(report.place())
    assert "onder 10 of boven 90% van een groep: x" in words_of(report.disclosure())
    assert "Alle gegevens zijn openbaar" not in words_of(report.disclosure())
    drenthe = words_of(open_region_report(str(own_study), "VT02", "nl").summary())
    assert "voldaan aan 25 van 30 verwachtingen" in drenthe  # 27 of 30
    with pytest.raises(DisclosureError, match="not a whole number"):
        report.comparison()  # a percentage without its counts cannot be rounded safely


def test_a_name_that_is_code_is_shown_as_text(own_study, region_page, outline_of):
    regions = own_study / "tables" / "regions.csv"
    regions.write_text(
        regions.read_text("utf-8").replace("VT02,Drenthe", "VT02,<script>alert(1)</script>"),
        "utf-8",
    )
    page = region_page("VT02", "nl", own_study)
    assert "Veilig Thuis-regio &lt;script&gt;" in page
    assert not outline_of(page).all("script")


def test_a_study_with_regions_only_still_makes_a_page(tmp_path, region_page, outline_of):
    (tmp_path / "tables").mkdir()
    (tmp_path / "study.toml").write_text(
        '[study]\ntitle = { nl = "Eigen", en = "Own" }\nlanguage = "nl"\nselection = "purposive"\n'
        'profile = "protected"\nfictitious = true\n[frame]\nregions = 1\nmunicipalities = 3\n'
        '[[waves]]\nid = "w0"\nlabel = { nl = "Meting", en = "Wave" }\n'
        "start = 2020-01-01\nend = 2020-12-31\n",
        "utf-8",
    )
    (tmp_path / "tables" / "regions.csv").write_text(
        "region,name,valid_from,valid_to,successor,source,note\nVT01,Noord,2020-01-01,,,,\n",
        "utf-8",
    )
    page = region_page("VT01", "nl", tmp_path)
    assert "de gegevens in dit rapport zijn verzonnen" in page
    assert "Deze studie bevat nog geen coderingen." in page
    assert '"evaluations"' not in page  # nothing in the study for it: no such section
    assert outline_of(page).misnested == []


def test_a_broken_study_makes_no_report(own_study):
    counts = own_study / "tables" / "counts.csv"
    counts.write_text(counts.read_text("utf-8").replace(",2100,", ",veel,", 1), "utf-8")
    with pytest.raises(StudyError) as caught:
        open_region_report(str(own_study), "VT02", "nl")
    assert caught.value.findings
