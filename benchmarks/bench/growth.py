"""How time and memory of a daily briefing grow with its articles: the command itself, offline.

Every size is run in a fresh folder on the second of two days, so that the store has a ledger to compare with.
One article in twenty is carried by a second outlet with another last sentence.
"""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.bench import corpus
from benchmarks.bench.processes import ContestantError, environment
from benchmarks.bench.workshop import Workshop

REPRINTS = 20
"""One article in so many is also in a second outlet."""

LEAST_FITTED = 100
"""Articles from which on a size counts for the exponent: below, a run is mostly the start of the program."""


@dataclass(frozen=True)
class Size:
    """The numbers of articles that are measured."""

    articles: Sequence[int] = (10, 100, 1000, 5000)


def measure(workshop: Workshop, size: Size) -> dict[str, Any]:
    """Seconds and peak memory for each number of articles, and the exponents of their growth."""
    real = corpus.articles(workshop.lee)
    made = []
    for number in size.articles:
        made.append({"articles": number, **_days(real, number)})
        print(f"growth: {number} articles {made[-1]['wall_s']:.1f} s", file=sys.stderr)
    fitted = [row for row in made if row["articles"] >= LEAST_FITTED]
    return {
        "sizes": made,
        "fitted_from": LEAST_FITTED,
        "time_exponent": exponent(fitted, "wall_s"),
        "memory_exponent": exponent(fitted, "peak_mb"),
    }


def _days(real: list[str], number: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for day in (1, 2):
            news = home / f"news-{day}"
            news.mkdir()
            for n, text in enumerate(_texts(real, number, seed=day)):
                (news / f"{n:05}.txt").write_text(text, encoding="utf-8")
            figures = _timed(home, f"2026-11-{day:02}", news)
        return figures


def _texts(real: list[str], number: int, seed: int) -> Iterator[str]:
    reprints = number // REPRINTS
    stories = list(corpus.made(real, number - reprints, seed))
    yield from stories
    for text in stories[:reprints]:
        yield f"{text.rpartition('. ')[0]}. The story was first published elsewhere on the same day."


def _timed(home: Path, date: str, news: Path) -> dict[str, float]:
    """One run of the command: seconds by the clock and of the processor, and its greatest memory."""
    places = ["--store", str(home / "store.db"), "--output", str(home / "briefings")]
    command = [sys.executable, "-m", "summarizer", "daily", str(news), "--engine", "offline"]
    command += [*places, "--date", date, "--format", "json"]
    with (home / "out.json").open("wb") as out, (home / "err.txt").open("wb") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=errors, cwd=home, env=environment())
        _, status, used = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ContestantError(
            f"daily of {news.name}: {(home / 'err.txt').read_text(errors='replace')[-300:]}"
        )
    # Linux counts kilobytes, macOS bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return {"wall_s": wall_s, "processor_s": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / unit}


def exponent(rows: Sequence[dict[str, Any]], figure: str) -> float | None:
    """By least squares on logarithms: 1 is linear, 2 is quadratic; None of fewer than two sizes."""
    if len(rows) < 2:
        return None
    sizes = [math.log(row["articles"]) for row in rows]
    return statistics.linear_regression(sizes, [math.log(row[figure]) for row in rows]).slope
