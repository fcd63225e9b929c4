"""Bytes from outside become text, and names from outside become fit for messages."""

from __future__ import annotations

import codecs
import re

from summarizer.errors import SourceError

MAX_BYTES = 10_000_000  # no article is larger; a book or a log file may be

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OFFICE = "an Office or zip file, not text: save the article as .txt or .html first"
_IMAGE = "an image, not text: give the text of the article"
_MAGIC = (
    (b"%PDF-", "a PDF document, not text: save it as text first (pdftotext does)"),
    (b"PK\x03\x04", _OFFICE),
    (b"\xd0\xcf\x11\xe0", _OFFICE),
    (b"{\\rtf", "an RTF document, not plain text: save the article as .txt first"),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"\x1f\x8b", "a gzip file, not text: unpack it first"),
)


def shown(name: str) -> str:
    """A name from outside, fit for a message: one line, invisible characters escaped, no password."""
    name = re.sub(r"(?<=://)[^/?#\s]*@", "", name)
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in name
    )


def too_large() -> str:
    """The problem with an input over the limit, and what to do."""
    return f"larger than {MAX_BYTES // 1_000_000} MB, which no article is: give the article alone"


def refuse_binary(source: str, data: bytes) -> None:
    """Raise SourceError if the bytes are no text in any encoding; ``source`` is named in it."""
    for magic, problem in _MAGIC:
        if data.startswith(magic):
            raise SourceError(shown(source), problem)
    if b"\0" in data and not data.startswith(tuple(mark for mark, _ in _BYTE_ORDER_MARKS)):
        raise SourceError(shown(source), "a binary file, not text: give the article as .txt, .md or .html")


def decode(data: bytes, declared: str | None = None) -> str:
    """Text from bytes: by byte order mark, declared encoding, UTF-8, or the encoding that fits best.

    Every character is kept as it is: spaces, quotation marks, invisible characters, line ends.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    for label in (declared, "utf-8"):
        try:
            if label:
                return data.decode(label)
        except (LookupError, ValueError):
            continue
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    if damaged * 10 <= sum(letter > "\x7f" for letter in text) - damaged:
        return text  # UTF-8 with a few broken bytes, not another encoding
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best else data.decode("cp1252", errors="replace")


def declared_charset(html: bytes) -> str | None:
    """The encoding that an HTML page declares in its head."""
    match = _META_CHARSET.search(html[:4096])
    return python_encoding(match[1].decode("ascii", errors="replace")) if match else None


def python_encoding(label: str) -> str:
    """The encoding that a label on the web means: what is called Latin-1 is Windows-1252."""
    return "cp1252" if label.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else label
