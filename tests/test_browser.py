"""The pages in a real browser: evidence is one click away, by eye, by keyboard and on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import DESKTOP, PHONE, SMALL, chromium, visit
from pages import HOSTILE, hostile_briefing, large_briefing, ledger, seed_briefing
from playwright.sync_api import Browser
from pypdf import PdfReader

from summarizer.render import render_briefing, render_briefs, render_index
from summarizer.render.index import Day

# One worker of a parallel run opens the browser for all of them (--dist loadgroup).
pytestmark = pytest.mark.xdist_group("browser")

HIGHLIGHT, DARK_PAPER = "rgb(253, 238, 176)", "rgb(23, 24, 26)"


class Pages(NamedTuple):
    """Files of the pages that there are."""

    briefing: Path
    article: Path
    index: Path
    large: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, opened once."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """A briefing, an article and an index as files."""
    folder = tmp_path_factory.mktemp("pages")
    briefing = seed_briefing()
    days = [Day.of(briefing, "2026-11-22/briefing.html")]
    texts = {
        "briefing": render_briefing(briefing, "html"),
        "article": render_briefs(briefing.articles[:1], "html", many=False),
        "index": render_index(days, ledger()),
        "large": render_briefing(large_briefing(), "html"),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return Pages(*(folder / f"{name}.html" for name in texts))


@pytest.mark.parametrize(
    ("kind", "size"), [("briefing", DESKTOP), ("briefing", PHONE), ("article", DESKTOP), ("large", PHONE)]
)
def test_a_click_leads_to_the_sentence_and_back(
    browser: Browser, pages: Pages, kind: str, size: tuple[int, int]
) -> None:
    """The sentence is on the screen, highlighted, with its neighbours; the way back ends at the line."""
    with visit(browser, getattr(pages, kind), size, java_script_enabled=False) as visited:
        page = visited.page
        references = page.locator(".demands li[id] > .refs > a:first-child")
        for n in (0, references.count() - 1):
            reference = references.nth(n)
            label = (reference.text_content() or "").rpartition(":")[2]
            line = reference.locator("xpath=ancestor::li[1]").get_attribute("id")
            reference.click()
            sentence = page.locator(":target")
            box = visited.box(":target")
            assert box["top"] >= 0
            assert box["bottom"] <= size[1]
            assert visited.style(":target", "background-color") == HIGHLIGHT
            # The number in the margin is the one that was clicked.
            assert sentence.locator("xpath=ancestor::li[1]").get_attribute("value") == label
            back = sentence.locator("> a")
            assert back.is_visible()
            back.click()
            assert page.url.endswith(f"#{line}")
            box = visited.box(f"#{line}")
            assert 0 <= box["top"] < box["bottom"] <= size[1]


def test_each_line_that_cites_a_sentence_has_its_own_way_back(browser: Browser, pages: Pages) -> None:
    """Of several lines that rest on one sentence, the way back is that to the line one came from."""
    with visit(browser, pages.briefing) as visited:
        anchors = visited.page.locator(".context .q:has(span span) span[id]")
        assert anchors.count() > 4
        for n in range(4):
            name = anchors.nth(n).get_attribute("id")
            reference = visited.page.locator(f'a[href="#{name}"]')
            line = reference.locator("xpath=ancestor::*[@id][1]").get_attribute("id")
            reference.click()
            backs = visited.page.locator(".context a:visible")
            assert [back.get_attribute("href") for back in backs.all()] == [f"#{line}"]


def test_every_reference_leads_somewhere(browser: Browser, pages: Pages) -> None:
    """No link inside a page is dead, and no two places have the same name."""
    for file in pages:
        with visit(browser, file) as visited:
            dead = visited.page.evaluate(
                "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href').slice(1))"
                ".filter(id => !document.getElementById(id))"
            )
            names = visited.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert dead == []
        assert len(names) == len(set(names))


def test_the_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, pages: Pages) -> None:
    """One file is all that is read, and the page obeys its own policy."""
    for file in pages:
        with visit(browser, file) as visited:
            assert visited.requests == [file.as_uri()]
            assert visited.messages == []


def test_the_policy_forbids_what_the_page_does_not_need(browser: Browser, pages: Pages) -> None:
    """A script, a style or an image that found its way into the page would not run, apply or load."""
    with visit(browser, pages.briefing) as visited:
        visited.page.evaluate(
            "const add = html => document.body.insertAdjacentHTML('beforeend', html);"
            'add(\'<p id=probe style="color: red">x</p><img src="https://evil.example/x.png">\');'
            "const script = document.createElement('script'); script.textContent = 'window.ran = 1';"
            "document.body.append(script);"
        )
        assert visited.page.evaluate("window.ran") is None
        assert visited.style("#probe", "color") != "rgb(255, 0, 0)"
        assert all("Content Security Policy" in message for message in visited.messages)
        told = " ".join(visited.messages)
        assert all(what in told for what in ("inline style", "inline script", "https://evil.example/x.png"))


def test_no_page_scrolls_sideways(browser: Browser, pages: Pages) -> None:
    """Whatever the screen, everything is within it, the matrix and the timeline as well."""
    for file in pages:
        with visit(browser, file, SMALL) as visited:
            for width, height in (SMALL, PHONE, (800, 600), DESKTOP):
                visited.page.set_viewport_size({"width": width, "height": height})
                assert visited.number("document.documentElement.scrollWidth") <= width


def test_on_a_phone_each_issue_of_the_matrix_is_a_card(browser: Browser, pages: Pages) -> None:
    """Below each other, with the party's name at each position; on a wide screen it is a table."""
    with visit(browser, pages.briefing, PHONE) as visited:
        assert visited.style(".matrix tbody tr:first-child td:nth-of-type(1)", "display") == "block"
        assert visited.page.locator(".matrix tbody .party").first.is_visible()
    with visit(browser, pages.briefing) as visited:
        assert visited.style(".matrix tbody tr:first-child td:nth-of-type(1)", "display") == "table-cell"
        assert not visited.page.locator(".matrix tbody .party").first.is_visible()


def test_the_dark_theme_is_dark(browser: Browser, pages: Pages) -> None:
    """Paper and ink follow what the reader has set."""
    with visit(browser, pages.briefing, color_scheme="dark") as visited:
        assert visited.style("body", "background-color") == DARK_PAPER
        assert visited.style("body", "color") == "rgb(228, 225, 218)"


def test_the_keyboard_is_enough(browser: Browser, pages: Pages) -> None:
    """The first stop leads past the contents, stops can be seen, and a reference and its way back work."""
    with visit(browser, pages.briefing) as visited:
        keyboard = visited.page.keyboard
        keyboard.press("Tab")
        assert visited.page.locator(":focus").text_content() == "Skip to the content"
        keyboard.press("Enter")
        keyboard.press("Tab")
        first = visited.page.locator(".digest .refs a").first
        assert first.evaluate("element => element === document.activeElement")
        assert visited.style(":focus", "outline-style") == "solid"
        keyboard.press("Enter")
        keyboard.press("Tab")
        assert visited.page.locator(":focus").text_content() == "back"
        keyboard.press("Enter")
        assert visited.page.locator(":target .refs a").first.get_attribute("href") == first.get_attribute(
            "href"
        )


def test_on_paper_everything_is_there(browser: Browser, pages: Pages) -> None:
    """The printed page has every section, the last article's sentences, and what was withheld."""
    with visit(browser, pages.briefing, color_scheme="dark") as visited:
        titles = visited.page.locator("h2").all_text_contents()
        last = visited.page.locator(".context li").last.text_content() or ""
        printed = PdfReader(io.BytesIO(visited.page.pdf(prefer_css_page_size=True)))
        text = squeezed(" ".join(page.extract_text() for page in printed.pages))
        visited.page.emulate_media(media="print")
        assert visited.style("body", "background-color") == "rgb(255, 255, 255)"
        assert visited.style(".matrix tbody tr:first-child", "break-inside") == "avoid"
    assert [round(float(side)) for side in printed.pages[0].mediabox[2:]] == [595, 842]
    assert len(titles) == 9
    wanted = [*titles, last[:60], "Kyiv rejected guarantees"]
    assert [words for words in wanted if squeezed(words) not in text] == []


def squeezed(text: str) -> str:
    """Letters only, in one case: a PDF has its own blanks and the page's capitals."""
    return re.sub(r"\W", "", text).lower()


@pytest.mark.parametrize("kind", ["briefing", "article", "index"])
@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (DESKTOP, "dark"), (PHONE, "light")])
def test_an_accessibility_engine_finds_nothing(
    browser: Browser, pages: Pages, kind: str, size: tuple[int, int], scheme: str
) -> None:
    """Contrast, names, roles, headings and tables are right in both themes, on both screens."""
    # The engine is a script, which the page's policy would not let in.
    with visit(browser, getattr(pages, kind), size, color_scheme=scheme, bypass_csp=True) as visited:
        found = Axe().run(visited.page)
    assert found.violations_count == 0, found.generate_report()


def test_hostile_text_is_only_text_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    """No element, attribute, address or dialogue comes of it, and a word of 10,000 letters stays within."""
    text = " ".join([*HOSTILE, "\u202eevil", "w" * 10_000])
    file = tmp_path / "hostile.html"
    file.write_text(render_briefing(hostile_briefing(text), "html"), encoding="utf-8")
    with visit(browser, file, SMALL) as visited:
        page = visited.page
        assert page.locator("script, img, svg, iframe, object, form, base, link").count() == 0
        assert page.locator("[onload], [onerror], [onmouseover], [onfocus], [style]").count() == 0
        assert page.locator('a:not([href^="#"])').count() == 0
        assert visited.number("document.documentElement.scrollWidth") <= SMALL[0]
        assert visited.messages == []
        assert visited.requests == [file.as_uri()]
        assert "<script>alert(1)</script>" in (page.locator("h1").text_content() or "")
