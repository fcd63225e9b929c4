"""Cuts an article into the excerpts that single calls see, by an exact token budget."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Collection, Iterable, Sequence

from summarizer import prompting
from summarizer.instructions import PLACEHOLDER, addresses_software, tainted
from summarizer.prompting import Excerpt, Line
from summarizer.schema import Article

CONTEXT_SENTENCES = 3
"""Sentences shown before a candidate. With three, a model of 1.5 billion parameters reached F1 0.50
on the demands of the five seed articles, against 0.41 with all candidates in one call."""

# A title is one line; what is longer is text that landed in the wrong field.
_TITLE_CHARACTERS = 300

Count = Callable[[str], int]


def title(article: Article) -> str:
    """The title as a prompt shows it."""
    if addresses_software(article.title):
        return PLACEHOLDER
    return prompting.shown(article.title)[:_TITLE_CHARACTERS]


def chunks(
    article: Article, room: int, count: Count, numbers: Collection[int] | None = None
) -> list[Excerpt]:
    """The whole article, or its sentences with these numbers, as excerpts of at most ``room`` tokens each.

    Excerpts are cut at sentence ends. Every line is in exactly one excerpt, and numbers stay those of
    the article. Only a sentence that does not fit an excerpt alone is cut, between words; its parts
    share its number.
    """
    rows = [row for row in _rows(article) if numbers is None or row.n in numbers]
    if _at_most(rows) <= room:
        return _numbered(article, [rows])
    rows = [part for row in rows for part in _fitting(row, room, count)]
    costs = [_cost(row, count) for row in rows]
    # Excerpts of like size: a last one of two sentences would get a summary of its own.
    wanted = sum(costs) / max(1, math.ceil(sum(costs) / room))
    groups: list[list[Line]] = []
    filled = 0
    for row, cost in zip(rows, costs, strict=True):
        if not groups or filled >= wanted or filled + cost > room:
            groups.append([])
            filled = 0
        groups[-1].append(row)
        filled += cost
    return _numbered(article, groups)


def _numbered(article: Article, groups: Iterable[Sequence[Line]]) -> list[Excerpt]:
    told = [group for group in groups if any(row.n is not None for row in group)]
    return [
        Excerpt(title(article), tuple(group), part=number, parts=len(told))
        for number, group in enumerate(told, start=1)
    ]


def candidate(article: Article, n: int, room: int, count: Count) -> list[Excerpt]:
    """Sentence ``n`` with the sentences before it, up to a heading, in at most ``room`` tokens.

    Usually one excerpt; several if the sentence does not fit one, none if there is no such sentence.
    """
    rows = _rows(article)
    place = next((place for place, row in enumerate(rows) if row.n == n), None)
    if place is None:
        return []
    parts = _fitting(rows[place], room, count)
    if len(parts) > 1:
        return [Excerpt(title(article), (part,)) for part in parts]
    kept = parts
    left = room - _cost(parts[0], count)
    for row in reversed(rows[max(0, place - CONTEXT_SENTENCES) : place]):
        left -= _cost(row, count)
        if left < 0:
            break
        kept = [row, *kept]
        if row.n is None:
            break
    return [Excerpt(title(article), tuple(kept))]


def cited(article: Article, numbers: Collection[int], room: int, count: Count) -> Excerpt:
    """The sentences with these numbers, in order, in at most ``room`` tokens.

    Where they do not fit, each is cut to its share of the room, and says so by "…".
    """
    rows = [row for row in _rows(article) if row.n in numbers]
    if sum(_cost(row, count) for row in rows) > room:
        share = room // len(rows) - count("…")
        rows = [_cut(row, _fitting(row, share, count)[0]) for row in rows]
    return Excerpt(title(article), tuple(rows))


def _cut(row: Line, shown: Line) -> Line:
    return shown if shown == row else Line(row.n, f"{shown.text}…")


def _rows(article: Article) -> Sequence[Line]:
    """The article's lines, without what addresses the model that they are shown to."""
    hidden = tainted(article)
    if hidden:
        shown = tuple(
            sentence.model_copy(update={"text": PLACEHOLDER}) if sentence.n in hidden else sentence
            for sentence in article.sentences
        )
        article = article.model_copy(update={"sentences": shown})
    return prompting.lines(article)


def _at_most(rows: Sequence[Line]) -> int:
    """A number of tokens that the rows do not exceed, found without counting any.

    No token is less than a byte of the text, so that most articles need not be counted line by line to
    know that they fit.
    """
    return sum(len(row.text.encode()) for row in rows) + len(rows) * _longest_mark()


@functools.cache
def _longest_mark() -> int:
    """Bytes of what the template puts around a line, at most."""
    marks = (prompting.render("line.j2", line=Line(n, "")) for n in (None, 999_999))
    return max(len(mark.encode()) for mark in marks) + len(" \n")


def _cost(row: Line, count: Count) -> int:
    mark = prompting.render("line.j2", line=row)
    return count(f"{mark}\n")


def _fitting(row: Line, room: int, count: Count) -> Sequence[Line]:
    if _cost(row, count) <= room or len(row.text) < 2:
        return [row]
    middle = len(row.text) // 2
    blank = row.text.rfind(" ", 0, middle + 1)
    cut = blank if blank > 0 else middle
    halves = (Line(row.n, row.text[:cut].rstrip()), Line(row.n, row.text[cut:].lstrip()))
    return [part for half in halves for part in _fitting(half, room, count)]
