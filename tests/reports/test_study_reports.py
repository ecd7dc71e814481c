"""The reports of a study's own fieldwork: on the demonstration study, on almost nothing, protected."""

import re
import shutil
from html import unescape
from importlib.resources import as_file, files

import pytest

from evalkit import open_study
from evalkit.evaluations import replicate
from evalkit.reports import (
    open_municipality_report,
    open_national_report,
    open_region_report,
)
from evalkit.reports.analysis_blocks import SHORT
from evalkit.reports.sentence import fitting_quantifier
from evalkit.results import VERDICT_WORDS

SECTIONS = [
    "sample", "agreements", "practice", "handover", "safety", "norms", "change", "two-parties",
    "escalation", "context", "beside-others", "published-claims", "appendix",
]  # fmt: skip
COUNTED = re.compile(r"(?:(\d+) van (?:de )?(\d+))")
WORDS = {
    "nagenoeg alle": "nagenoeg alle", "de meeste": "de meeste",
    "meer dan de helft van de": "de meerderheid", "een paar": "een paar",
    "bijna geen van de": "bijna geen enkele", "een beperkt aantal": "een beperkt aantal",
    "minder dan de helft van de": "minder dan de helft", "de helft van de": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def protected_demo(tmp_path_factory):
    study = tmp_path_factory.mktemp("protected") / "demo"
    with as_file(files("evalkit") / "datasets" / "demo") as shipped:
        shutil.copytree(shipped, study)
    settings = study / "study.toml"
    text = settings.read_text("utf-8")
    assert 'profile = "public"' in text
    settings.write_text(text.replace('profile = "public"', 'profile = "protected"'), "utf-8")
    return study


@pytest.fixture(scope="module")
def municipality(municipality_page):
    return municipality_page("GM9004")


@pytest.fixture(scope="module")
def protected_municipality(municipality_page, protected_demo):
    return municipality_page("GM9004", study=protected_demo)


@pytest.fixture(scope="module")
def region(region_page):
    return region_page("VT92", "en", "demo")


def sections_of(page):
    page = re.sub(r'src="data:[^"]*"', "", page)
    found = re.findall(r'<section aria-labelledby="([^"]+)">(.*?)</section>', page, re.DOTALL)
    return dict(found)


def text_of(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


@pytest.mark.parametrize("page", ["municipality", "region"])
def test_a_page_of_the_demonstration_study_has_every_section(page, request, outline_of):
    page = request.getfixturevalue(page)
    assert set(SECTIONS) <= set(sections_of(page))
    outline = outline_of(page)
    assert outline.misnested == []
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("municipality", ("verzonnen", "de gegevens in dit rapport zijn verzonnen", "Verzonnen")),
        ("region", ("fictitious", "the data in this report are invented", "Invented")),
    ],
)
def test_invented_data_are_called_so_at_the_top_in_the_title_and_at_each_figure(
    page, words, request, outline_of
):
    title, top, beside = words
    page = request.getfixturevalue(page)
    assert title in re.search(r"<title>(.*?)</title>", page)[1]
    assert top in page[: page.index("<main")]
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL)
    images = outline_of(page).all("img")
    assert len(captions) == len(images) > 5
    assert all(beside in caption for caption in captions)
    assert all(beside in image["alt"] for image in images)


def test_a_page_of_the_demonstration_study_names_no_real_region(municipality, region):
    real = open_study("published").table("regions")["name"]
    for page in (municipality, region):
        text = text_of(re.sub(r'src="data:[^"]*"', "", page[: page.index('id="published-claims"')]))
        assert [name for name in real if re.search(rf"\b{re.escape(name)}\b", text)] == []


def test_every_word_for_a_count_fits_the_count_beside_it(municipality):
    text = text_of(municipality).lower()
    pattern = rf"({'|'.join(WORDS)}) [^.;:()]{{3,40}} \((\d+) van (\d+)\)"
    found = re.findall(pattern, text)
    assert len(found) > 10
    for words, k, n in found:
        assert fitting_quantifier(int(k), int(n)) == WORDS[words]


def test_the_summary_is_short_and_says_what_goes_well_and_what_does_not(municipality):
    html = sections_of(municipality)["summary"]
    sentences = re.findall(r"<li>(.*?)</li>", html, re.DOTALL)
    assert 5 <= len(sentences) <= 8
    assert "Te verbeteren" in html
    assert not re.search(r"\b\d+e plaats|beste|slechtste|rang", html)


def test_places_beside_each_other_stand_in_the_order_of_their_codes():
    html = open_national_report("demo", "en").beside_others().to_html()
    alts = re.findall(r'alt="(As counted and as adjusted: Regions[^"]*)"', html)
    for alt in alts:
        names = re.findall(r"Regio [A-F]", alt)
        assert names == sorted(names)
    assert alts


def test_under_protection_no_small_or_exact_count_is_on_the_page(protected_municipality):
    sections = sections_of(protected_municipality)
    assert "<img" not in protected_municipality
    public = {"sample", "agreements", "norms", "change", "published-claims"}
    for name in set(SECTIONS) - public:
        html = sections.get(name, "")
        rows = re.findall(r"<tr>.*?</tr>|<li>.*?</li>", html, re.DOTALL)
        of_documents = re.compile("document met afspraken|geplande evaluaties")
        html = " ".join(row for row in rows if not of_documents.search(row))
        cells = re.findall(r'<td class="number">(.*?)</td>', html)
        said = " ".join(re.findall(r"<li>(.*?)</li>", html, re.DOTALL))
        counts = [cell for cell in cells if cell not in {"x", "–"}]
        numbers = [
            n for n in re.findall(r"(?<![\w.,])\d[\d.]*(?![\w%])", " ".join([*counts, said]))
            if not re.fullmatch(r"(19|20)\d\d\.?", n)
        ]  # fmt: skip
        for number in numbers:
            value = int(number.replace(".", "").rstrip("."))
            assert value >= 10, (name, number)
            assert value % 5 == 0, (name, number)


def test_under_protection_the_page_says_what_is_missing_and_where_to_read_it(
    protected_municipality,
):
    sections = sections_of(protected_municipality)
    for name, how in (
        ("practice", "Deels afgeschermd"),
        ("two-parties", "Niet te publiceren voor deze gemeente"),
        ("escalation", "Niet te publiceren voor deze gemeente"),
    ):
        said = text_of(sections[name])
        assert how in said
        assert "rapport van de regio" in said
    assert "p = " not in protected_municipality
    assert "-BI" not in protected_municipality


def test_a_region_page_shows_only_what_a_reader_of_the_region_needs(region):
    sections = sections_of(region)
    beside = sections["beside-others"]
    assert re.findall(r'<th scope="row">(.*?)</th>', beside) == [
        "Safety first", "One plan", "Child heard", "Warm handover",
    ]  # fmt: skip
    assert "Regio B lies with" in text_of(beside)
    for name in ("practice", "published-claims"):
        assert "<details>" in sections[name]
    appendix = text_of(sections["appendix"])
    assert "Municipalities side by side" not in appendix
    assert "Two parties" not in appendix


def test_a_region_page_tells_which_claims_came_out_how_and_how_many_it_could_not_count(region):
    html = sections_of(region)["published-claims"]
    said = text_of(html)
    analysis = replicate(open_study("demo"), region="VT92")
    counted = analysis.table[analysis.table["n"].fillna(0) > 0]
    rows = re.findall(r'<th scope="row">(.*?)</th>', html)
    assert [unescape(row) for row in rows] == [text.en for text in counted["text"]]
    assert f"Another {len(analysis.table) - len(counted)} claims could not be counted" in said
    # One place can neither confirm nor refute what was said of all together.
    assert "Different from what was said" not in said
    assert set(counted["verdict"]) == {VERDICT_WORDS["not testable"]}
    cited = set(counted["source"])
    assert cited <= set(re.findall(r'<th scope="row">(.*?)</th>', sections_of(region)["sources"]))


def test_every_long_table_of_a_place_is_closed_and_none_has_a_row_of_nothing(region):
    plain = re.sub(r"<details>.*?</details>", "", region, flags=re.DOTALL)
    for table in re.findall(r"<tbody>(.*?)</tbody>", plain, re.DOTALL):
        assert table.count("<tr>") <= SHORT
    escalation = sections_of(region)["escalation"]
    tables = re.findall(r"<table>.*?</table>", escalation, re.DOTALL)
    answers = [table for table in tables if ">Answer</th>" in table]
    assert answers
    assert not any(re.search(r"<td[^>]*>0 of ", table) for table in answers)


def test_every_figure_says_what_one_sees_in_it(municipality):
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", municipality, re.DOTALL)
    for caption in map(unescape, captions):
        title, seen = re.split(r"\. ", caption.removesuffix(" Verzonnen gegevens."), maxsplit=1)
        assert title
        assert re.search(r"\d", seen)
        assert seen.endswith(".")


def test_under_protection_answers_that_nobody_gave_stay_among_the_hidden_ones(protected_demo):
    html = open_region_report(str(protected_demo), "VT91", "nl").escalation().to_html()
    assert "management" in html  # established by nobody: 0 of 2
    assert "management" not in open_region_report("demo", "VT91", "nl").escalation().to_html()


@pytest.mark.slow
def test_the_national_page_of_the_demonstration_study(national_page, outline_of):
    page = national_page("en", "demo")
    assert {*SECTIONS, "reliability", "configurations", "interviews"} <= set(sections_of(page))
    assert outline_of(page).misnested == []
    assert "Demonstration study: six fictitious regions" in page


def small_study(folder, *, units="", codings="", profile="public"):
    """A study of one region and one municipality on disk."""
    (folder / "tables").mkdir()
    (folder / "study.toml").write_text(
        '[study]\ntitle = { nl = "Klein", en = "Small" }\nlanguage = "nl"\n'
        f'selection = "purposive"\nscheme = "tsd-2020@1.0"\nprofile = "{profile}"\n'
        "fictitious = false\n[frame]\nregions = 26\nmunicipalities = 355\n[[waves]]\n"
        'id = "w0"\nlabel = { nl = "Meting", en = "Wave" }\n'
        "start = 2020-01-01\nend = 2020-12-31\n",
        "utf-8",
    )
    tables = {
        "regions": "region,name\nVT91,Noord\n",
        "municipalities": "municipality,name\nGM9001,Dorp\n",
        "memberships": "municipality,region\nGM9001,VT91\n",
        "units": f"unit,kind,region,municipality,wave\n{units}",
    }
    for name, rows in tables.items():
        (folder / "tables" / f"{name}.csv").write_text(rows, "utf-8")
    if codings:
        (folder / "codings").mkdir()
        head = "coder,unit,item,facet,wave,value,evidence,confidence,time\n"
        (folder / "codings" / "a.csv").write_text(head + codings, "utf-8")
    return folder


ONE = {
    "units": "D001,file,,GM9001,w0\n",
    "codings": "a,D001,E2.1,practice,w0,ja,,,2021-01-01T10:00:00\n",
}


def pages(study, region_page, municipality_page, national_page):
    return (
        region_page("VT91", "nl", study),
        municipality_page("GM9001", "nl", study),
        national_page("nl", study),
    )


def test_an_empty_study_makes_pages_that_say_little(
    tmp_path, region_page, municipality_page, national_page, outline_of
):
    study = small_study(tmp_path)
    for page in pages(study, region_page, municipality_page, national_page):
        assert outline_of(page).misnested == []
        assert not set(SECTIONS[:-1]) & set(sections_of(page))


def test_a_study_with_one_unit_makes_pages(
    tmp_path, region_page, municipality_page, national_page, outline_of
):
    study = small_study(tmp_path, **ONE)
    for page in pages(study, region_page, municipality_page, national_page):
        assert outline_of(page).misnested == []
        assert {"summary", "sample", "practice"} <= set(sections_of(page))
        assert "1 van 1 dossiers" in text_of(page)
        assert "verzonnen" not in page.casefold()


def test_a_protected_study_with_one_unit_says_that_it_can_say_nothing(
    tmp_path, region_page, municipality_page, national_page
):
    study = small_study(tmp_path, **ONE, profile="protected")
    words = ("over deze regio is niets te zeggen", "over deze gemeente is niets te zeggen",
             "te klein om er iets over te publiceren")  # fmt: skip
    for page, said in zip(
        pages(study, region_page, municipality_page, national_page), words, strict=True
    ):
        assert said in text_of(sections_of(page)["summary"]).lower()
        assert "1 van 1" not in page


def test_a_study_without_fieldwork_has_none_of_its_sections():
    region, national = (
        open_region_report("published", "VT08", "nl"),
        open_national_report("published", "nl"),
    )
    names = [name.replace("-", "_") for name in SECTIONS]
    for report in (region, national):
        before = len(report.gate.record())
        assert [name for name in names if getattr(report, name)() is not None] == []
        assert len(report.gate.record()) == before  # nothing was released on the way
    assert national.configurations() is None
    assert national.interviews() is None


def test_what_a_study_holds_elsewhere_but_not_here_is_said_in_a_sentence(tmp_path):
    study = small_study(tmp_path, **ONE)
    for table, row in (("municipalities", "GM9002,Stad\n"), ("memberships", "GM9002,VT91\n")):
        with (study / "tables" / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(row)
    report = open_municipality_report(str(study), "Stad", "nl")
    assert "In Stad zijn geen dossiers beoordeeld." in text_of(report.practice().to_html())


def test_a_mistyped_municipality_gets_the_nearest_right_word():
    from evalkit.errors import ParameterError

    with pytest.raises(ParameterError, match="Gemeente A1"):
        open_municipality_report("demo", "Gemeente A11", "nl")


def test_why_a_claim_has_no_verdict_stands_beside_its_count(tmp_path):
    study = small_study(
        tmp_path,
        units="K1,child,,GM9001,w0\n",
        codings="a,K1,E2.5,practice,w0,niet,,,2021-01-01T10:00:00\n",
    )
    said = text_of(open_national_report(str(study), "en").published_claims().to_html())
    assert "not testable" in said
    assert "no quantifier word" in said
