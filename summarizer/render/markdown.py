"""For files, mails and chats: CommonMark in which text from outside is only ever text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from summarizer.render.document import Document, Group, Item, Section

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
    return "\n---\n\n".join("\n".join(_lines(document)).rstrip("\n") + "\n" for document in documents)


def escape(text: str) -> str:
    """``text`` (one line) so that every Markdown renderer shows exactly these characters."""
    escaped = _SPECIAL.sub(lambda match: "&amp;" if match[0] == "&" else "\\" + match[0], text)
    return _AT_START.sub(r"\1\\", escaped)


def _lines(document: Document) -> Iterator[str]:
    yield f"# {_heading(document.title)}"
    yield ""
    yield _facts(document.facts, document.url)
    yield ""
    for section in document.sections:
        yield from _section(section)
    if document.remark:
        yield f"*{escape(document.remark)}*"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_heading(section.title)}"
    yield ""
    for group in section.groups:
        yield from _group(group)
        yield ""


def _group(group: Group) -> Iterator[str]:
    if group.title:
        yield f"### {_heading(group.title)}"
        yield ""
    if group.facts or group.url:
        yield _facts(group.facts, group.url)
        yield ""
    for item in group.items:
        yield f"- {_sentence(item)}"
        if item.quote:
            yield f"  > {escape(item.quote)}"


def _heading(text: str) -> str:
    # A heading may end in number signs, which would be taken for its closing marks.
    return re.sub(r"#+$", lambda match: "\\#" * len(match[0]), escape(text))


def _facts(facts: Sequence[str], url: str) -> str:
    parts = [escape(fact) for fact in facts]
    if url:
        # Angle brackets hold any address, once the characters that would close them are encoded.
        parts.append(f"[source](<{quote(url, safe=':/?#@!$&*+,;=%~-._')}>)")
    return " · ".join(parts)


def _sentence(item: Item) -> str:
    parts = (
        f"**{escape(item.lead)}:**" if item.lead else "",
        escape(item.text),
        item.marks,  # our own numbers in brackets; no text from outside can make links of them
        f"*({escape(item.aside)})*" if item.aside else "",
    )
    return " ".join(part for part in parts if part)
