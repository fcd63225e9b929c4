"""A stored briefing, read from the JSON that ``daily`` writes."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.checks import one_line
from summarizer.errors import UsageError
from summarizer.schema import Briefing

SCHEMA = "briefing/1"


def read_briefing(path: Path) -> Briefing:
    """The briefing in a file.

    Raises:
        UsageError: the file cannot be read, or holds no briefing of the version known here.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 text; name the briefing.json that `daily` wrote") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    try:
        return briefing_from_json(text)
    except ValueError as error:
        raise UsageError(f"{path}: {error}") from error


def briefing_from_json(text: str) -> Briefing:
    """The briefing that was written as this JSON.

    Articles are written without their text: it is rebuilt from the sentences, with blanks where other text
    stood, so that offsets stay true. Fields that later versions add are ignored.

    Raises:
        ValueError: it is not such JSON; the message is one line that says what it is and what to do.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("not JSON; name the briefing.json that `daily` wrote") from error
    schema = data.get("schema") if isinstance(data, dict) else _schema_in_list(data)
    if schema != SCHEMA:
        raise ValueError(_other(schema))
    try:
        # Validation must see JSON, where a number is no date and a list is a tuple.
        read = Briefing.model_validate_json(json.dumps(_with_texts(data)), extra="ignore")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise ValueError(f"damaged: '{place}': {first['msg'].lower()}; run `daily` again") from error
    if missing := _missing_evidence(read):
        raise ValueError(f"damaged: {missing}; run `daily` again")
    return read


def _missing_evidence(briefing: Briefing) -> str:
    """What a line cites that the briefing does not hold; empty if it holds all evidence."""
    sentences = {
        brief.article.id: {sentence.n for sentence in brief.article.sentences} for brief in briefing.articles
    }
    evidence = [
        *(line.evidence for line in briefing.digest),
        *(demand.evidence for demand in briefing.demands),
        *(side.evidence for item in briefing.disagreements for side in item.positions),
    ]
    for citation in chain.from_iterable(evidence):
        for n in sorted({*citation.sentences} - sentences.get(citation.article, set())):
            article = one_line(citation.article)
            return f"a line rests on sentence {n} of article '{article}', which is not there"
    return ""


def _schema_in_list(data: object) -> object:
    first = data[0] if isinstance(data, list) and data else None
    return first.get("schema") if isinstance(first, dict) else None


def _other(schema: object) -> str:
    if not isinstance(schema, str):
        return "not a briefing; name the briefing.json that `daily` wrote"
    kind, _, version = schema.partition("/")
    if kind == "article-brief":
        return "holds briefs of articles, not a briefing; `daily` makes one of many articles"
    if kind == "briefing" and version.isdigit() and int(version) > 1:
        return f"made by a newer version ('{schema[:40]}'); update this one, which reads '{SCHEMA}'"
    return f"of an unknown kind ('{schema[:40]}'); name the briefing.json that `daily` wrote"


def _with_texts(data: dict[str, Any]) -> dict[str, Any]:
    """The data with a text in every article; what is not as it should be is left for validation to name."""
    briefs = data.get("articles")
    for brief in briefs if isinstance(briefs, list) else ():
        article = brief.get("article") if isinstance(brief, dict) else None
        if isinstance(article, dict) and "text" not in article:
            article["text"] = _text(article.get("sentences"))
    return data


def _text(sentences: object) -> str:
    text = ""
    for sentence in sentences if isinstance(sentences, list) else ():
        if isinstance(sentence, dict):
            start, words = sentence.get("start"), sentence.get("text")
            if isinstance(start, int) and isinstance(words, str) and len(text) <= start < _LONGEST:
                text += " " * (start - len(text)) + words
    return text


_LONGEST = 50_000_000  # characters; a damaged offset must not fill the memory with blanks
