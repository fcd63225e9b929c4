"""What all tests share: a home of their own, no key, no network but loopback, and small fakes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from summarizer.schema import Article, Draft, EngineInfo, Sentence
from tests.stub_web import Site, running

# The same examples on every run and machine, however slow; no folder of examples is left behind.
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _own_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Each test has its own home and working folder, and an environment that sets nothing here."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    if request.config.getoption("--record-mode") in (None, "none"):
        for name in [name for name in os.environ if name.startswith(("OPENAI_", "SUMMARIZER_", "SLACK_"))]:
            monkeypatch.delenv(name)


@pytest.fixture
def seeds() -> Path:
    """The folder of the seed articles."""
    return ROOT / "seeds"


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback that runs while the test does."""
    with running() as server:
        yield server


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Builds an article from its sentences."""

    def make(*texts: str, **fields: Any) -> Article:
        sentences, start = [], 0
        for n, text in enumerate(texts, 1):
            sentences.append(Sentence(n=n, start=start, end=start + len(text), text=text))
            start += len(text) + 1
        given = {"id": "a1", "title": "Talks in Geneva", "source": "talks.txt", "text": " ".join(texts)}
        return Article(**{**given, "sentences": tuple(sentences), **fields})

    return make


FAKE = EngineInfo(name="fake")


@dataclass(frozen=True)
class FakeEngine:
    """Drafts what it is told to, by the article's title; a draft that is an exception is raised."""

    drafts: dict[str, Draft | Exception] = field(default_factory=dict)
    info: EngineInfo = FAKE

    def tasks(self, article: Article) -> Sequence[Callable[[], Any]]:
        """Two tasks an article, so that their results must be told apart."""
        return [FakeTask(article.id, 1), FakeTask(article.id, 2, self.drafts.get(article.title))]

    def assemble(self, article: Article, results: Sequence[Any]) -> Draft:
        """The draft, if the results are those of the article's own tasks."""
        assert list(results) == [(article.id, 1), (article.id, 2)]
        draft = self.drafts.get(article.title, Draft())
        assert isinstance(draft, Draft)
        return draft


@dataclass(frozen=True)
class FakeTask:
    """A picklable piece of work."""

    article: str
    number: int
    outcome: Draft | Exception | None = None

    def __call__(self) -> tuple[str, int]:
        """Its own name, or the exception that it is told to raise."""
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.article, self.number


@pytest.fixture
def fake_engine() -> type[FakeEngine]:
    """The class of the fake engine."""
    return FakeEngine


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Every recorder reads and writes the readable recordings, and tells the test what it lacked."""
    from tests import recording

    config.stash[recording.PLAYBACK] = recording.configure(vcr)
