"""What travels through Summarizer: articles, claims, briefs, briefings.

All are frozen pydantic models. Their JSON form (``model_dump_json(by_alias=True)``) is the public
contract ``article-brief/1`` and ``briefing/1``; changes to it are additive only.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

Section = Literal["summary", "demands", "disagreements"]
SECTIONS: tuple[Section, ...] = ("summary", "demands", "disagreements")
Status = Literal["new", "repeated", "no longer heard"]


class Model(BaseModel):
    """Frozen, strict about unknown fields; subclasses add fields only."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Sentence(Model):
    """One numbered sentence: ``article.text[start:end] == text``.

    ``kind`` tells a headline or subheading from a sentence of the running text; headings are shown
    to readers and models for orientation and are evidence for nothing. ``paragraph`` counts the
    paragraphs of the article from 0.
    """

    n: int
    start: int
    end: int
    text: str
    kind: Literal["sentence", "heading"] = "sentence"
    paragraph: int = Field(default=0, exclude=True)


class Article(Model):
    """One article as read: the whole text, and the sentences in it that may be evidence.

    ``sentences`` cover the article proper; page furniture is in ``text`` (offsets stay true to the
    input) but in no sentence. ``id`` is a hash of the text, ``source`` the outlet or file name,
    ``published`` an ISO 8601 date or date-time.
    """

    id: str
    title: str
    url: str | None = None
    source: str
    published: str | None = None
    text: str = Field(exclude=True, repr=False)
    sentences: tuple[Sentence, ...] = Field(repr=False)

    @property
    def words(self) -> int:
        """Number of words in the article proper (furniture not counted)."""
        return sum(len(sentence.text.split()) for sentence in self.sentences)

    def sentence(self, n: int) -> Sentence | None:
        """Sentence number ``n`` (numbers start at 1), or None if there is no such number."""
        return self.sentences[n - 1] if 1 <= n <= len(self.sentences) else None

    @model_serializer(mode="wrap")
    def _with_words(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        fields: dict[str, object] = handler(self)
        sentences = fields.pop("sentences")
        return {**fields, "words": self.words, "sentences": sentences}


class SummaryLine(Model):
    """One line of a summary and the numbers of the sentences that it rests on."""

    text: str
    evidence: tuple[int, ...]


class Demand(Model):
    """Who demands what of whom. ``quote`` is filled by the evidence gate, never by an engine."""

    party: str
    demand: str
    addressee: str | None = None
    topic: str | None = None
    evidence: tuple[int, ...]
    quote: str = ""


class Position(Model):
    """What one party says on an issue."""

    party: str
    position: str
    evidence: tuple[int, ...]
    quote: str = ""


class Disagreement(Model):
    """An issue and the positions of the parties that disagree on it."""

    issue: str
    topic: str | None = None
    positions: tuple[Position, ...]


class Withheld(Model):
    """A claim that the gate kept out of the output, and why."""

    section: Section
    claim: str
    reason: str


class Usage(Model):
    """Model calls and tokens spent; ``cost_usd`` is None where the price is not known."""

    calls: int = 0
    cached_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None

    def __add__(self, other: Usage) -> Usage:
        costs = [cost for cost in (self.cost_usd, other.cost_usd) if cost is not None]
        return Usage(
            calls=self.calls + other.calls,
            cached_calls=self.cached_calls + other.cached_calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_usd=sum(costs) if costs else None,
        )


class Draft(Model):
    """What an engine proposes for one article, before the gate."""

    summary: tuple[SummaryLine, ...] = ()
    demands: tuple[Demand, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    usage: Usage = Usage()
    warnings: tuple[str, ...] = ()


class EngineInfo(Model):
    """Which engine drafted a brief, and with which model (None for the offline engine)."""

    name: str
    model: str | None = None


class Brief(Model):
    """One article's brief: what the gate kept, what it withheld, and what it cost."""

    schema_: Literal["article-brief/1"] = Field(default="article-brief/1", alias="schema")
    article: Article
    engine: EngineInfo
    summary: tuple[SummaryLine, ...] = ()
    demands: tuple[Demand, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    usage: Usage = Usage()
    warnings: tuple[str, ...] = ()


class Citation(Model):
    """Sentences of one article, by the article's id."""

    article: str
    sentences: tuple[int, ...]


class DigestLine(Model):
    """One line of the digest on top of a briefing."""

    text: str
    evidence: tuple[Citation, ...]


class MergedDemand(Model):
    """One demand with all the places where it was heard."""

    id: str
    party: str
    demand: str
    addressee: str | None = None
    topic: str | None = None
    status: Status = "new"
    first_seen: str
    evidence: tuple[Citation, ...]


class MergedPosition(Model):
    """One party's position on an issue, with all the places where it was reported."""

    party: str
    position: str
    evidence: tuple[Citation, ...]


class MergedDisagreement(Model):
    """One issue with the positions of all parties across articles."""

    id: str
    issue: str
    topic: str | None = None
    status: Status = "new"
    positions: tuple[MergedPosition, ...]


class Failure(Model):
    """A source that gave no article, and the one-line reason."""

    source: str
    error: str


class Briefing(Model):
    """Many articles as one briefing. ``date`` is an ISO 8601 date."""

    schema_: Literal["briefing/1"] = Field(default="briefing/1", alias="schema")
    date: str
    title: str
    articles: tuple[Brief, ...] = ()
    digest: tuple[DigestLine, ...] = ()
    demands: tuple[MergedDemand, ...] = ()
    disagreements: tuple[MergedDisagreement, ...] = ()
    failed: tuple[Failure, ...] = ()
    usage: Usage = Usage()
    warnings: tuple[str, ...] = ()
