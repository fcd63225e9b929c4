"""Files, folders, standard input and web addresses become articles.

Every way in ends in the same two steps, bytes to text and text to :class:`Article`, and every
problem in one :class:`SourceError` that says what is wrong with which input, and what to do.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from summarizer.decoding import (
    MAX_BYTES,
    declared_charset,
    decode,
    python_encoding,
    refuse_binary,
    shown,
    too_large,
)
from summarizer.errors import SourceError
from summarizer.pages import FEEDS, KnownPage
from summarizer.reach import Reach
from summarizer.schema import Article
from summarizer.sentences import read as sentences_of

__all__ = ["MAX_BYTES", "article", "expand", "from_page", "is_address", "load", "read", "shown"]

TEXT_SUFFIXES = (".txt", ".md")
HTML_SUFFIXES = (".html", ".htm")
TITLE_LENGTH = 80

AS_USUAL = Reach()

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(source: str, *, stdin: BinaryIO | None = None, reach: Reach = AS_USUAL) -> Iterator[Article]:
    """The articles of a source, one after the other.

    Args:
        source: a file, a folder, an http(s) address, or ``-`` for standard input.
        stdin: where ``-`` reads bytes from; the process's standard input if not given.
        reach: how far reading may go.

    Raises:
        SourceError: for the first article that cannot be read. To go on behind it, use
            :func:`expand` and :func:`load`.
    """
    for name in expand(source):
        yield load(name, stdin=stdin, reach=reach)


def expand(source: str) -> list[str]:
    """The sources in a folder (its articles by name, hidden files skipped), or the source itself.

    Raises:
        SourceError: if the folder cannot be listed or has no articles.
    """
    if not source or source == "-" or is_address(source):
        return [source]
    try:
        folder = Path(source)
        if not folder.is_dir():
            return [source]
        found = sorted(
            (entry for entry in folder.iterdir() if _is_article_file(entry)), key=lambda entry: entry.name
        )
    except (OSError, ValueError) as error:
        raise SourceError(shown(source), _file_problem(error)) from error
    if not found:
        suffixes = ", ".join(TEXT_SUFFIXES + HTML_SUFFIXES)
        raise SourceError(shown(source), f"no articles in this folder: it needs files ending in {suffixes}")
    return [str(entry) for entry in found]


def load(source: str, *, stdin: BinaryIO | None = None, reach: Reach = AS_USUAL) -> Article:
    """One article from a file, an http(s) address, or ``-`` for standard input.

    Args:
        source: what the user named; not a folder (see :func:`expand`).
        stdin: where ``-`` reads bytes from; the process's standard input if not given.
        reach: how far reading may go; as usual, addresses that are not public are refused.

    Raises:
        SourceError: if the source gives no article, for whatever reason.
    """
    if is_address(source):
        return _load_address(source, reach)
    if source == "-":
        data, name = _read_all(stdin or sys.stdin.buffer, source), "stdin"
    else:
        data, name = _read_file(source), shown(Path(source).name)
    refuse_binary(source, data)
    is_html = source.lower().endswith(HTML_SUFFIXES)
    text = decode(data, declared=declared_charset(data) if is_html or b"<meta" in data[:4096] else None)
    if is_html or _HTML.match(text):
        return _article_from_html(source, text, name=name, url=None)
    return article(source, text, name=name)


def _is_article_file(path: Path) -> bool:
    return (
        not path.name.startswith(".")
        and path.suffix.lower() in TEXT_SUFFIXES + HTML_SUFFIXES
        and path.is_file()
    )


def _read_file(source: str) -> bytes:
    if not source:
        raise SourceError("(empty name)", "no file named: give a file, a folder, an address or -")
    try:
        with Path(source).open("rb") as file:
            return _read_all(file, source)
    except (OSError, ValueError) as error:
        raise SourceError(shown(source), _file_problem(error)) from error


def _read_all(file: BinaryIO, source: str) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceError(shown(source), too_large())
    return data


def _file_problem(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "no such file or folder: check the name"
        case PermissionError():
            return "no permission to read it: change its permissions or copy it"
        case IsADirectoryError():
            return "a folder, not a file: name a file in it"
        case OSError():
            return f"cannot be read ({error.strerror or type(error).__name__}): check the name and the disk"
    return "not a valid file name: check the name"


def from_page(page: KnownPage) -> Article:
    """The article in a page that came over the wire.

    Raises:
        SourceError: there is none in it.
    """
    refuse_binary(page.url, page.data)
    charset = python_encoding(page.charset) if page.charset else None
    text = decode(page.data, declared=charset or declared_charset(page.data))
    if page.is_html or _HTML.match(text):
        return _article_from_html(page.url, text, name=page.host, url=page.final_url)
    if page.content_type in FEEDS:
        raise SourceError(
            shown(page.url),
            "neither a page nor a feed that is known: give the address of an article or a feed",
        )
    return article(page.url, text, name=page.host, url=page.final_url)


def is_address(source: str) -> bool:
    """Whether a source is named by an address, of whatever protocol, rather than by a file's name."""
    return _ADDRESS.match(source) is not None


def _load_address(source: str, reach: Reach) -> Article:
    from summarizer import web

    return from_page(web.fetch(source, reach))


def _article_from_html(source: str, html: str, *, name: str, url: str | None) -> Article:
    from summarizer import extraction

    page = extraction.extract(html, url)
    try:
        return article(
            source,
            page.text,
            name=page.outlet or name,
            url=page.url,
            title=page.title,
            published=page.published,
        )
    except SourceError as error:
        advice = "save the article's text and give that file"
        if page.feeds:
            advice = f"it names a feed: give {shown(page.feeds[0])}"
        raise SourceError(shown(source), f"no article text found on this page: {advice}") from error


def article(
    source: str,
    text: str,
    *,
    name: str,
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
) -> Article:
    """An article from its text.

    Args:
        source: what the user named, for errors.
        text: the whole text; page furniture in it is left out of the sentences.
        name: the outlet or file.
        url: its address.
        title: None for the text's own headline or its beginning.
        published: ISO 8601 date or date-time.

    Raises:
        SourceError: the text has no sentence.
    """
    headline, sentences = sentences_of(text)
    first = next((sentence.text for sentence in sentences if sentence.kind == "sentence"), None)
    if first is None:
        empty = not any(letter.isalnum() for letter in text)
        reason = "it is empty" if empty else "only headings or page furniture"
        raise SourceError(shown(source), f"no article text found ({reason}): give the text of an article")
    return Article(
        id=hashlib.sha256(text.encode()).hexdigest()[:16],
        title=title or headline or _shortened(first),
        url=url,
        source=name,
        published=published,
        text=text,
        sentences=sentences,
    )


def _shortened(sentence: str) -> str:
    """A sentence cut at a word's end to at most TITLE_LENGTH characters, with an ellipsis if cut."""
    words = " ".join(sentence.split())
    if len(words) <= TITLE_LENGTH:
        return words
    cut = words[: TITLE_LENGTH - 1]
    if not words[TITLE_LENGTH - 1].isspace() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ,;:–—-") + "…"
