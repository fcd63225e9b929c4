"""For files, mails and chats: Markdown in which text from outside is only ever text.

CommonMark, with the tables and footnotes of GitHub (docs.github.com, "Basic writing and formatting
syntax"). Each footnote holds the sentences that a line rests on, with their article and outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from summarizer.render.matrix import NO_POSITION
from summarizer.render.parts import Cited, Document, Group, Item, Link, Matrix, Report, Section, Source
from summarizer.render.wording import listed, quoted

# Characters with a meaning inside a line. The colon, the at sign and the full stop are among them
# only where renderers would make a link of what follows or surrounds them.
_SPECIAL = re.compile(
    r"""[\\`*_\[\]<>&|~$]            # emphasis, code, links, HTML, entities, tables, formulas
      | (?<=\w):(?=//)               # http://...
      | (?<=\w)@(?=\w)               # name@host
      | (?<=\w\w)\.(?=[^\W\d_]{2})   # www.host
    """,
    re.VERBOSE,
)
# What makes a heading, list, quote or rule when a line begins with it.
_AT_START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[#+=:-]))")


def render(documents: Sequence[Document]) -> str:
    """Documents one below the other, with a rule between them."""
    pages, first = [], 1
    for document in documents:
        page = _Page(document, first)
        pages.append("\n".join(page.lines()).rstrip("\n") + "\n")
        first = page.next_note
    return "\n---\n\n".join(pages)


def escape(text: str) -> str:
    """``text`` (one line) so that every Markdown renderer shows exactly these characters."""
    escaped = _SPECIAL.sub(lambda match: "&amp;" if match[0] == "&" else "\\" + match[0], text)
    return _AT_START.sub(r"\1\\", escaped)


class _Page:
    """One document. Its footnotes are numbered from ``first`` as a reader meets them.

    The same evidence keeps its footnote wherever it is cited.
    """

    def __init__(self, document: Document, first: int) -> None:
        self._document = document
        self._sources = {source.n: source for source in document.sources}
        self._first = first
        self._notes: dict[tuple[Cited, ...], int] = {}

    @property
    def next_note(self) -> int:
        """The number of the first footnote after those of this page."""
        return self._first + len(self._notes)

    def lines(self) -> Iterator[str]:
        document = self._document
        yield f"# {_heading(document.title)}"
        yield ""
        yield from _origin(document.facts, document.own)
        for section in document.sections:
            yield f"## {_heading(section.title)}"
            yield ""
            yield from self._section(section)
        for line in filter(None, (document.remark, *document.footer)):
            yield f"*{escape(line)}*"
            yield ""
        for cited, n in self._notes.items():
            yield from self._note(n, cited)

    def _section(self, section: Section) -> Iterator[str]:
        if section.matrix:
            yield from self._table(section.matrix)
            yield ""
        for group in section.groups:
            yield from self._group(group, quotes=section.kind in ("disagreements", "changes"))
            yield ""
        for report in section.reports:
            yield from self._report(report)

    def _table(self, matrix: Matrix) -> Iterator[str]:
        heads = ["Issue", *map(escape, matrix.parties), *(["Others"] if matrix.others else [])]
        yield _row(heads)
        yield _row(["---"] * len(heads))
        for row in matrix.rows:
            cells = [self._cell(cell) for cell in row.cells]
            if matrix.others and not row.cells[-1]:
                cells[-1] = ""
            yield _row([f"**{escape(row.issue)}**" if row.issue else "", *cells])

    def _cell(self, cell: Iterable[Item]) -> str:
        return "; ".join(map(self._sentence, cell)) or f"*{NO_POSITION}*"

    def _group(self, group: Group, *, quotes: bool) -> Iterator[str]:
        if group.title:
            yield f"### {_heading(group.title)}"
            yield ""
        facts = (*group.facts, group.status) if group.status else group.facts
        if facts:
            yield _facts(facts)
            yield ""
        for item in group.items:
            yield f"- {self._sentence(item)}"
            # What cites nothing here has no footnote to quote it.
            if item.quote and (quotes or not item.cited):
                yield f"  > {escape(item.quote)}"

    def _report(self, report: Report) -> Iterator[str]:
        source = report.source
        yield f"### {_heading(f'{source.n}. {source.title}')}"
        yield ""
        yield from _origin(source.facts, source)
        for section in report.sections:
            yield f"#### {_heading(section.title)}"
            yield ""
            for group in section.groups:
                yield from self._listed(group, nested=section.kind == "disagreements")
            yield ""

    def _listed(self, group: Group, *, nested: bool) -> Iterator[str]:
        """A group without a heading: an issue above its positions, a party before each of its demands."""
        if nested:
            yield f"- {escape(group.title)}"
        for item in group.items:
            lead = item.lead or ("" if nested else group.title)
            yield f"{'  ' if nested else ''}- {self._sentence(item, lead)}"

    def _sentence(self, item: Item, lead: str = "") -> str:
        lead = lead or item.lead
        where = f"in {listed([_link(link) or escape(link.text) for link in item.heard_in])}"
        asides = ", ".join([*map(escape, item.asides), *([where] if item.heard_in else [])])
        parts = (
            f"**{escape(lead)}:**" if lead else "",
            escape(item.text) + self._mark(item.cited),
            f"*({asides})*" if asides else "",
            f"*{escape(item.status)}*" if item.status else "",
        )
        return " ".join(part for part in parts if part)

    def _mark(self, cited: tuple[Cited, ...]) -> str:
        return f"[^{self._notes.setdefault(cited, self.next_note)}]" if cited else ""

    def _note(self, n: int, cited: Iterable[Cited]) -> Iterator[str]:
        """A footnote: one paragraph for each article."""
        for place, one in enumerate(cited):
            source = self._sources[one.article]
            words = quoted(source.sentences, one.sentences)
            told = f"{_numbers(one.sentences)}: *{escape(words)}*" if words else _numbers(one.sentences)
            lead = f"[^{n}]: " if place == 0 else "    "
            yield f"{lead}{_named(source)}, {told}"
            yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _heading(text: str) -> str:
    # A heading may end in number signs, which would be taken for its closing marks.
    return re.sub(r"#+$", lambda match: "\\#" * len(match[0]), escape(text))


def _origin(facts: Sequence[str], source: Source | None) -> Iterator[str]:
    """The facts, where the article is, and where else its story is told."""
    yield " · ".join(filter(None, (_facts(facts), _link(Link("source", source.url)) if source else "")))
    yield ""
    if source and source.outlets:
        outlets = ", ".join(_link(link) or escape(link.text) for link in source.outlets)
        yield f"Also in {outlets} (one source)"
        yield ""


def _facts(facts: Sequence[str]) -> str:
    return " · ".join(map(escape, facts))


def _link(link: Link) -> str:
    """The link, or nothing if there is no address."""
    # Angle brackets hold any address, once the characters that would close them are encoded.
    return f"[{escape(link.text)}](<{quote(link.url, safe=':/?#@!$&*+,;=%~-._')}>)" if link.url else ""


def _named(source: Source) -> str:
    """``Title (outlet)``, linked to the article."""
    title = _link(Link(source.title, source.url)) or escape(source.title)
    return title if source.outlet in ("", source.title) else f"{title} ({escape(source.outlet)})"


def _numbers(sentences: Sequence[int]) -> str:
    return f"sentence{'s' if len(sentences) > 1 else ''} {', '.join(map(str, sentences))}"
