"""From the sources that a user names to articles: files, folders, pages, and the news of feeds.

One task of the executor reads one file, or the pages of one host one after the other. Only the calling
thread speaks to the memory: it gives each task what is known, and keeps what the task brings back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from summarizer import sources, visiting
from summarizer.decoding import shown
from summarizer.errors import SourceError
from summarizer.feeds import Entry, Feed
from summarizer.pages import KnownPage, comparable, host_of, without_secrets
from summarizer.reach import Reach
from summarizer.schema import Article, Failure
from summarizer.visiting import Errand, Found

__all__ = ["LATE", "Memory", "Reach", "Reading", "Window", "read"]

LATE = timedelta(hours=12)
"""How long before the last briefing an entry may be dated and still be taken for new, if it was in none:
some outlets date an article when they begin to write it, and some feeds carry local time as UTC."""


@dataclass(frozen=True)
class Window:
    """Which entries of feeds are read.

    Args:
        since: when the last briefing was made, with a time zone; None for all entries.
        until: what is dated later is left for a later briefing; None for nothing.
        again: addresses that are read whatever their dates, as those that failed the last time.
    """

    since: datetime | None = None
    until: datetime | None = None
    again: frozenset[str] = frozenset()


AS_USUAL = Reach()
ALL = Window()
OnProgress = Callable[[int, int], None]


class Memory(Protocol):
    """What is known from earlier runs. All calls are made from the calling thread."""

    def page(self, url: str) -> KnownPage | None:
        """The page at an address as it was kept last."""
        ...

    def keep_page(self, page: KnownPage) -> None:
        """Keep a page under its ``url``."""
        ...

    def was_briefed(self, url: str) -> bool:
        """Whether an article of this address is in an earlier day's briefing."""
        ...


@dataclass(frozen=True)
class Reading:
    """What the named sources gave.

    Args:
        articles: in the order of their sources, those of a feed in the feed's order.
        failures: one for each source, page or feed that gave none.
        notices: what a reader of the articles should know: a feed that was read in part only, or whose
            own text stands in for its pages. One line each.
    """

    articles: tuple[Article, ...]
    failures: tuple[Failure, ...]
    notices: tuple[str, ...] = ()


def read(
    named: Sequence[str],
    executor: Executor,
    reach: Reach = AS_USUAL,
    memory: Memory | None = None,
    window: Window = ALL,
    on_progress: OnProgress | None = None,
) -> Reading:
    """Read all articles that the named sources hold; what gives none is listed, and stops nothing.

    An entry of a feed is read if it is dated in the window, or not at all, and was in no earlier
    briefing; with a memory, those dated up to LATE before it are as well. An entry dated in the future
    is new until it was in a briefing. No address is read twice.

    Args:
        named: files, folders, pages, feeds, ``-`` for standard input.
        executor: does the work.
        reach: how far reading may go.
        memory: what is known from earlier runs; None for nothing.
        window: which entries of feeds are read.
        on_progress: is told the number of addresses and files that are done, and of those that are known.
    """
    session = _Session(executor, reach, memory, window, on_progress)
    places = list(_places(named))
    found = session.all_of(places)
    # What the user names is read as named; what feeds name comes second.
    for place in places:
        session.seen.add(comparable(place) if isinstance(place, str) else "")
    for item in found:
        if isinstance(item.outcome, Article) and item.outcome.url:
            session.seen.add(comparable(item.outcome.url))
    return session.with_news(found)


def _places(named: Iterable[str]) -> Iterator[str | Failure]:
    """The files and addresses behind the names, each once, and the folders that have none."""
    seen = set()
    for source in named:
        try:
            places = sources.expand(source)
        except SourceError as error:
            yield Failure(source=error.source, error=error.problem)
            continue
        for place in places:
            key = comparable(place) if sources.is_address(place) else place
            if key not in seen:
                seen.add(key)
                yield place


@dataclass
class _Session:
    """One run of :func:`read`."""

    executor: Executor
    reach: Reach
    memory: Memory | None
    window: Window
    on_progress: OnProgress | None
    seen: set[str] = field(default_factory=set)
    done: int = 0
    total: int = 0

    def all_of(self, places: Sequence[str | Failure]) -> list[Found]:
        """What is at each of the places, in their order."""
        errands: dict[int, Errand] = {}
        files: dict[int, str] = {}
        found: dict[int, Found] = {}
        for number, place in enumerate(places):
            if isinstance(place, Failure):
                found[number] = Found(place)
            elif sources.is_address(place):
                errands[number] = self._errand(place)
            else:
                files[number] = place
        found |= self._done(errands, files)
        return [found[number] for number in range(len(places))]

    def with_news(self, found: Sequence[Found]) -> Reading:
        """The articles found, those behind the feeds' new entries among them, and what was not found."""
        notices: list[str] = []
        errands: dict[int, list[Errand]] = {}
        for number, item in enumerate(found):
            if isinstance(item.outcome, Feed):
                errands[number] = self._news(item.outcome, notices)
        single = dict(enumerate(errand for several in errands.values() for errand in several))
        read = iter(sorted(self._done(single, {}).items()))
        articles: list[Article] = []
        failures: list[Failure] = []
        for number, item in enumerate(found):
            brought = [(errand, next(read)[1]) for errand in errands.get(number, ())]
            outcomes = [item.outcome, *(one.outcome for one in self._kept(brought))]
            articles += [outcome for outcome in outcomes if isinstance(outcome, Article)]
            failures += [outcome for outcome in outcomes if isinstance(outcome, Failure)]
            if isinstance(item.outcome, Feed):
                notices += _fallbacks(item.outcome, [one for _, one in brought])
                if not item.outcome.entries:
                    failures.append(_empty(item.outcome))
        return Reading(tuple(articles), tuple(failures), tuple(notices))

    def _errand(self, url: str) -> Errand:
        known = self.memory.page(without_secrets(url)) if self.memory and host_of(url) else None
        return Errand(url, known)

    def _done(self, errands: Mapping[int, Errand], files: Mapping[int, str]) -> dict[int, Found]:
        """What all errands and files gave, by their numbers; the executor has one task for each host."""
        hosts: dict[str, list[int]] = {}
        for number, errand in errands.items():
            hosts.setdefault(host_of(errand.url), []).append(number)
        self._report(total=len(errands) + len(files))
        tasks: dict[Future[list[Found]], list[int]] = {}
        for numbers in hosts.values():
            several = tuple(errands[number] for number in numbers)
            tasks[self.executor.submit(visiting.visit, several, self.reach)] = numbers
        found: dict[int, Found] = {}
        for number, file in files.items():
            if file == "-":  # of this process, which the executor's may not be
                found |= zip([number], visiting.load(file), strict=True)
                self._report(done=1)
            else:
                tasks[self.executor.submit(visiting.load, file)] = [number]
        for task in as_completed(tasks):
            found |= zip(tasks[task], map(self._remembered, task.result()), strict=True)
            self._report(done=len(tasks.pop(task)))
        return found

    def _remembered(self, found: Found) -> Found:
        """What was found, with its page put into the memory."""
        if found.page is not None and self.memory is not None:
            self.memory.keep_page(found.page)
        return replace(found, page=None)

    def _report(self, done: int = 0, total: int = 0) -> None:
        self.done += done
        self.total += total
        if self.on_progress and (done or total):
            self.on_progress(self.done, self.total)

    def _news(self, feed: Feed, notices: list[str]) -> list[Errand]:
        """The errands that a feed's new entries are, the newest if there are too many."""
        if feed.damage:
            notices.append(f"{shown(feed.title)}: damaged ({feed.damage}); what could be read of it was")
        new = [entry for entry in feed.entries if self._is_new(entry)]
        if len(new) > self.reach.max_entries:
            most = self.reach.max_entries
            notices.append(
                f"{shown(feed.title)}: {len(new)} new entries, of which the newest {most} were read"
            )
            # Entries without a date keep their place at the top, where feeds put the newest.
            order = sorted(new, key=lambda entry: -(entry.published.timestamp() if entry.published else 1e12))
            taken = {id(entry) for entry in order[:most]}
            new = [entry for entry in new if id(entry) in taken]
        self.seen.update(comparable(entry.url) for entry in new if entry.url)
        return [replace(self._errand(entry.url), entry=entry, outlet=feed.title) for entry in new]

    def _is_new(self, entry: Entry) -> bool:
        window, is_again = self.window, entry.url and without_secrets(entry.url) in self.window.again
        if entry.published is not None and not is_again:
            late = LATE if self.memory is not None else timedelta(0)
            if window.since is not None and entry.published <= window.since - late:
                return False
            if window.until is not None and entry.published > window.until:
                return False
        if entry.url and comparable(entry.url) in self.seen:
            return False
        return not (self.memory and entry.url and self.memory.was_briefed(entry.url))

    def _kept(self, brought: Iterable[tuple[Errand, Found]]) -> Iterator[Found]:
        """What is no repetition, now that redirects have told the articles' own addresses.

        An entry that is dated after the last briefing stays: a site that gives all its pages one
        address would be silenced for good.
        """
        for errand, found in brought:
            date = errand.entry.published if errand.entry else None
            since = self.window.since
            certain = since is not None and date is not None and date > since
            url = found.outcome.url if isinstance(found.outcome, Article) else None
            if certain or not url or not self.memory or not self.memory.was_briefed(url):
                yield found


def _empty(feed: Feed) -> Failure:
    return Failure(source=feed.url, error="a feed without entries: check its address")


def _fallbacks(feed: Feed, brought: Sequence[Found]) -> Iterator[str]:
    reasons = [found.fallback for found in brought if found.fallback]
    if reasons:
        count = f"{len(reasons)} of {len(brought)} articles"
        why = f"since their pages could not be read ({reasons[0]})"
        yield f"{shown(feed.title)}: {count} are the feed's own text, {why}"
