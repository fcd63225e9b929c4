"""Runs what is timed, each in a process of its own, in turns, so that a busy machine slows all alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CONTESTANTS = ROOT / "benchmarks" / "contestants"

Command = Sequence[str | Path]


class ContestantError(Exception):
    """A program that was to be measured failed; the message is the last that it said."""


def own(module: str, *arguments: str | Path) -> Command:
    """How a contestant of this project is started."""
    return (sys.executable, "-m", f"benchmarks.contestants.{module}", *arguments)


def peer(python: Path, script: str, *arguments: str | Path) -> Command:
    """How a contestant of another project is started: by its own interpreter."""
    return (python, CONTESTANTS / f"{script}.py", *arguments)


def environment(**more: str) -> dict[str, str]:
    """The environment without settings of the product, and without a proxy before loopback."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SUMMARIZER_")}
    return {**kept, "NO_PROXY": "127.0.0.1", "PYTHONPATH": str(ROOT), **more}


def run(command: Command, **variables: str) -> dict[str, Any]:
    """The JSON object that a program prints last.

    Raises:
        ContestantError: it failed, or printed none.
    """
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment(**variables),
    )
    if done.returncode:
        raise ContestantError(f"{command[1]}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@dataclass(frozen=True)
class Stub:
    """A running stub server."""

    base_url: str

    def served(self) -> Mapping[str, int]:
        """How many calls it has answered, over how many connections."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.base_url}/served", timeout=10) as answer:
            told: dict[str, int] = json.load(answer)
        return told


@contextmanager
def stub(delay_s: float) -> Iterator[Stub]:
    """Run the stub server of :mod:`benchmarks.bench.stub`."""
    command = [sys.executable, "-m", "benchmarks.bench.stub", "--delay", str(delay_s)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment()
    )
    assert process.stdout is not None
    try:
        yield Stub(process.stdout.readline().strip())
    finally:
        process.communicate()
