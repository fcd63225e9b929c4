"""Web pages: fetched politely and within bounds, and without what they hide from their readers."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from summarizer import web
from summarizer.sources import MAX_BYTES
from tests.stub_web import (
    LOCAL,
    Answer,
    Site,
    load,
    page,
    problem,
)

PAGE = Path(__file__).parent / "fixtures" / "reading" / "page.html"
TEXT = "Russia said “no” on Thursday. Kyiv asked for guarantees.\n"


def test_a_web_page_is_an_article(site: Site) -> None:
    """Title, date, outlet and address come with the text, the page around it does not."""
    url = site.add("/a", PAGE.read_bytes())
    article = load(url)
    assert article.title == "Moscow rejects a temporary truce"
    assert (article.source, article.published, article.url) == ("The Example Times", "2025-03-13", url)
    texts = [sentence.text for sentence in article.sentences]
    assert "“We do not need a temporary truce,” Yuri Ushakov told state television." in texts
    assert any("expected to last until Friday" in text for text in texts)
    assert not any(word in article.text for word in ("Home", "potatoes", "All rights"))


def test_text_that_a_page_hides_from_readers_does_not_reach_the_article(site: Site) -> None:
    """Nobody can speak to the model behind the reader's back."""
    text = load(site.add("/a", PAGE.read_bytes())).text
    assert "HIDDEN" not in text
    assert "Ignore" not in text


def test_plain_text_from_the_web_is_an_article(site: Site) -> None:
    """The outlet of a bare text is its host; the server's encoding counts."""
    article = load(site.add("/a.txt", TEXT.encode("cp1252"), "text/plain; charset=windows-1252"))
    assert (article.text, article.source) == (TEXT, "127.0.0.1")


def test_a_page_without_a_content_type_is_looked_at(site: Site) -> None:
    """A server that says nothing about its page is not refused."""
    assert load(site.add("/a", PAGE.read_bytes(), None)).source == "The Example Times"


def test_redirects_are_followed_to_the_article(site: Site) -> None:
    """The article's address is the one that it was found at."""
    end = site.add("/end", PAGE.read_bytes())
    assert load(site.add("/start", b"", status=302, Location="/end")).url == end


def test_a_password_in_an_address_is_not_shown(site: Site) -> None:
    """Neither errors nor articles repeat it."""
    url = site.add("/a", PAGE.read_bytes()).replace("//", "//user:secret@")
    assert "secret" not in (load(url).url or "")
    site.add("/a", b"", status=500)
    assert "secret" not in problem(url)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "HTTP 404: there is no such page"),
        (403, "HTTP 403: the site refuses"),
        (418, "HTTP 418: check the address"),
        (429, "try again later"),
        (500, "HTTP 500: the server has a problem: try again later"),
    ],
)
def test_http_errors_are_told_with_what_to_do(site: Site, status: int, words: str) -> None:
    """The status is in the line."""
    assert words in problem(site.add("/a", b"sorry", status=status))


def test_what_is_no_page_is_refused(site: Site) -> None:
    """Content that cannot be an article is told by its kind."""
    assert "application/pdf instead of a web page" in problem(site.add("/a", b"%PDF-1.7", "application/pdf"))
    assert "PDF" in problem(site.add("/b", b"%PDF-1.7", "text/html"))
    assert "no article text found" in problem(site.add("/c", b"<html><body></body></html>"))


def test_a_page_over_the_limit_is_not_read_to_its_end(site: Site) -> None:
    """Neither as it is nor unpacked does a page take more than the limit."""
    assert "larger than 10 MB" in problem(site.add("/a", b"a" * (MAX_BYTES + 1)))
    packed = gzip.compress(b"a" * (MAX_BYTES + 1))
    assert "larger than 10 MB" in problem(site.add("/b", packed, Content_Encoding="gzip"))


def test_a_redirect_loop_ends(site: Site) -> None:
    """After five redirects it is enough."""
    assert "more than 5 redirects" in problem(site.add("/a", b"", status=302, Location="/a"))


def test_a_redirect_may_only_lead_to_the_web(site: Site) -> None:
    """A page cannot send the reader to a file."""
    assert "not an http or https address" in problem(
        site.add("/a", b"", status=302, Location="file:///etc/passwd")
    )


@pytest.mark.parametrize("wait", ["before the answer", "drop by drop"])
def test_a_slow_server_is_given_up(site: Site, wait: str) -> None:
    """The time limit is for the whole page, not for each part."""

    def answer(request: Answer) -> None:
        time.sleep(0.5 if wait == "before the answer" else 0)
        request.send_response(200)
        request.end_headers()
        for _ in range(40):
            request.wfile.write(b"a")
            time.sleep(0.02)

    site.pages["/a"] = answer
    assert "no complete answer within 0.2 seconds" in problem(site.url + "/a", replace(LOCAL, timeout=0.2))


def test_a_connection_that_breaks_off_is_told(site: Site) -> None:
    """Half a page is no article."""
    url = site.add("/a", b"<html>", **{"Content-Length": "1000"})
    assert "broke off the connection" in problem(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///a",
        "https://[::1",
        "http://a b/",
        "http://x:99999/",
        "http://\u202e/",
        "http://exa\x1bmple/",
    ],
)
def test_a_malformed_address_is_told(url: str) -> None:
    """What cannot be an address is not asked for."""
    assert "not a valid address: check its spelling" in problem(url)


@pytest.mark.parametrize("url", ["ftp://example.com/a", "file:///etc/passwd", "gopher://example.com"])
def test_only_the_web_is_read_by_address(url: str) -> None:
    """Other protocols are refused before any connection."""
    assert "address" in problem(url)


def test_pages_of_one_host_are_read_with_pauses(site: Site) -> None:
    """The second page waits, the first does not, nor does a page of another host."""
    urls = [site.add("/a", page("A")), site.add("/b", page("B")), site.at("other.example", "/a")]
    reach = replace(LOCAL, pause=0.6, resolver=lambda host, port: ["127.0.0.1"])
    times = []
    with web.Browser(reach) as browser:
        for url in urls:
            began = time.monotonic()
            browser.get(url)
            times.append(time.monotonic() - began)
    assert times[1] >= 0.55
    assert max(times[0], times[2]) < 0.55


def test_a_canonical_address_counts_within_its_own_host_only(site: Site) -> None:
    """A page cannot pass for one of another outlet; nor is a front page an article's address."""
    for canonical, expected in {
        "/article": "/article",
        "https://evil.example/x": "/a",
        "javascript:alert(1)": "/a",
        "/": "/a",
        "//[broken": "/a",
    }.items():
        url = site.add("/a", page("One", head=f'<link rel="canonical" href="{canonical}">'))
        assert load(url).url == site.url + expected


def test_a_page_without_text_names_its_feed(site: Site) -> None:
    """Whoever gives a front page learns which address to give instead."""
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    url = site.add("/", f"<html><head>{link}</head><body></body></html>".encode())
    assert problem(url).endswith(
        f"no article text found on this page: it names a feed: give {site.url}/feed.xml"
    )


def test_data_that_is_no_article_is_told(site: Site) -> None:
    """Data formats are not read as if they were prose."""
    data = json.dumps({"text": "Kyiv asked for guarantees."}).encode()
    assert "neither a page nor a feed" in problem(site.add("/a", data, "application/json"))
