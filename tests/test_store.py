"""The store: what is kept is what comes back, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from summarizer.calls import Response
from summarizer.pages import KnownPage
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Citation,
    Demand,
    EngineInfo,
    Entry,
    Failure,
    MergedDemand,
    MergedPosition,
    Outlet,
    Post,
    Sentence,
    Sighting,
    SummaryLine,
    Usage,
)
from summarizer.store import Store
from summarizer.store.tables import BRIEFS, OUTLETS, PAGES, POSTS, SIGHTINGS, escape, restore
from tests.postgresql import postgresql, template
from tests.stores import keep, recall, store_url

__all__ = ["postgresql", "store_url", "template"]  # fixtures

MONDAY, TUESDAY, WEDNESDAY = "2026-11-02", "2026-11-03", "2026-11-04"
SIX = datetime(2026, 11, 2, 6, 0, 0, 123456, tzinfo=UTC)
COST = Usage(calls=1, input_tokens=1200, output_tokens=80, cost_usd=0.002)
# Any code point at all, those that databases refuse more often than chance would have it.
CHARACTERS = st.sampled_from("\0\x1b\ud83d\ude00a0é") | st.integers(0, 0x10FFFF).map(chr)
ANY_TEXT = st.lists(CHARACTERS, max_size=12).map("".join)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)
one_store = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A new store, used on a Monday."""
    with Store.open(store_url, today=MONDAY) as store:
        yield store


def brief(name: str = "a1", url: str | None = None, text: str = "Kyiv demands talks.") -> Brief:
    """A brief with something in every part that is stored in its own way."""
    article = Article(
        id=name,
        title=f"Title of {name}",
        url=url,
        source="wire",
        published="2026-11-01T10:00:00+01:00",
        text="",
        outlets=(
            Outlet(source="other", url=url and f"{url}/copy", title="As printed"),
            Outlet(source="radio"),
        ),
        sentences=(
            Sentence(n=1, start=0, end=8, text="Headline", kind="heading"),
            Sentence(n=2, start=10, end=10 + len(text), text=text, paragraph=3),
        ),
    )
    return Brief(
        article=article,
        engine=EngineInfo(name="openai", model="m"),
        summary=(SummaryLine(text=text, evidence=(2,)),),
        demands=(Demand(party="Ukraine", demand="talks", evidence=(2,), quote=text),),
        usage=COST,
        warnings=("cut",),
    )


def briefing(date: str = MONDAY, *briefs: Brief, usage: Usage = COST, title: str = "News") -> Briefing:
    """A briefing of a day."""
    return Briefing(
        date=date,
        title=title,
        articles=briefs,
        demands=(
            MergedDemand(
                id="d1",
                party="Ukraine",
                demand="talks",
                first_seen=date,
                evidence=(Citation(article="a1", sentences=(2,)),),
            ),
        ),
        failed=(Failure(source="feed", error="gone"),),
        usage=usage,
    )


def heard(name: str, *dates: str, text: str = "talks") -> Entry:
    """An entry of the ledger that was heard twice on each of these days."""
    return Entry(
        id=name,
        kind="demand",
        text=text,
        party="Ukraine",
        topic="peace",
        positions=(MergedPosition(party="Russia", position="no", evidence=()),),
        sightings=tuple(
            Sighting(date=date, text=f"{text} {n}", article="a1", source="wire", url="https://a.example/")
            for date in dates
            for n in (2, 1)
        ),
    )


def post(part: int = 1, date: str = MONDAY, revision: str = "r1") -> Post:
    """One unsent message of two."""
    return Post(channel="c", date=date, revision=revision, part=part, parts=2, payload="{}")


# Model responses


def test_a_response_comes_back_with_its_usage(store: Store) -> None:
    """What was answered once is there again, and what was not is None."""
    data = {"demands": [{"party": "Ukraine", "evidence": [1]}]}
    keep(store, "k", data, COST)
    assert recall(store, "k") == Response("k", "m", data, COST)
    assert recall(store, "other") is None


def test_the_first_response_stays(store: Store) -> None:
    """Where two runs ask the same, later readers all get the answer that was there first."""
    keep(store, "k", {"n": 1}, COST)
    keep(store, "k", {"n": 2}, Usage())
    assert recall(store, "k") == Response("k", "m", {"n": 1}, COST)


def test_many_responses_are_kept_and_found_in_one_go(store: Store) -> None:
    """Each once, whatever the order; later ones take the place of earlier ones where that is asked for."""
    rows = [Response(key, "m", {"n": n}, COST) for n, key in enumerate("cabac")]
    store.keep_responses(rows)
    assert {key: found.data["n"] for key, found in store.responses([*"abcd"]).items()} == {
        "a": 3,
        "b": 2,
        "c": 4,
    }
    store.keep_responses([Response("a", "m", {"n": 9}, COST), Response("d", "m", {"n": 9}, COST)])
    assert {key: found.data["n"] for key, found in store.responses([*"ad"]).items()} == {"a": 3, "d": 9}
    store.keep_responses([Response("a", "m", {"n": 9}, COST)], replace=True)
    assert recall(store, "a") == Response("a", "m", {"n": 9}, COST)
    assert store.responses([]) == {}


def test_a_response_is_there_for_another_connection(store: Store, store_url: str) -> None:
    """It is committed when the call returns, not when the store is closed."""
    keep(store, "k", {"n": 1}, COST)
    with Store.open(store_url) as other:
        assert recall(other, "k") == Response("k", "m", {"n": 1}, COST)


@one_store
@given(ANY_TEXT, ANY_JSON)
@example("\0", {"\0": "\ud83d\ude00 \x1b001b \\u0000"})
def test_any_json_comes_back(store: Store, key: str, value: object) -> None:
    """NUL characters and lone surrogates are data like any other."""
    keep(store, f"key {key} {value!r}", {"value": value, key: [value]}, COST)
    kept = recall(store, f"key {key} {value!r}")
    assert kept
    assert kept.data == {"value": value, key: [value]}


@given(ANY_TEXT)
def test_escaped_text_is_what_databases_take(text: str) -> None:
    """Escaping is undone exactly, and leaves ordinary text as it is."""
    escaped = escape(text)
    escaped.encode("utf-8")
    assert "\0" not in escaped
    assert restore(escaped) == text
    if not set(text) & {"\0", "\x1b"} and text == text.encode("utf-8", "ignore").decode():
        assert escaped == text


# Pages


def test_a_page_comes_back_and_is_replaced(store: Store) -> None:
    """Of each URL the page that was fetched last is known."""
    page = KnownPage(
        "https://a.example/", "https://a.example/b", b"\0\xff<p>", "text/html", None, '"1"', "Mon"
    )
    store.keep_page(page)
    assert store.page("https://a.example/") == page
    later = KnownPage("https://a.example/", "https://a.example/c", b"")
    store.keep_page(later)
    assert store.page("https://a.example/") == later
    assert store.page("https://a.example/b") is None


def test_a_url_may_be_long(store: Store) -> None:
    """No limit of an index is a limit on URLs."""
    url = "https://a.example/?" + "".join(f"{n}" for n in range(20_000))
    store.keep_page(KnownPage(url, url, b"x"))
    store.keep_briefing(briefing(MONDAY, brief(url=url)), [], SIX)
    assert store.page(url)
    assert store.was_briefed(url, TUESDAY)


def test_the_tables_have_a_column_for_every_field() -> None:
    """A field that a model gains must be kept as well."""
    article = set(Article.model_fields) - {"id", "text", "outlets", "sentences"}
    for table, fields in (
        (BRIEFS, article),
        (OUTLETS, set(Outlet.model_fields)),
        (SIGHTINGS, set(Sighting.model_fields)),
        (POSTS, set(Post.model_fields)),
        (PAGES, set(KnownPage.__dataclass_fields__)),
    ):
        assert fields <= set(table.columns.keys())


# Briefings


def test_a_briefing_comes_back_as_it_was(store: Store) -> None:
    """All of it but the articles' texts, in the order of its articles, the same article twice included."""
    kept = briefing(MONDAY, brief("b", "https://b.example/"), brief("a"), brief("b", "https://c.example/"))
    store.keep_briefing(kept, [heard("d1", MONDAY)], SIX)
    assert store.briefing(MONDAY) == kept
    assert store.briefing(TUESDAY) is None


def test_only_the_text_of_an_article_is_left_out(store: Store, make_article: Callable[..., Article]) -> None:
    """The text comes back empty; its sentences are there."""
    article = make_article("One.", "Two.")
    store.keep_briefing(briefing(MONDAY, Brief(article=article, engine=EngineInfo(name="offline"))), [], SIX)
    kept = store.briefing(MONDAY)
    assert kept
    assert kept.articles[0].article == article.model_copy(update={"text": ""})


def test_a_briefing_replaces_that_of_its_day(store: Store) -> None:
    """A second run of a day leaves nothing of the first but what it cost; other days stay."""
    store.keep_briefing(briefing(MONDAY, brief("x")), [heard("d1", MONDAY), heard("d2", MONDAY)], SIX)
    store.keep_briefing(briefing(TUESDAY, brief("y")), [heard("d2", TUESDAY)], SIX + timedelta(days=1))
    later = briefing(MONDAY, brief("z"), title="Again", usage=Usage(cached_calls=1))
    store.keep_briefing(later, [heard("d3", MONDAY)], SIX + timedelta(hours=1))
    assert store.briefing(MONDAY) == later
    assert store.briefing(TUESDAY) == briefing(TUESDAY, brief("y"))
    assert [(entry.id, entry.sightings[0].date) for entry in store.entries()] == [
        ("d2", TUESDAY),
        ("d3", MONDAY),
    ]
    assert store.last_made(TUESDAY) == SIX + timedelta(hours=1)
    assert store.spent(MONDAY).calls == 2


def test_days_are_listed_newest_first(store: Store) -> None:
    """Whatever the order in which they were made."""
    for date in (TUESDAY, MONDAY, WEDNESDAY):
        store.keep_briefing(briefing(date), [], SIX)
    assert store.briefing_dates() == [WEDNESDAY, TUESDAY, MONDAY]


def test_when_an_earlier_briefing_was_made(store: Store) -> None:
    """That of the newest earlier day counts, in UTC, whatever zone it was given in."""
    assert store.last_made(WEDNESDAY) is None
    berlin = timezone(timedelta(hours=1))
    store.keep_briefing(briefing(TUESDAY), [], datetime(2026, 11, 3, 6, tzinfo=berlin))
    store.keep_briefing(briefing(MONDAY), [], SIX + timedelta(days=5))
    assert store.last_made(WEDNESDAY) == datetime(2026, 11, 3, 5, tzinfo=UTC)
    made = store.last_made(TUESDAY)
    assert made == SIX + timedelta(days=5)
    assert made.utcoffset() == timedelta(0)
    assert store.last_made(MONDAY) is None


def test_what_was_briefed_on_an_earlier_day_is_known(store: Store) -> None:
    """By the article's own URL and by those of its outlets, but not on the same day."""
    store.keep_briefing(briefing(MONDAY, brief(url="https://a.example/")), [], SIX)
    assert store.was_briefed("https://a.example/", TUESDAY)
    assert store.was_briefed("https://a.example//copy", TUESDAY)
    assert not store.was_briefed("https://a.example/", MONDAY)
    assert not store.was_briefed("https://b.example/", TUESDAY)


@one_store
@given(ANY_TEXT)
@example("\0\ud83d\ude00\x1b")
def test_any_text_may_be_in_a_briefing(store: Store, text: str) -> None:
    """Article texts, titles, names and URLs come from anywhere."""
    kept = briefing(MONDAY, brief(text, url=text, text=text), title=text)
    entries = [heard(text, MONDAY, text=text)]
    store.keep_briefing(kept, entries, SIX)
    assert store.briefing(MONDAY) == kept
    assert store.entries() == entries
    assert store.was_briefed(text, TUESDAY) == bool(text)
    store.record_post(post().model_copy(update={"payload": text, "note": text, "channel": text}))
    assert store.posts(text, MONDAY)[0].payload == text


# The ledger


def test_entries_collect_their_sightings_by_day(store: Store) -> None:
    """An entry's sightings are those of all days, its other fields those that were kept last."""
    store.keep_briefing(briefing(TUESDAY), [heard("d1", TUESDAY, text="new words")], SIX)
    store.keep_briefing(briefing(MONDAY), [heard("d2", MONDAY), heard("d1", MONDAY)], SIX)
    first, second = store.entries()
    assert (first.id, first.text, second) == ("d1", "talks", heard("d2", MONDAY))
    assert [(sighting.date, sighting.text) for sighting in first.sightings] == [
        (MONDAY, "talks 2"),
        (MONDAY, "talks 1"),
        (TUESDAY, "new words 2"),
        (TUESDAY, "new words 1"),
    ]


def test_entries_are_ordered_by_code_point(store: Store) -> None:
    """Whatever the locale of the server is."""
    names = ["a", "B", "é", "_", "Z", "0"]
    store.keep_briefing(briefing(), [heard(name, MONDAY) for name in names], SIX)
    assert [entry.id for entry in store.entries()] == sorted(names)


def test_sightings_of_another_day_are_refused(store: Store) -> None:
    """They would be lost or counted twice when that day is made again."""
    with pytest.raises(ValueError, match="other days"):
        store.keep_briefing(briefing(MONDAY), [heard("d1", TUESDAY)], SIX)


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    """Which moment it means would be a guess."""
    with pytest.raises(ValueError, match="time zone"):
        store.keep_briefing(briefing(MONDAY), [], SIX.replace(tzinfo=None))


# Posts


def test_posts_are_in_the_order_first_recorded(store: Store) -> None:
    """Recording a post again changes it in its place."""
    store.record_post(post(2))
    store.record_post(post(1))
    store.record_post(post(1, revision="r0"))
    store.record_post(post(1, date=TUESDAY))
    sent = post(2).model_copy(update={"state": "sent", "note": "ok", "payload": '{"text": "\0"}'})
    store.record_post(sent)
    assert store.posts("c", MONDAY) == [sent, post(1), post(1, revision="r0")]
    assert store.posts("other", MONDAY) == []


# Spending and forgetting


def test_spending_is_that_of_all_runs_since_a_day(store: Store) -> None:
    """Also of two runs of one day, but of each run once."""
    for at in (SIX, SIX, SIX + timedelta(hours=1)):
        store.keep_briefing(briefing(MONDAY), [], at)
    store.keep_briefing(briefing(TUESDAY, usage=Usage(calls=1, cost_usd=0.5)), [], SIX)
    assert store.spent(MONDAY) == COST + COST + Usage(calls=1, cost_usd=0.5)
    assert store.spent(TUESDAY) == Usage(calls=1, cost_usd=0.5)
    assert store.spent(WEDNESDAY) == Usage()


def test_spending_is_unknown_where_a_price_was(store: Store) -> None:
    """An unknown price does not count as nothing."""
    store.keep_briefing(briefing(MONDAY), [], SIX)
    store.keep_briefing(briefing(TUESDAY, usage=Usage(calls=1)), [], SIX)
    assert store.spent(MONDAY).cost_usd is None


def test_pruning_forgets_earlier_days(store: Store) -> None:
    """The day itself stays, and so does an entry that was heard since."""
    for date in (MONDAY, TUESDAY):
        url = f"https://{date}.example/"
        store.keep_briefing(briefing(date, brief(url=url)), [heard("d", date), heard(date, date)], SIX)
        store.record_post(post(date=date))
    assert store.prune(TUESDAY) == 1
    assert store.briefing_dates() == [TUESDAY]
    assert store.entries() == [heard(TUESDAY, TUESDAY), heard("d", TUESDAY)]
    assert not store.was_briefed(f"https://{MONDAY}.example/", WEDNESDAY)
    assert store.was_briefed(f"https://{TUESDAY}.example/copy", WEDNESDAY) is False
    assert store.was_briefed(f"https://{TUESDAY}.example//copy", WEDNESDAY)
    assert (store.posts("c", MONDAY), len(store.posts("c", TUESDAY))) == ([], 1)
    assert store.spent(MONDAY) == COST
    assert store.prune(TUESDAY) == 0


def test_pruning_keeps_what_was_used_since(store: Store, store_url: str) -> None:
    """A response or page that was read again is as good as new."""
    for key in ("old", "used"):
        keep(store, key, {}, COST)
        store.keep_page(KnownPage(key, key, b""))
    with Store.open(store_url, today=WEDNESDAY) as later:
        recall(later, "used")
        later.page("used")
        later.prune(TUESDAY)
        assert (recall(later, "old"), later.page("old")) == (None, None)
        assert recall(later, "used")
        assert later.page("used")


def test_a_clock_that_went_back_forgets_nothing(store: Store, store_url: str) -> None:
    """A use on an earlier day does not make a response older."""
    keep(store, "k", {}, COST)
    with Store.open(store_url, today="1970-01-01") as earlier:
        recall(earlier, "k")
        earlier.prune(MONDAY)
        assert recall(earlier, "k")


def test_a_store_shows_no_secret(store: Store, store_url: str) -> None:
    """Its name in messages is the file, or the URL without its password."""
    shown = f"{store.url} {store!r}"
    assert store.url == store_url if "://" not in store_url else "desk:***@127.0.0.1" in shown
    assert "n0" not in shown
