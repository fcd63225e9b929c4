"""For reading on a screen: calm, at most 100 columns wide, and plain text when it goes elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summarizer.render.document import Document, Group, Item, Section, Tone

_WIDEST = 100
_HEADING: dict[Tone, str] = {"plain": "bold cyan", "quiet": "dim", "warning": "bold yellow"}


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
    if document.url:
        console.print(Text(document.url, style="dim", overflow="fold"))
    for section in document.sections:
        _print_section(console, section)
    if document.remark:
        console.print()
        console.print(Text(document.remark, style="dim"))


def _print_section(console: Console, section: Section) -> None:
    console.print()
    console.print(Text(section.title.upper(), style=_HEADING[section.tone]))
    style = "dim" if section.tone == "quiet" else ""
    for n, group in enumerate(section.groups):
        if n:
            console.print()
        _print_heading(console, group)
        for item in group.items:
            console.print(_hanging("- ", _sentence(item, style), indent=2))
            if item.quote:
                console.print(_hanging("> ", Text(item.quote, style="italic dim"), indent=4))


def _print_heading(console: Console, group: Group) -> None:
    if group.title:
        console.print(Padding(Text(group.title, style="bold"), (0, 0, 0, 2)))
    for line in (" · ".join(group.facts), group.url):
        if line:
            console.print(Padding(Text(line, style="dim", overflow="fold"), (0, 0, 0, 2)))


def _sentence(item: Item, style: str) -> Text:
    parts: Iterable[tuple[str, str]] = (
        (f"{item.lead}:" if item.lead else "", f"{style} bold".strip()),
        (item.text, style),
        (item.marks, style or "cyan"),
        (f"({item.aside})" if item.aside else "", "dim"),
    )
    return Text(" ").join(Text(text, style=part_style) for text, part_style in parts if text)


def _hanging(prefix: str, text: Text, indent: int) -> Padding:
    """``text`` behind a prefix, its further lines below its first."""
    grid = Table.grid(padding=0)
    grid.add_column(width=len(prefix), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(prefix, style="dim"), text)
    return Padding(grid, (0, 0, 0, indent))
