"""The article that a reader of a page sees, and what the page says about it.

Text that the page hides from its readers never reaches the article.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin, urlsplit

# Its warnings tell of pages without text, and do not say which; the callers tell that in their own words.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

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
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_SPOKEN = re.compile(r"^(?:www|m|mobile|amp)\.")  # one site, spoken of by several names
_SIMPLE_RULE = re.compile(r"(?:^|(?<=[}]))\s*([.#][\w-]+(?:\s*,\s*[.#][\w-]+)*)\s*\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Extract:
    """An article's text out of a page; ``published`` is an ISO 8601 date, ``feeds`` are those it names."""

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    feeds: tuple[str, ...] = ()


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
    links = [element for element in tree.iter("link") if element.get("href", "")]
    feeds = _feeds(links, url)
    canonical = _canonical(links, url)
    remove_hidden(tree)
    document = bare_extraction(
        tree, url=url, include_comments=False, include_tables=False, with_metadata=True
    )
    if document is None or isinstance(document, dict):
        return Extract(text="", feeds=feeds)
    address = document.url if (document.url or "").startswith(("http://", "https://")) else None
    return Extract(
        text=document.text or "",
        title=" ".join(document.title.split()) if document.title else None,
        url=(canonical or url) if url else address,
        outlet=document.sitename or document.hostname or None,
        published=document.date or None,
        feeds=feeds,
    )


def fragment(html: str) -> str:
    """The text of a piece of HTML, as a feed carries it, without what it hides; a paragraph a line."""
    from trafilatura import bare_extraction, load_html

    tree = load_html(f"<html><body><article>{html}</article></body></html>") if html.strip() else None
    if tree is None:
        return ""
    remove_hidden(tree)
    document = bare_extraction(tree, include_comments=False, include_tables=False, favor_recall=True)
    return "" if document is None or isinstance(document, dict) else (document.text or "").strip()


def _canonical(links: Sequence[_Element], url: str | None) -> str | None:
    """The address that a page calls its own, if it is of the same host.

    A page is believed about itself, not about others: it could pass for an article of another outlet.
    A front page in place of an article's own address is a mistake of the site's.
    """
    if url is None:
        return None
    for link in links:
        if "canonical" not in link.get("rel", "").lower().split():
            continue
        try:
            address = urljoin(url, link.get("href", "").strip())
            there, here = urlsplit(address), urlsplit(url)
            same = _SPOKEN.sub("", there.hostname or "") == _SPOKEN.sub("", here.hostname or "")
            ports = there.port, here.port
        except ValueError:
            continue
        if there.scheme in ("http", "https") and same and ports[0] == ports[1] and not there.username:
            return None if there.path in ("", "/") and here.path not in ("", "/") else address
    return None


def _feeds(links: Sequence[_Element], url: str | None) -> tuple[str, ...]:
    """The feeds that a page names in its head."""
    found = []
    for link in links:
        kind = link.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in link.get("rel", "").lower().split() and kind in _FEEDS:
            try:
                address = urljoin(url or "", link.get("href", "").strip())
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                found.append(address)
    return tuple(dict.fromkeys(found))


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
