"""What a user would write first: one prompt that asks for everything, with verbatim quotes.

Given its best chance: temperature 0, a JSON schema that the server enforces, and room for a long answer.
"""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from benchmarks.bench.processes import ContestantError
from benchmarks.bench.tape import ANSWER_TOKENS, LONGEST_S

NAME = "one plain prompt"

PROMPT = """\
Read the news article below and answer in JSON with:
- summary: 3 to 5 lines, each one sentence, each with the verbatim quote from the article that it rests on
- demands: every demand that the article states: a thing that a party says another must do, stop, accept or \
not do, a condition, an ultimatum, or a flat refusal of somebody's proposal. For each: party (the country, \
government or organisation, by its short name), demand (at most 20 words), addressee (or null), and the \
verbatim quote from the article that states it
- disagreements: every issue on which at least two parties differ: issue, and for each party its position \
(at most 25 words) and the verbatim quote from the article that states it
Quotes must be copied from the article word for word. If there are no demands or disagreements, the list is \
empty.

ARTICLE
{article}
"""


def _object(**fields: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_TEXT = {"type": "string"}
_NAME_OR_NULL = {"anyOf": [{"type": "string"}, {"type": "null"}]}
SCHEMA = _object(
    summary=_list(_object(text=_TEXT, quote=_TEXT)),
    demands=_list(_object(party=_TEXT, demand=_TEXT, addressee=_NAME_OR_NULL, quote=_TEXT)),
    disagreements=_list(
        _object(issue=_TEXT, positions=_list(_object(party=_TEXT, position=_TEXT, quote=_TEXT)))
    ),
)


def request(model: str, article: str) -> dict[str, Any]:
    """The chat request for one article."""
    return {
        "model": model,
        "messages": [{"role": "user", "content": PROMPT.format(article=article.strip())}],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "everything", "strict": True, "schema": SCHEMA},
        },
        "max_tokens": ANSWER_TOKENS,
        "temperature": 0.0,
    }


def ask(base_url: str, model: str, article: str) -> dict[str, Any] | None:
    """The answer's JSON object, or None if it was cut off.

    Raises:
        ContestantError: the server does not answer.
    """
    body = json.dumps(request(model, article)).encode()
    asked = urllib.request.Request(f"{base_url}/chat/completions", body, {"content-type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(asked, timeout=LONGEST_S) as response:
            choice = json.load(response)["choices"][0]
    except OSError as error:
        raise ContestantError(f"the plain prompt: {error}") from error
    try:
        found: dict[str, Any] = json.loads(choice["message"]["content"])
    except json.JSONDecodeError:
        return None
    return found


def quotes(answer: dict[str, Any]) -> list[str]:
    """The quotes in an answer."""
    rows = [*answer["summary"], *answer["demands"]]
    rows += [side for item in answer["disagreements"] for side in item["positions"]]
    return [row["quote"] for row in rows]
