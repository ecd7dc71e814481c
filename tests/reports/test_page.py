"""The page: self-contained, script-free, escaped, the same bytes each time."""

import itertools
import re

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from evalkit.errors import ParameterError, ReportError
from evalkit.reports import Section, render_page
from evalkit.reports.section import (
    SECTION_MIME,
    Bullets,
    Cell,
    Figure,
    Paragraph,
    Part,
    Table,
)

EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


@pytest.fixture(params=["drenthe", "national"])
def page(request):
    return request.getfixturevalue(request.param)


def test_headings_are_in_order_without_a_step_skipped(page, outline_of):
    levels = [int(tag[1]) for tag, _ in outline_of(page).elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_element_is_closed_where_it_was_opened(page, outline_of):
    assert outline_of(page).misnested == []


def test_every_image_has_an_alternative_in_words(page, outline_of):
    images = outline_of(page).all("img")
    assert images
    for image in images:
        assert len(image["alt"]) > 30
        assert image["src"].startswith("data:image/svg+xml;base64,")


def test_every_table_has_a_caption_headers_with_scope_and_a_focusable_container(page, outline_of):
    outline = outline_of(page)
    assert len(outline.all("table")) == len(outline.all("caption")) > 3
    assert all(cell["scope"] in {"col", "row"} for cell in outline.all("th"))
    containers = [box for box in outline.all("div") if box.get("class") == "scroll"]
    assert len(containers) == len(outline.all("table"))
    captions = {caption["id"] for caption in outline.all("caption")}
    assert all(box["tabindex"] == "0" and box["aria-labelledby"] in captions for box in containers)


def test_no_id_occurs_twice_and_every_jump_has_a_target(page, outline_of):
    outline = outline_of(page)
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    jumps = [a["href"][1:] for a in outline.all("a") if a["href"].startswith("#")]
    assert set(jumps) <= set(ids)


def test_the_page_asks_nobody_for_anything(page, outline_of):
    outline = outline_of(page)
    assert not outline.all("script", "iframe", "object", "embed", "form", "base", "link")
    assert not [name for _, attrs in outline.elements for name in attrs if name.startswith("on")]
    loaded = [a[n] for _, a in outline.elements for n in ("src", "srcset", "poster") if n in a]
    assert all(address.startswith("data:") for address in loaded)
    assert not re.search(r"@import|url\(", page[: page.index("</style>")])
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert {"http-equiv": "Content-Security-Policy", "content": policy} in outline.all("meta")


def test_links_lead_to_web_addresses_or_into_the_page(page, outline_of):
    assert all(
        a["href"].startswith(("https://", "http://", "#")) for a in outline_of(page).all("a")
    )


def test_the_page_is_small(page):
    assert len(page.encode()) < 300_000


def test_the_same_data_give_the_same_bytes(drenthe, national, region_page, national_page):
    assert region_page("VT02") == drenthe
    assert national_page() == national


def test_the_page_knows_no_clock_and_no_folder(page):
    text = re.sub(r"data:[^\"]*", "", page)
    assert not re.search(r"/(home|root|tmp|work|Users)/|\d\d:\d\d:\d\d|0x[0-9a-f]{6}", text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_its_language(language, outline_of, region_page):
    page = region_page("VT08", language)
    assert outline_of(page).all("html") == [{"lang": language}]
    assert {"nl": "In het kort", "en": "In brief"}[language] in page
    assert {"nl": "583.953", "en": "583,953"}[language] in page


def test_whatever_stands_in_a_section_is_escaped(outline_of, notebook_of):
    row = (Cell(EVIL, addresses=("javascript:alert(1)", 'https://x.nl/"onclick=x')), Cell(EVIL))
    blocks = (
        Paragraph(EVIL),
        Bullets((EVIL,)),
        Figure("<svg/>", EVIL, EVIL),
        Part(EVIL, (Table(EVIL, (Cell(EVIL), Cell(EVIL)), (row,), (EVIL,)),)),
    )
    section = Section(anchor="a", title=EVIL, language="nl", blocks=blocks)
    page = render_page(notebook_of(section), language="nl", title=EVIL)
    outline = outline_of(page)
    assert outline.misnested == []
    assert not outline.all("script")
    assert not [n for _, attrs in outline.elements for n in attrs if n.startswith("on")]
    assert len(outline.all("img")) == 1


def test_html_that_no_section_made_is_shown_as_text(outline_of, notebook_of):
    section = Section(anchor="a", title="A", language="nl", blocks=())
    notebook = notebook_of(section)
    forged = {"text/html": f"<b>{EVIL}</b>", "text/plain": f"plain {EVIL}"}
    notebook.cells += [
        new_code_cell(EVIL, outputs=[new_output("display_data", data=forged)]),
        new_code_cell("1", outputs=[new_output("stream", name="stdout", text=EVIL)]),
        new_code_cell("1", outputs=[new_output("stream", name="stderr", text="/home/x: warning")]),
    ]
    page = render_page(notebook, language="nl", title="A")
    assert not outline_of(page).all("script", "b", "img")
    assert page.count("<pre>") == 2
    assert "plain &lt;script&gt;" in page
    assert "/home/x" not in page


def test_the_notebook_is_left_as_it_was(notebook_of):
    notebook = notebook_of(Section(anchor="a", title="A", language="nl", blocks=()))
    before = str(notebook)
    render_page(notebook, language="nl", title="A")
    assert str(notebook) == before


def test_a_section_shows_itself_in_a_notebook_and_carries_its_mark():
    section = Section(anchor="a", title="A & B", language="nl", blocks=(Paragraph("één"),))
    bundle = section._repr_mimebundle_()
    assert bundle["text/html"] == section._repr_html_()
    assert '<h2 id="a">A &amp; B</h2>' in bundle["text/html"]
    assert bundle[SECTION_MIME] == {"anchor": "a", "title": "A & B", "level": 2}


def test_a_notebook_that_was_never_run_is_refused():
    with pytest.raises(ReportError, match="run it first"):
        render_page(new_notebook(cells=[new_code_cell("1")]), language="nl", title="A")


def test_a_mistyped_language_is_refused(notebook_of):
    notebook = notebook_of(Section(anchor="a", title="A", language="nl", blocks=()))
    with pytest.raises(ParameterError, match="'nl'"):
        render_page(notebook, language="nll", title="A")
