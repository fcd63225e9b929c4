"""Web pages: fetched within bounds, and reduced to the article that a reader sees.

The other side of the connection is untrusted: size, time, redirects and kinds of content are
bounded, and text that the page hides from readers never reaches the article.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit, urlunsplit

from summarizer import __version__
from summarizer.decoding import MAX_BYTES, shown, too_large
from summarizer.errors import SourceError

if TYPE_CHECKING:
    import httpx2

TIMEOUT = 20.0  # seconds, for the whole page
MAX_REDIRECTS = 5
USER_AGENT = f"summarizer/{__version__} (reads single articles for their user)"

_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain", "text/markdown")
_ADVICE = {
    401: "the page needs a login: save its text and give that file",
    403: "the site refuses to be read by programs: save the page and give that file",
    404: "there is no such page: check the address",
    410: "the page is gone: check the address",
    429: "the site asks for a pause: try again later",
    451: "the page is blocked for legal reasons: use another source",
}

# Declarations that hide an element from readers; white space is removed before matching.
_HIDING = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:0?(?:\.0\d*)?(?=;|!|$)"
    r"|font-size:0?(?:[01](?:px|pt)|(?:\.\d+)?[a-z%]*)(?=;|!|$)|text-indent:-\d{3,}|(?:left|top|right):-\d{4,}"
    r"|clip:rect\([01]|clip-path:inset\((?:50|100)%|transform:scale\(0(?:\.0*)?\))"
)
_NO_SIZE = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[01](?:px)?(?=;|!|$)")
_COLOR = re.compile(r"(?:^|;)color:([^;!]+)")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_WHITE = re.compile(r"white|#f{3,4}|#f{6}(?:ff)?|rgba?\(255,255,255(?:,[\d.]+)?\)")
_TRANSPARENT = re.compile(r"transparent|rgba\((?:\d+,){3}0(?:\.0*)?\)|#[0-9a-f]{6}00")
_FOR_SCREEN_READERS = frozenset(("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"))
_SIMPLE_RULE = re.compile(r"(?:^|(?<=[}]))\s*([.#][\w-]+(?:\s*,\s*[.#][\w-]+)*)\s*\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came over the wire; ``charset`` is what the server declares, if it does."""

    url: str
    host: str
    data: bytes
    charset: str | None
    is_html: bool


@dataclass(frozen=True, slots=True)
class Extract:
    """An article's text out of a page; ``published`` is an ISO 8601 date."""

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None


class _Element(Protocol):
    """What is used of an lxml element; lxml has no types of its own."""

    tag: object
    text: str | None
    attrib: Mapping[str, str]

    def get(self, key: str, default: str) -> str: ...
    def iter(self, tag: str | None = None) -> Iterator[_Element]: ...
    def iterancestors(self) -> Iterator[_Element]: ...
    def getparent(self) -> _Element | None: ...
    def drop_tree(self) -> None: ...


def fetch(url: str) -> Page:
    """Get a page over http or https.

    Args:
        url: the address, as the user named it.

    Raises:
        SourceError: for an address that is not valid, a server that cannot be reached or refuses,
            and for anything that is no page of at most MAX_BYTES within TIMEOUT seconds.
    """
    import httpx2

    _check_address(url)
    try:
        with (
            httpx2.Client(
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
                timeout=TIMEOUT,
                headers={"User-Agent": USER_AGENT, "Accept": ", ".join(_PAGES + _TEXTS)},
            ) as client,
            client.stream("GET", url) as response,
        ):
            return _page(url, response)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise SourceError(shown(url), _problem(error)) from error


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        valid = bool(parts.hostname) and parts.port != 0 and not re.search(r"[\s\x00-\x1f\x7f]", url)
    except ValueError:
        valid = False
    if not valid:
        raise SourceError(shown(url), "not a valid address: check its spelling")
    if parts.scheme not in ("http", "https"):
        raise SourceError(shown(url), "not an http or https address: save the article and give that file")


def _page(url: str, response: httpx2.Response) -> Page:
    if not response.is_success:
        advice = _ADVICE.get(response.status_code)
        if response.is_server_error:
            advice = "the server has a problem: try again later"
        raise SourceError(shown(url), f"HTTP {response.status_code}: {advice or 'check the address'}")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind not in _PAGES + _TEXTS:
        raise SourceError(shown(url), f"{shown(kind)} instead of a web page: give the address of an article")
    host = response.url.host
    return Page(
        url=_without_secrets(str(response.url)),
        host=host.removeprefix("www."),
        data=_body(url, response),
        charset=response.charset_encoding,
        is_html=kind in _PAGES,
    )


def _body(url: str, response: httpx2.Response) -> bytes:
    deadline = time.monotonic() + TIMEOUT
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > MAX_BYTES:
            raise SourceError(shown(url), too_large())
        if time.monotonic() > deadline:
            raise SourceError(shown(url), _timed_out())
    return bytes(data)


def _timed_out() -> str:
    return f"no complete answer within {TIMEOUT:.0f} seconds: try again later"


def _problem(error: httpx2.HTTPError | httpx2.InvalidURL) -> str:
    """What an error of the HTTP client means for the user."""
    import httpx2

    match error:
        case httpx2.TimeoutException():
            return _timed_out()
        case httpx2.TooManyRedirects():
            return f"more than {MAX_REDIRECTS} redirects: check the address"
        case httpx2.UnsupportedProtocol():
            return "redirects to something that is not http or https: check the address"
        case httpx2.InvalidURL():
            return "not a valid address: check its spelling"
        case httpx2.DecodingError():
            return "sends damaged data: try again later"
    if _caused_by_tls(error):
        return "no secure connection (TLS certificate or protocol): check the address and the clock"
    if isinstance(error, httpx2.ConnectError | httpx2.ProxyError):
        return "cannot be reached: check the address and the network"
    return "broke off the connection: try again later"


def _caused_by_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def extract(html: str, url: str | None = None) -> Extract:
    """The article in a page, without menus, comments and whatever the page hides from its readers.

    Args:
        html: the page.
        url: where it came from, for the outlet's name and for links.

    Returns:
        The article; its text is empty if the page has none.
    """
    from trafilatura import bare_extraction, load_html

    tree = load_html(html)
    if tree is None:
        return Extract(text="")
    remove_hidden(tree)
    document = bare_extraction(
        tree, url=url, include_comments=False, include_tables=False, with_metadata=True
    )
    if document is None or isinstance(document, dict):
        return Extract(text="")
    address = document.url if (document.url or "").startswith(("http://", "https://")) else None
    return Extract(
        text=document.text or "",
        title=" ".join(document.title.split()) if document.title else None,
        url=address,
        outlet=document.sitename or document.hostname or None,
        published=document.date or None,
    )


def remove_hidden(tree: _Element) -> None:
    """Take out of a parsed page what its readers do not see: it could speak to a model unseen.

    Known: comments, templates, ``hidden``, ``aria-hidden``, inline styles and simple rules of the
    page's own style sheets that hide, shrink or move text away, and text in the background's colour.
    """
    hiding_rules = _hiding_rules(tree)
    hidden = [
        element
        for element in tree.iter()
        if not isinstance(element.tag, str) or _is_hidden(element, hiding_rules)  # no tag: a comment
    ]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: _Element, hiding_rules: set[str]) -> bool:
    if element.tag in ("html", "head", "body"):
        return False  # pages that reveal themselves by script hide all of it at first
    if element.tag == "template" or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden", "").lower() == "true":
        return True
    classes = set(element.get("class", "").split())
    names = {"." + name for name in classes} | {"#" + element.get("id", "")}
    if classes & _FOR_SCREEN_READERS or names & hiding_rules:
        return True
    style = _plain(element.get("style", ""))
    return bool(style) and (_hides(style) or _is_invisible_ink(element, style))


def _hides(style: str) -> bool:
    shrunk = len(_NO_SIZE.findall(style))
    return _HIDING.search(style) is not None or shrunk > 1 or (shrunk > 0 and "overflow:hidden" in style)


def _is_invisible_ink(element: _Element, style: str) -> bool:
    """Whether the text has no colour, or that of the nearest background known from inline styles."""
    color = _COLOR.search(style)
    if color is None:
        return False
    if _TRANSPARENT.fullmatch(color[1]):
        return True
    background = "white"
    for ancestor in (element, *element.iterancestors()):
        found = _BACKGROUND.search(_plain(ancestor.get("style", "")))
        if found:
            background = found[1]
            break
    return color[1] == background or bool(_WHITE.fullmatch(color[1]) and _WHITE.fullmatch(background))


def _hiding_rules(tree: _Element) -> set[str]:
    """Class and id selectors that the page's style sheets hide, rules under conditions left out."""
    selectors: set[str] = set()
    for sheet in tree.iter("style"):
        css = re.sub(r"/\*.*?\*/", "", sheet.text or "", flags=re.DOTALL)
        for names, declarations in _SIMPLE_RULE.findall(css):
            if _hides(_plain(declarations)):
                selectors.update(name.strip() for name in names.split(","))
    return selectors


def _plain(style: str) -> str:
    return re.sub(r"\s+|/\*.*?\*/", "", style).lower()
