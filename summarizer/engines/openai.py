"""The model engine: questions about an article, to any OpenAI-compatible server.

An article that fits the model's context is asked for its summary, its demands and its
disagreements in one call each; a longer one is cut at sentence ends, and each part is asked alike.
A small model decides on the demands and disagreements that rules propose, and summarises what they would.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any, TypeVar

from summarizer import prompting, tokens
from summarizer.engines import Task, excerpts, responses, verdicts
from summarizer.engines.proposals import Candidate, Propose, Proposed
from summarizer.engines.questions import Answer, Call, DemandsCall, DisagreementCall
from summarizer.engines.sizes import asks_candidates, is_small, steady
from summarizer.errors import UsageError
from summarizer.llm import ModelSettings
from summarizer.prompting import Excerpt
from summarizer.schema import (
    SECTIONS,
    Article,
    Demand,
    Disagreement,
    Draft,
    EngineInfo,
    Section,
    SummaryLine,
    Usage,
)

C = TypeVar("C")

# An excerpt of fewer tokens holds too little of an article to be worth a call.
_LEAST_ROOM = 200

# Lines of a summary; an article in several parts has them spread over its parts.
_FEWEST_LINES, _MOST_LINES = 3, 5


class OpenAIEngine:
    """Drafts briefs with a language model.

    Args:
        settings: the model, its server and its limits.
        propose: finds what may be a demand or a disagreement; needed where the model decides on such.
    """

    def __init__(self, settings: ModelSettings, propose: Propose | None = None) -> None:
        if settings.ask == "candidates" and propose is None:
            raise UsageError("to ask about candidates, the engine needs something that proposes them")
        self._settings = steady(settings)
        self._propose = propose if asks_candidates(settings) else None

    @property
    def info(self) -> EngineInfo:
        """Name and model, as they stand in the brief."""
        return EngineInfo(name="openai", model=self._settings.model)

    def tasks(self, article: Article) -> Sequence[Task]:
        """The calls that this article needs, independent of each other; none if it has no sentence.

        Errors:
            UsageError: the context is too small to show any of an article.
        """
        counter = tokens.counter(self._settings.model)
        room = _room(self._settings, counter, article)
        parts = excerpts.chunks(article, room, counter.count)
        if self._propose is None:
            return [call for excerpt in parts for call in self._on_all(excerpt)]
        proposed = self._propose(article) if parts else Proposed()
        if proposed.telling and is_small(self._settings.model):
            parts = excerpts.chunks(article, room, counter.count, proposed.telling)
        return [
            *(self._on_summary(excerpt) for excerpt in parts),
            *(
                self._on_demands(excerpt, candidate)
                for candidate in proposed.demands
                for excerpt in self._around(article, candidate, room)
            ),
            *(self._on_disagreement(article, each, room) for each in proposed.disagreements),
        ]

    def assemble(self, article: Article, results: Sequence[Any]) -> Draft:
        """One draft from the answers to all calls; each missing section is named in a warning."""
        del article  # the answers carry the article's own sentence numbers
        answers: Sequence[Answer] = results
        found = [claim for answer in answers for claim in answer.claims]
        return Draft(
            summary=_distinct((c for c in found if isinstance(c, SummaryLine)), lambda c: (c.text,)),
            demands=_distinct((c for c in found if isinstance(c, Demand)), lambda c: (c.party, c.demand)),
            disagreements=_joined(c for c in found if isinstance(c, Disagreement)),
            usage=sum((answer.usage for answer in answers), Usage()),
            warnings=_warnings(answers),
        )

    def _on_all(self, excerpt: Excerpt) -> list[Call]:
        # One after the other, as they begin alike: servers keep what they have read.
        asked: Sequence[Section] = ("demands", "disagreements")
        return [self._on_summary(excerpt), *(self._call(section, excerpt) for section in asked)]

    def _on_summary(self, excerpt: Excerpt) -> Call:
        most = max(2, min(round(_MOST_LINES / excerpt.parts), len(excerpt.numbers)))
        fewest = min(_FEWEST_LINES, most - 1)
        return self._call("summary", excerpt, fewest=fewest, most=most)

    def _call(self, section: Section, excerpt: Excerpt, **variables: object) -> Call:
        messages = prompting.about_article(excerpt, f"{section}.j2", **variables)
        return Call(self._settings, section, excerpt.numbers, messages)

    def _around(self, article: Article, candidate: Candidate, room: int) -> list[Excerpt]:
        count = tokens.counter(self._settings.model).count
        # The parties are choices in the schema, once for each proposal, and servers may show it.
        schema = verdicts.schema(candidate, (), revises=not is_small(self._settings.model))
        choices = count(json.dumps(asdict(candidate))) + count(json.dumps(schema))
        return excerpts.candidate(article, candidate.n, max(room - choices, _LEAST_ROOM // 2), count)

    def _on_demands(self, excerpt: Excerpt, candidate: Candidate) -> Call:
        proposals = [f"{proposal.party}: {proposal.demand}" for proposal in candidate.proposals]
        revises = not is_small(self._settings.model)
        messages = prompting.about_candidate(excerpt, candidate.n, proposals, revises=revises)
        return DemandsCall(self._settings, "demands", (candidate.n,), messages, candidate, excerpt.numbers)

    def _on_disagreement(self, article: Article, proposed: Disagreement, room: int) -> Call:
        count = tokens.counter(self._settings.model).count
        positions = [f"{side.party}: {side.position}" for side in proposed.positions]
        left = room - count("\n".join([proposed.issue, *positions]))
        numbers = {n for side in proposed.positions for n in side.evidence}
        excerpt = excerpts.cited(article, numbers, max(left, _LEAST_ROOM // 2), count)
        messages = prompting.about_disagreement(excerpt, proposed.issue, positions)
        return DisagreementCall(self._settings, "disagreements", excerpt.numbers, messages, proposed)


def _room(settings: ModelSettings, counter: tokens.TokenCounter, article: Article) -> int:
    """Tokens that the lines of an excerpt may take: the context less answer, rules and question."""
    # A title that stands alone may take a token more, or less, than in its line.
    title = counter.count(excerpts.title(article)) + 2
    taken = _frame(counter) + title + settings.answer_tokens
    room = counter.budget(settings.context_tokens - taken)
    if room < _LEAST_ROOM:
        raise UsageError(
            f"a context of {settings.context_tokens} tokens has no room for an article beside an answer of "
            f"{settings.answer_tokens}: set context_tokens to {taken + 2 * _LEAST_ROOM} or more"
        )
    return room


@functools.cache
def _frame(counter: tokens.TokenCounter) -> int:
    """Tokens of the longest question without its article: rules, task and schema."""
    empty = Excerpt("", (), part=999, parts=999)
    frames = [prompting.about_article(empty, f"{section}.j2", fewest=3, most=5) for section in SECTIONS]
    frames.append(prompting.about_candidate(empty, 9999, [], revises=True))
    frames.append(prompting.about_disagreement(empty, "", []))
    # Servers may show the model the schema as well; OpenAI counts it as input.
    schemas = [counter.count(json.dumps(form.bounded)) for form in responses.FORMS.values()]
    return max(map(counter.count_messages, frames)) + max(schemas)


def _distinct(claims: Iterable[C], words: Callable[[C], tuple[str, ...]]) -> tuple[C, ...]:
    """The claims without repeats (small models repeat themselves); the first of its words stays."""
    first: dict[tuple[str, ...], C] = {}
    for claim in claims:
        first.setdefault(tuple(map(_plain, words(claim))), claim)
    return tuple(first.values())


def _joined(found: Iterable[Disagreement]) -> tuple[Disagreement, ...]:
    """One disagreement per issue, with the positions of all calls that named it."""
    issues: dict[str, Disagreement] = {}
    for claim in found:
        known = issues.setdefault(_plain(claim.issue), claim)
        positions = known.positions if known is claim else known.positions + claim.positions
        kept = _distinct(positions, lambda p: (p.party, p.position))
        issues[_plain(claim.issue)] = known.model_copy(update={"positions": kept})
    return tuple(issues.values())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())) or text


def _warnings(answers: Sequence[Answer]) -> tuple[str, ...]:
    """One warning per section and problem, with all the sentences that it concerns."""
    missing: dict[str, list[int]] = {}
    for answer in answers:
        if answer.problem:
            missing.setdefault(f"{answer.section} missing: {answer.problem}", []).extend(answer.numbers)
        if answer.dropped:
            entries = "1 entry" if answer.dropped == 1 else f"{answer.dropped} entries"
            text = f"{answer.section}: {entries} of the answer dropped as not usable"
            missing.setdefault(text, []).extend(answer.numbers)
    return tuple(f"{text} ({spans(numbers)})" for text, numbers in missing.items())


def spans(numbers: Iterable[int]) -> str:
    """Sentence numbers for a message: "sentence 7", "sentences 1-4, 9"."""
    ordered = sorted(set(numbers))
    runs: list[list[int]] = []
    for n in ordered:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    names = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"{'sentence' if len(ordered) == 1 else 'sentences'} {', '.join(names)}"
