"""The model engine: three questions per article, to any OpenAI-compatible server.

An article that fits the model's context is asked for its summary, its demands and its
disagreements in one call each; a longer one is cut at sentence ends, and each part is asked alike.
Small models find more demands when rules propose them and the model decides, sentence by sentence.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, TypeVar

from summarizer import prompting, tokens
from summarizer.engines import Task, excerpts, responses, verdicts
from summarizer.engines.proposals import Candidate, Propose
from summarizer.engines.responses import Claim
from summarizer.errors import UsageError
from summarizer.llm import ModelSettings
from summarizer.prompting import Excerpt, Message
from summarizer.request import Outcome, Request
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

# Below this size (in billions of parameters) a model is asked about candidates one by one. The gain
# was measured at 1.5; models of 14 and more follow a long instruction well enough. A judgement.
SMALL_MODEL_B = 14.0

# An excerpt of fewer tokens holds too little of an article to be worth a call.
_LEAST_ROOM = 200

# Lines of a summary; an article in several parts has them spread over its parts.
_FEWEST_LINES, _MOST_LINES = 3, 5


@dataclass(frozen=True)
class Answer:
    """What one call gave: claims, or the ``problem`` that kept them away.

    ``numbers`` are the sentences that the call was about; ``dropped`` counts unusable entries.
    """

    section: Section
    numbers: tuple[int, ...]
    claims: tuple[Claim, ...] = ()
    usage: Usage = field(default_factory=Usage)
    dropped: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Call:
    """One question to the model: a task that can travel to another process (it holds no client)."""

    settings: ModelSettings
    section: Section
    numbers: tuple[int, ...]
    messages: tuple[Message, ...]

    @property
    def schema_name(self) -> str:
        """What the API calls the answer's schema."""
        return responses.FORMS[self.section].name

    @property
    def schema(self) -> Mapping[str, Any]:
        """The JSON schema of the answer; servers may count it as input."""
        form = responses.FORMS[self.section]
        return form.bounded if is_small(self.settings.model) else form.schema

    @functools.cached_property
    def request(self) -> Request:
        """What is sent to the model."""
        return Request(self.settings, self.messages, self.schema_name, self.schema)

    def claims(self, data: Mapping[str, Any]) -> tuple[tuple[Claim, ...], int] | None:
        """The claims in an answer and the number of unusable entries; None for another form."""
        return responses.claims(self.section, data)

    def read(self, outcome: Outcome) -> Answer:
        """The answer that came of the request; a failed call is one with its ``problem``."""
        if outcome.data is None:
            return Answer(self.section, self.numbers, usage=outcome.usage, problem=outcome.problem)
        found = self.claims(outcome.data)
        if found is None:
            problem = "the model's answer does not have the form that was asked for"
            return Answer(self.section, self.numbers, usage=outcome.usage, problem=problem)
        claims, dropped = found
        return Answer(self.section, self.numbers, claims, outcome.usage, dropped)

    def __call__(self) -> Answer:
        """Asks, and reads what came of it.

        Errors:
            AuthenticationError: the key is refused, so the other calls of the run would fail too.
        """
        return self.read(self.request())


@dataclass(frozen=True)
class Decision(Call):
    """The question which of a candidate's proposals are demands."""

    candidate: Candidate
    shown: tuple[int, ...]

    @property
    def schema_name(self) -> str:
        """What the API calls the answer's schema."""
        return verdicts.NAME

    @property
    def schema(self) -> Mapping[str, Any]:
        """The JSON schema of the answer, which offers what there is to choose from."""
        small = is_small(self.settings.model)
        return verdicts.schema(self.candidate, self.shown, revises=not small)

    def claims(self, data: Mapping[str, Any]) -> tuple[tuple[Claim, ...], int] | None:
        """The confirmed demands and the number of proposals without a verdict; None for another form."""
        return verdicts.demands(self.candidate, data)


class OpenAIEngine:
    """Drafts briefs with a language model.

    Args:
        settings: the model, its server and its limits.
        propose: finds the sentences that may state a demand, with what rules make of them; needed
            where the model is asked about candidates one by one.
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
        calls: list[Task] = []
        for excerpt in parts:
            calls.append(self._summary(excerpt))
            if self._propose is None:
                calls.append(self._call("demands", excerpt))
            calls.append(self._call("disagreements", excerpt))
        if self._propose is not None and parts:
            for candidate in self._propose(article):
                # Proposals and parties are shown twice over: in the prompt and in the schema.
                choices = 2 * counter.count(json.dumps(asdict(candidate)))
                left = max(room - choices, _LEAST_ROOM // 2)
                shown = excerpts.candidate(article, candidate.n, left, counter.count)
                calls += [self._decision(excerpt, candidate) for excerpt in shown]
        return calls

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

    def _summary(self, excerpt: Excerpt) -> Call:
        most = max(2, round(_MOST_LINES / excerpt.parts))
        fewest = min(_FEWEST_LINES, most - 1)
        return self._call("summary", excerpt, fewest=fewest, most=most)

    def _call(self, section: Section, excerpt: Excerpt, **variables: object) -> Call:
        messages = prompting.about_article(excerpt, f"{section}.j2", **variables)
        return Call(self._settings, section, excerpt.numbers, messages)

    def _decision(self, excerpt: Excerpt, candidate: Candidate) -> Decision:
        proposals = [f"{proposal.party}: {proposal.demand}" for proposal in candidate.proposals]
        revises = not is_small(self._settings.model)
        messages = prompting.about_candidate(excerpt, candidate.n, proposals, revises=revises)
        return Decision(self._settings, "demands", (candidate.n,), messages, candidate, excerpt.numbers)


def asks_candidates(settings: ModelSettings) -> bool:
    """Whether demands are asked for candidate by candidate: as set, or by the model's size."""
    if settings.ask != "auto":
        return settings.ask == "candidates"
    return is_small(settings.model)


def is_small(model: str) -> bool:
    """Whether a model's name gives a size below :data:`SMALL_MODEL_B`."""
    size = size_b(model)
    return size is not None and size < SMALL_MODEL_B


def steady(settings: ModelSettings) -> ModelSettings:
    """The settings with temperature 0 for a small model, unless they set one.

    Servers of small models draw words at random by default, which costs a small model its facts and a
    run its repeatability. Hosted models stay as they are: some refuse the option.
    """
    unset = settings.temperature is None and is_small(settings.model)
    return replace(settings, temperature=0.0) if unset else settings


def size_b(model: str) -> float | None:
    """Billions of parameters by a model's name ("qwen2.5-1.5b": 1.5, "mixtral-8x7b": 56).

    None if the name gives no size, as those of hosted models (gpt-5-mini, gpt-5-nano).
    """
    sizes = [
        int(experts or 1) * float(number) * (0.001 if unit == "m" else 1.0)
        for experts, number, unit in re.findall(
            r"(?<![a-z0-9.])(?:(\d+)x)?(\d+(?:\.\d+)?)([bm])(?![a-z0-9])", model.casefold()
        )
    ]
    # "qwen3-30b-a3b": 30 billion, of which 3 are active.
    return max(sizes, default=None)


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
