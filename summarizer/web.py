"""Web pages and feeds as they come over the wire: fetched politely, and within bounds.

The other side of the connection is untrusted: addresses, size, time, redirects and kinds of content
are bounded, and what a page may lead to is checked again at each redirect.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import TracebackType
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import httpcore2
import httpx2

from summarizer import __version__, addresses, robots
from summarizer.answers import ERRORS, NOT_VALID, problem, retry_after, unpacked
from summarizer.decoding import shown, too_large
from summarizer.errors import SourceError
from summarizer.pages import FEEDS, PAGES, TEXTS, KnownPage, host_of, without_secrets
from summarizer.reach import Reach
from summarizer.robots import Robots
from summarizer.transport import Deadline, Transport

__all__ = ["Browser", "KnownPage", "fetch"]

USER_AGENT = f"{robots.AGENT}/{__version__} (reads articles for a briefing)"
AS_USUAL = Reach()

_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f]")
_ADVICE = {
    401: "the page needs a login: save its text and give that file",
    403: "the site refuses to be read by programs: save the page and give that file",
    404: "there is no such page: check the address",
    410: "the page is gone: check the address",
    429: "the site asks for a pause: try again later",
    451: "the page is blocked for legal reasons: use another source",
}


def fetch(url: str, reach: Reach = AS_USUAL, known: KnownPage | None = None) -> KnownPage:
    """Get one page over http or https, as :meth:`Browser.get` does."""
    with Browser(reach) as browser:
        return browser.get(url, known)


class Browser:
    """Reads pages one after the other, with pauses; robots.txt is read once for each site.

    Args:
        reach: how far it may go.
    """

    def __init__(self, reach: Reach = AS_USUAL) -> None:
        self._reach = reach
        self._deadline = Deadline(reach.timeout)
        self._client = httpx2.Client(
            transport=Transport(reach, self._deadline),
            timeout=reach.timeout,
            trust_env=False,
            headers={
                "User-Agent": USER_AGENT,
                "Accept": ", ".join(PAGES + TEXTS + FEEDS),
                "Accept-Encoding": "gzip, deflate",
            },
        )
        self._robots: dict[str, Robots] = {}
        self._visited: dict[str, float] = {}  # host -> when it was last asked, by the monotonic clock
        self._closed: dict[str, str] = {}  # host -> why it must not be asked again

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, known: KnownPage | None = None) -> KnownPage:
        """Get a page or a feed.

        Args:
            url: the address, as the user or a feed named it.
            known: the page as it was read before; it is returned if it has not changed since.

        Raises:
            SourceError: for an address that is not valid or not to be read, a server that cannot be
                reached or refuses, and for anything that is no page within the limits.
        """
        self._deadline.restart(self._reach.timeout)
        with _told(url, self._reach):
            try:
                return self._follow(url, known)
            except _TooBusy as busy:
                self._wait(busy.seconds)
            try:
                return self._follow(url, known)
            except _TooBusy as busy:
                raise SourceError(url, busy.problem) from busy

    def _follow(self, url: str, known: KnownPage | None) -> KnownPage:
        """Go from redirect to redirect, checking each address before it is asked."""
        here, host = url, ""
        for _ in range(self._reach.max_redirects + 1):
            try:
                self._check(here)
                self._ask_leave(here, is_next=host_of(here) != host)
                response = self._send(here, known)
            except SourceError as error:
                led = "" if here == url else f"redirects to {shown(here)}: "
                raise SourceError(url, led + error.problem) from error
            with closing(response):
                if not response.has_redirect_location:
                    return self._page(url, here, response, known)
                here, host = _target(here, response.headers["location"]), host_of(here)
        raise SourceError(url, f"more than {self._reach.max_redirects} redirects: check the address")

    def _send(self, url: str, known: KnownPage | None = None) -> httpx2.Response:
        parts = urlsplit(url)
        auth = (
            httpx2.BasicAuth(unquote(parts.username), unquote(parts.password or ""))
            if parts.username
            else None
        )
        # The client logs addresses: a password is none of the log's business.
        request = self._client.build_request("GET", without_secrets(url), headers=_validators(url, known))
        return self._client.send(request, stream=True, auth=auth)

    def _check(self, url: str) -> None:
        """Raise SourceError for an address that is none, or of a host that may not be asked (again)."""
        try:
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https"):
                raise SourceError(url, "not an http or https address: save the article and give that file")
            addresses.check_literal(parts.hostname or "", self._reach.allow_hosts)
            valid = bool(httpx2.URL(url).host) and parts.port != 0 and not _UNSEEN.search(url)
        except (ValueError, httpx2.InvalidURL):
            valid = False
        if not valid:
            raise SourceError(url, NOT_VALID)
        if host_of(url) in self._closed:
            raise SourceError(url, self._closed[host_of(url)])

    def _ask_leave(self, url: str, *, is_next: bool) -> None:
        """Respect the site: what its robots.txt refuses, and the pause between two of its pages."""
        pause = self._reach.pause
        if self._reach.respect_robots:
            rules = self._rules(url)
            refusal = rules.refusal(url)
            if refusal:
                raise SourceError(url, refusal)
            pause = max(pause, min(rules.delay, self._reach.max_pause))
        host = host_of(url)
        if is_next and host in self._visited:
            self._wait(self._visited[host] + pause - time.monotonic())
        self._visited[host] = time.monotonic()

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)
            self._deadline.extend(seconds)

    def _rules(self, url: str) -> Robots:
        parts = urlsplit(url)
        site = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
        if site not in self._robots:
            self._robots[site] = self._read_rules(f"{site}/robots.txt")
        return self._robots[site]

    def _read_rules(self, url: str) -> Robots:
        here = url
        try:
            for _ in range(self._reach.max_redirects + 1):
                self._check(here)
                with closing(self._send(here)) as response:
                    if not response.has_redirect_location:
                        if not response.is_success:
                            return robots.without_file(response.status_code)
                        return robots.parse(unpacked(response, robots.MAX_BYTES))
                    here = _target(here, response.headers["location"])
        except httpcore2.ConnectError as error:
            return Robots(unknown=problem(error, self._reach))  # nor could the page be reached
        except ERRORS as error:
            return robots.unreadable(problem(error, self._reach).partition(":")[0])
        return robots.unreadable(f"more than {self._reach.max_redirects} redirects")

    def _page(self, url: str, here: str, response: httpx2.Response, known: KnownPage | None) -> KnownPage:
        if response.status_code == 304 and known is not None and _validators(here, known):
            return known
        if not response.is_success:
            raise self._refused(url, here, response)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind and kind not in PAGES + TEXTS + FEEDS:
            raise SourceError(
                url, f"{shown(kind)} instead of a web page: give the address of an article or a feed"
            )
        limit = self._reach.max_bytes
        announced = response.headers.get("content-length", "")
        if announced.isascii() and announced.isdigit() and int(announced[:20]) > limit:
            raise SourceError(url, too_large())
        data = unpacked(response, limit + 1)
        if len(data) > limit:
            raise SourceError(url, too_large())
        return KnownPage(
            url=without_secrets(url),
            final_url=without_secrets(here),
            data=data,
            content_type=kind,
            charset=response.charset_encoding,
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
        )

    def _refused(self, url: str, here: str, response: httpx2.Response) -> Exception:
        """What an HTTP error means: a short wait, the end of this page, or that of the host's."""
        status = response.status_code
        advice = _ADVICE.get(status)
        if response.is_server_error:
            advice = "the server has a problem: try again later"
        reason = f"HTTP {status}: {advice or 'check the address'}"
        seconds = retry_after(response) if status in (429, 503) else None
        if seconds is None:
            return SourceError(url, reason)
        if seconds <= self._reach.max_pause:
            return _TooBusy(reason, seconds)
        reason = f"HTTP {status}: the site asks for a pause of {seconds:.0f} seconds: try again later"
        self._closed[host_of(here)] = reason
        return SourceError(url, reason)


class _TooBusy(Exception):
    """The site asks to be asked again in so many seconds."""

    def __init__(self, problem: str, seconds: float) -> None:
        super().__init__(problem)
        self.problem = problem
        self.seconds = seconds


def _target(here: str, location: str) -> str:
    """The address that a redirect leads to."""
    try:
        return str(httpx2.URL(urljoin(here, location)))
    except ValueError as error:
        raise httpx2.InvalidURL(str(error)) from error


def _validators(url: str, known: KnownPage | None) -> dict[str, str]:
    """What asks the server whether the page at this very address is still the known one."""
    if known is None or without_secrets(url) != known.final_url:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


@contextmanager
def _told(url: str, reach: Reach) -> Iterator[None]:
    """Errors of every kind become one line about the address that was asked for."""
    try:
        yield
    except SourceError as error:
        raise SourceError(shown(url), error.problem) from error
    except ERRORS as error:
        raise SourceError(shown(url), problem(error, reach)) from error
