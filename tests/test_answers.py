"""What servers answer: unpacked within bounds, known again if unchanged, asked again if they say so."""

from __future__ import annotations

import gzip
import time
import zlib
from pathlib import Path

import pytest

from summarizer import web
from summarizer.errors import SourceError
from tests.stub_web import (
    LOCAL,
    Answer,
    Site,
    load,
    page,
    problem,
)

PAGE = Path(__file__).parent / "fixtures" / "reading" / "page.html"


def test_a_page_that_announces_too_much_is_refused_before_it_is_sent(site: Site) -> None:
    """Of 100 MB nothing needs to come over the wire."""

    def announce(answer: Answer) -> None:
        answer.send_response(200)
        answer.send_header("Content-Length", "100000000")
        answer.end_headers()

    site.pages["/a"] = announce
    assert "larger than 10 MB" in problem(site.url + "/a")


def test_100_megabytes_without_a_length_are_not_read_to_their_end(site: Site) -> None:
    """Reading stops at the limit, whatever the server goes on sending."""
    sent = []

    def pour(answer: Answer) -> None:
        answer.send_response(200)
        answer.end_headers()
        try:
            for _ in range(100):
                answer.wfile.write(b"a" * 1_000_000)
                sent.append(1)
        except OSError:
            return

    site.pages["/a"] = pour
    assert "larger than 10 MB" in problem(site.url + "/a")
    assert len(sent) < 50


def test_a_page_that_is_small_only_when_packed_takes_no_more_than_the_limit(site: Site) -> None:
    """A bomb of 100 MB in 100 KB is unpacked up to the limit only, one within another not at all."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    assert "larger than 10 MB" in problem(site.add("/a", bomb, Content_Encoding="gzip"))
    assert "damaged data" in problem(site.add("/b", gzip.compress(bomb), Content_Encoding="gzip, gzip"))
    assert "damaged data" in problem(site.add("/c", b"x", Content_Encoding="zstd"))


@pytest.mark.parametrize("damage", [slice(0, -20), slice(20, None)], ids=["cut", "headless"])
def test_damaged_packing_is_told(site: Site, damage: slice) -> None:
    """Half an article is none."""
    data = gzip.compress(PAGE.read_bytes())[damage]
    assert "sends damaged data: try again later" in problem(site.add("/a", data, Content_Encoding="gzip"))


def test_packed_pages_are_unpacked(site: Site) -> None:
    """Gzip, deflate as it should be, and deflate as some servers send it."""
    data = PAGE.read_bytes()
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(data),
        "deflate": zlib.compress(data),
        "Deflate": raw.compress(data) + raw.flush(),
    }
    for coding, body in packed.items():
        url = site.add(f"/{coding}", body, Content_Encoding=coding)
        assert load(url).title == "Moscow rejects a temporary truce"


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    """The server is asked by ETag and date, and its 304 is answered from memory."""

    def answer(request: Answer) -> None:
        if request.headers["If-None-Match"] == '"v1"':
            request.send_response(304)
            request.end_headers()
            return
        request.send_response(200)
        for name, value in {"ETag": '"v1"', "Last-Modified": "Thu, 13 Mar 2025 10:00:00 GMT"}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(PAGE.read_bytes())

    site.pages["/a"] = answer
    first = web.fetch(site.url + "/a", LOCAL)
    assert web.fetch(site.url + "/a", LOCAL, first) is first
    assert site.headers[1]["if-modified-since"] == "Thu, 13 Mar 2025 10:00:00 GMT"


def test_another_page_behind_a_redirect_is_not_taken_for_the_known_one(site: Site) -> None:
    """Only the address that gave a version is asked for that version."""
    site.add("/start", b"", status=302, Location="/one")
    site.add("/one", page("One"), ETag='"same"')
    site.add("/two", page("Two"), ETag='"same"')
    known = web.fetch(site.url + "/start", LOCAL)
    site.add("/start", b"", status=302, Location="/two")
    assert b"Two" in web.fetch(site.url + "/start", LOCAL, known).data
    assert not any("if-none-match" in headers for headers in site.headers)


def test_an_unasked_not_modified_is_an_error(site: Site) -> None:
    """There is nothing to answer it from."""
    assert "HTTP 304: check the address" in problem(site.add("/a", b"", status=304))


def test_a_short_pause_that_a_site_asks_for_is_kept_once(site: Site) -> None:
    """429 with a Retry-After within bounds is asked again, one time."""
    began = time.monotonic()
    assert "HTTP 429: the site asks for a pause" in problem(site.add("/a", b"", status=429, Retry_After="1"))
    assert site.asked == ["/a", "/a"]
    assert time.monotonic() - began >= 1


@pytest.mark.parametrize("wish", ["3600", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_long_pause_closes_the_host(site: Site, wish: str) -> None:
    """No other page of the host is asked for, and the line says how long it wants to be left alone."""
    site.add("/a", b"", status=429, Retry_After=wish)
    with web.Browser(LOCAL) as browser:
        for path in ("/a", "/b"):
            with pytest.raises(SourceError, match=r"HTTP 429: the site asks for a pause of \d+ seconds"):
                browser.get(site.url + path)
    assert site.asked == ["/a"]
