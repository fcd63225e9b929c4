"""What a post says, in which order, before it is laid out: a briefing as sections, groups and lines.

The order is an editor's on a phone: what is new, the day in short, what was heard before, who disagrees
on what, what is no longer heard, what is missing.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from summarizer.render.changes import heard
from summarizer.render.spending import drafted, spent
from summarizer.render.wording import clean, count, day
from summarizer.schema import (
    Article,
    Briefing,
    Citation,
    MergedDemand,
    MergedDisagreement,
    Outlet,
    Sighting,
    Status,
)
from summarizer.slack.escaping import address
from summarizer.slack.spans import BULLET, Line, Span, mrkdwn

T = TypeVar("T")
_FILE = re.compile(r"\.(txt|md|markdown|html?|text)$", re.IGNORECASE)
FILES, MISSING = "Articles from files", "Not in this briefing"


@dataclass(frozen=True)
class Group:
    """Lines under one heading, or without any."""

    lines: tuple[Line, ...]
    title: Line = ()


@dataclass(frozen=True)
class Section:
    """Groups under one heading; ``news`` is not set where it is about the run, not about the world."""

    title: str
    groups: tuple[Group, ...]
    news: bool = True


@dataclass(frozen=True)
class Content:
    """All that a post says."""

    title: str
    day: str
    facts: str
    sections: tuple[Section, ...]
    footer: str


Articles = Mapping[str, tuple[int, Article]]
"""Id -> number in the briefing, from 1, and the article."""


def of(briefing: Briefing) -> Content:
    """What is said of a briefing: every line of its digest, demands and disagreements, and what failed."""
    articles = {brief.article.id: (n, brief.article) for n, brief in enumerate(briefing.articles, 1)}
    sections = (*_news(briefing, articles), _files(articles), _missing(briefing))
    return Content(
        title=clean(briefing.title) or "Briefing",
        day=day(briefing.date),
        facts=" · ".join(_facts(briefing)),
        sections=tuple(section for section in sections if section.groups),
        footer=" ".join([*drafted(briefing.articles), *spent(briefing.usage)]),
    )


def is_empty(briefing: Briefing) -> bool:
    """Whether the day brought nothing: no digest, and no demand and no disagreement that was heard."""
    now = heard(briefing)
    return not (briefing.digest or now.demands or now.disagreements)


def revision(briefing: Briefing) -> str:
    """A hash of the news in a briefing: two with the same news need not both be posted.

    Usage, cost, warnings and failed sources are about the run, and do not count.
    """
    content = of(briefing)
    said = [content.title, briefing.date]
    for section in content.sections:
        if section.news:
            said += [section.title, *lines_of(section)]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def lines_of(section: Section) -> Iterator[str]:
    """The headings and lines of a section as Slack reads them."""
    for group in section.groups:
        yield mrkdwn(group.title)
        yield from map(mrkdwn, group.lines)


def _news(briefing: Briefing, articles: Articles) -> Iterator[Section]:
    """What is new, the day in short, and the rest; without an earlier briefing nothing is new or old."""
    digest = tuple(
        (Span(BULLET), Span(line.text), *_sources(line.evidence, articles)) for line in briefing.digest
    )
    in_short = Section("In short", (Group(digest),) if digest else ())
    lines = _Lines(briefing, articles)
    if briefing.previous is None:
        yield in_short
        yield Section("Demands", tuple(lines.demands("new", "repeated")))
        yield Section("Disagreements", tuple(lines.disagreements("new", "repeated")))
    else:
        nothing = Group(((Span("Nothing new."),),))
        yield Section(f"New since {_since(briefing)}", tuple(lines.both("new")) or (nothing,))
        yield in_short
        yield Section("Demands heard before", tuple(lines.demands("repeated")))
        yield Section("Disagreements that go on", tuple(lines.disagreements("repeated")))
    yield Section("No longer heard", tuple(lines.both("no longer heard")))


@dataclass(frozen=True)
class _Lines:
    """The lines of a briefing by their status."""

    briefing: Briefing
    articles: Articles

    @property
    def _today(self) -> str:
        return self.briefing.date if self.briefing.previous else ""

    def demands(self, *statuses: Status) -> Iterator[Group]:
        """Demands grouped by party."""
        chosen = [demand for demand in self.briefing.demands if demand.status in statuses]
        for party, own in _grouped(chosen, lambda demand: clean(demand.party)).items():
            lines = tuple(_demand(demand, self.articles, self._today) for demand in own)
            yield Group(lines, (Span(party, bold=True),))

    def disagreements(self, *statuses: Status) -> Iterator[Group]:
        """Each issue with its sides."""
        chosen = [item for item in self.briefing.disagreements if item.status in statuses]
        return (_disagreement(item, self.articles, self._today) for item in chosen)

    def both(self, status: Status) -> Iterator[Group]:
        """Demands, then disagreements, which say that they are some where a party's name could stand."""
        yield from self.demands(status)
        for group in self.disagreements(status):
            yield replace(group, title=(Span("In dispute: "), *group.title))


def _since(briefing: Briefing) -> str:
    """``yesterday`` where the last briefing is of the day before, else its date."""
    try:
        then, now = (date.fromisoformat(iso[:10]) for iso in (briefing.previous or "", briefing.date))
    except ValueError:
        return day(briefing.previous or "")
    return "yesterday" if now - then == timedelta(days=1) else day(then.isoformat(), briefing.date)


def _demand(demand: MergedDemand, articles: Articles, today: str) -> Line:
    """What is demanded, of whom, on which topic, since when, and who reports it."""
    known = (f"to {demand.addressee}" if demand.addressee else "", demand.topic or "")
    aside = _aside(*known, _past(demand, today))
    sources = _sources(demand.evidence, articles) or _last_heard(demand.last_heard)
    return (Span(BULLET), Span(demand.demand), *aside, *sources)


def _disagreement(item: MergedDisagreement, articles: Articles, today: str) -> Group:
    """The issue, and each side in a line."""
    aside = _aside(item.topic or "", _past(item, today))
    sides = tuple(
        (
            Span(BULLET),
            Span(f"{clean(position.party)}:", bold=True),
            Span(" "),
            Span(position.position),
            *_sources(position.evidence, articles),
        )
        for position in item.positions
    )
    last = _last_heard(item.last_heard) if item.status == "no longer heard" else ()
    return Group(sides, (Span(item.issue, bold=True), *aside, *last))


def _past(item: MergedDemand | MergedDisagreement, today: str) -> str:
    """Since when it has been heard; nothing for what is new, since its heading says so."""
    if not today or item.status == "new" or not item.first_seen:
        return ""
    since = f"since {day(item.first_seen, today)}"
    return f"{since}, {item.count} times" if item.count > 2 else since


def _aside(*parts: str) -> Line:
    said = " · ".join(filter(None, map(clean, parts)))
    return (Span(f" ({said})"),) if said else ()


def _sources(evidence: Sequence[Citation], articles: Articles) -> Line:
    """The outlets that report it, each with a link to its article where it has one.

    The name of a file says little and takes much of a phone's line: a number stands for it.
    """
    named: dict[tuple[str, str | None], None] = {}
    for citation in evidence:
        if citation.article in articles:
            n, article = articles[citation.article]
            own = (f"[{n}]", None) if _is_file(article) else (_outlet(article), article.url)
            places = [own, *((_outlet(place), place.url) for place in article.outlets)]
            named |= dict.fromkeys(places)
    return _listed(list(named))


def _files(articles: Articles) -> Section:
    """Which files the numbers stand for."""
    lines = tuple(
        (Span(f"[{n}] "), Span(f"{clean(article.title)} ({clean(article.source)})"))
        for n, article in articles.values()
        if _is_file(article)
    )
    return Section(FILES, (Group(lines),) if lines else (), news=False)


def _is_file(article: Article) -> bool:
    return not address(article.url) and bool(_FILE.search(article.source))


def _outlet(place: Article | Outlet | Sighting) -> str:
    return clean(place.source) or _host(place.url) or "source"


def _last_heard(sightings: Sequence[Sighting]) -> Line:
    if not sightings:
        return ()
    named = dict.fromkeys((_outlet(seen), seen.url) for seen in sightings)
    return (*_listed(list(named)), Span(f", last on {day(max(seen.date for seen in sightings))}"))


def _listed(places: Sequence[tuple[str, str | None]]) -> Line:
    spans: list[Span] = []
    for name, url in places:
        spans += [Span(", " if spans else " — "), Span(name, url=url)]
    return tuple(spans)


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _missing(briefing: Briefing) -> Section:
    """Sources that gave nothing, and what else the run could not do."""
    failed = [
        (Span(BULLET), Span(f"{clean(item.source)}:", bold=True), Span(" "), Span(item.error))
        for item in briefing.failed
    ]
    warned = [(Span(BULLET), Span(warning)) for warning in briefing.warnings]
    return Section(MISSING, (Group((*failed, *warned)),) if failed or warned else (), news=False)


def _facts(briefing: Briefing) -> Iterator[str]:
    withheld = sum(len(brief.withheld) for brief in briefing.articles)
    yield count(len(briefing.articles), "article")
    now = heard(briefing)
    yield count(len(now.demands), "demand")
    yield count(len(now.disagreements), "disagreement")
    yield f"{count(withheld, 'claim')} withheld"
    if briefing.failed:
        yield f"{count(len(briefing.failed), 'source')} failed"


def _grouped(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Items by key, both in the order of their first appearance."""
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups
