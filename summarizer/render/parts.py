"""What a page consists of, whatever the format: documents, sections, groups, items.

All text in these parts is clean (see ``wording``) and all addresses are those of web pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal

from summarizer.schema import Sentence

Kind = Literal[
    "summary",
    "digest",
    "changes",
    "positions",
    "demands",
    "disagreements",
    "articles",
    "withheld",
    "failed",
    "warnings",
]


@dataclass(frozen=True)
class Cited:
    """Sentences of one article, by the article's number in the document (from 1)."""

    article: int
    sentences: tuple[int, ...]


@dataclass(frozen=True)
class Link:
    """A name and the web address behind it, if there is one."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Item:
    """One line: who, what, the sentences that it rests on, asides, and the source's own words.

    ``status`` is what is known of its past, ``heard_in`` where it was heard if not in this document,
    ``sources`` the number of outlets that carry it. ``n`` numbers the lines that cite something (from 1,
    see :func:`numbered`).
    """

    text: str
    lead: str = ""
    cited: tuple[Cited, ...] = ()
    asides: tuple[str, ...] = ()
    status: str = ""
    quote: str = ""
    heard_in: tuple[Link, ...] = ()
    sources: int = 1
    n: int = 0


@dataclass(frozen=True)
class Group:
    """Items under one heading; ``facts`` stand beneath the heading."""

    items: tuple[Item, ...]
    title: str = ""
    facts: tuple[str, ...] = ()
    status: str = ""


@dataclass(frozen=True)
class Row:
    """One issue of a matrix, and what each column's party says on it."""

    issue: str
    cells: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True)
class Matrix:
    """Issues by parties. With ``others``, the last column holds the parties that have none of their own."""

    parties: tuple[str, ...]
    rows: tuple[Row, ...]
    others: bool = False


@dataclass(frozen=True)
class Source:
    """An article that lines cite: its headline, what is known of it, and its sentences."""

    n: int
    title: str
    outlet: str
    facts: tuple[str, ...]
    url: str = ""
    outlets: tuple[Link, ...] = ()
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Section:
    """Groups under one heading, or a matrix, or reports on articles."""

    kind: Kind
    title: str
    groups: tuple[Group, ...] = ()
    matrix: Matrix | None = None
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True)
class Report:
    """What one article says: its sections, under its headline."""

    source: Source
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Document:
    """One brief or one briefing, ready to be laid out.

    ``sources`` are the articles that the items cite, in the order of their numbers. ``own`` is the
    article that the whole document is about, if it is one.
    """

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    own: Source | None = None
    remark: str = ""
    footer: tuple[str, ...] = ()


def items(sections: Iterable[Section]) -> Iterator[Item]:
    """Every item in the order in which a reader meets it."""
    for section in sections:
        if section.matrix:
            for row in section.matrix.rows:
                for cell in row.cells:
                    yield from cell
        for group in section.groups:
            yield from group.items
        for report in section.reports:
            yield from items(report.sections)


def numbered(document: Document) -> Document:
    """The document with its citing lines numbered from 1, in reading order."""
    numbers = count(1)

    def some(listed: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(replace(item, n=next(numbers)) if item.cited else item for item in listed)

    def section(one: Section) -> Section:
        matrix = one.matrix and replace(
            one.matrix,
            rows=tuple(replace(row, cells=tuple(map(some, row.cells))) for row in one.matrix.rows),
        )
        return replace(
            one,
            matrix=matrix,
            groups=tuple(replace(group, items=some(group.items)) for group in one.groups),
            reports=tuple(
                replace(report, sections=tuple(map(section, report.sections))) for report in one.reports
            ),
        )

    return replace(document, sections=tuple(map(section, document.sections)))
