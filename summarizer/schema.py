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


class Outlet(Model):
    """Another place that carries an article's story: its name, address and title."""

    source: str
    url: str | None = None
    title: str = ""


class Article(Model):
    """One article as read: the whole text, and the sentences in it that may be evidence.

    ``sentences`` cover the article proper; page furniture is in ``text`` (offsets stay true to the
    input) but in no sentence. ``id`` is a hash of the text, ``source`` the outlet or file name,
    ``published`` an ISO 8601 date or date-time. ``outlets`` are the other places that carry the same
    story: they are one source, not several.
    """

    id: str
    title: str
    url: str | None = None
    source: str
    published: str | None = None
    text: str = Field(exclude=True, repr=False)
    outlets: tuple[Outlet, ...] = ()
    sentences: tuple[Sentence, ...] = Field(repr=False)

    @property
    def words(self) -> int:
        """Number of words in the article proper (furniture not counted)."""
        return sum(len(sentence.text.split()) for sentence in self.sentences)

    def sentence(self, n: int) -> Sentence | None:
        """Sentence number ``n`` (numbers start at 1), or None if there is no such number."""
        return self.sentences[n - 1] if 1 <= n <= len(self.sentences) else None

    def with_text(self) -> Article:
        """The article with its sentences, each in its place, for a text that was not kept."""
        parts: list[str] = []
        end = 0
        for sentence in self.sentences:
            parts += [" " * (sentence.start - end), sentence.text]
            end = max(end, sentence.start) + len(sentence.text)
        return self.model_copy(update={"text": "".join(parts)})

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
    """Model calls made, calls answered from the store, and the tokens and US dollars spent.

    ``cached_input_tokens`` are the part of ``input_tokens`` that the server had read before. Tokens and
    cost are those of ``calls``; what came from the store cost nothing. ``cost_usd`` is None where calls
    were made whose price is not known.
    """

    calls: int = 0
    cached_calls: int = 0
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            calls=self.calls + other.calls,
            cached_calls=self.cached_calls + other.cached_calls,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_input_tokens=self.cached_input_tokens + other.cached_input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_usd=self._cost_with(other),
        )

    def _cost_with(self, other: Usage) -> float | None:
        """The sum of the costs; not known as soon as that of any calls is not."""
        if any(usage.calls and usage.cost_usd is None for usage in (self, other)):
            return None
        costs = [usage.cost_usd for usage in (self, other) if usage.cost_usd is not None]
        return sum(costs) if costs else None


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


class Sighting(Model):
    """One time that a demand or disagreement was heard: the briefing's day, in which words, and where."""

    date: str
    text: str = ""
    article: str
    source: str
    title: str = ""
    url: str | None = None
    quote: str = ""


class MergedDemand(Model):
    """One demand with all the places where it was heard.

    ``id`` stays the same across days and wordings. ``first_seen`` and ``last_seen`` are days of
    briefings (ISO 8601), ``count`` is the number of briefings in which it was heard, this one included.
    A demand that is no longer heard has no evidence in this briefing; ``last_heard`` says where it
    was heard last.
    """

    id: str
    party: str
    demand: str
    addressee: str | None = None
    topic: str | None = None
    status: Status = "new"
    first_seen: str
    last_seen: str | None = None
    count: int = 1
    last_heard: tuple[Sighting, ...] = ()
    evidence: tuple[Citation, ...]


class MergedPosition(Model):
    """One party's position on an issue, with all the places where it was reported."""

    party: str
    position: str
    evidence: tuple[Citation, ...]


class MergedDisagreement(Model):
    """One issue with the positions of all parties across articles; its history is as that of a demand.

    One that is no longer heard keeps its positions, without evidence.
    """

    id: str
    issue: str
    topic: str | None = None
    status: Status = "new"
    first_seen: str | None = None
    last_seen: str | None = None
    count: int = 1
    last_heard: tuple[Sighting, ...] = ()
    positions: tuple[MergedPosition, ...]


class Entry(Model):
    """What the ledger remembers of one demand or disagreement.

    ``text`` is the demand or the issue as it was first worded, ``party`` whose demand it is (empty for a
    disagreement), ``positions`` the sides of a disagreement as last reported, without evidence.
    ``sightings`` are in the order of their days.
    """

    id: str
    kind: Literal["demand", "disagreement"]
    text: str
    party: str = ""
    addressee: str | None = None
    topic: str | None = None
    positions: tuple[MergedPosition, ...] = ()
    sightings: tuple[Sighting, ...] = ()


PostState = Literal["unsent", "sending", "sent", "uncertain", "failed"]


class Post(Model):
    """One message to a channel, recorded before it is sent and after its answer.

    ``channel`` is the SHA-256 of the webhook's address (the address is a secret), ``date`` the
    briefing's day, ``revision`` a hash of what all its messages say, ``part`` counts from 1 to ``parts``,
    ``payload`` is the JSON that is sent, ``note`` says why a post failed or is uncertain.
    """

    channel: str
    date: str
    revision: str
    part: int
    parts: int
    payload: str
    state: PostState = "unsent"
    note: str = ""


class Failure(Model):
    """A source that gave no article, and the one-line reason."""

    source: str
    error: str


class Briefing(Model):
    """Many articles as one briefing.

    ``date`` is an ISO 8601 date, ``previous`` that of the last briefing before it (None if there is
    none, or if nothing was remembered): what is "new" is new since then. ``sources`` are what was to be
    read, as named.
    """

    schema_: Literal["briefing/1"] = Field(default="briefing/1", alias="schema")
    date: str
    title: str
    previous: str | None = None
    sources: tuple[str, ...] = ()
    articles: tuple[Brief, ...] = ()
    digest: tuple[DigestLine, ...] = ()
    demands: tuple[MergedDemand, ...] = ()
    disagreements: tuple[MergedDisagreement, ...] = ()
    failed: tuple[Failure, ...] = ()
    usage: Usage = Usage()
    warnings: tuple[str, ...] = ()
