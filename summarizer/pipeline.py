"""The path of a day: named sources -> articles -> stories -> briefs -> one briefing -> the ledger."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from summarizer import duplicates, reading
from summarizer.decoding import shown
from summarizer.drafting import Desk, draft, is_failed, undrafted
from summarizer.errors import StoreError
from summarizer.hands import Hands
from summarizer.ledger import Ledger
from summarizer.pages import KnownPage
from summarizer.reading import Window
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Entry,
    Failure,
    Usage,
)


class Combine(Protocol):
    """Makes one briefing of many briefs."""

    def __call__(self, briefs: Sequence[Brief], date: str, failed: Sequence[Failure]) -> Briefing:
        """The briefing of a day (ISO 8601), with the sources that failed."""
        ...

    def finish(self, compared: Briefing) -> Briefing:
        """The briefing, once the past of its lines is known."""
        ...


FIRST_DAY = datetime.timedelta(hours=24)
"""How far back the entries of a feed are taken up where there is no earlier briefing."""


class Memory(Protocol):
    """What a day needs of the store."""

    def page(self, url: str) -> KnownPage | None:
        """The page at an address as it was fetched last."""
        ...

    def keep_page(self, page: KnownPage) -> None:
        """Remember a page."""
        ...

    def was_briefed(self, url: str, before: str) -> bool:
        """Whether an article of this address is in the briefing of an earlier day."""
        ...

    def last_made(self, before: str) -> datetime.datetime | None:
        """When the newest briefing of an earlier day was last made."""
        ...

    def briefing(self, date: str) -> Briefing | None:
        """The briefing of a day."""
        ...

    def briefing_dates(self) -> list[str]:
        """Days that have a briefing, newest first."""
        ...

    def failed(self, date: str) -> tuple[str, ...]:
        """The sources that the briefing of a day lists as failed."""
        ...

    def entries(self) -> list[Entry]:
        """The ledger, with all sightings."""
        ...

    def keep_briefing(self, briefing: Briefing, heard: Sequence[Entry], at: datetime.datetime) -> None:
        """Replace the day's briefing and what was heard in it."""
        ...

    def prune(self, before: str) -> int:
        """Forget what belongs to days before this one."""
        ...


@dataclass(frozen=True)
class Day:
    """Which day's briefing is made, when, and from when on.

    Args:
        date: the briefing's day.
        now: the time at which it is made, with a time zone.
        since: entries of feeds are taken up from then on; None for since the last earlier briefing, or
            24 hours where there is none.
        remember: how many earlier briefings a line can be missed from.
        retention: days after which everything is forgotten.
    """

    date: datetime.date
    now: datetime.datetime
    since: datetime.datetime | None = None
    remember: int = 7
    retention: int = 365

    @property
    def iso(self) -> str:
        """The day as ISO 8601."""
        return self.date.isoformat()

    @property
    def moment(self) -> datetime.datetime:
        """Now, or the end of the day if that is past: a briefing of an earlier day knows nothing later."""
        end = datetime.datetime.combine(self.date, datetime.time.max, self.now.tzinfo)
        return min(self.now, end)


@dataclass(frozen=True)
class Gathered:
    """What a day's briefing is made from.

    Args:
        articles: to be drafted; each story once.
        kept: briefs of this day's earlier run that still stand.
        failures: sources that gave nothing.
        notices: what a reader should know of the sources.
    """

    articles: tuple[Article, ...]
    kept: tuple[Brief, ...]
    failures: tuple[Failure, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class _Past:
    """What the store knows of a day and of those before it, read before anything is spent."""

    last: datetime.datetime | None = None
    days: tuple[str, ...] = ()
    latest: str = ""
    failed: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    today: Briefing | None = None

    @classmethod
    def of(cls, day: Day, memory: Memory | None) -> _Past:
        """All that is remembered; nothing without a memory."""
        if memory is None:
            return cls()
        known = memory.briefing_dates()
        days = [date for date in known if date < day.iso]
        return cls(
            memory.last_made(day.iso),
            tuple(days),
            known[0] if known else "",
            memory.failed(days[0]) if days else (),
            tuple(memory.entries()),
            memory.briefing(day.iso),
        )


def briefing(
    named: Sequence[str], day: Day, desk: Desk, combine: Combine, hands: Hands, memory: Memory | None
) -> Briefing:
    """The briefing of a day, held against earlier ones and remembered for later ones."""
    past = _Past.of(day, memory)
    gathered = _gathered(named, day, hands, memory, past)
    drafted = draft(gathered.articles, desk, hands.executor, hands.progress("Drafting"))
    good = [*(brief for brief in drafted if not is_failed(brief)), *gathered.kept]
    failed = (*gathered.failures, *(undrafted(brief) for brief in drafted if is_failed(brief)))
    made = combine(good, day.iso, failed)
    doubts = [*gathered.notices, *_doubts(named, day, past)]
    if desk.calls.forgot:
        doubts.append(f"responses of the model are not remembered: {desk.calls.forgot}")
    made = made.model_copy(
        update={"sources": tuple(map(shown, named)), "warnings": (*made.warnings, *doubts)}
    )
    return _remembered(made, day, past, memory, combine) if memory else made


def gather(named: Sequence[str], day: Day, hands: Hands, memory: Memory | None) -> Gathered:
    """What the sources hold for a day's briefing."""
    return _gathered(named, day, hands, memory, _Past.of(day, memory))


def _gathered(named: Sequence[str], day: Day, hands: Hands, memory: Memory | None, past: _Past) -> Gathered:
    window = Window(
        since=day.since or _since(day, past),
        until=day.moment if day.moment < day.now else None,
        again=frozenset(past.failed),
    )
    seen = _Earlier(memory, day.iso) if memory else None
    read = reading.read(named, hands.executor, hands.reach, seen, window, hands.progress("Reading"))
    kept = _kept(past.today, named, read.articles)
    # A story that the morning had from one outlet is the same story when another carries it at noon.
    stories = duplicates.stories([*read.articles, *(brief.article for brief in kept.values())])
    return Gathered(
        tuple(story for story in stories if story.id not in kept),
        tuple(kept[story.id].model_copy(update={"article": story}) for story in stories if story.id in kept),
        read.failures,
        read.notices,
    )


def _since(day: Day, past: _Past) -> datetime.datetime:
    """When the last briefing was made; a day before this one's if there is none, or the clock is wrong."""
    return past.last if past.last and past.last <= day.now else day.moment - FIRST_DAY


def _doubts(named: Sequence[str], day: Day, past: _Past) -> Iterator[str]:
    """What is strange about this run: the clock, or a briefing of other sources that it replaces."""
    if past.last and past.last > day.now:
        times = (
            f"{day.now:%Y-%m-%d %H:%M} UTC, but the last briefing was made at {past.last:%Y-%m-%d %H:%M} UTC"
        )
        yield f"the clock says {times}: check the clock"
    elif past.latest > day.iso and day.date == day.now.date():
        yield f"the clock says {day.iso}, but there is a briefing of {past.latest}: check the clock"
    earlier = past.today.sources if past.today else None
    if earlier and earlier != tuple(map(shown, named)):
        what = f"{earlier[0]}{f' and {len(earlier) - 1} more' if len(earlier) > 1 else ''}"
        yield f"this replaces the day's earlier briefing, which was made from other sources ({what})"


@dataclass(frozen=True)
class _Earlier:
    """The store as reading sees it: what earlier days' briefings had."""

    memory: Memory
    date: str

    def page(self, url: str) -> KnownPage | None:
        return self.memory.page(url)

    def keep_page(self, page: KnownPage) -> None:
        # A page can be fetched again. If the store cannot be written at all, keeping the briefing says so.
        with contextlib.suppress(StoreError):
            self.memory.keep_page(page)

    def was_briefed(self, url: str) -> bool:
        return self.memory.was_briefed(url, self.date)


def _kept(earlier: Briefing | None, named: Sequence[str], read: Sequence[Article]) -> dict[str, Brief]:
    """Briefs of this day's earlier run, by article, that came from the web and were not met again.

    A feed drops its old entries, and a site may be down: neither takes back what was reported. Other
    sources than then make another briefing.
    """
    if earlier is None or earlier.sources != tuple(map(shown, named)):
        return {}
    ids = {article.id for article in read}
    urls = {url for article in read for url in (article.url, *(o.url for o in article.outlets)) if url}
    return {
        brief.article.id: brief.model_copy(update={"article": brief.article.with_text(), "usage": Usage()})
        for brief in earlier.articles
        if brief.article.url and brief.article.id not in ids and brief.article.url not in urls
    }


def _remembered(made: Briefing, day: Day, past: _Past, memory: Memory, combine: Combine) -> Briefing:
    """The briefing with its history, once in the store; one that is nothing but failures is not kept."""
    ledger = Ledger(past.entries, past.days[: day.remember])
    compared = combine.finish(ledger.compare(made))
    if made.failed and not made.articles:
        return compared
    try:
        memory.keep_briefing(compared, ledger.heard(compared), day.now)
        if past.days:
            # Not from today: a clock that is a year ahead must not empty the store at once.
            last = datetime.date.fromisoformat(past.days[0])
            if last.toordinal() > day.retention:
                memory.prune((last - datetime.timedelta(days=day.retention)).isoformat())
    except StoreError as error:
        # The work is done and may have cost money, so it is shown all the same.
        doubt = f"not remembered, so the next briefing will not know it: {error}"
        return compared.model_copy(update={"warnings": (*compared.warnings, doubt)})
    return compared
