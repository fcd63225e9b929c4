"""Two questions across articles: which demands are the same, and what the day's digest says.

Both are one request over numbered lines. Neither raises for a failed call: a briefing is complete
without them, so what went wrong is returned as a warning.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from summarizer import prompting, tokens
from summarizer.engines import responses
from summarizer.engines.sizes import is_small, steady
from summarizer.errors import EngineError
from summarizer.llm import ModelSettings
from summarizer.prompting import Message
from summarizer.request import Outcome, Request
from summarizer.schema import Usage

Ask = Callable[[Request], Outcome]
"""Has a request answered."""
Warnings = tuple[str, ...]
DigestLines = list[tuple[str, list[int]]]

_FEWEST_LINES, _MOST_LINES = 3, 7
_TOKENS_AN_ITEM = 8  # of the answer, when each demand is a group of its own: {"items": [123]},


def group(
    settings: ModelSettings, items: Sequence[str], ask: Ask = Request.__call__
) -> tuple[list[list[int]] | None, Usage, Warnings]:
    """Which demands are the same: groups of indices into ``items``, in one call.

    The groups are a partition of ``range(len(items))``; an answer that is none (an item missing,
    named twice or unknown) cannot be trusted in part and gives None, as does a failed call or a
    list that does not fit the context. Fewer than two items need no call.
    """
    if len(items) < 2:
        return [[index] for index in range(len(items))], Usage(), ()
    messages = prompting.about_lines("merge.j2", items)
    schema = responses.GROUPS.schema
    if not _fits(settings, messages, schema) or _TOKENS_AN_ITEM * len(items) > settings.answer_tokens:
        return None, Usage(), (f"demands not grouped: {len(items)} do not fit the model's context",)
    outcome = _ask(ask, Request(steady(settings), messages, responses.GROUPS.name, schema))
    usage = outcome.usage
    if outcome.data is None:
        return None, usage, (f"demands not grouped: {outcome.problem}",)
    numbers = responses.group_numbers(outcome.data)
    flat = [number for row in numbers or [] for number in row]
    if numbers is None or sorted(flat) != list(range(1, len(items) + 1)):
        return None, usage, ("demands not grouped: the model's groups do not hold each demand once",)
    return [[number - 1 for number in row] for row in numbers], usage, ()


def digest(
    settings: ModelSettings, lines: Sequence[str], ask: Ask = Request.__call__
) -> tuple[DigestLines, Usage, Warnings]:
    """The day in a few lines, each with the indices of the ``lines`` that it rests on, in one call.

    Lines beyond the context are left out with a warning, most important first being the caller's
    order. Numbers of no line are dropped, and a digest line without any left goes with them. The
    list is empty if there is nothing to say or the call failed.
    """
    form = responses.DIGEST
    schema = form.bounded if is_small(settings.model) else form.schema
    shown = _fitting(settings, lines, schema)
    warnings: Warnings = ()
    if len(shown) < len(lines):
        warnings = (
            f"digest of the first {len(shown)} of {len(lines)} lines: the others do not fit the context",
        )
    if not shown:
        return [], Usage(), warnings
    outcome = _ask(ask, Request(steady(settings), _digest_messages(shown), form.name, schema))
    usage = outcome.usage
    found = None if outcome.data is None else responses.digest_lines(outcome.data)
    if found is None:
        problem = outcome.problem or "the model's answer does not have the form that was asked for"
        return [], usage, (*warnings, f"digest missing: {problem}")
    entries, dropped = found
    kept: dict[str, list[int]] = {}
    for text, numbers in entries:
        known = [number - 1 for number in numbers if 1 <= number <= len(shown)]
        if known:
            kept.setdefault(text, known)
        else:
            dropped += 1
    if dropped:
        warnings = (*warnings, f"digest: {dropped} of {dropped + len(kept)} lines dropped as not usable")
    return list(kept.items()), usage, warnings


def _digest_messages(lines: Sequence[str]) -> tuple[Message, ...]:
    return prompting.about_lines("digest.j2", lines, fewest=min(_FEWEST_LINES, len(lines)), most=_MOST_LINES)


def _fitting(settings: ModelSettings, lines: Sequence[str], schema: Mapping[str, Any]) -> Sequence[str]:
    """The longest head of ``lines`` that fits the context."""
    fits, too_many = 0, len(lines) + 1
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if _fits(settings, _digest_messages(lines[:middle]), schema):
            fits = middle
        else:
            too_many = middle
    return lines[:fits]


def _fits(settings: ModelSettings, messages: Sequence[Message], schema: Mapping[str, Any]) -> bool:
    counter = tokens.counter(settings.model)
    needed = counter.count_messages(messages) + counter.count(json.dumps(schema))
    return needed <= counter.budget(settings.context_tokens - settings.answer_tokens)


def _ask(ask: Ask, request: Request) -> Outcome:
    try:
        return ask(request)
    except EngineError as error:
        return Outcome(None, problem=str(error))
