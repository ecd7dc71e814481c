"""A headless Chromium looks at region pages: nothing leaves them, nothing overflows, axe is silent."""

import itertools
import os
import shutil

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium on PATH; apt-get install chromium")
        pytest.skip("no chromium on PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def fieldwork(region_page):
    return region_page("VT91", "nl", "demo")


@pytest.fixture(
    scope="module", params=[(page, w) for page in ("drenthe", "fieldwork") for w in (1280, 320)]
)
def view(request, chromium, tmp_path_factory):
    """The page of Drenthe, the fullest, or one with fieldwork, with every request it made."""
    page, width = request.param
    file = tmp_path_factory.mktemp("page") / f"{page}.html"
    file.write_text(request.getfixturevalue(page), "utf-8")
    context = chromium.new_context(viewport={"width": width, "height": 900})
    tab = context.new_page()
    tab.asked = []
    tab.on("request", lambda seen: tab.asked.append(seen.url))
    tab.errors = []
    tab.on("console", lambda line: tab.errors.append(line.text))
    tab.goto(file.as_uri())
    yield tab
    context.close()


def test_no_request_leaves_the_page(view):
    others = [url for url in view.asked[1:] if not url.startswith("data:")]
    assert view.asked[0].startswith("file:")
    assert others == []
    assert view.errors == []


def test_nothing_overflows(view):
    too_wide = view.evaluate(
        """() => [...document.body.querySelectorAll('*')].filter(element => {
            const box = element.getBoundingClientRect();
            return !element.closest('.scroll, .skip') && box.right > innerWidth + 0.5;
        }).map(element => element.outerHTML.slice(0, 80))"""
    )
    assert too_wide == []
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_picture_is_drawn(view):
    sizes = view.evaluate("[...document.images].map(i => [i.naturalWidth, i.clientWidth])")
    assert len(sizes) >= 2
    assert all(natural > 0 and shown > 150 for natural, shown in sizes)


def test_headings_are_in_order(view):
    levels = view.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_table_too_wide_scrolls_by_itself_and_by_keyboard(view):
    boxes = view.evaluate(
        """() => [...document.querySelectorAll('.scroll')].map(box =>
            [box.scrollWidth > box.clientWidth, box.tabIndex, getComputedStyle(box).overflowX])"""
    )
    assert all(tab == 0 and overflow == "auto" for _, tab, overflow in boxes)
    if view.viewport_size["width"] == 320:
        assert any(wide for wide, _, _ in boxes)


def test_a_page_with_fieldwork_is_short_until_its_tables_are_opened_and_none_is_cut_off(view):
    if view.viewport_size["width"] == 320 or not view.query_selector("details"):
        return
    assert view.evaluate("document.documentElement.scrollHeight") < 20_000
    view.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    cut = view.evaluate(
        """() => [...document.querySelectorAll('.scroll')]
            .filter(box => box.scrollWidth > box.clientWidth + 1)
            .map(box => box.querySelector('caption').textContent)"""
    )
    assert cut == []


def test_the_first_tab_skips_to_the_content(view):
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.className") == "skip"
    view.keyboard.press("Enter")
    assert view.evaluate("document.activeElement.id") == "main"


def test_axe_finds_no_violation(view):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(view)
    said = [
        (v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found.response["violations"]
    ]
    assert said == []
    assert len(found.response["passes"]) > 20
