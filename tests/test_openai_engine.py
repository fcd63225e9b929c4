"""The model engine: what it asks, what it makes of answers, and what it says when a call fails."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import tokens
from summarizer.engines import excerpts, responses
from summarizer.engines.openai import OpenAIEngine, spans
from summarizer.engines.proposals import Candidate, Proposal, Proposed
from summarizer.engines.questions import Answer, Call
from summarizer.engines.sizes import asks_candidates, size_b, steady
from summarizer.errors import AuthenticationError, UsageError
from summarizer.llm import ModelSettings
from summarizer.schema import (
    SECTIONS,
    Article,
    Demand,
    Disagreement,
    Draft,
    Position,
    Sentence,
    SummaryLine,
)
from tests import stub_openai as stub

SUMMARY = {"lines": [{"evidence": [1], "text": "Talks began."}]}
DEMANDS = {
    "demands": [
        {"evidence": [2], "speaker": "Lavrov", "party": "Russia", "demand": "No NATO", "addressee": "Ukraine"}
    ]
}
DISAGREEMENTS = {
    "disagreements": [
        {
            "issue": "NATO membership",
            "positions": [
                {"evidence": [2], "party": "Russia", "position": "Against it"},
                {"evidence": [3], "party": "Ukraine", "position": "For it"},
            ],
        }
    ]
}
ANSWERS: dict[str, Any] = {"summary": SUMMARY, "demands": DEMANDS, "disagreements": DISAGREEMENTS}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment must not stand between the tests and loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def article_of(*texts: str, title: str = "Talks", headings: Sequence[int] = ()) -> Article:
    """An article of these sentences, of which those numbered in ``headings`` are headings."""
    sentences = tuple(
        Sentence(n=n, start=0, end=len(text), text=text, kind="heading" if n in headings else "sentence")
        for n, text in enumerate(texts, 1)
    )
    return Article(id="a", title=title, source="s", text="", sentences=sentences)


ARTICLE = article_of("Talks began.", "Russia wants no NATO.", "Ukraine wants NATO.", "It rained.")


def section_of(request: dict[str, Any]) -> str:
    """Which section a request is about, by the name of its schema."""
    return str(request["response_format"]["json_schema"]["name"])


def answer_all(request: dict[str, Any]) -> stub.Reply:
    """A good answer to each question."""
    return stub.ok(ANSWERS[section_of(request)])


def draft(
    script: stub.Script, article: Article = ARTICLE, **settings: Any
) -> tuple[Draft, list[dict[str, Any]]]:
    """The draft that a scripted server leads to, and the requests that it received."""
    with stub.serve(script) as server:
        engine = OpenAIEngine(ModelSettings("m", server.base_url, retries=0, **settings))
        drafted = engine.assemble(article, [task() for task in engine.tasks(article)])
    return drafted, server.requests


def calls_of(article: Article, propose: Any = None, **settings: Any) -> list[Call]:
    """The calls that the engine plans, without a server."""
    engine = OpenAIEngine(ModelSettings(**{"model": "gpt-5-mini"} | settings), propose)
    return [task for task in engine.tasks(article) if isinstance(task, Call)]


def test_a_short_article_takes_three_calls() -> None:
    """Summary, demands and disagreements are asked for one by one and put into one draft."""
    drafted, requests = draft(answer_all)
    assert [section_of(request) for request in requests] == list(SECTIONS)
    assert drafted.summary == (SummaryLine(text="Talks began.", evidence=(1,)),)
    assert drafted.demands == (Demand(party="Russia", demand="No NATO", addressee="Ukraine", evidence=(2,)),)
    assert drafted.disagreements[0].positions[1] == Position(
        party="Ukraine", position="For it", evidence=(3,)
    )
    assert (drafted.usage.calls, drafted.usage.input_tokens) == (3, 3 * stub.PROMPT_TOKENS)
    assert drafted.warnings == ()


def test_the_same_article_gives_the_same_requests() -> None:
    """Recorded answers are found by the request's body: nothing in it may change from run to run."""
    assert draft(answer_all)[1] == draft(answer_all)[1]


def test_tasks_travel_between_processes() -> None:
    """A task carries settings and texts, no client; so does its result."""
    calls = calls_of(ARTICLE)
    assert pickle.loads(pickle.dumps(calls)) == calls
    answer = Answer("summary", (1,), problem="x")
    assert pickle.loads(pickle.dumps(answer)) == answer


def test_an_article_without_sentences_needs_no_call() -> None:
    """Nothing to ask about, nothing spent."""
    assert calls_of(article_of()) == []
    assert calls_of(article_of("HEADING", headings=(1,))) == []
    assert OpenAIEngine(ModelSettings("m")).assemble(ARTICLE, []) == Draft()


def test_a_cut_answer_is_named_with_its_section_and_sentences() -> None:
    """The other sections stay; the warning says what is missing, why, and for which sentences."""

    def cut_demands(request: dict[str, Any]) -> stub.Reply:
        return stub.cut() if section_of(request) == "demands" else answer_all(request)

    drafted, _ = draft(cut_demands)
    assert drafted.warnings == (
        "demands missing: the server cut the answer off at 1024 tokens (sentences 1-4)",
    )
    assert drafted.summary
    assert drafted.disagreements
    assert drafted.usage.calls == 3


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(stub.refusal("No."), "the model refused: No.", id="refusal"),
        pytest.param(stub.filtered(), "content filter withheld", id="filtered"),
        pytest.param(stub.said("{"), "not valid JSON", id="invalid JSON"),
        pytest.param(stub.ok({"lines": "text"}), "does not have the form", id="wrong type"),
        pytest.param(stub.ok({"other": []}), "does not have the form", id="wrong key"),
        pytest.param(stub.error(500), "failed (500)", id="500"),
        pytest.param(stub.error(429), "takes no more requests", id="429"),
        pytest.param(stub.error(404), "knows no model", id="404"),
        pytest.param(stub.dropped(), "no connection", id="dropped"),
    ],
)
def test_every_failed_call_is_a_warning(reply: stub.Reply, reason: str) -> None:
    """A task raises for no fault of its call; all three sections are named as missing."""
    drafted, _ = draft([reply])
    assert [warning.split(":")[0] for warning in drafted.warnings] == [f"{name} missing" for name in SECTIONS]
    assert all(reason in warning for warning in drafted.warnings)


def test_a_refused_key_stops_the_run() -> None:
    """No other call could succeed, so the task raises and the run can fall back or end."""
    with pytest.raises(AuthenticationError):
        draft([stub.error(401)])


def test_bad_entries_are_dropped_and_counted_and_good_ones_kept() -> None:
    """One entry without words costs that entry, not the section."""
    rows = [
        *DEMANDS["demands"],
        {"evidence": [3]},
        "text",
        {"party": "", "demand": "x"},
        {"party": 5, "demand": "x"},
    ]

    def mixed(request: dict[str, Any]) -> stub.Reply:
        return stub.ok({"demands": rows}) if section_of(request) == "demands" else answer_all(request)

    drafted, _ = draft(mixed)
    assert [demand.demand for demand in drafted.demands] == ["No NATO"]
    assert drafted.warnings == ("demands: 4 entries of the answer dropped as not usable (sentences 1-4)",)


def test_repeats_are_dropped() -> None:
    """Small models repeat themselves: the first stays, whatever its case and punctuation."""
    rows = [
        {"evidence": [2], "party": "Russia", "demand": "No NATO"},
        {"evidence": [3], "party": "russia", "demand": "“No NATO!”"},
        {"evidence": [2], "party": "Ukraine", "demand": "No NATO"},
    ]
    answer = Answer("demands", (2,), (responses.claims("demands", {"demands": rows}) or ((), 0))[0])
    drafted = OpenAIEngine(ModelSettings("m")).assemble(ARTICLE, [answer, answer])
    assert [(demand.party, demand.evidence) for demand in drafted.demands] == [
        ("Russia", (2,)),
        ("Ukraine", (2,)),
    ]


def test_one_issue_of_two_parts_is_one_disagreement() -> None:
    """The positions of all parts stand under it, each once."""

    def part(party: str) -> Answer:
        position = Position(party=party, position="Says so", evidence=(1,))
        shared = Position(party="UN", position="Is concerned", evidence=(1,))
        return Answer(
            "disagreements", (1,), (Disagreement(issue="The border", positions=(position, shared)),)
        )

    drafted = OpenAIEngine(ModelSettings("m")).assemble(ARTICLE, [part("Russia"), part("Ukraine")])
    assert [[p.party for p in found.positions] for found in drafted.disagreements] == [
        ["Russia", "UN", "Ukraine"]
    ]


def test_small_models_get_bounded_answers() -> None:
    """Left alone they cite the whole article for everything and repeat themselves until cut off."""
    for model, bounded in (("m", False), ("qwen2.5-1.5b", True)):
        for call in calls_of(ARTICLE, model=model):
            form = responses.FORMS[call.section]
            assert call.schema == (form.bounded if bounded else form.schema)
    assert "maxItems" not in repr(responses.FORMS["demands"].schema)
    assert "'maxItems': 2" in repr(responses.FORMS["demands"].bounded)


def test_a_long_article_is_cut_at_sentence_ends() -> None:
    """Every part fits the context, numbers stay global, and each sentence is in exactly one part."""
    texts = [
        f"Sentence {n} says that party {n} wants thing {n} before it accepts thing {n + 1}."
        for n in range(1, 201)
    ]
    calls = calls_of(article_of(*texts), context_tokens=3000)
    counter = tokens.counter("gpt-5-mini")
    assert max(counter.count_messages(call.messages) for call in calls) + 1024 <= 3000
    for section in SECTIONS:
        shown = [n for call in calls if call.section == section for n in call.numbers]
        assert shown == list(range(1, 201))
    sizes = [len(call.numbers) for call in calls if call.section == "summary"]
    assert len(sizes) > 2
    assert max(sizes) < 2 * min(sizes)


def test_the_warning_of_a_part_names_its_sentences() -> None:
    """Of a long article, only the failed part is missing."""
    answers = [
        Answer("demands", (1, 2, 3), problem="cut off"),
        Answer("demands", (4, 5)),
        Answer("demands", (7,), problem="cut off"),
        Answer("summary", (9,), dropped=1),
    ]
    assert OpenAIEngine(ModelSettings("m")).assemble(ARTICLE, answers).warnings == (
        "demands missing: cut off (sentences 1-3, 7)",
        "summary: 1 entry of the answer dropped as not usable (sentence 9)",
    )


@given(
    st.lists(st.text(alphabet="ab .Ж中\n😀", max_size=60), max_size=12),
    st.integers(min_value=30, max_value=120),
    st.sets(st.integers(min_value=1, max_value=12)),
)
def test_parts_fit_their_room_and_lose_nothing(texts: list[str], room: int, headings: set[int]) -> None:
    """For any article: no part is larger than its room, and all visible words are shown in order."""
    count = tokens.counter("gpt-4o").count
    article = article_of(*texts, headings=tuple(headings))
    parts = excerpts.chunks(article, room, count)
    for part in parts:
        rows = "".join(
            f"{'(heading, no evidence)' if r.n is None else f'[{r.n}]'} {r.text}\n" for r in part.lines
        )
        assert count(rows) <= room
    shown = "".join(row.text.replace(" ", "") for part in parts for row in part.lines if row.n is not None)
    told = (s.text for s in article.sentences if s.kind == "sentence")
    assert shown == "".join("".join(text.split()) for text in told)


def test_a_sentence_larger_than_the_context_is_shown_in_pieces() -> None:
    """It is never cut off: its pieces share its number."""
    calls = calls_of(article_of("Short.", "word " * 5000), context_tokens=3000)
    summaries = [call for call in calls if call.section == "summary"]
    assert len(summaries) > 2
    assert {n for call in summaries for n in call.numbers} == {1, 2}
    assert sum(call.messages[1]["content"].count("word") for call in summaries) >= 5000


def test_a_context_without_room_is_a_usage_error() -> None:
    """The message says how much is needed."""
    with pytest.raises(UsageError, match=r"set context_tokens to \d+ or more"):
        calls_of(ARTICLE, context_tokens=1500)


def test_a_long_title_does_not_use_up_the_context() -> None:
    """What is no title any more is shown in part."""
    calls = calls_of(article_of("Text.", title="word " * 5000), context_tokens=3000)
    assert tokens.counter("gpt-5-mini").count_messages(calls[0].messages) < 1000


@pytest.mark.parametrize(
    ("model", "size"),
    [
        ("qwen2.5-coder-1.5b-instruct", 1.5),
        ("llama3.1:8b", 8),
        ("/models/Mistral-7B-v0.3.gguf", 7),
        ("mixtral-8x7b", 56),
        ("qwen3-30b-a3b", 30),
        ("smollm2-360m", 0.36),
        ("gpt-5-mini", None),
        ("gpt-4.1-nano-2025-04-14", None),
        ("phi-3-mini-128k", None),
    ],
)
def test_a_models_size_is_read_from_its_name(model: str, size: float | None) -> None:
    """In billions of parameters; None where the name does not say."""
    assert size_b(model) == size


@pytest.mark.parametrize(
    ("model", "ask", "candidates"),
    [
        ("qwen2.5-1.5b", "auto", True),
        ("llama-13b", "auto", True),
        ("qwen2.5-14b", "auto", False),
        ("gpt-5-nano", "auto", False),
        ("gpt-5", "candidates", True),
        ("qwen2.5-1.5b", "whole", False),
    ],
)
def test_small_models_are_asked_candidate_by_candidate(model: str, ask: Any, candidates: bool) -> None:
    """Unless the settings say otherwise, the size in the name decides."""
    assert asks_candidates(ModelSettings(model, ask=ask)) is candidates


def candidate(n: int, *wordings: str) -> Candidate:
    """Sentence ``n`` with Russia's demands in it, as rules might read them."""
    proposals = tuple(Proposal("Russia", wording, None, (n,)) for wording in wordings or (f"Thing {n}",))
    return Candidate(n, proposals, ("Russia", "Ukraine"))


def propose(*numbers: int) -> Any:
    """Proposes one demand in each of these sentences."""
    return lambda _: Proposed(demands=[candidate(n) for n in numbers], disagreements=[dispute(2, 4)])


def dispute(*numbers: int) -> Disagreement:
    """Two parties at odds, each in its sentence."""
    parties = zip(("Russia", "Ukraine"), numbers, strict=True)
    sides = tuple(Position(party=party, position=f"Thing {n}", evidence=(n,)) for party, n in parties)
    return Disagreement(issue="A thing", positions=sides)


def test_each_candidate_is_asked_about_with_three_sentences_before_it() -> None:
    """The proposed sentences become short calls of their own, in place of one for the whole article."""
    article = article_of(*(f"Sentence number {n}." for n in range(1, 8)))
    calls = calls_of(article, propose(6, 2, 99), ask="candidates")
    demands = [call for call in calls if call.section == "demands"]
    assert [call.numbers for call in demands] == [(6,), (2,)]
    shown = demands[0].messages[1]["content"]
    assert "[3] Sentence number 3." in shown
    assert "[2] " not in shown
    assert "[7] " not in shown
    assert "(1) Russia: Thing 6" in shown
    assert [call.section for call in calls if call.section != "demands"] == ["summary", "disagreements"]


def test_a_proposed_disagreement_is_shown_with_the_sentences_of_its_sides() -> None:
    """Nothing else of the article is needed to decide on it."""
    article = article_of(*(f"Sentence number {n}." for n in range(1, 8)))
    (call,) = [c for c in calls_of(article, propose(6), ask="candidates") if c.section == "disagreements"]
    shown = call.messages[1]["content"]
    assert call.numbers == (2, 4)
    assert [f"[{n}] " in shown for n in range(1, 8)] == [n in (2, 4) for n in range(1, 8)]
    assert "Issue: A thing\n(1) Russia: Thing 2\n(2) Ukraine: Thing 4" in shown


def test_the_summary_is_asked_for_by_the_sentences_that_say_most() -> None:
    """A small model that is shown the whole article repeats its first sentences."""
    article = article_of(*(f"Sentence number {n}." for n in range(1, 8)))

    def few(_: Article) -> Proposed:
        return Proposed(telling=(1, 4, 6))

    (call,) = calls_of(article, few, model="qwen2.5-1.5b")
    (whole,) = calls_of(article, few, model="gpt-5", ask="candidates")
    assert whole.numbers == (1, 2, 3, 4, 5, 6, 7)
    shown = call.messages[1]["content"]
    assert (call.section, call.numbers) == ("summary", (1, 4, 6))
    assert [f"[{n}] " in shown for n in range(1, 8)] == [n in (1, 4, 6) for n in range(1, 8)]
    assert "in 2 to 3 lines" in shown


def test_long_sentences_of_a_disagreement_are_cut_to_the_context() -> None:
    """Each side keeps its share."""
    long = " ".join(["word"] * 3000)
    article = article_of(*(f"Side {n} {long}." for n in range(1, 5)))
    calls = calls_of(article, propose(1), ask="candidates", context_tokens=4000)
    (call,) = [call for call in calls if call.section == "disagreements"]
    assert call.numbers == (2, 4)
    assert tokens.counter("m").count_messages(call.messages) < 4000 - 1024
    assert call.messages[1]["content"].count("word…") == 2


@pytest.mark.parametrize(("relation", "kept"), [("disagreement", 1), ("agreement", 0), ("unrelated", 0)])
def test_the_model_decides_whether_parties_disagree(relation: str, kept: int) -> None:
    """What it does not confirm is not reported, and that is no fault to warn of."""

    def script(request: dict[str, Any]) -> stub.Reply:
        if section_of(request) == "relation":
            return stub.ok({"relation": relation})
        return confirm(request)

    drafted = decided(script, Proposed(disagreements=[dispute(1, 2)]))
    assert (len(drafted.disagreements), drafted.warnings) == (kept, ())


def test_context_of_a_candidate_ends_at_a_heading() -> None:
    """What stands above a heading speaks of something else."""
    article = article_of("Other matter.", "SECOND STORY", "It must end.", headings=(2,))
    (call,) = [c for c in calls_of(article, propose(3), ask="candidates") if c.section == "demands"]
    assert "(heading, no evidence) SECOND STORY" in call.messages[1]["content"]
    assert "Other matter" not in call.messages[1]["content"]


def test_candidates_without_a_proposer_are_a_usage_error() -> None:
    """Asked for by name it cannot be done; by size it is done the other way."""
    with pytest.raises(UsageError, match="candidates"):
        OpenAIEngine(ModelSettings("m", ask="candidates"))
    assert [call.section for call in calls_of(ARTICLE, model="qwen-1.5b")] == list(SECTIONS)


def decided(script: stub.Script, proposed: Proposed) -> Draft:
    """The draft from a scripted server that is asked about these proposals."""
    with stub.serve(script) as server:
        settings = ModelSettings("m", server.base_url, retries=0, ask="candidates")
        engine = OpenAIEngine(settings, lambda _: proposed)
        return engine.assemble(ARTICLE, [task() for task in engine.tasks(ARTICLE)])


def confirm(request: dict[str, Any], **verdict: Any) -> stub.Reply:
    """Every first proposal is a demand of Russia's; the other sections are answered well."""
    if section_of(request) != "verdicts":
        return answer_all(request)
    given = {"evidence": 2, "speaker": "Lavrov", "party": "Russia", "kind": "demand"}
    return stub.ok({"1": given | verdict})


def test_a_failing_candidate_costs_only_itself() -> None:
    """Its sentence is named; the demands of the others stay."""

    def second_fails(request: dict[str, Any]) -> stub.Reply:
        failing = "sentence [3]" in request["messages"][1]["content"]
        return stub.error(500) if failing else confirm(request)

    drafted = decided(second_fails, Proposed(demands=[candidate(2), candidate(3)]))
    assert [(demand.demand, demand.evidence) for demand in drafted.demands] == [("Thing 2", (2,))]
    (warning,) = drafted.warnings
    assert warning.startswith("demands missing: ")
    assert warning.endswith("(sentence 3)")


@pytest.mark.parametrize("kind", ["courtesy", "comment"])
def test_what_the_model_rejects_is_no_demand(kind: str) -> None:
    """The rules propose, the model decides; a decision is no fault to warn of."""
    drafted = decided(lambda request: confirm(request, kind=kind), Proposed(demands=[candidate(2)]))
    assert (drafted.demands, drafted.warnings) == ((), ())


def test_a_proposal_without_a_verdict_is_named() -> None:
    """The model passed over one of two: that is a missing answer, not a rejection."""
    drafted = decided(confirm, Proposed(demands=[candidate(2, "One thing", "Another")]))
    assert [demand.demand for demand in drafted.demands] == ["One thing"]
    assert drafted.warnings == ("demands: 1 entry of the answer dropped as not usable (sentence 2)",)


def test_small_models_decide_and_do_not_revise() -> None:
    """Asked for a party or better words, they give a neighbour's: they are not asked."""
    for model, revises in (("m", True), ("qwen2.5-1.5b", False)):
        calls = calls_of(ARTICLE, lambda _: Proposed(demands=[candidate(2)]), model=model, ask="candidates")
        (call,) = [call for call in calls if call.section == "demands"]
        assert ("'wording'" in repr(call.schema)) is revises
        assert ("'party'" in repr(call.schema)) is revises
        assert ("- wording:" in call.messages[1]["content"]) is revises


def test_small_models_are_asked_at_temperature_zero() -> None:
    """Unless the settings say otherwise; hosted models may refuse the option, and are not sent it."""
    assert steady(ModelSettings("qwen2.5-1.5b")).temperature == 0
    assert steady(ModelSettings("qwen2.5-1.5b", temperature=0.7)).temperature == 0.7
    assert steady(ModelSettings("gpt-5-mini")).temperature is None
    assert {call.settings.temperature for call in calls_of(ARTICLE, model="qwen2.5-1.5b")} == {0}


def test_decisions_travel_between_processes() -> None:
    """A decision carries its candidate."""
    calls = calls_of(ARTICLE, propose(2), ask="candidates")
    assert pickle.loads(pickle.dumps(calls)) == calls


def test_info_names_the_model() -> None:
    """As it stands in the brief."""
    assert OpenAIEngine(ModelSettings("gpt-5-mini")).info.model_dump() == {
        "name": "openai",
        "model": "gpt-5-mini",
    }


def test_spans_read_like_page_numbers() -> None:
    """Runs are joined, repeats dropped."""
    assert spans([7]) == "sentence 7"
    assert spans([9, 1, 2, 3, 3, 11]) == "sentences 1-3, 9, 11"
