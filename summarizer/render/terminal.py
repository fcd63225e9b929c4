"""For reading on a screen: calm, at most 100 columns wide, and plain text when it goes elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer.render.parts import Document, Group, Item, Kind, Report, Section, Source
from summarizer.render.quotes import sparing
from summarizer.render.wording import listed

_WIDEST = 100
_HEADING = "bold cyan"
_HEADINGS: dict[Kind, str] = {"withheld": "dim", "failed": "bold yellow", "warnings": "bold yellow"}


@dataclass(frozen=True)
class Screen:
    """Where the text is read: columns, and whether it takes colour."""

    width: int = 80
    color: bool = False


PLAIN = Screen()


def render(documents: Sequence[Document], screen: Screen = PLAIN) -> str:
    """Documents one below the other; without colour there is no control character in the text."""
    console = Console(
        file=StringIO(),
        width=max(30, min(screen.width, _WIDEST)),
        force_terminal=screen.color,
        color_system="standard" if screen.color else None,
        no_color=not screen.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    with console.capture() as captured:
        for n, document in enumerate(documents):
            if n:
                console.print("\n")
            _print(console, document, screen)
    # Tables fill their lines with blanks, which only disturb where the text is copied or compared.
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _print(console: Console, document: Document, screen: Screen) -> None:
    console.print(Text(document.title, style="bold"))
    if not screen.color:
        console.print("=" * min(Text(document.title).cell_len, console.width))
    console.print(Text(" · ".join(document.facts), style="dim"))
    if document.own:
        for line in _origin(document.own):
            console.print(Text(line, style="dim", overflow="fold"))
    for section in sparing(_shown(document)):
        _print_section(console, section, own=document.own is not None)
    for block in filter(None, (document.remark, "\n".join(document.footer))):
        console.print()
        console.print(Text(block, style="dim"))


def _shown(document: Document) -> Iterable[Section]:
    """The sections without what a screen has no room for: the matrix, and each claim that was withheld."""
    for section in document.sections:
        if section.kind == "withheld" and document.own is None:
            reasons = Counter(
                aside for group in section.groups for item in group.items for aside in item.asides
            )
            counted = tuple(Item(f"{times} × {reason}") for reason, times in reasons.most_common())
            yield Section(section.kind, section.title, (Group(counted),))
        elif section.matrix is None:
            yield section


def _print_section(console: Console, section: Section, *, own: bool) -> None:
    console.print()
    console.print(Text(section.title.upper(), style=_HEADINGS.get(section.kind, _HEADING)))
    style = "dim" if section.kind == "withheld" else ""
    for n, group in enumerate(section.groups):
        if n:
            console.print()
        facts = (*group.facts, group.status) if group.status else group.facts
        # How many demands a party has can be seen at a glance.
        _print_heading(console, group.title, () if section.kind == "demands" else facts)
        _print_items(console, group.items, style, own=own)
    for n, report in enumerate(section.reports):
        if n:
            console.print()
        _print_report(console, report)


def _print_report(console: Console, report: Report) -> None:
    """An article's summary; its claims are in the sections above."""
    source = report.source
    _print_heading(console, f"{source.n}. {source.title}", source.facts, *_origin(source))
    for section in report.sections:
        if section.kind == "summary":
            for group in section.groups:
                _print_items(console, group.items, "", own=True)


def _origin(source: Source) -> list[str]:
    """Where the article is, and where else its story is told."""
    lines = [source.url] if source.url else []
    if source.outlets:
        lines.append(f"Also in {listed([link.text for link in source.outlets])}: one source")
    return lines


def _print_heading(console: Console, title: str, facts: Sequence[str], *lines: str) -> None:
    if title:
        console.print(Padding(Text(title, style="bold"), (0, 0, 0, 2)))
    for line in (" · ".join(facts), *lines):
        if line:
            console.print(Padding(Text(line, style="dim", overflow="fold"), (0, 0, 0, 2)))


def _print_items(console: Console, items: Iterable[Item], style: str, *, own: bool) -> None:
    for item in items:
        console.print(_hanging("- ", _sentence(item, style, own=own), indent=2))
        if item.quote:
            console.print(_hanging("> ", Text(item.quote, style="italic dim"), indent=4))


def _sentence(item: Item, style: str, *, own: bool) -> Text:
    where = f"in {listed([link.text for link in item.heard_in])}" if item.heard_in else ""
    aside = ", ".join(filter(None, (*item.asides, where)))
    parts: Iterable[tuple[str, str]] = (
        (f"{item.lead}:" if item.lead else "", f"{style} bold".strip()),
        (item.text, style),
        (_marks(item, own=own), style or "cyan"),
        (f"({aside})" if aside else "", "dim"),
        (item.status, "dim"),
    )
    return Text(" ").join(Text(text, style=part_style) for text, part_style in parts if text)


def _marks(item: Item, *, own: bool) -> str:
    """``[3, 5]``; with several articles ``[1:3,5; 2:8]``, sentences 3 and 5 of the first, 8 of the second."""
    if own:
        marks = ", ".join(str(n) for cited in item.cited for n in cited.sentences)
    else:
        marks = "; ".join(f"{cited.article}:{','.join(map(str, cited.sentences))}" for cited in item.cited)
    return f"[{marks}]" if marks else ""


def _hanging(prefix: str, text: Text, indent: int) -> Padding:
    """``text`` behind a prefix, its further lines below its first."""
    grid = Table.grid(padding=0)
    grid.add_column(width=len(prefix), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(prefix, style="dim"), text)
    return Padding(grid, (0, 0, 0, indent))
