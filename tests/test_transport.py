"""The connection: only to addresses that may be read, and never for longer than allowed."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

import pytest

from summarizer import web
from summarizer.reach import Reach
from tests.stub_web import (
    LOCAL,
    Site,
    load,
    page,
    problem,
    running,
)


def test_no_secure_connection_is_told(site: Site) -> None:
    """A server that does not speak TLS as it should is named as the problem."""
    assert "no secure connection" in problem(site.url.replace("http:", "https:"))


def test_a_server_that_does_not_answer_is_told() -> None:
    """Nothing listens there any more."""
    with running() as site:
        url = site.url
    assert "cannot be reached" in problem(url)


class Drip:
    """A server that sends one byte of its answer after the other, and never ends a line."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        try:
            connection, _ = self.socket.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
                while True:
                    connection.sendall(b"a")
                    time.sleep(0.02)
        except OSError:
            return


@pytest.mark.usefixtures("site")
def test_headers_that_never_end_are_given_up() -> None:
    """The time limit holds before the page begins as well."""
    server = Drip()
    began = time.monotonic()
    assert "no complete answer" in problem(server.url, replace(LOCAL, timeout=0.3, respect_robots=False))
    server.socket.close()
    assert time.monotonic() - began < 5


@pytest.mark.usefixtures("site")
def test_a_resolver_that_does_not_answer_is_given_up() -> None:
    """The look-up of a name counts towards the time limit."""
    stop = threading.Event()

    def never(host: str, port: int) -> list[str]:
        stop.wait(10)
        return []

    assert "no complete answer" in problem("http://slow.example/", Reach(resolver=never, timeout=0.2))
    stop.set()


def test_a_password_is_not_kept_nor_sent_elsewhere(site: Site) -> None:
    """It goes to the host that it is for, and is no part of the page."""
    site.add("/a", b"", status=302, Location=site.at("elsewhere.example", "/b"))
    site.add("/b", page("One"))
    reach = replace(LOCAL, resolver=lambda host, port: ["127.0.0.1"])
    found = web.fetch(site.url.replace("//", "//user:secret@") + "/a", reach)
    assert "secret" not in repr(found)
    assert ["authorization" in headers for headers in site.headers] == [True, False]


class Resolver:
    """A DNS server of the test's own; each look-up of a name takes the next of its answers."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {name.replace("_", "."): list(values) for name, values in answers.items()}

    def __call__(self, host: str, port: int) -> list[str]:
        """The addresses of a host."""
        values = self.answers[host]
        return (values.pop(0) if len(values) > 1 else values[0]).split()


INSIDE = Resolver(
    inside_example=["10.1.2.3"],
    mixed_example=["93.184.215.14 192.168.0.7"],
    mapped_example=["::ffff:127.0.0.1"],
    broken_example=["not-an-address"],
    empty_example=[""],
)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1/", "a loopback address"),
        ("http://127.1/", "a loopback address"),
        ("http://[::1]/", "a loopback address"),
        ("http://169.254.169.254/latest/meta-data/", "a cloud metadata address"),
        ("http://[fd00:ec2::254]/", "a cloud metadata address"),
        ("http://10.0.0.1/", "a private address"),
        ("http://10.255.255.255/", "a private address"),
        ("http://2130706433/", "a loopback address"),
        ("http://0177.0.0.1/", "a loopback address"),
        ("http://017700000001/", "a loopback address"),
        ("http://0x7f000001/", "a loopback address"),
        ("http://0x7f.0.0.1/", "a loopback address"),
        ("http://0.0.0.0/", "an unspecified address"),
        ("http://0/", "an unspecified address"),
        ("http://[::]/", "an unspecified address"),
        ("http://example.com@127.0.0.1/", "a loopback address"),
        ("http://127.0.0.1#@example.com/", "a loopback address"),
        ("http://[::ffff:127.0.0.1]/", "a loopback address"),
        ("http://[::ffff:7f00:1]/", "a loopback address"),
        ("http://[fe80::1%25eth0]/", "a link-local address"),
        ("http://127。0。0。1/", "a loopback address"),
        ("http://inside.example/", "inside.example leads to 10.1.2.3, which is a private address"),
        ("https://inside.example/", "inside.example leads to 10.1.2.3, which is a private address"),
        ("http://mixed.example/", "mixed.example leads to 192.168.0.7, which is a private address"),
        ("http://mapped.example/", "a loopback address"),
        ("http://broken.example/", "refused"),
        ("http://empty.example/", "cannot be reached"),
    ],
)
def test_what_is_not_public_is_refused_with_the_reason(url: str, words: str) -> None:
    """No way of writing an address leads to this machine or its neighbours."""
    line = problem(url, Reach(resolver=INSIDE))
    assert words in line
    if words[:2] in ("a ", "an"):
        assert "refused: " in line
        assert "add it to allow_hosts if it is one of your own" in line


@pytest.mark.parametrize("to", ["127.0.0.1", "2130706433", "inside.example", "[::ffff:10.0.0.1]"])
def test_a_redirect_from_outside_to_inside_is_refused(site: Site, to: str) -> None:
    """Each address that a page leads to is checked as the first was."""
    resolver = Resolver(outside_example=["127.0.0.1"], inside_example=["10.1.2.3"])
    reach = Reach(allow_hosts=("outside.example",), resolver=resolver, pause=0)
    site.add("/a", b"", status=302, Location=f"http://{to}:{site.server_port}/secret")
    site.add("/secret", page("Secret"))
    line = problem(site.at("outside.example", "/a"), reach)
    assert "redirects to http://" in line
    assert "refused: " in line
    assert site.asked == ["/a"]


def test_an_answer_that_changes_between_check_and_use_is_refused(site: Site) -> None:
    """A name that led outside when robots.txt was read, and leads inside for the page, is not followed."""
    site.add("/a", page("Secret"))
    outside, inside = "127.0.0.1", "127.0.0.2"  # of these, the first may be read here
    turning = Resolver(turning_example=[outside, inside])
    line = problem(site.at("turning.example", "/a"), replace(LOCAL, resolver=turning))
    assert "refused: turning.example leads to 127.0.0.2, which is a loopback address" in line
    assert site.asked == []


def test_one_look_up_is_made_for_a_connection(site: Site) -> None:
    """A name cannot be checked by one answer and connected to by another."""
    site.add("/a", page("One"))
    turning = Resolver(turning_example=["127.0.0.1", "10.0.0.1"])
    reach = replace(LOCAL, resolver=turning, respect_robots=False)
    assert load(site.at("turning.example", "/a"), reach).title == "One"
    assert turning.answers["turning.example"] == ["10.0.0.1"]


@pytest.mark.parametrize("allowed", ["127.0.0.1", "127.0.0.0/8", "own.example", "OWN.example."])
def test_hosts_of_ones_own_may_be_read_when_named(site: Site, allowed: str) -> None:
    """By name, address or network."""
    reach = Reach(allow_hosts=(allowed,), resolver=lambda host, port: ["127.0.0.1"])
    site.add("/a", page("Ours"))
    assert load(site.at("own.example", "/a"), reach).title == "Ours"
    assert "refused" in problem("http://10.0.0.1/", reach)


def test_a_proxy_of_the_environment_is_used_for_what_is_public(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is inside, or cannot be looked up here, is not asked of it."""
    monkeypatch.setenv("http_proxy", site.url)
    monkeypatch.setenv("no_proxy", "")
    resolver = Resolver(public_example=["93.184.215.14"], inside_example=["10.1.2.3"])

    def look_up(host: str, port: int) -> list[str]:
        if host not in resolver.answers:
            raise OSError("no such name")
        return resolver(host, port)

    reach = Reach(resolver=look_up, pause=0)
    site.add("http://public.example/a", page("Public"))
    site.add("http://named.example/a", page("Named"))
    assert load("http://public.example/a", reach).title == "Public"
    assert "a private address" in problem("http://inside.example/a", reach)
    assert "only the proxy knows this name" in problem("http://hidden.example/a", reach)
    assert load("http://named.example/a", replace(reach, allow_hosts=("named.example",))).title == "Named"


def test_the_certificate_is_checked_against_the_name(site: Site) -> None:
    """Connecting to a checked address does not weaken TLS."""
    reach = replace(LOCAL, resolver=lambda host, port: ["127.0.0.1"])
    url = site.at("secure.example").replace("http:", "https:")
    assert "no secure connection" in problem(url, reach)
