"""From each line to the sentences that it rests on, and back: anchors, and the passages around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarizer.render.parts import Item, Source
from summarizer.render.wording import clean

Place = tuple[int, int]
"""Number of an article, and of a sentence in it."""


@dataclass(frozen=True)
class Reference:
    """A sentence number behind a line, where it leads (nowhere if there is none), and what it stands for."""

    label: str
    anchor: str
    said: str


@dataclass(frozen=True)
class Anchor:
    """Where a reference leads, and the line to which the way back goes."""

    name: str
    line: str


@dataclass(frozen=True)
class Shown:
    """One sentence in its context. It is cited if lines lead to it."""

    n: int
    text: str
    heading: bool
    opens: bool
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True)
class Passage:
    """Sentences that follow each other, and how many were left out before them."""

    sentences: tuple[Shown, ...]
    left_out: int


class Evidence:
    """The anchors of all lines of a document.

    A sentence has an anchor for every line that cites it, so that each has its own way back.
    """

    def __init__(self, sources: Sequence[Source], items: Iterable[Item], *, whole: bool) -> None:
        self._sources = {source.n: source for source in sources}
        self._whole = whole
        self._anchors: dict[Place, list[Anchor]] = {}
        for item in items:
            for k, place in enumerate(_places(item), 1):
                if self._exists(place):
                    self._anchors.setdefault(place, []).append(Anchor(_name(item, k), f"l{item.n}"))

    def references(self, item: Item, *, own: bool) -> list[Reference]:
        """The sentence numbers of a line; with ``own``, those of the one article that is in view."""
        found = []
        for k, place in enumerate(_places(item), 1):
            article, sentence = place
            found.append(
                Reference(
                    label=str(sentence) if own else f"{article}:{sentence}",
                    anchor=_name(item, k) if self._exists(place) else "",
                    said="" if own else f"article {article}, sentence {sentence}",
                )
            )
        return found

    def passages(self, source: Source) -> list[Passage]:
        """The cited sentences of an article with the sentences before and after, or all of them."""
        last = len(source.sentences)
        if self._whole:
            wanted: set[int] = set(range(1, last + 1))
        else:
            cited = [n for article, n in self._anchors if article == source.n]
            wanted = {near for n in cited for near in (n - 1, n, n + 1) if 1 <= near <= last}
        passages: list[list[int]] = []
        for n in sorted(wanted):
            if passages and passages[-1][-1] == n - 1:
                passages[-1].append(n)
            else:
                passages.append([n])
        ends = [0, *(numbers[-1] for numbers in passages)]
        return [
            Passage(tuple(self._shown(source, n) for n in numbers), left_out=numbers[0] - end - 1)
            for numbers, end in zip(passages, ends, strict=False)
        ]

    def _shown(self, source: Source, n: int) -> Shown:
        sentence = source.sentences[n - 1]
        opens = n > 1 and source.sentences[n - 2].paragraph != sentence.paragraph
        anchors = tuple(self._anchors.get((source.n, n), ()))
        return Shown(n, clean(sentence.text), sentence.kind == "heading", opens, anchors)

    def _exists(self, place: Place) -> bool:
        article, sentence = place
        return article in self._sources and 1 <= sentence <= len(self._sources[article].sentences)


def _places(item: Item) -> list[Place]:
    return [(cited.article, n) for cited in item.cited for n in cited.sentences]


def _name(item: Item, k: int) -> str:
    return f"e{item.n}-{k}"
