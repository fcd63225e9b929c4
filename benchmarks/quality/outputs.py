"""What is scored: one article's output, from a brief or from any JSON like ``article-brief/1``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from benchmarks.quality.labels import Gold, LabelError, belongs
from summarizer.schema import Brief


class _Part(BaseModel):
    # Other programs' JSON may have more fields, or leave out what no score needs.
    model_config = ConfigDict(frozen=True, extra="ignore")


class OutSentence(_Part):
    """A numbered sentence as it is printed."""

    text: str


class OutArticle(_Part):
    """What the output says of its article."""

    title: str = ""
    source: str = ""
    url: str | None = None
    sentences: tuple[OutSentence, ...] = ()


class OutLine(_Part):
    """One line of the summary."""

    text: str


class OutDemand(_Part):
    """One predicted demand."""

    party: str
    demand: str
    addressee: str | None = None
    evidence: tuple[int, ...] = ()
    quote: str = ""

    @property
    def text(self) -> str:
        """The claim and its quote, in which terms are looked for."""
        return f"{self.demand}\n{self.quote}"


class OutPosition(_Part):
    """One predicted position."""

    party: str
    position: str
    evidence: tuple[int, ...] = ()
    quote: str = ""


class OutDisagreement(_Part):
    """One predicted disagreement."""

    issue: str
    positions: tuple[OutPosition, ...] = ()

    @property
    def text(self) -> str:
        """Issue, positions and quotes, in which terms are looked for."""
        parts = [f"{position.position}\n{position.quote}" for position in self.positions]
        return "\n".join([self.issue, *parts])


class OutWithheld(_Part):
    """One claim that the gate kept out."""

    section: str = ""
    claim: str = ""
    reason: str = ""


class Output(_Part):
    """One article's output."""

    article: OutArticle = OutArticle()
    summary: tuple[OutLine, ...] = ()
    demands: tuple[OutDemand, ...] = ()
    disagreements: tuple[OutDisagreement, ...] = ()
    withheld: tuple[OutWithheld, ...] = ()

    @classmethod
    def of(cls, brief: Brief) -> Output:
        """The output as a reader of the brief's JSON has it."""
        return cls.model_validate(brief.model_dump(mode="json", by_alias=True))

    def voice(self) -> Iterator[str]:
        """The texts that the output says in its own voice (quotes are the source's)."""
        yield from (line.text for line in self.summary)
        yield from (demand.demand for demand in self.demands)
        for item in self.disagreements:
            yield item.issue
            yield from (position.position for position in item.positions)

    def texts(self) -> Iterator[str]:
        """All texts that the output shows."""
        yield self.article.title
        yield from (sentence.text for sentence in self.article.sentences)
        yield from self.voice()
        for demand in self.demands:
            yield from (demand.party, demand.addressee or "", demand.quote)
        for item in self.disagreements:
            for position in item.positions:
                yield from (position.party, position.quote)


def read_outputs(path: Path) -> list[Output]:
    """The outputs in a JSON file: one ``article-brief/1``, a list of them, or a ``briefing/1``.

    Raises:
        LabelError: the file is not such JSON.
    """
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        found = data.get("articles", [data]) if isinstance(data, dict) else data
        return [Output.model_validate(item) for item in found]
    except (OSError, UnicodeError, json.JSONDecodeError, ValidationError, TypeError) as error:
        reason = str(error).splitlines()[0]
        raise LabelError(f"{path}: not the JSON of `summarizer article` or `daily` ({reason})") from error


def assign(outputs: list[Output], gold: dict[str, Gold]) -> dict[str, Output]:
    """Each output under the name of its labels, by the file name of its source or address.

    Raises:
        LabelError: an output goes with no labels, or two outputs go with the same.
    """
    if len(outputs) == len(gold) == 1:
        return dict.fromkeys(gold, outputs[0])
    named: dict[str, Output] = {}
    for output in outputs:
        stems = {Path(where).stem for where in (output.article.source, output.article.url) if where}
        names = [name for name in gold if any(belongs(stem, name) for stem in stems)]
        if len(names) != 1 or names[0] in named:
            shown = output.article.source or output.article.title or "an output without a source"
            raise LabelError(f"{shown}: {'repeated' if names else 'no gold labels of that name'}")
        named[names[0]] = output
    return named
