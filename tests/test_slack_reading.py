"""A stored briefing is read back whole, or refused in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.errors import UsageError
from summarizer.schema import Briefing
from summarizer.slack import briefing_from_json, messages, read_briefing
from tests.test_slack_messages import briefing, demand


def test_a_briefing_comes_back_as_it_was_written(seeds: Path, tmp_path: Path) -> None:
    """All but the articles' text beyond their sentences, which is not written; offsets stay true."""
    from summarizer import daily

    written = daily(str(seeds), engine="offline")
    file = tmp_path / "briefing.json"
    file.write_text(written.model_dump_json(by_alias=True, indent=2), encoding="utf-8")
    read = read_briefing(file)
    assert read.model_dump_json() == written.model_dump_json()
    assert messages(read) == messages(written)
    for brief in read.articles:
        for sentence in brief.article.sentences:
            assert brief.article.text[sentence.start : sentence.end] == sentence.text


def test_fields_of_later_versions_are_ignored() -> None:
    """The contract allows additions."""
    data = json.loads(briefing(demand("A", "b")).model_dump_json(by_alias=True))
    data["new"] = data["articles"][0]["new"] = data["articles"][0]["article"]["new"] = {"x": 1}
    assert briefing_from_json(json.dumps(data)).demands[0].demand == "b"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a briefing"),
        ("7", "not a briefing"),
        ('{"a": 1}', "not a briefing"),
        ('{"schema": "briefing/2"}', "made by a newer version"),
        ('{"schema": "article-brief/1"}', "holds briefs of articles"),
        ('[{"schema": "article-brief/1"}]', "holds briefs of articles"),
        ('{"schema": "feed/1"}', "unknown kind"),
        ('{"schema": "briefing/1"}', "damaged: 'date'"),
        (
            '{"schema": "briefing/1", "date": "2024-06-14", "title": "t", "articles": [7]}',
            "damaged: 'articles.0'",
        ),
        (
            '{"schema": "briefing/1", "date": "2024-06-14", "title": "t", "articles": 7}',
            "damaged: 'articles'",
        ),
        ('{"schema": "briefing/1", "date": 7, "title": "t"}', "damaged: 'date'"),
    ],
    ids=range(14),
)
def test_anything_else_is_refused_in_one_line(text: str, problem: str, tmp_path: Path) -> None:
    """It names the file, what it is, and what to do."""
    file = tmp_path / "briefing.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_briefing(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    """In one line."""
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    for name, problem in (
        ("none.json", "cannot be read"),
        ("binary.json", "not UTF-8"),
        (".", "cannot be read"),
    ):
        with pytest.raises(UsageError, match=problem):
            read_briefing(tmp_path / name)


@pytest.mark.parametrize(("article", "sentence"), [("a", 99), ("gone\n", 1)])
def test_a_line_without_its_evidence_is_refused(article: str, sentence: int) -> None:
    """What cannot be looked up is not posted, whoever edited the file."""
    data = json.loads(briefing(demand("A", "b")).model_dump_json(by_alias=True))
    data["demands"][0]["evidence"] = [{"article": article, "sentences": [1, sentence]}]
    with pytest.raises(ValueError, match=f"damaged: a line rests on sentence {sentence} of") as caught:
        briefing_from_json(json.dumps(data))
    assert "\n" not in str(caught.value)


def test_a_damaged_offset_does_not_fill_the_memory() -> None:
    """A sentence that starts beyond any article is left out of the rebuilt text."""
    data = json.loads(briefing().model_dump_json(by_alias=True))
    data["articles"][0]["article"]["sentences"][0]["start"] = 10**15
    read: Briefing = briefing_from_json(json.dumps(data))
    assert read.articles[0].article.text == ""
