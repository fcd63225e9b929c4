"""robots.txt: respected as RFC 9309 has it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from summarizer import web
from summarizer.errors import SourceError
from summarizer.robots import MAX_BYTES, parse
from tests.stub_web import LOCAL, Answer, Site, page


@pytest.fixture
def site(site: Site) -> Site:
    """A web server with one page."""
    site.add("/a", page("Talks"))
    return site


def refusal(site: Site, path: str = "/a") -> str:
    """Why a page is not read; "" if it is."""
    try:
        web.fetch(site.url + path, LOCAL)
    except SourceError as error:
        return error.problem
    return ""


@pytest.mark.parametrize(
    ("rules", "refused"),
    [
        ("User-agent: *\nDisallow: /", True),
        ("User-agent: summarizer\nDisallow: /a", True),
        ("User-agent: SUMMARIZER\nDisallow: /a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: summarizer\nAllow: /", False),
        ("User-agent: *\nDisallow: /\nAllow: /a", False),
        ("User-agent: *\nDisallow: /b", False),
        ("User-agent: other\nDisallow: /", False),
        ("User-agent: *\nDisallow:", False),
        ("\ufeffUser-agent: *\nDisallow: /", True),
        ("<html>no rules at all", False),
        ("", False),
    ],
)
def test_the_rules_for_this_program_or_for_all_are_followed(site: Site, rules: str, refused: bool) -> None:
    """Its own name goes before the star."""
    site.add("/robots.txt", rules.encode(), "text/plain")
    assert refusal(site).startswith("the site's robots.txt asks programs not to read this page") is refused
    assert bool(site.asked) is not refused


def test_a_refusal_says_what_can_be_done(site: Site) -> None:
    """In one line."""
    site.add("/robots.txt", b"User-agent: *\nDisallow: /", "text/plain")
    assert "save its text and give that file, or set respect_robots = false" in refusal(site)
    assert web.fetch(site.url + "/a", replace(LOCAL, respect_robots=False)).data


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429])
def test_without_a_file_all_is_allowed(site: Site, status: int) -> None:
    """RFC 9309, 2.3.1.3: unavailable."""
    site.add("/robots.txt", b"", status=status)
    assert refusal(site) == ""


@pytest.mark.parametrize("status", [500, 502, 503])
def test_while_the_rules_cannot_be_read_nothing_is(site: Site, status: int) -> None:
    """RFC 9309, 2.3.1.4: unreachable. The line says that it is so."""
    site.add("/robots.txt", b"", status=status)
    assert f"the site's robots.txt cannot be read (HTTP {status}), and without it no page may be" in refusal(
        site
    )
    assert site.asked == []


def test_rules_that_do_not_come_in_time_are_unreachable(site: Site) -> None:
    """The time limit of a page is that of its rules as well."""

    def answer(request: Answer) -> None:
        time.sleep(0.5)

    site.pages["/robots.txt"] = answer
    with pytest.raises(
        SourceError, match=r"robots.txt cannot be read \(no complete answer within 0.2 seconds"
    ):
        web.fetch(site.url + "/a", replace(LOCAL, timeout=0.2))


def test_rules_may_be_redirected_to_but_not_inside(site: Site) -> None:
    """Redirects are followed as those of a page are."""
    site.add("/rules", b"User-agent: *\nDisallow: /a", "text/plain")
    site.add("/robots.txt", b"", status=301, Location="/rules")
    assert "asks programs not to read" in refusal(site)
    site.add("/robots.txt", b"", status=301, Location="http://10.0.0.1/robots.txt")
    assert "refused: it is a private address" in refusal(site)
    site.add("/robots.txt", b"", status=301, Location="/robots.txt")
    assert "robots.txt cannot be read (more than 5 redirects)" in refusal(site)


def test_the_rules_of_each_site_on_the_way_count(site: Site) -> None:
    """Whoever is redirected to has rules of its own."""
    site.add("/b", b"", status=302, Location="/a")
    site.add("/robots.txt", b"User-agent: *\nDisallow: /a", "text/plain")
    assert "redirects to" in refusal(site, "/b")
    assert "asks programs not to read" in refusal(site, "/b")


def test_the_rules_are_read_once_for_all_pages_of_a_site(site: Site) -> None:
    """Being polite costs one request, not one a page."""
    asked = []

    def answer(request: Answer) -> None:
        asked.append(request.path)
        request.send_response(404)
        request.end_headers()

    site.pages["/robots.txt"] = answer
    with web.Browser(LOCAL) as browser:
        browser.get(site.url + "/a")
        browser.get(site.url + "/a")
    assert len(asked) == 1


@pytest.mark.parametrize(("wish", "bound"), [("0.3", 10), ("1000", 0.3)])
def test_a_pause_that_the_rules_ask_for_is_kept_up_to_a_bound(site: Site, wish: str, bound: float) -> None:
    """Crawl-delay, though no part of the RFC, is what sites use."""
    site.add("/robots.txt", f"User-agent: *\nCrawl-delay: {wish}".encode(), "text/plain")
    with web.Browser(replace(LOCAL, max_pause=bound)) as browser:
        browser.get(site.url + "/a")
        began = time.monotonic()
        browser.get(site.url + "/a")
    assert 0.29 <= time.monotonic() - began < 5


def test_of_a_huge_file_the_beginning_is_read() -> None:
    """RFC 9309, 2.5: 500 KiB."""
    comment = b"#" + b"x" * 1000 + b"\n"
    rules = b"User-agent: *\nDisallow: /a\n"
    assert parse(rules + comment * 1000).refusal("http://x/a")
    assert not parse(comment * (MAX_BYTES // 1000) + rules).refusal("http://x/a")


@pytest.mark.parametrize("wish", ["-5", "x", "nan", "inf"])
def test_a_pause_that_is_none_is_ignored(wish: str) -> None:
    """Nothing that a file says makes waiting impossible."""
    assert parse(f"User-agent: *\nCrawl-delay: {wish}".encode()).delay in (0.0, float("inf"))
