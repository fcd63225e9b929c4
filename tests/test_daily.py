"""A desk's mornings: feeds and folders, day after day, with what is new, repeated and no longer heard."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from summarizer import pipeline, reading, wiring
from summarizer.errors import StoreError
from summarizer.estimate import estimate
from summarizer.hands import Hands
from summarizer.parties import Parties
from summarizer.pipeline import Day
from summarizer.schema import Briefing, Usage
from summarizer.settings import Prices, Settings
from summarizer.store import Store
from summarizer.tokens import counter
from summarizer.wiring import Run
from tests import stub_openai as stub
from tests import stub_web
from tests.mornings import FILLERS, RELEASE, TOLL, WITHDRAW, add, model, publish
from tests.stub_web import LOCAL, Site, item, rss

MORNING = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment must not stand between the tests and loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own."""
    with Store.open(str(tmp_path / "summarizer.db")) as opened:
        yield opened


@dataclass
class Desk:
    """Makes a day's briefing, as the command does."""

    store: Store | None
    settings: Settings

    def briefing(self, days: int, *named: str, hours: int = 0) -> Briefing:
        """The briefing of so many days after the first morning, so many hours after six."""
        now = MORNING + timedelta(days=days, hours=hours)
        how = Run(store=self.store)
        desk = wiring.desk(self.settings, how, falls_back=True)
        combine = wiring.combine(self.settings, how, desk)
        with ThreadPoolExecutor(4) as executor:
            hands = Hands(executor, replace(LOCAL, allow_hosts=("127.0.0.1", "localhost")))
            return pipeline.briefing(named, Day(now.date(), now), desk, combine, hands, self.store)


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk with the offline engine."""
    return Desk(store, Settings(engine="offline"))


def statuses(briefing: Briefing) -> dict[str, str]:
    """The status of each demand, by its party."""
    return {demand.party: demand.status for demand in briefing.demands}


def dated(link: str, at: datetime) -> str:
    """An entry of a feed, published at a time."""
    return item(link, "Talks", format_datetime(at))


def test_two_mornings_with_feeds_and_a_folder(site: Site, desk: Desk, tmp_path: Path) -> None:
    """One feed is gone, one slow, one malformed; statuses are right and the failure is listed."""
    folder = tmp_path / "news"
    add(folder, "first.txt", WITHDRAW)
    first = publish(site, "/release", RELEASE, 1)
    slow = rss(dated(first, MORNING - timedelta(hours=3)))

    def drip(answer: Any) -> None:
        time.sleep(0.3)
        answer.send_response(200)
        answer.send_header("Content-Type", "application/rss+xml")
        answer.end_headers()
        answer.wfile.write(slow)

    site.pages["/slow"] = drip
    site.add("/malformed", rss(dated(publish(site, "/toll", TOLL, 2), MORNING - timedelta(hours=2)))[:-20])
    gone_feed = site.at("localhost", "/gone")
    named = [str(folder), gone_feed, f"{site.url}/slow", f"{site.url}/malformed"]

    monday = desk.briefing(0, *named)
    assert statuses(monday) == {"Ruritania": "new", "Elbonia": "new", "Klopstockia": "new"}
    assert [failure.source for failure in monday.failed] == [gone_feed]
    assert "404" in monday.failed[0].error
    assert monday.previous is None

    slow = rss(
        dated(
            publish(site, "/again", RELEASE.replace("demanded", "again demanded"), 2),
            MORNING + timedelta(hours=9),
        ),
        dated(first, MORNING - timedelta(hours=3)),
    )
    tuesday = desk.briefing(1, *named)
    assert statuses(tuesday) == {
        "Ruritania": "repeated",
        "Elbonia": "repeated",
        "Klopstockia": "no longer heard",
    }
    assert tuesday.previous == "2026-11-20"
    assert {brief.article.url for brief in tuesday.articles} == {None, f"{site.url}/again"}
    (gone,) = [demand for demand in tuesday.demands if demand.party == "Klopstockia"]
    assert gone.last_heard[0].url == f"{site.url}/toll"
    assert gone.last_heard[0].quote == TOLL


def test_a_second_run_of_a_day_updates_the_same_briefing(site: Site, desk: Desk, store: Store) -> None:
    """What came in since is added; what the feed has dropped, or a site no longer gives, stays."""
    first = publish(site, "/release", RELEASE)
    site.add("/feed", rss(dated(first, MORNING - timedelta(hours=3))), "application/rss+xml")
    morning = desk.briefing(0, f"{site.url}/feed")
    site.add(
        "/feed",
        rss(dated(publish(site, "/toll", TOLL, 1), MORNING + timedelta(hours=2))),
        "application/rss+xml",
    )
    noon = desk.briefing(0, f"{site.url}/feed", hours=6)
    assert statuses(morning) == {"Elbonia": "new"}
    assert statuses(noon) == {"Elbonia": "new", "Klopstockia": "new"}
    assert store.briefing_dates() == ["2026-11-20"]
    (kept,) = [brief for brief in noon.articles if brief.article.url == first]
    assert all(kept.article.text[s.start : s.end] == s.text for s in kept.article.sentences)
    # A dead feed at night takes nothing back, and other sources make another briefing.
    site.pages.clear()
    assert statuses(desk.briefing(0, f"{site.url}/feed", hours=12)) == statuses(noon)
    assert desk.briefing(0, f"{site.url}/other", hours=13).articles == ()
    assert len(store.entries()) == 2


def test_a_briefing_of_nothing_but_failures_replaces_nothing(
    site: Site, desk: Desk, store: Store, tmp_path: Path
) -> None:
    """The good briefing of the morning stays in the store."""
    add(tmp_path / "news", "first.txt", WITHDRAW)
    desk.briefing(0, str(tmp_path / "news"))
    failed = desk.briefing(0, f"{site.url}/gone", hours=1)
    assert failed.failed
    kept = store.briefing("2026-11-20")
    assert kept
    assert statuses(kept) == {"Ruritania": "new"}


def test_one_story_in_two_outlets_is_one_source(site: Site, desk: Desk, tmp_path: Path) -> None:
    """It is analysed once, and shown with all its outlets."""
    urls = [publish(site, path, WITHDRAW) for path in ("/times", "/herald")]
    for url in urls:
        site.add(url.removeprefix(site.url), stub_web.page("Talks in Geneva", f"{WITHDRAW} {FILLERS[0]}"))
    briefing = desk.briefing(0, *urls)
    (brief,) = briefing.articles
    assert brief.article.url == urls[0]
    assert [outlet.url for outlet in brief.article.outlets] == urls[1:]
    assert [len(demand.evidence) for demand in briefing.demands] == [1]


def test_a_clock_that_went_backwards_is_doubted(desk: Desk, store: Store, tmp_path: Path) -> None:
    """The briefing is made all the same, and says what is strange."""
    add(tmp_path / "news", "first.txt", WITHDRAW)
    desk.briefing(5, str(tmp_path / "news"))
    now = MORNING + timedelta(days=3)
    how = Run(store=store)
    made = wiring.desk(desk.settings, how, falls_back=True)
    with ThreadPoolExecutor(1) as executor:
        day = Day(now.date() + timedelta(days=4), now)
        briefing = pipeline.briefing(
            [str(tmp_path / "news")],
            day,
            made,
            wiring.combine(desk.settings, how, made),
            Hands(executor),
            store,
        )
    assert briefing.articles
    assert briefing.warnings == (
        "the clock says 2026-11-23 06:00 UTC, but the last briefing was made at 2026-11-25 06:00 UTC: "
        "check the clock",
    )


def test_what_is_older_than_the_retention_is_forgotten(desk: Desk, store: Store, tmp_path: Path) -> None:
    """It is counted from the last briefing before, so that a clock that is a year ahead empties nothing."""
    folder = str(tmp_path / "news")
    add(tmp_path / "news", "first.txt", WITHDRAW)
    for days in (0, 100, 400):
        desk.briefing(days, folder)
        assert "2026-11-20" in store.briefing_dates()
    desk.briefing(401, folder)
    assert "2026-11-20" not in store.briefing_dates()


# -- with a model ----------------------------------------------------------------------------------------


@pytest.fixture
def news(tmp_path: Path) -> str:
    """A folder of three articles."""
    for n, demand in enumerate((WITHDRAW, RELEASE, TOLL)):
        add(tmp_path / "news", f"{n}.txt", demand, n)
    return str(tmp_path / "news")


def asking(server: stub.Stub, **settings: Any) -> Settings:
    """Settings that ask a stub."""
    prices = Prices(input=1000, output=1000)  # a tenth of a cent a token
    return Settings(model="m", base_url=server.base_url, context_tokens=4000, prices=prices, **settings)


def test_the_second_run_makes_no_call(store: Store, news: str) -> None:
    """All answers are remembered, those to the questions across articles as well."""
    with stub.serve(model) as server:
        desk = Desk(store, asking(server))
        first = desk.briefing(0, news)
        asked = len(server.requests)
        again = desk.briefing(0, news, hours=1)
        assert len(server.requests) == asked
    assert first.usage.calls == asked
    assert (again.usage.calls, again.usage.cached_calls, again.usage.input_tokens) == (0, asked, 0)
    assert again.demands == first.demands
    assert store.spent("2026-11-20").cost_usd == pytest.approx(first.usage.cost_usd)


def test_the_cap_leaves_a_whole_briefing(store: Store, news: str) -> None:
    """With half of what the day costs, the rest is drafted by rules, marked, and nobody is left out."""
    with stub.serve(model) as server:
        settings = asking(server)
        whole = Desk(None, settings).briefing(0, news)
        engine, price = wiring.engine(settings, Parties()), wiring.price(settings)
        most = [
            price.of(sum((task.request.most for task in engine.tasks(brief.article)), Usage())) or 0  # type: ignore[attr-defined]
            for brief in whole.articles
        ]
        # Room for the most that one article may cost, and for what one and a half do cost.
        cap = max(most) + 0.5
        capped = Desk(store, asking(server, max_cost=cap)).briefing(0, news)
    assert capped.usage.cost_usd
    assert capped.usage.cost_usd <= cap
    engines = [brief.engine.name for brief in capped.articles]
    assert set(engines) == {"offline", "openai"}
    assert any("the offline engine: the cost cap of" in warning for warning in capped.warnings)
    assert len(statuses(capped)) == 3


def full_length(request: dict[str, Any]) -> stub.Reply:
    """The model's answer, said to have cost as much as an estimate allows for."""
    reply = model(request)
    body = json.loads(reply.body)
    counted = counter("m").count_messages(request["messages"])
    body["usage"] = {"prompt_tokens": counted, "completion_tokens": request["max_tokens"]}
    return replace(reply, body=json.dumps(body).encode())


def test_half_of_the_estimate_buys_half_of_the_briefing(store: Store, tmp_path: Path) -> None:
    """Where every answer is as long as it may be, the cap holds, and about half is drafted by rules."""
    for n in range(12):
        add(
            tmp_path / "news", f"{n}.txt", WITHDRAW.replace("valley", f"valley of {'abcdefghijkl'[n]}"), n % 3
        )
    with stub.serve(full_length) as server:
        settings = asking(server)
        price = wiring.price(settings)
        read = reading.read([str(tmp_path / "news")], ThreadPoolExecutor(1))
        planned = estimate(read.articles, wiring.engine(settings, Parties()), None, price)
        whole = planned.cost(planned.most)
        assert whole
        capped = Desk(store, asking(server, max_cost=whole / 2)).briefing(0, str(tmp_path / "news"))
    assert capped.usage.cost_usd
    assert whole / 4 < capped.usage.cost_usd <= whole / 2
    engines = [brief.engine.name for brief in capped.articles]
    assert len(engines) == 12
    assert 3 <= engines.count("openai") <= 6


def test_a_store_that_fails_on_the_way_costs_no_briefing(store: Store, news: str) -> None:
    """The work is paid for and shown; the briefing says that it was not remembered."""

    @dataclass
    class Full:
        """A store on a disk that is full from now on."""

        whole: Store

        def __getattr__(self, name: str) -> Any:
            if name in ("keep_responses", "keep_briefing"):
                return self.refuse
            return getattr(self.whole, name)

        def refuse(self, *args: Any, **options: Any) -> None:
            raise StoreError("summarizer.db: no space left on the disk")

    with stub.serve(model) as server:
        briefing = Desk(Full(store), asking(server)).briefing(0, news)  # type: ignore[arg-type]
    assert len(briefing.articles) == 3
    assert [warning for warning in briefing.warnings if "remembered" in warning] == [
        "responses of the model are not remembered: summarizer.db: no space left on the disk",
        "not remembered, so the next briefing will not know it: summarizer.db: no space left on the disk",
    ]
