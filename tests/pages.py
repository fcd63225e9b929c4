"""Briefs and briefings to show: with something in every section, and with hostile text in every field."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

from summarizer.merge import merge
from summarizer.schema import (
    Article,
    Brief,
    Briefing,
    Citation,
    Demand,
    DigestLine,
    Disagreement,
    EngineInfo,
    Entry,
    Failure,
    MergedDemand,
    MergedDisagreement,
    MergedPosition,
    Outlet,
    Position,
    Sentence,
    Sighting,
    SummaryLine,
    Usage,
    Withheld,
)

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SENTENCES = (
    "Ruritania and Elbonia met on Monday.",
    "Ruritania demanded that Elbonia withdraw its troops from the valley before any talks about trade begin.",
    "Elbonia refused to withdraw.",
)


def article(*texts: str, **fields: object) -> Article:
    """An article of these sentences; the three about the valley if there are none."""
    sentences, start = [], 0
    for n, text in enumerate(texts or SENTENCES, 1):
        sentences.append(Sentence(n=n, start=start, end=start + len(text), text=text))
        start += len(text) + 1
    given = {
        "id": "a1",
        "title": "Talks in Geneva",
        "source": "talks.txt",
        "url": "https://news.example/a?b=1",
        "published": "2024-06-14T09:00",
        "text": " ".join(texts or SENTENCES),
        "sentences": tuple(sentences),
    }
    return Article.model_validate({**given, **fields})


def full_brief() -> Brief:
    """A brief with something in every section."""
    return Brief(
        article=article(),
        engine=EngineInfo(name="offline"),
        summary=(SummaryLine(text="Ruritania and Elbonia met on Monday.", evidence=(1,)),),
        demands=(
            Demand(
                party="Ruritania",
                demand="withdrawal of troops from the valley",
                addressee="Elbonia",
                topic="Valley",
                evidence=(2,),
                quote=SENTENCES[1],
            ),
        ),
        disagreements=(
            Disagreement(
                issue="Withdrawal from the valley",
                topic="Valley",
                positions=(
                    Position(
                        party="Ruritania", position="wants it first", evidence=(1, 2), quote=SENTENCES[1]
                    ),
                    Position(
                        party="Elbonia",
                        position="Elbonia refused to withdraw",
                        evidence=(3,),
                        quote=SENTENCES[2],
                    ),
                    Position(party="Klopstockia", position="no position reported", evidence=()),
                ),
            ),
        ),
        withheld=(Withheld(section="demands", claim="Elbonia demands gold", reason="not in sentence 3"),),
        usage=Usage(calls=3, input_tokens=900),
        warnings=("summary missing: the model refused",),
    )


def full_briefing() -> Briefing:
    """A first briefing, with something in every section that such a one has."""
    cited = (Citation(article="a1", sentences=(1, 3)),)
    return Briefing(
        date="2024-06-14",
        title="Daily briefing",
        articles=(full_brief(),),
        digest=(DigestLine(text="Talks stall.", evidence=cited),),
        demands=(
            MergedDemand(
                id="d1", party="Elbonia", demand="no withdrawal", first_seen="2024-06-14", evidence=cited
            ),
            MergedDemand(
                id="d2",
                party="Ruritania",
                demand="withdrawal",
                topic="Valley",
                first_seen="2024-06-14",
                evidence=(Citation(article="a1", sentences=(2,)),),
            ),
        ),
        disagreements=(
            MergedDisagreement(
                id="g1",
                issue="Withdrawal",
                positions=(MergedPosition(party="Elbonia", position="refuses", evidence=cited),),
            ),
        ),
        failed=(Failure(source="gone.txt", error="no such file"),),
    )


def later_briefing() -> Briefing:
    """The briefing with a past: one demand is repeated, one new, one no longer heard."""
    first = full_briefing()
    old, new = first.demands
    old = old.model_copy(update={"status": "repeated", "first_seen": "2024-06-01", "count": 3})
    return first.model_copy(
        update={
            "previous": "2024-06-13",
            "demands": (old, new, gone_demand()),
            "disagreements": tuple(
                item.model_copy(update={"status": "repeated", "first_seen": "2023-12-30", "count": 2})
                for item in first.disagreements
            ),
        }
    )


def gone_demand() -> MergedDemand:
    """A demand that was heard the day before and is no longer."""
    return MergedDemand(
        id="d3",
        party="Klopstockia",
        demand="a seat at the table",
        status="no longer heard",
        first_seen="2024-06-10",
        last_seen="2024-06-13",
        count=2,
        last_heard=(
            Sighting(
                date="2024-06-13",
                article="b7",
                source="The Courier",
                url="https://courier.example/seat",
                quote="“We want a seat,” the envoy said.",
            ),
        ),
        evidence=(),
    )


def ledger() -> list[Entry]:
    """Two demands and a disagreement as the ledger remembers them."""
    seen = [Sighting(date=f"2024-06-{day}", article="b7", source="The Courier") for day in (10, 13, 14)]
    return [
        Entry(id="d3", kind="demand", party="Klopstockia", text="a seat at the table", sightings=tuple(seen)),
        Entry(id="d1", kind="demand", party="Elbonia", text="no withdrawal", sightings=tuple(seen[2:])),
        Entry(id="g1", kind="disagreement", text="Withdrawal", sightings=tuple(seen)),
    ]


def hostile_brief(text: str) -> Brief:
    """A brief with ``text`` in every field that takes any."""
    position = Position(party=text, position=text, evidence=(1,), quote=text)
    return Brief(
        article=article(
            text, title=text, url=text, source=text, published=text, outlets=(Outlet(source=text, url=text),)
        ),
        engine=EngineInfo(name="openai", model=text),
        summary=(SummaryLine(text=text, evidence=(1,)),),
        demands=(
            Demand(party=text, demand=text, addressee=text, topic=text, evidence=(1,), quote=text + "x"),
        ),
        disagreements=(Disagreement(issue=text, topic=text, positions=(position,)),),
        withheld=(Withheld(section="summary", claim=text, reason=text),),
        warnings=(text,),
    )


def hostile_briefing(text: str) -> Briefing:
    """A briefing with ``text`` in every field that takes any."""
    brief = hostile_brief(text)
    cited = (Citation(article=brief.article.id, sentences=(1,)),)
    position = MergedPosition(party=text, position=text, evidence=cited)
    sighting = Sighting(date=text, article=text, source=text, url=text, quote=text)
    demand = MergedDemand(
        id=text,
        party=text,
        demand=text,
        addressee=text,
        topic=text,
        first_seen=text,
        evidence=cited,
        status="repeated",
    )
    gone = demand.model_copy(
        update={"status": "no longer heard", "evidence": (), "last_seen": text, "last_heard": (sighting,)}
    )
    return Briefing(
        date=text,
        title=text,
        previous=text,
        articles=(brief,),
        digest=(DigestLine(text=text, evidence=cited),),
        demands=(demand, gone),
        disagreements=(MergedDisagreement(id=text, issue=text, topic=text, positions=(position,)),),
        failed=(Failure(source=text, error=text),),
        warnings=(text,),
    )


HOSTILE = [
    "[click](http://evil.example)",
    "![x](http://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style></title><svg/onload=alert(1)>",
    "\" onmouseover=\"alert(1)' onfocus='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<http://evil.example>",
    "http://evil.example and www.evil.example and me@evil.example",
    "&lt;b&gt; &#x3c;",
    "| a | b |",
    "# heading #",
    "1. one",
    "- one",
    "> quote",
    "`code` *em* __strong__ ~~gone~~",
    "[1]: http://evil.example",
    "[^1] and [^1]: note",
    "\\[x](http://evil.example)",
    "a\n\n# b\n\n<div>\n\n    code",
    "---",
    "```",
]


@functools.cache
def drafted() -> tuple[Brief, ...]:
    """What the offline engine makes of the seeds."""
    from summarizer import Settings, daily

    settings = Settings(engine="offline", topics={"NATO neutrality": ("NATO", "neutral")})
    return daily(str(SEEDS), settings=settings, date=datetime.date(2026, 11, 22)).articles


def seed_briefing() -> Briefing:
    """A briefing of two seeds, with a past and something in every section."""
    made = merge(drafted()[:3:2], "2026-11-22")
    demands = [
        demand.model_copy(update={"status": "repeated", "first_seen": "2026-11-18", "count": 3})
        if n % 4
        else demand
        for n, demand in enumerate(made.demands)
    ]
    first, *rest = made.articles
    outlets = (Outlet(source="The Courier", url="https://courier.example/1"), Outlet(source="Radio Elbe"))
    told = first.article.model_copy(update={"url": "https://news.example/1", "outlets": outlets})
    withheld = (Withheld(section="demands", claim="Kyiv rejected guarantees", reason="polarity differs"),)
    return made.model_copy(
        update={
            "previous": "2026-11-21",
            "articles": (first.model_copy(update={"article": told, "withheld": withheld}), *rest),
            "demands": (*demands, gone_demand()),
            "failed": (Failure(source="gone.txt", error="no such file"),),
            "warnings": ("summary missing: the model refused",),
            "usage": Usage(calls=12, cached_calls=34, input_tokens=56_789, output_tokens=99, cost_usd=0.012),
        }
    )


def large_briefing() -> Briefing:
    """A briefing of 200 articles: forty times the seeds, each time from another outlet."""
    briefs = [
        brief.model_copy(
            update={
                "article": brief.article.model_copy(
                    update={
                        "id": f"{brief.article.id}-{n}",
                        "source": f"Outlet {n}",
                        "url": f"https://outlet{n}.example/story",
                    }
                )
            }
        )
        for n in range(40)
        for brief in drafted()
    ]
    return merge(briefs, "2026-11-22")
