"""What the model is asked to answer, as JSON schemas, and how an answer becomes claims.

The schemas follow OpenAI's strict rules, which compatible servers also know: the root is an object,
every field is required, nothing else is allowed, and no keyword is used beyond type, properties,
items and anyOf. Keys come out in schema order, so evidence and speaker stand before the words that
they support: a model that has named its sentence first phrases what is in it.

Reading is tolerant of what cannot hurt (a number written as text, a missing addressee) and strict
on what can: an entry without its words is dropped and counted, the others are kept. Evidence
numbers are passed on as they came; whether they exist is for the evidence gate to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ValidationError

from summarizer.prompting import clean
from summarizer.schema import Demand, Disagreement, Position, Section, SummaryLine

Claim = SummaryLine | Demand | Disagreement

# What models write where they should write null.
_NOBODY = {
    "",
    "-",
    "n/a",
    "na",
    "nil",
    "nobody",
    "no one",
    "none",
    "not specified",
    "not stated",
    "null",
    "unknown",
}
_LARGEST_NUMBER = 1_000_000


def _words(value: object) -> str:
    text = clean(value) if isinstance(value, str) else ""
    if not text:
        raise ValueError("no words")
    # A small model that writes a plain quotation mark ends its text there, behind a blank.
    if isinstance(value, str) and value[-1].isspace() and text[-1].isalnum():
        raise ValueError("cut off at a quotation mark")
    return text


def _words_or_nothing(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _somebody(value: object) -> str | None:
    text = _words_or_nothing(value)
    return None if text.casefold().rstrip(".") in _NOBODY else text


def _numbers(value: object) -> tuple[int, ...]:
    found: list[int] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            found += [int(digits) for digits in re.findall(r"(?<!\d)\d{1,6}(?!\d)", item, re.ASCII)]
        elif isinstance(item, int | float) and not isinstance(item, bool):
            whole = -_LARGEST_NUMBER < item < _LARGEST_NUMBER and int(item) == item
            found += [int(item)] if whole else []
    return tuple(dict.fromkeys(found))


_Words = Annotated[str, BeforeValidator(_words)]
SomeWords = Annotated[str, BeforeValidator(_words_or_nothing)]
"""Text on one line; empty where an answer has none."""
_Somebody = Annotated[str | None, BeforeValidator(_somebody)]
SomeNumbers = Annotated[tuple[int, ...], BeforeValidator(_numbers)]
"""The whole numbers in an answer, each once; none where it has none."""


class _Line(BaseModel):
    evidence: SomeNumbers
    text: _Words


class _Demand(BaseModel):
    evidence: SomeNumbers
    speaker: SomeWords
    party: SomeWords
    demand: _Words
    addressee: _Somebody


class _Position(BaseModel):
    evidence: SomeNumbers
    party: _Words
    position: _Words


class _Disagreement(BaseModel):
    issue: _Words
    positions: tuple[_Position, ...]


class _Group(BaseModel):
    items: SomeNumbers


Entry = TypeVar("Entry", bound=BaseModel)


@dataclass(frozen=True)
class Form:
    """The form of one kind of answer: an object with one list, ``key``, of entries.

    ``schema`` is a strict JSON schema; ``name`` is what the API calls it. ``bounded`` is the same
    for small models, with limits to the entries and to the numbers that each may cite. It is not
    for all models, as some hosted APIs refuse the keyword ``maxItems``.
    """

    name: str
    key: str
    schema: Mapping[str, Any]
    bounded: Mapping[str, Any]

    def rows(self, data: Mapping[str, Any]) -> list[Any] | None:
        """The entries of an answer, unchecked; None if it does not have the form."""
        rows = data.get(self.key)
        return rows if isinstance(rows, list) else None


def _form(name: str, key: str, entry: type[BaseModel], most: int, most_numbers: int) -> Form:
    free = {"type": "array", "items": strict_schema(entry)}
    bounded = {"type": "array", "items": strict_schema(entry, most_numbers), "maxItems": most}
    return Form(name, key, schema=strict_object({key: free}), bounded=strict_object({key: bounded}))


def strict_schema(model: type[BaseModel], most_numbers: int | None = None) -> dict[str, Any]:
    """The strict JSON schema of a model, without references, titles and defaults.

    ``most_numbers`` limits its lists of numbers.

    The SDK has a helper for this, but it keeps ``default``, which the API refuses.
    """
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})

    def strict(node: Mapping[str, Any]) -> dict[str, Any]:
        if "$ref" in node:
            return strict(definitions[node["$ref"].rpartition("/")[2]])
        if node.get("type") == "object":
            return strict_object({name: strict(field) for name, field in node["properties"].items()})
        if node.get("type") == "array":
            items = strict(node["items"])
            limited = most_numbers is not None and items == {"type": "integer"}
            return {"type": "array", "items": items} | ({"maxItems": most_numbers} if limited else {})
        if "anyOf" in node:
            return {"anyOf": [strict(choice) for choice in node["anyOf"]]}
        return {"type": node["type"]}

    return strict(schema)


def strict_object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of an object with just these properties, all required."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


# The limits were tried with a model of 1.5 billion parameters. Without, it cites all 16 sentences of
# an article for one summary line; with two or three numbers a line it counts on by twos or threes
# and phrases a neighbour; with one, each line says what its sentence says. The number of entries is
# what an answer of 1,024 tokens has room for: a model that repeats itself would be cut off there.
FORMS: Mapping[Section, Form] = {
    "summary": _form("summary", "lines", _Line, most=5, most_numbers=1),
    "demands": _form("demands", "demands", _Demand, most=10, most_numbers=2),
    "disagreements": _form("disagreements", "disagreements", _Disagreement, most=5, most_numbers=2),
}
DIGEST = _form("digest", "lines", _Line, most=7, most_numbers=1)
# Groups are taken whole or not at all, so nothing may bound them.
_GROUPS = strict_object({"groups": {"type": "array", "items": strict_schema(_Group)}})
GROUPS = Form("groups", "groups", schema=_GROUPS, bounded=_GROUPS)


def claims(section: Section, data: Mapping[str, Any]) -> tuple[tuple[Claim, ...], int] | None:
    """The usable claims in a model's answer, and the number of entries that were not usable.

    None if the answer does not have the form at all.
    """
    rows = FORMS[section].rows(data)
    if rows is None:
        return None
    read = _READERS[section]
    found: list[Claim] = []
    dropped = 0
    for row in rows:
        claim, lost = read(row)
        dropped += lost
        found += [] if claim is None else [claim]
    return tuple(found), dropped


def digest_lines(data: Mapping[str, Any]) -> tuple[list[tuple[str, tuple[int, ...]]], int] | None:
    """Lines of a digest with their evidence numbers, and the number of unusable entries."""
    rows = DIGEST.rows(data)
    if rows is None:
        return None
    entries = [entry for entry in (_entry(_Line, row) for row in rows) if entry is not None]
    return [(entry.text, entry.evidence) for entry in entries], len(rows) - len(entries)


def group_numbers(data: Mapping[str, Any]) -> list[tuple[int, ...]] | None:
    """The groups of an answer as they came; None if any is not a list of whole numbers."""
    rows = GROUPS.rows(data)
    if rows is None or not all(isinstance(row, dict) and _only_numbers(row.get("items")) for row in rows):
        return None
    return [tuple(row["items"]) for row in rows]


def _only_numbers(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(type(item) is int for item in value)


def _entry(model: type[Entry], row: object) -> Entry | None:
    if not isinstance(row, dict):
        return None
    try:
        # Fields that a server left out count as null, which each field judges for itself.
        return model.model_validate({**dict.fromkeys(model.model_fields), **row})
    except ValidationError:
        return None


def _summary_line(row: object) -> tuple[Claim | None, int]:
    entry = _entry(_Line, row)
    return (None, 1) if entry is None else (SummaryLine(text=entry.text, evidence=entry.evidence), 0)


def _demand(row: object) -> tuple[Claim | None, int]:
    entry = _entry(_Demand, row)
    # A model that leaves the party empty has often named the speaker; the gate judges both alike.
    party = _somebody(entry.party) or _somebody(entry.speaker) if entry else None
    if entry is None or party is None:
        return None, 1
    return Demand(party=party, demand=entry.demand, addressee=entry.addressee, evidence=entry.evidence), 0


def _disagreement(row: object) -> tuple[Claim | None, int]:
    issue = _words_or_nothing(row.get("issue")) if isinstance(row, dict) else ""
    rows = row.get("positions") if isinstance(row, dict) else None
    if not issue or not isinstance(rows, list):
        return None, 1
    entries: Sequence[_Position] = [e for e in (_entry(_Position, each) for each in rows) if e is not None]
    if not entries:
        return None, 1
    positions = tuple(
        Position(party=entry.party, position=entry.position, evidence=entry.evidence) for entry in entries
    )
    return Disagreement(issue=issue, positions=positions), len(rows) - len(entries)


_READERS: Mapping[Section, Callable[[object], tuple[Claim | None, int]]] = {
    "summary": _summary_line,
    "demands": _demand,
    "disagreements": _disagreement,
}
