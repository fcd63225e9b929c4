"""The command: what it prints where, and with which status it exits."""

from __future__ import annotations

import datetime
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from summarizer.cli import run
from tests import stub_openai as stub

ROOT = Path(__file__).resolve().parents[1]
DISPUTE = (
    "Ruritania and Elbonia met in Geneva on Monday. "
    "Ruritania demanded that Elbonia withdraw its troops from the valley. "
    "Elbonia rejected the demand and refused to withdraw its troops from the valley.\n"
)


@pytest.fixture
def dispute() -> str:
    """An article in the working folder."""
    Path("dispute.txt").write_text(DISPUTE, encoding="utf-8")
    return "dispute.txt"


def error_of(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr; nothing is on stdout."""
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("summarizer: error: ")
    return lines[0].removeprefix("summarizer: error: ")


def test_an_article_on_a_fresh_machine(dispute: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a key the offline engine drafts, one line on stderr says so, and stdout has only the result."""
    assert run(["article", dispute]) == 0
    captured = capsys.readouterr()
    assert captured.err == "summarizer: no OPENAI_API_KEY and no base URL: using the offline engine\n"
    assert "DEMANDS" in captured.out
    assert "\x1b" not in captured.out


def test_an_engine_that_was_asked_for_needs_no_notice(
    dispute: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --engine offline, stderr is empty."""
    assert run(["article", dispute, "--engine", "offline"]) == 0
    assert capsys.readouterr().err == ""


def test_json_is_an_object_for_one_source_and_a_list_for_several(
    dispute: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The form follows what was asked for, not what came of it."""
    assert run(["article", dispute, "--engine", "offline", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "article-brief/1"
    assert run(["article", dispute, "gone.txt", "--engine", "offline", "--format", "json"]) == 3
    assert [brief["schema"] for brief in json.loads(capsys.readouterr().out)] == ["article-brief/1"]


def test_a_folder_is_always_a_list(dispute: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that happens to hold one article is still a folder."""
    Path("news").mkdir()
    Path(dispute).rename("news/dispute.txt")
    assert run(["article", "news", "--engine", "offline", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_what_cannot_be_read_is_named_and_the_rest_is_produced(
    dispute: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One bad source among good ones: the good ones on stdout, the bad one on stderr, status 3."""
    assert run(["article", "gone.txt", dispute, "--engine", "offline"]) == 3
    captured = capsys.readouterr()
    assert "DEMANDS" in captured.out
    assert captured.err.startswith("summarizer: error: gone.txt: ")


def test_standard_input() -> None:
    """A dash reads what is piped in."""
    command = [sys.executable, "-m", "summarizer", "article", "-", "--engine", "offline", "--format", "json"]
    answer = subprocess.run(
        command, input=DISPUTE.encode(), capture_output=True, check=True, env=environment()
    )
    assert json.loads(answer.stdout)["article"]["words"] == len(DISPUTE.split())


@pytest.mark.parametrize(("name", "start"), [("x.json", "{"), ("x.md", "# "), ("x.txt", "")])
def test_output_goes_to_a_file_in_the_format_of_its_name(
    dispute: str, name: str, start: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With -o, stdout is empty, stderr says where the result is, and no temporary file stays."""
    assert run(["article", dispute, "--engine", "offline", "-o", f"out/{name}"]) == 0
    assert capsys.readouterr() == ("", f"summarizer: wrote out/{name}\n")
    assert Path("out", name).read_text(encoding="utf-8").startswith(start)
    assert [path.name for path in Path("out").iterdir()] == [name]


def test_daily_writes_the_day_and_prints_it(dispute: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The briefing is in DIR/YYYY-MM-DD/ as a page, as Markdown and as JSON, and on stdout."""
    assert run(["daily", dispute, "--engine", "offline", "--date", "2024-06-14"]) == 0
    captured = capsys.readouterr()
    folder = Path("briefings/2024-06-14")
    assert sorted(path.name for path in folder.iterdir()) == ["briefing.html", "briefing.json", "briefing.md"]
    assert f"{folder.name}/briefing.html" in Path("briefings/index.html").read_text(encoding="utf-8")
    written = json.loads((folder / "briefing.json").read_text(encoding="utf-8"))
    assert (written["schema"], written["date"]) == ("briefing/1", "2024-06-14")
    assert captured.out.startswith("Daily briefing\n")
    assert captured.err == (
        f"summarizer: wrote {folder}/briefing.html, {folder}/briefing.md, {folder}/briefing.json "
        "and briefings/index.html\n"
    )


def test_daily_is_of_today_unless_told(dispute: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The folder is the local day on which the run ended or began."""
    before = datetime.date.today()
    assert run(["daily", dispute, "--engine", "offline", "-o", "out"]) == 0
    (folder,) = [path for path in Path("out").iterdir() if path.is_dir()]
    assert folder.name in {str(before), str(datetime.date.today())}


def test_daily_takes_everything_from_the_settings_file(
    dispute: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sources, topics, title, folder and formats need no flag."""
    Path("summarizer.toml").write_text(
        'sources = ["dispute.txt"]\ntitle = "Valley news"\noutput = "out"\n'
        'formats = ["json"]\nengine = "offline"\n'
        '[topics]\nValley = ["valley"]\n',
        encoding="utf-8",
    )
    assert run(["daily", "--date", "2024-06-14"]) == 0
    assert [str(path) for path in Path("out").rglob("*.*")] == ["out/2024-06-14/briefing.json"]
    out = capsys.readouterr().out
    assert out.startswith("Valley news\n")
    assert "\n  Valley\n" in out


def test_daily_lists_failed_sources_in_the_briefing(dispute: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A failed source never takes the briefing down."""
    assert run(["daily", dispute, "gone.txt", "--engine", "offline", "--format", "json"]) == 3
    briefing = json.loads(capsys.readouterr().out)
    assert len(briefing["articles"]) == 1
    assert [failure["source"] for failure in briefing["failed"]] == ["gone.txt"]


def test_daily_with_nothing_to_read_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing produced: status 1, no folder, no empty briefing."""
    assert run(["daily", "gone.txt", "--engine", "offline"]) == 1
    assert error_of(capsys).startswith("gone.txt: ")
    assert not Path("briefings").exists()


def test_daily_that_cannot_write_still_shows_the_briefing(
    dispute: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The work is not lost with the disk: the briefing is on stdout, the reason on stderr, status 3."""
    Path("briefings").touch()
    assert run(["daily", dispute, "--engine", "offline"]) == 3
    captured = capsys.readouterr()
    assert captured.out.startswith("Daily briefing\n")
    assert re.fullmatch(r"summarizer: error: briefings.*: cannot be written: .*\n", captured.err)


def test_one_text_from_two_files_is_one_article_of_the_briefing(
    dispute: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same report under two names is not two voices."""
    Path("copy.txt").write_text(DISPUTE, encoding="utf-8")
    assert run(["daily", dispute, "copy.txt", "--engine", "offline", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["articles"]) == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["article", "x", "--engine", "gpt"],
            "Invalid value for '--engine': 'gpt' is not one of 'auto', 'openai', ",
        ),
        (
            ["article", "x", "--format", "pdf"],
            "Invalid value for '--format': 'pdf' is not one of 'terminal', 'md', ",
        ),
        (["article", "x", "--modl", "m"], "No such option: --modl (Possible options: --mod"),
        (["article"], "Missing argument 'SOURCE'."),
        (["articel"], "No such command 'articel'."),
        (["article", "x", "--engine", "openai"], "engine openai: set OPENAI_API_KEY, or --base-url"),
        (["article", "x", "--config", "gone.toml"], "gone.toml: cannot be read: "),
        (["article", "x", "--concurrency", "0"], "--concurrency: input should be greater"),
        (["article", "x", "--engine", "openai", "--base-url", "nonsense"], "--base-url: the base URL is "),
        (
            ["article", "x", "-o", "./x", "--engine", "offline"],
            "--output: 'x' is also a source; name another file",
        ),
        (["daily", "--engine", "offline"], "no sources: name files, folders or URLs, or list `sources`"),
        (["daily", "x", "--date", "yesterday"], "--date: 'yesterday' is not a day; write it as YYYY-MM-DD"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line says what is wrong and what would be right."""
    Path("x").write_text(DISPUTE, encoding="utf-8")
    assert run(arguments) == 2
    assert error_of(capsys).startswith(line)


BAD_FILES = {
    "empty.txt": b"",
    "binary.txt": b"\x00\x01\x02\xff" * 99,
    "large.txt": b"word " * 2_100_000,
    "page.html": b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
}


@pytest.mark.parametrize("source", ["gone.txt", "folder", *BAD_FILES])
@pytest.mark.parametrize("command", ["article", "daily"])
def test_bad_input_is_one_line_and_status_1(
    command: str, source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each bad input is named with its problem; nothing is written."""
    Path("folder").mkdir()
    if source in BAD_FILES:
        Path(source).write_bytes(BAD_FILES[source])
    assert run([command, source, "--engine", "offline"]) == 1
    assert error_of(capsys).startswith(f"{source}: ")
    assert not Path("briefings").exists()


def test_an_unreachable_server_is_one_line_and_status_1(
    dispute: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The three failed calls of an article have one cause, which is said once."""
    assert run(["article", dispute, "--base-url", f"http://127.0.0.1:{stub.free_port()}/v1"]) == 1
    assert error_of(capsys).startswith("dispute.txt: no connection to 127.0.0.1:")


def test_an_unreachable_server_does_not_cost_the_day(
    dispute: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rules draft what the model cannot, and the briefing says so."""
    assert run(["daily", dispute, "--base-url", f"http://127.0.0.1:{stub.free_port()}/v1"]) == 3
    shown = " ".join(capsys.readouterr().out.split())
    assert "drafted by the offline engine: no connection to 127.0.0.1:" in shown
    assert "withdraw its troops" in shown


def model(request: dict[str, Any]) -> stub.Reply:
    """A model that answers each question about the dispute, and once with a claim that it made up."""
    claims = {"evidence": [1], "text": "Ruritania and Elbonia met in Geneva."}
    answers: dict[str, object] = {
        "summary": {"lines": [claims, {"evidence": [3], "text": "Elbonia annexed the moon."}]},
        "demands": {
            "demands": [
                {
                    "evidence": [2],
                    "speaker": "Ruritania",
                    "party": "Ruritania",
                    "demand": "Elbonia withdraws its troops from the valley",
                    "addressee": "Elbonia",
                }
            ]
        },
        "disagreements": {"disagreements": []},
        "groups": {"groups": [{"items": [1]}]},
        "digest": {
            "lines": [{"evidence": [1], "text": "Ruritania demanded that Elbonia withdraw its troops."}]
        },
    }
    return stub.ok(answers[request["response_format"]["json_schema"]["name"]])


def test_daily_with_a_model(dispute: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The model drafts and writes the digest; the gate withholds what it made up; the key is optional."""
    with stub.serve(model) as server:
        assert run(["daily", dispute, "--base-url", server.base_url, "--model", "m", "--format", "json"]) == 0
    briefing = json.loads(capsys.readouterr().out)
    brief = briefing["articles"][0]
    assert brief["engine"] == {"name": "openai", "model": "m"}
    assert [claim["claim"] for claim in brief["withheld"]] == ["Elbonia annexed the moon."]
    assert brief["demands"][0]["quote"] == DISPUTE.split(". ")[1] + "."
    assert briefing["digest"][0]["text"] == "Ruritania demanded that Elbonia withdraw its troops."
    assert briefing["usage"]["calls"] == 4


def test_a_wrong_key_is_one_line_without_the_key_and_status_1(
    dispute: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's refusal stops the run at once."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-secret")
    with stub.serve(lambda _: stub.error(401, "Incorrect API key provided: sk-wrong-secret")) as server:
        assert run(["article", dispute, dispute, "--base-url", server.base_url]) == 1
    line = error_of(capsys)
    assert "refuses the API key" in line
    assert "secret" not in line


def test_a_wrong_key_does_not_cost_the_day(
    dispute: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules draft the briefing, which says why, without the key."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-secret")
    with stub.serve(lambda _: stub.error(401, "Incorrect API key provided: sk-wrong-secret")) as server:
        assert run(["daily", dispute, "--base-url", server.base_url]) == 3
    captured = capsys.readouterr()
    assert "refuses the API key" in " ".join(captured.out.split())
    assert "secret" not in captured.out + captured.err


def test_debug_adds_the_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """The traceback is for those who ask."""
    assert run(["article", "gone.txt", "--engine", "offline", "--debug"]) == 1
    assert run(["daily", "--engine", "offline", "--debug"]) == 2
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert err.splitlines()[-1].startswith("summarizer: error: no sources")


def test_a_fault_of_the_program_is_one_line(
    dispute: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw gets no traceback either."""
    monkeypatch.setattr("summarizer.render.render_briefs", lambda *_, **__: 1 / 0)
    assert run(["article", dispute, "--engine", "offline"]) == 1
    assert "internal error (ZeroDivisionError" in error_of(capsys)


def test_names_from_outside_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Escape characters in a file name do not reach stderr."""
    assert run(["article", "gone\x1b[31m\n.txt", "--engine", "offline"]) == 1
    assert "\x1b" not in error_of(capsys)


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """The help goes to stderr with status 2 when it was not asked for, and to stdout with 0 when it was."""
    assert run([]) == 2
    assert "Usage: summarizer" in capsys.readouterr().err
    assert run(["--help"]) == 0
    assert "daily" in capsys.readouterr().out
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("summarizer 0.")


def environment(**more: str) -> dict[str, str]:
    """The environment for the command in a process of its own."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def test_ctrl_c_ends_at_once_and_writes_nothing(dispute: str) -> None:
    """While a server keeps the call waiting, Ctrl-C ends the command with one line and status 130."""
    with stub.serve(lambda _: stub.slow(20)) as server:
        command = [sys.executable, "-m", "summarizer", "daily", dispute, "--base-url", server.base_url]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        )
        while not server.requests:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=19)  # before the server answers
    assert (process.returncode, out, err.splitlines()[-1]) == (130, "", "summarizer: interrupted")
    assert "Traceback" not in err
    assert not Path("briefings").exists()


def test_a_closed_pipe_is_no_error(dispute: str) -> None:
    """A reader that stops early (head) causes no complaint."""
    command = [sys.executable, "-m", "summarizer", "article", dispute, "--engine", "offline"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=20) == 141


@pytest.mark.parametrize("format", ["md", "json", "terminal"])
def test_output_is_complete_under_any_locale(dispute: str, format: str) -> None:
    """Cron jobs run with a locale that knows ASCII only; what is printed does not fail on it."""
    Path(dispute).write_text(DISPUTE.replace("Elbonia", "Élbonia"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "summarizer",
        "article",
        dispute,
        "--engine",
        "offline",
        "--format",
        format,
    ]
    answer = subprocess.run(
        command, capture_output=True, check=True, env=environment(PYTHONIOENCODING="ascii", LC_ALL="C")
    )
    assert answer.stderr == b""
    if format != "terminal":
        assert "Élbonia" in answer.stdout.decode("utf-8")
