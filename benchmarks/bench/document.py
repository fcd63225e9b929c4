"""Writes measured tables into a document, between markers, so that no figure is typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_START = "<!-- {name}: written by `make bench` -->"
_END = "<!-- end of {name} -->"


class PlaceError(Exception):
    """The document has no place for a table."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    marks = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, marks, *rows))


def place(text: str, written: Mapping[str, str]) -> str:
    """The document's text with every table in the place of its name; what is not written stays.

    Raises:
        PlaceError: the document has no place of that name.
    """
    for name, block in written.items():
        start, end = _START.format(name=name), _END.format(name=name)
        before, _, rest = text.partition(start)
        _, found, after = rest.partition(end)
        if not found or start in after:
            raise PlaceError(f"the document has no place, or several, for {name!r}")
        text = f"{before}{start}\n\n{block}\n\n{end}{after}"
    return text


def update(path: Path, written: Mapping[str, str]) -> None:
    """Write tables into a document file."""
    path.write_text(place(path.read_text(encoding="utf-8"), written), encoding="utf-8")
