"""How fast short commands are done, against commands of other programs that do the like, in turns."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench.processes import ROOT, ContestantError, environment
from benchmarks.bench.results import spread
from benchmarks.bench.workshop import Workshop


@dataclass(frozen=True)
class Size:
    """How often each command is run."""

    rounds: int = 10


def measure(workshop: Workshop, size: Size) -> dict[str, Any]:
    """Seconds of each command, and how long ours takes in terms of the other's."""
    article = next((ROOT / "seeds").glob("002*.txt"))
    programs = workshop.python.parent
    variables = environment(NLTK_DATA=str(workshop.nltk_data), LLM_USER_PATH=str(workshop.folder / "llm"))
    summary = ["lex-rank", "--length=5", f"--file={article}", "--format=plaintext"]
    pairs = {
        "help": (_own("--help"), [str(programs / "llm"), "--help"]),
        "one article": (
            _own("article", str(article), "--engine", "offline"),
            [str(programs / "sumy"), *summary],
        ),
    }
    found = {name: _pair(commands, size.rounds, variables) for name, commands in pairs.items()}
    return {"pairs": found, "versions": workshop.versions()}


def _own(*arguments: str) -> list[str]:
    # The installed command, as the others are; a checkout that is not installed has none.
    script = Path(sys.executable).with_name("summarizer")
    return [str(script), *arguments] if script.is_file() else [sys.executable, "-m", "summarizer", *arguments]


def _pair(commands: Sequence[list[str]], rounds: int, variables: dict[str, str]) -> dict[str, Any]:
    for command in commands:
        _seconds(command, variables)  # the first run compiles and fills the disk cache
    times = [[_seconds(command, variables) for command in commands] for _ in range(rounds)]
    ours, theirs = ([row[column] for row in times] for column in (0, 1))
    return {
        "commands": [_shown(command) for command in commands],
        "ours_s": spread(ours),
        "theirs_s": spread(theirs),
        "ratio_of_fastest": min(ours) / min(theirs),
        "ratio": spread([own / other for own, other in zip(ours, theirs, strict=True)]),
    }


def _seconds(command: list[str], variables: dict[str, str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=variables)
    taken = time.perf_counter() - started
    if done.returncode:
        raise ContestantError(f"{_shown(command)}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    return taken


def _shown(command: Sequence[str]) -> str:
    """A command without the places where its files lie."""
    words = [word.rpartition("=")[0] + "=" if word.startswith("--file=") else word for word in command]
    named = " ".join(Path(word).name if "/" in word else word for word in words)
    return named.replace("--file=", "--file=ARTICLE")
