"""``summarizer daily`` and its neighbours: what they print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.cli import run
from tests import stub_openai as stub
from tests.mornings import RELEASE, TOLL, WITHDRAW, add, model, publish
from tests.stub_web import Site


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment must not stand between the tests and loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def news(tmp_path: Path) -> str:
    """A folder of three articles."""
    for n, demand in enumerate((WITHDRAW, RELEASE, TOLL)):
        add(tmp_path / "news", f"{n}.txt", demand, n)
    return str(tmp_path / "news")


def test_the_command_says_what_failed_and_ends_with_status_3(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The briefing is shown and written; the dead feed is in it."""
    monkeypatch.setenv("SUMMARIZER_ALLOW_HOSTS", "127.0.0.1")
    add(tmp_path / "news", "first.txt", WITHDRAW)
    command = ["daily", str(tmp_path / "news"), f"{site.url}/gone", "--engine", "offline", "-o", "out"]
    assert run([*command, "--date", "2026-11-20"]) == 3
    captured = capsys.readouterr()
    assert "404" in captured.out
    assert captured.out.startswith("Daily briefing\n")
    assert Path("out/2026-11-20/briefing.html").is_file()
    assert run([*command, "--date", "2026-11-21"]) == 3
    assert "No longer heard" not in capsys.readouterr().out
    assert run(["history", "valley", "--format", "md"]) == 0
    assert WITHDRAW.rstrip(".") in capsys.readouterr().out


def test_an_address_inside_is_refused_unless_allowed(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """A feed must not make this machine read what only this machine can."""
    publish(site, "/release", RELEASE)
    assert run(["article", f"{site.url}/release", "--engine", "offline"]) == 1
    assert "allow_hosts" in capsys.readouterr().err
    assert site.asked == []


def test_a_dry_run_asks_and_writes_nothing(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It counts the calls and their tokens, and gives what they cost at most."""
    with stub.serve(model) as server:
        Path("summarizer.toml").write_text("prices = { input = 1, output = 2 }\n", encoding="utf-8")
        flags = ["--base-url", server.base_url, "--model", "m"]
        assert run(["daily", news, *flags, "--dry-run"]) == 0
        assert "9 calls to m: about " in capsys.readouterr().out
        assert server.requests == []
        assert not Path("briefings").exists()
        assert run(["daily", news, *flags]) == 0
        capsys.readouterr()
        assert run(["estimate", news, *flags]) == 0
        assert "0 calls to m, 9 more are known" in capsys.readouterr().out


def test_a_cap_without_a_price_is_refused_before_anything_is_read(
    news: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It could not be kept."""
    flags = ["--base-url", "http://127.0.0.1:1/v1", "--model", "m", "--max-cost", "0.5"]
    assert run(["daily", news, *flags]) == 2
    assert "the price of model 'm' is not known" in capsys.readouterr().err


def test_notices_as_json(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each is an object on a line of its own."""
    assert run(["daily", news, "--log-format", "json", "--date", "2026-11-20"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["level"] for line in lines} == {"info"}
    assert "offline engine" in lines[0]["message"]


def test_init_writes_settings_once(capsys: pytest.CaptureFixture[str]) -> None:
    """The file is there to be edited, and never written over."""
    assert run(["init"]) == 0
    assert run(["daily", "--show-settings"]) == 0
    assert 'engine = "auto"' in capsys.readouterr().out
    before = Path("summarizer.toml").read_text(encoding="utf-8")
    assert run(["init"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert Path("summarizer.toml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("flag", "value", "problem"),
    [("--since", "yesterday", "'yesterday' is no time"), ("--date", "21.11.2026", "is not a day")],
)
def test_a_wrong_time_is_one_line(
    news: str, capsys: pytest.CaptureFixture[str], flag: str, value: str, problem: str
) -> None:
    """It says how to write it."""
    assert run(["daily", news, flag, value]) == 2
    assert problem in capsys.readouterr().err
