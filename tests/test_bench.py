"""``benchmarks.run``: what it measures with, and that its figures get into the document by themselves."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest

from benchmarks import run
from benchmarks.bench import corpus, document, growth, plain, spending, stub
from benchmarks.bench.processes import ROOT
from benchmarks.bench.results import Results, spread
from benchmarks.bench.tables import TABLES, tables
from benchmarks.bench.tape import Tape, playing
from summarizer import sources
from summarizer.engines.openai import OpenAIEngine
from summarizer.engines.questions import Call
from summarizer.llm import ModelSettings
from summarizer.request import Outcome
from tests import stub_openai

TEXT = "The port rejected the demand on Monday. Dockers want an 8% rise. The mayor said nothing at all."
REQUEST = {"model": "m", "messages": [{"role": "user", "content": "Hello"}]}


def post(base_url: str) -> dict[str, object]:
    """The answer to a chat request."""
    asked = urllib.request.Request(f"{base_url}/chat/completions", json.dumps(REQUEST).encode())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(asked, timeout=10) as answer:
        told: dict[str, object] = json.load(answer)
    return told


def test_the_stub_server_answers_in_the_form_that_is_asked_for() -> None:
    """What is timed is the path of a good answer, with claims for the gate to check."""
    engine = OpenAIEngine(ModelSettings("stub", "http://127.0.0.1:1/v1", ask="whole"))
    for task in engine.tasks(sources.article("a", TEXT, name="a")):
        assert isinstance(task, Call)
        form = {"json_schema": {"name": task.schema_name}}
        data = stub.answer({"messages": task.messages, "response_format": form})
        answer = task.read(Outcome(data))
        assert answer.claims
        assert not answer.problem
        assert not answer.dropped


def test_a_tape_measures_a_call_and_answers_it_from_then_on(tmp_path: Path) -> None:
    """A run that breaks off asks nothing twice, and its figures can be computed anew."""
    with stub_openai.serve([stub_openai.said("Hello.")]) as server:
        tape = Tape(tmp_path, server.base_url)
        with playing(tape) as address:
            first = post(address)
            assert post(address) == first
        assert len(server.requests) == 1
    with playing(Tape(tmp_path, "http://127.0.0.1:1/v1")) as address:
        assert post(address) == first
    assert [call.output_tokens for call in tape.calls] == [stub_openai.ANSWER_TOKENS] * 2
    assert tape.calls[0].input_tokens == stub_openai.PROMPT_TOKENS
    assert tape.calls[0].cached_tokens == 0


def test_a_tape_keeps_no_failure(tmp_path: Path) -> None:
    """What failed is asked again the next time."""
    with (
        stub_openai.serve([stub_openai.error(500)]) as server,
        playing(Tape(tmp_path, server.base_url)) as address,
        pytest.raises(urllib.error.HTTPError),
    ):
        post(address)
    assert not list(tmp_path.iterdir())


def test_made_articles_are_distinct_and_the_same_every_time() -> None:
    """Growth is measured on as many articles as are wanted, none of them a copy of another."""
    real = [
        f"The minister of place number {n} said on Monday that the port must stay open." for n in range(40)
    ]
    made = list(corpus.made(real, 50))
    assert len(set(made)) == 50
    assert made == list(corpus.made(real, 50))


def test_exponent_tells_linear_from_quadratic() -> None:
    """By least squares on logarithms; start-up does not count, as the smallest sizes are left out."""
    sizes = (100, 1000, 5000)
    assert growth.exponent([{"articles": n, "s": 3.0 * n} for n in sizes], "s") == pytest.approx(1)
    assert growth.exponent([{"articles": n, "s": 0.1 * n * n} for n in sizes], "s") == pytest.approx(2)
    assert growth.exponent([{"articles": 100, "s": 1.0}], "s") is None


def test_quotes_of_the_plain_prompt_are_all_found() -> None:
    """Those of summary, demands and positions count alike."""
    side = {"party": "Port", "position": "No rise", "quote": "c"}
    answer = {
        "summary": [{"text": "t", "quote": "a"}],
        "demands": [{"party": "Dockers", "demand": "8%", "addressee": None, "quote": "b"}],
        "disagreements": [{"issue": "Pay", "positions": [side]}],
    }
    assert plain.quotes(answer) == ["a", "b", "c"]


def test_tables_go_between_their_markers_and_nowhere_else() -> None:
    """What is written about the figures stays; writing twice changes nothing."""
    text = "Before.\n\n<!-- a: written by `make bench` -->\n\nold\n\n<!-- end of a -->\n\nAfter.\n"
    written = document.place(text, {"a": "| new |"})
    assert written == text.replace("old", "| new |")
    assert document.place(written, {"a": "| new |"}) == written


def test_a_table_without_a_place_is_an_error() -> None:
    """A figure that nobody sees must not pass for one that was published."""
    with pytest.raises(document.PlaceError, match="'b'"):
        document.place("<!-- a: written by `make bench` -->\n\n<!-- end of a -->\n", {"b": "| |"})


def test_the_document_has_a_place_for_every_table() -> None:
    """``make bench`` never fails at its last step."""
    text = (ROOT / "docs" / "BENCHMARKS.md").read_text(encoding="utf-8")
    assert document.place(text, dict.fromkeys(TABLES, "| |"))


def test_results_say_when_and_on_what_they_were_measured(tmp_path: Path) -> None:
    """A table stands under its day, its machine and its versions; what was not measured has none."""
    results = Results(tmp_path)
    speed = {"summarizer_s": [2.0, 1.0], "sumy_s": [1.0, 1.0], "speed": spread([0.5, 1.0])}
    results.write(
        "offline", {"lengths": [{"articles": 10, "words": 99, **speed}], "versions": {"sumy": "1.2"}}
    )
    written = tables(results)
    assert list(written) == ["offline"]
    assert "sumy 1.2" in written["offline"]
    assert "cores" in written["offline"]
    assert "| 99 | 10 | 100.0 ms | 100.0 ms | 0.75 | 0.50 to 1.00 |" in written["offline"]
    assert results.read("growth") is None


def test_saved_tokens_are_held_against_the_plain_prompt() -> None:
    """A program that asks no model has no part in it; counts are compared call by call."""
    total = {"output_tokens": 60, "cached_tokens": 50, "input_tokens": 200}
    none = {"output_tokens": 0, "cached_tokens": 0, "input_tokens": 0}
    asked = [{"counted": [[99, 100], [101, 100]]}]
    programs = {
        "offline": {"total": none, "articles": [{"counted": []}]},
        "ours": {"total": total, "articles": asked},
        plain.NAME: {"total": {**total, "output_tokens": 100}, "articles": asked},
    }
    measured = spending.measure({"model": "gpt-5-mini", "programs": programs})
    assert measured["output_less_than_plain"] == {"ours": pytest.approx(0.4)}
    assert measured["counts"]["ours"]["error"]["max"] == pytest.approx(0.01)
    assert measured["counts"]["ours"]["reused"] == 0.25
    assert measured["is_exact"]


@pytest.mark.parametrize("what", ["peers", "tokens"])
def test_what_cannot_be_measured_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    """Without a server there is no model to ask, and without its answers nothing to count."""
    assert run.main([what, "--results", str(tmp_path / "results"), "--print"]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"{what}: ")
