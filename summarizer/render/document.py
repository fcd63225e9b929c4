"""What a reader is shown, in which order, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.render import lines
from summarizer.render.changes import changes, heard
from summarizer.render.lines import Sources
from summarizer.render.matrix import matrix
from summarizer.render.parts import Document, Group, Item, Link, Report, Section, Source
from summarizer.render.spending import drafted, drafter, spent
from summarizer.render.wording import clean, count, day, web
from summarizer.schema import Article, Brief, Briefing, Withheld

_NOTHING = "No demands and no disagreements found."
_SINGULAR = {"summary": "summary", "demands": "demand", "disagreements": "disagreement"}


def of_brief(brief: Brief) -> Document:
    """The document of one article's brief."""
    source = _source(1, brief.article)
    nothing = not (brief.demands or brief.disagreements or brief.warnings)
    return Document(
        title=source.title,
        facts=(*source.facts, drafter(brief.engine)),
        sections=_of_article(brief, 1),
        sources=(source,),
        own=source,
        remark=_NOTHING if nothing else "",
        footer=spent(brief.usage),
    )


def of_briefs(briefs: Sequence[Brief]) -> Document:
    """The document of several articles, one report after the other."""
    reports = tuple(_report(n, brief, _of_article(brief, n)) for n, brief in enumerate(briefs, 1))
    usage = sum((brief.usage for brief in briefs[1:]), start=briefs[0].usage)
    return Document(
        title=count(len(briefs), "article"),
        facts=(),
        sections=(Section("articles", "Articles", reports=reports),),
        sources=tuple(report.source for report in reports),
        footer=(*drafted(briefs), *spent(usage)),
    )


def of_briefing(briefing: Briefing) -> Document:
    """The document of a daily briefing."""
    today = heard(briefing)
    sources = Sources(today)
    digest = lines.one_group(
        Item(clean(line.text), cited=sources.cited(line.evidence)) for line in today.digest
    )
    positions = matrix(sources, today.disagreements)
    reports = tuple(_report(n, brief, _claims(brief, n)) for n, brief in enumerate(today.articles, 1))
    sections = [
        Section("digest", "Digest", digest),
        changes(briefing),
        Section("positions", "Positions", matrix=positions),
        Section("demands", "Demands", lines.merged_demands(sources, today.demands)),
        Section("disagreements", "Disagreements", lines.merged_disagreements(sources, today.disagreements)),
        Section("articles", "Articles", reports=reports),
        _withheld([(report.source.title, brief.withheld) for report, brief in _pairs(reports, today)]),
        Section(
            "failed",
            "Not in this briefing",
            lines.one_group(Item(clean(item.error), lead=clean(item.source)) for item in today.failed),
        ),
        Section("warnings", "Warnings", lines.plain(today.warnings)),
    ]
    nothing = today.articles and not (today.demands or today.disagreements)
    return Document(
        title=clean(today.title),
        facts=(day(today.date), *_totals(today)),
        sections=_filled(section for section in sections if section),
        sources=tuple(report.source for report in reports),
        remark=_NOTHING if nothing else "",
        footer=(*drafted(today.articles), *spent(today.usage)),
    )


def _pairs(reports: Sequence[Report], briefing: Briefing) -> Iterable[tuple[Report, Brief]]:
    return zip(reports, briefing.articles, strict=True)


def _filled(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.groups or section.matrix or section.reports)


def _of_article(brief: Brief, n: int) -> tuple[Section, ...]:
    """All that there is of one article, as its number ``n``."""
    return (
        *_claims(brief, n),
        *_filled([_withheld([("", brief.withheld)]), Section("warnings", "Warnings", _warnings(brief))]),
    )


def _claims(brief: Brief, n: int) -> tuple[Section, ...]:
    """What the gate kept of one article."""
    return _filled(
        [
            Section("summary", "Summary", lines.summary(brief, n)),
            Section("demands", "Demands", lines.demands(brief.demands, n)),
            Section("disagreements", "Disagreements", lines.disagreements(brief.disagreements, n)),
        ]
    )


def _warnings(brief: Brief) -> tuple[Group, ...]:
    return lines.plain(brief.warnings)


def _report(n: int, brief: Brief, sections: tuple[Section, ...]) -> Report:
    return Report(_source(n, brief.article), sections)


def _source(n: int, article: Article) -> Source:
    outlet = clean(article.source)
    known = (outlet, day(article.published or ""), count(article.words, "word"))
    return Source(
        n,
        title=clean(article.title) or outlet or "Untitled",
        outlet=outlet,
        facts=tuple(fact for fact in known if fact),
        url=web(article.url),
        outlets=tuple(
            Link(clean(outlet.source) or clean(outlet.title) or "another outlet", web(outlet.url))
            for outlet in article.outlets
        ),
        sentences=article.sentences,
    )


def _withheld(articles: Iterable[tuple[str, Sequence[Withheld]]]) -> Section:
    """The claims that the gate kept out, under the headlines of their articles."""
    groups = [
        Group(
            tuple(
                Item(clean(claim.claim), lead=_SINGULAR[claim.section], asides=(clean(claim.reason),))
                for claim in claims
            ),
            title=title,
        )
        for title, claims in articles
        if claims
    ]
    total = sum(len(group.items) for group in groups)
    return Section("withheld", f"Withheld: {count(total, 'claim')}", tuple(groups))


def _totals(briefing: Briefing) -> tuple[str, ...]:
    totals = (
        count(len(briefing.articles), "article"),
        count(len(briefing.demands), "demand"),
        count(len(briefing.disagreements), "disagreement"),
    )
    return totals if briefing.previous else (*totals, "first briefing")
