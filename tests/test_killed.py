"""A run that is killed: it goes on where it was, asks nothing twice, and ends as if nothing had happened."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests import stub_openai as stub

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = 30
KILLS = 20


def article(n: int) -> str:
    """An article that is like no other."""
    words = random.Random(n).sample(
        "river bridge harbour canal tunnel railway airport market valley".split(), 5
    )
    return (
        f"Ruritania demanded that Elbonia give up the {words[0]} by {n + 1} May. "
        f"The ministers spoke about the {words[1]}, the {words[2]} and the {words[3]} for {n + 3} hours. "
        f"Elbonia rejected the demand and refused to give up the {words[0]}.\n"
    )


class Watching:
    """A model that takes its time, and notes every question whose answer was in the store already."""

    def __init__(self, store: Path) -> None:
        self.base_url = ""
        self.asked_again: list[str] = []
        self.was_asked = threading.Event()
        self._store = store

    def __call__(self, request: dict[str, Any]) -> stub.Reply:
        """The same answer to the same question, after a moment in which the run may be killed."""
        key = hashlib.sha256(json.dumps({"server": self.base_url, **request}, sort_keys=True).encode())
        if self._is_stored(key.hexdigest()):
            self.asked_again.append(key.hexdigest())
        self.was_asked.set()
        time.sleep(0.02)
        answers: dict[str, Any] = {
            "summary": {"lines": [{"evidence": [2], "text": "The ministers spoke."}]},
            "demands": {"demands": []},
            "disagreements": {"disagreements": []},
        }
        return stub.ok(answers.get(request["response_format"]["json_schema"]["name"], {}))

    def _is_stored(self, key: str) -> bool:
        if not self._store.is_file():
            return False
        with closing(sqlite3.connect(f"file:{self._store}?mode=ro", uri=True)) as connection:
            tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'responses'").fetchone()
            found = tables and connection.execute("SELECT 1 FROM responses WHERE key = ?", [key]).fetchone()
        return found is not None


def daily(folder: Path, base_url: str) -> subprocess.Popen[bytes]:
    """Start the command in a folder that is its home as well."""
    command = [sys.executable, "-m", "summarizer", "daily", "../news", "--date", "2026-11-20"]
    command += ["--base-url", base_url, "--model", "m", "--store", "summarizer.db", "--concurrency", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder), "NO_PROXY": "127.0.0.1"}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def result(folder: Path) -> dict[str, Any]:
    """What a finished run wrote, without what its calls cost it."""
    briefing = json.loads((folder / "briefings/2026-11-20/briefing.json").read_text(encoding="utf-8"))
    for part in (briefing, *briefing["articles"]):
        del part["usage"]
    return dict(briefing)


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """Killed 20 times at random moments: the same briefing in the end, a sound store, and no call in vain."""
    moments = random.Random(20)
    news, killed, whole = (tmp_path / name for name in ("news", "killed", "whole"))
    for folder in (news, killed, whole):
        folder.mkdir()
    for n in range(ARTICLES):
        (news / f"{n:02}.txt").write_text(article(n), encoding="utf-8")
    model = Watching(killed / "summarizer.db")
    with stub.serve(model) as server:
        model.base_url = server.base_url
        start = 30.0
        for _ in range(KILLS):
            model.was_asked.clear()
            began = time.monotonic()
            process = daily(killed, server.base_url)
            # Starting takes longer than all the rest, and what is killed then has done nothing yet. When all
            # is asked, what is left is to read answers, merge, remember and write.
            if model.was_asked.wait(timeout=start):
                start = 1.5 * (time.monotonic() - began)
            time.sleep(moments.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
            process.wait()
        calls = len(server.requests)
        assert daily(killed, server.base_url).wait() == 0
        assert model.asked_again == []
        assert calls > 3
        assert daily(whole, server.base_url).wait() == 0
    assert result(killed) == result(whole)
    with closing(sqlite3.connect(killed / "summarizer.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM briefings").fetchone() == (1,)
