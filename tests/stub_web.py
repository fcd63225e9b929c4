"""A web server on loopback for the faults and the feeds of the tests; what it answers is made by hand."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

import pytest

from summarizer import sources
from summarizer.errors import SourceError
from summarizer.reach import Reach
from summarizer.schema import Article

TEXT = (
    "Russia said “no” to a temporary truce on Thursday, after the first round of talks in Geneva. "
    "Kyiv asked for guarantees that a ceasefire would be watched by troops of third countries. "
    "The talks are expected to last until Friday, when the ministers of both sides will arrive, "
    "and mediators said that neither side had moved from what it had demanded at the beginning."
)

# Fast, and free to read the stub; what is not named stays refused.
LOCAL = Reach(allow_hosts=("127.0.0.1",), pause=0, timeout=10)


def page(headline: str, text: str = TEXT, head: str = "") -> bytes:
    """A page with one article."""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{headline}</title>{head}</head><body>'
        f"<article><h1>{headline}</h1><p>{headline} was the news. {text}</p></article></body></html>"
    ).encode()


def item(link: str, title: str = "Talks in Geneva", date: str = "", text: str = "") -> str:
    """An entry of an RSS feed; the date is as RFC 822 has it."""
    parts = {"link": link, "title": title, "pubDate": date, "description": text}
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items() if value)
    return f"<item>{inside}</item>"


def rss(*items: str, title: str = "The Stub Times") -> bytes:
    """An RSS 2.0 feed."""
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
    return f"{head}<title>{title}</title>{''.join(items)}</channel></rss>".encode()


class Site(ThreadingHTTPServer):
    """Answers each path as it is told to; ``asked`` lists what it was asked for, robots.txt apart."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.pages: dict[str, Callable[[Answer], None]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def at(self, host: str, path: str = "") -> str:
        """The address of a path under another name for this server."""
        return f"http://{host}:{self.server_port}{path}"

    def add(
        self, path: str, data: bytes, kind: str | None = "text/html", status: int = 200, **headers: str
    ) -> str:
        """Answer a path with fixed bytes; an underscore in a header's name is a hyphen. Gives its address."""

        def send(answer: Answer) -> None:
            answer.send_response(status)
            for name, value in {"Content-Type": kind, **headers}.items():
                if value is not None:
                    answer.send_header(name.replace("_", "-"), value)
            answer.end_headers()
            answer.wfile.write(data)

        self.pages[path] = send
        return self.url + path

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error here."""


class Answer(BaseHTTPRequestHandler):
    """One request to a site."""

    server: Site

    def do_GET(self) -> None:
        """Let the page that was asked for answer; there is a robots.txt only where a test adds one."""
        if self.path != "/robots.txt":
            self.server.asked.append(self.path)
            self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        if self.path in self.server.pages:
            self.server.pages[self.path](self)
        else:
            self.send_response(404)
            self.end_headers()

    def log_message(self, *args: object) -> None:
        """Keep the test output clean."""


@contextmanager
def running() -> Iterator[Site]:
    """A site that answers while the block runs, without a proxy of the environment in between."""
    with Site() as server, mock.patch.dict(os.environ):
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            del os.environ[name]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def load(url: str, reach: Reach = LOCAL) -> Article:
    """The article at an address of the stub."""
    return sources.load(url, reach=reach)


def problem(url: str, reach: Reach = LOCAL) -> str:
    """The one line that a user sees for an address that gives no article."""
    with pytest.raises(SourceError) as caught:
        load(url, reach)
    message = str(caught.value)
    assert "\n" not in message
    assert message.isprintable()
    return message
