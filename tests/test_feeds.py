"""Feeds: every format becomes the same entries, whatever is wrong or hidden in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from summarizer import feeds
from summarizer.errors import SourceError
from summarizer.pages import KnownPage
from tests.stub_web import TEXT, item, rss

URL = "http://feeds.example/news/feed"
WHEN = datetime(2025, 3, 13, 10, tzinfo=UTC)


def page(data: bytes | str, kind: str = "application/rss+xml", charset: str | None = None) -> KnownPage:
    """What came over the wire."""
    return KnownPage(URL, URL, data.encode() if isinstance(data, str) else data, kind, charset)


FORMATS = {
    "RSS 0.91": '<?xml version="1.0"?><rss version="0.91"><channel><title>The Stub Times</title>'
    "<item><title>Talks</title><link>http://x.example/a</link><description>Words</description></item>"
    "</channel></rss>",
    "RSS 1.0": '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<channel><title>The Stub Times</title></channel><item><title>Talks</title>"
    "<link>http://x.example/a</link><dc:date>2025-03-13T11:00:00+01:00</dc:date>"
    "<description>Words</description></item></rdf:RDF>",
    "RSS 2.0": rss(
        item("http://x.example/a", "Talks", "Thu, 13 Mar 2025 10:00:00 GMT", "<p>Words</p>")
    ).decode(),
    "Atom": '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Stub Times</title>'
    '<entry><title>Talks</title><link rel="self" href="/self"/><link href="http://x.example/a"/>'
    "<updated>2025-03-13T12:00:00+02:00</updated><content type='html'>&lt;p&gt;Words&lt;/p&gt;</content>"
    "</entry></feed>",
    "JSON Feed": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "The Stub Times",
            "items": [
                {
                    "id": "1",
                    "url": "http://x.example/a",
                    "title": "Talks",
                    "content_html": "<p>Words</p>",
                    "date_published": "2025-03-13T12:00:00+02:00",
                }
            ],
        }
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_entry(name: str) -> None:
    """Link, title, time and text; RSS 0.91 knows no time."""
    found = page(FORMATS[name], "application/json" if name == "JSON Feed" else "text/xml")
    assert feeds.is_feed(found)
    feed = feeds.parse(found)
    published = None if name == "RSS 0.91" else WHEN
    assert (feed.url, feed.title, feed.damage) == (URL, "The Stub Times", "")
    found = [(entry.url, entry.title, entry.published, entry.text) for entry in feed.entries]
    assert found == [("http://x.example/a", "Talks", published, "Words")]


@pytest.mark.parametrize(
    ("data", "kind", "expected"),
    [
        (FORMATS["RSS 2.0"], "text/html", True),
        ("\ufeff \n<!-- by hand --><rss version='2.0'>", "", True),
        ("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", "text/xml", True),
        ("<!doctype html><html><body><rss></body></html>", "text/html", False),
        ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "application/xml", False),
        ("<feedback>Thanks</feedback>", "text/xml", False),
        ("Kyiv said <rss> is dead.", "text/plain", False),
        ('{"version": "https://jsonfeed.org/version/1"}', "text/plain", True),
        ("{Kyiv} is the capital.", "text/plain", False),
        ("", "application/rss+xml", False),
    ],
)
def test_a_feed_is_known_by_its_beginning(data: str, kind: str, expected: bool) -> None:
    """Whatever the server calls it."""
    assert feeds.is_feed(page(data, kind)) is expected


def test_the_encoding_of_a_feed_is_honoured() -> None:
    """That of the server, and that of the declaration."""
    text = rss(item("http://x.example/a", "Переговоры в Женеве")).decode()
    declared = text.replace("utf-8", "windows-1251").encode("cp1251")
    served = text.replace(' encoding="utf-8"', "").encode("cp1251")
    for found in (page(declared), page(served, charset="windows-1251")):
        feed = feeds.parse(found)
        assert (feed.entries[0].title, feed.damage) == ("Переговоры в Женеве", "")


def test_hidden_text_and_markup_do_not_reach_an_entry() -> None:
    """The feed's own text passes through the rules that pages pass through."""
    hidden = '<p style="display:none">HIDDEN</p><p hidden>HIDDEN</p><script>HIDDEN</script><!-- HIDDEN -->'
    html = f"<p>{TEXT}</p>{hidden}<p>Another <b>paragraph</b> says that talks go on.</p>"
    data = json.loads(FORMATS["JSON Feed"])
    data["items"][0]["content_html"] = html
    for found in (page(rss(item("http://x.example/a", text=html))), page(json.dumps(data), "text/json")):
        text = feeds.parse(found).entries[0].text
        assert "HIDDEN" not in text
        assert text.split("\n") == [TEXT, "Another paragraph says that talks go on."]


def test_a_title_is_one_line_of_text() -> None:
    """Without markup, and not endless."""
    feed = feeds.parse(
        page(rss(item("http://x.example/a", "<b>Talks</b>\n &amp; <i>truce</i>"), item("/b", "x" * 900)))
    )
    assert feed.entries[0].title == "Talks & truce"
    assert len(feed.entries[1].title) == feeds.MAX_TITLE


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a", "http://feeds.example/a"),
        ("a?x=1&y=2", "http://feeds.example/news/a?x=1&y=2"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_links_to_the_web_are_taken(link: str, url: str) -> None:
    """Relative ones are of the feed's host."""
    assert feeds.parse(page(rss(item(link)))).entries[0].url == url
    data = json.loads(FORMATS["JSON Feed"])
    data["items"][0]["url"] = link
    assert feeds.parse(page(json.dumps(data))).entries[0].url == url


@pytest.mark.parametrize(
    "date", ["Thu, 99 Foo 99999", "0000-00-00T00:00:00Z", "yesterday", "9999-12-31T23:59:59-14:00", "1e999"]
)
def test_a_date_that_is_none_is_left_out(date: str) -> None:
    """Such an entry counts as undated, or as of a date that exists."""
    data = json.loads(FORMATS["JSON Feed"])
    data["items"][0]["date_published"] = date
    for found in (page(rss(item("/a", date=date))), page(json.dumps(data))):
        published = feeds.parse(found).entries[0].published
        assert published is None or published.tzinfo is UTC


def test_a_malformed_feed_gives_the_entries_that_it_has() -> None:
    """And says what is wrong with it."""
    broken = rss(item("http://x.example/a", "Talks"), item("http://x.example/b", "Truce")).replace(
        b"</channel></rss>", b"<item><title>Cut & "
    )
    feed = feeds.parse(page(broken))
    assert [entry.url for entry in feed.entries[:2]] == ["http://x.example/a", "http://x.example/b"]
    assert feed.damage
    assert feed.damage.isprintable()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<rss><channel><<<<", "a damaged feed"),
        ("<?xml version='1.0'?><rss", "a damaged feed"),
        ('{"version": "https://jsonfeed.org/version/1", ', "not valid JSON"),
        ('{"version": "https://jsonfeed.org/version/1"}', "no list of items"),
        (
            '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "http://x/"}]}',
            "no item has an id",
        ),
        ('{"items": []}', "not a JSON Feed"),
        ("{" * 100_000, "not valid JSON"),
        ('{"a":' * 100_000, "not valid JSON"),
        ('{"version": ' + "9" * 5000 + "}", "JSON"),
    ],
)
def test_a_feed_without_anything_usable_is_told(data: str, words: str) -> None:
    """In one line, with what to do."""
    with pytest.raises(SourceError) as caught:
        feeds.parse(page(data))
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{URL}: ")
    assert str(caught.value).isprintable()


def test_odd_json_does_no_harm() -> None:
    """Values of other types than the format has are left out."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": ["x"],
        "items": [1, None, {"id": 7, "url": 5, "title": {}, "content_html": [], "date_published": 3}],
    }
    feed = feeds.parse(page(json.dumps(data)))
    assert feed == feeds.Feed(URL, "feeds.example", (feeds.Entry("", "", None),), "2 items without an id")


def test_a_link_that_a_feed_repeats_is_one_entry() -> None:
    """Parameters that only track readers do not make it another."""
    feed = feeds.parse(page(rss(item("/a"), item("/a?utm_source=rss"), item("/b"))))
    assert [entry.url for entry in feed.entries] == ["http://feeds.example/a", "http://feeds.example/b"]


def test_a_feed_that_would_keep_the_parser_busy_is_refused() -> None:
    """Elements without end are no feed; markup in the text of its entries does not count."""
    with pytest.raises(SourceError, match="a feed of more than 100000 elements"):
        feeds.parse(page("<rss><channel>" + "<item>" * 300_000))
    html = f"<![CDATA[{'<br>' * 300_000}]]>"
    many = rss(item("http://x.example/a", text="Words")).replace(b"Words", html.encode())
    assert len(feeds.parse(page(many)).entries) == 1


def test_entities_neither_open_files_nor_grow(tmp_path: Path) -> None:
    """What a document type declares is not followed."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    outside = f'<!DOCTYPE rss [<!ENTITY s SYSTEM "file://{secret}">]>'
    growing = "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefg", "bcdefgh", strict=True)
    )
    for doctype, entity in ((outside, "s"), (growing + "]>", "h")):
        data = rss(item("/a", "Talks")).decode().replace("Talks", f"Talks &{entity};")
        feed = feeds.parse(page(data.replace("?><rss", f"?>{doctype}<rss")))
        assert "SECRET" not in repr(feed)
        assert len(repr(feed)) < 2000
