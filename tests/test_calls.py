"""Model calls: asked once and remembered, never beyond the budget, and given up where nobody answers."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from summarizer.budget import Budget
from summarizer.calls import UNANSWERED, Calls, Response
from summarizer.drafting import Desk, draft
from summarizer.engines.offline import OfflineEngine
from summarizer.engines.openai import OpenAIEngine
from summarizer.errors import AuthenticationError, StoreError
from summarizer.llm import ModelSettings
from summarizer.parties import Parties
from summarizer.prices import Price
from summarizer.request import Outcome, Request
from summarizer.schema import Article, Brief, Usage
from summarizer.settings import Prices
from summarizer.store import Store
from tests import stub_openai as stub

TEXTS = (
    "Ruritania demanded that Elbonia withdraw its troops from the valley.",
    "Elbonia refused to withdraw.",
)
ANSWERS: Mapping[str, Any] = {
    "summary": {"lines": [{"evidence": [2], "text": "Elbonia refused to withdraw."}]},
    "demands": {"demands": []},
    "disagreements": {"disagreements": []},
}
PRICES = Prices(input=1000, output=1000)  # a tenth of a cent a token


@dataclass
class Dictionary:
    """Responses in a dictionary; ``full`` refuses to keep any more."""

    kept: dict[str, Response] = field(default_factory=dict)
    full: bool = False

    def responses(self, keys: Collection[str]) -> Mapping[str, Response]:
        """The responses with these keys."""
        return {key: self.kept[key] for key in keys if key in self.kept}

    def keep_responses(self, responses: Sequence[Response], *, replace: bool = False) -> None:
        """Remember each response once, unless it is to be replaced."""
        if self.full:
            raise StoreError("store: no space left on the disk")
        for response in responses:
            assert replace or response.key not in self.kept
            self.kept[response.key] = response


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment must not stand between the tests and loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def articles(make_article: Callable[..., Article]) -> list[Article]:
    """Six articles that differ in their titles."""
    return [make_article(*TEXTS, id=name, title=f"Talks {name}", source=name) for name in "abcdef"]


def answer(request: dict[str, Any]) -> stub.Reply:
    """A good answer to each question."""
    return stub.ok(ANSWERS[request["response_format"]["json_schema"]["name"]])


def run(
    script: stub.Script, articles: Sequence[Article], calls: Calls, *, falls_back: bool = True, **model: Any
) -> tuple[list[Brief], int]:
    """Briefs by a scripted server, and the number of requests that it received."""
    with stub.serve(script) as server, ThreadPoolExecutor(4) as executor:
        # The port is part of every key, so the server is named as if it were always the same.
        settings = ModelSettings("m", server.base_url, retries=0, answer_tokens=50, **model)
        engine = OpenAIEngine(settings)
        desk = Desk(engine, calls=calls, fallback=OfflineEngine(Parties()) if falls_back else None)
        return draft(articles, desk, executor), len(server.requests)


def test_the_same_question_is_asked_once(articles: list[Article]) -> None:
    """What is remembered costs no call, and says so."""
    memory = Dictionary()
    with stub.serve(answer) as server, ThreadPoolExecutor(4) as executor:
        engine = OpenAIEngine(ModelSettings("m", server.base_url))
        first = draft(articles, Desk(engine, calls=Calls(responses=memory)), executor)
        again = draft(articles, Desk(engine, calls=Calls(responses=memory)), executor)
        assert len(server.requests) == 18
        fresh = draft(articles, Desk(engine, calls=Calls(responses=memory, fresh=True)), executor)
        assert len(server.requests) == 36
    assert [brief.summary for brief in again] == [brief.summary for brief in first]
    assert [(brief.usage.calls, brief.usage.cached_calls) for brief in again] == [(0, 3)] * 6
    assert [(brief.usage.calls, brief.usage.cached_calls) for brief in fresh] == [(3, 0)] * 6
    assert again[0].usage.input_tokens == 0


def test_a_fresh_answer_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    """It was asked for and paid for, so the next run has it."""
    answers = [stub.ok({"lines": [n]}) for n in (1, 2)]
    with stub.serve(answers) as server, Store.open(str(tmp_path / "store.db")) as store:
        request = Request(ModelSettings("m", server.base_url), ({"role": "user", "content": "?"},), "n", {})
        assert Calls(responses=store).ask(request).data == {"lines": [1]}
        fresh = Calls(responses=store, fresh=True)
        assert fresh.ask(request).data == {"lines": [2]}
        assert fresh.ask(request).data == {"lines": [2]}
        assert Calls(responses=store).ask(request).data == {"lines": [2]}
        assert len(server.requests) == 2


MODEL = ModelSettings("m", "http://127.0.0.1:1/v1", api_key="k")


@pytest.mark.parametrize(
    "other",
    [
        {"model": "n"},
        {"base_url": "http://127.0.0.1:2/v1"},
        {"answer_tokens": 99},
        {"temperature": 0.5},
        {"seed": 1},
    ],
)
def test_whatever_decides_an_answer_is_in_its_key(other: dict[str, Any]) -> None:
    """Model, server and options make another key; the API key and the patience do not."""
    messages = ({"role": "user", "content": "Who demands what?"},)
    asked = Request(MODEL, messages, "name", {"type": "object"})
    assert replace(asked, settings=replace(MODEL, **other)).key != asked.key
    assert replace(asked, messages=({"role": "user", "content": "Who?"},)).key != asked.key
    assert replace(asked, schema={"type": "array"}).key != asked.key
    patient = replace(MODEL, api_key="other", timeout_s=1, retries=9)
    assert replace(asked, settings=patient).key == asked.key


def test_the_cap_stops_the_calls_and_the_rules_draft_the_rest(articles: list[Article]) -> None:
    """The money spent stays under the cap; articles without calls are marked, and none is missing."""
    price = Price("m", own=PRICES)
    full = Budget(price)
    briefs, _ = run(answer, articles, Calls(full))
    assert {brief.engine.name for brief in briefs} == {"openai"}
    engine = OpenAIEngine(ModelSettings("m", "http://127.0.0.1:1/v1", answer_tokens=50))
    most = sum(price.of(task.request.most) or 0 for task in engine.tasks(articles[0]))  # type: ignore[attr-defined]
    # Room for the most that one article may cost beside what two have cost, not three.
    budget = Budget(price, cap=most + full.spent / 6 * 2.5)
    calls = Calls(budget)
    briefs, asked = run(answer, articles, calls)
    assert budget.cap is not None
    assert 0 < budget.spent <= budget.cap
    assert sum(brief.usage.cost_usd or 0 for brief in briefs) == pytest.approx(budget.spent)
    by_rules = [brief for brief in briefs if brief.engine.name == "offline"]
    assert 0 < len(by_rules) < 6
    assert asked == 3 * (6 - len(by_rules))
    assert all("drafted by the offline engine: the cost cap of" in brief.warnings[0] for brief in by_rules)
    assert all(brief.summary for brief in briefs)


def test_money_that_a_call_leaves_over_is_used(articles: list[Article]) -> None:
    """Answers cost less than they might, so more articles fit under a cap than their most would allow."""
    price = Price("m", own=PRICES)
    settings = ModelSettings("m", "http://127.0.0.1:1/v1", answer_tokens=50)
    most = sum((task.request.most for task in OpenAIEngine(settings).tasks(articles[0])), Usage())  # type: ignore[attr-defined]
    one = price.of(most)
    assert one
    briefs, asked = run(answer, articles, Calls(Budget(price, cap=one * 1.5)))
    assert asked > 3
    assert briefs[0].engine.name == "openai"


def test_without_a_fallback_the_cap_is_the_reason_that_a_brief_gives(articles: list[Article]) -> None:
    """Nothing is drafted behind the user's back."""
    briefs, asked = run(
        answer, articles[:1], Calls(Budget(Price("m", own=PRICES), cap=0.0001)), falls_back=False
    )
    assert asked == 0
    assert briefs[0].warnings == ("no brief: the cost cap of $0.0001 is reached",)


def test_a_server_that_is_gone_is_left_alone(make_article: Callable[..., Article]) -> None:
    """After so many calls without an answer the rest of the day is drafted by rules, and says why."""
    articles = [make_article(*TEXTS, id=str(n), title=f"Talks {n}", source=str(n)) for n in range(60)]
    calls = Calls()
    briefs, asked = run([replace(stub.error(503), delay_s=0.1)], articles, calls)
    # Those that had begun when the tenth failed; the queue behind them is taken back.
    assert UNANSWERED <= asked <= UNANSWERED + 12
    assert {brief.engine.name for brief in briefs} == {"offline"}
    assert all(brief.summary for brief in briefs)
    assert "calls in a row failed" in calls.stopped
    assert "503" in briefs[-1].warnings[0]


def test_a_full_disk_costs_the_memory_and_not_the_briefs(articles: list[Article]) -> None:
    """What was paid for is used; the run says that it could not be remembered."""
    calls = Calls(responses=Dictionary(full=True))
    briefs, _ = run(answer, articles, calls)
    assert all(brief.engine.name == "openai" and not brief.warnings for brief in briefs)
    assert calls.forgot == "store: no space left on the disk"


def test_a_failed_answer_is_not_remembered(articles: list[Article]) -> None:
    """A refusal or an answer that was cut off is paid for, and asked again another time."""
    memory = Dictionary()
    briefs, asked = run([stub.cut()], articles[:1], Calls(responses=memory), falls_back=False)
    assert asked == 3
    assert briefs[0].usage.calls == 3
    assert memory.kept == {}


def test_an_answer_of_another_form_is_not_remembered(articles: list[Article]) -> None:
    """A bad day of a server must not last as long as the store."""
    memory = Dictionary()
    briefs, _ = run([stub.ok({"answer": 42})], articles[:1], Calls(responses=memory), falls_back=False)
    assert "does not have the form" in briefs[0].warnings[0]
    assert memory.kept == {}


def test_a_refused_key_costs_no_morning(articles: list[Article]) -> None:
    """With a fallback the rules draft everything, after one refusal; without one, it is an error."""
    calls = Calls()
    briefs, asked = run([stub.error(401)], articles, calls)
    assert {brief.engine.name for brief in briefs} == {"offline"}
    assert asked <= 8
    assert "refuses the API key" in briefs[-1].warnings[0]
    with pytest.raises(AuthenticationError):
        run([stub.error(401)], articles, Calls(), falls_back=False)


def test_answers_beside_a_refusal_are_kept(articles: list[Article]) -> None:
    """What was paid for is remembered, whatever else goes wrong."""
    memory = Dictionary()
    first = itertools.count()

    def script(request: dict[str, Any]) -> stub.Reply:
        return stub.error(401) if next(first) == 12 else answer(request)

    with pytest.raises(AuthenticationError):
        run(script, articles, Calls(responses=memory), falls_back=False)
    assert len(memory.kept) >= 9


def test_a_try_that_may_be_billed_counts_under_the_cap() -> None:
    """A time limit that runs out, and an answer without figures, count as the most that they may cost."""
    price = Price("m", own=PRICES)
    untold = stub.ok({"lines": []})
    body = json.loads(untold.body)
    del body["usage"]
    for reply in (stub.slow(5), stub.dropped(), replace(untold, body=json.dumps(body).encode())):
        with stub.serve([reply]) as server:
            settings = ModelSettings(
                "m", server.base_url, timeout_s=0.3, answer_tokens=50, repeats_lost=False
            )
            request = Request(settings, ({"role": "user", "content": "?"},), "n", {})
            most = price.of(request.most)
            assert most
            budget = Budget(price, cap=most * 1.5)
            outcome = Calls(budget).ask(request)
            assert outcome.usage.cost_usd is None
            assert budget.spent == pytest.approx(most)
            assert Calls(budget).ask(request).problem.startswith("the cost cap of")
            assert len(server.requests) == 1


def test_a_call_that_breaks_off_leaves_nothing_reserved() -> None:
    """A refused key in one question does not take the reason away from the next."""
    with stub.serve([stub.error(401)]) as server:
        request = Request(ModelSettings("m", server.base_url), ({"role": "user", "content": "?"},), "n", {})
        most = Price("m", own=PRICES).of(request.most)
        assert most
        calls = Calls(Budget(Price("m", own=PRICES), cap=most * 1.2))
        for _ in range(2):
            with pytest.raises(AuthenticationError):
                calls.ask(request)


def test_one_request_follows_the_same_rules() -> None:
    """Grouping and digest are asked through the same memory and the same budget."""
    memory = Dictionary()
    with stub.serve([stub.ok({"groups": []})]) as server:
        request = Request(ModelSettings("m", server.base_url), ({"role": "user", "content": "?"},), "n", {})
        assert Calls(responses=memory).ask(request).usage.calls == 1
        assert Calls(responses=memory).ask(request).usage.cached_calls == 1
        refused = Calls(Budget(Price("m", own=PRICES), cap=0.001)).ask(request)
        assert refused == Outcome(None, problem="the cost cap of $0.001 is reached")
        assert len(server.requests) == 1
