"""Results as JSON files in a folder, each with its day and the machine, kept as soon as they are there."""

from __future__ import annotations

import datetime
import json
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs


def default_folder() -> Path:
    """Where results are kept unless said otherwise: a cache of the user's, outside any checkout."""
    return Path(platformdirs.user_cache_dir("summarizer-bench")) / "results"


@dataclass(frozen=True)
class Results:
    """The results in a folder, by the name of what was measured."""

    folder: Path

    def write(self, name: str, figures: Mapping[str, Any]) -> None:
        """Keep the figures of one measurement in place of earlier ones of that name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        today = datetime.datetime.now(datetime.UTC).date().isoformat()
        data = {"measured": today, "machine": machine(), **figures}
        new = self.folder / f"{name}.json.new"
        new.write_text(json.dumps(data, indent=1, ensure_ascii=False), encoding="utf-8")
        new.replace(self.folder / f"{name}.json")

    def read(self, name: str) -> dict[str, Any] | None:
        """The figures of a measurement, or None if it has not been made."""
        try:
            data: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return data


def machine() -> dict[str, Any]:
    """What kind of machine this is: enough to judge figures by, nothing that names it."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Least, middle and greatest of the values of several rounds."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}
