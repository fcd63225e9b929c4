"""Pages of the web and their addresses, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

PAGES = ("text/html", "application/xhtml+xml")
TEXTS = ("text/plain", "text/markdown")
FEEDS = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/xml",
    "text/xml",
    "application/json",
)

# Parameters that say where a reader came from, not what is read. A short list of what is nothing else:
# a parameter too many would take two articles for one.
_TRACKING = re.compile(
    r"(?:utm|mtm|hsa)_\w+|(?:at|ns|pk)_(?:campaign|content|keyword|kwd|mchannel|medium|source)"
    r"|(?:fb|g|dc|y|tw|tt)clid|msclkid|[gw]braid|igshid|mc_[ce]id|_hs(?:enc|mi)|ocid|cmpid|xtor|ref_src",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page or a feed as it came over the wire; kept, it answers for a page that has not changed since.

    Args:
        url: as asked for, without a password.
        final_url: where redirects led.
        data: the body, unpacked.
        content_type: in lower case, without parameters; "" if the server named none.
        charset: what the server declares, if it does.
        etag, last_modified: by which the server knows this version again, if it does.
    """

    url: str
    final_url: str
    data: bytes
    content_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def host(self) -> str:
        """The host that it was found at, without ``www.``."""
        return (urlsplit(self.final_url).hostname or "").removeprefix("www.")

    @property
    def is_html(self) -> bool:
        """Whether the server says that it is a page of HTML."""
        return self.content_type in PAGES

    @property
    def can_be_asked_for_again(self) -> bool:
        """Whether the server can tell that the page has not changed."""
        return bool(self.etag or self.last_modified)


def comparable(url: str) -> str:
    """An address in the form in which two of the same article are equal. Not one to be fetched.

    The scheme, the default port, the fragment and parameters that only track readers are left out.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if not parts.hostname:
        return url
    query = parts.query
    named = parse_qsl(query, keep_blank_values=True)
    if any(_TRACKING.fullmatch(name) for name, _ in named):
        query = urlencode([(name, value) for name, value in named if not _TRACKING.fullmatch(name)])
    host = parts.hostname.rstrip(".") + (f":{port}" if port not in (None, 80, 443) else "")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit(("", host, path, query, ""))


def without_secrets(url: str) -> str:
    """An address without the user's name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def host_of(url: str) -> str:
    """The host of an address in lower case; "" for one that is not valid."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
