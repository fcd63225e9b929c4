"""Models to rows and back: what is kept of a briefing, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from summarizer.schema import Article, Brief, Briefing, Entry, Model, Outlet, Sentence, Sighting
from summarizer.store.tables import address

Row = dict[str, Any]


def plain(model: Model, *without: str) -> Row:
    """A model as JSON types, under the names of its contract."""
    return model.model_dump(mode="json", by_alias=True, exclude=set(without))


def brief_row(date: str, position: int, brief: Brief) -> Row:
    """One brief; its article's outlets have rows of their own, its text none."""
    article = brief.article
    return {
        "date": date,
        "position": position,
        "article": article.id,
        "title": article.title,
        "url": article.url,
        "address": article.url and address(article.url),
        "source": article.source,
        "published": article.published,
        "sentences": [_sentence(sentence) for sentence in article.sentences],
        "data": plain(brief, "article"),
    }


def _sentence(sentence: Sentence) -> Row:
    """All fields that are not their default, those that the JSON contract leaves out as well."""
    defaults = {name: field.default for name, field in Sentence.model_fields.items()}
    fields = {name: getattr(sentence, name) for name in defaults}
    return {name: value for name, value in fields.items() if value != defaults[name]}


def outlet_rows(date: str, position: int, article: Article) -> list[Row]:
    """The other places that carry an article."""
    return [
        {
            "date": date,
            "position": position,
            "number": number,
            "address": outlet.url and address(outlet.url),
            **plain(outlet),
        }
        for number, outlet in enumerate(article.outlets)
    ]


def brief_of(row: RowMapping, outlets: Iterable[RowMapping]) -> Brief:
    """The brief of a row; its article's text is empty, since it is not kept."""
    article = Article(
        id=row["article"],
        title=row["title"],
        url=row["url"],
        source=row["source"],
        published=row["published"],
        text="",
        outlets=tuple(
            Outlet(source=outlet["source"], url=outlet["url"], title=outlet["title"]) for outlet in outlets
        ),
        sentences=tuple(Sentence(**sentence) for sentence in row["sentences"]),
    )
    return Brief.model_validate({**row["data"], "article": article})


def briefing_of(
    data: Mapping[str, Any], briefs: Sequence[RowMapping], outlets: Iterable[RowMapping]
) -> Briefing:
    """The briefing of its rows, all in order."""
    of_position: dict[int, list[RowMapping]] = defaultdict(list)
    for outlet in outlets:
        of_position[outlet["position"]].append(outlet)
    articles = tuple(brief_of(row, of_position[row["position"]]) for row in briefs)
    return Briefing.model_validate({**data, "articles": articles})


def sighting_rows(entry: Entry) -> list[Row]:
    """Where and in which words an entry was heard, numbered from 0."""
    return [
        {"entry": entry.id, "number": number, **plain(sighting)}
        for number, sighting in enumerate(entry.sightings)
    ]


def entries_of(entries: Iterable[RowMapping], sightings: Iterable[RowMapping]) -> list[Entry]:
    """Entries with those of the sightings that are theirs; entries without any are left out."""
    heard: dict[str, list[Sighting]] = defaultdict(list)
    for row in sightings:
        heard[row["entry"]].append(Sighting(**{name: row[name] for name in Sighting.model_fields}))
    return [Entry(**{**row, "sightings": tuple(heard[row["id"]])}) for row in entries if row["id"] in heard]
