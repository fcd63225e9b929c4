"""How long ``summarizer --help`` takes, against ``python -c "import typer"``; the limit is twice as long.

The two run in turns, so that a busy machine slows both alike, and the fastest runs are compared:
what is slower than that is the machine's doing.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence

LIMIT = 2.0
ROUNDS = 15

HELP = (sys.executable, "-m", "summarizer", "--help")
TYPER = (sys.executable, "-c", "import typer")


def seconds(command: Sequence[str]) -> float:
    """Wall time of one run of a command, in seconds."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> int:
    """Print both times and their ratio; 1 if it is over the limit."""
    for command in (HELP, TYPER):
        seconds(command)  # the first run compiles and fills the disk cache
    rounds = [(seconds(HELP), seconds(TYPER)) for _ in range(ROUNDS)]
    own, typer = (min(times) for times in zip(*rounds, strict=True))
    ratio = own / typer
    print(f"summarizer --help {own:.3f} s, import typer {typer:.3f} s, ratio {ratio:.2f} (limit {LIMIT:.0f})")
    return 0 if ratio < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
