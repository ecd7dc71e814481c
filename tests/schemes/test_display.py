"""What JupyterLab shows: escaped, the same each time, readable with a screen reader."""

from html.parser import HTMLParser

import pytest

from evalkit.language import Text
from evalkit.schemes import Item, Level, load_scheme, scheme_names
from evalkit.schemes.codebook import scale_text

VOID = {"meta", "br"}


class Outline(HTMLParser):
    """Tags with their attributes, and whether each is closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", scheme_names())
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_scheme_is_one_table_with_caption_scopes_and_no_script(name, language):
    scheme = load_scheme(name)
    outline = Outline(scheme.to_html(language=language))
    names = [tag for tag, _ in outline.tags]
    assert outline.open == []
    assert names.count("table") == names.count("caption") == 1
    assert "script" not in names
    assert all(attrs.get("scope") for tag, attrs in outline.tags if tag == "th")
    assert not any("id" in attrs or "onclick" in attrs for _, attrs in outline.tags)
    rows = [attrs for tag, attrs in outline.tags if tag == "th" and attrs["scope"] == "row"]
    assert len(rows) == len(scheme.items) + len(scheme.qualifiers)
    assert ("div", {"class": "evalkit-scheme", "lang": language, "tabindex": "0"}) in outline.tags


@pytest.mark.parametrize("id_", ["C1.5", "C2.2", "C2.4"])
def test_an_item_is_readable_too(id_):
    item = load_scheme("aef-2020").item(id_)
    outline = Outline(item.to_html())
    assert outline.open == []
    scopes = [attrs["scope"] for tag, attrs in outline.tags if tag == "th"]
    assert scopes.count("row") == len(item.levels)
    assert not item.levels or scopes[0] == "col"


def test_dutch_is_shown_by_default_and_english_on_request():
    item = load_scheme("aef-2020").item("C2.7")
    assert "Op- en afschalen" in item._repr_html_()
    assert "Scaling up and down" in item.to_html(language="en")
    assert "Scaling" not in item._repr_html_()
    scheme = load_scheme("aef-2020")
    assert scheme._repr_html_() == scheme.to_html(language="nl")


def test_every_word_of_a_user_is_escaped():
    evil = "<script>alert('x')</script>&\""
    both = Text(evil, evil)
    item = Item(
        id="T1",
        label=both,
        definition=both,
        evidence=both,
        note=both,
        scale="nominal",
        levels=(Level(value="<b>", label=both, definition=both), Level(value="c", label=both)),
        units=("file",),
        status="inferred",
    )
    whole = load_scheme("tsd-monitor-2022").model_dump()
    whole["themes"][0]["items"] += (item.model_dump() | {"id": "A1.9"},)
    whole["sources"] += ({"code": "Z1", "title": evil_words(evil), "address": "javascript:x"},)
    scheme = type(load_scheme("tsd-monitor-2022")).model_validate(whole)
    for html in (item.to_html(), scheme.to_html()):
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert "<b>" not in html
        assert "javascript:" not in html


def evil_words(evil: str) -> dict[str, str]:
    return {"nl": evil, "en": evil}


@pytest.mark.parametrize(
    ("scheme", "item", "nl", "en"),
    [
        (
            "tsd-monitor-2022",
            "A1.2",
            "aandeel (k van n verbeterpunten)",
            "share (k of n improvement points)",
        ),
        ("tsd-monitor-2022", "A2.6", "duur in dagen, vanaf 0", "duration in days, from 0"),
        (
            "samen-doen-2021",
            "B1.4",
            "aantal routes, vanaf 0 tot en met 2",
            "count of routes, from 0 up to 2",
        ),
        ("tsd-2020", "E1.6", "verhoudingsgetal, vanaf -1 tot en met 1", "ratio, from -1 up to 1"),
        (
            "aef-2020",
            "C2.2",
            "verzameling, meer antwoorden mogelijk",
            "set, several answers possible",
        ),
    ],
)
def test_a_scale_is_a_phrase(scheme, item, nl, en):
    assert scale_text(load_scheme(scheme).item(item), "nl") == nl
    assert scale_text(load_scheme(scheme).item(item), "en") == en


def test_the_codebook_is_a_table_of_text_with_a_row_per_item():
    frame = load_scheme("regioaanpak-2016").to_frame()
    assert len(frame) == 24 + 1 + 2
    row = frame.set_index("item").loc["D4.2"]
    assert row["levels"] == (
        "[financieel] financiële uitbuiting; [mantelzorg] ontspoorde mantelzorg; [anders] ander thema"
    )
    assert row["units"] == "centrumgemeente"
    assert (frame.dtypes == "str").all()
    assert not frame.isna().any(axis=None)
