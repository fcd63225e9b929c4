"""Feeds: RSS, Atom and JSON Feed become entries, each with its link, its date and its own text.

What a feed says is untrusted: only http(s) links are taken, markup is reduced to text, and dates that
no calendar has are left out.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from summarizer.decoding import decode, python_encoding, shown
from summarizer.errors import SourceError
from summarizer.pages import KnownPage, comparable, host_of

MAX_TITLE = 300  # characters; what is longer is no title

MAX_ELEMENTS = 100_000
"""Elements of a feed in XML. The largest known have a tenth; the parser takes about 0.1 ms for each, and
far longer where one entry has very many, so that a feed of 10 MB could keep it busy for hours."""

_JSON_VERSION = "https://jsonfeed.org/version/1"
_XML_FEED = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[.*?\]\s*)?>\s*)*<(?:rss|feed|(?:\w+:)?rdf|channel)[\s>:]",
    re.IGNORECASE | re.DOTALL,
)
_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_HEAD = 20_000  # characters in which a feed must have said that it is one


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says about one article.

    Args:
        url: where the article is, http(s); "" if the feed does not say.
        title: "" if it has none.
        published: when, in UTC; None if the feed does not say.
        content: the feed's own text of the article; "" if it has none.
        is_html: whether the content is marked up.
    """

    url: str
    title: str
    published: datetime | None
    content: str = ""
    is_html: bool = False

    @property
    def text(self) -> str:
        """The content with a paragraph a line, without markup and what it hides."""
        return _fragment(self.content) if self.is_html else self.content


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's entries, in its order, each link once.

    Args:
        url: as asked for, without a password.
        title: what the feed calls itself; its host if it does not.
        damage: what is wrong with it, if it could be read in part only.
    """

    url: str
    title: str
    entries: tuple[Entry, ...]
    damage: str = ""


def is_feed(page: KnownPage) -> bool:
    """Whether what came over the wire is a feed, by its beginning; servers often do not name its type."""
    head = decode(page.data[: 4 * _HEAD], declared=_charset(page))[:_HEAD]
    if head.lstrip().startswith("{"):
        return "json" in page.content_type or _JSON_VERSION in head
    return _XML_FEED.match(head) is not None


def parse(page: KnownPage) -> Feed:
    """The entries of a feed.

    Raises:
        SourceError: it cannot be read, or only in part and there is no entry in that.
    """
    if page.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_json(page)
    return _from_xml(page)


def _charset(page: KnownPage) -> str | None:
    return python_encoding(page.charset) if page.charset else None


def _from_xml(page: KnownPage) -> Feed:
    import feedparser  # type: ignore[import-untyped]

    if _CDATA.sub(b"", page.data).count(b"<") > 2 * MAX_ELEMENTS:
        raise SourceError(shown(page.url), f"a feed of more than {MAX_ELEMENTS} elements: {_REPORT}")
    charset = f"; charset={page.charset}" if page.charset else ""
    headers = {
        "content-location": page.final_url,
        "content-type": f"{page.content_type or 'text/xml'}{charset}",
    }
    try:
        # As a stream, since it would open what a string names. Unsanitised, since that takes away the
        # styles that tell hidden text from the rest; the text is extracted below.
        found = feedparser.parse(
            io.BytesIO(page.data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, LookupError, RecursionError, AssertionError) as error:
        raise SourceError(shown(page.url), f"{_DAMAGED} ({type(error).__name__}): {_REPORT}") from error
    entries = tuple(_xml_entry(entry, page.final_url) for entry in found.entries)
    damage = _damage(found.get("bozo_exception")) if found.bozo else ""
    if damage and not entries:
        raise SourceError(shown(page.url), f"{_DAMAGED} ({damage}) and without entries: {_REPORT}")
    return Feed(shown(page.url), _line(found.feed.get("title", "")) or page.host, _once(entries), damage)


_DAMAGED = "a damaged feed"
_REPORT = "tell its publisher, or check the address"


def _damage(error: object) -> str:
    """What the parser minds, in a line; what does no harm is left out."""
    import feedparser

    if error is None or isinstance(
        error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType
    ):
        return ""
    get_line = getattr(error, "getLineNumber", None)
    where = f", line {get_line()}" if get_line else ""
    get_message = getattr(error, "getMessage", None)
    return shown(str(get_message() if get_message else error))[:120] + where


def _xml_entry(entry: dict[str, Any], base: str) -> Entry:
    texts = [(item.get("value", ""), item.get("type", "")) for item in entry.get("content", ())]
    texts.append((entry.get("summary", ""), entry.get("summary_detail", {}).get("type", "")))
    markup, kind = max(texts, key=lambda item: len(item[0]))
    # Not by entry.get: for an entry without an update that of its publication is given, with a warning.
    parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    return Entry(
        url=_link(entry.get("link", ""), base),
        title=_line(entry.get("title", "")),
        published=_moment(parsed),
        content=markup,
        is_html=kind != "text/plain" or _MARKUP.search(markup) is not None,
    )


_MARKUP = re.compile(r"<[a-zA-Z/!]|&[a-zA-Z#]")


def _moment(parsed: Sequence[int] | None) -> datetime | None:
    """A date and time in UTC, as feedparser gives it; None if it is none."""
    if not parsed:
        return None
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None


def _link(url: object, base: str) -> str:
    """An address that can be asked for and is not the feed's own, which an empty link leads to; else ""."""
    if not isinstance(url, str):
        return ""
    try:
        url = urljoin(base, "".join(url.split()))
    except ValueError:
        return ""
    is_web = url.lower().startswith(("http://", "https://")) and host_of(url) != ""
    return url if is_web and url != base else ""


def _fragment(markup: str) -> str:
    # Loaded with the first markup: files of plain text have none.
    from summarizer.extraction import fragment

    return fragment(markup)


def _line(markup: object) -> str:
    """A title as text on one line."""
    if not isinstance(markup, str):
        return ""
    text = _fragment(markup[: 10 * MAX_TITLE]) or "" if _MARKUP.search(markup) else markup
    return " ".join(text.split())[:MAX_TITLE]


def _from_json(page: KnownPage) -> Feed:
    """A JSON Feed, by https://www.jsonfeed.org/version/1.1/; entries without an id are no entries."""
    try:
        found = json.loads(decode(page.data, declared=_charset(page)))
    except (ValueError, RecursionError) as error:
        raise SourceError(shown(page.url), f"{_DAMAGED} (not valid JSON): {_REPORT}") from error
    version = found.get("version") if isinstance(found, dict) else None
    if not isinstance(version, str) or not version.startswith(_JSON_VERSION):
        raise SourceError(
            shown(page.url), "JSON, but not a JSON Feed: give the address of an article or a feed"
        )
    items = found.get("items")
    if not isinstance(items, list):
        raise SourceError(shown(page.url), f"{_DAMAGED} (no list of items): {_REPORT}")
    usable = [item for item in items if isinstance(item, dict) and item.get("id") not in (None, "")]
    left_out = len(items) - len(usable)
    entries = tuple(_json_entry(item, page.final_url) for item in usable)
    if left_out and not entries:
        raise SourceError(shown(page.url), f"{_DAMAGED} (no item has an id): {_REPORT}")
    return Feed(
        url=shown(page.url),
        title=_plain_line(found.get("title")) or page.host,
        entries=_once(entries),
        damage=f"{left_out} items without an id" if left_out else "",
    )


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries without those that repeat another's link."""
    by_link: dict[object, Entry] = {}
    for entry in entries:
        by_link.setdefault(comparable(entry.url) if entry.url else entry, entry)
    return tuple(by_link.values())


def _json_entry(item: Mapping[str, Any], base: str) -> Entry:
    texts = ((key, item.get(key)) for key in ("content_html", "content_text", "summary"))
    key, content = next(((key, text) for key, text in texts if text and isinstance(text, str)), ("", ""))
    date = item.get("date_published") or item.get("date_modified")
    return Entry(
        url=_link(item.get("url"), base) or _link(item.get("external_url"), base),
        title=_plain_line(item.get("title")),
        published=_json_moment(date),
        content=content,
        is_html=key == "content_html",
    )


def _plain_line(text: object) -> str:
    return " ".join(text.split())[:MAX_TITLE] if isinstance(text, str) else ""


def _json_moment(date: object) -> datetime | None:
    """A date and time by RFC 3339; without an offset, which it should have, UTC is meant."""
    if not isinstance(date, str):
        return None
    try:
        moment = datetime.fromisoformat(date.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
