"""The seed articles through the product with a real model's recorded answers.

The recordings are real (docs/recordings.md): ``make record`` makes them anew with any model.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from benchmarks.evaluate import GOLD, SEEDS
from benchmarks.quality.labels import load_gold, pair
from benchmarks.quality.recorded import model_briefs, recorded_briefs
from summarizer import wiring
from summarizer.combining import ByModel
from summarizer.evidence import NO_POSITION
from summarizer.parties import Parties
from summarizer.request import Request
from summarizer.schema import Brief
from summarizer.settings import Settings
from tests import recording

ARTICLES = sorted(SEEDS.glob("*.txt"))
NAMES = [path.stem for path in ARTICLES]
DAILY = "daily"
NOT_ANSWERED = re.compile(r"no connection|no answer from|\(\d{3}\)")
"""In a warning: the server, not the model, is to blame."""


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    """One folder for all recordings, at the top of the checkout."""
    return str(recording.CASSETTES)


@pytest.fixture
def vcr_config() -> dict[str, object]:
    """How requests match and answers are stored; whether they are recorded is for the command line."""
    return recording.OPTIONS


@pytest.fixture
def default_cassette_name(request: pytest.FixtureRequest) -> str:
    """A recording is named after its article, whatever its test is called."""
    return request.node.callspec.id if hasattr(request.node, "callspec") else DAILY


@pytest.fixture
def playback(request: pytest.FixtureRequest) -> recording.Playback:
    """What was asked beyond the recording."""
    return request.config.stash[recording.PLAYBACK]


@pytest.fixture(scope="module")
def recorded() -> list[Brief]:
    """The briefs of all seeds, as recorded."""
    return recorded_briefs(ARTICLES)


def check_played(playback: recording.Playback, warnings: tuple[str, ...], record_mode: str) -> None:
    """Fail with a readable difference if a request was not recorded, or while recording did not get through.

    An answer that was cut off or unusable is the model's own, and may be recorded like any other.
    """
    if record_mode == "none" and playback.differences:
        pytest.fail(playback.report(), pytrace=False)
    assert not [warning for warning in warnings if NOT_ANSWERED.search(warning)]


@pytest.mark.vcr
@pytest.mark.parametrize("path", ARTICLES, ids=NAMES)
def test_a_real_model_briefs_the_article(path: Path, playback: recording.Playback, record_mode: str) -> None:
    """Every section is drafted, every quote is the article's, and nothing of the page around it leaks."""
    cassette = recording.cassette_of(path)
    settings = recording.settings(cassette) if record_mode == "none" else recording.server_settings()
    (brief,) = model_briefs([path], settings)
    check_played(playback, brief.warnings, record_mode)
    assert brief.engine.model == settings.model
    assert brief.summary
    assert brief.demands
    assert brief.usage.calls >= 3
    check_quotes(brief)
    (labelled,) = [item for item in pair(SEEDS, load_gold(GOLD)) if item.path.stem == path.stem]
    shown = brief.model_dump_json()
    assert [text for text in labelled.gold.furniture if text in shown] == []


def check_quotes(brief: Brief) -> None:
    """Every quote is a passage of the article, and everything that is claimed cites sentences of it."""
    # A side whose position is not proved is named without one.
    said = [position for item in brief.disagreements for position in item.positions]
    positions = [position for position in said if position.position != NO_POSITION]
    for claim in (*brief.demands, *positions):
        assert claim.quote
        assert claim.quote in brief.article.text
    for cited in (*brief.summary, *brief.demands, *positions):
        assert cited.evidence
        assert all(brief.article.sentence(n) for n in cited.evidence)


@pytest.mark.vcr
def test_a_real_model_merges_the_day(
    recorded: list[Brief], playback: recording.Playback, record_mode: str
) -> None:
    """The five briefs become one briefing: each demand once, with its articles, under its own party."""
    if record_mode == "none":
        model = recording.settings(recording.CASSETTES / f"{DAILY}.yaml").model
        settings = Settings(engine="openai", model=model, base_url=recording.ADDRESS)
    else:
        settings = Settings(engine="openai", timeout_s=600)
    combine = ByModel(wiring.model_settings(settings), settings.title, Parties(), Request.__call__)
    briefing = combine(recorded, "2026-11-22", ())
    check_played(playback, briefing.warnings, record_mode)
    assert briefing.digest
    articles = {brief.article.id: brief.article for brief in recorded}
    for line in (*briefing.digest, *briefing.demands):
        assert line.evidence
        for citation in line.evidence:
            assert all(articles[citation.article].sentence(n) for n in citation.sentences)
    of_articles = {(demand.party, brief.article.id) for brief in recorded for demand in brief.demands}
    merged = {(demand.party, cited.article) for demand in briefing.demands for cited in demand.evidence}
    assert merged == of_articles


@pytest.mark.parametrize("name", [*NAMES, DAILY])
def test_a_recording_names_no_server_and_no_key(name: str) -> None:
    """Every address is the stand-in, and nothing but the content type is left of the headers."""
    text = (recording.CASSETTES / f"{name}.yaml").read_text(encoding="utf-8")
    calls = yaml.safe_load(text)["interactions"]
    assert {call["request"]["uri"] for call in calls} == {f"{recording.ADDRESS}/chat/completions"}
    assert {tuple(call[side]["headers"]) for call in calls for side in ("request", "response")} == {
        ("content-type",)
    }
    assert not re.search(r"bearer |127\.0\.0\.1|/home/|x-stainless", text, re.I)


def test_a_changed_prompt_is_shown_line_by_line() -> None:
    """Whoever changes a prompt sees what differs from the recorded request, not that something does."""
    old, new = (request_of({"messages": [{"content": f"TASK\n{word} it\nEND"}]}) for word in ("Do", "Leave"))
    playback = recording.Playback()
    with pytest.raises(AssertionError):
        playback.same_body(new, old)
    assert "-    Do it" in playback.report()
    assert "+    Leave it" in playback.report()
    playback.same_body(new, new)
    assert not playback.differences


def test_cleaning_a_request_twice_changes_nothing_more() -> None:
    """Cleaning runs again when a recording is read."""
    once = recording.clean_request(request_of({"max_completion_tokens": 5}))
    twice = recording.clean_request(once)
    assert (once.uri, once.body, once.headers) == (twice.uri, twice.body, twice.headers)
    assert once.uri == f"{recording.ADDRESS}/chat/completions"
    assert json.loads(once.body) == {"max_tokens": 5}
    assert "authorization" not in once.headers


def request_of(body: dict[str, object]) -> recording.Request:
    """A request as it goes to a server."""
    headers = {"authorization": "Bearer secret", "content-type": "application/json"}
    return recording.Request(
        "POST", "https://models.example.org:8443/api/v1/chat/completions", json.dumps(body), headers
    )
