"""Finds and renders the prompt templates.

Templates are looked up in one place: the folder ``prompts`` inside the installed package, or, in a
checkout (where the package has none), the folder ``prompts`` beside the package. Text from outside
is only ever a variable of a template, never a template itself, and goes through :func:`shown`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from summarizer.schema import Article

Message = dict[str, str]

# Characters that are drawn as nothing but are not of the category "format" (Cf): Unicode's
# DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
# Visible although of the category "format": number and verse signs that stand before or around digits.
_VISIBLE_FORMAT = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_BRACKETS = str.maketrans({"[": "(", "]": ")", "<": "‹", ">": "›"})


@dataclass(frozen=True)
class Line:
    """One line of an article as a prompt shows it; ``n`` is None for a heading."""

    n: int | None
    text: str


@dataclass(frozen=True)
class Excerpt:
    """The part of an article that one call sees: its title and some of its lines.

    ``part`` counts from 1 to ``parts``; an article that fits one call has one part.
    """

    title: str
    lines: tuple[Line, ...]
    part: int = 1
    parts: int = 1

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the sentences shown, each once, in order."""
        return tuple(dict.fromkeys(line.n for line in self.lines if line.n is not None))


def folder() -> Path:
    """The one folder that templates are read from."""
    return _folder(__file__)


@functools.cache
def _folder(module: str) -> Path:
    # Looked up once: it takes longer than to fill a template.
    package = Path(module).resolve().parent
    packaged = package / "prompts"
    return packaged if packaged.is_dir() else package.parent / "prompts"


def clean(text: str) -> str:
    """``text`` on one line, without anything that a reader cannot see.

    Zero-width, bidirectional, tag and variation characters can hide instructions from the people
    who check an article; they go. Line breaks and control characters become a space, so that a
    text stays within its line; half a surrogate pair, which no encoding can write, becomes U+FFFD.
    """
    text = _INVISIBLE.sub("", text)
    if text.isprintable():
        return " ".join(text.split())
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category == "Cf" and character not in _VISIBLE_FORMAT:
            continue
        kept.append("\ufffd" if category == "Cs" else " " if category == "Cc" else character)
    return " ".join("".join(kept).split())


def shown(text: str) -> str:
    """``text`` as a prompt may show it: cleaned, and unable to pass for the prompt's own marks.

    Square brackets mark sentence numbers, and servers read ``<|im_end|>`` or ``[INST]`` inside a
    message as the end of it (ggml-org/llama.cpp issue 24382), so both kinds of bracket are drawn
    differently. Quotes are cut from the article itself and keep theirs.
    """
    return clean(text).translate(_BRACKETS)


def lines(article: Article) -> tuple[Line, ...]:
    """All lines of an article that have visible text, ready to be shown."""
    rows = (
        Line(None if sentence.kind == "heading" else sentence.n, shown(sentence.text))
        for sentence in article.sentences
    )
    return tuple(row for row in rows if row.text)


def render(name: str, **variables: object) -> str:
    """The template ``name`` (a file name) filled with ``variables``.

    Errors:
        jinja2.UndefinedError: a variable that the template uses was not given.
        jinja2.TemplateNotFound: there is no such template.
    """
    return _environment(folder()).get_template(name).render(**variables).strip()


def about_article(excerpt: Excerpt, task: str, **variables: object) -> tuple[Message, ...]:
    """System and user message for one task on one excerpt.

    The article comes first and the task last: the calls on one excerpt then share a prefix, which
    servers cache (OpenAI from 1,024 tokens on, llama.cpp from the first).
    """
    return _messages(f"{_article(excerpt)}\n\n{render(task, **variables)}")


@functools.lru_cache(maxsize=8)
def _article(excerpt: Excerpt) -> str:
    # All questions about one excerpt show it alike.
    return render("article.j2", excerpt=excerpt)


def about_candidate(
    excerpt: Excerpt, n: int, proposals: Sequence[str], *, revises: bool = False
) -> tuple[Message, ...]:
    """System and user message that ask which ``proposals`` sentence ``n``, the excerpt's last, states.

    Here the excerpts differ and the task is the same, so the task comes first and the proposals
    last. With ``revises`` the model may give a proposal another party or other words.
    """
    asked = [shown(proposal) for proposal in proposals]
    return _messages(render("candidate.j2", excerpt=excerpt, n=n, proposals=asked, revises=revises))


def about_disagreement(excerpt: Excerpt, issue: str, positions: Sequence[str]) -> tuple[Message, ...]:
    """System and user message that ask how the ``positions`` of parties stand to each other."""
    asked = [shown(position) for position in positions]
    return _messages(render("dispute.j2", excerpt=excerpt, issue=shown(issue), positions=asked))


def about_lines(task: str, items: Sequence[str], **variables: object) -> tuple[Message, ...]:
    """System and user message for one task on numbered lines (numbers start at 1)."""
    return _messages(render(task, items=[shown(item) for item in items], **variables))


def _messages(content: str) -> tuple[Message, ...]:
    return ({"role": "system", "content": _rules(folder())}, {"role": "user", "content": content})


@functools.cache
def _rules(_folder: Path) -> str:
    return render("system.j2")


@functools.cache
def _environment(path: Path) -> jinja2.Environment:
    # Prompts are plain text: escaping would show the model "&amp;" (pages are escaped, see render/).
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(path, encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        # Templates do not change while a program runs; looking would cost a file access a rendering.
        auto_reload=False,
    )
