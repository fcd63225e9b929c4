"""``benchmarks.live``: any server's model, through the product's own path, against labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import live
from tests import stub_openai as stub

TEXT = "The dockers' union demanded an 8% rise from the port on Monday in Genoa, its leader said.\n"
ROWS: dict[str, Any] = {
    "summary": {"lines": [{"evidence": [1], "text": "The dockers' union demanded an 8% rise."}]},
    "demands": {"demands": [{"evidence": [1], "party": "Dockers' union", "demand": "an 8% rise"}]},
    "disagreements": {"disagreements": []},
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One article with its labels; no proxy stands between the test and loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_text('{"facts": [{"fact": "A rise.", "must_mention": [["8%"]]}]}')
    return tmp_path


def measure(folder: Path, script: stub.Script, *options: str) -> int:
    """The exit status of a measurement with a scripted server."""
    with stub.serve(script) as server:
        return live.main(
            [
                "--base-url",
                server.base_url,
                "--model",
                "m",
                "--folder",
                str(folder),
                "--gold",
                str(folder),
                *(options or ["-v"]),
            ]
        )


def answer(request: dict[str, Any]) -> stub.Reply:
    """What was asked for, as a good model answers."""
    return stub.ok(ROWS[request["response_format"]["json_schema"]["name"]])


def test_scores_summary_and_cost_are_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a reader needs to compare two models."""
    assert measure(folder, answer) == 0
    out = capsys.readouterr().out
    assert "model: m" in out
    assert "+ The dockers' union demanded" in out
    assert "3 calls, 300 tokens in, 30 out" in out


def test_figures_come_as_json_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a program needs to compare two models: scores, lines kept and withheld, mutants caught, cost."""
    assert measure(folder, answer, "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["engines"]["m"]["total"]["facts"] == {"found": 1, "due": 1}
    assert told["engines"]["m"]["kept"]["demands"] == 1
    assert told["engines"]["m"]["withheld"]["demands"] == 0
    assert told["gate"]["on_one_sentence"]["wrong_withheld"] == 1
    assert told["usage"]["calls"] == 3


def test_a_missing_section_is_named_and_is_no_success(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Figures of half an answer must not pass for the model's."""
    assert measure(folder, [stub.cut()]) == 1
    assert "summary missing" in capsys.readouterr().err


def test_no_articles_are_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One line says so."""
    assert live.main(["--model", "m", "--folder", str(tmp_path), "--gold", str(tmp_path)]) == 2
    assert capsys.readouterr().err
