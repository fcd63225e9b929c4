"""Recordings of a model's answers: how they are written, read and matched.

Shared by the recorded tests and the benchmarks. A recording is a readable YAML file with, for each
call, the request's JSON body and the answer's, and nothing that names a server, a key or a person's
machine. Requests match by method, path and body, so a changed prompt fails until re-recorded.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import vcr
import yaml
from vcr.request import Request

from summarizer.llm import ModelSettings

CASSETTES = Path(__file__).resolve().parents[1] / "cassettes"
ADDRESS = "http://localhost/v1"
"""Stands in recordings for the server that was asked."""

# What an answer needs to be read again; servers add ids, dates, timings and their own names.
_ANSWER_FIELDS = ("object", "model", "choices", "usage")
_USAGE_FIELDS = ("prompt_tokens", "completion_tokens", "total_tokens")
_MOST_DIFF_LINES = 30
PLAYBACK = pytest.StashKey["Playback"]()
"""Where the plugin hook leaves the current test's playback."""


def cassette_of(article: Path) -> Path:
    """The recording of an article's calls, named like its file."""
    return CASSETTES / f"{article.stem}.yaml"


def settings(cassette: Path) -> ModelSettings:
    """The settings under which a recording was made: its model, at an address that nobody serves."""
    first = yaml.safe_load(cassette.read_text(encoding="utf-8"))["interactions"][0]["request"]
    return ModelSettings(model=first["body"]["model"], base_url=ADDRESS, retries=0)


def server_settings() -> ModelSettings:
    """The settings to record with, from the environment.

    Raises:
        KeyError: SUMMARIZER_MODEL is not set.
    """
    return ModelSettings(
        model=os.environ["SUMMARIZER_MODEL"],
        base_url=os.environ.get("OPENAI_BASE_URL"),
        api_key=os.environ.get("OPENAI_API_KEY", ""),
        timeout_s=600,
        retries=0,
    )


@dataclass
class Playback:
    """What went wrong while a recording was played: requests that it does not hold."""

    differences: dict[str, str] = field(default_factory=dict)
    _matched: set[str] = field(default_factory=set)

    def same_body(self, made: Request, recorded: Request) -> None:
        """A matcher for VCR: the two bodies are the same JSON.

        Raises:
            AssertionError: they differ; the message is a diff in which prompts are shown line by line.
        """
        new, old = _body(made), _body(recorded)
        key = json.dumps(new, sort_keys=True)
        if new == old:
            self._matched.add(key)
            self.differences.pop(key, None)
            return
        diff = _diff(old, new)
        # Of all recorded requests, the most similar one tells what has changed.
        if key not in self._matched and len(diff) < len(self.differences.get(key, diff + "x")):
            self.differences[key] = diff
        raise AssertionError(diff)

    def report(self) -> str:
        """The first request that no recording answers, against the recorded one most like it."""
        first = next(iter(self.differences.values()))
        lines = first.splitlines()
        more = [f"... ({len(lines) - _MOST_DIFF_LINES} more lines)"] if len(lines) > _MOST_DIFF_LINES else []
        head = f"{len(self.differences)} of its requests are not recorded: re-record (docs/recordings.md)"
        return "\n".join([head, *lines[:_MOST_DIFF_LINES], *more])


OPTIONS: dict[str, Any] = {
    "match_on": ("method", "path", "same_body"),
    "decode_compressed_response": True,
    "allow_playback_repeats": True,
    "serializer": "yaml",
}
"""Options for VCR, without a record mode: that is the command line's to say."""


def configure(recorder: vcr.VCR) -> Playback:
    """Teach a recorder the readable form of these recordings, and how their requests match."""
    playback = Playback()
    recorder.register_serializer("yaml", Readable)
    recorder.register_matcher("same_body", playback.same_body)
    recorder.before_record_request = clean_request
    recorder.before_record_response = clean_response
    return playback


@contextmanager
def replayed(cassette: Path) -> Iterator[Playback]:
    """Play a recording in place of the network."""
    recorder = vcr.VCR(record_mode="none")
    playback = configure(recorder)
    with recorder.use_cassette(str(cassette), **OPTIONS):
        yield playback


def clean_request(request: Request) -> Request:
    """The request without its server's address, its headers, and names that differ between servers."""
    body = _body(request)
    if "max_completion_tokens" in body:
        body["max_tokens"] = body.pop("max_completion_tokens")
    path = request.path.rpartition("/v1/")[2] or request.path.lstrip("/")
    headers = {"content-type": "application/json"}
    return Request(request.method, f"{ADDRESS}/{path}", json.dumps(body), headers)


def clean_response(response: dict[str, Any]) -> dict[str, Any] | None:
    """The response with its status, its type, and what an answer needs; None if it is an error."""
    if response["status"]["code"] != 200:
        return None
    data = json.loads(response["body"]["string"])
    kept = {name: data[name] for name in _ANSWER_FIELDS if name in data}
    if isinstance(kept.get("usage"), dict):
        kept["usage"] = {name: kept["usage"][name] for name in _USAGE_FIELDS if name in kept["usage"]}
    return {
        "status": response["status"],
        "headers": {"content-type": ["application/json"]},
        "body": {"string": json.dumps(kept).encode()},
    }


class Readable:
    """VCR's YAML with JSON bodies as YAML and texts of several lines as such."""

    @staticmethod
    def serialize(cassette: Mapping[str, Any]) -> str:
        """A recording as text."""
        interactions = [
            {
                "request": {**item["request"], "body": json.loads(item["request"]["body"])},
                "response": {**item["response"], "body": json.loads(item["response"]["body"]["string"])},
            }
            for item in cassette["interactions"]
        ]
        data = {**cassette, "interactions": interactions}
        return _shown(data, sort_keys=False)

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """A recording from its text, as VCR wants it."""
        data: dict[str, Any] = yaml.safe_load(text)
        for item in data["interactions"]:
            item["request"]["body"] = json.dumps(item["request"]["body"])
            item["response"]["body"] = {"string": json.dumps(item["response"]["body"])}
        return data


class _Dumper(yaml.SafeDumper):
    """Texts of several lines are written line by line."""

    def ignore_aliases(self, data: Any) -> bool:
        """Repeats are written out: a reader looks for the text, not for where it stood first."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _shown(data: object, **options: Any) -> str:
    text: str = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, width=110, default_flow_style=None, **options
    )
    return text


def _body(request: Request) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(request.body)
    return body


def _diff(old: object, new: object) -> str:
    lines = [_shown(body).splitlines() for body in (old, new)]
    return "\n".join(difflib.unified_diff(*lines, "recorded", "requested", n=1, lineterm=""))
