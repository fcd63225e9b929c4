"""Articles from plain texts, and what the offline engine reads in them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import strategies as st

from summarizer.discourse import Discourse, discourse
from summarizer.engines.offline.demands import find_demands
from summarizer.engines.offline.disagreements import find_disagreements
from summarizer.parties import Parties
from summarizer.schema import Article, Demand, Disagreement
from summarizer.sentences import split

DISPUTE = "The dispute has gone to arbitration after a walkout, a lawsuit and an injunction."
"""A sentence that shows a dispute and names nobody: weak cues ("should", "wants") count beside it."""
ANY_TEXT = st.binary(max_size=400).map(lambda data: data.decode("utf-16-le", "replace")) | st.binary(
    max_size=300
).map(lambda data: data.decode("latin-1"))
"""Text of any characters, drawn without Hypothesis's table of all of them, which takes seconds to make."""


def article(*paragraphs: str) -> Article:
    """An article of these paragraphs, split into sentences as in real use."""
    text = "\n\n".join(paragraphs)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Article(id=digest, title="", source="made-up.txt", text=text, sentences=split(text))


def read(*paragraphs: str, parties: Parties | None = None) -> Discourse:
    """These paragraphs with mentions resolved and speech attributed."""
    return discourse(article(*paragraphs), parties or Parties())


def demands(*paragraphs: str, parties: Parties | None = None) -> tuple[Demand, ...]:
    """The demands in these paragraphs."""
    return find_demands(read(*paragraphs, parties=parties))


def stated(*paragraphs: str) -> list[tuple[str, str]]:
    """Party and wording of each demand in an article about a dispute."""
    return [(demand.party, demand.demand) for demand in demands(*paragraphs, DISPUTE)]


def disagreements(*paragraphs: str) -> tuple[Disagreement, ...]:
    """The disagreements in these paragraphs."""
    found = read(*paragraphs)
    return find_disagreements(found, find_demands(found))


def known_bug(reason: str) -> pytest.MarkDecorator:
    """Marks what is right and not so yet; the test fails once it is, so that the mark goes."""
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)
