"""The path of a day: named sources -> articles -> stories -> briefs -> one briefing -> the ledger."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from summarizer import duplicates, reading
from summarizer.decoding import shown
from summarizer.drafting import Desk, OnProgress, draft, is_failed, undrafted
from summarizer.errors import StoreError
from summarizer.ledger import Ledger
from summarizer.pages import KnownPage
from summarizer.reach import Reach
from summarizer.reading import Reading
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Entry,
    Failure,
    Usage,
)

OnStage = Callable[[str, int, int], None]
"""Called with the stage's name, the number of finished pieces of work and the number of all."""
Combine = Callable[[Sequence[Brief], str, Sequence[Failure]], Briefing]
"""Makes one briefing of briefs, for a day (ISO 8601), with the sources that failed."""

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

    def briefing_dates(self, before: str | None = None) -> list[str]:
        """Days that have a briefing, newest first."""
        ...

    def entries(self, before: str | None = None) -> list[Entry]:
        """The ledger, with its sightings of earlier days."""
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


@dataclass(frozen=True)
class Hands:
    """What work is done with: an executor, how far it may reach, and who is told of progress."""

    executor: Executor
    reach: Reach = field(default_factory=Reach)
    on_stage: OnStage | None = None

    def progress(self, stage: str) -> OnProgress | None:
        """What one stage reports its progress to."""
        return partial(self.on_stage, stage) if self.on_stage else None


def briefs(named: Sequence[str], desk: Desk, hands: Hands) -> tuple[list[Brief], tuple[Failure, ...]]:
    """A brief of every article that the sources hold, and the sources that gave none."""
    read = reading.read(named, hands.executor, hands.reach, on_progress=hands.progress("Reading"))
    return draft(read.articles, desk, hands.executor, hands.progress("Drafting")), read.failures


def briefing(
    named: Sequence[str], day: Day, desk: Desk, combine: Combine, hands: Hands, memory: Memory | None
) -> Briefing:
    """The briefing of a day, held against earlier ones and remembered for later ones."""
    earlier = memory.briefing(day.iso) if memory else None
    read = stories(named, day, hands, memory)
    drafted = draft(read.articles, desk, hands.executor, hands.progress("Drafting"))
    good = [brief for brief in drafted if not is_failed(brief)]
    good += _kept(earlier, named, read.articles)
    failed = (*read.failures, *(undrafted(brief) for brief in drafted if is_failed(brief)))
    made = combine(good, day.iso, failed)
    doubts = [*read.notices, *_doubts(day, memory)]
    if desk.calls.forgot:
        doubts.append(f"responses of the model are not remembered: {desk.calls.forgot}")
    made = made.model_copy(
        update={"sources": tuple(map(shown, named)), "warnings": (*made.warnings, *doubts)}
    )
    return _remembered(made, day, memory) if memory else made


def stories(named: Sequence[str], day: Day, hands: Hands, memory: Memory | None) -> Reading:
    """What the sources hold for a day's briefing, each story once with all its outlets."""
    last = memory.last_made(day.iso) if memory else None
    if last is None or last > day.now:
        last = day.now - FIRST_DAY
    earlier = _Earlier(memory, day.iso) if memory else None
    progress = hands.progress("Reading")
    read = reading.read(named, hands.executor, hands.reach, earlier, day.since or last, progress)
    return replace(read, articles=tuple(duplicates.stories(read.articles)))


def _doubts(day: Day, memory: Memory | None) -> list[str]:
    """What is to be said about the clock: by it, the last briefing is yet to be made."""
    last = memory.last_made(day.iso) if memory else None
    if last is None or last <= day.now:
        return []
    times = f"{day.now:%Y-%m-%d %H:%M} UTC, but the last briefing was made at {last:%Y-%m-%d %H:%M} UTC"
    return [f"the clock says {times}: check the clock"]


@dataclass(frozen=True)
class _Earlier:
    """The store as reading sees it: what earlier days' briefings had."""

    memory: Memory
    date: str

    def page(self, url: str) -> KnownPage | None:
        return self.memory.page(url)

    def keep_page(self, page: KnownPage) -> None:
        self.memory.keep_page(page)

    def was_briefed(self, url: str) -> bool:
        return self.memory.was_briefed(url, self.date)


def _kept(earlier: Briefing | None, named: Sequence[str], read: Sequence[Article]) -> list[Brief]:
    """Briefs of this day's earlier run whose articles came from the web and were not met again.

    A feed drops its old entries, and a site may be down: neither takes back what was reported. Other
    sources than then make another briefing.
    """
    if earlier is None or earlier.sources != tuple(map(shown, named)):
        return []
    ids = {article.id for article in read}
    urls = {url for article in read for url in (article.url, *(o.url for o in article.outlets)) if url}
    return [
        brief.model_copy(update={"article": _with_text(brief.article), "usage": Usage()})
        for brief in earlier.articles
        if brief.article.url and brief.article.id not in ids and brief.article.url not in urls
    ]


def _with_text(article: Article) -> Article:
    """The article with its text as far as it is in its sentences, each in its place."""
    text = ""
    for sentence in article.sentences:
        text = text.ljust(sentence.start) + sentence.text
    return article.model_copy(update={"text": text})


def _remembered(made: Briefing, day: Day, memory: Memory) -> Briefing:
    """The briefing with its history, once in the store; one that is nothing but failures is not kept."""
    days = memory.briefing_dates(day.iso)
    ledger = Ledger(memory.entries(day.iso), days[: day.remember])
    compared = ledger.compare(made)
    if made.failed and not made.articles:
        return compared
    try:
        memory.keep_briefing(compared, ledger.heard(compared), day.now)
        if days:
            # Not from today: a clock that is a year ahead must not empty the store at once.
            last = datetime.date.fromisoformat(days[0])
            memory.prune((last - datetime.timedelta(days=day.retention)).isoformat())
    except StoreError as error:
        # The work is done and may have cost money, so it is shown all the same.
        doubt = f"not remembered, so the next briefing will not know it: {error}"
        return compared.model_copy(update={"warnings": (*compared.warnings, doubt)})
    return compared
