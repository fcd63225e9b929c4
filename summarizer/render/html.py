"""One self-contained page: no script, no network, no style but its own, text from outside only ever text."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

import jinja2

from summarizer.render.evidence import Evidence
from summarizer.render.matrix import NO_POSITION
from summarizer.render.parts import Document, items, numbered

TEMPLATES = Path(__file__).parent / "templates"


def render(document: Document, *, whole: bool = False) -> str:
    """The document as a page.

    Args:
        document: what is shown.
        whole: whether articles are shown whole, not only their cited sentences with the neighbours.
    """
    document = numbered(document)
    evidence = Evidence(document.sources, items(document.sections), whole=whole)
    return page("document.html.j2", document=document, evidence=evidence, no_position=NO_POSITION)


def page(template: str, **variables: object) -> str:
    """A template filled with ``variables``, as a page with its style and its security policy."""
    return _environment().get_template(template).render(**variables) + "\n"


@functools.cache
def _environment() -> jinja2.Environment:
    style = "\n" + (TEMPLATES / "page.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES, encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(style=style, policy=_policy(style))
    return environment


def _policy(style: str) -> str:
    """Nothing is loaded and nothing runs; the one style is allowed by its hash (w3.org/TR/CSP3)."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
