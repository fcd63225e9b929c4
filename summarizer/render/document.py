"""What a reader is shown, in which order, whatever the format: titles, sections, groups, items.

Text from outside is made harmless for every format here (:func:`clean`: one line, no control
characters); each format then escapes what is special to it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from summarizer.schema import Article, Brief, Briefing, Citation, Demand, Disagreement, MergedDemand

T = TypeVar("T")
Tone = Literal["plain", "quiet", "warning"]

OTHER = "Other"
LONG_QUOTE = 25
"""Words; a longer quote is printed once in a document, a shorter one wherever it serves."""
# Joiners carry meaning in Persian, Hindi and emoji; all other format characters only hide or reorder.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Item:
    """One line: who, what, on which sentences it rests, an aside, and the source's own words."""

    text: str
    lead: str = ""
    marks: str = ""
    aside: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Group:
    """Items under one heading; ``facts`` stand beneath the heading."""

    items: tuple[Item, ...]
    title: str = ""
    facts: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Section:
    """Groups under one heading."""

    title: str
    groups: tuple[Group, ...]
    tone: Tone = "plain"


@dataclass(frozen=True)
class Document:
    """One brief or one briefing, ready to be laid out."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    url: str = ""
    remark: str = ""


def of_brief(brief: Brief) -> Document:
    """The document of one article's brief."""
    sections = [
        Section("Summary", _one_group(_line(line.text, _numbers(line.evidence)) for line in brief.summary)),
        Section("Demands", tuple(_demands(brief.demands))),
        Section("Disagreements", tuple(_disagreement(item) for item in brief.disagreements)),
        Section(
            f"Withheld: {_count(len(brief.withheld), 'claim')}",
            _one_group(
                Item(lead=_SINGULAR[claim.section], text=clean(claim.claim), aside=clean(claim.reason))
                for claim in brief.withheld
            ),
            tone="quiet",
        ),
        _warnings(brief.warnings),
    ]
    nothing = not (brief.demands or brief.disagreements or brief.warnings)
    return Document(
        title=_title(brief.article),
        facts=(*_facts(brief.article), *_engine(brief)),
        url=_web(brief.article.url),
        sections=_quoted_once(section for section in sections if section.groups),
        remark="No demands and no disagreements found." if nothing else "",
    )


def of_briefing(briefing: Briefing) -> Document:
    """The document of a daily briefing."""
    number = {brief.article.id: n for n, brief in enumerate(briefing.articles, 1)}
    articles = {brief.article.id: brief.article for brief in briefing.articles}
    withheld = Counter(clean(claim.reason) for brief in briefing.articles for claim in brief.withheld)
    sections = [
        Section(
            "Digest", _one_group(_line(line.text, _cited(line.evidence, number)) for line in briefing.digest)
        ),
        Section("Demands", tuple(_merged_demands(briefing, number, articles))),
        Section("Disagreements", tuple(_merged_disagreements(briefing, number, articles))),
        Section("Articles", tuple(_article(n, brief) for n, brief in enumerate(briefing.articles, 1))),
        Section(
            f"Withheld: {_count(withheld.total(), 'claim')}",
            _one_group(Item(f"{times} × {reason}") for reason, times in withheld.most_common()),
            tone="quiet",
        ),
        Section(
            "Not in this briefing",
            _one_group(Item(clean(item.error), lead=clean(item.source)) for item in briefing.failed),
            tone="warning",
        ),
        _warnings(briefing.warnings),
    ]
    nothing = briefing.articles and not (briefing.demands or briefing.disagreements)
    return Document(
        title=clean(briefing.title),
        facts=(_day(briefing.date), *_totals(briefing)),
        sections=_quoted_once(section for section in sections if section.groups),
        remark="No demands and no disagreements found." if nothing else "",
    )


def _quoted_once(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Sections in which a long passage is quoted in full once; where it serves again, a word says so."""
    seen: set[str] = set()

    def shown(item: Item) -> Item:
        if item.quote in seen:
            return replace(item, quote="", aside=_aside(item.aside, "quoted above"))
        if len(item.quote.split()) > LONG_QUOTE:
            seen.add(item.quote)
        return item

    return tuple(
        replace(section, groups=tuple(replace(g, items=tuple(map(shown, g.items))) for g in section.groups))
        for section in sections
    )


def clean(text: str) -> str:
    """``text`` on one line, without characters that move a cursor, colour a screen or hide words."""
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if character.isspace() or category in ("Zl", "Zp"):
            kept.append(" ")
        elif category not in ("Cc", "Cf", "Cs") or character in _JOINERS:
            kept.append(character)
    return " ".join("".join(kept).split())


_SINGULAR = {"summary": "summary", "demands": "demand", "disagreements": "disagreement"}


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _title(article: Article) -> str:
    return clean(article.title) or clean(article.source) or "Untitled"


def _facts(article: Article) -> tuple[str, ...]:
    known = (clean(article.source), _day(article.published or ""), _count(article.words, "word"))
    return tuple(fact for fact in known if fact)


def _engine(brief: Brief) -> tuple[str, ...]:
    return (clean(brief.engine.model or f"{brief.engine.name} engine"),)


def _totals(briefing: Briefing) -> tuple[str, ...]:
    return (
        _count(len(briefing.articles), "article"),
        _count(len(briefing.demands), "demand"),
        _count(len(briefing.disagreements), "disagreement"),
    )


def _day(iso: str) -> str:
    """``2024-06-14T09:00`` as "14 June 2024"; what is no date stays as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return clean(iso)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


# Not strftime, which would follow the locale of the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def _web(url: str | None) -> str:
    """A web address without anything that could end a link early, or nothing."""
    address = "".join(clean(url or "").split())
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def _numbers(evidence: Iterable[int]) -> str:
    numbers = ", ".join(map(str, evidence))
    return f"[{numbers}]" if numbers else ""


def _cited(citations: Sequence[Citation], number: Mapping[str, int]) -> str:
    """``[1:3,5; 2:8]``: sentences 3 and 5 of the first article, sentence 8 of the second."""
    known = sorted((number[cited.article], cited.sentences) for cited in citations if cited.article in number)
    parts = [f"{article}:{','.join(map(str, sentences))}" for article, sentences in known]
    return f"[{'; '.join(parts)}]" if parts else ""


def _quoted(citations: Sequence[Citation], articles: Mapping[str, Article]) -> str:
    """The own words of the first article that is cited; gaps between its sentences are marked."""
    cited = {citation.article: citation.sentences for citation in citations}
    article = next((article for id, article in articles.items() if id in cited), None)
    if article is None:
        return ""
    quote, previous = "", 0
    for n in cited[article.id]:
        sentence = article.sentence(n)
        if sentence is not None:
            gap = "" if not quote else " " if n == previous + 1 else " […] "
            quote, previous = f"{quote}{gap}{sentence.text}", n
    return clean(quote)


def _line(text: str, marks: str) -> Item:
    return Item(clean(text), marks=marks)


def _one_group(items: Iterable[Item]) -> tuple[Group, ...]:
    listed = tuple(items)
    return (Group(listed),) if listed else ()


def _warnings(warnings: Iterable[str]) -> Section:
    return Section("Warnings", _one_group(Item(clean(warning)) for warning in warnings), tone="warning")


def _unless_same(quote: str, text: str) -> str:
    """The quote, unless the line above it says the same words already."""
    words = clean(quote)
    return "" if words.strip(" .“”\"'").lower() == clean(text).strip(" .“”\"'").lower() else words


def _aside(*parts: str | None) -> str:
    return ", ".join(clean(part) for part in parts if part)


def _to(addressee: str | None) -> str | None:
    return f"to {addressee}" if addressee else None


def _grouped(items: Iterable[T], keys: Iterable[str]) -> dict[str, list[T]]:
    """Items by key, both in the order of their first appearance."""
    groups: dict[str, list[T]] = {}
    for key, item in zip(keys, items, strict=True):
        groups.setdefault(key, []).append(item)
    return groups


def _sharing(items: Iterable[Item]) -> tuple[Item, ...]:
    """Items by party and quote, in the order of their first; a quote stands once, beneath its last item."""
    listed = [*items]
    parties = [item.lead for item in listed]
    quotes = [(item.lead, item.quote) for item in listed]
    # An item without a quote keeps its place among those of its party.
    place = {
        id(item): quotes.index((item.lead, item.quote)) if item.quote else n for n, item in enumerate(listed)
    }
    listed.sort(key=lambda item: (parties.index(item.lead), place[id(item)]))
    following = [*[item.quote for item in listed[1:]], ""]
    return tuple(
        replace(item, quote="") if item.quote == next_quote else item
        for item, next_quote in zip(listed, following, strict=True)
    )


def _demands(demands: Sequence[Demand]) -> Iterable[Group]:
    for party, own in _grouped(demands, [demand.party for demand in demands]).items():
        yield Group(
            _sharing(
                Item(
                    clean(demand.demand),
                    marks=_numbers(demand.evidence),
                    aside=_aside(_to(demand.addressee), demand.topic),
                    quote=_unless_same(demand.quote, demand.demand),
                )
                for demand in own
            ),
            title=clean(party),
        )


def _disagreement(item: Disagreement) -> Group:
    return Group(
        _sharing(
            Item(
                clean(position.position),
                lead=clean(position.party),
                marks=_numbers(position.evidence),
                quote=_unless_same(position.quote, position.position),
            )
            for position in item.positions
        ),
        title=clean(item.issue),
        facts=tuple(filter(None, [clean(item.topic or "")])),
    )


def _merged_demands(
    briefing: Briefing, number: Mapping[str, int], articles: Mapping[str, Article]
) -> Iterable[Group]:
    grouped = _grouped(briefing.demands, [demand.topic or "" for demand in briefing.demands])
    # Demands of no topic come last; alone they need no heading.
    for topic in sorted(grouped, key=lambda topic: not topic):
        yield Group(
            _sharing(
                Item(
                    clean(demand.demand),
                    lead=clean(demand.party),
                    marks=_cited(demand.evidence, number),
                    aside=_aside(_to(demand.addressee), _status(demand, briefing)),
                    quote=_unless_same(_quoted(demand.evidence, articles), demand.demand),
                )
                for demand in grouped[topic]
            ),
            title=clean(topic) or (OTHER if len(grouped) > 1 else ""),
        )


def _status(demand: MergedDemand, briefing: Briefing) -> str | None:
    """New, repeated or gone; where everything is new, saying so tells nothing."""
    if all(other.status == "new" for other in briefing.demands):
        return None
    return demand.status if demand.status == "new" else f"{demand.status}, since {_day(demand.first_seen)}"


def _merged_disagreements(
    briefing: Briefing, number: Mapping[str, int], articles: Mapping[str, Article]
) -> Iterable[Group]:
    for item in briefing.disagreements:
        yield Group(
            _sharing(
                Item(
                    clean(position.position),
                    lead=clean(position.party),
                    marks=_cited(position.evidence, number),
                    quote=_unless_same(_quoted(position.evidence, articles), position.position),
                )
                for position in item.positions
            ),
            title=clean(item.issue),
            facts=tuple(filter(None, [clean(item.topic or "")])),
        )


def _article(n: int, brief: Brief) -> Group:
    return Group(
        tuple(_line(line.text, _numbers(line.evidence)) for line in brief.summary),
        title=f"{n}. {_title(brief.article)}",
        facts=_facts(brief.article),
        url=_web(brief.article.url),
    )
