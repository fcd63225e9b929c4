"""Web pages: fetched within bounds, and without what they hide from their readers."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from summarizer import web
from summarizer.errors import SourceError
from summarizer.sources import MAX_BYTES, load

PAGE = Path(__file__).parent / "fixtures" / "reading" / "page.html"
TEXT = "Russia said “no” on Thursday. Kyiv asked for guarantees.\n"


def problem(url: str) -> str:
    """The one line that a user sees for an address that gives no article."""
    with pytest.raises(SourceError) as caught:
        load(url)
    message = str(caught.value)
    assert "\n" not in message
    assert message.isprintable()
    return message


class Site(ThreadingHTTPServer):
    """A web server on loopback; ``pages`` maps a path to what answers it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.pages: dict[str, Callable[[Answer], None]] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"

    def add(
        self, path: str, data: bytes, kind: str | None = "text/html", status: int = 200, **headers: str
    ) -> str:
        """Answer a path with fixed bytes; gives its address."""

        def send(answer: Answer) -> None:
            answer.send_response(status)
            for name, value in {"Content-Type": kind, **headers}.items():
                if value is not None:
                    answer.send_header(name, value)
            answer.end_headers()
            answer.wfile.write(data)

        self.pages[path] = send
        return self.url + path


class Answer(BaseHTTPRequestHandler):
    """One request to a site."""

    server: Site

    def do_GET(self) -> None:
        """Let the page that was asked for answer."""
        self.server.pages[self.path](self)

    def log_message(self, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web server that runs while the test does."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


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
    assert "larger than 10 MB" in problem(site.add("/b", packed, **{"Content-Encoding": "gzip"}))


def test_a_redirect_loop_ends(site: Site) -> None:
    """After five redirects it is enough."""
    assert "more than 5 redirects" in problem(site.add("/a", b"", status=302, Location="/a"))


def test_a_redirect_may_only_lead_to_the_web(site: Site) -> None:
    """A page cannot send the reader to a file."""
    assert "not http or https" in problem(site.add("/a", b"", status=302, Location="file:///etc/passwd"))


@pytest.mark.parametrize("wait", ["before the answer", "drop by drop"])
def test_a_slow_server_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch, wait: str) -> None:
    """The time limit is for the whole page, not for each part."""

    def answer(request: Answer) -> None:
        time.sleep(0.5 if wait == "before the answer" else 0)
        request.send_response(200)
        request.end_headers()
        for _ in range(40):
            request.wfile.write(b"a")
            time.sleep(0.02)

    monkeypatch.setattr(web, "TIMEOUT", 0.2)
    site.pages["/a"] = answer
    assert "no complete answer" in problem(site.url + "/a")


def test_a_connection_that_breaks_off_is_told(site: Site) -> None:
    """Half a page is no article."""
    url = site.add("/a", b"<html>", **{"Content-Length": "1000"})
    assert "broke off the connection" in problem(url)


def test_no_secure_connection_is_told(site: Site) -> None:
    """A server that does not speak TLS as it should is named as the problem."""
    assert "no secure connection" in problem(site.url.replace("http:", "https:"))


def test_a_server_that_does_not_answer_is_told(site: Site) -> None:
    """Nothing listens there."""
    site.server_close()
    assert "cannot be reached" in problem(site.url)


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
