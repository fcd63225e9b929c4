"""Reading: named sources become articles, each address once, and what fails is one line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from summarizer.pages import KnownPage
from summarizer.reading import Reach, Window, read
from summarizer.visiting import visit
from tests.stub_web import LOCAL, TEXT, Answer, Site, item, page, rss

SINCE = datetime(2025, 3, 13, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    """Threads."""
    with ThreadPoolExecutor(4) as pool:
        yield pool


@dataclass
class Remembered:
    """A memory that knows which thread may speak to it."""

    pages: dict[str, KnownPage] = field(default_factory=dict)
    briefed: set[str] = field(default_factory=set)
    thread: int = field(default_factory=threading.get_ident)

    def page(self, url: str) -> KnownPage | None:
        """The page that was kept."""
        assert threading.get_ident() == self.thread
        return self.pages.get(url)

    def keep_page(self, page: KnownPage) -> None:
        """Keep a page."""
        assert threading.get_ident() == self.thread
        self.pages[page.url] = page

    def was_briefed(self, url: str) -> bool:
        """Whether a test said so."""
        assert threading.get_ident() == self.thread
        return url in self.briefed


def dated(hours: float) -> str:
    """A feed's date, so many hours after the last briefing."""
    return format_datetime(SINCE + hours * HOUR, usegmt=True)


def feed(site: Site, *paths: str, **dates: float) -> str:
    """A feed of pages, which exist; those with a date after those without."""
    for path in (*paths, *dates):
        site.add(f"/{path}", page(f"News {path}"))
    undated = [item(f"{site.url}/{path}", f"News {path}") for path in paths]
    entries = [item(f"{site.url}/{path}", f"News {path}", dated(hours)) for path, hours in dates.items()]
    return site.add("/feed", rss(*undated, *entries), "application/rss+xml")


def titles(*named: str, executor: Executor, **options: object) -> list[str]:
    """The titles of what is read, if nothing fails."""
    reading = read(named, executor, **{"reach": LOCAL, **options})  # type: ignore[arg-type]
    assert reading.failures == ()
    return [article.title for article in reading.articles]


def test_sources_of_every_kind_are_read_in_their_order(
    site: Site, executor: Executor, tmp_path: Path
) -> None:
    """A folder, a page, a feed; the feed's headline, time and order count."""
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").write_text("Kyiv wants guarantees. " + TEXT, encoding="utf-8")
    single = site.add("/page", page("A page"))
    news = feed(site, second=2, first=1)
    reading = read([str(tmp_path), news, single], executor, LOCAL)
    assert [article.source for article in reading.articles[:2]] == ["a.txt", "b.txt"]
    assert [article.title for article in reading.articles[2:]] == ["News second", "News first", "A page"]
    assert reading.articles[2].url == site.url + "/second"
    assert reading.articles[2].published == "2025-03-13T08:00:00+00:00"
    assert (reading.failures, reading.notices) == ((), ())


def test_only_entries_since_the_last_briefing_are_read(site: Site, executor: Executor) -> None:
    """Those without a date count as new, those of the future as well; without a limit all are read."""
    url = feed(site, "undated", old=-1, new=1, future=100_000)
    found = titles(url, executor=executor, window=Window(since=SINCE))
    assert found == ["News undated", "News new", "News future"]
    assert "/old" not in site.asked
    assert len(titles(url, executor=executor)) == 4


def test_entries_that_come_late_are_read_if_they_were_in_no_briefing(site: Site, executor: Executor) -> None:
    """Up to twelve hours before; what was in an earlier briefing is not read again."""
    url = feed(site, "undated", "known", late=-11, later=-13, seen=1)
    memory = Remembered(briefed={site.url + "/known", site.url + "/seen"})
    found = titles(url, executor=executor, window=Window(since=SINCE), memory=memory)
    assert found == ["News undated", "News late"]
    assert sorted(site.asked) == ["/feed", "/late", "/undated"]


def test_an_undated_entry_is_known_by_where_it_led(site: Site, executor: Executor) -> None:
    """The briefing has the article's own address, the feed a redirect to it."""
    site.add("/end", page("The end"))
    site.add("/r/1", b"", status=302, Location="/end")
    url = site.add("/feed", rss(item("/r/1"), item("/r/1?again=1", "New", dated(1))), "text/xml")
    site.pages["/r/1?again=1"] = site.pages["/r/1"]
    memory = Remembered(briefed={site.url + "/end"})
    assert titles(url, executor=executor, window=Window(since=SINCE), memory=memory) == ["New"]


def test_a_feed_without_news_is_no_failure(site: Site, executor: Executor) -> None:
    """Quiet days happen."""
    url = feed(site, old=-48)
    assert titles(url, executor=executor, window=Window(since=SINCE)) == []


def test_no_address_is_read_twice(site: Site, executor: Executor) -> None:
    """Named twice, named and in a feed, in two feeds, with what tracks readers or without."""
    one = feed(site, "a", "b")
    other = site.add("/other", rss(item("/b?utm_source=rss"), item("/a#top")), "text/xml")
    named = [site.url + "/a?utm_medium=mail", site.url + "/a", one, one, other]
    site.pages["/a?utm_medium=mail"] = site.pages["/a"]
    assert titles(*named, executor=executor) == ["News a", "News b"]
    assert sorted(site.asked) == ["/a?utm_medium=mail", "/b", "/feed", "/other"]


def test_of_a_long_feed_the_newest_are_read_and_it_is_said(site: Site, executor: Executor) -> None:
    """Nothing is left out silently."""
    url = feed(site, oldest=1, newest=3, middle=2)
    reading = read([url], executor, replace(LOCAL, max_entries=2))
    assert [article.title for article in reading.articles] == ["News newest", "News middle"]
    assert reading.notices == ("The Stub Times: 3 new entries, of which the newest 2 were read",)


def test_the_feeds_own_text_stands_in_for_a_page_that_cannot_be_read(site: Site, executor: Executor) -> None:
    """If there is enough of it; the outlet is the feed's, and a notice says so."""
    html = f"<p>{TEXT}</p><p style='display:none'>HIDDEN</p>"
    site.add("/empty", b"<html><body></body></html>")
    data = rss(
        item("/gone", "Gone", dated(1), html),
        item("/empty", "Empty", dated(1), html),
        item("http://10.0.0.1/", "Inside", dated(1), html),
        item("", "Without a link", dated(1), html),
        item("/teaser", "Teaser", dated(1), "<p>Kyiv asked for guarantees.</p>"),
    )
    url = site.add("/feed", data, "application/rss+xml")
    reading = read([url], executor, LOCAL)
    assert [article.title for article in reading.articles] == ["Gone", "Empty", "Inside", "Without a link"]
    gone = reading.articles[0]
    assert (gone.source, gone.url, gone.text) == ("The Stub Times", site.url + "/gone", TEXT)
    assert gone.published == "2025-03-13T07:00:00+00:00"
    assert reading.articles[3].url is None
    assert [failure.source for failure in reading.failures] == [site.url + "/teaser"]
    assert reading.notices[0].startswith("The Stub Times: 4 of 5 articles are the feed's own text, since")


def test_every_dead_source_is_one_line(site: Site, executor: Executor, tmp_path: Path) -> None:
    """With what is wrong and what to do; the living are read."""

    def slow(answer: Answer) -> None:
        threading.Event().wait(3)

    def huge(answer: Answer) -> None:
        answer.send_response(200)
        answer.send_header("Content-Length", "100000000")
        answer.end_headers()

    site.pages |= {"/slow": slow, "/huge": huge}
    dead = {
        site.add("/gone", b"", status=410): "HTTP 410: the page is gone: check the address",
        site.url + "/missing": "HTTP 404: there is no such page: check the address",
        site.at("localhost", "/slow"): "no complete answer within 1.5 seconds: try again later",
        site.add("/broken", b"<rss><channel><<<", "text/xml"): "a damaged feed",
        site.add("/none", rss(), "text/xml"): "a feed without entries: check its address",
        site.add("/html", b"<html><body><nav>Home</nav></body></html>"): "no article text found on this page",
        site.add("/loop", b"", status=302, Location="/loop"): "more than 5 redirects: check the address",
        site.url + "/huge": "larger than 10 MB",
        site.add("/packed", b"\x1f\x8b\x08junk", Content_Encoding="gzip"): "sends damaged data",
        site.add("/later", b"", status=503, Retry_After="900"): "asks for a pause of 900 seconds",
        "http://10.0.0.1/": "refused: it is a private address",
        "ftp://example.com/feed": "not an http or https address",
        "http://[broken": "not a valid address",
        str(tmp_path): "no articles in this folder",
        str(tmp_path / "no.txt"): "no such file or folder",
    }
    # The site that asks for a pause is not asked for anything else after that.
    named = [*dead, site.at("localhost", "/alive")]
    site.add("/alive", page("Alive"))
    reach = replace(LOCAL, timeout=1.5)
    reading = read(named, executor, reach)
    assert [article.title for article in reading.articles] == ["Alive"]
    told = {failure.source: failure.error for failure in reading.failures}
    assert list(told) == list(dead)
    for source, words in dead.items():
        assert words in told[source]
        assert told[source].isprintable()


def test_a_malformed_feed_is_read_as_far_as_it_goes(site: Site, executor: Executor) -> None:
    """Its entries are, and a notice tells that there is damage."""
    feed(site, "a")
    data = rss(item("/a", "News a")).replace(b"</channel></rss>", b"</oops>")
    reading = read([site.add("/bad", data, "text/xml")], executor, LOCAL)
    assert [article.title for article in reading.articles] == ["News a"]
    assert "The Stub Times: damaged (" in reading.notices[0]


def test_what_has_not_changed_comes_from_memory(site: Site, executor: Executor) -> None:
    """A second run transfers no page again, and gives the same."""
    transferred = []

    def versioned(data: bytes, kind: str) -> None:
        def answer(request: Answer) -> None:
            same = request.headers["If-None-Match"] == '"1"'
            request.send_response(304 if same else 200)
            request.send_header("ETag", '"1"')
            request.send_header("Content-Type", kind)
            request.end_headers()
            if not same:
                transferred.append(request.path)
                request.wfile.write(data)

        site.pages[f"/{len(site.pages)}"] = answer

    versioned(page("News"), "text/html")
    versioned(rss(item("/0", "News")), "text/xml")
    memory = Remembered()
    first = read([site.url + "/1"], executor, LOCAL, memory)
    assert read([site.url + "/1"], executor, LOCAL, memory) == first
    assert transferred == ["/1", "/0"]
    assert sorted(memory.pages) == [site.url + "/0", site.url + "/1"]


def test_a_page_that_cannot_be_asked_for_again_is_not_kept(site: Site, executor: Executor) -> None:
    """Without ETag and date it would only take room."""
    memory = Remembered()
    read([site.add("/a", page("News"))], executor, LOCAL, memory)
    assert memory.pages == {}


def test_processes_can_take_the_place_of_threads(site: Site) -> None:
    """All that the executor is given and gives back can be pickled."""
    url = feed(site, "a")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        reading = read([url, site.url + "/gone"], pool, LOCAL, Remembered())
    assert [article.title for article in reading.articles] == ["News a"]
    assert len(reading.failures) == 1


def test_the_pages_of_one_host_are_one_task(site: Site) -> None:
    """So that a pause can be kept between them; other hosts do not wait."""
    tasks = []

    class Counting(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            if fn is visit:
                tasks.append([errand.url for errand in args[0]])
            return super().submit(fn, *args, **kwargs)

    urls = [site.add("/a", page("A")), site.at("localhost", "/b"), site.add("/b", page("B"))]
    with Counting(2) as pool:
        read(urls, pool, LOCAL)
    assert sorted(tasks) == [[urls[0], urls[2]], [urls[1]]]


def test_a_host_that_takes_too_long_is_given_up(site: Site, executor: Executor) -> None:
    """What was not read of it is told, page by page."""
    urls = [site.add(f"/{n}", page(f"News {n}")) for n in range(3)]
    reading = read(urls, executor, replace(LOCAL, host_timeout=0.6, pause=0.7))
    assert [article.title for article in reading.articles] == ["News 0", "News 1"]
    assert "the pages of this site took more than 0.6 seconds" in reading.failures[0].error


def test_progress_counts_what_feeds_add(site: Site, executor: Executor) -> None:
    """The number of what is done never falls, and reaches that of all."""
    seen: list[tuple[int, int]] = []
    read([feed(site, "a", "b")], executor, LOCAL, on_progress=lambda *progress: seen.append(progress))
    assert (seen[0], seen[-1]) == ((0, 1), (3, 3))
    assert seen == sorted(seen)


def test_by_default_nothing_of_ones_own_network_is_read(site: Site, executor: Executor) -> None:
    """Whoever wants that says so."""
    reading = read([site.add("/a", page("News"))], executor)
    assert "refused: it is a loopback address" in reading.failures[0].error
    assert Reach().respect_robots


def test_an_entry_that_is_a_feed_is_no_article(site: Site, executor: Executor) -> None:
    """Feeds are read where the user names them, not where a feed does."""
    inner = site.add("/inner", rss(item("/a")), "text/xml")
    reading = read([site.add("/outer", rss(item(inner)), "text/xml")], executor, LOCAL)
    assert "a feed instead of an article: name it as a source of its own" in reading.failures[0].error
